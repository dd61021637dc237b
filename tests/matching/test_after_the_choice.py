"""What comes after the choice: too late an answer, a doubt, a pause, the question after the trial period; and their pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar

from buddies.models import Buddy
from matching import actions
from matching.models import (
    Answer,
    ChoiceRound,
    Closing,
    Exclusion,
    Given,
    Introduction,
    IntroductionState,
    Match,
    MatchingRound,
    Settings,
    TrialAnswer,
)
from participants.models import Status
from programmes.models import Role
from programmes.refusals import Refused
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(west, sign_in) -> Any:
    return sign_in(west.coordinator)


def to(world: World, view: str, *args: Any) -> str:
    return world.programme.to(f"matching:{view}", *args)


def chosen(world: World) -> ChoiceRound:
    """The chooser wants the free buddy first and the other one too."""
    cards = {card.buddy_id: card.pk for card in world.round.cards.all()}
    answers = {cards[world.free_buddy.pk]: "first", cards[world.buddy.pk]: "also"}
    return actions.rank(round=world.round, answers=answers, how=Given.OWN_DEVICE, by=None)


def held(world: World, participant: Answer, buddy: Answer) -> Introduction:
    introduction = actions.invite_next(round=chosen(world), by=world.coordinator)
    actions.answer_invitation(introduction=introduction, agrees=True, by=None)
    actions.hold_meeting(introduction=introduction, on=timezone.localdate(), by=world.coordinator)
    actions.answer_klik(introduction=introduction, side="participant", answer=participant, by=None)
    return actions.answer_klik(introduction=introduction, side="buddy", answer=buddy, by=None)


def test_a_volunteer_has_the_agreed_days_and_after_them_the_next_choice_is_asked(in_west):
    Settings.objects.create(answer_days=3)
    moment = timezone.now() - timedelta(days=3)
    choice = chosen(in_west)
    ChoiceRound.objects.filter(pk=choice.pk).update(ranked_at=moment)
    introduction = actions.invite_next(round=choice, by=in_west.coordinator, at=moment)
    with pytest.raises(Refused, match="nog niet voorbij"):
        actions.expire(introduction=introduction, by=in_west.coordinator)
    Introduction.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    introduction = actions.expire(introduction=introduction, by=in_west.coordinator)
    assert introduction.closing == Closing.EXPIRED
    assert actions.invite_next(round=choice, by=in_west.coordinator).buddy == in_west.buddy
    with pytest.raises(Refused, match="al gebeurd"):
        actions.answer_invitation(introduction=introduction, agrees=True, by=None)


def test_after_a_doubt_two_people_meet_once_more_and_both_answers_are_kept(in_west):
    earlier = held(in_west, Answer.DOUBT, Answer.YES)
    again = actions.meet_again(introduction=earlier, by=in_west.coordinator)
    earlier.refresh_from_db()
    assert (earlier.closing, earlier.participant_answer) == (Closing.AGAIN, Answer.DOUBT)
    assert (again.state, again.buddy) == (IntroductionState.AGREED, earlier.buddy)
    actions.hold_meeting(introduction=again, on=timezone.localdate(), by=in_west.coordinator)
    for side in ("participant", "buddy"):
        actions.answer_klik(introduction=again, side=side, answer=Answer.YES, by=None)
    assert Match.objects.get(participant=in_west.chooser).introduction == again


def test_a_match_of_two_who_doubted_needs_two_new_yeses(in_west):
    earlier = held(in_west, Answer.DOUBT, Answer.YES)
    with pytest.raises(Refused):
        actions.start_match(introduction=earlier, by=in_west.coordinator)
    again = actions.meet_again(introduction=earlier, by=in_west.coordinator)
    with pytest.raises(Refused):
        actions.start_match(introduction=again, by=in_west.coordinator)


def test_a_paused_match_keeps_its_place_and_ends_or_goes_on(in_west):
    today = timezone.localdate()
    match = actions.pause_match(match=in_west.match, on=today, reason="Ziek", by=in_west.coordinator)
    with pytest.raises(Refused, match="al even stil"):
        actions.pause_match(match=match, on=today, reason="Ziek", by=in_west.coordinator)
    assert actions.resume_match(match=match, by=in_west.coordinator).paused_since is None
    actions.pause_match(match=match, on=today, reason="Ziek", by=in_west.coordinator)
    ended = actions.end_match(match=match, on=today, reason="moved", by=in_west.coordinator, looks_again=True)
    assert ended.paused_since is None
    in_west.participant.refresh_from_db()
    assert (in_west.participant.status, in_west.participant.plans.count()) == (Status.WAITING, 1)


def test_after_the_trial_period_the_participant_is_asked_once_and_the_buddy_never_sees_it(west, sign_in):
    phone = sign_in(west[Role.PARTICIPANT])
    here = to(west, "my_choice")
    with scope(west.programme):
        Match.objects.filter(pk=west.match.pk).update(starts_on=timezone.localdate())
    assert "Gaat het goed met" not in phone.get(here).content.decode()
    with scope(west.programme):
        begun = timezone.localdate() - timedelta(weeks=west.programme.trial_weeks)
        Match.objects.filter(pk=west.match.pk).update(starts_on=begun)
    assert "Gaat het goed met" in phone.get(here).content.decode()
    trial = to(west, "trial", west.match.pk)
    assert phone.post(trial, {}).status_code == 422
    assert phone.post(trial, {"answer": "talk"}).status_code == 302
    assert "Gaat het goed met" not in phone.get(here).content.decode()
    with scope(west.programme):
        west.match.refresh_from_db()
        assert (west.match.trial_answer, west.match.trial_answered_how) == (
            TrialAnswer.TALK,
            Given.OWN_DEVICE,
        )
    assert sign_in(west[Role.BUDDY]).get(trial).status_code == 403
    assert (
        "wil praten over de match"
        in sign_in(west.coordinator).get(west.programme.to("reports:today")).content.decode()
    )


def test_the_meeting_in_a_calendar_has_a_place_and_no_name(west, sign_in):
    when = timezone.now() + timedelta(days=2)
    with scope(west.programme):
        Introduction.objects.filter(pk=west.introduction.pk).update(planned_for=when, place="De bibliotheek")
        people = [west.participant.person, west.buddy.person]
    for role in (Role.PARTICIPANT, Role.BUDDY, Role.COORDINATOR):
        response = sign_in(west[role]).get(to(west, "calendar", west.introduction.pk))
        (event,) = Calendar.from_ical(response.content).walk("VEVENT")
        assert (str(event["location"]), str(event["summary"])) == (
            "De bibliotheek",
            "Kennismaking bij Kansrijk West",
        )
        for person in people:
            assert person.surname not in response.content.decode()
            assert person.first_name not in response.content.decode()


def test_the_paper_has_every_card_every_answer_and_both_ways_out(west, desk):
    with scope(west.programme):
        people = [west.buddy.person, west.free_buddy.person]
    page = desk.get(to(west, "paper", west.round.pk)).content.decode()
    for person in people:
        assert person.first_name in page
        assert person.surname not in page
    assert [page.count(words) for words in ("Eerste keus", "Ook goed", "Liever niet")] == [2, 2, 2]
    assert "Ik wil niemand van deze" in page
    assert "Ik wil eerst praten" in page


def test_a_round_on_the_board_is_computed_explained_blocked_and_carried_out(west, desk):
    with scope(west.programme):
        choice = chosen(west)
        surname = west.free_buddy.person.surname
    assert "1 mens koos" in desk.get(to(west, "board")).content.decode()
    page = desk.post(to(west, "compute"), follow=True)
    assert surname in page.content.decode()
    assert "Bekijk de ronde" in desk.get(to(west, "board")).content.decode()
    with scope(west.programme):
        line = MatchingRound.objects.open().get().lines.get()
    block = to(west, "block", line.matching_id, line.pk)
    assert desk.post(block, {"ground": "known", "reason": "Liever niet"}).status_code == 422
    assert desk.post(block, {"ground": "screening", "reason": ""}).status_code == 422
    page = desk.post(block, {"ground": "screening", "reason": "VOG loopt af"}, follow=True)
    assert "tegengehouden" in page.content.decode()
    with scope(west.programme):
        matching = MatchingRound.objects.open().get()
        assert Exclusion.objects.get().reason == "VOG loopt af"
    page = desk.post(to(west, "carry_out", matching.pk), follow=True)
    assert "1 uitnodiging is verstuurd" in page.content.decode()
    with scope(west.programme):
        assert Introduction.objects.open().get(participant_id=choice.participant_id).buddy == west.buddy
    assert "uitgevoerd" in desk.get(to(west, "rounds")).content.decode()


def test_an_empty_round_says_why_and_what_to_do(west, desk):
    page = desk.post(to(west, "compute"), follow=True).content.decode()
    assert "Er is nu niemand om voor te stellen" in page


def test_weights_show_their_effect_before_they_are_kept(west, desk):
    with scope(west.programme):
        make.BuddyFactory(deployable=True, person=make.PersonFactory(languages=["ar"], available=["mon-am"]))
        make.ParticipantFactory(waits=True, person=make.PersonFactory(languages=["ar"], available=["tue-pm"]))
    here = to(west, "settings")
    tried = {
        "language": 0,
        "theme": 0,
        "time": 5,
        "neighbourhood": 0,
        "wish": 0,
        "interest": 0,
        "answer_days": 9,
    }
    page = desk.get(here, tried).content.decode()
    assert "anders" in page
    assert "Er is nog niets bewaard" in page
    with scope(west.programme):
        assert not Settings.objects.exists()
    assert desk.post(here, {**tried, "time": 7}).status_code == 422
    assert desk.post(here, tried).status_code == 302
    with scope(west.programme):
        assert (Settings.now().time, Settings.now().answer_days) == (5, 9)


def test_lowering_the_places_below_the_running_matches_is_allowed_and_brings_nobody_new(in_west):
    Buddy.objects.filter(pk=in_west.free_buddy.pk).update(capacity=2)
    running = make.IntroductionFactory(card__buddy=in_west.free_buddy, mutual=True)
    make.MatchFactory(introduction=running)
    Buddy.objects.filter(pk=in_west.free_buddy.pk).update(capacity=1)
    introduction = actions.invite_next(round=chosen(in_west), by=in_west.coordinator)
    assert introduction.buddy == in_west.buddy
    assert Match.objects.active().filter(buddy=in_west.free_buddy).count() == 1

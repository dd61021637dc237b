"""The path from cards to a couple: the participant's say, the next choice, and never a dead end."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from buddies.models import Buddy
from buddies.models import Status as BuddyStatus
from matching import actions
from matching.models import (
    Answer,
    ChoiceRound,
    Closing,
    EndReason,
    Given,
    Introduction,
    IntroductionState,
    Match,
    Stage,
)
from participants.models import Status
from programmes.models import Role, Trace
from programmes.refusals import Refused
from tests import factories as make
from tests.worlds import World

pytestmark = pytest.mark.django_db


def choose(world: World, *, first: Buddy | None = None, also: Any = (), rather_not: Any = ()) -> None:
    cards = {card.buddy_id: card.pk for card in world.round.cards.all()}
    answers = {cards[buddy.pk]: "also" for buddy in also} | {cards[b.pk]: "rather_not" for b in rather_not}
    if first:
        answers[cards[first.pk]] = "first"
    actions.rank(round=world.round, answers=answers, how=Given.OWN_DEVICE, by=None)


def fresh(world: World) -> ChoiceRound:
    return ChoiceRound.objects.with_cards().get(pk=world.round.pk)


def invite(world: World) -> Introduction:
    return actions.invite_next(round=world.round, by=world.coordinator)


def meet(world: World) -> Introduction:
    introduction = invite(world)
    actions.answer_invitation(introduction=introduction, agrees=True, by=None)
    actions.plan_meeting(
        introduction=introduction, at=timezone.now(), place="Buurthuis", by=world.coordinator
    )
    return actions.hold_meeting(introduction=introduction, on=timezone.localdate(), by=world.coordinator)


def answer(introduction: Introduction, side: Any, said: Answer, **more: Any) -> Introduction:
    return actions.answer_klik(introduction=introduction, side=side, answer=said, by=None, **more)


def test_two_yeses_after_a_meeting_begin_a_match_as_long_as_the_programme_says(in_west):
    choose(in_west, first=in_west.free_buddy, rather_not=[in_west.buddy])
    introduction = meet(in_west)
    answer(introduction, "participant", Answer.YES)
    assert not Match.objects.filter(participant=in_west.chooser).exists()
    introduction = answer(introduction, "buddy", Answer.YES)
    match = Match.objects.get(participant=in_west.chooser)
    in_west.chooser.refresh_from_db()
    assert (introduction.state, match.buddy) == (IntroductionState.MATCHED, in_west.free_buddy)
    assert match.intended_end == match.starts_on.replace(year=match.starts_on.year + 1)
    assert in_west.chooser.status == Status.MATCHED
    assert fresh(in_west).stage == Stage.DONE


@pytest.mark.parametrize("participant", Answer.values)
@pytest.mark.parametrize("buddy", Answer.values)
def test_a_no_leads_to_the_next_choice_and_a_doubt_to_the_coordinator(in_west, participant, buddy):
    choose(in_west, first=in_west.free_buddy, also=[in_west.buddy])
    introduction = meet(in_west)
    answer(introduction, "buddy", Answer(buddy))
    introduction = answer(introduction, "participant", Answer(participant))
    if participant == buddy == Answer.YES:
        assert introduction.state == IntroductionState.MATCHED
        return
    if Answer.NO not in (participant, buddy):
        assert (introduction.state, introduction.is_in_doubt) == (IntroductionState.HELD, True)
        introduction = actions.look_further(introduction=introduction, by=in_west.coordinator)
    assert (introduction.state, introduction.closing) == (IntroductionState.CLOSED, Closing.NO_KLIK)
    assert not Match.objects.filter(participant=in_west.chooser).exists()
    assert invite(in_west).buddy == in_west.buddy


def test_a_buddy_who_has_no_time_makes_way_for_the_next_choice_and_is_not_asked_twice(in_west):
    choose(in_west, first=in_west.buddy, also=[in_west.free_buddy])
    first = invite(in_west)
    actions.answer_invitation(introduction=first, agrees=False, by=None, reason="Te druk met werk")
    assert fresh(in_west).is_looking_further
    second = invite(in_west)
    assert (first.buddy, second.buddy) == (in_west.buddy, in_west.free_buddy)
    actions.answer_invitation(introduction=second, agrees=False, by=None)
    assert fresh(in_west).stage == Stage.NOBODY_LEFT
    with pytest.raises(Refused, match="Maak nieuwe kaarten of praat samen"):
        invite(in_west)


def fill(buddy: Buddy) -> None:
    Buddy.objects.filter(pk=buddy.pk).update(capacity=1)
    make.IntroductionFactory(card__buddy=buddy, card__tier=1)


def stop(buddy: Buddy) -> None:
    Buddy.objects.filter(pk=buddy.pk).update(status=BuddyStatus.PAUSED)


@pytest.mark.parametrize(("meanwhile", "words"), [(fill, "is nu vol"), (stop, "is nu niet inzetbaar")])
def test_a_first_choice_who_cannot_be_asked_any_more_is_kept_and_the_next_is_asked(in_west, meanwhile, words):
    choose(in_west, first=in_west.free_buddy, also=[in_west.buddy])
    meanwhile(in_west.free_buddy)
    card = fresh(in_west).in_order[0]
    assert actions.why_not(card, today=timezone.localdate()) == words
    assert invite(in_west).buddy == in_west.buddy
    assert fresh(in_west).in_order[0].buddy == in_west.free_buddy
    assert fresh(in_west).in_order[0].answer == "first"


def test_when_everyone_chosen_is_full_the_choice_stays_and_the_coordinator_hears_why(in_west):
    choose(in_west, first=in_west.free_buddy, rather_not=[in_west.buddy])
    fill(in_west.free_buddy)
    with pytest.raises(Refused, match="heeft nu niemand plek"):
        invite(in_west)
    assert fresh(in_west).stage == Stage.CHOSEN


def test_the_last_choice_counts_until_somebody_is_asked(in_west):
    choose(in_west, first=in_west.buddy, also=[in_west.free_buddy])
    choose(in_west, first=in_west.free_buddy, rather_not=[in_west.buddy])
    assert [card.buddy for card in fresh(in_west).in_order] == [in_west.free_buddy]
    invite(in_west)
    with pytest.raises(Refused, match="We hebben al iemand gevraagd"):
        choose(in_west, first=in_west.buddy)
    assert fresh(in_west).in_order[0].buddy == in_west.free_buddy


def test_two_first_choices_are_refused_and_the_earlier_choice_stays(in_west):
    choose(in_west, first=in_west.buddy)
    cards = {card.pk: "first" for card in in_west.round.cards.all()}
    with pytest.raises(Refused, match="één eerste keus"):
        actions.rank(round=in_west.round, answers=cards, how=Given.OWN_DEVICE, by=None)
    assert [card.buddy for card in fresh(in_west).in_order] == [in_west.buddy]


def test_choosing_nobody_is_no_dead_end(in_west):
    choose(in_west, rather_not=[in_west.buddy, in_west.free_buddy])
    assert fresh(in_west).stage == Stage.NOBODY_LEFT
    newcomers = [make.BuddyFactory(deployable=True) for _each in range(2)]
    choice = actions.make_round(participant=in_west.chooser, buddies=newcomers, by=in_west.coordinator)
    assert fresh(in_west).stage == Stage.DONE
    assert {card.buddy for card in choice.cards.all()} == set(newcomers)
    assert all(card.reasons for card in choice.cards.all())


def test_who_was_rather_not_wanted_or_gave_no_klik_does_not_come_back_on_a_card(in_west):
    third = make.BuddyFactory(deployable=True)
    choose(in_west, first=in_west.free_buddy, rather_not=[in_west.buddy])
    introduction = meet(in_west)
    answer(introduction, "buddy", Answer.YES)
    answer(introduction, "participant", Answer.NO)
    for gone in (in_west.buddy, in_west.free_buddy):
        with pytest.raises(Refused, match="kan nu niet op een kaart"):
            actions.make_round(participant=in_west.chooser, buddies=[third, gone], by=in_west.coordinator)


def test_wanting_to_talk_first_stops_the_inviting_until_there_was_a_talk(in_west):
    choose(in_west, first=in_west.buddy)
    actions.talk_first(round=in_west.round, by=None)
    with pytest.raises(Refused, match="wil eerst praten"):
        invite(in_west)
    actions.talked(round=in_west.round, by=in_west.coordinator)
    assert invite(in_west).buddy == in_west.buddy


def test_a_card_is_never_made_of_someone_full_unready_blocked_or_oneself(in_west):
    good = make.BuddyFactory(deployable=True)
    full, blocked = make.BuddyFactory(deployable=True), make.BuddyFactory(deployable=True)
    fill(full)
    actions.exclude(
        participant=in_west.chooser, buddy=blocked, by=in_west.coordinator, reason="Het zijn zussen"
    )
    oneself = make.BuddyFactory(person=in_west.chooser.person, deployable=True)
    actions.close_round(round=in_west.round, by=in_west.coordinator)
    for wrong in (full, blocked, in_west.newcomer, oneself):
        with pytest.raises(Refused):
            actions.make_round(participant=in_west.chooser, buddies=[good, wrong], by=in_west.coordinator)
    with pytest.raises(Refused, match="twee of drie"):
        actions.make_round(participant=in_west.chooser, buddies=[good], by=in_west.coordinator)
    assert not in_west.chooser.rounds.open().exists()


def test_a_second_round_for_somebody_who_is_choosing_is_refused(in_west):
    buddies = [make.BuddyFactory(deployable=True) for _each in range(2)]
    with pytest.raises(Refused, match="ligt al een keuze klaar"):
        actions.make_round(participant=in_west.chooser, buddies=buddies, by=in_west.coordinator)


def test_nobody_can_answer_klik_before_they_met_or_after_both_did(in_west):
    choose(in_west, first=in_west.free_buddy)
    introduction = invite(in_west)
    with pytest.raises(Refused):
        answer(introduction, "participant", Answer.YES)
    actions.answer_invitation(introduction=introduction, agrees=True, by=None)
    actions.hold_meeting(introduction=introduction, on=timezone.localdate(), by=in_west.coordinator)
    answer(introduction, "participant", Answer.NO)
    answer(introduction, "buddy", Answer.YES)
    with pytest.raises(Refused, match="al gebeurd"):
        answer(introduction, "participant", Answer.YES)


def test_nobody_overrules_a_participant_who_said_no(in_west):
    """Not a coordinator with a paper in hand either; only the participant can come back on it."""
    choose(in_west, first=in_west.free_buddy)
    introduction = meet(in_west)
    answer(introduction, "participant", Answer.NO)
    for how in (Given.PAPER, Given.TABLET):
        with pytest.raises(Refused, match="Alleen deze persoon zelf"):
            answer(introduction, "participant", Answer.YES, how=how)
    assert answer(introduction, "participant", Answer.YES).participant_answer == Answer.YES


def test_what_was_given_on_paper_is_recorded_as_such(in_west):
    cards = [card.pk for card in in_west.round.cards.all()]
    actions.rank(round=in_west.round, answers={cards[0]: "first"}, how=Given.PAPER, by=in_west.coordinator)
    assert fresh(in_west).ranked_how == Given.PAPER
    introduction = answer(meet(in_west), "participant", Answer.YES, how=Given.PAPER)
    assert introduction.participant_answered_how == Given.PAPER


def test_two_yeses_without_a_place_are_kept_until_there_is_one(in_west):
    choose(in_west, first=in_west.buddy)
    introduction = meet(in_west)
    Buddy.objects.filter(pk=in_west.buddy.pk).update(capacity=1)  # lowered below what runs: allowed
    answer(introduction, "participant", Answer.YES)
    introduction = answer(introduction, "buddy", Answer.YES)
    assert introduction.state == IntroductionState.HELD
    assert introduction.both_answered
    with pytest.raises(Refused, match="geen plek"):
        actions.start_match(introduction=introduction, by=in_west.coordinator)
    Buddy.objects.filter(pk=in_west.buddy.pk).update(capacity=2)
    assert actions.start_match(introduction=introduction, by=in_west.coordinator).buddy == in_west.buddy


def test_somebody_who_left_meanwhile_begins_no_match(in_west):
    choose(in_west, first=in_west.free_buddy)
    introduction = meet(in_west)
    answer(introduction, "participant", Answer.YES)
    type(in_west.chooser).objects.filter(pk=in_west.chooser.pk).update(status=Status.MOVED_ON)
    answer(introduction, "buddy", Answer.YES)
    assert not Match.objects.filter(participant=in_west.chooser).exists()
    actions.withdraw(introduction=introduction, by=in_west.coordinator, reason="Is verhuisd")
    assert Trace.objects.get(verb="introduction.withdrawn").reason == "Is verhuisd"


@pytest.mark.parametrize(
    ("reason", "looks_again", "status"),
    [
        (EndReason.COMPLETED, None, Status.GUIDED),
        (EndReason.STOPPED_BUDDY, None, Status.WAITING),
        (EndReason.WORK, True, Status.WAITING),
    ],
)
def test_after_a_match_somebody_waits_again_or_is_looked_after(in_west, reason, looks_again, status):
    today = timezone.localdate()
    match = actions.end_match(
        match=in_west.match,
        on=today,
        reason=reason,
        by=in_west.coordinator,
        aftercare=True,
        looks_again=looks_again,
    )
    in_west.participant.refresh_from_db()
    assert in_west.participant.status == status
    assert match.aftercare_until
    assert match.aftercare_until > today + timedelta(days=150)
    with pytest.raises(Refused, match="al afgerond"):
        actions.end_match(match=match, on=today, reason=reason, by=in_west.coordinator)


def test_a_match_does_not_end_before_it_began(in_west):
    with pytest.raises(Refused, match="begon later"):
        actions.end_match(
            match=in_west.match,
            on=in_west.match.starts_on - timedelta(days=1),
            reason=EndReason.MOVED,
            by=in_west.coordinator,
        )


def test_the_timeline_never_tells_what_somebody_answered(in_west):
    choose(in_west, first=in_west.free_buddy)
    introduction = meet(in_west)
    answer(introduction, "participant", Answer.DOUBT, reason="Ik weet het niet")
    answer(introduction, "buddy", Answer.NO, reason="Past niet")
    told = " ".join(f"{trace.verb} {trace.reason}" for trace in Trace.objects.all())
    assert "doubt" not in told
    assert "Past niet" not in told
    assert Trace.objects.filter(about=in_west.chooser.person).exists()
    assert in_west[Role.COORDINATOR]

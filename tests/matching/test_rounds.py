"""Rounds over real rows: the best claim gets the place, everything is explained and kept, and nothing under way moves."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buddies.models import Buddy
from matching import actions, rounds, stable
from matching.explaining import explained, summary
from matching.models import (
    ChoiceRound,
    Given,
    Ground,
    Introduction,
    IntroductionState,
    MatchingRound,
    RoundLine,
    RoundState,
    Settings,
)
from participants.models import Participant, Status
from programmes import jobs
from programmes.models import Job, Trace
from programmes.refusals import Refused
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World

pytestmark = pytest.mark.django_db


def somebody(world: World, *tiers: list[Buddy] | Buddy, weeks: int = 0, **person: Any) -> Participant:
    """A participant who chose these buddies, best first; a list is equally good."""
    since = timezone.localdate() - timedelta(weeks=weeks)
    participant = make.ParticipantFactory(
        person=make.PersonFactory(**person), status=Status.WAITING, accepted_on=since, waiting_since=since
    )
    choice = make.ChoiceRoundFactory(participant=participant, made_by=world.coordinator)
    answers = {}
    for number, tier in enumerate(tiers):
        for buddy in tier if isinstance(tier, list) else [tier]:
            answers[make.ChoiceCardFactory(round=choice, buddy=buddy).pk] = "first" if number == 0 else "also"
    actions.rank(round=choice, answers=answers, how=Given.OWN_DEVICE, by=None)
    return participant


def deployable(**more: Any) -> Buddy:
    return make.BuddyFactory(deployable=True, **more)


def compute(world: World) -> MatchingRound:
    return actions.compute_round(by=world.coordinator)


def given_to(matching: MatchingRound) -> dict[Participant, Buddy | None]:
    return {line.participant: line.card.buddy if line.card else None for line in matching.lines.with_people()}


def told(matching: MatchingRound, participant: Participant) -> list[str]:
    lines = matching.lines.with_people().filter(participant=participant)
    return explained(list(lines))[0].why_not


def test_who_waits_longer_gets_the_last_place_and_the_other_hears_why_and_gets_the_second_choice(in_west):
    joke, bas = deployable(), deployable()
    longer = somebody(in_west, joke, weeks=9)
    shorter = somebody(in_west, joke, bas, weeks=2)
    matching = compute(in_west)
    assert given_to(matching) == {longer: joke, shorter: bas}
    assert told(matching, shorter) == [f"{joke.person.first_name}: vol. 1 mens wacht langer."]
    assert told(matching, longer) == []


def test_urgency_with_a_reason_comes_before_waiting_and_ends_when_it_is_over(in_west):
    joke = deployable()
    longer, urgent = somebody(in_west, joke, weeks=30), somebody(in_west, joke)
    actions.set_urgent(participant=urgent, by=in_west.coordinator, reason="Moet over twee weken verhuizen")
    matching = compute(in_west)
    assert given_to(matching) == {longer: None, urgent: joke}
    assert told(matching, longer) == [f"{joke.person.first_name}: vol. 1 mens kan niet wachten."]
    actions.end_urgency(participant=urgent, by=in_west.coordinator)
    assert given_to(compute(in_west)) == {longer: joke, urgent: None}
    kept = Trace.objects.get(verb="participant.urgent")
    assert (kept.reason, kept.about) == ("Moet over twee weken verhuizen", urgent.person)


def test_within_the_same_four_weeks_who_fits_better_comes_first(in_west):
    joke = deployable(person=make.PersonFactory(languages=["ar"]))
    other = somebody(in_west, joke, weeks=3, languages=["nl"])
    same_language = somebody(in_west, joke, weeks=1, languages=["ar"])
    matching = compute(in_west)
    assert given_to(matching) == {same_language: joke, other: None}
    assert told(matching, other) == [f"{joke.person.first_name}: vol. 1 mens deelt er meer mee."]


def test_equally_good_choices_are_divided_so_that_more_people_get_one(in_west):
    joke, bas = deployable(), deployable()
    flexible = somebody(in_west, in_west.newcomer, [joke, bas], weeks=40)
    fixed = somebody(in_west, bas, weeks=1)
    assert given_to(compute(in_west)) == {flexible: joke, fixed: bas}
    Buddy.objects.filter(pk=joke.pk).update(capacity=1)
    actions.invite_next(round=somebody(in_west, joke, weeks=80).rounds.get(), by=in_west.coordinator)
    assert given_to(compute(in_west)) == {flexible: bas, fixed: None}


def test_nothing_under_way_is_touched_and_places_are_what_is_left_beside_it(in_west):
    """The couple's buddy has two places: one is taken by the match, one by an invitation."""
    invited = make.IntroductionFactory(card__buddy=in_west.buddy, card__tier=1)
    before = list(Introduction.objects.order_by("pk").values())
    wants = somebody(in_west, in_west.buddy, weeks=99)
    matching = compute(in_west)
    assert given_to(matching) == {wants: None}
    assert told(matching, wants) == [
        f"{in_west.buddy.person.first_name} heeft nu geen plek. De keuze blijft staan."
    ]
    assert list(Introduction.objects.order_by("pk").values()) == before
    assert invited.participant_id not in {line.participant_id for line in matching.lines.all()}


def test_who_still_chooses_or_wants_to_talk_is_not_in_a_round(in_west):
    talker = somebody(in_west, in_west.free_buddy)
    actions.talk_first(round=talker.rounds.get(), by=None)
    matching = compute(in_west)
    assert (matching.state, matching.lines.count(), summary(matching).chose) == (RoundState.PROPOSED, 0, 0)


def test_somebody_not_deployable_or_blocked_is_kept_in_the_choice_and_explained(in_west):
    paused, joke = deployable(), deployable()
    wants = somebody(in_west, paused, joke)
    Buddy.objects.filter(pk=paused.pk).update(status="paused")
    actions.exclude(
        participant=wants,
        buddy=joke,
        by=in_west.coordinator,
        ground=Ground.SAFETY,
        reason="Signaal van de wijk",
    )
    matching = compute(in_west)
    assert given_to(matching) == {wants: None}
    assert told(matching, wants) == [
        f"{paused.person.first_name} is nu niet inzetbaar. De keuze blijft staan.",
        f"{joke.person.first_name}: tegengehouden. De reden staat bij de kaarten.",
    ]
    assert [card.buddy for card in wants.rounds.with_cards().get().in_order] == [paused, joke]


def test_all_wishes_vetoed_is_no_dead_end(in_west):
    wants = somebody(in_west, in_west.free_buddy)
    choice = wants.rounds.get()
    card = choice.cards.get()
    actions.rank(round=choice, answers={card.pk: "rather_not"}, how=Given.OWN_DEVICE, by=None)
    assert given_to(compute(in_west)) == {}
    actions.talk_first(round=choice, by=None)
    assert ChoiceRound.objects.with_cards().get(pk=choice.pk).stage == "talk"


def test_a_round_is_kept_whole_and_computes_to_the_same_again(in_west):
    joke, bas = deployable(), deployable(capacity=2)
    people = [somebody(in_west, joke, [bas], weeks=weeks) for weeks in (1, 2, 30)]
    matching = compute(in_west)
    for person in people:  # the world goes on; the round does not change
        actions.set_urgent(participant=person, by=in_west.coordinator, reason="Kan niet wachten")
    Buddy.objects.update(capacity=8)
    kept = MatchingRound.objects.get(pk=matching.pk)
    lines = list(kept.lines.order_by("pk"))
    again = rounds.replay(kept)
    assert [(each.participant, each.choice, each.why) for each in again] == [
        (line.participant_id, line.choice, line.why) for line in lines
    ]
    assert [each.buddy for each in again] == [line.card.buddy_id if line.card else None for line in lines]
    assert (kept.code, len(kept.code)) == (rounds.CODE, 64)


@pytest.mark.parametrize("column", ["lot = 7", "code = 'x'", "input = '{}'"])
def test_a_computed_round_cannot_be_changed_afterwards(in_west, column):
    matching = compute(in_west)
    with pytest.raises(IntegrityError, match="is_kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE matching_matchinground SET {column} WHERE id = %s", [matching.pk])


def test_pressing_again_draws_no_nicer_lot(in_west):
    assert compute(in_west).lot == compute(in_west).lot


def test_a_round_that_fails_its_check_cannot_be_carried_out(in_west, monkeypatch):
    wants = somebody(in_west, in_west.free_buddy)
    blind = stable.Outcome(
        {wants.pk: None}, {wants.pk: [[in_west.free_buddy.pk]]}, {in_west.free_buddy.pk: [wants.pk]}, {}
    )
    monkeypatch.setattr(stable, "solve", lambda *_input: blind)
    matching = compute(in_west)
    assert (matching.state, matching.lines.count()) == (RoundState.REFUSED, 0)
    with pytest.raises(Refused):
        actions.carry_out(matching=matching, by=in_west.coordinator)
    with pytest.raises(Refused, match="klopt niet"):
        actions.invite_next(round=wants.rounds.get(), by=in_west.coordinator)


def test_carrying_out_invites_everyone_once_with_a_day_to_answer_by(in_west):
    Settings.objects.create(answer_days=5)
    joke, bas = deployable(), deployable()
    first, second = somebody(in_west, joke), somebody(in_west, bas)
    matching = compute(in_west)
    actions.carry_out(matching=matching, by=in_west.coordinator)
    asked = Introduction.objects.filter(participant__in=[first, second])
    assert {each.buddy for each in asked} == {joke, bas}
    assert {each.answer_by for each in asked} == {timezone.localdate() + timedelta(days=5)}
    with pytest.raises(Refused, match="ligt niet meer klaar"):
        actions.carry_out(matching=matching, by=in_west.coordinator)
    assert asked.count() == 2


def left(participant: Participant, _world: World) -> None:
    Participant.objects.filter(pk=participant.pk).update(status=Status.MOVED_ON)


def chose_again(participant: Participant, _world: World) -> None:
    choice = participant.rounds.get()
    answers = {card.pk: "rather_not" for card in choice.cards.all()}
    actions.rank(round=choice, answers=answers, how=Given.PAPER, by=None)


def wants_to_talk(participant: Participant, _world: World) -> None:
    actions.talk_first(round=participant.rounds.get(), by=None)


def was_asked_by_a_colleague(participant: Participant, world: World) -> None:
    actions.invite_next(round=participant.rounds.get(), by=world.coordinator)


def buddy_stopped(participant: Participant, _world: World) -> None:
    Buddy.objects.filter(cards__round__participant=participant).update(status="paused")


def buddy_is_full(participant: Participant, _world: World) -> None:
    buddy = Buddy.objects.get(cards__round__participant=participant)
    make.IntroductionFactory(card__buddy=buddy, card__tier=1)


@pytest.mark.parametrize(
    ("meanwhile", "words"),
    [
        (left, "wacht nu niet"),
        (chose_again, "niemand meer over"),
        (wants_to_talk, "wil eerst praten"),
        (was_asked_by_a_colleague, "al iemand gevraagd"),
        (buddy_stopped, "is nu niet inzetbaar"),
        (buddy_is_full, "is nu vol"),
    ],
)
def test_what_changed_between_computing_and_inviting_leaves_one_line_out_and_not_the_others(
    in_west, meanwhile, words
):
    changed, steady = somebody(in_west, deployable()), somebody(in_west, deployable())
    matching = compute(in_west)
    meanwhile(changed, in_west)
    actions.carry_out(matching=matching, by=in_west.coordinator)
    line = matching.lines.get(participant=changed)
    assert words in line.left_out
    assert line.introduction is None
    assert matching.lines.get(participant=steady).introduction.state == IntroductionState.INVITED
    assert Introduction.objects.open().filter(participant=changed).count() <= 1


def test_a_blocked_proposal_needs_a_ground_that_counts_and_a_new_round_goes_on_without_it(in_west):
    joke, bas = deployable(), deployable()
    wants = somebody(in_west, joke, bas)
    with pytest.raises(Refused, match="veiligheid, screening of ruimte"):
        actions.exclude(
            participant=wants,
            buddy=joke,
            by=in_west.coordinator,
            ground=Ground.KNOWN,
            reason="Liever een ander",
        )
    actions.exclude(
        participant=wants, buddy=joke, by=in_west.coordinator, ground=Ground.SCREENING, reason="VOG loopt af"
    )
    assert given_to(compute(in_west)) == {wants: bas}
    actions.allow(exclusion=wants.exclusions.get(), by=in_west.coordinator)
    assert given_to(compute(in_west)) == {wants: joke}
    assert "VOG loopt af" in Trace.objects.get(verb="pair.excluded").reason


def test_a_single_invitation_passes_nobody_with_a_better_claim(in_west):
    joke = deployable()
    longer, shorter = somebody(in_west, joke, weeks=20), somebody(in_west, joke, weeks=1)
    with pytest.raises(Refused, match="heeft nu niemand plek"):
        actions.invite_next(round=shorter.rounds.get(), by=in_west.coordinator)
    assert actions.what_a_round_gives(shorter.rounds.get()).card is None
    introduction = actions.invite_next(round=longer.rounds.get(), by=in_west.coordinator)
    assert introduction.buddy == joke
    line = RoundLine.objects.get(introduction=introduction)
    assert (line.matching.is_whole, line.matching.state) == (False, RoundState.CARRIED_OUT)
    assert [each.buddy for each in rounds.replay(line.matching) if each.participant == longer.pk] == [joke.pk]


def test_a_round_says_what_changed_since_the_last_one(in_west):
    joke = deployable()
    somebody(in_west, joke, weeks=9)
    stays = somebody(in_west, joke)
    actions.carry_out(matching=compute(in_west), by=in_west.coordinator)
    somebody(in_west, joke)
    bas = deployable(capacity=3)
    somebody(in_west, bas)
    matching = compute(in_west)
    assert summary(matching).changes == (
        "2 mensen kwamen erbij, 1 mens staat er niet meer bij en 2 plekken meer"
    )
    assert stays in given_to(matching)


def test_a_new_round_takes_the_place_of_one_that_was_not_carried_out(in_west):
    first, second = compute(in_west), compute(in_west)
    first.refresh_from_db()
    assert (first.state, second.state) == (RoundState.SET_ASIDE, RoundState.PROPOSED)
    actions.set_aside(matching=second, by=in_west.coordinator)
    assert not MatchingRound.objects.open().exists()
    with pytest.raises(Refused):
        actions.set_aside(matching=second, by=in_west.coordinator)


@pytest.mark.django_db(transaction=True)
def test_a_large_round_is_computed_by_a_worker_once(west, monkeypatch):
    monkeypatch.setattr(actions.inviting, "AT_ONCE", 0)
    monkeypatch.setattr(jobs, "send", lambda *_args: None)
    with scope(west.programme):
        wants = somebody(west, west.free_buddy)
        matching = compute(west)
        job = Job.objects.get(kind=actions.COMPUTE)
        assert (matching.state, job.about_id) == (RoundState.COMPUTING, matching.pk)
    for _again in range(2):
        jobs.run(west.programme.pk, job.pk)
    with scope(west.programme):
        matching.refresh_from_db()
        assert matching.state == RoundState.PROPOSED
        assert given_to(matching) == {wants: west.free_buddy}


def test_gathering_a_round_and_explaining_it_cost_the_same_with_many(in_west):
    def cost() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as gathering:
            rounds.compute(rounds.gather(lot=1))
        matching = compute(in_west)
        with CaptureQueriesContext(connection) as explaining:
            explained(list(matching.lines.with_people()))
        return len(gathering), len(explaining)

    for _each in range(2):
        somebody(in_west, deployable(), deployable())
    few = cost()
    for _each in range(12):
        somebody(in_west, deployable(), deployable())
    assert cost() == few

"""Two people press at the same second, on a real PostgreSQL: one gets through, the other hears it in Dutch."""

from datetime import timedelta

import pytest

from buddies.models import Buddy
from matching import actions
from matching.models import Answer, ChoiceRound, Given, Introduction, Match, MatchingRound
from programmes.refusals import refusals
from programmes.scope import scope
from tests import factories as make
from tests.at_once import at_once
from tests.matching.test_database import INVITE, START, run
from tests.worlds import World

pytestmark = pytest.mark.django_db(transaction=True)


def wants(world: World, buddy: Buddy):
    """Somebody who chose this buddy and nobody else."""
    choice = make.ChoiceRoundFactory(made_by=world.coordinator)
    card = make.ChoiceCardFactory(round=choice, buddy=buddy)
    actions.rank(round=choice, answers={card.pk: "first"}, how=Given.OWN_DEVICE, by=None)
    return choice


def held_with_one_yes(world: World, buddy: Buddy) -> Introduction:
    introduction = actions.invite_next(round=wants(world, buddy), by=world.coordinator)
    actions.answer_invitation(introduction=introduction, agrees=True, by=None)
    actions.hold_meeting(introduction=introduction, on=world.match.starts_on, by=world.coordinator)
    return actions.answer_klik(introduction=introduction, side="participant", answer=Answer.YES, by=None)


@pytest.mark.parametrize("_again", range(3))
def test_two_coordinators_invite_for_the_last_place_and_one_does(west, _again):
    with scope(west.programme):
        rounds = [wants(west, west.free_buddy) for _each in range(2)]
    heard = at_once(
        west,
        *(lambda choice=choice: actions.invite_next(round=choice, by=west.coordinator) for choice in rounds),
    )
    assert sorted(bool(words) for words in heard) == [False, True]
    assert "heeft nu niemand plek" in max(heard)
    with scope(west.programme):
        assert Introduction.objects.open().filter(buddy=west.free_buddy).count() == 1


def test_two_coordinators_invite_for_the_same_person_and_one_does(west):
    with scope(west.programme):
        choice = wants(west, west.free_buddy)
    press = lambda: actions.invite_next(round=choice, by=west.coordinator)  # noqa: E731
    heard = at_once(west, press, press)
    assert sorted(bool(words) for words in heard) == [False, True]
    assert "al iemand gevraagd" in max(heard)


def test_the_second_yes_pressed_twice_begins_one_match(west):
    with scope(west.programme):
        introduction = held_with_one_yes(west, west.free_buddy)
    press = lambda: actions.answer_klik(  # noqa: E731
        introduction=introduction, side="buddy", answer=Answer.YES, by=None
    )
    heard = at_once(west, press, press)
    assert sorted(bool(words) for words in heard) == [False, True]
    with scope(west.programme):
        assert Match.objects.filter(participant=introduction.participant).count() == 1


def test_two_couples_for_the_last_place_become_one_match(west):
    """Both were invited while there were two places; the capacity was lowered before the yeses came in."""
    with scope(west.programme):
        Buddy.objects.filter(pk=west.free_buddy.pk).update(capacity=2)
        couples = [held_with_one_yes(west, west.free_buddy) for _each in range(2)]
        Buddy.objects.filter(pk=west.free_buddy.pk).update(capacity=1)
    at_once(
        west,
        *(
            lambda introduction=each: actions.answer_klik(
                introduction=introduction, side="buddy", answer=Answer.YES, by=None
            )
            for each in couples
        ),
    )
    with scope(west.programme):
        assert Match.objects.active().filter(buddy=west.free_buddy).count() == 1
        kept = Introduction.objects.exclude(matches__isnull=False).filter(
            pk__in=[each.pk for each in couples]
        )
        assert kept.get().both_answered, "the other yes is kept for the coordinator to see"


@pytest.mark.parametrize("_again", range(3))
def test_the_database_alone_gives_the_last_place_to_one_of_two_at_the_same_second(west, _again):
    """Past every action and lock of ours: plain SQL of the app's login, for a match and for an invitation."""
    with scope(west.programme):
        Buddy.objects.filter(pk=west.free_buddy.pk).update(capacity=2)
        couples = [make.IntroductionFactory(card__buddy=west.free_buddy, mutual=True) for _each in range(2)]
        Buddy.objects.filter(pk=west.free_buddy.pk).update(capacity=1)
        wanted = make.BuddyFactory(deployable=True, capacity=1)
        cards = [make.ChoiceCardFactory(buddy=wanted, tier=1) for _each in range(2)]
    for sql, rows in ((START, couples), (INVITE, cards)):
        heard = at_once(west, *(lambda sql=sql, pk=row.pk: plain(sql, pk) for row in rows))
        assert sorted(bool(words) for words in heard) == [False, True]
    with scope(west.programme):
        assert Match.objects.active().filter(buddy=west.free_buddy).count() == 1
        assert Introduction.objects.open().filter(buddy=wanted).count() == 1


def plain(sql: str, pk: int) -> None:
    with refusals():
        run(sql, pk)


def test_two_coordinators_make_cards_for_the_same_person_and_one_round_lies_there(west):
    with scope(west.programme):
        waiting = make.ParticipantFactory(waits=True)
        buddies = [west.buddy, west.free_buddy]
    press = lambda: actions.make_round(  # noqa: E731
        participant=waiting, buddies=buddies, by=west.coordinator
    )
    heard = at_once(west, press, press)
    assert sorted(bool(words) for words in heard) == [False, True]
    assert "ligt al een keuze klaar" in max(heard)


def test_a_choice_from_two_devices_at_once_is_one_whole_choice(west):
    with scope(west.programme):
        cards = {card.buddy_id: card.pk for card in west.round.cards.all()}
    one = {cards[west.buddy.pk]: "first", cards[west.free_buddy.pk]: "rather_not"}
    other = {cards[west.buddy.pk]: "rather_not", cards[west.free_buddy.pk]: "first"}
    heard = at_once(
        west,
        *(
            lambda answers=answers: actions.rank(
                round=west.round, answers=answers, how=Given.OWN_DEVICE, by=None
            )
            for answers in (one, other)
        ),
    )
    assert heard == ["", ""]
    with scope(west.programme):
        said = {card.pk: card.answer for card in west.round.cards.all()}
    assert said in (one, other)


def test_two_coordinators_compute_a_round_and_one_lies_there(west):
    with scope(west.programme):
        wants(west, west.free_buddy)
    press = lambda: actions.compute_round(by=west.coordinator)  # noqa: E731
    heard = at_once(west, press, press)
    with scope(west.programme):
        assert MatchingRound.objects.open().count() == 1
    assert all(words == "" or "ligt al een ronde klaar" in words for words in heard)


@pytest.mark.parametrize("_again", range(3))
def test_a_round_carried_out_twice_at_once_asks_everyone_once(west, _again):
    with scope(west.programme):
        for _each in range(3):
            wants(west, make.BuddyFactory(deployable=True))
        matching = actions.compute_round(by=west.coordinator)
        before = Introduction.objects.count()
    press = lambda: actions.carry_out(matching=matching, by=west.coordinator)  # noqa: E731
    heard = at_once(west, press, press)
    assert sorted(bool(words) for words in heard) == [False, True]
    assert "ligt niet meer klaar" in max(heard)
    with scope(west.programme):
        assert Introduction.objects.count() == before + 3


def test_a_round_and_a_single_invitation_for_the_last_place_ask_one_person(west):
    with scope(west.programme):
        first, second = (wants(west, west.free_buddy) for _each in range(2))
        matching = actions.compute_round(by=west.coordinator)
        line = matching.lines.get(card__isnull=False)
        other = second if line.participant_id == first.participant_id else first
        ChoiceRound.objects.filter(pk=other.pk).update(ranked_at=matching.made_at - timedelta(days=1))
        actions.set_urgent(participant=other.participant, by=west.coordinator, reason="Kan niet wachten")
    at_once(
        west,
        lambda: actions.carry_out(matching=matching, by=west.coordinator),
        lambda: actions.invite_next(round=other, by=west.coordinator),
    )
    with scope(west.programme):
        assert Introduction.objects.open().filter(buddy=west.free_buddy).count() == 1

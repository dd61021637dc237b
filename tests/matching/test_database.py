"""What PostgreSQL refuses by itself, tried with plain SQL as the login the application uses."""

from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from buddies.models import Buddy
from matching.models import MOVES, Answer, Introduction, IntroductionState, Match
from programmes.moves import drawing
from tests import factories as make

pytestmark = pytest.mark.django_db

START = """
INSERT INTO matching_match (introduction_id, participant_id, buddy_id, mutual, starts_on, intended_end, contact_days,
                            end_reason)
SELECT id, participant_id, buddy_id, true, current_date, current_date + 365, 7, ''
FROM matching_introduction WHERE id = %s
"""


def run(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(constraint: str, sql: str, *values: object) -> None:
    with pytest.raises(IntegrityError) as error:
        run(sql, *values)
    assert error.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


def held(world, **answers: str) -> Introduction:
    """An introduction of the chooser with the free buddy, met, with these answers."""
    card = world.round.cards.get(buddy=world.free_buddy)
    return make.IntroductionFactory(
        card=card, state=IntroductionState.HELD, held_on=world.match.starts_on, **answers
    )


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"participant_answer": "yes"},
        {"buddy_answer": "yes"},
        {"participant_answer": "doubt", "buddy_answer": "yes"},
        {"participant_answer": "no", "buddy_answer": "yes"},
        {"participant_answer": "yes", "buddy_answer": "no"},
    ],
)
def test_no_match_without_two_yeses(in_west, answers):
    refused("matching_match_introduction_fk", START, held(in_west, **answers).pk)


def test_no_match_without_a_meeting_even_with_two_yeses(in_west):
    introduction = held(in_west, participant_answer="yes", buddy_answer="yes")
    refused(
        "matching_introduction_answers_after_meeting",
        "UPDATE matching_introduction SET held_on = NULL WHERE id = %s",
        introduction.pk,
    )


def test_no_match_between_two_people_other_than_those_who_met(in_west):
    introduction = held(in_west, participant_answer="yes", buddy_answer="yes")
    refused(
        "matching_match_introduction_fk",
        START.replace("buddy_id, true", "%s, true"),
        in_west.buddy.pk,
        introduction.pk,
    )


def test_a_match_cannot_claim_to_be_without_two_yeses(in_west):
    refused(
        "matching_match_mutual", START.replace("true", "false"), held(in_west, participant_answer="no").pk
    )


@pytest.mark.parametrize("side", ["participant_answer", "buddy_answer"])
def test_answers_cannot_change_once_the_match_began(in_west, side):
    refused(
        "matching_introduction_answers_while_held",
        f"UPDATE matching_introduction SET {side} = 'no', participant_answered_how = 'own_device' WHERE id = %s",
        in_west.introduction.pk,
    )


def test_nobody_but_the_participant_turns_a_no_into_a_yes(in_west):
    introduction = held(
        in_west, participant_answer="no", participant_answered_how="paper", buddy_answer="yes"
    )
    refused(
        "matching_introduction_own_answer",
        "UPDATE matching_introduction SET participant_answer = 'yes' WHERE id = %s",
        introduction.pk,
    )


def test_a_second_running_match_is_refused(in_west):
    card = make.ChoiceCardFactory(
        round=make.ChoiceRoundFactory(participant=in_west.participant), buddy=in_west.free_buddy
    )
    second = make.IntroductionFactory(card=card, mutual=True)
    refused("matching_match_one_active", START, second.pk)


def test_nobody_gets_more_matches_than_they_have_places_for(in_west):
    Buddy.objects.filter(pk=in_west.free_buddy.pk).update(capacity=2)
    introduction = held(in_west, participant_answer="yes", buddy_answer="yes")
    other = make.IntroductionFactory(card__buddy=in_west.free_buddy, mutual=True)
    run(START, other.pk)
    Buddy.objects.filter(pk=in_west.free_buddy.pk).update(capacity=1)
    refused("matching_match_room", START, introduction.pk)


def test_an_ended_match_cannot_be_reopened_into_a_full_house(in_west):
    run(
        "UPDATE matching_match SET ended_on = current_date, end_reason = 'moved' WHERE id = %s",
        in_west.match.pk,
    )
    Buddy.objects.filter(pk=in_west.buddy.pk).update(capacity=1)
    run(START, make.IntroductionFactory(card__buddy=in_west.buddy, mutual=True).pk)
    refused(
        "matching_match_room",
        "UPDATE matching_match SET ended_on = NULL, end_reason = '' WHERE id = %s",
        in_west.match.pk,
    )


INVITE = """
INSERT INTO matching_introduction (participant_id, buddy_id, card_id, state, invited_at, place, participant_answer,
    participant_answered_how, participant_reason, buddy_answer, buddy_reason, invited_by_id, closing)
SELECT r.participant_id, c.buddy_id, c.id, 'invited', now(), '', '', '', '', '', '', r.made_by_id, ''
FROM matching_choicecard c JOIN matching_choiceround r ON r.id = c.round_id WHERE c.id = %s
"""


def test_nobody_is_invited_beyond_the_places_there_are(in_west):
    Buddy.objects.filter(pk=in_west.free_buddy.pk).update(capacity=1)
    make.IntroductionFactory(card__buddy=in_west.free_buddy)
    refused("matching_introduction_room", INVITE, in_west.round.cards.get(buddy=in_west.free_buddy).pk)


AT_ONCE = (
    INVITE.replace("'invited', now(), '', '', '', '', '', ''", "{}, now(), '', {}, {}, '', {}, ''")
    .replace("closing)", "closing, held_on)")
    .replace("r.made_by_id, ''", "r.made_by_id, '', {}")
)


@pytest.mark.parametrize(
    "made_up",
    [
        ("'held'", "'yes'", "'paper'", "'yes'", "current_date"),
        ("'matched'", "'yes'", "'own_device'", "'yes'", "current_date"),
        ("'invited'", "'yes'", "''", "'yes'", "current_date"),
        ("'held'", "''", "''", "''", "current_date"),
        ("'planned'", "''", "''", "''", "NULL"),
        ("'agreed'", "''", "''", "''", "NULL"),
    ],
)
def test_a_meeting_with_its_answers_cannot_be_made_up_in_one_row(in_west, made_up):
    """State, the participant's answer and how it was given, the buddy's answer, and the day they met."""
    card = in_west.round.cards.get(buddy=in_west.free_buddy)
    refused("matching_introduction_begins_empty", AT_ONCE.format(*made_up), card.pk)


@pytest.mark.parametrize(
    ("start", "end"),
    [pytest.param(start, end) for start in IntroductionState for end in IntroductionState if start != end],
)
def test_an_introduction_goes_only_where_the_table_says(in_west, start, end):
    more = {"closing": "declined"} if start == "closed" else {}
    if start in {"held", "matched"}:
        more["held_on"] = in_west.match.starts_on
    introduction = make.IntroductionFactory(
        card=in_west.round.cards.get(buddy=in_west.free_buddy), state=start, **more
    )
    closing = "declined" if end == "closed" else ""
    go = f"UPDATE matching_introduction SET state = '{end}', closing = '{closing}' WHERE id = %s"
    if (start, end) in {(move.start, move.end) for move in MOVES}:
        run(go, introduction.pk)
    else:
        refused("matching_introduction_moves", go, introduction.pk)


def test_the_docs_draw_the_way_of_an_introduction():
    drawn = drawing(MOVES, dict(IntroductionState.choices))
    assert drawn in (Path(__file__).parents[2] / "docs" / "states.md").read_text(), drawn


@pytest.mark.parametrize("side", ["participant_answer", "buddy_answer"])
def test_nobody_answers_before_the_two_have_met(in_west, side):
    card = in_west.round.cards.get(buddy=in_west.free_buddy)
    introduction = make.IntroductionFactory(card=card, state=IntroductionState.AGREED)
    refused(
        "matching_introduction_answers_while_held",
        f"UPDATE matching_introduction SET held_on = current_date, state = 'held', {side} = 'yes' WHERE id = %s",
        introduction.pk,
    )


@pytest.mark.parametrize("answer", ["yes", "doubt", "no"])
def test_an_answer_of_the_participant_is_not_relabelled_as_paper(in_west, answer):
    introduction = held(in_west, participant_answer=answer, participant_answered_how="own_device")
    refused(
        "matching_introduction_own_answer",
        "UPDATE matching_introduction SET participant_answered_how = 'paper' WHERE id = %s",
        introduction.pk,
    )


EXCLUDE = (
    "INSERT INTO matching_exclusion (participant_id, buddy_id, reason, by_id, made_at, ground) "
    "VALUES (%s, %s, 'reden', %s, now(), %s)"
)


def test_who_was_chosen_is_only_blocked_for_safety_screening_or_room(in_west):
    card = in_west.round.cards.get(buddy=in_west.free_buddy)
    run("UPDATE matching_choicecard SET tier = 1 WHERE id = %s", card.pk)
    pair = (in_west.chooser.pk, in_west.free_buddy.pk, in_west.coordinator.pk)
    refused("matching_exclusion_of_a_choice", EXCLUDE, *pair, "known")
    run(EXCLUDE, *pair, "safety")
    refused("matching_exclusion_of_a_choice", "UPDATE matching_exclusion SET ground = 'known'")


def test_who_was_not_chosen_can_be_left_out_because_they_know_each_other(in_west):
    run(EXCLUDE, in_west.chooser.pk, in_west.free_buddy.pk, in_west.coordinator.pk, "known")


def test_two_neighbourhoods_are_near_once_and_a_wish_is_of_something(in_west):
    one, other = sorted((in_west.neighbourhood.pk, make.NeighbourhoodFactory().pk))
    pair = "INSERT INTO matching_nearpair (one_id, other_id) VALUES (%s, %s)"
    run(pair, one, other)
    refused("matching_nearpair_once", pair, one, other)
    refused("matching_nearpair_in_order", pair, other, one)
    wish = (
        "INSERT INTO matching_wish (participant_id, kind, what, is_hard, told_how, told_at) "
        "VALUES (%s, %s, %s, true, 'paper', now())"
    )
    refused("matching_wish_of_something", wish, in_west.chooser.pk, "gender", "")
    refused("matching_wish_of_something", wish, in_west.chooser.pk, "origin", "x")
    run(wish, in_west.chooser.pk, "gender", "woman")
    refused("matching_wish_once", wish, in_west.chooser.pk, "gender", "man")


def test_a_blocked_pair_is_neither_invited_nor_matched(in_west):
    introduction = held(in_west, participant_answer="yes", buddy_answer="yes")
    make_exclusion = (
        "INSERT INTO matching_exclusion (participant_id, buddy_id, reason, by_id, made_at) "
        "VALUES (%s, %s, 'familie', %s, now())"
    )
    run(make_exclusion, in_west.chooser.pk, in_west.free_buddy.pk, in_west.coordinator.pk)
    run(make_exclusion, in_west.chooser.pk, in_west.buddy.pk, in_west.coordinator.pk)
    refused("matching_match_not_excluded", START, introduction.pk)
    Introduction.objects.filter(pk=introduction.pk).update(state="closed", closing="withdrawn")
    refused("matching_introduction_not_excluded", INVITE, in_west.round.cards.get(buddy=in_west.buddy).pk)


def test_one_introduction_at_a_time(in_west):
    held(in_west)
    refused("matching_introduction_one_open", INVITE, in_west.round.cards.get(buddy=in_west.buddy).pk)


def test_a_closed_introduction_says_why(in_west):
    introduction = held(in_west, participant_answer=Answer.NO, buddy_answer=Answer.YES)
    refused(
        "matching_introduction_closed_because",
        "UPDATE matching_introduction SET state = 'closed' WHERE id = %s",
        introduction.pk,
    )
    assert Match.objects.count() == 1

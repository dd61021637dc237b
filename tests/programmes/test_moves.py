"""Statuses and moves: the table in the code, the database's rule and the drawing in the docs are one."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

import buddies.models as volunteers
import participants.models as people
from programmes.moves import drawing
from programmes.refusals import Refused, refusals
from tests import factories as make
from tests.worlds import World

STATES = Path(__file__).parents[2] / "docs" / "states.md"
TABLES = {"participants": people, "buddies": volunteers}


def pairs(room: Any) -> list[Any]:
    return [pytest.param(start, end) for start in room.Status for end in room.Status if start != end]


@pytest.mark.parametrize("name", TABLES)
def test_the_docs_draw_the_table_there_is(name: str) -> None:
    room = TABLES[name]
    assert drawing(room.MOVES, dict(room.Status.choices)) in STATES.read_text()


@pytest.mark.parametrize("name", TABLES)
def test_every_status_can_be_reached_and_left(name: str) -> None:
    moves = TABLES[name].MOVES
    begin = {"participants": people.Status.APPLIED, "buddies": volunteers.Status.INTERESTED}[name]
    assert {move.start for move in moves} == set(TABLES[name].Status)
    assert {move.end for move in moves} | {begin} == set(TABLES[name].Status)


@pytest.mark.parametrize(("start", "end"), pairs(people))
def test_the_database_lets_participants_go_only_where_the_table_says(
    in_west: World, start: people.Status, end: people.Status
) -> None:
    participant = make.ParticipantFactory(status=start, waiting_since=timezone.localdate())
    moved = people.Participant.objects.filter(pk=participant.pk)
    if (start, end) in {(move.start, move.end) for move in people.MOVES}:
        assert moved.update(status=end) == 1
        return
    with pytest.raises(IntegrityError, match="participants_participant_moves"), transaction.atomic():
        moved.update(status=end)


@pytest.mark.parametrize(("start", "end"), pairs(volunteers))
def test_the_database_lets_volunteers_go_only_where_the_table_says(
    in_west: World, start: volunteers.Status, end: volunteers.Status
) -> None:
    buddy = make.BuddyFactory(status=start)
    for gate in in_west.gates:
        volunteers.ScreeningStep.objects.create(buddy=buddy, gate=gate, done_on=timezone.localdate())
    moved = volunteers.Buddy.objects.filter(pk=buddy.pk)
    if (start, end) in {(move.start, move.end) for move in volunteers.MOVES}:
        assert moved.update(status=end) == 1
        return
    with pytest.raises(IntegrityError, match="buddies_buddy_moves"), transaction.atomic():
        moved.update(status=end)


def test_nobody_is_active_before_every_gate_and_it_is_said_in_dutch(in_west: World) -> None:
    buddy = make.BuddyFactory(status="on_the_way")
    with pytest.raises(Refused, match="nog een stap niet gedaan"), refusals():
        volunteers.Buddy.objects.filter(pk=buddy.pk).update(status="active")

"""Volunteers pass the programme's gates in their order before they are shown to anyone."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from buddies import actions
from buddies.models import Buddy, Status
from programmes.models import Gate, Trace
from programmes.names import parse_name
from programmes.refusals import Refused
from tests.factories import GateFactory
from tests.worlds import World

TODAY = timezone.localdate()


def volunteer(**more) -> Buddy:
    return actions.sign_up(name=parse_name("Joke de Wit"), tasks=["buddy"], **more)


def gates() -> list[Gate]:
    Gate.objects.filter(steps=None).delete()
    GateFactory(kind="references", name="Referenties", position=8)
    GateFactory(kind="confidentiality", name="Geheimhouding", position=9, valid_months=1)
    return list(Gate.objects.order_by("position"))


def test_only_after_every_gate_is_a_volunteer_deployable(in_west: World) -> None:
    buddy = volunteer()
    seen = []
    for gate in gates():
        actions.complete_step(buddy=buddy, gate=gate, by=in_west.coordinator, done_on=TODAY)
        buddy.refresh_from_db()
        seen.append((buddy.status, Buddy.objects.deployable(TODAY).filter(pk=buddy.pk).exists()))
    assert seen[-1] == (Status.ACTIVE, True)
    assert set(seen[:-1]) == {(Status.ON_THE_WAY, False)}


def test_gates_go_in_their_order(in_west: World) -> None:
    buddy = volunteer()
    with pytest.raises(Refused, match="eerdere stap"):
        actions.complete_step(buddy=buddy, gate=gates()[-1], by=in_west.coordinator, done_on=TODAY)
    buddy.refresh_from_db()
    assert buddy.status == Status.INTERESTED


def test_a_gate_is_ticked_off_once_and_says_so(in_west: World) -> None:
    buddy, first = volunteer(), gates()[0]
    actions.complete_step(buddy=buddy, gate=first, by=in_west.coordinator, done_on=TODAY)
    with pytest.raises(Refused, match="collega"):
        actions.complete_step(buddy=buddy, gate=first, by=in_west.coordinator, done_on=TODAY)


def test_a_gate_past_its_validity_ends_deployment_until_it_is_renewed(in_west: World) -> None:
    buddy = volunteer()
    long_ago = TODAY - timedelta(days=200)
    for gate in gates():
        actions.complete_step(buddy=buddy, gate=gate, by=in_west.coordinator, done_on=long_ago)
    assert not Buddy.objects.deployable(TODAY).filter(pk=buddy.pk).exists()
    actions.complete_step(buddy=buddy, gate=gates_last(), by=in_west.coordinator, done_on=TODAY)
    assert Buddy.objects.deployable(TODAY).filter(pk=buddy.pk).exists()
    assert Trace.objects.filter(about=buddy.person, verb="buddy.step_renewed").count() == 1


def gates_last() -> Gate:
    return Gate.objects.order_by("position").last()  # type: ignore[return-value]


def test_validity_follows_the_gate(in_west: World) -> None:
    buddy = volunteer()
    steps = [
        actions.complete_step(buddy=buddy, gate=gate, by=in_west.coordinator, done_on=date(2026, 1, 31))
        for gate in gates()
    ]
    assert steps[-1].valid_until == date(2026, 2, 28)


def test_only_the_last_gate_can_be_taken_back(in_west: World) -> None:
    buddy, ordered = volunteer(), gates()
    for gate in ordered:
        actions.complete_step(buddy=buddy, gate=gate, by=in_west.coordinator, done_on=TODAY)
    with pytest.raises(Refused, match="laatste"):
        actions.undo_step(buddy=buddy, gate=ordered[0], by=in_west.coordinator)
    actions.undo_step(buddy=buddy, gate=ordered[-1], by=in_west.coordinator)
    buddy.refresh_from_db()
    assert buddy.status == Status.ON_THE_WAY


def test_the_same_form_sent_twice_is_one_volunteer(in_west: World) -> None:
    key = uuid4()
    assert volunteer(form_key=key) == volunteer(form_key=key)


def test_a_participant_who_helps_is_one_person(in_west: World) -> None:
    person = in_west.participant.person
    assert volunteer(person=person).person == person


def test_describing_changes_only_what_is_named(in_west: World) -> None:
    buddy = volunteer(languages=["nl"], motivation="Zomaar.")
    actions.describe(
        buddy=buddy,
        by=in_west.coordinator,
        introduction="Ik kook graag.",
        capacity=3,
        name=parse_name("Jo Wit"),
    )
    buddy = Buddy.objects.get(pk=buddy.pk)
    assert (buddy.introduction, buddy.capacity, buddy.person.full_name) == ("Ik kook graag.", 3, "Jo Wit")
    assert buddy.person.languages == ["nl"]
    with pytest.raises(Refused, match="1 tot en met 8"):
        actions.describe(buddy=buddy, by=in_west.coordinator, capacity=9)


def test_a_pause_ends_where_the_gates_left_off(in_west: World) -> None:
    buddy = volunteer()
    actions.pause(buddy=buddy, by=in_west.coordinator)
    actions.resume(buddy=buddy, by=in_west.coordinator)
    buddy.refresh_from_db()
    assert buddy.status == Status.INTERESTED

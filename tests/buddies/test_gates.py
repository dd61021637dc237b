"""The programme's own gates, changed while it runs; the text of its agreement."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from buddies import actions, gates
from buddies.models import Buddy, Status
from buddies.papers import agreement_of
from programmes.models import Gate, GateKind
from programmes.refusals import Refused
from programmes.scope import scope
from reports.figures import Period, ready_volunteers
from tests import factories as make
from tests.worlds import World

TODAY = timezone.localdate()


def names(world: World) -> list[str]:
    return [gate.name for gate in Gate.objects.in_use()]


def deployable(world: World, buddy: Buddy) -> bool:
    """What the database says and what a page says must be the same."""
    buddy = Buddy.objects.prefetch_related("steps").get(pk=buddy.pk)
    said = buddy.is_deployable(Gate.objects.in_use(), TODAY)
    assert Buddy.objects.deployable(TODAY).filter(pk=buddy.pk).exists() == said
    return said


def add(world: World, *, only_newcomers: bool, kind: GateKind = GateKind.REFERENCES) -> Gate:
    return gates.add_gate(
        kind=kind,
        name="Twee referenties",
        valid_months=None,
        only_newcomers=only_newcomers,
        by=world.coordinator,
    )


def test_a_gate_for_newcomers_is_asked_of_who_comes_after_it_and_of_nobody_else(in_west: World) -> None:
    gate = add(in_west, only_newcomers=True)
    assert deployable(in_west, in_west.buddy)
    assert gate.pk not in [each.pk for each in in_west.newcomer.gates_left(Gate.objects.in_use(), TODAY)]
    late = make.BuddyFactory(applied_at=timezone.now())
    for each in in_west.gates:
        actions.complete_step(buddy=late, gate=each, by=in_west.coordinator, done_on=TODAY)
    late.refresh_from_db()
    assert late.status == Status.ON_THE_WAY
    assert [each.name for each in late.gates_left(Gate.objects.in_use(), TODAY)] == ["Twee referenties"]
    assert not deployable(in_west, late)
    actions.complete_step(buddy=late, gate=gate, by=in_west.coordinator, done_on=TODAY)
    assert deployable(in_west, late)
    # Who came before it still becomes active without it.
    for each in in_west.gates:
        actions.complete_step(buddy=in_west.newcomer, gate=each, by=in_west.coordinator, done_on=TODAY)
    assert deployable(in_west, in_west.newcomer)


def test_a_gate_for_everyone_stops_new_cards_but_no_match_and_no_past_figure(in_west: World) -> None:
    last_year = Period(in_west.programme, date(TODAY.year - 1, 1, 1), TODAY - timedelta(days=1), TODAY)
    Buddy.objects.filter(pk=in_west.buddy.pk).update(applied_at=timezone.now() - timedelta(days=400))
    in_west.buddy.steps.update(done_on=TODAY - timedelta(days=300))
    before = set(ready_volunteers(last_year).values_list("pk", flat=True))
    assert in_west.buddy.pk in before
    gate = add(in_west, only_newcomers=False)
    assert not deployable(in_west, in_west.buddy)
    in_west.buddy.refresh_from_db()
    in_west.match.refresh_from_db()
    assert (in_west.buddy.status, in_west.match.ended_on) == (Status.ACTIVE, None)
    assert set(ready_volunteers(last_year).values_list("pk", flat=True)) == before
    actions.complete_step(buddy=in_west.buddy, gate=gate, by=in_west.coordinator, done_on=TODAY)
    assert deployable(in_west, in_west.buddy)


def test_who_only_missed_a_gate_that_is_no_longer_asked_is_deployable_and_undoing_it_takes_nothing_away(
    in_west: World,
) -> None:
    first, second = in_west.gates
    actions.complete_step(buddy=in_west.newcomer, gate=first, by=in_west.coordinator, done_on=TODAY)
    gates.retire_gate(gate=second, by=in_west.coordinator)
    assert deployable(in_west, in_west.newcomer)
    assert names(in_west) == ["Kennismakingsgesprek"]
    assert in_west.buddy.steps.count() == 2, "what was passed is kept"
    with pytest.raises(Refused, match="blijft nodig"):
        gates.retire_gate(gate=first, by=in_west.coordinator)
    gates.resume_gate(gate=second, by=in_west.coordinator)
    in_west.newcomer.refresh_from_db()
    assert in_west.newcomer.status == Status.ACTIVE
    assert not deployable(in_west, in_west.newcomer)
    assert deployable(in_west, in_west.buddy)


def test_gates_change_places_and_the_new_order_is_the_one_that_holds(in_west: World) -> None:
    first, second = in_west.gates
    gates.move_gate(gate=second, earlier=True, by=in_west.coordinator)
    assert names(in_west) == ["Training", "Kennismakingsgesprek"]
    gates.move_gate(gate=second, earlier=True, by=in_west.coordinator)
    assert names(in_west) == ["Training", "Kennismakingsgesprek"], "the first stays first"
    with pytest.raises(Refused, match="eerdere stap"):
        actions.complete_step(buddy=in_west.newcomer, gate=first, by=in_west.coordinator, done_on=TODAY)
    actions.complete_step(buddy=in_west.newcomer, gate=second, by=in_west.coordinator, done_on=TODAY)
    assert deployable(in_west, in_west.buddy)


def test_a_kind_of_gate_stands_there_once_but_other_steps_as_often_as_needed(in_west: World) -> None:
    with pytest.raises(Refused, match="staat er al"):
        add(in_west, only_newcomers=True, kind=GateKind.TRAINING)
    add(in_west, only_newcomers=True, kind=GateKind.OTHER)
    add(in_west, only_newcomers=True, kind=GateKind.OTHER)
    assert names(in_west)[2:] == ["Twee referenties"] * 2


def test_a_coordinator_does_all_of_it_on_screen(west: World, zuid: World, sign_in: Any) -> None:
    client, to = sign_in(west.coordinator), west.programme.to
    first, second = west.gates
    sent = {"kind": "references", "name": "Referenties", "who": "nieuw", "valid_months": ""}
    assert client.post(to("buddies:add_gate"), {**sent, "kind": "training"}).status_code == 422
    assert client.post(to("buddies:add_gate"), {**sent, "name": ""}).status_code == 422
    assert client.post(to("buddies:add_gate"), sent).status_code == 302
    changed = {"name": "Buddy Academie", "valid_months": "1"}
    assert client.post(to("buddies:gate", second.pk), changed).status_code == 302
    assert client.post(to("buddies:move_gate", second.pk), {"naar": "eerder"}).status_code == 302
    text = client.get(to("buddies:gates")).content.decode()
    assert text.index("Buddy Academie") < text.index("Kennismakingsgesprek") < text.index("Referenties")
    answer = client.post(to("buddies:retire_gate", second.pk), follow=True)
    assert "Vragen we niet meer" in answer.content.decode()
    assert "Ongedaan maken" in answer.content.decode()
    assert client.get(to("buddies:person", west.buddy.pk)).status_code == 200
    assert client.post(to("buddies:resume_gate", second.pk)).status_code == 302
    assert sign_in(zuid.coordinator).get(zuid.programme.to("buddies:gate", first.pk)).status_code == 404
    with scope(west.programme):
        assert deployable(west, west.buddy), "a shorter validity holds for who passes it from now on"


def test_an_agreement_of_ones_own_speaks_the_programmes_words_and_papers_stay_as_they_were(
    west: World, zuid: World, sign_in: Any
) -> None:
    client, address = sign_in(west.coordinator), west.programme.to("buddies:agreement")
    begun = client.get(address)
    ours = begun.context["form"].initial["agreement"]
    assert "Je doet vrijwillig mee" in ours
    own = "Wij zorgen voor [deelnemers].\r\n\r\nJij bent [vrijwilliger] bij [programma] [en meer]."
    looked = client.post(address, {"agreement": own, "place_check_months": "4", "kijk": "1"})
    assert looked.status_code == 200
    assert f"Jij bent buddy bij {west.programme.name} [en meer]." in looked.content.decode()
    west.programme.refresh_from_db()
    assert west.programme.agreement == "", "looking keeps nothing"
    assert client.post(address, {"agreement": own, "place_check_months": "4"}).status_code == 302
    west.programme.refresh_from_db()
    assert agreement_of(west.programme, west.programme.agreement) == [
        "Wij zorgen voor deelnemers.",
        f"Jij bent buddy bij {west.programme.name} [en meer].",
    ]
    assert west.programme.place_check_months == 4
    assert client.post(address, {"agreement": own, "place_check_months": "0"}).status_code == 422
    # Our own text is not frozen as theirs.
    assert client.post(address, {"agreement": ours, "place_check_months": "6"}).status_code == 302
    west.programme.refresh_from_db()
    assert west.programme.agreement == ""

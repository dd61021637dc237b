"""The programme's own gates, changed while it runs: added, renamed, put in another order, no longer asked.

Nobody loses what they passed. A coordinator, for each of these.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.actions import record
from programmes.models import Gate, GateKind, Membership
from programmes.refusals import Refused, refusals

from .actions import follow_gates
from .models import Buddy, Status


def add_gate(
    *, kind: GateKind, name: str, valid_months: int | None, only_newcomers: bool, by: Membership
) -> Gate:
    """One more gate, behind the others. Refused when the programme has (or had) one of this kind.

    For newcomers only, or for everyone: then who is active is shown to nobody new until it is passed.
    """
    with refusals():
        last = max((gate.position for gate in _all_gates()), default=0)
        gate = Gate.objects.create(
            kind=kind,
            name=name,
            position=last + 1,
            valid_months=valid_months,
            added_at=timezone.now(),
            only_newcomers=only_newcomers,
        )
        record("gate.added", by=by, thing=gate, reason=name)
    return gate


def set_gate(*, gate: Gate, name: str, valid_months: int | None, by: Membership) -> None:
    """Another name or validity. Who passed it stays passed, until the day that was agreed then."""
    with refusals():
        gate.name, gate.valid_months = name, valid_months
        gate.save(update_fields=["name", "valid_months"])
        record("gate.set", by=by, thing=gate, reason=name)


def move_gate(*, gate: Gate, earlier: bool, by: Membership) -> None:
    """Change places with the gate before or behind it. Nothing happens to the first or the last one."""
    with refusals():
        gates = [each for each in _all_gates() if each.retired_at is None]
        at = [each.pk for each in gates].index(gate.pk)
        other = at - 1 if earlier else at + 1
        if not 0 <= other < len(gates):
            return
        one, two = gates[at], gates[other]
        one.position, two.position = two.position, one.position
        Gate.objects.bulk_update([one, two], ["position"])
        record("gate.moved", by=by, thing=one, reason=one.name)


def retire_gate(*, gate: Gate, by: Membership) -> None:
    """No longer asked of anyone. Whose last one left it was, is active from now on.

    Refused for the last one that is asked of everybody: nobody gets in without having been spoken to.
    """
    with refusals():
        others = [
            each
            for each in _all_gates()
            if each.retired_at is None and not each.only_newcomers and each.pk != gate.pk
        ]
        if not others:
            raise Refused(_("Eén stap voor iedereen blijft nodig. Voeg eerst een andere toe."))
        gate.retired_at = timezone.now()
        gate.save(update_fields=["retired_at"])
        record("gate.retired", by=by, thing=gate, reason=gate.name)
        _follow_all()


def resume_gate(*, gate: Gate, by: Membership) -> None:
    """Asked again, behind the others. Who passed it then stays passed; who is active stays so."""
    with refusals():
        gate.position = max(each.position for each in _all_gates()) + 1
        gate.retired_at = None
        gate.save(update_fields=["position", "retired_at"])
        record("gate.resumed", by=by, thing=gate, reason=gate.name)


def _all_gates() -> list[Gate]:
    """In their order, for us alone: two coordinators who change the order wait for each other."""
    return list(Gate.objects.select_for_update().order_by("position"))


def _follow_all() -> None:
    """Put everyone who was on their way where the gates that are left put them."""
    on_the_way = Buddy.objects.filter(status=Status.ON_THE_WAY).select_for_update(of=("self",))
    for buddy in on_the_way.order_by("pk"):
        follow_gates(buddy)

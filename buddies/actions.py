"""What happens to volunteers: signing up, the programme's gates in their order, and how they present themselves."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Unpack
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.actions import PersonDescription, add_person, describe_person, record
from programmes.days import add_months
from programmes.models import Gate, Membership, Neighbourhood, Person
from programmes.names import Name
from programmes.refusals import Refused, refusals

from .models import Buddy, ScreeningStep, Status


def sign_up(
    *,
    name: Name,
    tasks: Sequence[str],
    email: str = "",
    phone: str = "",
    neighbourhood: Neighbourhood | None = None,
    languages: Sequence[str] = (),
    available: Sequence[str] = (),
    themes: Sequence[str] = (),
    motivation: str = "",
    person: Person | None = None,
    form_key: UUID | None = None,
    at: datetime | None = None,
) -> Buddy:
    """Someone wants to help. Anyone, without an account; `person` when they are known already (a participant too).

    The same form sent twice (one `form_key`) gives the volunteer there is.
    """
    moment = at or timezone.now()
    try:
        with refusals():
            person = person or add_person(
                name=name,
                email=email,
                phone=phone,
                neighbourhood=neighbourhood,
                languages=list(languages),
                available=list(available),
            )
            buddy = Buddy.objects.create(
                person=person,
                tasks=list(tasks),
                themes=list(themes),
                motivation=motivation,
                applied_at=moment,
                form_key=form_key,
            )
            record("buddy.signed_up", by=None, about=person, thing=buddy, at=moment)
    except Refused:
        earlier = Buddy.objects.filter(form_key=form_key, form_key__isnull=False).first()
        if earlier is None:
            raise
        return earlier
    return buddy


def complete_step(
    *, buddy: Buddy, gate: Gate, by: Membership, done_on: date, valid_until: date | None = None
) -> ScreeningStep:
    """Tick off a gate: `by` saw it. A coordinator, or a training session for its own gate.

    The first gate sets someone on the way, the last one makes them active. A gate with a validity can be passed
    again on a later day, which renews it. Raises Refused out of order or when a colleague was first.
    """
    if valid_until is None and gate.valid_months:
        valid_until = add_months(done_on, gate.valid_months)
    with refusals():
        buddy = Buddy.objects.select_for_update(of=("self",)).select_related("person").get(pk=buddy.pk)
        step = buddy.steps.filter(gate=gate, valid_until__isnull=False, done_on__lt=done_on).first()
        if step is not None:
            step.done_on, step.valid_until, step.seen_by = done_on, valid_until, by
            step.save(update_fields=["done_on", "valid_until", "seen_by"])
            record(
                "buddy.step_renewed",
                by=by,
                about=buddy.person,
                thing=gate,
                reason=gate.name,
                at=done_on,
            )
            return step
        step = ScreeningStep.objects.create(
            buddy=buddy, gate=gate, done_on=done_on, seen_by=by, valid_until=valid_until
        )
        _follow_gates(buddy)
        record(
            "buddy.step_completed",
            by=by,
            about=buddy.person,
            thing=gate,
            reason=gate.name,
            at=done_on,
        )
    return step


def undo_step(*, buddy: Buddy, gate: Gate, by: Membership) -> None:
    """Take back the last gate passed. A coordinator. Raises Refused when a later one is passed already."""
    with refusals():
        buddy = Buddy.objects.select_for_update(of=("self",)).get(pk=buddy.pk)
        last = buddy.steps.order_by("gate__position").last()
        if last is None or last.gate_id != gate.pk:
            raise Refused(_("Alleen de laatste stap kan ongedaan worden gemaakt."))
        last.delete()
        _follow_gates(buddy)
        record("buddy.step_undone", by=by, about=buddy.person, thing=gate, reason=gate.name)


def _follow_gates(buddy: Buddy) -> None:
    """Where the gates passed put someone; who paused or stopped stays so."""
    if buddy.status in {Status.PAUSED, Status.STOPPED}:
        return
    passed = buddy.steps.count()
    buddy.status = Status.ON_THE_WAY if passed else Status.INTERESTED
    if passed == Gate.objects.count():
        buddy.status = Status.ACTIVE
    buddy.save(update_fields=["status"])


class Description(PersonDescription, total=False):
    """What `describe` may change; what is not named stays."""

    introduction: str
    capacity: int
    themes: Sequence[str]
    tasks: Sequence[str]
    supervisor: Membership | None
    deployed_until: date | None


OF_BUDDY = {"introduction", "capacity", "themes", "tasks", "supervisor", "deployed_until"}


def describe(
    *, buddy: Buddy, by: Membership, at: date | datetime | None = None, **what: Unpack[Description]
) -> None:
    """Write down who a volunteer is and what they can do. A coordinator; volunteers for their own card."""
    own: dict[str, Any] = {field: value for field, value in what.items() if field in OF_BUDDY}
    of_person: Any = {field: value for field, value in what.items() if field not in OF_BUDDY}
    with refusals():
        for field, value in own.items():
            setattr(buddy, field, value)
        if own:
            buddy.save(update_fields=sorted(own))
        describe_person(person=buddy.person, **of_person)
        record("buddy.described", by=by, about=buddy.person, thing=buddy, at=at)


def pause(*, buddy: Buddy, by: Membership, on: date | None = None) -> None:
    """Someone cannot take new people for a while; what runs goes on. A coordinator."""
    buddy.status = Status.PAUSED
    buddy.save(update_fields=["status"])
    record("buddy.paused", by=by, about=buddy.person, thing=buddy, at=on)


def resume(*, buddy: Buddy, by: Membership, on: date | None = None) -> None:
    """Someone is back after a pause. A coordinator."""
    buddy.status = Status.INTERESTED
    _follow_gates(buddy)
    record("buddy.resumed", by=by, about=buddy.person, thing=buddy, at=on)

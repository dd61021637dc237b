"""What happens to volunteers: signing up, the programme's gates in their order, and how they present themselves."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Unpack
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.actions import PersonDescription, add_person, describe_person, record
from programmes.days import add_months
from programmes.models import Gate, Membership, Neighbourhood, Partner, Person
from programmes.names import Name
from programmes.refusals import Refused, refusals

from .models import Buddy, Deployment, Photo, PlaceCheck, ScreeningStep, Status, StopReason


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
    by: Membership | None = None,
    at: datetime | None = None,
) -> Buddy:
    """Someone wants to help. Anyone, without an account; `person` when they are known already (a participant too).

    `by` is the coordinator who wrote it down for them.
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
            record("buddy.signed_up", by=by, about=person, thing=buddy, at=moment)
    except Refused:
        earlier = Buddy.objects.filter(form_key=form_key, form_key__isnull=False).first()
        if earlier is None:
            raise
        return earlier
    return buddy


def complete_step(
    *,
    buddy: Buddy,
    gate: Gate,
    by: Membership,
    done_on: date,
    valid_until: date | None = None,
    seen_on: date | None = None,
    with_whom: str = "",
) -> ScreeningStep:
    """Tick off a gate: `by` saw it. A coordinator, or a training session for its own gate.

    `done_on` is the date on the paper, `seen_on` when it was shown (that day, if not said); `with_whom` is for
    references: who was spoken with, not what they said.

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
            step.seen_on, step.renewal_asked_on = seen_on or done_on, None
            step.save(update_fields=["done_on", "valid_until", "seen_by", "seen_on", "renewal_asked_on"])
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
            buddy=buddy,
            gate=gate,
            done_on=done_on,
            seen_by=by,
            valid_until=valid_until,
            seen_on=seen_on or done_on,
            with_whom=with_whom,
        )
        follow_gates(buddy)
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
        last = buddy.steps.filter(gate__retired_at__isnull=True).order_by("gate__position").last()
        if last is None or last.gate_id != gate.pk:
            raise Refused(_("Alleen de laatste stap kan ongedaan worden gemaakt."))
        last.delete()
        follow_gates(buddy)
        record("buddy.step_undone", by=by, about=buddy.person, thing=gate, reason=gate.name)


def follow_gates(buddy: Buddy) -> None:
    """Where the gates passed put someone; who paused or stopped stays so. Called by what changes either."""
    if buddy.status in {Status.PAUSED, Status.STOPPED}:
        return
    passed = set(buddy.steps.order_by("pk").values_list("gate_id", flat=True))
    asked = Gate.objects.in_use().asked_of_who_came(buddy.applied_at)
    buddy.status = Status.ON_THE_WAY if passed else Status.INTERESTED
    if passed.issuperset(asked.values_list("pk", flat=True)):
        buddy.status = Status.ACTIVE
    buddy.save(update_fields=["status"])


class Description(PersonDescription, total=False):
    """What `describe` may change; what is not named stays."""

    introduction: str
    skills: str
    capacity: int
    themes: Sequence[str]
    tasks: Sequence[str]
    supervisor: Membership | None
    deployed_until: date | None
    gender: str
    interests: Sequence[str]


OF_BUDDY = set(Description.__annotations__) - set(PersonDescription.__annotations__)


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


def put_photo(*, buddy: Buddy, data: bytes, by: Membership) -> Photo:
    """A picture on the card, in place of an earlier one. Volunteers themselves; `data` comes out of clean_photo."""
    with refusals():
        photo, _is_new = Photo.objects.update_or_create(
            buddy=buddy, defaults={"data": data, "made_at": timezone.now()}
        )
        record("buddy.photo_put", by=by, about=buddy.person, thing=buddy)
    return photo


def remove_photo(*, buddy: Buddy, by: Membership) -> None:
    """No picture on the card any more. Volunteers themselves, or a coordinator."""
    with refusals():
        if Photo.objects.filter(buddy=buddy).delete()[0]:
            record("buddy.photo_removed", by=by, about=buddy.person, thing=buddy)


def ask_renewal(*, buddy: Buddy, gate: Gate, by: Membership, on: date | None = None) -> None:
    """A new certificate is on its way, so nobody needs to be reminded. A coordinator.

    Raises Refused for a gate that was not passed or that stays valid.
    """
    day = on or timezone.localdate()
    with refusals():
        step = (
            buddy.steps.select_for_update(of=("self",)).filter(gate=gate, valid_until__isnull=False).first()
        )
        if step is None:
            raise Refused(_("Deze stap hoeft niet vernieuwd te worden."))
        step.renewal_asked_on = day
        step.save(update_fields=["renewal_asked_on"])
        record("buddy.renewal_asked", by=by, about=buddy.person, thing=gate, reason=gate.name, at=day)


def cancel_renewal(*, buddy: Buddy, gate: Gate, by: Membership) -> None:
    """The renewal was not asked for after all: reminders begin again. A coordinator."""
    buddy.steps.filter(gate=gate).update(renewal_asked_on=None)
    record("buddy.step_undone", by=by, about=buddy.person, thing=gate, reason=gate.name)


def pause(*, buddy: Buddy, by: Membership, until: date | None = None, on: date | None = None) -> None:
    """Someone cannot take new people for a while; what runs goes on. A coordinator.

    Raises Refused for who pauses or stopped already. After `until` it shows on *Vandaag*.
    """
    with refusals():
        buddy = _locked(buddy, Status.INTERESTED, Status.ON_THE_WAY, Status.ACTIVE)
        buddy.status, buddy.paused_until = Status.PAUSED, until
        buddy.save(update_fields=["status", "paused_until"])
        record("buddy.paused", by=by, about=buddy.person, thing=buddy, at=on)


def resume(*, buddy: Buddy, by: Membership, on: date | None = None) -> None:
    """Someone is back after a pause. A coordinator."""
    with refusals():
        buddy = _locked(buddy, Status.PAUSED)
        buddy.status, buddy.paused_until = Status.INTERESTED, None
        buddy.save(update_fields=["status", "paused_until"])
        follow_gates(buddy)
        record("buddy.resumed", by=by, about=buddy.person, thing=buddy, at=on)


def stop(*, buddy: Buddy, by: Membership, reason: StopReason, on: date | None = None) -> None:
    """Someone stops, with thanks; what they did stays. A coordinator.

    Raises Refused while they have a running match (the relation `matches` comes from the room above).
    """
    day = on or timezone.localdate()
    with refusals():
        buddy = _locked(buddy, Status.INTERESTED, Status.ON_THE_WAY, Status.ACTIVE, Status.PAUSED)
        if buddy.matches.filter(ended_on__isnull=True).exists():
            raise Refused(_("Er loopt nog een match. Rond die eerst af."))
        buddy.status, buddy.stopped_on, buddy.stop_reason = Status.STOPPED, day, reason
        buddy.save(update_fields=["status", "stopped_on", "stop_reason"])
        buddy.deployments.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day).update(until=day)
        record("buddy.stopped", by=by, about=buddy.person, thing=buddy, at=day)


def come_back(*, buddy: Buddy, by: Membership, on: date | None = None) -> None:
    """Someone who stopped is a volunteer again; gates that are still valid stay passed. A coordinator."""
    with refusals():
        buddy = _locked(buddy, Status.STOPPED)
        buddy.status, buddy.stopped_on, buddy.stop_reason = Status.INTERESTED, None, ""
        buddy.save(update_fields=["status", "stopped_on", "stop_reason"])
        follow_gates(buddy)
        record("buddy.came_back", by=by, about=buddy.person, thing=buddy, at=on)


def deploy(
    *,
    buddy: Buddy,
    by: Membership,
    task: str,
    place: str,
    since: date,
    until: date | None = None,
    partner: Partner | None = None,
) -> Deployment:
    """Someone begins somewhere besides one to one; `partner` is the organisation that asked. A coordinator."""
    with refusals():
        deployment = Deployment.objects.create(
            buddy=buddy, task=task, place=place, partner=partner, since=since, until=until, made_by=by
        )
        record("buddy.deployed", by=by, about=buddy.person, thing=deployment, reason=place, at=since)
    return deployment


def end_deployment(*, deployment: Deployment, by: Membership, on: date | None = None) -> None:
    """Someone is done there. A coordinator."""
    deployment.until = max(on or timezone.localdate(), deployment.since)
    deployment.save(update_fields=["until"])
    record(
        "buddy.deployment_ended",
        by=by,
        about=deployment.buddy.person,
        thing=deployment,
        reason=deployment.place,
        at=on,
    )


def check_place(
    *, buddy: Buddy, by: Membership, stays: str, fits: str, words: str = "", on: date | None = None
) -> PlaceCheck:
    """The answer to "is dit nog de plek die je wilt, en past het?". Volunteers themselves, or a coordinator for them."""
    check = PlaceCheck.objects.create(
        buddy=buddy, answered_on=on or timezone.localdate(), stays=stays, fits=fits, words=words, by=by
    )
    record(
        "buddy.place_checked",
        by=by,
        about=buddy.person,
        thing=check,
        reason=f"{check.get_stays_display()}; {check.get_fits_display()}",
        at=on,
    )
    return check


def talked_about_place(*, check: PlaceCheck, on: date | None = None) -> None:
    """The coordinator sat down with someone about their answer. A coordinator."""
    check.talked_on = on or timezone.localdate()
    check.save(update_fields=["talked_on"])


def _locked(buddy: Buddy, *expected: Status) -> Buddy:
    """The volunteer as they are now, for us alone. Refused when a colleague was here first."""
    locked = Buddy.objects.select_for_update(of=("self",)).select_related("person").get(pk=buddy.pk)
    if locked.status not in expected:
        raise Refused(_("Dit is al gebeurd, misschien door een collega. Bekijk de pagina opnieuw."))
    return locked

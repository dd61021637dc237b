"""Writes of this room: places, sessions, who was there, and what an intervision taught."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, TextField, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from buddies.actions import complete_step
from buddies.models import Buddy, ScreeningStep
from buddies.models import Status as BuddyStatus
from programmes.actions import record
from programmes.models import Gate, GateKind, Membership, Partner, Person
from programmes.refusals import Refused, refusals

from .models import Attendance, IntervisionNote, Kind, Location, Method, Presence, Session

TELLS_IT_WAS_HELD = {Presence.PRESENT, Presence.ABSENT}


@dataclass
class Recorded:
    """What recording attendance led to, for the person who recorded it."""

    now_ready: list[Person] = field(default_factory=list)
    notes: list[tuple[Person, str]] = field(default_factory=list)


def add_location(*, name: str, address: str = "", host: Partner | None = None) -> Location:
    """A place for sessions. Coordinator or professional, mostly while planning; raises Refused when it is there."""
    with refusals():
        return Location.objects.create(name=name, address=address, host=host)


def plan_session(
    *,
    kind: Kind,
    title: str,
    location: Location,
    starts_at: datetime,
    ends_at: datetime,
    led_by: Person,
    by: Membership,
    expected: Iterable[Person] = (),
    at: datetime | None = None,
) -> Session:
    """Put a session in the agenda of the people expected. Coordinator or professional.

    The past is fine: some write down afterwards what was held. Raises Refused when the end is before the start.
    """
    with refusals():
        session = Session.objects.create(
            kind=kind,
            title=title,
            location=location,
            starts_at=starts_at,
            ends_at=ends_at,
            led_by=led_by,
            planned_by=by,
        )
        Attendance.objects.bulk_create(
            Attendance(session=session, person=person) for person in dict.fromkeys(expected)
        )
    record("session.planned", by=by, thing=session, at=at)
    return session


def change_session(
    *,
    session: Session,
    title: str,
    location: Location,
    starts_at: datetime,
    ends_at: datetime,
    led_by: Person,
    by: Membership,
) -> None:
    """Another day, place or leader; who is expected stays. Coordinator or professional.

    Raises Refused when the end is before the start, or when somebody was already there on the day it had.
    """
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if timezone.localdate(starts_at) > timezone.localdate() and session.was_recorded:
        raise Refused(
            _("Er is al opgeschreven wie er was. Deze bijeenkomst kan niet naar een dag die nog komt.")
        )
    session.title, session.location, session.led_by = title, location, led_by
    session.starts_at, session.ends_at = starts_at, ends_at
    with refusals():
        session.save(update_fields=["title", "location", "led_by", "starts_at", "ends_at"])
    record("session.changed", by=by, thing=session)


def call_off_session(*, session: Session, by: Membership) -> None:
    """Take a session that will not be held out of everyone's agenda. Coordinator or professional.

    Raises Refused when it is written down that somebody was there: then it was held.
    """
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if session.was_recorded:
        raise Refused(_("Er is al opgeschreven wie er was. Deze bijeenkomst is dus geweest."))
    record("session.called_off", by=by, thing=session)
    session.delete()


def record_attendance(
    *, session: Session, presences: dict[int, Presence], by: Membership, at: datetime | None = None
) -> Recorded:
    """Write down who was there, by person id; who was not expected is added. Coordinator or professional.

    Being present at a training passes the training gate of a volunteer whose turn it is; for whom it is not, the
    answer says why. Raises Refused when someone is said to have been at a session whose day has not come.
    """
    today = timezone.localdate(at)
    if session.day > today and TELLS_IT_WAS_HELD & set(presences.values()):
        raise Refused(_("Deze bijeenkomst komt nog. Wie er was, vul je in op de dag zelf of later."))
    Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    attendances = {a.person_id: a for a in session.attendances.all()}
    was_present = {person_id for person_id, a in attendances.items() if a.presence == Presence.PRESENT}
    changed = []
    for person_id, presence in presences.items():
        attendance = attendances.get(person_id)
        if attendance is not None and attendance.presence != presence:
            attendance.presence = presence
            changed.append(attendance)
    with refusals():
        Attendance.objects.bulk_update(changed, ["presence"])
        Attendance.objects.bulk_create(
            Attendance(session=session, person_id=person_id, presence=presence)
            for person_id, presence in presences.items()
            if person_id not in attendances
        )
    record("session.attendance_recorded", by=by, thing=session, at=at)
    if session.kind != Kind.TRAINING:
        return Recorded()
    present = {person_id for person_id, presence in presences.items() if presence == Presence.PRESENT}
    return _pass_training_gate(
        session, came=present - was_present, not_after_all=was_present & (set(presences) - present), by=by
    )


def _pass_training_gate(
    session: Session, *, came: set[int], not_after_all: set[int], by: Membership
) -> Recorded:
    gate = Gate.objects.in_use().filter(kind=GateKind.TRAINING).first()
    recorded = Recorded()
    if gate is None:
        return recorded
    passed = {step.buddy_id: step for step in ScreeningStep.objects.filter(gate=gate)}
    volunteers = Buddy.objects.filter(person_id__in=came | not_after_all).select_related("person")
    ticked = []
    for buddy in volunteers.order_by("person__sort_name", "id"):
        if buddy.person_id in not_after_all:
            if buddy.pk in passed:
                recorded.notes.append((buddy.person, _("de stap training staat nog afgevinkt")))
        elif _may_pass(passed.get(buddy.pk), session):
            try:
                with refusals():
                    complete_step(buddy=buddy, gate=gate, by=by, done_on=session.day)
                ticked.append(buddy.pk)
            except Refused as refused:
                recorded.notes.append((buddy.person, " ".join(refused.messages)))
    ready = Buddy.objects.filter(pk__in=ticked, status=BuddyStatus.ACTIVE).select_related("person")
    recorded.now_ready = [buddy.person for buddy in ready.order_by("person__sort_name", "id")]
    return recorded


def _may_pass(step: ScreeningStep | None, session: Session) -> bool:
    """Whether this training counts: the first one does, and a later one when a training is valid for a time."""
    return step is None or (step.valid_until is not None and step.done_on < session.day)


def note_learning(
    *,
    session: Session,
    method: Method,
    learning_points: str,
    tips: str,
    by: Membership,
    at: datetime | None = None,
) -> IntervisionNote:
    """Write down, once, what the group learned at an intervision. Coordinator or professional.

    Raises Refused before the intervision began, when a participant's whole name is in the text, and when a
    colleague already wrote them down.
    """
    if session.kind != Kind.INTERVISION:
        raise Refused(_("Leerpunten horen bij een intervisie."))
    if session.starts_at > (at or timezone.now()):
        raise Refused(_("Deze intervisie is nog niet geweest. Schrijf de leerpunten daarna op."))
    _refuse_names(learning_points, tips)
    with refusals():
        note = IntervisionNote.objects.create(
            session=session, method=method, learning_points=learning_points, tips=tips, by=by
        )
    record("session.learning_noted", by=by, thing=session, at=at)
    return note


def change_learning(
    *, note: IntervisionNote, seen: str, method: Method, learning_points: str, tips: str, by: Membership
) -> IntervisionNote:
    """Improve the learning points. Coordinator or professional.

    `seen` is the `fingerprint` of what the writer had before them; raises Refused when a colleague changed it since.
    """
    current = IntervisionNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if current.fingerprint != seen:
        raise Refused(
            _(
                "Een collega heeft de leerpunten intussen veranderd. Kijk eerst wat er nu staat, en vul dan aan."
            )
        )
    _refuse_names(learning_points, tips)
    current.method, current.learning_points, current.tips = method, learning_points, tips
    current.by = by
    current.save(update_fields=["method", "learning_points", "tips", "by"])
    record("session.learning_changed", by=by, thing=current.session)
    return current


def _refuse_names(*texts: str) -> None:
    """The group reads this, so no participant may be found in it. Single words are left: many are words too."""
    named = (
        Person.objects.filter(participant_roles__isnull=False)
        .annotate(text=Value(" ".join(texts), output_field=TextField()))
        .filter(text__icontains=F("full_name"), full_name__contains=" ")
    )
    if named.exists():
        raise Refused(_("Hier staat de naam van een deelnemer. Schrijf op wat jullie leerden, zonder namen."))

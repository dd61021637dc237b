"""Logging what volunteers did. Who logged it may change it and take it back; the coordinator decides what was unclear."""

import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from buddies.models import Buddy, Task
from goals import actions as goals
from goals.models import ActionStep
from matching.models import Match
from programmes.actions import record
from programmes.models import Membership, Person
from programmes.refusals import Refused, refusals
from programmes.templatetags.klik import day

from .models import CalledOff, Contact, ContactStep, Log, Logged, Mood, Shift, Way, Who, Worry, in_hours


class AlreadyLogged(Refused):
    """This form was sent before with other answers. `thing` is what was kept then."""

    def __init__(self, thing: Logged) -> None:
        super().__init__(
            _("Dit was al opgeslagen. Is dit een ander contact? Tik dan nog een keer op Opslaan.")
        )
        self.thing = thing


def log_contact(
    *,
    match: Match,
    by: Membership,
    on: date,
    minutes: int,
    way: Way | str,
    mood: Mood | str,
    note: str = "",
    uid: uuid.UUID | None = None,
    at: datetime | None = None,
    steps: Iterable[ActionStep] = (),
    success: str = "",
) -> Contact:
    """Keep one contact. The buddy of the match; `uid` is made before sending, so sending twice is one contact.

    `steps` are what they worked on and `success` is celebrated in the plan; both are kept with the first sending only.
    Raises Refused for a day outside the match, and AlreadyLogged when the uid is known with other answers.
    """
    _refuse_day(match, on)
    uid = uid or uuid.uuid4()
    _refuse_other_kind(CalledOff.objects.filter(uid=uid).first())
    answers = {"match": match, "on": on, "minutes": minutes, "way": way, "mood": mood, "note": note, "by": by}
    with refusals():
        contact, is_new = Contact.objects.get_or_create(
            uid=uid, defaults={**answers, "logged_at": at or timezone.now()}
        )
    if not is_new:
        _refuse_other_answers(contact, answers)
        return contact
    ContactStep.objects.bulk_create(ContactStep(contact=contact, step=step) for step in steps)
    if success:
        plan = goals.open_plan(participant=match.participant)
        goals.celebrate(plan=plan, words=success, by=by, on=on, origin=contact.uid)
    return contact


def log_called_off(
    *,
    match: Match,
    by: Membership,
    on: date,
    off_by: Who | str,
    note: str = "",
    uid: uuid.UUID | None = None,
    at: datetime | None = None,
) -> CalledOff:
    """Keep that what was agreed for a day did not go on. The buddy of the match; it is no contact and counts for no hours.

    Sending twice is one row. Raises Refused for a day outside the match, and AlreadyLogged when the uid is known with
    other answers.
    """
    _refuse_day(match, on)
    uid = uid or uuid.uuid4()
    _refuse_other_kind(Contact.objects.filter(uid=uid).first())
    answers = {"match": match, "on": on, "off_by": off_by, "note": note, "by": by}
    with refusals():
        off, is_new = CalledOff.objects.get_or_create(
            uid=uid, defaults={**answers, "logged_at": at or timezone.now()}
        )
    if not is_new:
        _refuse_other_answers(off, answers)
    return off


def _refuse_other_kind(thing: Logged | None) -> None:
    if thing is not None:
        raise AlreadyLogged(thing)


def _refuse_day(match: Match, on: date) -> None:
    if on < match.starts_on:
        raise Refused(_("Toen waren jullie nog niet begonnen. Kies een latere dag."))
    if match.ended_on and on > match.ended_on:
        raise Refused(_("Toen waren jullie al klaar. Kies een eerdere dag."))


def _refuse_other_answers(thing: Logged, answers: dict[str, Any]) -> None:
    if any(getattr(thing, name) != answer for name, answer in answers.items()):
        raise AlreadyLogged(thing)


def log_shift(
    *,
    buddy: Buddy,
    task: Task | str,
    by: Membership,
    on: date,
    minutes: int,
    mood: Mood | str,
    note: str = "",
    uid: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Shift:
    """Keep the hours of another task. The volunteer whose task it is; sending twice is one shift.

    Raises Refused for a task that is not theirs, and AlreadyLogged when the uid is known with other answers.
    """
    if task == Task.BUDDY or task not in buddy.tasks:
        raise Refused(_("Deze taak staat niet bij jou. Vraag je coördinator om hulp."))
    answers = {
        "buddy": buddy,
        "task": task,
        "on": on,
        "minutes": minutes,
        "mood": mood,
        "note": note,
        "by": by,
    }
    with refusals():
        shift, is_new = Shift.objects.get_or_create(
            uid=uid or uuid.uuid4(), defaults={**answers, "logged_at": at or timezone.now()}
        )
    if not is_new:
        _refuse_other_answers(shift, answers)
    return shift


def change(*, thing: Log, by: Membership, **what: Any) -> None:
    """Correct what one logged oneself, within fourteen days. What it was stays known.

    `what` are answers of such a thing (`forms.KEPT`). Raises Refused later, or for a day outside the match.
    """
    locked = type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    if not isinstance(locked, Shift):
        _refuse_day(locked.match, what.get("on", locked.on))
    _change(locked, what, by=by)


def undo(*, thing: Log, by: Membership) -> None:
    """Take back what one logged oneself, within fourteen days. Raises Refused later; a trace stays."""
    _refuse_stale(thing)
    verb = f"{thing._meta.model_name}.undone"
    record(verb, by=by, about=_whose(thing), thing=thing, reason=_facts(thing, FACTS))
    thing.delete()


# What the trail tells of; of a note only that it was changed, as people mostly take out what did not belong there.
FACTS = ("on", "minutes", "way", "mood", "off_by")


def _whose(thing: Log) -> Person:
    """In whose trail it is told."""
    whose: Person = thing.buddy.person if isinstance(thing, Shift) else thing.match.participant.person
    return whose


def _change(thing: Log, what: dict[str, Any], *, by: Membership) -> None:
    _refuse_stale(thing)
    changed = [name for name, value in what.items() if getattr(thing, name) != value]
    if not changed:
        return
    before = _facts(thing, changed)
    for name in changed:
        setattr(thing, name, what[name])
    with refusals():
        thing.save(update_fields=changed)
    after = _facts(thing, changed)
    note = _("ander briefje") if "note" in changed else ""
    reason = ". ".join(part for part in (f"{before} → {after}" if before else "", note) if part)
    record(f"{thing._meta.model_name}.changed", by=by, about=_whose(thing), thing=thing, reason=reason)


def _refuse_stale(thing: Logged) -> None:
    if not thing.is_fresh:
        raise Refused(_("Dit staat er langer dan twee weken. Vraag je coördinator om hulp."))


def _facts(thing: Logged, names: Iterable[str]) -> str:
    """ "20 november, 1 uur, thuis": the facts named that it has, in words."""
    says: dict[str, Callable[[Any], str]] = {
        "on": day,
        "minutes": in_hours,
        "way": lambda way: str(Way(way).label),
        "mood": lambda mood: str(Mood(mood).label),
        "off_by": lambda who: _("ging niet door: %(why)s") % {"why": Who(who).label},
    }
    return ", ".join(
        says[name](getattr(thing, name)) for name in FACTS if name in names and hasattr(thing, name)
    )


def tell_worry(
    *, match: Match, by: Membership, words: str = "", uid: uuid.UUID | None = None, at: datetime | None = None
) -> Worry:
    """Tell the coordinator that one worries. The buddy of the match; the log itself shows nothing of it."""
    worry, _is_new = Worry.objects.get_or_create(
        uid=uid or uuid.uuid4(),
        defaults={"match": match, "by": by, "words": words, "at": at or timezone.now()},
    )
    return worry


def take_up_worry(*, worry: Worry, by: Membership, what_was_done: str) -> Worry:
    """Write down what one does with a worry. A coordinator; the first one counts.

    Raises Refused when a colleague took it up meanwhile.
    """
    worry = Worry.objects.select_for_update(of=("self",)).get(pk=worry.pk)
    if worry.taken_up_at is not None:
        raise Refused(_("Een collega heeft dit al opgepakt."))
    worry.taken_up_at, worry.taken_up_by, worry.what_was_done = timezone.now(), by, what_was_done
    worry.save(update_fields=["taken_up_at", "taken_up_by", "what_was_done"])
    record("worry.taken_up", by=by, thing=worry)
    return worry

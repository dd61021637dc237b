"""What comes in from phones. Each envelope has a uid made on the phone, so however often it arrives it is one log.

Nothing that can be read is refused: what cannot go into the logbook by itself is kept for the coordinator to decide on.
The page, the phone and the coordinator's decision all end in `keep`.
"""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from buddies.models import Buddy, Task
from goals.models import ActionStep
from matching.models import Match
from programmes.actions import record
from programmes.fields import without_bsn
from programmes.models import Membership
from programmes.refusals import Refused

from . import actions, phones
from .along import ASKED, NotAlong
from .forms import LogForm
from .models import Delivery, DeliveryState, Device, Log, SealingKey
from .sealing import Envelope, KeysLocked, Unreadable, unseal

FREE_TEXT = ("note", "success", "worry")
DAYS_BACK = {"today": 0, "yesterday": 1}


@dataclass(frozen=True)
class Receipt:
    """What a phone gets back: the status of HTTP says whether it was new, the same again, other content, or to check."""

    status: int
    state: str


def keep(form: LogForm, *, by: Membership) -> Log:
    """Put a valid form in the logbook with what was told along, and a worry apart from it. Whoever may log.

    Raises Refused, AlreadyLogged when its uid is known with other answers, and NotAlong; nothing is written then.
    """
    with transaction.atomic():
        thing = _keep_log(form, by)
        for along in ASKED:
            try:
                along.keep(form.cleaned_data, uid=thing.uid, on=thing.on, by=by)
            except Refused as refused:
                raise NotAlong(refused.messages) from refused
    return thing


def _keep_log(form: LogForm, by: Membership) -> Log:
    answers = form.answers()
    if "task" in answers:
        return actions.log_shift(buddy=Buddy.objects.of_membership(by).get(), by=by, **answers)
    _tell_worry(form, by)
    if form.is_off:
        return actions.log_called_off(by=by, **answers)
    return actions.log_contact(by=by, **answers)


def _tell_worry(form: LogForm, by: Membership) -> None:
    """At once, also when the log itself has to wait: a worry is told however unclear the rest is."""
    told = form.cleaned_data
    match, uid = form.matches.get(told.get("match", "")), told.get("uid")
    if match and uid and (told.get("worried") or told.get("worry")):
        actions.tell_worry(match=match, by=by, words=told.get("worry", ""), uid=uid)


def receive(*, device: Device, uid: UUID, body: bytes, clock_off: timedelta) -> Receipt:
    """Take in an envelope of a phone that showed its token. `clock_off` is what to add to that phone's clock.

    201 new, 200 the same again, 409 other content under a known uid (kept aside), 202 kept for a person to look at.
    Raises Unreadable when it can never be read, KeysLocked when we cannot read anything now, and PermissionDenied for
    an envelope that was sealed by somebody else.
    """
    envelope = Envelope.of_json(body)
    _refuse_anothers(envelope, device)
    delivery, is_new = Delivery.objects.get_or_create(
        uid=uid,
        is_first=True,
        defaults={
            "digest": envelope.digest,
            "device": device,
            "state": DeliveryState.ASIDE,
            "sealed": envelope.as_json(),
            "clock_off": clock_off,
        },
    )
    if not is_new:
        return _again(delivery, envelope, device, clock_off)
    if not phones.serves(device):
        return Receipt(202, DeliveryState.ASIDE)
    return _take_in(delivery)


def _refuse_anothers(envelope: Envelope, device: Device) -> None:
    """A log that was saved under one phone's name may arrive under a later one of the same person only."""
    if envelope.phone in {"", str(device.uid)}:
        return
    try:
        is_own = Device.objects.of_person(device.person_id).filter(uid=UUID(envelope.phone)).exists()
    except ValueError as error:
        raise Unreadable("not a phone") from error
    if not is_own:
        raise PermissionDenied


def _again(delivery: Delivery, envelope: Envelope, device: Device, clock_off: timedelta) -> Receipt:
    if delivery.digest == envelope.digest:
        return Receipt(200, delivery.state)
    Delivery.objects.get_or_create(
        uid=delivery.uid,
        digest=envelope.digest,
        defaults={
            "is_first": False,
            "device": device,
            "state": DeliveryState.CONFLICT,
            "sealed": envelope.as_json(),
            "clock_off": clock_off,
            "why": _("Onder hetzelfde nummer kwam eerder iets anders binnen."),
        },
    )
    return Receipt(409, DeliveryState.CONFLICT)


def _take_in(delivery: Delivery) -> Receipt:
    membership = delivery.device.membership
    assert membership is not None
    form = opened(delivery, membership)
    if "match" in form.errors:
        raise Unreadable("about nobody this volunteer goes with")
    _tell_worry(form, membership)
    if not form.is_valid():
        return _to_check(delivery, " ".join(str(each) for errors in form.errors.values() for each in errors))
    match = form.match_chosen
    if match is not None and match.ended_on is not None:
        return _to_check(delivery, _("De match was al afgerond toen dit binnenkwam."))
    try:
        keep(form, by=membership)
    except NotAlong as refused:
        return _to_check(delivery, " ".join([*refused.messages, _("De rest kan wel in het logboek.")]))
    except actions.AlreadyLogged as logged:
        delivery.state, delivery.why = DeliveryState.CONFLICT, " ".join(logged.messages)
        delivery.save(update_fields=["state", "why"])
        return Receipt(409, delivery.state)
    except Refused as refused:
        return _to_check(delivery, " ".join(refused.messages))
    delivery.state, delivery.sealed = DeliveryState.STORED, None
    delivery.save(update_fields=["state", "sealed"])
    return Receipt(201, delivery.state)


def _to_check(delivery: Delivery, why: str) -> Receipt:
    delivery.state, delivery.why = DeliveryState.TO_CHECK, why[:200]
    delivery.save(update_fields=["state", "why"])
    return Receipt(202, delivery.state)


def opened(delivery: Delivery, membership: Membership, *, uid: UUID | None = None) -> LogForm:
    """The form as its writer filled it in. Raises Unreadable or KeysLocked."""
    assert delivery.sealed is not None
    envelope = Envelope(**delivery.sealed)
    key = SealingKey.objects.filter(name=envelope.key).first()
    if key is None:
        raise Unreadable("sealed with a key we do not have")
    log = unseal(envelope, uid=delivery.uid, private=bytes(key.private), secrets=settings.OUTBOX_SECRETS)
    day = timezone.localdate(_saved_at(log, delivery))
    form = LogForm(
        _fields(log, day, uid or delivery.uid),
        _files(log),
        matches=list(Match.objects.of_buddy(membership).select_related("participant__person")),
        tasks=tasks_of(membership),
        steps=steps_of(membership),
        today=day,
    )
    form.is_valid()
    return form


def _saved_at(log: Mapping[str, Any], delivery: Delivery) -> datetime:
    """When it was saved by our clock: the phone's own, put right, and never later than it came in."""
    try:
        saved = datetime.fromtimestamp(log["saved"] / 1000, UTC) + delivery.clock_off
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise Unreadable("does not say when") from error
    return min(saved, delivery.received_at)


def _fields(log: Mapping[str, Any], day: date, uid: UUID) -> MultiValueDict[str, Any]:
    """The form's fields, with "today" as the day it was, and without a number nobody may keep."""
    fields = log.get("fields")
    if not isinstance(fields, dict):
        raise Unreadable("does not hold a form")
    data = MultiValueDict(
        {
            str(name): [str(value) for value in (values if isinstance(values, list) else [values])]
            for name, values in fields.items()
        }
    )
    back = DAYS_BACK.get(data.get("day", ""))
    if back is not None:
        data["day"] = (day - timedelta(days=back)).isoformat()
    for name in FREE_TEXT:
        data[name] = without_bsn(data.get(name, ""))
    data["uid"] = str(uid)
    return data


def _files(log: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """The photo that was sealed with it. What does not come out as one is left to the form, which says so."""
    files: MultiValueDict[str, Any] = MultiValueDict()
    for name, text in (log.get("files") or {}).items():
        try:
            files[str(name)] = SimpleUploadedFile("bon", b64decode(text))
        except (TypeError, ValueError) as error:
            raise Unreadable("holds a file that is none") from error
    return files


def tasks_of(membership: Membership) -> list[str]:
    """What this volunteer does besides going with one participant."""
    buddy = Buddy.objects.of_membership(membership).first()
    return [task for task in buddy.tasks if task != Task.BUDDY] if buddy else []


def steps_of(membership: Membership) -> list[ActionStep]:
    """The open steps of everyone this volunteer goes with, soonest first."""
    people = Match.objects.active().of_buddy(membership).values("participant_id")
    steps = ActionStep.objects.open().filter(goal__plan__participant__in=people)
    return list(steps.soonest_first().select_related("goal__plan"))


def let_through(*, delivery: Delivery, by: Membership) -> Log:
    """Put in the logbook what waited for a decision, as its writer's. A coordinator. Raises Refused when it cannot be."""
    delivery = _still_waiting(delivery)
    writer = delivery.device.membership
    if writer is None:
        raise Refused(_("Wie dit logde, doet niet meer mee. Het kan niet meer in het logboek."))
    # What came under a number that was taken becomes a log of its own, under the number its content makes.
    is_second = delivery.state == DeliveryState.CONFLICT
    try:
        form = opened(delivery, writer, uid=UUID(delivery.digest[:32]) if is_second else None)
    except Unreadable as unreadable:
        raise Refused(_("Dit kan niet meer geopend worden.")) from unreadable
    except KeysLocked as locked:
        raise Refused(_("Dit kan nu niet geopend worden. Waarschuw de beheerder.")) from locked
    if not form.is_log_valid:
        raise Refused(_("Dit kan zo niet in het logboek: %(why)s") % {"why": delivery.why})
    try:
        thing = keep(form, by=writer) if form.is_valid() else _keep_log(form, writer)
    except NotAlong:
        thing = _keep_log(form, writer)
    _settle(delivery, DeliveryState.STORED, by)
    return thing


def leave_out(*, delivery: Delivery, by: Membership) -> None:
    """Decide that it does not go into the logbook; its content is gone then. A coordinator."""
    _settle(_still_waiting(delivery), DeliveryState.LEFT_OUT, by)


def _still_waiting(delivery: Delivery) -> Delivery:
    found = (
        Delivery.objects.to_check()
        .select_related("device__membership")
        .select_for_update(of=("self",))
        .filter(pk=delivery.pk)
        .first()
    )
    if found is None:
        raise Refused(_("Een collega heeft hier al over beslist."))
    return found


def _settle(delivery: Delivery, state: DeliveryState, by: Membership) -> None:
    delivery.state, delivery.sealed = state, None
    delivery.settled_at, delivery.settled_by = timezone.now(), by
    delivery.save(update_fields=["state", "sealed", "settled_at", "settled_by"])
    record(f"delivery.{state}", by=by, about=delivery.device.person, thing=delivery)


def release(*, membership: Membership) -> int:
    """Take in what was put aside while this person was no volunteer, now that they are one again. Returns how many."""
    aside = Delivery.objects.filter(
        state=DeliveryState.ASIDE, device__person_id=membership.person_id
    ).select_related("device__membership")
    number = 0
    for delivery in aside.order_by("received_at", "id").select_for_update(of=("self",)):
        Device.objects.filter(pk=delivery.device_id, membership__isnull=True).update(membership=membership)
        delivery.device.membership = membership
        try:
            _take_in(delivery)
        except Unreadable:
            continue
        number += 1
    return number

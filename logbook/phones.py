"""The phones that may hand over logs, the keys they seal with, and the addresses at which calendars read an agenda.

Secrets are random and only their hashes are kept. A lost phone or address is revoked and nothing else changes.
"""

import hashlib
import secrets
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from buddies.models import Buddy, Status
from programmes.actions import record
from programmes.models import Membership, Role
from programmes.templatetags.klik import device as device_words

from . import sealing
from .models import (
    DEVICE_LASTS,
    KEY_SERVES,
    OLD_KEY_KEPT,
    AgendaFeed,
    Delivery,
    DeliveryState,
    Device,
    SealingKey,
)


@dataclass(frozen=True)
class Pass:
    """A device with what it must carry from now on."""

    device: Device
    token: str


def greet(*, membership: Membership, agent: str, device: Device | None = None, token: str = "") -> Pass:
    """Let the phone someone is signed in on hand over their logs for the next 180 days. A volunteer.

    `device` is the one it was before, when its token fits; another person on the same phone gets a device of their own.
    """
    today = timezone.localdate()
    if device is None or device.membership_id != membership.pk:
        token = secrets.token_urlsafe(32)
        device = Device.objects.create(
            token_hash=hashed(token),
            person_id=membership.person_id,
            membership=membership,
            name=device_words(agent),
            seen_on=today,
            lasts_until=today + DEVICE_LASTS,
        )
    elif device.seen_on != today:
        device.seen_on, device.lasts_until = today, today + DEVICE_LASTS
        device.save(update_fields=["seen_on", "lasts_until"])
    return Pass(device, token)


def known(uid: UUID, token: str) -> Device | None:
    """The device that carries this token, unless it was revoked or its time is over."""
    found = (
        Device.objects.in_use(timezone.localdate()).filter(uid=uid).select_related("membership__user").first()
    )
    return found if found and token and secrets.compare_digest(found.token_hash, hashed(token)) else None


def serves(device: Device) -> bool:
    """Whether whoever this phone belongs to is a volunteer here, today."""
    membership = device.membership
    if membership is None or membership.ended_at is not None or not membership.user.is_active:
        return False
    if not membership.has_role(Role.BUDDY):
        return False
    return not Buddy.objects.of_membership(membership).filter(status=Status.STOPPED).exists()


def revoke(*, device: Device, by: Membership) -> None:
    """End what a phone may do: its owner, or a coordinator when it is lost. What it still holds stays sealed."""
    if device.revoked_at is None:
        device.revoked_at = timezone.now()
        device.save(update_fields=["revoked_at"])
        record("device.revoked", by=by, about=device.person, thing=device)


def serving_key(now: datetime | None = None) -> SealingKey:
    """The key pages seal with now; made when there is none, or the last one served its ninety days."""
    now = now or timezone.now()
    return SealingKey.objects.serving(now).first() or _make_key(now)


def _make_key(now: datetime) -> SealingKey:
    name, public, private = sealing.new_pair(settings.OUTBOX_SECRETS, bits=settings.OUTBOX_KEY_BITS)
    return SealingKey.objects.create(name=name, public=public, private=private, made_at=now)


def sealing_with() -> dict[str, str]:
    """The key of now, as the page hands it to the script: its name and the public half in base64."""
    key = serving_key()
    return {"name": key.name, "public": b64encode(bytes(key.public)).decode()}


def owner_of(membership: Membership) -> str:
    """What a phone calls the one who saved a log, to keep people on one phone apart. It tells nothing to anybody else."""
    return salted_hmac("klik.phone", str(membership.pk), algorithm="sha256").hexdigest()[:16]


def rotate_keys(now: datetime) -> None:
    """Every day, by the clock: a fresh key in time, and away with those that opened their last envelope a year ago."""
    serving_key(now)
    SealingKey.objects.outlived(now).delete()
    Delivery.objects.filter(
        received_at__lt=now - KEY_SERVES - OLD_KEY_KEPT,
        state__in=[DeliveryState.STORED, DeliveryState.LEFT_OUT, DeliveryState.ASIDE],
    ).delete()


def open_feed(*, membership: Membership) -> str:
    """A new address part for one's agenda; the one before stops working."""
    token = secrets.token_urlsafe(32)
    AgendaFeed.objects.update_or_create(
        membership=membership, defaults={"token_hash": hashed(token), "made_at": timezone.now()}
    )
    record("agenda_feed.opened", by=membership)
    return token


def close_feed(*, membership: Membership) -> None:
    """No calendar reads this agenda any longer. Its owner."""
    AgendaFeed.objects.filter(membership=membership).delete()
    record("agenda_feed.closed", by=membership)


def hashed(token: str) -> str:
    """What is kept of a random token of 256 bits; guessing is hopeless, so a plain hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()

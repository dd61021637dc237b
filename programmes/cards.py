"""Signing in without e-mail: a code, also as QR, on paper that the coordinator hands over. It works once.

The code is shown at making and kept nowhere; of it stays a digest. Withdrawing ends the sessions too.
"""

import re
import secrets
from datetime import timedelta

import segno
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .actions import record, sign_out_everywhere
from .models import Membership, SignInCard
from .refusals import Refused, refusals

# Without what looks alike in handwriting or print: 0 O 1 I L 5 S 2 Z 8 B.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
LENGTH = 12
VALID_FOR = timedelta(days=14)


def digest_of(code: str) -> str:
    """What is kept of a code, however it is typed: small letters, spaces and dashes make no difference."""
    return salted_hmac("klik.sign_in_card", plain(code), algorithm="sha256").hexdigest()


def plain(code: str) -> str:
    """A code as it was made, out of what was typed or scanned."""
    return re.sub(r"[\s-]", "", code).upper()


def in_groups(code: str) -> str:
    """As it is read aloud and typed: "ACDE-FGHJ-KMNP"."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def make_card(*, membership: Membership, by: Membership) -> tuple[SignInCard, str]:
    """A new card for someone; an earlier unused one stops working. A coordinator. Returns the card and its code."""
    code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    now = timezone.now()
    with refusals():
        Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        open_cards = SignInCard.objects.filter(membership=membership, used_at=None, withdrawn_at=None)
        open_cards.update(withdrawn_at=now)
        card = SignInCard.objects.create(
            membership=membership, digest=digest_of(code), made_by=by, made_at=now, expires_at=now + VALID_FOR
        )
        record("person.card_made", by=by, about=membership.person, thing=card)
    return card, code


def withdraw_cards(*, membership: Membership, by: Membership) -> None:
    """No card of this person works any more, and nobody is signed in as them. A coordinator."""
    SignInCard.objects.filter(membership=membership, withdrawn_at=None).update(withdrawn_at=timezone.now())
    sign_out_everywhere(user=membership.user)
    record("person.card_withdrawn", by=by, about=membership.person, thing=membership)


def use_card(*, code: str) -> Membership:
    """Whoever holds the paper comes in, once. Raises Refused when it was used, withdrawn, too old or never there."""
    with refusals():
        usable = SignInCard.objects.usable(timezone.now()).select_for_update(of=("self",))
        card = (
            usable.select_related("membership__user", "membership__person")
            .filter(digest=digest_of(code))
            .first()
        )
        if card is None or not card.membership.user.is_active or card.membership.ended_at is not None:
            raise Refused(
                _("Deze code werkt niet (meer). Kijk of je hem goed overtypt, of vraag om een nieuwe kaart.")
            )
        card.used_at = timezone.now()
        card.save(update_fields=["used_at"])
        holder: Membership = card.membership
        record("person.card_used", by=holder, about=holder.person, thing=card)
    return holder


def qr_of(address: str) -> SafeString:
    """A QR code as inline SVG, made here; nothing in it comes from a visitor."""
    return mark_safe(segno.make(address, error="m").svg_inline(scale=6, border=4, title="QR"))  # noqa: S308

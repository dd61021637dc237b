"""Who knocks at the open doors: robots are kept out without a third party, and a person is always told whom to call.

Three quiet means: a field only robots fill in, a form that cannot be filled in within a few seconds, and a count of
how often one address (and everyone together) sends forms in an hour. A full counter never loses what was typed: the
page says so, keeps it, and shows how to reach someone.
"""

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from .http import ProgrammeRequest

if TYPE_CHECKING:
    from .forms import SignUpForm

HOUR = 3600
SALT = "klik.doorkeeper"


def stamp() -> str:
    """When a form was opened, signed so that it cannot be made up."""
    return signing.TimestampSigner(salt=SALT).sign("open")


def is_stamp(value: str) -> bool:
    """Whether this is a stamp of ours, from today."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(value, max_age=24 * HOUR)
    except signing.BadSignature:
        return False
    return True


def was_too_fast(value: str) -> bool:
    """Whether the form was sent back sooner than anyone can read it."""
    least = settings.LEAST_SECONDS_TO_FILL_IN
    if not least:
        return False
    try:
        signing.TimestampSigner(salt=SALT).unsign(value, max_age=least)
    except signing.SignatureExpired:
        return False
    except signing.BadSignature:
        return True
    return True


def is_too_busy(request: HttpRequest, what: str, *, programme: str) -> bool:
    """Count one more, and say whether this address, or the programme's door as a whole, is over its hour.

    The address is kept only as a keyed digest, for an hour. A cache that is away lets everyone in.
    """
    address = salted_hmac(SALT, _address(request), algorithm="sha256").hexdigest()[:24]
    limits = settings.OPEN_DOOR_LIMITS
    counts = [
        (f"door:{what}:{programme}:{address}", limits["address"]),
        (f"door:{what}:{programme}", limits["programme"]),
    ]
    try:
        return max(_count(key) - most for key, most in counts) > 0
    except Exception:  # a cache that is away must not keep a person out
        return False


def _address(request: HttpRequest) -> str:
    """The visitor's address as sign-in sees it; whoever has none shares one count."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""


def _count(key: str) -> int:
    if cache.add(key, 1, timeout=HOUR):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out in between
        cache.set(key, 1, timeout=HOUR)
        return 1


def lets_in(request: ProgrammeRequest, form: "SignUpForm") -> bool:
    """Whether a valid open form may go on. If not, the form says what to do now, and what was typed stays."""
    if was_too_fast(form.cleaned_data["_since"]):
        form.add_error(None, _("Dat ging heel snel. Kijk het nog even na en druk opnieuw op Verstuur."))
        return False
    if is_too_busy(request, "sign_up", programme=request.programme.slug):
        form.answer_status = 429
        form.add_error(
            None,
            _(
                "Er komen nu heel veel aanmeldingen binnen. Wat je invulde staat er nog. Probeer het over een uur "
                "opnieuw, of neem contact op: onderaan staat hoe."
            ),
        )
        return False
    return True

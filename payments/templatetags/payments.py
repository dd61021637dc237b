"""Money in templates, and the way to it where a programme gives any."""

from datetime import date
from uuid import UUID

from django import template
from django.utils import timezone
from stdnum.iban import format as format_iban
from stdnum.iban import is_valid as is_iban

from logbook.models import in_hours

from ..models import Expense, Scheme
from ..money import euros as in_euros

register = template.Library()


@register.filter
def euros(cents: int | None) -> str:
    """ "€ 1.234,50"."""
    return in_euros(cents or 0)


@register.filter
def lasted(minutes: int) -> str:
    """ "1½ uur", as the log says it."""
    return in_hours(minutes)


@register.filter
def in_fours(iban: str) -> str:
    """ "NL91 ABNA 0417 1643 00", as it stands on a card; what is left of it after paying stays as it is."""
    return format_iban(iban) if is_iban(iban) else iban


@register.filter
def paid_day(paid_on: dict[int, date], claim_id: int) -> date | None:
    """When a claim was paid, if it was."""
    return paid_on.get(claim_id)


@register.simple_tag
def spent_with(uid: UUID) -> Expense | None:
    """What was told along with the log of this number, if anything was."""
    return Expense.objects.filter(uid=uid).with_receipt().first()


@register.simple_tag
def gives_money() -> bool:
    """Whether this programme gives its volunteers anything now."""
    scheme = Scheme.objects.in_month(timezone.localdate())
    return scheme is not None and scheme.pays

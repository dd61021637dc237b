"""Money in templates, and the way to it where a programme gives any."""

from datetime import date

from django import template
from django.utils import timezone

from ..models import Scheme
from ..money import euros as in_euros

register = template.Library()


@register.filter
def euros(cents: int | None) -> str:
    """ "€ 1.234,50"."""
    return in_euros(cents or 0)


@register.filter
def paid_day(paid_on: dict[int, date], claim_id: int) -> date | None:
    """When a claim was paid, if it was."""
    return paid_on.get(claim_id)


@register.simple_tag
def gives_money() -> bool:
    """Whether this programme gives its volunteers anything now."""
    scheme = Scheme.objects.in_month(timezone.localdate())
    return scheme is not None and scheme.pays

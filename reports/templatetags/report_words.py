"""Dutch ways to write a number and a list, for the pages and the PDF of a report."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _

from reports import charts

register = template.Library()


@register.filter
def thousands(number: int) -> str:
    """1234 becomes 1.234."""
    return charts.thousands(number)


@register.filter
def and_words(names: Sequence[str]) -> str:
    """A, B en C."""
    *first, last = names
    return _("%(first)s en %(last)s") % {"first": ", ".join(first), "last": last} if first else last

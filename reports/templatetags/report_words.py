"""Dutch ways to write a number and a list, for the pages and the PDF of a report."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _

from programmes import charts
from reports.contents import Contents, Figure, Part, Row

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


@register.filter
def under(row: Row, head: Sequence[str]) -> list[tuple[str, Figure]]:
    """The cells of a row, each with the word above its column."""
    return list(zip(head[1:], row.cells, strict=True))


@register.simple_tag
def chart(part: Part, accent: str) -> charts.Chart | None:
    """The drawing of a part of a report, where it has one. Its SVG holds no unescaped text."""
    return part.chart(accent)


@register.simple_tag
def goals_chart(contents: Contents, accent: str) -> charts.Chart | None:
    """The results drawn against what was agreed."""
    head = (_("Wat"), _("Resultaat"), _("Doel"))
    return contents.goals_chart(_("Resultaten naast de doelen"), head, accent)

"""What a log form asks besides the log itself, for a room above that keeps the answers: what was spent goes to money.

A room says so once, when it starts: `asks_along(...)`. The log comes first: whatever is the matter with what was told
along, it never keeps a log out of the logbook.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django import forms

from programmes.models import Membership
from programmes.refusals import Refused


class NotAlong(Refused):
    """What was told along with a log cannot be kept; the log itself can."""


class Along(Protocol):
    """Some questions on the log form. Runs inside a programme's scope."""

    names: tuple[str, ...]

    def fields(self, *, is_told: bool) -> Mapping[str, forms.Field]:
        """The fields to ask now; when something is told already, always, so that it is judged and never dropped."""

    def clean(self, form: forms.Form) -> None:
        """Put what is wrong at its field."""

    def in_words(self, cleaned: Mapping[str, Any]) -> str:
        """What was told, for whoever decides on it; empty when nothing was, or when it is wrong."""

    def keep(self, cleaned: Mapping[str, Any], *, uid: UUID, on: date, by: Membership) -> None:
        """Keep it, once, under the number of its log. Raises Refused."""


ASKED: list[Along] = []


def asks_along(along: Along) -> None:
    """Have these questions asked on every log form."""
    ASKED.append(along)

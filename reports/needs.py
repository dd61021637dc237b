"""One line of *Vandaag*, and what every question of that page is asked with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.models import Programme

MOST = 5


@dataclass(frozen=True, slots=True)
class Need:
    """Someone who needs the coordinator; the fields are those of components/need.html."""

    name: str
    sentence: str
    why: str
    action_label: str
    action_url: str
    tag: str = ""
    is_now: bool = True
    people: int = 1
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What every question below is asked with."""

    programme: Programme
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def to(self, view: str, *args: object) -> str:
        return self.programme.to(view, *args)


def few(found: Sequence[Need], rest: Callable[[int], Need]) -> list[Need]:
    """The first of them, and one line for the rest."""
    return [*found[:MOST], *([rest(len(found) - MOST)] if len(found) > MOST else [])]


def rest_of(number: int, sentence: str, url: str) -> Need:
    """The line behind the ones that are shown."""
    name = ngettext("Nog %(number)s persoon", "Nog %(number)s mensen", number) % {"number": number}
    return Need(name, sentence, "", _("Allemaal bekijken"), url, people=number)

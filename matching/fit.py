"""Who fits whom, pure: who may be shown, what two people share, and the order of the shortlist.

No number leaves this module: people see sentences (matching/sentences.py), coordinators an order.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

LANGUAGE_OF_THE_COUNTRY = "nl"


class Kind(StrEnum):
    """What a reason is about. The last two ask for attention and are for coordinators only."""

    LANGUAGE = "language"
    NEIGHBOURHOOD = "neighbourhood"
    TIME = "time"
    THEME = "theme"
    NO_LANGUAGE = "no_language"
    NO_TIME = "no_time"


ATTENTION = frozenset({Kind.NO_LANGUAGE, Kind.NO_TIME})
HOME_LANGUAGE = 2

# Stems by which people mention a subject in their own words; keys are the themes buddies choose from.
HEARD_AS = {
    "debt": ("geld", "schuld", "rekening", "rondkomen", "betalen"),
    "illness": ("ziek", "gezondheid", "pijn"),
    "lonely": ("alleen", "eenzaam", "niemand"),
    "parent": ("kind", "gezin", "opvoed"),
    "new_here": ("nieuw in nederland", "taal leren", "inburger"),
    "work": ("werk", "baan", "solliciteer"),
    "papers": ("brief", "brieven", "formulier", "papier", "post"),
    "moving": ("wandel", "bewegen", "fiets", "sport", "naar buiten"),
    "cooking": ("koken", "kook", "eten"),
}


@dataclass(frozen=True)
class Weights:
    """How much each thing counts, 0 (not) to 5 (most). Having no language in common weighs twice, against."""

    language: int = 3
    theme: int = 3
    time: int = 2
    neighbourhood: int = 1

    def of(self, reasons: Iterable["Reason"]) -> int:
        """How well two people fit. Only ever compared; no screen and no export shows it."""
        worth = {
            Kind.LANGUAGE: self.language,
            Kind.THEME: self.theme,
            Kind.TIME: self.time,
            Kind.NEIGHBOURHOOD: self.neighbourhood,
            Kind.NO_LANGUAGE: -2 * self.language,
            Kind.NO_TIME: -self.time,
        }
        return sum(worth[each.kind] + self._of_home_language(each) for each in reasons)

    def _of_home_language(self, reason: "Reason") -> int:
        is_home = reason.kind is Kind.LANGUAGE and reason.what[0] != LANGUAGE_OF_THE_COUNTRY
        return min(HOME_LANGUAGE, self.language) if is_home else 0


@dataclass(frozen=True)
class Seeker:
    """Someone who looks for a buddy. `said` is what they told, in their own words."""

    languages: tuple[str, ...] = ()
    neighbourhood: str = ""
    available: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True)
class Helper:
    """A volunteer as far as fitting goes. `places_free` is negative when the capacity was lowered later on."""

    id: int
    languages: tuple[str, ...] = ()
    neighbourhood: str = ""
    available: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    places_free: int = 1
    is_deployable: bool = True


@dataclass(frozen=True)
class Reason:
    """One thing two people share or miss, as codes: languages, the neighbourhood's name, parts of days or a theme."""

    kind: Kind
    what: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A volunteer who may be shown, with the reasons."""

    helper: Helper
    reasons: tuple[Reason, ...]


def is_eligible(helper: Helper, excluded: Collection[int] = ()) -> bool:
    """Whether this volunteer may be shown at all: deployable, with a free place, and not excluded."""
    return helper.is_deployable and helper.places_free > 0 and helper.id not in excluded


def themes_heard(said: str) -> set[str]:
    """The subjects someone mentioned in their own words."""
    text = said.casefold()
    return {theme for theme, stems in HEARD_AS.items() if any(stem in text for stem in stems)}


def reasons(seeker: Seeker, helper: Helper) -> tuple[Reason, ...]:
    """What these two share, in the order people want to hear it; what they miss comes last."""
    found = [
        _languages(seeker, helper),
        *_themes(seeker, helper),
        _neighbourhood(seeker, helper),
        _time(seeker, helper),
    ]
    return tuple(sorted((each for each in found if each), key=lambda each: each.kind in ATTENTION))


def shortlist(
    seeker: Seeker,
    helpers: Iterable[Helper],
    excluded: Collection[int] = (),
    weights: Weights = Weights(),
) -> list[Suggestion]:
    """Everyone who may be shown, best fit first. The same people in any order give the same list."""
    suggestions = [
        Suggestion(helper, reasons(seeker, helper)) for helper in helpers if is_eligible(helper, excluded)
    ]
    return sorted(
        suggestions, key=lambda each: (-weights.of(each.reasons), -each.helper.places_free, each.helper.id)
    )


def _languages(seeker: Seeker, helper: Helper) -> Reason | None:
    shared = set(seeker.languages) & set(helper.languages)
    if shared:
        # The language somebody is at home in says more than the one everybody is learning.
        return Reason(
            Kind.LANGUAGE, tuple(sorted(shared, key=lambda code: (code == LANGUAGE_OF_THE_COUNTRY, code)))
        )
    return Reason(Kind.NO_LANGUAGE) if seeker.languages and helper.languages else None


def _themes(seeker: Seeker, helper: Helper) -> list[Reason]:
    """What the helper knows of what was said, two at most; when nothing was heard, one thing they know."""
    heard = themes_heard(seeker.said)
    known = sorted(set(helper.themes) & heard)[:2] if heard else sorted(helper.themes)[:1]
    return [Reason(Kind.THEME, (theme,)) for theme in known]


def _neighbourhood(seeker: Seeker, helper: Helper) -> Reason | None:
    is_same = seeker.neighbourhood and seeker.neighbourhood == helper.neighbourhood
    return Reason(Kind.NEIGHBOURHOOD, (seeker.neighbourhood,)) if is_same else None


def _time(seeker: Seeker, helper: Helper) -> Reason | None:
    if common := tuple(dict.fromkeys(part for part in seeker.available if part in helper.available)):
        return Reason(Kind.TIME, common[:2])
    return Reason(Kind.NO_TIME) if seeker.available and helper.available else None

"""Who fits whom, pure: who may be shown, what two people share, and the order of the shortlist.

No number leaves this module: people see sentences (matching/sentences.py), coordinators an order.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

LANGUAGE_OF_THE_COUNTRY = "nl"


class Kind(StrEnum):
    """What a reason is about. Those in ATTENTION ask for it and are for coordinators only."""

    WISH = "wish"
    LANGUAGE = "language"
    THEME = "theme"
    INTEREST = "interest"
    NEIGHBOURHOOD = "neighbourhood"
    NEAR = "near"
    TIME = "time"
    NO_WISH = "no_wish"
    NO_LANGUAGE = "no_language"
    FAR = "far"
    NO_TIME = "no_time"


class About(StrEnum):
    """What a wish is about."""

    GENDER = "gender"
    LANGUAGE = "language"
    THEME = "theme"
    NEAR = "near"


ATTENTION = frozenset({Kind.NO_WISH, Kind.NO_LANGUAGE, Kind.FAR, Kind.NO_TIME})
HOME_LANGUAGE = 4
MOST_INTERESTS = 3
# A theme and an interest that say the same of somebody.
SAID_TWICE = {"cooking": "cooking", "moving": "walking"}

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
    """How much each thing counts, 0 (not) to 5 (most). Having no language in common weighs twice, against; living in a
    neighbourhood nearby weighs half of living in the same one."""

    language: int = 3
    theme: int = 3
    time: int = 2
    neighbourhood: int = 1
    interest: int = 1
    wish: int = 4

    def of(self, reasons: Iterable["Reason"]) -> int:
        """How well two people fit. Only ever compared; no screen and no export shows it."""
        worth = self._worth
        return sum(worth[each.kind] + self._of_home_language(each) for each in reasons)

    @cached_property
    def _worth(self) -> dict[Kind, int]:
        return {
            Kind.WISH: 2 * self.wish,
            Kind.LANGUAGE: 2 * self.language,
            Kind.THEME: 2 * self.theme,
            Kind.INTEREST: 2 * self.interest,
            Kind.TIME: 2 * self.time,
            Kind.NEIGHBOURHOOD: 2 * self.neighbourhood,
            Kind.NEAR: self.neighbourhood,
            Kind.NO_WISH: -2 * self.wish,
            Kind.NO_LANGUAGE: -4 * self.language,
            Kind.FAR: -self.neighbourhood,
            Kind.NO_TIME: -2 * self.time,
        }

    def _of_home_language(self, reason: "Reason") -> int:
        is_home = reason.kind is Kind.LANGUAGE and reason.what[0] != LANGUAGE_OF_THE_COUNTRY
        return min(HOME_LANGUAGE, 2 * self.language) if is_home else 0


@dataclass(frozen=True)
class Wish:
    """What matters to a seeker; `what` is a gender, language or theme. A hard one is never broken."""

    about: About
    what: str = ""
    is_hard: bool = False


@dataclass(frozen=True)
class Seeker:
    """Someone who looks for a buddy. `said` is what they told, in their own words; `near` the neighbourhoods near theirs."""

    languages: tuple[str, ...] = ()
    neighbourhood: str = ""
    available: tuple[str, ...] = ()
    said: str = ""
    interests: tuple[str, ...] = ()
    near: frozenset[str] = frozenset()
    wishes: tuple[Wish, ...] = ()

    @cached_property
    def heard(self) -> frozenset[str]:
        return frozenset(themes_heard(self.said))


@dataclass(frozen=True)
class Helper:
    """A volunteer as far as fitting goes. `places_free` is negative when the capacity was lowered later on."""

    id: int
    languages: tuple[str, ...] = ()
    neighbourhood: str = ""
    available: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    gender: str = ""
    places_free: int = 1
    is_deployable: bool = True


@dataclass(frozen=True)
class Reason:
    """One thing two people share or miss, as codes: languages, names of neighbourhoods, parts of days, a theme,
    interests, or a wish (what it is about, and what)."""

    kind: Kind
    what: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """A volunteer who may be shown, with the reasons."""

    helper: Helper
    reasons: tuple[Reason, ...]


def is_eligible(seeker: Seeker, helper: Helper, excluded: Collection[int] = ()) -> bool:
    """Whether this volunteer may be shown at all: deployable, with a free place, not excluded, no hard wish broken."""
    return (
        helper.is_deployable
        and helper.places_free > 0
        and helper.id not in excluded
        and not breaks(seeker, helper)
    )


def breaks(seeker: Seeker, helper: Helper) -> list[Wish]:
    """The hard wishes of the seeker that this volunteer does not meet, as far as we know."""
    return [wish for wish in seeker.wishes if wish.is_hard and not meets(wish, seeker, helper)]


def meets(wish: Wish, seeker: Seeker, helper: Helper) -> bool:
    """Whether a wish comes true with this volunteer. What we do not know of somebody does not meet it."""
    if wish.about is About.GENDER:
        return helper.gender == wish.what
    if wish.about is About.LANGUAGE:
        return wish.what in helper.languages
    if wish.about is About.THEME:
        return wish.what in helper.themes
    return bool(helper.neighbourhood) and (
        helper.neighbourhood == seeker.neighbourhood or helper.neighbourhood in seeker.near
    )


def themes_heard(said: str) -> set[str]:
    """The subjects someone mentioned in their own words."""
    text = said.casefold()
    return {theme for theme, stems in HEARD_AS.items() if any(stem in text for stem in stems)}


def reasons(seeker: Seeker, helper: Helper) -> tuple[Reason, ...]:
    """What these two share, in the order people want to hear it; what they miss comes last."""
    found = [
        *_wishes(seeker, helper),
        _languages(seeker, helper),
        *_themes(seeker, helper),
        _interests(seeker, helper),
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
        Suggestion(helper, reasons(seeker, helper))
        for helper in helpers
        if is_eligible(seeker, helper, excluded)
    ]
    return sorted(
        suggestions, key=lambda each: (-weights.of(each.reasons), -each.helper.places_free, each.helper.id)
    )


def _wishes(seeker: Seeker, helper: Helper) -> list[Reason]:
    return [
        Reason(Kind.WISH if meets(wish, seeker, helper) else Kind.NO_WISH, (wish.about, wish.what))
        for wish in seeker.wishes
    ]


def _languages(seeker: Seeker, helper: Helper) -> Reason | None:
    shared = set(seeker.languages) & set(helper.languages)
    if shared:
        # The language somebody is at home in says more than the one everybody is learning.
        return Reason(
            Kind.LANGUAGE, tuple(sorted(shared, key=lambda code: (code == LANGUAGE_OF_THE_COUNTRY, code)))
        )
    return Reason(Kind.NO_LANGUAGE) if seeker.languages and helper.languages else None


def _themes(seeker: Seeker, helper: Helper) -> list[Reason]:
    """What the helper knows of what was said, two at most; when nothing was heard, one thing they know.

    What another reason says already (a wish for it, or the same interest) is left out.
    """
    both_like = set(seeker.interests) & set(helper.interests)
    told = {wish.what for wish in seeker.wishes if wish.about is About.THEME}
    told |= {theme for theme, interest in SAID_TWICE.items() if interest in both_like}
    themes = set(helper.themes) - told
    known = sorted(themes & seeker.heard)[:2] if seeker.heard else sorted(themes)[:1]
    return [Reason(Kind.THEME, (theme,)) for theme in known]


def _interests(seeker: Seeker, helper: Helper) -> Reason | None:
    shared = tuple(each for each in seeker.interests if each in helper.interests)
    return Reason(Kind.INTEREST, shared[:MOST_INTERESTS]) if shared else None


def _neighbourhood(seeker: Seeker, helper: Helper) -> Reason | None:
    """In the same one, or in one nearby. Far is only said where somebody keeps what is near."""
    if not seeker.neighbourhood or not helper.neighbourhood:
        return None
    if seeker.neighbourhood == helper.neighbourhood:
        return Reason(Kind.NEIGHBOURHOOD, (seeker.neighbourhood,))
    both = (helper.neighbourhood, seeker.neighbourhood)
    if helper.neighbourhood in seeker.near:
        return Reason(Kind.NEAR, both)
    return Reason(Kind.FAR, both) if seeker.near else None


def _time(seeker: Seeker, helper: Helper) -> Reason | None:
    if common := tuple(dict.fromkeys(part for part in seeker.available if part in helper.available)):
        return Reason(Kind.TIME, common[:2])
    return Reason(Kind.NO_TIME) if seeker.available and helper.available else None

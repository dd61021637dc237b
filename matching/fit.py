"""Who fits whom, pure: who may be shown, what two people share, and the order of the shortlist.

No number leaves this module: people see sentences (matching/sentences.py), coordinators an order.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial
from operator import attrgetter
from typing import NamedTuple

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


class Helper(NamedTuple):
    """A volunteer as far as fitting goes. `places_free` is negative when the capacity was lowered later on.

    A tuple, because thousands are made for one shortlist.
    """

    id: int
    languages: tuple[str, ...] = ()
    neighbourhood: str = ""
    available: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    gender: str = ""
    places_free: int = 1
    is_deployable: bool = True


class Reason(NamedTuple):
    """One thing two people share or miss, as codes: languages, names of neighbourhoods, parts of days, a theme,
    interests, or a wish (what it is about, and what)."""

    kind: Kind
    what: tuple[str, ...] = ()


# What a wish is about → what in a helper tells whether it comes true.
TOLD: dict[About, Callable[[Helper], object]] = {
    About.GENDER: attrgetter("gender"),
    About.LANGUAGE: attrgetter("languages"),
    About.THEME: attrgetter("themes"),
    About.NEAR: attrgetter("neighbourhood"),
}


@dataclass(frozen=True)
class Suggestion:
    """A volunteer who may be shown. The reasons are worked out when they are read: of thousands, a page shows a few."""

    seeker: Seeker
    helper: Helper

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        return reasons(self.seeker, self.helper)


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
    found = [reason for part, _looks_at in _parts(seeker) for reason in part(helper)]
    return tuple(sorted(found, key=lambda each: each.kind in ATTENTION))


def shortlist(
    seeker: Seeker,
    helpers: Iterable[Helper],
    excluded: Collection[int] = (),
    weights: Weights = Weights(),
) -> list[Suggestion]:
    """Everyone who may be shown, best fit first. The same people in any order give the same list."""
    able = [helper for helper in helpers if is_eligible(seeker, helper, excluded)]
    fit = how_well(seeker, weights)
    able.sort(key=lambda helper: (-fit(helper), -helper.places_free, helper.id))
    return [Suggestion(seeker, helper) for helper in able]


def how_well(seeker: Seeker, weights: Weights) -> Callable[[Helper], int]:
    """How well helpers fit this seeker: what `weights.of(reasons(seeker, helper))` gives, for many of them.

    Helpers who are alike in what a part looks at count the same for it, so that is worked out once.
    """
    parts: list[tuple[Part, LooksAt, dict[object, int]]]
    parts = [(part, looks_at, {}) for part, looks_at in _parts(seeker)]

    def fit(helper: Helper) -> int:
        total = 0
        for part, looks_at, known in parts:
            alike = looks_at(helper)
            worth = known.get(alike)
            if worth is None:
                worth = known[alike] = weights.of(part(helper))
            total += worth
        return total

    return fit


def _wish(wish: Wish, seeker: Seeker, helper: Helper) -> list[Reason]:
    return [Reason(Kind.WISH if meets(wish, seeker, helper) else Kind.NO_WISH, (wish.about, wish.what))]


def _languages(seeker: Seeker, helper: Helper) -> list[Reason]:
    shared = set(seeker.languages) & set(helper.languages)
    if shared:
        # The language somebody is at home in says more than the one everybody is learning.
        home_first = sorted(shared, key=lambda code: (code == LANGUAGE_OF_THE_COUNTRY, code))
        return [Reason(Kind.LANGUAGE, tuple(home_first))]
    return [Reason(Kind.NO_LANGUAGE)] if seeker.languages and helper.languages else []


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


def _interests(seeker: Seeker, helper: Helper) -> list[Reason]:
    shared = tuple(each for each in seeker.interests if each in helper.interests)
    return [Reason(Kind.INTEREST, shared[:MOST_INTERESTS])] if shared else []


def _neighbourhood(seeker: Seeker, helper: Helper) -> list[Reason]:
    """In the same one, or in one nearby. Far is only said where somebody keeps what is near."""
    if not seeker.neighbourhood or not helper.neighbourhood:
        return []
    if seeker.neighbourhood == helper.neighbourhood:
        return [Reason(Kind.NEIGHBOURHOOD, (seeker.neighbourhood,))]
    both = (helper.neighbourhood, seeker.neighbourhood)
    if helper.neighbourhood in seeker.near:
        return [Reason(Kind.NEAR, both)]
    return [Reason(Kind.FAR, both)] if seeker.near else []


def _time(seeker: Seeker, helper: Helper) -> list[Reason]:
    if common := tuple(dict.fromkeys(part for part in seeker.available if part in helper.available)):
        return [Reason(Kind.TIME, common[:2])]
    return [Reason(Kind.NO_TIME)] if seeker.available and helper.available else []


Part = Callable[[Helper], list[Reason]]
LooksAt = Callable[[Helper], object]
# Every kind of reason, in the order people want to hear them, with all it looks at in a helper. Wishes come before.
PARTS: tuple[tuple[Callable[[Seeker, Helper], list[Reason]], LooksAt], ...] = (
    (_languages, attrgetter("languages")),
    (_themes, lambda helper: (helper.themes, *(likes in helper.interests for likes in SAID_TWICE.values()))),
    (_interests, attrgetter("interests")),
    (_neighbourhood, attrgetter("neighbourhood")),
    (_time, attrgetter("available")),
)


def _parts(seeker: Seeker) -> list[tuple[Part, LooksAt]]:
    wishes = [(partial(_wish, wish, seeker), TOLD[wish.about]) for wish in seeker.wishes]
    return [*wishes, *((partial(part, seeker), looks_at) for part, looks_at in PARTS)]

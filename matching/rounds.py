"""A round: everybody who chose is proposed at once, by the rules of stable.py. From rows to plain values and back.

A round never touches a match or an invitation under way: places are what is free beside them. What went in is kept
with ids only, so that anyone can compute it again (`replay`).
"""

import hashlib
import inspect
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from buddies.models import Buddy
from participants.models import Participant, Status

from . import claims, fit, stable, suggestions
from .models import (
    ChoiceCard,
    ChoiceRound,
    Exclusion,
    Introduction,
    MatchingRound,
    NearPair,
    Urgency,
    places_free,
    with_places,
)

BLOCKED = "blocked"
NOT_DEPLOYABLE = "not_deployable"
WISH = "wish"
CODE = hashlib.sha256(
    "".join(inspect.getsource(module) for module in (stable, claims, fit)).encode()
).hexdigest()


@dataclass(frozen=True)
class Input:
    """All that a round is computed from. `kept_out`: participant → buddy → why the two cannot be proposed."""

    choices: dict[int, list[list[int]]]
    places: dict[int, int]
    standings: dict[int, claims.Standing]
    fits: dict[int, dict[int, int]]
    kept_out: dict[int, dict[int, str]]
    lot: int
    cards: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def claims(self) -> dict[int, list[int]]:
        """Buddy → who wants them, best claim first."""
        wanting: dict[int, list[claims.Standing]] = {buddy: [] for buddy in self.places}
        for participant, tiers in self.choices.items():
            for tier in tiers:
                for buddy in tier:
                    if buddy not in self.kept_out.get(participant, {}):
                        wanting[buddy].append(self.standings[participant])
        return {buddy: claims.in_order(each, self.fits, buddy, self.lot) for buddy, each in wanting.items()}

    def as_json(self) -> dict[str, Any]:
        return {
            "choices": self.choices,
            "places": self.places,
            "standings": {each.participant: asdict(each) for each in self.standings.values()},
            "fits": self.fits,
            "kept_out": self.kept_out,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any], lot: int) -> "Input":
        """JSON has only strings as keys; ids come back as numbers."""
        return cls(
            choices={int(one): tiers for one, tiers in kept["choices"].items()},
            places={int(buddy): free for buddy, free in kept["places"].items()},
            standings={int(one): claims.Standing(**each) for one, each in kept["standings"].items()},
            fits=_nested(kept["fits"]),
            kept_out=_nested(kept["kept_out"]),
            lot=lot,
        )


def _nested(kept: Mapping[str, Mapping[str, Any]]) -> dict[int, dict[int, Any]]:
    return {int(one): {int(buddy): each for buddy, each in of.items()} for one, of in kept.items()}


@dataclass(frozen=True)
class Line:
    """What a round proposes to one participant. `why` are WhyNot as plain values, for RoundLine.why."""

    participant: int
    buddy: int | None
    choice: int | None
    why: list[dict[str, Any]]


class Unstable(Exception):
    """A round that failed its check. It is a fault in our code, and is never shown as a proposal."""


def compute(given: Input) -> list[Line]:
    """The lines of a round, longest waiting first. Raises Unstable when the outcome fails its check."""
    outcome = stable.solve(given.choices, given.claims, given.places)
    if found := stable.flaws(outcome.pairs, given.choices, outcome.claims, given.places):
        raise Unstable(f"{len(found)} flaws, the first: {found[0].what}")
    return [
        Line(
            participant=one,
            buddy=outcome.pairs[one],
            choice=outcome.reasons[one].choice,
            why=[_plain(given, one, each) for each in outcome.reasons[one].not_got],
        )
        for one in sorted(given.choices, key=lambda one: _place_in_line(given.standings[one]))
    ]


def _place_in_line(standing: claims.Standing) -> tuple[bool, int, int]:
    return not standing.is_urgent, -standing.weeks, standing.participant


def _plain(given: Input, one: int, why_not: stable.WhyNot) -> dict[str, Any]:
    plain: dict[str, Any] = {"buddy": why_not.buddy, "why": why_not.why.value}
    if why_not.why is stable.Why.NOT_ASKED:
        plain["why"] = given.kept_out[one][why_not.buddy]
    if why_not.why is stable.Why.FULL:
        plain["by"] = dict(Counter(_ahead(given, other, one, why_not.buddy) for other in why_not.behind))
    return plain


def _ahead(given: Input, first: int, second: int, buddy: int) -> str:
    fits = given.fits[first][buddy], given.fits[second][buddy]
    return claims.ahead_by(given.standings[first], given.standings[second], *fits).value


def replay(matching: MatchingRound) -> list[Line]:
    """A kept round computed again from its own input and lot; the same as its lines, or somebody changed the code."""
    return compute(Input.from_json(matching.input, matching.lot))


def who_chose(moment: datetime) -> QuerySet[ChoiceRound]:
    """The choices a round is about: given, not waiting for a talk, and nobody is asked or met at this moment."""
    under_way = Introduction.objects.open().filter(
        programme_id=OuterRef("programme_id"), participant_id=OuterRef("participant_id")
    )
    wanted = ChoiceCard.objects.filter(tier__isnull=False, introductions__isnull=True)
    return (
        ChoiceRound.objects.chosen()
        .filter(
            ~Exists(under_way),
            wants_to_talk=False,
            participant__status=Status.WAITING,
            ranked_at__lte=moment,
        )
        .select_related("participant__person__neighbourhood")
        .prefetch_related(
            "participant__intakes",
            "participant__wishes",
            Prefetch("cards", queryset=wanted, to_attr="wanted"),
        )
        .order_by("participant_id")
    )


def gather(*, lot: int, moment: datetime | None = None) -> Input:
    """What a round at this moment is computed from, in a constant number of queries."""
    moment = moment or timezone.now()
    today = timezone.localdate(moment)
    rounds = [each for each in who_chose(moment) if each.wanted]  # type: ignore[attr-defined]
    people = {each.participant_id: each.participant for each in rounds}
    wanted = {each.participant_id: each.wanted for each in rounds}  # type: ignore[attr-defined]
    buddies = _buddies({card.buddy_id for cards in wanted.values() for card in cards})
    seekers, helpers = _both_sides(people, buddies)
    kept_out = _kept_out(wanted, today)
    for one, cards in wanted.items():
        for card in cards:
            if fit.breaks(seekers[one], helpers[card.buddy_id]):
                kept_out.setdefault(one, {}).setdefault(card.buddy_id, WISH)
    return Input(
        choices={one: _tiers(cards) for one, cards in wanted.items()},
        places={pk: max(places_free(buddy), 0) for pk, buddy in buddies.items()},
        standings=_standings(people, today),
        fits=_fits(seekers, wanted, helpers),
        kept_out=kept_out,
        lot=lot,
        cards={(one, card.buddy_id): card.pk for one, cards in wanted.items() for card in cards},
    )


def _tiers(cards: list[ChoiceCard]) -> list[list[int]]:
    """Cards with the same answer are equally welcome."""
    numbers = sorted({card.tier for card in cards if card.tier is not None})
    return [[card.buddy_id for card in cards if card.tier == number] for number in numbers]


def _buddies(ids: set[int]) -> dict[int, Buddy]:
    found = with_places(Buddy.objects.filter(pk__in=ids)).select_related("person__neighbourhood")
    return {buddy.pk: buddy for buddy in found}


def _kept_out(wanted: Mapping[int, list[ChoiceCard]], today: date) -> dict[int, dict[int, str]]:
    ids = {card.buddy_id for cards in wanted.values() for card in cards}
    deployable = set(Buddy.objects.deployable(today).filter(pk__in=ids).values_list("pk", flat=True))
    blocked = set(
        Exclusion.objects.filter(participant_id__in=wanted).values_list("participant_id", "buddy_id")
    )
    kept_out: dict[int, dict[int, str]] = {}
    for one, cards in wanted.items():
        for card in cards:
            if (one, card.buddy_id) in blocked:
                kept_out.setdefault(one, {})[card.buddy_id] = BLOCKED
            elif card.buddy_id not in deployable:
                kept_out.setdefault(one, {})[card.buddy_id] = NOT_DEPLOYABLE
    return kept_out


def _standings(people: Mapping[int, Participant], today: date) -> dict[int, claims.Standing]:
    urgent = set(
        Urgency.objects.now().filter(participant_id__in=people).values_list("participant_id", flat=True)
    )
    return {
        pk: claims.Standing(pk, pk in urgent, max(each.weeks_waiting(today), 0))
        for pk, each in people.items()
    }


def _both_sides(
    people: Mapping[int, Participant], buddies: Mapping[int, Buddy]
) -> tuple[dict[int, fit.Seeker], dict[int, fit.Helper]]:
    near = NearPair.objects.table()
    seekers = {pk: suggestions.as_seeker(participant, near) for pk, participant in people.items()}
    return seekers, {pk: suggestions.as_helper(buddy) for pk, buddy in buddies.items()}


def _fits(
    seekers: Mapping[int, fit.Seeker],
    wanted: Mapping[int, list[ChoiceCard]],
    helpers: Mapping[int, fit.Helper],
) -> dict[int, dict[int, int]]:
    counts = suggestions.weights()
    fits = {}
    for pk, seeker in seekers.items():
        fit_of = fit.how_well(seeker, counts)
        fits[pk] = {card.buddy_id: fit_of(helpers[card.buddy_id]) for card in wanted[pk]}
    return fits


@dataclass(frozen=True)
class Change:
    """What is different from the round before: people who came and went, and free places."""

    came: int
    left: int
    places: int


def changed(matching: MatchingRound, before: MatchingRound) -> Change:
    now, then = ({int(one) for one in each.input["choices"]} for each in (matching, before))  # keys of JSON
    places = sum(matching.input["places"].values()) - sum(before.input["places"].values())
    return Change(came=len(now - then), left=len(then - now), places=places)

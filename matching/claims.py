"""Who comes first when several people want the same buddy, pure.

Urgency (set by a coordinator, with a reason that is kept), then waiting time in bands of four weeks, then how well the
two fit, then the round's recorded lot. Bands and a lot instead of bare waiting time: over three simulated years nobody
had to wait as long, at nearly as many first choices.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

WEEKS_IN_A_BAND = 4


class Ahead(StrEnum):
    """What decided between two people, in the order in which it is looked at."""

    URGENT = "urgent"
    WAITS = "waits"
    FIT = "fit"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class Standing:
    """One participant in one round. `weeks` are whole weeks of waiting."""

    participant: int
    is_urgent: bool
    weeks: int

    @property
    def band(self) -> int:
        return self.weeks // WEEKS_IN_A_BAND


Key = tuple[bool, int, int, int, int]


def key(standing: Standing, fit: int, lot: int) -> Key:
    """Sorts the best claim first. Strict: no two participants have the same one."""
    drawn = draw(lot, standing.participant)
    return not standing.is_urgent, -standing.band, -fit, drawn, standing.participant


def draw(lot: int, participant: int) -> int:
    """The number this participant draws in a round: the same for every buddy, and nobody can choose it."""
    return int.from_bytes(hashlib.sha256(f"{lot}:{participant}".encode()).digest()[:8])


def in_order(
    standings: Iterable[Standing], fits: Mapping[int, Mapping[int, int]], buddy: int, lot: int
) -> list[int]:
    """The participants who want this buddy, best claim first. `fits`: participant → buddy → how well they fit."""
    ordered = sorted(standings, key=lambda each: key(each, fits[each.participant][buddy], lot))
    return [each.participant for each in ordered]


def ahead_by(first: Standing, second: Standing, first_fit: int, second_fit: int) -> Ahead:
    """Why the first has the better claim of the two, given that they have."""
    if first.is_urgent != second.is_urgent:
        return Ahead.URGENT
    if first.band != second.band:
        return Ahead.WAITS
    return Ahead.FIT if first_fit != second_fit else Ahead.LOT

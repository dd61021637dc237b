"""What a volunteer may be given for a month: pure rules over plain values, without a database.

Amounts are whole cents, lengths are minutes. Every cap of the law holds at once: so much an hour (by age on the day
itself), a month and a year. Nothing moves between months: a quiet month gives no room to a busy one. Sources are in
payments/rates.toml.

Costs somebody can prove are always paid back, because it was their own money. Whether they use up room under the
caps is read in two ways (`Costs`); the law speaks of the joint value, a page of the tax office of effort alone. The
cautious reading is the default: costs first, and only what room is left for effort. Costs without proof and effort
never pass a cap.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

NEAR = 80


class Mode(StrEnum):
    """What a programme gives its volunteers."""

    NONE = "none"
    EXPENSES = "expenses"
    PER_CONTACT = "per_contact"
    PER_HOUR = "per_hour"


class Costs(StrEnum):
    """Two readings of "costs on top": they count together with effort, or stand apart from the caps when proven."""

    TOGETHER = "together"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Rates:
    """The law's caps in one calendar year, in cents; `hour_young` is for who is not yet 21."""

    year: int
    hour: int
    hour_young: int
    month_cap: int
    year_cap: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a programme agreed on. `per_contact` and `per_hour` in cents; without `per_hour` the law's own rate."""

    mode: Mode
    per_contact: int = 0
    per_hour: int | None = None
    costs: Costs = Costs.TOGETHER


@dataclass(frozen=True, slots=True)
class Work:
    """One logged contact or task. `key` is stable and unique; `is_young` is about that day."""

    key: str
    on: date
    minutes: int
    is_young: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """One expense as it was asked for."""

    key: str
    on: date
    cents: int
    is_proven: bool


@dataclass(frozen=True, slots=True)
class Before:
    """What was settled earlier: effort of this month, and what counts under the caps of this month and its year."""

    effort: int = 0
    month: int = 0
    year: int = 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is due now. `worth` of each piece of work is before the month's and the year's cap; `granted` is per cost."""

    effort: int = 0
    unproven: int = 0
    proven: int = 0
    counted: int = 0
    left_out: int = 0
    above: int = 0
    worth: Mapping[str, int] = field(default_factory=dict)
    granted: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.effort + self.unproven + self.proven


def worth(work: Work, *, terms: Terms, rates: Rates) -> int:
    """Cents for one piece of work under the hour's cap, rounded down so that the cap is never passed."""
    by_law = rates.hour_young if work.is_young else rates.hour
    most = by_law * work.minutes // 60
    if terms.mode == Mode.PER_CONTACT:
        return min(terms.per_contact, most)
    if terms.mode == Mode.PER_HOUR:
        return min(by_law, by_law if terms.per_hour is None else terms.per_hour) * work.minutes // 60
    return 0


def settle(
    *,
    terms: Terms,
    rates: Rates,
    work: Iterable[Work],
    costs: Iterable[Cost],
    before: Before | None = None,
    elsewhere: int = 0,
) -> Settlement:
    """What is due for one month of one person.

    `work` is the whole month as the log has it now, so that a correction pays the difference and never twice; what
    was paid too much is not asked back, but comes off what is still to come this month. `costs` are only those that
    were not settled before. `elsewhere` is what another organisation gave this month and was not counted before.
    """
    if terms.mode == Mode.NONE:
        return Settlement()
    before = before or Before()
    room = max(0, min(rates.month_cap - before.month, rates.year_cap - before.year) - elsewhere)
    in_order = sorted(costs, key=lambda cost: (cost.on, cost.key))
    granted = {cost.key: cost.cents for cost in in_order if cost.is_proven}
    proven = sum(granted.values())
    above = 0
    if terms.costs == Costs.TOGETHER:
        above = max(0, proven - room)
        room = max(0, room - proven)
    asked = left = room
    for cost in in_order:
        if not cost.is_proven:
            granted[cost.key] = min(cost.cents, left)
            left -= granted[cost.key]
    unproven = asked - left
    pieces = {piece.key: worth(piece, terms=terms, rates=rates) for piece in work}
    due = max(0, sum(pieces.values()) - before.effort)
    effort = min(due, left)
    return Settlement(
        effort=effort,
        unproven=unproven,
        proven=proven,
        counted=effort + unproven + (proven if terms.costs == Costs.TOGETHER else 0),
        left_out=due - effort + sum(cost.cents for cost in in_order) - sum(granted.values()),
        above=above,
        worth=pieces,
        granted=granted,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of a cap is used."""

    used: int
    cap: int

    @property
    def left(self) -> int:
        return max(0, self.cap - self.used)

    @property
    def is_near(self) -> bool:
        """From eighty per cent on it is time to say so."""
        return self.used * 100 >= self.cap * NEAR

    @property
    def is_full(self) -> bool:
        return self.used >= self.cap

"""When the conversations of a year are held. Derived from the days of a match (or of a year with a professional).

Pure: plain values in, plain values out, so nobody has to plan or repair them. The names of the moments are those of
goals.models.Moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

State = Literal["coming", "due", "overdue", "held"]
Pause = tuple[date, date | None]

START_WITHIN = 28
MARGIN = 14
LEAD_TO_END = 28


@dataclass(frozen=True)
class ReviewMoment:
    """One conversation. `around` is the day to name; it is due from `due_from` up to and including `due_by`.

    `planned_for` is the day that was agreed, if any; `is_under_way` says that it was begun and left.
    """

    moment: str
    around: date
    due_from: date
    due_by: date
    held_on: date | None
    state: State
    planned_for: date | None = None
    is_under_way: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is time for this conversation, or it was begun."""
        return self.state in {"due", "overdue"} or (self.is_under_way and self.state != "held")


def review_moments(
    *,
    starts_on: date,
    intended_end: date,
    held: Mapping[str, date],
    today: date,
    ended_on: date | None = None,
    aftercare_until: date | None = None,
    pauses: Sequence[Pause] = (),
    planned: Mapping[str, date] | None = None,
    under_way: frozenset[str] = frozenset(),
) -> list[ReviewMoment]:
    """Start, midpoint and end of one year, in that order; then those of the aftercare, when there is any.

    `held` maps a moment to the day it was held, `planned` to the day agreed for it. The start is due for four weeks,
    the midpoint two weeks around half-way, the end from four weeks before the last day to two weeks after it; in a
    short year these windows shrink and never overlap. A year that ended early has its end then, and no midpoint that
    was still to come. Aftercare is lighter: once half-way, and at its end.

    `pauses` are the days (first, last; None for one that goes on) in which the two did not see each other;
    `intended_end` is the day agreed on without them. Everything after a pause moves along with it, and while it goes
    on nothing that comes after its first day is due.
    """
    line = _Line(starts_on, pauses, today)
    length = max((intended_end - starts_on).days, 0)
    half = line.day(length // 2)
    last = ended_on or line.day(length)
    margin, begin = min(MARGIN, length // 8), min(START_WITHIN, length // 4)
    lead = min(LEAD_TO_END, length // 8) if ended_on is None else 0
    windows = [
        ("start", starts_on, starts_on, line.day(begin)),
        ("midpoint", half, line.day(length // 2 - margin), line.day(length // 2 + margin)),
        ("end", last, last - timedelta(days=lead), last + timedelta(days=MARGIN)),
    ]
    if ended_on is not None and aftercare_until is not None and aftercare_until > ended_on:
        windows.extend(_aftercare(ended_on, aftercare_until))
    told = []
    for moment, around, due_from, due_by in windows:
        if ended_on is not None and moment == "midpoint" and moment not in held and around > ended_on:
            continue
        state = _state(moment, due_from, due_by, held, today)
        if (
            state in {"due", "overdue"}
            and ended_on is None
            and line.is_paused
            and due_by >= line.paused_since
        ):
            state = "coming"
        told.append(
            ReviewMoment(
                moment,
                around,
                due_from,
                due_by,
                held.get(moment),
                state,
                (planned or {}).get(moment),
                moment in under_way,
            )
        )
    return told


def _aftercare(ended_on: date, until: date) -> list[tuple[str, date, date, date]]:
    days = (until - ended_on).days
    half, margin = ended_on + timedelta(days=days // 2), min(MARGIN, days // 8)
    return [
        ("aftercare_half", half, half - timedelta(days=margin), half + timedelta(days=margin)),
        (
            "aftercare",
            until,
            until - timedelta(days=min(LEAD_TO_END, days // 8)),
            until + timedelta(days=MARGIN),
        ),
    ]


class _Line:
    """A year as a line of days on which two people were on their way; days of a pause do not count."""

    def __init__(self, starts_on: date, pauses: Sequence[Pause], today: date) -> None:
        self.starts_on = starts_on
        running = [first for first, last in pauses if last is None or last >= today]
        began = [max(first, starts_on) for first in running if first <= today]
        self.is_paused = bool(began)
        self.paused_since = min(began, default=date.max)
        self._pauses = sorted((first, last or today) for first, last in pauses if first <= today)

    def day(self, number: int) -> date:
        """The day on which the two have been under way for so many days."""
        day, since = self.starts_on + timedelta(days=number), self.starts_on
        for first, last in self._pauses:
            begin = max(first, since)
            if last > begin and begin < day:
                day += last - begin
                since = last
        return day


def _state(moment: str, due_from: date, due_by: date, held: Mapping[str, date], today: date) -> State:
    if moment in held:
        return "held"
    if today < due_from:
        return "coming"
    return "due" if today <= due_by else "overdue"


Change = Literal["much_better", "better", "same", "heavier", "much_heavier"]


def change(before: int, now: int) -> Change:
    """What a mark 0-10 did since an earlier one, for words a person can own."""
    difference = now - before
    if difference == 0:
        return "same"
    if difference > 0:
        return "much_better" if difference >= 3 else "better"
    return "much_heavier" if difference <= -3 else "heavier"

"""When the three conversations of a year are held. Derived from the match's days, so nobody has to plan or repair them.

Pure: plain values in, plain values out. The names of the moments are those of goals.models.Moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

State = Literal["coming", "due", "overdue", "held"]

START_WITHIN = 28
MARGIN = 14
LEAD_TO_END = 28


@dataclass(frozen=True)
class ReviewMoment:
    """One conversation. `around` is the day to name; it is due from `due_from` up to and including `due_by`."""

    moment: str
    around: date
    due_from: date
    due_by: date
    held_on: date | None
    state: State

    @property
    def is_open(self) -> bool:
        """Whether it is time for this conversation."""
        return self.state in {"due", "overdue"}


def review_moments(
    *,
    starts_on: date,
    intended_end: date,
    held: Mapping[str, date],
    today: date,
    ended_on: date | None = None,
) -> list[ReviewMoment]:
    """Start, midpoint and end of one match, in that order.

    `held` maps a moment to the day it was held. The start is due for four weeks, the midpoint two weeks around
    half-way, the end from four weeks before the last day to two weeks after it; in a short match these windows
    shrink and never overlap. A match that ended early has its end then, and no midpoint that was still to come.
    """
    days = max((intended_end - starts_on).days, 0)
    half = starts_on + timedelta(days=days // 2)
    last = ended_on or intended_end
    margin = min(MARGIN, days // 8)
    lead = min(LEAD_TO_END, days // 8) if ended_on is None else 0
    windows = [
        ("start", starts_on, starts_on, starts_on + timedelta(days=min(START_WITHIN, days // 4))),
        ("midpoint", half, half - timedelta(days=margin), half + timedelta(days=margin)),
        ("end", last, last - timedelta(days=lead), last + timedelta(days=MARGIN)),
    ]
    return [
        ReviewMoment(
            moment, around, due_from, due_by, held.get(moment), _state(moment, due_from, due_by, held, today)
        )
        for moment, around, due_from, due_by in windows
        if moment in held or ended_on is None or around <= ended_on
    ]


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

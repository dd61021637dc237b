"""From first interest to deployable: how many are at which step, and how long each step takes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median


@dataclass(frozen=True)
class Way:
    """One volunteer's way: the day of signing up, the day each gate was passed (in order), and whether they stopped."""

    began: date
    passed: Sequence[date | None]
    stopped: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the funnel. `days` is the median from the step before, of those who passed both; None with nobody."""

    label: str
    reached: int
    waiting: int
    days: int | None


def funnel(ways: Sequence[Way], gates: Sequence[str], *, began: str) -> list[Step]:
    """The funnel of these ways: first everyone who signed up, then gate by gate.

    `waiting` are those whose next step is this one and who did not stop. A gate counts as reached when its day is known.
    """
    steps = [Step(began, len(ways), 0, None)]
    for place, label in enumerate(gates):
        reached = [way for way in ways if way.passed[place] is not None]
        waiting = [way for way in ways if not way.stopped and _next(way) == place]
        took = [days for way in reached if (days := _days(way, place)) is not None]
        steps.append(Step(label, len(reached), len(waiting), round(median(took)) if took else None))
    return steps


def whole_way(ways: Sequence[Way]) -> int | None:
    """The median number of days from first interest to the last gate; None when nobody got there."""
    done = [way for way in ways if way.passed and all(way.passed)]
    days = [(max(day for day in way.passed if day) - way.began).days for way in done]
    # Who was a volunteer before they were written down here says nothing about the way.
    took = [each for each in days if each >= 0]
    return round(median(took)) if took else None


def _next(way: Way) -> int | None:
    return next((place for place, day in enumerate(way.passed) if day is None), None)


def _days(way: Way, place: int) -> int | None:
    day, before = way.passed[place], way.passed[place - 1] if place else way.began
    # A gate renewed later than the next was passed says nothing about the way.
    return (day - before).days if day and before and day >= before else None

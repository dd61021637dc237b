"""From a count to a row or a part of a report: the hiding is done here, so no number passes unseen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programmes.charts import thousands
from programmes.models import Measure
from reports import disclosure
from reports.contents import Drawing, Figure, Part, Result, Row
from reports.disclosure import Breakdown, Cell, Why
from reports.figures import Period, Tally, counted, label, tally


def figure(cell: Cell, threshold: int, *, counts_people: bool = True) -> Figure:
    """A cell in words. Only of a hidden number of people is it known that it is small."""
    if cell.value is not None:
        return Figure(thousands(cell.value), cell.value)
    if cell.why is Why.SMALL and counts_people:
        return Figure(_("minder dan %(threshold)s") % {"threshold": threshold}, hidden=True)
    return Figure(_("niet getoond"), hidden=True)


def publishable(tallied: Tally, threshold: int) -> Figure:
    """A tally as it may be published."""
    if tallied.people is None:
        return Figure(thousands(tallied.value), tallied.value)
    cell = disclosure.amount(tallied.value, people=tallied.people, threshold=threshold)
    return figure(cell, threshold, counts_people=tallied.value == tallied.people)


def published(measure: str, period: Period) -> Figure:
    """A measure as it may be published. Who went on are part of who took part, so their rest counts too."""
    tallied = tally(measure, period)
    if measure == Measure.OUTFLOW:
        whole = tally(Measure.PARTICIPANTS, period).value
        return figure(
            disclosure.subset(tallied.value, whole=whole, threshold=period.threshold), period.threshold
        )
    return publishable(tallied, period.threshold)


def measured(measure: str, period: Period, aim: int | None = None) -> Result:
    programme = period.programme
    return Result(
        measure, label(measure, programme), published(measure, period), counted(measure, programme), aim
    )


def of_people(key: str, name: str, number: int, how: str, period: Period) -> Result:
    return Result(key, name, publishable(Tally(number, number), period.threshold), how)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a table. `most` is the conclusion, with %(label)s and %(value)s of the highest part."""

    key: str
    title: str
    head: tuple[str, str]
    most: str = ""
    drawing: Drawing = "bars"


def part_of_people(
    frame: Frame, groups: Sequence[tuple[str, int]], period: Period, *, told: Collection[int] = ()
) -> Part:
    """Numbers of people; `told` are the places of groups that the report tells elsewhere as well."""
    numbers = [number for _name, number in groups]
    hidden = disclosure.breakdown(numbers, threshold=period.threshold, told=told)
    return _part(frame, [name for name, _number in groups], hidden, period)


def part_of_amounts(
    frame: Frame, groups: Sequence[tuple[str, int, int]], people: int, period: Period
) -> Part:
    """Numbers of something else with the number of people each is about; `people` are those of all together."""
    hidden = disclosure.breakdown_of_amounts(
        [number for _name, number, _heads in groups],
        people=[heads for _name, _number, heads in groups],
        people_in_total=people,
        threshold=period.threshold,
    )
    names = [name for name, _number, _heads in groups]
    return _part(frame, names, hidden, period, counts_people=False)


def _part(
    frame: Frame, names: Sequence[str], hidden: Breakdown, period: Period, *, counts_people: bool = True
) -> Part:
    if hidden.total.value == 0:
        return Part(frame.key, frame.title, withheld=_("In deze periode is hier niets te tellen."))
    if not any(cell.value for cell in hidden.cells):
        return Part(frame.key, frame.title, withheld=too_few())
    rows = tuple(
        Row(name, (figure(cell, period.threshold, counts_people=counts_people),))
        for name, cell in zip(names, hidden.cells, strict=True)
    )
    top = _highest(names, hidden)
    conclusion = frame.title
    if frame.most and top:
        conclusion = frame.most % {"label": top[0], "value": thousands(top[1])}
    total = row(_("Samen"), (hidden.total,), period)
    return Part(frame.key, frame.title, conclusion, frame.head, rows, total, frame.drawing)


def _highest(names: Sequence[str], hidden: Breakdown) -> tuple[str, int] | None:
    """The one highest part, when that is certain from what is shown alone."""
    shown = sorted(
        ((cell.value, name) for name, cell in zip(names, hidden.cells, strict=True) if cell.value),
        reverse=True,
    )
    if not shown:
        return None
    behind = (hidden.total.value or 0) - sum(value for value, _name in shown)
    runner_up = max(behind, shown[1][0] if len(shown) > 1 else 0)
    return (shown[0][1], shown[0][0]) if shown[0][0] > runner_up else None


def row(name: str, cells: Iterable[Cell], period: Period) -> Row:
    return Row(name, tuple(figure(cell, period.threshold) for cell in cells))


def too_few() -> str:
    return _("Deze verdeling staat er niet: de aantallen zijn zo klein dat iemand herkend kan worden.")


def decimal(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")

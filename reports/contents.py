"""What stands in a year report: plain words and figures, already safe to publish, frozen as JSON.

Only what may be seen is kept here. A hidden count is gone, not covered up; so nothing that is made out of these
contents (page, PDF, export) can give it away. The words are those of the day the figures were gathered.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from programmes.charts import Chart, Goal, Point, bar_chart, line_chart, progress_chart

Drawing = Literal["", "bars", "line"]
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it reads. A hidden one has no ``value``, and its ``text`` says so in words."""

    text: str
    value: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """One result, beside its target where one was agreed, and how it was counted."""

    key: str
    label: str
    figure: Figure
    counted: str
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, the conclusion in one sentence, and a table; with a chart of its first column where that helps.

    ``withheld`` says in words why there is no table.
    """

    key: str
    title: str
    conclusion: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    total: Row | None = None
    drawing: Drawing = ""
    note: str = ""
    withheld: str = ""

    def chart(self, accent: str) -> Chart | None:
        """Its drawing; None where too much is hidden to see anything in it."""
        points = [Point(row.label, row.cells[0].value, row.cells[0].text) for row in self.rows]
        shown = sum(point.value is not None for point in points)
        if not self.drawing or shown < 2 or 2 * shown < len(points):
            return None
        draw = bar_chart if self.drawing == "bars" else line_chart
        return draw(title=self.conclusion, head=(self.head[0], self.head[1]), points=points, accent=accent)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the report under one heading: its results, then its tables."""

    title: str
    results: tuple[Result, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The whole of a report but for the coordinator's own words, which are added until it is final."""

    programme: str
    organisation: str
    funders: tuple[str, ...]
    summary: tuple[str, ...]
    goals: tuple[Result, ...]
    chapters: tuple[Chapter, ...]
    threshold: int
    hidden: str
    """What a reader must know about hidden figures in this report."""

    def goals_chart(self, title: str, head: tuple[str, str, str], accent: str) -> Chart | None:
        """The results that have a target, drawn against it."""
        goals = [
            Goal(goal.label, goal.figure.value, goal.figure.text, goal.target)
            for goal in self.goals
            if goal.target is not None
        ]
        return progress_chart(title=title, head=head, goals=goals, accent=accent) if goals else None

    @property
    def counted(self) -> tuple[Result, ...]:
        """Every result of which the report says how it was counted, each once."""
        results = (*self.goals, *(result for chapter in self.chapters for result in chapter.results))
        return tuple({result.key: result for result in results}.values())

    def as_json(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Contents":
        """The contents as they were frozen. Raises ValueError for a format this version cannot read."""
        if data.get("format") != FORMAT:
            raise ValueError("these contents were frozen in another format")
        return cls(
            programme=data["programme"],
            organisation=data["organisation"],
            funders=tuple(data["funders"]),
            summary=tuple(data["summary"]),
            goals=_results(data["goals"]),
            chapters=tuple(
                Chapter(
                    chapter["title"],
                    _results(chapter["results"]),
                    tuple(_part(part) for part in chapter["parts"]),
                )
                for chapter in data["chapters"]
            ),
            threshold=data["threshold"],
            hidden=data["hidden"],
        )


def _results(data: Sequence[dict[str, Any]]) -> tuple[Result, ...]:
    return tuple(Result(**{**result, "figure": Figure(**result["figure"])}) for result in data)


def _row(data: dict[str, Any]) -> Row:
    return Row(data["label"], tuple(Figure(**cell) for cell in data["cells"]))


def _part(data: dict[str, Any]) -> Part:
    total = _row(data["total"]) if data["total"] else None
    rows = tuple(_row(row) for row in data["rows"])
    return Part(**{**data, "head": tuple(data["head"]), "rows": rows, "total": total})

"""Small charts as SVG, drawn on the server: the same drawing on screen and in the PDF.

Colours are written out in every element, because neither the page's style sheet nor its variables reach an SVG in
the PDF renderer. The drawing has its own white ground, so it also reads on a dark page. A chart never stands alone:
it comes with the rows of the table that says the same.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

WIDTH = 400
MARGIN = 12
INK = "#1d232b"
MUTED = "#56606d"
LINE = "#d9d3c8"
TRACK = "#ece8e0"
PAPER = "#ffffff"
# Without quotes and blanks: the PDF renderer takes each name between commas as it stands.
FONT = "Noto Sans,Liberation Sans,system-ui,Segoe UI,Roboto,sans-serif"

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Point:
    """One figure. ``text`` is how it reads ("12", "minder dan 5"); ``value`` is None when it is hidden."""

    label: str
    value: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A result beside its target, in one unit."""

    label: str
    value: int | None
    text: str
    target: int


@dataclass(frozen=True, slots=True)
class Then:
    """A number of before (None when it was not asked then) beside the one of now, and what that is in words."""

    label: str
    before: int | None
    now: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and the table that says the same. ``title`` states the conclusion, and is the drawing's alt text."""

    title: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def bar_chart(*, title: str, head: tuple[str, str], points: Sequence[Point], accent: str) -> Chart:
    """Lying bars, one per point, in the order given. Hidden points have words instead of a bar."""
    step, longest = 44, max((point.value or 0 for point in points), default=0)
    room = WIDTH - 2 * MARGIN - 64
    parts = []
    for place, point in enumerate(points):
        top = MARGIN + place * step
        parts.append(_text(MARGIN, top + 13, point.label, size=13, room=WIDTH - 2 * MARGIN))
        length = room * point.value / longest if point.value else 0
        if point.value is not None:
            parts.append(_rect(MARGIN, top + 20, max(length, 2), 14, accent if point.value else LINE))
        parts.append(_value(MARGIN + (max(length, 2) + 8 if point.value is not None else 0), top + 32, point))
    height = 2 * MARGIN + len(points) * step - (step - 36 if points else 0)
    rows = tuple((point.label, point.text) for point in points)
    return Chart(title, _svg(title, height, parts, accent), head, rows)


def line_chart(*, title: str, head: tuple[str, str], points: Sequence[Point], accent: str) -> Chart:
    """A line through the points in time. The line is interrupted where a point is hidden."""
    top, height, left = MARGIN + 8, 132, MARGIN + 34
    bottom, right = top + height, WIDTH - MARGIN - 14
    ceiling = nice_ceiling(max((point.value or 0 for point in points), default=0))
    apart = (right - left) / max(len(points) - 1, 1)
    parts = []
    for share in (0, 1, 2):
        y = bottom - height * share / 2
        parts.append(
            f'<path d="M{_n(left)} {_n(y)}H{_n(right)}" stroke="{LINE}" stroke-width="1" fill="none"/>'
        )
        parts.append(
            _text(
                left - 6, y + 4, thousands(ceiling * share // 2), size=11, fill=MUTED, anchor="end", room=34
            )
        )
    every = math.ceil(len(points) / 13) or 1
    for place, point in enumerate(points):
        if place % every == 0:
            x = left + place * apart
            room = min(max(apart * every, 24), 2 * x, 2 * (WIDTH - x))
            parts.append(_text(x, bottom + 18, point.label, size=11, fill=MUTED, anchor="middle", room=room))
    placed = [
        (left + place * apart, None if point.value is None else bottom - height * point.value / ceiling)
        for place, point in enumerate(points)
    ]
    for hidden, run in groupby(placed, key=lambda spot: spot[1] is None):
        spots = [(x, y) for x, y in run if y is not None]
        if not hidden:
            parts.extend(_line(spots, bottom, accent))
    rows = tuple((point.label, point.text) for point in points)
    return Chart(title, _svg(title, bottom + 18 + MARGIN, parts, accent), head, rows)


def progress_chart(*, title: str, head: tuple[str, str, str], goals: Sequence[Goal], accent: str) -> Chart:
    """Results against their targets: a bar per goal that is full when the target is reached."""
    step, room = 58, WIDTH - 2 * MARGIN
    parts = []
    for place, goal in enumerate(goals):
        top = MARGIN + place * step
        parts.append(_text(MARGIN, top + 13, goal.label, size=13, room=room))
        parts.append(_rect(MARGIN, top + 20, room, 14, TRACK))
        if goal.value:
            full = min(goal.value / goal.target, 1) if goal.target else 1
            parts.append(_rect(MARGIN, top + 20, max(room * full, 2), 14, accent))
        words = f"{goal.text} van {thousands(goal.target)}"
        if goal.value is None:
            words = f"{goal.text[:1].upper()}{goal.text[1:]}. Het doel was {thousands(goal.target)}."
        parts.append(_text(MARGIN, top + 48, words, size=12, fill=MUTED, room=room))
    height = 2 * MARGIN + len(goals) * step - (8 if goals else 0)
    rows = tuple((goal.label, goal.text, thousands(goal.target)) for goal in goals)
    return Chart(title, _svg(title, height, parts, accent), head, rows)


def then_and_now_chart(
    *, title: str, head: tuple[str, str, str, str], rows: Sequence[Then], low: int, high: int, accent: str
) -> Chart:
    """A line per subject from `low` to `high`: an open dot for then, a filled one for now, both with their number."""
    step, left, right = 52, MARGIN + 16, WIDTH - MARGIN - 16
    parts = []

    def at(value: int) -> float:
        return left + (right - left) * (value - low) / (high - low)

    for place, row in enumerate(rows):
        top = MARGIN + place * step
        y = top + 32
        parts.append(_text(MARGIN, top + 12, row.label, size=13, bold=True, room=WIDTH / 2))
        if row.note:
            room = WIDTH / 2 - MARGIN
            parts.append(
                _text(WIDTH - MARGIN, top + 12, row.note, size=12, fill=MUTED, anchor="end", room=room)
            )
        parts.append(_rect(left - 4, y - 3, right - left + 8, 6, TRACK))
        if row.before is not None and row.before != row.now:
            begin, end = sorted((at(row.before), at(row.now)))
            parts.append(_rect(begin, y - 3, end - begin, 6, tint(accent, 0.45)))
            parts.append(
                f'<circle cx="{_n(at(row.before))}" cy="{_n(y)}" r="9" fill="{PAPER}" stroke="{MUTED}" stroke-width="2"/>'
            )
            parts.append(
                _text(at(row.before), y + 4, str(row.before), size=11, fill=MUTED, anchor="middle", room=24)
            )
        parts.append(f'<circle cx="{_n(at(row.now))}" cy="{_n(y)}" r="11" fill="{accent}"/>')
        parts.append(
            _text(at(row.now), y + 4, str(row.now), size=12, fill=PAPER, anchor="middle", bold=True, room=24)
        )
    height = 2 * MARGIN + len(rows) * step
    told = tuple(
        (row.label, "–" if row.before is None else str(row.before), str(row.now), row.note) for row in rows
    )
    return Chart(title, _svg(title, height, parts, accent), head, told)


def nice_ceiling(highest: int) -> int:
    """The first round, even number at or above the highest value: a top for the axis with a whole middle."""
    for power in range(19):
        for base in (2, 4, 6, 8, 10, 12, 16):
            if base * 10**power >= highest:
                return int(base * 10**power)
    raise ValueError("too high to draw")


def thousands(number: int) -> str:
    """The Dutch way to write a whole number: 1234 becomes 1.234."""
    return f"{number:,}".replace(",", ".")


def tint(colour: str, share: float) -> str:
    """The colour mixed with white; ``share`` of 0 is white and 1 the colour itself."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


def text_width(text: str, size: float) -> float:
    """How wide a text becomes at most, in the widest of the fonts it may be set in."""
    return sum(1.1 if ord(sign) > 0x2000 or sign in "MWmw@%" else 0.72 for sign in text) * size


def _svg(title: str, height: float, parts: Iterable[str], accent: str) -> str:
    if not _COLOUR.fullmatch(accent):
        raise ValueError("the accent is written as #rrggbb")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_n(height)}" role="img" '
        f'font-family="{FONT}"><title>{_words(title)}</title>'
        f'<rect x="0" y="0" width="{WIDTH}" height="{_n(height)}" rx="8" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


def _line(spots: Sequence[tuple[float, float]], bottom: float, accent: str) -> Iterable[str]:
    track = "L".join(f"{_n(x)} {_n(y)}" for x, y in spots)
    if len(spots) > 1:
        ground = f"M{_n(spots[0][0])} {_n(bottom)}L{track}L{_n(spots[-1][0])} {_n(bottom)}Z"
        yield f'<path d="{ground}" fill="{tint(accent, 0.14)}"/>'
        yield f'<path d="M{track}" fill="none" stroke="{accent}" stroke-width="2.5" stroke-linejoin="round"/>'
    for x, y in spots:
        yield f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3" fill="{accent}"/>'


def _value(x: float, y: float, point: Point) -> str:
    shown = point.value is not None
    return _text(x, y, point.text, size=13, fill=INK if shown else MUTED, bold=shown, room=WIDTH - MARGIN - x)


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
        f'rx="{_n(min(4, width / 2))}" fill="{fill}"/>'
    )


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: int,
    room: float,
    fill: str = INK,
    anchor: str = "start",
    bold: bool = False,
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" text-anchor="{anchor}" fill="{fill}"{weight}>'
        f"{_words(_cut(text, size, room))}</text>"
    )


def _cut(text: str, size: int, room: float) -> str:
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _words(text: str) -> str:
    return escape(_NOT_IN_XML.sub("", text))


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")

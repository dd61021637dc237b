"""A chart stays inside its frame, is well-formed whatever the words are, and never stands without its table."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.charts import (
    INK,
    MUTED,
    PAPER,
    WIDTH,
    Chart,
    Goal,
    Point,
    bar_chart,
    line_chart,
    nice_ceiling,
    progress_chart,
    text_width,
    thousands,
    tint,
)

SVG = "{http://www.w3.org/2000/svg}"
words = st.text(max_size=60)
values = st.one_of(st.none(), st.integers(0, 20), st.integers(0, 10**6))


def read(value: int | None) -> str:
    return "niet getoond" if value is None else thousands(value)


points = st.lists(
    st.builds(lambda label, value: Point(label, value, read(value)), words, values), max_size=30
)
goals = st.lists(
    st.builds(
        lambda label, value, target: Goal(label, value, read(value), target),
        words,
        values,
        st.integers(0, 500),
    ),
    max_size=8,
)
charts = st.one_of(
    st.builds(
        lambda kind, title, points: kind(
            title=title, head=("Wat", "Aantal"), points=points, accent="#0b6b57"
        ),
        st.sampled_from([bar_chart, line_chart]),
        words,
        points,
    ),
    st.builds(
        lambda title, goals: progress_chart(
            title=title, head=("Wat", "Nu", "Doel"), goals=goals, accent="#0b6b57"
        ),
        words,
        goals,
    ),
)


def corners(element: ET.Element) -> list[tuple[float, float]]:
    """The outermost points of what is drawn, for each kind of element we draw."""
    get = element.attrib.get
    match element.tag.removeprefix(SVG):
        case "rect":
            x, y, width, height = (float(element.attrib[name]) for name in ("x", "y", "width", "height"))
            assert width >= 0
            assert height >= 0
            return [(x, y), (x + width, y + height)]
        case "circle":
            x, y, r = (float(element.attrib[name]) for name in ("cx", "cy", "r"))
            return [(x - r, y - r), (x + r, y + r)]
        case "path":
            signs = element.attrib["d"].replace("M", " ").replace("L", " ").replace("Z", " ")
            start, _, across = signs.partition("H")
            numbers = [float(number) for number in start.split()]
            pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
            return [*pairs, (float(across), pairs[0][1])] if across else pairs
        case "text":
            x, y, size = (float(element.attrib[name]) for name in ("x", "y", "font-size"))
            wide = text_width(element.text or "", size)
            before = {"start": 0.0, "middle": wide / 2, "end": wide}[get("text-anchor", "start")]
            return [(x - before, y - size), (x - before + wide, y + size * 0.3)]
    return []


@given(charts)
def test_everything_drawn_stays_inside_the_frame(chart: Chart) -> None:
    root = ET.fromstring(chart.svg)
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    assert width == WIDTH
    for element in root.iter():
        for x, y in corners(element):
            assert -0.01 <= x <= width + 0.01
            assert -0.01 <= y <= height + 0.01


@given(charts)
def test_the_title_comes_first_and_every_figure_is_in_the_table(chart: Chart) -> None:
    root = ET.fromstring(chart.svg)
    assert root[0].tag == SVG + "title"
    assert root.attrib["role"] == "img"
    assert all(len(row) == len(chart.head) for row in chart.rows)


@given(charts)
def test_colours_are_written_out_and_nothing_breaks_the_content_policy(chart: Chart) -> None:
    for element in ET.fromstring(chart.svg).iter():
        assert "style" not in element.attrib
        assert not any(name.startswith("on") or "href" in name for name in element.attrib)
        for name in ("fill", "stroke"):
            assert element.attrib.get(name, "none") == "none" or element.attrib[name].startswith("#")


def test_words_are_shown_as_they_are_and_never_become_markup() -> None:
    nasty = '</title><script>alert("x")</script>'
    chart = bar_chart(title=nasty, head=("Wat", "Aantal"), points=[Point("<b>&", 3, "3")], accent="#0b6b57")
    assert "<script" not in chart.svg
    root = ET.fromstring(chart.svg)
    assert root[0].text == nasty
    assert "<b>&" in [element.text for element in root.iter(SVG + "text")]


def test_a_hidden_figure_has_words_and_no_bar() -> None:
    seen = [Point("Nieuwe baan", 12, "12"), Point("Opleiding", None, "minder dan 5")]
    chart = bar_chart(title="Meest naar werk", head=("Waarheen", "Aantal"), points=seen, accent="#0b6b57")
    bars = [
        element
        for element in ET.fromstring(chart.svg).iter(SVG + "rect")
        if element.attrib["fill"] == "#0b6b57"
    ]
    assert len(bars) == 1
    assert chart.rows == (("Nieuwe baan", "12"), ("Opleiding", "minder dan 5"))
    assert "minder dan 5" in chart.svg


def test_the_line_is_interrupted_at_a_hidden_month() -> None:
    months = [
        Point("jan", 8, "8"),
        Point("feb", 9, "9"),
        Point("mrt", None, "niet getoond"),
        Point("apr", 7, "7"),
    ]
    svg = ET.fromstring(line_chart(title="t", head=("Maand", "n"), points=months, accent="#0b6b57").svg)
    assert len(list(svg.iter(SVG + "circle"))) == 3
    strokes = [path for path in svg.iter(SVG + "path") if path.attrib.get("stroke") == "#0b6b57"]
    assert [path.attrib["d"].count("L") for path in strokes] == [1]


def test_a_longer_bar_means_more() -> None:
    seen = [Point("a", 5, "5"), Point("b", 10, "10")]
    svg = ET.fromstring(bar_chart(title="t", head=("a", "b"), points=seen, accent="#0b6b57").svg)
    five, ten = (
        float(bar.attrib["width"]) for bar in svg.iter(SVG + "rect") if bar.attrib["fill"] == "#0b6b57"
    )
    assert ten == pytest.approx(2 * five, rel=0.01)


@pytest.mark.parametrize("colour", ["red", "#fff", '#0b6b57" onload="x', "#0b6b5"])
def test_only_a_colour_is_taken_for_a_colour(colour: str) -> None:
    with pytest.raises(ValueError, match="accent"):
        bar_chart(title="t", head=("a", "b"), points=[], accent=colour)


@given(st.integers(0, 10**9))
def test_the_axis_ends_just_above_the_highest_value(highest: int) -> None:
    top = nice_ceiling(highest)
    assert highest <= top <= max(2, 2 * highest)
    assert top % 2 == 0


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_words_in_a_chart_can_be_read() -> None:
    assert min(contrast(INK, PAPER), contrast(MUTED, PAPER)) >= 4.5
    assert tint("#000000", 0.5) == "#808080"


def test_a_hidden_result_beside_its_target_is_a_sentence():
    goals = [Goal("Matches", None, "minder dan 5", 6), Goal("Uren", 12, "12", 20)]
    svg = progress_chart(title="x", head=("Wat", "Nu", "Doel"), goals=goals, accent="#0b6b57").svg
    assert "Minder dan 5. Het doel was 6." in svg
    assert "12 van 20" in svg

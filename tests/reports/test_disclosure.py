"""Nobody can be found in a published table. Checked by trying every table a reader could think of."""

from collections.abc import Iterable, Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure import (
    Cell,
    CrossTable,
    Heads,
    Why,
    amount,
    average,
    both_averages,
    breakdown,
    breakdown_of_amounts,
    count,
    cross_table,
    cross_table_of_amounts,
    percentage,
    subset,
)

thresholds = st.sampled_from([5, 5, 5, 10, 3])
counts = st.one_of(st.integers(0, 6), st.integers(0, 14))


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    height, width = draw(st.sampled_from([(1, 2), (2, 2), (2, 3), (3, 2), (3, 3), (2, 4)]))
    return [[draw(counts) for _ in range(width)] for _ in range(height)]


def possible(cell: Cell, threshold: int, highest: int) -> range:
    """Every value a reader holds possible for a cell, knowing how the hiding works."""
    if cell.value is not None:
        return range(cell.value, cell.value + 1)
    return range(1, threshold) if cell.why is Why.SMALL else range(threshold, highest + 1)


def rows_that_fit(
    cells: Sequence[Cell], total: Cell, threshold: int, highest: int, *, near: Sequence[int] | None = None
) -> list[tuple[int, ...]]:
    sums = possible(total, threshold, highest)
    fitting: list[tuple[int, ...]] = [()]
    for place, cell in enumerate(cells):
        values: Iterable[int] = possible(cell, threshold, highest)
        if near is not None:
            values = [value for value in values if abs(value - near[place]) <= 1]
        fitting = [(*row, value) for row in fitting for value in values if sum(row) + value < sums.stop]
    return [row for row in fitting if sum(row) in sums]


def tables_that_fit(
    table: CrossTable, threshold: int, highest: int, *, near: Sequence[Sequence[int]] | None = None
) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every table of counts that agrees with what was published. ``highest`` bounds the search.

    With `near`, only those of which no cell differs by more than one from this table.
    """
    choices = [
        rows_that_fit(cells, total, threshold, highest, near=near[at] if near else None)
        for at, (cells, total) in enumerate(zip(table.rows, table.row_totals, strict=True))
    ]
    columns = [possible(total, threshold, highest) for total in table.column_totals]
    alls = possible(table.total, threshold, highest)

    def extend(chosen: tuple[tuple[int, ...], ...]) -> Iterator[tuple[tuple[int, ...], ...]]:
        sums = [sum(column) for column in zip(*chosen, strict=True)] or [0] * len(columns)
        if any(value >= column.stop for value, column in zip(sums, columns, strict=True)):
            return
        if len(chosen) == len(choices):
            if all(v in c for v, c in zip(sums, columns, strict=True)) and sum(sums) in alls:
                yield chosen
            return
        for row in choices[len(chosen)]:
            yield from extend((*chosen, row))

    yield from extend(())


def hidden_places(table: CrossTable) -> set[tuple[int, int]]:
    """Places of hidden cells; a total stands one beyond the last row or column."""
    height, width = len(table.rows), len(table.column_totals)
    places = {(i, j) for i, row in enumerate(table.rows) for j, cell in enumerate(row) if cell.value is None}
    places |= {(i, width) for i, cell in enumerate(table.row_totals) if cell.value is None}
    places |= {(height, j) for j, cell in enumerate(table.column_totals) if cell.value is None}
    return places | ({(height, width)} if table.total.value is None else set())


def value_at(body: tuple[tuple[int, ...], ...], place: tuple[int, int]) -> int:
    i, j = place
    rows = body if i == len(body) else body[i : i + 1]
    return sum(sum(row) if j == len(row) else row[j] for row in rows)


def places_a_reader_can_work_out(
    table: CrossTable, threshold: int, highest: int, *, truth: Sequence[Sequence[int]]
) -> set[tuple[int, int]]:
    """The places that have one value in every table that fits. Tables like the true one nearly always settle it."""
    open_places = hidden_places(table)
    first: dict[tuple[int, int], int] = {}
    for near in (truth, None):
        if not open_places:
            break
        for body in tables_that_fit(table, threshold, highest, near=near):
            for place in list(open_places):
                value = value_at(body, place)
                if first.setdefault(place, value) != value:
                    open_places.discard(place)
            if not open_places:
                break
    return open_places


@settings(max_examples=400, deadline=None)
@given(values=tables(), threshold=thresholds)
def test_no_hidden_cell_of_a_table_can_be_worked_out(values: list[list[int]], threshold: int) -> None:
    table = cross_table(values, threshold=threshold)
    if not table.withheld:
        assert (
            places_a_reader_can_work_out(table, threshold, sum(map(sum, values)) + 2, truth=values) == set()
        )


@settings(max_examples=300, deadline=None)
@given(values=st.lists(counts, max_size=6), threshold=thresholds)
def test_no_hidden_part_of_a_breakdown_can_be_worked_out(values: list[int], threshold: int) -> None:
    result = breakdown(values, threshold=threshold)
    if result.withheld:
        return
    fitting = rows_that_fit(result.cells, result.total, threshold, sum(values) + 2)
    assert tuple(values) in fitting
    for place, cell in enumerate(result.cells):
        if cell.value is None:
            assert len({row[place] for row in fitting}) > 1


@given(values=tables(), threshold=thresholds)
def test_no_small_count_is_published_and_what_is_published_is_true(
    values: list[list[int]], threshold: int
) -> None:
    table = cross_table(values, threshold=threshold)
    body = tuple(map(tuple, values))
    shown = [
        *((cell, value_at(body, (i, j))) for i, row in enumerate(table.rows) for j, cell in enumerate(row)),
        *((cell, value_at(body, (i, len(values[0])))) for i, cell in enumerate(table.row_totals)),
        *((cell, value_at(body, (len(values), j))) for j, cell in enumerate(table.column_totals)),
        (table.total, sum(map(sum, values))),
    ]
    for cell, truth in shown:
        assert cell.value in (None, truth)
        assert (cell.why is Why.SMALL) == (0 < truth < threshold)
        if truth == 0:
            assert cell.value == 0


@given(values=tables(), threshold=thresholds)
def test_a_table_without_small_counts_is_left_alone(values: list[list[int]], threshold: int) -> None:
    large = [[value + threshold if value % 3 else 0 for value in row] for row in values]
    assert not cross_table(large, threshold=threshold).hides
    assert not breakdown(large[0], threshold=threshold).hides


@settings(max_examples=60, deadline=None)
@given(values=tables(), threshold=thresholds)
def test_nothing_is_hidden_without_need(values: list[list[int]], threshold: int) -> None:
    """Showing any one extra hidden cell would give away a small count. So no more is hidden than needed."""
    table = cross_table(values, threshold=threshold)
    highest = sum(map(sum, values)) + 2
    body = tuple(map(tuple, values))
    for i, row in enumerate(table.rows):
        for j, cell in enumerate(row):
            if cell.why is Why.DERIVED:
                shown = [list(cells) for cells in table.rows]
                shown[i][j] = Cell(value_at(body, (i, j)))
                opened = CrossTable(
                    tuple(map(tuple, shown)), table.row_totals, table.column_totals, table.total
                )
                assert places_a_reader_can_work_out(opened, threshold, highest, truth=values)


@given(values=st.lists(counts, max_size=8), threshold=thresholds)
def test_a_breakdown_hides_at_most_one_part_more_than_the_small_ones(
    values: list[int], threshold: int
) -> None:
    result = breakdown(values, threshold=threshold)
    assert sum(cell.why is Why.DERIVED for cell in result.cells) <= 1


@given(values=tables(), threshold=thresholds)
def test_the_same_table_is_always_hidden_the_same_way(values: list[list[int]], threshold: int) -> None:
    assert cross_table(values, threshold=threshold) == cross_table(values, threshold=threshold)


def test_the_total_of_all_is_never_sacrificed() -> None:
    result = breakdown([1, 5], threshold=5)
    assert result.withheld
    assert result.total == Cell(6)


@given(values=st.lists(counts, min_size=1, max_size=6), threshold=thresholds)
def test_what_is_told_elsewhere_is_not_hidden_here(values: list[int], threshold: int) -> None:
    first = breakdown(values, threshold=threshold, told={0})
    assert first.withheld or first.cells[0] == count(values[0], threshold=threshold)
    table = cross_table([values, values], threshold=threshold, told={0})
    assert table.withheld or table.column_totals[0] == count(2 * values[0], threshold=threshold)


def test_a_lone_small_part_takes_the_smallest_other_part_with_it() -> None:
    result = breakdown([3, 20, 8], threshold=5)
    assert [cell.why for cell in result.cells] == [Why.SMALL, Why.SHOWN, Why.DERIVED]
    assert result.total == Cell(31)


def test_two_parts_of_one_take_a_large_part_with_them() -> None:
    """With 22 shown and 20 shown, both ones would be known to be one."""
    assert breakdown([1, 1, 20], threshold=5).cells[2].value is None


def test_a_total_that_is_small_has_no_parts() -> None:
    assert breakdown([2, 2], threshold=5).withheld
    assert cross_table([[2, 0], [0, 2]], threshold=5).withheld


def test_amounts_about_few_people_are_hidden_and_cannot_be_subtracted() -> None:
    result = breakdown_of_amounts([9, 40, 31], people=[2, 12, 9], people_in_total=14, threshold=5)
    assert [cell.value for cell in result.cells] == [None, 40, None]
    assert result.total == Cell(80)
    assert not breakdown_of_amounts([9, 40], people=[6, 12], people_in_total=14, threshold=5).hides


@pytest.mark.parametrize(("people", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (10, 10)])
def test_a_count_of_one_to_four_is_hidden_and_zero_is_shown(people: int, shown: int | None) -> None:
    assert count(people, threshold=5).value == shown


def test_hours_of_few_people_are_hidden_however_many_hours() -> None:
    assert amount(240, people=4, threshold=5).value is None
    assert amount(240, people=5, threshold=5).value == 240


def test_an_average_needs_ten_people() -> None:
    assert average([7.0] * 9, people=9) is None
    assert average([7.0] * 12, people=9) is None
    assert average([6.0, 7.0] * 5, people=10) == pytest.approx(6.5)


@given(whole=st.integers(0, 60), share=st.floats(0, 1), threshold=thresholds)
def test_a_subset_never_tells_how_few_the_rest_are(whole: int, share: float, threshold: int) -> None:
    part = round(whole * share)
    shown = subset(part, whole=whole, threshold=threshold)
    too_few = any(0 < people < threshold for people in (part, whole - part))
    assert shown.value in (None, part)
    assert shown.value is None or not too_few
    assert too_few or shown.value == part or whole < threshold


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(5, 9, None), (5, 10, 50), (3, 30, None), (27, 30, None), (0, 30, 0), (30, 30, 100)],
)
def test_a_percentage_never_tells_a_hidden_count(part: int, whole: int, shown: int | None) -> None:
    assert percentage(part, whole=whole, threshold=5) == shown


@pytest.mark.parametrize("threshold", [2, 0, -1])
def test_a_threshold_that_hides_nothing_is_refused(threshold: int) -> None:
    with pytest.raises(ValueError, match="threshold"):
        count(4, threshold=threshold)


@st.composite
def who_is_where(draw: st.DrawFn) -> list[list[list[int]]]:
    """Per cell whose things are in it: the same few people in many cells, some with more than one."""
    height, width = draw(st.sampled_from([(2, 2), (2, 3), (3, 2)]))
    cell = st.lists(st.integers(0, 7), max_size=7)
    return [[draw(cell) for _ in range(width)] for _ in range(height)]


@settings(max_examples=400, deadline=None)
@given(people=who_is_where(), threshold=thresholds)
def test_no_hidden_amount_of_a_table_can_be_worked_out(people: list[list[list[int]]], threshold: int) -> None:
    values = [[len(cell) for cell in row] for row in people]
    heads = Heads.of_people(people)
    table = cross_table_of_amounts(values, heads=heads, threshold=threshold)
    if table.withheld:
        return
    for row, cells in zip(table.rows, people, strict=True):
        assert all(
            cell.value is None or len(set(whose)) >= threshold or not whose
            for cell, whose in zip(row, cells, strict=True)
        )
    for cell, number in zip(
        (*table.row_totals, *table.column_totals), (*heads.rows, *heads.columns), strict=True
    ):
        assert cell.value is None or number == 0 or number >= threshold
    assert places_a_reader_of_amounts_can_work_out(table, values) == set()


def places_a_reader_of_amounts_can_work_out(
    table: CrossTable, truth: Sequence[Sequence[int]]
) -> set[tuple[int, int]]:
    """As for numbers of people; but few people may have many things, so a small cell has no known highest value."""

    def freed(cell: Cell) -> Cell:
        return Cell(cell.value, Why.SHOWN if cell.value is not None else Why.DERIVED)

    loose = CrossTable(
        tuple(tuple(freed(cell) for cell in row) for row in table.rows),
        tuple(freed(cell) for cell in table.row_totals),
        tuple(freed(cell) for cell in table.column_totals),
        table.total,
    )
    return places_a_reader_can_work_out(loose, 1, sum(map(sum, truth)) + 2, truth=truth)


def test_averages_of_two_groups_are_told_when_nobody_is_in_one_alone() -> None:
    ten, more = set(range(10)), set(range(11))
    assert both_averages(ten, ten)
    assert not both_averages(ten, more)
    assert not both_averages(ten, set(range(19)))
    assert both_averages(ten, set(range(20)))

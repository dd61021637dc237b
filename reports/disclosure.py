"""Disclosure control: no figure in a report may lead back to a person.

Four rules, all of them about counts of people:

1. A count of 1 up to and including ``threshold - 1`` is hidden. Zero may be shown: it is about nobody.
2. Where a hidden count could be worked out from a total, more cells are hidden: as few as will do.
3. Where hiding single cells cannot help, the whole table is withheld.
4. An average or a percentage needs at least ten people.

The reader is taken to know everything that is printed, which cells were hidden for rule 1 (so: that they lie
between 1 and ``threshold - 1``) and which for rule 2 (so: that they are not small). A table is good when every
hidden cell can still have at least two values.

A table with its totals is a network in which every cell is a pipe and every total a pipe back: a cell can have
another value exactly when there is a round trip through it over hidden cells. The cheapest such round trip names
the cells to hide (Cox 1995, "Network models for complementary cell suppression", JASA 90).
"""

import heapq
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

SMALLEST_THRESHOLD = 3
PEOPLE_FOR_AN_AVERAGE = 10


class Why(StrEnum):
    """Why a cell looks the way it does."""

    SHOWN = "shown"
    SMALL = "small"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as it may be published. ``value`` is None when it is hidden."""

    value: int | None
    why: Why = Why.SHOWN


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Parts with their total. ``cells`` is empty when the breakdown is withheld."""

    cells: tuple[Cell, ...]
    total: Cell

    @property
    def withheld(self) -> bool:
        return not self.cells

    @property
    def hides(self) -> bool:
        """Whether a reader misses anything here."""
        return self.withheld or any(cell.value is None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Rows and columns with their totals. ``rows`` is empty when the table is withheld."""

    rows: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...]
    column_totals: tuple[Cell, ...]
    total: Cell

    @property
    def withheld(self) -> bool:
        return not self.rows

    @property
    def hides(self) -> bool:
        """Whether a reader misses anything here."""
        cells = (*(cell for row in self.rows for cell in row), *self.row_totals, *self.column_totals)
        return self.withheld or any(cell.value is None for cell in cells)


def count(people: int, *, threshold: int) -> Cell:
    """One number of people that stands on its own."""
    return amount(people, people=people, threshold=threshold)


def amount(value: int, *, people: int, threshold: int) -> Cell:
    """A number of something else (contacts, hours) that is about this many people."""
    _check(threshold, value, people)
    return Cell(None, Why.SMALL) if 0 < people < threshold else Cell(value)


def average(values: Sequence[float], *, people: int) -> float | None:
    """The average of values about this many people, or None with fewer than ten."""
    return sum(values) / len(values) if values and people >= PEOPLE_FOR_AN_AVERAGE else None


def both_averages(one: Collection[int], other: Collection[int]) -> bool:
    """Whether averages about two overlapping groups (of person ids) may both be told.

    Who is in one of them alone must be nobody or ten people, or their average would be the difference of the two.
    """
    alone = (len(set(one) - set(other)), len(set(other) - set(one)))
    return all(number == 0 or number >= PEOPLE_FOR_AN_AVERAGE for number in alone)


def subset(part: int, *, whole: int, threshold: int) -> Cell:
    """People out of a whole that is published too: hidden as well when the rest of them are too few."""
    parts = breakdown([part, whole - part], threshold=threshold)
    alone = count(part, threshold=threshold)
    return (
        Cell(None, Why.DERIVED)
        if parts.withheld and alone.value is not None
        else (parts.cells or (alone,))[0]
    )


def percentage(part: int, *, whole: int, threshold: int) -> int | None:
    """Whole per cents of a published whole; None with fewer than ten people, or when the part itself is hidden."""
    shown = subset(part, whole=whole, threshold=threshold)
    if whole < PEOPLE_FOR_AN_AVERAGE or shown.value is None:
        return None
    return round(100 * part / whole)


def breakdown(values: Sequence[int], *, threshold: int, told: Collection[int] = ()) -> Breakdown:
    """Numbers of people in parts, published with their total. A total that is small itself has no parts to show.

    ``told`` are the places of parts that the report also tells elsewhere: hiding those would protect nobody.
    """
    return _breakdown(values, values, sum(values), threshold, counts_people=True, told=told)


def breakdown_of_amounts(
    values: Sequence[int], *, people: Sequence[int], people_in_total: int, threshold: int
) -> Breakdown:
    """Amounts (contacts per month) in parts, published with their total.

    ``people`` says about how many people each amount is; ``people_in_total`` how many those are together, for the
    same person may count in several parts.
    """
    return _breakdown(values, people, people_in_total, threshold, counts_people=False)


def _breakdown(
    values: Sequence[int],
    people: Sequence[int],
    people_in_total: int,
    threshold: int,
    *,
    counts_people: bool,
    told: Collection[int] = (),
) -> Breakdown:
    _check(threshold, *values, *people)
    total = amount(sum(values), people=people_in_total, threshold=threshold)
    parts = [
        _Pipe(
            tail=0,
            head=1,
            value=value,
            known=_range(value, heads, threshold, counts_people=counts_people),
            small=0 < heads < threshold,
            fixed=place in told,
        )
        for place, (value, heads) in enumerate(zip(values, people, strict=True))
    ]
    network = _Network([*parts, _Pipe(1, 0, sum(values), fixed=True)])
    if total.value is None or not network.protect():
        return Breakdown((), total)
    return Breakdown(tuple(network.cells()[:-1]), total)


def cross_table(values: Sequence[Sequence[int]], *, threshold: int, told: Collection[int] = ()) -> CrossTable:
    """Numbers of people in rows and columns, published with the totals of both and the total of all.

    The total of all is never hidden to protect another cell, because it stands elsewhere in a report as well.
    ``told`` are the places of columns of whose totals that is true too.
    """
    return _cross_table(values, Heads.of_counts(values), threshold, counts_people=True, told=told)


@dataclass(frozen=True, slots=True)
class Heads:
    """About how many people each figure of a cross table is. The same person may count in several cells."""

    cells: Sequence[Sequence[int]]
    rows: Sequence[int]
    columns: Sequence[int]
    total: int

    @classmethod
    def of_counts(cls, values: Sequence[Sequence[int]]) -> "Heads":
        """When each figure is a number of people itself."""
        columns = [sum(column) for column in zip(*values, strict=True)]
        return cls(values, [sum(row) for row in values], columns, sum(columns))

    @classmethod
    def of_people(cls, people: Sequence[Sequence[Collection[int]]]) -> "Heads":
        """Out of who is in each cell."""
        rows = [len({one for cell in row for one in cell}) for row in people]
        columns = [len({one for cell in column for one in cell}) for column in zip(*people, strict=True)]
        everyone = {one for row in people for cell in row for one in cell}
        return cls([[len(set(cell)) for cell in row] for row in people], rows, columns, len(everyone))


def cross_table_of_amounts(
    values: Sequence[Sequence[int]], *, heads: Heads, threshold: int, told: Collection[int] = ()
) -> CrossTable:
    """Amounts (goals per life area and state) in rows and columns, as `cross_table` publishes numbers of people."""
    return _cross_table(values, heads, threshold, counts_people=False, told=told)


def _cross_table(
    values: Sequence[Sequence[int]],
    heads: Heads,
    threshold: int,
    *,
    counts_people: bool,
    told: Collection[int],
) -> CrossTable:
    if len({len(row) for row in values}) > 1:
        raise ValueError("every row needs the same number of columns")
    _check(threshold, *(value for row in (*values, *heads.cells) for value in row))
    height, width = len(values), len(values[0]) if values else 0
    total = amount(sum(map(sum, values)), people=heads.total, threshold=threshold)
    # Nodes: one per row, one per column, and one at each end for the totals.
    rows_end, columns_end = height + width, height + width + 1

    def pipe(tail: int, head: int, value: int, people: int, *, margin: int = 0, fixed: bool = False) -> _Pipe:
        bounds = _range(value, people, threshold, counts_people=counts_people)
        return _Pipe(tail, head, value, bounds, 0 < people < threshold, margin=margin, fixed=fixed)

    inner = [
        pipe(i, height + j, value, heads.cells[i][j])
        for i, row in enumerate(values)
        for j, value in enumerate(row)
    ]
    per_row = [pipe(columns_end, i, sum(row), heads.rows[i], margin=1) for i, row in enumerate(values)]
    per_column = [
        pipe(
            height + j,
            rows_end,
            sum(row[j] for row in values),
            heads.columns[j],
            margin=1,
            fixed=j in told,
        )
        for j in range(width)
    ]
    whole = _Pipe(rows_end, columns_end, sum(map(sum, values)), fixed=True)
    network = _Network([*inner, *per_row, *per_column, whole])
    if total.value is None or not network.protect():
        return CrossTable((), (), (), total)
    cells = network.cells()
    body = cells[: height * width]
    return CrossTable(
        rows=tuple(tuple(body[i * width : (i + 1) * width]) for i in range(height)),
        row_totals=tuple(cells[height * width : height * width + height]),
        column_totals=tuple(cells[height * width + height : -1]),
        total=total,
    )


def _check(threshold: int, *values: int) -> None:
    if threshold < SMALLEST_THRESHOLD:
        raise ValueError(
            f"a threshold below {SMALLEST_THRESHOLD} hides nothing: a hidden 1 would be a known 1"
        )
    if any(value < 0 for value in values):
        raise ValueError("a count is never below zero")


def _range(value: int, people: int, threshold: int, *, counts_people: bool) -> tuple[int, int | None]:
    """What a reader knows about this cell once it is hidden: lowest and highest (None: no highest)."""
    if 0 < people < threshold:
        return min(value, 1), threshold - 1 if counts_people else None
    return min(value, threshold), None


@dataclass(slots=True)
class _Pipe:
    tail: int
    head: int
    value: int
    known: tuple[int, int | None] = (0, None)
    small: bool = False
    margin: int = 0
    fixed: bool = False

    @property
    def can_rise(self) -> bool:
        return self.known[1] is None or self.value < self.known[1]

    @property
    def can_fall(self) -> bool:
        return self.value > self.known[0]

    @property
    def may_be_hidden(self) -> bool:
        return not self.fixed and self.value > 0

    @property
    def cost(self) -> tuple[int, int, int]:
        """Rather an inner cell than a total, rather few cells than many, rather small figures than large."""
        return self.margin, 1, self.value


class _Network:
    """The cells and totals of one table, and which of them are hidden."""

    def __init__(self, pipes: Sequence[_Pipe]) -> None:
        self.pipes = pipes
        self.small = [k for k, pipe in enumerate(pipes) if pipe.small]
        self.hidden = set(self.small)

    def protect(self) -> bool:
        """Hide what must be hidden. False when no hiding of single cells can keep every small one unknown."""
        for k in self.small:
            trip = self.round_trip(k, may_hide=True)
            if trip is None:
                return False
            self.hidden.update(trip)
        self.show_again()
        return True

    def show_again(self) -> None:
        """Show what turned out not to be needed, the largest first."""
        extra = sorted(
            self.hidden.difference(self.small), key=lambda k: (self.pipes[k].cost, k), reverse=True
        )
        for k in extra:
            self.hidden.discard(k)
            if not all(self.unknown(small) for small in self.small):
                self.hidden.add(k)
        for k in extra:
            if k in self.hidden and not self.unknown(k):
                self.hidden.discard(k)

    def unknown(self, k: int) -> bool:
        """Whether this hidden cell can have another value, as far as a reader can tell."""
        return self.round_trip(k, may_hide=False) is not None

    def round_trip(self, k: int, *, may_hide: bool) -> set[int] | None:
        """The cells of the cheapest round trip that changes this cell by one, or None when there is none."""
        pipe = self.pipes[k]
        trips = []
        if pipe.can_rise:
            trips.append(self.path(pipe.head, pipe.tail, around=k, may_hide=may_hide))
        if pipe.can_fall:
            trips.append(self.path(pipe.tail, pipe.head, around=k, may_hide=may_hide))
        found = [trip for trip in trips if trip is not None]
        return min(found)[1] if found else None

    def path(
        self, start: int, end: int, *, around: int, may_hide: bool
    ) -> tuple[tuple[tuple[int, int, int], tuple[int, ...]], set[int]] | None:
        """The cheapest way from node to node over cells that are hidden, or may be (Dijkstra)."""
        queue: list[tuple[tuple[int, int, int], tuple[int, ...], int]] = [((0, 0, 0), (), start)]
        seen: set[int] = set()
        while queue:
            cost, trail, node = heapq.heappop(queue)
            if node == end:
                return (cost, trail), set(trail)
            if node in seen:
                continue
            seen.add(node)
            for k, onward in self.steps(node, may_hide=may_hide):
                if k != around and onward not in seen:
                    extra = (0, 0, 0) if k in self.hidden else self.pipes[k].cost
                    dearer = (cost[0] + extra[0], cost[1] + extra[1], cost[2] + extra[2])
                    heapq.heappush(queue, (dearer, (*trail, k), onward))
        return None

    def steps(self, node: int, *, may_hide: bool) -> Iterator[tuple[int, int]]:
        for k, pipe in enumerate(self.pipes):
            if k in self.hidden or (may_hide and pipe.may_be_hidden):
                if pipe.tail == node and pipe.can_rise:
                    yield k, pipe.head
                if pipe.head == node and pipe.can_fall:
                    yield k, pipe.tail

    def cells(self) -> list[Cell]:
        return [
            Cell(pipe.value) if k not in self.hidden else Cell(None, Why.SMALL if pipe.small else Why.DERIVED)
            for k, pipe in enumerate(self.pipes)
        ]

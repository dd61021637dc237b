"""What became different for people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from goals.group import LATER, Pairs, goals_by_area_and_state, since_the_start
from goals.models import ActionStep, GoalState, LifeArea, Moment
from goals.shipped import LADDER, LIFE_AREAS
from participants.models import OutflowReason
from programmes.models import Measure
from reports import disclosure
from reports.contents import Chapter, Figure, Part, Result, Row
from reports.disclosure import CrossTable, Heads
from reports.figures import Period, Tally, goals_reached, moved_on, successes_of

from .parts import (
    Frame,
    decimal,
    figure,
    measured,
    part_of_amounts,
    part_of_people,
    publishable,
    row,
    too_few,
)

REACHED = list(GoalState).index(GoalState.REACHED)
People = list[list[int]]
"""Per column of one row of a cross table: whose they are, once per thing."""


def change(period: Period) -> Chapter:
    """What became different for people: successes, goals, how life areas feel, and where they went on to."""
    words = period.programme.words
    successes = _about(successes_of(period).order_by().values_list("plan_id", flat=True))
    done = ActionStep.objects.filter(done_on__gte=period.first, done_on__lte=period.until).order_by()
    steps = _about(done.values_list("goal__plan_id", flat=True))
    reached = _about(goals_reached(period).order_by().values_list("plan_id", flat=True))
    outflow = measured(Measure.OUTFLOW, period)
    results = (
        Result(
            "successes",
            _("Successen die zijn gevierd"),
            publishable(successes, period.threshold),
            _("Alles wat mensen als gelukt opschreven of samen met hun %(buddy)s vierden.")
            % {"buddy": words.buddy},
        ),
        Result(
            "steps",
            _("Stappen die zijn gezet"),
            publishable(steps, period.threshold),
            _("Kleine stappen uit het plan die in de periode zijn gedaan."),
        ),
        Result(
            "goals",
            _("Doelen die zijn gehaald"),
            publishable(reached, period.threshold),
            _("Doelen uit het plan, in iemands eigen woorden, die zijn gelukt."),
        ),
        outflow,
    )
    return Chapter(
        _("Wat er veranderde"),
        results,
        (
            _outflow(period, hidden=outflow.figure.hidden),
            *_goals(period, hidden=results[2].figure.hidden),
            *_life_areas(period),
            *_ladder(period),
        ),
    )


def _about(plans: Iterable[int]) -> Tally:
    """As many things as there are plans named, about as many people as there are different ones."""
    named = list(plans)
    return Tally(len(named), len(set(named)))


def _outflow(period: Period, *, hidden: bool) -> Part:
    """Where people went on to. Its total is the result above it, so it is withheld where that is hidden."""
    frame = Frame(
        "outflow",
        _("Waar mensen naartoe gingen"),
        (_("Waarheen"), period.programme.words.Participants),
        _("De meesten gingen verder met %(label)s (%(value)s)."),
    )
    if hidden:
        return Part(frame.key, frame.title, withheld=too_few())
    reasons = Counter(moved_on(period).order_by().values_list("outflow_reason", flat=True))
    names = {**{reason.value: str(reason.label) for reason in OutflowReason}, "": _("niet opgeschreven")}
    return part_of_people(
        frame, [(name, reasons[value]) for value, name in names.items() if value in reasons], period
    )


def _goals(period: Period, *, hidden: bool) -> list[Part]:
    """Goals per life area and state: in one table, else with fewer columns, else each by itself.

    Those reached are a result of their own (`hidden` there or not), so the tables tell their number as it does. All
    three ways are about the same goals: only one of them is ever in a report, as two could be subtracted.
    """
    per_area = goals_by_area_and_state(since=period.first, until=period.until)
    grid: dict[str, People] = {
        str(area.label): [per_area[area.value][state.value] for state in GoalState]
        for area in LifeArea
        if any(per_area[area.value].values())
    }
    head = (_("Waarover"), *(str(state.label) for state in GoalState), _("samen"))
    whole = _goals_table(grid, head, period, told={REACHED})
    if whole is not None:
        return [whole]
    states = _states(grid, period, hidden=hidden)
    in_two = {name: [cells[REACHED], _others(cells)] for name, cells in grid.items()}
    head = (_("Waarover"), str(GoalState.REACHED.label), _("nog niet, of anders"), _("samen"))
    halves = _goals_table(in_two, head, period, told={0, 1})
    if halves is not None:
        return [states, halves]
    frame = Frame("goal-areas", _("Waar de doelen over gaan"), (_("Waarover"), _("Doelen")))
    together = {name: [plan for cell in cells for plan in cell] for name, cells in grid.items()}
    groups = [(name, len(plans), len(set(plans))) for name, plans in together.items()]
    heads = len({plan for plans in together.values() for plan in plans})
    return [states, part_of_amounts(frame, groups, heads, period)]


def _others(cells: People) -> list[int]:
    return [plan for place, cell in enumerate(cells) if place != REACHED for plan in cell]


def _goals_table(
    grid: Mapping[str, People], head: tuple[str, ...], period: Period, *, told: set[int]
) -> Part | None:
    """Goals in rows and columns; None when more than half of what there is would be hidden."""
    table = disclosure.cross_table_of_amounts(
        [[len(cell) for cell in cells] for cells in grid.values()],
        heads=Heads.of_people(list(grid.values())),
        threshold=period.threshold,
        told=told,
    )
    there = [cell for cells in table.rows for cell in cells if cell.value != 0]
    if 2 * sum(1 for cell in there if cell.value) < len(there) or not there:
        return None
    rows, total = _rows(table, list(grid), period, counts_people=False)
    return Part("goal-areas", _("Waar de doelen over gaan"), head=head, rows=rows, total=total)


def _rows(
    table: CrossTable, names: Sequence[str], period: Period, *, counts_people: bool = True
) -> tuple[tuple[Row, ...], Row]:
    """A cross table in words: its rows, and the row of its totals."""

    def told(name: str, cells: Iterable[disclosure.Cell]) -> Row:
        return Row(name, tuple(figure(cell, period.threshold, counts_people=counts_people) for cell in cells))

    body = zip(names, table.rows, table.row_totals, strict=True)
    rows = tuple(told(name, (*cells, whole)) for name, cells, whole in body)
    return rows, told(_("Samen"), (*table.column_totals, table.total))


def _states(grid: Mapping[str, People], period: Period, *, hidden: bool) -> Part:
    """How it stands with goals. Those reached are a result of their own: hidden there, or only here, hides it all."""
    frame = Frame(
        "goal-states",
        _("Hoe het staat met de doelen"),
        (_("Hoe het ermee staat"), _("Doelen")),
        _("De meeste zijn: %(label)s (%(value)s)."),
    )
    groups = []
    for place, state in enumerate(GoalState):
        plans = [plan for cells in grid.values() for plan in cells[place]]
        groups.append((str(state.label), len(plans), len(set(plans))))
    everyone = {plan for cells in grid.values() for cell in cells for plan in cell}
    part = part_of_amounts(frame, groups, len(everyone), period)
    reached_here = [row.cells[0] for row in part.rows if row.label == str(GoalState.REACHED.label)]
    if hidden or any(cell.hidden for cell in reached_here):
        return Part(frame.key, frame.title, withheld=part.withheld or too_few())
    return part


def _since_the_start(moment: Moment, what: str) -> str:
    whens = {
        Moment.MIDPOINT: _("Van het begin tot halverwege: %(what)s"),
        Moment.END: _("Van het begin tot het eind: %(what)s"),
    }
    return whens[moment] % {"what": what}


def _life_areas(period: Period) -> list[Part]:
    """Half-way and at the end beside the start, each by itself: for how many people, and the average mark."""
    told = since_the_start(key=LIFE_AREAS, since=period.first, until=period.until)
    parts = [_moves(told[moment], moment, period) for moment in LATER if told[moment]]
    if not parts:
        nothing = _("In deze periode is hier niets te tellen.")
        parts = [Part("moves", _("Voor hoeveel mensen iets anders werd"), withheld=nothing)]
    end = _marks(told[Moment.END], Moment.END, period)
    # Whoever is in one of two averages alone could be found by subtracting them.
    shown = {row.label for row in end.rows}
    apart = [
        area.value
        for area in LifeArea
        if str(area.label) in shown
        and not disclosure.both_averages(
            told[Moment.MIDPOINT].get(area.value, {}), told[Moment.END].get(area.value, {})
        )
    ]
    half = {item: pairs for item, pairs in told[Moment.MIDPOINT].items() if item not in apart}
    middle = _marks(half, Moment.MIDPOINT, period)
    told_marks = [part for part in (middle, end) if part.rows]
    if not told_marks and any(told.values()):
        told_marks = [end]
    return [*parts, *told_marks]


def _moves(pairs: Pairs, moment: Moment, period: Period) -> Part:
    """Per life area for how many people it became lighter, stayed the same, or became heavier."""
    key = f"moves-{moment.value}"
    title = _since_the_start(moment, _("voor hoeveel mensen iets anders werd"))
    rows = []
    for area in LifeArea:
        cells = _moved(list(pairs.get(area.value, {}).values()), period)
        if cells is not None:
            rows.append(row(str(area.label), cells, period))
    if not rows:
        return Part(key, title, withheld=too_few())
    head = (_("Waarover"), _("gaat beter"), _("is hetzelfde"), _("is zwaarder"), _("mensen samen"))
    note = _("Een lager cijfer is geen stap terug: soms komt er pas ruimte om te zien wat er is.")
    return Part(key, title, head=head, rows=tuple(rows), note=note)


def _ladder(period: Period) -> list[Part]:
    """The ladder, in programmes that use it: per step at the start, how many people stand higher, the same, or lower."""
    told = since_the_start(key=LADDER, since=period.first, until=period.until)
    return [
        _steps([pair for of_item in told[moment].values() for pair in of_item.values()], moment, period)
        for moment in LATER
        if told[moment]
    ]


def _steps(pairs: Sequence[tuple[int, int]], moment: Moment, period: Period) -> Part:
    key = f"ladder-{moment.value}"
    title = _since_the_start(moment, _("de participatieladder"))
    head = (_("Aan het begin"), _("nu hoger"), _("nu dezelfde"), _("nu lager"), _("mensen samen"))
    note = _(
        "Op dezelfde trede blijven kan veel zijn: rust, balans en een netwerk staan in de doelen en successen."
    )
    steps = sorted({before for before, _now in pairs})
    moves = [_up_same_down([pair for pair in pairs if pair[0] == step]) for step in steps]
    table = disclosure.cross_table(moves, threshold=period.threshold)
    if any(cell.value for cells in table.rows for cell in cells):
        names = [_("trede %(step)s") % {"step": step} for step in steps]
        rows, total = _rows(table, names, period)
        return Part(key, title, head=head, rows=rows, total=total, note=note)
    cells = _moved(pairs, period)
    if cells is None:
        return Part(key, title, withheld=too_few())
    return Part(key, title, head=head, rows=(row(_("alle treden"), cells, period),), note=note)


def _up_same_down(pairs: Iterable[tuple[int, int]]) -> list[int]:
    moved = Counter((now > before) - (now < before) for before, now in pairs)
    return [moved[1], moved[0], moved[-1]]


def _moved(pairs: Sequence[tuple[int, int]], period: Period) -> list[disclosure.Cell] | None:
    """How many went up, stayed and went down, with their total; None when that cannot be told."""
    hidden = disclosure.breakdown(_up_same_down(pairs), threshold=period.threshold)
    if hidden.withheld or not any(cell.value for cell in hidden.cells):
        return None
    return [*hidden.cells, hidden.total]


def _marks(pairs: Pairs, moment: Moment, period: Period) -> Part:
    """The average mark at the start beside the later one, per life area, of the same people."""
    key, title = f"marks-{moment.value}", _since_the_start(moment, _("hoe het voelt"))
    rows = []
    for area in LifeArea:
        both = list(pairs.get(area.value, {}).values())
        before = disclosure.average([first for first, _last in both], people=len(both))
        after = disclosure.average([last for _first, last in both], people=len(both))
        if before is not None and after is not None:
            cells = (Figure(str(len(both)), len(both)), Figure(decimal(before)), Figure(decimal(after)))
            rows.append(Row(str(area.label), cells))
    if not rows:
        few = _(
            "Gemiddelden staan er vanaf tien mensen die twee keer een cijfer gaven. Zoveel waren het er niet."
        )
        return Part(key, title, withheld=few)
    return Part(
        key,
        title,
        _("Gemiddelde cijfers van 0 tot en met 10 die mensen zelf gaven, twee keer van dezelfde mensen."),
        (_("Waarover"), _("mensen"), _("aan het begin"), str(moment.label)),
        tuple(rows),
        note=_("Alleen waar tien of meer mensen twee keer een cijfer voor gaven."),
    )

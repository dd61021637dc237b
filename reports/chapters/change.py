"""What became different for people."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from goals.group import first_and_last, goals_by_area_and_state
from goals.models import ActionStep, GoalState, LifeArea
from goals.shipped import LADDER, LIFE_AREAS
from participants.models import OutflowReason
from programmes.models import Measure
from reports import disclosure
from reports.contents import Chapter, Figure, Part, Result, Row
from reports.figures import Period, Tally, goals_reached, moved_on, successes_of

from .parts import Frame, decimal, measured, part_of_amounts, part_of_people, publishable, row, too_few


def change(period: Period) -> Chapter:
    """What became different for people: successes, goals, how life areas feel, and where they went on to."""
    words = period.programme.words
    successes = _about(successes_of(period).order_by().values_list("plan_id", flat=True))
    done = ActionStep.objects.filter(done_on__gte=period.first, done_on__lte=period.until).order_by()
    steps = _about(done.values_list("goal__plan_id", flat=True))
    per_area: dict[str, list[int]] = defaultdict(list)
    for area, plan in goals_reached(period).order_by().values_list("area", "plan_id"):
        per_area[area].append(plan)
    reached = _about(plan for plans in per_area.values() for plan in plans)
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
            _areas(per_area, period),
            _states(period, hidden=results[2].figure.hidden),
            _marks(period),
            _moves(period),
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


def _areas(per_area: dict[str, list[int]], period: Period) -> Part:
    frame = Frame(
        "areas",
        _("Waar de gehaalde doelen over gingen"),
        (_("Waarover"), _("Doelen")),
        _("De meeste gingen over %(label)s (%(value)s)."),
    )
    groups = [
        (str(area.label), len(per_area[area.value]), len(set(per_area[area.value])))
        for area in LifeArea
        if area.value in per_area
    ]
    heads = len({plan for plans in per_area.values() for plan in plans})
    return part_of_amounts(frame, groups, heads, period)


def _states(period: Period, *, hidden: bool) -> Part:
    """How it stands with goals. Those reached are a result of their own: hidden there, or only here, hides it all."""
    frame = Frame(
        "goal-states",
        _("Hoe het staat met de doelen"),
        (_("Hoe het ermee staat"), _("Doelen")),
        _("De meeste zijn: %(label)s (%(value)s)."),
    )
    per_area = goals_by_area_and_state(since=period.first, until=period.until)
    groups = []
    for state in GoalState:
        plans = [plan for states in per_area.values() for plan in states[state.value]]
        groups.append((str(state.label), len(plans), len(set(plans))))
    everyone = {plan for states in per_area.values() for plans in states.values() for plan in plans}
    part = part_of_amounts(frame, groups, len(everyone), period)
    reached_here = [row.cells[0] for row in part.rows if row.label == str(GoalState.REACHED.label)]
    if hidden or any(cell.hidden for cell in reached_here):
        return Part(frame.key, frame.title, withheld=part.withheld or too_few())
    return part


def _moves(period: Period) -> Part:
    """Per life area for how many people it became lighter, stayed the same, or became heavier."""
    title = _("Voor hoeveel mensen iets anders werd")
    pairs = first_and_last(key=LIFE_AREAS, since=period.first, until=period.until)
    rows = []
    for area in LifeArea:
        cells = _moved(pairs.get(area.value, []), period)
        if cells is not None:
            rows.append(row(str(area.label), cells, period))
    if not rows:
        return Part("moves", title, withheld=too_few())
    head = (_("Waarover"), _("gaat beter"), _("is hetzelfde"), _("is zwaarder"), _("samen"))
    note = _("Een lager cijfer is geen stap terug: soms komt er pas ruimte om te zien wat er is.")
    return Part("moves", title, head=head, rows=tuple(rows), note=note)


def _ladder(period: Period) -> list[Part]:
    """The ladder, in programmes that use it: how many people stand higher, at the same place, or lower."""
    pairs = first_and_last(key=LADDER, since=period.first, until=period.until)
    told = [pair for of_item in pairs.values() for pair in of_item]
    if not told:
        return []
    title = _("De participatieladder: eerst en later")
    cells = _moved(told, period)
    if cells is None:
        return [Part("ladder", title, withheld=too_few())]
    head = (_("Trede"), _("hoger"), _("dezelfde"), _("lager"), _("samen"))
    note = _(
        "Op dezelfde trede blijven kan veel zijn: rust, balans en een netwerk staan in de doelen en successen."
    )
    return [Part("ladder", title, head=head, rows=(row(_("mensen"), cells, period),), note=note)]


def _moved(pairs: Sequence[tuple[int, int]], period: Period) -> list[disclosure.Cell] | None:
    """How many went up, stayed and went down, with their total; None when that cannot be told."""
    numbers = [
        sum(1 for before, now in pairs if now > before),
        sum(1 for before, now in pairs if now == before),
        sum(1 for before, now in pairs if now < before),
    ]
    hidden = disclosure.breakdown(numbers, threshold=period.threshold)
    if hidden.withheld or not any(cell.value for cell in hidden.cells):
        return None
    return [*hidden.cells, hidden.total]


def _marks(period: Period) -> Part:
    """The mark at the start beside the last one in the period, per life area, of the same people."""
    title = _("Hoe het voelt: eerst en later")
    pairs = first_and_last(key=LIFE_AREAS, since=period.first, until=period.until)
    rows = []
    for area in LifeArea:
        both = pairs.get(area.value, [])
        before = disclosure.average([first for first, _last in both], people=len(both))
        after = disclosure.average([last for _first, last in both], people=len(both))
        if before is not None and after is not None:
            rows.append(Row(str(area.label), (Figure(decimal(before)), Figure(decimal(after)))))
    if not rows:
        few = _(
            "Gemiddelden staan er vanaf tien mensen die twee keer een cijfer gaven. Zoveel waren het er niet."
        )
        return Part("marks", title, withheld=few)
    return Part(
        "marks",
        title,
        _("Cijfers van 0 tot en met 10 die mensen zelf gaven, aan het begin en later, van dezelfde mensen."),
        (_("Waarover"), _("aan het begin"), _("later")),
        tuple(rows),
        note=_("Alleen waar tien of meer mensen twee keer een cijfer voor gaven."),
    )

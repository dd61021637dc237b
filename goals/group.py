"""What changed for the people of a programme together. Bare numbers: whoever publishes them takes care of disclosure."""

from collections import defaultdict
from datetime import date

from .models import Answer, Goal, GoalState, LifeArea, Moment

Pairs = dict[str, list[tuple[int, int]]]


def first_and_last(*, key: str, since: date, until: date) -> Pairs:
    """Per question of an instrument: everybody's answer at the start, beside their last one between the two days.

    Only of people who answered both times on the same version. One query.
    """
    asked = Answer.objects.marks(key).filter(review__held_on__lte=until).order_by()
    first: dict[tuple[str, int, int], tuple[date, int]] = {}
    last: dict[tuple[str, int, int], tuple[date, int]] = {}
    for item, plan, version, moment, day, value in asked.values_list(
        "item", "review__plan_id", "instrument_id", "review__moment", "review__held_on", "value"
    ):
        # `marks` holds only answers with a number, of conversations that were held on a day.
        if version is None or day is None or value is None:
            continue
        who, answer = (item, plan, version), (day, value)
        if moment == Moment.START:
            first[who] = min(first.get(who, answer), answer)
        elif day >= since:
            last[who] = max(last.get(who, answer), answer)
    pairs: dict[tuple[str, int], tuple[date, int, int]] = {}
    for (item, plan, version), (day, value) in last.items():
        if (begun := first.get((item, plan, version))) is not None:
            # Somebody who went two years counts once, with the latest.
            pairs[item, plan] = max(pairs.get((item, plan), (date.min, 0, 0)), (day, begun[1], value))
    told: Pairs = defaultdict(list)
    for (item, _plan), (_day, before, now) in sorted(pairs.items()):
        told[item].append((before, now))
    return dict(told)


def goals_by_area_and_state(*, since: date, until: date) -> dict[str, dict[str, list[int]]]:
    """Per life area and state, the plans of goals that stood in a plan in these days. One query.

    A goal reached before the first day belongs to an earlier period.
    """
    told: dict[str, dict[str, list[int]]] = {
        area.value: {state.value: [] for state in GoalState} for area in LifeArea
    }
    stood = Goal.objects.filter(made_at__date__lte=until).exclude(reached_on__lt=since).order_by()
    for area, state, reached_on, plan in stood.values_list("area", "state", "reached_on", "plan_id"):
        was = GoalState.BUSY if reached_on and reached_on > until else state
        told[area][was].append(plan)
    return told

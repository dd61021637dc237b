"""What changed for the people of a programme together. Bare numbers: whoever publishes them takes care of disclosure."""

from collections import defaultdict
from datetime import date

from .models import Answer, Goal, GoalState, LifeArea, Moment

LATER = (Moment.MIDPOINT, Moment.END)
Pairs = dict[str, dict[int, tuple[int, int]]]
"""Per question of an instrument and per plan: the answer at the start, and the later one of the same year."""


def since_the_start(*, key: str, since: date, until: date) -> dict[Moment, Pairs]:
    """Everybody's answers at the start beside those half-way, and beside those at the end. One query.

    The later conversation was held between the two days (both included). Only within one year together and one
    version of the instrument; somebody with two such years counts once, with the latest.
    """
    asked = Answer.objects.marks(key).filter(
        review__held_on__lte=until, review__moment__in=[Moment.START, *LATER]
    )
    answers = asked.order_by("review__held_on", "review_id").values_list(
        "item",
        "review__plan_id",
        "review__match_id",
        "instrument_id",
        "review__moment",
        "review__held_on",
        "value",
    )
    begun: dict[tuple[str, int, int | None, int | None], int] = {}
    told: dict[Moment, Pairs] = {moment: defaultdict(dict) for moment in LATER}
    for item, plan, match, version, moment, day, value in answers:
        # `marks` holds only answers with a number, of conversations that were held on a day.
        if day is None or value is None:
            continue
        if moment == Moment.START:
            begun[item, plan, match, version] = value
        elif day >= since and (first := begun.get((item, plan, match, version))) is not None:
            told[Moment(moment)][item][plan] = (first, value)
    return told


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

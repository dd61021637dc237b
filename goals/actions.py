"""What people write in a plan. The participant, their buddy of now, a coordinator or the buddy's supervisor may."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from matching.models import Match
from participants.models import Participant
from programmes.actions import record
from programmes.models import Membership
from programmes.refusals import Refused, refusals

from .models import ActionStep, Goal, GoalState, LifeArea, Mark, Moment, Plan, Review, Success, Who


class Overtaken(Refused):
    """Somebody else changed the same words in the meantime. `current` is what stands there now."""

    def __init__(self, current: str) -> None:
        super().__init__(_("Iemand anders heeft dit net veranderd. Kijk wat er nu staat en kies."))
        self.current = current


def open_plan(*, participant: Participant, at: datetime | None = None) -> Plan:
    """The participant's one plan; begun when it was not there yet. Anyone who may write in it."""
    plan, _is_new = Plan.objects.get_or_create(
        participant=participant, defaults={"made_at": at or timezone.now()}
    )
    return plan


def set_wish(
    *, plan: Plan, wish: str, by: Membership | None, previous: str | None = None, at: datetime | None = None
) -> Plan:
    """Write the answer to "Wat wil jij?".

    `previous` is the text the writer saw; when another one stands there by now, raises Overtaken and writes nothing.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if wish == plan.wish:
        return plan
    if previous is not None and previous != plan.wish:
        raise Overtaken(plan.wish)
    plan.wish, plan.wish_by = wish, by
    plan.save(update_fields=["wish", "wish_by"])
    record("plan.wish_set", by=by, about=plan.participant.person, thing=plan, at=at)
    return plan


def add_goal(
    *, plan: Plan, area: LifeArea | str, words: str, by: Membership | None, at: datetime | None = None
) -> Goal:
    """Put a goal in the plan, in the participant's words."""
    goal = Goal.objects.create(plan=plan, area=area, words=words, made_by=by, made_at=at or timezone.now())
    record("goal.added", by=by, about=plan.participant.person, thing=goal, at=at)
    return goal


def change_goal(*, goal: Goal, state: GoalState | str, by: Membership | None, on: date | None = None) -> Goal:
    """Say how it is with a goal: busy, reached, not now or changed. The same state again changes nothing."""
    goal = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    if goal.state == state:
        return goal
    day = on or timezone.localdate()
    goal.state, goal.state_by = GoalState(state), by
    goal.reached_on = day if goal.state == GoalState.REACHED else None
    goal.save(update_fields=["state", "state_by", "reached_on"])
    record(f"goal.{goal.state}", by=by, about=goal.plan.participant.person, thing=goal, at=on)
    return goal


def add_step(
    *,
    goal: Goal,
    words: str,
    who: Who | str,
    by: Membership | None,
    by_day: date | None = None,
    at: datetime | None = None,
) -> ActionStep:
    """Put a small step under a goal. `who` is seen from the participant: me, my buddy or together."""
    return ActionStep.objects.create(
        goal=goal, words=words, who=who, by_day=by_day, made_by=by, made_at=at or timezone.now()
    )


def finish_step(
    *, step: ActionStep, by: Membership | None, on: date | None = None, celebrate: bool = False
) -> ActionStep:
    """Tick a step off; with `celebrate` it is a success too. Ticking twice keeps the first day."""
    step = ActionStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if step.done_on is None:
        step.done_on, step.done_by = on or timezone.localdate(), by
        step.save(update_fields=["done_on", "done_by"])
    if celebrate:
        _celebrate_step(step, by)
    return step


def reopen_step(*, step: ActionStep, by: Membership | None) -> ActionStep:
    """Undo a tick. What was celebrated stays celebrated."""
    step.done_on = step.done_by = None
    step.save(update_fields=["done_on", "done_by"])
    return step


def celebrate(
    *,
    plan: Plan,
    words: str,
    by: Membership | None,
    on: date | None = None,
    step: ActionStep | None = None,
) -> Success:
    """Keep something that went well, however small. A step is celebrated once."""
    day = on or timezone.localdate()
    if step is None:
        success, is_new = Success.objects.create(plan=plan, words=words, on=day, made_by=by), True
    else:
        success, is_new = Success.objects.get_or_create(
            plan=plan, step=step, defaults={"words": words, "on": day, "made_by": by}
        )
    if is_new:
        record("success.celebrated", by=by, about=plan.participant.person, thing=success, at=on)
    return success


def _celebrate_step(step: ActionStep, by: Membership | None) -> None:
    celebrate(plan=step.goal.plan, words=step.words, by=by, on=step.done_on, step=step)


def hold_review(
    *,
    match: Match,
    moment: Moment | str,
    held_on: date,
    by: Membership,
    marks: Mapping[LifeArea, int],
    own_words: str = "",
) -> Review:
    """Keep a conversation about the year: marks 0-10 the participant gave (skipped areas are left out) and their words.

    The buddy of now, the buddy's supervisor or a coordinator. Raises Refused when this one was held already, or on
    a day before the match began.
    """
    if held_on < match.starts_on:
        raise Refused(_("Dit gesprek kan niet voor de dag zijn dat jullie begonnen."))
    with refusals():
        review = Review.objects.create(
            match=match, moment=moment, held_on=held_on, held_by=by, own_words=own_words
        )
        Mark.objects.bulk_create(Mark(review=review, area=area, value=value) for area, value in marks.items())
    record("review.held", by=by, about=match.participant.person, thing=review, at=held_on)
    return review

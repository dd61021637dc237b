"""What people write in a plan. The participant, their buddy of now, a coordinator or the buddy's supervisor may.

Nothing is overwritten unseen: who rewords what somebody else reworded meanwhile gets Overtaken, and what stood there
before stays to be read as EarlierWords.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from goals.models import (
    ActionStep,
    EarlierWords,
    Goal,
    GoalState,
    LifeArea,
    Obstacle,
    Plan,
    Remark,
    SeenBy,
    Stress,
    Success,
    Who,
)
from matching.models import Match
from participants.models import Participant
from programmes.actions import record
from programmes.models import Membership, Role
from programmes.refusals import Refused, refusals

Thing = TypeVar("Thing", Goal, ActionStep, Success)


class Overtaken(Refused):
    """Somebody else changed the same words in the meantime. `current` is what stands there now, by `version`."""

    def __init__(self, current: str, version: int = 0) -> None:
        super().__init__(_("Iemand anders heeft dit net veranderd. Kijk wat er nu staat en kies."))
        self.current, self.version = current, version


def open_plan(*, participant: Participant, at: datetime | None = None) -> Plan:
    """The participant's one plan; begun when it was not there yet. Anyone who may write in it."""
    plan, _is_new = Plan.objects.get_or_create(
        participant=participant, defaults={"made_at": at or timezone.now()}
    )
    return plan


def mark_stress(
    *, plan: Plan, area: LifeArea | str, value: int | None, by: Membership | None, on: date | None = None
) -> Stress:
    """How much stress an area gives, 0-10, or None for "weet ik niet". Once more on the same day replaces it."""
    day = on or timezone.localdate()
    with refusals():
        # One statement, so that two who mark the same area at once do not trip over each other.
        Stress.objects.bulk_create(
            [Stress(plan=plan, area=area, on=day, value=value, by=by)],
            update_conflicts=True,
            unique_fields=["programme", "plan", "area", "on"],
            update_fields=["value", "by"],
        )
    return Stress.objects.get(plan=plan, area=area, on=day)


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
    keep_earlier(plan, plan.wish, plan.wish_by)
    plan.wish, plan.wish_by = wish, by
    plan.save(update_fields=["wish", "wish_by"])
    record("plan.wish_set", by=by, about=plan.participant.person, thing=plan, at=at)
    return plan


def add_goal(
    *,
    plan: Plan,
    area: LifeArea | str,
    words: str,
    by: Membership | None,
    why: str = "",
    first_step: str = "",
    at: datetime | None = None,
) -> Goal:
    """Put a goal in the plan, in the participant's words, with why it matters and perhaps a first small step."""
    goal = Goal.objects.create(
        plan=plan, area=area, words=words, why=why, made_by=by, made_at=at or timezone.now()
    )
    if first_step:
        add_step(goal=goal, words=first_step, who=Who.TOGETHER, by=by, at=at)
    record("goal.added", by=by, about=plan.participant.person, thing=goal, at=at)
    return goal


def reword_goal(
    *,
    goal: Goal,
    area: LifeArea | str,
    words: str,
    why: str,
    by: Membership | None,
    version: int | None = None,
) -> Goal:
    """Say a goal differently. Raises Overtaken when its words are not those of `version` any more."""
    goal = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    if (goal.area, goal.words, goal.why) == (str(area), words, why):
        return goal
    if version is not None and version != goal.version:
        raise Overtaken("\n".join(filter(None, [goal.words, goal.why])), goal.version)
    if (goal.words, goal.why) != (words, why):
        keep_earlier(goal.plan, "\n".join(filter(None, [goal.words, goal.why])), _writer(goal), goal=goal)
    goal.area, goal.words, goal.why = LifeArea(area), words, why
    goal.version, goal.worded_by = goal.version + 1, by
    goal.save(update_fields=["area", "words", "why", "version", "worded_by"])
    record("goal.reworded", by=by, about=goal.plan.participant.person, thing=goal)
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
    _refuse_day_before_the_year(goal.plan, by_day)
    return ActionStep.objects.create(
        goal=goal, words=words, who=who, by_day=by_day, made_by=by, made_at=at or timezone.now()
    )


def reword_step(
    *,
    step: ActionStep,
    words: str,
    who: Who | str,
    by: Membership | None,
    by_day: date | None = None,
    version: int | None = None,
) -> ActionStep:
    """Say a step differently. Raises Overtaken when it is not as it was at `version` any more."""
    step = ActionStep.objects.select_for_update(of=("self",)).select_related("goal__plan").get(pk=step.pk)
    if (step.words, step.who, step.by_day) == (words, str(who), by_day):
        return step
    if version is not None and version != step.version:
        raise Overtaken(step.words, step.version)
    if step.by_day != by_day:
        _refuse_day_before_the_year(step.goal.plan, by_day)
    if step.words != words:
        keep_earlier(step.goal.plan, step.words, _writer(step), step=step)
    step.words, step.who, step.by_day = words, Who(who), by_day
    step.version, step.worded_by = step.version + 1, by
    step.save(update_fields=["words", "who", "by_day", "version", "worded_by"])
    return step


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


def take_away(*, thing: Thing, by: Membership | None) -> Thing:
    """Take a goal, step or success out of the plan. It can be put back; a goal takes its steps along.

    Anyone who may write in the plan; a success only whoever kept it, or the participant.
    """
    if isinstance(thing, Success) and by is not None:
        kept_by = {thing.plan.participant.person_id, thing.made_by.person_id if thing.made_by else None}
        if by.person_id not in kept_by:
            raise Refused(_("Alleen wie dit succes opschreef, kan het weghalen."))
    if thing.removed_at is None:
        thing.removed_at = timezone.now()
        thing.save(update_fields=["removed_at"])
        record(
            f"{thing._meta.model_name}.taken_away",
            by=by,
            about=_plan_of(thing).participant.person,
            thing=thing,
        )
    return thing


def put_back(*, thing: Thing, by: Membership | None) -> Thing:
    """Undo taking away."""
    if thing.removed_at is not None:
        thing.removed_at = None
        thing.save(update_fields=["removed_at"])
        record(
            f"{thing._meta.model_name}.put_back", by=by, about=_plan_of(thing).participant.person, thing=thing
        )
    return thing


def celebrate(
    *,
    plan: Plan,
    words: str,
    by: Membership | None,
    on: date | None = None,
    step: ActionStep | None = None,
    origin: UUID | None = None,
    seen_by: SeenBy | str = SeenBy.EVERYONE,
) -> Success:
    """Keep something that went well, however small.

    Of a step, or of whatever has this `origin` (a contact, for the logbook above), there is one success however
    often the button is pressed; when it had been taken back, it is there again.
    """
    day = on or timezone.localdate()
    kept = {"words": words, "on": day, "made_by": by, "seen_by": seen_by}
    with refusals():
        if step is not None:
            success, is_new = Success.everything.get_or_create(plan=plan, step=step, defaults=kept)
        elif origin is not None:
            success, is_new = Success.everything.get_or_create(plan=plan, origin=origin, defaults=kept)
        else:
            success, is_new = Success.objects.create(plan=plan, **kept), True
    if success.removed_at is not None:
        put_back(thing=success, by=by)
    if is_new:
        record("success.celebrated", by=by, about=plan.participant.person, thing=success, at=on)
    return success


def show_success(*, success: Success, seen_by: SeenBy | str, by: Membership) -> Success:
    """Decide who may see a success. Only the participant themself."""
    if by.person_id != success.plan.participant.person_id:
        raise Refused(_("Wie dit mag zien, beslist alleen degene van wie het plan is."))
    success.seen_by = SeenBy(seen_by)
    success.save(update_fields=["seen_by"])
    return success


def remark(*, plan: Plan, words: str, by: Membership, goal: Goal | None = None) -> Remark:
    """Say something with a plan or a goal; everyone around it reads it."""
    if goal is not None and goal.plan_id != plan.pk:
        raise Refused(_("Dit doel staat niet in dit plan."))
    return Remark.objects.create(plan=plan, goal=goal, words=words, by=by)


def take_back_remark(*, remark: Remark, by: Membership) -> None:
    """Whoever said it, or the participant whose plan it is."""
    if by.person_id not in {remark.by.person_id, remark.plan.participant.person_id}:
        raise Refused(_("Alleen wie dit schreef, kan het weghalen."))
    remark.delete()


def guide(*, plan: Plan, guide: Membership | None, since: date, by: Membership) -> Plan:
    """Someone goes their year with a professional, without a match. A coordinator; again with another guide."""
    if guide is not None and not guide.has_role(Role.PROFESSIONAL, Role.COORDINATOR):
        raise Refused(_("Kies een begeleider uit de lijst."))
    with refusals():
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        plan.guide, plan.guided_from, plan.guided_until = guide, since, None
        plan.save(update_fields=["guide", "guided_from", "guided_until"])
        record("plan.guided", by=by, about=plan.participant.person, thing=plan, at=since)
    return plan


def end_guiding(*, plan: Plan, on: date, by: Membership) -> Plan:
    """The year with a professional is over; the plan stays. A coordinator."""
    with refusals():
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if plan.guided_from is None or plan.guided_until is not None:
            raise Refused(_("Dit is al afgerond, misschien door een collega."))
        plan.guided_until = on
        plan.save(update_fields=["guided_until"])
        record("plan.guiding_ended", by=by, about=plan.participant.person, thing=plan, at=on)
    return plan


@dataclass(frozen=True)
class OnPaper:
    """What was written on a printed plan: steps that were done, new steps (goal, words), successes."""

    done: Sequence[ActionStep] = ()
    steps: Sequence[tuple[Goal, str]] = ()
    goals: Sequence[tuple[str, str]] = ()
    successes: Sequence[str] = ()


def enter_paper(*, plan: Plan, paper: OnPaper, on: date, by: Membership) -> int:
    """Put what was written on paper into the plan, all or nothing. Returns how many things it were."""
    with refusals():
        for step in paper.done:
            finish_step(step=step, by=by, on=on)
        for goal, words in paper.steps:
            add_step(goal=goal, words=words, who=Who.TOGETHER, by=by)
        for area, words in paper.goals:
            add_goal(plan=plan, area=area, words=words, by=by)
        for words in paper.successes:
            celebrate(plan=plan, words=words, by=by, on=on)
    return sum(map(len, (paper.done, paper.steps, paper.goals, paper.successes)))


def _celebrate_step(step: ActionStep, by: Membership | None) -> None:
    celebrate(plan=step.goal.plan, words=step.words, by=by, on=step.done_on, step=step)


def keep_earlier(
    plan: Plan,
    words: str,
    by: Membership | None,
    *,
    goal: Goal | None = None,
    step: ActionStep | None = None,
    obstacle: Obstacle | None = None,
) -> None:
    """Keep what stood in the plan before something else is written there. Of this room's actions only."""
    if words:
        EarlierWords.objects.create(
            plan=plan, goal=goal, step=step, obstacle=obstacle, words=words, written_by=by
        )


def _writer(thing: Goal | ActionStep) -> Membership | None:
    writer: Membership | None = thing.worded_by or thing.made_by
    return writer


def _plan_of(thing: Goal | ActionStep | Success) -> Plan:
    plan: Plan = thing.goal.plan if isinstance(thing, ActionStep) else thing.plan
    return plan


def _refuse_day_before_the_year(plan: Plan, day: date | None) -> None:
    """A step cannot be for a day on which nobody was under way yet."""
    if day is None:
        return
    began = [timezone.localdate(plan.made_at)]
    began += (
        Match.objects.filter(participant_id=plan.participant_id)
        .order_by()
        .values_list("starts_on", flat=True)
    )
    began += [plan.guided_from] if plan.guided_from else []
    if day < min(began):
        raise Refused(_("Toen was het jaar nog niet begonnen. Kies een latere dag."))

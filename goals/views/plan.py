"""The plan of one person. Everyone who may see a plan sees and writes the same one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from programmes.forms import posted
from programmes.http import ProgrammeRequest
from programmes.models import Role
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, perms
from ..forms import (
    NewGoalForm,
    OwnSuccessForm,
    RewordGoalForm,
    RewordStepForm,
    StepForm,
    SuccessForm,
    WishForm,
)
from ..models import (
    ActionStep,
    GoalState,
    Idea,
    LifeArea,
    SeenBy,
    Success,
    participants_open_to,
)
from ..year import Year
from .frame import frame, goal_of, page, page_with_form, participant_of, step_of, to_plan, year_of

IDEAS_SHOWN = 6


@require_safe
def my_year(request: ProgrammeRequest) -> HttpResponse:
    """The participant's own page."""
    permit(perms.has_a_year(request.membership))
    participant = participants_open_to(request.membership).select_related("person").first()
    if participant is None:
        return render(request, "goals/no_year.html")
    return render(request, "goals/plan.html", _shown(request, year_of(request, participant)))


@require_safe
def plan(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """The same plan, for the people around the participant."""
    participant = participant_of(request, participant_id)
    if perms.has_a_year(request.membership):
        return redirect(request.programme.to("goals:my_year"))
    return render(request, "goals/plan.html", _shown(request, year_of(request, participant)))


@page_with_form
def stress(request: ProgrammeRequest, participant_id: int, area: str) -> HttpResponse:
    """Before anything else: how much stress one life area gives now. One area a page, each may be skipped."""
    year = year_of(request, participant_of(request, participant_id))
    areas = list(LifeArea)
    if area not in LifeArea:
        raise Http404
    place = areas.index(LifeArea(area))
    following = areas[place + 1] if place + 1 < len(areas) and "een" not in request.GET else None
    onward = request.programme.to("goals:stress", year.participant.pk, following) if following else None
    if request.method == "POST":
        said = request.POST.get("value", "")
        if said != "skip":
            begun = actions.open_plan(participant=year.participant)
            value = _mark(said)
            actions.mark_stress(plan=begun, area=area, value=value, by=request.membership)
        return redirect(onward) if onward else to_plan(request, year.participant, "rust")
    now = next((one for one in year.stress if one.area == area), None)
    context = {
        **frame(request, year),
        "area": LifeArea(area),
        "place": place + 1,
        "places": len(areas),
        "now": now,
        "marks": range(11),
        "before": areas[place - 1] if place and "een" not in request.GET else None,
        "onward": onward,
    }
    return render(request, "goals/stress.html", context)


def _mark(said: str) -> int | None:
    """A mark 0-10, or None for "weet ik niet"."""
    if said == "unknown":
        return None
    if not (said.isascii() and said.isdecimal() and int(said[:4]) <= 10):
        raise Refused(_("Kies een cijfer van 0 tot en met 10."))
    return int(said)


@page_with_form
def set_wish(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Write down what the participant wants. What somebody else wrote meanwhile is shown, never overwritten unseen."""
    year = year_of(request, participant_of(request, participant_id))
    wish = year.plan.wish if year.plan else ""
    form = WishForm(posted(request), initial={"wish": wish, "previous": wish}, question=year.question)
    current = ""
    if form.is_valid():
        begun = actions.open_plan(participant=year.participant)
        try:
            actions.set_wish(plan=begun, by=request.membership, **form.cleaned_data)
        except actions.Overtaken as overtaken:
            current = overtaken.current
            form.refuse(overtaken, "wish")
            form.saw(current)
        else:
            return to_plan(request, year.participant, "wens")
    return page(request, "goals/set_wish.html", year, form, current=current)


@page_with_form
def add_goal(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Put a goal in the plan. The area comes along from what gives stress."""
    year = year_of(request, participant_of(request, participant_id))
    form = NewGoalForm(
        posted(request), initial={"area": request.GET.get("gebied", "")}, question=year.question
    )
    if form.is_valid():
        begun = actions.open_plan(participant=year.participant)
        goal = actions.add_goal(plan=begun, by=request.membership, **form.cleaned_data)
        messages.success(request, _("Het doel staat erin."))
        return to_plan(request, year.participant, f"doel-{goal.pk}")
    return page(request, "goals/add_goal.html", year, form)


@page_with_form
def reword_goal(request: ProgrammeRequest, goal_id: int) -> HttpResponse:
    """Say a goal differently. Two who do so at once both see both."""
    goal = goal_of(request, goal_id)
    year = year_of(request, goal.plan.participant)
    now = {"area": goal.area, "words": goal.words, "why": goal.why, "version": goal.version}
    form = RewordGoalForm(posted(request), initial=now, question=year.question)
    current = ""
    if form.is_valid():
        try:
            actions.reword_goal(goal=goal, by=request.membership, **form.cleaned_data)
        except actions.Overtaken as overtaken:
            current = overtaken.current
            form.refuse(overtaken, "words")
            form.saw(overtaken.version)
        else:
            return to_plan(request, year.participant, f"doel-{goal.pk}")
    return page(request, "goals/reword_goal.html", year, form, current=current, goal=goal)


@page_with_form
def add_step(request: ProgrammeRequest, goal_id: int) -> HttpResponse:
    """Put a small step under a goal; an idea of the programme can be taken over and reworded."""
    goal = goal_of(request, goal_id)
    year = year_of(request, goal.plan.participant)
    ideas = list(Idea.objects.filter(area=goal.area)[:IDEAS_SHOWN])
    taken = next((idea for idea in ideas if str(idea.pk) == request.GET.get("idee")), None)
    initial = {"words": taken.words, "who": taken.who} if taken else {}
    form = StepForm(posted(request), initial=initial, who=year.who_choices())
    if form.is_valid():
        try:
            actions.add_step(goal=goal, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, "by_day")
        else:
            messages.success(request, _("De stap staat erbij."))
            return to_plan(request, year.participant, f"doel-{goal.pk}")
    return page(request, "goals/add_step.html", year, form, goal=goal, ideas=ideas, taken=taken)


@page_with_form
def reword_step(request: ProgrammeRequest, step_id: int) -> HttpResponse:
    """Say a step differently, for another day, or by someone else."""
    step = step_of(request, step_id)
    year = year_of(request, step.goal.plan.participant)
    now = {"words": step.words, "who": step.who, "by_day": step.by_day, "version": step.version}
    form = RewordStepForm(posted(request), initial=now, who=year.who_choices())
    current = ""
    if form.is_valid():
        try:
            actions.reword_step(step=step, by=request.membership, **form.cleaned_data)
        except actions.Overtaken as overtaken:
            current = overtaken.current
            form.refuse(overtaken, "words")
            form.saw(overtaken.version)
        except Refused as refused:
            form.refuse(refused, "by_day")
        else:
            return to_plan(request, year.participant, f"doel-{step.goal_id}")
    return page(request, "goals/reword_step.html", year, form, current=current, step=step)


@require_POST
def goal_state(request: ProgrammeRequest, goal_id: int) -> HttpResponse:
    """Say how it is with a goal. A reached one asks to be celebrated."""
    goal = goal_of(request, goal_id)
    state = request.POST.get("state", "")
    if state not in GoalState:
        raise Refused(_("Kies hoe het met dit doel is."))
    was = goal.state
    goal = actions.change_goal(goal=goal, state=state, by=request.membership)
    participant = goal.plan.participant
    if state == GoalState.REACHED and was != state:
        return redirect(f"{request.programme.to('goals:celebrate', participant.pk)}?doel={goal.pk}")
    return to_plan(request, participant, f"doel-{goal.pk}")


@require_POST
def finish_step(request: ProgrammeRequest, step_id: int) -> HttpResponse:
    """Tick a step off."""
    step = actions.finish_step(step=step_of(request, step_id), by=request.membership)
    return to_plan(request, step.goal.plan.participant, "klaar", klaar=step.pk)


@require_POST
def reopen_step(request: ProgrammeRequest, step_id: int) -> HttpResponse:
    """Undo a tick."""
    step = actions.reopen_step(step=step_of(request, step_id), by=request.membership)
    return to_plan(request, step.goal.plan.participant, f"doel-{step.goal_id}")


@require_POST
def take_away(request: ProgrammeRequest, kind: str, thing_id: int) -> HttpResponse:
    """Take a goal, a step or a success out of the plan, with a way to put it back."""
    thing, participant = _thing(request, kind, thing_id)
    actions.take_away(thing=thing, by=request.membership)
    undo = request.programme.to("goals:put_back", kind, thing.pk)
    messages.success(request, _("Weggehaald: %(words)s") % {"words": thing.words}, extra_tags=undo)
    return to_plan(request, participant, "jaar")


@require_POST
def put_back(request: ProgrammeRequest, kind: str, thing_id: int) -> HttpResponse:
    """Undo taking away."""
    thing, participant = _thing(request, kind, thing_id)
    actions.put_back(thing=thing, by=request.membership)
    messages.success(request, _("Het staat er weer."))
    return to_plan(request, participant, "jaar")


def _thing(request: ProgrammeRequest, kind: str, thing_id: int) -> Any:
    if kind == "doel":
        goal = goal_of(request, thing_id, also_removed=True)
        return goal, goal.plan.participant
    if kind == "stap":
        step = step_of(request, thing_id, also_removed=True)
        return step, step.goal.plan.participant
    permit(perms.opens_plans(request.membership))
    if kind != "succes":
        raise Http404
    success = _success(request, thing_id)
    return success, success.plan.participant


@page_with_form
def celebrate(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Keep something that went well. From a step it takes one tap: the words are already there."""
    year = year_of(request, participant_of(request, participant_id))
    goal = next((goal for goal in year.goals if str(goal.pk) == request.GET.get("doel")), None)
    initial = {"on": timezone.localdate(), "words": goal.words[:200] if goal else ""}
    form = (OwnSuccessForm if year.is_own else SuccessForm)(posted(request), initial=initial)
    if form.is_valid():
        step = ActionStep.objects.filter(goal__plan=year.plan, pk=form.cleaned_data.pop("step") or 0).first()
        begun = actions.open_plan(participant=year.participant)
        success = actions.celebrate(plan=begun, by=request.membership, step=step, **form.cleaned_data)
        return to_plan(request, year.participant, "gevierd", gevierd=success.pk)
    return page(request, "goals/celebrate.html", year, form, goal=goal)


@page_with_form
def show_success(request: ProgrammeRequest, success_id: int) -> HttpResponse:
    """Who may see this success: the participant decides, in one tap."""
    permit(perms.decides_who_sees(request.membership))
    success = _success(request, success_id)
    year = year_of(request, success.plan.participant)
    if request.method == "POST":
        seen_by = request.POST.get("seen_by", "")
        if seen_by not in SeenBy:
            raise Refused(_("Kies wie dit mag zien."))
        actions.show_success(success=success, seen_by=seen_by, by=request.membership)
        messages.success(request, _("Dit ziet nu: %(who)s.") % {"who": SeenBy(seen_by).label})
        return to_plan(request, year.participant, "gelukt")
    choices = SeenBy.choices
    return render(
        request, "goals/show_success.html", {**frame(request, year), "success": success, "choices": choices}
    )


def _success(request: ProgrammeRequest, success_id: int) -> Success:
    """One this person may see, also when it was taken away just now."""
    permit(perms.opens_plans(request.membership))
    mine = Success.everything.filter(plan__participant__in=participants_open_to(request.membership))
    success = get_object_or_404(mine.select_related("plan__participant__person"), pk=success_id)
    seen = Success.everything.seen_by(request.membership, success.plan.participant)
    return get_object_or_404(seen.select_related("plan__participant__person"), pk=success.pk)


def _shown(request: ProgrammeRequest, year: Year) -> dict[str, Any]:
    """A plan to look at. `gevierd` and `klaar` in the address name what was celebrated or ticked off just now."""
    celebrated, done = request.GET.get("gevierd"), request.GET.get("klaar")
    steps = [step for goal in year.goals for step in goal.steps.all()]
    return {
        **frame(request, year),
        "celebrated": next((each for each in year.successes if str(each.pk) == celebrated), None),
        "just_done": next((step for step in steps if step.done_on and str(step.pk) == done), None),
        "holds_reviews": perms.holds_reviews(request.membership),
        "may_guide": perms.keeps_ideas(request.membership),
        "can_be_guided": request.membership.has_role(Role.COORDINATOR) and year.buddy_now is None,
        "states": GoalState.choices,
        "first_area": LifeArea.MONEY.value,
    }

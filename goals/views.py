"""The plan of one person, and the conversations about it. Everyone who may see a plan sees and writes the same one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matching.models import Match
from participants.models import Participant
from programmes.forms import form_page
from programmes.http import ProgrammeRequest
from programmes.models import Role
from programmes.perms import permit
from programmes.refusals import Refused

from . import actions, perms
from .forms import GoalForm, ReviewForm, StepForm, SuccessForm, WishForm
from .models import (
    ActionStep,
    Goal,
    GoalState,
    Moment,
    Review,
    matches_open_to,
    participants_open_to,
)
from .reviews import change
from .year import Year, is_open

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def my_year(request: ProgrammeRequest) -> HttpResponse:
    """The participant's own page."""
    permit(perms.has_a_year(request.membership))
    participant = participants_open_to(request.membership).select_related("person").first()
    if participant is None:
        return render(request, "goals/no_year.html")
    return render(request, "goals/plan.html", _shown(request, _year(request, participant)))


@require_safe
def plan(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """The same plan, for the people around the participant."""
    participant = _participant(request, participant_id)
    if perms.has_a_year(request.membership):
        return redirect(request.programme.to("goals:my_year"))
    return render(request, "goals/plan.html", _shown(request, _year(request, participant)))


@page_with_form
def set_wish(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Write down what the participant wants. What somebody else wrote meanwhile is shown, never overwritten unseen."""
    year = _year(request, _participant(request, participant_id))
    wish = year.plan.wish if year.plan else ""
    form = WishForm(_sent(request), initial={"wish": wish, "previous": wish}, question=year.question)
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
            return _back(request, year.participant, "wens")
    return _page(request, "goals/set_wish.html", year, form, current=current)


@page_with_form
def add_goal(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Put a goal in the plan."""
    year = _year(request, _participant(request, participant_id))
    form = GoalForm(_sent(request), question=year.question)
    if form.is_valid():
        begun = actions.open_plan(participant=year.participant)
        goal = actions.add_goal(plan=begun, by=request.membership, **form.cleaned_data)
        messages.success(request, _("Het doel staat erin."))
        return _back(request, year.participant, f"doel-{goal.pk}")
    return _page(request, "goals/add_goal.html", year, form)


@page_with_form
def add_step(request: ProgrammeRequest, goal_id: int) -> HttpResponse:
    """Put a small step under a goal."""
    goal = _goal(request, goal_id)
    year = _year(request, goal.plan.participant)
    form = StepForm(_sent(request), who=year.who_choices())
    if form.is_valid():
        actions.add_step(goal=goal, by=request.membership, **form.cleaned_data)
        messages.success(request, _("De stap staat erbij."))
        return _back(request, year.participant, f"doel-{goal.pk}")
    return _page(request, "goals/add_step.html", year, form, goal=goal)


@require_POST
def goal_state(request: ProgrammeRequest, goal_id: int) -> HttpResponse:
    """Say how it is with a goal. A reached one asks to be celebrated."""
    goal = _goal(request, goal_id)
    state = request.POST.get("state", "")
    if state not in GoalState:
        raise Refused(_("Kies hoe het met dit doel is."))
    was = goal.state
    goal = actions.change_goal(goal=goal, state=state, by=request.membership)
    participant = goal.plan.participant
    if state == GoalState.REACHED and was != state:
        return redirect(f"{request.programme.to('goals:celebrate', participant.pk)}?doel={goal.pk}")
    return _back(request, participant, f"doel-{goal.pk}")


@require_POST
def finish_step(request: ProgrammeRequest, step_id: int) -> HttpResponse:
    """Tick a step off."""
    step = actions.finish_step(step=_step(request, step_id), by=request.membership)
    return _back(request, step.goal.plan.participant, "klaar", klaar=step.pk)


@require_POST
def reopen_step(request: ProgrammeRequest, step_id: int) -> HttpResponse:
    """Undo a tick."""
    step = actions.reopen_step(step=_step(request, step_id), by=request.membership)
    return _back(request, step.goal.plan.participant, f"doel-{step.goal_id}")


@page_with_form
def celebrate(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Keep something that went well. From a step it takes one tap: the words are already there."""
    year = _year(request, _participant(request, participant_id))
    goal = next((goal for goal in year.goals if str(goal.pk) == request.GET.get("doel")), None)
    initial = {"on": timezone.localdate(), "words": goal.words if goal else ""}
    form = SuccessForm(_sent(request), initial=initial)
    if form.is_valid():
        step = ActionStep.objects.filter(goal__plan=year.plan, pk=form.cleaned_data.pop("step") or 0).first()
        begun = actions.open_plan(participant=year.participant)
        success = actions.celebrate(plan=begun, by=request.membership, step=step, **form.cleaned_data)
        return _back(request, year.participant, "gevierd", gevierd=success.pk)
    return _page(request, "goals/celebrate.html", year, form, goal=goal)


@page_with_form
def review(request: ProgrammeRequest, match_id: int, moment: str) -> HttpResponse:
    """Hold a conversation about the year, or read what came of it."""
    permit(perms.opens_plans(request.membership))
    matches = matches_open_to(request.membership).select_related("participant__person", "buddy__person")
    match = get_object_or_404(matches, pk=match_id)
    if moment not in Moment:
        raise Http404
    held = match.reviews.filter(moment=moment).select_related("held_by__person").first()
    if held and request.method != "POST":
        return _review_result(request, match, held)
    may_hold = perms.holds_reviews(request.membership)
    permit(may_hold or request.method != "POST")
    is_coming = not held and not is_open(match, moment, timezone.localdate())
    if is_coming or not may_hold:
        messages.info(request, _("Dit gesprek komt nog. Je ziet hier wanneer."))
        return _back(request, match.participant, "lijn")
    return _hold_review(request, match, moment)


def _hold_review(request: ProgrammeRequest, match: Match, moment: str) -> HttpResponse:
    year = _year(request, match.participant)
    form = ReviewForm(_sent(request), initial={"held_on": year.today}, starts_on=match.starts_on)
    if form.is_valid():
        try:
            actions.hold_review(
                match=match,
                moment=moment,
                by=request.membership,
                held_on=form.cleaned_data["held_on"],
                own_words=form.cleaned_data["own_words"],
                marks=form.marks(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Het gesprek is opgeslagen."))
            return redirect(request.programme.to("goals:review", match.pk, moment))
    return _page(request, "goals/review.html", year, form, moment=moment)


def _review_result(request: ProgrammeRequest, match: Match, held: Review) -> HttpResponse:
    """The marks of this conversation and, when it is a later one, what they did since the first."""
    first = match.reviews.order_by("held_on", "id").first()
    before = dict(first.marks.values_list("area", "value")) if first and first != held else {}
    marks = [
        {"mark": mark, "change": change(before[mark.area], mark.value) if mark.area in before else ""}
        for mark in held.marks.all()
    ]
    year = _year(request, match.participant)
    context = {"review": held, "marks": marks, "compared": bool(before), "match": match}
    return render(request, "goals/review_result.html", {**_frame(request, year), **context})


def _participant(request: ProgrammeRequest, participant_id: int) -> Participant:
    permit(perms.opens_plans(request.membership))
    mine = participants_open_to(request.membership).select_related("person")
    return get_object_or_404(mine, pk=participant_id)


def _goal(request: ProgrammeRequest, goal_id: int) -> Goal:
    permit(perms.opens_plans(request.membership))
    mine = Goal.objects.filter(plan__participant__in=participants_open_to(request.membership))
    return get_object_or_404(mine.select_related("plan__participant__person"), pk=goal_id)


def _step(request: ProgrammeRequest, step_id: int) -> ActionStep:
    permit(perms.opens_plans(request.membership))
    mine = ActionStep.objects.filter(goal__plan__participant__in=participants_open_to(request.membership))
    return get_object_or_404(mine.select_related("goal__plan__participant__person"), pk=step_id)


def _year(request: ProgrammeRequest, participant: Participant) -> Year:
    return Year(participant, request.membership, request.programme.words, timezone.localdate())


def _sent(request: ProgrammeRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _frame(request: ProgrammeRequest, year: Year) -> dict[str, Any]:
    """The shell of the viewer's role, and the way back to the plan."""
    is_desk = request.membership.has_role(Role.COORDINATOR, Role.PROFESSIONAL)
    return {
        "year": year,
        "shell": "shell_desk.html" if is_desk else "shell_phone.html",
        "back": _plan_url(request, year.participant),
    }


def _shown(request: ProgrammeRequest, year: Year) -> dict[str, Any]:
    """A plan to look at. `gevierd` and `klaar` in the address name what was celebrated or ticked off just now."""
    celebrated, done = request.GET.get("gevierd"), request.GET.get("klaar")
    steps = [step for goal in year.goals for step in goal.steps.all()]
    return {
        **_frame(request, year),
        "celebrated": next((each for each in year.successes if str(each.pk) == celebrated), None),
        "just_done": next((step for step in steps if step.done_on and str(step.pk) == done), None),
        "holds_reviews": perms.holds_reviews(request.membership),
        "states": GoalState.choices,
    }


def _page(request: ProgrammeRequest, template: str, year: Year, form: Any, **more: Any) -> HttpResponse:
    return form_page(request, template, {**_frame(request, year), "form": form, **more})


def _plan_url(request: ProgrammeRequest, participant: Participant) -> str:
    if perms.has_a_year(request.membership):
        return request.programme.to("goals:my_year")
    return request.programme.to("goals:plan", participant.pk)


def _back(request: ProgrammeRequest, participant: Participant, place: str, **seen: int) -> HttpResponse:
    query = "".join(f"?{name}={number}" for name, number in seen.items())
    return redirect(f"{_plan_url(request, participant)}{query}#{place}")

"""How the pages of this room obtain what they are about, and the frame they stand in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from participants.models import Participant
from programmes.forms import form_page
from programmes.http import ProgrammeRequest
from programmes.models import Role
from programmes.perms import permit

from .. import perms
from ..models import ActionStep, Goal, participants_open_to
from ..year import Year

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


def participant_of(request: ProgrammeRequest, participant_id: int) -> Participant:
    """Whoever's plan this person may open: 403 without a role for it, 404 for anyone else's."""
    permit(perms.opens_plans(request.membership))
    mine = participants_open_to(request.membership).select_related("person")
    return get_object_or_404(mine, pk=participant_id)


def goal_of(request: ProgrammeRequest, goal_id: int, *, also_removed: bool = False) -> Goal:
    permit(perms.opens_plans(request.membership))
    goals = Goal.everything if also_removed else Goal.objects
    mine = goals.filter(plan__participant__in=participants_open_to(request.membership))
    return get_object_or_404(mine.select_related("plan__participant__person"), pk=goal_id)


def step_of(request: ProgrammeRequest, step_id: int, *, also_removed: bool = False) -> ActionStep:
    permit(perms.opens_plans(request.membership))
    steps = ActionStep.everything if also_removed else ActionStep.objects
    mine = steps.filter(goal__plan__participant__in=participants_open_to(request.membership))
    return get_object_or_404(mine.select_related("goal__plan__participant__person"), pk=step_id)


def year_of(request: ProgrammeRequest, participant: Participant) -> Year:
    return Year(participant, request.membership, request.programme.words, timezone.localdate())


def frame(request: ProgrammeRequest, year: Year) -> dict[str, Any]:
    """The shell of the viewer's role, and the way back to the plan."""
    is_desk = request.membership.has_role(Role.COORDINATOR, Role.PROFESSIONAL)
    return {
        "year": year,
        "is_desk": is_desk,
        "shell": "shell_desk.html" if is_desk else "shell_phone.html",
        "back": plan_url(request, year.participant),
    }


def page(request: ProgrammeRequest, template: str, year: Year, form: Any, **more: Any) -> HttpResponse:
    return form_page(request, template, {**frame(request, year), "form": form, **more})


def plan_url(request: ProgrammeRequest, participant: Participant) -> str:
    if perms.has_a_year(request.membership):
        return request.programme.to("goals:my_year")
    return request.programme.to("goals:plan", participant.pk)


def to_plan(request: ProgrammeRequest, participant: Participant, place: str, **seen: int) -> HttpResponse:
    """Back to the plan, at a place in it. `seen` names what was done just now."""
    query = "".join(f"?{name}={number}" for name, number in seen.items())
    return redirect(f"{plan_url(request, participant)}{query}#{place}")

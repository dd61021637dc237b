"""What people around a plan add to it: remarks, obstacles, a guide, and what was written on paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from programmes.forms import posted
from programmes.http import ProgrammeRequest
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, perms
from ..forms import FollowForm, GuideForm, ObstacleForm, PaperForm, RemarkForm
from ..models import Goal, Obstacle, Remark, participants_open_to
from ..year import guided_since
from .frame import page, page_with_form, participant_of, to_plan, year_of


@page_with_form
def remark(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Say something with a plan or a goal in it."""
    year = year_of(request, participant_of(request, participant_id))
    asked = request.POST.get("goal") or request.GET.get("doel") or ""
    goal = Goal.objects.filter(
        plan=year.plan, pk=asked if asked.isdecimal() and len(asked) < 18 else 0
    ).first()
    form = RemarkForm(posted(request), initial={"goal": goal.pk if goal else None})
    if form.is_valid():
        begun = actions.open_plan(participant=year.participant)
        actions.remark(plan=begun, words=form.cleaned_data["words"], by=request.membership, goal=goal)
        return to_plan(request, year.participant, f"doel-{goal.pk}" if goal else "opmerkingen")
    return page(request, "goals/remark.html", year, form, goal=goal)


@require_POST
def take_back_remark(request: ProgrammeRequest, remark_id: int) -> HttpResponse:
    """Take back what one said, or what was said in one's own plan."""
    permit(perms.opens_plans(request.membership))
    mine = Remark.objects.filter(plan__participant__in=participants_open_to(request.membership))
    said = get_object_or_404(mine.select_related("plan__participant__person", "by"), pk=remark_id)
    actions.take_back_remark(remark=said, by=request.membership)
    messages.success(request, _("De opmerking is weg."))
    return to_plan(request, said.plan.participant, "jaar")


@page_with_form
def note_obstacle(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Write down what stands in the way, and perhaps who can help."""
    year = year_of(request, participant_of(request, participant_id))
    form = ObstacleForm(posted(request))
    if form.is_valid():
        begun = actions.open_plan(participant=year.participant)
        actions.note_obstacle(plan=begun, by=request.membership, **form.cleaned_data)
        messages.success(request, _("Het staat erbij. Zo vergeten we het niet."))
        return to_plan(request, year.participant, "obstakels")
    return page(request, "goals/obstacle.html", year, form)


@page_with_form
def follow_obstacle(request: ProgrammeRequest, obstacle_id: int) -> HttpResponse:
    """Tell how it stands, pass it on, or say that it is solved."""
    permit(perms.opens_plans(request.membership))
    mine = Obstacle.objects.filter(plan__participant__in=participants_open_to(request.membership))
    obstacle = get_object_or_404(mine.select_related("plan__participant__person", "partner"), pk=obstacle_id)
    year = year_of(request, obstacle.plan.participant)
    is_solved = obstacle.solved_on is not None
    now = {"news": obstacle.news, "partner": obstacle.partner_id, "is_solved": is_solved}
    form = FollowForm(posted(request), initial={**now, "version": obstacle.version})
    current = ""
    if form.is_valid():
        try:
            actions.follow_obstacle(obstacle=obstacle, by=request.membership, **form.cleaned_data)
        except actions.Overtaken as overtaken:
            current = overtaken.current
            form.refuse(overtaken, "news")
            form.saw(overtaken.version)
        else:
            solved = form.cleaned_data["is_solved"]
            messages.success(request, _("Opgelost! Mooi.") if solved else _("Bijgewerkt."))
            return to_plan(request, year.participant, "obstakels")
    return page(request, "goals/follow_obstacle.html", year, form, obstacle=obstacle, current=current)


@page_with_form
def guide(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Who goes along with somebody without a match. Coordinators."""
    year = year_of(request, participant_of(request, participant_id))
    permit(perms.keeps_ideas(request.membership))
    now = {
        "guide": year.plan.guide_id if year.plan else None,
        "since": guided_since(year.participant, year.plan) or timezone.localdate(),
    }
    form = GuideForm(posted(request), initial=now)
    if form.is_valid():
        begun = actions.open_plan(participant=year.participant)
        try:
            actions.guide(plan=begun, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, "guide")
        else:
            messages.success(request, _("De begeleider staat erbij."))
            return to_plan(request, year.participant, "lijn")
    return page(request, "goals/guide.html", year, form)


@require_POST
def end_guiding(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """The year with a professional is over today; the plan stays. Coordinators."""
    participant = participant_of(request, participant_id)
    permit(perms.keeps_ideas(request.membership))
    begun = actions.open_plan(participant=participant)
    actions.end_guiding(plan=begun, on=timezone.localdate(), by=request.membership)
    messages.success(request, _("Het begeleiden is afgerond. Het plan blijft."))
    return to_plan(request, participant, "lijn")


@page_with_form
def enter_paper(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Put what was written on a printed plan into Klik, in one go."""
    year = year_of(request, participant_of(request, participant_id))
    form = PaperForm(posted(request), initial={"on": year.today}, goals=year.goals)
    if form.is_valid():
        begun = actions.open_plan(participant=year.participant)
        paper = actions.OnPaper(form.done(), form.steps(), form.new_goals(), form.new_successes())
        actions.enter_paper(plan=begun, paper=paper, on=form.cleaned_data["on"], by=request.membership)
        messages.success(request, _("Alles van het papier staat er nu ook in."))
        return to_plan(request, year.participant, "jaar")
    return page(request, "goals/enter_paper.html", year, form)

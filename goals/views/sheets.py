"""A year on paper: asking for it, seeing how far it is, and taking it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from programmes.forms import posted
from programmes.http import ProgrammeRequest
from programmes.models import Job
from programmes.perms import permit

from .. import actions, perms
from ..forms import PrintForm
from ..models import Kind, Printout
from .frame import frame, page, page_with_form, participant_of, year_of


@page_with_form
def ask_printout(request: ProgrammeRequest, participant_id: int, kind: str) -> HttpResponse:
    """How large? Then it is made."""
    year = year_of(request, participant_of(request, participant_id))
    if kind not in Kind:
        raise Http404
    form = PrintForm(posted(request), initial={"size": "a4"})
    if form.is_valid():
        begun = actions.open_plan(participant=year.participant)
        asked = actions.ask_printout(
            plan=begun, kind=kind, size=form.cleaned_data["size"], by=request.membership
        )
        return redirect(request.programme.to("goals:printout", asked.pk))
    return page(request, "goals/ask_printout.html", year, form, kind=Kind(kind))


@require_safe
def printout(request: ProgrammeRequest, printout_id: int) -> HttpResponse:
    """What was asked for: being made, ready to take, or not possible now."""
    asked = _own(request, printout_id)
    year = year_of(request, asked.plan.participant)
    job = Job.objects.about_thing(actions.PRINT, asked.pk).first()
    is_ready = Printout.objects.filter(pk=asked.pk, pdf__isnull=False).exists()
    context = {**frame(request, year), "printout": asked, "job": job, "is_ready": is_ready}
    return render(request, "goals/printout.html", context)


@require_safe
def printout_progress(request: ProgrammeRequest, printout_id: int) -> HttpResponse:
    """For the page that waits; without JavaScript the page itself."""
    asked = _own(request, printout_id)
    job = Job.objects.about_thing(actions.PRINT, asked.pk).first()
    if not request.htmx:
        return redirect(request.programme.to("goals:printout", asked.pk))
    if job is None or not job.is_open:
        return HttpResponseClientRefresh()
    return render(request, "goals/printout.html#voortgang", {"printout": asked, "job": job})


@cache_control(private=True, no_store=True)
@require_safe
def take_printout(request: ProgrammeRequest, printout_id: int) -> HttpResponse:
    """The PDF itself."""
    asked = _own(request, printout_id, whole=True)
    if asked.pdf is None:
        raise Http404
    name = slugify(f"{asked.get_kind_display()} {asked.plan.participant.person.first_name}") or "plan"
    return HttpResponse(
        bytes(asked.pdf),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


def _own(request: ProgrammeRequest, printout_id: int, *, whole: bool = False) -> Printout:
    """What this person asked for, of somebody whose plan they may (still) open."""
    permit(perms.opens_plans(request.membership))
    mine = Printout.objects.filter(asked_by=request.membership).select_related("plan__participant__person")
    asked = get_object_or_404(mine if whole else mine.defer("pdf"), pk=printout_id)
    participant_of(request, asked.plan.participant_id)
    return asked

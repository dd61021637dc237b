"""Pages about reports, for the coordinator who makes them and the funder who reads them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest, open_to_all
from programmes.models import Job
from programmes.perms import permit
from programmes.refusals import Refused

from . import actions, perms
from .chapters import STEPS
from .contents import Contents
from .digest import choose, digest_of, unsubscribe, wants_digest
from .forms import DigestForm, ExplanationForm, PeriodForm, ReadersForm, ReasonForm
from .models import Report, ReportFile
from .today import heading, needs, year_so_far

PAGE = 20
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def today(request: ProgrammeRequest) -> HttpResponse:
    """*Vandaag*: who needs the coordinator, why, and one thing to do; then the year so far."""
    permit(perms.can_see_today(request.membership))
    now = timezone.now()
    at_once, this_week = needs(request.programme, now=now)
    agreed, progress = year_so_far(request.programme, today=timezone.localdate(now))
    people = sum(need.people for need in at_once)
    context = {
        "now": timezone.localtime(now),
        "heading": heading(people),
        "at_once": at_once,
        "this_week": this_week,
        "agreed": agreed,
        "progress": progress,
    }
    return render(request, "reports/today.html", context)


@require_http_methods(GET_OR_POST)
def digest(request: ProgrammeRequest) -> HttpResponse:
    """Choose between one mail a week and none."""
    permit(perms.can_see_today(request.membership))
    now = "weekly" if wants_digest(request.membership) else "off"
    form = DigestForm(posted(request), initial={"how": now})
    if form.is_bound and form.is_valid():
        choose(membership=request.membership, is_weekly=form.cleaned_data["how"] == "weekly")
        messages.success(request, _("Dat is opgeslagen."))
        return redirect(request.programme.to("programmes:settings"))
    return form_page(request, "reports/digest.html", {"form": form})


@csrf_exempt
@require_http_methods(GET_OR_POST)
@open_to_all
def digest_off(request: ProgrammeRequest, token: str) -> HttpResponse:
    """Stop the mail, by the link in it: a button for people, one POST for mail programs (RFC 8058). No signing in.

    A GET changes nothing, because mail programs look at links. The token is the permission, so no other is asked.
    """
    found = digest_of(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        unsubscribe(digest=found)
    return render(request, "reports/digest_off.html", {"is_off": not found.is_weekly})


@require_safe
def reports(request: ProgrammeRequest) -> HttpResponse:
    """Every report of the programme, the latest period first."""
    permit(perms.can_make_reports(request.membership))
    rows = Report.objects.defer("figures", "explanation")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/list.html", {"page": page})


@require_safe
def published(request: ProgrammeRequest) -> HttpResponse:
    """What a funder sees: the reports that were published for their organisation."""
    permit(perms.can_read_published(request.membership))
    rows = Report.objects.published_for(request.membership).defer("figures", "explanation")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/published.html", {"page": page})


@require_http_methods(GET_OR_POST)
def make(request: ProgrammeRequest) -> HttpResponse:
    """Choose a period and have its report made."""
    permit(perms.can_make_reports(request.membership))
    form = PeriodForm(posted(request), programme=request.programme)
    if form.is_valid():
        first, last = form.days
        try:
            report = actions.request_report(period_start=first, period_end=last, by=request.membership)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(request.programme.to("reports:report", report.pk))
    return form_page(request, "reports/make.html", {"form": form})


@require_safe
def report(request: ProgrammeRequest, report_id: int) -> HttpResponse:
    """One report: how far it is, what it says, and what can be done with it."""
    permit(perms.can_make_reports(request.membership))
    shown = get_object_or_404(Report.objects.select_related("made_by__person"), pk=report_id)
    return render(request, "reports/report.html", _page(shown))


@require_safe
def progress(request: ProgrammeRequest, report_id: int) -> HttpResponse:
    """How far the making is, for the page that waits for it. Without JavaScript: the page itself."""
    permit(perms.can_make_reports(request.membership))
    shown = get_object_or_404(Report.objects.defer("figures"), pk=report_id)
    job = _job(shown)
    if not request.htmx:
        return redirect(request.programme.to("reports:report", shown.pk))
    if job is None or not job.is_open:
        return HttpResponseClientRefresh()
    return render(
        request, "reports/report.html#voortgang", {"report": shown, "job": job, "steps": len(STEPS) + 1}
    )


@require_http_methods(GET_OR_POST)
def explain(request: ProgrammeRequest, report_id: int) -> HttpResponse:
    """The coordinator's own words."""
    permit(perms.can_make_reports(request.membership))
    shown = get_object_or_404(Report, pk=report_id)
    form = ExplanationForm(posted(request), initial={"explanation": shown.explanation})
    if form.is_valid():
        try:
            actions.explain_report(
                report=shown, explanation=form.cleaned_data["explanation"], by=request.membership
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De toelichting staat erin. De pdf wordt opnieuw gemaakt."))
            return redirect(request.programme.to("reports:report", shown.pk))
    return form_page(request, "reports/explain.html", {"form": form, "report": shown})


@require_http_methods(GET_OR_POST)
def finalise(request: ProgrammeRequest, report_id: int) -> HttpResponse:
    """Freeze it. A page of its own, because it cannot be undone."""
    permit(perms.can_make_reports(request.membership))
    shown = get_object_or_404(Report, pk=report_id)
    if request.method == "POST":
        actions.finalise_report(report=shown, by=request.membership)
        messages.success(request, _("Het verslag is definitief. De cijfers liggen vast."))
        return redirect(request.programme.to("reports:report", shown.pk))
    return render(request, "reports/finalise.html", {"report": shown})


@require_http_methods(GET_OR_POST)
def publish(request: ProgrammeRequest, report_id: int) -> HttpResponse:
    """Choose who may read it, and let them."""
    permit(perms.can_make_reports(request.membership))
    shown = get_object_or_404(Report, pk=report_id)
    form = ReadersForm(posted(request))
    if form.is_valid():
        try:
            actions.publish_report(report=shown, readers=form.chosen, by=request.membership)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Het verslag is gepubliceerd."))
            return redirect(request.programme.to("reports:report", shown.pk))
    return form_page(request, "reports/publish.html", {"form": form, "report": shown})


@require_http_methods(GET_OR_POST)
def withdraw(request: ProgrammeRequest, report_id: int) -> HttpResponse:
    """Take it back, with a reason that is kept."""
    permit(perms.can_make_reports(request.membership))
    shown = get_object_or_404(Report, pk=report_id)
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            actions.withdraw_report(report=shown, reason=form.cleaned_data["reason"], by=request.membership)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Het verslag is ingetrokken. Niemand anders ziet het nog."))
            return redirect(request.programme.to("reports:report", shown.pk))
    return form_page(request, "reports/withdraw.html", {"form": form, "report": shown})


@require_http_methods(GET_OR_POST)
def discard(request: ProgrammeRequest, report_id: int) -> HttpResponse:
    """Throw a draft away. A page of its own, because the explanation goes with it."""
    permit(perms.can_make_reports(request.membership))
    shown = get_object_or_404(Report, pk=report_id)
    if request.method == "POST":
        actions.discard_draft(report=shown, by=request.membership)
        messages.success(request, _("Het concept is weg."))
        return redirect(request.programme.to("reports:list"))
    return render(request, "reports/discard.html", {"report": shown})


@cache_control(private=True, no_store=True)
@require_safe
def download(request: ProgrammeRequest, report_id: int) -> HttpResponse:
    """The PDF: any for a coordinator, a published one for the funders it was published for."""
    membership = request.membership
    permit(perms.can_make_reports(membership) or perms.can_read_published(membership))
    readable = (
        Report.objects.all()
        if perms.can_make_reports(membership)
        else Report.objects.published_for(membership)
    )
    shown = get_object_or_404(readable.defer("figures"), pk=report_id)
    file = ReportFile.objects.filter(report=shown).first()
    if file is None:
        raise Http404
    name = slugify(f"{request.programme.name} {shown.title}{' concept' if shown.is_draft else ''}")
    disposition = f'attachment; filename="{name}.pdf"'
    return HttpResponse(
        bytes(file.pdf), content_type="application/pdf", headers={"Content-Disposition": disposition}
    )


def _job(shown: Report) -> Job | None:
    return Job.objects.about_thing(actions.BUILD, shown.pk).first()


def _page(shown: Report) -> dict[str, Any]:
    return {
        "report": shown,
        "job": _job(shown),
        "steps": len(STEPS) + 1,
        "has_pdf": ReportFile.objects.filter(report=shown).exists(),
        "readers": [
            reader.partner.name
            for reader in shown.readers.select_related("partner").order_by("partner__name")
        ],
        "contents": Contents.from_json(shown.figures) if shown.figures else None,
    }

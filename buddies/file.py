"""The views of what belongs to one volunteer: renewing, stopping, where they are active, papers, and whether it fits."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes import signing_in
from programmes.actions import give_role
from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.models import Gate, Job, Role
from programmes.perms import permit
from programmes.refusals import Refused
from programmes.views import card_on_paper

from . import actions, papers, perms
from .forms import DeploymentForm, PauseForm, PlaceCheckForm, StopForm
from .funnel import Way, funnel, whole_way
from .models import Buddy, Deployment, Paper, PaperKind, PlaceCheck, Status
from .views import me

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def ask_renewal(request: ProgrammeRequest, buddy_id: int, gate_id: int) -> HttpResponse:
    """A new certificate was asked for: no reminders while it is on its way. A coordinator."""
    buddy, gate = _get(request, buddy_id), get_object_or_404(Gate, pk=gate_id)
    permit(perms.can_guide(request.membership))
    actions.ask_renewal(buddy=buddy, gate=gate, by=request.membership)
    undo = request.programme.to("buddies:cancel_renewal", buddy.pk, gate.pk)
    messages.success(request, _("Genoteerd. We herinneren je er nu niet aan."), extra_tags=undo)
    return _to_person(request, buddy)


@require_POST
def cancel_renewal(request: ProgrammeRequest, buddy_id: int, gate_id: int) -> HttpResponse:
    """It was not asked for after all. A coordinator."""
    buddy, gate = _get(request, buddy_id), get_object_or_404(Gate, pk=gate_id)
    permit(perms.can_guide(request.membership))
    actions.cancel_renewal(buddy=buddy, gate=gate, by=request.membership)
    messages.success(request, _("Teruggedraaid."))
    return _to_person(request, buddy)


@form_view
def pause(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """No new people for a while, perhaps until a day. A coordinator."""
    buddy = _get(request, buddy_id)
    permit(perms.can_guide(request.membership))
    form = PauseForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            actions.pause(buddy=buddy, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            undo = request.programme.to("buddies:resume", buddy.pk)
            text = _("%(name)s krijgt even niemand nieuw.") % {"name": buddy.person.first_name}
            messages.success(request, text, extra_tags=undo)
            return _to_person(request, buddy)
    return form_page(request, "buddies/pause.html", {"form": form, "buddy": buddy})


@form_view
def stop(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """Someone stops, with thanks. A coordinator."""
    buddy = _get(request, buddy_id)
    permit(perms.can_guide(request.membership))
    form = StopForm(posted(request), initial={"on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        try:
            actions.stop(buddy=buddy, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            undo = request.programme.to("buddies:come_back", buddy.pk)
            text = _("%(name)s is gestopt. Vergeet het bedankje niet.") % {"name": buddy.person.first_name}
            messages.success(request, text, extra_tags=undo)
            return _to_person(request, buddy)
    return form_page(request, "buddies/stop.html", {"form": form, "buddy": buddy})


@require_POST
def come_back(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """Someone who stopped is back. A coordinator."""
    buddy = _get(request, buddy_id)
    permit(perms.can_guide(request.membership))
    actions.come_back(buddy=buddy, by=request.membership)
    messages.success(request, _("%(name)s is weer terug.") % {"name": buddy.person.first_name})
    return _to_person(request, buddy)


@form_view
def deploy(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """Someone begins as host, cook, language coach, also at another organisation's request. A coordinator."""
    buddy = _get(request, buddy_id)
    permit(perms.can_guide(request.membership))
    form = DeploymentForm(posted(request), initial={"since": timezone.localdate()})
    if form.is_bound and form.is_valid():
        try:
            actions.deploy(buddy=buddy, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, "until")
        else:
            messages.success(request, _("Opgeslagen."))
            return _to_person(request, buddy)
    return form_page(request, "buddies/deploy.html", {"form": form, "buddy": buddy})


@require_POST
def end_deployment(request: ProgrammeRequest, deployment_id: int) -> HttpResponse:
    """Someone is done there. A coordinator."""
    deployment = get_object_or_404(Deployment.objects.select_related("buddy__person"), pk=deployment_id)
    permit(perms.can_guide(request.membership))
    actions.end_deployment(deployment=deployment, by=request.membership)
    messages.success(request, _("%(place)s is afgesloten.") % {"place": deployment.place})
    return _to_person(request, deployment.buddy)


@form_view
def place_check(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """A coordinator asks it and writes down the answer."""
    buddy = _get(request, buddy_id)
    permit(perms.can_guide(request.membership))
    form = PlaceCheckForm(posted(request))
    if form.is_bound and form.is_valid():
        check = actions.check_place(buddy=buddy, by=request.membership, **form.cleaned_data)
        actions.talked_about_place(check=check)
        messages.success(request, _("Het antwoord is bewaard."))
        return _to_person(request, buddy)
    return form_page(request, "buddies/place_check.html", {"form": form, "buddy": buddy})


@form_view
def own_place(request: ProgrammeRequest) -> HttpResponse:
    """Volunteers answer it themselves, whenever they like."""
    buddy = me(request)
    form = PlaceCheckForm(posted(request))
    if form.is_bound and form.is_valid():
        actions.check_place(buddy=buddy, by=request.membership, **form.cleaned_data)
        messages.success(request, _("Dank je. De coördinator leest het."))
        return redirect(request.programme.to("buddies:own_card"))
    earlier = buddy.place_checks.all()[:10]
    return form_page(request, "buddies/own_place.html", {"form": form, "buddy": buddy, "earlier": earlier})


@require_POST
def talked(request: ProgrammeRequest, check_id: int) -> HttpResponse:
    """The coordinator and the volunteer sat down about the answer."""
    check = get_object_or_404(PlaceCheck.objects.select_related("buddy"), pk=check_id)
    permit(perms.can_guide(request.membership))
    actions.talked_about_place(check=check)
    messages.success(request, _("Fijn dat jullie het bespraken."))
    return _to_person(request, check.buddy)


@require_POST
def make_paper(request: ProgrammeRequest, buddy_id: int, kind: str) -> HttpResponse:
    """Have the agreement or the certificate made. A coordinator."""
    buddy = _get(request, buddy_id)
    permit(perms.can_guide(request.membership))
    if kind not in PaperKind.values:
        raise Http404
    paper = papers.ask_for_paper(buddy=buddy, kind=PaperKind(kind), by=request.membership)
    return redirect(request.programme.to("buddies:paper", paper.pk))


@require_safe
def paper(request: ProgrammeRequest, paper_id: int) -> HttpResponse:
    """A paper on its way, or ready to download. A coordinator."""
    asked = Paper.objects.defer("pdf").select_related("buddy__person")
    found = get_object_or_404(asked, pk=paper_id)
    permit(perms.can_guide(request.membership))
    is_ready = Paper.objects.filter(pk=found.pk, pdf__isnull=False).exists()
    job = Job.objects.about_thing(papers.MAKE, found.pk).first()
    context = {
        "paper": found,
        "is_ready": is_ready,
        "gave_up": not is_ready and job is not None and not job.is_open,
    }
    template = "buddies/paper_page.html#paper" if request.htmx else "buddies/paper_page.html"
    return render(request, template, context)


@require_safe
def download(request: ProgrammeRequest, paper_id: int) -> HttpResponse:
    """The PDF itself. A coordinator."""
    found = get_object_or_404(Paper.objects.select_related("buddy__person"), pk=paper_id, pdf__isnull=False)
    permit(perms.can_guide(request.membership))
    name = slugify(f"{found.get_kind_display()} {found.made_at:%Y-%m-%d}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(bytes(found.pdf or b""), content_type="application/pdf", headers=headers)


@require_POST
def card(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """A card on paper with which a volunteer without e-mail signs in. A coordinator."""
    buddy = _get(request, buddy_id)
    permit(perms.can_guide(request.membership))
    return card_on_paper(request, give_role(person=buddy.person, role=Role.BUDDY))


@require_POST
def withdraw_card(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """The card works no more, and who came in with it is signed out. A coordinator."""
    buddy = _get(request, buddy_id)
    permit(perms.can_guide(request.membership))
    signing_in.no_more_card(request, person=buddy.person, role=Role.BUDDY)
    return _to_person(request, buddy)


@require_safe
def way_in(request: ProgrammeRequest) -> HttpResponse:
    """From first interest to deployable, with the time each step takes. A coordinator."""
    permit(perms.can_guide(request.membership))
    gates = list(Gate.objects.in_use())
    ways = [
        Way(
            began=timezone.localdate(buddy.applied_at),
            passed=[
                {step.gate_id: step.done_on for step in buddy.steps.all()}.get(gate.pk) for gate in gates
            ],
            stopped=buddy.status == Status.STOPPED,
        )
        for buddy in Buddy.objects.prefetch_related("steps").order_by("pk")
    ]
    steps = funnel(ways, [gate.name for gate in gates], began=_("Eerste belangstelling"))
    most = max((step.reached for step in steps), default=0)
    return render(request, "buddies/way_in.html", {"steps": steps, "most": most, "whole": whole_way(ways)})


def _get(request: ProgrammeRequest, buddy_id: int) -> Buddy:
    mine = Buddy.objects.visible_to(request.membership)
    return get_object_or_404(mine.select_related("person", "programme", "supervisor__person"), pk=buddy_id)


def _to_person(request: ProgrammeRequest, buddy: Buddy) -> HttpResponse:
    return redirect(request.programme.to("buddies:person", buddy.pk))

"""What a coordinator sets up about volunteers: the gates, the text of the agreement, and how often we ask whether a place fits."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.models import Gate, Programme
from programmes.perms import is_coordinator, permit
from programmes.refusals import Refused
from programmes.setup.actions import change_programme

from . import gates as writes
from .forms import AgreementForm, GateForm, NewGateForm
from .papers import agreement_of, blanks

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def gates(request: ProgrammeRequest) -> HttpResponse:
    """The gates in their order, and those of before. Coordinators."""
    permit(is_coordinator(request.membership))
    every = list(Gate.objects.all())
    context = {
        "in_use": [gate for gate in every if gate.retired_at is None],
        "of_before": [gate for gate in every if gate.retired_at is not None],
    }
    return render(request, "buddies/own_gates.html", context)


@form_view
def add_gate(request: ProgrammeRequest) -> HttpResponse:
    """One more gate. Coordinators."""
    permit(is_coordinator(request.membership))
    form = NewGateForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            writes.add_gate(by=request.membership, **form.told())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De stap staat er nu bij, achteraan."))
            return _to_gates(request)
    return form_page(request, "buddies/own_gate.html", {"form": form, "gate": None})


@form_view
def gate(request: ProgrammeRequest, gate_id: int) -> HttpResponse:
    """Another name or validity; and no longer asking it. Coordinators."""
    gate = get_object_or_404(Gate, pk=gate_id)
    permit(is_coordinator(request.membership))
    form = GateForm(posted(request), initial={"name": gate.name, "valid_months": gate.valid_months})
    if form.is_bound and form.is_valid():
        writes.set_gate(gate=gate, by=request.membership, **form.cleaned_data)
        messages.success(request, _("Opgeslagen."))
        return _to_gates(request)
    return form_page(request, "buddies/own_gate.html", {"form": form, "gate": gate})


@require_POST
def move_gate(request: ProgrammeRequest, gate_id: int) -> HttpResponse:
    """One place earlier or later. Coordinators."""
    gate = get_object_or_404(Gate.objects.in_use(), pk=gate_id)
    permit(is_coordinator(request.membership))
    writes.move_gate(gate=gate, earlier=request.POST.get("naar") == "eerder", by=request.membership)
    return _to_gates(request)


@require_POST
def retire_gate(request: ProgrammeRequest, gate_id: int) -> HttpResponse:
    """No longer asked. Coordinators; undone by one press."""
    gate = get_object_or_404(Gate.objects.in_use(), pk=gate_id)
    permit(is_coordinator(request.membership))
    writes.retire_gate(gate=gate, by=request.membership)
    undo = request.programme.to("buddies:resume_gate", gate.pk)
    gone = _("%(gate)s wordt niet meer gevraagd.") % {"gate": gate.name}
    messages.success(request, gone, extra_tags=undo)
    return _to_gates(request)


@require_POST
def resume_gate(request: ProgrammeRequest, gate_id: int) -> HttpResponse:
    """Asked again. Coordinators."""
    gate = get_object_or_404(Gate.objects.filter(retired_at__isnull=False), pk=gate_id)
    permit(is_coordinator(request.membership))
    writes.resume_gate(gate=gate, by=request.membership)
    messages.success(request, _("%(gate)s wordt weer gevraagd.") % {"gate": gate.name})
    return _to_gates(request)


@form_view
def agreement(request: ProgrammeRequest) -> HttpResponse:
    """The text of the agreement, as it will read; and how often we ask whether a place still fits. Coordinators."""
    permit(is_coordinator(request.membership))
    programme = Programme.objects.get(pk=request.programme.pk)
    form = AgreementForm(posted(request), initial=AgreementForm.of(programme), programme=programme)
    looks = "kijk" in request.POST
    if form.is_bound and form.is_valid() and not looks:
        change_programme(programme=programme, by=request.membership, **form.told())
        messages.success(request, _("Opgeslagen. Een overeenkomst die er al is, blijft zoals die was."))
        return redirect(request.programme.to("buddies:agreement"))
    context = {"form": form, "paragraphs": _as_it_reads(form, programme), "blanks": blanks(programme).items()}
    template = "buddies/agreement.html#voorbeeld" if looks and request.htmx else "buddies/agreement.html"
    return form_page(request, template, context)


def _as_it_reads(form: AgreementForm, programme: Programme) -> list[str]:
    """The paragraphs of what is filled in by now; what cannot be right yet shows what holds today."""
    said = form.cleaned_data.get("agreement") if form.is_bound else None
    return agreement_of(programme, programme.agreement if said is None else said)


def _to_gates(request: ProgrammeRequest) -> HttpResponse:
    return redirect(request.programme.to("buddies:gates"))

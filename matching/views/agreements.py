"""What counts in this programme, who cannot wait, and who is not brought together."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from participants.models import Participant
from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, perms
from ..forms import ReasonForm, SettingsForm
from ..models import Exclusion, Settings
from ..suggestions import compare

COMPARED = 8


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: ProgrammeRequest) -> HttpResponse:
    """Weights and days, with the effect of other weights beside them before anything is kept. Coordinators."""
    permit(perms.can_match(request.membership))
    now = Settings.now()
    initial = {name: getattr(now, name) for name in SettingsForm.base_fields}
    tries = "language" in request.GET
    form = SettingsForm(posted(request) or (request.GET if tries else None), initial=initial)
    if form.is_valid() and request.method == "POST":
        actions.arrange(by=request.membership, **form.cleaned_data)
        messages.success(request, _("Bewaard. Nieuwe kaarten en rondes gaan hiervan uit."))
        return redirect(request.programme.to("matching:settings"))
    waiting = (
        Participant.objects.waiting()
        .select_related("person__neighbourhood")
        .prefetch_related("intakes", "wishes")
    )
    compared = []
    if tries and form.is_valid():
        compared = compare(waiting[:COMPARED], form.weights, today=timezone.localdate())
    context = {"form": form, "compared": compared, "tries": tries, "nobody": tries and not compared}
    fragment = "#effect" if request.htmx else ""
    return form_page(request, f"matching/settings.html{fragment}", context)


@require_http_methods(["GET", "HEAD", "POST"])
def urgent(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """This person cannot wait, with a reason that is kept. Coordinators."""
    participant = get_object_or_404(Participant.objects.select_related("person"), pk=participant_id)
    permit(perms.can_match(request.membership))
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.set_urgent(participant=participant, by=request.membership, reason=reason)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request,
                _("%(name)s gaat voor in de volgende ronde.") % {"name": participant.person.first_name},
            )
            return redirect(request.programme.to("participants:person", participant.pk))
    return form_page(request, "matching/urgent.html", {"participant": participant, "form": form})


@require_POST
def not_urgent(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """This person waits like everybody else again. Coordinators."""
    participant = get_object_or_404(Participant.objects.select_related("person"), pk=participant_id)
    permit(perms.can_match(request.membership))
    actions.end_urgency(participant=participant, by=request.membership)
    messages.success(request, _("%(name)s gaat niet meer voor.") % {"name": participant.person.first_name})
    return redirect(request.programme.to("matching:board"))


@require_POST
def allow(request: ProgrammeRequest, exclusion_id: int) -> HttpResponse:
    """What stood between two people is over. Coordinators."""
    kept = Exclusion.objects.select_related("participant__person", "buddy__person")
    exclusion = get_object_or_404(kept, pk=exclusion_id)
    permit(perms.can_match(request.membership))
    participant_id, name = exclusion.participant_id, exclusion.buddy.person.first_name
    actions.allow(exclusion=exclusion, by=request.membership)
    messages.success(request, _("%(name)s kan weer worden voorgesteld.") % {"name": name})
    return redirect(request.programme.to("matching:make_round", participant_id))

"""What comes from the logbook to the coordinator's desk: worries, and logs that could not go in by themselves."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, outbox, perms
from ..forms import LogForm, TakeUpForm
from ..models import Delivery, Worry
from ..sealing import KeysLocked, Unreadable

PAGE = 20


@require_safe
def worries(request: ProgrammeRequest) -> HttpResponse:
    """Worries of buddies: what nobody took up yet, and what was done with the others."""
    permit(perms.reads_worries(request.membership))
    told = Worry.objects.select_related(
        "match__participant__person", "match__buddy__person", "taken_up_by__person"
    )
    page = Paginator(told.filter(taken_up_at__isnull=False), PAGE).get_page(request.GET.get("page"))
    context = {"open": told.open(), "page": page}
    return render(request, "logbook/worries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_up_worry(request: ProgrammeRequest, worry_id: int) -> HttpResponse:
    """Read one worry and write down what one does with it."""
    permit(perms.reads_worries(request.membership))
    people = ("match__participant__person", "match__buddy__person")
    worry = get_object_or_404(Worry.objects.select_related(*people), pk=worry_id)
    form = TakeUpForm(posted(request))
    if form.is_valid():
        try:
            actions.take_up_worry(worry=worry, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Opgepakt. Het staat bij de zorgen van eerder."))
            return redirect(request.programme.to("logbook:worries"))
    return form_page(request, "logbook/worry.html", {"form": form, "worry": worry})


@dataclass(frozen=True)
class Waiting:
    """A delivery to decide on, with the form inside it; `form` is None when it does not open."""

    delivery: Delivery
    form: LogForm | None


@require_safe
def to_check(request: ProgrammeRequest) -> HttpResponse:
    """Logs from phones that wait for a decision, longest waiting first."""
    permit(perms.decides_on_deliveries(request.membership))
    waiting = Delivery.objects.to_check().select_related("device__person", "device__membership")
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "logbook/to_check.html", {"page": page, "waiting": [_opened(each) for each in page]}
    )


def _opened(delivery: Delivery) -> Waiting:
    membership = delivery.device.membership
    try:
        form = outbox.opened(delivery, membership) if membership else None
    except (Unreadable, KeysLocked):
        form = None
    return Waiting(delivery, form)


@require_POST
def let_through(request: ProgrammeRequest, delivery_id: int) -> HttpResponse:
    """Put it in the logbook after all."""
    permit(perms.decides_on_deliveries(request.membership))
    delivery = get_object_or_404(Delivery, pk=delivery_id)
    outbox.let_through(delivery=delivery, by=request.membership)
    messages.success(request, _("Het staat nu in het logboek."))
    return redirect(request.programme.to("logbook:to_check"))


@require_POST
def leave_out(request: ProgrammeRequest, delivery_id: int) -> HttpResponse:
    """Leave it out of the logbook; what was in it is gone then."""
    permit(perms.decides_on_deliveries(request.membership))
    outbox.leave_out(delivery=get_object_or_404(Delivery, pk=delivery_id), by=request.membership)
    messages.success(request, _("Het is niet in het logboek gezet."))
    return redirect(request.programme.to("logbook:to_check"))

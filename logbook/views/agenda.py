"""A volunteer's agenda, and the address at which their calendar reads it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from activities.agenda import appointments
from activities.models import Session
from programmes.http import ProgrammeRequest, open_to_all
from programmes.perms import permit

from .. import perms, phones
from ..agenda import calendar, conversations
from ..models import AgendaFeed

PAGE = 20
NEW_FEED = "new_agenda_feed"


@require_safe
def agenda(request: ProgrammeRequest) -> HttpResponse:
    """What is coming, the conversations of the year, and what earlier intervisions taught."""
    permit(perms.logs_contacts(request.membership))
    now = timezone.now()
    earlier = Session.objects.past(now).attended_by(request.membership).with_learning()
    token = request.session.pop(NEW_FEED, "")
    address = request.build_absolute_uri(request.programme.to("logbook:feed", token)) if token else ""
    context = {
        "coming": appointments(request.programme, request.membership, now),
        "conversations": conversations(request.membership, timezone.localdate(now)),
        "page": Paginator(earlier.select_related("location"), PAGE).get_page(request.GET.get("page")),
        "has_feed": AgendaFeed.objects.filter(membership=request.membership).exists(),
        # Shown once: afterwards nobody can look it up, we neither.
        "feed_url": address,
        # Phones offer to follow an address that begins so, instead of taking its events over once.
        "follow_url": address.replace(request.scheme or "", "webcal", 1),
    }
    return render(request, "logbook/agenda.html", context)


@require_POST
def open_feed(request: ProgrammeRequest) -> HttpResponse:
    """A new address for one's calendar; the one before stops working."""
    permit(perms.logs_contacts(request.membership))
    request.session[NEW_FEED] = phones.open_feed(membership=request.membership)
    return redirect(f"{request.programme.to('logbook:agenda')}#in-je-telefoon")


@require_POST
def close_feed(request: ProgrammeRequest) -> HttpResponse:
    """No calendar reads along any longer."""
    permit(perms.logs_contacts(request.membership))
    phones.close_feed(membership=request.membership)
    messages.success(request, _("Je agenda wordt niet meer gedeeld met je telefoon."))
    return redirect(request.programme.to("logbook:agenda"))


@never_cache
@require_safe
@open_to_all
def feed(request: ProgrammeRequest, token: str) -> HttpResponse:
    """The agenda for a calendar that knows its address. It names no participant."""
    found = (
        AgendaFeed.objects.filter(token_hash=phones.hashed(token)).select_related("membership__user").first()
    )
    if found is None or found.membership.ended_at is not None or not found.membership.user.is_active:
        raise Http404
    ical = calendar(request.programme, found.membership, timezone.now(), host=request.get_host())
    response = HttpResponse(ical, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return response

"""Logging, and putting right what was logged. In a few taps, with the usual answers in place."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.actions import celebrate, open_plan
from goals.models import participants_open_to
from matching.models import Match
from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, outbox, perms, phones
from ..forms import TASK, ChangeForm, LogForm, usual_length
from ..models import CalledOff, Contact, Log, LoggedQuerySet, Row, Shift, usual_first

SHIFTS_A_PAGE = 20
SAVED: dict[type[Log], tuple[str, str]] = {
    Contact: ("contact", "logbook/saved.html"),
    CalledOff: ("off", "logbook/saved_off.html"),
    Shift: ("shift", "logbook/saved_shift.html"),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: ProgrammeRequest) -> HttpResponse:
    """The page a volunteer opens most: one contact or task, in a few taps."""
    permit(perms.logs_contacts(request.membership))
    form = _form(request)
    if form.is_valid():
        try:
            thing = outbox.keep(form, by=request.membership)
        except actions.AlreadyLogged as logged:
            form.refuse(logged)
            form.renew_uid()
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"{request.programme.to('logbook:saved')}?uid={thing.uid}")
    return form_page(request, "logbook/log.html", {"form": form, "key": phones.sealing_with()})


def _form(request: ProgrammeRequest) -> LogForm:
    today = timezone.localdate()
    mine = Match.objects.active().of_buddy(request.membership)
    matches = list(usual_first(mine, today=today).select_related("participant__person"))
    tasks = outbox.tasks_of(request.membership)
    return LogForm(
        posted(request),
        request.FILES or None,
        initial=_usual(request, matches, tasks),
        matches=matches,
        tasks=tasks,
        steps=outbox.steps_of(request.membership),
        today=today,
    )


def _usual(request: ProgrammeRequest, matches: list[Match], tasks: list[str]) -> dict[str, Any]:
    """The answers that are already in place: those of the last time, and the person when there can be no doubt."""
    last = Contact.objects.of_buddy(request.membership).order_by("-logged_at", "-id").first()
    asked = request.GET.get("match", "")
    only = [*(str(match.pk) for match in matches), *(f"{TASK}{task}" for task in tasks)]
    return {
        "match": only[0] if len(only) == 1 else asked,
        "day": timezone.localdate().isoformat(),
        "way": last.way if last else "",
        "length": usual_length(last.minutes if last else 60),
        "uid": uuid.uuid4(),
    }


@require_safe
def saved(request: ProgrammeRequest) -> HttpResponse:
    """What was just kept, with a way to change it or take it back."""
    permit(perms.logs_contacts(request.membership))
    try:
        uid = uuid.UUID(request.GET.get("uid", ""))
    except ValueError:
        return redirect(request.programme.to("logbook:log"))
    for logged, (name, template) in SAVED.items():
        thing = logged.objects.of_buddy(request.membership).select_related("by").filter(uid=uid).first()
        if thing is not None:
            may_change = thing.is_fresh and perms.can_undo(request.membership, thing)
            return render(request, template, {name: thing, "may_change": may_change})
    return redirect(request.programme.to("logbook:log"))


def _own(request: ProgrammeRequest, logged: LoggedQuerySet[Row], pk: int) -> Row:
    """Also of a match that ended meanwhile: it was theirs when they logged it."""
    permit(perms.logs_contacts(request.membership))
    thing = get_object_or_404(logged.of_buddy(request.membership).select_related("by"), pk=pk)
    permit(perms.can_undo(request.membership, thing))
    return thing


def _own_contact(request: ProgrammeRequest, contact_id: int) -> Contact:
    return _own(request, Contact.objects.select_related("match__participant__person"), contact_id)


def _own_called_off(request: ProgrammeRequest, off_id: int) -> CalledOff:
    return _own(request, CalledOff.objects.select_related("match__participant__person"), off_id)


def _own_shift(request: ProgrammeRequest, shift_id: int) -> Shift:
    return _own(request, Shift.objects.select_related("buddy__person"), shift_id)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ProgrammeRequest, contact_id: int) -> HttpResponse:
    """Correct a contact one logged oneself."""
    contact = _own_contact(request, contact_id)
    name = contact.match.participant.person.first_name
    return _change(request, contact, name)


@require_http_methods(["GET", "HEAD", "POST"])
def change_called_off(request: ProgrammeRequest, off_id: int) -> HttpResponse:
    """Correct what one logged oneself as called off."""
    off = _own_called_off(request, off_id)
    name = off.match.participant.person.first_name
    return _change(request, off, name)


@require_http_methods(["GET", "HEAD", "POST"])
def change_shift(request: ProgrammeRequest, shift_id: int) -> HttpResponse:
    """Correct a shift one logged oneself."""
    shift = _own_shift(request, shift_id)
    return _change(request, shift, shift.get_task_display())


def _change(request: ProgrammeRequest, thing: Log, subject: str) -> HttpResponse:
    form = ChangeForm(posted(request), thing=thing, today=timezone.localdate())
    if form.is_valid():
        try:
            actions.change(thing=thing, by=request.membership, **form.answers())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Aangepast."))
            return redirect(f"{request.programme.to('logbook:saved')}?uid={thing.uid}")
    return form_page(request, "logbook/change.html", {"form": form, "thing": thing, "subject": subject})


@require_POST
def celebrate_contact(request: ProgrammeRequest, contact_id: int) -> HttpResponse:
    """Celebrate a contact in one tap; tapping again is the same success. The participant decides who may see it."""
    permit(perms.logs_contacts(request.membership))
    contact = get_object_or_404(
        Contact.objects.of_buddy(request.membership).select_related("match__participant__person"),
        pk=contact_id,
    )
    participant = contact.match.participant
    get_object_or_404(participants_open_to(request.membership), pk=participant.pk)
    success = celebrate(
        plan=open_plan(participant=participant),
        words=_("Samen geweest: %(way)s") % {"way": contact.get_way_display()},
        by=request.membership,
        on=contact.on,
        origin=contact.uid,
    )
    return redirect(f"{request.programme.to('goals:plan', participant.pk)}?gevierd={success.pk}#gevierd")


@require_POST
def undo_contact(request: ProgrammeRequest, contact_id: int) -> HttpResponse:
    """Take back a contact one logged oneself."""
    contact = _own_contact(request, contact_id)
    return _undo(request, contact, f"?match={contact.match_id}")


@require_POST
def undo_called_off(request: ProgrammeRequest, off_id: int) -> HttpResponse:
    """Take back what one logged oneself as called off."""
    off = _own_called_off(request, off_id)
    return _undo(request, off, f"?match={off.match_id}")


@require_POST
def undo_shift(request: ProgrammeRequest, shift_id: int) -> HttpResponse:
    """Take back a shift one logged oneself."""
    return _undo(request, _own_shift(request, shift_id), "")


def _undo(request: ProgrammeRequest, thing: Log, asked: str) -> HttpResponse:
    actions.undo(thing=thing, by=request.membership)
    messages.success(request, _("Weggehaald. Het staat niet meer in je logboek."))
    return redirect(f"{request.programme.to('logbook:log')}{asked}")


@require_safe
def my_shifts(request: ProgrammeRequest) -> HttpResponse:
    """What this volunteer did besides going with one participant, newest first."""
    permit(perms.logs_contacts(request.membership))
    mine = Shift.objects.of_buddy(request.membership).select_related("by")
    page = Paginator(mine, SHIFTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "logbook/my_shifts.html", {"page": page})

"""The buddy's phone: logging, and the people to log about."""

import uuid
from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals.actions import celebrate, open_plan
from goals.models import ActionStep, matches_open_to, participants_open_to
from matching.models import Match, MatchQuerySet
from participants.models import Consent, Purpose
from programmes.forms import form_page
from programmes.http import ProgrammeRequest
from programmes.perms import permit
from programmes.refusals import Refused

from . import actions, perms
from .forms import LogForm, usual_length
from .models import Contact, usual_first

CONTACTS_A_PAGE = 20
STEPS_SHOWN = 3


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: ProgrammeRequest) -> HttpResponse:
    """The page a buddy opens most: one contact, in a few taps."""
    permit(perms.logs_contacts(request.membership))
    today = timezone.localdate()
    matches = list(usual_first(_own_matches(request), today=today).select_related("participant__person"))
    sent = request.POST if request.method == "POST" else None
    form = LogForm(sent, initial=_usual(request, matches), matches=matches, today=today)
    if form.is_valid():
        try:
            contact = actions.log_contact(by=request.membership, **form.answers())
        except actions.AlreadyLogged as logged:
            form.refuse(logged)
            form.renew_uid()
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"{request.programme.to('logbook:saved')}?contact={contact.pk}")
    return form_page(request, "logbook/log.html", {"form": form, "matches": matches})


def _own_matches(request: ProgrammeRequest) -> MatchQuerySet:
    return Match.objects.active().of_buddy(request.membership)


def _usual(request: ProgrammeRequest, matches: list[Match]) -> dict[str, Any]:
    """The answers that are already in place: those of the last time, and the person when there can be no doubt."""
    last = Contact.objects.of_buddy(request.membership).order_by("-logged_at", "-id").first()
    asked = request.GET.get("match", "")
    length = usual_length(last.minutes if last else 60)
    return {
        "match": str(matches[0].pk) if len(matches) == 1 else asked,
        "day": timezone.localdate().isoformat(),
        "way": last.way if last else "",
        "length": length,
        "uid": uuid.uuid4(),
    }


@require_safe
def saved(request: ProgrammeRequest) -> HttpResponse:
    """What was just kept, with a way to take it back."""
    permit(perms.logs_contacts(request.membership))
    number = request.GET.get("contact", "")
    contact = (
        Contact.objects.of_buddy(request.membership)
        .filter(pk=number if number.isdecimal() else 0)
        .select_related("match__participant__person", "by")
        .first()
    )
    if contact is None:
        return redirect(request.programme.to("logbook:log"))
    can_undo = perms.can_undo(request.membership, contact)
    return render(request, "logbook/saved.html", {"contact": contact, "can_undo": can_undo})


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
    permit(perms.logs_contacts(request.membership))
    contact = get_object_or_404(Contact.objects.of_buddy(request.membership), pk=contact_id)
    permit(perms.can_undo(request.membership, contact))
    actions.undo_contact(contact=contact, by=request.membership)
    messages.success(request, _("Weggehaald. Het staat niet meer in je logboek."))
    return redirect(f"{request.programme.to('logbook:log')}?match={contact.match_id}")


@require_safe
def my_people(request: ProgrammeRequest) -> HttpResponse:
    """Everyone this buddy goes with now: how to reach them, when they last met and what comes next."""
    permit(perms.logs_contacts(request.membership))
    shares = Consent.objects.filter(
        participant_id=OuterRef("participant_id"),
        purpose=Purpose.SHARE_WITH_BUDDY,
        withdrawn_on__isnull=True,
    )
    matches = list(
        usual_first(_own_matches(request), today=timezone.localdate())
        .annotate(shares_phone=Exists(shares))
        .select_related("participant__person")
    )
    steps = ActionStep.objects.filter(goal__plan__participant__in=[match.participant_id for match in matches])
    coming = defaultdict(list)
    for step in steps.next_of_each_plan(STEPS_SHOWN).select_related("goal__plan"):
        coming[step.goal.plan.participant_id].append(step)
    people = [{"match": match, "steps": coming[match.participant_id]} for match in matches]
    return render(request, "logbook/my_people.html", {"people": people})


@require_safe
def contacts(request: ProgrammeRequest, match_id: int) -> HttpResponse:
    """What two people did together, newest first. Their buddy, and those who read along."""
    permit(perms.reads_contacts(request.membership))
    matches = matches_open_to(request.membership).select_related("participant__person", "buddy__person")
    match = get_object_or_404(matches, pk=match_id)
    logged = match.contacts.select_related("by")
    page = Paginator(logged, CONTACTS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "logbook/contacts.html",
        {
            "match": match,
            "page": page,
            "shell": "shell_phone.html" if perms.logs_contacts(request.membership) else "shell_desk.html",
        },
    )

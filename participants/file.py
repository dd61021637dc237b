"""The views of what belongs to one person's file: household, consents, handing over, coming back, signing in on paper."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from programmes import signing_in
from programmes.actions import give_role
from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.models import Role
from programmes.perms import permit
from programmes.refusals import Refused
from programmes.views import card_on_paper

from . import actions, perms
from .forms import ComeBackForm, ConsentForm, HandOverForm, HomeForm
from .models import Consent, Participant, Purpose

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def home(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """The household as one unit. A coordinator."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    form = HomeForm(posted(request), participant=participant)
    if form.is_bound and form.is_valid():
        actions.describe_home(participant=participant, by=request.membership, **form.cleaned_data)
        messages.success(request, _("Het huishouden is opgeslagen."))
        return _to_person(request, participant)
    return form_page(request, "participants/home.html", {"form": form, "participant": participant})


@form_view
def consent(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Write down a yes for one purpose. A coordinator."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    given = set(participant.consents.in_force().values_list("purpose", flat=True))
    initial = {"on": timezone.localdate(), "given_by": participant.person.full_name}
    form = ConsentForm(posted(request), given=given, initial=initial)
    if form.is_bound and form.is_valid():
        asked = {**form.cleaned_data, "purpose": Purpose(form.cleaned_data["purpose"])}
        try:
            actions.give_consent(participant=participant, by=request.membership, **asked)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De toestemming is opgeslagen."))
            return _to_person(request, participant)
    return form_page(request, "participants/consent.html", {"form": form, "participant": participant})


@require_POST
def withdraw_consent(request: ProgrammeRequest, participant_id: int, consent_id: int) -> HttpResponse:
    """A yes is taken back. A coordinator."""
    participant = _get(request, participant_id)
    given = get_object_or_404(Consent.objects.filter(participant=participant), pk=consent_id)
    permit(perms.can_decide(request.membership))
    actions.withdraw_consent(consent=given, by=request.membership)
    text = _("De toestemming is ingetrokken.")
    if given.purpose == Purpose.TAKE_PART:
        text += " " + _("Spreek samen af wat er met de gegevens gebeurt.")
    messages.success(request, text)
    return _to_person(request, participant)


@form_view
def hand_over(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """A partner helps, with consent. A coordinator."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    initial = {"on": timezone.localdate(), "agreed_by": participant.person.full_name, "goes": "on"}
    form = HandOverForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        asked = dict(form.cleaned_data)
        goes_on = asked.pop("goes") == "on"
        try:
            actions.hand_over(participant=participant, by=request.membership, and_moves_on=goes_on, **asked)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Opgeschreven: %(partner)s helpt.") % {"partner": asked["partner"]})
            return _to_person(request, participant)
    return form_page(request, "participants/hand_over.html", {"form": form, "participant": participant})


@form_view
def come_back(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Someone who went on rings the bell again. A coordinator."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    form = ComeBackForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            actions.come_back(participant=participant, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request,
                _("%(name)s staat weer bij de aanmeldingen.") % {"name": participant.person.first_name},
            )
            return _to_person(request, participant)
    return form_page(request, "participants/come_back.html", {"form": form, "participant": participant})


@require_POST
def undo_move_on(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Someone was written off too soon. A coordinator."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    actions.undo_move_on(participant=participant, by=request.membership)
    messages.success(request, _("%(name)s is weer bij ons.") % {"name": participant.person.first_name})
    return _to_person(request, participant)


@require_POST
def guide_without_buddy(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Someone goes on with us, without a buddy. A coordinator; undone with the day the waiting began."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    actions.guide_without_buddy(participant=participant, by=request.membership)
    undo = request.programme.to("participants:look_for_buddy", participant.pk)
    messages.success(
        request,
        _("%(name)s wordt begeleid, en zoekt nu niemand.") % {"name": participant.person.first_name},
        extra_tags=f"{undo}?sinds={participant.waiting_since}",
    )
    return _to_person(request, participant)


@require_POST
def look_for_buddy(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Someone who is guided wants a buddy after all. A coordinator."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    since = _waited_since(request.GET.get("sinds", ""), participant)
    actions.look_for_buddy(participant=participant, by=request.membership, since=since)
    messages.success(request, _("%(name)s staat op de wachtlijst.") % {"name": participant.person.first_name})
    return _to_person(request, participant)


def _waited_since(typed: str, participant: Participant) -> date:
    """The day in the address of an undo; today when it cannot be that."""
    today = timezone.localdate()
    try:
        day = parse_date(typed) or today
    except ValueError:
        return today
    return day if (participant.accepted_on or today) <= day <= today else today


@require_POST
def card(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """A card on paper with which somebody without e-mail signs in. A coordinator."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    membership = give_role(person=participant.person, role=Role.PARTICIPANT)
    return card_on_paper(request, membership)


@require_POST
def withdraw_card(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """The card works no more, and who came in with it is signed out. A coordinator."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    signing_in.no_more_card(request, person=participant.person, role=Role.PARTICIPANT)
    return _to_person(request, participant)


def _get(request: ProgrammeRequest, participant_id: int) -> Participant:
    mine = Participant.objects.visible_to(request.membership)
    return get_object_or_404(mine.select_related("person", "programme", "home"), pk=participant_id)


def _to_person(request: ProgrammeRequest, participant: Participant) -> HttpResponse:
    return redirect(request.programme.to("participants:person", participant.pk))

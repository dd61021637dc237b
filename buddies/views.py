"""Volunteers: signing up, the programme's gates in their order, one page per volunteer, and their own card."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes import signing_in
from programmes.doorkeeper import lets_in
from programmes.doubles import possible_doubles
from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest, open_to_all
from programmes.models import Door, Gate, Role
from programmes.newcomers import ANSWER_WITHIN_DAYS, waits, waits_long
from programmes.perms import permit, works_with_people
from programmes.refusals import Refused
from programmes.story import story_of

from . import actions, perms
from .forms import BuddyForm, CardForm, PhotoForm, StepForm, VolunteerForm
from .models import Buddy, Photo, ScreeningStep, Status

PAGE_SIZE = 25
INBOX_SIZE = 10
RENEW_AHEAD = timedelta(days=60)
form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
@open_to_all
def sign_up(request: ProgrammeRequest) -> HttpResponse:
    """Someone wants to help. Open to everyone."""
    if Door.VOLUNTEER not in request.programme.doors:
        raise Http404
    form = VolunteerForm(posted(request), programme=request.programme)
    if form.is_bound and form.is_valid() and lets_in(request, form):
        if not form.is_of_robot:
            actions.sign_up(**form.told())
        return redirect(request.programme.to("buddies:thanks"))
    return form_page(request, "buddies/sign_up.html", {"form": form})


@require_safe
@open_to_all
def thanks(request: ProgrammeRequest) -> HttpResponse:
    """What happens now, by whom and when. Open to everyone."""
    gates = Gate.objects.in_use()
    return render(request, "buddies/thanks.html", {"days": ANSWER_WITHIN_DAYS, "gates": gates})


def inbox(request: ProgrammeRequest) -> list[dict[str, Any]]:
    """Volunteers nobody spoke to yet, longest waiting first, as components/need.html shows them."""
    new = Buddy.objects.filter(status=Status.INTERESTED).select_related("person").order_by("applied_at", "pk")
    return [
        {
            "name": each.person.full_name,
            "sentence": _("wil meedoen."),
            "why": waits(each.applied_at),
            "tag": _("wacht lang") if waits_long(each.applied_at) else "",
            "action_label": _("Bekijk"),
            "action_url": request.programme.to("buddies:person", each.pk),
            "primary": index == 0,
        }
        for index, each in enumerate(new[:INBOX_SIZE])
    ]


@dataclass(frozen=True)
class GateRow:
    """A gate as it stands for one volunteer; `form` when it can be ticked off now, `undo_url` on the last one."""

    label: str
    state: str
    note: str
    url: str
    form: StepForm | None
    undo_url: str
    renewal_url: str


@require_safe
def person(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """One page for one volunteer: the gates, the card, who stands behind them, what happened."""
    return _person_page(request, _get(request, buddy_id))


def _person_page(request: ProgrammeRequest, buddy: Buddy, form: StepForm | None = None) -> HttpResponse:
    """The page; `form` is the gate's form that was sent and is not right yet."""
    permit(works_with_people(request.membership))
    passed = {step.gate_id for step in buddy.steps.all()}
    gates = [
        gate
        for gate in Gate.objects.in_use()
        if gate.pk in passed or gate.is_asked_of_who_came(buddy.applied_at)
    ]
    today = timezone.localdate()
    context = {
        "buddy": buddy,
        "person": buddy.person,
        "form": form,
        "gates": _gate_rows(request, buddy, gates, form),
        "gates_left": buddy.gates_left(gates, today),
        "is_deployable": buddy.is_deployable(gates, today),
        "reasons": reasons(buddy),
        "photo": _photo_url(request, buddy),
        "doubles": possible_doubles([buddy.person])[buddy.person_id]
        if buddy.status == Status.INTERESTED
        else [],
        "deployments": buddy.deployments.select_related("partner"),
        "place_checks": list(buddy.place_checks.all()[:5]),
        "papers": buddy.papers.defer("pdf"),
        "open_card": buddy.person.open_sign_in_card(timezone.now()),
        "participant_role": buddy.person.participant_roles.first(),
        "today": today,
        "story": story_of(buddy.person),
        "may_guide": perms.can_guide(request.membership),
        "sign_in": buddy.person.memberships.with_role(Role.BUDDY).select_related("user").first(),
    }
    return render(request, "buddies/person.html", context, status=422 if form else 200)


def _gate_rows(
    request: ProgrammeRequest, buddy: Buddy, gates: list[Gate], sent: StepForm | None
) -> list[GateRow]:
    steps = {step.gate_id: step for step in buddy.steps.all()}
    may_guide = perms.can_guide(request.membership) and buddy.status != Status.STOPPED
    first_open = next((gate.pk for gate in gates if gate.pk not in steps), None)
    last_done = next((gate.pk for gate in reversed(gates) if gate.pk in steps), None)
    rows = []
    for gate in gates:
        done = steps.get(gate.pk)
        can_tick = may_guide and (gate.pk == first_open or (done is not None and _asks_renewal(done)))
        form = sent if sent is not None and sent.gate == gate else StepForm(gate=gate)
        rows.append(
            GateRow(
                label=gate.name,
                state="done" if done and not _asks_renewal(done) else "now" if can_tick else "next",
                note=_gate_note(done),
                url=request.programme.to("buddies:step", buddy.pk, gate.pk),
                form=form if can_tick else None,
                undo_url=request.programme.to("buddies:undo_step", buddy.pk, gate.pk)
                if may_guide and gate.pk == last_done
                else "",
                renewal_url=request.programme.to("buddies:ask_renewal", buddy.pk, gate.pk)
                if may_guide and done is not None and _asks_renewal(done) and not done.renewal_asked_on
                else "",
            )
        )
    return rows


def _asks_renewal(step: ScreeningStep) -> bool:
    return not step.is_valid_on(timezone.localdate() + RENEW_AHEAD)


def _gate_note(step: ScreeningStep | None) -> str:
    """When, seen by whom, valid until when."""
    if step is None:
        return ""
    parts = [date_format(step.done_on, "j F Y")]
    if step.seen_by is not None:
        seen = _("gezien door %(name)s") % {"name": step.seen_by.person}
        if step.seen_on and step.seen_on != step.done_on:
            seen = _("%(seen)s op %(day)s") % {"seen": seen, "day": date_format(step.seen_on, "j F Y")}
        parts.append(seen)
    if step.with_whom:
        parts.append(_("gesproken met %(who)s") % {"who": step.with_whom})
    if step.renewal_asked_on:
        parts.append(
            _("nieuwe aangevraagd op %(day)s") % {"day": date_format(step.renewal_asked_on, "j F Y")}
        )
    if step.valid_until is not None:
        is_over = step.valid_until < timezone.localdate()
        until = _("verlopen op %(day)s") if is_over else _("geldig tot en met %(day)s")
        parts.append(until % {"day": date_format(step.valid_until, "j F Y")})
    return " · ".join(parts)


def reasons(buddy: Buddy) -> list[str]:
    """What a card can tell about a volunteer. On a real card the reasons are chosen for one participant."""
    told = []
    if buddy.person.languages:
        told.append(_("Spreekt %(languages)s") % {"languages": buddy.person.languages_in_words})
    if buddy.person.neighbourhood is not None:
        told.append(_("Woont in %(hood)s") % {"hood": buddy.person.neighbourhood})
    if buddy.themes:
        told.append(_("Weet van: %(themes)s") % {"themes": buddy.themes_in_words})
    if buddy.interests:
        told.append(_("Houdt van %(what)s") % {"what": buddy.interests_in_words})
    if buddy.person.available:
        told.append(_("Kan op %(times)s") % {"times": buddy.person.available_in_words})
    return told


@require_POST
def step(request: ProgrammeRequest, buddy_id: int, gate_id: int) -> HttpResponse:
    """A coordinator ticks off a gate on the day it was passed."""
    buddy = _get(request, buddy_id)
    gate = get_object_or_404(Gate.objects.in_use(), pk=gate_id)
    permit(perms.can_guide(request.membership))
    form = StepForm(request.POST, gate=gate)
    if form.is_valid():
        try:
            actions.complete_step(
                buddy=buddy,
                gate=gate,
                by=request.membership,
                seen_on=timezone.localdate(),
                **form.cleaned_data,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            undo = request.programme.to("buddies:undo_step", buddy.pk, gate.pk)
            messages.success(request, _("%(gate)s is klaar.") % {"gate": gate.name}, extra_tags=undo)
            return _to_person(request, buddy)
    return _person_page(request, buddy, form)


@require_POST
def undo_step(request: ProgrammeRequest, buddy_id: int, gate_id: int) -> HttpResponse:
    """A coordinator takes back the gate that was passed last."""
    buddy = _get(request, buddy_id)
    gate = get_object_or_404(Gate, pk=gate_id)
    permit(perms.can_guide(request.membership))
    actions.undo_step(buddy=buddy, gate=gate, by=request.membership)
    messages.success(request, _("%(gate)s staat weer open.") % {"gate": gate.name})
    return _to_person(request, buddy)


@form_view
def edit(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """A coordinator writes down who a volunteer is and what they can do."""
    buddy = _get(request, buddy_id)
    permit(perms.can_guide(request.membership))
    form = BuddyForm(posted(request), programme=request.programme, buddy=buddy)
    if form.is_bound and form.is_valid():
        actions.describe(buddy=buddy, by=request.membership, **form.cleaned_data)
        messages.success(request, _("De gegevens zijn opgeslagen."))
        return _to_person(request, buddy)
    return form_page(request, "buddies/edit.html", {"form": form, "buddy": buddy})


def me(request: ProgrammeRequest) -> Buddy:
    """The volunteer who is looking. 403 for who is none."""
    permit(perms.has_own_card(request.membership))
    return get_object_or_404(Buddy.objects.of_membership(request.membership).select_related("person"))


@form_view
def own_photo(request: ProgrammeRequest) -> HttpResponse:
    """Volunteers put a picture of themselves on their card."""
    buddy = me(request)
    form = PhotoForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        actions.put_photo(buddy=buddy, data=form.cleaned_data["photo"], by=request.membership)
        messages.success(request, _("Je foto staat op je kaart."))
        return redirect(request.programme.to("buddies:own_card"))
    return form_page(request, "buddies/own_photo.html", {"form": form, "buddy": buddy})


@require_POST
def remove_own_photo(request: ProgrammeRequest) -> HttpResponse:
    """Volunteers take their picture away again."""
    buddy = me(request)
    actions.remove_photo(buddy=buddy, by=request.membership)
    messages.success(request, _("De foto is weg. Je kaart heeft nu alleen je voorletter."))
    return redirect(request.programme.to("buddies:own_card"))


@require_safe
def photo(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """The picture itself: volunteers their own, coordinators and professionals of whom they guide.

    A participant sees it on a card of their own, and only there (matching.views.choosing.photo).
    """
    mine = Buddy.objects.visible_to(request.membership)
    if perms.has_own_card(request.membership):
        mine = Buddy.objects.of_membership(request.membership)
    return photo_of(get_object_or_404(mine, pk=buddy_id))


def photo_of(buddy: Buddy) -> HttpResponse:
    """The picture as an answer that no cache keeps; 404 when there is none."""
    found = get_object_or_404(Photo, buddy=buddy)
    headers = {"Content-Disposition": 'inline; filename="foto.jpg"', "Cache-Control": "private, no-store"}
    return HttpResponse(bytes(found.data), content_type="image/jpeg", headers=headers)


def _photo_url(request: ProgrammeRequest, buddy: Buddy) -> str:
    return request.programme.to("buddies:photo", buddy.pk) if buddy.photo else ""


@require_POST
def remove_photo(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """A coordinator takes away a picture that does not belong on a card."""
    buddy = _get(request, buddy_id)
    permit(perms.can_guide(request.membership))
    actions.remove_photo(buddy=buddy, by=request.membership)
    messages.success(request, _("De foto is van de kaart gehaald."))
    return _to_person(request, buddy)


@form_view
def own_card(request: ProgrammeRequest) -> HttpResponse:
    """Volunteers keep their own card up to date, and see it as a participant does."""
    permit(perms.has_own_card(request.membership))
    mine = Buddy.objects.of_membership(request.membership).select_related("person__neighbourhood")
    photos = Prefetch("photos", queryset=Photo.objects.without_data())
    buddy = get_object_or_404(mine.prefetch_related(photos))
    form = CardForm(posted(request), initial=CardForm.of(buddy))
    if form.is_bound and form.is_valid():
        actions.describe(buddy=buddy, by=request.membership, **form.cleaned_data)
        messages.success(request, _("Je kaart is bijgewerkt."))
        return redirect(request.programme.to("buddies:own_card"))
    context = {
        "form": form,
        "buddy": buddy,
        "reasons": reasons(buddy),
        "photo": _photo_url(request, buddy),
    }
    return form_page(request, "buddies/own_card.html", context)


@require_POST
def resume(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """A volunteer is back."""
    buddy = _get(request, buddy_id)
    permit(perms.can_guide(request.membership))
    actions.resume(buddy=buddy, by=request.membership)
    messages.success(request, _("%(name)s is weer terug.") % {"name": buddy.person.first_name})
    return _to_person(request, buddy)


@require_POST
def let_in(request: ProgrammeRequest, buddy_id: int) -> HttpResponse:
    """A coordinator lets a volunteer sign in with the e-mail address in the file."""
    buddy = _get(request, buddy_id)
    permit(perms.can_guide(request.membership))
    signing_in.by_mail(request, person=buddy.person, role=Role.BUDDY)
    return _to_person(request, buddy)


def _get(request: ProgrammeRequest, buddy_id: int) -> Buddy:
    mine = Buddy.objects.visible_to(request.membership)
    found = mine.select_related("person__neighbourhood", "supervisor__person")
    photos = Prefetch("photos", queryset=Photo.objects.without_data())
    return get_object_or_404(found.prefetch_related("steps__seen_by__person", photos), pk=buddy_id)


def _to_person(request: ProgrammeRequest, buddy: Buddy) -> HttpResponse:
    return redirect(request.programme.to("buddies:person", buddy.pk))

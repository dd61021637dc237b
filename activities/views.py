"""Pages about coming together: the list, planning, one session."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.models import Person, Role
from programmes.perms import permit
from programmes.refusals import Refused

from . import actions, guests, perms
from .forms import AttendanceForm, LearningForm, SessionFilter, SessionForm
from .models import IntervisionNote, Kind, Location, Method, Presence, Session

PAGE = 20
MOST_OPEN = 5
MOST_FOUND = 8


@require_safe
def sessions(request: ProgrammeRequest) -> HttpResponse:
    """What is coming, or what has been; first of all what still has to be written down."""
    permit(perms.can_plan(request.membership))
    now = timezone.now()
    chosen = SessionFilter(request.GET)
    past, kind = chosen.chosen()
    everything = Session.objects.select_related("location").with_counts()
    shown = everything.past(now) if past else everything.upcoming(now)
    unrecorded = [] if past else everything.unrecorded(now)[:MOST_OPEN]
    page = Paginator(shown.filter(kind=kind) if kind else shown, PAGE).get_page(request.GET.get("page"))
    context = {"filter": chosen, "past": past, "kind": kind, "page": page, "unrecorded": unrecorded}
    return render(request, "activities/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ProgrammeRequest) -> HttpResponse:
    """Plan a session: first what kind, then the rest. Also for what was held already."""
    permit(perms.can_plan(request.membership))
    kind = request.GET.get("soort", "")
    if kind not in Kind.values:
        return render(request, "activities/kinds.html", {"kinds": Kind.choices})
    form = SessionForm(
        posted(request), kind=Kind(kind), membership=request.membership, words=request.programme.words
    )
    if form.is_valid():
        try:
            planned = _plan(request, Kind(kind), form)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(title)s staat in de agenda.") % {"title": planned.title})
            return redirect(request.programme.to("activities:session", planned.pk))
    return form_page(request, "activities/add.html", {"form": form, "kind": Kind(kind)})


def _plan(request: ProgrammeRequest, kind: Kind, form: SessionForm) -> Session:
    return actions.plan_session(kind=kind, by=request.membership, expected=form.expected, **_frame(form))


def _frame(form: SessionForm) -> dict[str, Any]:
    """When, where and by whom; a place that is not there yet is added."""
    starts_at, ends_at = form.period()
    place: Location | None = form.cleaned_data["place"]
    return {
        "title": form.cleaned_data["title"],
        "location": place or actions.add_location(name=form.cleaned_data["new_location"]),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "led_by": form.leaders[form.cleaned_data["led_by"]],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ProgrammeRequest, session_id: int) -> HttpResponse:
    """Another day, place, name or leader; or it is not held at all."""
    permit(perms.can_plan(request.membership))
    shown = _obtain(session_id)
    form = SessionForm(
        posted(request),
        kind=Kind(shown.kind),
        membership=request.membership,
        words=request.programme.words,
        session=shown,
    )
    if form.is_valid():
        try:
            actions.change_session(session=shown, by=request.membership, **_frame(form))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De bijeenkomst is aangepast."))
            return redirect(request.programme.to("activities:session", shown.pk))
    return form_page(request, "activities/change.html", {"form": form, "session": shown})


@require_POST
def call_off(request: ProgrammeRequest, session_id: int) -> HttpResponse:
    """It is not held. A refusal gets a page of its own."""
    permit(perms.can_plan(request.membership))
    shown = _obtain(session_id)
    actions.call_off_session(session=shown, by=request.membership)
    messages.success(request, _("%(title)s is uit de agenda gehaald.") % {"title": shown.title})
    return redirect(request.programme.to("activities:list"))


@require_safe
def session(request: ProgrammeRequest, session_id: int) -> HttpResponse:
    """One session. Colleagues see who is expected; a buddy sees when and where, and what was learned."""
    permit(perms.can_open_a_session(request.membership))
    if not perms.can_plan(request.membership):
        return _own_session(request, session_id)
    shown = _obtain(session_id)
    form = AttendanceForm(session=shown, listed=_listed(request, shown), found=_found(request, shown))
    return _session_page(request, shown, form)


def _own_session(request: ProgrammeRequest, session_id: int) -> HttpResponse:
    mine = Session.objects.of_person(request.membership).select_related("location", "led_by")
    shown = get_object_or_404(mine, pk=session_id)
    was_there = Session.objects.attended_by(request.membership).filter(pk=shown.pk).exists()
    note = shown.notes.first() if was_there else None
    return render(request, "activities/own_session.html", {"session": shown, "note": note})


@require_POST
def attendance(request: ProgrammeRequest, session_id: int) -> HttpResponse:
    """Write down who was there, or who called off. `rest=present` says it of everybody left open."""
    permit(perms.can_plan(request.membership))
    shown = _obtain(session_id)
    form = AttendanceForm(
        request.POST, session=shown, listed=_listed(request, shown), found=_found(request, shown)
    )
    rest = Presence.PRESENT if request.POST.get("rest") == "present" else None
    if form.is_valid():
        try:
            recorded = actions.record_attendance(
                session=shown, presences=form.presences(rest=rest), by=request.membership
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            _tell(request, shown, recorded)
            return redirect(request.programme.to("activities:session", shown.pk))
    return _session_page(request, shown, form)


@require_http_methods(["GET", "HEAD", "POST"])
def learning(request: ProgrammeRequest, session_id: int) -> HttpResponse:
    """Write down what an intervision taught, once; later by the same form to improve it."""
    permit(perms.can_plan(request.membership))
    shown = get_object_or_404(Session.objects.intervisions().select_related("location"), pk=session_id)
    note = shown.notes.select_related("by__person").first()
    form = LearningForm(posted(request), initial=LearningForm.of(note))
    if form.is_valid():
        try:
            _write(request, shown, note, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De leerpunten zijn opgeslagen."))
            return redirect(request.programme.to("activities:session", shown.pk))
    overtaken = _show_colleagues_text(form, note)
    return form_page(
        request, "activities/learning.html", {"form": form, "session": shown, "overtaken": overtaken}
    )


def _write(
    request: ProgrammeRequest, shown: Session, note: IntervisionNote | None, form: LearningForm
) -> None:
    written: dict[str, Any] = {
        "method": Method(form.cleaned_data["method"]),
        "learning_points": form.cleaned_data["learning_points"],
        "tips": form.cleaned_data["tips"],
        "by": request.membership,
    }
    if note is not None and form.cleaned_data["seen"]:
        actions.change_learning(note=note, seen=form.cleaned_data["seen"], **written)
    else:
        actions.note_learning(session=shown, **written)


def _show_colleagues_text(form: LearningForm, note: IntervisionNote | None) -> IntervisionNote | None:
    """When a colleague was first: their text beside what was typed, and sending again is then a choice."""
    if note is None or not form.is_bound or form.data.get("seen", "") == note.fingerprint:
        return None
    form.data = {**{name: form.data.get(name, "") for name in form.fields}, "seen": note.fingerprint}
    return note


def _obtain(session_id: int) -> Session:
    return get_object_or_404(Session.objects.select_related("location", "led_by"), pk=session_id)


def _listed(request: ProgrammeRequest, shown: Session) -> dict[Person, str]:
    """People on the list whom this colleague may see, with what is known of each."""
    rows = shown.attendances.select_related("person")
    if request.membership.has_role(Role.PROFESSIONAL):
        rows = rows.seen_by_professional(request.membership)
    return {row.person: row.presence for row in rows}


def _found(request: ProgrammeRequest, shown: Session) -> list[Person]:
    """People to add, found by name."""
    part = request.GET.get("q", "").strip()[:80]
    if not part:
        return []
    others = guests.can_come(shown.kind, request.membership).exclude(attendances__session=shown)
    return list(others.named(part)[:MOST_FOUND])


def _session_page(request: ProgrammeRequest, shown: Session, form: AttendanceForm) -> HttpResponse:
    context = {
        "session": shown,
        "form": form,
        "note": shown.notes.first(),
        "q": request.GET.get("q", ""),
        "is_intervision": shown.kind == Kind.INTERVISION,
        "has_begun": shown.starts_at <= timezone.now(),
        "hidden": shown.attendances.count() - len(form.rows()),
    }
    return form_page(request, "activities/session.html", context)


def _tell(request: ProgrammeRequest, shown: Session, recorded: actions.Recorded) -> None:
    came = shown.attendances.filter(presence=Presence.PRESENT).count()
    messages.success(
        request,
        ngettext("Opgeslagen. Er was %(came)s mens.", "Opgeslagen. Er waren %(came)s mensen.", came)
        % {"came": came}
        if came
        else _("Opgeslagen."),
    )
    if recorded.now_ready:
        names = get_text_list([str(person) for person in recorded.now_ready], _("en"))
        messages.success(
            request,
            ngettext(
                "%(names)s heeft nu alle stappen gehad en kan meedoen.",
                "%(names)s hebben nu alle stappen gehad en kunnen meedoen.",
                len(recorded.now_ready),
            )
            % {"names": names},
        )
    for person, note in recorded.notes:
        messages.warning(request, f"{person}: {capfirst(note)}")

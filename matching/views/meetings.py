"""Two people meet: the buddy is asked, a day is planned, and each says in private whether it clicked."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.forms import KlikForm, form_page, posted
from programmes.http import ProgrammeRequest
from programmes.locks import is_locked, lock
from programmes.models import Role
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, perms
from ..calendars import as_calendar
from ..forms import HeldForm, InvitationForm, KlikAnswerForm, MeetingForm, ReasonForm
from ..models import Given, Introduction, IntroductionState
from ..suggestions import shared_with_buddy


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: ProgrammeRequest, introduction_id: int) -> HttpResponse:
    """The buddy reads who would like to meet, answers, and follows from here what comes. Buddies, their own."""
    permit(perms.can_be_invited(request.membership))
    mine = Introduction.objects.of_buddy(request.membership).with_people()
    introduction = get_object_or_404(mine, pk=introduction_id)
    if request.method == "POST" and introduction.state != IntroductionState.INVITED:
        # Too late, or tapped twice: that is no mistake of theirs, and the page says what is.
        return redirect(request.programme.to("matching:invitation", introduction.pk))
    form = InvitationForm(posted(request))
    if form.is_valid():
        try:
            actions.answer_invitation(introduction=introduction, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(request.programme.to("matching:invitation", introduction.pk))
    shared = shared_with_buddy(introduction)
    context = {"introduction": introduction, "shared": shared, "form": form}
    return form_page(request, "matching/invitation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: ProgrammeRequest, introduction_id: int) -> HttpResponse:
    """What a coordinator does around a meeting: note an answer heard, plan, note that it was held."""
    introduction = get_object_or_404(Introduction.objects.with_people(), pk=introduction_id)
    permit(perms.can_match(request.membership))
    forms = _meeting_forms(request, introduction)
    sent = forms.get(request.POST.get("do", ""))
    if sent is not None and sent.is_valid():
        try:
            _note(request, introduction, sent)
        except Refused as refused:
            sent.refuse(refused)
        else:
            return redirect(request.programme.to("matching:meeting", introduction.pk))
    context = {
        "introduction": introduction,
        "participant": introduction.participant,
        "buddy": introduction.buddy,
        "form": sent or KlikForm(),
        "forms": forms,
        "match": introduction.matches.first(),
        "is_late": introduction.is_late(timezone.localdate()),
    }
    return form_page(request, "matching/meeting.html", context)


def _meeting_forms(request: ProgrammeRequest, introduction: Introduction) -> dict[str, KlikForm]:
    """The forms of this page; the one that was sent is bound."""
    do = request.POST.get("do", "")
    planned = timezone.localtime(introduction.planned_for) if introduction.planned_for else None
    first = {
        "answer": {},
        "plan": {
            "day": planned.date() if planned else None,
            "time": planned.time() if planned else None,
            "place": introduction.place,
        },
        "held": {"on": min(planned.date(), timezone.localdate()) if planned else timezone.localdate()},
    }
    kinds: dict[str, type[KlikForm]] = {"answer": InvitationForm, "plan": MeetingForm, "held": HeldForm}
    forms = {
        name: kind(request.POST if name == do else None, initial=first[name], prefix=name)
        for name, kind in kinds.items()
    }
    forms["answer"].fields["reason"].label = _("Wat zei %(name)s erbij?") % {
        "name": introduction.buddy.person.first_name
    }
    return forms


def _note(request: ProgrammeRequest, introduction: Introduction, form: KlikForm) -> None:
    by, filled = request.membership, form.cleaned_data
    if isinstance(form, InvitationForm):
        actions.answer_invitation(introduction=introduction, by=by, **filled)
        messages.success(request, _("Het antwoord is genoteerd."))
    elif isinstance(form, MeetingForm):
        actions.plan_meeting(introduction=introduction, at=form.moment, place=filled["place"], by=by)
        messages.success(request, _("De afspraak staat."))
    else:
        actions.hold_meeting(introduction=introduction, on=filled["on"], by=by)
        messages.success(request, _("Genoteerd. Zij kunnen nu allebei hun antwoord geven."))


@require_http_methods(["GET", "HEAD", "POST"])
def klik(request: ProgrammeRequest, introduction_id: int) -> HttpResponse:
    """ "Klikte het?", asked to each of the two alone. A coordinator notes what a participant wrote or lends a tablet."""
    introduction = get_object_or_404(_within_reach(request), pk=introduction_id)
    permit(perms.can_answer_klik(request.membership, introduction))
    is_desk = perms.can_match(request.membership) and not is_locked(request)
    if introduction.state != IntroductionState.HELD or introduction.both_answered:
        return _after_klik(request, introduction)
    if is_desk and "lend" in request.POST:
        lock(request, request.path)
        return redirect(request.path)
    form = KlikAnswerForm(posted(request))
    if form.is_valid():
        try:
            _answer(request, introduction, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _after_klik(request, introduction)
    return form_page(
        request, "matching/klik.html", _klik_context(request, introduction, form, is_desk=is_desk)
    )


def _within_reach(request: ProgrammeRequest) -> Any:
    introductions = Introduction.objects.with_people()
    if request.membership.has_role(Role.BUDDY, Role.PARTICIPANT):
        return introductions.of_either(request.membership)
    return introductions


def _klik_context(
    request: ProgrammeRequest, introduction: Introduction, form: KlikAnswerForm, *, is_desk: bool
) -> dict[str, Any]:
    is_buddy = request.membership.has_role(Role.BUDDY)
    other = introduction.participant if is_buddy else introduction.buddy
    around = (
        "shell_desk.html"
        if is_desk
        else "matching/shell_tablet.html"
        if is_locked(request)
        else "shell_phone.html"
    )
    return {
        "introduction": introduction,
        "form": form,
        "around": around,
        "is_desk": is_desk,
        "is_buddy": is_buddy,
        "other": other.person.first_name,
        "has_answered": introduction.buddy_answer if is_buddy else introduction.participant_answer,
    }


def _answer(request: ProgrammeRequest, introduction: Introduction, filled: dict[str, Any]) -> None:
    how = Given.OWN_DEVICE
    if perms.can_match(request.membership):
        how = Given.TABLET if is_locked(request) else Given.PAPER
    actions.answer_klik(
        introduction=introduction,
        side="buddy" if request.membership.has_role(Role.BUDDY) else "participant",
        by=request.membership,
        how=how,
        **filled,
    )


def _after_klik(request: ProgrammeRequest, introduction: Introduction) -> HttpResponse:
    """Where each reads what comes next."""
    if is_locked(request):
        return render(request, "matching/tablet_done.html", {"choice": None, "here": ""})
    if perms.can_match(request.membership):
        return redirect(request.programme.to("matching:meeting", introduction.pk))
    if request.membership.has_role(Role.BUDDY):
        return redirect(request.programme.to("matching:invitation", introduction.pk))
    return redirect(request.programme.to("matching:my_choice"))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ProgrammeRequest, introduction_id: int) -> HttpResponse:
    """Stop an introduction, with a reason that is kept; the next choice can then be asked. Coordinators."""
    introduction = get_object_or_404(Introduction.objects.with_people(), pk=introduction_id)
    permit(perms.can_match(request.membership))
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.withdraw(introduction=introduction, by=request.membership, reason=reason)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De kennismaking is ingetrokken. Hieronder staat wat nu kan."))
            return redirect(request.programme.to("matching:round", introduction.card.round_id))
    return form_page(request, "matching/withdraw.html", {"introduction": introduction, "form": form})


@require_safe
def calendar(request: ProgrammeRequest, introduction_id: int) -> HttpResponse:
    """The meeting for somebody's own calendar, without a name. The two who meet, and coordinators."""
    introduction = get_object_or_404(_within_reach(request), pk=introduction_id)
    permit(perms.can_answer_klik(request.membership, introduction))
    if introduction.planned_for is None:
        raise Http404
    content = as_calendar(introduction, programme=request.programme)
    headers = {"Content-Disposition": 'attachment; filename="kennismaking.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@require_POST
def go_on(request: ProgrammeRequest, introduction_id: int) -> HttpResponse:
    """After a doubt or an invitation without an answer: meet again, or on to the next choice. Coordinators."""
    introduction = get_object_or_404(Introduction.objects.with_people(), pk=introduction_id)
    permit(perms.can_match(request.membership))
    by = request.membership
    try:
        if request.POST.get("do") == "again":
            introduction = actions.meet_again(introduction=introduction, by=by)
            messages.success(request, _("Plan een nieuwe dag. De eerdere antwoorden blijven bewaard."))
            return redirect(request.programme.to("matching:meeting", introduction.pk))
        if introduction.state == IntroductionState.INVITED:
            actions.expire(introduction=introduction, by=by)
        else:
            actions.look_further(introduction=introduction, by=by)
    except Refused as refused:
        messages.warning(request, refused.messages[0])
        return redirect(request.programme.to("matching:meeting", introduction.pk))
    messages.success(request, _("Genoteerd. Hieronder staat wat nu kan."))
    return redirect(request.programme.to("matching:round", introduction.card.round_id))


@require_POST
def start_match(request: ProgrammeRequest, introduction_id: int) -> HttpResponse:
    """Both said yes, but there was no place then; there is now. Coordinators."""
    introduction = get_object_or_404(Introduction, pk=introduction_id)
    permit(perms.can_match(request.membership))
    try:
        match = actions.start_match(introduction=introduction, by=request.membership)
    except Refused as refused:
        messages.warning(request, refused.messages[0])
        return redirect(request.programme.to("matching:meeting", introduction.pk))
    messages.success(request, _("De match is begonnen."))
    return redirect(request.programme.to("matching:match", match.pk))

"""A match: since when, until when, and rounding it off."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.models import Role
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, perms
from ..forms import EndForm, PauseForm, TrialForm, enders_in, reasons_in
from ..models import EndedBy, EndReason, Given, Match, MatchQuerySet, TrialAnswer


@require_safe
def match(request: ProgrammeRequest, match_id: int) -> HttpResponse:
    """Two people and their dates. Coordinators, and the professional beside the buddy."""
    matches = Match.objects.with_people().select_related("end_noted_by__person")
    couple = get_object_or_404(matches, pk=match_id)
    permit(perms.can_see_match(request.membership, couple))
    context = {
        "match": couple,
        "trial_until": couple.starts_on + timedelta(weeks=request.programme.trial_weeks),
        "today": timezone.localdate(),
        "end_reason": reasons_in(request.programme.words).get(couple.end_reason, ""),
        "ended_by": enders_in(request.programme.words).get(couple.ended_by, ""),
        "can_end": perms.can_match(request.membership) and couple.ended_on is None,
    }
    return render(request, "matching/match.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_match(request: ProgrammeRequest, match_id: int) -> HttpResponse:
    """Round off a match, with a page to confirm: it cannot be taken back. Coordinators."""
    couple = get_object_or_404(Match.objects.with_people(), pk=match_id)
    permit(perms.can_match(request.membership))
    if couple.ended_on is not None:
        return redirect(request.programme.to("matching:match", couple.pk))
    said = _said_at_the_end(couple)
    form = EndForm(posted(request), match=couple, words=request.programme.words, initial=said)
    if form.is_valid() and "change" not in request.POST:
        if "confirmed" not in request.POST:
            context = {"match": couple, "form": form, "said": _said(form)}
            return render(request, "matching/end_confirm.html", context)
        return _end(request, couple, form.cleaned_data)
    context = {"match": couple, "form": form, "is_said": bool(said)}
    return form_page(request, "matching/end_match.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def pause_match(request: ProgrammeRequest, match_id: int) -> HttpResponse:
    """The two do not meet for a while; nothing is lost. Coordinators."""
    couple = get_object_or_404(Match.objects.with_people(), pk=match_id)
    permit(perms.can_match(request.membership))
    form = PauseForm(posted(request), initial={"on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.pause_match(match=couple, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Genoteerd. De match staat even stil."))
            return redirect(request.programme.to("matching:match", couple.pk))
    return form_page(request, "matching/pause_match.html", {"match": couple, "form": form})


@require_POST
def resume_match(request: ProgrammeRequest, match_id: int) -> HttpResponse:
    """The two meet again. Coordinators."""
    couple = get_object_or_404(Match, pk=match_id)
    permit(perms.can_match(request.membership))
    actions.resume_match(match=couple, by=request.membership)
    messages.success(request, _("Genoteerd. Zij gaan weer verder."))
    return redirect(request.programme.to("matching:match", couple.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: ProgrammeRequest, match_id: int) -> HttpResponse:
    """The one question after the trial period. The participant; a coordinator writes down what the participant said."""
    couple = get_object_or_404(_matches_of(request), pk=match_id)
    permit(perms.can_answer_trial(request.membership, couple))
    is_desk = perms.can_match(request.membership)
    form = TrialForm(posted(request), initial={"answer": couple.trial_answer})
    if form.is_valid():
        try:
            actions.answer_trial(
                match=couple,
                answer=TrialAnswer(form.cleaned_data["answer"]),
                by=request.membership,
                how=Given.PAPER if is_desk else Given.OWN_DEVICE,
                on=timezone.localdate(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, _("Dank je wel. We hebben je antwoord.") if not is_desk else _("Genoteerd.")
            )
            there = ("matching:match", couple.pk) if is_desk else ("matching:my_choice",)
            return redirect(request.programme.to(*there))
    around = "shell_desk.html" if is_desk else "shell_phone.html"
    context = {"match": couple, "form": form, "is_desk": is_desk, "around": around}
    return form_page(request, "matching/trial.html", context)


def _matches_of(request: ProgrammeRequest) -> MatchQuerySet:
    matches = Match.objects.active().with_people()
    if request.membership.has_role(Role.PARTICIPANT):
        return matches.filter(participant__person_id=request.membership.person_id)
    return matches


def _said(form: EndForm) -> dict[str, Any]:
    """What was filled in, in words to confirm."""
    filled = form.cleaned_data
    asked = ("reason", "ended_by", "after")
    words = {name: dict(form.fields[name].choices)[filled[name]] for name in asked}  # type: ignore[attr-defined]
    return {"on": filled["on"], **words}


def _said_at_the_end(couple: Match) -> dict[str, Any]:
    """What was said in the talk at the end, for the form to begin with; empty when there was none."""
    # The relation `reviews` comes from the room above.
    talk = Match.objects.filter(pk=couple.pk, reviews__moment="end", reviews__held_on__isnull=False)
    answers = {
        item: (value, day)
        for item, value, day in talk.order_by().values_list(
            "reviews__answers__item", "reviews__answers__value", "reviews__held_on"
        )
    }
    if not answers:
        return {}
    after = {"again": "again", "aftercare": "aftercare"}
    wishes = [after[item] for item in after if answers.get(item, (0,))[0] == 1]
    known = any(answers.get(item, (None,))[0] is not None for item in after)
    return {
        "on": next(day for _value, day in answers.values()),
        "reason": EndReason.COMPLETED.value,
        "after": wishes[0] if wishes else "ready" if known else "",
    }


def _end(request: ProgrammeRequest, couple: Match, filled: dict[str, Any]) -> HttpResponse:
    actions.end_match(
        match=couple,
        on=filled["on"],
        reason=EndReason(filled["reason"]),
        by=request.membership,
        ended_by=EndedBy(filled["ended_by"]),
        aftercare=filled["after"] == "aftercare",
        looks_again=filled["after"] == "again",
    )
    messages.success(request, _("De match is afgerond. Alles wat zij samen deden, blijft bewaard."))
    return redirect(request.programme.to("matching:match", couple.pk))

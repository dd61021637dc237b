"""A match: since when, until when, and rounding it off."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.perms import permit

from .. import actions, perms
from ..forms import EndForm, reasons_in
from ..models import EndReason, Match


@require_safe
def match(request: ProgrammeRequest, match_id: int) -> HttpResponse:
    """Two people and their dates. Coordinators, and the professional beside the buddy."""
    couple = get_object_or_404(Match.objects.with_people(), pk=match_id)
    permit(perms.can_see_match(request.membership, couple))
    context = {
        "match": couple,
        "trial_until": couple.starts_on + timedelta(weeks=request.programme.trial_weeks),
        "today": timezone.localdate(),
        "end_reason": reasons_in(request.programme.words).get(couple.end_reason, ""),
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
    form = EndForm(posted(request), match=couple, words=request.programme.words)
    if form.is_valid() and "change" not in request.POST:
        if "confirmed" not in request.POST:
            context = {"match": couple, "form": form, "said": _said(form)}
            return render(request, "matching/end_confirm.html", context)
        return _end(request, couple, form.cleaned_data)
    return form_page(request, "matching/end_match.html", {"match": couple, "form": form})


def _said(form: EndForm) -> dict[str, Any]:
    """What was filled in, in words to confirm."""
    reasons, afters = (dict(form.fields[name].choices) for name in ("reason", "after"))  # type: ignore[attr-defined]
    filled = form.cleaned_data
    return {"on": filled["on"], "reason": reasons[filled["reason"]], "after": afters[filled["after"]]}


def _end(request: ProgrammeRequest, couple: Match, filled: dict[str, Any]) -> HttpResponse:
    actions.end_match(
        match=couple,
        on=filled["on"],
        reason=EndReason(filled["reason"]),
        by=request.membership,
        aftercare=filled["after"] == "aftercare",
        looks_again=filled["after"] == "again",
    )
    messages.success(request, _("De match is afgerond. Alles wat zij samen deden, blijft bewaard."))
    return redirect(request.programme.to("matching:match", couple.pk))

"""A round: everybody who chose is proposed at once, explained line by line, and carried out with one button."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.models import Job
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, perms
from ..explaining import explained, summary
from ..forms import BlockForm
from ..models import ChoiceRound, Ground, MatchingRound, RoundLine, RoundState

LINES_A_PAGE = 25


@require_safe
def rounds(request: ProgrammeRequest) -> HttpResponse:
    """Every round there was, newest first. Coordinators."""
    permit(perms.can_match(request.membership))
    whole = MatchingRound.objects.filter(is_whole=True).with_counts().select_related("made_by__person")
    page = Paginator(whole, LINES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "matching/rounds.html", {"page": page})


@require_POST
def compute(request: ProgrammeRequest) -> HttpResponse:
    """*Ronde berekenen*. Coordinators."""
    permit(perms.can_match(request.membership))
    try:
        matching = actions.compute_round(by=request.membership)
    except Refused as refused:
        messages.warning(request, refused.messages[0])
        return redirect(request.programme.to("matching:board"))
    return redirect(request.programme.to("matching:proposal", matching.pk))


@require_safe
def proposal(request: ProgrammeRequest, matching_id: int) -> HttpResponse:
    """What a round proposes, to whom and why; while it is computed, how far that is. Coordinators."""
    permit(perms.can_match(request.membership))
    matching = get_object_or_404(MatchingRound, pk=matching_id)
    if matching.state == RoundState.COMPUTING:
        job = Job.objects.about_thing(actions.COMPUTE, matching.pk).first()
        fragment = "#voortgang" if request.htmx else ""
        return render(request, f"matching/proposal.html{fragment}", {"matching": matching, "job": job})
    if request.htmx:
        return HttpResponseClientRefresh()
    page = Paginator(matching.lines.with_people(), LINES_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "matching/proposal.html",
        {
            "matching": matching,
            "page": page,
            "lines": explained(list(page.object_list)),
            "summary": summary(matching),
            "chose_since": ChoiceRound.objects.chosen().filter(ranked_at__gt=matching.made_at).count(),
            "can_carry_out": matching.state == RoundState.PROPOSED,
        },
    )


@require_POST
def carry_out(request: ProgrammeRequest, matching_id: int) -> HttpResponse:
    """Ask everyone the round proposes. Coordinators."""
    permit(perms.can_match(request.membership))
    matching = get_object_or_404(MatchingRound, pk=matching_id)
    try:
        lines = actions.carry_out(matching=matching, by=request.membership)
    except Refused as refused:
        messages.warning(request, refused.messages[0])
    else:
        asked = sum(line.introduction is not None for line in lines)
        messages.success(
            request,
            ngettext(
                "%(number)s uitnodiging is verstuurd.", "%(number)s uitnodigingen zijn verstuurd.", asked
            )
            % {"number": asked},
        )
        if asked < len(lines):
            messages.warning(request, _("Niet iedereen kon gevraagd worden. Bij wie niet, staat waarom."))
    return redirect(request.programme.to("matching:proposal", matching.pk))


@require_POST
def set_aside(request: ProgrammeRequest, matching_id: int) -> HttpResponse:
    """Leave a round for what it is. Coordinators."""
    permit(perms.can_match(request.membership))
    matching = get_object_or_404(MatchingRound, pk=matching_id)
    try:
        actions.set_aside(matching=matching, by=request.membership)
    except Refused as refused:
        messages.warning(request, refused.messages[0])
    else:
        messages.success(request, _("De ronde is opzij gelegd. Iedereen houdt de eigen keuze."))
    return redirect(request.programme.to("matching:board"))


@require_http_methods(["GET", "HEAD", "POST"])
def block(request: ProgrammeRequest, matching_id: int, line_id: int) -> HttpResponse:
    """Stop one proposal, for safety, screening or room alone, and compute the round again. Coordinators."""
    permit(perms.can_match(request.membership))
    lines = RoundLine.objects.with_people().filter(card__isnull=False, matching_id=matching_id)
    line = get_object_or_404(lines, pk=line_id)
    form = BlockForm(posted(request))
    if form.is_valid():
        try:
            matching = _block(request, line, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Tegengehouden. De ronde is opnieuw berekend."))
            return redirect(request.programme.to("matching:proposal", matching.pk))
    return form_page(request, "matching/block.html", {"line": line, "form": form})


def _block(request: ProgrammeRequest, line: RoundLine, filled: dict[str, Any]) -> MatchingRound:
    assert line.card is not None
    actions.exclude(
        participant=line.participant,
        buddy=line.card.buddy,
        by=request.membership,
        ground=Ground(filled["ground"]),
        reason=filled["reason"],
    )
    return actions.compute_round(by=request.membership)

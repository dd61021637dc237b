"""What matters to a participant, told by themselves question by question or written down by a coordinator; what is near."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participants import actions as people
from participants.models import Participant
from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.models import Neighbourhood
from programmes.perms import permit

from .. import actions, perms
from ..forms import NearForm, WishesForm
from ..models import Given, NearPair

QUESTIONS = ("interests", "gender", "language", "theme", "near")


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Everything that matters to one participant, on one page. Coordinators write down what was said."""
    people_here = Participant.objects.select_related("person").prefetch_related("wishes")
    participant = get_object_or_404(people_here, pk=participant_id)
    permit(perms.can_match(request.membership))
    form = WishesForm(posted(request), participant=participant)
    if form.is_valid():
        _keep(request, participant, form, Given.PAPER)
        messages.success(request, _("De wensen zijn opgeslagen."))
        return redirect(request.programme.to("matching:make_round", participant.pk))
    return form_page(request, "matching/wishes.html", {"participant": participant, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def my_wishes(request: ProgrammeRequest) -> HttpResponse:
    """One question a page, each with "maakt niet uit". Participants, for themselves."""
    permit(perms.can_look_at_own_choice(request.membership))
    mine = Participant.objects.of_membership(request.membership).select_related("person")
    participant = get_object_or_404(mine.prefetch_related("wishes"))
    questions = [each for each in QUESTIONS if each != "near" or participant.person.neighbourhood_id]
    asked = request.GET.get("vraag", "")
    number = int(asked) if asked.isdecimal() and 1 <= int(asked) <= len(questions) else 1
    form = WishesForm(posted(request), participant=participant, only=questions[number - 1])
    if form.is_valid():
        _keep(request, participant, form, Given.OWN_DEVICE)
        if number < len(questions):
            return redirect(f"{request.path}?vraag={number + 1}")
        messages.success(request, _("Dank je wel. We houden er rekening mee."))
        return redirect(request.programme.to("matching:my_choice"))
    context = {
        "form": form,
        "question": form[questions[number - 1]],
        "strength": form[f"{questions[number - 1]}_hard"] if number > 1 else None,
        "number": number,
        "total": len(questions),
        "back": f"{request.path}?vraag={number - 1}" if number > 1 else "",
    }
    return form_page(request, "matching/my_wishes.html", context)


def _keep(request: ProgrammeRequest, participant: Participant, form: WishesForm, how: Given) -> None:
    by = request.membership
    if "interests" in form.fields:
        people.describe(participant=participant, by=by, interests=form.cleaned_data["interests"])
    before = {wish.kind: (wish.what, wish.is_hard) for wish in participant.wishes.all()}
    for kind, wanted in form.wishes.items():
        if wanted is None:
            actions.let_go(participant=participant, kind=kind, by=by)
        elif before.get(kind) != wanted:
            what, is_hard = wanted
            actions.wish_for(participant=participant, kind=kind, what=what, is_hard=is_hard, by=by, how=how)


@require_http_methods(["GET", "HEAD", "POST"])
def near(request: ProgrammeRequest) -> HttpResponse:
    """Which neighbourhoods are near each other. Coordinators."""
    permit(perms.can_match(request.membership))
    form = NearForm(
        posted(request),
        hoods=list(Neighbourhood.objects.order_by("name", "pk")),
        pairs=NearPair.objects.all(),
    )
    if form.is_valid():
        actions.keep_near(pairs=form.pairs, by=request.membership)
        messages.success(request, _("Opgeslagen. Nieuwe kaarten en rondes gaan hiervan uit."))
        return redirect(request.programme.to("matching:near"))
    return form_page(request, "matching/near.html", {"form": form})

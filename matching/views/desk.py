"""The coordinator's side: who waits and who has a place, making cards, and what came of them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buddies.models import Buddy, Photo
from participants.models import Participant
from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, perms, sentences
from ..board import IS_YOURS, rows, why, with_open_round
from ..explaining import explained
from ..forms import GroundForm, PaperForm, RoundForm
from ..models import ChoiceRound, Ground, Introduction, MatchingRound, Stage, with_places
from ..rounds import who_chose
from ..suggestions import Suggested, SuggestedCard, suggest

WAITING_A_PAGE = 20
PLACES_SHOWN = 12
SUGGESTIONS_A_PAGE = 9


@require_safe
def board(request: ProgrammeRequest) -> HttpResponse:
    """Who waits, longest first, beside who has a place. Coordinators."""
    permit(perms.can_match(request.membership))
    today = timezone.localdate()
    page = Paginator(with_open_round(Participant.objects.waiting()), WAITING_A_PAGE).get_page(
        request.GET.get("page")
    )
    free = with_places(Buddy.objects.deployable(today), only_free=True)
    shown = free.select_related("person").order_by("person__sort_name", "pk")[:PLACES_SHOWN]
    return render(
        request,
        "matching/board.html",
        {
            "page": page,
            "rows": rows(page.object_list, programme=request.programme, today=today),
            "free": shown,
            "free_count": free.count(),
            "chose": who_chose(timezone.now()).count(),
            "matching": MatchingRound.objects.open().first(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def make_round(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Tick two or three buddies, look at the cards as the participant will, and put them ready. Coordinators."""
    participants = Participant.objects.select_related("person__neighbourhood")
    participants = participants.prefetch_related("wishes", "intakes")
    participant = get_object_or_404(participants, pk=participant_id)
    permit(perms.can_match(request.membership))
    under_way = participant.rounds.open().with_cards().first()
    if under_way is not None and under_way.stage not in {Stage.NOBODY_LEFT, Stage.TALK}:
        return redirect(request.programme.to("matching:round", under_way.pk))
    suggested = suggest(participant, today=timezone.localdate())
    asked = request.POST if request.method == "POST" else request.GET
    form = RoundForm(
        asked if request.method == "POST" or "kijk" in asked else None, can_be_shown=suggested.by_id
    )
    if form.is_bound and form.is_valid():
        picked = suggested.cards(form.cleaned_data["buddies"])
        if request.method != "POST":
            return _preview(request, participant, picked)
        buddies = [card.buddy for card in picked]
        try:
            choice = actions.make_round(participant=participant, buddies=buddies, by=request.membership)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De kaarten liggen klaar."))
            return redirect(request.programme.to("matching:round", choice.pk))
    context = {**_to_weigh(suggested, asked), "form": form, "under_way": under_way}
    return form_page(request, "matching/make_round.html", context)


def _preview(
    request: ProgrammeRequest, participant: Participant, picked: list[SuggestedCard]
) -> HttpResponse:
    """The cards as the participant will see them, before they are put ready."""
    photos = Prefetch("photos", queryset=Photo.objects.without_data())
    prefetch_related_objects([card.buddy for card in picked], photos)
    query = urlencode([("buddies", card.buddy.pk) for card in picked])
    change_url = f"{request.path}?{query}"
    context = {"participant": participant, "picked": picked, "change_url": change_url}
    return render(request, "matching/preview.html", context)


def _to_weigh(suggested: Suggested, asked: QueryDict) -> dict[str, Any]:
    """What the coordinator looks at while choosing the cards: one page of them, and who was ticked on another."""
    participant = suggested.participant
    ids = list(suggested.by_id)
    page = Paginator(ids, SUGGESTIONS_A_PAGE, orphans=2).get_page(asked.get("page"))
    ticked = {int(pk) for pk in asked.getlist("buddies") if pk.isdecimal()}
    elsewhere = [pk for pk in ids if pk in ticked and pk not in page.object_list]
    cards = suggested.cards([*page.object_list, *elsewhere])
    return {
        "participant": participant,
        "intake": next(iter(participant.intakes.all()), None),
        "page": page,
        "suggested": cards[: len(page)],
        "ticked": ticked,
        "ticked_elsewhere": cards[len(page) :],
        "exclusions": participant.exclusions.select_related("buddy__person").order_by("made_at", "pk"),
        "urgency": participant.urgencies.now().first(),
        "wishes": sentences.of_wishes(suggested.wishes),
        "left_out": suggested.left_out,
    }


@require_safe
def round_(request: ProgrammeRequest, round_id: int) -> HttpResponse:
    """One choice: the cards, what was said, and what comes next. Coordinators."""
    permit(perms.can_match(request.membership))
    choice = get_object_or_404(ChoiceRound.objects.with_cards(), pk=round_id)
    return round_page(request, choice, PaperForm(cards=list(choice.cards.all())))


def round_page(request: ProgrammeRequest, choice: ChoiceRound, form: PaperForm) -> HttpResponse:
    today = timezone.localdate()
    cards = list(choice.cards.all())
    for card in cards:
        card.round = choice
    stage = choice.stage
    shown = [(card, "" if stage == Stage.DONE else actions.why_not(card, today=today)) for card in cards]
    gives = actions.what_a_round_gives(choice) if stage == Stage.CHOSEN else None
    context = {
        "choice": choice,
        "participant": choice.participant,
        "cards": shown,
        "next_up": next((card for card in choice.still_wanted if card.pk == gives.card_id), None)
        if gives
        else None,
        "not_yet": explained([gives])[0].why_not if gives else [],
        "stage": stage,
        "introduction": choice.introduction,
        "why": "" if stage == Stage.DONE else why(choice),
        "is_yours": stage in IS_YOURS,
        "form": form,
        "urgency": choice.participant.urgencies.now().first(),
    }
    return form_page(request, "matching/round.html", context)


@require_POST
def invite(request: ProgrammeRequest, round_id: int) -> HttpResponse:
    """Ask the first of the participant's choice who has a place now. Coordinators."""
    choice = get_object_or_404(ChoiceRound, pk=round_id)
    permit(perms.can_match(request.membership))
    try:
        introduction = actions.invite_next(round=choice, by=request.membership)
    except Refused as refused:
        messages.warning(request, refused.messages[0])
        return redirect(request.programme.to("matching:round", choice.pk))
    messages.success(request, _invited(introduction))
    return redirect(request.programme.to("matching:meeting", introduction.pk))


def _invited(introduction: Introduction) -> str:
    """Who was asked, and who was passed over because there was no place."""
    asked = introduction.buddy.person.first_name
    choice = ChoiceRound.objects.with_cards().get(pk=introduction.card.round_id)
    order = choice.in_order
    before = order[: next(at for at, card in enumerate(order) if card.pk == introduction.card_id)]
    passed = [card.buddy.person.first_name for card in before if not card.introductions.all()]
    if passed:
        words = _("%(passed)s heeft nu geen plek; die keuze blijft staan. %(asked)s is gevraagd.")
        return words % {"passed": ", ".join(passed), "asked": asked}
    return _("%(asked)s is gevraagd.") % {"asked": asked}


@require_POST
def talked(request: ProgrammeRequest, round_id: int) -> HttpResponse:
    """The talk was held; the choice goes on. Coordinators."""
    choice = get_object_or_404(ChoiceRound, pk=round_id)
    permit(perms.can_match(request.membership))
    actions.talked(round=choice, by=request.membership)
    messages.success(request, _("Genoteerd. De keuze gaat verder."))
    return redirect(request.programme.to("matching:round", choice.pk))


@require_POST
def close_round(request: ProgrammeRequest, round_id: int) -> HttpResponse:
    """Take these cards away and make new ones. Coordinators."""
    choice = get_object_or_404(ChoiceRound, pk=round_id)
    permit(perms.can_match(request.membership))
    actions.close_round(round=choice, by=request.membership)
    messages.success(request, _("De kaarten zijn weggehaald. Kies nu andere."))
    return redirect(request.programme.to("matching:make_round", choice.participant_id))


@require_http_methods(["GET", "HEAD", "POST"])
def exclude(request: ProgrammeRequest, participant_id: int, buddy_id: int) -> HttpResponse:
    """Never show these two to each other, with a reason that is kept. Coordinators."""
    participant = get_object_or_404(Participant.objects.select_related("person"), pk=participant_id)
    buddy = get_object_or_404(Buddy.objects.select_related("person"), pk=buddy_id)
    permit(perms.can_match(request.membership))
    form = GroundForm(posted(request))
    if form.is_valid():
        ground, reason = Ground(form.cleaned_data["ground"]), form.cleaned_data["reason"]
        try:
            actions.exclude(
                participant=participant, buddy=buddy, by=request.membership, ground=ground, reason=reason
            )
        except Refused as refused:
            form.refuse(refused, "ground")
        else:
            messages.success(
                request, _("%(name)s wordt niet meer voorgesteld.") % {"name": buddy.person.first_name}
            )
            return redirect(request.programme.to("matching:make_round", participant.pk))
    context = {"participant": participant, "buddy": buddy, "form": form}
    return form_page(request, "matching/exclude.html", context)

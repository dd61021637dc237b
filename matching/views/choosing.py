"""The participant chooses: on their own phone or on a borrowed tablet, one card at a time, always free to talk first."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buddies.views import photo_of
from participants.models import Participant
from programmes.http import ProgrammeRequest
from programmes.locks import is_locked, lock
from programmes.models import Person
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, perms, sentences
from ..drafts import NOT_SAID, Draft
from ..forms import PaperForm
from ..models import CardAnswer, ChoiceCard, ChoiceRound, Given, Match, Stage
from .desk import round_page

ANSWERS = [
    {"value": CardAnswer.FIRST, "label": CardAnswer.FIRST.label, "icon": "first"},
    {"value": CardAnswer.ALSO, "label": CardAnswer.ALSO.label, "icon": "okay"},
    {"value": CardAnswer.RATHER_NOT, "label": CardAnswer.RATHER_NOT.label, "icon": "rather-not"},
]
DAY_PARTS_SHOWN = 3
# One A4 holds so much, however long the sentences are (tests/e2e/test_choosing.py prints it).
FEW_ON_PAPER, REASONS_ON_PAPER = 3, 4
ICONS = {
    Stage.TALK: "talk",
    Stage.CHOSEN: "check",
    Stage.INVITED: "mail",
    Stage.AGREED: "heart",
    Stage.PLANNED: "calendar",
    Stage.HELD: "klik",
}


@dataclass(frozen=True)
class Place:
    """Where somebody chooses: the address of the pages, where answers are sent, and the template around them.

    `photos` names the page of a photo; a locked tablet sees only what is below its own address.
    """

    here: str
    post_to: str
    around: str
    how: Given
    photos: str = "matching:photo"


@require_safe
def my_choice(request: ProgrammeRequest) -> HttpResponse:
    """The participant's own page while matching: choose, or read where we are."""
    permit(perms.can_look_at_own_choice(request.membership))
    mine = Participant.objects.of_membership(request.membership).select_related("person")
    participant = get_object_or_404(mine)
    choice = participant.rounds.open().with_cards().first()
    if choice is not None and choice.can_change and _wants_cards(request, choice):
        return _cards(request, choice, _on_phone(request, choice))
    introduction = choice.introduction if choice else None
    match = Match.objects.active().with_people().filter(participant=participant).first()
    return render(
        request,
        "matching/my_choice.html",
        {
            "participant": participant,
            "choice": choice,
            "stage": choice.stage if choice else "",
            "introduction": introduction,
            "icon": _icon(choice),
            "name": introduction.buddy.person.first_name if introduction else "",
            "match": match,
            "asks_trial": bool(
                match and match.asks_trial(timezone.localdate(), request.programme.trial_weeks)
            ),
        },
    )


def _icon(choice: ChoiceRound | None) -> str:
    """The pictogram beside what we tell a participant; looking for people is what we do when nothing else is on."""
    if choice is None or choice.is_looking_further:
        return "search"
    return ICONS.get(choice.stage, "search")


@require_POST
def choose(request: ProgrammeRequest, round_id: int) -> HttpResponse:
    """An answer, or the whole choice. Of the participant card by card; of a coordinator what was given on paper."""
    rounds = ChoiceRound.objects.visible_to(request.membership).with_cards()
    choice = get_object_or_404(rounds, pk=round_id)
    permit(perms.can_choose(request.membership, choice))
    if perms.can_match(request.membership):
        return _from_paper(request, choice)
    return _take(request, choice, _on_phone(request, choice))


@require_POST
def talk_first(request: ProgrammeRequest, round_id: int) -> HttpResponse:
    """ "Ik wil eerst praten", of the participant or told to a coordinator."""
    rounds = ChoiceRound.objects.visible_to(request.membership)
    choice = get_object_or_404(rounds.select_related("participant"), pk=round_id)
    permit(perms.can_choose(request.membership, choice))
    actions.talk_first(round=choice, by=request.membership)
    if perms.can_match(request.membership):
        return redirect(request.programme.to("matching:round", choice.pk))
    return redirect(request.programme.to("matching:my_choice"))


@require_http_methods(["GET", "HEAD", "POST"])
def tablet(request: ProgrammeRequest, round_id: int) -> HttpResponse:
    """The coordinator hands over the tablet: the session shows this choice alone until someone signs in anew."""
    choice = get_object_or_404(ChoiceRound.objects.visible_to(request.membership).with_cards(), pk=round_id)
    permit(perms.can_match(request.membership))
    here = request.programme.to("matching:tablet", choice.pk)
    if not is_locked(request):
        if request.method == "POST":
            lock(request, here)
            return redirect(here)
        return render(request, "matching/tablet_begin.html", {"choice": choice})
    place = Place(here, here, "matching/shell_tablet.html", Given.TABLET, "matching:tablet_photo")
    if request.method == "POST":
        return _take(request, choice, place)
    if choice.can_change and _wants_cards(request, choice):
        return _cards(request, choice, place)
    return render(request, "matching/tablet_done.html", {"choice": choice, "here": here})


@require_safe
def paper(request: ProgrammeRequest, round_id: int) -> HttpResponse:
    """The cards on one A4 with tick boxes, for who chooses with a pen. Coordinators print it."""
    permit(perms.can_match(request.membership))
    choice = get_object_or_404(ChoiceRound.objects.with_cards(), pk=round_id)
    person = choice.participant.person
    cards = list(choice.cards.all())
    is_many = len(cards) > FEW_ON_PAPER
    context = {
        "choice": choice,
        "is_many": is_many,
        "cards": [
            {
                "card": card,
                "reasons": card.reasons if len(cards) < FEW_ON_PAPER else card.reasons[:REASONS_ON_PAPER],
                "facts": [] if is_many else facts(card, person),
            }
            for card in cards
        ],
        "answers": ANSWERS,
    }
    return render(request, "matching/paper.html", context)


@require_safe
def photo(request: ProgrammeRequest, round_id: int, card_id: int) -> HttpResponse:
    """The picture on a card. The participant who chooses, as long as the choice is open; coordinators."""
    rounds = ChoiceRound.objects.visible_to(request.membership)
    if not perms.can_match(request.membership):
        rounds = rounds.open()
    choice = get_object_or_404(rounds.select_related("participant"), pk=round_id)
    permit(perms.can_choose(request.membership, choice))
    card = get_object_or_404(choice.cards.select_related("buddy"), pk=card_id)
    return photo_of(card.buddy)


def _on_phone(request: ProgrammeRequest, choice: ChoiceRound) -> Place:
    return Place(
        here=request.programme.to("matching:my_choice"),
        post_to=request.programme.to("matching:choose", choice.pk),
        around="shell_phone.html",
        how=Given.OWN_DEVICE,
    )


def _wants_cards(request: ProgrammeRequest, choice: ChoiceRound) -> bool:
    has_to_choose = choice.ranked_at is None and not choice.wants_to_talk
    return has_to_choose or "kaart" in request.GET or "overzicht" in request.GET


def _cards(request: ProgrammeRequest, choice: ChoiceRound, place: Place) -> HttpResponse:
    """One card, or after the last one everything together."""
    draft = Draft(request.session, choice)
    number = _number(request.GET.get("kaart"), len(draft.cards))
    if number is None and "overzicht" not in request.GET:
        number = draft.next_number()
    if number is None:
        return render(request, "matching/overview.html", _overview(choice, draft, place))
    card = draft.cards[number - 1]
    context = {
        "place": place,
        "choice": choice,
        "card": card,
        "photo": request.programme.to(place.photos, choice.pk, card.pk) if card.buddy.photo else "",
        "facts": facts(card, choice.participant.person),
        "number": number,
        "cards": draft.cards,
        "answers": ANSWERS,
        "chosen": draft.answers.get(card.pk, ""),
        "all_seen": draft.next_number() is None,
    }
    return render(request, "matching/card.html", context)


def _overview(choice: ChoiceRound, draft: Draft, place: Place) -> dict[str, Any]:
    names = {answer.value: answer.label for answer in CardAnswer} | {NOT_SAID: _("Weet ik nog niet")}
    icons = {each["value"]: each["icon"] for each in ANSWERS} | {NOT_SAID: "talk"}
    groups = [
        {"label": names[answer], "icon": icons[answer], "cards": draft.with_answer(answer)}
        for answer in names
    ]
    numbers = {card.pk: number for number, card in enumerate(draft.cards, 1)}
    for group in groups:
        group["cards"] = [(numbers[card.pk], card) for card in group["cards"]]  # type: ignore[attr-defined]
    return {
        "place": place,
        "choice": choice,
        "groups": [group for group in groups if group["cards"]],
        "can_confirm": bool(draft.said),
        "wants_nobody": set(draft.said.values()) == {CardAnswer.RATHER_NOT},
    }


def _take(request: ProgrammeRequest, choice: ChoiceRound, place: Place) -> HttpResponse:
    """What a button on a card or on the overview sent."""
    draft = Draft(request.session, choice)
    if "talk" in request.POST:
        actions.talk_first(round=choice, by=request.membership)
        return redirect(place.here)
    if "confirm" in request.POST and draft.said:
        actions.rank(round=choice, answers=draft.said, how=place.how, by=request.membership)
        draft.forget()
        messages.success(request, _("Dank je wel. We hebben je keuze."))
        return redirect(place.here)
    if "nobody" in request.POST:
        draft.none_of_these()
    elif "card" in request.POST:
        draft.say(_card_id(request, draft), _answer(request))
    number = draft.next_number()
    return redirect(f"{place.here}?kaart={number}" if number else f"{place.here}?overzicht=1")


def _from_paper(request: ProgrammeRequest, choice: ChoiceRound) -> HttpResponse:
    form = PaperForm(request.POST, cards=list(choice.cards.all()))
    if form.is_valid():
        try:
            actions.rank(round=choice, answers=form.answers, how=Given.PAPER, by=request.membership)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De keuze is genoteerd: op papier gegeven."))
            return redirect(request.programme.to("matching:round", choice.pk))
    return round_page(request, choice, form)


def facts(card: ChoiceCard, reader: Person) -> list[dict[str, str]]:
    """Languages and times of the buddy besides those the two share, which the card says already."""
    person = card.buddy.person
    languages = [code for code in person.languages if code not in reader.languages]
    when = [part for part in person.available if part not in reader.available][:DAY_PARTS_SHOWN]
    found = []
    if languages:
        what = sentences.languages(languages)
        found.append({"icon": "message", "text": _("Spreekt ook %(what)s") % {"what": what}})
    if when:
        found.append(
            {"icon": "calendar", "text": _("Kan ook %(what)s") % {"what": sentences.day_parts(when)}}
        )
    return found


def _number(asked: str | None, count: int) -> int | None:
    return int(asked) if asked and asked.isdecimal() and 1 <= int(asked) <= count else None


def _card_id(request: ProgrammeRequest, draft: Draft) -> int:
    asked = request.POST["card"]
    if asked not in {str(card.pk) for card in draft.cards}:
        raise Http404
    return int(asked)


def _answer(request: ProgrammeRequest) -> str:
    answer = request.POST.get("answer", NOT_SAID)
    return answer if answer in CardAnswer.values else NOT_SAID

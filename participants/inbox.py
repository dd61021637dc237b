"""The views of *Aanmeldingen*: who came to the door, who of them we may know already, and the answers that can wait."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.doubles import known_beside, possible_doubles, two_sides
from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.models import Door, Joining, Person
from programmes.newcomers import waits, waits_long
from programmes.perms import permit
from programmes.refusals import Refused

from . import actions, joining, perms
from .forms import COPIED_FROM_PAPER, SIGN_UP_FORMS, AnswerForm
from .models import Decision, Participant

PAGE_SIZE = 25
NEWEST = "nieuw"
form_view = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Newcomer:
    """One line of the inbox."""

    participant: Participant
    came: str
    waits: str
    waits_long: bool
    on_the_list: str
    doubles: list[Person]


@require_safe
def inbox(request: ProgrammeRequest) -> HttpResponse:
    """Everyone at the door: the longest waiting first, or the newest. A coordinator."""
    permit(perms.can_decide(request.membership))
    newest_first = request.GET.get("volgorde") == NEWEST
    applied = Participant.objects.applied().select_related("person__neighbourhood")
    applied = applied.prefetch_related("referrals__partner").order_by(
        *(("-applied_at", "-id") if newest_first else ("applied_at", "id"))
    )
    page = Paginator(applied, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "newcomers": _newcomers(page),
        "newest_first": newest_first,
        "paper_doors": [
            {"label": Door(door).label, "add": request.programme.to("participants:add", door)}
            for door in SIGN_UP_FORMS
            if door in request.programme.doors or door == Door.SELF
        ],
    }
    return render(request, "participants/inbox.html", context)


def _newcomers(participants: Iterable[Participant]) -> list[Newcomer]:
    here = list(participants)
    doubles = possible_doubles(each.person for each in here)
    return [_newcomer(each, doubles[each.person_id]) for each in here]


def _newcomer(participant: Participant, doubles: list[Person]) -> Newcomer:
    referral = next(iter(participant.referrals.all()), None)
    is_on_list = referral is not None and referral.decision == Decision.ON_THE_LIST
    return Newcomer(
        participant=participant,
        came=how_it_came(participant),
        waits=waits(participant.applied_at),
        waits_long=not is_on_list and waits_long(participant.applied_at),
        on_the_list=referral.shareable_reason if is_on_list and referral else "",
        doubles=doubles,
    )


def how_it_came(participant: Participant) -> str:
    """The half sentence after the name. `referrals` come prefetched, newest first."""
    referral = next(iter(participant.referrals.all()), None)
    if referral and referral.partner:
        return _("is verwezen door %(partner)s.") % {"partner": referral.partner}
    if participant.source == Door.FAMILY:
        return _("heeft het gezin aangemeld.")
    if participant.source == Door.SOMEONE_ELSE and referral:
        return _("is aangemeld door %(who)s.") % {"who": referral.signed_up_by}
    return _("heeft zich aangemeld.")


@require_safe
def compare(request: ProgrammeRequest, participant_id: int, person_id: int) -> HttpResponse:
    """A newcomer beside somebody they may be. A coordinator."""
    participant, known = _pair(request, participant_id, person_id)
    permit(perms.can_decide(request.membership))
    context = {
        "sides": two_sides(participant.person, known),
        "inbox_url": request.programme.to("participants:inbox"),
        "join_url": request.programme.to("participants:join", participant.pk, known.pk),
    }
    return render(request, "programmes/compare.html", context)


def _pair(request: ProgrammeRequest, participant_id: int, person_id: int) -> tuple[Participant, Person]:
    newcomers = (
        Participant.objects.visible_to(request.membership).applied().select_related("person__neighbourhood")
    )
    participant = get_object_or_404(newcomers, pk=participant_id)
    return participant, known_beside(participant.person, person_id)


@require_POST
def join(request: ProgrammeRequest, participant_id: int, person_id: int) -> HttpResponse:
    """They are one person. A coordinator."""
    permit(perms.can_decide(request.membership))
    participant, known = _pair(request, participant_id, person_id)
    kept = joining.join(newcomer=participant, known=known, by=request.membership)
    latest = known.joinings.filter(undone_at__isnull=True).latest("at", "id")
    undo = request.programme.to("participants:part", latest.pk)
    messages.success(
        request, _("%(name)s staat nu één keer in Klik.") % {"name": known.full_name}, extra_tags=undo
    )
    return redirect(request.programme.to("participants:person", kept.pk))


@require_POST
def part(request: ProgrammeRequest, joining_id: int) -> HttpResponse:
    """They were two people after all. A coordinator."""
    permit(perms.can_decide(request.membership))
    joined = get_object_or_404(Joining, pk=joining_id)
    if not {"participant", "newcomer"} & set(joined.before):
        raise Http404
    newcomer = joining.part(joining=joined, by=request.membership)
    messages.success(request, _("Het zijn weer twee mensen."))
    return redirect(request.programme.to("participants:person", newcomer.pk))


@form_view
def put_on_the_list(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """No room now: someone is told so, and why. A coordinator."""
    applied = Participant.objects.visible_to(request.membership).applied()
    participant = get_object_or_404(applied.select_related("person"), pk=participant_id)
    permit(perms.can_decide(request.membership))
    form = AnswerForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            actions.put_on_the_list(participant=participant, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            undo = request.programme.to("participants:undo_decision", participant.pk)
            messages.success(request, _("Opgeslagen. Een verwijzer leest jouw uitleg."), extra_tags=undo)
            return redirect(request.programme.to("participants:inbox"))
    return form_page(request, "participants/put_on_the_list.html", {"form": form, "participant": participant})


@require_POST
def undo_decision(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """A coordinator takes back an answer nothing was built on yet."""
    participant = get_object_or_404(Participant.objects.visible_to(request.membership), pk=participant_id)
    permit(perms.can_decide(request.membership))
    actions.undo_decision(participant=participant, by=request.membership)
    messages.success(request, _("Het antwoord is teruggedraaid."))
    return redirect(request.programme.to("participants:person", participant.pk))


@form_view
def add(request: ProgrammeRequest, door: str) -> HttpResponse:
    """A coordinator copies a sign-up from paper or from the telephone."""
    permit(perms.can_decide(request.membership))
    form_class = SIGN_UP_FORMS.get(door)
    if form_class is None:
        raise Http404
    form = form_class(posted(request), programme=request.programme)
    form.fields["agrees"].label = COPIED_FROM_PAPER
    if form.is_bound and form.is_valid():
        participant = actions.sign_up(door=Door(door), by=request.membership, **form.told())
        messages.success(request, _("%(name)s staat bij de aanmeldingen.") % {"name": participant.person})
        return redirect(request.programme.to("participants:inbox"))
    return form_page(request, "participants/add.html", {"form": form, "door": door})

"""Ways in, the coordinator's list of people, one page per person, and what a referrer may follow."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
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
from programmes.models import Door, Person, Role, Words
from programmes.newcomers import ANSWER_WITHIN_DAYS, waits, waits_long
from programmes.perms import permit, works_with_people
from programmes.refusals import Refused
from programmes.story import story_of

from . import actions, perms
from .forms import (
    SIGN_UP_FORMS,
    ElsewhereForm,
    IntakeForm,
    MoveOnForm,
    PersonForm,
    ReferForm,
)
from .inbox import how_it_came
from .models import Consent, Participant, Purpose, Referral, Status

PAGE_SIZE = 25
INBOX_SIZE = 10
form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
@open_to_all
def sign_up(request: ProgrammeRequest) -> HttpResponse:
    """Someone signs themself up. Open to everyone."""
    return _sign_up(request, Door.SELF)


@form_view
@open_to_all
def sign_up_family(request: ProgrammeRequest) -> HttpResponse:
    """A parent signs up the household. Open to everyone."""
    return _sign_up(request, Door.FAMILY)


@form_view
@open_to_all
def sign_up_someone(request: ProgrammeRequest) -> HttpResponse:
    """Someone signs up somebody who knows and agrees. Open to everyone."""
    return _sign_up(request, Door.SOMEONE_ELSE)


def _sign_up(request: ProgrammeRequest, door: Door) -> HttpResponse:
    if door not in request.programme.doors:
        raise Http404
    form = SIGN_UP_FORMS[door](posted(request), programme=request.programme)
    if form.is_bound and form.is_valid() and lets_in(request, form):
        if not form.is_of_robot:
            actions.sign_up(door=door, **form.told())
        return redirect(request.programme.to("participants:thanks"))
    return form_page(request, "participants/sign_up.html", {"form": form, "door": door})


@require_safe
@open_to_all
def thanks(request: ProgrammeRequest) -> HttpResponse:
    """What happens now, by whom and when. Open to everyone."""
    return render(request, "participants/thanks.html", {"days": ANSWER_WITHIN_DAYS})


@form_view
def refer(request: ProgrammeRequest) -> HttpResponse:
    """A referrer brings in someone with a short goal."""
    permit(perms.can_refer(request.membership))
    form = ReferForm(posted(request))
    if form.is_bound and form.is_valid():
        participant = actions.refer(referrer=request.membership, **form.told())
        messages.success(
            request, _("%(name)s is aangemeld. We laten je hier weten hoe het gaat.") % {"name": participant}
        )
        follows = perms.can_follow_referrals(request.membership)
        return redirect(request.programme.to(f"participants:{'my_referrals' if follows else 'list'}"))
    return form_page(request, "participants/refer.html", {"form": form})


@require_safe
def my_referrals(request: ProgrammeRequest) -> HttpResponse:
    """What became of the people this referrer brought in: the answer, and nothing of the file."""
    permit(perms.can_follow_referrals(request.membership))
    hears = Consent.objects.in_force().filter(
        programme_id=OuterRef("programme_id"),
        participant_id=OuterRef("participant_id"),
        purpose=Purpose.REFERRER_HEARS,
    )
    referrals = Referral.objects.filter(referrer=request.membership).annotate(may_hear=Exists(hears))
    referrals = referrals.select_related("participant__person")
    page = Paginator(referrals, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "participants/my_referrals.html", {"page": page, "days": ANSWER_WITHIN_DAYS})


def inbox(request: ProgrammeRequest) -> list[dict[str, object]]:
    """Sign-ups that wait for an answer, longest first, as components/need.html shows them."""
    applied = Participant.objects.applied().select_related("person").prefetch_related("referrals__partner")
    return [
        {
            "name": each.person.full_name,
            "sentence": how_it_came(each),
            "why": waits(each.applied_at),
            "tag": _("wacht lang") if waits_long(each.applied_at) else "",
            "action_label": _("Bekijk"),
            "action_url": request.programme.to("participants:person", each.pk),
            "primary": index == 0,
        }
        for index, each in enumerate(applied[:INBOX_SIZE])
    ]


@require_safe
def person(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """One page for one person: who, where on the way, what is next, what happened."""
    participant = _get(request, participant_id)
    permit(works_with_people(request.membership))
    context = {
        "participant": participant,
        "person": participant.person,
        "status": participant.status_in(request.programme.words),
        "steps": _steps(participant, request.programme.words, request.programme.has_matching),
        "waits": waits(participant.applied_at),
        "weeks": participant.weeks_waiting(timezone.localdate()),
        "referral": participant.referrals.select_related("partner").first(),
        "doubles": _doubles(participant),
        "intake": participant.intakes.first(),
        "earlier_stays": participant.earlier_stays.all(),
        "hand_overs": participant.hand_overs.select_related("partner"),
        "lives_with": _lives_with(participant),
        "is_volunteer": participant.person.buddy_roles.exists(),
        "open_card": participant.person.open_sign_in_card(timezone.now()),
        "consents": participant.consents.order_by("given_on", "pk"),
        "story": story_of(participant.person),
        "may_decide": perms.can_decide(request.membership),
        "sign_in": participant.person.memberships.with_role(Role.PARTICIPANT).select_related("user").first(),
    }
    return render(request, "participants/person.html", context)


def _doubles(participant: Participant) -> list[Person]:
    """Whom a newcomer may be, as long as they are at the door."""
    if participant.status != Status.APPLIED:
        return []
    return possible_doubles([participant.person])[participant.person_id]


def _lives_with(participant: Participant) -> list[Participant]:
    """Who shares this household and is a participant too."""
    if participant.home_id is None:
        return []
    others = Participant.objects.filter(home=participant.home_id).exclude(pk=participant.pk)
    return list(others.select_related("person").order_by("person__sort_name", "pk"))


@dataclass(frozen=True)
class Step:
    """A stop on the way, for components/steps_line.html."""

    label: str
    state: str
    note: str = ""


def _steps(participant: Participant, words: Words, one_to_one: bool) -> list[Step]:
    """Where someone is on the way. Who was pointed elsewhere has come to the end of it with us."""
    labels = [_("Aangemeld"), _("Eerste gesprek"), _("Samen op weg"), _("Verder")]
    if one_to_one:
        labels.insert(2, _("Zoekt een %(buddy)s") % {"buddy": words.buddy})
    last = len(labels) - 1
    now = {
        Status.APPLIED: 0,
        Status.ELSEWHERE: 0,
        Status.WAITING: 2,
        Status.MATCHED: last - 1,
        Status.GUIDED: last - 1,
        Status.MOVED_ON: last,
    }[Status(participant.status)]
    dates = {0: participant.applied_at, 1: participant.accepted_on, last: participant.closed_on}
    if participant.status == Status.WAITING:
        dates[2] = participant.waiting_since
    return [
        Step(
            label=label,
            state="done" if index < now or index == last == now else "now" if index == now else "next",
            note=_short_day(dates.get(index)),
        )
        for index, label in enumerate(labels)
    ]


def _short_day(day: date | None) -> str:
    return date_format(day, "j b Y") if day else ""


@form_view
def edit(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """A coordinator corrects how someone is called, reached and met."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    form = PersonForm(posted(request), initial=PersonForm.of(participant))
    if form.is_bound and form.is_valid():
        actions.describe(participant=participant, by=request.membership, **form.cleaned_data)
        messages.success(request, _("De gegevens zijn opgeslagen."))
        return _to_person(request, participant)
    return form_page(request, "participants/edit.html", {"form": form, "participant": participant})


@form_view
def accept(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """The first conversation: a guide on one page. Saving it makes someone welcome."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    initial = {"held_on": timezone.localdate(), **IntakeForm.of(participant)}
    may_measure = not participant.consents.says_no_to(Purpose.MEASURE)
    form = IntakeForm(posted(request), initial=initial, may_measure=may_measure)
    if form.is_bound and form.is_valid():
        try:
            actions.accept(participant=participant, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            undo = request.programme.to("participants:undo_decision", participant.pk)
            welcome = _("%(name)s is welkom.") % {"name": participant.person.first_name}
            messages.success(request, welcome, extra_tags=undo)
            return _to_person(request, participant)
    referral = participant.referrals.select_related("partner").first()
    context = {"form": form, "participant": participant, "referral": referral}
    return form_page(request, "participants/accept.html", context)


@form_view
def elsewhere(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Another place fits better; the coordinator writes what the person and the referrer may read."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    form = ElsewhereForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            actions.point_elsewhere(participant=participant, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            undo = request.programme.to("participants:undo_decision", participant.pk)
            messages.success(request, _("Opgeslagen. Een verwijzer ziet nu jouw uitleg."), extra_tags=undo)
            return _to_person(request, participant)
    return form_page(request, "participants/elsewhere.html", {"form": form, "participant": participant})


@form_view
def move_on(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """Someone goes on without us. A page to confirm, as this is not undone with one press."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    form = MoveOnForm(posted(request), initial={"on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        try:
            actions.move_on(participant=participant, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            undo = request.programme.to("participants:undo_move_on", participant.pk)
            gone = _("%(name)s is verder gegaan.") % {"name": participant.person.first_name}
            messages.success(request, gone, extra_tags=undo)
            return _to_person(request, participant)
    has_buddy = participant.status == Status.MATCHED
    context = {"form": form, "participant": participant, "has_buddy": has_buddy}
    return form_page(request, "participants/move_on.html", context)


@require_POST
def let_in(request: ProgrammeRequest, participant_id: int) -> HttpResponse:
    """A coordinator lets a participant sign in with the e-mail address in the file."""
    participant = _get(request, participant_id)
    permit(perms.can_decide(request.membership))
    signing_in.by_mail(request, person=participant.person, role=Role.PARTICIPANT)
    return _to_person(request, participant)


def _get(request: ProgrammeRequest, participant_id: int) -> Participant:
    mine = Participant.objects.visible_to(request.membership)
    return get_object_or_404(
        mine.select_related("person__neighbourhood", "programme", "home"), pk=participant_id
    )


def _to_person(request: ProgrammeRequest, participant: Participant) -> HttpResponse:
    return redirect(request.programme.to("participants:person", participant.pk))

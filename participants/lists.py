"""The list of participants: finding people, the same for several of them at once, and taking the list along."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from programmes.finding import SeveralForm, back_to_list, list_of_people, list_page, take_along
from programmes.http import ProgrammeRequest
from programmes.models import BulkChange, Language, Neighbourhood, Person
from programmes.perms import permit, works_with_people
from programmes.several import change_several, undo_several

from . import perms
from .finding import PeopleFilter, columns, row_of
from .models import Participant, ParticipantQuerySet
from .views import inbox

LISTED = list_of_people(
    "participants", icon="people", empty_why=_lazy("Zodra iemand welkom is, staat die persoon hier.")
)
# What a BulkChange of this room is called, and the field of Person it changed.
FIELDS = {"participants.wijk": "neighbourhood_id", "participants.taal": "languages"}


@require_safe
def people(request: ProgrammeRequest) -> HttpResponse:
    """Everyone this person works with; for coordinators the new sign-ups on top."""
    permit(works_with_people(request.membership))
    return _list_page(request)


def _asked(request: ProgrammeRequest) -> tuple[PeopleFilter, ParticipantQuerySet]:
    filters = PeopleFilter(request.GET, words=request.programme.words)
    return filters, filters.found(Participant.objects.visible_to(request.membership))


def _list_page(request: ProgrammeRequest, sent: SeveralForm | None = None) -> HttpResponse:
    filters, found = _asked(request)
    return list_page(
        request,
        LISTED,
        filters=filters,
        found=found,
        row_of=lambda participant: row_of(participant, request.programme),
        choices=_choices,
        may_change=perms.can_decide(request.membership),
        sent=sent,
        inbox=lambda: inbox(request),
    )


def _choices() -> list[tuple[Any, Any]]:
    """What can be done for several, as one list to choose from."""
    hoods = [
        (f"wijk:{each.pk}", _("Wijk wordt %(hood)s") % {"hood": each}) for each in Neighbourhood.objects.all()
    ]
    languages = [
        (f"taal:{value}", _("Spreekt ook %(language)s") % {"language": label})
        for value, label in Language.choices
    ]
    return [*([(_("Wijk"), hoods)] if hoods else []), (_("Taal erbij"), languages)]


@require_POST
def several(request: ProgrammeRequest) -> HttpResponse:
    """The same for several participants at once."""
    permit(perms.can_decide(request.membership))
    _filters, found = _asked(request)
    form = SeveralForm(request.POST, found=found, choices=_choices())
    if not form.is_valid():
        return _list_page(request, form)
    act, value = form.what()
    change = change_several(
        things=Person.objects.filter(participant_roles__in=form.things().order_by()),
        field=FIELDS[f"participants.{act}"],
        becomes=_becomes(act, value),
        kind=f"participants.{act}",
        by=request.membership,
        verb="participant.described",
        person_of=lambda person: person,
    )
    return back_to_list(request, LISTED, change)


def _becomes(act: str, value: str) -> Any:
    if act == "wijk":
        return lambda person: int(value)
    return lambda person: person.languages if value in person.languages else [*person.languages, value]


@require_POST
def undo(request: ProgrammeRequest, change_id: int) -> HttpResponse:
    """Take back what was done for several at once."""
    permit(perms.can_decide(request.membership))
    change = get_object_or_404(BulkChange, pk=change_id, kind__in=FIELDS)
    undo_several(change=change, things=Person.objects.all(), field=FIELDS[change.kind])
    messages.success(request, _("Ongedaan gemaakt. Alles is weer zoals het was."))
    return redirect(request.programme.to("participants:list"))


@require_safe
def export(request: ProgrammeRequest, kind: str) -> HttpResponse:
    """The list as it is on screen, with all its pages, as a file."""
    permit(works_with_people(request.membership))
    _filters, found = _asked(request)
    name = request.programme.words.participants
    return take_along(request, kind=kind, name=name, columns=columns(request.programme), things=found)

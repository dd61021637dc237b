"""The list of volunteers: finding people, the same for several of them at once, and taking the list along."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from programmes.finding import SeveralForm, back_to_list, list_of_people, list_page, take_along
from programmes.http import ProgrammeRequest
from programmes.models import BulkChange, Gate, Neighbourhood, Person
from programmes.perms import permit, works_with_people
from programmes.several import change_several, undo_several

from . import perms
from .finding import BuddyFilter, columns, row_of
from .forms import supervisor_in_words, supervisors
from .models import Buddy, BuddyQuerySet
from .views import inbox

LISTED = list_of_people(
    "buddies", icon="heart", empty_why=_lazy("Zodra iemand wil meehelpen, staat die persoon hier.")
)
# What a BulkChange of this room is called, and the field it changed: of the person, or of the volunteer.
FIELDS = {"buddies.wijk": (Person, "neighbourhood_id"), "buddies.begeleider": (Buddy, "supervisor_id")}


@require_safe
def volunteers(request: ProgrammeRequest) -> HttpResponse:
    """Everyone this person guides; for coordinators the new ones on top."""
    permit(works_with_people(request.membership))
    return _list_page(request)


def _asked(request: ProgrammeRequest, gates: list[Gate]) -> tuple[BuddyFilter, BuddyQuerySet]:
    filters = BuddyFilter(request.GET, gates=gates)
    return filters, filters.found(Buddy.objects.visible_to(request.membership))


def _list_page(request: ProgrammeRequest, sent: SeveralForm | None = None) -> HttpResponse:
    gates = list(Gate.objects.in_use())
    filters, found = _asked(request, gates)
    return list_page(
        request,
        LISTED,
        filters=filters,
        found=found,
        row_of=lambda buddy: row_of(buddy, request.programme, gates),
        choices=_choices,
        may_change=perms.can_guide(request.membership),
        sent=sent,
        inbox=lambda: inbox(request),
    )


def _choices() -> list[tuple[Any, Any]]:
    """What can be done for several, as one list to choose from."""
    staff = [
        (f"begeleider:{each.pk}", _("Begeleider wordt %(name)s") % {"name": supervisor_in_words(each)})
        for each in supervisors()
    ]
    hoods = [
        (f"wijk:{each.pk}", _("Wijk wordt %(hood)s") % {"hood": each}) for each in Neighbourhood.objects.all()
    ]
    return [(_("Begeleider"), staff), *([(_("Wijk"), hoods)] if hoods else [])]


@require_POST
def several(request: ProgrammeRequest) -> HttpResponse:
    """The same for several volunteers at once."""
    permit(perms.can_guide(request.membership))
    _filters, found = _asked(request, list(Gate.objects.in_use()))
    form = SeveralForm(request.POST, found=found, choices=_choices())
    if not form.is_valid():
        return _list_page(request, form)
    act, value = form.what()
    model, field = FIELDS[f"buddies.{act}"]
    meant = form.things().order_by().prefetch_related(None)
    of_person = model is Person
    change = change_several(
        things=Person.objects.filter(buddy_roles__in=meant) if of_person else meant.select_related("person"),
        field=field,
        becomes=lambda _thing: int(value),
        kind=f"buddies.{act}",
        by=request.membership,
        verb="buddy.described",
        person_of=(lambda person: person) if of_person else (lambda buddy: buddy.person),
    )
    return back_to_list(request, LISTED, change)


@require_POST
def undo(request: ProgrammeRequest, change_id: int) -> HttpResponse:
    """Take back what was done for several at once."""
    permit(perms.can_guide(request.membership))
    change = get_object_or_404(BulkChange, pk=change_id, kind__in=FIELDS)
    model, field = FIELDS[change.kind]
    undo_several(change=change, things=model._default_manager.all(), field=field)
    messages.success(request, _("Ongedaan gemaakt. Alles is weer zoals het was."))
    return redirect(request.programme.to("buddies:list"))


@require_safe
def export(request: ProgrammeRequest, kind: str) -> HttpResponse:
    """The list as it is on screen, with all its pages, as a file."""
    permit(works_with_people(request.membership))
    gates = list(Gate.objects.in_use())
    _filters, found = _asked(request, gates)
    name = request.programme.words.buddies
    return take_along(request, kind=kind, name=name, columns=columns(gates), things=found)

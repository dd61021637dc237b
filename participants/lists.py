"""The list of participants: finding people, the same for several of them at once, and taking the list along."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from programmes.finding import PAGE_SIZE, SeveralForm, take_along
from programmes.http import ProgrammeRequest
from programmes.models import BulkChange, Language, Neighbourhood, Person
from programmes.perms import permit, works_with_people
from programmes.several import change_several, undo_several

from . import perms
from .finding import PeopleFilter, columns, row_of
from .models import Participant
from .views import inbox

# What a BulkChange of this room is called, and the field of Person it changed.
FIELDS = {"participants.wijk": "neighbourhood_id", "participants.taal": "languages"}


@require_safe
def people(request: ProgrammeRequest) -> HttpResponse:
    """Everyone this person works with; for coordinators the new sign-ups on top."""
    permit(works_with_people(request.membership))
    return _list_page(request)


def _list_page(request: ProgrammeRequest, sent: SeveralForm | None = None) -> HttpResponse:
    """The page; `sent` is what was asked for several, when it is not right yet."""
    filters = PeopleFilter(request.GET, words=request.programme.words)
    found = filters.found(Participant.objects.visible_to(request.membership))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    may_change = perms.can_decide(request.membership)
    shows_inbox = may_change and not request.GET and sent is None
    context: dict[str, Any] = {
        "filters": filters,
        "page": page,
        "rows": [row_of(each, request.programme) for each in page],
        "inbox": inbox(request) if shows_inbox else None,
        "may_change": may_change,
        "several": sent,
        "ticked": sent.ticked() if sent else set(),
        "form": sent,
        "has_errors": sent is not None,
    }
    if may_change and filters.picks and sent is None:
        context["several"] = SeveralForm(None, found=found, choices=_choices())
    template = "participants/list.html#lijst" if request.htmx else "participants/list.html"
    response = render(request, template, context, status=422 if sent else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


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
    filters = PeopleFilter(request.GET, words=request.programme.words)
    found = filters.found(Participant.objects.visible_to(request.membership))
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
    n = len(change.after)
    text = ngettext("Aangepast bij %(n)s persoon.", "Aangepast bij %(n)s mensen.", n) % {"n": n}
    messages.success(request, text, extra_tags=request.programme.to("participants:undo_several", change.pk))
    return redirect(f"{request.programme.to('participants:list')}?{_without_picking(request)}")


def _becomes(act: str, value: str) -> Any:
    if act == "wijk":
        return lambda person: int(value)
    return lambda person: person.languages if value in person.languages else [*person.languages, value]


def _without_picking(request: ProgrammeRequest) -> str:
    query = request.GET.copy()
    query.pop("kies", None)
    return query.urlencode()


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
    filters = PeopleFilter(request.GET, words=request.programme.words)
    found = filters.found(Participant.objects.visible_to(request.membership))
    name = request.programme.words.participants
    return take_along(request, kind=kind, name=name, columns=columns(request.programme), things=found)

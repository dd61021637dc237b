"""The views of new volunteers: the inbox, who of them we know already, and a participant who wants to help too."""

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
from programmes.models import Joining, Person
from programmes.newcomers import waits, waits_long
from programmes.perms import permit
from programmes.refusals import Refused

from . import actions, joining, perms
from .forms import FromPersonForm
from .models import Buddy, Status

PAGE_SIZE = 25
NEWEST = "nieuw"
form_view = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Newcomer:
    """One line of the inbox."""

    buddy: Buddy
    waits: str
    waits_long: bool
    doubles: list[Person]


@require_safe
def inbox(request: ProgrammeRequest) -> HttpResponse:
    """Volunteers nobody spoke to yet: the longest waiting first, or the newest. A coordinator."""
    permit(perms.can_guide(request.membership))
    newest_first = request.GET.get("volgorde") == NEWEST
    new = Buddy.objects.filter(status=Status.INTERESTED).select_related("person__neighbourhood")
    new = new.order_by(*(("-applied_at", "-id") if newest_first else ("applied_at", "id")))
    page = Paginator(new, PAGE_SIZE).get_page(request.GET.get("page"))
    doubles = possible_doubles(each.person for each in page)
    newcomers = [
        Newcomer(
            each,
            waits(each.applied_at),
            waits_long(each.applied_at),
            doubles[each.person_id],
        )
        for each in page
    ]
    context = {"page": page, "newcomers": newcomers, "newest_first": newest_first}
    return render(request, "buddies/inbox.html", context)


@require_safe
def compare(request: ProgrammeRequest, buddy_id: int, person_id: int) -> HttpResponse:
    """A new volunteer beside somebody they may be. A coordinator."""
    buddy, known = _pair(request, buddy_id, person_id)
    permit(perms.can_guide(request.membership))
    context = {
        "sides": two_sides(buddy.person, known),
        "inbox_url": request.programme.to("buddies:inbox"),
        "join_url": request.programme.to("buddies:join", buddy.pk, known.pk),
    }
    return render(request, "programmes/compare.html", context)


def _pair(request: ProgrammeRequest, buddy_id: int, person_id: int) -> tuple[Buddy, Person]:
    new = Buddy.objects.visible_to(request.membership).filter(status=Status.INTERESTED)
    buddy = get_object_or_404(new.select_related("person__neighbourhood"), pk=buddy_id)
    return buddy, known_beside(buddy.person, person_id)


@require_POST
def join(request: ProgrammeRequest, buddy_id: int, person_id: int) -> HttpResponse:
    """They are one person. A coordinator."""
    permit(perms.can_guide(request.membership))
    buddy, known = _pair(request, buddy_id, person_id)
    kept = joining.join(newcomer=buddy, known=known, by=request.membership)
    latest = known.joinings.filter(undone_at__isnull=True).latest("at", "id")
    undo = request.programme.to("buddies:part", latest.pk)
    messages.success(
        request, _("%(name)s staat nu één keer in Klik.") % {"name": known.full_name}, extra_tags=undo
    )
    return redirect(request.programme.to("buddies:person", kept.pk))


@require_POST
def part(request: ProgrammeRequest, joining_id: int) -> HttpResponse:
    """They were two people after all. A coordinator."""
    permit(perms.can_guide(request.membership))
    joined = get_object_or_404(Joining, pk=joining_id)
    if not {"buddy", "kept_buddy"} & set(joined.before):
        raise Http404
    newcomer = joining.part(joining=joined, by=request.membership)
    messages.success(request, _("Het zijn weer twee mensen."))
    return redirect(request.programme.to("buddies:person", newcomer.pk))


@form_view
def from_person(request: ProgrammeRequest, person_id: int) -> HttpResponse:
    """Somebody we know, often a participant, wants to help too: one person, one more role. A coordinator."""
    known = Person.objects.in_their_own_right().filter(buddy_roles__isnull=True)
    person = get_object_or_404(known, pk=person_id)
    permit(perms.can_guide(request.membership))
    form = FromPersonForm(posted(request), programme=request.programme)
    if form.is_bound and form.is_valid():
        try:
            buddy = actions.sign_up(name=person.name, person=person, by=request.membership, **form.told())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(name)s is nu ook vrijwilliger.") % {"name": person.first_name})
            return redirect(request.programme.to("buddies:person", buddy.pk))
    return form_page(request, "buddies/from_person.html", {"form": form, "person": person})

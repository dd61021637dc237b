"""The statement of a year: a volunteer's own, and any volunteer's for a coordinator."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from buddies.models import Buddy
from programmes.http import ProgrammeRequest
from programmes.perms import permit

from .. import perms
from ..models import Statement
from ..settling import FIRST_YEAR, years_of
from ..statements import ask_statement, job_of


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: ProgrammeRequest, year: int, volunteer_id: int | None = None) -> HttpResponse:
    """The statement of a year: have it made, see how far it is, and read it."""
    volunteer = _whose(request, volunteer_id)
    if request.method == "POST":
        ask_statement(volunteer=volunteer, year=_year(year), by=request.membership)
        return redirect(request.path)
    shown = Statement.objects.filter(volunteer=volunteer, year=_year(year)).defer("pdf").first()
    context = {
        "year": year,
        "years": years_of(volunteer, timezone.localdate()),
        "statement": shown,
        "job": job_of(shown) if shown else None,
        **_place(request, volunteer if volunteer_id else None),
    }
    return render(request, "payments/statement_page.html", context)


def _place(request: ProgrammeRequest, volunteer: Buddy | None) -> dict[str, object]:
    if volunteer is None:
        up = request.programme.to("payments:mine")
        return {"volunteer": None, "shell": "shell_phone.html", "up": up, "up_label": _("Vergoeding")}
    up = request.programme.to("buddies:person", volunteer.pk)
    return {
        "volunteer": volunteer,
        "shell": "shell_desk.html",
        "up": up,
        "up_label": volunteer.person.full_name,
    }


@cache_control(private=True, no_store=True)
@require_safe
def statement_pdf(request: ProgrammeRequest, year: int, volunteer_id: int | None = None) -> HttpResponse:
    """The PDF itself."""
    volunteer = _whose(request, volunteer_id)
    made = get_object_or_404(Statement, volunteer=volunteer, year=_year(year), pdf__isnull=False)
    name = f'attachment; filename="jaaropgave-{year}.pdf"'
    return HttpResponse(
        bytes(made.pdf or b""), content_type="application/pdf", headers={"Content-Disposition": name}
    )


def _whose(request: ProgrammeRequest, volunteer_id: int | None) -> Buddy:
    volunteers = Buddy.objects.select_related("person")
    if volunteer_id is None:
        permit(perms.has_allowance(request.membership))
        return get_object_or_404(volunteers.of_membership(request.membership))
    permit(perms.handles_claims(request.membership))
    return get_object_or_404(volunteers, pk=volunteer_id)


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    return year

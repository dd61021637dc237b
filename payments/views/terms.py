"""What a programme agreed to give, who pays, and the law's amounts by year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programmes.forms import KlikForm, form_page, posted
from programmes.http import ProgrammeRequest
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, perms
from ..forms import PayerForm, RatesForm, SchemeForm
from ..models import OwnRates, Payer, Scheme
from ..rates import rates_of, shipped_years

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def terms(request: ProgrammeRequest) -> HttpResponse:
    """What is agreed, from when; the account that pays; and what the law allows each year."""
    permit(perms.sets_terms(request.membership))
    today = timezone.localdate()
    context = {
        "schemes": Scheme.objects.all(),
        "now": Scheme.objects.in_month(today),
        "payer": Payer.objects.first(),
        "shipped": shipped_years(),
        "own": OwnRates.objects.all(),
        "open_years": _open_years(),
        "shell": "shell_desk.html",
    }
    return render(request, "payments/terms.html", context)


def _open_years() -> list[int]:
    """This year and the next, as far as their amounts are not known."""
    this = timezone.localdate().year
    return [year for year in (this, this + 1) if rates_of(year) is None]


@require_http_methods(GET_OR_POST)
def agree(request: ProgrammeRequest) -> HttpResponse:
    """Say what volunteers get from a month on."""
    permit(perms.sets_terms(request.membership))
    today = timezone.localdate()
    form = SchemeForm(
        posted(request), initial=SchemeForm.of(Scheme.objects.in_month(today), today), today=today
    )
    if form.is_bound and form.is_valid():
        try:
            actions.agree(by=request.membership, **form.answers())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De afspraak is opgeslagen."))
            return redirect(request.programme.to("payments:terms"))
    return _asks(
        request, form, _("Wat krijgen vrijwilligers?"), _("Wat al verstuurd is, verandert niet mee.")
    )


def _asks(request: ProgrammeRequest, form: KlikForm, heading: str, lead: str) -> HttpResponse:
    return form_page(request, "payments/terms_form.html", {"form": form, "heading": heading, "lead": lead})


@require_http_methods(GET_OR_POST)
def payer(request: ProgrammeRequest) -> HttpResponse:
    """Keep or forget the account the programme pays from."""
    permit(perms.sets_terms(request.membership))
    known = Payer.objects.first()
    now = {"name": known.name, "iban": known.iban} if known else {"name": request.programme.organisation}
    form = PayerForm(posted(request), initial=now)
    if form.is_bound and form.is_valid():
        actions.set_payer(by=request.membership, **form.cleaned_data)
        messages.success(request, _("De rekening is opgeslagen."))
        return redirect(request.programme.to("payments:terms"))
    lead = _("Van deze rekening betaal je de vrijwilligers. Laat alles leeg om hem te vergeten.")
    return _asks(request, form, _("Rekening die betaalt"), lead)


@require_http_methods(GET_OR_POST)
def add_rates(request: ProgrammeRequest) -> HttpResponse:
    """Fill in what the law allows in a year that Klik did not bring along."""
    permit(perms.sets_terms(request.membership))
    years = _open_years()
    if not years:
        raise Refused(_("De bedragen van dit jaar en het volgende zijn al bekend."))
    form = RatesForm(posted(request), initial={"year": years[0]}, years=years)
    if form.is_bound and form.is_valid():
        try:
            actions.add_rates(by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De bedragen zijn opgeslagen."))
            return redirect(request.programme.to("payments:terms"))
    lead = _("De Belastingdienst maakt ze eind december bekend. Neem ze over zoals ze daar staan.")
    return _asks(request, form, _("Bedragen van een nieuw jaar"), lead)

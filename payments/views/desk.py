"""The coordinator's pages: claims to look at, payment lists and their files."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from logbook.allowance import Before, Mode, Settlement
from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.perms import permit
from programmes.refusals import Refused
from programmes.tables import TYPES

from .. import actions, perms
from ..files import PaymentRow, as_sepa, as_table
from ..forms import PaidForm, decides
from ..models import Claim, Payer, Payment, PaymentList
from ..settling import due_of

CLAIMS_A_PAGE = 25
LISTS_A_PAGE = 20
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def desk(request: ProgrammeRequest) -> HttpResponse:
    """Everything about money: who waits for approval, what can be paid, which lists there are."""
    permit(perms.handles_claims(request.membership))
    waiting = Claim.objects.waiting().select_related("volunteer__person")
    to_pay = Claim.objects.to_pay().aggregate(
        number=Count("pk"), cents=Sum("effort_cents") + Sum("unproven_cents") + Sum("proven_cents")
    )
    lists = PaymentList.objects.annotate(number=Count("payments"), cents=Sum("payments__cents"))
    context = {
        "waiting": Paginator(waiting, CLAIMS_A_PAGE).get_page(request.GET.get("page")),
        "to_pay": to_pay,
        "ready": Claim.objects.to_pay()
        .select_related("volunteer__person")
        .order_by("month", "id")[:CLAIMS_A_PAGE],
        "lists": Paginator(lists.order_by("-made_at", "-id"), LISTS_A_PAGE).get_page(
            request.GET.get("lijst")
        ),
        "me": request.membership.person_id,
    }
    return render(request, "payments/desk.html", context)


@require_http_methods(GET_OR_POST)
def claim(request: ProgrammeRequest, claim_id: int) -> HttpResponse:
    """One claim, line by line, with its receipts; approve it, with corrections or without."""
    permit(perms.handles_claims(request.membership))
    found = Claim.objects.select_related("volunteer__person", "decided_by__person")
    shown = get_object_or_404(found, pk=claim_id)
    if not shown.is_waiting:
        return _decided(request, shown)
    due = due_of(shown.volunteer, shown.month, claim=shown, elsewhere=shown.elsewhere_cents)
    form = decides(shown, due, posted(request))
    if form.is_bound and form.is_valid():
        try:
            actions.approve_claim(
                claim=shown,
                by=request.membership,
                seen_cents=form.cleaned_data["seen"],
                corrections=form.corrections(),
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            undo = request.programme.to("payments:reopen_claim", shown.pk)
            words = _("De declaratie van %(name)s is goedgekeurd.")
            name = shown.volunteer.person.first_name
            messages.success(request, words % {"name": name}, extra_tags=undo)
            return redirect(request.programme.to("payments:desk"))
    may = perms.can_decide(request.membership, shown)
    context = {"claim": shown, "due": due, "form": form, "rows": form.rows(), "may_decide": may}
    return form_page(request, "payments/claim.html", context)


def _decided(request: ProgrammeRequest, shown: Claim) -> HttpResponse:
    payment = Payment.objects.filter(claim=shown).select_related("list").first()
    lines = shown.lines.select_related("expense").order_by("on", "id")
    settlement = Settlement(
        effort=shown.effort_cents,
        unproven=shown.unproven_cents,
        proven=shown.proven_cents,
        left_out=shown.left_out_cents,
        above=shown.above_cents,
    )
    context = {
        "claim": shown,
        "lines": lines,
        "payment": payment,
        "settlement": settlement,
        "before": Before(),
        "pays_effort": shown.mode in {Mode.PER_CONTACT, Mode.PER_HOUR},
    }
    return render(request, "payments/claim_decided.html", context)


@require_POST
def reopen_claim(request: ProgrammeRequest, claim_id: int) -> HttpResponse:
    """Take an approval back."""
    permit(perms.handles_claims(request.membership))
    shown = get_object_or_404(Claim.objects.select_related("volunteer__person"), pk=claim_id)
    actions.reopen_claim(claim=shown, by=request.membership)
    messages.success(request, _("De declaratie staat weer open."))
    return redirect(request.programme.to("payments:claim", shown.pk))


@require_POST
def make_list(request: ProgrammeRequest) -> HttpResponse:
    """Put everything that was approved on a list to pay."""
    permit(perms.handles_claims(request.membership))
    made = actions.make_list(by=request.membership)
    return redirect(request.programme.to("payments:list", made.pk))


@require_http_methods(GET_OR_POST)
def payment_list(request: ProgrammeRequest, list_id: int) -> HttpResponse:
    """One list: who gets what, the files for the bank, and saying that it was paid."""
    permit(perms.handles_claims(request.membership))
    found = PaymentList.objects.select_related("made_by__person", "paid_by__person")
    shown = get_object_or_404(found, pk=list_id)
    form = PaidForm(posted(request), initial={"on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        try:
            actions.mark_paid(payment_list=shown, by=request.membership, on=form.cleaned_data["on"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De lijst staat op betaald. Er kan niets meer aan veranderen."))
            return redirect(request.programme.to("payments:list", shown.pk))
    rows = _rows(shown)
    context = {
        "list": shown,
        "form": form,
        "rows": rows,
        "cents": sum(row.cents for row in rows),
        "in_cash": sum(not row.iban for row in rows),
        "payer": Payer.objects.first(),
    }
    return form_page(request, "payments/list.html", context)


def _rows(shown: PaymentList) -> list[PaymentRow]:
    payments = shown.payments.select_related("claim").order_by("holder", "id")
    return [
        PaymentRow(
            payment.claim_id,
            payment.holder,
            payment.iban,
            payment.cents,
            _("Vrijwilligersvergoeding %(month)s") % {"month": date_format(payment.claim.month, "F Y")},
        )
        for payment in payments
    ]


@require_POST
def drop_list(request: ProgrammeRequest, list_id: int) -> HttpResponse:
    """Throw away a list that was not paid."""
    permit(perms.handles_claims(request.membership))
    shown = get_object_or_404(PaymentList, pk=list_id)
    actions.drop_list(payment_list=shown, by=request.membership)
    messages.success(request, _("De lijst is weg. De declaraties kunnen op een nieuwe."))
    return redirect(request.programme.to("payments:desk"))


@cache_control(private=True, no_store=True)
@require_safe
def list_file(request: ProgrammeRequest, list_id: int, kind: str) -> HttpResponse:
    """The list as a spreadsheet, CSV, or a file for the bank; the last one only until it is paid."""
    permit(perms.handles_claims(request.membership))
    shown = get_object_or_404(PaymentList, pk=list_id)
    rows = _rows(shown)
    if kind in TYPES:
        return _file(as_table(kind, rows), TYPES[kind], f"betaallijst-{shown.pk}.{kind}")
    return _file(_for_bank(shown, rows), "application/xml", f"{shown.reference}.xml")


def _for_bank(shown: PaymentList, rows: list[PaymentRow]) -> bytes:
    payer = Payer.objects.first()
    if not shown.is_open:
        raise Refused(_("Deze lijst is al betaald. Daarom is er geen bestand voor de bank meer."))
    if payer is None:
        raise Refused(_("Vul eerst bij Instellingen het rekeningnummer van het programma in."))
    if not any(row.iban for row in rows):
        raise Refused(_("Niemand op deze lijst heeft een rekeningnummer. Dit is een lijst voor contant."))
    return as_sepa(
        rows,
        payer_name=payer.name,
        payer_iban=payer.iban,
        reference=shown.reference,
        made_at=timezone.localtime(shown.made_at),
        pay_on=timezone.localdate(),
    )


def _file(data: bytes, media: str, name: str) -> HttpResponse:
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=media, headers=headers)

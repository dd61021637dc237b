"""The volunteer's own page: earned, room left, expenses with their receipt, and asking for a month."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from buddies.models import Buddy
from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.models import Role
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, perms
from ..forms import ClaimForm, ExpenseForm, PayeeForm
from ..models import Claim, Expense, Payee, Receipt, Scheme
from ..settling import FIRST_YEAR, due_of, year_of, years_of

GET_OR_POST = ["GET", "HEAD", "POST"]


def _me(request: ProgrammeRequest) -> Buddy:
    permit(perms.has_allowance(request.membership))
    return get_object_or_404(Buddy.objects.of_membership(request.membership).select_related("person"))


@require_safe
def mine(request: ProgrammeRequest) -> HttpResponse:
    """What I get: this month, this year, and what is left of the room there is."""
    me, today = _me(request), timezone.localdate()
    asked = request.GET.get("jaar", "")
    year = int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked[:4]) <= today.year else today.year
    shown = year_of(me, year, today=today)
    paid_on = dict(
        Claim.objects.filter(volunteer=me, payments__list__paid_on__isnull=False)
        .of_year(year)
        .values_list("pk", "payments__list__paid_on")
    )
    scheme = Scheme.objects.in_month(today)
    has_money = (scheme is not None and scheme.pays) or Claim.objects.filter(volunteer=me).exists()
    context = {
        "scheme": scheme,
        "year": shown,
        "months": [month for month in shown.months if month.claims or month.due.has_something],
        "this_month": next((month for month in shown.months if month.month == today.replace(day=1)), None),
        "paid_on": paid_on,
        "payee": Payee.objects.filter(volunteer=me).first(),
        "years": years_of(me, today) if has_money else [],  # else there is no other year to look at
        "elsewhere_in_klik": _elsewhere(request),
    }
    return render(request, "payments/mine.html", context)


def _elsewhere(request: ProgrammeRequest) -> bool:
    """Whether this person is a volunteer in another programme of Klik too, which cannot be looked into."""
    mine = request.my_memberships
    return any(each.role == Role.BUDDY and each.programme_id != request.programme.pk for each in mine)


@require_http_methods(GET_OR_POST)
def add_expense(request: ProgrammeRequest) -> HttpResponse:
    """Hand in one expense, with a photo of the receipt."""
    me = _me(request)
    scheme = Scheme.objects.in_month(timezone.localdate())
    if scheme is None or not scheme.pays:
        raise Http404
    files = request.FILES if request.method == "POST" else None
    form = ExpenseForm(posted(request), files, initial=ExpenseForm.fresh(), km_cents=scheme.km_cents)
    if form.is_bound and form.is_valid():
        try:
            expense = actions.add_expense(volunteer=me, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, "on")
        else:
            remove = request.programme.to("payments:remove_expense", expense.pk)
            messages.success(request, _("De onkosten staan erbij."), extra_tags=remove)
            page = request.programme.to("payments:mine")
            return HttpResponseClientRedirect(page) if request.htmx else redirect(page)
    template = "payments/add_expense.html#velden" if request.htmx else "payments/add_expense.html"
    response = form_page(request, template, {"form": form, "scheme": scheme})
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def remove_expense(request: ProgrammeRequest, expense_id: int) -> HttpResponse:
    """Take back an expense that was not claimed."""
    _me(request)
    expense = get_object_or_404(
        Expense.objects.of_volunteer(request.membership).select_related("volunteer__person"), pk=expense_id
    )
    actions.remove_expense(expense=expense, by=request.membership)
    messages.success(request, _("Weggehaald."))
    return redirect(request.programme.to("payments:mine"))


@cache_control(private=True, no_store=True)
@require_safe
def receipt(request: ProgrammeRequest, expense_id: int) -> HttpResponse:
    """The photo or PDF itself: one's own, and any for a coordinator."""
    permit(perms.sees_receipts(request.membership))
    expenses = Expense.objects.all()
    if not perms.handles_claims(request.membership):
        expenses = expenses.of_volunteer(request.membership)
    found = get_object_or_404(Receipt, expense=get_object_or_404(expenses, pk=expense_id))
    is_photo = found.media == "image/jpeg"
    name = f"bon-{expense_id}.{'jpg' if is_photo else 'pdf'}"
    disposition = f'{"inline" if is_photo else "attachment"}; filename="{name}"'
    return HttpResponse(
        bytes(found.data), content_type=found.media, headers={"Content-Disposition": disposition}
    )


@require_http_methods(GET_OR_POST)
def claim_month(request: ProgrammeRequest, year: int, month: int) -> HttpResponse:
    """Look at one month line by line, and ask for it."""
    me = _me(request)
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= timezone.localdate().year):
        raise Http404
    first = date(year, month, 1)
    form = ClaimForm(posted(request))
    due = due_of(me, first)
    if form.is_bound and form.is_valid():
        try:
            actions.send_claim(
                volunteer=me,
                month=first,
                by=request.membership,
                elsewhere_cents=form.cleaned_data["elsewhere"] or 0,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, _("Je declaratie van %(month)s is verstuurd.") % {"month": date_format(first, "F")}
            )
            return redirect(request.programme.to("payments:mine"))
    claims = Claim.objects.filter(volunteer=me, month=first).order_by("id")
    context = {
        "form": form,
        "month": first,
        "due": due,
        "claims": claims,
        "waiting": next((claim for claim in claims if claim.is_waiting), None),
        "payee": Payee.objects.filter(volunteer=me).first(),
        "lines": [(piece, due.settlement.worth.get(str(piece.uid), 0)) for piece in due.pieces],
        "costs": [(expense, due.settlement.granted.get(str(expense.pk), 0)) for expense in due.expenses],
    }
    return form_page(request, "payments/claim_month.html", context)


@require_POST
def withdraw_claim(request: ProgrammeRequest, claim_id: int) -> HttpResponse:
    """Take back a claim nobody decided on yet."""
    _me(request)
    claim = get_object_or_404(
        Claim.objects.of_volunteer(request.membership).select_related("volunteer__person"), pk=claim_id
    )
    actions.withdraw_claim(claim=claim, by=request.membership)
    messages.success(request, _("De declaratie is ingetrokken. Je kunt hem later weer versturen."))
    return redirect(request.programme.to("payments:mine"))


@require_http_methods(GET_OR_POST)
def payee(request: ProgrammeRequest) -> HttpResponse:
    """How I want to be paid."""
    me = _me(request)
    known = Payee.objects.filter(volunteer=me).first()
    form = PayeeForm(posted(request), initial=PayeeForm.of(known, me.person.full_name))
    if form.is_bound and form.is_valid():
        actions.set_payee(volunteer=me, by=request.membership, **form.answers())
        messages.success(request, _("Dat is opgeslagen."))
        return redirect(request.programme.to("payments:mine"))
    return form_page(request, "payments/payee.html", {"form": form, "known": known})


@require_POST
def forget_payee(request: ProgrammeRequest) -> HttpResponse:
    """Have my account forgotten."""
    me = _me(request)
    actions.forget_payee(volunteer=me, by=request.membership)
    messages.success(request, _("Je rekeningnummer is weg."))
    return redirect(request.programme.to("payments:mine"))

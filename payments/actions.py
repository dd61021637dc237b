"""What happens with money. Every amount comes out of the rules (logbook/allowance.py); nobody types a total."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from buddies.models import Buddy
from logbook.allowance import Mode
from programmes.actions import record
from programmes.models import Membership
from programmes.refusals import Refused, refusals

from .models import (
    Claim,
    ClaimLine,
    ClaimState,
    Expense,
    ExpenseKind,
    ListState,
    OwnRates,
    Payee,
    Payer,
    Payment,
    PaymentList,
    Receipt,
    Scheme,
    first_of_month,
)
from .models.agreement import masked
from .rates import rates_of
from .receipts import CleanReceipt
from .settling import Corrections, Due, due_of

RECENT_DAYS = 366


def agree(
    *,
    by: Membership | None,
    starts_on: date,
    mode: Mode | str,
    contact_cents: int | None = None,
    hour_cents: int | None = None,
    km_cents: int = 23,
    costs: str = "together",
) -> Scheme:
    """Say what volunteers are given from a month on. A coordinator or administrator; claims already sent keep theirs.

    Raises Refused for amounts the database does not take.
    """
    with refusals():
        scheme, _is_new = Scheme.objects.update_or_create(
            starts_on=first_of_month(starts_on),
            defaults={
                "mode": mode,
                "contact_cents": contact_cents,
                "hour_cents": hour_cents,
                "km_cents": km_cents,
                "costs": costs,
                "set_by": by,
                "set_at": timezone.now(),
            },
        )
    record("allowance.agreed", by=by, thing=scheme)
    return scheme


def add_rates(
    *, by: Membership, year: int, hour: int, hour_young: int, month_cap: int, year_cap: int
) -> OwnRates:
    """Fill in the law's caps of a year Klik did not bring along. A coordinator or administrator. Cents.

    Raises Refused when the year is known already, or the amounts contradict each other.
    """
    if rates_of(year) is not None:
        raise Refused(_("Voor dit jaar staan de bedragen er al."))
    with refusals():
        rates = OwnRates.objects.create(
            year=year, hour=hour, hour_young=hour_young, month_cap=month_cap, year_cap=year_cap, set_by=by
        )
    record("allowance.rates_added", by=by, thing=rates)
    return rates


def set_payer(*, by: Membership | None, name: str, iban: str) -> None:
    """Keep the account the programme pays from, or forget it when empty. A coordinator or administrator."""
    if iban:
        payer, _is_new = Payer.objects.update_or_create(defaults={"name": name, "iban": iban})
        record("allowance.payer_set", by=by, thing=payer)
    else:
        Payer.objects.all().delete()
        record("allowance.payer_removed", by=by)


def set_payee(
    *, volunteer: Buddy, by: Membership, holder: str = "", iban: str = "", adult_on: date | None = None
) -> Payee:
    """Keep how a volunteer is paid. Only the volunteer; without an IBAN it is cash."""
    with refusals():
        payee, _is_new = Payee.objects.update_or_create(
            volunteer=volunteer,
            defaults={"holder": holder if iban else "", "iban": iban, "adult_on": adult_on},
        )
    record("allowance.payee_set", by=by, about=volunteer.person)
    return payee


def forget_payee(*, volunteer: Buddy, by: Membership) -> None:
    """Forget the account. The volunteer; what is on a payment list keeps its own copy until it is paid."""
    Payee.objects.filter(volunteer=volunteer).delete()
    record("allowance.payee_forgotten", by=by, about=volunteer.person)


def add_expense(
    *,
    volunteer: Buddy,
    by: Membership,
    on: date,
    kind: ExpenseKind | str,
    cents: int,
    km: int | None = None,
    words: str = "",
    receipt: CleanReceipt | None = None,
    uid: uuid.UUID | None = None,
) -> Expense:
    """Keep what a volunteer laid out, with its receipt when there is one. The volunteer themself.

    Raises Refused when the programme does not pay expenses in that month, or the day is too long ago. The same `uid`
    again is the same expense.
    """
    scheme = Scheme.objects.in_month(first_of_month(on))
    if scheme is None or not scheme.pays:
        raise Refused(_("In die maand betaalt dit programma geen onkosten. Vraag het je coördinator."))
    if (timezone.localdate() - on).days > RECENT_DAYS:
        raise Refused(_("Dit is langer dan een jaar geleden. Vraag je coördinator om hulp."))
    if kind == ExpenseKind.KM:
        cents = (km or 0) * scheme.km_cents
    with refusals():
        expense, is_new = Expense.objects.get_or_create(
            uid=uid or uuid.uuid4(),
            defaults={
                "volunteer": volunteer,
                "on": on,
                "kind": kind,
                "cents": cents,
                "km": km if kind == ExpenseKind.KM else None,
                "words": words,
            },
        )
        if is_new and receipt is not None:
            Receipt.objects.create(
                expense=expense, media=receipt.media, data=receipt.data, sha256=receipt.sha256
            )
    if is_new:
        record("expense.added", by=by, about=volunteer.person, thing=expense)
    return expense


def remove_expense(*, expense: Expense, by: Membership) -> None:
    """Take back an expense that is in no claim. The volunteer; Refused when it is claimed."""
    with refusals():
        record("expense.removed", by=by, about=expense.volunteer.person, thing=expense)
        Receipt.objects.filter(expense=expense).delete()
        Expense.objects.filter(pk=expense.pk).delete()


def send_claim(
    *, volunteer: Buddy, month: date, by: Membership, elsewhere_cents: int = 0, at: datetime | None = None
) -> Claim:
    """Ask for a month: everything logged and spent in it that was not given yet. The volunteer themself.

    Raises Refused when there is nothing to ask, the caps of the year are not known, no way to be paid was given, or
    a claim for the month waits already.
    """
    if month > timezone.localdate():
        raise Refused(_("Deze maand komt nog."))
    if not Payee.objects.filter(volunteer=volunteer).exists():
        raise Refused(_("Vul eerst in hoe je het geld wilt krijgen."))
    Buddy.objects.select_for_update(of=("self",), no_key=True).get(pk=volunteer.pk)
    due = due_of(volunteer, month, elsewhere=elsewhere_cents)
    if due.rates is None:
        raise Refused(_("De bedragen van dit jaar zijn nog niet bekend. Je coördinator vult ze in."))
    if due.scheme is None or not due.has_something:
        raise Refused(_("Over deze maand is er niets (meer) te declareren."))
    with refusals():
        claim = Claim.objects.create(
            volunteer=volunteer,
            month=month,
            elsewhere_cents=elsewhere_cents,
            sent_at=at or timezone.now(),
            mode=due.scheme.mode,
            costs=due.scheme.costs,
            month_cap=due.rates.month_cap,
            year_cap=due.rates.year_cap,
        )
        _write(claim, due, Corrections())
    record("claim.sent", by=by, about=volunteer.person, thing=claim, at=at)
    return claim


def _write(claim: Claim, due: Due, corrections: Corrections) -> None:
    """Put the month as it is now into the claim, line by line, and what it comes to."""
    settlement = due.settlement
    claim.lines.all().delete()
    ClaimLine.objects.bulk_create(
        [
            ClaimLine(
                claim=claim,
                work_uid=piece.uid,
                on=piece.on,
                minutes=piece.minutes,
                minutes_granted=corrections.minutes.get(piece.uid, piece.granted),
                cents=settlement.worth[str(piece.uid)],
                cents_granted=settlement.worth[str(piece.uid)],
            )
            for piece in due.pieces
        ]
        + [
            ClaimLine(
                claim=claim,
                expense=expense,
                on=expense.on,
                cents=expense.cents,
                cents_granted=settlement.granted[str(expense.pk)],
            )
            for expense in due.expenses
        ]
    )
    claim.effort_cents = settlement.effort
    claim.unproven_cents = settlement.unproven
    claim.proven_cents = settlement.proven
    claim.counted_cents = settlement.counted + claim.elsewhere_cents
    claim.left_out_cents = settlement.left_out
    claim.above_cents = settlement.above
    claim.save(
        update_fields=[
            "effort_cents",
            "unproven_cents",
            "proven_cents",
            "counted_cents",
            "left_out_cents",
            "above_cents",
        ]
    )


def withdraw_claim(*, claim: Claim, by: Membership) -> None:
    """Take back a claim nobody decided on; its expenses are free again. The volunteer; Refused when approved."""
    with refusals():
        record("claim.withdrawn", by=by, about=claim.volunteer.person, thing=claim)
        claim.delete()


def approve_claim(
    *,
    claim: Claim,
    by: Membership,
    seen_cents: int | None = None,
    corrections: Corrections | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Claim:
    """Give what a claim comes to now, after corrections. A coordinator, not of their own; corrections ask a reason.

    Counted once more from the log, behind a lock on the volunteer: two approvals at once cannot pass a cap together.
    `seen_cents` is the total that was on screen before corrections; Refused when it has changed since.
    """
    changes = corrections or Corrections()
    if claim.volunteer.person_id == by.person_id:
        raise Refused(_("Je eigen declaratie laat je door een collega goedkeuren."))
    if not changes.is_empty and not reason:
        raise Refused(_("Schrijf erbij waarom je iets verandert. De vrijwilliger leest dat."))
    with refusals():
        Buddy.objects.select_for_update(of=("self",), no_key=True).get(pk=claim.volunteer_id)
        fresh = Claim.objects.select_for_update(of=("self",)).filter(pk=claim.pk).first()
        if fresh is None or not fresh.is_waiting:
            raise Refused(_("Deze declaratie is al behandeld of ingetrokken. Ververs de bladzijde."))
        now = due_of(fresh.volunteer, fresh.month, claim=fresh, elsewhere=fresh.elsewhere_cents)
        if seen_cents is not None and now.settlement.total != seen_cents:
            raise Refused(_("De declaratie is net veranderd. Kijk nog een keer en keur dan goed."))
        if not changes.is_empty:
            now = due_of(
                fresh.volunteer,
                fresh.month,
                claim=fresh,
                elsewhere=fresh.elsewhere_cents,
                corrections=changes,
            )
        if now.rates is not None:
            fresh.month_cap, fresh.year_cap = now.rates.month_cap, now.rates.year_cap
        _write(fresh, now, changes)
        fresh.state, fresh.reason = ClaimState.APPROVED, reason
        fresh.decided_by, fresh.decided_at = by, at or timezone.now()
        fresh.save(update_fields=["state", "reason", "decided_by", "decided_at", "month_cap", "year_cap"])
    verb = "claim.approved" if changes.is_empty else "claim.corrected"
    record(verb, by=by, about=claim.volunteer.person, thing=fresh, reason=reason, at=at)
    return fresh


def reopen_claim(*, claim: Claim, by: Membership) -> None:
    """Take an approval back, while the claim is on no payment list. A coordinator."""
    with refusals():
        Claim.objects.filter(pk=claim.pk).update(
            state=ClaimState.SENT, decided_by=None, decided_at=None, reason=""
        )
    record("claim.reopened", by=by, about=claim.volunteer.person, thing=claim)


def make_list(*, by: Membership, at: datetime | None = None) -> PaymentList:
    """Put every approved claim that is on no list on a new one. A coordinator.

    Raises Refused when there is nothing to pay, or a colleague was just ahead.
    """
    claims = list(
        Claim.objects.to_pay()
        .select_for_update(of=("self",))
        .select_related("volunteer__person")
        .order_by("month", "id")
    )
    if not claims:
        raise Refused(_("Er is nu niets te betalen. Misschien maakte een collega net de lijst."))
    accounts = {
        payee.volunteer_id: payee
        for payee in Payee.objects.filter(volunteer__in=[claim.volunteer_id for claim in claims])
    }
    with refusals():
        made = PaymentList.objects.create(made_by=by, made_at=at or timezone.now())
        for claim in claims:
            payee = accounts.get(claim.volunteer_id)
            Payment.objects.create(
                list=made,
                claim=claim,
                cents=claim.total_cents,
                holder=(payee and payee.holder) or claim.volunteer.person.full_name,
                iban=payee.iban if payee else "",
            )
    record("payment_list.made", by=by, thing=made, at=at)
    return made


def drop_list(*, payment_list: PaymentList, by: Membership) -> None:
    """Throw away a list that was not paid; its claims can be put on another. A coordinator."""
    with refusals():
        record("payment_list.dropped", by=by, thing=payment_list)
        payment_list.delete()


def mark_paid(*, payment_list: PaymentList, by: Membership, on: date) -> None:
    """Say that the bank paid this list. A coordinator; Refused the second time, also at the same moment.

    From then on of each account only the end is kept.
    """
    with refusals():
        for payment in payment_list.payments.exclude(iban=""):
            payment.iban = masked(payment.iban)
            payment.save(update_fields=["iban"])
        PaymentList.objects.filter(pk=payment_list.pk).update(state=ListState.PAID, paid_by=by, paid_on=on)
    record("payment_list.paid", by=by, thing=payment_list)


def people_paid(payment_list: PaymentList) -> Iterable[int]:
    """Whose statement changes with this list."""
    return payment_list.payments.order_by().values_list("claim__volunteer_id", flat=True).distinct()

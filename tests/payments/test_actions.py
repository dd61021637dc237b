"""From expense to paid: what happens with money, and what can never happen."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils import timezone

from logbook.allowance import Mode
from logbook.models import Shift
from payments import actions
from payments.models import (
    Claim,
    ClaimLine,
    Expense,
    ListState,
    OwnRates,
    Payee,
    Payment,
    PaymentList,
    Receipt,
)
from payments.rates import rates_of
from payments.receipts import CleanReceipt
from payments.settling import Corrections, due_of, year_of
from programmes.models import Role, Trace
from programmes.refusals import Refused
from tests import factories as make

MAY = date(2026, 5, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def today(monkeypatch):
    """Late in 2026, so that months of that year can be claimed."""
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2026, 11, 22))


@pytest.fixture
def money(in_west, today):
    """West gives the law's rate an hour, and its buddy said how to be paid."""
    make.SchemeFactory()
    make.PayeeFactory(volunteer=in_west.buddy)
    return in_west


def log(world, on, minutes=60):
    return make.ContactFactory(match=world.match, by=world[Role.BUDDY], on=on, minutes=minutes)


def send(world, month=MAY, **more):
    return actions.send_claim(volunteer=world.buddy, month=month, by=world[Role.BUDDY], **more)


def approve(world, claim, **more):
    return actions.approve_claim(claim=claim, by=world.coordinator, **more)


def test_a_month_is_claimed_approved_listed_and_paid(money):
    log(money, date(2026, 5, 12), 90)
    make.ExpenseFactory(volunteer=money.buddy, on=date(2026, 5, 12), cents=1_250, receipt=True)
    claim = approve(money, send(money))
    assert (claim.effort_cents, claim.proven_cents, claim.counted_cents) == (862, 1_250, 2_112)
    made = actions.make_list(by=money.coordinator)
    (payment,) = made.payments.all()
    assert (payment.cents, payment.holder, payment.iban) == (2_112, "M. Voorbeeld", "NL91ABNA0417164300")
    actions.mark_paid(payment_list=made, by=money.coordinator, on=date(2026, 6, 2))
    made.refresh_from_db()
    payment.refresh_from_db()
    assert (made.state, payment.iban) == (ListState.PAID, "NL…4300")
    verbs = set(Trace.objects.filter(verb__contains=".").values_list("verb", flat=True))
    assert {"claim.sent", "claim.approved", "payment_list.made", "payment_list.paid"} <= verbs


def test_what_is_logged_later_is_the_next_claim_and_only_the_difference(money):
    log(money, date(2026, 5, 4))
    first = approve(money, send(money))
    log(money, date(2026, 5, 20), 120)
    second = approve(money, send(money))
    assert (first.effort_cents, second.effort_cents) == (575, 1_150)
    with pytest.raises(Refused, match="niets"):
        send(money)


def test_a_contact_taken_back_and_logged_again_is_not_paid_twice(money):
    contact = log(money, date(2026, 5, 4))
    approve(money, send(money))
    contact.delete()
    log(money, date(2026, 5, 4))
    with pytest.raises(Refused, match="niets"):
        send(money)


def test_the_month_holds_over_several_claims(money):
    for day in range(1, 6):
        log(money, date(2026, 5, day), 600)
    first = approve(money, send(money))
    make.ExpenseFactory(volunteer=money.buddy, on=date(2026, 5, 6), cents=3_000)
    log(money, date(2026, 5, 30), 600)
    second = approve(money, send(money))
    assert first.total_cents == 22_000
    assert (second.total_cents, second.left_out_cents) == (0, 3_000 + 60 * 575 - 22_000)


def test_the_year_holds_and_a_correction_upwards_does_not_pass_it(money):
    for month in range(1, 12):
        for day in range(1, 6):
            log(money, date(2026, month, day), 600)
    totals = [approve(money, send(money, date(2026, month, 1))).total_cents for month in range(1, 11)]
    assert totals == [22_000] * 10
    last = approve(money, send(money, date(2026, 11, 1))) if _has_due(money, date(2026, 11, 1)) else None
    assert last is None
    assert Claim.objects.aggregate(sum=Sum("counted_cents"))["sum"] == 220_000


def _has_due(world, month):
    return due_of(world.buddy, month).has_something


def test_the_database_itself_refuses_what_passes_a_cap(money):
    log(money, date(2026, 5, 4))
    claim = send(money)
    with pytest.raises(IntegrityError, match="payments_claim_within_caps"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(
            state="approved", effort_cents=22_001, counted_cents=22_001,
            decided_by=money.coordinator, decided_at=timezone.now(),
        )  # fmt: skip


def test_someone_not_yet_21_gets_the_rate_of_that_day(money):
    Payee.objects.update(adult_on=date(2026, 5, 15))
    log(money, date(2026, 5, 14))
    log(money, date(2026, 5, 15))
    assert send(money).effort_cents == 340 + 575


def test_other_tasks_count_as_much_as_contacts(money):
    """A cook or host without a match is given the same an hour, and all tasks of a person are counted together."""
    log(money, date(2026, 5, 4), 60)
    task = {"buddy": money.buddy, "task": "cook", "minutes": 120, "mood": "good", "by": money[Role.BUDDY]}
    Shift.objects.create(**task, on=date(2026, 5, 5))
    assert send(money).effort_cents == 3 * 575


def test_what_another_organisation_gave_leaves_less_room(money):
    for day in range(1, 6):
        log(money, date(2026, 5, day), 600)
    claim = approve(money, send(money, elsewhere_cents=20_000))
    assert (claim.effort_cents, claim.counted_cents) == (2_000, 22_000)


def test_a_correction_asks_a_reason_and_stays_when_the_same_is_claimed_again(money):
    contact = log(money, date(2026, 5, 4), 240)
    claim = send(money)
    correction = Corrections(minutes={contact.uid: 120})
    with pytest.raises(Refused, match="waarom"):
        approve(money, claim, corrections=correction)
    corrected = approve(money, claim, corrections=correction, reason="Het was twee uur.")
    assert (corrected.effort_cents, corrected.reason) == (1_150, "Het was twee uur.")
    assert not _has_due(money, MAY)


def test_a_line_that_does_not_count_stays_out(money):
    contact = log(money, date(2026, 5, 4), 240)
    approve(money, send(money), corrections=Corrections(minutes={contact.uid: 0}), reason="Dit was niet.")
    assert not _has_due(money, MAY)


def test_nobody_approves_their_own(money):
    own = make.BuddyFactory(person=money.coordinator.person)
    make.PayeeFactory(volunteer=own)
    make.ExpenseFactory(volunteer=own, on=date(2026, 5, 3))
    claim = actions.send_claim(volunteer=own, month=MAY, by=money.coordinator)
    with pytest.raises(Refused, match="collega"):
        approve(money, claim)


def test_what_changed_since_the_page_was_shown_is_looked_at_again(money):
    log(money, date(2026, 5, 4))
    claim = send(money)
    log(money, date(2026, 5, 5))
    with pytest.raises(Refused, match="net veranderd"):
        approve(money, claim, seen_cents=575)
    assert approve(money, claim, seen_cents=1_150).effort_cents == 1_150


def test_one_claim_waits_for_a_month(money):
    log(money, date(2026, 5, 4))
    send(money)
    with pytest.raises(Refused, match="wacht al een declaratie"):
        send(money)


def test_withdrawing_frees_the_expenses_and_approved_is_fixed(money):
    expense = make.ExpenseFactory(volunteer=money.buddy, on=date(2026, 5, 3), receipt=True)
    claim = send(money)
    with pytest.raises(Refused, match="declaratie"):
        actions.remove_expense(expense=expense, by=money[Role.BUDDY])
    actions.withdraw_claim(claim=claim, by=money[Role.BUDDY])
    claim = approve(money, send(money))
    with pytest.raises(Refused, match="al goedgekeurd"):
        actions.withdraw_claim(claim=claim, by=money[Role.BUDDY])
    assert Expense.objects.filter(pk=expense.pk).exists()
    assert Receipt.objects.filter(expense=expense).exists()


def test_reopening_works_until_it_is_on_a_list(money):
    log(money, date(2026, 5, 4))
    claim = approve(money, send(money))
    actions.reopen_claim(claim=claim, by=money.coordinator)
    claim.refresh_from_db()
    assert claim.is_waiting
    approve(money, claim)
    made = actions.make_list(by=money.coordinator)
    with pytest.raises(Refused, match="al goedgekeurd"):
        actions.reopen_claim(claim=claim, by=money.coordinator)
    actions.drop_list(payment_list=made, by=money.coordinator)
    actions.reopen_claim(claim=claim, by=money.coordinator)


def test_a_claim_is_on_one_list_and_a_paid_list_never_changes(money):
    log(money, date(2026, 5, 4))
    claim = approve(money, send(money))
    made = actions.make_list(by=money.coordinator)
    with pytest.raises(Refused, match="niets te betalen"):
        actions.make_list(by=money.coordinator)
    other = PaymentList.objects.create(made_by=money.coordinator)
    with pytest.raises(IntegrityError, match="payments_payment_once"), transaction.atomic():
        Payment.objects.create(list=other, claim=claim, cents=575, holder="Iemand")
    actions.mark_paid(payment_list=made, by=money.coordinator, on=date(2026, 6, 2))
    for again in (
        lambda: actions.mark_paid(payment_list=made, by=money.coordinator, on=date(2026, 6, 3)),
        lambda: actions.drop_list(payment_list=made, by=money.coordinator),
    ):
        with pytest.raises(Refused, match="al"):
            again()
    with pytest.raises(IntegrityError, match="payments_payment_is_frozen"), transaction.atomic():
        Payment.objects.update(cents=1)
    with pytest.raises(IntegrityError, match="payments_claimline_is_frozen"), transaction.atomic():
        ClaimLine.objects.update(cents_granted=1)


def test_the_same_expense_sent_twice_is_one(money):
    told = {
        "volunteer": money.buddy, "by": money[Role.BUDDY], "on": date(2026, 5, 3), "kind": "travel", "cents": 400,
        "receipt": CleanReceipt("image/jpeg", b"photo"), "uid": "0b5e3c1e-3a52-4a8b-9a53-8a7f1b3b1c11",
    }  # fmt: skip
    assert actions.add_expense(**told) == actions.add_expense(**told)
    assert (Expense.objects.count(), Receipt.objects.count()) == (1, 1)


def test_kilometres_are_worth_what_was_agreed(money):
    expense = actions.add_expense(
        volunteer=money.buddy, by=money[Role.BUDDY], on=date(2026, 5, 3), kind="km", cents=0, km=40
    )
    assert expense.cents == 40 * 23


@pytest.mark.parametrize("mode", [Mode.NONE, None])
def test_a_programme_that_gives_nothing_takes_no_expenses(in_west, today, mode):
    if mode:
        make.SchemeFactory(mode=mode)
    with pytest.raises(Refused, match="geen onkosten"):
        actions.add_expense(
            volunteer=in_west.buddy, by=in_west[Role.BUDDY], on=date(2026, 5, 3), kind="travel", cents=100
        )


def test_with_expenses_only_effort_is_worth_nothing(money):
    actions.agree(by=money.coordinator, starts_on=date(2026, 5, 9), mode=Mode.EXPENSES)
    log(money, date(2026, 5, 4), 600)
    assert not _has_due(money, MAY)
    log(money, date(2026, 4, 4))
    assert _has_due(money, date(2026, 4, 1)), "what was agreed before May stays as it was"


def test_years_klik_brought_along_are_the_laws(in_west):
    for year, hour, young, month, whole in (
        (2024, 550, 325, 21_000, 210_000), (2025, 560, 330, 21_000, 210_000), (2026, 575, 340, 22_000, 220_000),
    ):  # fmt: skip
        rates = rates_of(year)
        assert rates is not None
        assert (rates.hour, rates.hour_young, rates.month_cap, rates.year_cap) == (hour, young, month, whole)


def test_a_year_nobody_knows_gives_nothing_until_it_is_filled_in(money):
    with pytest.raises(Refused, match="staan de bedragen er al"):
        actions.add_rates(by=money.coordinator, year=2026, hour=1, hour_young=1, month_cap=1, year_cap=1)
    OwnRates.objects.create(year=2027, hour=590, hour_young=350, month_cap=22_500, year_cap=225_000)
    rates = rates_of(2027)
    assert rates is not None
    assert rates.hour == 590


def test_an_unknown_year_cannot_be_claimed(money, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2027, 2, 3))
    make.ExpenseFactory(volunteer=money.buddy, on=date(2027, 1, 5))
    with pytest.raises(Refused, match="nog niet bekend"):
        send(money, date(2027, 1, 1))


def test_the_year_of_a_volunteer_adds_up_and_counts_what_waits(money, django_assert_max_num_queries):
    for month in (3, 4, 5):
        log(money, date(2026, month, 4), 120)
    approve(money, send(money, date(2026, 3, 1)))
    send(money, date(2026, 4, 1))
    with django_assert_max_num_queries(8):
        year = year_of(money.buddy, 2026, today=date(2026, 11, 22))
    assert year.earned == year.standing.used == 3 * 1_150
    assert year.standing.left == 220_000 - 3 * 1_150
    assert [month.can_claim for month in year.months if month.earned] == [True, False, False]


def test_money_of_another_programme_does_not_exist(zuid, money):
    log(money, date(2026, 5, 4))
    claim = send(money)
    Claim.objects.get(pk=claim.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('klik.programme', %s, true)", [str(zuid.programme.pk)])
    assert not Claim.objects.exists()
    assert not Expense.objects.exists()
    assert not Payee.objects.exists()

"""From the log and the claims of one volunteer to what is due: reads only, and asks logbook/allowance.py.

A claim asks the whole month as the log has it now, less what was given for that month before. So what is logged
later, corrected or taken back needs no bookkeeping of its own.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from buddies.models import Buddy
from logbook.allowance import Before, Cost, Rates, Settlement, Standing, Work, settle
from logbook.models import Contact, Shift
from programmes.days import add_months

from .models import Claim, ClaimLine, ClaimState, Expense, Payee, Scheme, first_of_month
from .rates import rates_of

FIRST_YEAR = 2024  # the first of which we know the law's amounts (payments/rates.py)


def years_of(volunteer: Buddy, today: date) -> range:
    """The years of this volunteer that can be looked at, the newest first."""
    return range(today.year, max(FIRST_YEAR, volunteer.applied_at.year) - 1, -1)


@dataclass(frozen=True, slots=True)
class Piece:
    """One contact or task of the log. `granted` minutes are fewer when a coordinator corrected this very length before."""

    uid: uuid.UUID
    on: date
    minutes: int
    granted: int


@dataclass(frozen=True, slots=True)
class Due:
    """What one month comes to now. `scheme` or `rates` is None where nothing was agreed or the law is not known."""

    month: date
    scheme: Scheme | None
    rates: Rates | None
    pieces: tuple[Piece, ...] = ()
    expenses: tuple[Expense, ...] = ()
    settlement: Settlement = field(default_factory=Settlement)
    before: Before = field(default_factory=Before)

    @property
    def has_something(self) -> bool:
        """Whether there is a reason to claim."""
        return bool(self.settlement.total or self.expenses)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a coordinator changed: minutes per contact, cents per expense."""

    minutes: Mapping[uuid.UUID, int] = field(default_factory=dict)
    cents: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.minutes and not self.cents


def last_of_month(month: date) -> date:
    return add_months(month, 1) - timedelta(days=1)


def pieces_of(volunteer: Buddy, first: date, last: date) -> list[Piece]:
    """Everything this volunteer logged in a period, contacts and other tasks, with the minutes a coordinator let stand before."""
    corrected: dict[tuple[uuid.UUID | None, int | None], int | None] = {
        (uid, minutes): granted
        for uid, minutes, granted in ClaimLine.objects.filter(
            claim__volunteer=volunteer, claim__state=ClaimState.APPROVED, on__gte=first, on__lte=last
        )
        .exclude(work_uid=None)
        .order_by("id")
        .values_list("work_uid", "minutes", "minutes_granted")
    }
    contacts = Contact.objects.filter(match__buddy=volunteer).between(first, last)
    shifts = Shift.objects.filter(buddy=volunteer).between(first, last)
    logged = [
        *contacts.order_by().values_list("on", "uid", "minutes"),
        *shifts.order_by().values_list("on", "uid", "minutes"),
    ]
    found = []
    for on, uid, minutes in sorted(logged):
        granted = corrected.get((uid, minutes))
        found.append(Piece(uid, on, minutes, minutes if granted is None else granted))
    return found


def is_proven(expense: Expense) -> bool:
    """With a receipt. Kilometres have none, so they stay under the caps."""
    return bool(expense.has_receipt)  # type: ignore[attr-defined]


def before_month(claims: Iterable[Claim], month: date) -> Before:
    """What approved claims of one person already used of this month and its year."""
    approved = [claim for claim in claims if not claim.is_waiting and claim.month.year == month.year]
    of_month = [claim for claim in approved if claim.month == month]
    return Before(
        effort=sum(claim.effort_cents for claim in of_month),
        month=sum(claim.counted_cents for claim in of_month),
        year=sum(claim.counted_cents for claim in approved),
    )


def weigh(
    due: Due, payee: Payee | None, *, elsewhere: int = 0, corrections: Corrections | None = None
) -> Settlement:
    """The rules over one month as it was read."""
    changes = corrections or Corrections()
    if due.scheme is None or due.rates is None:
        return Settlement()
    work = [
        Work(
            str(piece.uid),
            piece.on,
            changes.minutes.get(piece.uid, piece.granted),
            payee is not None and payee.is_young_on(piece.on),
        )
        for piece in due.pieces
    ]
    costs = [
        Cost(str(expense.pk), expense.on, changes.cents.get(expense.pk, expense.cents), is_proven(expense))
        for expense in due.expenses
    ]
    return settle(
        terms=due.scheme.terms,
        rates=due.rates,
        work=work,
        costs=costs,
        before=due.before,
        elsewhere=elsewhere,
    )


def due_of(
    volunteer: Buddy,
    month: date,
    *,
    claim: Claim | None = None,
    elsewhere: int = 0,
    corrections: Corrections | None = None,
) -> Due:
    """What a month comes to now: with the expenses of `claim`, or with those that are in no claim yet."""
    scheme = Scheme.objects.in_month(month)
    expenses = Expense.objects.filter(volunteer=volunteer).with_receipt().order_by("on", "id")
    if claim is None:
        expenses = expenses.open().filter(on__gte=month, on__lte=last_of_month(month))
    else:
        expenses = expenses.filter(lines__claim=claim)
    due = Due(
        month=month,
        scheme=scheme,
        rates=rates_of(month.year),
        pieces=tuple(pieces_of(volunteer, month, last_of_month(month))),
        expenses=tuple(expenses) if scheme and scheme.pays else (),
        before=before_month(Claim.objects.filter(volunteer=volunteer).of_year(month.year), month),
    )
    payee = Payee.objects.filter(volunteer=volunteer).first()
    return _settled(due, weigh(due, payee, elsewhere=elsewhere, corrections=corrections))


def _settled(due: Due, settlement: Settlement) -> Due:
    return Due(due.month, due.scheme, due.rates, due.pieces, due.expenses, settlement, due.before)


@dataclass(frozen=True, slots=True)
class MonthOfYear:
    """A month on the volunteer's page: what was claimed, and what is still to claim."""

    month: date
    claims: tuple[Claim, ...]
    due: Due
    standing: Standing

    @property
    def waiting(self) -> Claim | None:
        return next((claim for claim in self.claims if claim.is_waiting), None)

    @property
    def can_claim(self) -> bool:
        return self.waiting is None and self.due.has_something and self.due.rates is not None

    @property
    def earned(self) -> int:
        """Given, waiting and still to claim together. Cents."""
        return sum(claim.total_cents for claim in self.claims) + self.due.settlement.total


@dataclass(frozen=True, slots=True)
class YearOfVolunteer:
    """A calendar year of one volunteer, newest month first."""

    year: int
    rates: Rates | None
    months: tuple[MonthOfYear, ...]
    standing: Standing

    @property
    def earned(self) -> int:
        return sum(month.earned for month in self.months)


def year_of(volunteer: Buddy, year: int, *, today: date) -> YearOfVolunteer:
    """Everything of one year, in the same few questions however much there is of it."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    rates = rates_of(year)
    schemes = list(Scheme.objects.filter(starts_on__lte=last).order_by("starts_on"))
    claims = list(Claim.objects.filter(volunteer=volunteer).of_year(year).order_by("month", "id"))
    payee = Payee.objects.filter(volunteer=volunteer).first()
    work, costs = defaultdict(list), defaultdict(list)
    for piece in pieces_of(volunteer, first, last):
        work[first_of_month(piece.on)].append(piece)
    spent = Expense.objects.filter(volunteer=volunteer, on__gte=first, on__lte=last).open().with_receipt()
    for expense in spent.order_by("on", "id"):
        costs[first_of_month(expense.on)].append(expense)
    used = sum(claim.counted_cents for claim in claims)
    months = []
    for number in range(1, last.month + 1 if last.year == year else 1):
        month = date(year, number, 1)
        scheme = next((each for each in reversed(schemes) if each.starts_on <= month), None)
        of_month = tuple(claim for claim in claims if claim.month == month)
        # What waits for approval is counted as if it were given: nobody is promised room that is taken.
        before = Before(
            effort=sum(claim.effort_cents for claim in of_month),
            month=sum(claim.counted_cents for claim in of_month),
            year=used,
        )
        pays = scheme is not None and scheme.pays
        due = Due(
            month, scheme, rates, tuple(work[month]), tuple(costs[month]) if pays else (), before=before
        )
        due = _settled(due, weigh(due, payee))
        used += due.settlement.counted
        standing = Standing(before.month + due.settlement.counted, rates.month_cap if rates else 0)
        months.append(MonthOfYear(month, of_month, due, standing))
    return YearOfVolunteer(
        year, rates, tuple(reversed(months)), Standing(used, rates.year_cap if rates else 0)
    )

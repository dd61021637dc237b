"""Money: what was agreed, what volunteers spent, what they claim and what was paid."""

from .agreement import MODES, READINGS, OwnRates, Payee, Payer, Scheme, first_of_month
from .claims import Claim, ClaimLine, ClaimState, Expense, ExpenseKind, Receipt
from .lists import ListState, Payment, PaymentList, Statement

__all__ = [
    "MODES",
    "READINGS",
    "Claim",
    "ClaimLine",
    "ClaimState",
    "Expense",
    "ExpenseKind",
    "ListState",
    "OwnRates",
    "Payee",
    "Payer",
    "Payment",
    "PaymentList",
    "Receipt",
    "Scheme",
    "Statement",
    "first_of_month",
]

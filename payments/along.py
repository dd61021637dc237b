"""What was spent during a contact, told on the log form itself; kept as an expense like any other."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from buddies.models import Buddy
from programmes.models import Membership
from programmes.refusals import Refused

from . import actions
from .forms import ExpenseForm
from .models import Expense, ExpenseKind, Scheme, first_of_month
from .money import euros

PREFIX = "cost_"
ASKED = ("kind", "cents", "km", "receipt")


class CostsAlong:
    """The expense form's own fields, all of them optional; `cost_receipt` is the photo, cleaned."""

    names = tuple(f"{PREFIX}{name}" for name in ASKED)

    def fields(self, *, is_told: bool) -> Mapping[str, forms.Field]:
        scheme = Scheme.objects.in_month(first_of_month(timezone.localdate()))
        if not is_told and (scheme is None or not scheme.pays):
            return {}
        found = {f"{PREFIX}{name}": deepcopy(ExpenseForm.base_fields[name]) for name in ASKED}
        found["cost_kind"].label = _("Had je onkosten?")
        found["cost_receipt"].help_text = _(
            "Mag ook later, bij je vergoeding. Zonder bon telt het mee voor het maximum."
        )
        for field in found.values():
            field.required = False
            field.is_quiet = True  # type: ignore[attr-defined]
        return found

    def clean(self, form: forms.Form) -> None:
        cleaned = form.cleaned_data
        kind, cents, km, receipt = (cleaned.get(name) for name in self.names)
        if not kind and (cents or km or receipt) and "cost_kind" not in form.errors:
            form.add_error("cost_kind", _("Kies waarvoor het was."))
        if kind == ExpenseKind.KM and not km and "cost_km" not in form.errors:
            form.add_error("cost_km", _("Vul in hoeveel kilometer het was."))
        if kind and kind != ExpenseKind.KM and not cents and "cost_cents" not in form.errors:
            form.add_error("cost_cents", _("Vul in hoeveel het kostte."))

    def in_words(self, cleaned: Mapping[str, Any]) -> str:
        kind, cents, km, receipt = (cleaned.get(name) for name in self.names)
        if not kind:
            return ""
        much = _("%(km)s kilometer") % {"km": km} if kind == ExpenseKind.KM else euros(cents or 0)
        proof = _("met bon") if receipt else _("zonder bon")
        what = {"kind": ExpenseKind(kind).label, "much": much, "proof": proof}
        return _("Onkosten: %(kind)s, %(much)s, %(proof)s") % what

    def keep(self, cleaned: Mapping[str, Any], *, uid: UUID, on: date, by: Membership) -> None:
        kind, cents, km, receipt = (cleaned.get(name) for name in self.names)
        if not kind:
            return
        told = {"kind": kind, "km": km} if kind == ExpenseKind.KM else {"kind": kind, "cents": cents}
        known = Expense.objects.filter(uid=uid).first()
        if known and any(getattr(known, name) != value for name, value in told.items()):
            raise Refused(_("Hier staan al andere onkosten bij. Voeg deze apart toe bij je vergoeding."))
        actions.add_expense(
            volunteer=Buddy.objects.of_membership(by).get(),
            by=by,
            on=on,
            uid=uid,
            receipt=receipt,
            **{"cents": 0, **told},
        )

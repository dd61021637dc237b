"""The shape of what is typed about money."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from logbook.allowance import Mode
from programmes.days import add_months
from programmes.fields import DayField, FreeText, PickOne, Words
from programmes.forms import KlikForm
from programmes.pictures import MOST_BYTES

from .models import MODES, READINGS, Claim, ExpenseKind, Payee, Scheme, first_of_month
from .models.agreement import check_iban
from .money import amount, cents_of
from .receipts import CleanReceipt, clean_receipt
from .settling import Corrections, Due

MOST_CENTS = 10_000_000


class MoneyField(forms.CharField):
    """An amount as people write it ("12,50", "€ 12"), cleaned to cents."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, least: int = 1, most: int = MOST_CENTS, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)
        self.least, self.most = least, most

    def prepare_value(self, value: Any) -> Any:
        return amount(value).replace(".", ",") if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            cents = cents_of(text)
        except ValueError as error:
            raise ValidationError(_("Dit is geen bedrag. Schrijf het als 12,50.")) from error
        if cents < self.least:
            raise ValidationError(_("Vul een bedrag in dat meer is dan nul."))
        if cents > self.most:
            raise ValidationError(_("Dit bedrag is te hoog. Kijk het na."))
        return cents


class IbanField(forms.CharField):
    """An account number with or without spaces, kept without."""

    widget = forms.TextInput(
        attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Rekeningnummer (IBAN)"), "max_length": 50, **kwargs})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return check_iban(text) if text else ""


class ReceiptField(forms.FileField):
    """A photo or PDF, cleaned to what is safe to keep."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/heic,image/heif,application/pdf"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=False, **kwargs)
        self.error_messages["empty"] = _("Dit bestand is leeg. Maak een nieuwe foto.")
        self.error_messages["invalid"] = _("De foto kwam niet aan. Kies hem nog een keer.")

    def clean(self, data: Any, initial: Any = None) -> CleanReceipt | None:
        sent = super().clean(data, initial)
        if not sent:
            return None
        return clean_receipt(sent.read(MOST_BYTES + 1))


class ExpenseForm(KlikForm):
    """One expense. Everything but the receipt is swapped when something is wrong, so the photo stays chosen."""

    kind = PickOne(label=_("Waarvoor?"), choices=ExpenseKind.choices)
    on = DayField(label=_("Wanneer?"), not_after_today=True)
    cents = MoneyField(label=_("Hoeveel?"), required=False, most=100_000)
    km = forms.IntegerField(
        label=_("Hoeveel kilometer, heen en terug?"), required=False, min_value=1, max_value=999
    )
    words = Words(
        label=_("Wat was het?"),
        required=False,
        max_length=120,
        help_text=_("Schrijf niet op met wie, en niets over iemands leven."),
    )
    receipt = ReceiptField(
        label=_("Foto van de bon"),
        required=False,
        help_text=_("Een foto of pdf, hooguit 10 MB. Zonder bon telt het mee voor het maximum."),
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, km_cents: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.km_cents = km_cents
        self.fields["km"].widget.attrs["inputmode"] = "numeric"
        self.fields["km"].error_messages |= dict.fromkeys(
            ["invalid", "min_value", "max_value"], _("Vul een heel getal in, van 1 tot en met 999.")
        )
        for name in ("cents", "km"):
            self.fields[name].is_quiet = True  # type: ignore[attr-defined]
        self.fields["uid"].error_messages |= dict.fromkeys(
            ["required", "invalid"], _("Er ging iets mis met dit formulier. Probeer het nog een keer.")
        )

    @staticmethod
    def fresh() -> dict[str, Any]:
        """What stands in a new form."""
        return {"on": timezone.localdate(), "uid": uuid.uuid4()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == ExpenseKind.KM:
            if "km" in cleaned and not cleaned["km"]:
                self.add_error("km", _("Vul in hoeveel kilometer het was."))
            cleaned["cents"] = (cleaned.get("km") or 0) * self.km_cents
        else:
            cleaned["km"] = None
            if "cents" in cleaned and not cleaned["cents"]:
                self.add_error("cents", _("Vul in hoeveel het kostte."))
        return cleaned


class ClaimForm(KlikForm):
    """Sending a month: only what Klik cannot know."""

    elsewhere = MoneyField(
        label=_("Kreeg je deze maand ook een vergoeding van een andere organisatie? Hoeveel?"),
        required=False,
        least=0,
        most=1_000_000,
    )


class PayeeForm(KlikForm):
    """How a volunteer is paid, and which rate is theirs."""

    ACCOUNT, CASH = "account", "cash"
    how = PickOne(
        label=_("Hoe wil je het krijgen?"),
        choices=[(ACCOUNT, _("op mijn rekening")), (CASH, _("contant, dat spreek ik af"))],
    )
    iban = IbanField(required=False)
    holder = Words(label=_("Op welke naam staat de rekening?"), required=False, max_length=70)
    age = PickOne(
        label=_("Ben je 21 jaar of ouder?"),
        choices=[("adult", _("ja")), ("young", _("nee, ik ben jonger"))],
        help_text=_("Tot je 21e geldt een ander bedrag per uur. Daarom vragen we het."),
    )
    adult_on = DayField(label=_("Op welke dag word je 21?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("iban", "holder", "adult_on"):
            self.fields[name].is_quiet = True  # type: ignore[attr-defined]

    @classmethod
    def of(cls, known: Payee | None, full_name: str) -> dict[str, Any]:
        """What stands in the form: what is known, else the volunteer's own name."""
        if known is None:
            return {"holder": full_name}
        return {
            "how": cls.ACCOUNT if known.iban else cls.CASH,
            "iban": known.iban,
            "holder": known.holder or full_name,
            "age": "young" if known.adult_on else "adult",
            "adult_on": known.adult_on,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") == self.ACCOUNT:
            for name, words in (
                ("iban", _("Vul het rekeningnummer in.")),
                ("holder", _("Vul in op welke naam de rekening staat.")),
            ):
                if name in cleaned and not cleaned[name]:
                    self.add_error(name, words)
        if cleaned.get("age") == "young" and "adult_on" in cleaned:
            day: date | None = cleaned["adult_on"]
            if day is None:
                self.add_error("adult_on", _("Vul in op welke dag je 21 wordt."))
            elif day > add_months(timezone.localdate(), 12 * 21):
                self.add_error("adult_on", _("Deze dag is te ver weg. Kijk het jaar na."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """What `set_payee` takes."""
        cleaned = self.cleaned_data
        on_account = cleaned["how"] == self.ACCOUNT
        return {
            "iban": cleaned["iban"] if on_account else "",
            "holder": cleaned["holder"] if on_account else "",
            "adult_on": cleaned["adult_on"] if cleaned["age"] == "young" else None,
        }


class DecideForm(KlikForm):
    """A claim line by line, with what was told already filled in; changing a line asks a reason."""

    reason = FreeText(
        label=_("Waarom verander je iets?"),
        required=False,
        max_length=500,
        help_text=_("Alleen nodig als je een regel verandert. De vrijwilliger leest dit."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, due: Due, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"seen": due.settlement.total}, **kwargs})
        self.due = due
        for piece in due.pieces:
            field = forms.IntegerField(
                label=_("Minuten op %(day)s") % {"day": date_format(piece.on, "j F")},
                initial=piece.granted,
                min_value=0,
                max_value=piece.minutes,
            )
            field.widget.attrs["inputmode"] = "numeric"
            field.error_messages |= dict.fromkeys(
                ["invalid", "min_value", "max_value"],
                _("Vul een heel getal in, van 0 tot en met %(most)s.") % {"most": piece.minutes},
            )
            self.fields[f"minutes-{piece.uid}"] = field
        for expense in due.expenses:
            self.fields[f"cents-{expense.pk}"] = MoneyField(
                label=_("Bedrag van %(day)s") % {"day": date_format(expense.on, "j F")},
                initial=expense.cents,
                least=0,
                most=100_000,
            )
        # The reason belongs under the lines it is about.
        self.order_fields(
            [name for name in self.fields if name not in {"reason", "seen"}] + ["reason", "seen"]
        )

    def rows(self) -> list[dict[str, Any]]:
        """Each line with its field, in the order of the days."""
        rows: list[dict[str, Any]] = [
            {"on": piece.on, "piece": piece, "field": self[f"minutes-{piece.uid}"]}
            for piece in self.due.pieces
        ]
        rows += [
            {"on": expense.on, "expense": expense, "field": self[f"cents-{expense.pk}"]}
            for expense in self.due.expenses
        ]
        return sorted(rows, key=lambda row: row["on"])

    def corrections(self) -> Corrections:
        """What differs from what was told."""
        cleaned = self.cleaned_data
        return Corrections(
            minutes={
                piece.uid: cleaned[f"minutes-{piece.uid}"]
                for piece in self.due.pieces
                if cleaned[f"minutes-{piece.uid}"] != piece.granted
            },
            cents={
                expense.pk: cleaned[f"cents-{expense.pk}"]
                for expense in self.due.expenses
                if cleaned[f"cents-{expense.pk}"] != expense.cents
            },
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.corrections().is_empty and not cleaned["reason"]:
            self.add_error("reason", _("Schrijf erbij waarom je iets verandert. De vrijwilliger leest dat."))
        return cleaned


class PaidForm(KlikForm):
    """On which day the bank paid."""

    on = DayField(label=_("Wanneer is er betaald?"), not_after_today=True)


def coming_months(today: date) -> list[tuple[str, str]]:
    """The first of this month, of two before it and of three after it."""
    this = first_of_month(today)
    months = [add_months(this, number) for number in range(-2, 4)]
    return [(month.isoformat(), date_format(month, "F Y")) for month in months]


class SchemeForm(KlikForm):
    """What a programme gives, from which month."""

    starts_on = forms.ChoiceField(label=_("Vanaf welke maand?"))
    mode = PickOne(label=_("Wat krijgen vrijwilligers?"), choices=MODES)
    contact_cents = MoneyField(
        label=_("Hoeveel per contact?"),
        required=False,
        help_text=_("Alleen bij een vast bedrag. Nooit meer dan het maximum per uur."),
    )
    hour_cents = MoneyField(
        label=_("Hoeveel per uur?"),
        required=False,
        help_text=_("Alleen bij een bedrag per uur. Leeg: het maximum van de wet, naar leeftijd."),
    )
    km_cents = MoneyField(
        label=_("Hoeveel per kilometer?"),
        most=100,
        help_text=_("Voor wie met eigen auto of fiets komt. Zonder bon, dus dit telt mee voor het maximum."),
    )
    costs = PickOne(
        label=_("Hoe tellen onkosten mee voor het maximum?"),
        choices=READINGS,
        help_text=_(
            "De bronnen spreken elkaar tegen. De wet noemt de gezamenlijke waarde; een bladzijde van de "
            "Belastingdienst noemt alleen de vergoeding voor inzet. Samen tellen is het voorzichtigst."
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = self.fields["starts_on"]
        assert isinstance(months, forms.ChoiceField)
        months.choices = coming_months(today)

    @staticmethod
    def of(scheme: Scheme | None, today: date) -> dict[str, Any]:
        """What stands in the form: what is agreed now."""
        month = first_of_month(today).isoformat()
        if scheme is None:
            return {"starts_on": month, "mode": Mode.NONE.value, "km_cents": 23, "costs": "together"}
        return {
            "starts_on": month,
            "mode": scheme.mode,
            "contact_cents": scheme.contact_cents,
            "hour_cents": scheme.hour_cents,
            "km_cents": scheme.km_cents,
            "costs": scheme.costs,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("mode") == Mode.PER_CONTACT
            and "contact_cents" in cleaned
            and not cleaned["contact_cents"]
        ):
            self.add_error("contact_cents", _("Vul in hoeveel een vrijwilliger per contact krijgt."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """What `agree` takes."""
        return {**self.cleaned_data, "starts_on": date.fromisoformat(self.cleaned_data["starts_on"])}


class PayerForm(KlikForm):
    """The account the programme pays from."""

    name = Words(label=_("Naam van de rekening"), required=False, max_length=70)
    iban = IbanField(
        label=_("Rekeningnummer van het programma (IBAN)"),
        required=False,
        help_text=_("Alleen nodig als je het bestand voor de bank gebruikt."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("iban") and "name" in cleaned and not cleaned["name"]:
            self.add_error("name", _("Vul in op welke naam de rekening staat."))
        return cleaned


class RatesForm(KlikForm):
    """The caps of a year that Klik did not bring along."""

    year = forms.TypedChoiceField(label=_("Welk jaar?"), coerce=int)
    hour = MoneyField(label=_("Per uur, vanaf 21 jaar"))
    hour_young = MoneyField(label=_("Per uur, jonger dan 21"))
    month_cap = MoneyField(label=_("Per maand"))
    year_cap = MoneyField(label=_("Per jaar"))

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["year"]
        assert isinstance(choices, forms.ChoiceField)
        choices.choices = [(year, str(year)) for year in years]


def decides(claim: Claim, due: Due, data: Any) -> DecideForm:
    """The form of a waiting claim."""
    return DecideForm(data, due=due, prefix=f"claim-{claim.pk}")

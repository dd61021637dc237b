"""Form fields that know the house's manners: names, phone numbers and free text without a BSN."""

import re
import unicodedata
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import DayPart
from .names import Name, parse_name

LONGEST_PREFIX = 20
NINE_DIGITS = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8}(?!\d)")
# Controls that reorder or hide what is written; Arabic and Hebrew need none of them.
INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def passes_eleven_test(digits: str) -> bool:
    """Whether nine digits could be a BSN: 9a+8b+…+2h-i is a multiple of eleven."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return int(digits) > 0 and sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


def refuse_bsn(text: str) -> None:
    """Raises ValidationError when the text holds what is probably a BSN."""
    for found in NINE_DIGITS.findall(text):
        if passes_eleven_test(re.sub(r"\D", "", found)):
            raise ValidationError(
                _("Hier staat een nummer dat op een BSN lijkt. Haal het weg: wij bewaren geen BSN.")
            )


def without_bsn(text: str) -> str:
    """The text with what is probably a BSN taken out. For words that arrive when nobody is there to be asked."""

    def _blot(found: re.Match[str]) -> str:
        return str(_("[nummer weggehaald]")) if passes_eleven_test(re.sub(r"\D", "", found[0])) else found[0]

    return NINE_DIGITS.sub(_blot, text)


class Words(forms.CharField):
    """One line of text. Emoji, HTML and any script are just text; a BSN and invisible controls are not kept."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, strip=True, **kwargs)
        self.error_messages["max_length"] = _("Dit is te lang. Gebruik hooguit %(limit)s tekens.") % {
            "limit": max_length
        }

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return unicodedata.normalize("NFC", INVISIBLE.sub("", text)).strip()

    def validate(self, value: str) -> None:
        super().validate(value)
        refuse_bsn(value)


class FreeText(Words):
    """Several lines, shown with the warning about what does not belong there."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *, max_length: int = 2000, warns: bool = True, **kwargs: Any) -> None:
        """`warns` is off only for words that are not about people (an agreement, the terms of a licence), and on a page
        that warns in words of its own."""
        super().__init__(max_length=max_length, **kwargs)
        self.warns = warns


class NameField(Words):
    """A whole name in one field; cleaned to a Name. "Meulen, van der" and a single word are fine."""

    widget = forms.TextInput(attrs={"autocomplete": "name"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 80, "label": _("Naam"), **kwargs})

    def clean(self, value: Any) -> Name | None:
        text = super().clean(value)
        if text and not any(character.isalnum() for character in text):
            raise ValidationError(_("Vul een naam in met letters."))
        name = parse_name(text) if text else None
        # A row of small words is kept as it was written.
        return Name(given=text) if name and len(name.prefix) > LONGEST_PREFIX else name

    def prepare_value(self, value: Any) -> Any:
        return value.full if isinstance(value, Name) else value


E164 = re.compile(r"\+\d{6,15}")


def as_written(number: str) -> str:
    """A stored number as people write it: "06 12345678", and with its country when that is not ours."""
    try:
        parsed = phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException:
        return number
    kinds = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        parsed, kinds.NATIONAL if parsed.country_code == 31 else kinds.INTERNATIONAL
    )


class PhoneField(forms.CharField):
    """A phone number as people write it, kept as E.164 ("+31612345678")."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Telefoonnummer"), "max_length": 40, **kwargs})
        self.error_messages["max_length"] = _("Dit is te lang voor een telefoonnummer.")

    def prepare_value(self, value: Any) -> Any:
        return as_written(value) if isinstance(value, str) and E164.fullmatch(value) else value

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, "NL")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError(_("Dit is geen telefoonnummer. Schrijf het als 06 12345678."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class EmailField(forms.EmailField):
    """An e-mail address, with the keyboard and the words that fit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("E-mailadres"), "max_length": 254, **kwargs})
        self.widget.attrs |= {"autocomplete": "email", "inputmode": "email"}
        self.error_messages["invalid"] = _("Dit is geen e-mailadres. Schrijf het als naam@voorbeeld.nl.")


class DayField(forms.DateField):
    """A day from the browser's own date picker; also typed as 21-11-2026."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, *, not_after_today: bool = False, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d-%m-%y"], **kwargs)
        self.not_after_today = not_after_today
        self.error_messages["invalid"] = _("Dit is geen dag. Schrijf het als 21-11-2026.")

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.not_after_today and value > timezone.localdate():
            raise ValidationError(_("Deze dag komt nog. Kies vandaag of eerder."))
        if value and value.year < 1900:
            raise ValidationError(_("Dit jaar kan niet kloppen."))


def day_parts() -> list[tuple[str, str]]:
    """The choices of when people can meet; long words may break where a person would break them."""
    breaks = re.compile("(ochtend|middag|avond)$")
    return [(part.value, breaks.sub("\u00ad\\1", str(part.label))) for part in DayPart]


class PickOne(forms.ChoiceField):
    """One of a few, as big buttons; `layout` is how they lie: "dense" for a long list."""

    widget = forms.RadioSelect

    def __init__(self, *, layout: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.layout = layout


class PickMany(forms.MultipleChoiceField):
    """Some of many, as buttons; `layout` is as for PickOne, and "week" for days by part of the day."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, layout: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.layout = layout


def number(label: Any, least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    """A whole number between two bounds, with one sentence for whatever is wrong with it."""
    words = _("Kies een getal van %(least)s tot en met %(most)s.") % {"least": least, "most": most}
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), words),
        **kwargs,
    )

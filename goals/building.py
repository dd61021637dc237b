"""Building an instrument on screen: the form that makes its definition, and the one that says it in another language.

What is typed becomes the JSON of goals/instruments.py, and is read by it: there is one place that says what is right.
"""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from programmes.fields import PickMany, PickOne, Words
from programmes.forms import KlikForm

from .instruments import LONGEST_TEXT, MOST_ITEMS, Definition, Item, WrongDefinition, read_definition
from .models import LifeArea, Moment

ROWS_AT_FIRST = 3
ROWS_MORE = 3
NUMBER_AND_WORDS = re.compile(r"(-?\d{1,4})\s*[:=]\s*(\S.*)")
BAND = re.compile(r"(-?[\d.,]+)\s*(?:-|–|t/m|tot en met)\s*(-?[\d.,]+)\s*[:=]\s*(\S.*)")
NAME_AND_NUMBER = re.compile(r"(\S.{0,39}?)\s*[:=]\s*(\d{1,3})")
SCORINGS = [
    ("none", _("Niet optellen: elk antwoord staat op zichzelf")),
    ("sum", _("Optellen tot één uitkomst")),
    ("mean", _("Het gemiddelde nemen")),
]
DIRECTIONS = [("higher", _("Een hoger antwoord is beter")), ("lower", _("Een lager antwoord is beter"))]
WHO = [
    ("participant", _("de persoon zelf")),
    ("buddy", _("de vrijwilliger")),
    ("professional", _("een professional")),
    ("coordinator", _("de coördinator")),
]


class Lines(Words):
    """Several short lines, each of one pattern. Cleaned to what the pattern's groups found, line by line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, pattern: re.Pattern[str], wrong: Any, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 4000, "required": False, **kwargs})
        self.pattern, self.wrong = pattern, wrong

    def clean(self, value: Any) -> Any:
        found = []
        for line in super().clean(value).splitlines():
            if line.strip():
                match = self.pattern.fullmatch(line.strip())
                if match is None:
                    raise ValidationError(self.wrong % {"line": line.strip()[:60]})
                found.append(match.groups())
        return found


class BuildForm(KlikForm):
    """A whole instrument. `base` is the definition it begins from; its wording in other languages stays where it still fits."""

    name = Words(label=_("Hoe heet het?"), max_length=80)
    intro = Words(
        label=_("Wat zeg je vooraf?"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    low = forms.IntegerField(label=_("Laagste antwoord"), widget=forms.NumberInput(attrs={"step": 1}))
    high = forms.IntegerField(label=_("Hoogste antwoord"), widget=forms.NumberInput(attrs={"step": 1}))
    steps = Lines(
        label=_("Woorden bij de antwoorden"),
        pattern=NUMBER_AND_WORDS,
        wrong=_("“%(line)s” begrijpen we niet. Schrijf eerst het getal: 0: nooit"),
        help_text=_(
            "Eén per regel, met het getal ervoor. Bijvoorbeeld: 0: nooit. Heeft elk getal woorden, dan kiest iemand "
            "uit die woorden."
        ),
    )
    direction = PickOne(label=_("Wat is beter?"), choices=DIRECTIONS, initial="higher")
    scoring = PickOne(label=_("Wat gebeurt er met de antwoorden?"), choices=SCORINGS, initial="none")
    minimum_answered = forms.IntegerField(
        label=_("Hoeveel vragen moeten beantwoord zijn?"),
        required=False,
        min_value=1,
        help_text=_("Met minder is er geen uitkomst. Leeg: allemaal."),
    )
    factor = forms.FloatField(
        label=_("Uitkomst maal"), required=False, help_text=_("Leeg: 1."), localize=True
    )
    bands = Lines(
        label=_("Woorden bij de uitkomst"),
        pattern=BAND,
        wrong=_("“%(line)s” begrijpen we niet. Schrijf het als 0 tot en met 12: rustig"),
        help_text=_(
            "Eén per regel, van laag naar hoog. Bijvoorbeeld: 0 tot en met 12: rustig. Nooit een ziekte of een oordeel."
        ),
    )
    subscale_minimum = Lines(
        label=_("Hoeveel vragen moeten per onderdeel beantwoord zijn?"),
        pattern=NAME_AND_NUMBER,
        wrong=_("“%(line)s” begrijpen we niet. Schrijf het als slapen: 2"),
        help_text=_("Eén per regel. Bijvoorbeeld: slapen: 2. Leeg: allemaal."),
    )
    administered_by = PickMany(
        label=_("Wie mag deze vragen stellen?"),
        choices=WHO,
        initial=[value for value, _label in WHO],
        layout="dense",
    )
    moments = PickMany(
        label=_("In welke gesprekken?"),
        choices=Moment.choices,
        initial=["start", "midpoint", "end"],
        layout="dense",
    )
    is_sensitive = forms.BooleanField(
        label=_("Dit gaat over gezondheid of iets anders waar we extra voorzichtig mee zijn"), required=False
    )
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, base: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        self.base = read_definition(base) if base else None
        if self.base:
            kwargs["initial"] = {**_initial(self.base), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for row in range(self._count()):
            self._ask_for_a_question(row)
        for field in self.fields.values():
            field.is_quiet = True  # type: ignore[attr-defined]
            if isinstance(field, forms.IntegerField | forms.FloatField):
                field.error_messages["invalid"] = _("Vul een getal in.")
        self.speak_plainly()

    def _count(self) -> int:
        """How many questions there is room for: as many as were shown, and some more when that was asked."""
        if not self.is_bound:
            return len(self.base.items) + 1 if self.base else ROWS_AT_FIRST
        sent = self.data.get("rows", "")
        shown = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 4 else ROWS_AT_FIRST
        return min(shown + (ROWS_MORE if self.wants_room else 0), MOST_ITEMS)

    @property
    def wants_room(self) -> bool:
        """Whether only more room was asked for: then nothing is judged and nothing kept yet."""
        return self.is_bound and "more" in self.data

    def _ask_for_a_question(self, row: int) -> None:
        item = self.base.items[row] if self.base and row < len(self.base.items) else None
        asked: dict[str, forms.Field] = {
            "words": Words(label=_("Vraag %(number)s") % {"number": row + 1}, max_length=LONGEST_TEXT),
            "help": Words(label=_("Uitleg erbij"), max_length=LONGEST_TEXT),
            "area": forms.ChoiceField(label=_("Leefgebied"), choices=self._areas(item)),
            "subscale": Words(label=_("Onderdeel"), max_length=40),
            "reverse": forms.BooleanField(label=_("Andersom: bij deze vraag is het omgekeerde beter")),
            "key": forms.SlugField(widget=forms.HiddenInput, max_length=40),
        }
        for name, field in asked.items():
            field.required = False
            field.initial = _plain(getattr(item, name)) if item else None
            self.fields[f"{name}-{row}"] = field

    @staticmethod
    def _areas(item: Item | None) -> list[tuple[str, Any]]:
        """Ours, and the one a question was brought along with: it stays what its makers called it."""
        theirs = [(item.area, item.area)] if item and item.area and item.area not in LifeArea else []
        return [("", _("geen")), *LifeArea.choices, *theirs]

    @property
    def shown_rows(self) -> int:
        return self._count()

    def questions(self) -> list[dict[str, Any]]:
        """The fields of each question, for the page, and whether more than its words was filled in."""
        more = ("help", "area", "subscale", "reverse")
        asked = []
        for row in range(self._count()):
            fields = {name: self[f"{name}-{row}"] for name in ("words", *more, "key")}
            asked.append({**fields, "has_more": any(fields[name].value() for name in more)})
        return asked

    @property
    def shows_outcome(self) -> bool:
        """Whether the questions about the outcome matter."""
        return bool(self["scoring"].value() != "none" or (self.is_bound and self.errors))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                cleaned["definition"] = self._definition(cleaned)
                read_definition(cleaned["definition"])
            except WrongDefinition as wrong:
                self.add_error(self._field_of(wrong.where), wrong.why)
        return cleaned

    def _definition(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        data: dict[str, Any] = {
            "scale": {
                "low": cleaned["low"],
                "high": cleaned["high"],
                "words": {
                    str(int(step)): self._with_languages(words, self._step_before(int(step)))
                    for step, words in cleaned["steps"]
                },
            },
            "items": self._items(cleaned),
            "scoring": cleaned["scoring"],
            "higher_is_better": cleaned["direction"] == "higher",
            "administered_by": cleaned["administered_by"],
            "moments": cleaned["moments"],
            "is_sensitive": cleaned["is_sensitive"],
            "subscale_minimum": {name: int(number) for name, number in cleaned["subscale_minimum"]},
            "bands": [
                {
                    "low": _number(low),
                    "high": _number(high),
                    "words": self._with_languages(words, self._band_before(words)),
                }
                for low, high, words in cleaned["bands"]
            ],
        }
        if cleaned["intro"]:
            data["intro"] = self._with_languages(cleaned["intro"], self.base.intro if self.base else {})
        if cleaned["factor"] is not None:
            data["factor"] = cleaned["factor"]
        if cleaned["minimum_answered"] is not None:
            data["minimum_answered"] = cleaned["minimum_answered"]
        return data

    def _items(self, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        self.places: list[int] = []
        items: list[dict[str, Any]] = []
        taken: set[str] = set()
        before = {item.key: item for item in self.base.items} if self.base else {}
        for row in range(self._count()):
            words = cleaned.get(f"words-{row}", "")
            if not words:
                continue
            key = _own_key(cleaned.get(f"key-{row}") or "", words, taken)
            earlier = before.get(key)
            item: dict[str, Any] = {
                "key": key,
                "words": self._with_languages(words, earlier.words if earlier else {}),
            }
            if explained := cleaned.get(f"help-{row}"):
                item["help"] = self._with_languages(explained, earlier.help if earlier else {})
            for name in ("area", "subscale"):
                if cleaned.get(f"{name}-{row}"):
                    item[name] = cleaned[f"{name}-{row}"]
            if cleaned.get(f"reverse-{row}"):
                item["reverse"] = True
            self.places.append(row)
            items.append(item)
        return items

    def _step_before(self, step: int) -> Mapping[str, str]:
        return self.base.scale.words.get(step, {}) if self.base else {}

    def _band_before(self, words: str) -> Mapping[str, str]:
        same = (
            band.words for band in (self.base.bands if self.base else ()) if band.words.get("nl") == words
        )
        return next(same, {})

    @staticmethod
    def _with_languages(dutch: str, before: Mapping[str, str]) -> dict[str, str] | str:
        """What was said in other languages goes along as long as the Dutch is the same: else it says something else."""
        return dict(before) if before.get("nl") == dutch and len(before) > 1 else dutch

    def _field_of(self, where: str) -> str:
        part, *rest = where.split(".")
        if part == "items":
            row = self.places[int(rest[0])] if rest and rest[0].isdecimal() else 0
            return f"words-{row}"
        if part == "scale":
            return {"low": "low", "high": "high"}.get(rest[0] if rest else "", "steps")
        return part if part in self.fields else "name"


class LanguageForm(KlikForm):
    """Every text of an instrument once more, in another language. What stays empty is asked in Dutch."""

    def __init__(self, *args: Any, definition: Mapping[str, Any], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language, self.asks = language, read_definition(definition)
        self.texts = _texts(self.asks)
        for name, words in self.texts.items():
            self.fields[name] = Words(
                label=words["nl"],
                max_length=LONGEST_TEXT,
                required=False,
                initial=words.get(language, ""),
                widget=forms.TextInput(attrs={"lang": language, "dir": "auto"}),
            )
            self.fields[name].is_quiet = True  # type: ignore[attr-defined]
        self.speak_plainly()

    def definition(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The definition with these words in it."""
        said = {name: self._said(name) for name in self.texts}
        made = {**data, "items": [dict(item) for item in data["items"]]}
        if "intro" in said:
            made["intro"] = said["intro"]
        made["scale"] = {
            **data["scale"],
            "words": {str(step): said[f"step-{step}"] for step in self.asks.scale.words},
        }
        for item in made["items"]:
            item["words"] = said[f"item-{item['key']}"]
            if f"help-{item['key']}" in said:
                item["help"] = said[f"help-{item['key']}"]
        made["bands"] = [
            {**band, "words": said[f"band-{place}"]} for place, band in enumerate(data.get("bands", []))
        ]
        return made

    def _said(self, name: str) -> dict[str, str]:
        others = {code: text for code, text in self.texts[name].items() if code != self.language}
        text = self.cleaned_data[name]
        return {**others, self.language: text} if text else others


def _texts(asks: Definition) -> dict[str, dict[str, str]]:
    told = {"intro": asks.intro} if asks.intro else {}
    told |= {f"step-{step}": words for step, words in sorted(asks.scale.words.items())}
    for item in asks.items:
        told[f"item-{item.key}"] = item.words
        if item.help:
            told[f"help-{item.key}"] = item.help
    return told | {f"band-{place}": band.words for place, band in enumerate(asks.bands)}


def _initial(asks: Definition) -> dict[str, Any]:
    """How a definition reads in the form."""
    return {
        "intro": _plain(asks.intro),
        "low": asks.scale.low,
        "high": asks.scale.high,
        "steps": "\n".join(f"{step}: {_plain(words)}" for step, words in sorted(asks.scale.words.items())),
        "direction": "higher" if asks.higher_is_better else "lower",
        "scoring": asks.scoring,
        "minimum_answered": None if asks.minimum_answered == len(asks.items) else asks.minimum_answered,
        "factor": None if asks.factor == 1 else asks.factor,
        "bands": "\n".join(
            f"{_written(band.low)} tot en met {_written(band.high)}: {_plain(band.words)}"
            for band in asks.bands
        ),
        "subscale_minimum": "\n".join(f"{name}: {least}" for name, least in asks.subscale_minimum.items()),
        "administered_by": list(asks.administered_by),
        "moments": list(asks.moments),
        "is_sensitive": asks.is_sensitive,
    }


def _plain(value: Any) -> Any:
    """Dutch words; anything else as it is."""
    return value.get("nl", "") if isinstance(value, Mapping) else value


def _own_key(key: str, words: str, taken: set[str]) -> str:
    """The question's own short name: the one it had, else out of its words."""
    base = key or slugify(words)[:30].strip("-") or "vraag"
    base = base if base[0].isalpha() else f"v-{base}"
    own, number = base, 1
    while own in taken:
        number += 1
        own = f"{base}-{number}"
    taken.add(own)
    return own


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise WrongDefinition("bands", "Hier hoort een getal.") from None


def _written(number: float) -> str:
    return f"{number:g}".replace(".", ",")

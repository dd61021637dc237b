"""How a programme is set up: its name, words and colours; and for a new one everything else it begins with."""

import re
from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..blueprints import Blueprint, GateFacts
from ..colours import READABLE, WHITE, contrast, nearest, palette
from ..fields import DayField, EmailField, FreeText, NameField, PhoneField, PickMany, PickOne, Words, number
from ..forms import KlikForm
from ..models import RESERVED_SLUGS, Door, GateKind, Measure, Phase, Programme, Target
from ..models import Words as ProgrammeWords

COLOUR = re.compile("#[0-9a-f]{6}")
MOST_GATES = len(GateKind)


class ColourField(forms.CharField):
    """A colour on which white can be read. What cannot be read is refused with the nearest colour that can."""

    widget = forms.TextInput(attrs={"type": "color"})

    def clean(self, value: Any) -> str:
        text: str = str(super().clean(value)).strip().lower()
        if not COLOUR.fullmatch(text):
            raise forms.ValidationError(_("Schrijf een kleur als #0b6b57."))
        if contrast(text, WHITE) < READABLE:
            raise forms.ValidationError(
                _(
                    "Witte letters zijn hierop niet goed te lezen. De dichtstbijzijnde kleur die wel kan, is %(near)s."
                ),
                params={"near": nearest(text, (WHITE,))},
            )
        return text


ARTICLES = [("de", _("de")), ("het", _("het"))]


class LookForm(KlikForm):
    """What everybody sees of a programme."""

    name = Words(label=_("Naam van het programma"), max_length=80)
    organisation = Words(label=_("Organisatie"), max_length=120)
    place = Words(label=_("Plaats"), max_length=80)
    tagline = Words(label=_("In één zin"), max_length=200)
    introduction = FreeText(label=_("Uitleg op de openbare pagina"), max_length=4000, warns=False)
    public_email = EmailField(label=_("E-mailadres voor iedereen"), required=False)
    public_phone = PhoneField(label=_("Telefoon voor iedereen"), required=False)
    buddy_singular = Words(label=_("Hoe heet een vrijwilliger, één op één?"), max_length=40)
    buddy_plural = Words(label=_("En meer dan één?"), max_length=40)
    buddy_article = PickOne(label=_("De of het?"), choices=ARTICLES)
    participant_singular = Words(label=_("Hoe heet wie meedoet?"), max_length=40)
    participant_plural = Words(label=_("En meer dan één?"), max_length=40)
    participant_article = PickOne(label=_("De of het?"), choices=ARTICLES)
    accent = ColourField(
        label=_("Kleur"), help_text=_("De andere kleuren maken we hierbij, ook voor in het donker.")
    )
    starts_on = DayField(label=_("Begin van het programma"))
    ends_on = DayField(label=_("Einde"), required=False)
    contact_days = number(_("Hoe vaak is er contact? Ten minste elke … dagen"), 1, 90)
    match_months = number(_("Hoe lang duurt het samen, in maanden?"), 1, 60)
    aftercare_months = number(_("Hoe lang is er daarna nazorg, in maanden?"), 0, 24)

    groups: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("Het programma"), ("name", "organisation", "place", "tagline", "introduction", "public_email", "public_phone")),
        (_("Woorden"), ("buddy_singular", "buddy_plural", "buddy_article", "participant_singular", "participant_plural", "participant_article")),
        (_("Kleur"), ("accent",)),
        (_("Afspraken"), ("starts_on", "ends_on", "contact_days", "match_months", "aftercare_months")),
    )  # fmt: skip

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The questions under their headings."""
        return [
            (title, [self[name] for name in names if name in self.fields]) for title, names in self.groups
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Het einde ligt voor het begin."))
        return cleaned

    def near(self) -> str:
        """The colour to take instead of one that was refused; empty when there is none."""
        sent = str(self.data.get("accent", "")).lower() if self.is_bound else ""
        readable = not COLOUR.fullmatch(sent) or contrast(sent, WHITE) >= READABLE
        return "" if readable else nearest(sent, (WHITE,))

    def columns(self, was: Any = None) -> dict[str, Any]:
        """What was filled in, as columns of Programme. `was` (a palette) stays when the colour did not change."""
        told = {name: self.cleaned_data[name] for name in LookForm.base_fields}
        accent = told.pop("accent")
        kept = was if was is not None and was.accent == accent else palette(accent)
        return {**told, **{name: getattr(kept, name) for name in asdict(palette(accent))}}

    @staticmethod
    def of(programme: Programme) -> dict[str, Any]:
        """What the form begins with."""
        return {name: getattr(programme, name) for name in LookForm.base_fields}


class NewProgrammeForm(LookForm):
    """Everything a new programme begins with; a blueprint fills in most of it."""

    slug = forms.SlugField(
        label=_("Adres"),
        help_text=_(
            "Komt achter het adres van Klik. Kleine letters en streepjes, bijvoorbeeld samen-in-oost."
        ),
        max_length=50,
        error_messages={"invalid": _("Gebruik alleen kleine letters, cijfers en streepjes.")},
    )
    doors = PickMany(label=_("Welke ingangen zijn er?"), choices=Door)
    has_matching = forms.BooleanField(label=_("We werken met één-op-éénmatches"), required=False)
    other_tasks = PickMany(label=_("Wat doen vrijwilligers nog meer?"), required=False)
    neighbourhoods = forms.CharField(
        label=_("Wijken"),
        help_text=_("Elke wijk op een eigen regel. Mag later ook."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
    )
    funders = forms.CharField(
        label=_("Wie betaalt?"),
        help_text=_("Elke financier op een eigen regel."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
    own_name = NameField(label=_("Jouw eigen naam"))
    coordinator_name = Words(label=_("Naam van de coördinator"), max_length=80)
    coordinator_email = EmailField(
        label=_("E-mailadres van de coördinator"),
        required=False,
        help_text=_("Dan mailen wij de uitnodiging. Zonder adres krijg je een link en een QR-code."),
    )

    groups = (
        *LookForm.groups,
        (_("Adres en ingangen"), ("slug", "doors", "has_matching", "other_tasks", "neighbourhoods")),
        (_("Doelen voor de eerste periode"), tuple(f"target_{measure.value}" for measure in Measure)),
        (_("Mensen"), ("funders", "own_name", "coordinator_name", "coordinator_email")),
    )

    def __init__(self, data: Any = None, *, blueprint: Blueprint, tasks: Any, **kwargs: Any) -> None:
        super().__init__(data, initial=beginning(blueprint), **kwargs)
        self.blueprint = blueprint
        self.fields["other_tasks"].choices = tasks  # type: ignore[attr-defined]
        for measure in Measure:
            self.fields[f"target_{measure.value}"] = number(
                str(measure.label).capitalize(),
                0,
                100_000,
                required=False,
                initial=blueprint.targets.get(measure),
            )
        mine = {gate.kind: (at, gate) for at, gate in enumerate(blueprint.gates, 1)}
        orders = [("", _("niet")), *((str(at), str(at)) for at in range(1, MOST_GATES + 1))]
        for kind in GateKind:
            at, gate = mine.get(kind, ("", None))
            self.fields[f"gate_{kind.value}"] = forms.ChoiceField(
                label=kind.label, choices=orders, required=False, initial=str(at)
            )
            self.fields[f"gate_name_{kind.value}"] = Words(
                label=_("Hoe jullie deze stap noemen"), max_length=80, required=False, initial=gate.name if gate else kind.label
            )  # fmt: skip
            for name in (f"gate_{kind.value}", f"gate_name_{kind.value}"):
                self.fields[name].is_quiet = True  # type: ignore[attr-defined]
        self.fields["vog_months"] = number(
            _("Hoeveel maanden is een VOG geldig?"), 1, 120, required=False, initial=36
        )

    def gate_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Per gate its place in the order and its name."""
        return [(self[f"gate_{kind.value}"], self[f"gate_name_{kind.value}"]) for kind in GateKind]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if slug in RESERVED_SLUGS or Programme.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Dit adres is al in gebruik. Kies een ander."))
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        orders = [cleaned.get(f"gate_{kind.value}") for kind in GateKind]
        chosen = [order for order in orders if order]
        if len(chosen) != len(set(chosen)):
            self.add_error(None, _("Twee stappen hebben hetzelfde nummer. Geef elke stap een eigen plek."))
        return cleaned

    def gates(self) -> list[GateFacts]:
        """The gates in their order."""
        chosen = [
            (int(self.cleaned_data[f"gate_{k.value}"]), k)
            for k in GateKind
            if self.cleaned_data[f"gate_{k.value}"]
        ]
        months = self.cleaned_data["vog_months"]
        return [
            GateFacts(
                kind=kind,
                name=self.cleaned_data[f"gate_name_{kind.value}"] or str(kind.label),
                valid_months=months if kind == GateKind.CONDUCT_CERTIFICATE else None,
            )
            for _at, kind in sorted(chosen, key=lambda pair: pair[0])
        ]

    def told(self) -> dict[str, Any]:
        """What was filled in, as setup.actions.found_programme takes it."""
        cleaned = self.cleaned_data
        own = {name: cleaned[name] for name in ("slug", "doors", "has_matching", "other_tasks")}
        targets = {m: cleaned[f"target_{m.value}"] for m in Measure if cleaned[f"target_{m.value}"]}
        return {
            "columns": {**self.columns(self.blueprint.palette), **own},
            "gates": self.gates(),
            "neighbourhoods": lines(cleaned["neighbourhoods"], 80),
            "targets": targets,
            "funders": lines(cleaned["funders"], 120),
            "own_name": cleaned["own_name"],
            "coordinator": (cleaned["coordinator_name"], cleaned["coordinator_email"]),
        }


def lines(text: str, longest: int) -> list[str]:
    """The lines that hold anything, each once."""
    return list(dict.fromkeys(line.strip()[:longest] for line in text.splitlines() if line.strip()))


def beginning(blueprint: Blueprint) -> dict[str, Any]:
    """What a blueprint fills in."""
    words = ("singular", "plural", "article")
    return {
        "tagline": blueprint.tagline,
        "introduction": blueprint.introduction,
        "accent": blueprint.palette.accent,
        "contact_days": blueprint.contact_days,
        "match_months": 12,
        "aftercare_months": 6,
        "doors": [door.value for door in blueprint.doors],
        "has_matching": True,
        "other_tasks": list(blueprint.other_tasks),
        **{f"buddy_{word}": said for word, said in zip(words, blueprint.buddy, strict=True)},
        **{f"participant_{word}": said for word, said in zip(words, blueprint.participant, strict=True)},
    }


class WorkingForm(KlikForm):
    """How people come in, and what a programme does with them."""

    doors = PickMany(
        label=_("Welke ingangen zijn er?"),
        help_text=_("Wat je uitzet, is meteen weg van de openbare pagina. Wie er al is, blijft."),
        choices=Door,
        required=False,
    )
    has_matching = forms.BooleanField(label=_("We werken met één-op-éénmatches"), required=False)
    other_tasks = PickMany(
        label=_("Wat doen vrijwilligers nog meer?"),
        help_text=_("Wie iets doet wat je hier uitzet, houdt het bij zijn gegevens staan."),
        required=False,
    )
    trial_weeks = number(_("Hoeveel weken duurt de proefperiode?"), 1, 26)
    smallest_cell = number(
        _("Vanaf hoeveel mensen staat een getal in een verslag?"),
        5,
        10,
        help_text=_("Een kleiner getal laten we weg, zodat niemand te herkennen is."),
    )

    def __init__(self, *args: Any, tasks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other_tasks"].choices = tasks  # type: ignore[attr-defined]
        for name in ("doors", "other_tasks"):
            self.fields[name].is_quiet = True  # type: ignore[attr-defined]

    @staticmethod
    def of(programme: Programme) -> dict[str, Any]:
        """What the form begins with."""
        return {name: getattr(programme, name) for name in WorkingForm.base_fields}


class PartForm(KlikForm):
    """Of something a programme has several of; `words` are what it calls its people."""

    def __init__(self, *args: Any, words: ProgrammeWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words


class NeighbourhoodForm(PartForm):
    """A neighbourhood and since when the programme works there."""

    name = Words(label=_("Naam van de wijk"), max_length=80)
    since = DayField(label=_("Sinds"), required=False)
    until = DayField(label=_("Tot en met"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("since"), cleaned.get("until")
        if first and last and last < first:
            self.add_error("until", _("Het einde ligt voor het begin."))
        return cleaned


class PeriodForm(PartForm):
    """Something with a first and a last day."""

    starts_on = DayField(label=_("Van"))
    ends_on = DayField(label=_("Tot en met"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Het einde ligt voor het begin."))
        return cleaned


class TargetForm(PeriodForm):
    """What was agreed on for a period."""

    measure = PickOne(label=_("Wat tellen we?"))
    aim = number(_("Hoeveel?"), 1, 100_000)

    field_order = ["measure", "aim", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(measure.value, measure.label_in(self.words)) for measure in Measure]
        self.fields["measure"].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def of(target: Target | None) -> dict[str, Any]:
        """What the form begins with: a new target is for this year."""
        if target is None:
            year = date.today().year  # noqa: DTZ011
            return {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
        return {name: getattr(target, name) for name in TargetForm.base_fields}


class PhaseForm(PeriodForm):
    """A stretch of the programme's history and what it reached."""

    name = Words(label=_("Hoe heette het toen?"), max_length=120)
    ends_on = DayField(label=_("Tot en met"), required=False)
    is_predecessor = forms.BooleanField(label=_("Dit was een voorloper, met een eigen naam"), required=False)
    note = FreeText(label=_("Toelichting"), required=False, max_length=1000, warns=False)

    field_order = ["name", "is_predecessor", "starts_on", "ends_on", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for measure in Measure:
            label = _now("Toen bereikt: %(measure)s") % {"measure": measure.label_in(self.words)}
            self.fields[f"figure_{measure.value}"] = number(label, 0, 1_000_000, required=False)
            self.fields[f"figure_{measure.value}"].is_quiet = True  # type: ignore[attr-defined]

    @staticmethod
    def of(phase: Phase | None) -> dict[str, Any]:
        """What the form begins with."""
        if phase is None:
            return {}
        figures = {f"figure_{measure}": amount for measure, amount in phase.figures.items()}
        return {**{name: getattr(phase, name) for name in PhaseForm.base_fields}, **figures}

    def told(self) -> dict[str, Any]:
        """What was filled in, as setup.actions.set_phase takes it."""
        cleaned = self.cleaned_data
        figures = {
            measure.value: cleaned[f"figure_{measure.value}"]
            for measure in Measure
            if cleaned[f"figure_{measure.value}"] is not None
        }
        return {**{name: cleaned[name] for name in PhaseForm.base_fields}, "figures": figures}

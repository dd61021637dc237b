"""What the lists of people and organisations share: the filter in the address, one line of a list, and taking it along."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from .actions import record
from .fields import Words
from .forms import KlikForm
from .http import ProgrammeRequest
from .models import Language, Neighbourhood
from .tables import TYPES, Cell, write_table

PAGE_SIZE = 25
EVERYONE = "alle"
NO_NEIGHBOURHOOD = "geen"
WEEKS = [("", _("maakt niet uit")), ("4", _("4 weken")), ("8", _("8 weken")), ("13", _("3 maanden")), ("26", _("een half jaar"))]  # fmt: skip


class ListFilter(KlikForm):
    """Which lines a list shows. In the address, so that a list can be kept and shared.

    `kies` is kept while somebody ticks several; fields in `first` always show, the others under *Meer*.
    """

    first: tuple[str, ...] = ("q", "status")
    not_a_filter = ("kies", "sorteer")

    q = Words(label=_("Naam"), required=False, max_length=80)
    kies = forms.CharField(required=False, widget=forms.HiddenInput, max_length=1)

    def asked(self, name: str) -> str:
        """What is asked for; what is not a choice counts as not asked."""
        self.is_valid()
        value: str = self.cleaned_data.get(name, "")
        return value

    @property
    def is_filtered(self) -> bool:
        return any(self.asked(name) for name in self.fields if name not in self.not_a_filter)

    @property
    def picks(self) -> bool:
        """Whether somebody is ticking several lines."""
        return bool(self.asked("kies"))

    def lead(self) -> list[forms.BoundField]:
        """The questions that always show."""
        return [self[name] for name in self.first]

    def rest(self) -> list[forms.BoundField]:
        """The questions under *Meer keuzes*."""
        return [field for field in self.visible_fields() if field.name not in self.first]

    @property
    def rest_is_asked(self) -> bool:
        return any(self.asked(field.name) for field in self.rest())


def neighbourhood_choices(empty: Any) -> list[tuple[str, Any]]:
    """Every neighbourhood there is or was, and those who have none."""
    hoods = [(str(each.pk), each.name) for each in Neighbourhood.objects.all()]
    return [("", empty), *hoods, (NO_NEIGHBOURHOOD, _("geen wijk bekend"))] if hoods else [("", empty)]


def language_choices() -> list[tuple[str, Any]]:
    return [("", _("alle talen")), *Language.choices]


def lives_in(hood: str) -> dict[str, Any]:
    """The lookup on a person behind a choice out of `neighbourhood_choices`."""
    if hood == NO_NEIGHBOURHOOD:
        return {"person__neighbourhood__isnull": True}
    return {"person__neighbourhood": int(hood)} if hood else {}


@dataclass(frozen=True)
class Row:
    """One line of a list, for components/list_rows.html; `pk` is what a tick box sends."""

    pk: int
    name: str
    url: str
    sub: str = ""
    tag: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a list that is taken along: its heading and what it says of a thing."""

    label: Any
    of: Callable[[Any], Cell]


def take_along(
    request: ProgrammeRequest, *, kind: str, name: str, columns: Sequence[Column], things: Iterable[Any]
) -> HttpResponse:
    """The list as a file ("xlsx" or "csv"). Leaves a trace that it was taken; 404 for another kind of file."""
    if kind not in TYPES:
        raise Http404
    rows = [[column.of(thing) for column in columns] for thing in things]
    record("list.taken_along", by=request.membership, reason=f"{name} {kind} {len(rows)}")
    file = f"{slugify(name)}-{request.programme.slug}-{timezone.localdate():%Y-%m-%d}.{kind}"
    body = write_table(kind, [str(column.label) for column in columns], rows)
    return HttpResponse(
        body,
        content_type=TYPES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{file}"',
            "Cache-Control": "private, no-store",
        },
    )


class SeveralForm(KlikForm):
    """The same for several: who, and what. `alles` means the whole list, also what stands on other pages."""

    wie = forms.ModelMultipleChoiceField(
        queryset=Neighbourhood.objects.none(),
        required=False,
        error_messages={
            name: _("Iemand uit je keuze is er niet meer. Kies opnieuw.")
            for name in ("invalid_choice", "invalid_pk_value", "list")
        },
    )
    alles = forms.BooleanField(required=False)
    doe = forms.ChoiceField(label=_("Wat wil je doen?"))

    def __init__(self, data: Any, *, found: Any, choices: list[tuple[Any, Any]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.found = found
        self.fields["wie"].queryset = found  # type: ignore[attr-defined]
        self.fields["doe"].choices = [("", _("Kies")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "wie" not in self.errors and not cleaned.get("alles") and not cleaned.get("wie"):
            self.add_error(None, _("Zet eerst een vinkje bij wie het gaat."))
        return cleaned

    def things(self) -> Any:
        """The queryset of who was meant."""
        if self.cleaned_data["alles"]:
            return self.found
        return self.found.filter(pk__in=[thing.pk for thing in self.cleaned_data["wie"]])

    def ticked(self) -> set[int]:
        """Who was ticked, to show again when something else was not right."""
        return {thing.pk for thing in self.cleaned_data.get("wie", ())}

    def what(self) -> tuple[str, str]:
        """The choice, in its two parts: "wijk:12" is ("wijk", "12")."""
        act, _colon, value = self.cleaned_data["doe"].partition(":")
        return act, value

"""What the lists of people and organisations share: the filter in the address, one line of a list, and taking it along."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .actions import record
from .fields import Words
from .forms import KlikForm
from .http import ProgrammeRequest
from .models import BulkChange, Language, Neighbourhood
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


@dataclass(frozen=True)
class Listed:
    """What one list is called and where it lives. Addresses are names of URLs within the programme ("participants:list")."""

    template: str
    page: str
    export: str
    several: str
    undo: str
    found: Callable[[int], str]  # "3 mensen gevonden", for who cannot see the list change
    changed: Callable[[int], str]  # "Aangepast bij 3 mensen."
    heading: Any
    none: Any
    show_all: Any
    icon: str
    empty: Any
    empty_why: Any
    inbox: str = ""


def list_page(
    request: ProgrammeRequest,
    listed: Listed,
    *,
    filters: ListFilter,
    found: QuerySet[Any],
    row_of: Callable[[Any], Row],
    choices: Callable[[], list[tuple[Any, Any]]],
    may_change: bool,
    sent: SeveralForm | None = None,
    inbox: Callable[[], list[Any]] = list,
) -> HttpResponse:
    """One page of a list; `sent` is what was asked for several when it is not right yet, then with status 422.

    `choices` and `inbox` are asked only when they show.
    """
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    several = sent
    if may_change and filters.picks and sent is None:
        several = SeveralForm(None, found=found, choices=choices())
    context = {
        "listed": listed,
        "filters": filters,
        "page": page,
        "found_in_words": listed.found(page.paginator.count),
        "rows": [row_of(each) for each in page],
        "inbox": inbox() if may_change and not request.GET and sent is None else [],
        "may_change": may_change,
        "several": several,
        "ticked": sent.ticked() if sent else set(),
        "form": sent,
        "has_errors": sent is not None,
    }
    template = "components/found.html" if request.htmx else listed.template
    response = render(request, template, context, status=422 if sent else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


def back_to_list(request: ProgrammeRequest, listed: Listed, change: BulkChange) -> HttpResponseRedirect:
    """After a change of several: the list as it was asked for, and a way to undo."""
    undo = request.programme.to(listed.undo, change.pk)
    messages.success(request, listed.changed(len(change.after)), extra_tags=undo)
    query = request.GET.copy()
    query.pop("kies", None)
    return redirect(f"{request.programme.to(listed.page)}?{query.urlencode()}")


def _found_people(number: int) -> str:
    return ngettext("%(n)s persoon gevonden", "%(n)s mensen gevonden", number) % {"n": number}


def _changed_people(number: int) -> str:
    return ngettext("Aangepast bij %(n)s persoon.", "Aangepast bij %(n)s mensen.", number) % {"n": number}


def list_of_people(room: str, *, icon: str, empty_why: Any) -> Listed:
    """The list of people of a room, whose addresses have the names that every such room gives them."""
    return Listed(
        template=f"{room}/list.html",
        page=f"{room}:list",
        export=f"{room}:export",
        several=f"{room}:several",
        undo=f"{room}:undo_several",
        inbox=f"{room}:inbox",
        found=_found_people,
        changed=_changed_people,
        heading=_("Iedereen"),
        none=_("Niemand gevonden"),
        show_all=_("Toon iedereen die nu bij ons is"),
        icon=icon,
        empty=_("Er is nog niemand"),
        empty_why=empty_why,
    )

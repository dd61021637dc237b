"""Bringing a file with people in: choose it, see what it holds, take it over, and get back what was refused. Coordinators."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..fields import PickOne
from ..forms import KlikForm, form_page, posted
from ..http import ProgrammeRequest
from ..models import Import, ImportState, Job
from ..models import Words as ProgrammeWords
from ..perms import is_coordinator, permit
from ..refusals import Refused
from ..tables import TYPES, write_table
from . import work
from .check import KINDS, SENTENCES
from .columns import IGNORED, NEVER
from .sheets import MOST_BYTES, Reason

SHOWN_AT_ONCE = 50


class FileForm(KlikForm):
    """Which people, and the file they are in."""

    kind = PickOne(label=_("Wie staan er in het bestand?"))
    file = forms.FileField(
        label=_("Excel-bestand (.xlsx) of CSV-bestand"),
        help_text=_(
            "Hooguit 10 MB en 20.000 rijen. We kijken eerst alleen; er komt nog niets in het programma."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "required": _("Kies een bestand."),
            "invalid": _("Kies een bestand."),
            "empty": SENTENCES[Reason.EMPTY],
            "max_length": _("De naam van dit bestand is te lang."),
        },
    )

    def __init__(self, *args: Any, words: ProgrammeWords, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.fields["kind"].choices = [(kind.key, kind.label(words)) for kind in KINDS.values()]  # type: ignore[attr-defined]
        if too_large:
            self.fields["file"].error_messages["required"] = SENTENCES[Reason.TOO_BIG]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if self.too_large or file.size > MOST_BYTES:
            raise forms.ValidationError(SENTENCES[Reason.TOO_BIG])
        return file


class ColumnsForm(KlikForm):
    """What each column of the file is."""

    def __init__(self, data: Any = None, *, brought: Import, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        own = [(each.key, each.label) for each in work.fields_of(KINDS[brought.kind])]
        choices = [(IGNORED, _("niet overnemen")), *own]
        self.brought = brought
        for at, (heading, column) in enumerate(zip(brought.headings, brought.columns, strict=True)):
            if column != NEVER:
                self.fields[f"c{at}"] = forms.ChoiceField(
                    label=heading, choices=choices, initial=column, required=False
                )
                self.fields[f"c{at}"].is_quiet = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [value for value in cleaned.values() if value]
        if not {"full", "given", "surname"} & set(chosen):
            self.add_error(None, _("Wijs één kolom aan met de naam."))
        for twice in sorted({value for value in chosen if chosen.count(value) > 1}):
            label = next(
                str(each.label) for each in work.fields_of(KINDS[self.brought.kind]) if each.key == twice
            )
            self.add_error(None, _now("%(field)s staat bij meer dan één kolom.") % {"field": label})
        return cleaned

    def columns(self) -> list[str]:
        """Per column its field."""
        return [
            column if column == NEVER else self.cleaned_data.get(f"c{at}", "")
            for at, column in enumerate(self.brought.columns)
        ]


class TakeOverForm(KlikForm):
    """All or nothing, or every row that is right; and which possible doubles are somebody else after all."""

    way = PickOne(
        label=_("Wat doen we met rijen die niet kloppen?"),
        choices=[
            ("good", _("Neem de goede rijen over. De andere krijg ik terug in een bestand.")),
            ("all", _("Neem alleen over als alles klopt.")),
        ],
    )
    toch = forms.TypedMultipleChoiceField(
        coerce=int, required=False, error_messages={"invalid_choice": _("Deze rij is er niet (meer).")}
    )

    def __init__(self, data: Any = None, *, brought: Import, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["toch"].choices = [(each["row"], "") for each in brought.found["twice"]]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: ProgrammeRequest) -> HttpResponse:
    """Choose a file; below it the files that came before."""
    permit(is_coordinator(request.membership))
    sent = {"files": request.FILES} if request.method == "POST" else {}
    too_large = getattr(request, "upload_too_large", False)
    form = FileForm(posted(request), words=request.programme.words, too_large=too_large, **sent)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        brought = work.bring_in(
            kind=form.cleaned_data["kind"], file_name=file.name, content=file.read(), by=request.membership
        )
        return redirect(request.programme.to("programmes:import", brought.pk))
    earlier = Import.objects.defer("content", "found", "read", "refused").select_related("made_by__person")[
        :20
    ]
    return form_page(request, "programmes/imports.html", {"form": form, "earlier": earlier})


@require_safe
def one(request: ProgrammeRequest, import_id: int) -> HttpResponse:
    """How far it is, what was seen, or what came of it. While it is worked on, htmx asks again every second."""
    brought = _get(request, import_id)
    is_open = brought.state in {ImportState.LOOKING, ImportState.WRITING}
    if request.htmx and not is_open:
        return HttpResponse(headers={"HX-Refresh": "true"})
    response = _page(request, brought, is_open=is_open)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _page(
    request: ProgrammeRequest, brought: Import, *, is_open: bool = False, **forms_sent: Any
) -> HttpResponse:
    kind = KINDS[brought.kind]
    context: dict[str, Any] = {
        "brought": brought,
        "kind": kind.label(request.programme.words),
        "form": next(iter(forms_sent.values()), None),
        "job": None,
        "columns": None,
        "take_over": None,
    }
    if is_open:
        jobs = Job.objects.filter(kind__in=[work.LOOK, work.WRITE], about_id=brought.pk)
        context["job"] = jobs.order_by("-pk").first()
        template = "programmes/import.html#voortgang" if request.htmx else "programmes/import.html"
        return render(request, template, context)
    if brought.state == ImportState.UNREADABLE:
        context["sentence"] = work.sentence_of(brought.found["reason"])
    if brought.state == ImportState.LOOKED:
        context |= {
            "explains": kind.explains,
            "columns": forms_sent.get("columns") or ColumnsForm(brought=brought),
            "take_over": forms_sent.get("take_over")
            or TakeOverForm(brought=brought, initial={"way": "good"}),
            "never": [h for h, c in zip(brought.headings, brought.columns, strict=True) if c == NEVER],
            "problems": Paginator(brought.found["list"], SHOWN_AT_ONCE).get_page(request.GET.get("page")),
            "doubles": brought.found["twice"][:200],
            "ready": brought.found["good"],
        }
    if brought.state == ImportState.DONE:
        context["given_back"] = brought.refused[:SHOWN_AT_ONCE]
    return render(request, "programmes/import.html", context, status=422 if forms_sent else 200)


@require_POST
def columns(request: ProgrammeRequest, import_id: int) -> HttpResponse:
    """Say what each column is; then it is looked at again."""
    brought = _get(request, import_id, ImportState.LOOKED)
    form = ColumnsForm(request.POST, brought=brought)
    if not form.is_valid():
        return _page(request, brought, columns=form)
    work.choose_columns(brought=brought, columns=form.columns(), by=request.membership)
    return redirect(request.programme.to("programmes:import", brought.pk))


@require_POST
def take_over(request: ProgrammeRequest, import_id: int) -> HttpResponse:
    """Take the people over as chosen."""
    brought = _get(request, import_id, ImportState.LOOKED)
    form = TakeOverForm(request.POST, brought=brought)
    if not form.is_valid():
        return _page(request, brought, take_over=form)
    try:
        work.take_over(
            brought=brought,
            all_or_nothing=form.cleaned_data["way"] == "all",
            anyway=form.cleaned_data["toch"],
            by=request.membership,
        )
    except Refused as refused:
        form.refuse(refused, "way")
        return _page(request, brought, take_over=form)
    return redirect(request.programme.to("programmes:import", brought.pk))


@require_safe
def given_back(request: ProgrammeRequest, import_id: int, kind: str) -> HttpResponse:
    """The rows that were not taken over, with the reason, as a file to correct and bring in again."""
    brought = _get(request, import_id, ImportState.DONE)
    if kind not in TYPES or not brought.refused:
        raise Http404
    width = len(brought.headings)
    rows = [
        [*row["cells"], *[""] * (width - len(row["cells"])), str(row["row"]), row["why"]]
        for row in brought.refused
    ]
    body = write_table(kind, [*brought.headings, _now("Rij"), _now("Reden")], rows)
    return HttpResponse(
        body,
        content_type=TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="niet-overgenomen.{kind}"'},
    )


@require_POST
def drop(request: ProgrammeRequest, import_id: int) -> HttpResponse:
    """Let go of the file now."""
    brought = _get(request, import_id)
    work.drop(brought=brought, by=request.membership)
    messages.success(request, _now("Het bestand is weg."))
    return redirect(request.programme.to("programmes:imports"))


def _get(request: ProgrammeRequest, import_id: int, *states: ImportState) -> Import:
    """The import; in one of these states when any are named, else 404."""
    brought = get_object_or_404(Import.objects.defer("content", "read"), pk=import_id)
    permit(is_coordinator(request.membership))
    if states and brought.state not in states:
        raise Refused(_now("Dit bestand is al verder, misschien door een collega. Bekijk de pagina opnieuw."))
    return brought

"""What a coordinator keeps for all plans: ideas for steps, instruments, and every obstacle at a glance."""

import json
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from programmes.forms import form_page, posted
from programmes.http import ProgrammeRequest
from programmes.models import Language
from programmes.perms import permit
from programmes.refusals import Refused

from .. import actions, perms
from ..building import ROWS_AT_FIRST, BuildForm, LanguageForm
from ..forms import IdeaForm, ImportForm, LicenceForm
from ..instruments import in_language
from ..models import Idea, Instrument, LifeArea, Obstacle
from .frame import page_with_form

OBSTACLES_A_PAGE = 25


@require_safe
def ideas(request: ProgrammeRequest) -> HttpResponse:
    """Every idea for a step, per life area."""
    permit(perms.keeps_ideas(request.membership))
    order = list(LifeArea.values)
    kept = sorted(Idea.objects.all(), key=lambda idea: (order.index(idea.area), idea.words))
    per_area = [
        {"area": LifeArea(area), "ideas": list(those)}
        for area, those in groupby(kept, key=lambda idea: idea.area)
    ]
    return render(request, "goals/ideas.html", {"per_area": per_area})


@page_with_form
def add_idea(request: ProgrammeRequest) -> HttpResponse:
    """Keep an idea ready."""
    permit(perms.keeps_ideas(request.membership))
    form = IdeaForm(posted(request), initial={"area": request.GET.get("gebied", "")})
    if form.is_valid():
        try:
            actions.add_idea(**form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, "words")
        else:
            messages.success(request, _("Het idee staat klaar."))
            return redirect(request.programme.to("goals:ideas"))
    return form_page(request, "goals/idea.html", {"form": form, "idea": None})


@page_with_form
def change_idea(request: ProgrammeRequest, idea_id: int) -> HttpResponse:
    """Say an idea differently."""
    permit(perms.keeps_ideas(request.membership))
    idea = get_object_or_404(Idea, pk=idea_id)
    form = IdeaForm(posted(request), initial={"area": idea.area, "words": idea.words, "who": idea.who})
    if form.is_valid():
        try:
            actions.change_idea(idea=idea, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, "words")
        else:
            return redirect(request.programme.to("goals:ideas"))
    return form_page(request, "goals/idea.html", {"form": form, "idea": idea})


@require_POST
def drop_idea(request: ProgrammeRequest, idea_id: int) -> HttpResponse:
    """Keep an idea no longer."""
    permit(perms.keeps_ideas(request.membership))
    idea = get_object_or_404(Idea, pk=idea_id)
    actions.drop_idea(idea=idea)
    messages.success(request, _("Het idee is weg: %(words)s") % {"words": idea.words})
    return redirect(request.programme.to("goals:ideas"))


@require_safe
def obstacles(request: ProgrammeRequest) -> HttpResponse:
    """What stands in people's way, longest without news first."""
    permit(perms.follows_obstacles(request.membership))
    found = Obstacle.objects.open().select_related("plan__participant__person", "partner")
    page = Paginator(found, OBSTACLES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "goals/obstacles.html", {"page": page, "today": timezone.localdate()})


@require_safe
def instruments(request: ProgrammeRequest) -> HttpResponse:
    """Every instrument with its versions and its licence."""
    permit(perms.keeps_ideas(request.membership))
    actions.ensure_shipped()
    kept = Instrument.objects.defer("definition")
    return render(request, "goals/instruments.html", {"instruments": kept, "today": timezone.localdate()})


@page_with_form
def instrument(request: ProgrammeRequest, instrument_id: int) -> HttpResponse:
    """One version: what it asks, and by what right."""
    permit(perms.keeps_ideas(request.membership))
    kept = get_object_or_404(Instrument, pk=instrument_id)
    fields = ("owner", "terms", "attribution", "proof", "until")
    form = LicenceForm(posted(request), initial={name: getattr(kept, f"licence_{name}") for name in fields})
    if form.is_valid():
        actions.license_instrument(instrument=kept, by=request.membership, **form.cleaned_data)
        messages.success(request, _("De licentie is bijgewerkt."))
        return redirect(request.programme.to("goals:instrument", kept.pk))
    asks = kept.asks
    questions = [{"words": in_language(item.words), "reverse": item.reverse} for item in asks.items]
    steps = [(step, in_language(words)) for step, words in sorted(asks.scale.words.items())]
    languages = [
        (each, sum(1 for item in asks.items if each.value in item.words))
        for each in Language
        if each != Language.DUTCH
    ]
    context = {
        "instrument": kept,
        "form": form,
        "questions": questions,
        "steps": steps,
        "asks": asks,
        "languages": languages,
        "is_asked": kept.answers.exists(),
    }
    return form_page(request, "goals/instrument.html", context)


@page_with_form
def make_instrument(request: ProgrammeRequest) -> HttpResponse:
    """Make a set of questions, on screen."""
    permit(perms.keeps_ideas(request.membership))
    form = BuildForm(posted(request), initial={"low": 0, "high": 10, "rows": ROWS_AT_FIRST})
    return _build(request, form, None)


@page_with_form
def change_instrument(request: ProgrammeRequest, instrument_id: int) -> HttpResponse:
    """Change a set of questions; once they were asked or are in use, that makes the next version."""
    permit(perms.keeps_ideas(request.membership))
    kept = get_object_or_404(Instrument, pk=instrument_id)
    form = BuildForm(posted(request), base=kept.definition, initial={"name": kept.name})
    return _build(request, form, kept)


def _build(request: ProgrammeRequest, form: BuildForm, kept: Instrument | None) -> HttpResponse:
    if form.is_bound and not form.wants_room and form.is_valid():
        try:
            made = actions.build_instrument(
                name=form.cleaned_data["name"],
                definition=form.cleaned_data["definition"],
                by=request.membership,
                of=kept,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De vragen zijn opgeslagen. Ze worden nog niet gesteld."))
            return redirect(request.programme.to("goals:instrument", made.pk))
    is_new_version = kept is not None and (kept.active_since is not None or kept.answers.exists())
    context = {"form": form, "instrument": kept, "is_new_version": is_new_version}
    if form.wants_room:
        return render(request, "goals/build_instrument.html", {**context, "has_room": True})
    return form_page(request, "goals/build_instrument.html", {**context, "has_room": False})


@page_with_form
def say_instrument(request: ProgrammeRequest, instrument_id: int, language: str) -> HttpResponse:
    """The same questions in another language."""
    permit(perms.keeps_ideas(request.membership))
    kept = get_object_or_404(Instrument, pk=instrument_id)
    if language not in Language or language == Language.DUTCH:
        raise Http404
    form = LanguageForm(posted(request), definition=kept.definition, language=language)
    if form.is_valid():
        try:
            made = actions.build_instrument(
                name=kept.name, definition=form.definition(kept.definition), by=request.membership, of=kept
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De woorden zijn opgeslagen."))
            return redirect(request.programme.to("goals:instrument", made.pk))
    context = {"form": form, "instrument": kept, "language": Language(language)}
    return form_page(request, "goals/say_instrument.html", context)


@page_with_form
def import_instrument(request: ProgrammeRequest) -> HttpResponse:
    """Bring an instrument along as JSON. It is not in use until its licence is written down and it is activated."""
    permit(perms.keeps_ideas(request.membership))
    form = ImportForm(posted(request), request.FILES or None)
    if form.is_valid():
        try:
            made = actions.import_instrument(data=form.cleaned_data["data"], by=request.membership)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("De vragen zijn binnen. Ze worden nog niet gesteld."))
            return redirect(request.programme.to("goals:instrument", made.pk))
    return form_page(request, "goals/import_instrument.html", {"form": form})


@require_safe
def export_instrument(request: ProgrammeRequest, instrument_id: int) -> HttpResponse:
    """The JSON of one version, to change and bring back as a new one."""
    permit(perms.keeps_ideas(request.membership))
    kept = get_object_or_404(Instrument, pk=instrument_id)
    licence = {name: getattr(kept, f"licence_{name}") for name in ("owner", "terms", "attribution", "proof")}
    until = kept.licence_until.isoformat() if kept.licence_until else None
    data = {
        "key": kept.key,
        "name": kept.name,
        "licence": {**licence, "until": until},
        "definition": kept.definition,
    }
    name = f"{kept.key}-{kept.version}.json"
    return HttpResponse(
        json.dumps(data, ensure_ascii=False, indent=2),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def activate_instrument(request: ProgrammeRequest, instrument_id: int) -> HttpResponse:
    """Ask these questions from now on."""
    permit(perms.keeps_ideas(request.membership))
    kept = get_object_or_404(Instrument, pk=instrument_id)
    actions.activate_instrument(instrument=kept, by=request.membership)
    messages.success(request, _("Deze vragen komen in de volgende gesprekken."))
    return redirect(request.programme.to("goals:instruments"))


@require_POST
def retire_instrument(request: ProgrammeRequest, instrument_id: int) -> HttpResponse:
    """Do not ask these questions any more."""
    permit(perms.keeps_ideas(request.membership))
    kept = get_object_or_404(Instrument, pk=instrument_id)
    actions.retire_instrument(instrument=kept, by=request.membership)
    messages.success(request, _("Deze vragen stellen we niet meer. Wat er al is, blijft."))
    return redirect(request.programme.to("goals:instruments"))

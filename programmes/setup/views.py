"""A new programme in a quarter of an hour, and what a coordinator changes later."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..blueprints import BLUEPRINTS, OTHER_TASKS, Blueprint
from ..colours import WHITE, nearest, palette
from ..forms import KlikForm, form_page, posted
from ..http import ProgrammeRequest
from ..models import Invitation, Membership, Neighbourhood, Phase, Programme, Role, Target, User
from ..models import Words as ProgrammeWords
from ..perms import is_coordinator, permit
from ..refusals import Refused
from ..views import please_sign_in
from . import actions
from .forms import COLOUR, LookForm, NeighbourhoodForm, NewProgrammeForm, PhaseForm, TargetForm, WorkingForm


def _administrator(request: HttpRequest) -> User | None:
    """Whoever is administrator of a programme may found another; None when nobody is signed in."""
    user = request.user
    if not isinstance(user, User):
        return None
    mine: list[Membership] = getattr(request, "my_memberships", [])
    if not user.email or not any(membership.has_role(Role.ADMINISTRATOR) for membership in mine):
        raise PermissionDenied
    return user


@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request: HttpRequest) -> HttpResponse:
    """Pick one of five templates; then fill in what is different. Administrators."""
    founder = _administrator(request)
    if founder is None:
        return please_sign_in(request)
    blueprint = BLUEPRINTS.get(request.POST.get("van") or request.GET.get("van") or "")
    if blueprint is None:
        return render(request, "programmes/blueprints.html", {"blueprints": BLUEPRINTS.values()})
    form = NewProgrammeForm(posted(request), blueprint=blueprint, tasks=list(OTHER_TASKS.items()))
    if form.is_bound and "kijk" not in request.POST and form.is_valid():
        try:
            maker, invitation = actions.found_programme(by=founder, link_to=_link(request), **form.told())
        except Refused as refused:
            form.refuse(refused, "slug")
        else:
            return _founded(request, maker, invitation)
    looks = "kijk" in request.POST
    context = {"form": form, "blueprint": blueprint, "shown": _shown(request, blueprint), "looks": looks}
    if looks:
        # Only a look: what is not filled in yet is no mistake.
        form.errors.clear()
    return form_page(request, "programmes/new_programme.html", context)


def _link(request: HttpRequest) -> Callable[[Invitation], str]:
    """The whole address of an invitation into a programme that is only just there."""

    def link_to(invitation: Invitation) -> str:
        programme = Programme.objects.get(pk=invitation.programme_id)
        return request.build_absolute_uri(programme.to("programmes:accept_invitation", invitation.token))

    return link_to


def _founded(request: HttpRequest, maker: Membership, invitation: Invitation) -> HttpResponse:
    """On to the link and the QR code for the coordinator, in the new programme."""
    active = request.session.get("active_roles", {})
    request.session["active_roles"] = {**active, str(maker.programme_id): maker.pk}
    programme = Programme.objects.get(pk=maker.programme_id)
    messages.success(request, _now("%(programme)s staat klaar.") % {"programme": programme})
    return redirect(programme.to("programmes:invitation", invitation.pk))


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The preview beside the form, while it is filled in. Keeps nothing."""
    if _administrator(request) is None:
        return please_sign_in(request)
    blueprint = BLUEPRINTS.get(request.POST.get("van", ""))
    if blueprint is None:
        raise Http404
    return render(request, "programmes/new_programme.html#voorbeeld", {"shown": _shown(request, blueprint)})


def _shown(request: HttpRequest, blueprint: Blueprint) -> dict[str, Any]:
    """How the programme would look and speak, from whatever is filled in by now."""
    said = request.POST
    accent = said.get("accent", blueprint.palette.accent).lower()
    accent = nearest(accent, (WHITE,)) if COLOUR.fullmatch(accent) else blueprint.palette.accent
    one, more, article = (said.get(f"buddy_{part}") for part in ("singular", "plural", "article"))
    who, whom, which = (said.get(f"participant_{part}") for part in ("singular", "plural", "article"))
    words = ProgrammeWords(
        buddy=one or blueprint.buddy[0],
        buddies=more or blueprint.buddy[1],
        the_buddy=f"{article or blueprint.buddy[2]} {one or blueprint.buddy[0]}",
        participant=who or blueprint.participant[0],
        participants=whom or blueprint.participant[1],
        the_participant=f"{which or blueprint.participant[2]} {who or blueprint.participant[0]}",
    )
    name = said.get("name") or _now("Jullie programma")
    tagline = said.get("tagline") or blueprint.tagline
    return {"name": name[:80], "tagline": tagline[:200], "words": words, "palette": palette(accent)}


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: ProgrammeRequest) -> HttpResponse:
    """Name, words, colours and agreements of a programme that runs. Coordinators."""
    permit(is_coordinator(request.membership))
    programme = Programme.objects.get(pk=request.programme.pk)
    form = LookForm(posted(request), initial=LookForm.of(programme))
    if form.is_bound and form.is_valid():
        try:
            actions.change_programme(programme=programme, by=request.membership, **form.columns(programme))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _now("Opgeslagen. Iedereen ziet het vanaf nu zo."))
            return redirect(request.programme.to("programmes:look"))
    return form_page(request, "programmes/look.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def working(request: ProgrammeRequest) -> HttpResponse:
    """Doors, one to one or not, tasks, and how small a number may be told. Coordinators."""
    permit(is_coordinator(request.membership))
    programme = Programme.objects.get(pk=request.programme.pk)
    form = WorkingForm(posted(request), initial=WorkingForm.of(programme), tasks=list(OTHER_TASKS.items()))
    if form.is_bound and form.is_valid():
        try:
            actions.change_working(programme=programme, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, "has_matching")
        else:
            messages.success(request, _now("Opgeslagen. Dat geldt meteen."))
            return redirect(request.programme.to("programmes:working"))
    return form_page(request, "programmes/working.html", {"form": form})


@dataclass(frozen=True)
class Part:
    """Something a programme has several of: how it is listed, asked and written down."""

    title: Any
    model: type[models.Model]
    form: Callable[..., KlikForm]
    initial: Callable[[Any], dict[str, Any]]
    line: Callable[[Any], str]
    save: Callable[..., Any]
    add: Any = ""
    told: Callable[[Any], dict[str, Any]] = lambda form: form.cleaned_data
    note: Any = ""
    goes: bool = False


def _hood(hood: Neighbourhood | None) -> dict[str, Any]:
    return {"name": hood.name, "since": hood.since, "until": hood.until} if hood else {}


def _years(since: Any, until: Any) -> str:
    return " ".join(
        filter(None, [since and _now("sinds %(day)s") % {"day": f"{since:%d-%m-%Y}"}, until and _now("tot en met %(day)s") % {"day": f"{until:%d-%m-%Y}"}])
    )  # fmt: skip


def _line_of_hood(hood: Neighbourhood) -> str:
    was = (
        _now("heette eerder %(names)s") % {"names": ", ".join(hood.former_names)} if hood.former_names else ""
    )
    return " · ".join(filter(None, [_years(hood.since, hood.until), was]))


PARTS: dict[str, Part] = {
    "wijken": Part(
        title=_("Wijken"),
        model=Neighbourhood,
        form=NeighbourhoodForm,
        initial=_hood,
        line=_line_of_hood,
        save=lambda thing, **told: actions.set_neighbourhood(neighbourhood=thing, **told),
        add=_("Wijk toevoegen"),
        note=_("Geef je een wijk een andere naam, dan blijft alles van die wijk erbij horen."),
    ),
    "doelen": Part(
        title=_("Doelen"),
        model=Target,
        form=TargetForm,
        initial=TargetForm.of,
        line=lambda target: f"{target.starts_on:%d-%m-%Y} – {target.ends_on:%d-%m-%Y}",
        save=lambda thing, **told: actions.set_target(target=thing, **told),
        add=_("Doel toevoegen"),
        goes=True,
    ),
    "fases": Part(
        title=_("Fases en voorlopers"),
        model=Phase,
        form=PhaseForm,
        initial=PhaseForm.of,
        line=lambda phase: " · ".join(filter(None, [_years(phase.starts_on, phase.ends_on), ", ".join(phase.figures_in_words)])),
        save=lambda thing, **told: actions.set_phase(phase=thing, **told),
        add=_("Fase toevoegen"),
        goes=True,
        told=lambda form: form.told(),
    ),
}  # fmt: skip


def _part(request: ProgrammeRequest, name: str) -> Part:
    permit(is_coordinator(request.membership))
    if name not in PARTS:
        raise Http404
    return PARTS[name]


@require_safe
def parts(request: ProgrammeRequest, name: str) -> HttpResponse:
    """The neighbourhoods, targets or phases of a programme. Coordinators."""
    part = _part(request, name)
    rows = [
        {
            "title": str(thing),
            "url": request.programme.to("programmes:part", name, thing.pk),
            "sub": part.line(thing),
        }
        for thing in part.model._default_manager.all()
    ]
    return render(request, "programmes/parts.html", {"part": part, "name": name, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: ProgrammeRequest, name: str, thing_id: int | None = None) -> HttpResponse:
    """Add one, or change it. Coordinators."""
    part = _part(request, name)
    thing = get_object_or_404(part.model, pk=thing_id) if thing_id else None
    if thing is None and not part.add:
        raise Http404
    form = part.form(posted(request), initial=part.initial(thing), words=request.programme.words)
    if form.is_bound and form.is_valid():
        try:
            part.save(thing, by=request.membership, **part.told(form))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _now("Opgeslagen."))
            return redirect(request.programme.to("programmes:parts", name))
    return form_page(
        request, "programmes/part.html", {"form": form, "part": part, "name": name, "thing": thing}
    )


@require_POST
def remove_part(request: ProgrammeRequest, name: str, thing_id: int) -> HttpResponse:
    """Take away a target or a phase that was a mistake. Coordinators."""
    part = _part(request, name)
    thing: Any = get_object_or_404(part.model, pk=thing_id)
    if not part.goes:
        raise Http404
    actions.remove_part(part=thing, by=request.membership)
    messages.success(request, _now("%(thing)s is weg.") % {"thing": thing})
    return redirect(request.programme.to("programmes:parts", name))

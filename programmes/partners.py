"""Organisations the programme works with: the list, and one form to write them down. Coordinators."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .actions import write_down_partner
from .fields import EmailField, PhoneField, PickMany, Words, as_written
from .finding import (
    Column,
    Listed,
    ListFilter,
    Row,
    SeveralForm,
    back_to_list,
    list_page,
    take_along,
)
from .forms import KlikForm, form_page, posted
from .http import ProgrammeRequest
from .models import BulkChange, Partner, PartnerKind, PartnerQuerySet, Programme
from .perms import is_coordinator, permit
from .refusals import Refused
from .several import change_several, undo_several

KINDS_CHANGED = "partners.rol"


def _found(number: int) -> str:
    return ngettext("%(n)s organisatie gevonden", "%(n)s organisaties gevonden", number) % {"n": number}


def _changed(number: int) -> str:
    return ngettext("Aangepast bij %(n)s organisatie.", "Aangepast bij %(n)s organisaties.", number) % {
        "n": number
    }


LISTED = Listed(
    template="programmes/partners.html",
    page="programmes:partners",
    export="programmes:export_partners",
    several="programmes:several_partners",
    undo="programmes:undo_several_partners",
    found=_found,
    changed=_changed,
    heading=_("Alle organisaties"),
    none=_("Niets gevonden"),
    show_all=_("Toon alles"),
    icon="together",
    empty=_("Er zijn nog geen organisaties"),
    empty_why=_("Schrijf op met wie jullie werken: wie verwijst, wie betaalt, waar jullie terechtkunnen."),
)


class PartnerFilter(ListFilter):
    """Which organisations the list shows, and in which order."""

    first = ("q", "rol", "sorteer")

    rol = forms.ChoiceField(label=_("Rol"), choices=[("", _("alle")), *PartnerKind.choices], required=False)
    sorteer = forms.ChoiceField(
        label=_("Volgorde"), choices=[("", _("op naam")), ("nieuw", _("nieuwste eerst"))], required=False
    )

    def found(self) -> PartnerQuerySet:
        """Those asked for, each with `people`: how many sign in for it."""
        found = Partner.objects.annotate(
            people=Count("memberships", filter=Q(memberships__ended_at__isnull=True))
        )
        for word in self.asked("q").split():
            found = found.filter(name__icontains=word)
        if self.asked("rol"):
            found = found.of_kind(PartnerKind(self.asked("rol")))
        return found.order_by(*(["-pk"] if self.asked("sorteer") else ["name", "pk"]))


class PartnerForm(KlikForm):
    """What we know of an organisation."""

    name = Words(label=_("Naam van de organisatie"), max_length=120)
    kinds = PickMany(label=_("Wat doet deze organisatie met ons?"), choices=PartnerKind)
    contact_name = Words(label=_("Vaste persoon"), required=False, max_length=120)
    email = EmailField(required=False)
    phone = PhoneField(required=False)


def row_of(partner: Any, programme: Programme) -> Row:
    """One organisation as a line of the list."""
    people = ngettext("%(n)s persoon logt in", "%(n)s mensen loggen in", partner.people) % {
        "n": partner.people
    }
    parts = [partner.contact_name, people if partner.people else ""]
    return Row(
        pk=partner.pk,
        name=partner.name,
        url=programme.to("programmes:partner", partner.pk),
        sub=" · ".join(filter(None, parts)),
        tag=partner.kinds_in_words,
    )


COLUMNS: Sequence[Column] = [
    Column(_("Naam"), lambda each: each.name),
    Column(_("Rol"), lambda each: each.kinds_in_words),
    Column(_("Vaste persoon"), lambda each: each.contact_name),
    Column(_("E-mailadres"), lambda each: each.email),
    Column(_("Telefoon"), lambda each: as_written(each.phone) if each.phone else ""),
    Column(_("Mensen die inloggen"), lambda each: each.people),
]


def _choices() -> list[tuple[Any, Any]]:
    return [
        (f"rol:{value}", _now("Is ook %(kind)s") % {"kind": str(label).lower()})
        for value, label in PartnerKind.choices
    ]


@require_safe
def partners(request: ProgrammeRequest) -> HttpResponse:
    """The organisations a programme works with."""
    permit(is_coordinator(request.membership))
    return _list_page(request)


def _list_page(request: ProgrammeRequest, sent: SeveralForm | None = None) -> HttpResponse:
    filters = PartnerFilter(request.GET)
    return list_page(
        request,
        LISTED,
        filters=filters,
        found=filters.found(),
        row_of=lambda partner: row_of(partner, request.programme),
        choices=_choices,
        may_change=True,
        sent=sent,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: ProgrammeRequest, partner_id: int | None = None) -> HttpResponse:
    """Write down a new organisation, or correct one."""
    partner = get_object_or_404(Partner, pk=partner_id) if partner_id else None
    permit(is_coordinator(request.membership))
    initial = {name: getattr(partner, name) for name in PartnerForm.base_fields} if partner else {}
    form = PartnerForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            write_down_partner(partner=partner, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, "name")
        else:
            messages.success(request, _now("%(name)s is opgeslagen.") % {"name": form.cleaned_data["name"]})
            return redirect(request.programme.to("programmes:partners"))
    return form_page(request, "programmes/partner.html", {"form": form, "partner": partner})


@require_POST
def several(request: ProgrammeRequest) -> HttpResponse:
    """The same for several organisations at once."""
    permit(is_coordinator(request.membership))
    found = PartnerFilter(request.GET).found()
    form = SeveralForm(request.POST, found=found, choices=_choices())
    if not form.is_valid():
        return _list_page(request, form)
    _act, kind = form.what()
    change = change_several(
        things=Partner.objects.filter(pk__in=form.things().order_by().values("pk")),
        field="kinds",
        becomes=lambda each: each.kinds if kind in each.kinds else [*each.kinds, kind],
        kind=KINDS_CHANGED,
        by=request.membership,
    )
    return back_to_list(request, LISTED, change)


@require_POST
def undo(request: ProgrammeRequest, change_id: int) -> HttpResponse:
    """Take back what was done for several at once."""
    permit(is_coordinator(request.membership))
    change = get_object_or_404(BulkChange, pk=change_id, kind=KINDS_CHANGED)
    undo_several(change=change, things=Partner.objects.all(), field="kinds")
    messages.success(request, _now("Ongedaan gemaakt. Alles is weer zoals het was."))
    return redirect(request.programme.to("programmes:partners"))


@require_safe
def export(request: ProgrammeRequest, kind: str) -> HttpResponse:
    """The list as it is on screen, with all its pages, as a file."""
    permit(is_coordinator(request.membership))
    things = PartnerFilter(request.GET).found()
    return take_along(request, kind=kind, name=_now("organisaties"), columns=COLUMNS, things=things)

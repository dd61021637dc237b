"""Who signs in with which role, and inviting people. Coordinators; administrators only for coordinators and themselves."""

from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import actions, invitations
from .fields import EmailField, PickOne, Words
from .finding import PAGE_SIZE, ListFilter, Row
from .forms import KlikForm, form_page, posted
from .http import ProgrammeRequest, open_to_all
from .invitations import OF_PARTNER, STAFF
from .models import Invitation, Membership, MembershipQuerySet, Partner, Person, Programme, Role
from .perms import permit, roles_in_hand
from .refusals import Refused

INVITED_EMAIL = "invited_email"


def role_choices(roles: Any) -> list[tuple[str, Any]]:
    """What each role may see, in half a sentence."""
    says = {
        Role.COORDINATOR: _("Coördinator: ziet en regelt alles in dit programma"),
        Role.PROFESSIONAL: _("Professional: ziet de mensen die hij of zij begeleidt"),
        Role.REFERRER: _("Verwijzer: meldt mensen aan en ziet alleen het antwoord"),
        Role.FUNDER: _("Financier: leest verslagen die gepubliceerd zijn"),
        Role.ADMINISTRATOR: _("Beheerder: richt het programma in en ziet geen dossiers"),
    }
    return [(role.value, words) for role, words in says.items() if role in roles]


class RoleForm(KlikForm):
    """A role, and the organisation where that role needs one."""

    role = PickOne(label=_("Welke rol?"))
    partner = forms.ModelChoiceField(
        label=_("Van welke organisatie?"),
        help_text=_("Alleen voor een verwijzer of een financier."),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=_("geen"),
        error_messages={"invalid_choice": _("Deze organisatie is er niet (meer). Kies opnieuw.")},
    )

    def __init__(self, data: Any = None, *, roles: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["role"].choices = role_choices(roles)  # type: ignore[attr-defined]
        self.fields["partner"].queryset = Partner.objects.all()  # type: ignore[attr-defined]
        if not set(OF_PARTNER) & set(roles):
            del self.fields["partner"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        role, partner = cleaned.get("role"), cleaned.get("partner")
        if role in OF_PARTNER and partner is None and "partner" not in self.errors:
            self.add_error("partner", _("Kies bij welke organisatie deze persoon hoort."))
        if role not in OF_PARTNER:
            cleaned["partner"] = None
        if role:
            cleaned["role"] = Role(role)
        return cleaned


class InviteForm(RoleForm):
    """Who is invited. Without an e-mail address the link is handed over by QR code or by yourself."""

    name = Words(label=_("Naam"), max_length=80)
    email = EmailField(
        required=False,
        help_text=_("Dan mailen wij de uitnodiging. Zonder adres krijg je een link en een QR-code."),
    )

    field_order = ["name", "email", "role", "partner"]


class TakeForm(KlikForm):
    """The address somebody signs in with from now on."""

    email = EmailField(label=_("Met welk e-mailadres wil je inloggen?"))


class RoleFilter(ListFilter):
    """Which people who sign in the list shows."""

    first = ("q", "rol")
    rol = forms.ChoiceField(label=_("Rol"), required=False)

    def __init__(self, data: Any, *, roles: tuple[Role, ...], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["rol"].choices = [("", _now("alle rollen")), *((r.value, r.label) for r in roles)]  # type: ignore[attr-defined]

    def found(self, mine: MembershipQuerySet) -> MembershipQuerySet:
        """Those asked for, by name."""
        found = mine.select_related("person", "partner", "user").order_by("person__sort_name", "pk")
        if self.asked("q"):
            found = found.filter(person__in=Person.objects.named(self.asked("q")))
        return found.filter(role=self.asked("rol")) if self.asked("rol") else found


def in_hand(request: ProgrammeRequest) -> MembershipQuerySet:
    """The roles this person may give and end."""
    return Membership.objects.with_role(*roles_in_hand(request.membership))


@require_safe
def roles(request: ProgrammeRequest) -> HttpResponse:
    """Who signs in here, and who was invited."""
    hand = roles_in_hand(request.membership)
    permit(bool(hand))
    filters = RoleFilter(request.GET, roles=hand)
    page = Paginator(filters.found(in_hand(request)), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": [_row(each, request.programme) for each in page],
        "invitations": Invitation.objects.open().filter(role__in=hand),
    }
    template = "programmes/roles.html#lijst" if request.htmx else "programmes/roles.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _row(membership: Membership, programme: Programme) -> Row:
    return Row(
        pk=membership.pk,
        name=membership.person.full_name,
        url=programme.to("programmes:role", membership.pk),
        sub=" · ".join(
            filter(None, [membership.user.email or _now("kaart op papier"), str(membership.partner or "")])
        ),
        tag=str(membership.get_role_display()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ProgrammeRequest) -> HttpResponse:
    """Invite somebody who works with the programme."""
    hand = tuple(role for role in roles_in_hand(request.membership) if role in STAFF)
    permit(bool(hand))
    form = InviteForm(posted(request), roles=hand)
    if form.is_bound and form.is_valid():
        invitation = invitations.invite(
            by=request.membership, programme=request.programme, link_to=link_of(request), **form.cleaned_data
        )
        if invitation.email:
            messages.success(
                request, _now("De uitnodiging is onderweg naar %(email)s.") % {"email": invitation.email}
            )
        return redirect(request.programme.to("programmes:invitation", invitation.pk))
    return form_page(request, "programmes/invite.html", {"form": form})


@require_POST
def invite_person(request: ProgrammeRequest, person_id: int, role: str) -> HttpResponse:
    """Make a link and QR code for somebody who has a file here: a participant or a volunteer."""
    person = get_object_or_404(Person, pk=person_id)
    permit(role in {Role.BUDDY, Role.PARTICIPANT} and Role(role) in roles_in_hand(request.membership))
    invitation = invitations.invite(
        role=Role(role),
        name=person.full_name,
        person=person,
        by=request.membership,
        programme=request.programme,
        link_to=link_of(request),
    )
    return redirect(request.programme.to("programmes:invitation", invitation.pk))


def link_of(request: ProgrammeRequest) -> invitations.LinkTo:
    """How an invitation's whole address is made."""

    def link_to(invitation: Invitation) -> str:
        return request.build_absolute_uri(
            request.programme.to("programmes:accept_invitation", invitation.token)
        )

    return link_to


@require_safe
def invitation(request: ProgrammeRequest, invitation_id: int) -> HttpResponse:
    """The link and the QR code to hand over, and the way to withdraw it."""
    invitation = _invitation(request, invitation_id)
    link = link_of(request)(invitation)
    qr = segno.make(link, micro=False).svg_data_uri(scale=6, border=3, dark="#000", light="#fff")
    context = {"invitation": invitation, "link": link, "qr": qr if invitation.is_open else ""}
    return render(request, "programmes/invitation.html", context)


def _invitation(request: ProgrammeRequest, invitation_id: int) -> Invitation:
    hand = roles_in_hand(request.membership)
    permit(bool(hand))
    found = Invitation.objects.filter(role__in=hand).select_related("person", "partner")
    return get_object_or_404(found, pk=invitation_id)


@require_POST
def withdraw_invitation(request: ProgrammeRequest, invitation_id: int) -> HttpResponse:
    """The link stops working."""
    invitations.withdraw(invitation=_invitation(request, invitation_id), by=request.membership)
    messages.success(request, _now("De uitnodiging is ingetrokken. De link werkt niet meer."))
    return redirect(request.programme.to("programmes:roles"))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def accept_invitation(request: ProgrammeRequest, token: str) -> HttpResponse:
    """Opening the link only shows it, so that a mail scanner cannot use it up. Sending the form uses it."""
    invitation = Invitation.objects.open().with_token(token).select_related("made_by__person").first()
    if invitation is None:
        return render(request, "programmes/invitation_gone.html", status=404)
    own = request.user.email if request.user.is_authenticated else invitation.email
    form = TakeForm(posted(request), initial={"email": own})
    if form.is_bound and form.is_valid():
        try:
            membership = invitations.use(token=token, email=form.cleaned_data["email"])
        except Refused as refused:
            form.refuse(refused, "email")
        else:
            return _come_in(request, membership)
    return form_page(request, "programmes/accept_invitation.html", {"form": form, "invitation": invitation})


def _come_in(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Straight in for who is signed in with this address already; otherwise by the code that is mailed to it."""
    if request.user.is_authenticated and request.user.pk == membership.user_id:
        active = request.session.get("active_roles", {})
        request.session["active_roles"] = {**active, str(membership.programme_id): membership.pk}
        return redirect(membership.programme.to("programmes:begin"))
    request.session[INVITED_EMAIL] = membership.user.email
    messages.success(request, _now("Gelukt. Vraag nu een code aan om in te loggen."))
    return redirect("account_login")


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: ProgrammeRequest, membership_id: int) -> HttpResponse:
    """One role of one person: give another one, or end it."""
    permit(bool(roles_in_hand(request.membership)))
    membership = get_object_or_404(
        in_hand(request).select_related("person", "user", "partner"), pk=membership_id
    )
    hand = tuple(role for role in roles_in_hand(request.membership) if role in STAFF)
    initial = {"role": membership.role, "partner": membership.partner_id}
    form = RoleForm(posted(request), roles=hand, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.change_role(membership=membership, by=request.membership, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, "role")
        else:
            messages.success(request, _now("De rol is veranderd. Dat geldt meteen."))
            return redirect(request.programme.to("programmes:begin"))
    return form_page(request, "programmes/role.html", {"form": form, "held": membership})


@require_POST
def end_role(request: ProgrammeRequest, membership_id: int) -> HttpResponse:
    """Someone stops in this role, from their next click on."""
    permit(bool(roles_in_hand(request.membership)))
    membership = get_object_or_404(in_hand(request), pk=membership_id)
    actions.end_role(membership=membership, by=request.membership)
    if membership.pk == request.membership.pk:
        messages.success(request, _now("Je bent uit dit programma."))
        return redirect("home")
    undo = request.programme.to("programmes:resume_role", membership.pk)
    text = _now("%(name)s heeft deze rol niet meer.") % {"name": membership.person.first_name}
    messages.success(request, text, extra_tags=undo)
    return redirect(request.programme.to("programmes:roles"))


@require_POST
def resume_role(request: ProgrammeRequest, membership_id: int) -> HttpResponse:
    """Give the role back that was just ended."""
    hand = roles_in_hand(request.membership)
    permit(bool(hand))
    ended = Membership.objects.filter(role__in=hand, ended_at__isnull=False)
    membership = get_object_or_404(ended, pk=membership_id)
    actions.resume_role(membership=membership, by=request.membership)
    messages.success(request, _now("%(name)s heeft de rol weer.") % {"name": membership.person.first_name})
    return redirect(request.programme.to("programmes:roles"))

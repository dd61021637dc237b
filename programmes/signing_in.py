"""Letting somebody with a file here sign in, as the pages of both rooms do: by mail, or with a card on paper."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from . import cards
from .actions import let_in
from .http import ProgrammeRequest
from .models import Person, Role
from .refusals import Refused


def by_mail(request: ProgrammeRequest, *, person: Person, role: Role) -> None:
    """A code goes to the address in the file from now on. Whoever may decide about this person."""
    if not person.email:
        raise Refused(_("Er is nog geen e-mailadres. Vul dat eerst in."))
    let_in(person=person, role=role, by=request.membership)
    told = {"name": person.first_name, "email": person.email}
    messages.success(request, _("%(name)s kan inloggen met %(email)s.") % told)


def no_more_card(request: ProgrammeRequest, *, person: Person, role: Role) -> None:
    """The card works no more, and who came in with it is signed out. Whoever may decide about this person."""
    membership = get_object_or_404(person.memberships.with_role(role))
    cards.withdraw_cards(membership=membership, by=request.membership)
    messages.success(request, _("De kaart werkt niet meer. Overal uitgelogd."))

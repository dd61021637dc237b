"""Inviting people into a programme: by mail, QR code or link. Opened by GET, used only by POST, once.

Using it gives the role to an e-mail address; getting in still takes the code that is mailed there. So a link that
ends up with somebody else never opens another person's account.
"""

from collections.abc import Callable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .actions import add_person, give_role, record
from .mail import send_letter
from .models import Invitation, Membership, Partner, Person, Programme, Role
from .names import parse_name
from .refusals import Refused, refusals

# Roles that somebody without a file in the programme can be invited to.
STAFF = (Role.COORDINATOR, Role.PROFESSIONAL, Role.REFERRER, Role.FUNDER, Role.ADMINISTRATOR)
OF_PARTNER = (Role.REFERRER, Role.FUNDER)
LinkTo = Callable[[Invitation], str]


def invite(
    *,
    role: Role,
    name: str,
    by: Membership | None,
    programme: Programme,
    link_to: LinkTo,
    email: str = "",
    person: Person | None = None,
    partner: Partner | None = None,
) -> Invitation:
    """Make a way in for one person and one role. A coordinator, or an administrator for a new programme's coordinator.

    With an e-mail address the link is mailed there too; otherwise it is handed over. `link_to` gives the whole address.
    """
    invitation = Invitation.objects.create(
        role=role, name=name, email=email.lower(), person=person, partner=partner, made_by=by
    )
    record("invitation.made", by=by, about=person, thing=invitation, reason=role)
    if email:
        send_letter(
            to=email,
            by=by,
            subject=_("Je bent uitgenodigd bij %(programme)s") % {"programme": programme},
            body=_mail(programme, invitation, link_to(invitation)),
        )
    return invitation


def _mail(programme: Programme, invitation: Invitation, link: str) -> str:
    return _(
        "Dag,\n\nJe bent uitgenodigd om mee te werken aan %(programme)s van %(organisation)s.\n"
        "Open deze link en vul je e-mailadres in:\n\n%(link)s\n\n"
        "De link werkt één keer, tot en met %(until)s.\n"
        "Zegt dit je niets? Dan hoef je niets te doen.\n"
    ) % {
        "programme": programme,
        "organisation": programme.organisation,
        "link": link,
        "until": date_format(timezone.localtime(invitation.expires_at), "j F Y"),
    }


def withdraw(*, invitation: Invitation, by: Membership) -> None:
    """The link stops working now. Whoever may invite. An invitation that was used cannot be withdrawn: Refused."""
    changed = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(
        withdrawn_at=timezone.now()
    )
    if not changed:
        raise Refused(_("Deze uitnodiging is al gebruikt. Je kunt de rol beëindigen."))
    record("invitation.withdrawn", by=by, about=invitation.person, thing=invitation)


def use(*, token: str, email: str) -> Membership:
    """Take the invitation: this address has the role from now on. Whoever holds the link, once.

    Raises Refused when the link was used, withdrawn or is too old, or when the address is already somebody else here.
    """
    with refusals():
        invitation = Invitation.objects.open().with_token(token).select_for_update(of=("self",)).first()
        if invitation is None:
            raise Refused(_("Deze uitnodiging werkt niet meer. Vraag om een nieuwe."))
        invitation.used_at = timezone.now()
        invitation.save(update_fields=["used_at"])
        person = (
            invitation.person
            or _person_of(email)
            or add_person(name=parse_name(invitation.name), email=email)
        )
        membership = give_role(
            person=person, role=Role(invitation.role), email=email, partner=invitation.partner
        )
        if membership.person_id != person.pk:
            raise Refused(_("Met dit e-mailadres logt hier al iemand anders in. Gebruik een eigen adres."))
        record("invitation.used", by=membership, about=membership.person, thing=invitation)
    return membership


def _person_of(email: str) -> Person | None:
    """Who signs in here with this address already, so that nobody becomes two people."""
    known = (
        Membership.objects.filter(user__email=email.lower()).select_related("person").order_by("pk").first()
    )
    return known.person if known else None

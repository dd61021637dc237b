"""Writes that other rooms share: people, roles and the trace of what happened."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, TypedDict, Unpack

from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from .models import Membership, Neighbourhood, Partner, Person, Role, Trace, User
from .names import Name
from .refusals import Refused, refusals


def record(
    verb: str,
    *,
    by: Membership | None,
    about: Person | None = None,
    thing: models.Model | None = None,
    reason: str = "",
    at: date | datetime | None = None,
) -> Trace:
    """Leave a trace of what was done to whom. Called by actions only; the database keeps it unchanged.

    `verb` is English and stable ("participant.accepted"); `reason` is free text a coordinator gave.
    `at` is when it happened: a moment, a day (told as noon of it, or now when it is today), or now.
    """
    return Trace.objects.create(
        at=_moment(at),
        verb=verb,
        by=by,
        about=about,
        thing=thing._meta.label_lower if thing is not None else "",
        thing_id=thing.pk if thing is not None else None,
        reason=reason,
    )


def _moment(at: date | datetime | None) -> datetime:
    if isinstance(at, datetime):
        return at
    if at is None or at == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(at, time(12)))


def add_person(
    *, name: Name, email: str = "", phone: str = "", neighbourhood: Neighbourhood | None = None, **more: Any
) -> Person:
    """Put someone in the open programme. Anyone who signs up, or a coordinator for them; contact ways may be empty."""
    return Person.objects.create(
        given_name=name.given,
        surname_prefix=name.prefix,
        surname=name.surname,
        email=email.lower(),
        phone=phone,
        neighbourhood=neighbourhood,
        **more,
    )


class PersonDescription(TypedDict, total=False):
    """What `describe_person` may change; what is not named stays."""

    name: Name
    email: str
    phone: str
    how_to_reach: str
    neighbourhood: Neighbourhood | None
    languages: Sequence[str]
    available: Sequence[str]


def describe_person(*, person: Person, **what: Unpack[PersonDescription]) -> None:
    """Write down how someone is called, reached and met. Called by the rooms, which leave the trace."""
    changes: dict[str, Any] = dict(what)
    if "name" in what:
        name = what["name"]
        del changes["name"]
        changes |= {"given_name": name.given, "surname_prefix": name.prefix, "surname": name.surname}
    if "email" in what:
        changes["email"] = what["email"].lower()
    for field, value in changes.items():
        setattr(person, field, value)
    if changes:
        person.save(update_fields=sorted(changes))


def give_role(*, person: Person, role: Role, email: str = "", partner: Partner | None = None) -> Membership:
    """Let a person sign in with this address in this role. By a coordinator, or at the start of a programme.

    An address that can sign in already keeps its one account; giving the same role twice gives the one there is.
    Without an address someone signs in with a card on paper (programmes/cards.py), on the account they have here.
    """
    with refusals():
        if not email:
            mine = person.memberships.order_by("pk").first()
            user = mine.user if mine else User.objects.create(email=None)
        else:
            user = _account_with(email.lower(), person=person)
        membership, _is_new = Membership.objects.get_or_create(
            user=user, role=role, defaults={"person": person, "partner": partner}
        )
        if membership.ended_at is not None:
            membership.person, membership.partner, membership.ended_at = person, partner, None
            membership.save(update_fields=["person", "partner", "ended_at"])
    return membership


def _account_with(email: str, *, person: Person) -> User:
    """The one account of this address. Who signed in here with a card on paper goes on with it.

    That account gets the address; or, when the address signs in elsewhere already, its roles here move there.
    """
    on_paper = User.objects.filter(memberships__person=person, email__isnull=True).order_by("pk").first()
    if on_paper is None:
        # One statement that two programmes may run at the same moment.
        return User.objects.get_or_create(email=email)[0]
    known = User.objects.filter(email=email).first()
    if known is None:
        on_paper.email = email
        on_paper.save(update_fields=["email"])
        return on_paper
    if Membership.objects.filter(user=known).exclude(person=person).exists():
        raise Refused(_("Met dit e-mailadres logt al iemand anders in. Vraag om een eigen adres."))
    person.memberships.filter(user=on_paper).update(user=known)
    sign_out_everywhere(user=on_paper)
    return known


def end_role(*, membership: Membership, by: Membership) -> None:
    """From the next request on this role opens nothing. A coordinator, also for themself.

    Raises Refused for the last coordinator; the database decides, so that two who leave at once cannot both go.
    """
    with refusals():
        membership.ended_at = timezone.now()
        membership.save(update_fields=["ended_at"])
        record("role.ended", by=by, about=membership.person, thing=membership, reason=membership.role)


def resume_role(*, membership: Membership, by: Membership) -> None:
    """Give a role back that was ended. A coordinator."""
    with refusals():
        membership.ended_at = None
        membership.save(update_fields=["ended_at"])
        record("role.resumed", by=by, about=membership.person, thing=membership, reason=membership.role)


def change_role(
    *, membership: Membership, role: Role, by: Membership, partner: Partner | None = None
) -> Membership:
    """Someone goes on in another role, from the next request on. A coordinator. Refused for the last coordinator."""
    with refusals():
        new = give_role(
            person=membership.person, role=role, email=membership.user.email or "", partner=partner
        )
        if new.pk != membership.pk:
            end_role(membership=membership, by=by)
        record("role.given", by=by, about=membership.person, thing=new, reason=role)
    return new


def let_in(*, person: Person, role: Role, by: Membership) -> Membership:
    """Let a person sign in with the e-mail address in their file. A coordinator.

    Raises Refused when that address already signs in as somebody else here.
    """
    membership = give_role(person=person, role=role, email=person.email)
    if membership.person_id != person.pk:
        raise Refused(_("Met dit e-mailadres logt al iemand anders in. Vraag om een eigen adres."))
    record("person.let_in", by=by, about=person, thing=membership)
    return membership


def write_down_partner(
    *,
    partner: Partner | None,
    by: Membership,
    name: str,
    kinds: Sequence[str],
    contact_name: str = "",
    email: str = "",
    phone: str = "",
) -> Partner:
    """Add an organisation, or correct one. A coordinator. Raises Refused when the name is there already."""
    is_new = partner is None
    with refusals():
        partner = partner or Partner()
        partner.name, partner.kinds, partner.contact_name = name, list(kinds), contact_name
        partner.email, partner.phone = email.lower(), phone
        partner.save()
        record("partner.added" if is_new else "partner.described", by=by, thing=partner)
    return partner


def sign_out_everywhere(*, user: User) -> None:
    """End every session of this person, on every device. The person themself."""
    user.session_salt = get_random_string(32)
    user.save(update_fields=["session_salt"])

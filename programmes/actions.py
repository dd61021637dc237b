"""Writes that other rooms share: people, roles and the trace of what happened."""

from typing import Any

from django.db import models
from django.utils.crypto import get_random_string

from .models import Membership, Neighbourhood, Partner, Person, Role, Trace, User
from .names import Name
from .refusals import refusals


def record(
    verb: str,
    *,
    by: Membership | None,
    about: Person | None = None,
    thing: models.Model | None = None,
    reason: str = "",
) -> Trace:
    """Leave a trace of what was done to whom. Called by actions only; the database keeps it unchanged.

    `verb` is English and stable ("participant.accepted"); `reason` is free text a coordinator gave.
    """
    return Trace.objects.create(
        verb=verb,
        by=by,
        about=about,
        thing=thing._meta.label_lower if thing is not None else "",
        thing_id=thing.pk if thing is not None else None,
        reason=reason,
    )


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


def give_role(*, person: Person, role: Role, email: str, partner: Partner | None = None) -> Membership:
    """Let a person sign in with this address in this role. By a coordinator, or at the start of a programme.

    An address that can sign in already keeps its one account; giving the same role twice gives the one there is.
    """
    with refusals():
        user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email=email)
        membership, _is_new = Membership.objects.get_or_create(
            user=user, role=role, defaults={"person": person, "partner": partner}
        )
    return membership


def sign_out_everywhere(*, user: User) -> None:
    """End every session of this person, on every device. The person themself."""
    user.session_salt = get_random_string(32)
    user.save(update_fields=["session_salt"])

"""Whether a newcomer is somebody we know already: the same phone, the same address, or the same name and neighbourhood.

Only a hint. A coordinator sees both side by side and decides; joining can be undone (`Joining`).
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from .actions import record
from .models import Joining, Membership, Person
from .refusals import Refused, refusals

FILLED_FROM_NEWCOMER = ("email", "phone", "how_to_reach", "neighbourhood_id", "languages", "available")


def possible_doubles(newcomers: Iterable[Person]) -> dict[int, list[Person]]:
    """For each newcomer's id the people they may be, longest known first. One query for all of them."""
    people = list(newcomers)
    if not people:
        return {}
    phones = {person.phone for person in people if person.phone}
    emails = {person.email for person in people if person.email}
    others = (
        Person.objects.in_their_own_right()
        .filter(Q(phone__in=phones) | Q(email__in=emails) | Q(sort_name__in={p.sort_name for p in people}))
        .order_by("created_at", "id")
    )
    known = list(others)
    return {
        person.pk: [other for other in known if other.pk != person.pk and may_be_one(person, other)]
        for person in people
    }


def known_beside(newcomer: Person, person_id: int) -> Person:
    """Whom a newcomer is put beside. 404 for themself, and for who is somebody else's row already."""
    others = Person.objects.in_their_own_right().exclude(pk=newcomer.pk).select_related("neighbourhood")
    return get_object_or_404(others, pk=person_id)


def two_sides(newcomer: Person, known: Person) -> list[dict[str, Any]]:
    """Both, with their roles, for programmes/compare.html. The relations come from the rooms above."""
    return [
        {
            "person": person,
            "participant": person.participant_roles.first(),
            "buddy": person.buddy_roles.first(),
        }
        for person in (newcomer, known)
    ]


def may_be_one(one: Person, other: Person) -> bool:
    """A shared phone or address; or the same name, unless they live in different neighbourhoods."""
    if (one.phone and one.phone == other.phone) or (one.email and one.email == other.email):
        return True
    if one.sort_name != other.sort_name:
        return False
    apart = one.neighbourhood_id and other.neighbourhood_id and one.neighbourhood_id != other.neighbourhood_id
    return not apart


def join_people(*, kept: Person, came: Person, by: Membership, before: dict[str, Any]) -> Joining:
    """The newcomer's row becomes the known person's; what was not known yet is filled in. Called by the rooms.

    `before` is what the room needs to undo it. Raises Refused when either was joined already.
    """
    locked = {
        p.pk: p for p in Person.objects.select_for_update().filter(pk__in=[kept.pk, came.pk]).order_by("pk")
    }
    kept, came = locked[kept.pk], locked[came.pk]
    if kept.joined_into_id or came.joined_into_id:
        raise Refused(_("Dit is al gebeurd, misschien door een collega. Bekijk de pagina opnieuw."))
    filled = [name for name in FILLED_FROM_NEWCOMER if not getattr(kept, name) and getattr(came, name)]
    for name in filled:
        setattr(kept, name, getattr(came, name))
    if filled:
        kept.save(update_fields=filled)
    came.joined_into = kept
    came.save(update_fields=["joined_into"])
    memberships = list(came.memberships.order_by("pk").values_list("pk", flat=True))
    Membership.objects.filter(pk__in=memberships).update(person=kept)
    joining = Joining.objects.create(
        kept=kept, came=came, by=by, before={**before, "filled": filled, "memberships": memberships}
    )
    record("person.joined", by=by, about=kept, thing=joining)
    return joining


def part_people(*, joining: Joining, by: Membership) -> None:
    """Undo: two rows again, and what the newcomer filled in leaves the known person's row. Called by the rooms."""
    with refusals():
        joining = (
            Joining.objects.select_for_update(of=("self",)).select_related("kept", "came").get(pk=joining.pk)
        )
        if joining.undone_at is not None:
            raise Refused(_("Dit is al ongedaan gemaakt."))
        kept, came = joining.kept, joining.came
        emptied = [name for name in joining.before["filled"] if getattr(kept, name) == getattr(came, name)]
        for name in emptied:
            setattr(kept, name, None if name == "neighbourhood_id" else type(getattr(kept, name))())
        if emptied:
            kept.save(update_fields=emptied)
        came.joined_into = None
        came.save(update_fields=["joined_into"])
        Membership.objects.filter(pk__in=joining.before["memberships"]).update(person=came)
        joining.undone_at = timezone.now()
        joining.save(update_fields=["undone_at"])
        record("person.parted", by=by, about=kept, thing=joining)

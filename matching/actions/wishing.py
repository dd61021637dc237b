"""What matters to a participant in the volunteer they get, and which neighbourhoods are near each other."""

from collections.abc import Iterable

from participants.models import Participant
from programmes.actions import record
from programmes.models import Membership
from programmes.refusals import refusals

from ..models import Given, NearPair, Wish, WishKind


def wish_for(
    *,
    participant: Participant,
    kind: WishKind,
    what: str = "",
    is_hard: bool = False,
    by: Membership | None,
    how: Given,
) -> Wish:
    """Write down one wish, in place of an earlier one about the same. The participant, or a coordinator who heard it.

    A hard wish keeps everybody else off the cards and out of rounds from here on; who was asked already stays asked.
    """
    with refusals():
        wish, _is_new = Wish.objects.update_or_create(
            participant=participant,
            kind=kind,
            defaults={"what": what, "is_hard": is_hard, "told_how": how},
        )
        record("wish.told", by=by, about=participant.person, thing=wish, reason=kind)
    return wish


def let_go(*, participant: Participant, kind: WishKind, by: Membership | None) -> None:
    """It does not matter (any more). The participant, or a coordinator who heard it."""
    with refusals():
        if participant.wishes.filter(kind=kind).delete()[0]:
            record("wish.let_go", by=by, about=participant.person, thing=participant, reason=kind)


def keep_near(*, pairs: Iterable[tuple[int, int]], by: Membership) -> None:
    """Which neighbourhoods are near each other, as pairs of ids in any order; all others are not. A coordinator."""
    with refusals():
        wanted = {(min(pair), max(pair)) for pair in pairs}
        there = {(each.one_id, each.other_id): each for each in NearPair.objects.all()}
        for pair, kept in there.items():
            if pair not in wanted:
                kept.delete()
        for one, other in sorted(wanted - set(there)):
            NearPair.objects.create(one_id=one, other_id=other)
        record("matching.near_kept", by=by, reason=str(len(wanted)))

"""The same for several people or organisations at once, and back again. Rooms say which field and whose name.

What each was is kept in a BulkChange. Undoing gives back only what is still as the change left it, so a colleague's
later work is never lost.
"""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import BulkChange, Membership, Person, Trace
from .refusals import Refused


def change_several(
    *,
    things: models.QuerySet[Any],
    field: str,
    becomes: Callable[[Any], Any],
    kind: str,
    by: Membership,
    verb: str = "",
    person_of: Callable[[Any], Person] | None = None,
) -> BulkChange:
    """Set `field` of each thing to what `becomes` says of it. A coordinator, through the room's list page.

    Values must be fit for JSON. With `verb` each person's own story tells it. Things that are so already stay
    untouched and are not in the BulkChange. Three queries and one per distinct value, however many things.
    """
    model = things.model
    locked = list(things.select_for_update(of=("self",)).order_by("pk"))
    before = {thing.pk: getattr(thing, field) for thing in locked}
    after = {thing.pk: becomes(thing) for thing in locked}
    changed = [thing for thing in locked if before[thing.pk] != after[thing.pk]]
    for thing in changed:
        setattr(thing, field, after[thing.pk])
    model._base_manager.bulk_update(changed, [field], batch_size=500)
    if verb and person_of is not None:
        Trace.objects.bulk_create(
            Trace(verb=verb, by=by, about=person_of(thing), thing=model._meta.label_lower, thing_id=thing.pk)
            for thing in changed
        )
    return BulkChange.objects.create(
        kind=kind,
        by=by,
        before={str(thing.pk): before[thing.pk] for thing in changed},
        after={str(thing.pk): after[thing.pk] for thing in changed},
    )


def undo_several(*, change: BulkChange, things: models.QuerySet[Any], field: str) -> int:
    """Give back what is still as the change left it; returns how many. A coordinator. Refused the second time."""
    change = BulkChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.undone_at is not None:
        raise Refused(_("Dit is al ongedaan gemaakt."))
    touched = list(things.filter(pk__in=[int(pk) for pk in change.after]).select_for_update(of=("self",)))
    still = [thing for thing in touched if getattr(thing, field) == change.after[str(thing.pk)]]
    for thing in still:
        setattr(thing, field, change.before[str(thing.pk)])
    things.model._base_manager.bulk_update(still, [field], batch_size=500)
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    return len(still)

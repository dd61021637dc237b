"""Two sign-ups of one volunteer put together, and taken apart again when that was wrong."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from programmes.doubles import join_people, part_people
from programmes.models import Joining, Membership, Person
from programmes.refusals import Refused, refusals

from .actions import come_back
from .models import Buddy, Status


def join(*, newcomer: Buddy, known: Person, by: Membership) -> Buddy:
    """A new volunteer turns out to be somebody we know. A coordinator. Returns the volunteer that remains.

    Who stopped before comes back, with the gates they passed. Raises Refused when the newcomer is on the way already.
    """
    with refusals():
        newcomer = Buddy.objects.select_for_update(of=("self",)).get(pk=newcomer.pk)
        if newcomer.status != Status.INTERESTED or newcomer.steps.exists():
            raise Refused(_("Alleen een nieuwe aanmelding kan worden samengevoegd."))
        kept = Buddy.objects.select_for_update(of=("self",)).filter(person=known).first()
        came = newcomer.person
        if kept is None:
            join_people(kept=known, came=came, by=by, before={"buddy": newcomer.pk})
            newcomer.person = known
            newcomer.save(update_fields=["person"])
            return newcomer
        before: dict[str, Any] = {
            "kept_buddy": kept.pk,
            "was_stopped": [kept.stopped_on.isoformat(), kept.stop_reason] if kept.stopped_on else None,
            "new_buddy": {
                "tasks": newcomer.tasks,
                "themes": newcomer.themes,
                "motivation": newcomer.motivation,
                "applied_at": newcomer.applied_at.isoformat(),
            },
        }
        if kept.status == Status.STOPPED:
            come_back(buddy=kept, by=by)
            kept.refresh_from_db()
        join_people(kept=known, came=came, by=by, before={**before, "status": kept.status})
        newcomer.delete()
    return kept


def part(*, joining: Joining, by: Membership) -> Buddy:
    """Undo a joining: two volunteers again. A coordinator. Returns the newcomer.

    Raises Refused when somebody went on with the volunteer since.
    """
    with refusals():
        before = joining.before
        pk = before.get("buddy") or before["kept_buddy"]
        kept = Buddy.objects.select_for_update(of=("self",)).get(pk=pk)
        if kept.status != before.get("status", Status.INTERESTED):
            raise Refused(_("Er is al verder gewerkt. Dit kan niet meer ongedaan worden gemaakt."))
        part_people(joining=joining, by=by)
        if "buddy" in before:
            kept.person = joining.came
            kept.save(update_fields=["person"])
            return kept
        if before["was_stopped"]:
            kept.status, (kept.stopped_on, kept.stop_reason) = Status.STOPPED, before["was_stopped"]
            kept.save(update_fields=["status", "stopped_on", "stop_reason"])
        told = before["new_buddy"]
        return Buddy.objects.create(
            person=joining.came,
            tasks=told["tasks"],
            themes=told["themes"],
            motivation=told["motivation"],
            applied_at=datetime.fromisoformat(told["applied_at"]),
        )

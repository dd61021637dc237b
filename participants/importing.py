"""Participants out of a file: what a column can be besides what every person has, and how they come in."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.imports.check import Checked, Kind, cell_day, cell_text, imports_people, moment_of
from programmes.imports.columns import Field
from programmes.models import Membership, Person, Programme, Trace
from programmes.scope import open_programme_id

from .models import Participant, Status

FIELDS = (
    Field("waiting_since", _("Wacht sinds (welkom op)"), ("wacht sinds", "wachtlijst", "wachtend sinds", "op wachtlijst sinds", "welkom op", "waiting since", "intake op", "datum intakegesprek")),
    Field("hoped_for", _("Wat iemand hoopt"), ("hulpvraag", "vraag", "wens", "doel", "wat hoop je", "goal", "hoopt", "reden aanmelding")),
)  # fmt: skip


def clean(key: str, cell: str) -> Any:
    """One cell of a column of ours. ValidationError in Dutch when it cannot be that."""
    return cell_day(cell) if key == "waiting_since" else cell_text(cell)


def write(rows: Sequence[tuple[Person, Checked]], by: Membership) -> None:
    """Give new people the role of participant. Who waited already keeps the day; the others are new sign-ups.

    Without mail and without a consent that nobody gave here.
    """
    one_to_one = Programme.objects.get(pk=open_programme_id()).has_matching
    participants = Participant.objects.bulk_create(
        _participant(person, checked, one_to_one=one_to_one) for person, checked in rows
    )
    Trace.objects.bulk_create(
        Trace(
            programme_id=by.programme_id,
            verb="participant.imported",
            by=by,
            about=each.person,
            thing="participants.participant",
            thing_id=each.pk,
        )
        for each in participants
    )


def _participant(person: Person, checked: Checked, *, one_to_one: bool) -> Participant:
    role = checked.role
    waits = role.get("waiting_since")
    came = min(filter(None, [role.get("since"), waits]), default=None)
    accepted = Status.WAITING if one_to_one else Status.GUIDED
    return Participant(
        programme_id=person.programme_id,
        person=person,
        status=accepted if waits else Status.APPLIED,
        applied_at=moment_of(came) if came != timezone.localdate() else timezone.now(),
        accepted_on=waits,
        waiting_since=waits if one_to_one else None,
        hoped_for=role.get("hoped_for") or "",
    )


imports_people(
    Kind(
        key="participants",
        label=lambda words: words.Participants,
        explains=_(
            "Wie een dag heeft bij ‘wacht sinds’ komt op de wachtlijst. De anderen komen bij de nieuwe aanmeldingen."
        ),
        fields=FIELDS,
        clean=clean,
        write=write,
    )
)

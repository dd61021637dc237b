"""Volunteers out of a file: what a column can be besides what every person has, and how they come in."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programmes.imports.check import Checked, Kind, cell_text, imports_people, moment_of
from programmes.imports.columns import Field
from programmes.models import Membership, Person, Programme, Trace
from programmes.scope import open_programme_id

from .models import Buddy, Task

FIELDS = (
    Field("capacity", _("Plek voor hoeveel mensen"), ("capaciteit", "aantal koppelingen", "capacity", "plek voor", "max koppelingen")),
    Field("introduction", _("Tekst op de kaart"), ("introductie", "over mij", "over mezelf", "kaarttekst", "profiel", "introduction", "about me")),
    Field("motivation", _("Waarom iemand mee wil doen"), ("motivatie", "motivation", "waarom")),
)  # fmt: skip


def clean(key: str, cell: str) -> Any:
    """One cell of a column of ours. ValidationError in Dutch when it cannot be that."""
    if key != "capacity":
        return cell_text(cell)
    if not cell.isdecimal() or not 1 <= int(cell) <= 8:
        raise ValidationError(_now("Kies een getal van 1 tot en met 8."))
    return int(cell)


def write(rows: Sequence[tuple[Person, Checked]], by: Membership) -> None:
    """Give new people the role of volunteer, before the first gate: what was seen elsewhere is ticked off by hand."""
    programme = Programme.objects.get(pk=open_programme_id())
    tasks = [Task.BUDDY.value] if programme.has_matching else []
    buddies = Buddy.objects.bulk_create(_buddy(person, checked, tasks) for person, checked in rows)
    Trace.objects.bulk_create(
        Trace(
            programme_id=by.programme_id,
            verb="buddy.imported",
            by=by,
            about=each.person,
            thing="buddies.buddy",
            thing_id=each.pk,
        )
        for each in buddies
    )


def _buddy(person: Person, checked: Checked, tasks: list[str]) -> Buddy:
    role = checked.role
    came = role.get("since")
    return Buddy(
        person=person,
        tasks=tasks,
        applied_at=moment_of(came) if came != timezone.localdate() else timezone.now(),
        capacity=role.get("capacity") or 1,
        introduction=(role.get("introduction") or "")[:600],
        motivation=role.get("motivation") or "",
    )


imports_people(
    Kind(
        key="buddies",
        label=lambda words: words.Buddies,
        explains=_("Iedereen begint bij de eerste stap. Wat je al gezien hebt, vink je daarna af."),
        fields=FIELDS,
        clean=clean,
        write=write,
    )
)

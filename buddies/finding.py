"""The list of volunteers: what can be asked of it, who is found, and how one line reads on screen and in a file."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programmes.finding import (
    EVERYONE,
    WEEKS,
    Column,
    ListFilter,
    Row,
    language_choices,
    lives_in,
    neighbourhood_choices,
)
from programmes.models import Gate, Person, Programme

from .models import Buddy, BuddyQuerySet, Status, Task

ORDERS = {"": ("person__sort_name", "pk"), "nieuw": ("-applied_at", "-pk"), "wacht": ("applied_at", "pk")}
YES = "ja"


class BuddyFilter(ListFilter):
    """Which volunteers the list shows, and in which order."""

    status = forms.ChoiceField(label=_("Waar iemand is"), required=False)
    inzetbaar = forms.ChoiceField(
        label=_("Inzetbaar"),
        choices=[("", _("alle")), (YES, _("ja")), ("nee", _("nog niet"))],
        required=False,
    )
    stap = forms.ChoiceField(label=_("Nog te doen"), required=False)
    wijk = forms.ChoiceField(label=_("Wijk"), required=False)
    taal = forms.ChoiceField(label=_("Taal"), required=False)
    taak = forms.ChoiceField(label=_("Wat iemand doet"), required=False)
    langer = forms.ChoiceField(label=_("Wacht langer dan"), choices=WEEKS, required=False)
    sorteer = forms.ChoiceField(
        label=_("Volgorde"),
        choices=[
            ("", _("op naam")),
            ("wacht", _("langst geleden aangemeld")),
            ("nieuw", _("nieuwste eerst")),
        ],
        required=False,
    )

    def __init__(self, data: Any, *, gates: Sequence[Gate], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = {
            "status": [("", _now("van nu")), *Status.choices, (EVERYONE, _now("ook van vroeger"))],
            "stap": [("", _now("maakt niet uit")), *((str(gate.pk), gate.name) for gate in gates)],
            "wijk": neighbourhood_choices(_now("alle wijken")),
            "taal": language_choices(),
            "taak": [("", _now("alles")), *Task.choices],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def found(self, mine: BuddyQuerySet) -> BuddyQuerySet:
        """Of the volunteers someone may see, those asked for, in the order asked for."""
        today = timezone.localdate()
        found = mine.select_related("person__neighbourhood").prefetch_related("steps")
        found = self._at(found.order_by(*ORDERS[self.asked("sorteer")]), today)
        if self.asked("stap"):
            found = found.without(int(self.asked("stap")), today)
        if self.asked("q"):
            found = found.filter(person__in=Person.objects.named(self.asked("q")))
        if self.asked("taal"):
            found = found.filter(person__languages__contains=[self.asked("taal")])
        if self.asked("taak"):
            found = found.filter(tasks__contains=[self.asked("taak")])
        if self.asked("langer"):
            longest = timezone.now() - timedelta(weeks=int(self.asked("langer")))
            found = found.filter(status__in=[Status.INTERESTED, Status.ON_THE_WAY], applied_at__lt=longest)
        return found.filter(**lives_in(self.asked("wijk")))

    def _at(self, found: BuddyQuerySet, today: date) -> BuddyQuerySet:
        """Where on the way, and whether deployable."""
        status, deployable = self.asked("status"), self.asked("inzetbaar")
        if not status:
            found = found.exclude(status=Status.STOPPED)
        elif status != EVERYONE:
            found = found.filter(status=status)
        if deployable:
            ready = Buddy.objects.deployable(today)
            found = found.filter(pk__in=ready) if deployable == YES else found.exclude(pk__in=ready)
        return found


def row_of(buddy: Buddy, programme: Programme, gates: Sequence[Gate]) -> Row:
    """One volunteer as a line of the list."""
    parts = [str(buddy.person.neighbourhood or ""), _tasks(buddy), _to_do(buddy, gates)]
    tag, tone = _tag(buddy, gates)
    return Row(
        pk=buddy.pk,
        name=buddy.person.full_name,
        url=programme.to("buddies:person", buddy.pk),
        sub=" · ".join(filter(None, parts)),
        tag=tag,
        tone=tone,
    )


def _tasks(buddy: Buddy) -> str:
    """Other than one to one alone, which goes without saying."""
    return "" if buddy.tasks == [Task.BUDDY] else buddy.tasks_in_words


def _to_do(buddy: Buddy, gates: Sequence[Gate]) -> str:
    left = buddy.gates_left(gates, timezone.localdate())
    if not left or buddy.status == Status.STOPPED:
        return ""
    return _now("nog te doen: %(gate)s") % {"gate": left[0].name}


def _tag(buddy: Buddy, gates: Sequence[Gate]) -> tuple[str, str]:
    today = timezone.localdate()
    if buddy.is_deployable(gates, today):
        return _now("inzetbaar"), "good"
    if buddy.status == Status.ACTIVE and buddy.gates_left(gates, today):
        return _now("nog niet inzetbaar"), "warn"
    return str(buddy.get_status_display()), ""


def columns(gates: Sequence[Gate]) -> list[Column]:
    """What a line says, in columns, for a file."""
    return [
        Column(_("Naam"), lambda each: each.person.full_name),
        Column(_("Wijk"), lambda each: str(each.person.neighbourhood or "")),
        Column(_("Talen"), lambda each: each.person.languages_in_words),
        Column(_("Wat iemand doet"), lambda each: each.tasks_in_words),
        Column(_("Waar iemand is"), lambda each: _tag(each, gates)[0]),
        Column(
            _("Nog te doen"),
            lambda each: ", ".join(gate.name for gate in each.gates_left(gates, timezone.localdate())),
        ),
    ]

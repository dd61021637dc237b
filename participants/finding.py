"""The list of participants: what can be asked of it, who is found, and how one line reads on screen and in a file."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

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
from programmes.models import Language, Person, Programme
from programmes.models import Words as ProgrammeWords

from .models import Participant, ParticipantQuerySet, Status

ORDERS: dict[str, tuple[Any, ...]] = {
    "": ("person__sort_name", "pk"),
    "nieuw": ("-applied_at", "-pk"),
    "wacht": (F("waiting_since").asc(nulls_last=True), "applied_at", "pk"),
}
TONES = {Status.MATCHED: "good", Status.WAITING: "accent", Status.APPLIED: "warn"}


class PeopleFilter(ListFilter):
    """Which participants the list shows, and in which order."""

    status = forms.ChoiceField(label=_("Waar iemand is"), required=False)
    wijk = forms.ChoiceField(label=_("Wijk"), required=False)
    taal = forms.ChoiceField(label=_("Taal"), required=False)
    langer = forms.ChoiceField(label=_("Wacht langer dan"), choices=WEEKS, required=False)
    sorteer = forms.ChoiceField(
        label=_("Volgorde"),
        choices=[("", _("op naam")), ("wacht", _("langst wachtend eerst")), ("nieuw", _("nieuwste eerst"))],
        required=False,
    )

    def __init__(self, data: Any, *, words: ProgrammeWords, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = {
            "status": [
                ("", _now("nu bij ons")),
                *((value, str(label).replace("buddy", words.buddy)) for value, label in Status.choices),
                (EVERYONE, _now("ook van vroeger")),
            ],
            "wijk": neighbourhood_choices(_now("alle wijken")),
            "taal": language_choices(),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def found(self, mine: ParticipantQuerySet) -> ParticipantQuerySet:
        """Of the people someone may see, those asked for, in the order asked for."""
        found = mine.select_related("person__neighbourhood").order_by(*ORDERS[self.asked("sorteer")])
        status = self.asked("status")
        if not status:
            found = found.with_us()
        elif status != EVERYONE:
            found = found.filter(status=status)
        if self.asked("q"):
            found = found.filter(person__in=Person.objects.named(self.asked("q")))
        if self.asked("taal"):
            found = found.filter(person__languages__contains=[self.asked("taal")])
        if self.asked("langer"):
            longest = timezone.localdate() - timedelta(weeks=int(self.asked("langer")))
            found = found.filter(status=Status.WAITING, waiting_since__lt=longest)
        return found.filter(**lives_in(self.asked("wijk")))


def row_of(participant: Participant, programme: Programme) -> Row:
    """One participant as a line of the list."""
    person = participant.person
    return Row(
        pk=participant.pk,
        name=person.full_name,
        url=programme.to("participants:person", participant.pk),
        sub=" · ".join(
            filter(None, [str(person.neighbourhood or ""), _languages(person), _waiting(participant)])
        ),
        tag=participant.status_in(programme.words),
        tone=TONES.get(Status(participant.status), ""),
    )


def _languages(person: Person) -> str:
    """Other than Dutch alone, which goes without saying."""
    return "" if person.languages == [Language.DUTCH] else person.languages_in_words


def _waiting(participant: Participant) -> str:
    weeks = participant.weeks_waiting(timezone.localdate()) if participant.status == Status.WAITING else 0
    return ngettext("wacht %(n)s week", "wacht %(n)s weken", weeks) % {"n": weeks} if weeks else ""


def columns(programme: Programme) -> list[Column]:
    """What a line says, in columns, for a file."""
    return [
        Column(_("Naam"), lambda each: each.person.full_name),
        Column(_("Wijk"), lambda each: str(each.person.neighbourhood or "")),
        Column(_("Talen"), lambda each: each.person.languages_in_words),
        Column(_("Waar iemand is"), lambda each: each.status_in(programme.words)),
        Column(_("Wacht sinds"), lambda each: each.waiting_since if each.status == Status.WAITING else None),
    ]

"""Shapes of input: finding, planning, who was there, what was learned."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programmes.fields import DayField, FreeText, PickMany, PickOne, Words
from programmes.forms import KlikForm
from programmes.models import Membership, Person
from programmes.models import Words as ProgrammeWords

from . import guests
from .models import IntervisionNote, Kind, Location, Method, Presence, Session

FEW = 7
NEW = "nieuw"
MOST_CHECKBOXES = 200
YEARS_AHEAD = 5
GONE = _("Deze keuze is er niet (meer). Kies opnieuw.")


class TimeField(forms.TimeField):
    """A time of day from the browser's own picker; also typed as 19.30."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **kwargs)
        self.error_messages["invalid"] = _("Dit is geen tijd. Schrijf het als 19:30.")


class SessionFilter(KlikForm):
    """Which sessions the list shows. In the address, so that a list can be kept and shared."""

    WHEN = [("", _("wat komt")), ("geweest", _("wat is geweest"))]

    wanneer = forms.ChoiceField(label=_("Wanneer"), choices=WHEN, required=False)
    soort = forms.ChoiceField(
        label=_("Soort"), choices=[("", _("alle soorten")), *Kind.choices], required=False
    )

    def chosen(self) -> tuple[bool, str]:
        """(whether the past is asked for, the kind or ""); what is not a choice counts as not asked."""
        self.is_valid()
        return self.cleaned_data.get("wanneer") == "geweest", self.cleaned_data.get("soort", "")


class SessionForm(KlikForm):
    """When, where and by whom; for a new session also who is expected, which depends on the kind."""

    title = Words(label=_("Hoe heet het?"), max_length=120)
    day = DayField(
        label=_("Welke dag?"), help_text=_("Ook een dag die al geweest is, om het achteraf op te schrijven.")
    )
    starts = TimeField(label=_("Van"))
    ends = TimeField(label=_("Tot"))
    location = forms.ChoiceField(label=_("Waar?"))
    new_location = Words(label=_("Hoe heet de nieuwe plek?"), max_length=80, required=False)
    led_by = forms.ChoiceField(label=_("Wie begeleidt het?"))

    def __init__(
        self,
        data: Any = None,
        *,
        kind: Kind,
        membership: Membership,
        words: ProgrammeWords,
        session: Session | None = None,
    ) -> None:
        leader = session.led_by if session else membership.person
        self.locations = {str(place.pk): place for place in Location.objects.all()}
        self.leaders = {str(person.pk): person for person in guests.can_lead(membership)[:MOST_CHECKBOXES]}
        self.leaders.setdefault(str(leader.pk), leader)
        super().__init__(data, initial=self._of(session) if session else self._fresh(kind, leader))
        self._offer_places()
        self._choice("led_by").choices = [(pk, str(person)) for pk, person in self.leaders.items()]
        self.groups: dict[str, dict[str, Person]] = {}
        self.too_many = False
        for name, people in guests.suggested(kind, membership) if session is None else []:
            self._offer_people(name, people, _group_label(name, words))

    @staticmethod
    def _fresh(kind: Kind, leader: Person) -> dict[str, Any]:
        title = capfirst(str(kind.label)) if kind in {Kind.TRAINING, Kind.INTERVISION} else ""
        return {"led_by": str(leader.pk), "title": title}

    @staticmethod
    def _of(session: Session) -> dict[str, Any]:
        return {
            "title": session.title,
            "day": session.day,
            "starts": timezone.localtime(session.starts_at).time(),
            "ends": timezone.localtime(session.ends_at).time(),
            "location": str(session.location_id),
            "led_by": str(session.led_by_id),
        }

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def _offer_places(self) -> None:
        if not self.locations:
            del self.fields["location"]
            self.fields["new_location"].label = _("Waar?")
            self.fields["new_location"].required = True
            return
        places = [(pk, place.name) for pk, place in self.locations.items()]
        if len(places) <= FEW:
            self.fields["location"].widget = forms.RadioSelect()
        else:
            places = [("", _now("Kies een plek")), *places]
        self._choice("location").choices = [*places, (NEW, _now("een nieuwe plek"))]

    def _offer_people(self, name: str, people: Iterable[Person], label: Any) -> None:
        found = list(people[: MOST_CHECKBOXES + 1])  # type: ignore[index]
        if len(found) > MOST_CHECKBOXES:
            self.too_many = True
        elif found:
            self.groups[name] = {str(person.pk): person for person in found}
            self.fields[name] = PickMany(
                label=label,
                required=False,
                choices=[(pk, str(person)) for pk, person in self.groups[name].items()],
                error_messages={"invalid_choice": GONE},
            )

    def people_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.groups]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day.year > timezone.localdate().year + YEARS_AHEAD:
            raise ValidationError(_("Dit jaar kan niet kloppen."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("Het einde ligt voor het begin."))
        if "location" not in self.errors and "new_location" not in self.errors:
            self._clean_place(cleaned)
        return cleaned

    def _clean_place(self, cleaned: dict[str, Any]) -> None:
        """One place: chosen or new. A new name that is there already is that place."""
        name, chosen = cleaned["new_location"], cleaned.get("location", NEW)
        if name and chosen != NEW:
            self.add_error("new_location", _("Kies een plek of schrijf een nieuwe op, niet allebei."))
        elif not name and chosen == NEW:
            self.add_error("new_location", _("Dit is nog leeg. Vul het in."))
        known = (place for place in self.locations.values() if place.name.casefold() == name.casefold())
        cleaned["place"] = self.locations.get(chosen) or next(known, None)

    @property
    def expected(self) -> list[Person]:
        return [self.groups[name][pk] for name in self.groups for pk in self.cleaned_data[name]]

    def period(self) -> tuple[datetime, datetime]:
        """Begin and end as moments in Dutch time."""
        day: date = self.cleaned_data["day"]
        starts: time = self.cleaned_data["starts"]
        ends: time = self.cleaned_data["ends"]
        return timezone.make_aware(datetime.combine(day, starts)), timezone.make_aware(
            datetime.combine(day, ends)
        )


def _group_label(name: str, words: ProgrammeWords) -> str:
    return {
        "on_the_way": _now("Wie komt er? %(people)s die zich voorbereiden"),
        "active": _now("Wie komt er? %(people)s die meedoen"),
        "participants": _now("Wie komt er? %(people)s"),
    }[name] % {"people": words.Participants if name == "participants" else words.Buddies}


class AttendanceForm(KlikForm):
    """One answer per person on the list, and per person found to add. Leaving one open is fine."""

    BEFORE = [(Presence.EXPECTED, _("komt")), (Presence.CALLED_OFF, Presence.CALLED_OFF.label)]
    AFTER = [(p, p.label) for p in (Presence.PRESENT, Presence.CALLED_OFF, Presence.ABSENT)]

    def __init__(
        self,
        data: Any = None,
        *,
        session: Session,
        listed: dict[Person, str],
        found: Iterable[Person] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.is_over = session.day <= timezone.localdate()
        self.found = {person.pk for person in found}
        self.listed = {person.pk for person in listed}
        for person in [*listed, *(person for person in found if person not in listed)]:
            self.fields[f"p{person.pk}"] = PickOne(
                label=str(person),
                required=False,
                choices=self.AFTER if self.is_over else self.BEFORE,
                initial=listed.get(person),
                error_messages={"invalid_choice": GONE},
            )

    def rows(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if int(name[1:]) in self.listed]

    def extra_rows(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if int(name[1:]) not in self.listed]

    def presences(self, *, rest: Presence | None = None) -> dict[int, Presence]:
        """What was answered, by person id; `rest` is the answer for those on the list who were left open."""
        given = {int(name[1:]): answer for name, answer in self.cleaned_data.items()}
        answers = {pk: Presence(answer) for pk, answer in given.items() if answer}
        if rest is not None:
            answers |= dict.fromkeys(self.listed - set(answers), rest)
        return answers


class LearningForm(KlikForm):
    """What an intervision taught. `seen` holds what the writer's page was based on; empty while there is nothing.

    The page warns in words of its own.
    """

    method = PickOne(label=_("Op welke manier?"), choices=Method)
    learning_points = FreeText(
        label=_("Wat leerden we?"),
        help_text=_("Wat de groep meeneemt. Zonder namen van deelnemers."),
        warns=False,
    )
    tips = FreeText(label=_("Tips voor elkaar"), required=False, max_length=1000, warns=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    @staticmethod
    def of(note: IntervisionNote | None) -> dict[str, str]:
        """What the form begins with."""
        if note is None:
            return {}
        return {
            "method": note.method,
            "learning_points": note.learning_points,
            "tips": note.tips,
            "seen": note.fingerprint,
        }

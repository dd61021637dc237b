"""The one form a buddy fills in time and again: short, and with the usual answers in place."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from buddies.models import Task
from goals.models import ActionStep
from matching.models import Match
from programmes.fields import DayField, FreeText, PickMany, PickOne, Words
from programmes.forms import KlikForm

from .along import ASKED
from .models import CalledOff, Contact, Done, Log, Mood, Shift, Way, Who, in_hours

OTHER = "other"
OFF = "off"
TASK = "task:"
LENGTHS = [("30", _("½ uur")), ("60", _("1 uur")), ("120", _("2 uur")), (OTHER, _("anders"))]
OTHER_LENGTHS = [
    ("", _("Kies")),
    ("15", _("een kwartier")),
    ("90", _("1½ uur")),
    ("180", _("3 uur")),
    ("240", _("4 uur")),
    ("300", _("5 uur")),
    ("360", _("6 uur")),
    ("480", _("een hele dag")),
]


def usual_length(minutes: int) -> str:
    """The big step nearest to what it took last time: one of them is always chosen, so nobody has to."""
    return min(
        (value for value, _words in LENGTHS if value != OTHER), key=lambda value: abs(int(value) - minutes)
    )


class LogForm(KlikForm):
    """`matches` are the people to choose from, the usual one first; `tasks` what this volunteer does besides.

    `today` is the day the page was asked for, `steps` the open steps of those people's plans.
    """

    match = PickOne(label=_("Met wie?"))
    mood = PickOne(label=_("Hoe ging het?"), choices=[*Mood.choices, (OFF, _("ging niet door"))])
    off_by = PickOne(label=_("Hoe kwam dat?"), choices=Who.choices, required=False)
    day = PickOne(label=_("Wanneer"))
    other_day = DayField(label=_("Welke dag?"), required=False, not_after_today=True)
    way = PickOne(label=_("Wat deden jullie"), choices=Way.choices, required=False)
    length = PickOne(label=_("Hoe lang"), choices=LENGTHS, required=False)
    other_length = forms.ChoiceField(label=_("Hoe lang dan?"), required=False, choices=OTHER_LENGTHS)
    steps = PickMany(label=_("Waar werkten jullie aan?"), required=False)
    success = Words(label=_("Wat ging er goed?"), required=False)
    note = FreeText(label=_("Wat wil je erbij schrijven?"), required=False)
    worried = forms.BooleanField(label=_("Ik maak me zorgen"), required=False)
    worry = FreeText(label=_("Waar maak je je zorgen over?"), required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        matches: Sequence[Match],
        today: date,
        tasks: Sequence[str] = (),
        steps: Sequence[ActionStep] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for along in ASKED:
            is_told = any(self.data.get(name) or name in self.files for name in along.names)
            self.fields |= along.fields(is_told=is_told)
        self.speak_plainly()
        yesterday = today - timedelta(days=1)
        self.matches = {str(match.pk): match for match in matches}
        self.tasks = {f"{TASK}{task}": Task(task) for task in tasks}
        self.open_steps = {str(step.pk): step for step in steps}
        people = [(str(match.pk), name) for match, name in _names(matches)]
        self._choices("match", [*people, *((value, task.label) for value, task in self.tasks.items())])
        if self.tasks and not self.matches:
            self._choices("mood", list(Mood.choices))
        self._choices("steps", [(number, step.words) for number, step in self.open_steps.items()])
        # The days themselves are sent, so a form that was opened before midnight still means what it said.
        self._choices(
            "day",
            [
                (today.isoformat(), _("Vandaag")),
                (yesterday.isoformat(), _("Gisteren")),
                (OTHER, _("Andere dag")),
            ],
        )
        self.fields["uid"].error_messages |= dict.fromkeys(
            ["required", "invalid"], _("Er ging iets mis met dit formulier. Tik nog een keer op Opslaan.")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._other("day", "other_day", _("Kies welke dag."))
        self._ask_for_more(cleaned)
        if "day" in cleaned and "other_day" in cleaned:
            day = cleaned["day"]
            cleaned["on"] = cleaned["other_day"] if day == OTHER else date.fromisoformat(day)
        if (match := self.matches.get(cleaned.get("match", ""))) and (on := cleaned.get("on")):
            self._check_day(match, on, "other_day" if cleaned["day"] == OTHER else "day")
        for along in ASKED:
            if set(along.names) <= set(self.fields):
                along.clean(self)
        return cleaned

    def _ask_for_more(self, cleaned: dict[str, Any]) -> None:
        """What else must be told, now that is known whether it went on, and with whom or what."""
        is_task = cleaned.get("match") in self.tasks
        if self.is_off and is_task:
            self.add_error("mood", _("Kies er een."))
        wanted = ["off_by"] if self.is_off else ["length"] if is_task else ["way", "length"]
        for name in wanted:
            if name in self.fields and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Kies er een."))
        if not self.is_off:
            self._other("length", "other_length", _("Kies hoe lang."))

    @property
    def is_off(self) -> bool:
        """Whether it tells that what was agreed did not go on."""
        return bool(self.cleaned_data.get("mood") == OFF)

    @property
    def is_log_valid(self) -> bool:
        """Whether the log itself can be kept, whatever is the matter with what was told along."""
        return set(self.errors) <= {name for along in ASKED for name in along.names}

    @property
    def along(self) -> list[str]:
        """The fields for another room that are wrong or filled in."""
        names = (name for along in ASKED for name in along.names if name in self.fields)
        return [name for name in names if self[name].value() or self[name].errors]

    @property
    def only_match(self) -> Match | None:
        """The one it must be about, when there is nothing to choose."""
        return next(iter(self.matches.values())) if len(self.matches) == 1 and not self.tasks else None

    def steps_by_match(self) -> list[tuple[Match, list[BoundWidget]]]:
        """The steps to tick, under the person whose they are; only people who have any."""
        of_person: dict[int, list[BoundWidget]] = {}
        for widget in self["steps"].subwidgets:
            step = self.open_steps[str(widget.data["value"])]
            of_person.setdefault(step.goal.plan.participant_id, []).append(widget)
        return [
            (match, of_person[match.participant_id])
            for match in self.matches.values()
            if match.participant_id in of_person
        ]

    def in_words(self) -> list[str]:
        """What was filled in, for whoever decides on it; what is missing or wrong is left out."""
        told = self.cleaned_data
        match, task = self.matches.get(told.get("match", "")), self.tasks.get(told.get("match", ""))
        lines = [
            match.participant.person.full_name if match else (task.label if task else ""),
            date_format(told["on"], "l j F Y") if told.get("on") else "",
            *(self._off_in_words(told) if self.is_off else self._done_in_words(told)),
            told.get("note", ""),
            *(along.in_words(told) for along in ASKED),
        ]
        return [str(line) for line in lines if line]

    def _off_in_words(self, told: dict[str, Any]) -> list[Any]:
        return [_("ging niet door"), dict(Who.choices).get(told.get("off_by", ""), "")]

    def _done_in_words(self, told: dict[str, Any]) -> list[Any]:
        way, mood = dict(Way.choices).get(told.get("way", ""), ""), told.get("mood")
        length = in_hours(self._minutes()) if told.get("length") and "other_length" not in self.errors else ""
        return [
            ", ".join(filter(None, (str(way), length))),
            _("het ging %(mood)s") % {"mood": Mood(mood).label} if mood else "",
            told.get("success", ""),
        ]

    @property
    def match_chosen(self) -> Match | None:
        """With whom; None when it is about a task."""
        return self.matches.get(self.cleaned_data["match"])

    def answers(self) -> dict[str, Any]:
        """What `log_contact` takes, `log_called_off` when it did not go on, or `log_shift` when it is about a task."""
        cleaned, match = self.cleaned_data, self.match_chosen
        if self.is_off:
            return {name: cleaned[name] for name in ("on", "off_by", "note", "uid")} | {"match": match}
        same = {name: cleaned[name] for name in ("on", "mood", "note", "uid")} | {"minutes": self._minutes()}
        if match is None:
            return {**same, "task": self.tasks[cleaned["match"]]}
        steps = [self.open_steps[number] for number in cleaned["steps"]]
        return {
            **same,
            "match": match,
            "way": cleaned["way"],
            "success": cleaned["success"],
            "steps": [step for step in steps if step.goal.plan.participant_id == match.participant_id],
        }

    def _minutes(self) -> int:
        cleaned = self.cleaned_data
        return int(cleaned["other_length"] if cleaned["length"] == OTHER else cleaned["length"])

    def renew_uid(self) -> None:
        """What is on the screen may be sent once more, as another contact."""
        data = self.data.copy() if isinstance(self.data, MultiValueDict) else dict(self.data)
        data["uid"] = str(uuid.uuid4())
        self.data = data

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _other(self, name: str, other: str, message: Any) -> None:
        cleaned = self.cleaned_data
        if cleaned.get(name) == OTHER and other in cleaned and not cleaned[other]:
            self.add_error(other, message)

    def _check_day(self, match: Match, on: date, field: str) -> None:
        if on < match.starts_on:
            words = _("Jullie begonnen op %(day)s. Kies een latere dag.")
            self.add_error(field, ValidationError(words % {"day": date_format(match.starts_on, "j F Y")}))


# What stands in the form under the name it is kept by.
AS_IT_IS = ("mood", "way", "off_by", "note")
# The fields that can be corrected of each.
KEPT: dict[type[Log], set[str]] = {
    Contact: {"mood", "day", "other_day", "way", "length", "other_length", "note"},
    Shift: {"mood", "day", "other_day", "length", "other_length", "note"},
    CalledOff: {"off_by", "day", "other_day", "note"},
}


class ChangeForm(LogForm):
    """What can be corrected of something logged before; with whom or for which task stays."""

    def __init__(self, *args: Any, thing: Log, today: date) -> None:
        super().__init__(
            *args,
            matches=[] if isinstance(thing, Shift) else [thing.match],
            tasks=[thing.task] if isinstance(thing, Shift) else [],
            today=today,
            initial=_as_chosen(thing, today),
        )
        self.thing = thing
        for name in set(self.fields) - KEPT[type(thing)]:
            del self.fields[name]
        if isinstance(thing, Done):
            self._choices("mood", list(Mood.choices))
            if str(thing.minutes) not in dict(OTHER_LENGTHS):
                self._choices("other_length", [*OTHER_LENGTHS, (str(thing.minutes), in_hours(thing.minutes))])

    def clean(self) -> dict[str, Any]:
        # Whom it is about was settled when it was logged; the checks of the day read it like a choice.
        subject = next(iter([*self.matches, *self.tasks]))
        self.cleaned_data["match"] = subject
        if isinstance(self.thing, CalledOff):
            self.cleaned_data["mood"] = OFF
        return super().clean()

    def answers(self) -> dict[str, Any]:
        """What the action that changes such a thing takes."""
        answers = {"on": self.cleaned_data["on"]}
        answers |= {name: self.cleaned_data[name] for name in AS_IT_IS if name in self.fields}
        return answers | ({"minutes": self._minutes()} if "length" in self.fields else {})


def _as_chosen(thing: Log, today: date) -> dict[str, Any]:
    """The answers as they were given, in the form's own terms."""
    is_near = today - thing.on in {timedelta(0), timedelta(days=1)}
    chosen = {
        "day": thing.on.isoformat() if is_near else OTHER,
        "other_day": None if is_near else thing.on,
        **{name: getattr(thing, name) for name in AS_IT_IS if hasattr(thing, name)},
    }
    if isinstance(thing, Done):
        is_big_step = str(thing.minutes) in dict(LENGTHS)
        chosen["length"] = str(thing.minutes) if is_big_step else OTHER
        chosen["other_length"] = "" if is_big_step else str(thing.minutes)
    return chosen


class TakeUpForm(KlikForm):
    """What a coordinator does with a worry."""

    what_was_done = FreeText(label=_("Wat doe je ermee?"))


def _names(matches: Sequence[Match]) -> list[tuple[Match, str]]:
    """First names; with the surname where two people share one."""
    firsts = [match.participant.person.first_name for match in matches]
    return [
        (match, first if firsts.count(first) == 1 else match.participant.person.full_name)
        for match, first in zip(matches, firsts, strict=True)
    ]

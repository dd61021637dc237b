"""The one form a buddy fills in time and again: short, and with the usual answers in place."""

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from matching.models import Match
from programmes.fields import DayField, FreeText, PickOne
from programmes.forms import KlikForm

from .models import Mood, Way

OTHER = "other"
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
    """`matches` are the people to choose from, the usual one first; `today` is the day the page was asked for."""

    match = PickOne(label=_("Met wie?"))
    mood = PickOne(label=_("Hoe ging het?"), choices=Mood.choices)
    day = PickOne(label=_("Wanneer"))
    other_day = DayField(label=_("Welke dag?"), required=False, not_after_today=True)
    way = PickOne(label=_("Wat deden jullie"), choices=Way.choices)
    length = PickOne(label=_("Hoe lang"), choices=LENGTHS)
    other_length = forms.ChoiceField(label=_("Hoe lang dan?"), required=False, choices=OTHER_LENGTHS)
    note = FreeText(label=_("Wat wil je erbij schrijven?"), required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, matches: list[Match], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        yesterday = today - timedelta(days=1)
        self.matches = {str(match.pk): match for match in matches}
        self._choices("match", [(str(match.pk), name) for match, name in _names(matches)])
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
        self._other("length", "other_length", _("Kies hoe lang."))
        if "day" in cleaned and "other_day" in cleaned:
            day = cleaned["day"]
            cleaned["on"] = cleaned["other_day"] if day == OTHER else date.fromisoformat(day)
        if (match := self.matches.get(cleaned.get("match", ""))) and (on := cleaned.get("on")):
            self._check_day(match, on, "other_day" if cleaned["day"] == OTHER else "day")
        return cleaned

    def answers(self) -> dict[str, Any]:
        """What `log_contact` takes."""
        cleaned = self.cleaned_data
        length = cleaned["other_length"] if cleaned["length"] == OTHER else cleaned["length"]
        same = {name: cleaned[name] for name in ("on", "way", "mood", "note", "uid")}
        return {**same, "match": self.matches[cleaned["match"]], "minutes": int(length)}

    def renew_uid(self) -> None:
        """What is on the screen may be sent once more, as another contact."""
        data = self.data.copy() if isinstance(self.data, MultiValueDict) else dict(self.data)
        data["uid"] = str(uuid.uuid4())
        self.data = data

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, PickOne)
        field.choices = choices

    def _other(self, name: str, other: str, message: Any) -> None:
        cleaned = self.cleaned_data
        if cleaned.get(name) == OTHER and other in cleaned and not cleaned[other]:
            self.add_error(other, message)

    def _check_day(self, match: Match, on: date, field: str) -> None:
        if on < match.starts_on:
            words = _("Jullie begonnen op %(day)s. Kies een latere dag.")
            self.add_error(field, ValidationError(words % {"day": date_format(match.starts_on, "j F Y")}))


def _names(matches: list[Match]) -> list[tuple[Match, str]]:
    """First names; with the surname where two people share one."""
    firsts = [match.participant.person.first_name for match in matches]
    return [
        (match, first if firsts.count(first) == 1 else match.participant.person.full_name)
        for match, first in zip(matches, firsts, strict=True)
    ]

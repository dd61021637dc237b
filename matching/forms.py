"""What coordinators, participants and buddies fill in between the cards and the match."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buddies.models import Gender, Theme
from participants.models import Participant
from programmes import models as programmes
from programmes.fields import DayField, FreeText, PickMany, PickOne, Words
from programmes.forms import KlikForm

from . import fit
from .actions import FEWEST_CARDS, MOST_CARDS
from .models import (
    Answer,
    CardAnswer,
    ChoiceCard,
    EndedBy,
    EndReason,
    Ground,
    Match,
    NearPair,
    TrialAnswer,
    WishKind,
)


class RoundForm(KlikForm):
    """Which buddies come on the cards; `can_be_shown` are their keys. Cleaned: those picked, in that same order."""

    buddies = PickMany(label=_("Wie komen er op de kaarten?"))

    def __init__(self, *args: Any, can_be_shown: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_order = list(can_be_shown)
        self.fields["buddies"].choices = [(pk, "") for pk in self.in_order]  # type: ignore[attr-defined]

    def clean_buddies(self) -> list[int]:
        ticked = {int(pk) for pk in self.cleaned_data["buddies"]}
        picked = [pk for pk in self.in_order if pk in ticked]
        if not FEWEST_CARDS <= len(picked) <= MOST_CARDS:
            raise ValidationError(
                _("Kies twee of drie mensen, en hooguit vijf. Bij één kaart valt er niets te kiezen.")
            )
        return picked


class PaperForm(KlikForm):
    """A choice given on paper or by voice, one question per card."""

    def __init__(self, *args: Any, cards: list[ChoiceCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {card.pk: f"card-{card.pk}" for card in cards}
        for card in cards:
            self.fields[self.names[card.pk]] = PickOne(
                label=card.buddy.person.first_name,
                choices=[*CardAnswer.choices, ("", _("Niet gezegd"))],
                required=False,
                initial=card.answer,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.answers:
            raise ValidationError(_("Vul van ten minste één kaart het antwoord in."))
        return cleaned

    @property
    def answers(self) -> Mapping[int, str]:
        said = {pk: self.cleaned_data.get(name, "") for pk, name in self.names.items()}
        return {pk: answer for pk, answer in said.items() if answer}


class InvitationForm(KlikForm):
    """The buddy's answer; the reason matters only with a no."""

    agrees = forms.TypedChoiceField(
        choices=[("yes", _("Ja")), ("no", _("Nee"))],
        coerce=lambda value: value == "yes",
        widget=forms.HiddenInput,
    )
    reason = FreeText(label=_("Voor de coördinator"), required=False, max_length=500)


class MeetingForm(KlikForm):
    """When and where the two meet."""

    day = DayField(label=_("Dag"))
    time = forms.TimeField(
        label=_("Tijd"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H"],
        error_messages={"invalid": _("Dit is geen tijd. Schrijf het als 14.30.")},
    )
    place = Words(label=_("Plek"), max_length=120, help_text=_("Een rustige plek die allebei kennen."))

    @property
    def moment(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]))


class HeldForm(KlikForm):
    """On which day they met."""

    on = DayField(label=_("Op welke dag zagen zij elkaar?"), not_after_today=True)


class KlikAnswerForm(KlikForm):
    """Yes, I doubt, or no; and why, for the coordinator only."""

    answer = PickOne(label=_("Klikte het?"), choices=Answer.choices)
    reason = FreeText(label=_("Voor de coördinator"), required=False, max_length=1000)


class ReasonForm(KlikForm):
    """A reason that is kept, for what a coordinator stops."""

    reason = FreeText(label=_("Waarom?"), max_length=500)


def reasons_in(words: programmes.Words) -> dict[str, Any]:
    """Why a match ends, in the words of the programme."""
    return {
        **dict(EndReason.choices),
        EndReason.STOPPED_PARTICIPANT.value: _("%(who)s wilde iets anders") % {"who": words.the_participant},
        EndReason.STOPPED_BUDDY.value: _("%(who)s kon niet verder") % {"who": words.the_buddy},
    }


def enders_in(words: programmes.Words) -> dict[str, Any]:
    """Who can have wanted a match to end, in the words of the programme."""
    return {
        **dict(EndedBy.choices),
        EndedBy.PARTICIPANT.value: words.the_participant,
        EndedBy.BUDDY.value: words.the_buddy,
    }


class EndForm(KlikForm):
    """How a match is rounded off, by whom, and what comes after."""

    on = DayField(label=_("Laatste dag"), not_after_today=True)
    reason = PickOne(label=_("Waarom stopt het?"))
    ended_by = PickOne(label=_("Wie wilde dat?"))
    after = PickOne(label=_("En daarna?"))

    def __init__(self, *args: Any, match: Match, words: programmes.Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.match = match
        self.fields["reason"].choices = list(reasons_in(words).items())  # type: ignore[attr-defined]
        self.fields["ended_by"].choices = list(enders_in(words).items())  # type: ignore[attr-defined]
        self.fields["after"].choices = [  # type: ignore[attr-defined]
            ("again", _("Een andere %(buddy)s zoeken") % {"buddy": words.buddy}),
            (
                "aftercare",
                _("Nazorg: %(months)s maanden een oogje in het zeil")
                % {"months": match.programme.aftercare_months},
            ),
            ("ready", _("Het is goed zo")),
        ]

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on < self.match.starts_on:
            raise ValidationError(_("De match begon later dan deze dag."))
        return on


class GroundForm(ReasonForm):
    """Why two people are not brought together."""

    ground = PickOne(label=_("Waarom niet?"), choices=Ground.choices)
    field_order = ["ground", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Wat is er aan de hand?")


class BlockForm(GroundForm):
    """Why a choice of a participant is stopped: only these three grounds count."""

    ground = PickOne(
        label=_("Waarom tegenhouden?"),
        choices=[choice for choice in Ground.choices if choice[0] != Ground.KNOWN],
    )


class PauseForm(ReasonForm):
    """From when a match stands still, and why."""

    on = DayField(label=_("Vanaf welke dag?"), not_after_today=True)
    field_order = ["on", "reason"]


class TrialForm(KlikForm):
    """The one question after the trial period."""

    answer = PickOne(label=_("Gaat het goed?"), choices=TrialAnswer.choices)


WEIGHT_WORDS = [
    ("0", _("telt niet")),
    ("1", _("een beetje")),
    ("2", _("mee")),
    ("3", _("goed mee")),
    ("4", _("zwaar")),
    ("5", _("het zwaarst")),
]


class WeightField(forms.TypedChoiceField):
    """How much something counts, in words; 0 to 5."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=WEIGHT_WORDS, coerce=int, widget=forms.Select, **kwargs)


class SettingsForm(KlikForm):
    """What the programme finds important between two people, and how long a volunteer may think."""

    language = WeightField(label=_("Een taal die zij allebei spreken"))
    theme = WeightField(label=_("Zelf meegemaakt waar het om gaat"))
    time = WeightField(label=_("Een dagdeel waarop zij allebei kunnen"))
    wish = WeightField(label=_("Past bij een wens (“liefst”)"))
    interest = WeightField(label=_("Houdt van hetzelfde"))
    neighbourhood = WeightField(label=_("Dezelfde wijk, of een wijk dichtbij"))
    answer_days = forms.IntegerField(
        label=_("Dagen om op een uitnodiging te antwoorden"),
        min_value=1,
        max_value=28,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Schrijf een getal, bijvoorbeeld 7."),
            "min_value": _("Kies een getal van 1 tot en met 28."),
            "max_value": _("Kies een getal van 1 tot en met 28."),
        },
    )

    @property
    def weights(self) -> fit.Weights:
        return fit.Weights(**{each.name: self.cleaned_data[each.name] for each in fields(fit.Weights)})


HOW_STRONG = [("", _("Liefst")), ("hard", _("Alleen zo"))]
ANYBODY = _("Maakt niet uit")


class WishesForm(KlikForm):
    """What matters to a participant in the volunteer they get; `only` asks one question of it.

    A field with `_hard` behind its name says how strongly.
    """

    interests = PickMany(
        label=_("Waar hou je van?"), choices=programmes.Interest, required=False, layout="dense"
    )
    gender = PickOne(
        label=_("Wil je een vrouw of een man?"),
        choices=[("", ANYBODY), (Gender.WOMAN.value, _("Een vrouw")), (Gender.MAN.value, _("Een man"))],
        required=False,
    )
    gender_hard = PickOne(label=_("Hoe belangrijk is dat?"), choices=HOW_STRONG, required=False)
    language = forms.ChoiceField(
        label=_("Wil je iemand die een taal spreekt?"),
        choices=[("", ANYBODY), *programmes.Language.choices],
        required=False,
    )
    language_hard = PickOne(label=_("Hoe belangrijk is dat?"), choices=HOW_STRONG, required=False)
    theme = PickOne(
        label=_("Wil je iemand die iets zelf kent?"),
        choices=[("", ANYBODY), *Theme.choices],
        required=False,
        layout="dense",
    )
    theme_hard = PickOne(label=_("Hoe belangrijk is dat?"), choices=HOW_STRONG, required=False)
    near = PickOne(
        label=_("Wil je iemand uit de buurt?"),
        choices=[("", ANYBODY), ("near", _("Ja, uit de buurt"))],
        required=False,
    )
    near_hard = PickOne(label=_("Hoe belangrijk is dat?"), choices=HOW_STRONG, required=False)

    def __init__(
        self, data: Any = None, *, participant: Participant, only: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, initial=self.of(participant), **kwargs)
        left_out = set() if participant.person.neighbourhood_id else {"near", "near_hard"}
        if only is not None:
            left_out |= set(self.fields) - {only, f"{only}_hard"}
        for name in left_out:
            del self.fields[name]
        for field in self.fields.values():
            field.is_quiet = True  # type: ignore[attr-defined]  # every question has an answer for "nothing"

    @staticmethod
    def of(participant: Participant) -> dict[str, Any]:
        """What was told before."""
        said: dict[str, Any] = {"interests": participant.interests}
        for wish in participant.wishes.all():
            said[wish.kind] = wish.what or "near"
            said[f"{wish.kind}_hard"] = "hard" if wish.is_hard else ""
        return said

    @property
    def questions(self) -> list[tuple[Any, Any]]:
        """Each question with how strongly it is meant, or None behind it."""
        return [
            (self[name], self[f"{name}_hard"] if f"{name}_hard" in self.fields else None)
            for name in self.fields
            if not name.endswith("_hard")
        ]

    @property
    def wishes(self) -> dict[WishKind, tuple[str, bool] | None]:
        """What was asked → what is wished and whether only that; None when it does not matter."""
        told = {kind: self.cleaned_data[kind] for kind in WishKind if kind in self.fields}
        return {
            kind: ("" if kind == WishKind.NEAR else what, bool(self.cleaned_data[f"{kind}_hard"]))
            if what
            else None
            for kind, what in told.items()
        }


class NearForm(KlikForm):
    """Per neighbourhood which of the others are near. Every pair is asked once, with the first of the two."""

    def __init__(
        self, data: Any = None, *, hoods: Sequence[programmes.Neighbourhood], pairs: Iterable[NearPair]
    ) -> None:
        kept = {frozenset((each.one_id, each.other_id)) for each in pairs}
        super().__init__(data)
        for at, hood in enumerate(hoods[:-1]):
            self.fields[f"near-{hood.pk}"] = PickMany(
                label=hood.name,
                choices=[(other.pk, other.name) for other in hoods[at + 1 :]],
                required=False,
                initial=[other.pk for other in hoods[at + 1 :] if frozenset((hood.pk, other.pk)) in kept],
                layout="dense",
            )
            self.fields[f"near-{hood.pk}"].is_quiet = True  # type: ignore[attr-defined]

    @property
    def pairs(self) -> list[tuple[int, int]]:
        return [
            (int(name.removeprefix("near-")), int(other))
            for name, others in self.cleaned_data.items()
            for other in others
        ]

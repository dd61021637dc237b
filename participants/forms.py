"""What is asked of people who come in, and of the coordinator who welcomes them. Few questions, nearly all optional."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programmes.fields import (
    DayField,
    EmailField,
    FreeText,
    NameField,
    PhoneField,
    PickMany,
    PickOne,
    Words,
    day_parts,
)
from programmes.forms import KlikForm, NeighbourhoodField, SignUpForm
from programmes.models import Language, Programme

from .models import Household, OutflowReason, Participant

NO_WAY_TO_REACH = _("Vul een telefoonnummer of e-mailadres in, of schrijf hoe we je kunnen vinden.")
MUST_AGREE = _("Zet hier een vinkje. Anders mogen we niets bewaren.")


class AgreeField(forms.BooleanField):
    """A yes that is needed to go on."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"error_messages": {"required": MUST_AGREE}, **kwargs})


class SelfForm(SignUpForm):
    """Someone signs themself up. Only a name, a way to be found and a yes are needed."""

    name = NameField(label=_("Hoe heet je?"), help_text=_("Alleen je voornaam mag ook."))
    phone = PhoneField(required=False)
    email = EmailField(required=False)
    how_to_reach = Words(
        label=_("Of anders"),
        help_text=_("Schrijf hoe we je kunnen vinden. Bijvoorbeeld: elke ochtend in het buurthuis."),
        required=False,
    )
    neighbourhood = NeighbourhoodField(label=_("In welke wijk woon je?"))
    language = forms.ChoiceField(
        label=_("Welke taal spreek je het liefst?"),
        choices=[("", _("Kies een taal")), *Language.choices],
        required=False,
    )
    hoped_for = FreeText(
        label=_("Wat hoop je?"), help_text=_("Een paar woorden is genoeg."), required=False, max_length=1000
    )
    agrees = AgreeField()

    ways: tuple[str, ...] = ("phone", "email", "how_to_reach")

    def __init__(self, data: Any = None, *, programme: Programme, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["agrees"].label = self.agreement(programme)
        if len(list(self.fields["neighbourhood"].choices)) == 1:  # type: ignore[attr-defined]
            del self.fields["neighbourhood"]

    def agreement(self, programme: Programme) -> str:
        return _now(
            "Ik vind het goed dat %(organisation)s bewaart wat ik hier invul. Ik kan daar altijd mee stoppen."
        ) % {"organisation": programme.organisation}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(way) or way in self.errors for way in self.ways):
            self.add_error("phone", NO_WAY_TO_REACH)
        return cleaned

    def told(self) -> dict[str, Any]:
        """What was filled in, as participants.actions.sign_up takes it."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "phone": cleaned["phone"],
            "email": cleaned["email"],
            "how_to_reach": cleaned["how_to_reach"],
            "neighbourhood": cleaned.get("neighbourhood"),
            "languages": [cleaned["language"]] if cleaned["language"] else [],
            "hoped_for": cleaned["hoped_for"],
            "form_key": self.form_key,
        }


class FamilyForm(SelfForm):
    """One parent signs up for the whole household."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hoped_for"].label = _("Wat zou jullie gezin helpen?")
        self.fields["hoped_for"].help_text = _(
            "Bijvoorbeeld: kleding, hulp met papieren, iemand om mee te praten."
        )

    def agreement(self, programme: Programme) -> str:
        return _now(
            "Wij vinden het goed dat %(organisation)s bewaart wat ik hier invul. We kunnen daar altijd mee stoppen."
        ) % {"organisation": programme.organisation}


class SomeoneForm(SelfForm):
    """A neighbour, relative or friend signs up someone who knows it and agrees."""

    signed_up_by = Words(
        label=_("Wie ben jij?"),
        max_length=80,
        help_text=_("Je naam, en wat je van diegene bent. Bijvoorbeeld: Hanneke, buurvrouw."),
    )
    own_phone = PhoneField(
        label=_("Jouw telefoonnummer"), required=False, help_text=_("Als we jou eerst mogen bellen.")
    )

    field_order = ["signed_up_by", "own_phone", "name"]
    ways = ("phone", "email", "how_to_reach", "own_phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in {
            "name": _("Hoe heet de persoon die je aanmeldt?"),
            "neighbourhood": _("In welke wijk woont die persoon?"),
            "language": _("Welke taal spreekt die persoon het liefst?"),
            "hoped_for": _("Wat zou helpen?"),
        }.items():
            if name in self.fields:
                self.fields[name].label = label
        self.fields["how_to_reach"].help_text = _(
            "Schrijf hoe we deze persoon kunnen vinden. Bijvoorbeeld: ga via mij."
        )

    def agreement(self, programme: Programme) -> str:
        return _now(
            "Deze persoon weet dat ik dit doe, en vindt het goed dat %(organisation)s dit bewaart."
        ) % {"organisation": programme.organisation}

    def told(self) -> dict[str, Any]:
        """What was filled in, with who filled it in."""
        who = [self.cleaned_data["signed_up_by"], self.cleaned_data["own_phone"]]
        return {**super().told(), "signed_up_by": ", ".join(filter(None, who))}


class ReferForm(SignUpForm):
    """A referrer brings in someone, with the goal to work on."""

    name = NameField(label=_("Wie verwijs je?"))
    phone = PhoneField(required=False)
    email = EmailField(required=False)
    how_to_reach = Words(
        label=_("Of anders"),
        help_text=_("Bijvoorbeeld: via mij, of elke ochtend in het buurthuis."),
        required=False,
    )
    neighbourhood = NeighbourhoodField(label=_("Wijk"))
    short_goal = FreeText(
        label=_("Kort doel"),
        help_text=_("Waar wil deze persoon aan werken? Eén of twee zinnen."),
        max_length=600,
    )
    agrees = AgreeField(
        label=_(
            "Deze persoon weet van de verwijzing en vindt het goed dat wij dit bewaren. "
            "Ook dat ik hoor of het doorgaat."
        )
    )

    def told(self) -> dict[str, Any]:
        """What was filled in, as participants.actions.refer takes it."""
        asked = ("name", "phone", "email", "how_to_reach", "neighbourhood", "short_goal")
        return {"form_key": self.form_key, **{name: self.cleaned_data[name] for name in asked}}


class IntakeForm(KlikForm):
    """A guide for the first conversation: rest first, then what someone is good at. Only the day is needed."""

    held_on = DayField(label=_("Wanneer was het gesprek?"), not_after_today=True)
    gives_stress = FreeText(
        label=_("Wat geeft nu de meeste stress?"), help_text=_("Daar beginnen we."), required=False
    )
    gives_rest = FreeText(label=_("Wat geeft rust?"), required=False)
    talents = FreeText(label=_("Waar ben je goed in, wat doe je graag?"), required=False)
    household = PickOne(
        label=_("Met wie woon je?"), choices=[*Household.choices, ("", _("weet ik niet"))], required=False
    )
    neighbourhood = NeighbourhoodField(label=_("In welke wijk woon je?"), also_past=True)
    languages = PickMany(label=_("Welke talen spreek je?"), choices=Language, required=False)
    available = PickMany(label=_("Wanneer kun je?"), choices=day_parts, required=False)

    @staticmethod
    def of(participant: Participant) -> dict[str, Any]:
        """What we know already, to begin with."""
        person = participant.person
        return {
            "neighbourhood": person.neighbourhood_id,
            "languages": person.languages,
            "available": person.available,
        }


class PersonForm(KlikForm):
    """What we know of someone, corrected by a coordinator."""

    name = NameField()
    phone = PhoneField(required=False)
    email = EmailField(required=False)
    how_to_reach = Words(label=_("Hoe bereik je deze persoon anders?"), required=False)
    neighbourhood = NeighbourhoodField(label=_("Wijk"), also_past=True)
    languages = PickMany(label=_("Talen"), choices=Language, required=False)
    available = PickMany(label=_("Kan op"), choices=day_parts, required=False)

    @staticmethod
    def of(participant: Participant) -> dict[str, Any]:
        """What the form begins with."""
        person = participant.person
        plain = ("phone", "email", "how_to_reach", "languages", "available")
        return {
            "name": person.name,
            "neighbourhood": person.neighbourhood_id,
            **{name: getattr(person, name) for name in plain},
        }


class ElsewhereForm(KlikForm):
    """Why another place fits better, in words the person and the referrer may read."""

    shareable_reason = FreeText(label=_("Wat raden we aan?"), max_length=600)


class MoveOnForm(KlikForm):
    """Where someone goes, and since when."""

    reason = PickOne(label=_("Waarmee gaat deze persoon verder?"), choices=OutflowReason)
    on = DayField(label=_("Sinds wanneer?"), not_after_today=True)

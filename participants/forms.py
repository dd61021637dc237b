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
from programmes.models import Door, Interest, Language, Partner, Programme

from .models import Household, LadderStep, OutflowReason, Participant, Purpose

NO_WAY_TO_REACH = _("Vul een telefoonnummer of e-mailadres in, of schrijf hoe we je kunnen vinden.")
MUST_AGREE = _("Zet hier een vinkje. Anders mogen we niets bewaren.")
COPIED_FROM_PAPER = _("Dit is overgenomen van papier of de telefoon, en deze persoon vindt dat goed.")


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


SIGN_UP_FORMS: dict[str, type[SelfForm]] = {
    Door.SELF.value: SelfForm,
    Door.FAMILY.value: FamilyForm,
    Door.SOMEONE_ELSE.value: SomeoneForm,
}


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


class LinkReferForm(ReferForm):
    """The same, by someone with a personal link and without an account."""

    field_order = ["name"]


class ReferralLinkForm(KlikForm):
    """For whom a personal link is made."""

    partner = forms.ModelChoiceField(
        label=_("Van welke organisatie?"),
        queryset=Partner.objects.all(),
        empty_label=_("Kies een organisatie"),
    )
    holder = Words(
        label=_("Voor wie?"), help_text=_("De naam van de consulent of hulpverlener."), max_length=80
    )
    email = EmailField(
        required=False, help_text=_("Dan komt er een mail als er nieuws is. In die mail staan geen namen.")
    )


class IntakeForm(KlikForm):
    """A guide for the first conversation: rest first, then what someone is good at. Only the day is needed."""

    held_on = DayField(label=_("Wanneer was het gesprek?"), not_after_today=True)
    gives_stress = FreeText(
        label=_("Wat geeft nu de meeste stress?"), help_text=_("Daar beginnen we."), required=False
    )
    gives_rest = FreeText(label=_("Wat geeft rust?"), required=False)
    talents = FreeText(label=_("Waar ben je goed in, wat doe je graag?"), required=False)
    interests = PickMany(label=_("Waar hou je van?"), choices=Interest, required=False, layout="dense")
    household = PickOne(
        label=_("Met wie woon je?"), choices=[*Household.choices, ("", _("weet ik niet"))], required=False
    )
    neighbourhood = NeighbourhoodField(label=_("In welke wijk woon je?"), also_past=True)
    languages = PickMany(label=_("Welke talen spreek je?"), choices=Language, required=False, layout="dense")
    available = PickMany(label=_("Wanneer kun je?"), choices=day_parts, required=False, layout="week")
    how_to_reach = Words(
        label=_("Hoe bereiken we je het best?"),
        help_text=_("Bijvoorbeeld: liever appen dan bellen, of elke ochtend in het buurthuis."),
        required=False,
    )
    ladder = forms.TypedChoiceField(
        label=_("Participatieladder"),
        help_text=_(
            "Alleen als jullie daarmee werken. Het is een plek van nu, geen oordeel. In het eerste gesprek over "
            "het jaar staat dit antwoord klaar."
        ),
        choices=[("", _("niet invullen")), *LadderStep.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, may_measure: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_measure:
            del self.fields["ladder"]

    @staticmethod
    def of(participant: Participant) -> dict[str, Any]:
        """What we know already, to begin with."""
        person = participant.person
        return {
            "how_to_reach": person.how_to_reach,
            "neighbourhood": person.neighbourhood_id,
            "languages": person.languages,
            "available": person.available,
            "interests": participant.interests,
        }


class PersonForm(KlikForm):
    """What we know of someone, corrected by a coordinator."""

    name = NameField()
    phone = PhoneField(required=False)
    email = EmailField(required=False)
    how_to_reach = Words(label=_("Hoe bereik je deze persoon anders?"), required=False)
    neighbourhood = NeighbourhoodField(label=_("Wijk"), also_past=True)
    languages = PickMany(label=_("Talen"), choices=Language, required=False, layout="dense")
    available = PickMany(label=_("Kan op"), choices=day_parts, required=False, layout="week")
    interests = PickMany(label=_("Houdt van"), choices=Interest, required=False, layout="dense")

    @staticmethod
    def of(participant: Participant) -> dict[str, Any]:
        """What the form begins with."""
        person = participant.person
        plain = ("phone", "email", "how_to_reach", "languages", "available")
        return {
            "name": person.name,
            "neighbourhood": person.neighbourhood_id,
            "interests": participant.interests,
            **{name: getattr(person, name) for name in plain},
        }


class ElsewhereForm(KlikForm):
    """Why another place fits better, in words the person and the referrer may read."""

    shareable_reason = FreeText(label=_("Wat raden we aan?"), max_length=600)


class AnswerForm(ElsewhereForm):
    """Why somebody has to wait, in words the person and the referrer may read."""

    shareable_reason = FreeText(
        label=_("Wat zeggen we erbij?"),
        help_text=_("Bijvoorbeeld: we hebben in februari weer plek."),
        max_length=600,
    )


class HandOverForm(KlikForm):
    """Which organisation takes it from here, and who said yes to that."""

    partner = forms.ModelChoiceField(
        label=_("Naar welke organisatie?"),
        queryset=Partner.objects.all(),
        empty_label=_("Kies een organisatie"),
    )
    agreed_by = Words(label=_("Wie gaf toestemming?"), max_length=80)
    told = FreeText(
        label=_("Wat geven we door?"),
        help_text=_("Alleen wat nodig is, en wat deze persoon goedvindt."),
        required=False,
        max_length=600,
    )
    goes = PickOne(
        label=_("En dan?"),
        choices=[("on", _("de ander neemt het over")), ("both", _("wij blijven er ook bij"))],
        initial="on",
    )
    on = DayField(label=_("Op welke dag?"), not_after_today=True)


class ConsentForm(KlikForm):
    """A yes for one thing, and who gave it."""

    purpose = PickOne(label=_("Waarvoor?"))
    given_by = Words(label=_("Wie gaf toestemming?"), max_length=80)
    on = DayField(label=_("Op welke dag?"), not_after_today=True)

    def __init__(self, data: Any = None, *, given: set[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        open_purposes = [(value, label) for value, label in Purpose.choices if value not in given]
        self.fields["purpose"].choices = open_purposes  # type: ignore[attr-defined]


class NumberField(forms.IntegerField):
    """A small number of people."""

    def __init__(self, *, least: int = 0, **kwargs: Any) -> None:
        says = _("Schrijf een getal van %(least)s tot en met 12.") % {"least": least}
        super().__init__(
            min_value=least,
            max_value=12,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value", "required"), says),
            **kwargs,
        )


class HomeForm(KlikForm):
    """A household as one unit; of children only how many in which age group."""

    adults = NumberField(label=_("Volwassenen"), least=1, initial=1)
    toddlers = NumberField(label=_("Kinderen van 0 tot en met 3 jaar"), initial=0)
    children = NumberField(label=_("Kinderen van 4 tot en met 11 jaar"), initial=0)
    teenagers = NumberField(label=_("Kinderen van 12 tot en met 17 jaar"), initial=0)
    lives_with = forms.ModelChoiceField(
        label=_("Woont samen met iemand die ook meedoet?"),
        queryset=Participant.objects.none(),
        empty_label=_("nee, of weet ik niet"),
        required=False,
    )

    def __init__(self, data: Any = None, *, participant: Participant, **kwargs: Any) -> None:
        super().__init__(data, initial=self.of(participant), **kwargs)
        others = (
            Participant.objects.with_us()
            .exclude(pk=participant.pk)
            .filter(person__neighbourhood=participant.person.neighbourhood_id)
        )
        self.fields["lives_with"].queryset = (  # type: ignore[attr-defined]
            others.select_related("person").order_by("person__sort_name", "pk")
        )

    @staticmethod
    def of(participant: Participant) -> dict[str, Any]:
        """What the form begins with."""
        home = participant.home
        return (
            {name: getattr(home, name) for name in ("adults", "toddlers", "children", "teenagers")}
            if home
            else {}
        )


class ComeBackForm(KlikForm):
    """What brings someone back."""

    hoped_for = FreeText(label=_("Wat hoopt deze persoon nu?"), required=False, max_length=1000)


class MoveOnForm(KlikForm):
    """Where someone goes, and since when."""

    reason = PickOne(label=_("Waarmee gaat deze persoon verder?"), choices=OutflowReason)
    on = DayField(label=_("Sinds wanneer?"), not_after_today=True)

"""What is asked of people who want to help, and what is written down about them on the way."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
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
    number,
)
from programmes.forms import KlikForm, NeighbourhoodField, SignUpForm
from programmes.models import (
    Gate,
    GateKind,
    Interest,
    Language,
    Membership,
    MembershipQuerySet,
    Partner,
    Programme,
    Role,
)
from programmes.pictures import MOST_BYTES, clean_photo

from .models import Buddy, Fits, Gender, Stays, StopReason, Task, Theme
from .papers import standard_agreement

OF_PERSON = ("phone", "email", "languages", "available")
OF_BUDDY = ("tasks", "themes", "gender", "interests", "capacity", "introduction", "skills", "deployed_until")
CARD_SIDE = 720  # pixels: sharp on a phone and on paper, and light to fetch


def tasks_of(programme: Programme) -> list[tuple[str, str]]:
    """What volunteers can do in this programme, as someone who wants to help would say it."""
    says = {
        Task.BUDDY: _now("Iemand een tijd lang bijstaan, als %(buddy)s") % {"buddy": programme.words.buddy},
        Task.HOST: _now("Mensen ontvangen, als gastvrouw of gastheer"),
        Task.COOK: _now("Koken"),
        Task.LANGUAGE_COACH: _now("Helpen met de taal"),
        Task.ORGANISER: _now("Iets organiseren"),
        Task.ADMINISTRATION: _now("Helpen met de administratie"),
    }
    offered = {*programme.other_tasks, *([Task.BUDDY] if programme.has_matching else [])}
    return [(task.value, words) for task, words in says.items() if task in offered or not offered]


class VolunteerForm(SignUpForm):
    """Someone wants to help. A name, a way to be found, a task and a yes."""

    name = NameField(label=_("Hoe heet je?"))
    phone = PhoneField(required=False)
    email = EmailField(required=False)
    tasks = PickMany(label=_("Wat wil je doen?"), help_text=_("Je mag er meer kiezen."))
    neighbourhood = NeighbourhoodField(label=_("In welke wijk woon je?"))
    languages = PickMany(label=_("Welke talen spreek je?"), choices=Language, required=False, layout="dense")
    themes = PickMany(
        label=_("Waar weet jij van, uit je eigen leven of werk?"),
        help_text=_("Kies alleen wat je wilt delen."),
        choices=Theme,
        required=False,
        layout="dense",
    )
    motivation = FreeText(
        label=_("Waarom wil je meedoen?"),
        help_text=_("Een paar zinnen is genoeg."),
        required=False,
        max_length=1000,
    )
    agrees = forms.BooleanField(
        error_messages={"required": _("Zet hier een vinkje. Anders mogen we niets bewaren.")}
    )

    def __init__(self, data: Any = None, *, programme: Programme, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.only_task = ""
        tasks = tasks_of(programme)
        self.fields["tasks"].choices = tasks  # type: ignore[attr-defined]
        if len(tasks) == 1:
            self.only_task = tasks[0][0]
            del self.fields["tasks"]
        if len(list(self.fields["neighbourhood"].choices)) == 1:  # type: ignore[attr-defined]
            del self.fields["neighbourhood"]
        self.fields["agrees"].label = _now(
            "Ik vind het goed dat %(organisation)s bewaart wat ik hier invul. Ik kan daar altijd mee stoppen."
        ) % {"organisation": programme.organisation}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(way) or way in self.errors for way in ("phone", "email")):
            self.add_error("phone", _("Vul een telefoonnummer of een e-mailadres in."))
        return cleaned

    def told(self) -> dict[str, Any]:
        """What was filled in, as buddies.actions.sign_up takes it."""
        cleaned = self.cleaned_data
        asked = ("name", "phone", "email", "languages", "themes", "motivation")
        return {
            **{name: cleaned[name] for name in asked},
            "neighbourhood": cleaned.get("neighbourhood"),
            "tasks": cleaned.get("tasks") or [self.only_task],
            "form_key": self.form_key,
        }


class StepForm(KlikForm):
    """The day on which a gate was passed."""

    done_on = DayField(not_after_today=True)
    with_whom = Words(
        label=_("Met wie is gesproken?"),
        help_text=_("Naam, en wat die persoon van de vrijwilliger is. Niet wat er gezegd is."),
    )

    def __init__(self, data: Any = None, *, gate: Gate, **kwargs: Any) -> None:
        self.gate = gate
        super().__init__(data, auto_id=f"stap-{gate.pk}-%s", **kwargs)
        if gate.kind != GateKind.REFERENCES:
            del self.fields["with_whom"]
        of_certificate = gate.kind == GateKind.CONDUCT_CERTIFICATE
        self.fields["done_on"].label = _now("Datum op de VOG") if of_certificate else _now("Op welke dag?")


class PauseForm(KlikForm):
    """Until when someone is away, if that is known."""

    until = DayField(label=_("Tot wanneer, als je dat weet?"), required=False)

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until <= timezone.localdate():
            raise ValidationError(_("Kies een dag die nog komt."))
        return until


class StopForm(KlikForm):
    """Why someone stops, and since when."""

    reason = PickOne(label=_("Waarom?"), choices=StopReason)
    on = DayField(label=_("Sinds wanneer?"), not_after_today=True)


class DeploymentForm(KlikForm):
    """Where someone is active besides one to one."""

    task = PickOne(
        label=_("Wat gaat iemand doen?"),
        choices=[(task.value, task.label) for task in Task if task != Task.BUDDY],
    )
    place = Words(
        label=_("Waar?"), help_text=_("Bijvoorbeeld: de koffieochtend in Ons Huis."), max_length=120
    )
    partner = forms.ModelChoiceField(
        label=_("Op verzoek van welke organisatie?"),
        queryset=Partner.objects.all(),
        empty_label=_("onze eigen"),
        required=False,
    )
    since = DayField(label=_("Sinds wanneer?"))
    until = DayField(label=_("Tot en met"), required=False)


class PlaceCheckForm(KlikForm):
    """The recurring question."""

    stays = PickOne(label=_("Is dit nog de plek die je wilt?"), choices=Stays)
    fits = PickOne(label=_("Past het?"), choices=Fits)
    words = FreeText(label=_("Wil je er iets over zeggen?"), required=False, max_length=600)


class FromPersonForm(KlikForm):
    """What somebody we know already wants to do for others."""

    tasks = PickMany(label=_("Wat wil deze persoon doen?"))
    motivation = FreeText(label=_("Waarom, in eigen woorden?"), required=False, max_length=1000)

    def __init__(self, data: Any = None, *, programme: Programme, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["tasks"].choices = tasks_of(programme)  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """What was filled in, as buddies.actions.sign_up takes it."""
        return {"tasks": self.cleaned_data["tasks"], "motivation": self.cleaned_data["motivation"]}


def supervisors() -> MembershipQuerySet:
    """Who may stand behind a volunteer."""
    staff = Membership.objects.with_role(Role.PROFESSIONAL, Role.COORDINATOR)
    return staff.select_related("person").order_by("person__sort_name", "pk")


def supervisor_in_words(membership: Membership) -> str:
    return f"{membership.person} ({str(membership.get_role_display()).lower()})"


class SupervisorField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A named professional or coordinator, who stands behind a volunteer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"queryset": supervisors(), "required": False, "empty_label": _("nog niemand"), **kwargs}
        )

    def label_from_instance(self, obj: Membership) -> str:
        return supervisor_in_words(obj)


class GenderField(PickOne):
    """Only what volunteers tell of themselves; saying nothing is as good."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [*Gender.choices, ("", _("dat zeg ik liever niet"))]
        super().__init__(**{"choices": choices, "required": False, **kwargs})


class PhotoField(forms.FileField):
    """A photo, cleaned to what is safe to keep."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/heic,image/heif"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=False, **kwargs)
        self.error_messages |= {
            "required": _("Kies eerst een foto."),
            "empty": _("Dit bestand is leeg. Maak een nieuwe foto."),
            "invalid": _("De foto kwam niet aan. Kies hem nog een keer."),
        }

    def clean(self, data: Any, initial: Any = None) -> bytes:
        sent = super().clean(data, initial)
        return clean_photo(sent.read(MOST_BYTES + 1), longest_side=CARD_SIDE)


class PhotoForm(KlikForm):
    """A volunteer's own picture for the card."""

    photo = PhotoField(
        label=_("Foto van mezelf"), help_text=_("Alleen je gezicht, zonder anderen. Hooguit 10 MB.")
    )


class CardForm(KlikForm):
    """What volunteers keep up to date about themselves."""

    introduction = FreeText(
        label=_("Over mezelf"),
        help_text=_("Begin met ik. Wat doe je graag, en hoe help je? Twee of drie zinnen."),
        required=False,
        max_length=600,
    )
    languages = PickMany(label=_("Mijn talen"), choices=Language, required=False, layout="dense")
    interests = PickMany(label=_("Waar houd ik van?"), choices=Interest, required=False, layout="dense")
    available = PickMany(label=_("Wanneer kan ik?"), choices=day_parts, required=False, layout="week")
    gender = GenderField(
        label=_("Ik ben"),
        help_text=_("Sommige mensen vragen om een vrouw of een man. Zeg het alleen als je wilt."),
    )
    phone = PhoneField(label=_("Mijn telefoonnummer"), required=False)

    @staticmethod
    def of(buddy: Buddy) -> dict[str, Any]:
        """What the form begins with."""
        person = buddy.person
        return {
            "introduction": buddy.introduction,
            "languages": person.languages,
            "interests": buddy.interests,
            "available": person.available,
            "gender": buddy.gender,
            "phone": person.phone,
        }


class BuddyForm(KlikForm):
    """Everything a coordinator writes down about a volunteer."""

    name = NameField()
    phone = PhoneField(required=False)
    email = EmailField(required=False)
    introduction = FreeText(
        label=_("Tekst op de kaart"),
        help_text=_("In de ik-vorm, samen geschreven. Twee of drie zinnen."),
        required=False,
        max_length=600,
    )
    capacity = forms.IntegerField(
        label=_("Plek voor hoeveel mensen tegelijk?"),
        min_value=1,
        max_value=8,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            name: _("Kies een getal van 1 tot en met 8.") for name in ("invalid", "min_value", "max_value")
        },
    )
    skills = FreeText(
        label=_("Wat iemand kan"),
        help_text=_("Bijvoorbeeld: EHBO, koken voor een groep, fietsen maken."),
        required=False,
        max_length=600,
    )
    supervisor = SupervisorField(label=_("Begeleider"))
    deployed_until = DayField(label=_("Doet mee tot"), required=False)
    tasks = PickMany(label=_("Wat iemand doet"))
    themes = PickMany(label=_("Weet van"), choices=Theme, required=False, layout="dense")
    interests = PickMany(label=_("Houdt van"), choices=Interest, required=False, layout="dense")
    gender = GenderField(
        label=_("Is"), help_text=_("Alleen als deze persoon dat zelf heeft gezegd. Vul niet in wat je denkt.")
    )
    neighbourhood = NeighbourhoodField(label=_("Wijk"), also_past=True)
    languages = PickMany(label=_("Talen"), choices=Language, required=False, layout="dense")
    available = PickMany(label=_("Kan op"), choices=day_parts, required=False, layout="week")

    def __init__(self, data: Any = None, *, programme: Programme, buddy: Buddy, **kwargs: Any) -> None:
        super().__init__(data, initial=self.of(buddy), **kwargs)
        has_now = [(task, str(Task(task).label)) for task in buddy.tasks]
        self.fields["tasks"].choices = list(dict([*has_now, *tasks_of(programme)]).items())  # type: ignore[attr-defined]

    @staticmethod
    def of(buddy: Buddy) -> dict[str, Any]:
        """What the form begins with."""
        return {
            "name": buddy.person.name,
            "neighbourhood": buddy.person.neighbourhood_id,
            "supervisor": buddy.supervisor_id,
            **{name: getattr(buddy.person, name) for name in OF_PERSON},
            **{name: getattr(buddy, name) for name in OF_BUDDY},
        }


class GateForm(KlikForm):
    """What a gate is called and how long it holds."""

    name = Words(label=_("Hoe noemen jullie deze stap?"), max_length=80)
    valid_months = number(
        _("Hoeveel maanden is deze stap geldig?"),
        1,
        120,
        required=False,
        help_text=_("Leeg: voor altijd. Een andere geldigheid telt voor wie de stap daarna doet."),
    )


NEWCOMERS, EVERYBODY = "nieuw", "iedereen"


class NewGateForm(GateForm):
    """One more gate: what it is and for whom."""

    kind = PickOne(label=_("Wat voor stap is het?"))
    who = PickOne(
        label=_("Voor wie?"),
        choices=[
            (NEWCOMERS, _("Voor wie zich vanaf nu aanmeldt")),
            (EVERYBODY, _("Voor iedereen. Wie al meedoet, krijgt niemand nieuw tot deze stap klaar is")),
        ],
    )

    field_order = ["kind", "name", "who", "valid_months"]

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **{"initial": {"who": NEWCOMERS}, **kwargs})
        there = set(Gate.objects.order_by("pk").values_list("kind", flat=True)) - {GateKind.OTHER}
        self.fields["kind"].choices = [pair for pair in GateKind.choices if pair[0] not in there]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """What was filled in, as buddies.gates.add_gate takes it."""
        cleaned = self.cleaned_data
        return {
            "kind": GateKind(cleaned["kind"]),
            "name": cleaned["name"],
            "valid_months": cleaned["valid_months"],
            "only_newcomers": cleaned["who"] == NEWCOMERS,
        }


class AgreementForm(KlikForm):
    """What a programme and its volunteers promise each other, and how often we ask whether a place still fits."""

    agreement = FreeText(
        label=_("Tekst van de overeenkomst"),
        help_text=_("Een afspraak per regel. Maak het leeg om onze tekst te gebruiken."),
        required=False,
        max_length=8000,
        warns=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    place_check_months = number(
        _("Om de hoeveel maanden vragen we: is dit nog de plek die je wilt, en past het?"), 1, 36
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ours = standard_agreement(programme)
        self.fields["agreement"].is_quiet = True  # type: ignore[attr-defined]
        if not self.initial.get("agreement"):
            self.initial["agreement"] = "\n".join(self.ours)

    @staticmethod
    def of(programme: Programme) -> dict[str, Any]:
        """What the form begins with."""
        return {"agreement": programme.agreement, "place_check_months": programme.place_check_months}

    def told(self) -> dict[str, Any]:
        """What was filled in, as columns of Programme. Our own text is not kept as theirs: it goes on with their words."""
        lines = [line.strip() for line in self.cleaned_data["agreement"].splitlines() if line.strip()]
        own = "" if lines == self.ours else "\n".join(lines)
        return {"agreement": own, "place_check_months": self.cleaned_data["place_check_months"]}

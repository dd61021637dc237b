"""Forms of the plan and of the conversations about it. What is asked is said to the person who reads it."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from programmes.fields import DayField, FreeText, PickMany, PickOne, Words
from programmes.forms import KlikForm
from programmes.models import Membership, Partner, PartnerKind, Role

from .conversation import QUESTIONS
from .instruments import in_language
from .models import ActionStep, Answer, Goal, GoalState, LifeArea, SeenBy, Size, Who
from .models.plan import LONGEST_GOAL, LONGEST_STEP, LONGEST_WISH

SKIPPED = "skipped"
LINES_ON_PAPER = 3
LARGEST_FILE = 200_000


def with_own_newlines(text: str) -> str:
    """Browsers send every line end as two characters; kept text has one, or nothing would ever be the same."""
    return text.replace("\r\n", "\n")


class WishForm(KlikForm):
    """`question` is the label; `previous` is what stood there when the page was opened."""

    wish = FreeText(
        max_length=LONGEST_WISH, required=False, help_text=_("In eigen woorden. Het mag later anders.")
    )
    previous = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args: Any, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wish"].label = question

    def clean_wish(self) -> str:
        return with_own_newlines(self.cleaned_data["wish"])

    def clean_previous(self) -> str:
        return with_own_newlines(self.cleaned_data["previous"])

    def saw(self, current: str) -> None:
        """Now the writer has seen this too; sending again is a choice."""
        self.data = {**dict(self.data.items()), "previous": current}


class GoalForm(KlikForm):
    """`question` is the label of the words."""

    area = PickOne(label=_("Waar gaat het over?"), choices=LifeArea.choices)
    words = Words(
        label=_("Wat wil je?"),
        max_length=LONGEST_GOAL,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In je eigen woorden."),
    )
    why = FreeText(
        label=_("Waarom is dit belangrijk?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = question

    def clean_why(self) -> str:
        return with_own_newlines(self.cleaned_data["why"])

    def clean_words(self) -> str:
        return with_own_newlines(self.cleaned_data["words"])


class NewGoalForm(GoalForm):
    first_step = Words(
        label=_("Wat is een eerste kleine stap?"),
        max_length=LONGEST_STEP,
        required=False,
        help_text=_("Iets wat deze week al kan."),
    )


class Versioned(KlikForm):
    """`version` is what the writer saw when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def saw(self, version: int) -> None:
        """Now the writer has seen this too; sending again is a choice."""
        self.data = {**dict(self.data.items()), "version": str(version)}


class RewordGoalForm(GoalForm, Versioned):
    pass


class StepForm(KlikForm):
    """`who` are the names as the writer would say them."""

    words = Words(label=_("Wat is de stap?"), max_length=LONGEST_STEP, help_text=_("Klein is goed."))
    who = PickOne(label=_("Wie doet het?"))
    by_day = DayField(label=_("Voor welke dag?"), required=False)

    def __init__(self, *args: Any, who: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = who  # type: ignore[attr-defined]


class RewordStepForm(StepForm, Versioned):
    pass


class SuccessForm(KlikForm):
    words = Words(label=_("Wat is er gelukt?"), help_text=_("Ook als het klein is."))
    on = DayField(label=_("Wanneer?"), not_after_today=True)
    step = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class OwnSuccessForm(SuccessForm):
    """Of the participant, who decides who may see it."""

    seen_by = PickOne(
        label=_("Wie mag dit zien?"), choices=SeenBy.choices, required=False, initial=SeenBy.EVERYONE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_by"].is_quiet = True  # type: ignore[attr-defined]

    def clean_seen_by(self) -> str:
        return self.cleaned_data["seen_by"] or SeenBy.EVERYONE.value


class RemarkForm(KlikForm):
    """`name` is whose plan it is: they read it."""

    words = FreeText(label=_("Wat wil je zeggen?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    goal = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def clean_words(self) -> str:
        return with_own_newlines(self.cleaned_data["words"])


class PartnerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A chain partner, or nobody yet."""

    is_quiet = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "queryset": Partner.objects.none(),
                "required": False,
                "empty_label": _("Nog niemand"),
                **kwargs,
            }
        )

    def __deepcopy__(self, memo: dict[int, Any]) -> "PartnerField":
        fresh: PartnerField = super().__deepcopy__(memo)
        fresh.queryset = Partner.objects.of_kind(PartnerKind.CHAIN)
        return fresh


class ObstacleForm(KlikForm):
    words = Words(
        label=_("Wat staat in de weg?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Schrijf alleen op wat een ander nodig heeft om te helpen."),
    )
    partner = PartnerField(label=_("Wie kan helpen?"))


class FollowForm(Versioned):
    news = FreeText(
        label=_("Hoe staat het ervoor?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    partner = PartnerField(label=_("Wie helpt?"))
    is_solved = forms.BooleanField(label=_("Het is opgelost"), required=False)


class IdeaForm(KlikForm):
    area = PickOne(label=_("Waar gaat het over?"), choices=LifeArea.choices)
    words = Words(
        label=_("Welke stap?"),
        max_length=LONGEST_STEP,
        help_text=_("Kort en concreet, zoals iemand het zelf zou zeggen."),
    )
    who = PickOne(label=_("Wie doet het meestal?"), choices=Who.choices, initial=Who.TOGETHER)


class GuideField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The professionals and coordinators of the programme."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "GuideField":
        fresh: GuideField = super().__deepcopy__(memo)
        fresh.queryset = (
            Membership.objects.with_role(Role.PROFESSIONAL, Role.COORDINATOR)
            .select_related("person")
            .order_by("person__sort_name", "pk")
        )
        return fresh

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.full_name}, {obj.get_role_display().lower()}"


class GuideForm(KlikForm):
    guide = GuideField(queryset=Membership.objects.none(), label=_("Wie begeleidt?"), empty_label=None)
    since = DayField(label=_("Sinds welke dag?"), not_after_today=True)


class PaperForm(KlikForm):
    """What was written on a printed plan: ticks, and a few empty lines per goal and at the end."""

    on = DayField(label=_("Wanneer hebben jullie dit geschreven?"), not_after_today=True)

    def __init__(self, *args: Any, goals: Sequence[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = [goal for goal in goals if goal.state == GoalState.BUSY]
        self.open_steps = {str(step.pk): step for goal in self.goals for step in goal.open_steps}
        if self.open_steps:
            self.fields["done"] = PickMany(
                label=_("Welke stappen zijn gedaan?"),
                required=False,
                choices=[(pk, step.words) for pk, step in self.open_steps.items()],
            )
        for goal in self.goals:
            for line in range(1, LINES_ON_PAPER):
                label = _("Nieuwe stap %(number)s") % {"number": line}
                self.fields[f"step-{goal.pk}-{line}"] = Words(
                    label=label, max_length=LONGEST_STEP, required=False
                )
        self.fields["goal_area"] = PickOne(
            label=_("Waar gaat het nieuwe doel over?"), choices=LifeArea.choices, required=False
        )
        self.fields["goal_words"] = Words(label=_("Nieuw doel"), max_length=LONGEST_GOAL, required=False)
        for line in range(1, LINES_ON_PAPER + 1):
            label = _("Gelukt %(number)s") % {"number": line}
            self.fields[f"success-{line}"] = Words(label=label, max_length=200, required=False)
        for field in self.fields.values():
            field.is_quiet = True  # type: ignore[attr-defined]
        self.speak_plainly()

    def per_goal(self) -> list[tuple[Goal, list[forms.BoundField]]]:
        return [
            (goal, [self[f"step-{goal.pk}-{line}"] for line in range(1, LINES_ON_PAPER)])
            for goal in self.goals
        ]

    def successes(self) -> list[forms.BoundField]:
        return [self[f"success-{line}"] for line in range(1, LINES_ON_PAPER + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            bool(cleaned.get("goal_area")) != bool(cleaned.get("goal_words"))
            and "goal_words" not in self.errors
        ):
            missing = "goal_area" if cleaned.get("goal_words") else "goal_words"
            self.add_error(missing, _("Bij een nieuw doel horen een onderwerp en een paar woorden."))
        if not self.errors and not any(value for name, value in cleaned.items() if name != "on"):
            raise ValidationError(_("Alles is nog leeg. Vul in wat er op papier staat."))
        return cleaned

    def done(self) -> list[ActionStep]:
        return [self.open_steps[pk] for pk in self.cleaned_data.get("done", [])]

    def steps(self) -> list[tuple[Goal, str]]:
        return [
            (goal, self.cleaned_data[field.name])
            for goal, fields in self.per_goal()
            for field in fields
            if self.cleaned_data[field.name]
        ]

    def new_goals(self) -> list[tuple[str, str]]:
        area, words = self.cleaned_data["goal_area"], self.cleaned_data["goal_words"]
        return [(area, words)] if words else []

    def new_successes(self) -> list[str]:
        return [self.cleaned_data[field.name] for field in self.successes() if self.cleaned_data[field.name]]


class PlanTalkForm(KlikForm):
    on = DayField(label=_("Op welke dag spreken jullie elkaar?"))


class QuestionForm(KlikForm):
    """One question of a conversation. A number comes with the button that was pressed; words are typed."""

    words = FreeText(required=False, max_length=2000)
    value = forms.IntegerField(required=False)

    def __init__(self, *args: Any, answer: Answer, label: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = QUESTIONS.get(answer.item) if answer.instrument is None else None
        self.scale = answer.instrument.asks.scale if answer.instrument else None
        self.asks_number = own is None or own.kind == "yes_no"
        del self.fields["words" if self.asks_number else "value"]
        (field,) = self.fields.values()
        field.label, field.help_text = label, hint
        field.is_quiet = True  # type: ignore[attr-defined]
        field.error_messages["invalid"] = _("Kies een van de antwoorden.")

    def clean_words(self) -> str:
        return with_own_newlines(self.cleaned_data["words"])

    def clean_value(self) -> int | None:
        value: int | None = self.cleaned_data["value"]
        low, high = (self.scale.low, self.scale.high) if self.scale else (0, 1)
        if value is not None and not low <= value <= high:
            raise ValidationError(_("Dit antwoord staat niet op de schaal. Kies een van de antwoorden."))
        return value

    def steps(self) -> list[tuple[int, str]]:
        """The numbers of the scale with their words, as buttons."""
        if self.scale is None:
            return [(1, str(_("Ja"))), (0, str(_("Nee")))]
        words = {step: in_language(text) for step, text in self.scale.words.items()}
        return [(step, words.get(step, "")) for step in range(self.scale.low, self.scale.high + 1)]


class PaperTalkForm(KlikForm):
    """A whole conversation at once, as it was written on paper: the day, the marks that were given, and the words."""

    held_on = DayField(label=_("Wanneer was het gesprek?"), not_after_today=True)

    def __init__(
        self, *args: Any, answers: Iterable[Answer], starts_on: date, buddy: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.starts_on, self.answers = starts_on, list(answers)
        for answer in self.answers:
            self.fields[self.name_of(answer)] = self._field(answer, buddy)
        self.speak_plainly()

    @staticmethod
    def name_of(answer: Answer) -> str:
        return f"{answer.instrument.key}.{answer.item}" if answer.instrument else answer.item

    def _field(self, answer: Answer, buddy: str) -> forms.Field:
        if answer.instrument is None:
            own = QUESTIONS[answer.item]
            label = str(own.asked) % {"buddy": buddy} if "%(" in str(own.asked) else str(own.asked)
            if own.kind == "words":
                return FreeText(label=label, required=False)
            yes_or_no = [("1", _("Ja")), ("0", _("Nee")), (SKIPPED, _("weet ik niet"))]
            return PickOne(label=label, required=False, choices=yes_or_no)
        definition = answer.instrument.asks
        item, scale = definition.item(answer.item), definition.scale
        choices: list[tuple[str, Any]] = [
            (str(step), in_language(scale.words[step]) if scale.is_all_words else str(step))
            for step in range(scale.low, scale.high + 1)
        ]
        return PickOne(
            label=in_language(item.words), required=False, choices=[*choices, (SKIPPED, _("weet ik niet"))]
        )

    def questions(self) -> list[dict[str, Any]]:
        """Each question with how it is laid out."""
        told = []
        for answer in self.answers:
            asks = answer.instrument.asks if answer.instrument else None
            told.append(
                {
                    "field": self[self.name_of(answer)],
                    "area": asks.item(answer.item).area if asks else "",
                    "is_row": asks is not None and not asks.scale.is_all_words,
                }
            )
        return told

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day < self.starts_on:
            words = _("Het jaar begon op %(day)s. Kies een latere dag.")
            raise ValidationError(words % {"day": date_format(self.starts_on, "j F Y")})
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [value for name, value in cleaned.items() if name != "held_on" and value not in {"", SKIPPED}]
        if not self.errors and not given:
            raise ValidationError(
                _("Alles is nog leeg. Kies ergens een cijfer, of schrijf een paar woorden op.")
            )
        return cleaned

    def given(self, answer: Answer) -> tuple[int | None, str]:
        """The number and the words that were given to this question."""
        said: str = self.cleaned_data[self.name_of(answer)]
        is_number = answer.instrument is not None or QUESTIONS[answer.item].kind == "yes_no"
        if not is_number:
            return None, with_own_newlines(said)
        return (None if said in {"", SKIPPED} else int(said)), ""


class FinishForm(KlikForm):
    held_on = DayField(label=_("Wanneer was het gesprek?"), not_after_today=True)


class ViewForm(KlikForm):
    """What somebody else wants to add beside the participant's own answers."""

    words = FreeText(label=_("Hoe zie jij het?"), required=False)

    def __init__(self, *args: Any, answers: Iterable[Answer] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = {f"value-{answer.pk}": answer for answer in answers}
        for name, answer in self.answers.items():
            asks = answer.instrument.asks
            scale = asks.scale
            choices = [(str(step), str(step)) for step in range(scale.low, scale.high + 1)]
            self.fields[name] = PickOne(
                label=in_language(asks.item(answer.item).words),
                required=False,
                choices=[*choices, (SKIPPED, _("weet ik niet"))],
                initial="" if answer.buddy_value is None else str(answer.buddy_value),
            )
        self.speak_plainly()

    def clean_words(self) -> str:
        return with_own_newlines(self.cleaned_data["words"])

    def questions(self) -> list[dict[str, Any]]:
        return [
            {"field": self[name], "area": answer.instrument.asks.item(answer.item).area, "is_row": True}
            for name, answer in self.answers.items()
        ]

    def values(self) -> dict[int, int | None]:
        said = {answer.pk: self.cleaned_data[name] for name, answer in self.answers.items()}
        return {pk: None if value in {"", SKIPPED} else int(value) for pk, value in said.items()}


class PrintForm(KlikForm):
    size = PickOne(label=_("Hoe groot?"), choices=Size.choices, initial=Size.A4)


class ImportForm(KlikForm):
    """JSON, as a file or typed."""

    file = forms.FileField(label=_("Bestand (JSON)"), required=False, allow_empty_file=True)
    text = forms.CharField(
        label=_("Of plak het hier"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file is not None and file.size > LARGEST_FILE:
            raise ValidationError({"file": _("Dit bestand is te groot voor een meetinstrument.")})
        raw = file.read() if file is not None else cleaned.get("text", "").encode()
        if not raw.strip():
            raise ValidationError(_("Kies een bestand, of plak de tekst."))
        try:
            cleaned["data"] = json.loads(raw.decode("utf-8"))
        except (UnicodeDecodeError, ValueError, RecursionError):
            where = "file" if file is not None else "text"
            raise ValidationError(
                {where: _("Dit is geen JSON. Controleer de haken, komma's en aanhalingstekens.")}
            ) from None
        return cleaned


class LicenceForm(KlikForm):
    owner = Words(label=_("Van wie is het?"), max_length=120)
    terms = FreeText(label=_("Wat mag ermee?"), max_length=2000, warns=False)
    attribution = Words(label=_("Bronvermelding"), max_length=200, required=False)
    proof = Words(
        label=_("Waar staat dat?"), max_length=300, help_text=_("Een webadres, een contract of een brief.")
    )
    until = DayField(label=_("Geldig tot en met"), required=False)

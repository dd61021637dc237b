"""Forms of the plan and of the conversations about it. What is asked is said to the person who reads it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from programmes.fields import DayField, FreeText, PickOne, Words
from programmes.forms import KlikForm

from .models import LifeArea

SKIPPED = "skipped"


def with_own_newlines(text: str) -> str:
    """Browsers send every line end as two characters; kept text has one, or nothing would ever be the same."""
    return text.replace("\r\n", "\n")


class WishForm(KlikForm):
    """`question` is the label; `previous` is what stood there when the page was opened."""

    wish = FreeText(max_length=1000, required=False, help_text=_("In eigen woorden. Het mag later anders."))
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
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In je eigen woorden."),
    )

    def __init__(self, *args: Any, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = question


class StepForm(KlikForm):
    """`who` are the names as the writer would say them."""

    words = Words(label=_("Wat is de stap?"), help_text=_("Klein is goed."))
    who = PickOne(label=_("Wie doet het?"))
    by_day = DayField(label=_("Voor welke dag?"), required=False)

    def __init__(self, *args: Any, who: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = who  # type: ignore[attr-defined]


class SuccessForm(KlikForm):
    words = Words(label=_("Wat is er gelukt?"), help_text=_("Ook als het klein is."))
    on = DayField(label=_("Wanneer?"), not_after_today=True)
    step = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class ReviewForm(KlikForm):
    """A mark per life area; skipping one, or "weet ik niet", is as good an answer."""

    held_on = DayField(label=_("Wanneer was het gesprek?"), not_after_today=True)
    own_words = FreeText(label=_("Hoe gaat het? In eigen woorden"), required=False)

    def __init__(self, *args: Any, starts_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts_on = starts_on

    @property
    def areas(self) -> list[forms.BoundField]:
        return [self[area.value] for area in LifeArea]

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day < self.starts_on:
            words = _("Het jaar begon op %(day)s. Kies een latere dag.")
            raise ValidationError(words % {"day": date_format(self.starts_on, "j F Y")})
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.marks() and not cleaned["own_words"]:
            raise ValidationError(
                _("Alles is nog leeg. Kies ergens een cijfer, of schrijf een paar woorden op.")
            )
        return cleaned

    def marks(self) -> dict[LifeArea, int]:
        """The areas that got a mark."""
        answers = {area: self.cleaned_data.get(area.value) or SKIPPED for area in LifeArea}
        return {area: int(answer) for area, answer in answers.items() if answer != SKIPPED}


ReviewForm.base_fields.update(
    {
        area.value: PickOne(
            label=area.label,
            required=False,
            choices=[*((str(mark), str(mark)) for mark in range(11)), (SKIPPED, _("weet ik niet"))],
        )
        for area in LifeArea
    }
)

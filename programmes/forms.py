"""The base of every form: Dutch errors, optional said in words, and errors bound to their field for screen readers."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .doorkeeper import is_stamp, stamp
from .models import Neighbourhood
from .names import Name
from .refusals import Refused


class KlikForm(forms.Form):
    """Every form of Klik. Browser validation is off; the page lists the errors and keeps what was typed."""

    use_required_attribute = False
    label_suffix = ""
    answer_status = 422  # of the page that shows its errors
    template_name = "components/form.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.speak_plainly()

    def speak_plainly(self) -> None:
        """Give every field its Dutch errors. Once more by forms that add fields of their own later on."""
        for field in self.fields.values():
            field.error_messages.setdefault("required", "")
            if field.error_messages["required"] in {"", forms.Field.default_error_messages["required"]}:
                field.error_messages["required"] = _("Dit is nog leeg. Vul het in.")
            if isinstance(field, forms.ChoiceField):
                field.error_messages["required"] = _("Kies er een.")
                field.error_messages["invalid_choice"] = _("Deze keuze is er niet (meer). Kies opnieuw.")

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Show what the database refused at a field, or above the form."""
        self.add_error(field, refused)


class SignUpForm(KlikForm):
    """A form open to anyone. Its one-time key makes sending it twice one sign-up; only robots fill in `website`.

    `_since` says when it was opened (programmes/doorkeeper.py). The key's name begins with an underscore, so that it is not shown when typed things come back. The page asks
    the ways to be reached together, as one of them is enough.
    """

    reach_fields: tuple[str, ...] = ("phone", "email", "how_to_reach")

    _key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        required=False,
        error_messages={"invalid": _("Deze bladzijde klopt niet meer. Open haar opnieuw.")},
    )
    _since = forms.CharField(widget=forms.HiddenInput, initial=stamp, required=False)
    website = forms.CharField(
        label=_("Laat dit leeg"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def is_of_robot(self) -> bool:
        return bool(self.cleaned_data["website"])

    @property
    def form_key(self) -> UUID | None:
        key: UUID | None = self.cleaned_data["_key"]
        return key

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and not is_stamp(data.get("_since", "")):
            data = data.copy()
            data["_since"] = stamp()
        super().__init__(data, **kwargs)
        for name in self.reach_fields:
            if name in self.fields:
                self.fields[name].is_quiet = True  # type: ignore[attr-defined]

    def lead(self) -> list[forms.BoundField]:
        """The questions before the ways to be reached."""
        return self._questions()[: self._position()]

    def reach(self) -> list[forms.BoundField]:
        """The ways to be reached."""
        return [self[name] for name in self.reach_fields if name in self.fields]

    def rest(self) -> list[forms.BoundField]:
        """The questions after them."""
        return [
            field for field in self._questions()[self._position() :] if field.name not in self.reach_fields
        ]

    def on_paper(self) -> list[dict[str, Any]]:
        """The questions as a printed form asks them: boxes to tick, or lines to write on."""
        questions = [*self.lead(), *self.reach(), *self.rest()]
        return [
            {
                "label": question.label,
                "help_text": question.help_text,
                "choices": [label for value, label in getattr(question.field, "choices", []) if value],
                "is_yes": isinstance(question.field, forms.BooleanField),
                "is_long": isinstance(question.field.widget, forms.Textarea),
            }
            for question in questions
        ]

    def _questions(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name != "website"]

    def _position(self) -> int:
        return next(at for at, field in enumerate(self._questions()) if field.name in self.reach_fields)


class NeighbourhoodField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the programme's neighbourhoods, or none; `also_past` keeps those it no longer works in, for people of before."""

    is_quiet = True

    def __init__(self, *, also_past: bool = False, **kwargs: Any) -> None:
        self.also_past = also_past
        super().__init__(
            **{
                "queryset": Neighbourhood.objects.all(),
                "required": False,
                "blank": True,
                "empty_label": _("Weet ik niet, of ergens anders"),
                "widget": forms.RadioSelect,
                **kwargs,
            }
        )

    def __deepcopy__(self, memo: dict[int, Any]) -> "NeighbourhoodField":
        fresh: NeighbourhoodField = super().__deepcopy__(memo)
        if not fresh.also_past:
            fresh.queryset = Neighbourhood.objects.open_on(timezone.localdate())
        return fresh


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is empty; None on a fresh page."""
    return request.POST if request.method == "POST" else None


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page with a form: 200 when fresh, 422 (or what the form says) when what was sent has errors."""
    form = context["form"]
    wrong = form.is_bound and form.errors
    return render(request, template, context, status=getattr(form, "answer_status", 422) if wrong else 200)


def person_fields(name: Name, **ways: Any) -> dict[str, Any]:
    """A Person's columns out of a cleaned NameField and contact ways."""
    return {"given_name": name.given, "surname_prefix": name.prefix, "surname": name.surname, **ways}

"""The base of every form: Dutch errors, optional said in words, and errors bound to their field for screen readers."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from .names import Name
from .refusals import Refused


class KlikForm(forms.Form):
    """Every form of Klik. Browser validation is off; the page lists the errors and keeps what was typed."""

    use_required_attribute = False
    label_suffix = ""
    template_name = "components/form.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
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


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page with a form: 200 when fresh, 422 when what was sent has errors."""
    form = context["form"]
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def person_fields(name: Name, **ways: Any) -> dict[str, Any]:
    """A Person's columns out of a cleaned NameField and contact ways."""
    return {"given_name": name.given, "surname_prefix": name.prefix, "surname": name.surname, **ways}

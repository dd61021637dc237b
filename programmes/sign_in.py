"""Signing in with a six-digit code by e-mail. There are no passwords, and accounts are made by invitation only."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .fields import EmailField
from .forms import KlikForm


class CodeOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth with our kind of code and nobody signing up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("Deze code klopt niet. Kijk nog een keer in de mail."),
        "too_many_login_attempts": _("Te vaak geprobeerd. Wacht een kwartier en probeer het dan opnieuw."),
    }

    def generate_login_code(self) -> str:
        return f"{secrets.randbelow(1_000_000):06d}"

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class AddressForm(KlikForm, RequestLoginCodeForm):  # type: ignore[misc]
    """Step one: your e-mail address. Known and unknown addresses lead to the same page."""

    email = EmailField()


class CodeForm(KlikForm, ConfirmLoginCodeForm):  # type: ignore[misc]
    """Step two: the six digits, with or without spaces."""

    code = forms.CharField(
        label=_("Code van 6 cijfers"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "pattern": "[0-9 ]*",
                "class": "code",
            }
        ),
    )

    def clean_code(self) -> Any:
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        return super().clean_code()

"""Signing in with a six-digit code by e-mail. There are no passwords, and accounts are made by invitation only."""

import logging
import secrets
import threading
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .fields import EmailField
from .forms import KlikForm

log = logging.getLogger("klik.sign_in")


class CodeOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth with our kind of code and nobody signing up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("Deze code klopt niet. Kijk nog een keer in de mail."),
        "too_many_login_attempts": _("Te vaak geprobeerd. Wacht een kwartier en probeer het dan opnieuw."),
    }

    def generate_login_code(self) -> str:
        return f"{secrets.randbelow(1_000_000):06d}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Beside the request: a page that waits for the mail server would tell which addresses are known."""
        message = self.render_mail(template_prefix, email, {"request": self.request, **context})
        if settings.MAIL_BESIDE_REQUEST:
            threading.Thread(target=_send, args=(message,), name="sign-in code").start()
        else:
            _send(message)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def _send(message: EmailMessage) -> None:
    """A mail server that is away must not show on the page either; whoever gets no code asks for another."""
    try:
        message.send()
    except OSError:
        log.exception("a sign-in code could not be sent")


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


class CardForm(KlikForm):
    """The code on the paper."""

    code = forms.CharField(
        label=_("De code op je kaart"),
        help_text=_("Hoofdletters, kleine letters, streepjes: het maakt niet uit."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "code"}
        ),
    )

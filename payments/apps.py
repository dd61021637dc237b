"""This room's start: whoever asks for a statement must know who makes it, also where no worker runs."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "payments"

    def ready(self) -> None:
        from . import tasks  # noqa: F401

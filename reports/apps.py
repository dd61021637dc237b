"""This room's start: whoever asks for a report must know who makes it, also where no worker runs."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from . import tasks  # noqa: F401

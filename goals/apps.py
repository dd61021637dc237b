"""This room's start: whoever asks for a printed plan must know who prints it, also where no worker runs."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "goals"

    def ready(self) -> None:
        from . import tasks  # noqa: F401

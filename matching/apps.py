"""This room's start: whoever asks for a round must know who computes it, also where no worker runs."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from . import tasks  # noqa: F401

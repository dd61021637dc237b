"""This room's start: whoever asks for a paper must know who makes it, also where no worker runs."""

from django.apps import AppConfig


class BuddiesConfig(AppConfig):
    name = "buddies"

    def ready(self) -> None:
        from . import papers  # noqa: F401

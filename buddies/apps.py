"""This room's start: who makes a paper and who reads a file with people, known to the web and to every worker."""

from django.apps import AppConfig


class BuddiesConfig(AppConfig):
    name = "buddies"

    def ready(self) -> None:
        from . import importing, papers  # noqa: F401

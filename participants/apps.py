"""This room's start: files with people can be imported from then on, by the web and by a worker."""

from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "participants"

    def ready(self) -> None:
        from . import importing  # noqa: F401

"""This room's start: who makes a statement is known also where no worker runs, and the log form asks what was spent."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "payments"

    def ready(self) -> None:
        from logbook.along import asks_along

        from . import tasks  # noqa: F401
        from .along import CostsAlong

        asks_along(CostsAlong())

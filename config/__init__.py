"""The wiring. The Celery application is made here, so that whoever asks for work (a page, a command) finds the broker."""

from .celery import app as celery_app

__all__ = ["celery_app"]

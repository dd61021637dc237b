"""A Celery application in which printing a report kills its own process: what a memory-eating PDF would do."""

import os
import signal
from typing import Any

from celery.signals import worker_process_init

from config.celery import app

__all__ = ["app"]


@worker_process_init.connect
def poison(**_kwargs: Any) -> None:
    from reports import tasks

    tasks.make_pdf = lambda html: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment,return-value]

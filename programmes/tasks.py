"""What Celery runs of this room: the jobs, their relay, and the heartbeat that /health/ready looks at."""

import time

from celery import shared_task
from django.core.cache import cache

from . import jobs, mail  # noqa: F401  # the worker knows how to send mail
from .imports import work
from .models import Programme
from .scope import scope

HEARTBEAT = "worker-heartbeat"


@shared_task
def run_job(programme_id: int, job_id: int) -> None:
    """Run one job; see programmes/jobs.py."""
    jobs.run(programme_id, job_id)


@shared_task
def relay_jobs() -> None:
    """Go round the programmes and send again what was lost on the way."""
    for programme_id in Programme.objects.order_by("pk").values_list("pk", flat=True):
        jobs.relay(programme_id)


@shared_task
def forget_files() -> None:
    """Go round the programmes and let go of imported files after two weeks."""
    for programme_id in Programme.objects.order_by("pk").values_list("pk", flat=True):
        with scope(programme_id):
            work.forget_old_files()


@shared_task
def beat_heart() -> None:
    """Say that a worker lives. Read by /health/ready."""
    cache.set(HEARTBEAT, time.time(), timeout=60)

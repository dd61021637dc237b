"""Long work that must happen. A job is a row in the transaction of whoever asked, so no crash can lose it.

After commit the row is sent to a worker; `relay` sends again what was never sent or whose worker died. A worker
holds a PostgreSQL lock while it works: a dead one lets go at once, two never run the same job. Attempts are
counted before the work, so a job that kills its worker stops after three. See docs/adr/0004.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from .models import Job, JobState, Membership
from .scope import open_programme_id, scope

MAX_ATTEMPTS = 3
LOCK_CLASS = 7_101
RESEND_AFTER = timedelta(seconds=30)
SETTLE = timedelta(seconds=5)

log = logging.getLogger("klik.jobs")


@dataclass(frozen=True)
class RunningJob:
    """What a handler gets: which programme, which thing, and a way to say how far it is."""

    programme_id: int
    about_id: int
    job_id: int

    def progress(self, step: int, steps: int, doing: str) -> None:
        """Show on screen that `step` of `steps` is under way. Commits at once."""
        with scope(self.programme_id):
            Job.objects.filter(pk=self.job_id).update(step=step, steps=steps, doing=doing)


Handler = Callable[[RunningJob], None]


@dataclass(frozen=True)
class Kind:
    """How jobs of one kind are done. `seconds` is how long one may take; half a minute before, it is told to stop."""

    handler: Handler
    queue: str = "default"
    seconds: int = 150


_kinds: dict[str, Kind] = {}


def handles(kind: str, *, queue: str = "default", seconds: int = 150) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of this kind. It must be idempotent and open its own scopes."""

    def register(handler: Handler) -> Handler:
        _kinds[kind] = Kind(handler, queue, seconds)
        return handler

    return register


def request_job(*, kind: str, about_id: int, by: Membership | None) -> Job:
    """Ask for long work, inside the transaction that needs it. While one is open, asking again returns that one."""
    job, is_new = Job.objects.open().get_or_create(
        kind=kind, about_id=about_id, defaults={"requested_by": by, "state": JobState.WAITING}
    )
    if is_new:
        programme_id = open_programme_id()
        transaction.on_commit(lambda: send(programme_id, [(job.pk, kind)]), robust=True)
    return job


def send(programme_id: int, jobs: list[tuple[int, str]]) -> None:
    """Hand committed jobs to the broker. A broker that is away loses nothing: the relay tries again."""
    from .tasks import run_job

    for job_id, kind in jobs:
        how = _kinds[kind]
        run_job.apply_async(
            args=(programme_id, job_id),
            queue=how.queue,
            time_limit=how.seconds,
            soft_time_limit=how.seconds - 30,
            retry=False,
        )
    with scope(programme_id):
        Job.objects.filter(pk__in=[job_id for job_id, _kind in jobs], state=JobState.WAITING).update(
            sent_at=timezone.now()
        )


def relay(programme_id: int) -> int:
    """Send again what waits too long or whose worker died. Called by beat every few seconds; returns how many."""
    now = timezone.now()
    with scope(programme_id):
        due = Job.objects.open().filter(
            Q(state=JobState.WAITING, sent_at__isnull=True, created_at__lt=now - SETTLE)
            | Q(state=JobState.WAITING, sent_at__lt=now - RESEND_AFTER)
            | Q(state=JobState.RUNNING, started_at__lt=now - SETTLE)
        )
        jobs = [
            (job.pk, job.kind)
            for job in due.select_for_update(skip_locked=True)
            if job.state == JobState.WAITING or _take_lock(job.pk)
        ]
    send(programme_id, jobs)
    return len(jobs)


def run(programme_id: int, job_id: int) -> None:
    """Do one job, in a worker. Safe to call any number of times, also at once."""
    with _alone(job_id) as is_mine:
        if not is_mine:
            return
        job = _begin(programme_id, job_id)
        if job is None:
            return
        try:
            _kinds[job.kind].handler(RunningJob(programme_id, job.about_id, job.pk))
        except Exception:
            log.exception("job stopped", extra={"kind": job.kind, "attempt": job.attempts})
            _end(programme_id, job_id, JobState.GAVE_UP if job.attempts >= MAX_ATTEMPTS else JobState.WAITING)
        else:
            _end(programme_id, job_id, JobState.DONE)


def _begin(programme_id: int, job_id: int) -> Job | None:
    """Count the attempt before the work: a job that kills its worker must not be tried forever."""
    with scope(programme_id):
        job = Job.objects.open().filter(pk=job_id).select_for_update(of=("self",)).first()
        if job is None:
            return None
        if job.attempts >= MAX_ATTEMPTS:
            job.state, job.finished_at = JobState.GAVE_UP, timezone.now()
            job.save(update_fields=["state", "finished_at"])
            return None
        job.attempts += 1
        job.state, job.started_at = JobState.RUNNING, timezone.now()
        job.save(update_fields=["attempts", "state", "started_at"])
        return job


def _end(programme_id: int, job_id: int, state: JobState) -> None:
    finished_at = None if state == JobState.WAITING else timezone.now()
    with scope(programme_id):
        Job.objects.filter(pk=job_id).update(state=state, sent_at=None, finished_at=finished_at)


@contextmanager
def _alone(job_id: int) -> Iterator[bool]:
    """Hold the job's lock on a connection of its own; PostgreSQL lets go when this process dies."""
    own = connection.copy()
    options = {name: value for name, value in own.settings_dict["OPTIONS"].items() if name != "pool"}
    own.settings_dict = {**own.settings_dict, "OPTIONS": options}
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_CLASS, job_id])
            (is_mine,) = cursor.fetchone()
        yield is_mine
    finally:
        own.close()


def _take_lock(job_id: int) -> bool:
    """Whether nobody is working on the job. The lock is given back at the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_CLASS, job_id])
        return bool(cursor.fetchone()[0])

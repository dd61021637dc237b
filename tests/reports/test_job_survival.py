"""A real Celery worker that is killed half-way: the report is made once all the same, or says after three tries."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import psutil
import psycopg
import pytest
from django.conf import settings
from django.db import connection

from config import celery_app
from programmes import jobs
from programmes.models import Job, JobState
from programmes.scope import scope
from reports.actions import request_report
from reports.models import Report, ReportFile
from tests.conftest import owner_arguments
from tests.worlds import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]

PATIENCE = 90  # seconds; a worker needs five to start on a busy machine


def until(found: Callable[[], Any], what: str) -> Any:
    """The first true answer; fails when it does not come in time."""
    deadline, tick = time.monotonic() + PATIENCE, threading.Event()
    while not (answer := found()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        tick.wait(0.05)
    return answer


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A Redis database of this test's own, so that no other worker takes its messages."""
    from programmes.tasks import run_job

    number = 4 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 12
    url = f"{settings.REDIS_URL.rpartition('/')[0]}/{number}"
    with celery_app.connection_for_write(url) as line:
        line.default_channel.client.flushdb()
        send = run_job.apply_async
        monkeypatch.setattr(run_job, "apply_async", lambda **options: send(**options, connection=line))
        yield url


@pytest.fixture
def start(broker: str) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a worker on the PDF queue, and have it gone at the end whatever happens."""
    started: list[subprocess.Popen[bytes]] = []

    def _start(application: str = "config") -> subprocess.Popen[bytes]:
        login = connection.settings_dict
        where = quote(login["HOST"], safe="") + (f":{login['PORT']}" if login["PORT"] else "")
        address = f"postgresql://{login['USER']}:{login['PASSWORD']}@{where}/{login['NAME']}"
        command = [sys.executable, "-m", "celery", "-A", application, "worker", "-Q", "pdf", "-c", "1"]
        environment = {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": address,
            "REDIS_URL": broker,
            "KLIK_TEST_BROKER": broker,
        }
        process = subprocess.Popen(
            [*command, "--loglevel", "ERROR"], env={**os.environ, **environment}, start_new_session=True
        )
        started.append(process)
        return process

    yield _start
    for process in started:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9, the worker and all its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=PATIENCE)


@contextmanager
def held_up_half_way() -> Iterator[None]:
    """Nobody can count contacts until this ends: a report being made stands still at that step."""
    with psycopg.connect(**owner_arguments(connection.settings_dict["NAME"])) as owner:
        owner.execute("LOCK TABLE logbook_contact IN ACCESS EXCLUSIVE MODE")
        yield
        owner.rollback()


def ask(world: World) -> Report:
    with scope(world.programme):
        return request_report(
            period_start=date(2025, 1, 1), period_end=date(2025, 12, 31), by=world.coordinator
        )


def job_of(world: World, report: Report) -> Job:
    with scope(world.programme):
        return Job.objects.get(about_id=report.pk)


def counting_hours(world: World, report: Report) -> Callable[[], bool]:
    return lambda: (job := job_of(world, report)).state == JobState.RUNNING and job.step == 3


def made(world: World, report: Report) -> tuple[str, int, int]:
    job = job_of(world, report)
    with scope(world.programme):
        return job.state, job.attempts, ReportFile.objects.filter(report=report).count()


def test_a_killed_worker_is_followed_up_by_the_next_one(west, start, monkeypatch):
    monkeypatch.setattr(jobs, "SETTLE", timedelta(0))
    report = ask(west)
    with held_up_half_way():
        first = start()
        until(counting_hours(west, report), "the worker to be half-way")
        kill(first)
        assert made(west, report) == (JobState.RUNNING, 1, 0)
    until(lambda: jobs.relay(west.programme.pk), "the database to notice that the worker is gone")
    start()
    until(lambda: job_of(west, report).state == JobState.DONE, "the second worker")
    assert made(west, report) == (JobState.DONE, 2, 1)
    assert jobs.relay(west.programme.pk) == 0


def test_a_killed_child_of_the_worker_is_followed_up_by_the_same_worker(west, start):
    report = ask(west)
    with held_up_half_way():
        worker = start()
        until(counting_hours(west, report), "the worker to be half-way")
        (child,) = psutil.Process(worker.pid).children()
        child.kill()
        until(lambda: job_of(west, report).attempts == 2, "the second attempt")
    until(lambda: job_of(west, report).state == JobState.DONE, "the second attempt to end")
    assert made(west, report) == (JobState.DONE, 2, 1)


def test_a_report_that_kills_every_worker_is_given_up_after_three_tries_and_the_page_says_so(
    west, start, sign_in
):
    report = ask(west)
    start("tests.reports.poisoned")
    until(lambda: job_of(west, report).state == JobState.GAVE_UP, "it to be given up")
    assert made(west, report) == (JobState.GAVE_UP, 3, 0)
    page: Any = sign_in(west.coordinator).get(west.programme.to("reports:report", report.pk))
    assert "We probeerden het drie keer" in page.content.decode()
    assert "Opnieuw tellen" in page.content.decode()

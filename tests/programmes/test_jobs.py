"""Jobs: what is asked for in a transaction happens once, or says after three tries that it could not."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from programmes import jobs
from programmes.models import Job, JobState, Person
from programmes.scope import scope
from tests.conftest import owner_arguments
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(monkeypatch):
    """What reaches the broker."""
    from programmes.tasks import run_job

    sent = []
    monkeypatch.setattr(run_job, "apply_async", lambda args, **_options: sent.append(args))
    return sent


@pytest.fixture
def work(monkeypatch):
    """A kind of job whose handler calls each of these in turn."""
    turns = []

    def handler(job):
        if turns:
            turns.pop(0)(job)

    monkeypatch.setitem(jobs._kinds, "work", jobs.Kind(handler))
    return turns


def ask(west) -> Job:
    with scope(west.programme):
        return jobs.request_job(kind="work", about_id=1, by=west.coordinator)


def state(west, job) -> tuple[str, int]:
    with scope(west.programme):
        job.refresh_from_db()
    return job.state, job.attempts


def test_a_job_is_sent_only_when_its_transaction_commits(west, work, sent):
    with pytest.raises(ZeroDivisionError), scope(west.programme):
        jobs.request_job(kind="work", about_id=1, by=west.coordinator)
        raise ZeroDivisionError
    assert sent == []
    job = ask(west)
    assert sent == [(west.programme.pk, job.pk)]


def test_asking_twice_is_one_job(west, work, sent):
    assert ask(west).pk == ask(west).pk
    assert len(sent) == 1


def test_running_it_again_after_it_finished_does_nothing(west, work, sent):
    job = ask(west)
    done = []
    work[:] = [done.append, done.append]
    jobs.run(west.programme.pk, job.pk)
    jobs.run(west.programme.pk, job.pk)
    assert (state(west, job), len(done)) == ((JobState.DONE, 1), 1)


def test_what_a_job_wrote_before_it_failed_is_undone_and_it_is_tried_again(west, work, sent):
    job = ask(west)

    def half(_job):
        with scope(west.programme):
            PersonFactory(given_name="half")
            raise ZeroDivisionError

    work[:] = [half]
    jobs.run(west.programme.pk, job.pk)
    assert state(west, job) == (JobState.WAITING, 1)
    with scope(west.programme):
        assert not Person.objects.filter(given_name="half").exists()
    jobs.run(west.programme.pk, job.pk)
    assert state(west, job) == (JobState.DONE, 2)


def test_after_three_failures_it_gives_up_and_says_so(west, work, sent):
    job = ask(west)

    def fail(_job):
        raise ZeroDivisionError

    work[:] = [fail] * 5
    for _attempt in range(5):
        jobs.run(west.programme.pk, job.pk)
    assert (state(west, job), len(work)) == ((JobState.GAVE_UP, 3), 2)


def test_a_job_whose_worker_died_is_sent_again_and_one_being_worked_on_is_not(west, work, sent):
    job = ask(west)
    with scope(west.programme):
        Job.objects.filter(pk=job.pk).update(
            state=JobState.RUNNING, attempts=1, started_at=timezone.now() - timedelta(minutes=1)
        )
    with psycopg.connect(**owner_arguments(connection.settings_dict["NAME"])) as worker:
        worker.execute("SELECT pg_advisory_xact_lock(%s, %s)", [jobs.LOCK_CLASS, job.pk])
        assert jobs.relay(west.programme.pk) == 0
        jobs.run(west.programme.pk, job.pk)
        assert state(west, job) == (JobState.RUNNING, 1)
    assert jobs.relay(west.programme.pk) == 1
    assert sent[-1] == (west.programme.pk, job.pk)


def test_a_job_the_broker_never_got_is_sent_by_the_relay(west, work, monkeypatch):
    from programmes.tasks import run_job

    def broker_is_away(**_options):
        raise ConnectionError

    monkeypatch.setattr(run_job, "apply_async", lambda args, **options: broker_is_away())
    job = ask(west)
    assert state(west, job) == (JobState.WAITING, 0)
    with scope(west.programme):
        Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(minutes=1))
    sent = []
    monkeypatch.setattr(run_job, "apply_async", lambda args, **_options: sent.append(args))
    assert jobs.relay(west.programme.pk) == 1
    assert sent == [(west.programme.pk, job.pk)]


def test_a_job_of_another_programme_cannot_be_run_from_here(west, zuid, work, sent):
    job = ask(west)
    jobs.run(zuid.programme.pk, job.pk)
    assert state(west, job) == (JobState.WAITING, 0)


def test_progress_is_seen_while_the_work_goes_on(west, work, sent):
    job = ask(west)
    seen = []

    def slow(running):
        running.progress(2, 8, "Cijfers tellen")
        seen.append(state(west, job))
        seen.append((job.step, job.steps, job.doing))

    work[:] = [slow]
    jobs.run(west.programme.pk, job.pk)
    assert seen == [(JobState.RUNNING, 1), (2, 8, "Cijfers tellen")]
    assert not transaction.get_connection().in_atomic_block

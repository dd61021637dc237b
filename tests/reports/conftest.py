"""A programme with enough people to count, and the way to make a report of it without a worker."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from programmes import jobs
from programmes.models import Job, Measure, Target
from programmes.scope import scope
from reports import actions
from reports.models import Report
from tests import factories as make
from tests.worlds import World

YEAR = (date(timezone.localdate().year, 1, 1), date(timezone.localdate().year, 12, 31))


@pytest.fixture
def busy_west(west: World) -> World:
    """West with twelve couples more, contacts and a target."""
    today = timezone.localdate()
    with scope(west.programme):
        Target.objects.create(measure=Measure.PARTICIPANTS, aim=30, starts_on=YEAR[0], ends_on=YEAR[1])
        for number in range(12):
            couple = make.MatchFactory()
            couple.participant.accepted_on = today - timedelta(days=40)
            couple.participant.save()
            for days in range(number % 3 + 1):
                make.ContactFactory(match=couple, on=today - timedelta(days=days))
    return west


def run_jobs(programme_id: int) -> None:
    """Do what waits, as a worker would."""
    with scope(programme_id):
        waiting = list(Job.objects.open().order_by("pk").values_list("pk", flat=True))
    for job_id in waiting:
        jobs.run(programme_id, job_id)


@pytest.fixture
def make_report(transactional_db: None) -> Callable[[World], Report]:
    """Ask for this year's report and let it be made."""

    def _make_report(world: World) -> Report:
        with scope(world.programme):
            report = actions.request_report(period_start=YEAR[0], period_end=YEAR[1], by=world.coordinator)
        run_jobs(world.programme.pk)
        with scope(world.programme):
            report.refresh_from_db()
        return report

    return _make_report

"""The reports a programme has already: one published, where it fits one under way. Counted and printed for real."""

import time
from datetime import date, datetime, timedelta

from django.utils import timezone

from programmes import jobs
from programmes.models import Job, Membership, Partner, PartnerKind, Programme, Role
from programmes.scope import scope
from reports import actions
from reports.models import Report, State

from . import texts
from .clock import at
from .facts import ProgrammeFacts

PATIENCE = 60  # seconds, for when a worker was quicker and is printing already
WEEKS_AFTER = timedelta(days=23)


def make_reports(programme: Programme, facts: ProgrammeFacts) -> None:
    """Outside a scope, as printing is. Goes on where an interrupted seed stopped."""
    _publish(programme, *facts.reported)
    if facts.draft:
        _build(programme, *facts.draft, explanation="", moment=timezone.now())


def _publish(programme: Programme, first: date, last: date) -> None:
    moment = min(at(last + WEEKS_AFTER, 11), timezone.now())
    with scope(programme):
        if Report.objects.filter(period_start=first, period_end=last).exclude(state=State.DRAFT).exists():
            return
    report = _build(programme, first, last, explanation=texts.EXPLANATION, moment=moment)
    with scope(programme):
        by = _coordinator()
        funders = Partner.objects.of_kind(PartnerKind.FUNDER)
        actions.finalise_report(report=report, by=by, at=moment)
        actions.publish_report(report=report, readers=funders, by=by, at=moment)


def _build(programme: Programme, first: date, last: date, *, explanation: str, moment: datetime) -> Report:
    with scope(programme):
        by = _coordinator()
        report = actions.request_report(period_start=first, period_end=last, by=by, at=moment)
        if explanation and report.explanation != explanation:
            actions.explain_report(report=report, explanation=explanation, by=by)
        waiting = list(Job.objects.open().about_thing(actions.BUILD, report.pk).values_list("pk", flat=True))
    until = time.monotonic() + PATIENCE
    for job_id in waiting:
        while _is_open(programme, job_id) and time.monotonic() < until:
            jobs.run(programme.pk, job_id)
    return report


def _is_open(programme: Programme, job_id: int) -> bool:
    with scope(programme):
        return Job.objects.open().filter(pk=job_id).exists()


def _coordinator() -> Membership:
    return Membership.objects.with_role(Role.COORDINATOR).earliest("pk")

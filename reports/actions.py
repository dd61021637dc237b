"""What happens to a report: asked for, counted, explained, made final, published, withdrawn."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programmes.actions import record
from programmes.jobs import request_job
from programmes.models import Job, Membership, Partner
from programmes.refusals import Refused, refusals

from .models import Report, ReportFile, ReportReader, State

BUILD = "reports.build"


def request_report(
    *, period_start: date, period_end: date, by: Membership, at: datetime | None = None
) -> Report:
    """Have the report over a period counted and printed. A coordinator.

    A draft over the same period is counted anew instead of made twice; asking while it is being made changes nothing.
    """
    with refusals():
        report, is_new = Report.objects.drafts_over(
            period_start=period_start, period_end=period_end
        ).get_or_create(
            defaults={
                "title": title_of(period_start, period_end),
                "period_start": period_start,
                "period_end": period_end,
                "made_by": by,
                "made_at": at or timezone.now(),
            }
        )
        request_job(kind=BUILD, about_id=report.pk, by=by)
        if is_new:
            record("report.requested", by=by, thing=report, at=at)
    return report


def title_of(period_start: date, period_end: date) -> str:
    """Jaarverslag for a whole calendar year, else a report over so many months."""
    if (period_start.month, period_start.day) == (1, 1) and period_end == date(period_start.year, 12, 31):
        return _("Jaarverslag %(year)s") % {"year": period_start.year}
    first, last = date_format(period_start, "F Y"), date_format(period_end, "F Y")
    if first == last:
        return _("Verslag %(month)s") % {"month": first}
    return _("Verslag %(first)s tot en met %(last)s") % {"first": first, "last": last}


def explain_report(*, report: Report, explanation: str, by: Membership) -> None:
    """Add the coordinator's own words, which belong in the PDF too: so it is printed anew. Drafts only."""
    with refusals():
        report = _locked(report, State.DRAFT)
        report.explanation = explanation
        report.save(update_fields=["explanation"])
        ReportFile.objects.filter(report=report).delete()
        request_job(kind=BUILD, about_id=report.pk, by=by)


def keep_build(*, report: Report, figures: dict[str, Any], pdf: bytes) -> bool:
    """Keep what a worker counted and printed. False when the words were changed meanwhile: print again.

    The worker only. A report that is gone or no longer a draft is left as it is.
    """
    current = Report.objects.select_for_update(of=("self",)).filter(pk=report.pk, state=State.DRAFT).first()
    if current is None:
        return True
    if (current.explanation, current.title) != (report.explanation, report.title):
        return False
    current.figures, current.counted_at = figures, timezone.now()
    current.save(update_fields=["figures", "counted_at"])
    ReportFile.objects.update_or_create(report=current, defaults={"pdf": pdf})
    return True


def finalise_report(*, report: Report, by: Membership, at: datetime | None = None) -> None:
    """Freeze figures, words and PDF for good. A coordinator. Refused while it is being made."""
    with refusals():
        report = _locked(report, State.DRAFT)
        file = ReportFile.objects.filter(report=report).first()
        if file is None or Job.objects.open().about_thing(BUILD, report.pk).exists():
            raise Refused(_("De pdf wordt nog gemaakt. Wacht tot hij klaar is."))
        report.state, report.finalised_at = State.FINAL, at or timezone.now()
        report.sha256 = hashlib.sha256(file.pdf).hexdigest()
        report.save(update_fields=["state", "finalised_at", "sha256"])
        record("report.finalised", by=by, thing=report, at=at)


def publish_report(
    *, report: Report, readers: Iterable[Partner], by: Membership, at: datetime | None = None
) -> None:
    """Let these funders read it. A coordinator.

    Two published reports over partly the same days could be subtracted from each other, down to a single person; so
    the earlier one is withdrawn first.
    """
    with refusals():
        report = _locked(report, State.FINAL)
        same_days = Report.objects.select_for_update(of=("self",)).filter(
            state=State.PUBLISHED, period_start__lte=report.period_end, period_end__gte=report.period_start
        )
        if (other := same_days.order_by("pk").first()) is not None:
            raise Refused(
                _(
                    "Over (een deel van) deze dagen is er al een gepubliceerd verslag: %(title)s. Trek dat eerst in."
                )
                % {"title": other.title}
            )
        ReportReader.objects.bulk_create(
            [ReportReader(report=report, partner=partner) for partner in readers]
        )
        report.state, report.published_at = State.PUBLISHED, at or timezone.now()
        report.save(update_fields=["state", "published_at"])
        record("report.published", by=by, thing=report, at=at)


def withdraw_report(*, report: Report, reason: str, by: Membership) -> None:
    """Take a final or published report back; funders no longer see it. The reason is kept. A coordinator."""
    with refusals():
        report = _locked(report, State.FINAL, State.PUBLISHED)
        report.state = State.WITHDRAWN
        report.save(update_fields=["state"])
        record("report.withdrawn", by=by, thing=report, reason=reason)


def discard_draft(*, report: Report, by: Membership) -> None:
    """Throw a draft away. A coordinator; whoever is printing it finds nothing to keep."""
    with refusals():
        report = _locked(report, State.DRAFT)
        record("report.discarded", by=by, thing=report)
        report.delete()


def _locked(report: Report, *expected: State) -> Report:
    """The report as it is now, for us alone. Refused when a colleague was here first."""
    locked = Report.objects.select_for_update(of=("self",)).filter(pk=report.pk).first()
    if locked is None or locked.state not in expected:
        raise Refused(_("Dit is al gebeurd, misschien door een collega. Bekijk de pagina opnieuw."))
    return locked

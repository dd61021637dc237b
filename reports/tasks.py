"""The long work of this room: counting a report and printing it in a worker of its own queue; and the weekly mail."""

from celery import shared_task
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.charts import tint
from programmes.jobs import RunningJob, handles
from programmes.models import Programme
from programmes.pdf import make_pdf
from programmes.scope import scope

from .actions import BUILD, keep_build
from .chapters import STEPS, assemble
from .contents import Contents
from .digest import ask_for_due
from .figures import Period
from .models import Report

TRIES_BEHIND_CHANGING_WORDS = 3


@shared_task
def ask_for_digests() -> None:
    """Ask for the weekly mails that are due; see reports/digest.py."""
    ask_for_due()


@handles(BUILD, queue="pdf")
def build_report(job: RunningJob) -> None:
    """Count, print and keep one draft. Stopped anywhere, it can begin again: nothing is kept until all is there."""
    with scope(job.programme_id):
        programme = Programme.objects.get(pk=job.programme_id)
        report = Report.objects.filter(pk=job.about_id).first()
    if report is None or not report.is_draft:
        return
    contents = _count(job, programme, report)
    for _try in range(TRIES_BEHIND_CHANGING_WORDS):
        job.progress(len(STEPS) + 1, len(STEPS) + 1, _("Pdf maken"))
        pdf = make_pdf(document(report, contents, programme.accent))
        with scope(job.programme_id):
            if keep_build(report=report, figures=contents.as_json(), pdf=pdf):
                return
            report.refresh_from_db()
    raise RuntimeError("the words of the report kept changing while it was printed")


def _count(job: RunningJob, programme: Programme, report: Report) -> Contents:
    """Each chapter in a transaction of its own, so that the progress in between is seen."""
    period = Period(programme, report.period_start, report.period_end, timezone.localdate())
    chapters = []
    for number, (doing, chapter) in enumerate(STEPS, start=1):
        job.progress(number, len(STEPS) + 1, _(doing))
        with scope(job.programme_id):
            chapters.append(chapter(period))
    with scope(job.programme_id):
        return assemble(period, chapters)


def document(report: Report, contents: Contents, accent: str) -> str:
    """The report as one HTML document that needs nothing else."""
    context = {"report": report, "contents": contents, "accent": accent, "soft": tint(accent, 0.1)}
    return render_to_string("reports/year_report.html", context)

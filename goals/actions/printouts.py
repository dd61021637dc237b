"""Printing somebody's year. Anyone who may open the plan may ask; what was printed is thrown away after a day."""

from datetime import timedelta

from django.utils import timezone

from goals.models import Kind, Plan, Printout, Size
from programmes.jobs import request_job
from programmes.models import Membership

PRINT = "goals.print"
KEPT = timedelta(days=1)


def ask_printout(*, plan: Plan, kind: Kind | str, size: Size | str, by: Membership) -> Printout:
    """Have a PDF made. What was asked for more than a day ago goes, so that no pile of private papers grows."""
    Printout.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()
    asked = Printout.objects.create(plan=plan, kind=kind, size=size, asked_by=by)
    request_job(kind=PRINT, about_id=asked.pk, by=by)
    return asked


def keep_printout(*, printout: Printout, pdf: bytes) -> None:
    """The PDF is there. Called by the worker."""
    printout.pdf = pdf
    printout.save(update_fields=["pdf"])

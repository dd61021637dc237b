"""The long work of this room: printing somebody's year, in a worker."""

from programmes.jobs import RunningJob, handles
from programmes.models import Programme
from programmes.pdf import make_pdf
from programmes.scope import scope

from .actions import PRINT, keep_printout
from .models import Printout
from .sheets import document


@handles(PRINT, queue="pdf")
def print_year(job: RunningJob) -> None:
    """Read, set and keep one printout. One that was thrown away meanwhile is not made."""
    with scope(job.programme_id):
        programme = Programme.objects.get(pk=job.programme_id)
        asked = (
            Printout.objects.defer("pdf")
            .select_related("plan__participant__person", "asked_by__person", "asked_by__programme")
            .filter(pk=job.about_id)
            .first()
        )
        if asked is None:
            return
        html = document(asked, programme)
    pdf = make_pdf(html)
    with scope(job.programme_id):
        if Printout.objects.filter(pk=asked.pk).exists():
            keep_printout(printout=asked, pdf=pdf)

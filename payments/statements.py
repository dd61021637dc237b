"""What one volunteer was given in one year, as a PDF/UA that stands on its own: asked for by a job, kept as a row."""

from django.template.loader import render_to_string
from django.utils import timezone

from buddies.models import Buddy
from programmes.actions import record
from programmes.charts import tint
from programmes.jobs import RunningJob, handles, request_job
from programmes.models import Job, Membership, Programme
from programmes.pdf import make_pdf
from programmes.scope import scope

from .models import Claim, ClaimState, Statement

STATEMENT = "year_statement"


def ask_statement(*, volunteer: Buddy, year: int, by: Membership) -> Statement:
    """Have the statement of a year made, or made again. The volunteer themself, or a coordinator."""
    statement, _is_new = Statement.objects.get_or_create(volunteer=volunteer, year=year)
    request_job(kind=STATEMENT, about_id=statement.pk, by=by)
    record("statement.asked", by=by, about=volunteer.person, thing=statement)
    return statement


def job_of(statement: Statement) -> Job | None:
    """The latest attempt to make it."""
    return Job.objects.about_thing(STATEMENT, statement.pk).first()


@handles(STATEMENT, queue="pdf")
def make_statement(job: RunningJob) -> None:
    """Read, draw and keep one statement. Safe to run again."""
    with scope(job.programme_id):
        programme = Programme.objects.get(pk=job.programme_id)
        statement = Statement.objects.select_related("volunteer__person").filter(pk=job.about_id).first()
        if statement is None:
            return
        html = document(programme, statement)
    pdf = make_pdf(html)
    with scope(job.programme_id):
        Statement.objects.filter(pk=statement.pk).update(pdf=pdf, made_at=timezone.now())


def document(programme: Programme, statement: Statement) -> str:
    """The statement as one HTML document that needs nothing else."""
    claims = list(
        Claim.objects.filter(volunteer=statement.volunteer_id, state=ClaimState.APPROVED)
        .of_year(statement.year)
        .order_by("month", "id")
    )
    paid = Claim.objects.filter(pk__in=[claim.pk for claim in claims], payments__list__paid_on__isnull=False)
    paid_on = dict(paid.order_by().values_list("pk", "payments__list__paid_on"))
    effort = sum(claim.effort_cents for claim in claims)
    costs = sum(claim.proven_cents + claim.unproven_cents for claim in claims)
    context = {
        "programme": programme,
        "statement": statement,
        "person": statement.volunteer.person,
        "claims": claims,
        "paid_on": paid_on,
        "effort": effort,
        "costs": costs,
        "total": effort + costs,
        "today": timezone.localdate(),
        "accent": programme.accent,
        "soft": tint(programme.accent, 0.1),
    }
    return render_to_string("payments/statement.html", context)

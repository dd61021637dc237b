"""The report to a funder: figures that freeze when it is final, and the PDF they were printed in."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models import Membership, Partner
from programmes.scope import ProgrammeScoped, Rule, ScopedForeignKey, tenant


class State(models.TextChoices):
    DRAFT = "draft", _("concept")
    FINAL = "final", _("definitief")
    PUBLISHED = "published", _("gepubliceerd")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class ReportQuerySet(models.QuerySet["Report"]):
    def published_for(self, membership: Membership) -> "ReportQuerySet":
        """What a funder may read: published, and meant for their organisation."""
        return self.filter(state=State.PUBLISHED, readers__partner=membership.partner)

    def drafts_over(self, *, period_start: date, period_end: date) -> "ReportQuerySet":
        return self.filter(state=State.DRAFT, period_start=period_start, period_end=period_end)


class Report(ProgrammeScoped):
    """The account of one period. `figures` are reports.contents.Contents as JSON, without any hidden number."""

    title = models.CharField(_("titel"), max_length=120)
    period_start = models.DateField(_("van"))
    period_end = models.DateField(_("tot en met"))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    explanation = models.TextField(_("toelichting"), blank=True)
    figures = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    made_by = ScopedForeignKey(Membership, models.PROTECT, related_name="reports_made")
    made_at = models.DateTimeField(default=timezone.now)
    counted_at = models.DateTimeField(null=True)
    finalised_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("reports_report", "made_by"),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")),
                name="reports_report_period",
                violation_error_message=_("Het einde ligt voor het begin."),
            ),
            models.UniqueConstraint(
                fields=["programme", "period_start", "period_end"],
                condition=Q(state="draft"),
                name="reports_report_one_draft",
                violation_error_message=_(
                    "Over deze periode is er al een concept, misschien van een collega."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sha256="", finalised_at__isnull=True)
                | Q(
                    ~Q(state="draft"),
                    figures__isnull=False,
                    sha256__regex="^[0-9a-f]{64}$",
                    finalised_at__isnull=False,
                ),
                name="reports_report_final_is_complete",
                violation_error_message=_("Definitief maken kan als de cijfers en de pdf er zijn."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | ~Q(state__in=["draft", "final"]),
                name="reports_report_published_once_final",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="reports_report_published_on_a_day",
            ),
            Rule(
                name="reports_report_goes_forward",
                events="INSERT OR UPDATE OF state",
                body=(
                    "IF TG_OP = 'INSERT' THEN IF NEW.state <> 'draft' THEN REFUSE; END IF; "
                    "ELSIF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('draft', 'final'), "
                    "('final', 'published'), ('final', 'withdrawn'), ('published', 'withdrawn')) "
                    "THEN REFUSE; END IF;"
                ),
                violation_error_message=_("Een verslag gaat van concept naar definitief naar gepubliceerd."),
            ),
            Rule(
                name="reports_report_is_frozen",
                events="UPDATE OR DELETE",
                body=(
                    "IF OLD.state <> 'draft' THEN "
                    "IF TG_OP = 'DELETE' THEN REFUSE; END IF; "
                    "IF (NEW.title, NEW.period_start, NEW.period_end, NEW.explanation, NEW.figures, NEW.sha256, "
                    "NEW.counted_at, NEW.finalised_at) IS DISTINCT FROM (OLD.title, OLD.period_start, "
                    "OLD.period_end, OLD.explanation, OLD.figures, OLD.sha256, OLD.counted_at, OLD.finalised_at) "
                    "THEN REFUSE; END IF; "
                    "IF OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at "
                    "THEN REFUSE; END IF; END IF;"
                ),
                violation_error_message=_("Dit verslag is definitief. De cijfers en de tekst liggen vast."),
            ),
            Rule(
                name="reports_report_is_its_pdf",
                events="UPDATE OF state",
                body=(
                    "IF OLD.state = 'draft' AND NEW.state = 'final' AND NOT EXISTS (SELECT FROM reports_reportfile "
                    "WHERE report_id = NEW.id AND encode(sha256(pdf), 'hex') = NEW.sha256) THEN REFUSE; END IF;"
                ),
                violation_error_message=_("De pdf hoort niet bij deze cijfers. Maak hem opnieuw."),
            ),
        ]
        indexes = [models.Index(fields=["programme", "-period_end"], name="reports_report_period_ix")]
        ordering = ["-period_end", "-made_at", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED


FILE_IS_FROZEN = "IF EXISTS (SELECT FROM reports_report WHERE id = {row}.report_id AND state <> 'draft') THEN REFUSE; END IF;"


class ReportFile(ProgrammeScoped):
    """The PDF of one report, apart from it so that lists of reports stay light."""

    report = ScopedForeignKey(Report, models.CASCADE, related_name="files")
    pdf = models.BinaryField()

    class Meta:
        constraints = [
            *tenant("reports_reportfile", "report"),
            models.UniqueConstraint(fields=["programme", "report"], name="reports_reportfile_once"),
            Rule(
                name="reports_reportfile_is_frozen",
                body=FILE_IS_FROZEN.format(row="NEW"),
                violation_error_message=_("Dit verslag is definitief. De pdf ligt vast."),
            ),
            Rule(
                name="reports_reportfile_stays",
                events="DELETE",
                body=FILE_IS_FROZEN.format(row="OLD"),
                violation_error_message=_("Dit verslag is definitief. De pdf ligt vast."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.report)


class ReportReader(ProgrammeScoped):
    """A funder that may read a report once it is published."""

    report = ScopedForeignKey(Report, models.CASCADE, related_name="readers")
    partner = ScopedForeignKey(Partner, models.PROTECT, related_name="reports_to_read")

    class Meta:
        constraints = [
            *tenant("reports_reportreader", "report", "partner"),
            models.UniqueConstraint(
                fields=["programme", "report", "partner"], name="reports_reportreader_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.partner}"


class DigestQuerySet(models.QuerySet["Digest"]):
    def due(self, monday: date) -> "DigestQuerySet":
        """Asked for, and not handled in the week of this Monday."""
        return self.filter(Q(last_week__isnull=True) | Q(last_week__lt=monday), is_weekly=True)


class Digest(ProgrammeScoped):
    """Whether a coordinator wants one mail a week that says how much waits; without this row, none."""

    membership = ScopedForeignKey(Membership, models.CASCADE, related_name="digests")
    is_weekly = models.BooleanField(_("elke week"), default=False)
    last_week = models.DateField(null=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("reports_digest", "membership"),
            models.UniqueConstraint(fields=["programme", "membership"], name="reports_digest_once"),
        ]

    def __str__(self) -> str:
        return str(self.membership_id)

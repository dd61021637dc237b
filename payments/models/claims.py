"""What volunteers spent, and what they ask for a month: the log of that month and their expenses."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buddies.models import Buddy
from programmes.models import Membership
from programmes.scope import ProgrammeScoped, Rule, ScopedForeignKey, tenant

from .agreement import MODES, READINGS

MEDIA = [("image/jpeg", _("foto")), ("application/pdf", _("pdf"))]


class ExpenseKind(models.TextChoices):
    TRAVEL = "travel", _("bus, trein of parkeren")
    KM = "km", _("kilometers met eigen auto of fiets")
    TOGETHER = "together", _("samen iets gedaan of gegeten")
    MATERIAL = "material", _("spullen")
    OTHER = "other", _("anders")


class ExpenseQuerySet(models.QuerySet["Expense"]):
    def of_volunteer(self, membership: Membership) -> "ExpenseQuerySet":
        """One's own."""
        return self.filter(volunteer__person_id=membership.person_id)

    def open(self) -> "ExpenseQuerySet":
        """Not in a claim yet."""
        return self.filter(lines__isnull=True)

    def with_receipt(self) -> "ExpenseQuerySet":
        return self.annotate(
            has_receipt=models.Exists(
                Receipt.objects.filter(
                    programme_id=models.OuterRef("programme_id"), expense_id=models.OuterRef("pk")
                )
            )
        )


CLAIMED = "EXISTS (SELECT FROM payments_claimline WHERE programme_id = {row}.programme_id AND expense_id = {row}.{key})"


class Expense(ProgrammeScoped):
    """Money a volunteer laid out. `uid` is made before sending, so sending twice is one expense."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    volunteer = ScopedForeignKey(Buddy, models.PROTECT, related_name="expenses")
    on = models.DateField(_("wanneer"))
    kind = models.CharField(_("waarvoor"), max_length=8, choices=ExpenseKind)
    km = models.PositiveSmallIntegerField(_("hoeveel kilometer"), null=True, blank=True)
    cents = models.PositiveIntegerField(_("bedrag"))
    words = models.CharField(_("wat was het"), max_length=120, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("payments_expense", "volunteer"),
            models.UniqueConstraint(fields=["programme", "uid"], name="payments_expense_sent_once"),
            models.CheckConstraint(
                condition=Q(cents__gte=1, cents__lte=100_000),
                name="payments_expense_cents",
                violation_error_message=_("Vul een bedrag in van 1 cent tot en met € 1.000."),
            ),
            models.CheckConstraint(
                condition=Q(kind="km", km__gte=1) | Q(~Q(kind="km"), km__isnull=True),
                name="payments_expense_km",
                violation_error_message=_("Vul in hoeveel kilometer het was."),
            ),
            Rule(
                name="payments_expense_is_claimed",
                events="UPDATE OR DELETE",
                body=f"IF {CLAIMED.format(row='OLD', key='id')} THEN REFUSE; END IF;",
                violation_error_message=_("Dit staat al in een declaratie. Trek die eerst in."),
            ),
        ]
        indexes = [models.Index(fields=["programme", "volunteer", "on"], name="payments_expense_by_day")]
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.on} {self.cents}"


class Receipt(ProgrammeScoped):
    """The photo or PDF that proves one expense, apart from it so that lists stay light (docs/adr/0006)."""

    expense = ScopedForeignKey(Expense, models.CASCADE, related_name="receipts")
    media = models.CharField(max_length=20, choices=MEDIA)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            *tenant("payments_receipt", "expense"),
            models.UniqueConstraint(fields=["programme", "expense"], name="payments_receipt_once"),
            models.CheckConstraint(
                condition=Q(media__in=["image/jpeg", "application/pdf"]), name="payments_receipt_media"
            ),
            Rule(
                name="payments_receipt_is_kept",
                events="UPDATE OR DELETE",
                body=f"IF {CLAIMED.format(row='OLD', key='expense_id')} THEN REFUSE; END IF;",
                violation_error_message=_("Deze bon hoort bij een declaratie en kan niet meer weg."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expense_id} {self.media}"


class ClaimState(models.TextChoices):
    SENT = "sent", _("wacht op goedkeuring")
    APPROVED = "approved", _("goedgekeurd")


class ClaimQuerySet(models.QuerySet["Claim"]):
    def of_volunteer(self, membership: Membership) -> "ClaimQuerySet":
        """One's own."""
        return self.filter(volunteer__person_id=membership.person_id)

    def waiting(self) -> "ClaimQuerySet":
        """Sent, and nobody looked at them yet; oldest first."""
        return self.filter(state=ClaimState.SENT).order_by("sent_at", "id")

    def to_pay(self) -> "ClaimQuerySet":
        """Approved, with something to pay, and on no payment list."""
        something = Q(effort_cents__gt=0) | Q(unproven_cents__gt=0) | Q(proven_cents__gt=0)
        return self.filter(something, state=ClaimState.APPROVED, payments__isnull=True)

    def of_year(self, year: int) -> "ClaimQuerySet":
        return self.filter(month__gte=date(year, 1, 1), month__lte=date(year, 12, 1))

    def counted(self) -> int:
        """Cents of these claims under the caps."""
        return self.aggregate(sum=Sum("counted_cents"))["sum"] or 0


class Claim(ProgrammeScoped):
    """What one volunteer asks for one month; a later one for the same month asks only the difference.

    The amounts are what is given; while the claim waits they are what it would be. `counted_cents` is what uses up
    room under the caps, with what another organisation gave. Terms and caps are kept as they were.
    """

    volunteer = ScopedForeignKey(Buddy, models.PROTECT, related_name="claims")
    month = models.DateField(_("maand"))
    state = models.CharField(max_length=8, choices=ClaimState, default=ClaimState.SENT)
    sent_at = models.DateTimeField(default=timezone.now)
    elsewhere_cents = models.PositiveIntegerField(_("van een andere organisatie"), default=0)
    effort_cents = models.PositiveIntegerField(default=0)
    unproven_cents = models.PositiveIntegerField(default=0)
    proven_cents = models.PositiveIntegerField(default=0)
    counted_cents = models.PositiveIntegerField(default=0)
    left_out_cents = models.PositiveIntegerField(default=0)
    above_cents = models.PositiveIntegerField(default=0)
    mode = models.CharField(max_length=12, choices=MODES)
    costs = models.CharField(max_length=8, choices=READINGS)
    month_cap = models.PositiveIntegerField()
    year_cap = models.PositiveIntegerField()
    reason = models.TextField(_("waarom het anders werd"), blank=True)
    decided_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="claims_decided")
    decided_at = models.DateTimeField(null=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("payments_claim", "volunteer", "decided_by"),
            models.UniqueConstraint(
                fields=["programme", "volunteer", "month"],
                condition=Q(state="sent"),
                name="payments_claim_one_waiting",
                violation_error_message=_("Voor deze maand wacht al een declaratie op goedkeuring."),
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="payments_claim_first_of_month"),
            models.CheckConstraint(
                condition=Q(state="sent", decided_at__isnull=True, decided_by__isnull=True)
                | Q(state="approved", decided_at__isnull=False, decided_by__isnull=False),
                name="payments_claim_decided_by_someone",
            ),
            Rule(
                name="payments_claim_goes_forward",
                events="INSERT OR UPDATE OR DELETE",
                body=(
                    "IF TG_OP = 'INSERT' THEN IF NEW.state <> 'sent' THEN REFUSE; END IF; "
                    "ELSIF OLD.state = 'approved' THEN "
                    "IF TG_OP = 'DELETE' THEN REFUSE; END IF; "
                    "IF EXISTS (SELECT FROM payments_payment WHERE programme_id = OLD.programme_id "
                    "AND claim_id = OLD.id) THEN REFUSE; END IF; "
                    "IF NEW.state = 'approved' THEN REFUSE; END IF; END IF;"
                ),
                violation_error_message=_(
                    "Deze declaratie is al goedgekeurd, misschien door een collega. Ververs de bladzijde."
                ),
            ),
            Rule(
                name="payments_claim_within_caps",
                events="UPDATE OF state",
                # Who approves for the same person at the same moment waits here, and then sees the other's sum.
                body=(
                    "IF NEW.state = 'approved' THEN "
                    "PERFORM FROM buddies_buddy WHERE id = NEW.volunteer_id FOR NO KEY UPDATE; "
                    "IF NEW.effort_cents + NEW.unproven_cents > 0 AND ("
                    "NEW.counted_cents + (SELECT coalesce(sum(counted_cents), 0) FROM payments_claim "
                    "WHERE volunteer_id = NEW.volunteer_id AND month = NEW.month AND state = 'approved' "
                    "AND id <> NEW.id) > NEW.month_cap OR "
                    "NEW.counted_cents + (SELECT coalesce(sum(counted_cents), 0) FROM payments_claim "
                    "WHERE volunteer_id = NEW.volunteer_id AND state = 'approved' AND id <> NEW.id "
                    "AND extract(year FROM month) = extract(year FROM NEW.month)) > NEW.year_cap) "
                    "THEN REFUSE; END IF; END IF;"
                ),
                violation_error_message=_("Hiermee komt iemand boven het maximum. Kijk nog eens."),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "volunteer", "month"], name="payments_claim_by_month"),
            models.Index(fields=["programme", "state", "sent_at"], name="payments_claim_by_state"),
        ]
        ordering = ["-month", "-id"]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.month}"

    @property
    def total_cents(self) -> int:
        return self.effort_cents + self.unproven_cents + self.proven_cents

    @property
    def costs_cents(self) -> int:
        return self.unproven_cents + self.proven_cents

    @property
    def is_waiting(self) -> bool:
        return self.state == ClaimState.SENT


class ClaimLine(ProgrammeScoped):
    """One contact or one expense in a claim: as it was told, and as it was granted.

    A contact is remembered by its uid and not by a key, so that the log can be corrected or erased and what was paid
    is still known. `cents_granted` of a contact is its worth before the caps of month and year.
    """

    claim = ScopedForeignKey(Claim, models.CASCADE, related_name="lines")
    work_uid = models.UUIDField(null=True)
    expense = ScopedForeignKey(Expense, models.PROTECT, null=True, related_name="lines")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True)
    minutes_granted = models.PositiveSmallIntegerField(null=True)
    cents = models.PositiveIntegerField()
    cents_granted = models.PositiveIntegerField()

    class Meta:
        constraints = [
            *tenant("payments_claimline", "claim", "expense"),
            models.UniqueConstraint(
                fields=["programme", "expense"],
                name="payments_claimline_expense_once",
                violation_error_message=_("Deze onkosten staan al in een declaratie."),
            ),
            models.UniqueConstraint(
                fields=["programme", "claim", "work_uid"], name="payments_claimline_work_once"
            ),
            models.CheckConstraint(
                condition=Q(work_uid__isnull=False, expense__isnull=True, minutes__isnull=False)
                | Q(work_uid__isnull=True, expense__isnull=False, minutes__isnull=True),
                name="payments_claimline_is_one_thing",
            ),
            Rule(
                name="payments_claimline_is_frozen",
                events="INSERT OR UPDATE OR DELETE",
                body=(
                    "IF EXISTS (SELECT FROM payments_claim WHERE id = coalesce(NEW.claim_id, OLD.claim_id) "
                    "AND state = 'approved') THEN REFUSE; END IF;"
                ),
                violation_error_message=_("Deze declaratie is al goedgekeurd. De bedragen liggen vast."),
            ),
        ]
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.on} {self.cents_granted}"

"""Paying: a list of approved claims that goes to the bank once, and a volunteer's statement of a year."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buddies.models import Buddy
from programmes.models import Membership
from programmes.scope import ProgrammeScoped, Rule, ScopedForeignKey, tenant

from .claims import Claim


class ListState(models.TextChoices):
    OPEN = "open", _("nog niet betaald")
    PAID = "paid", _("betaald")


class PaymentList(ProgrammeScoped):
    """Claims that are paid together. Paid is for ever: then nothing in it changes."""

    state = models.CharField(max_length=4, choices=ListState, default=ListState.OPEN)
    made_by = ScopedForeignKey(Membership, models.PROTECT, related_name="payment_lists_made")
    made_at = models.DateTimeField(default=timezone.now)
    paid_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="payment_lists_paid")
    paid_on = models.DateField(_("betaald op"), null=True)

    class Meta:
        constraints = [
            *tenant("payments_paymentlist", "made_by", "paid_by"),
            models.CheckConstraint(
                condition=Q(state="open", paid_by__isnull=True, paid_on__isnull=True)
                | Q(state="paid", paid_by__isnull=False, paid_on__isnull=False),
                name="payments_paymentlist_paid_by_someone",
            ),
            Rule(
                name="payments_paymentlist_is_paid_once",
                events="INSERT OR UPDATE OR DELETE",
                body=(
                    "IF TG_OP = 'INSERT' THEN IF NEW.state <> 'open' THEN REFUSE; END IF; "
                    "ELSIF OLD.state = 'paid' THEN REFUSE; END IF;"
                ),
                violation_error_message=_("Deze lijst is al op betaald gezet, misschien door een collega."),
            ),
        ]
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What the bank sees; the same list always has the same, so that a bank can refuse it a second time."""
        return f"KLIK-{self.programme_id}-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == ListState.OPEN


class Payment(ProgrammeScoped):
    """One approved claim on one list. A claim can be on one list only: that is why nothing is paid twice.

    The account stands here as it was when the list was made; of a paid one only its end is kept.
    """

    list = ScopedForeignKey(PaymentList, models.CASCADE, related_name="payments")
    claim = ScopedForeignKey(Claim, models.PROTECT, related_name="payments")
    cents = models.PositiveIntegerField()
    holder = models.CharField(max_length=180)
    iban = models.CharField(max_length=34, blank=True)

    class Meta:
        constraints = [
            *tenant("payments_payment", "list", "claim"),
            models.UniqueConstraint(
                fields=["programme", "claim"],
                name="payments_payment_once",
                violation_error_message=_(
                    "Een collega maakte net een betaallijst met dezelfde declaraties. Ververs de bladzijde."
                ),
            ),
            models.CheckConstraint(condition=Q(cents__gte=1), name="payments_payment_cents"),
            Rule(
                name="payments_payment_of_approved_claim",
                events="INSERT",
                body=(
                    "PERFORM FROM payments_claim WHERE id = NEW.claim_id AND state = 'approved' "
                    "AND effort_cents + unproven_cents + proven_cents = NEW.cents FOR UPDATE; "
                    "IF NOT FOUND OR NOT EXISTS (SELECT FROM payments_paymentlist "
                    "WHERE id = NEW.list_id AND state = 'open') THEN REFUSE; END IF;"
                ),
                violation_error_message=_("Alleen goedgekeurde declaraties komen op een betaallijst."),
            ),
            Rule(
                name="payments_payment_is_frozen",
                events="UPDATE OR DELETE",
                body=(
                    "IF TG_OP = 'UPDATE' THEN IF (NEW.list_id, NEW.claim_id, NEW.cents, NEW.holder) "
                    "IS DISTINCT FROM (OLD.list_id, OLD.claim_id, OLD.cents, OLD.holder) THEN REFUSE; END IF; "
                    "ELSIF EXISTS (SELECT FROM payments_paymentlist WHERE id = OLD.list_id AND state = 'paid') "
                    "THEN REFUSE; END IF;"
                ),
                violation_error_message=_("Deze lijst is al betaald. De bedragen liggen vast."),
            ),
        ]
        ordering = ["holder", "id"]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.cents}"


class Statement(ProgrammeScoped):
    """What one volunteer was given in one year, as a PDF. Made again when something changed."""

    volunteer = ScopedForeignKey(Buddy, models.PROTECT, related_name="statements")
    year = models.PositiveSmallIntegerField(_("jaar"))
    pdf = models.BinaryField(null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            *tenant("payments_statement", "volunteer"),
            models.UniqueConstraint(
                fields=["programme", "volunteer", "year"], name="payments_statement_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.year}"

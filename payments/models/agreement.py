"""What a programme agreed to give, from which month; who pays, and on which account a volunteer is paid."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum import iban as iban_numbers
from stdnum.exceptions import ValidationError as NotAnIban

from buddies.models import Buddy
from logbook.allowance import Costs, Mode, Rates, Terms
from programmes.models import Membership
from programmes.scope import ProgrammeScoped, ScopedForeignKey, tenant

MODES = [
    (Mode.NONE.value, _("Geen vergoeding")),
    (Mode.EXPENSES.value, _("Alleen onkosten")),
    (Mode.PER_CONTACT.value, _("Een vast bedrag per contact, en onkosten")),
    (Mode.PER_HOUR.value, _("Een bedrag per uur, en onkosten")),
]
READINGS = [
    (Costs.TOGETHER.value, _("Vergoeding en onkosten tellen samen mee voor het maximum")),
    (Costs.APART.value, _("Alleen de vergoeding telt mee; onkosten met een bon komen erbovenop")),
]


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def check_iban(number: str) -> str:
    """The number without spaces. Raises ValidationError in Dutch when it cannot be an IBAN."""
    try:
        return str(iban_numbers.validate(number))
    except NotAnIban as error:
        raise ValidationError(
            _("Dit rekeningnummer klopt niet. Kijk het na: het begint met twee letters, zoals NL.")
        ) from error


def must_be_iban(number: str) -> None:
    """For the model's own validation. Raises ValidationError."""
    check_iban(number)


class SchemeQuerySet(models.QuerySet["Scheme"]):
    def in_month(self, month: date) -> "Scheme | None":
        """What was agreed for this month; None before anything was."""
        return self.filter(starts_on__lte=month).order_by("-starts_on").first()


class Scheme(ProgrammeScoped):
    """What volunteers of this programme are given, from a month on until the next one. Cents."""

    starts_on = models.DateField(_("vanaf"))
    mode = models.CharField(_("wat vrijwilligers krijgen"), max_length=12, choices=MODES)
    contact_cents = models.PositiveIntegerField(_("per contact"), null=True, blank=True)
    hour_cents = models.PositiveIntegerField(_("per uur"), null=True, blank=True)
    km_cents = models.PositiveSmallIntegerField(_("per kilometer"), default=23)
    costs = models.CharField(_("onkosten en het maximum"), max_length=8, choices=READINGS, default="together")
    set_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="schemes_set")
    set_at = models.DateTimeField(default=timezone.now)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("payments_scheme", "set_by"),
            models.UniqueConstraint(fields=["programme", "starts_on"], name="payments_scheme_once"),
            models.CheckConstraint(
                condition=Q(starts_on__day=1),
                name="payments_scheme_first_of_month",
                violation_error_message=_("Een afspraak begint op de eerste van een maand."),
            ),
            models.CheckConstraint(
                condition=~Q(mode="per_contact") | Q(contact_cents__gte=1),
                name="payments_scheme_contact_cents",
                violation_error_message=_("Vul in hoeveel een vrijwilliger per contact krijgt."),
            ),
        ]
        ordering = ["-starts_on"]

    def __str__(self) -> str:
        return f"{self.mode} {self.starts_on}"

    @property
    def terms(self) -> Terms:
        """As the rules take it (logbook/allowance.py)."""
        return Terms(Mode(self.mode), self.contact_cents or 0, self.hour_cents, Costs(self.costs))

    @property
    def pays(self) -> bool:
        return self.mode != Mode.NONE

    @property
    def pays_effort(self) -> bool:
        return self.mode in {Mode.PER_CONTACT, Mode.PER_HOUR}


class OwnRates(ProgrammeScoped):
    """The law's caps of a year that Klik did not bring along, filled in by the programme. Cents."""

    year = models.PositiveSmallIntegerField(_("jaar"))
    hour = models.PositiveIntegerField(_("per uur, vanaf 21 jaar"))
    hour_young = models.PositiveIntegerField(_("per uur, jonger dan 21"))
    month_cap = models.PositiveIntegerField(_("per maand"))
    year_cap = models.PositiveIntegerField(_("per jaar"))
    set_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="rates_set")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            *tenant("payments_ownrates", "set_by"),
            models.UniqueConstraint(
                fields=["programme", "year"],
                name="payments_ownrates_once",
                violation_error_message=_("Voor dit jaar staan de bedragen er al."),
            ),
            models.CheckConstraint(
                condition=Q(hour_young__lte=models.F("hour"), month_cap__lte=models.F("year_cap")),
                name="payments_ownrates_in_order",
                violation_error_message=_("Deze bedragen kunnen niet kloppen. Kijk ze nog eens na."),
            ),
        ]
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def rates(self) -> Rates:
        return Rates(self.year, self.hour, self.hour_young, self.month_cap, self.year_cap)


class Payer(ProgrammeScoped):
    """The account the programme pays from; only there when it makes files for a bank."""

    name = models.CharField(_("naam van de rekening"), max_length=70)
    iban = models.CharField(_("IBAN"), max_length=34, validators=[must_be_iban])

    class Meta:
        constraints = [
            *tenant("payments_payer"),
            models.UniqueConstraint(fields=["programme"], name="payments_payer_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Payee(ProgrammeScoped):
    """How one volunteer is paid. Only made by the volunteer, and only where money is given. No IBAN means in cash.

    Of a birthday only the day on which the rate of an adult begins, and only for who is younger.
    """

    volunteer = ScopedForeignKey(Buddy, models.CASCADE, related_name="payees")
    holder = models.CharField(_("naam van de rekening"), max_length=70, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True, validators=[must_be_iban])
    adult_on = models.DateField(_("wordt 21 op"), null=True, blank=True)

    class Meta:
        constraints = [
            *tenant("payments_payee", "volunteer"),
            models.UniqueConstraint(fields=["programme", "volunteer"], name="payments_payee_once"),
            models.CheckConstraint(
                condition=Q(iban="") | ~Q(holder=""),
                name="payments_payee_has_a_holder",
                violation_error_message=_("Vul de naam in die bij de rekening hoort."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.volunteer)

    def is_young_on(self, day: date) -> bool:
        """Not yet 21 on the day of the work."""
        return self.adult_on is not None and day < self.adult_on


def masked(iban: str) -> str:
    """Enough to recognise one's own account: "NL…4300"."""
    return f"{iban[:2]}…{iban[-4:]}" if iban else ""

"""What is asked in conversations about the year: versioned data, each with a record of its licence."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from goals.instruments import Definition, read_definition
from programmes.models import Membership
from programmes.scope import ProgrammeScoped, Rule, ScopedForeignKey, tenant


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def active(self, day: date) -> "InstrumentQuerySet":
        """In use, with a licence that still holds on this day."""
        return self.filter(
            Q(licence_until__isnull=True) | Q(licence_until__gte=day),
            active_since__isnull=False,
            retired_on__isnull=True,
        )


class Instrument(ProgrammeScoped):
    """One version of a set of questions. A change of `definition` after its first question was asked is a new version.

    `definition` is read by goals/instruments.py. `active_since` without `retired_on` is in use; one version at a time.
    """

    key = models.SlugField(_("kenmerk"), max_length=40, db_index=False)
    version = models.PositiveSmallIntegerField(_("versie"), default=1)
    name = models.CharField(_("naam"), max_length=80)
    definition = models.JSONField(_("vragen"))
    licence_owner = models.CharField(_("van wie is het"), max_length=120, blank=True)
    licence_terms = models.TextField(_("wat mag ermee"), blank=True)
    licence_attribution = models.CharField(_("bronvermelding"), max_length=200, blank=True)
    licence_proof = models.CharField(_("waar staat dat"), max_length=300, blank=True)
    licence_until = models.DateField(_("geldig tot en met"), null=True, blank=True)
    made_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="instruments_made")
    made_at = models.DateTimeField(default=timezone.now)
    active_since = models.DateField(_("in gebruik sinds"), null=True, blank=True)
    retired_on = models.DateField(_("niet meer in gebruik sinds"), null=True, blank=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("goals_instrument", "made_by"),
            models.UniqueConstraint(
                fields=["programme", "key", "version"],
                name="goals_instrument_once",
                violation_error_message=_("Deze versie is er al."),
            ),
            models.UniqueConstraint(
                fields=["programme", "key"],
                condition=Q(active_since__isnull=False, retired_on__isnull=True),
                name="goals_instrument_one_active",
                violation_error_message=_("Er is al een andere versie in gebruik."),
            ),
            models.CheckConstraint(
                condition=Q(active_since__isnull=True)
                | (~Q(licence_owner="") & ~Q(licence_terms="") & ~Q(licence_proof="")),
                name="goals_instrument_licensed",
                violation_error_message=_(
                    "Zonder bewijs dat jullie dit mogen gebruiken, kan het niet aan. "
                    "Vul in van wie het is, wat ermee mag en waar dat staat."
                ),
            ),
            Rule(
                name="goals_instrument_frozen",
                events="UPDATE OF definition, key, version",
                body=(
                    "IF (NEW.definition IS DISTINCT FROM OLD.definition OR NEW.key <> OLD.key "
                    "OR NEW.version <> OLD.version) AND EXISTS "
                    "(SELECT FROM goals_answer WHERE instrument_id = OLD.id AND programme_id = OLD.programme_id) "
                    "THEN REFUSE; END IF;"
                ),
                violation_error_message=_(
                    "Er zijn al antwoorden op deze vragen. Maak een nieuwe versie, dan blijven die kloppen."
                ),
            ),
        ]
        ordering = ["key", "-version"]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"

    @cached_property
    def asks(self) -> Definition:
        """The definition, read."""
        return read_definition(self.definition)

    @property
    def is_active(self) -> bool:
        return self.active_since is not None and self.retired_on is None

    @property
    def source(self) -> str:
        """What must be said wherever it is used, when it is not the owner's name alone."""
        return self.licence_attribution if self.licence_attribution != self.licence_owner else ""

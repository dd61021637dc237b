"""Where people come together: locations, activities and their sessions. Training and intervision are kinds."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programmes.models import Membership, Partner, Person
from programmes.scope import ProgrammeScoped, ScopedForeignKey, tenant


class Location(ProgrammeScoped):
    """A place where activities are held."""

    name = models.CharField(_("naam"), max_length=80)
    address = models.CharField(_("adres"), max_length=160, blank=True)
    host = ScopedForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="locations")

    class Meta:
        constraints = [
            *tenant("activities_location", "host"),
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="activities_location_once",
                violation_error_message=_("Deze plek staat er al."),
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    TRAINING = "training", _("training")
    INTERVISION = "intervision", _("intervisie")
    GROUP = "group", _("groepsactiviteit")
    WORK_PROJECT = "work_project", _("werkproject")
    LANGUAGE = "language", _("taalles")
    YOUTH = "youth", _("jongeren")
    CHILDREN = "children", _("kinderen en ouders")


class SessionQuerySet(models.QuerySet["Session"]):
    def upcoming(self, now: datetime) -> "SessionQuerySet":
        return self.filter(ends_at__gte=now).order_by("starts_at", "id")

    def past(self, now: datetime) -> "SessionQuerySet":
        return self.filter(ends_at__lt=now).order_by("-starts_at", "-id")

    def in_week_of(self, day: date) -> "SessionQuerySet":
        return self.filter(starts_at__date__gte=day, starts_at__date__lt=day + timedelta(days=7))

    def intervisions(self) -> "SessionQuerySet":
        return self.filter(kind=Kind.INTERVISION)

    def of_person(self, membership: Membership) -> "SessionQuerySet":
        """Sessions this person is expected at."""
        return self.filter(attendances__person_id=membership.person_id)


class Session(ProgrammeScoped):
    """One coming-together: when, where, led by whom."""

    kind = models.CharField(_("soort"), max_length=14, choices=Kind)
    title = models.CharField(_("naam"), max_length=120)
    location = ScopedForeignKey(Location, models.PROTECT, related_name="sessions", verbose_name=_("waar"))
    starts_at = models.DateTimeField(_("van"))
    ends_at = models.DateTimeField(_("tot"))
    led_by = ScopedForeignKey(
        Person, models.PROTECT, related_name="sessions_led", verbose_name=_("begeleid door")
    )
    planned_by = ScopedForeignKey(Membership, models.PROTECT, related_name="sessions_planned")

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("activities_session", "location", "led_by", "planned_by"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="activities_session_period",
                violation_error_message=_("Het einde ligt voor het begin."),
            ),
        ]
        indexes = [models.Index(fields=["programme", "starts_at"], name="activities_session_start")]
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return self.title


class Presence(models.TextChoices):
    EXPECTED = "expected", _("verwacht")
    PRESENT = "present", _("was er")
    CALLED_OFF = "called_off", _("belde af")
    ABSENT = "absent", _("was er niet")


class Attendance(ProgrammeScoped):
    """One person at one session."""

    session = ScopedForeignKey(Session, models.CASCADE, related_name="attendances")
    person = ScopedForeignKey(Person, models.CASCADE, related_name="attendances")
    presence = models.CharField(max_length=10, choices=Presence, default=Presence.EXPECTED)

    class Meta:
        constraints = [
            *tenant("activities_attendance", "session", "person"),
            models.UniqueConstraint(
                fields=["programme", "session", "person"], name="activities_attendance_once"
            ),
        ]
        ordering = ["person__sort_name", "id"]

    def __str__(self) -> str:
        return f"{self.person}: {self.presence}"


class Method(models.TextChoices):
    """Ways of intervision, in our own words."""

    INCIDENT = "incident", _("incidentmethode")
    FIVE_STEPS = "five_steps", _("vijf stappen")
    GOSSIP = "gossip", _("roddelmethode")
    OPEN = "open", _("open gesprek")


class IntervisionNote(ProgrammeScoped):
    """What the group learned. Never about a participant."""

    session = ScopedForeignKey(Session, models.CASCADE, related_name="notes")
    method = models.CharField(_("manier"), max_length=12, choices=Method)
    learning_points = models.TextField(_("wat we leerden"))
    tips = models.TextField(_("tips"), blank=True)
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="intervision_notes")

    class Meta:
        constraints = [
            *tenant("activities_intervisionnote", "session", "by"),
            models.UniqueConstraint(
                fields=["programme", "session"],
                name="activities_intervisionnote_once",
                violation_error_message=_("De leerpunten zijn al opgeschreven, misschien door een collega."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.session)

    @property
    def fingerprint(self) -> str:
        """Changes when the text changes: by it a writer's page knows that a colleague was first."""
        text = "\0".join([self.method, self.learning_points, self.tips])
        return sha256(text.encode()).hexdigest()[:16]

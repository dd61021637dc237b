"""Where people come together: locations, activities and their sessions. Training and intervision are kinds."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buddies.models import Buddy
from matching.models import Match
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


# For participants too; training and intervision are for volunteers only.
GROUP_KINDS = frozenset({Kind.GROUP, Kind.WORK_PROJECT, Kind.LANGUAGE, Kind.YOUTH, Kind.CHILDREN})


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
        """Sessions this person is on the list of, or leads."""
        mine = Attendance.objects.filter(session=OuterRef("pk"), person_id=membership.person_id)
        return self.filter(Exists(mine) | Q(led_by_id=membership.person_id))

    def in_agenda_of(self, membership: Membership) -> "SessionQuerySet":
        """Sessions this person still goes to: not those called off."""
        off = Attendance.objects.filter(
            session=OuterRef("pk"), person_id=membership.person_id, presence=Presence.CALLED_OFF
        )
        return self.of_person(membership).filter(~Exists(off))

    def attended_by(self, membership: Membership) -> "SessionQuerySet":
        """Sessions this person was at, or led."""
        was_there = Attendance.objects.filter(
            session=OuterRef("pk"), person_id=membership.person_id, presence=Presence.PRESENT
        )
        return self.filter(Exists(was_there) | Q(led_by_id=membership.person_id))

    def with_learning(self) -> "SessionQuerySet":
        return self.filter(Exists(IntervisionNote.objects.filter(session=OuterRef("pk"))))

    def unrecorded(self, now: datetime) -> "SessionQuerySet":
        """Past sessions of which it is not yet known for everyone whether they were there."""
        unknown = Attendance.objects.filter(session=OuterRef("pk"), presence=Presence.EXPECTED)
        return self.past(now).filter(Exists(unknown))

    def with_counts(self) -> "SessionQuerySet":
        """Adds `people` (on the list), `came` and `unknown` (nothing said yet)."""
        return self.annotate(
            people=Count("attendances"),
            came=Count("attendances", filter=Q(attendances__presence=Presence.PRESENT)),
            unknown=Count("attendances", filter=Q(attendances__presence=Presence.EXPECTED)),
        )


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
            models.UniqueConstraint(
                fields=["programme", "location", "starts_at", "title"],
                name="activities_session_once",
                violation_error_message=_("Deze bijeenkomst staat al in de agenda."),
            ),
        ]
        indexes = [models.Index(fields=["programme", "starts_at"], name="activities_session_start")]
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def was_recorded(self) -> bool:
        """Whether it is written down that it was held: somebody was there, or something was learned."""
        return self.attendances.filter(presence=Presence.PRESENT).exists() or self.notes.exists()

    @property
    def is_past(self) -> bool:
        return self.ends_at < timezone.now()


class Presence(models.TextChoices):
    EXPECTED = "expected", _("verwacht")
    PRESENT = "present", _("was er")
    CALLED_OFF = "called_off", _("belde af")
    ABSENT = "absent", _("was er niet")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def seen_by_professional(self, membership: Membership) -> "AttendanceQuerySet":
        """All of what they planned or lead; elsewhere the volunteers, and participants of volunteers they supervise."""
        is_volunteer = Buddy.objects.filter(person_id=OuterRef("person_id"))
        is_own = Match.objects.active().supervised_by(membership)
        return self.filter(
            Q(session__planned_by=membership)
            | Q(session__led_by_id=membership.person_id)
            | Q(Exists(is_volunteer))
            | Q(Exists(is_own.filter(participant__person_id=OuterRef("person_id"))))
        )


class Attendance(ProgrammeScoped):
    """One person at one session."""

    session = ScopedForeignKey(Session, models.CASCADE, related_name="attendances")
    person = ScopedForeignKey(Person, models.CASCADE, related_name="attendances")
    presence = models.CharField(max_length=10, choices=Presence, default=Presence.EXPECTED)

    objects = AttendanceQuerySet.as_manager()

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

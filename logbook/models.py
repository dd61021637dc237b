"""What volunteers did, with their participants and otherwise; and what their phones hand over for it."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Count, F, Max, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from buddies.models import Buddy, Task
from goals.models import ActionStep
from matching.models import Match, MatchQuerySet
from programmes.models import Membership, Person
from programmes.scope import ProgrammeScoped, ScopedForeignKey, tenant

UNDO_WITHIN = timedelta(days=14)
DEVICE_LASTS = timedelta(days=180)
KEY_SERVES = timedelta(days=90)
OLD_KEY_KEPT = timedelta(days=365)


class Way(models.TextChoices):
    OUT = "out", _("samen op pad")
    HOME = "home", _("thuis")
    CALL = "call", _("bellen")
    CHAT = "chat", _("appen")
    OTHER = "other", _("anders")


class Who(models.TextChoices):
    """Whose plans changed; no reason is asked, and nobody is to blame."""

    ME = "me", _("ik kon niet")
    THEM = "them", _("de ander kon niet")
    NEITHER = "neither", _("het liep anders")


class Mood(models.TextChoices):
    HARD = "hard", _("lastig")
    GOOD = "good", _("goed")
    GREAT = "great", _("heel goed")


def in_hours(total: int) -> str:
    """Minutes in words: "een half uur", "1½ uur", "45 minuten"."""
    hours, minutes = divmod(total, 60)
    if total == 30:
        return _now("een half uur")
    if minutes == 0:
        return _now("%(hours)s uur") % {"hours": hours}
    if minutes == 30:
        return _now("%(hours)s½ uur") % {"hours": hours}
    return _now("%(minutes)s minuten") % {"minutes": total}


Row = TypeVar("Row", bound="Logged")


class LoggedQuerySet(models.QuerySet[Row]):
    whose: str  # the way to the volunteer who did it

    def of_buddy(self, membership: Membership) -> Self:
        """What this volunteer logged."""
        return self.filter(**{f"{self.whose}__person_id": membership.person_id})

    def between(self, first: date, last: date) -> Self:
        return self.filter(on__gte=first, on__lte=last)


class Logged(ProgrammeScoped):
    """What a volunteer tells of a day. `uid` is made before sending, so sending twice is one row."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    on = models.DateField(_("wanneer"))
    note = models.TextField(_("iets erbij schrijven"), blank=True)
    logged_at = models.DateTimeField(default=timezone.now)

    # Each has its own: backwards they are named differently.
    by: "models.ForeignKey[Membership, Membership]"

    class Meta:
        abstract = True
        ordering = ["-on", "-id"]

    @property
    def is_fresh(self) -> bool:
        """Whether who logged it may still change it or take it back."""
        return timezone.now() - self.logged_at <= UNDO_WITHIN


class Done(Logged):
    """What was really done: it took time, and went somehow."""

    minutes = models.PositiveSmallIntegerField(_("hoe lang"))
    mood = models.CharField(_("hoe ging het"), max_length=6, choices=Mood)

    class Meta(Logged.Meta):
        abstract = True

    @property
    def length(self) -> str:
        return in_hours(self.minutes)


def lasts_up_to_a_day(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(minutes__gte=1, minutes__lte=24 * 60),
        name=name,
        violation_error_message=_("Kies hoe lang: van 1 minuut tot een hele dag."),
    )


class ContactQuerySet(LoggedQuerySet["Contact"]):
    whose = "match__buddy"


class Contact(Done):
    """One time two people were in touch."""

    match = ScopedForeignKey(Match, models.CASCADE, related_name="contacts")
    way = models.CharField(_("wat deden jullie"), max_length=6, choices=Way)
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="contacts_logged")

    objects = models.Manager.from_queryset(ContactQuerySet)()

    class Meta(Logged.Meta):
        constraints = [
            *tenant("logbook_contact", "match", "by"),
            models.UniqueConstraint(fields=["programme", "uid"], name="logbook_contact_once"),
            lasts_up_to_a_day("logbook_contact_minutes"),
        ]
        indexes = [
            models.Index(
                fields=["programme", "match", "-on"], include=["minutes"], name="logbook_contact_of_match"
            ),
            models.Index(fields=["programme", "on"], include=["minutes"], name="logbook_contact_month"),
        ]

    def __str__(self) -> str:
        return f"{self.match} {self.on}"


class CalledOffQuerySet(LoggedQuerySet["CalledOff"]):
    whose = "match__buddy"


class CalledOff(Logged):
    """What two people had agreed and did not go on. In a table of its own: no count of contacts or hours can hold it."""

    match = ScopedForeignKey(Match, models.CASCADE, related_name="called_off")
    off_by = models.CharField(_("hoe kwam dat"), max_length=7, choices=Who)
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="called_off_logged")

    objects = models.Manager.from_queryset(CalledOffQuerySet)()

    class Meta(Logged.Meta):
        constraints = [
            *tenant("logbook_calledoff", "match", "by"),
            models.UniqueConstraint(fields=["programme", "uid"], name="logbook_calledoff_once"),
        ]
        indexes = [models.Index(fields=["programme", "match", "-on"], name="logbook_calledoff_of_match")]

    def __str__(self) -> str:
        return f"{self.match} {self.on}"


class ContactStep(ProgrammeScoped):
    """A step of the plan that two people worked on this time."""

    contact = ScopedForeignKey(Contact, models.CASCADE, related_name="steps")
    step = ScopedForeignKey(ActionStep, models.CASCADE, related_name="contacts")

    class Meta:
        constraints = [
            *tenant("logbook_contactstep", "contact", "step"),
            models.UniqueConstraint(fields=["programme", "contact", "step"], name="logbook_contactstep_once"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.step)


class ShiftQuerySet(LoggedQuerySet["Shift"]):
    whose = "buddy"


class Shift(Done):
    """One time a volunteer did something else than going with one participant: cooking, hosting, coaching a language."""

    buddy = ScopedForeignKey(Buddy, models.CASCADE, related_name="shifts")
    task = models.CharField(_("wat deed je"), max_length=20, choices=Task)
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="shifts_logged")

    objects = models.Manager.from_queryset(ShiftQuerySet)()

    class Meta(Logged.Meta):
        constraints = [
            *tenant("logbook_shift", "buddy", "by"),
            models.UniqueConstraint(fields=["programme", "uid"], name="logbook_shift_once"),
            lasts_up_to_a_day("logbook_shift_minutes"),
        ]
        indexes = [
            models.Index(
                fields=["programme", "buddy", "-on"], include=["minutes"], name="logbook_shift_of_buddy"
            ),
            models.Index(fields=["programme", "on"], include=["minutes"], name="logbook_shift_month"),
        ]

    def __str__(self) -> str:
        return f"{self.buddy} {self.task} {self.on}"


Log = Contact | CalledOff | Shift


class WorryQuerySet(models.QuerySet["Worry"]):
    def open(self) -> "WorryQuerySet":
        """Not taken up yet, longest waiting first."""
        return self.filter(taken_up_at__isnull=True).order_by("at", "id")


class Worry(ProgrammeScoped):
    """A buddy worries about a participant. Apart from the log: coordinators read it, and nobody else."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    match = ScopedForeignKey(Match, models.CASCADE, related_name="worries")
    words = models.TextField(_("waar maak je je zorgen over"), blank=True)
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="worries_told")
    at = models.DateTimeField(default=timezone.now)
    taken_up_at = models.DateTimeField(null=True)
    taken_up_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="worries_taken_up")
    what_was_done = models.TextField(_("wat doe je ermee"), blank=True)

    objects = WorryQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("logbook_worry", "match", "by", "taken_up_by"),
            models.UniqueConstraint(fields=["programme", "uid"], name="logbook_worry_once"),
            models.CheckConstraint(
                condition=Q(taken_up_at__isnull=True, taken_up_by__isnull=True)
                | Q(taken_up_at__isnull=False, taken_up_by__isnull=False),
                name="logbook_worry_taken_up_by_someone",
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "at"], condition=Q(taken_up_at__isnull=True), name="logbook_worry_open"
            )
        ]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.match} {self.at:%Y-%m-%d}"


class SealingKeyQuerySet(models.QuerySet["SealingKey"]):
    def serving(self, now: datetime) -> "SealingKeyQuerySet":
        """Given to pages to seal with."""
        return self.filter(made_at__gt=now - KEY_SERVES)

    def outlived(self, now: datetime) -> "SealingKeyQuerySet":
        """No phone can hold anything sealed with it that is younger than a year."""
        return self.filter(made_at__lt=now - KEY_SERVES - OLD_KEY_KEPT)


class SealingKey(ProgrammeScoped):
    """A key pair of this programme. Phones seal with the public half; the private half is itself locked by a secret."""

    name = models.CharField(max_length=16)
    public = models.BinaryField()
    private = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = SealingKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("logbook_sealingkey"),
            models.UniqueConstraint(fields=["programme", "name"], name="logbook_sealingkey_once"),
        ]
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.name


class DeviceQuerySet(models.QuerySet["Device"]):
    def in_use(self, today: date) -> "DeviceQuerySet":
        return self.filter(revoked_at__isnull=True, lasts_until__gte=today)

    def of_person(self, person_id: int) -> "DeviceQuerySet":
        return self.filter(person_id=person_id)


class Device(ProgrammeScoped):
    """A phone that may hand over logs of one volunteer and nothing else. Only a hash of what it carries is kept."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64)
    person = ScopedForeignKey(Person, models.CASCADE, related_name="devices")
    membership = ScopedForeignKey(Membership, models.SET_NULL, null=True, related_name="devices")
    name = models.CharField(_("telefoon"), max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
    seen_on = models.DateField()
    lasts_until = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("logbook_device", "person", "membership"),
            models.UniqueConstraint(fields=["programme", "uid"], name="logbook_device_once"),
        ]
        ordering = ["-seen_on", "-id"]

    def __str__(self) -> str:
        return self.name


class DeliveryState(models.TextChoices):
    STORED = "stored", _("in het logboek")
    TO_CHECK = "to_check", _("te controleren")
    CONFLICT = "conflict", _("twee keer anders gestuurd")
    ASIDE = "aside", _("apart gezet")
    LEFT_OUT = "left_out", _("niet in het logboek")


WAITS = [DeliveryState.TO_CHECK, DeliveryState.CONFLICT]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def to_check(self) -> "DeliveryQuerySet":
        """What a coordinator decides on, longest waiting first."""
        return self.filter(state__in=WAITS).order_by("received_at", "id")


class Delivery(ProgrammeScoped):
    """One envelope from a phone. Its `uid` makes it once; `digest` tells the same again from something else.

    `sealed` holds the envelope only for as long as somebody still has to decide on it. `clock_off` is what must be
    added to the phone's clock to get ours.
    """

    uid = models.UUIDField(editable=False)
    digest = models.CharField(max_length=64)
    is_first = models.BooleanField(default=True)
    device = ScopedForeignKey(Device, models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=DeliveryState)
    why = models.CharField(max_length=200, blank=True)
    sealed = models.JSONField(null=True)
    clock_off = models.DurationField(default=timedelta)
    received_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="deliveries_settled")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("logbook_delivery", "device", "settled_by"),
            models.UniqueConstraint(
                fields=["programme", "uid"],
                condition=Q(is_first=True),
                name="logbook_delivery_first",
            ),
            models.UniqueConstraint(fields=["programme", "uid", "digest"], name="logbook_delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["programme", "received_at"],
                condition=Q(state__in=["to_check", "conflict"]),
                name="logbook_delivery_waits",
            )
        ]
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return str(self.uid)


class AgendaFeed(ProgrammeScoped):
    """An address at which a calendar reads someone's agenda. Only a hash of it is kept; a new one ends the old one."""

    membership = ScopedForeignKey(Membership, models.CASCADE, related_name="agenda_feeds")
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            *tenant("logbook_agendafeed", "membership"),
            models.UniqueConstraint(fields=["programme", "membership"], name="logbook_agendafeed_one"),
            models.UniqueConstraint(fields=["programme", "token_hash"], name="logbook_agendafeed_once"),
        ]

    def __str__(self) -> str:
        return str(self.membership)


def usual_first(matches: MatchQuerySet, *, today: date) -> MatchQuerySet:
    """Matches with `last_contact`, whoever was met most in the past eight weeks first."""
    return matches.annotate(
        last_contact=Max("contacts__on"),
        lately=Count("contacts", filter=Q(contacts__on__gte=today - timedelta(weeks=8))),
    ).order_by("-lately", F("last_contact").desc(nulls_last=True), "starts_on", "id")


def told_of(match: Match) -> models.QuerySet[Any, dict[str, Any]]:
    """What was logged of two people, newest first: contacts, and what did not go on. `read_back` makes them whole."""
    own = ("on", "logged_at", "pk", "is_off")
    contacts = match.contacts.order_by().annotate(is_off=Value(False)).values(*own)
    off = match.called_off.order_by().annotate(is_off=Value(True)).values(*own)
    both: models.QuerySet[Any, dict[str, Any]] = contacts.union(off, all=True)
    return both.order_by("-on", "-logged_at", "-pk")


def read_back(told: Iterable[dict[str, Any]]) -> list[Contact | CalledOff]:
    """The rows of `told_of`, in the same order."""
    told = list(told)
    contacts = Contact.objects.select_related("by").prefetch_related("steps__step")
    of_kind: dict[bool, dict[int, Any]] = {
        False: contacts.in_bulk([each["pk"] for each in told if not each["is_off"]]),
        True: CalledOff.objects.select_related("by").in_bulk([each["pk"] for each in told if each["is_off"]]),
    }
    return [of_kind[each["is_off"]][each["pk"]] for each in told]

"""Volunteers: on their way through the programme's gates, and deployable only when every gate is passed and valid."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models import Gate, Interest, Membership, Partner, Person, Role
from programmes.moves import Move, refuse_other_moves
from programmes.scope import ProgrammeScoped, Rule, ScopedForeignKey, tenant

# A conduct certificate takes at most eight weeks to come; after that someone should ask where it stays.
RENEWAL_TAKES = timedelta(weeks=8)


class Status(models.TextChoices):
    INTERESTED = "interested", _("wil meedoen")
    ON_THE_WAY = "on_the_way", _("bereidt zich voor")
    ACTIVE = "active", _("doet mee")
    PAUSED = "paused", _("even niet")
    STOPPED = "stopped", _("gestopt")


MOVES = (
    Move(Status.INTERESTED, Status.ON_THE_WAY, "eerste stap gedaan"),
    Move(Status.INTERESTED, Status.ACTIVE, "alle stappen gedaan"),
    Move(Status.ON_THE_WAY, Status.ACTIVE, "alle stappen gedaan"),
    Move(Status.ON_THE_WAY, Status.INTERESTED, "stap teruggedraaid"),
    Move(Status.ACTIVE, Status.ON_THE_WAY, "stap teruggedraaid"),
    Move(Status.ACTIVE, Status.INTERESTED, "stap teruggedraaid"),
    Move(Status.INTERESTED, Status.PAUSED, "even niet"),
    Move(Status.ON_THE_WAY, Status.PAUSED, "even niet"),
    Move(Status.ACTIVE, Status.PAUSED, "even niet"),
    Move(Status.PAUSED, Status.INTERESTED, "weer terug"),
    Move(Status.PAUSED, Status.ON_THE_WAY, "weer terug"),
    Move(Status.PAUSED, Status.ACTIVE, "weer terug"),
    Move(Status.INTERESTED, Status.STOPPED, "stopt"),
    Move(Status.ON_THE_WAY, Status.STOPPED, "stopt"),
    Move(Status.ACTIVE, Status.STOPPED, "stopt, met dank"),
    Move(Status.PAUSED, Status.STOPPED, "stopt, met dank"),
    Move(Status.STOPPED, Status.INTERESTED, "komt terug"),
    Move(Status.STOPPED, Status.ON_THE_WAY, "komt terug"),
    Move(Status.STOPPED, Status.ACTIVE, "komt terug"),
)


class Theme(models.TextChoices):
    """What someone has lived through or knows well, in words they chose to share."""

    DEBT = "debt", _("rondkomen met weinig geld")
    ILLNESS = "illness", _("leven met ziekte")
    LONELY = "lonely", _("een tijd alleen zijn geweest")
    PARENT = "parent", _("kinderen opvoeden")
    NEW_HERE = "new_here", _("nieuw in Nederland")
    WORK = "work", _("werk zoeken")
    PAPERS = "papers", _("brieven en formulieren")
    MOVING = "moving", _("wandelen en bewegen")
    COOKING = "cooking", _("koken")


class Task(models.TextChoices):
    """What a volunteer does. Only a buddy is shown to participants."""

    BUDDY = "buddy", _("één-op-één")
    HOST = "host", _("gastvrouw of gastheer")
    COOK = "cook", _("koken")
    LANGUAGE_COACH = "language_coach", _("taal")
    ORGANISER = "organiser", _("organiseren")
    ADMINISTRATION = "administration", _("administratie")


class Gender(models.TextChoices):
    """What volunteers may tell about themselves, because some participants ask for it. Never asked as a must."""

    WOMAN = "woman", _("een vrouw")
    MAN = "man", _("een man")
    OTHER = "other", _("anders")


class StopReason(models.TextChoices):
    """Why someone stopped, in words that thank rather than judge."""

    FINISHED = "finished", _("de afgesproken tijd is voorbij")
    WORK = "work", _("werk of opleiding")
    HEALTH = "health", _("gezondheid of thuis")
    MOVED = "moved", _("verhuisd")
    OTHER_PLACE = "other_place", _("een andere plek past beter")
    OTHER = "other", _("iets anders")


class BuddyQuerySet(models.QuerySet["Buddy"]):
    def deployable(self, today: date) -> "BuddyQuerySet":
        """Active one-to-one volunteers who passed every gate of the programme, each still valid today."""
        passed = ScreeningStep.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=today),
            programme_id=OuterRef("programme_id"),
            gate_id=OuterRef("pk"),
            buddy_id=OuterRef(OuterRef("pk")),
        )
        asked = Gate.objects.in_use().asked_of_who_came(OuterRef("applied_at"))
        gate_left = asked.filter(~Exists(passed), programme_id=OuterRef("programme_id"))
        return self.filter(~Exists(gate_left), status=Status.ACTIVE, tasks__contains=[Task.BUDDY.value])

    def without(self, gate_id: int, today: date) -> "BuddyQuerySet":
        """Volunteers who still have to pass this gate, or pass it again."""
        passed = ScreeningStep.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=today), gate_id=gate_id, buddy_id=OuterRef("pk")
        )
        asked = Gate.objects.filter(pk=gate_id).asked_of_who_came(OuterRef("applied_at"))
        return self.filter(Exists(asked), ~Exists(passed))

    def visible_to(self, membership: Membership) -> "BuddyQuerySet":
        """Whom someone may find: coordinators everyone, professionals those they supervise."""
        if membership.has_role(Role.COORDINATOR):
            return self
        return self.supervised_by(membership) if membership.has_role(Role.PROFESSIONAL) else self.none()

    def on_the_way(self) -> "BuddyQuerySet":
        return self.filter(status__in=[Status.INTERESTED, Status.ON_THE_WAY]).order_by("applied_at", "id")

    def of_membership(self, membership: Membership) -> "BuddyQuerySet":
        return self.filter(person_id=membership.person_id)

    def supervised_by(self, membership: Membership) -> "BuddyQuerySet":
        return self.filter(supervisor=membership)


class Buddy(ProgrammeScoped):
    """A person in the role of volunteer. `form_key`: the same sign-up form sent twice is one volunteer."""

    person = ScopedForeignKey(Person, models.CASCADE, related_name="buddy_roles")
    status = models.CharField(_("waar iemand is"), max_length=12, choices=Status, default=Status.INTERESTED)
    tasks = ArrayField(
        models.CharField(max_length=20, choices=Task), default=list, verbose_name=_("wat iemand doet")
    )
    applied_at = models.DateTimeField(_("aangemeld op"), default=timezone.now)
    capacity = models.PositiveSmallIntegerField(_("plek voor hoeveel mensen"), default=1)
    themes = ArrayField(
        models.CharField(max_length=12, choices=Theme), default=list, blank=True, verbose_name=_("weet van")
    )
    gender = models.CharField(
        _("ik ben"), max_length=6, choices=Gender, blank=True, default="", db_default=""
    )
    interests = ArrayField(
        models.CharField(max_length=12, choices=Interest),
        default=list,
        blank=True,
        db_default=Value([], output_field=ArrayField(models.CharField(max_length=12))),
        verbose_name=_("houdt van"),
    )
    introduction = models.TextField(_("over mezelf"), blank=True)
    supervisor = ScopedForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="buddies_supervised",
        verbose_name=_("begeleider"),
    )
    motivation = models.TextField(_("waarom iemand mee wil doen"), blank=True)
    deployed_until = models.DateField(_("doet mee tot"), null=True, blank=True)
    skills = models.TextField(_("wat iemand kan"), blank=True)
    paused_until = models.DateField(_("even niet, tot"), null=True, blank=True)
    stopped_on = models.DateField(_("gestopt op"), null=True, blank=True)
    stop_reason = models.CharField(
        _("waarom gestopt"), max_length=12, choices=StopReason, blank=True, default=""
    )
    form_key = models.UUIDField(null=True, editable=False)

    objects = BuddyQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("buddies_buddy", "person", "supervisor"),
            models.UniqueConstraint(
                fields=["programme", "person"],
                name="buddies_buddy_once",
                violation_error_message=_("Deze persoon is al vrijwilliger."),
            ),
            models.UniqueConstraint(
                fields=["programme", "form_key"],
                name="buddies_buddy_sent_once",
                violation_error_message=_("Deze aanmelding hebben we al."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=8),
                name="buddies_buddy_capacity",
                violation_error_message=_("Kies een getal van 1 tot en met 8."),
            ),
            Rule(
                name="buddies_buddy_moves",
                events="UPDATE OF status",
                body=refuse_other_moves(MOVES),
                violation_error_message=_("Deze stap kan nu niet. Bekijk de pagina opnieuw."),
            ),
            Rule(
                name="buddies_buddy_active_after_gates",
                events="UPDATE OF status",
                body=(
                    "IF NEW.status = 'active' AND OLD.status <> 'active' AND EXISTS (SELECT FROM programmes_gate gate "
                    "WHERE gate.programme_id = NEW.programme_id AND gate.retired_at IS NULL "
                    "AND (NOT gate.only_newcomers OR gate.added_at <= NEW.applied_at) "
                    "AND NOT EXISTS (SELECT FROM buddies_screeningstep done "
                    "WHERE done.programme_id = NEW.programme_id AND done.buddy_id = NEW.id "
                    "AND done.gate_id = gate.id)) THEN REFUSE; END IF;"
                ),
                violation_error_message=_("Er is nog een stap niet gedaan."),
            ),
        ]
        indexes = [models.Index(fields=["programme", "status", "applied_at"], name="buddies_by_status")]
        ordering = ["-applied_at", "-id"]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def photo(self) -> "Photo | None":
        """The picture on the card, if there is one. Prefetch `photos` (Photo.objects.without_data) for a list."""
        return next(iter(self.photos.all()), None)

    @property
    def interests_in_words(self) -> str:
        return ", ".join(str(each.label) for each in Interest if each in self.interests)

    @property
    def tasks_in_words(self) -> str:
        return ", ".join(str(each.label) for each in Task if each in self.tasks)

    @property
    def themes_in_words(self) -> str:
        return ", ".join(str(each.label) for each in Theme if each in self.themes)

    def gates_left(self, gates: Iterable[Gate], today: date) -> list[Gate]:
        """Which of these gates are asked of them and not passed, or no longer valid. Reads `steps`, so prefetch them."""
        passed = {step.gate_id for step in self.steps.all() if step.is_valid_on(today)}
        return [
            gate for gate in gates if gate.pk not in passed and gate.is_asked_of_who_came(self.applied_at)
        ]

    def is_deployable(self, gates: Iterable[Gate], today: date) -> bool:
        """What `Buddy.objects.deployable` asks the database, for one volunteer whose steps are at hand."""
        one_to_one = self.status == Status.ACTIVE and Task.BUDDY in self.tasks
        return one_to_one and not self.gates_left(gates, today)


class PhotoQuerySet(models.QuerySet["Photo"]):
    def without_data(self) -> "PhotoQuerySet":
        """Whether there is a photo, without fetching it."""
        return self.defer("data")


class Photo(ProgrammeScoped):
    """A volunteer's own picture for the card: put there and taken away by themselves, written anew without metadata."""

    buddy = ScopedForeignKey(Buddy, models.CASCADE, related_name="photos")
    data = models.BinaryField(editable=False)
    made_at = models.DateTimeField(default=timezone.now)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("buddies_photo", "buddy"),
            models.UniqueConstraint(fields=["programme", "buddy"], name="buddies_photo_once"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.buddy)


class ScreeningStep(ProgrammeScoped):
    """A gate passed. Of a conduct certificate only the date on it, who saw it and when; never the document.

    `renewal_asked_on` is when a new one was asked for: while it is on its way, nobody is reminded of it.
    """

    buddy = ScopedForeignKey(Buddy, models.CASCADE, related_name="steps")
    gate = ScopedForeignKey(Gate, models.PROTECT, related_name="steps")
    done_on = models.DateField(_("op"))
    seen_by = ScopedForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="steps_seen")
    seen_on = models.DateField(_("gezien op"), null=True, blank=True)
    with_whom = models.CharField(_("met wie gesproken"), max_length=200, blank=True)
    valid_until = models.DateField(_("geldig tot"), null=True, blank=True)
    renewal_asked_on = models.DateField(_("vernieuwing gevraagd op"), null=True, blank=True)

    class Meta:
        constraints = [
            *tenant("buddies_screeningstep", "buddy", "gate", "seen_by"),
            models.UniqueConstraint(
                fields=["programme", "buddy", "gate"],
                name="buddies_screeningstep_once",
                violation_error_message=_("Deze stap is al afgevinkt, misschien door een collega."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("done_on")),
                name="buddies_screeningstep_validity",
                violation_error_message=_("Geldig tot ligt voor de dag zelf."),
            ),
            Rule(
                name="buddies_screeningstep_in_order",
                events="INSERT",
                body=(
                    "IF EXISTS (SELECT FROM programmes_gate earlier JOIN programmes_gate mine ON mine.id = NEW.gate_id "
                    "JOIN buddies_buddy volunteer ON volunteer.id = NEW.buddy_id "
                    "WHERE earlier.programme_id = mine.programme_id AND earlier.position < mine.position "
                    "AND earlier.retired_at IS NULL "
                    "AND (NOT earlier.only_newcomers OR earlier.added_at <= volunteer.applied_at) "
                    "AND NOT EXISTS (SELECT FROM buddies_screeningstep done "
                    "WHERE done.buddy_id = NEW.buddy_id AND done.gate_id = earlier.id)) THEN REFUSE; END IF;"
                ),
                violation_error_message=_("Een eerdere stap is nog niet klaar. De stappen gaan op volgorde."),
            ),
        ]
        ordering = ["gate__position"]

    def __str__(self) -> str:
        return f"{self.buddy}: {self.gate}"

    def is_valid_on(self, day: date) -> bool:
        return self.valid_until is None or self.valid_until >= day

    def is_being_renewed(self, day: date) -> bool:
        """A new one was asked for, and it may still be on its way."""
        return self.renewal_asked_on is not None and day <= self.renewal_asked_on + RENEWAL_TAKES


class Deployment(ProgrammeScoped):
    """Where a volunteer is active besides one to one: what they do, for whom, since when and until when."""

    buddy = ScopedForeignKey(Buddy, models.CASCADE, related_name="deployments")
    task = models.CharField(_("wat"), max_length=20, choices=Task)
    place = models.CharField(_("waar"), max_length=120)
    partner = ScopedForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="deployments")
    since = models.DateField(_("sinds"))
    until = models.DateField(_("tot en met"), null=True, blank=True)
    made_by = ScopedForeignKey(Membership, models.PROTECT, related_name="deployments_made")

    class Meta:
        constraints = [
            *tenant("buddies_deployment", "buddy", "partner", "made_by"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="buddies_deployment_period",
                violation_error_message=_("Het einde ligt voor het begin."),
            ),
        ]
        ordering = ["-since", "-id"]

    def __str__(self) -> str:
        return f"{self.buddy}: {self.place}"


class Stays(models.TextChoices):
    """The answer to "is dit nog de plek die je wilt?"."""

    YES = "yes", _("ja, dit is mijn plek")
    OTHER = "other", _("ik wil iets anders doen")
    LESS = "less", _("ik wil minder doen")
    STOP = "stop", _("ik wil stoppen")
    UNSURE = "unsure", _("weet ik niet")


class Fits(models.TextChoices):
    """The answer to "past het?"."""

    WELL = "well", _("ja, het past")
    PARTLY = "partly", _("een beetje")
    NOT = "not", _("het past niet meer")
    UNSURE = "unsure", _("weet ik niet")


class PlaceCheck(ProgrammeScoped):
    """Again and again: "is dit nog de plek die je wilt, en past het?". Every answer is kept."""

    buddy = ScopedForeignKey(Buddy, models.CASCADE, related_name="place_checks")
    answered_on = models.DateField(_("beantwoord op"))
    stays = models.CharField(_("is dit nog de plek die je wilt?"), max_length=10, choices=Stays)
    fits = models.CharField(_("past het?"), max_length=10, choices=Fits)
    words = models.TextField(_("in eigen woorden"), blank=True)
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="place_checks_written")
    talked_on = models.DateField(_("besproken op"), null=True, blank=True)

    class Meta:
        constraints = [*tenant("buddies_placecheck", "buddy", "by")]
        ordering = ["-answered_on", "-id"]

    def __str__(self) -> str:
        return f"{self.buddy} {self.answered_on}"

    @property
    def asks_for_a_talk(self) -> bool:
        """Whether the answer asks the coordinator to sit down together."""
        return self.talked_on is None and (self.stays != Stays.YES or self.fits != Fits.WELL)


class PaperKind(models.TextChoices):
    AGREEMENT = "agreement", _("Vrijwilligersovereenkomst")
    CERTIFICATE = "certificate", _("Bewijs van deelname")


class Paper(ProgrammeScoped):
    """Something on paper for one volunteer, made as a PDF by a worker: what it says is frozen in `contents`."""

    buddy = ScopedForeignKey(Buddy, models.CASCADE, related_name="papers")
    kind = models.CharField(_("wat"), max_length=12, choices=PaperKind)
    contents = models.JSONField(default=dict)
    made_by = ScopedForeignKey(Membership, models.PROTECT, related_name="papers_made")
    made_at = models.DateTimeField(default=timezone.now)
    pdf = models.BinaryField(null=True, editable=False)

    class Meta:
        constraints = [
            *tenant("buddies_paper", "buddy", "made_by"),
            Rule(
                name="buddies_paper_is_kept",
                events="UPDATE",
                body="IF OLD.pdf IS NOT NULL THEN REFUSE; END IF;",
                violation_error_message=_("Dit papier is al gemaakt. Maak een nieuw."),
            ),
        ]
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.buddy}"

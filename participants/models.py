"""People who look for a buddy: how they came, what they told us, how long they wait, what they agreed to."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models import Door, Membership, Partner, Person, Role, Words
from programmes.scope import ProgrammeScoped, ScopedForeignKey, tenant


class Status(models.TextChoices):
    """Where someone is with us. Words without judgement."""

    APPLIED = "applied", _("aangemeld")
    WAITING = "waiting", _("zoekt een buddy")
    MATCHED = "matched", _("heeft een buddy")
    GUIDED = "guided", _("wordt begeleid")
    MOVED_ON = "moved_on", _("is verder gegaan")
    ELSEWHERE = "elsewhere", _("past beter ergens anders")


class OutflowReason(models.TextChoices):
    VOLUNTEER_WORK = "volunteer_work", _("vrijwilligerswerk")
    EDUCATION = "education", _("een opleiding")
    PAID_WORK = "paid_work", _("betaald werk")
    MORE_CONTACTS = "more_contacts", _("meer contacten")
    REST = "rest", _("meer rust")
    OTHER = "other", _("iets anders")


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def applied(self) -> "ParticipantQuerySet":
        """Signed up, and waiting for our answer; longest first."""
        return self.filter(status=Status.APPLIED).order_by("applied_at", "id")

    def waiting(self) -> "ParticipantQuerySet":
        """Accepted and without a buddy; longest first."""
        return self.filter(status=Status.WAITING).order_by("waiting_since", "id")

    def with_us(self) -> "ParticipantQuerySet":
        """Everyone we are with at this moment."""
        return self.filter(status__in=[Status.WAITING, Status.MATCHED, Status.GUIDED])

    def visible_to(self, membership: Membership) -> "ParticipantQuerySet":
        """Whom someone may find: coordinators everyone, professionals those whose volunteer they supervise now.

        The relation `matches` comes from the room above.
        """
        if membership.has_role(Role.COORDINATOR):
            return self
        if membership.has_role(Role.PROFESSIONAL):
            return self.filter(matches__ended_on__isnull=True, matches__buddy__supervisor=membership)
        return self.none()

    def of_membership(self, membership: Membership) -> "ParticipantQuerySet":
        """The one participant who signs in with this membership."""
        return self.filter(person_id=membership.person_id)

    def referred_by(self, membership: Membership) -> "ParticipantQuerySet":
        return self.filter(referrals__referrer=membership)


class Participant(ProgrammeScoped):
    """A person in the role of participant. Every field may stay empty but how we know them."""

    person = ScopedForeignKey(Person, models.CASCADE, related_name="participant_roles")
    status = models.CharField(_("waar iemand is"), max_length=12, choices=Status, default=Status.APPLIED)
    source = models.CharField(_("hoe we iemand kennen"), max_length=20, choices=Door, default=Door.SELF)
    applied_at = models.DateTimeField(_("aangemeld op"), default=timezone.now)
    accepted_on = models.DateField(_("welkom sinds"), null=True, blank=True)
    waiting_since = models.DateField(_("wacht sinds"), null=True, blank=True)
    closed_on = models.DateField(_("verder sinds"), null=True, blank=True)
    outflow_reason = models.CharField(
        _("waarheen"), max_length=20, choices=OutflowReason, blank=True, default=""
    )
    hoped_for = models.TextField(_("wat iemand hoopt"), blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("participants_participant", "person"),
            models.UniqueConstraint(
                fields=["programme", "person"],
                name="participants_participant_once",
                violation_error_message=_("Deze persoon is al deelnemer."),
            ),
            models.CheckConstraint(
                condition=~Q(status="waiting") | Q(waiting_since__isnull=False),
                name="participants_participant_waits_since",
                violation_error_message=_("Wie wacht, wacht sinds een dag."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(accepted_on__isnull=True)
                | Q(closed_on__gte=F("accepted_on")),
                name="participants_participant_closed_after",
                violation_error_message=_("Afronden kan niet voor de dag van welkom."),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "status", "applied_at"], name="participants_by_status"),
        ]
        ordering = ["-applied_at", "-id"]

    def __str__(self) -> str:
        return str(self.person)

    def status_in(self, words: Words) -> str:
        """Where someone is, with the programme's own word for a volunteer."""
        return str(self.get_status_display()).replace("buddy", words.buddy)

    def weeks_waiting(self, today: date) -> int:
        """Whole weeks since the waiting began; 0 when not waiting."""
        return (today - self.waiting_since).days // 7 if self.waiting_since else 0


class Household(models.TextChoices):
    ALONE = "alone", _("alleen")
    TOGETHER = "together", _("met iemand samen")
    CHILDREN = "children", _("met kinderen")
    OTHER = "other", _("anders")


class Intake(ProgrammeScoped):
    """What came up in the first conversation; everything optional, nothing about health, debt or origin asked."""

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="intakes")
    held_on = models.DateField(_("gesprek op"))
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="intakes_held")
    household = models.CharField(_("woont"), max_length=12, choices=Household, blank=True)
    gives_rest = models.TextField(_("wat geeft rust"), blank=True)
    gives_stress = models.TextField(_("wat geeft stress"), blank=True)
    talents = models.TextField(_("waar iemand goed in is"), blank=True)

    class Meta:
        constraints = [
            *tenant("participants_intake", "participant", "by"),
            models.UniqueConstraint(
                fields=["programme", "participant"],
                name="participants_intake_once",
                violation_error_message=_("De intake is al ingevuld, misschien door een collega."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.held_on}"


class Decision(models.TextChoices):
    OPEN = "open", _("ontvangen")
    ACCEPTED = "accepted", _("welkom")
    ELSEWHERE = "elsewhere", _("past beter ergens anders")


class Referral(ProgrammeScoped):
    """How a sign-up reached us. Of a partner it carries the short goal; the referrer sees only the decision.

    `form_key` is the one-time key of the form it came in with: the same form sent twice is one sign-up.
    """

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="referrals")
    partner = ScopedForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="referrals")
    referrer = ScopedForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="referrals_made"
    )
    signed_up_by = models.CharField(_("aangemeld door"), max_length=120, blank=True)
    short_goal = models.TextField(_("kort doel"), blank=True)
    received_at = models.DateTimeField(_("ontvangen"), default=timezone.now)
    decision = models.CharField(_("antwoord"), max_length=12, choices=Decision, default=Decision.OPEN)
    decided_on = models.DateField(null=True, blank=True)
    shareable_reason = models.TextField(_("uitleg die de verwijzer mag lezen"), blank=True)
    form_key = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [
            *tenant("participants_referral", "participant", "partner", "referrer"),
            models.UniqueConstraint(
                fields=["programme", "form_key"],
                name="participants_referral_sent_once",
                violation_error_message=_("Deze aanmelding hebben we al."),
            ),
        ]
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return f"{self.participant} {self.received_at:%d-%m-%Y}"


class Purpose(models.TextChoices):
    TAKE_PART = "take_part", _("meedoen en gegevens bewaren")
    SHARE_WITH_BUDDY = "share_with_buddy", _("naam en telefoon delen met de buddy")
    REFERRER_HEARS = "referrer_hears", _("de verwijzer hoort of het doorgaat")
    MEASURE = "measure", _("cijfers over mijn jaar bewaren")


class Consent(ProgrammeScoped):
    """A yes for one purpose. Refusing has no consequence; withdrawing keeps the row and its date."""

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("waarvoor"), max_length=20, choices=Purpose)
    given_on = models.DateField(_("gegeven op"))
    given_by = models.CharField(_("gegeven door"), max_length=120)
    withdrawn_on = models.DateField(_("ingetrokken op"), null=True, blank=True)

    class Meta:
        constraints = [
            *tenant("participants_consent", "participant"),
            models.UniqueConstraint(
                fields=["programme", "participant", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="participants_consent_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())

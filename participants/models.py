"""People who look for a buddy: how they came, what they told us, how long they wait, what they agreed to."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models import Door, Interest, Membership, Partner, Person, Role, Words
from programmes.moves import Move, refuse_other_moves
from programmes.scope import ProgrammeScoped, Rule, ScopedForeignKey, tenant


class Status(models.TextChoices):
    """Where someone is with us. Words without judgement."""

    APPLIED = "applied", _("aangemeld")
    WAITING = "waiting", _("zoekt een buddy")
    MATCHED = "matched", _("heeft een buddy")
    GUIDED = "guided", _("wordt begeleid")
    MOVED_ON = "moved_on", _("is verder gegaan")
    ELSEWHERE = "elsewhere", _("past beter ergens anders")


MOVES = (
    Move(Status.APPLIED, Status.WAITING, "welkom na een eerste gesprek"),
    Move(Status.APPLIED, Status.GUIDED, "welkom, waar niet één op één wordt gewerkt"),
    Move(Status.APPLIED, Status.ELSEWHERE, "past beter ergens anders"),
    Move(Status.ELSEWHERE, Status.APPLIED, "besluit ongedaan, of opnieuw aangemeld"),
    Move(Status.ELSEWHERE, Status.WAITING, "toch welkom"),
    Move(Status.ELSEWHERE, Status.GUIDED, "toch welkom"),
    Move(Status.WAITING, Status.APPLIED, "welkom ongedaan gemaakt"),
    Move(Status.GUIDED, Status.APPLIED, "welkom ongedaan gemaakt"),
    Move(Status.WAITING, Status.MATCHED, "een klik"),
    Move(Status.GUIDED, Status.MATCHED, "een klik"),
    Move(Status.MATCHED, Status.WAITING, "afgerond, zoekt opnieuw"),
    Move(Status.MATCHED, Status.GUIDED, "afgerond"),
    Move(Status.GUIDED, Status.WAITING, "zoekt een buddy"),
    Move(Status.WAITING, Status.GUIDED, "verder begeleid, zonder buddy"),
    Move(Status.WAITING, Status.MOVED_ON, "gaat verder zonder ons"),
    Move(Status.GUIDED, Status.MOVED_ON, "gaat verder zonder ons"),
    Move(Status.MOVED_ON, Status.APPLIED, "komt terug"),
    Move(Status.APPLIED, Status.MOVED_ON, "terugkomen ongedaan gemaakt"),
    Move(Status.MOVED_ON, Status.WAITING, "verder gaan ongedaan gemaakt"),
    Move(Status.MOVED_ON, Status.GUIDED, "verder gaan ongedaan gemaakt"),
)


class OutflowReason(models.TextChoices):
    VOLUNTEER_WORK = "volunteer_work", _("vrijwilligerswerk")
    EDUCATION = "education", _("een opleiding")
    PAID_WORK = "paid_work", _("betaald werk")
    MORE_CONTACTS = "more_contacts", _("meer contacten")
    REST = "rest", _("meer rust")
    PARTNER = "partner", _("hulp van een andere organisatie")
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
        """Whom someone may find: coordinators everyone, professionals those whose volunteer they supervise or whom they guide now.

        The relations `matches` and `plans` come from the rooms above.
        """
        if membership.has_role(Role.COORDINATOR):
            return self
        if membership.has_role(Role.PROFESSIONAL):
            everyone = Participant.objects.order_by()
            beside = everyone.filter(matches__ended_on__isnull=True, matches__buddy__supervisor=membership)
            guided = everyone.filter(plans__guided_until__isnull=True, plans__guide=membership)
            return self.filter(Q(pk__in=beside.values("pk")) | Q(pk__in=guided.values("pk")))
        return self.none()

    def of_membership(self, membership: Membership) -> "ParticipantQuerySet":
        """The one participant who signs in with this membership."""
        return self.filter(person_id=membership.person_id)

    def referred_by(self, membership: Membership) -> "ParticipantQuerySet":
        return self.filter(referrals__referrer=membership)


class Home(ProgrammeScoped):
    """A household as one unit. Of children only how many are in which age group: no names, no dates of birth."""

    adults = models.PositiveSmallIntegerField(_("volwassenen"), default=1)
    toddlers = models.PositiveSmallIntegerField(_("kinderen van 0 tot en met 3"), default=0)
    children = models.PositiveSmallIntegerField(_("kinderen van 4 tot en met 11"), default=0)
    teenagers = models.PositiveSmallIntegerField(_("kinderen van 12 tot en met 17"), default=0)

    class Meta:
        constraints = [
            *tenant("participants_home"),
            models.CheckConstraint(
                condition=Q(adults__gte=1, adults__lte=12)
                & Q(toddlers__lte=12, children__lte=12, teenagers__lte=12),
                name="participants_home_size",
                violation_error_message=_("Kies getallen van 0 tot en met 12, met minstens één volwassene."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adults} + {self.toddlers + self.children + self.teenagers}"

    @property
    def age_groups(self) -> list[tuple[str, int]]:
        """The groups of children that live here, with how many."""
        groups = [
            (_("0 tot en met 3 jaar"), self.toddlers),
            (_("4 tot en met 11 jaar"), self.children),
            (_("12 tot en met 17 jaar"), self.teenagers),
        ]
        return [(str(label), number) for label, number in groups if number]


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
    interests = ArrayField(
        models.CharField(max_length=12, choices=Interest),
        default=list,
        blank=True,
        db_default=Value([], output_field=ArrayField(models.CharField(max_length=12))),
        verbose_name=_("houdt van"),
    )
    home = ScopedForeignKey(Home, models.SET_NULL, null=True, blank=True, related_name="participants")

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("participants_participant", "person", "home"),
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
            Rule(
                name="participants_participant_moves",
                events="UPDATE OF status",
                body=refuse_other_moves(MOVES),
                violation_error_message=_("Deze stap kan nu niet. Bekijk de pagina opnieuw."),
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


class Stay(ProgrammeScoped):
    """An earlier time someone was with us, kept when they came back."""

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="earlier_stays")
    applied_at = models.DateTimeField(_("aangemeld op"))
    accepted_on = models.DateField(_("welkom sinds"), null=True, blank=True)
    closed_on = models.DateField(_("verder sinds"))
    outflow_reason = models.CharField(_("waarheen"), max_length=20, choices=OutflowReason, blank=True)

    class Meta:
        constraints = [
            *tenant("participants_stay", "participant"),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(closed_on__gte=F("accepted_on")),
                name="participants_stay_period",
                violation_error_message=_("Het einde ligt voor het begin."),
            ),
        ]
        ordering = ["-closed_on", "-id"]

    def __str__(self) -> str:
        return f"{self.participant} {self.closed_on}"


class Household(models.TextChoices):
    ALONE = "alone", _("alleen")
    TOGETHER = "together", _("met iemand samen")
    CHILDREN = "children", _("met kinderen")
    OTHER = "other", _("anders")


class LadderStep(models.IntegerChoices):
    """The participation ladder (VNG), in the words of the instrument that asks for it during the year.

    Optional, and never a verdict. Room `goals` holds the instrument (ADR 0010); a test holds the words the same.
    """

    ALONE = 1, _("Ik zie bijna niemand buiten mijn huis.")
    CONTACTS = 2, _("Ik spreek elke week iemand buiten mijn huis.")
    ORGANISED = 3, _("Ik doe elke week mee met een groep of een activiteit.")
    UNPAID_WORK = 4, _("Ik doe elke week vrijwilligerswerk of een stage.")
    SUPPORTED_WORK = 5, _("Ik heb betaald werk, met hulp of een aanvulling.")
    PAID_WORK = 6, _("Ik heb betaald werk, zonder hulp.")


class Intake(ProgrammeScoped):
    """What came up in a first conversation; everything optional, nothing about health, debt or origin asked.

    Who comes back later has another one, beside the first.
    """

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="intakes")
    held_on = models.DateField(_("gesprek op"))
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="intakes_held")
    household = models.CharField(_("woont"), max_length=12, choices=Household, blank=True)
    gives_rest = models.TextField(_("wat geeft rust"), blank=True)
    gives_stress = models.TextField(_("wat geeft stress"), blank=True)
    talents = models.TextField(_("waar iemand goed in is"), blank=True)
    ladder = models.PositiveSmallIntegerField(
        _("participatieladder"), choices=LadderStep, null=True, blank=True
    )

    class Meta:
        constraints = [
            *tenant("participants_intake", "participant", "by"),
            models.UniqueConstraint(
                fields=["programme", "participant", "held_on"],
                name="participants_intake_once_a_day",
                violation_error_message=_("De intake is al ingevuld, misschien door een collega."),
            ),
            models.CheckConstraint(
                condition=Q(ladder__isnull=True) | Q(ladder__gte=1, ladder__lte=6),
                name="participants_intake_ladder",
                violation_error_message=_("De ladder gaat van 1 tot en met 6."),
            ),
        ]
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.participant} {self.held_on}"


class Decision(models.TextChoices):
    OPEN = "open", _("ontvangen")
    ON_THE_LIST = "on_the_list", _("op de wachtlijst")
    ACCEPTED = "accepted", _("welkom")
    ELSEWHERE = "elsewhere", _("past beter ergens anders")


class ReferralLinkQuerySet(models.QuerySet["ReferralLink"]):
    def usable(self) -> "ReferralLinkQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class ReferralLink(ProgrammeScoped):
    """A personal address by which someone of a partner refers without an account. Only a digest of it is kept."""

    partner = ScopedForeignKey(Partner, models.PROTECT, related_name="referral_links")
    holder = models.CharField(_("voor wie"), max_length=80)
    email = models.EmailField(_("e-mailadres"), blank=True)
    digest = models.CharField(max_length=64, editable=False)
    made_by = ScopedForeignKey(Membership, models.PROTECT, related_name="referral_links_made")
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("participants_referrallink", "partner", "made_by"),
            models.UniqueConstraint(fields=["programme", "digest"], name="participants_referrallink_digest"),
        ]
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.holder}, {self.partner}"


class Referral(ProgrammeScoped):
    """How a sign-up reached us. Of a partner it carries the short goal; the referrer sees only the decision.

    `form_key` is the one-time key of the form it came in with: the same form sent twice is one sign-up.
    """

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="referrals")
    partner = ScopedForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="referrals")
    referrer = ScopedForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="referrals_made"
    )
    link = ScopedForeignKey(ReferralLink, models.PROTECT, null=True, blank=True, related_name="referrals")
    signed_up_by = models.CharField(_("aangemeld door"), max_length=120, blank=True)
    short_goal = models.TextField(_("kort doel"), blank=True)
    received_at = models.DateTimeField(_("ontvangen"), default=timezone.now)
    decision = models.CharField(_("antwoord"), max_length=12, choices=Decision, default=Decision.OPEN)
    decided_on = models.DateField(null=True, blank=True)
    shareable_reason = models.TextField(_("uitleg die de verwijzer mag lezen"), blank=True)
    told_at = models.DateTimeField(_("verwijzer gemaild op"), null=True, blank=True)
    form_key = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [
            *tenant("participants_referral", "participant", "partner", "referrer", "link"),
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
    SHARE_WITH_PARTNER = "share_with_partner", _("overdragen aan een andere organisatie")
    CALL_LATER = "call_later", _("later nog eens bellen hoe het gaat")
    MEASURE = "measure", _("cijfers over mijn jaar bewaren")


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> "ConsentQuerySet":
        """Given, and not withdrawn since."""
        return self.filter(withdrawn_on__isnull=True)

    def says_no_to(self, purpose: Purpose) -> bool:
        """Whether the last that was said about it is a no. Nothing said is no no."""
        last = self.filter(purpose=purpose).order_by("-given_on", "-pk").first()
        return last is not None and last.withdrawn_on is not None


class Consent(ProgrammeScoped):
    """A yes for one purpose. Refusing has no consequence; withdrawing keeps the row and its date."""

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("waarvoor"), max_length=20, choices=Purpose)
    given_on = models.DateField(_("gegeven op"))
    given_by = models.CharField(_("gegeven door"), max_length=120)
    withdrawn_on = models.DateField(_("ingetrokken op"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("participants_consent", "participant"),
            models.UniqueConstraint(
                fields=["programme", "participant", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="participants_consent_once",
                violation_error_message=_("Deze toestemming is er al."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="participants_consent_withdrawn_after",
                violation_error_message=_("Intrekken kan niet voor de dag waarop ja is gezegd."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())


class HandOver(ProgrammeScoped):
    """Someone goes on with a partner's help, after saying yes to it. What was told is kept in a few words."""

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="hand_overs")
    partner = ScopedForeignKey(Partner, models.PROTECT, related_name="hand_overs")
    on = models.DateField(_("overgedragen op"))
    agreed_by = models.CharField(_("toestemming van"), max_length=120)
    told = models.TextField(_("wat we vertelden"), blank=True)
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="hand_overs")

    class Meta:
        constraints = [
            *tenant("participants_handover", "participant", "partner", "by"),
            models.CheckConstraint(
                condition=~Q(agreed_by=""),
                name="participants_handover_with_consent",
                violation_error_message=_("Overdragen kan alleen als iemand dat goedvindt."),
            ),
        ]
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.participant}: {self.partner}"

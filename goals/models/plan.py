"""The year together: one plan per participant, in their own words, that survives a change of buddy."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.models import Match, MatchQuerySet
from participants.models import Participant, ParticipantQuerySet
from programmes.models import Membership, Role
from programmes.scope import ProgrammeScoped, ScopedForeignKey, tenant

from .areas import LifeArea

LONGEST_WISH = 1000
LONGEST_GOAL = 300
LONGEST_STEP = 200


def matches_open_to(membership: Membership) -> MatchQuerySet:
    """The matches whose year this person may see: everyone's, one's own, or those one supervises."""
    if membership.has_role(Role.COORDINATOR):
        return Match.objects.all()
    if membership.has_role(Role.PROFESSIONAL):
        return Match.objects.active().supervised_by(membership)
    if membership.has_role(Role.BUDDY):
        return Match.objects.active().of_buddy(membership)
    if membership.has_role(Role.PARTICIPANT):
        return Match.objects.filter(participant__person_id=membership.person_id)
    return Match.objects.none()


def participants_open_to(membership: Membership) -> ParticipantQuerySet:
    """The people whose plan this person may see and write in."""
    if membership.has_role(Role.COORDINATOR):
        return Participant.objects.all()
    if membership.has_role(Role.PARTICIPANT):
        return Participant.objects.of_membership(membership)
    mine = Q(pk__in=matches_open_to(membership).order_by().values("participant_id"))
    if membership.has_role(Role.PROFESSIONAL):
        guided = Plan.objects.guided().filter(guide=membership)
        mine |= Q(pk__in=guided.values("participant_id"))
    return Participant.objects.filter(mine)


class PlanQuerySet(models.QuerySet["Plan"]):
    def guided(self) -> "PlanQuerySet":
        """Those of people who go their year with a professional, now."""
        return self.filter(guided_from__isnull=False, guided_until__isnull=True)


class Plan(ProgrammeScoped):
    """One per participant. `wish` is the answer to "Wat wil jij?".

    Who goes without a match goes with a professional: `guide`, from `guided_from` until it was rounded off.
    """

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="plans")
    wish = models.TextField(_("wat wil jij?"), blank=True)
    wish_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="wishes_written")
    made_at = models.DateTimeField(default=timezone.now)
    guide = ScopedForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="guides", verbose_name=_("begeleider")
    )
    guided_from = models.DateField(_("begeleid sinds"), null=True, blank=True)
    guided_until = models.DateField(_("begeleid tot"), null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("goals_plan", "participant", "wish_by", "guide"),
            models.UniqueConstraint(fields=["programme", "participant"], name="goals_plan_once"),
            models.CheckConstraint(
                condition=Q(guided_from__isnull=False) | Q(guide__isnull=True, guided_until__isnull=True),
                name="goals_plan_guided_since_a_day",
                violation_error_message=_("Bij begeleiden hoort een begindag."),
            ),
            models.CheckConstraint(
                condition=Q(guided_until__isnull=True) | Q(guided_until__gte=F("guided_from")),
                name="goals_plan_guided_in_order",
                violation_error_message=_("Het begeleiden begon later dan deze dag."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.participant)


class Stress(ProgrammeScoped):
    """How much stress one life area gave on a day, 0-10; null is "weet ik niet". What comes before every goal."""

    plan = ScopedForeignKey(Plan, models.CASCADE, related_name="stress")
    area = models.CharField(max_length=10, choices=LifeArea)
    value = models.PositiveSmallIntegerField(_("hoeveel stress"), null=True, blank=True)
    on = models.DateField(_("wanneer"))
    by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="stress_marked")

    class Meta:
        constraints = [
            *tenant("goals_stress", "plan", "by"),
            models.UniqueConstraint(
                fields=["programme", "plan", "area", "on"], name="goals_stress_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0, value__lte=10),
                name="goals_stress_scale",
                violation_error_message=_("Kies een cijfer van 0 tot en met 10."),
            ),
        ]
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.area}: {self.value}"


class GoalState(models.TextChoices):
    """Never failed."""

    BUSY = "busy", _("mee bezig")
    REACHED = "reached", _("gelukt")
    NOT_NOW = "not_now", _("even niet")
    CHANGED = "changed", _("anders geworden")


class GoalManager(models.Manager["Goal"]):
    """Goals that stand in the plan; those that were taken away can be put back for a while (`Goal.everything`)."""

    def get_queryset(self) -> "models.QuerySet[Goal]":
        return super().get_queryset().filter(removed_at__isnull=True)


class Goal(ProgrammeScoped):
    """What the participant wants in one life area, in their own words.

    `version` goes up with every change of its words, so that two who write at once both see both.
    """

    plan = ScopedForeignKey(Plan, models.CASCADE, related_name="goals")
    area = models.CharField(_("waar gaat het over"), max_length=10, choices=LifeArea)
    words = models.CharField(_("wat wil je"), max_length=LONGEST_GOAL)
    why = models.TextField(_("waarom is dit belangrijk"), blank=True)
    state = models.CharField(max_length=10, choices=GoalState, default=GoalState.BUSY)
    made_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="goals_made")
    made_at = models.DateTimeField(default=timezone.now)
    state_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="goals_changed")
    reached_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    worded_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="goals_worded")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = GoalManager()
    everything = models.Manager["Goal"]()

    class Meta:
        constraints = [
            *tenant("goals_goal", "plan", "made_by", "state_by", "worded_by"),
            models.CheckConstraint(
                condition=Q(state="reached", reached_on__isnull=False)
                | (~Q(state="reached") & Q(reached_on__isnull=True)),
                name="goals_goal_reached_on_a_day",
                violation_error_message=_("Bij gelukt hoort een dag."),
            ),
        ]
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.words

    @property
    def open_steps(self) -> "list[ActionStep]":
        """As they were prefetched."""
        return [step for step in self.steps.all() if step.done_on is None]

    @property
    def done_steps(self) -> "list[ActionStep]":
        """As they were prefetched, the latest first."""
        done = [step for step in self.steps.all() if step.done_on is not None]
        return sorted(done, key=lambda step: (step.done_on or date.min, step.pk), reverse=True)


class Who(models.TextChoices):
    ME = "me", _("ik")
    BUDDY = "buddy", _("mijn buddy")
    TOGETHER = "together", _("samen")


class ActionStepQuerySet(models.QuerySet["ActionStep"]):
    def open(self) -> "ActionStepQuerySet":
        """Not done yet, under a goal someone is busy with."""
        return self.filter(done_on__isnull=True, goal__state=GoalState.BUSY)

    def soonest_first(self) -> "ActionStepQuerySet":
        return self.order_by(F("by_day").asc(nulls_last=True), "made_at", "id")

    def next_of_each_plan(self, number: int) -> "ActionStepQuerySet":
        """The first `number` open steps of every plan."""
        place = models.Window(
            RowNumber(),
            partition_by="goal__plan_id",
            order_by=[F("by_day").asc(nulls_last=True), "made_at", "id"],
        )
        return self.open().annotate(place=place).filter(place__lte=number).soonest_first()


class ActionStepManager(models.Manager["ActionStep"]):
    """Steps that stand in the plan, under goals that stand in it."""

    def get_queryset(self) -> ActionStepQuerySet:
        everything = ActionStepQuerySet(self.model, using=self._db)
        return everything.filter(removed_at__isnull=True, goal__removed_at__isnull=True)


class ActionStep(ProgrammeScoped):
    """A small step towards a goal: who does it, by when, done."""

    goal = ScopedForeignKey(Goal, models.CASCADE, related_name="steps")
    words = models.CharField(_("wat ga je doen"), max_length=LONGEST_STEP)
    who = models.CharField(_("wie doet het"), max_length=10, choices=Who, default=Who.TOGETHER)
    by_day = models.DateField(_("voor welke dag"), null=True, blank=True)
    done_on = models.DateField(_("gedaan op"), null=True, blank=True)
    done_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="steps_done")
    made_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="steps_made")
    made_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=0)
    worded_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="steps_worded")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ActionStepManager.from_queryset(ActionStepQuerySet)()
    everything = ActionStepQuerySet.as_manager()

    class Meta:
        constraints = [*tenant("goals_actionstep", "goal", "made_by", "done_by", "worded_by")]
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.words


class SeenBy(models.TextChoices):
    """Who may see a success. The participant decides."""

    EVERYONE = "everyone", _("iedereen om mij heen")
    BUDDY = "buddy", _("mijn buddy en ik")
    ME = "me", _("alleen ik")


class SuccessQuerySet(models.QuerySet["Success"]):
    def seen_by(self, membership: Membership, participant: Participant) -> "SuccessQuerySet":
        """Those the participant lets this person see. Only ever asked about a plan this person may open."""
        if membership.person_id == participant.person_id:
            return self
        if membership.has_role(Role.BUDDY):
            return self.exclude(seen_by=SeenBy.ME)
        return self.filter(seen_by=SeenBy.EVERYONE)


class SuccessManager(models.Manager["Success"]):
    """Successes that were not taken back."""

    def get_queryset(self) -> SuccessQuerySet:
        return SuccessQuerySet(self.model, using=self._db).filter(removed_at__isnull=True)


class Success(ProgrammeScoped):
    """Something to celebrate, however small: of a step, of a time two people met (`origin`), or by itself."""

    plan = ScopedForeignKey(Plan, models.CASCADE, related_name="successes")
    step = ScopedForeignKey(ActionStep, models.SET_NULL, null=True, blank=True, related_name="successes")
    origin = models.UUIDField(null=True, blank=True, editable=False)
    words = models.CharField(_("wat is er gelukt"), max_length=200)
    on = models.DateField(_("wanneer"))
    made_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="successes_made")
    seen_by = models.CharField(_("wie mag dit zien"), max_length=10, choices=SeenBy, default=SeenBy.EVERYONE)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SuccessManager.from_queryset(SuccessQuerySet)()
    everything = SuccessQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("goals_success", "plan", "step", "made_by"),
            models.UniqueConstraint(fields=["programme", "step"], name="goals_success_once_a_step"),
            models.UniqueConstraint(fields=["programme", "origin"], name="goals_success_once_an_origin"),
        ]
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.words


class EarlierWords(ProgrammeScoped):
    """What stood in a plan before somebody wrote something else there. Nothing is overwritten for good."""

    plan = ScopedForeignKey(Plan, models.CASCADE, related_name="earlier_words")
    goal = ScopedForeignKey(Goal, models.CASCADE, null=True, related_name="earlier_words")
    step = ScopedForeignKey(ActionStep, models.CASCADE, null=True, related_name="earlier_words")
    obstacle = ScopedForeignKey("goals.Obstacle", models.CASCADE, null=True, related_name="earlier_words")
    words = models.TextField()
    written_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [*tenant("goals_earlierwords", "plan", "goal", "step", "obstacle", "written_by")]
        ordering = ["-until", "-id"]

    def __str__(self) -> str:
        return self.words


class Remark(ProgrammeScoped):
    """A comment on a plan, or on one goal in it. Everyone around the plan reads it, the participant first of all."""

    plan = ScopedForeignKey(Plan, models.CASCADE, related_name="remarks")
    goal = ScopedForeignKey(Goal, models.CASCADE, null=True, blank=True, related_name="remarks")
    words = models.TextField(_("wat wil je zeggen"))
    by = ScopedForeignKey(Membership, models.PROTECT, related_name="remarks")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [*tenant("goals_remark", "plan", "goal", "by")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.words

"""The year together: one plan per participant, in their own words, that survives a change of buddy."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.models import Match, MatchQuerySet
from participants.models import Participant, ParticipantQuerySet
from programmes.models import Membership, Role
from programmes.scope import ProgrammeScoped, ScopedForeignKey, tenant


class LifeArea(models.TextChoices):
    """Our own ten life areas; each has a pictogram and always a word beside it."""

    MONEY = "money", _("geld")
    HOUSING = "housing", _("wonen")
    BODY = "body", _("mijn lijf")
    MIND = "mind", _("hoofd en gevoel")
    FAMILY = "family", _("gezin en kinderen")
    FRIENDS = "friends", _("vrienden en contacten")
    WORK = "work", _("werk en leren")
    RHYTHM = "rhythm", _("mijn dag")
    PAPERS = "papers", _("taal en papieren")
    JOY = "joy", _("zin en plezier")


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
    return Participant.objects.filter(matches__in=matches_open_to(membership))


class Plan(ProgrammeScoped):
    """One per participant. `wish` is the answer to "Wat wil jij?"."""

    participant = ScopedForeignKey(Participant, models.CASCADE, related_name="plans")
    wish = models.TextField(_("wat wil jij?"), blank=True)
    wish_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="wishes_written")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            *tenant("goals_plan", "participant", "wish_by"),
            models.UniqueConstraint(fields=["programme", "participant"], name="goals_plan_once"),
        ]

    def __str__(self) -> str:
        return str(self.participant)


class GoalState(models.TextChoices):
    """Never failed."""

    BUSY = "busy", _("mee bezig")
    REACHED = "reached", _("gelukt")
    NOT_NOW = "not_now", _("even niet")
    CHANGED = "changed", _("anders geworden")


class Goal(ProgrammeScoped):
    """What the participant wants in one life area, in their own words."""

    plan = ScopedForeignKey(Plan, models.CASCADE, related_name="goals")
    area = models.CharField(_("waar gaat het over"), max_length=10, choices=LifeArea)
    words = models.CharField(_("wat wil je"), max_length=300)
    state = models.CharField(max_length=10, choices=GoalState, default=GoalState.BUSY)
    made_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="goals_made")
    made_at = models.DateTimeField(default=timezone.now)
    state_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="goals_changed")
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            *tenant("goals_goal", "plan", "made_by", "state_by"),
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
        return [step for step in self.steps.all() if step.done_on is not None]


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


class ActionStep(ProgrammeScoped):
    """A small step towards a goal: who does it, by when, done."""

    goal = ScopedForeignKey(Goal, models.CASCADE, related_name="steps")
    words = models.CharField(_("wat ga je doen"), max_length=200)
    who = models.CharField(_("wie doet het"), max_length=10, choices=Who, default=Who.TOGETHER)
    by_day = models.DateField(_("voor welke dag"), null=True, blank=True)
    done_on = models.DateField(_("gedaan op"), null=True, blank=True)
    done_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="steps_done")
    made_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="steps_made")
    made_at = models.DateTimeField(default=timezone.now)

    objects = ActionStepQuerySet.as_manager()

    class Meta:
        constraints = [*tenant("goals_actionstep", "goal", "made_by", "done_by")]
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.words


class Success(ProgrammeScoped):
    """Something to celebrate, however small."""

    plan = ScopedForeignKey(Plan, models.CASCADE, related_name="successes")
    step = ScopedForeignKey(ActionStep, models.SET_NULL, null=True, blank=True, related_name="successes")
    words = models.CharField(_("wat is er gelukt"), max_length=200)
    on = models.DateField(_("wanneer"))
    made_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="successes_made")

    class Meta:
        constraints = [
            *tenant("goals_success", "plan", "step", "made_by"),
            models.UniqueConstraint(fields=["programme", "step"], name="goals_success_once_a_step"),
        ]
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.words


class Moment(models.TextChoices):
    START = "start", _("aan het begin")
    MIDPOINT = "midpoint", _("halverwege")
    END = "end", _("aan het eind")


class Review(ProgrammeScoped):
    """A calm conversation about the year: marks per life area and the participant's own words."""

    match = ScopedForeignKey(Match, models.CASCADE, related_name="reviews")
    moment = models.CharField(max_length=10, choices=Moment)
    held_on = models.DateField(_("gesprek op"))
    held_by = ScopedForeignKey(Membership, models.PROTECT, related_name="reviews_held")
    own_words = models.TextField(_("in eigen woorden"), blank=True)

    class Meta:
        constraints = [
            *tenant("goals_review", "match", "held_by"),
            models.UniqueConstraint(
                fields=["programme", "match", "moment"],
                name="goals_review_once",
                violation_error_message=_("Dit gesprek is al opgeschreven, misschien door een collega."),
            ),
        ]
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.match} {self.moment}"


class Mark(ProgrammeScoped):
    """A mark 0-10 for how one life area feels now, given by the participant. A skipped area has no row."""

    review = ScopedForeignKey(Review, models.CASCADE, related_name="marks")
    area = models.CharField(max_length=10, choices=LifeArea)
    value = models.PositiveSmallIntegerField(_("cijfer"))

    class Meta:
        constraints = [
            *tenant("goals_mark", "review"),
            models.UniqueConstraint(fields=["programme", "review", "area"], name="goals_mark_once"),
            models.CheckConstraint(
                condition=Q(value__gte=0, value__lte=10),
                name="goals_mark_scale",
                violation_error_message=_("Kies een cijfer van 0 tot en met 10."),
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.area}: {self.value}"

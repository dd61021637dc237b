"""What helps a plan along: ideas for steps that the programme keeps ready, and obstacles that others help with."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.models import Membership, Partner
from programmes.scope import ProgrammeScoped, ScopedForeignKey, tenant

from .areas import LifeArea
from .plan import LONGEST_STEP, Goal, Plan, Who


class Idea(ProgrammeScoped):
    """A step somebody may take over and reword, in one life area. A coordinator keeps them."""

    area = models.CharField(_("waar gaat het over"), max_length=10, choices=LifeArea)
    words = models.CharField(_("stap"), max_length=LONGEST_STEP)
    who = models.CharField(_("wie doet het"), max_length=10, choices=Who, default=Who.TOGETHER)

    class Meta:
        constraints = [
            *tenant("goals_idea"),
            models.UniqueConstraint(
                fields=["programme", "area", "words"],
                name="goals_idea_once",
                violation_error_message=_("Dit idee staat er al."),
            ),
        ]
        ordering = ["area", "words", "id"]

    def __str__(self) -> str:
        return self.words


class ObstacleQuerySet(models.QuerySet["Obstacle"]):
    def open(self) -> "ObstacleQuerySet":
        """Not solved yet; longest without news first."""
        return self.filter(solved_on__isnull=True).order_by("news_on", "id")


class Obstacle(ProgrammeScoped):
    """Something that stands in the way and that a chain partner can help with. Followed until it is solved."""

    plan = ScopedForeignKey(Plan, models.CASCADE, related_name="obstacles")
    goal = ScopedForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="obstacles")
    words = models.CharField(_("wat staat in de weg"), max_length=300)
    partner = ScopedForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="obstacles", verbose_name=_("wie helpt")
    )
    noted_on = models.DateField(_("opgeschreven op"))
    noted_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="obstacles_noted")
    passed_on = models.DateField(_("doorgegeven op"), null=True, blank=True)
    news_on = models.DateField(_("laatste bericht"))
    news = models.TextField(_("hoe staat het ervoor"), blank=True)
    news_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="obstacles_followed")
    solved_on = models.DateField(_("opgelost op"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = ObstacleQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("goals_obstacle", "plan", "goal", "partner", "noted_by", "news_by"),
            models.CheckConstraint(
                condition=Q(passed_on__isnull=True, partner__isnull=True)
                | Q(passed_on__isnull=False, partner__isnull=False),
                name="goals_obstacle_passed_to_someone",
                violation_error_message=_("Kies aan wie je het doorgeeft."),
            ),
            models.CheckConstraint(
                condition=Q(solved_on__isnull=True) | Q(solved_on__gte=F("noted_on")),
                name="goals_obstacle_solved_after",
                violation_error_message=_("Het is later opgeschreven dan deze dag."),
            ),
        ]
        ordering = ["-noted_on", "-id"]

    def __str__(self) -> str:
        return self.words


class Kind(models.TextChoices):
    """What can be printed of a year."""

    PLAN = "plan", _("plan")
    RESULT = "result", _("kijk wat jij bereikt hebt")


class Size(models.TextChoices):
    A4 = "a4", _("A4")
    A3 = "a3", _("A3, om op te hangen")
    LARGE = "large", _("A4 met grote letters")


class Printout(ProgrammeScoped):
    """A PDF of somebody's year that was asked for, and that is thrown away after a day."""

    plan = ScopedForeignKey(Plan, models.CASCADE, related_name="printouts")
    kind = models.CharField(max_length=10, choices=Kind)
    size = models.CharField(_("hoe groot"), max_length=10, choices=Size, default=Size.A4)
    asked_by = ScopedForeignKey(Membership, models.CASCADE, related_name="printouts")
    asked_at = models.DateTimeField(default=timezone.now)
    pdf = models.BinaryField(null=True)

    class Meta:
        constraints = [*tenant("goals_printout", "plan", "asked_by")]
        indexes = [models.Index(fields=["programme", "asked_at"], name="goals_printout_asked")]
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.size}"

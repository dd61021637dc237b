"""Conversations about the year: planned, under way or held; and what was said in them, question by question."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.models import Match
from programmes.models import Membership, Role
from programmes.scope import ProgrammeScoped, Rule, ScopedForeignKey, tenant

from .instruments import Instrument
from .plan import Plan, matches_open_to


class Moment(models.TextChoices):
    START = "start", _("aan het begin")
    MIDPOINT = "midpoint", _("halverwege")
    END = "end", _("aan het eind")
    AFTERCARE_HALF = "aftercare_half", _("tussendoor in de nazorg")
    AFTERCARE = "aftercare", _("aan het eind van de nazorg")
    EXTRA = "extra", _("tussendoor")


class How(models.TextChoices):
    """How a conversation was written down."""

    TOGETHER = "together", _("samen, op één scherm")
    PAPER = "paper", _("op papier")


class ReviewQuerySet(models.QuerySet["Review"]):
    def held(self) -> "ReviewQuerySet":
        return self.filter(held_on__isnull=False)

    def open_to(self, membership: Membership) -> "ReviewQuerySet":
        """Those this person may read. A buddy: of their own match, and one they began goes on after its end."""
        if membership.has_role(Role.COORDINATOR):
            return self
        if membership.has_role(Role.PARTICIPANT):
            return self.filter(plan__participant__person_id=membership.person_id)
        mine = Q(match__in=matches_open_to(membership).order_by())
        if membership.has_role(Role.PROFESSIONAL):
            mine |= Q(plan__in=Plan.objects.guided().filter(guide=membership))
        return self.filter(mine | Q(begun_by=membership, begun_at__isnull=False, held_on__isnull=True))

    def under_way(self) -> "ReviewQuerySet":
        """Begun and left; it goes on where it stopped."""
        return self.filter(begun_at__isnull=False, held_on__isnull=True)


class Review(ProgrammeScoped):
    """A calm conversation about the year. Of a match, or of a year with a professional (then `match` is empty)."""

    plan = ScopedForeignKey(Plan, models.CASCADE, related_name="reviews")
    match = ScopedForeignKey(Match, models.CASCADE, null=True, blank=True, related_name="reviews")
    moment = models.CharField(max_length=16, choices=Moment)
    planned_for = models.DateField(_("afgesproken voor"), null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    begun_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="reviews_begun")
    how = models.CharField(max_length=10, choices=How, default=How.TOGETHER)
    held_on = models.DateField(_("gesprek op"), null=True, blank=True)
    held_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="reviews_held")
    buddy_words = models.TextField(_("hoe de buddy het ziet"), blank=True)
    buddy_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    staff_words = models.TextField(_("aanvulling"), blank=True)
    staff_by = ScopedForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("goals_review", "plan", "match", "begun_by", "held_by", "buddy_by", "staff_by"),
            models.UniqueConstraint(
                fields=["programme", "plan", "match", "moment"],
                condition=~Q(moment="extra"),
                nulls_distinct=False,
                name="goals_review_once",
                violation_error_message=_("Dit gesprek is al opgeschreven, misschien door een collega."),
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | Q(held_by__isnull=False, begun_at__isnull=False),
                name="goals_review_held_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["programme", "held_on"], name="goals_review_held")]
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.plan} {self.moment}"

    @property
    def is_held(self) -> bool:
        return self.held_on is not None

    @property
    def is_under_way(self) -> bool:
        return self.begun_at is not None and self.held_on is None


class AnswerQuerySet(models.QuerySet["Answer"]):
    def open(self) -> "AnswerQuerySet":
        """Not asked yet."""
        return self.filter(given_at__isnull=True)

    def marks(self, key: str) -> "AnswerQuerySet":
        """Numbers that participants gave on some version of this instrument, in conversations that were held."""
        return self.filter(instrument__key=key, value__isnull=False, review__held_on__isnull=False)

    def thanks_to(self, membership: Membership) -> "AnswerQuerySet":
        """What participants wanted to say at the end to the volunteer who signs in with this membership, newest first.

        Theirs to keep: also when the match is over and the plan is closed to them.
        """
        said = self.filter(item="thanks", instrument__isnull=True, review__held_on__isnull=False)
        of_theirs = said.filter(review__match__buddy__person_id=membership.person_id).exclude(words="")
        return of_theirs.order_by("-review__held_on", "-id")


class Answer(ProgrammeScoped):
    """One question of one conversation, in its place. The participant's answer leads; the buddy's stands beside it.

    `given_at` says that it was asked: without a value and words it is "weet ik niet" or skipped. Without an
    instrument the question is one of ours (`item` is its name in goals/conversation.py), answered in words or yes/no.
    """

    review = ScopedForeignKey(Review, models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    instrument = ScopedForeignKey(Instrument, models.PROTECT, null=True, blank=True, related_name="answers")
    item = models.CharField(max_length=40)
    value = models.SmallIntegerField(null=True, blank=True)
    words = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    buddy_value = models.SmallIntegerField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            *tenant("goals_answer", "review", "instrument"),
            models.UniqueConstraint(fields=["programme", "review", "position"], name="goals_answer_in_place"),
            models.UniqueConstraint(
                fields=["programme", "review", "instrument", "item"],
                nulls_distinct=False,
                name="goals_answer_once",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=False)
                | Q(value__isnull=True, words="", buddy_value__isnull=True),
                name="goals_answer_is_given",
            ),
            Rule(
                name="goals_answer_on_the_scale",
                events="INSERT OR UPDATE OF value, buddy_value, instrument_id",
                body=(
                    "IF (NEW.value IS NOT NULL OR NEW.buddy_value IS NOT NULL) AND NOT EXISTS ("
                    "SELECT FROM (SELECT coalesce((i.definition->'scale'->>'low')::int, 0) AS low, "
                    "coalesce((i.definition->'scale'->>'high')::int, 1) AS high "
                    "FROM (SELECT 1) AS one LEFT JOIN goals_instrument i "
                    "ON i.id = NEW.instrument_id AND i.programme_id = NEW.programme_id) AS scale "
                    "WHERE coalesce(NEW.value, low) BETWEEN low AND high "
                    "AND coalesce(NEW.buddy_value, low) BETWEEN low AND high) THEN REFUSE; END IF;"
                ),
                violation_error_message=_(
                    "Dit antwoord staat niet op de schaal. Kies een van de antwoorden."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "instrument", "item"], name="goals_answer_of_instrument")
        ]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.item}: {self.value}"

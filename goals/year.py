"""One person's year as a page shows it: read once, and told to whoever is looking."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Prefetch
from django.utils.translation import gettext as _

from matching.models import Match
from participants.models import Participant
from programmes.models import Membership, Role, Words

from .models import ActionStep, Goal, GoalState, Plan, Success, Who
from .reviews import ReviewMoment, review_moments

STATE_ORDER = {state.value: place for place, state in enumerate(GoalState)}


def moments_of(match: Match, today: date) -> list[ReviewMoment]:
    """The three conversations of a match. Prefetch `reviews` when there are many."""
    return review_moments(
        starts_on=match.starts_on,
        intended_end=match.intended_end,
        ended_on=match.ended_on,
        held={review.moment: review.held_on for review in match.reviews.all()},
        today=today,
    )


def is_open(match: Match, moment: str, today: date) -> bool:
    """Whether it is time for this conversation and it was not held yet."""
    return any(each.is_open for each in moments_of(match, today) if each.moment == moment)


@dataclass
class Year:
    """The plan, the people and the conversations of one participant, for one viewer."""

    participant: Participant
    viewer: Membership
    words: Words
    today: date

    @property
    def name(self) -> str:
        name: str = self.participant.person.first_name
        return name

    @property
    def is_own(self) -> bool:
        """Whether the participant is looking."""
        return self.viewer.person_id == self.participant.person_id

    @property
    def question(self) -> str:
        """What the plan begins with."""
        return _("Wat wil jij?") if self.is_own else _("Wat wil %(name)s?") % {"name": self.name}

    @cached_property
    def match(self) -> Match | None:
        """The match of now, or else the last one."""
        matches = self.participant.matches.select_related("buddy__person")
        return matches.order_by(F("ended_on").desc(nulls_first=True), "-starts_on", "-id").first()

    @property
    def buddy_now(self) -> Match | None:
        return self.match if self.match and self.match.ended_on is None else None

    @cached_property
    def plan(self) -> Plan | None:
        return self.participant.plans.select_related("wish_by__person").first()

    @cached_property
    def goals(self) -> list[Goal]:
        """What one is busy with first; each with its steps, the soonest first."""
        is_celebrated = Exists(Success.objects.filter(step_id=OuterRef("pk")))
        steps = ActionStep.objects.select_related("made_by__person", "done_by__person").soonest_first()
        goals = (
            Goal.objects.filter(plan=self.plan)
            .select_related("made_by__person", "state_by__person")
            .prefetch_related(Prefetch("steps", steps.annotate(is_celebrated=is_celebrated)))
        )
        return sorted(goals, key=lambda goal: STATE_ORDER[goal.state])

    @property
    def next_step(self) -> ActionStep | None:
        """The first thing to do."""
        busy = [goal for goal in self.goals if goal.state == GoalState.BUSY]
        steps = [step for goal in busy for step in goal.open_steps]
        return min(steps, key=lambda step: (step.by_day or date.max, step.made_at), default=None)

    @cached_property
    def successes(self) -> list[Success]:
        return list(Success.objects.filter(plan=self.plan).select_related("made_by__person"))

    @cached_property
    def moments(self) -> list[ReviewMoment]:
        """The three conversations of the match; none without a match."""
        if self.match is None:
            return []
        return moments_of(self.match, self.today)

    def who(self, who: str) -> str:
        """Who does a step, as the viewer would say it: "ik", "mijn buddy", "Rachid", "samen"."""
        buddy = self.buddy_now.buddy.person if self.buddy_now else None
        if who == Who.ME:
            return _("ik") if self.is_own else self.name
        if who == Who.TOGETHER:
            return _("samen")
        if self.is_own:
            return _("mijn %(buddy)s") % {"buddy": self.words.buddy}
        if buddy is None:
            return self.words.buddy
        return _("ik") if self.viewer.person_id == buddy.pk else buddy.first_name

    def who_choices(self) -> list[tuple[str, str]]:
        names = [(who.value, self.who(who)) for who in Who]
        return [(value, name[:1].upper() + name[1:]) for value, name in names]

    def author(self, by: Membership | None) -> str:
        """Whoever wrote something and is neither of the two: "Ans, coördinator". Empty for the two themselves."""
        two = {self.participant.person_id, self.buddy_now.buddy.person_id if self.buddy_now else None}
        if by is None or by.person_id in two:
            return ""
        role = self.words.buddy if by.role == Role.BUDDY else by.get_role_display().lower()
        return f"{by.person.first_name}, {role}"

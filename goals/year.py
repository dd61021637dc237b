"""One person's year as a page shows it: read once, and told to whoever is looking."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.models import Match
from participants.models import Participant, Status
from programmes.days import add_months
from programmes.models import Membership, Role, Trace, Words

from .models import (
    ActionStep,
    EarlierWords,
    Goal,
    GoalState,
    LifeArea,
    Moment,
    Obstacle,
    Plan,
    Remark,
    Review,
    Stress,
    Success,
    Who,
)
from .reviews import Pause, ReviewMoment, review_moments

STATE_ORDER = {state.value: place for place, state in enumerate(GoalState)}


@dataclass(frozen=True)
class Track:
    """The days of a year together: of a match, or of a year with a professional (then `match` is None)."""

    match: Match | None
    starts_on: date
    intended_end: date
    ended_on: date | None = None
    aftercare_until: date | None = None
    pauses: tuple[Pause, ...] = field(default=())

    def moments(self, reviews: "list[Review]", today: date) -> list[ReviewMoment]:
        """Its conversations; `reviews` are those of this track."""
        return review_moments(
            starts_on=self.starts_on,
            intended_end=self.intended_end,
            ended_on=self.ended_on,
            aftercare_until=self.aftercare_until,
            pauses=self.pauses,
            held={review.moment: review.held_on for review in reviews if review.held_on},
            planned={review.moment: review.planned_for for review in reviews if review.planned_for},
            under_way=frozenset(review.moment for review in reviews if review.is_under_way),
            today=today,
        )


def track_of_match(match: Match, pauses: tuple[Pause, ...] = ()) -> Track:
    """The year of two people."""
    return Track(match, match.starts_on, match.intended_end, match.ended_on, match.aftercare_until, pauses)


def pauses_of(matches: Iterable[Match]) -> dict[int, tuple[Pause, ...]]:
    """The days on which two people did not meet, per match, out of the traces that pausing leaves. One query."""
    running = {match.pk: match.paused_since for match in matches}
    traces = Trace.objects.filter(
        verb__in=["match.paused", "match.resumed"], thing="matching.match", thing_id__in=running
    )
    begun: dict[int, date] = {}
    found: dict[int, list[Pause]] = defaultdict(list)
    for match, verb, at in traces.order_by("at", "pk").values_list("thing_id", "verb", "at"):
        if match is None:
            continue
        day = timezone.localdate(at)
        if verb == "match.paused":
            begun[match] = day
        elif match in begun:
            found[match].append((begun.pop(match), day))
    for match, since in running.items():
        if since is not None:
            found[match].append((since, None))
    return {match: tuple(pauses) for match, pauses in found.items()}


def guided_since(participant: Participant, plan: Plan | None) -> date | None:
    """Since when somebody goes their year with a professional: as written in the plan, else since they were welcome."""
    if plan is not None and plan.guided_from is not None:
        return plan.guided_from
    return participant.accepted_on if participant.status == Status.GUIDED else None


def track_guided(participant: Participant, plan: Plan | None, months: int) -> Track | None:
    """The year with a professional, if there is one. `months` is the length of a year in this programme."""
    since = guided_since(participant, plan)
    if since is None:
        return None
    until = plan.guided_until if plan else None
    return Track(None, since, add_months(since, months), until or participant.closed_on)


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
        matches = self.participant.matches.select_related("buddy__person", "programme")
        return matches.order_by(F("ended_on").desc(nulls_first=True), "-starts_on", "-id").first()

    @property
    def buddy_now(self) -> Match | None:
        return self.match if self.match and self.match.ended_on is None else None

    @cached_property
    def plan(self) -> Plan | None:
        return self.participant.plans.select_related("wish_by__person", "guide__person").first()

    @cached_property
    def track(self) -> Track | None:
        """The year of now: with a buddy, else with a professional, else the last one there was."""
        months = self.viewer.programme.match_months
        if self.match is None:
            return track_guided(self.participant, self.plan, months)
        since = self.plan.guided_from if self.plan else None
        if self.match.ended_on is not None and since is not None and since >= self.match.ended_on:
            return track_guided(self.participant, self.plan, months)
        return track_of_match(self.match, pauses_of([self.match]).get(self.match.pk, ()))

    @cached_property
    def stress(self) -> list[Stress]:
        """The latest mark of each life area, the heaviest first; "weet ik niet" comes last."""
        latest: dict[str, Stress] = {}
        for stress in Stress.objects.filter(plan=self.plan).select_related("by__person"):
            latest[stress.area] = stress
        order = list(LifeArea.values)
        return sorted(
            latest.values(),
            key=lambda one: (one.value is None, -(one.value or 0), order.index(one.area)),
        )

    @property
    def heaviest(self) -> list[Stress]:
        """What gives stress at all, the heaviest first."""
        return [one for one in self.stress if one.value]

    @cached_property
    def goals(self) -> list[Goal]:
        """What one is busy with first; each with its steps, the soonest first."""
        is_celebrated = Exists(
            Success.objects.filter(programme_id=OuterRef("programme_id"), step_id=OuterRef("pk"))
        )
        steps = ActionStep.objects.select_related(
            "made_by__person", "done_by__person", "worded_by__person"
        ).soonest_first()
        goals = (
            Goal.objects.filter(plan=self.plan)
            .select_related("made_by__person", "state_by__person", "worded_by__person")
            .prefetch_related(
                Prefetch("steps", steps.annotate(is_celebrated=is_celebrated)),
                Prefetch("remarks", Remark.objects.select_related("by__person")),
                Prefetch("earlier_words", EarlierWords.objects.select_related("written_by__person")),
            )
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
        """Those this viewer may see, newest first."""
        shared = Success.objects.filter(plan=self.plan).select_related("made_by__person")
        return list(shared.seen_by(self.viewer, self.participant))

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        """What stands in the way first, then what was solved."""
        noted = (
            Obstacle.objects.filter(plan=self.plan)
            .select_related("partner", "news_by__person", "noted_by__person")
            .prefetch_related(
                Prefetch("earlier_words", EarlierWords.objects.select_related("written_by__person"))
            )
        )
        return sorted(noted, key=lambda one: one.solved_on is not None)

    @cached_property
    def remarks(self) -> list[Remark]:
        """Those about the plan as a whole."""
        return list(Remark.objects.filter(plan=self.plan, goal__isnull=True).select_related("by__person"))

    @cached_property
    def earlier_wishes(self) -> list[EarlierWords]:
        earlier = EarlierWords.objects.filter(
            plan=self.plan, goal__isnull=True, step__isnull=True, obstacle__isnull=True
        )
        return list(earlier.select_related("written_by__person"))

    @cached_property
    def reviews(self) -> list[Review]:
        """Every conversation this viewer may read, of every year, oldest first."""
        kept = Review.objects.filter(plan=self.plan).open_to(self.viewer)
        kept = kept.select_related(
            "match__buddy__person", "held_by__person", "buddy_by__person", "staff_by__person"
        )
        return list(kept.order_by(F("held_on").asc(nulls_last=True), "id"))

    @property
    def reviews_now(self) -> list[Review]:
        """Those of the year of now."""
        match = self.track.match.pk if self.track and self.track.match else None
        return [review for review in self.reviews if review.match_id == match]

    @cached_property
    def moments(self) -> list[ReviewMoment]:
        """The conversations of the year of now; none when no year began."""
        return self.track.moments(self.reviews_now, self.today) if self.track else []

    @property
    def extras(self) -> list[Review]:
        """Conversations in between that were begun, in the year of now."""
        return [review for review in self.reviews_now if review.moment == Moment.EXTRA and review.begun_at]

    def moment(self, which: str) -> ReviewMoment | None:
        return next((each for each in self.moments if each.moment == which), None)

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
        return self.speaker(by)

    def speaker(self, by: Membership) -> str:
        """Whoever said something, also the two: "Rachid", "Bas, buddy", "Ans, coördinator"."""
        if by.person_id == self.participant.person_id:
            return _("jij") if self.is_own else self.name
        role = self.words.buddy if by.role == Role.BUDDY else by.get_role_display().lower()
        return f"{by.person.first_name}, {role}"


@dataclass(frozen=True)
class DueReview:
    """A conversation that somebody can have now or soon, for pages that look at many people."""

    participant_id: int
    moment: ReviewMoment


def conversations_now(*, months: int, today: date) -> list[DueReview]:
    """Of everyone on their way: the conversations that are open or were agreed for a day. Six queries.

    `months` is the length of a year with a professional. Of a conversation that was skipped, the later one takes the
    place.
    """
    matches = list(_with_a_year(Match.objects.filter(starts_on__lte=today).order_by(), today))
    pauses = pauses_of(matches)
    tracks: list[tuple[int, int | None, Track]] = [
        (match.participant_id, match.pk, track_of_match(match, pauses.get(match.pk, ()))) for match in matches
    ]
    of_them = Match.objects.filter(programme_id=OuterRef("programme_id"), participant_id=OuterRef("pk"))
    in_a_plan = Plan.objects.guided().filter(
        programme_id=OuterRef("programme_id"), participant_id=OuterRef("pk")
    )
    guided = Participant.objects.filter(
        Exists(in_a_plan) | Q(~Exists(of_them), status=Status.GUIDED), ~Exists(of_them.active())
    )
    plans = {plan.participant_id: plan for plan in Plan.objects.filter(participant__in=guided).order_by()}
    for participant in guided.order_by():
        track = track_guided(participant, plans.get(participant.pk), months)
        if track is not None:
            tracks.append((participant.pk, None, track))
    reviews: dict[tuple[int, int | None], list[Review]] = defaultdict(list)
    people = {participant for participant, _match, _track in tracks}
    for review in Review.objects.filter(plan__participant__in=people).select_related("plan").order_by():
        reviews[review.plan.participant_id, review.match_id].append(review)
    found: list[DueReview] = []
    for who, match_id, track in tracks:
        moments = track.moments(reviews[who, match_id], today)
        is_last = [each for each in moments if each.is_open][-1:]
        agreed = [
            each for each in moments if each.planned_for and each.state != "held" and each not in is_last
        ]
        found.extend(DueReview(who, each) for each in (*is_last, *agreed))
    return sorted(found, key=lambda one: (one.moment.due_by, one.participant_id))


def _with_a_year(matches: "QuerySet[Match]", today: date) -> "QuerySet[Match]":
    """Matches that go on, or whose aftercare does."""
    return matches.filter(ended_on__isnull=True) | matches.filter(aftercare_until__gte=today)

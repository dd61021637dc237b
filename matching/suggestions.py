"""From rows to plain values for fit.py and back: who can be suggested to a participant, and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from buddies.models import Buddy, BuddyQuerySet
from participants.models import Participant
from programmes.models import Person

from . import fit, sentences
from .models import Closing, Introduction, NearPair, Settings, with_places

Near = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class SuggestedCard:
    """A volunteer who can be shown, with the sentences people read."""

    buddy: Buddy
    why: list[str]
    """What speaks for it, for the coordinator."""
    attention: list[str]
    """What to think about first, for the coordinator."""
    on_card: list[str]
    """What they share, for the participant."""


def weights() -> fit.Weights:
    """What counts in the open programme."""
    return weights_of(Settings.now())


def weights_of(settings: Settings) -> fit.Weights:
    return fit.Weights(
        language=settings.language,
        theme=settings.theme,
        time=settings.time,
        neighbourhood=settings.neighbourhood,
        interest=settings.interest,
        wish=settings.wish,
    )


@dataclass(frozen=True)
class LeftOut:
    """How many volunteers with a place are not shown because of a hard wish, and of how many we do not know enough.

    What "alleen zo" costs this participant now, for the coordinator to talk about.
    """

    many: int
    unknown: int


@dataclass(frozen=True)
class Suggested:
    """Everyone who can be shown to one participant now; `left_out` is None without a hard wish.

    `by_id` goes from the primary key of a volunteer to how they fit, best fit first. There can be thousands: `cards`
    fetches the few that a page shows.
    """

    participant: Participant
    by_id: dict[int, fit.Suggestion]
    wishes: tuple[fit.Wish, ...]
    left_out: LeftOut | None

    def cards(self, buddy_ids: Collection[int]) -> list[SuggestedCard]:
        """The cards of these volunteers, in this order; KeyError for one who cannot be shown. One query."""
        buddies = Buddy.objects.select_related("person").in_bulk(buddy_ids)
        return [self._card(buddies[pk], self.by_id[pk]) for pk in buddy_ids]

    def _card(self, buddy: Buddy, found: fit.Suggestion) -> SuggestedCard:
        name, participant = buddy.person.first_name, self.participant.person.first_name
        buddy.places_free = found.helper.places_free  # type: ignore[attr-defined]  # counted already
        return SuggestedCard(
            buddy,
            why=sentences.to_coordinator(found.reasons, name=name, participant=participant),
            attention=sentences.attention(found.reasons),
            on_card=sentences.to_you(found.reasons, name=name),
        )


def suggest(participant: Participant, *, today: date) -> Suggested:
    """Whom to show to this participant, with the weights of the programme."""
    helpers = as_helpers(Buddy.objects.deployable(today).exclude(person_id=participant.person_id))
    seeker, excluded = as_seeker(participant, NearPair.objects.table()), not_again(participant)
    found = fit.shortlist(seeker, helpers, excluded=excluded, weights=weights())
    return Suggested(
        participant,
        by_id={each.helper.id: each for each in found},
        wishes=seeker.wishes,
        left_out=_left_out(seeker, helpers, excluded)
        if any(wish.is_hard for wish in seeker.wishes)
        else None,
    )


def _left_out(seeker: fit.Seeker, helpers: Iterable[fit.Helper], excluded: Collection[int]) -> LeftOut:
    without = replace(seeker, wishes=())
    broken = [
        (helper, fit.breaks(seeker, helper))
        for helper in helpers
        if fit.is_eligible(without, helper, excluded)
    ]
    missed = [(helper, wishes) for helper, wishes in broken if wishes]
    unknown = [
        helper for helper, wishes in missed if all(not fit.TOLD[wish.about](helper) for wish in wishes)
    ]
    return LeftOut(len(missed), len(unknown))


@dataclass(frozen=True)
class Compared:
    """Who comes first for one participant with the weights of now, and with those tried."""

    participant: Participant
    now: list[str]
    tried: list[str]

    @property
    def is_different(self) -> bool:
        return self.now != self.tried


def compare(
    participants: Iterable[Participant], tried: fit.Weights, *, today: date, shown: int = 3
) -> list[Compared]:
    """The effect of other weights, on the first few for each of these participants."""
    helpers, now, near = as_helpers(Buddy.objects.deployable(today)), weights(), NearPair.objects.table()
    best = []
    for participant in participants:
        seeker, excluded = as_seeker(participant, near), not_again(participant)
        orders = [
            [each.helper.id for each in fit.shortlist(seeker, helpers, excluded, counts)[:shown]]
            for counts in (now, tried)
        ]
        best.append((participant, orders))
    ids = {pk for _participant, orders in best for order in orders for pk in order}
    names = {pk: str(buddy) for pk, buddy in Buddy.objects.select_related("person").in_bulk(ids).items()}
    return [
        Compared(participant, *([names[pk] for pk in order] for order in orders))
        for participant, orders in best
    ]


def not_again(participant: Participant) -> Collection[int]:
    """Buddies this participant is not shown (again): blocked, rather not, or met without a klik."""
    return {
        *participant.exclusions.values_list("buddy_id", flat=True),
        *participant.rounds.filter(cards__rather_not=True).values_list("cards__buddy_id", flat=True),
        *participant.introductions.filter(closing=Closing.NO_KLIK).values_list("buddy_id", flat=True),
    }


def shared_with_buddy(introduction: Introduction) -> list[str]:
    """What the buddy reads in the invitation: what the two share, and nothing a participant told in confidence.

    Wishes and what somebody told are not looked at at all, so that they cannot slip through.
    """
    participant = introduction.participant
    person = participant.person
    hood = _neighbourhood(person)
    seeker = fit.Seeker(
        languages=tuple(person.languages),
        neighbourhood=hood,
        available=tuple(person.available),
        interests=tuple(participant.interests),
        near=NearPair.objects.table().get(hood, frozenset()),
    )
    shared = [
        reason
        for reason in fit.reasons(seeker, as_helper(introduction.buddy))
        if reason.kind is not fit.Kind.THEME
    ]
    return sentences.to_you(shared, name=person.first_name)


def as_seeker(participant: Participant, near: Near) -> fit.Seeker:
    """A participant as fit.py knows them; `near` is `NearPair.objects.table()`. Reads intakes and wishes: prefetch them."""
    person = participant.person
    hood = _neighbourhood(person)
    intake = next(iter(participant.intakes.all()), None)
    said = [participant.hoped_for, *([intake.gives_rest, intake.gives_stress] if intake else [])]
    return fit.Seeker(
        languages=tuple(person.languages),
        neighbourhood=hood,
        available=tuple(person.available),
        said="\n".join(said),
        interests=tuple(participant.interests),
        near=near.get(hood, frozenset()),
        wishes=tuple(
            fit.Wish(fit.About(wish.kind), wish.what, wish.is_hard) for wish in participant.wishes.all()
        ),
    )


def as_helpers(buddies: BuddyQuerySet) -> list[fit.Helper]:
    """Volunteers as fit.py knows them, with their free places: only the columns it looks at, as there may be thousands."""
    rows = with_places(buddies).values_list(  # type: ignore[misc]  # places_free is counted there
        "pk",
        "person__languages",
        "person__neighbourhood__name",
        "person__available",
        "themes",
        "interests",
        "gender",
        "places_free",
    )
    return [
        fit.Helper(pk, tuple(spoken), hood or "", tuple(free), tuple(themes), tuple(likes), gender, places)
        for pk, spoken, hood, free, themes, likes, gender, places in rows.order_by()
    ]


def as_helper(buddy: Buddy) -> fit.Helper:
    """One volunteer as fit.py knows them, for what they share with somebody: free places are not looked at."""
    return fit.Helper(
        id=buddy.pk,
        languages=tuple(buddy.person.languages),
        neighbourhood=_neighbourhood(buddy.person),
        available=tuple(buddy.person.available),
        themes=tuple(buddy.themes),
        interests=tuple(buddy.interests),
        gender=buddy.gender,
    )


def _neighbourhood(person: Person) -> str:
    return person.neighbourhood.name if person.neighbourhood else ""

"""From rows to plain values for fit.py and back: who can be suggested to a participant, and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from buddies.models import Buddy
from participants.models import Participant
from programmes.models import Person

from . import fit, sentences
from .models import Closing, Introduction, NearPair, Settings, places_free, with_places

Near = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class SuggestedCard:
    """A volunteer who can be shown. The sentences are made when they are read: of thousands, a page shows a few."""

    buddy: Buddy
    reasons: tuple[fit.Reason, ...]
    participant: Participant

    @property
    def name(self) -> str:
        return str(self.buddy.person.first_name)

    @cached_property
    def why(self) -> list[str]:
        """What speaks for it, for the coordinator."""
        return sentences.to_coordinator(
            self.reasons, name=self.name, participant=self.participant.person.first_name
        )

    @cached_property
    def attention(self) -> list[str]:
        """What to think about first, for the coordinator."""
        return sentences.attention(self.reasons)

    @cached_property
    def on_card(self) -> list[str]:
        """What they share, for the participant."""
        return sentences.to_you(self.reasons, name=self.name)


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
    """Everyone who can be shown to one participant now, best fit first; `left_out` is None without a hard wish."""

    cards: list[SuggestedCard]
    wishes: tuple[fit.Wish, ...]
    left_out: LeftOut | None


def suggest(participant: Participant, *, today: date) -> Suggested:
    """Whom to show to this participant, with the weights of the programme."""
    buddies = {
        buddy.pk: buddy
        for buddy in with_places(Buddy.objects.deployable(today))
        .exclude(person_id=participant.person_id)
        .select_related("person__neighbourhood")
    }
    helpers = [as_helper(buddy, places_free=places_free(buddy)) for buddy in buddies.values()]
    seeker, excluded = as_seeker(participant, NearPair.objects.table()), not_again(participant)
    found = fit.shortlist(seeker, helpers, excluded=excluded, weights=weights())
    return Suggested(
        cards=[SuggestedCard(buddies[each.helper.id], each.reasons, participant) for each in found],
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
    unknown = [helper for helper, wishes in missed if all(_is_unknown(wish, helper) for wish in wishes)]
    return LeftOut(len(missed), len(unknown))


def _is_unknown(wish: fit.Wish, helper: fit.Helper) -> bool:
    told = {
        fit.About.GENDER: helper.gender,
        fit.About.LANGUAGE: helper.languages,
        fit.About.THEME: helper.themes,
        fit.About.NEAR: helper.neighbourhood,
    }
    return not told[wish.about]


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
    buddies = with_places(Buddy.objects.deployable(today)).select_related("person__neighbourhood")
    helpers = {buddy.pk: as_helper(buddy, places_free=places_free(buddy)) for buddy in buddies}
    names = {buddy.pk: str(buddy) for buddy in buddies}
    now, near = weights(), NearPair.objects.table()
    found = []
    for participant in participants:
        seeker, excluded = as_seeker(participant, near), not_again(participant)
        orders = [
            [
                names[each.helper.id]
                for each in fit.shortlist(seeker, helpers.values(), excluded, counts)[:shown]
            ]
            for counts in (now, tried)
        ]
        found.append(Compared(participant, *orders))
    return found


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


def as_helper(buddy: Buddy, *, places_free: int = 1) -> fit.Helper:
    return fit.Helper(
        id=buddy.pk,
        languages=tuple(buddy.person.languages),
        neighbourhood=_neighbourhood(buddy.person),
        available=tuple(buddy.person.available),
        themes=tuple(buddy.themes),
        interests=tuple(buddy.interests),
        gender=buddy.gender,
        places_free=places_free,
    )


def _neighbourhood(person: Person) -> str:
    return person.neighbourhood.name if person.neighbourhood else ""

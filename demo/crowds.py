"""Very many people at once, written straight into the database: for the bench alone, never for the demo's story."""

import random
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from django.utils import timezone

from buddies.models import Buddy, ScreeningStep, Status, Theme
from matching.models import ChoiceCard, ChoiceRound, Given, NearPair, Wish, WishKind
from participants.models import Participant
from participants.models import Status as Waiting
from programmes.models import DayPart, Gate, Interest, Language, Membership, Neighbourhood, Person, Role

AT_A_TIME = 1000


def make_crowd(*, waiting: int, deployable: int) -> list[Participant]:
    """So many who wait and chose three cards, and so many deployable volunteers. Inside a scope that is rolled back."""
    dice = random.Random(waiting)
    hoods = list(Neighbourhood.objects.order_by("pk"))
    NearPair.objects.bulk_create(NearPair(one=one, other=other) for one, other in pairwise(hoods))
    people = [_person(dice, number, hoods) for number in range(waiting + deployable)]
    Person.objects.bulk_create(people, batch_size=AT_A_TIME)
    buddies = [_buddy(dice, person) for person in people[waiting:]]
    Buddy.objects.bulk_create(buddies, batch_size=AT_A_TIME)
    today = timezone.localdate()
    for gate in Gate.objects.all():
        steps = [ScreeningStep(buddy=buddy, gate=gate, done_on=today) for buddy in buddies]
        ScreeningStep.objects.bulk_create(steps, batch_size=AT_A_TIME)
    participants = [
        Participant(
            person=person,
            status=Waiting.WAITING,
            accepted_on=today - timedelta(weeks=60),
            waiting_since=today - timedelta(weeks=dice.randint(0, 50)),
            interests=_some(dice, Interest.values, 3),
        )
        for person in people[:waiting]
    ]
    Participant.objects.bulk_create(participants, batch_size=AT_A_TIME)
    Wish.objects.bulk_create(
        Wish(participant=one, kind=WishKind.GENDER, what=dice.choice(("woman", "man")), told_how=Given.PAPER)
        for one in participants[::5]
    )
    _choose(dice, participants, buddies)
    return participants


def _some(dice: random.Random, values: Sequence[str], number: int) -> list[str]:
    """So many of these, in their own order, as a form gives them."""
    picked = dice.sample(values, number)
    return sorted(picked, key=values.index)


def _person(dice: random.Random, number: int, hoods: Sequence[Neighbourhood]) -> Person:
    name = f"Mens {number}"
    return Person(
        given_name=name,
        full_name=name,
        sort_name=f"mens {number:06}",
        neighbourhood=dice.choice(hoods) if hoods else None,
        languages=_some(dice, Language.values, 2),
        available=_some(dice, DayPart.values, 4),
    )


def _buddy(dice: random.Random, person: Person) -> Buddy:
    return Buddy(
        person=person,
        status=Status.ACTIVE,
        tasks=["buddy"],
        capacity=2,
        themes=_some(dice, Theme.values, 2),
        interests=_some(dice, Interest.values, 3),
        gender=dice.choice(("", "woman", "man")),
    )


def _choose(dice: random.Random, participants: list[Participant], buddies: list[Buddy]) -> None:
    by, now = Membership.objects.filter(role=Role.COORDINATOR).order_by("pk")[0], timezone.now()
    rounds = [
        ChoiceRound(participant=one, made_by=by, made_at=now, ranked_at=now, ranked_how=Given.PAPER)
        for one in participants
    ]
    ChoiceRound.objects.bulk_create(rounds, batch_size=AT_A_TIME)
    cards = [
        ChoiceCard(round=each, buddy=buddy, position=position, tier=min(position, 2))
        for each in rounds
        for position, buddy in enumerate(dice.sample(buddies, 3), 1)
    ]
    ChoiceCard.objects.bulk_create(cards, batch_size=AT_A_TIME)

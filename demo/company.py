"""Everything one programme's story is told with: its facts, the day it is, the people so far, and what is left to say."""

import random
from dataclasses import dataclass, field
from datetime import date

from buddies.models import Buddy
from goals.models import LifeArea
from matching import fit
from participants.models import Participant
from programmes.models import Membership, Person, Programme, Role

from . import texts
from .clock import Clock, Deck
from .facts import SEVERAL_ROLES, ProgrammeFacts
from .people import Crowd
from .setting import Setting, set_the_stage


@dataclass
class Volunteer:
    """Someone deployable one to one: since how many days, and with how many places left."""

    buddy: Buddy
    membership: Membership
    ready: int
    places: int

    @property
    def helper(self) -> fit.Helper:
        person = self.buddy.person
        return fit.Helper(
            id=self.buddy.pk,
            languages=tuple(person.languages),
            neighbourhood=person.neighbourhood.name if person.neighbourhood else "",
            available=tuple(person.available),
            themes=tuple(self.buddy.themes),
            interests=tuple(self.buddy.interests),
            gender=self.buddy.gender,
            places_free=self.places,
        )


@dataclass
class Guest:
    """A participant; without a membership they answer together with the coordinator. `step`: on the ladder, 0 unknown."""

    participant: Participant
    membership: Membership | None
    marks: dict[LifeArea, int] = field(default_factory=dict)
    step: int = 0


class Company:
    """What is said comes from decks: nothing is said twice before everything was said once."""

    def __init__(self, programme: Programme, facts: ProgrammeFacts, *, today: date) -> None:
        self.programme, self.facts, self.clock = programme, facts, Clock(today)
        self.dice = random.Random(facts.slug)
        self.crowd = Crowd(self.dice, facts.slug, facts.cultures)
        self.crowd.keep_free(facts.buddy_persona, facts.choosing_persona, facts.year_persona)
        self.crowd.keep_free(*(staff.name for staff in facts.staff))
        self.setting: Setting = set_the_stage(programme, facts)
        self.first_day = self.clock.ago(facts.starts_on)
        self.deployed: list[Volunteer] = []
        self.preparing: list[Person] = []
        self.other_volunteers: list[Person] = []
        # Who has other tasks and signs in: since how many days.
        self.helpers: list[tuple[Buddy, Membership, int]] = []
        self.guests: list[Guest] = []

        dice = self.dice
        self.hopes = Deck(dice, texts.HOPES_OF_FAMILIES if facts.for_families else texts.HOPES)
        self.motivations = Deck(dice, texts.MOTIVATIONS)
        self.introductions = Deck(dice, texts.INTRODUCTIONS)
        self.short_goals = Deck(dice, texts.SHORT_GOALS)
        self.elsewhere = Deck(dice, texts.ELSEWHERE)
        self.gives_rest = Deck(dice, texts.GIVES_REST)
        self.gives_stress = Deck(dice, texts.GIVES_STRESS)
        self.talents = Deck(dice, texts.TALENTS)
        self.wishes = Deck(dice, texts.WISHES)
        self.goals = Deck(dice, texts.GOALS)
        self.small_successes = Deck(dice, texts.SMALL_SUCCESSES)
        self.notes = {mood: Deck(dice, notes) for mood, notes in texts.NOTES.items()}
        self.review_words = {moment: Deck(dice, words) for moment, words in texts.REVIEW_WORDS.items()}
        self.proud = Deck(dice, texts.PROUD)
        self.next = Deck(dice, texts.NEXT)
        self.thanks = Deck(dice, texts.THANKS)
        self.buddy_views = Deck(dice, texts.BUDDY_VIEWS)
        self.obstacles = Deck(dice, texts.OBSTACLES)
        self.yes_reasons = Deck(dice, texts.YES_REASONS)
        self.no_reasons = Deck(dice, texts.NO_REASONS)
        self.meeting_places = Deck(dice, texts.MEETING_PLACES)
        self.lessons = Deck(dice, texts.LEARNING)

    @property
    def coordinator(self) -> Membership:
        return self.setting.coordinator

    def volunteer(self, buddy_id: int) -> Volunteer:
        """The deployable volunteer with this card."""
        return next(each for each in self.deployed if each.buddy.pk == buddy_id)

    @property
    def deployed_persona(self) -> Volunteer:
        """The volunteer who can be signed in as."""
        return next(v for v in self.deployed if v.buddy.person.name == self.facts.buddy_persona)

    def supervisor(self) -> Membership:
        """One of the professionals; the first, who has a persona, a little more often."""
        guides = [m for m in self.setting.staff[Role.PROFESSIONAL] if m.person.name != SEVERAL_ROLES]
        return self.dice.choice([guides[0], *guides])

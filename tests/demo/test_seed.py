"""The invented people: as many as promised, the same every time, made once, and nobody who really exists."""

import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from buddies.models import Buddy, Task
from demo.facts import Cast, ProgrammeFacts, VolunteerGroup
from demo.management.commands import seed
from demo.programmes import all_facts
from goals.models import Answer, Goal
from goals.reviews import review_moments
from logbook.models import Contact
from matching.models import ChoiceRound, Introduction, Match
from participants.models import Participant
from programmes.models import Door, Person, Programme
from programmes.scope import scope
from reports.models import Report, State

pytestmark = pytest.mark.long
# Everyone the programmes' own texts name, given names and surnames apart, as sha256: the names themselves stay out.
REAL_PEOPLE = {
    "e6c4df91a3b4",
    "f76b61b962db",
    "879d13f4257e",
    "4b3c40720760",
    "2d69120f4a37",
    "21c213e8552f",
    "40badc66889c",
    "6fdf4328ae7c",
    "8535e86c8118",
    "1763517219d2",
    "becbc74128f0",
    "eac738dd524f",
    "3de034e05770",
    "240afc16a82e",
    "93c6b09e0fc2",
    "059780e4fe65",
    "55579b557896",
    "9bda3e1399b0",
}


def facts_of(slug: str) -> ProgrammeFacts:
    return next(facts for facts in all_facts(timezone.localdate()) if facts.slug == slug)


def small(facts: ProgrammeFacts) -> ProgrammeFacts:
    """The same programme with few people: every kind of step is taken, most of them once."""
    ended = next(year for year in facts.cast.years if year.ended is not None)
    running = [year for year in facts.cast.years if year.ended is None and not year.silent]
    cast = Cast(
        applied=(facts.doors[0] if facts.doors[0] != Door.VOLUNTEER else Door.SELF,),
        choosing=1,
        one_answer=1,
        waiting=1,
        years=(ended, *running[1:5:3]),
    )
    volunteers = (VolunteerGroup((Task.BUDDY,), 5, capacity=3),)
    return replace(facts, cast=cast, volunteers=volunteers, on_the_way=2, draft=None)


@pytest.fixture
def small_programmes(monkeypatch):
    """The seed with fewer people, so that a test takes seconds."""
    monkeypatch.setattr(seed, "all_facts", lambda today: [small(facts) for facts in all_facts(today)])


def picture() -> list[object]:
    """What everyone would see of a programme, without the keys."""
    return [
        sorted(Person.objects.values_list("full_name", "phone", "email", "neighbourhood__name")),
        sorted(Buddy.objects.values_list("person__full_name", "introduction", "status")),
        sorted(Goal.objects.values_list("words", "state", "made_at__date")),
        sorted(Contact.objects.values_list("uid", "on", "minutes", "note")),
        sorted(Match.objects.values_list("participant__person__full_name", "buddy__person__full_name")),
        sorted(Answer.objects.filter(item="how").values_list("review__moment", "review__held_on", "words")),
    ]


def test_the_same_day_always_gives_the_same_people(db):
    pictures = []
    for _time in range(2):
        with transaction.atomic():
            programme = seed.make(small(facts_of("kansmaatjes-soest")), timezone.localdate())
            with scope(programme):
                pictures.append(picture())
            transaction.set_rollback(True)
    assert pictures[0] == pictures[1]
    assert all(pictures[0])


def test_seeding_twice_makes_everything_once(db, small_programmes, capsys):
    for _time in range(2):
        call_command("seed", "--only", "samen-vooruit-op-zuid", "--jobs", "1")
    first, second = capsys.readouterr().out.splitlines()
    assert first.split(" (")[0] == second.split(" (")[0]
    programme = Programme.objects.get()
    with scope(programme):
        assert Report.objects.get().state == State.PUBLISHED
        assert Report.objects.get().readers.count() == 1


def test_a_seed_that_stops_half_way_leaves_nothing(db, monkeypatch):
    monkeypatch.setattr("demo.agenda.fill", lambda company: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        seed.make(small(facts_of("kansmaatjes-soest")), timezone.localdate())
    assert not Programme.objects.exists()


def test_people_stand_at_every_point_of_the_way(db):
    facts = facts_of("kansrijk-west")
    today = timezone.localdate()
    programme = seed.make(facts, today)
    with scope(programme):
        assert Participant.objects.with_us().count() == 30
        deployable = Buddy.objects.deployable(today)
        assert deployable.count() == 8
        running = Match.objects.active()
        assert running.values("buddy").distinct().count() < running.count()
        stages = {each.stage.value for each in ChoiceRound.objects.open().with_cards()}
        assert stages >= {"choosing", "talk", "chosen", "invited", "agreed", "planned", "held"}
        states = {
            moment.state
            for match in running.prefetch_related("reviews")
            for moment in review_moments(
                starts_on=match.starts_on,
                intended_end=match.intended_end,
                held={review.moment: review.held_on for review in match.reviews.all()},
                today=today,
            )
        }
        assert states == {"coming", "due", "overdue", "held"}
        half_answered = [each for each in Introduction.objects.filter(state="held") if not each.both_answered]
        assert any(each.buddy_answer or each.participant_answer for each in half_answered)
        assert Participant.objects.filter(status="moved_on").exists()
        assert not Contact.objects.filter(on__gt=today).exists()


@pytest.mark.parametrize("slug", sorted(facts.slug for facts in all_facts(timezone.localdate())))
def test_every_programme_has_people_at_every_moment_of_the_year(slug):
    today = timezone.localdate()
    seen = set()
    for year in facts_of(slug).cast.years:
        began, ended = day_ago(today, year.began), day_ago(today, year.ended)
        held = dict.fromkeys(year.reviews, began)
        moments = review_moments(
            starts_on=began,
            intended_end=began + timedelta(days=365),
            held=held,
            today=today,
            ended_on=ended,
            aftercare_until=ended + timedelta(days=183) if ended and year.aftercare else None,
        )
        seen |= {(each.moment, each.state) for each in moments}
    assert seen >= {
        ("start", "due"),
        ("start", "overdue"),
        ("start", "held"),
        ("midpoint", "coming"),
        ("midpoint", "due"),
        ("midpoint", "overdue"),
        ("midpoint", "held"),
        ("end", "coming"),
        ("end", "held"),
        ("aftercare_half", "due"),
        ("aftercare", "coming"),
    }


def day_ago(today, ago):
    return None if ago is None else today - timedelta(days=ago)


def test_the_facts_say_what_was_promised():
    cast = facts_of("kansmaatjes-soest").cast
    under_way = cast.waiting + cast.choosing + cast.planned
    running = [year for year in cast.years if year.ended is None]
    assert under_way + len(running) == 10 - 1  # and the one who is at the door
    assert len(cast.applied) == 1
    welsaam = facts_of("welsaam")
    assert sum(group.count for group in welsaam.volunteers) >= 200
    assert len(welsaam.locations) == 7


def test_nobody_of_the_original_texts_appears():
    sources = [*Path("demo").rglob("*.py"), *Path("templates/demo").rglob("*")]
    words = {word.casefold() for source in sources for word in re.findall(r"\w+", source.read_text())}
    assert len(words) > 1000
    assert not {hashlib.sha256(word.encode()).hexdigest()[:12] for word in words} & REAL_PEOPLE

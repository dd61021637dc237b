"""Sessions as actions: who was there, what a training opens, and what an intervision leaves."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities import actions
from activities.models import Attendance, IntervisionNote, Kind, Method, Presence, Session
from buddies.actions import complete_step
from buddies.models import Buddy
from buddies.models import Status as BuddyStatus
from programmes.refusals import Refused
from programmes.scope import scope
from tests import factories as make

YESTERDAY = timedelta(days=1)


def session(world, kind=Kind.INTERVISION, *, ago=YESTERDAY, expected=(), **more):
    starts_at = timezone.now() - ago
    return actions.plan_session(
        kind=kind,
        title=more.pop("title", "Bijeenkomst"),
        location=more.pop("location", None) or make.LocationFactory(),
        starts_at=starts_at,
        ends_at=more.pop("ends_at", starts_at + timedelta(hours=2)),
        led_by=world.coordinator.person,
        by=world.coordinator,
        expected=expected,
        **more,
    )


def attend(world, of, presences):
    return actions.record_attendance(
        session=of,
        presences={person.pk: presence for person, presence in presences.items()},
        by=world.coordinator,
    )


def passed(buddy):
    return set(buddy.steps.values_list("gate__kind", flat=True))


def test_nobody_stands_twice_on_the_list_of_a_session(in_west):
    person = make.PersonFactory()
    planned = session(in_west, expected=[person, person])
    assert [row.presence for row in planned.attendances.all()] == [Presence.EXPECTED]


@pytest.mark.parametrize("hours", [0, -1])
def test_a_session_ends_after_it_begins(in_west, hours):
    start = timezone.now()
    with pytest.raises(Refused, match="Het einde ligt voor het begin"):
        session(in_west, ago=timedelta(0), ends_at=start + timedelta(hours=hours, seconds=-1))
    assert not Session.objects.exists()


def test_the_same_session_stands_in_the_agenda_once(in_west):
    first = session(in_west)
    with pytest.raises(Refused, match="staat al in de agenda"):
        actions.plan_session(
            kind=first.kind,
            title=first.title,
            location=first.location,
            starts_at=first.starts_at,
            ends_at=first.ends_at,
            led_by=first.led_by,
            by=in_west.coordinator,
        )


def test_a_training_passes_the_training_gate_and_says_who_can_begin(in_west):
    newcomer = in_west.newcomer
    complete_step(buddy=newcomer, gate=in_west.gates[0], by=in_west.coordinator, done_on=timezone.localdate())
    training = session(in_west, Kind.TRAINING, expected=[newcomer.person])
    recorded = attend(in_west, training, {newcomer.person: Presence.PRESENT})
    step = newcomer.steps.get(gate=in_west.gates[1])
    assert step.done_on == training.day
    assert step.seen_by == in_west.coordinator
    assert recorded.now_ready == [newcomer.person]
    assert recorded.notes == []
    assert newcomer in Buddy.objects.deployable(timezone.localdate())


def test_who_is_not_yet_at_the_training_was_there_but_passes_nothing_and_the_others_do(in_west):
    early, ready = in_west.newcomer, make.BuddyFactory()
    complete_step(buddy=ready, gate=in_west.gates[0], by=in_west.coordinator, done_on=timezone.localdate())
    training = session(in_west, Kind.TRAINING, expected=[early.person, ready.person])
    recorded = attend(in_west, training, {early.person: Presence.PRESENT, ready.person: Presence.PRESENT})
    assert passed(early) == set()
    assert passed(ready) == {"introductory_talk", "training"}
    assert recorded.now_ready == [ready.person]
    [(person, why)] = recorded.notes
    assert person == early.person
    assert "eerdere stap is nog niet klaar" in why
    assert set(training.attendances.values_list("presence", flat=True)) == {Presence.PRESENT}


def test_recording_a_training_again_changes_no_step_and_repeats_no_news(in_west):
    trained = in_west.free_buddy
    training = session(in_west, Kind.TRAINING, expected=[trained.person])
    before = list(trained.steps.values("gate", "done_on"))
    for _again in range(2):
        recorded = attend(in_west, training, {trained.person: Presence.PRESENT})
        assert (recorded.now_ready, recorded.notes) == ([], [])
    assert list(trained.steps.values("gate", "done_on")) == before


def test_a_step_stays_when_someone_turns_out_not_to_have_been_there_and_that_is_said(in_west):
    newcomer = in_west.newcomer
    complete_step(buddy=newcomer, gate=in_west.gates[0], by=in_west.coordinator, done_on=timezone.localdate())
    training = session(in_west, Kind.TRAINING, expected=[newcomer.person])
    attend(in_west, training, {newcomer.person: Presence.PRESENT})
    recorded = attend(in_west, training, {newcomer.person: Presence.ABSENT})
    assert recorded.notes[0][0] == newcomer.person
    assert "training" in passed(newcomer)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.TRAINING])
def test_no_other_kind_of_session_passes_a_gate(in_west, kind):
    complete_step(
        buddy=in_west.newcomer, gate=in_west.gates[0], by=in_west.coordinator, done_on=timezone.localdate()
    )
    other = session(in_west, kind, expected=[in_west.newcomer.person])
    attend(in_west, other, {in_west.newcomer.person: Presence.PRESENT})
    in_west.newcomer.refresh_from_db()
    assert in_west.newcomer.status == BuddyStatus.ON_THE_WAY


def test_a_participant_at_a_training_and_someone_unexpected_are_simply_written_down(in_west):
    training = session(in_west, Kind.TRAINING)
    recorded = attend(in_west, training, {in_west.participant.person: Presence.PRESENT})
    assert (recorded.now_ready, recorded.notes) == ([], [])
    assert training.attendances.get().person == in_west.participant.person


def test_before_the_day_one_can_call_off_but_not_have_been_there(in_west):
    coming = session(in_west, Kind.TRAINING, ago=timedelta(days=-3), expected=[in_west.newcomer.person])
    with pytest.raises(Refused, match="komt nog"):
        attend(in_west, coming, {in_west.newcomer.person: Presence.PRESENT})
    attend(in_west, coming, {in_west.newcomer.person: Presence.CALLED_OFF})
    assert coming.attendances.get().presence == Presence.CALLED_OFF


def learn(world, of, text="Eerst luisteren, dan pas helpen.", tips="", **more):
    return actions.note_learning(
        session=of, method=Method.OPEN, learning_points=text, tips=tips, by=world.coordinator, **more
    )


def test_learning_points_are_written_once_and_the_second_colleague_hears_so(in_west):
    held = session(in_west)
    learn(in_west, held)
    with pytest.raises(Refused, match="al opgeschreven, misschien door een collega"):
        learn(in_west, held, "Iets anders")
    assert IntervisionNote.objects.get().learning_points == "Eerst luisteren, dan pas helpen."


def test_two_colleagues_improving_the_learning_points_at_once_overwrite_nothing(in_west):
    note = learn(in_west, session(in_west))
    seen = note.fingerprint
    change = {"note": note, "method": Method.GOSSIP, "tips": "", "by": in_west.coordinator}
    actions.change_learning(seen=seen, learning_points="De eerste", **change)
    with pytest.raises(Refused, match="intussen veranderd"):
        actions.change_learning(seen=seen, learning_points="De tweede", **change)
    assert IntervisionNote.objects.get().learning_points == "De eerste"


def test_learning_points_wait_until_the_intervision_began_and_belong_to_no_training(in_west):
    with pytest.raises(Refused, match="nog niet geweest"):
        learn(in_west, session(in_west, ago=timedelta(hours=-1)))
    with pytest.raises(Refused, match="horen bij een intervisie"):
        learn(in_west, session(in_west, Kind.TRAINING))


@pytest.mark.parametrize("field", ["text", "tips"])
def test_learning_points_never_name_a_participant(in_west, field):
    name = in_west.participant.person.full_name.upper()
    with pytest.raises(Refused, match="zonder namen"):
        learn(in_west, session(in_west), **{field: f"We spraken over {name}, en dat hielp."})
    learn(in_west, session(in_west, title="Andere"), tips=f"Vraag {in_west.buddy.person.full_name} om raad")


def test_a_session_takes_in_nobody_of_another_programme(west, zuid):
    with scope(zuid.programme):
        stranger = zuid.participant.person.pk
    with scope(west.programme):
        planned = session(west, Kind.GROUP)
        with pytest.raises(IntegrityError):
            actions.record_attendance(
                session=planned, presences={stranger: Presence.PRESENT}, by=west.coordinator
            )
        assert not Attendance.objects.exists()


def test_recording_sixty_people_costs_no_more_queries_than_two(in_west):
    def queries(people):
        listed = make.PersonFactory.create_batch(people)
        held = session(in_west, Kind.GROUP, expected=listed, title=f"Groep van {people}")
        with CaptureQueriesContext(connection) as asked:
            attend(in_west, held, dict.fromkeys(listed, Presence.PRESENT))
        return len(asked)

    assert queries(60) == queries(2)


def change(world, of, **changes):
    fields = ("title", "location", "starts_at", "ends_at", "led_by")
    actions.change_session(
        session=of, by=world.coordinator, **({f: getattr(of, f) for f in fields} | changes)
    )
    of.refresh_from_db()


def test_a_session_moves_with_everyone_on_its_list_but_not_into_the_future_once_held(in_west):
    coming = session(in_west, expected=[in_west.buddy.person])
    later = timezone.now() + timedelta(days=3)
    change(in_west, coming, starts_at=later, ends_at=later + timedelta(hours=1), title="Op een andere dag")
    assert (coming.title, coming.attendances.count()) == ("Op een andere dag", 1)
    held = session(in_west, title="Gehouden")
    attend(in_west, held, {in_west.buddy.person: Presence.PRESENT})
    with pytest.raises(Refused, match="al opgeschreven wie er was"):
        change(in_west, held, starts_at=later, ends_at=later + timedelta(hours=1))
    change(in_west, held, title="Toch anders genoemd")
    assert held.title == "Toch anders genoemd"


def test_what_was_not_held_leaves_the_agenda_and_what_was_held_stays(in_west):
    off = session(in_west, expected=[in_west.buddy.person])
    actions.call_off_session(session=off, by=in_west.coordinator)
    learned, attended = session(in_west, title="Geleerd"), session(in_west, title="Geweest")
    learn(in_west, learned)
    attend(in_west, attended, {in_west.buddy.person: Presence.PRESENT})
    for held in (learned, attended):
        with pytest.raises(Refused, match="is dus geweest"):
            actions.call_off_session(session=held, by=in_west.coordinator)
    assert set(Session.objects.all()) == {learned, attended}

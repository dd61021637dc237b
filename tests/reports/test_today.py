"""Vandaag names who needs the coordinator, why, and one thing to do; and costs the same however many they are."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.models import Presence
from buddies.models import ScreeningStep
from goals.actions import hold_review
from goals.models import Moment
from matching.models import Introduction, IntroductionState, Match
from participants.models import Participant, Status
from programmes.models import Job, JobState, Measure, Role, Target
from programmes.scope import scope
from reports import actions
from reports.today import Need, heading, needs, year_so_far
from tests import factories as make


@pytest.fixture
def look(in_west):
    """What Vandaag says of one person or thing, by its name."""

    def _look(name: str) -> Need | None:
        at_once, this_week = needs(in_west.programme, now=timezone.now())
        return next((need for need in [*at_once, *this_week] if need.name.startswith(name)), None)

    return _look


def named(person, name: str) -> None:
    person.given_name = name
    person.save()


def test_a_sign_up_waits_for_an_answer(in_west, look):
    named(in_west.applicant.person, "Nieuwkomer")
    assert look("Nieuwkomer").sentence == "heeft zich aangemeld"
    assert look("Nieuwkomer").action_url == in_west.programme.to("participants:accept", in_west.applicant.pk)


def test_a_choice_that_was_made_asks_for_an_invitation(in_west, look):
    named(in_west.chooser.person, "Kiezer")
    assert look("Kiezer") is None
    card = in_west.round.cards.order_by("pk")[0]
    card.tier = 1
    card.save()
    in_west.round.ranked_at = timezone.now()
    in_west.round.save()
    assert look("Kiezer").sentence == "heeft een keuze gemaakt"
    assert look("Kiezer").is_now


def test_a_buddy_who_wants_to_meet_asks_for_a_day(in_west, look):
    named(in_west.chooser.person, "Kiezer")
    card = in_west.round.cards.order_by("pk")[0]
    introduction = make.IntroductionFactory(card=card, state=IntroductionState.AGREED)
    in_west.round.ranked_at = timezone.now()
    in_west.round.save()
    assert look("Kiezer").sentence == "kan kennismaken"
    assert look("Kiezer").action_url == in_west.programme.to("matching:meeting", introduction.pk)


@pytest.mark.parametrize(
    ("state", "changes", "sentence"),
    [
        (IntroductionState.INVITED, {"invited_at": timedelta(days=-9)}, "heeft nog niet geantwoord"),
        (IntroductionState.PLANNED, {"planned_for": timedelta(hours=-2)}, "zouden elkaar ontmoeten"),
    ],
)
def test_an_introduction_that_stands_still_is_named(in_west, look, state, changes, sentence):
    card = in_west.round.cards.order_by("pk")[0]
    when = {field: timezone.now() + ago for field, ago in changes.items()}
    introduction = make.IntroductionFactory(card=card, state=state, **when)
    at_once, _week = needs(in_west.programme, now=timezone.now())
    assert [
        need.sentence for need in at_once if need.action_url.endswith(f"/kennismaking/{introduction.pk}/")
    ] == [sentence]
    later = needs(in_west.programme, now=timezone.now() - timedelta(days=20))[0]
    assert sentence not in [need.sentence for need in later]


def test_a_meeting_without_both_answers_is_named_and_never_what_one_of_them_said(in_west):
    card = in_west.round.cards.order_by("pk")[0]
    day = timezone.localdate() - timedelta(days=5)
    make.IntroductionFactory(
        card=card,
        state=IntroductionState.HELD,
        held_on=day,
        participant_answer="no",
        participant_reason="Geheim",
    )
    at_once, _week = needs(in_west.programme, now=timezone.now())
    (need,) = [need for need in at_once if "geantwoord" in need.sentence]
    assert "nee" not in need.sentence + need.why
    assert "Geheim" not in need.why


def test_a_couple_is_silent_after_twice_their_rhythm_and_not_before(in_west, look):
    named(in_west.participant.person, "Rachid")
    today = timezone.localdate()
    make.ContactFactory(match=in_west.match, on=today - timedelta(days=14))
    assert not look("Rachid en")
    in_west.match.contacts.update(on=today - timedelta(days=15))
    assert look("Rachid en").sentence == "hebben elkaar 15 dagen niet gesproken"
    assert look("Rachid en").tag == "afgesproken: elke week"
    Match.objects.update(paused_since=today)
    assert look("Rachid en") is None
    Match.objects.update(paused_since=None)
    assert look("Rachid en")
    Match.objects.update(ended_on=today, end_reason="completed")
    assert not look("Rachid en")


def test_a_review_is_due_by_the_days_of_the_match_and_gone_when_held(in_west, look):
    named(in_west.participant.person, "Fenna")
    today = timezone.localdate()
    make.ContactFactory(match=in_west.match, on=today)
    Match.objects.update(starts_on=today - timedelta(days=180), intended_end=today + timedelta(days=185))
    in_west.match.refresh_from_db()
    assert look("Fenna").sentence == "is halverwege het jaar"
    assert look("Fenna").action_url == in_west.programme.to(
        "goals:review", in_west.participant.pk, "midpoint"
    )
    hold_review(
        match=in_west.match,
        moment=Moment.MIDPOINT,
        held_on=today,
        by=in_west.coordinator,
        marks={},
        own_words="Goed.",
    )
    assert look("Fenna").tag == "wacht al even"
    hold_review(
        match=in_west.match,
        moment=Moment.START,
        held_on=today,
        by=in_west.coordinator,
        marks={},
        own_words="Goed.",
    )
    assert look("Fenna") is None


@pytest.mark.parametrize(
    ("days", "expected"), [(61, None), (60, False), (8, False), (7, True), (0, True), (-3, True)]
)
def test_a_certificate_that_runs_out_is_named_in_time(in_west, look, days, expected):
    named(in_west.free_buddy.person, "Petra")
    ScreeningStep.objects.filter(buddy=in_west.free_buddy, gate=in_west.gates[1]).update(
        valid_until=timezone.localdate() + timedelta(days=days)
    )
    need = look("Petra:")
    assert (need and need.is_now) == expected


def test_this_weeks_intervision_is_announced_with_who_comes(in_west, look):
    session = make.SessionFactory(title="Intervisie in mei")
    make.AttendanceFactory(session=session, person=in_west.buddy.person)
    make.AttendanceFactory(session=session, person=in_west.free_buddy.person, presence=Presence.CALLED_OFF)
    need = look("Intervisie in mei")
    assert need.why == "1 persoon wordt verwacht. 1 persoon belde af."
    assert not need.is_now
    make.SessionFactory(title="Volgende maand", starts_at=timezone.now() + timedelta(days=30))
    assert look("Volgende maand") is None


def test_a_report_that_could_not_be_made_says_so(in_west, look):
    report = actions.request_report(
        period_start=date(2025, 1, 1), period_end=date(2025, 12, 31), by=in_west.coordinator
    )
    assert look("Jaarverslag 2025").sentence == "wordt gemaakt"
    Job.objects.filter(about_id=report.pk).update(state=JobState.GAVE_UP)
    assert look("Jaarverslag 2025").sentence == "lukt nu niet"
    Job.objects.filter(about_id=report.pk).update(state=JobState.DONE)
    assert look("Jaarverslag 2025") is None


def test_only_one_button_is_the_big_one(in_west):
    at_once, this_week = needs(in_west.programme, now=timezone.now())
    assert [need.primary for need in at_once] == [True] + [False] * (len(at_once) - 1)
    assert not any(need.primary for need in this_week)


def test_nothing_of_another_programme_is_on_it(west, zuid, sign_in):
    with scope(zuid.programme):
        Participant.objects.filter(pk=zuid.applicant.pk).update(status=Status.APPLIED)
        named(zuid.applicant.person, "Vreemdeling")
    with scope(west.programme):
        named(west.applicant.person, "Bekende")
    page = sign_in(west.coordinator).get(west.programme.to("reports:today")).content.decode()
    assert "Bekende" in page
    assert "Vreemdeling" not in page


def test_the_year_so_far_shows_real_numbers_against_what_was_agreed(in_west):
    today = timezone.localdate()
    Target.objects.create(
        measure=Measure.PARTICIPANTS,
        aim=30,
        starts_on=date(today.year, 1, 1),
        ends_on=date(today.year, 12, 31),
    )
    heading_of_year, (progress,) = year_so_far(in_west.programme, today=today)
    assert str(today.year) in heading_of_year
    assert (progress.done, progress.aim) == (1, 30)
    assert progress.text == "1 van 30: deelnemers die meededen"


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (0, "Niemand wacht nu op jou"),
        (1, "Iemand heeft"),
        (2, "Twee mensen"),
        (10, "Tien mensen"),
        (11, "11 mensen"),
    ],
)
def test_the_heading_says_how_many(people, words):
    assert heading(people).startswith(words)


def crowd(world, number: int) -> None:
    for _each in range(number):
        make.ParticipantFactory()
        make.BuddyFactory()
        couple = make.MatchFactory(starts_on=timezone.localdate() - timedelta(days=100))
        couple.participant.accepted_on = couple.starts_on
        couple.participant.save()
        make.AttendanceFactory(session=make.SessionFactory(), person=couple.buddy.person)
        card = make.ChoiceCardFactory(tier=1)
        card.round.ranked_at = timezone.now()
        card.round.save()
        held = make.ChoiceCardFactory(tier=1)
        make.IntroductionFactory(card=held, invited_at=timezone.now() - timedelta(days=10))
        off = make.ChoiceCardFactory(tier=1)
        make.IntroductionFactory(card=off, state="planned", planned_for=timezone.now() + timedelta(days=1))


def test_it_asks_the_database_as_often_for_many_as_for_few(in_west):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            needs(in_west.programme, now=timezone.now())
            year_so_far(in_west.programme, today=timezone.localdate())
        return len(queries)

    crowd(in_west, 2)
    few = asked()
    crowd(in_west, 12)
    at_once, this_week = needs(in_west.programme, now=timezone.now())
    assert asked() == few
    assert Introduction.objects.count() > 20
    assert len(at_once) + len(this_week) < 60


def test_only_coordinators_have_it(west, sign_in):
    for role in Role:
        status = sign_in(west[role]).get(west.programme.to("reports:today")).status_code
        assert status == (200 if role == Role.COORDINATOR else 403)


def test_an_obstacle_nobody_told_anything_about_for_three_weeks_is_named(in_west, look):
    named(in_west.participant.person, "Wachtende")
    quiet = timezone.localdate() - timedelta(days=22)
    obstacle = make.ObstacleFactory(
        plan=in_west.plan, words="De brief blijft weg", noted_on=quiet, news_on=quiet
    )

    def need_of() -> Need | None:
        at_once, week = needs(in_west.programme, now=timezone.now())
        url = in_west.programme.to("goals:follow_obstacle", obstacle.pk)
        return next((need for need in [*at_once, *week] if need.action_url == url), None)

    said = need_of()
    assert said is not None
    assert (said.name, said.sentence) == ("Wachtende", "wacht op hulp")
    assert "De brief blijft weg." in said.why
    obstacle.news_on = timezone.localdate()
    obstacle.save()
    assert need_of() is None
    obstacle.news_on, obstacle.solved_on = quiet, timezone.localdate()
    obstacle.save()
    assert need_of() is None

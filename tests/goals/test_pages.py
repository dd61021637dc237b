"""One plan, read and written by the few people around it, in words that fit who is looking."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goals.models import ActionStep, Goal, Plan, Success, Who
from programmes.models import Person, Role
from programmes.scope import scope
from tests import factories as make

YEAR = "/kansrijk-west/jaar/"
AROUND = (Role.PARTICIPANT, Role.BUDDY, Role.PROFESSIONAL, Role.COORDINATOR)


def today():
    return timezone.localdate()


def name(world, who, given_name):
    with scope(world.programme):
        person = Person.objects.get(pk=who.person_id)
        person.given_name = given_name
        person.save()


@pytest.fixture
def named(west):
    """Rachid, his buddy Bas and coordinator Ans."""
    name(west, west.participant, "Rachid")
    name(west, west.buddy, "Bas")
    name(west, west.coordinator, "Ans")
    return west


def plan_of(world, role):
    return YEAR if role == Role.PARTICIPANT else f"{YEAR}{world.participant.pk}/"


def addresses(world):
    """Every address about one person's plan: (how to ask, path)."""
    who, goal, step = world.participant.pk, world.goal.pk, world.step.pk
    return [
        ("get", f"{YEAR}{who}/"),
        ("get", f"{YEAR}{who}/wens/"),
        ("get", f"{YEAR}{who}/doel/"),
        ("get", f"{YEAR}{who}/vieren/"),
        ("get", f"{YEAR}doel/{goal}/stap/"),
        ("get", f"{YEAR}{who}/gesprek/start/"),
        ("get", f"{YEAR}{who}/rust/money/"),
        ("get", f"{YEAR}{who}/bereikt/"),
        ("get", f"{YEAR}{who}/papier/"),
        ("get", f"{YEAR}{who}/afdrukken/plan/"),
        ("post", f"{YEAR}{who}/opmerking/"),
        ("post", f"{YEAR}{who}/obstakel/"),
        ("get", f"{YEAR}doel/{goal}/anders/"),
        ("get", f"{YEAR}stap/{step}/anders/"),
        ("post", f"{YEAR}doel/{goal}/weg/"),
        ("post", f"{YEAR}doel/{goal}/terug/"),
        ("post", f"{YEAR}doel/{goal}/stand/"),
        ("post", f"{YEAR}stap/{step}/klaar/"),
        ("post", f"{YEAR}stap/{step}/open/"),
    ]


@pytest.mark.parametrize("role", AROUND)
def test_everyone_around_a_participant_reads_the_same_plan(west, sign_in, role):
    page = sign_in(west[role]).get(plan_of(west, role)).content.decode()
    for words in (west.plan.wish, west.goal.words, west.step.words, "Aan het begin", "Halverwege"):
        assert words in page


def test_a_buddy_never_sees_anothers_participant(west, zuid, sign_in):
    with scope(west.programme):
        stranger = make.MembershipFactory(role=Role.BUDDY, person=west.free_buddy.person)
        other_guide = make.MembershipFactory(role=Role.PROFESSIONAL)
        other_participant = make.MembershipFactory(role=Role.PARTICIPANT, person=west.chooser.person)
    for membership in (stranger, other_guide, other_participant, zuid.coordinator, zuid[Role.BUDDY]):
        client = sign_in(membership)
        for ask, path in addresses(west):
            assert getattr(client, ask)(path).status_code == 404, path


def test_who_is_not_around_a_plan_stays_out(west, sign_in):
    for role in (Role.REFERRER, Role.FUNDER, Role.ADMINISTRATOR):
        client = sign_in(west[role])
        for ask, path in [*addresses(west), ("get", YEAR)]:
            assert getattr(client, ask)(path).status_code == 403, path
    for ask, path in addresses(west):
        assert getattr(sign_in(None), ask)(path).status_code in {302, 401}


def test_when_a_match_ends_the_buddy_and_the_guide_no_longer_see_the_plan(west, sign_in):
    with scope(west.programme):
        type(west.match).objects.filter(pk=west.match.pk).update(ended_on=today(), end_reason="completed")
    for role in (Role.BUDDY, Role.PROFESSIONAL):
        assert sign_in(west[role]).get(plan_of(west, role)).status_code == 404
    for role in (Role.PARTICIPANT, Role.COORDINATOR):
        assert sign_in(west[role]).get(plan_of(west, role)).status_code == 200


def test_each_is_named_as_the_reader_would_say_it(named, sign_in):
    with scope(named.programme):
        ActionStep.objects.filter(pk=named.step.pk).update(who=Who.BUDDY)
        type(named.programme).objects.filter(pk=named.programme.pk).update(buddy_singular="KANSmaatje")
    seen = {role: sign_in(named[role]).get(plan_of(named, role)).content.decode() for role in AROUND}
    assert "mijn KANSmaatje" in seen[Role.PARTICIPANT]
    assert "Wat wil jij?" in seen[Role.PARTICIPANT]
    assert "Wat wil Rachid?" in seen[Role.BUDDY]
    assert "mijn KANSmaatje" not in seen[Role.BUDDY]
    choices = sign_in(named[Role.BUDDY]).get(f"{YEAR}doel/{named.goal.pk}/stap/").content.decode()
    assert ">Rachid<" in choices
    assert ">Ik<" in choices


def test_what_a_coordinator_wrote_is_seen_to_be_theirs(named, sign_in):
    client = sign_in(named.coordinator)
    who = named.participant.pk
    client.post(f"{YEAR}{who}/wens/", {"wish": "Rust.", "previous": named.plan.wish})
    client.post(f"{YEAR}{who}/doel/", {"area": "joy", "words": "Weer zingen"})
    client.post(f"{YEAR}doel/{named.goal.pk}/stap/", {"words": "Koor bellen", "who": "together"})
    client.post(f"{YEAR}doel/{named.goal.pk}/stand/", {"state": "not_now"})
    page = sign_in(named[Role.PARTICIPANT]).get(YEAR).content.decode()
    assert "opgeschreven door Ans, coördinator" in page
    assert page.count("toegevoegd door Ans, coördinator") == 2
    assert "gezet door Ans, coördinator" in page
    sign_in(named[Role.BUDDY]).post(f"{YEAR}{who}/wens/", {"wish": "Rust en zee.", "previous": "Rust."})
    assert "opgeschreven door" not in sign_in(named[Role.PARTICIPANT]).get(YEAR).content.decode()


def test_a_plan_begins_with_its_first_word(west, sign_in):
    with scope(west.programme):
        person = make.ParticipantFactory(waits=True)
    client = sign_in(west.coordinator)
    page = client.get(f"{YEAR}{person.pk}/").content.decode()
    assert "Dit is nog niet opgeschreven" in page
    with scope(west.programme):
        assert not Plan.objects.filter(participant=person).exists()
    client.post(f"{YEAR}{person.pk}/doel/", {"area": "joy", "words": "Weer zingen"})
    assert "Weer zingen" in client.get(f"{YEAR}{person.pk}/").content.decode()


def test_two_who_write_the_wish_at_once_both_see_both(west, sign_in):
    path = f"{YEAR}{west.participant.pk}/wens/"
    seen = west.plan.wish
    sign_in(west[Role.PARTICIPANT]).post(path, {"wish": "Een eigen huis.\r\nMet tuin.", "previous": seen})
    buddy = sign_in(west[Role.BUDDY])
    answer = buddy.post(path, {"wish": "Rust in mijn hoofd.", "previous": seen})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Een eigen huis.<br>Met tuin." in page
    assert "Rust in mijn hoofd." in page
    with scope(west.programme):
        assert Plan.objects.get(pk=west.plan.pk).wish == "Een eigen huis.\nMet tuin."
    again = {"wish": "Rust in mijn hoofd.", "previous": "Een eigen huis.\r\nMet tuin."}
    assert buddy.post(path, again).status_code == 302
    with scope(west.programme):
        assert Plan.objects.get(pk=west.plan.pk).wish == "Rust in mijn hoofd."


def test_a_finished_step_is_celebrated_in_one_tap_and_can_be_undone(west, sign_in):
    client = sign_in(west[Role.PARTICIPANT])
    done = client.post(f"{YEAR}stap/{west.step.pk}/klaar/")
    page = client.get(done.url).content.decode()
    assert "Gedaan!" in page
    assert "Vier het" in page
    words = {"step": west.step.pk, "words": west.step.words, "on": today().isoformat()}
    for _tap in range(2):
        party = client.post(f"{YEAR}{west.participant.pk}/vieren/", words)
    assert "Gevierd!" in client.get(party.url).content.decode()
    client.post(f"{YEAR}stap/{west.step.pk}/open/")
    with scope(west.programme):
        assert ActionStep.objects.get(pk=west.step.pk).done_on is None
        assert [success.words for success in Success.objects.all()] == [west.step.words]


def test_a_success_never_takes_its_words_from_a_step_of_someone_else(west, sign_in):
    with scope(west.programme):
        theirs = make.ActionStepFactory()
    client = sign_in(west[Role.PARTICIPANT])
    words = {"step": theirs.pk, "words": "Gelukt", "on": today().isoformat()}
    assert client.post(f"{YEAR}{west.participant.pk}/vieren/", words).status_code == 302
    with scope(west.programme):
        assert Success.objects.get().step is None


def test_a_reached_goal_asks_to_be_celebrated_with_its_words_in_place(west, sign_in):
    client = sign_in(west[Role.BUDDY])
    answer = client.post(f"{YEAR}doel/{west.goal.pk}/stand/", {"state": "reached"})
    assert west.goal.words in client.get(answer.url).content.decode()
    with scope(west.programme):
        assert Goal.objects.get(pk=west.goal.pk).reached_on == today()


@pytest.mark.parametrize(
    ("path", "sent", "words"),
    [
        ("{who}/doel/", {"words": "Zonder gebied"}, "Kies er een"),
        ("{who}/doel/", {"area": "joy", "words": ""}, "nog leeg"),
        ("{who}/doel/", {"area": "joy", "words": "x" * 301}, "te lang"),
        ("{who}/doel/", {"area": "luck", "words": "Geluk"}, "Deze keuze is er niet"),
        ("{who}/doel/", {"area": "joy", "words": "BSN 111222333"}, "lijkt"),
        ("doel/{goal}/stap/", {"words": "Bellen", "who": "nobody"}, "Deze keuze is er niet"),
        ("doel/{goal}/stap/", {"words": "Bellen", "who": "me", "by_day": "ooit"}, "Dit is geen dag"),
        ("{who}/vieren/", {"words": "Gelukt", "on": "2999-01-01"}, "Deze dag komt nog"),
        ("doel/{goal}/stand/", {"state": "failed"}, "Kies hoe het met dit doel is"),
    ],
)
def test_what_cannot_be_is_said_in_dutch_and_nothing_typed_is_lost(west, sign_in, path, sent, words):
    client = sign_in(west[Role.PARTICIPANT])
    answer = client.post(YEAR + path.format(who=west.participant.pk, goal=west.goal.pk), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert sent.get("words", "") in page
    with scope(west.programme):
        assert (Goal.objects.count(), ActionStep.objects.count(), Success.objects.count()) == (1, 1, 0)


def test_words_are_shown_as_they_were_written(west, sign_in):
    client = sign_in(west[Role.PARTICIPANT])
    client.post(f"{YEAR}{west.participant.pk}/doel/", {"area": "joy", "words": "<b>Zee</b> 🌊 & \u202eبحر"})
    page = client.get(YEAR).content.decode()
    assert "&lt;b&gt;Zee&lt;/b&gt; 🌊 &amp; بحر" in page


def test_as_many_questions_to_the_database_for_one_step_as_for_two_hundred(west, sign_in):
    def asked(role):
        client = sign_in(west[role])
        client.get(plan_of(west, role))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(plan_of(west, role)).status_code == 200
        return len(seen)

    few = {role: asked(role) for role in AROUND}
    with scope(west.programme):
        goals = make.GoalFactory.create_batch(10, plan=west.plan, made_by=west.coordinator)
        for number in range(200):
            goal = goals[number % 10]
            done_on = today() if number % 2 else None
            step = make.ActionStepFactory(goal=goal, made_by=west.coordinator, done_on=done_on)
            if number % 3 == 0:
                Success.objects.create(plan=west.plan, step=step, words=step.words, on=today())
    assert {role: asked(role) for role in AROUND} == few
    assert max(few.values()) <= 28, few


def test_a_participant_who_is_not_in_a_file_yet_reads_what_will_come(west, sign_in):
    with scope(west.programme):
        new = make.MembershipFactory(role=Role.PARTICIPANT)
    assert "Jouw jaar begint hier" in sign_in(new).get(YEAR).content.decode()

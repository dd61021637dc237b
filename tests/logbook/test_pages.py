"""The buddy's phone: logging in a few taps, nothing lost and nothing double, and only one's own people."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goals.actions import hold_review
from logbook.models import Contact
from matching.models import Match
from participants.models import Consent, Purpose
from programmes.models import Person, Role, Trace
from programmes.scope import scope
from tests import factories as make

LOG = "/kansrijk-west/logboek/"
PEOPLE = f"{LOG}mensen/"


def today():
    return timezone.localdate()


def sent(world, **changes):
    return {
        "match": world.match.pk,
        "mood": "good",
        "day": today().isoformat(),
        "way": "out",
        "length": "60",
        "uid": str(uuid.uuid4()),
        **changes,
    }


def contacts(world):
    with scope(world.programme):
        return list(Contact.objects.order_by("pk"))


def rename(world, **names):
    with scope(world.programme):
        person = Person.objects.get(pk=world.participant.person_id)
        for field, value in names.items():
            setattr(person, field, value)
        person.save()


def more_matches(world, number):
    """Other people of the same buddy."""
    with scope(world.programme):
        type(world.buddy).objects.filter(pk=world.buddy.pk).update(capacity=8)
        matches = []
        for _each in range(number):
            card = make.ChoiceCardFactory(buddy=world.buddy, tier=1, round__closed_at=timezone.now())
            matches.append(make.MatchFactory(introduction=make.IntroductionFactory(card=card, mutual=True)))
        return matches


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def checked(page):
    """What the page has chosen beforehand: {name: value}."""
    inputs = re.findall(r"<input[^>]*\bchecked[^>]*>", page)
    return {re.search(r'name="(\w+)"', each)[1]: re.search(r'value="([^"]*)"', each)[1] for each in inputs}


def test_a_first_contact_takes_three_taps_and_no_typing(west, sign_in):
    client = sign_in(west[Role.BUDDY])
    page = client.get(LOG).content.decode()
    chosen = checked(page)
    assert chosen == {"day": today().isoformat(), "length": "60"}
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    # Two taps (how it went, what they did) and the third on Opslaan.
    answer = client.post(LOG, {**chosen, **hidden, "mood": "great", "way": "home"})
    assert answer.status_code == 302
    assert "Opgeslagen" in client.get(answer.url).content.decode()
    [contact] = contacts(west)
    assert (contact.match_id, contact.on, contact.minutes) == (west.match.pk, today(), 60)
    assert (contact.way, contact.mood, contact.by_id) == ("home", "great", west[Role.BUDDY].pk)


def test_the_next_time_the_usual_answers_are_in_place_but_never_how_it_went(west, sign_in):
    client = sign_in(west[Role.BUDDY])
    client.post(LOG, sent(west, way="call", length="30", mood="hard"))
    chosen = checked(client.get(LOG).content.decode())
    assert (chosen["way"], chosen["length"]) == ("call", "30")
    assert "mood" not in chosen


def test_with_several_people_the_most_met_is_first_and_nobody_is_chosen_unasked(west, sign_in):
    other, third = more_matches(west, 2)
    rename(west, given_name="Rachid")
    with scope(west.programme):
        for days in (1, 3):
            make.ContactFactory(match=other, on=today() - timedelta(days=days), by=west[Role.BUDDY])
        make.ContactFactory(match=west.match, by=west[Role.BUDDY])
    client = sign_in(west[Role.BUDDY])
    page = client.get(LOG).content.decode()
    order = [int(pk) for pk in re.findall(r'name="match" value="(\d+)"', page)]
    assert order == [other.pk, west.match.pk, third.pk]
    assert "match" not in checked(page)
    assert checked(client.get(f"{LOG}?match={third.pk}").content.decode())["match"] == str(third.pk)


def test_two_people_with_one_first_name_are_told_apart(west, sign_in):
    [other] = more_matches(west, 1)
    with scope(west.programme):
        for match, surname in ((west.match, "Voorbeeld"), (other, "Anders")):
            person = match.participant.person
            person.given_name, person.surname = "Mariam", surname
            person.save()
    page = sign_in(west[Role.BUDDY]).get(LOG).content.decode()
    assert "Mariam Voorbeeld" in page
    assert "Mariam Anders" in page


def test_tapping_three_times_is_one_contact(west, sign_in):
    client, form = sign_in(west[Role.BUDDY]), sent(west)
    assert {client.post(LOG, form).status_code for _tap in range(3)} == {302}
    assert len(contacts(west)) == 1


def test_going_back_and_logging_something_else_is_asked_and_then_kept(west, sign_in):
    client, form = sign_in(west[Role.BUDDY]), sent(west)
    client.post(LOG, form)
    answer = client.post(LOG, {**form, "way": "call", "note": "Nog even gebeld."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "al opgeslagen" in page
    assert "Nog even gebeld." in page
    renewed = re.search(r'name="uid" value="([^"]+)"', page)[1]
    client.post(LOG, {**form, "way": "call", "note": "Nog even gebeld.", "uid": renewed})
    assert [contact.way for contact in contacts(west)] == ["out", "call"]


def test_another_day_and_another_length(west, sign_in):
    client = sign_in(west[Role.BUDDY])
    day = today() - timedelta(days=6)
    client.post(LOG, sent(west, day="other", other_day=f"{day:%d-%m-%Y}", length="other", other_length="90"))
    [contact] = contacts(west)
    assert (contact.on, contact.minutes, contact.length) == (day, 90, "1½ uur")


def test_a_form_opened_before_midnight_keeps_its_day(west, sign_in):
    yesterday = today() - timedelta(days=1)
    sign_in(west[Role.BUDDY]).post(LOG, sent(west, day=yesterday.isoformat()))
    assert contacts(west)[0].on == yesterday


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mood": ""}, "Kies er een"),
        ({"day": "other", "other_day": ""}, "Kies welke dag"),
        ({"day": "other", "other_day": "2999-01-01"}, "Deze dag komt nog"),
        ({"day": "other", "other_day": "morgen"}, "Dit is geen dag"),
        ({"day": "2019-01-01"}, "Deze keuze is er niet"),
        ({"length": "other", "other_length": ""}, "Kies hoe lang"),
        ({"length": "1440000"}, "Deze keuze is er niet"),
        ({"note": "BSN 111222333"}, "lijkt"),
        ({"note": "a" * 2001}, "te lang"),
        ({"uid": "geen"}, "Tik nog een keer op Opslaan"),
        ({"match": "0"}, "Deze keuze is er niet"),
    ],
)
def test_what_cannot_be_is_said_in_dutch_and_nothing_typed_is_lost(west, sign_in, changes, words):
    answer = sign_in(west[Role.BUDDY]).post(LOG, sent(west, **{"note": "Het regende hard.", **changes}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert changes.get("note", "Het regende hard.") in page
    assert "Fout:" in page.split("</title>")[0]
    assert contacts(west) == []


def test_a_day_before_the_match_is_refused_with_the_day_it_began(west, sign_in):
    day = west.match.starts_on - timedelta(days=1)
    answer = sign_in(west[Role.BUDDY]).post(LOG, sent(west, day="other", other_day=day.isoformat()))
    assert answer.status_code == 422
    assert "Jullie begonnen op" in answer.content.decode()
    assert contacts(west) == []


def test_a_note_is_shown_as_it_was_written(west, sign_in):
    client = sign_in(west[Role.BUDDY])
    client.post(LOG, sent(west, note="<script>alert(1)</script> & 🎉 \u202eمرحبا"))
    page = client.get(f"{LOG}{west.match.pk}/contacten/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; 🎉 مرحبا" in page
    assert "<script>alert" not in page


def test_a_buddy_never_logs_for_anothers_participant(west, zuid, sign_in):
    with scope(west.programme):
        someone_elses = make.MatchFactory()
    client = sign_in(west[Role.BUDDY])
    for match in (someone_elses, zuid.match):
        assert client.post(LOG, sent(west, match=match.pk)).status_code == 422
    assert contacts(west) == contacts(zuid) == []
    with scope(west.programme):
        type(west.match).objects.filter(pk=west.match.pk).update(ended_on=today(), end_reason="completed")
    assert client.post(LOG, sent(west)).status_code == 422


def test_undo_takes_back_ones_own_contact_and_nobody_elses(west, zuid, sign_in):
    client = sign_in(west[Role.BUDDY])
    client.post(LOG, sent(west))
    [mine] = contacts(west)
    with scope(west.programme):
        other_buddy = make.MembershipFactory(role=Role.BUDDY, person=west.free_buddy.person)
        older = make.ContactFactory(
            match=west.match, by=west[Role.BUDDY], logged_at=timezone.now() - timedelta(days=15)
        )
    undo = f"{LOG}contact/{mine.pk}/ongedaan/"
    assert sign_in(other_buddy).post(undo).status_code == 404
    assert sign_in(zuid[Role.BUDDY]).post(undo).status_code == 404
    assert sign_in(west.coordinator).post(undo).status_code == 403
    assert client.get(undo).status_code == 405
    assert client.post(f"{LOG}contact/{older.pk}/ongedaan/").status_code == 422
    assert client.post(undo).status_code == 302
    assert contacts(west) == [older]
    with scope(west.programme):
        assert Trace.objects.filter(verb="contact.undone", by=west[Role.BUDDY]).count() == 1


def test_saved_shows_only_what_this_buddy_logged(west, sign_in):
    with scope(west.programme):
        someone_elses = make.ContactFactory()
    client = sign_in(west[Role.BUDDY])
    for number in (someone_elses.uid, uuid.uuid4(), "0", "9" * 30, "x", ""):
        assert client.get(f"{LOG}opgeslagen/?uid={number}").status_code == 302


def test_a_buddy_without_a_match_reads_what_will_come(west, sign_in):
    with scope(west.programme):
        free = make.MembershipFactory(role=Role.BUDDY, person=west.free_buddy.person)
    client = sign_in(free)
    assert "Nog geen deelnemer" in client.get(LOG).content.decode()
    assert "Je hebt nog geen deelnemer" in client.get(PEOPLE).content.decode()
    assert client.post(LOG, sent(west)).status_code == 422


def test_the_phone_number_is_there_only_with_consent(west, sign_in):
    rename(west, given_name="Rachid", surname="El Amrani", phone="+31612345678", how_to_reach="Na zes uur")
    client = sign_in(west[Role.BUDDY])
    page = client.get(PEOPLE).content.decode()
    assert "Rachid" in page
    assert "Amrani" not in page
    assert "+31612345678" not in page
    assert "Na zes uur" not in page
    with scope(west.programme):
        consent = Consent.objects.create(
            participant=west.participant,
            purpose=Purpose.SHARE_WITH_BUDDY,
            given_on=today(),
            given_by="Rachid",
        )
    page = client.get(PEOPLE).content.decode()
    assert 'href="tel:+31612345678"' in page
    assert "Na zes uur" in page
    with scope(west.programme):
        consent.withdrawn_on = today()
        consent.save()
    assert "+31612345678" not in client.get(PEOPLE).content.decode()


def test_my_people_shows_the_first_steps_of_each_person(west, sign_in):
    with scope(west.programme):
        for number in range(6):
            make.ActionStepFactory(
                goal=west.goal, words=f"Stap {number}.", by_day=today() + timedelta(days=10 - number)
            )
        make.ActionStepFactory(goal=west.goal, words="Al gedaan.", done_on=today())
    page = sign_in(west[Role.BUDDY]).get(PEOPLE).content.decode()
    assert re.findall(r"Stap \d\.", page) == ["Stap 5.", "Stap 4.", "Stap 3."]
    assert "Al gedaan." not in page


def test_what_was_said_to_a_volunteer_at_the_end_stays_with_them_when_the_match_is_over(west, zuid, sign_in):
    with scope(west.programme):
        hold_review(
            match=west.match,
            moment="end",
            held_on=today(),
            by=west.coordinator,
            marks={},
            more={"thanks": "Dank je wel <voor> alles!"},
        )
        Match.objects.filter(pk=west.match.pk).update(ended_on=today(), end_reason="completed")
        stranger = make.MembershipFactory(role=Role.BUDDY, person=west.free_buddy.person)
    page = sign_in(west[Role.BUDDY]).get(PEOPLE).content.decode()
    assert "Dank je wel &lt;voor&gt; alles!" in page
    assert sign_in(west[Role.BUDDY]).get(f"{LOG}{west.match.pk}/contacten/").status_code == 404
    assert "Dank je wel" not in sign_in(stranger).get(PEOPLE).content.decode()
    assert (
        "Dank je wel"
        not in sign_in(zuid[Role.BUDDY]).get("/samen-vooruit-op-zuid/logboek/mensen/").content.decode()
    )


def test_contacts_are_read_by_those_around_the_two_and_undone_only_by_who_logged(west, zuid, sign_in):
    with scope(west.programme):
        make.ContactFactory(match=west.match, by=west[Role.BUDDY], note="Samen gewandeld.")
        stranger = make.MembershipFactory(role=Role.BUDDY, person=west.free_buddy.person)
        other_guide = make.MembershipFactory(role=Role.PROFESSIONAL)
    path = f"{LOG}{west.match.pk}/contacten/"
    for role in (Role.BUDDY, Role.COORDINATOR, Role.PROFESSIONAL):
        page = sign_in(west[role]).get(path).content.decode()
        assert "Samen gewandeld." in page
        assert ("Weghalen" in page) == (role == Role.BUDDY)
    for membership in (stranger, other_guide, zuid.coordinator, zuid[Role.BUDDY]):
        assert sign_in(membership).get(path).status_code == 404
    for role in (Role.PARTICIPANT, Role.REFERRER, Role.FUNDER, Role.ADMINISTRATOR):
        assert sign_in(west[role]).get(path).status_code == 403


def test_as_many_questions_to_the_database_for_one_person_as_for_eight(west, sign_in):
    client = sign_in(west[Role.BUDDY])
    few = {path: queries(client, path) for path in (LOG, PEOPLE)}
    for match in more_matches(west, 7):
        with scope(west.programme):
            make.ContactFactory(match=match, by=west[Role.BUDDY])
            make.ActionStepFactory(goal__plan__participant=match.participant)
    assert {path: queries(client, path) for path in (LOG, PEOPLE)} == few


def test_as_many_questions_to_the_database_for_two_contacts_as_for_sixty(west, sign_in):
    client, path = sign_in(west[Role.BUDDY]), f"{LOG}{west.match.pk}/contacten/"
    with scope(west.programme):
        make.ContactFactory.create_batch(2, match=west.match, by=west[Role.BUDDY])
    few = queries(client, path)
    with scope(west.programme):
        make.ContactFactory.create_batch(58, match=west.match, by=west[Role.BUDDY])
    assert queries(client, path) == few
    assert "Bladzijde 1 van 3" in client.get(path).content.decode()
    assert "Bladzijde 3 van 3" in client.get(f"{path}?page=99").content.decode()

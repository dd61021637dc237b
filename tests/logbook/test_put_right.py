"""What was logged can be corrected and taken back by who logged it, with a trail; other tasks; and worries apart from it all."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from logbook.models import Contact, Shift, Worry
from programmes.models import Role, Trace
from programmes.scope import scope
from tests import factories as make
from tests.logbook.test_pages import LOG, checked, queries, sent


@pytest.fixture
def contact(west):
    with scope(west.programme):
        return make.ContactFactory(
            match=west.match, by=west[Role.BUDDY], minutes=45, note="Hij noemde zijn diagnose."
        )


@pytest.fixture
def cook(west):
    """The buddy of the couple, who cooks as well."""
    with scope(west.programme):
        type(west.buddy).objects.filter(pk=west.buddy.pk).update(tasks=["buddy", "cook"])
    return west[Role.BUDDY]


def rows(world, model):
    with scope(world.programme):
        return list(model.objects.order_by("pk"))


def traces(world):
    with scope(world.programme):
        return {trace.verb: trace.reason for trace in Trace.objects.all()}


def form(**changes):
    return {
        "mood": "hard",
        "way": "call",
        "day": timezone.localdate().isoformat(),
        "length": "30",
        "note": "",
        **changes,
    }


def test_a_correction_is_kept_and_the_trail_tells_what_it_was_without_the_words(west, sign_in, contact):
    client, path = sign_in(west[Role.BUDDY]), f"{LOG}contact/{contact.pk}/aanpassen/"
    page = client.get(path).content.decode()
    assert checked(page) == {"mood": "good", "way": "out", "day": str(contact.on), "length": "other"}
    assert "45 minuten" in page
    assert client.post(path, form()).status_code == 302
    [changed] = rows(west, Contact)
    assert (changed.minutes, changed.way, changed.mood, changed.note) == (30, "call", "hard", "")
    trail = traces(west)["contact.changed"]
    assert "45 minuten, samen op pad, goed → een half uur, bellen, lastig" in trail
    assert "diagnose" not in trail


def test_saving_without_changing_leaves_no_trail(west, sign_in, contact):
    same = form(mood="good", way="out", length="other", other_length="45", note=contact.note)
    assert sign_in(west[Role.BUDDY]).post(f"{LOG}contact/{contact.pk}/aanpassen/", same).status_code == 302
    assert "contact.changed" not in traces(west)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": "other", "other_day": "2999-01-01"}, "Deze dag komt nog"),
        ({"mood": ""}, "Kies er een"),
        ({"way": ""}, "Kies er een"),
        ({"length": "other", "other_length": ""}, "Kies hoe lang"),
        ({"note": "111222333"}, "lijkt"),
        ({"day": "other", "other_day": "2001-01-01"}, "Jullie begonnen op"),
    ],
)
def test_a_wrong_correction_is_said_and_changes_nothing(west, sign_in, contact, changes, words):
    answer = sign_in(west[Role.BUDDY]).post(f"{LOG}contact/{contact.pk}/aanpassen/", form(**changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert rows(west, Contact)[0].minutes == 45


def test_only_who_logged_it_corrects_it_and_for_two_weeks(west, zuid, sign_in, contact):
    path = f"{LOG}contact/{contact.pk}/aanpassen/"
    with scope(west.programme):
        stranger = make.MembershipFactory(role=Role.BUDDY, person=west.free_buddy.person)
    assert [sign_in(each).post(path, form()).status_code for each in (stranger, zuid[Role.BUDDY])] == [
        404,
        404,
    ]
    assert sign_in(west.coordinator).post(path, form()).status_code == 403
    with scope(west.programme):
        Contact.objects.update(logged_at=timezone.now() - timedelta(days=15))
    assert sign_in(west[Role.BUDDY]).post(path, form()).status_code == 422
    assert rows(west, Contact)[0].minutes == 45


def test_a_contact_of_a_match_that_ended_can_still_be_corrected(west, sign_in, contact):
    with scope(west.programme):
        type(west.match).objects.filter(pk=west.match.pk).update(
            ended_on=timezone.localdate(), end_reason="completed"
        )
    client = sign_in(west[Role.BUDDY])
    assert client.post(f"{LOG}contact/{contact.pk}/aanpassen/", form(), follow=True).status_code == 200


def test_a_volunteer_without_a_match_logs_a_task_in_two_taps(west, sign_in):
    with scope(west.programme):
        cook = make.BuddyFactory(tasks=["cook"], status="active")
        membership = make.MembershipFactory(role=Role.BUDDY, person=cook.person)
    client = sign_in(membership)
    page = client.get(LOG).content.decode()
    chosen = checked(page)
    assert chosen["match"] == "task:cook"
    assert 'name="way"' not in page
    assert "Ik maak me zorgen" not in page
    answer = client.post(LOG, {**chosen, "mood": "great", "uid": str(uuid.uuid4())})
    assert "Koken" in client.get(answer.url).content.decode()
    [shift] = rows(west, Shift)
    assert (shift.task, shift.minutes, shift.mood, shift.buddy_id) == ("cook", 60, "great", cook.pk)
    assert "Koken" in client.get(f"{LOG}taken/").content.decode()
    assert client.post(f"{LOG}taken/{shift.pk}/aanpassen/", form(length="120")).status_code == 302
    assert rows(west, Shift)[0].minutes == 120
    assert "1 uur, heel goed → 2 uur, lastig" in traces(west)["shift.changed"]
    client.post(f"{LOG}taken/{shift.pk}/ongedaan/")
    assert rows(west, Shift) == []


def test_a_buddy_who_also_cooks_chooses_between_people_and_tasks(west, sign_in, cook):
    client = sign_in(cook)
    page = client.get(LOG).content.decode()
    assert "match" not in checked(page)
    assert 'value="task:cook"' in page
    uid = str(uuid.uuid4())
    for _tap in range(3):
        assert client.post(LOG, sent(west, match="task:cook", way="", uid=uid)).status_code == 302
    assert len(rows(west, Shift)) == 1
    assert client.post(LOG, sent(west, match="task:host", way="")).status_code == 422
    assert client.post(LOG, sent(west, match="task:buddy", way="")).status_code == 422
    assert client.post(LOG, sent(west, way="")).status_code == 422
    assert rows(west, Contact) == []


def test_the_shifts_ask_as_much_for_two_as_for_twenty(west, sign_in, cook):
    client = sign_in(cook)
    with scope(west.programme):
        make.ShiftFactory.create_batch(2, buddy=west.buddy, by=cook)
    few = queries(client, f"{LOG}taken/")
    with scope(west.programme):
        make.ShiftFactory.create_batch(18, buddy=west.buddy, by=cook)
    assert queries(client, f"{LOG}taken/") == few


def test_the_steps_to_tick_are_those_of_ones_own_people(west, sign_in):
    with scope(west.programme):
        make.ActionStepFactory(words="Van iemand anders")
    client = sign_in(west[Role.BUDDY])
    page = client.get(LOG).content.decode()
    assert "Samen de enveloppen openmaken" in page
    assert "Van iemand anders" not in page
    client.post(LOG, sent(west, steps=[str(west.step.pk)]))
    page = client.get(f"{LOG}{west.match.pk}/contacten/").content.decode()
    assert "Samen de enveloppen openmaken" in page


def test_a_worry_goes_to_the_coordinator_and_is_seen_nowhere_else(west, zuid, sign_in):
    buddy = sign_in(west[Role.BUDDY])
    words = "Er stond een lege koelkast."
    answer = buddy.post(LOG, sent(west, worried="on", worry=words))
    [worry] = rows(west, Worry)
    assert (worry.words, worry.by_id) == (words, west[Role.BUDDY].pk)
    everywhere = [answer.url, f"{LOG}{west.match.pk}/contacten/", LOG, f"{LOG}mensen/"]
    assert not any(words in buddy.get(path).content.decode() for path in everywhere)
    for role in set(Role) - {Role.COORDINATOR}:
        client = sign_in(west[role])
        assert client.get(f"{LOG}zorgen/").status_code == 403
        assert client.get(f"{LOG}zorgen/{worry.pk}/").status_code == 403
    assert sign_in(zuid.coordinator).get(f"{LOG}zorgen/{worry.pk}/").status_code == 404
    desk = sign_in(west.coordinator)
    assert words not in desk.get(f"/kansrijk-west/deelnemers/{west.participant.pk}/").content.decode()
    assert words in desk.get(f"{LOG}zorgen/{worry.pk}/").content.decode()
    assert desk.post(f"{LOG}zorgen/{worry.pk}/", {"what_was_done": ""}).status_code == 422
    assert desk.post(f"{LOG}zorgen/{worry.pk}/", {"what_was_done": "Gebeld."}).status_code == 302
    assert desk.post(f"{LOG}zorgen/{worry.pk}/", {"what_was_done": "Nog eens."}).status_code == 422
    [worry] = rows(west, Worry)
    assert (worry.what_was_done, worry.taken_up_by_id) == ("Gebeld.", west.coordinator.pk)


def test_a_worry_without_words_and_words_without_the_tick_both_count(west, sign_in):
    buddy = sign_in(west[Role.BUDDY])
    buddy.post(LOG, sent(west, worried="on"))
    buddy.post(LOG, sent(west, worry="Zonder vinkje."))
    buddy.post(LOG, sent(west))
    assert [worry.words for worry in rows(west, Worry)] == ["", "Zonder vinkje."]

"""What was agreed and did not go on: told in two taps, by the page and by the phone; no contact, no hours, nobody's fault."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from goals.models import Success
from logbook import outbox
from logbook.actions import log_called_off
from logbook.models import CalledOff, Contact, Delivery, Who, Worry
from payments.models import Expense
from payments.settling import pieces_of
from programmes.models import Measure, Role
from programmes.refusals import Refused
from programmes.scope import scope
from reports.figures import Period, tally
from tests import factories as make
from tests.logbook.test_outbox import CHECK, Phone, a_log, end_match, sealed
from tests.logbook.test_pages import LOG, PEOPLE, checked, queries, sent, today
from tests.logbook.test_put_right import cook, rows, traces

__all__ = ["cook"]


def off(world, **changes):
    """What the page sends: how long and what they did stay as they were in place."""
    return sent(world, **{"mood": "off", "off_by": "neither", **changes})


@pytest.fixture
def phone(west, sign_in):
    return Phone(sign_in(west[Role.BUDDY]))


def test_two_taps_and_save_tell_that_it_did_not_go_on(west, sign_in):
    client = sign_in(west[Role.BUDDY])
    page = client.get(LOG).content.decode()
    assert "off_by" not in checked(page), "nobody is chosen beforehand"
    answer = client.post(
        LOG, {**checked(page), "match": west.match.pk, "uid": uuid.uuid4(), "mood": "off", "off_by": "them"}
    )
    saved = client.get(answer.url).content.decode()
    assert "ging niet door" in saved
    assert "telt niet als contact" in saved
    assert "Vier dat" not in saved
    [kept] = rows(west, CalledOff)
    assert (kept.match_id, kept.on, kept.off_by, kept.by_id) == (
        west.match.pk, today(), "them", west[Role.BUDDY].pk,
    )  # fmt: skip
    assert rows(west, Contact) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"off_by": ""}, "Kies er een"),
        ({"off_by": "schuld"}, "Deze keuze is er niet"),
        ({"day": "other", "other_day": "2999-01-01"}, "Deze dag komt nog"),
        ({"day": "other", "other_day": "2001-01-01"}, "Jullie begonnen op"),
        ({"note": "111222333"}, "lijkt"),
        ({"match": "task:cook"}, "Kies er een"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(west, sign_in, cook, changes, words):
    answer = sign_in(cook).post(LOG, off(west, **{"note": "Hij was ziek.", **changes}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert changes.get("note", "Hij was ziek.") in page
    assert (rows(west, CalledOff), rows(west, Contact)) == ([], [])


def test_it_comes_the_same_sealed_way_and_once(west, phone):
    uid = uuid.uuid4()
    envelope = sealed(west, uid, a_log(west, mood="off", off_by="me", way=[], length=[], note=[]))
    assert phone.put(uid, envelope).status_code == 201
    assert {phone.put(uid, envelope).status_code for _replay in range(10)} == {200}
    other = sealed(west, uid, a_log(west))
    assert phone.put(uid, other).status_code == 409
    assert [(each.uid, each.off_by) for each in rows(west, CalledOff)] == [(uid, "me")]
    assert rows(west, Contact) == []


def test_without_who_it_waits_for_the_coordinator_and_nothing_is_lost(west, phone, sign_in):
    uid = uuid.uuid4()
    assert phone.put(uid, sealed(west, uid, a_log(west, mood="off", note="Hij belde af."))).status_code == 202
    [delivery] = rows(west, Delivery)
    assert delivery.sealed is not None
    page = sign_in(west.coordinator).get(CHECK).content.decode()
    assert "ging niet door" in page
    assert "Hij belde af." in page


def test_of_a_match_that_ended_it_waits_and_can_be_let_through_as_what_it_was(west, phone):
    end_match(west)
    uid = uuid.uuid4()
    assert phone.put(uid, sealed(west, uid, a_log(west, mood="off", off_by="them"))).status_code == 202
    assert rows(west, CalledOff) == []
    with scope(west.programme):
        outbox.let_through(delivery=Delivery.objects.get(), by=west.coordinator)
    assert [each.off_by for each in rows(west, CalledOff)] == ["them"]
    assert rows(west, Contact) == []


def test_a_worry_and_expenses_go_along_but_no_steps_and_no_success(west, sign_in):
    with scope(west.programme):
        make.SchemeFactory()
    told = {
        "steps": [str(west.step.pk)],
        "success": "Toch wat!",
        "worry": "Derde keer al.",
        "cost_kind": "travel",
        "cost_cents": "6,40",
    }
    assert sign_in(west[Role.BUDDY]).post(LOG, off(west, **told)).status_code == 302
    assert [worry.words for worry in rows(west, Worry)] == ["Derde keer al."]
    assert [expense.cents for expense in rows(west, Expense)] == [640], "the bus was taken all the same"
    assert rows(west, Success) == []


def test_going_back_and_telling_the_other_is_asked_first(west, sign_in):
    client, uid = sign_in(west[Role.BUDDY]), str(uuid.uuid4())
    client.post(LOG, sent(west, uid=uid))
    assert "al opgeslagen" in client.post(LOG, off(west, uid=uid)).content.decode()
    second = str(uuid.uuid4())
    client.post(LOG, off(west, uid=second))
    assert client.post(LOG, sent(west, uid=second)).status_code == 422
    assert client.post(LOG, off(west, uid=second)).status_code == 302, "tapping twice is one"
    assert (len(rows(west, Contact)), len(rows(west, CalledOff))) == (1, 1)


def test_it_counts_nowhere_as_contact_as_hours_or_for_what_is_usual(west, sign_in):
    with scope(west.programme):
        make.ContactFactory(match=west.match, by=west[Role.BUDDY], on=today() - timedelta(days=9), way="call")
        period = Period(west.programme, today() - timedelta(days=30), today(), today())
        measures = (Measure.CONTACTS, Measure.HOURS)
        before = [tally(measure, period) for measure in measures]
        pieces = pieces_of(west.buddy, today() - timedelta(days=30), today())
        make.CalledOffFactory.create_batch(3, match=west.match, by=west[Role.BUDDY])
        assert [tally(measure, period) for measure in measures] == before
        assert pieces_of(west.buddy, today() - timedelta(days=30), today()) == pieces
    client = sign_in(west[Role.BUDDY])
    assert checked(client.get(LOG).content.decode())["way"] == "call"
    last = timezone.localdate() - timedelta(days=9)
    assert f"Laatste contact: {last.day}" in " ".join(client.get(PEOPLE).content.decode().split())


def test_it_stands_among_the_contacts_with_names_and_without_blame_for_those_around(west, zuid, sign_in):
    with scope(west.programme):
        for person, name in ((west.participant.person, "Pim"), (west.buddy.person, "Bo")):
            person.given_name = name
            person.save()
        for who, days in ((Who.ME, 3), (Who.THEM, 2), (Who.NEITHER, 1)):
            make.CalledOffFactory(
                match=west.match, by=west[Role.BUDDY], on=today() - timedelta(days=days), off_by=who
            )
        make.ContactFactory(match=west.match, by=west[Role.BUDDY])
    path = f"{LOG}{west.match.pk}/contacten/"

    def read(role):
        return " ".join(sign_in(west[role]).get(path).content.decode().split())

    own, desk = read(Role.BUDDY), read(Role.COORDINATOR)
    assert own.index("het liep anders") < own.index("<bdi>Pim</bdi> kon niet") < own.index("jij kon niet")
    assert "1 contact " in own
    assert "<bdi>Bo</bdi> kon niet" in desk
    assert ("Weghalen" in own, "Weghalen" in desk) == (True, False)
    assert sign_in(zuid.coordinator).get(path).status_code == 404


def test_it_can_be_corrected_and_taken_back_by_who_logged_it_with_a_trail(west, zuid, sign_in):
    with scope(west.programme):
        kept = make.CalledOffFactory(match=west.match, by=west[Role.BUDDY], note="Diagnose.")
        stranger = make.MembershipFactory(role=Role.BUDDY, person=west.free_buddy.person)
    path = f"{LOG}niet-doorgegaan/{kept.pk}/"
    client = sign_in(west[Role.BUDDY])
    page = client.get(f"{path}aanpassen/").content.decode()
    assert checked(page) == {"off_by": "neither", "day": today().isoformat()}
    assert 'name="length"' not in page
    change = {"off_by": "me", "day": today().isoformat(), "note": ""}
    for other in (stranger, zuid[Role.BUDDY]):
        assert sign_in(other).post(f"{path}aanpassen/", change).status_code == 404
        assert sign_in(other).post(f"{path}ongedaan/").status_code == 404
    assert client.post(f"{path}aanpassen/", {**change, "off_by": ""}).status_code == 422
    assert client.post(f"{path}aanpassen/", change).status_code == 302
    trail = traces(west)["calledoff.changed"]
    assert "het liep anders → ging niet door: ik kon niet" in trail
    assert "Diagnose" not in trail
    with scope(west.programme):
        CalledOff.objects.update(logged_at=timezone.now() - timedelta(days=15))
    assert client.post(f"{path}ongedaan/").status_code == 422
    with scope(west.programme):
        CalledOff.objects.update(logged_at=timezone.now())
    assert client.post(f"{path}ongedaan/").status_code == 302
    assert rows(west, CalledOff) == []
    assert "calledoff.undone" in traces(west)


def test_the_list_asks_as_much_for_two_as_for_sixty_and_pages_over_both(west, sign_in):
    client, path = sign_in(west[Role.BUDDY]), f"{LOG}{west.match.pk}/contacten/"

    def log_both(times):
        with scope(west.programme):
            for _time in range(times):
                for factory in (make.ContactFactory, make.CalledOffFactory):
                    factory(match=west.match, by=west[Role.BUDDY])

    log_both(2)
    few = queries(client, path)
    log_both(28)
    assert queries(client, path) == few
    assert "Bladzijde 1 van 3" in client.get(path).content.decode()
    with scope(west.programme):
        CalledOff.objects.all().delete()
    assert "Bladzijde 1 van 2" in client.get(path).content.decode()


def test_another_programmes_couple_is_refused_by_the_database(west, zuid):
    with scope(west.programme):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.CalledOffFactory(match=zuid.match, by=west[Role.BUDDY])
        with pytest.raises(Refused, match="nog niet begonnen"):
            log_called_off(
                match=west.match,
                by=west[Role.BUDDY],
                on=west.match.starts_on - timedelta(days=1),
                off_by=Who.ME,
            )

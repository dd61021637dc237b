"""The agenda of a volunteer, and what their calendar reads of it: no name, no place of a meeting, for as long as they want."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from logbook.models import AgendaFeed
from matching.models import IntroductionState
from programmes.models import Role
from programmes.scope import scope
from tests import factories as make
from tests.logbook.test_pages import queries

AGENDA = "/kansrijk-west/logboek/agenda/"


def shared(client):
    """The address of a new feed, as the page shows it once."""
    page = client.post(f"{AGENDA}delen/", follow=True).content.decode()
    return re.search(r'href="webcal://testserver(/[^"]+\.ics)"', page)[1]


@pytest.fixture
def busy(west):
    """A session, a meeting with somebody at home, and a review that can be held."""
    with scope(west.programme):
        session = make.SessionFactory(title="Intervisie maart", led_by=west.coordinator.person)
        make.AttendanceFactory(session=session, person=west.buddy.person)
        make.IntroductionFactory(
            card=west.round.cards.get(buddy=west.buddy),
            state=IntroductionState.PLANNED,
            planned_for=timezone.now() + timedelta(days=1),
            place="Thuis, Dorpsstraat 3",
        )
    return west


def test_the_agenda_shows_sessions_meetings_and_the_conversations_of_the_year(busy, sign_in):
    page = sign_in(busy[Role.BUDDY]).get(AGENDA).content.decode()
    assert "Intervisie maart" in page
    assert "Dorpsstraat 3" in page
    assert f"/jaar/{busy.participant.pk}/gesprek/start/" in page


def test_a_calendar_reads_when_and_never_who(busy, zuid, sign_in):
    address = shared(sign_in(busy[Role.BUDDY]))
    answer = Client().get(address)
    assert answer.status_code == 200
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert sorted(str(event["summary"]) for event in events) == [
        "Gesprek over het jaar: aan het begin",
        "Intervisie maart",
        "Kennismaking",
    ]
    assert len({str(event["uid"]) for event in events}) == 3
    with scope(busy.programme):
        secret = [busy.chooser.person, busy.participant.person]
    text = answer.content.decode()
    assert not any(part in text for person in secret for part in (person.first_name, person.full_name))
    assert "Dorpsstraat" not in text
    assert Client().get(address.replace("kansrijk-west", "samen-vooruit-op-zuid")).status_code == 404


def test_the_address_is_shown_once_and_kept_as_a_hash(busy, sign_in):
    client = sign_in(busy[Role.BUDDY])
    token = re.search(r"agenda/(.+)\.ics", shared(client))[1]
    assert token not in client.get(AGENDA).content.decode()
    with scope(busy.programme):
        assert AgendaFeed.objects.get().token_hash != token


def test_a_new_address_or_stopping_or_the_end_of_the_role_ends_the_old_one(busy, sign_in):
    client = sign_in(busy[Role.BUDDY])
    first, second = shared(client), shared(client)
    assert [Client().get(address).status_code for address in (first, second)] == [404, 200]
    membership = busy[Role.BUDDY]
    with scope(busy.programme):
        type(membership).objects.filter(pk=membership.pk).update(ended_at=timezone.now())
    assert Client().get(second).status_code == 404
    with scope(busy.programme):
        type(membership).objects.filter(pk=membership.pk).update(ended_at=None)
    assert client.post(f"{AGENDA}niet-delen/").status_code == 302
    assert Client().get(second).status_code == 404


def test_the_agenda_asks_as_much_for_one_match_as_for_eight(west, sign_in):
    from tests.logbook.test_pages import more_matches

    client = sign_in(west[Role.BUDDY])
    few = queries(client, AGENDA)
    more_matches(west, 7)
    assert queries(client, AGENDA) == few

"""The weekly mail: at most one, none when nothing waits, nothing about anybody in it, and off with one click."""

from datetime import datetime

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from programmes import jobs
from programmes.models import Job, Role
from programmes.scope import scope
from reports import digest
from reports.models import Digest
from tests import factories as make
from tests.worlds import fill_up

pytestmark = pytest.mark.django_db(transaction=True)
TZ = timezone.get_default_timezone()
MONDAY_EARLY = datetime(2026, 11, 23, 6, 30, tzinfo=TZ)
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=TZ)
THURSDAY = datetime(2026, 11, 26, 12, 0, tzinfo=TZ)
NEXT_MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=TZ)


@pytest.fixture
def at(monkeypatch):
    """Let it be a moment."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def work(monkeypatch):
    """Beat goes round, and workers do what was asked."""
    from programmes.tasks import run_job

    asked = []
    monkeypatch.setattr(run_job, "apply_async", lambda args, **_options: asked.append(args))

    def _work():
        digest.ask_for_due()
        while asked:
            jobs.run(*asked.pop(0))

    return _work


def subscribe(world):
    with scope(world.programme):
        digest.choose(membership=world.coordinator, is_weekly=True)
        Digest.objects.update(last_week=None)


def test_nobody_gets_a_mail_unasked(west, at, work):
    at(MONDAY)
    work()
    assert mail.outbox == []


def test_one_mail_a_week_however_often_beat_comes_round(west, zuid, at, work):
    subscribe(west)
    at(MONDAY_EARLY)
    work()
    assert mail.outbox == []
    for moment in (MONDAY, MONDAY, THURSDAY):
        at(moment)
        work()
    assert len(mail.outbox) == 1
    at(NEXT_MONDAY)
    work()
    assert len(mail.outbox) == 2
    assert {tuple(each.to) for each in mail.outbox} == {(west.coordinator.user.email,)}


def test_the_mail_says_how_much_waits_and_nothing_about_anybody(west, at, work):
    full = fill_up(west)
    subscribe(full)
    at(MONDAY)
    work()
    (sent,) = mail.outbox
    text = f"{sent.subject} {sent.body}"
    assert "op je" in text
    assert "/kansrijk-west/verslagen/vandaag/" in text
    with scope(full.programme):
        from programmes.models import Person

        for person in Person.objects.all():
            assert person.given_name not in text
            assert person.surname not in text
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["List-Unsubscribe"].startswith("<http")


def test_nothing_waits_is_no_mail(west, at, work, monkeypatch):
    monkeypatch.setattr(digest, "needs", lambda programme, now: ([], []))
    subscribe(west)
    at(MONDAY)
    work()
    assert mail.outbox == []
    with scope(west.programme):
        assert not Job.objects.open().exists()


def test_who_is_no_longer_coordinator_gets_none(west, at, work):
    subscribe(west)
    with scope(west.programme):
        make.MembershipFactory(role=Role.COORDINATOR)
        west.coordinator.ended_at = timezone.now()
        west.coordinator.save(update_fields=["ended_at"])
    at(MONDAY)
    work()
    assert mail.outbox == []


def test_one_click_is_off_without_signing_in_and_looking_is_not(west, zuid, at, work):
    subscribe(west)
    at(MONDAY)
    work()
    address = (
        mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    )
    client = Client(enforce_csrf_checks=True)
    assert client.get(address).status_code == 200
    with scope(west.programme):
        assert Digest.objects.get().is_weekly
    for _twice in range(2):
        answer = client.post(
            address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 200
    with scope(west.programme):
        assert not Digest.objects.get().is_weekly
    assert client.post(address.replace("kansrijk-west", "samen-vooruit-op-zuid")).status_code == 404
    assert client.post(address[:-3] + "xx/").status_code == 404
    at(NEXT_MONDAY)
    work()
    assert len(mail.outbox) == 1


def test_a_coordinator_chooses_on_a_page(west, sign_in):
    client, url = sign_in(west.coordinator), west.programme.to("reports:digest")
    assert client.post(url, {"how": ""}).status_code == 422
    client.post(url, {"how": "weekly"})
    with scope(west.programme):
        assert Digest.objects.get().is_weekly
    client.post(url, {"how": "off"})
    with scope(west.programme):
        assert not Digest.objects.get().is_weekly

"""A letter goes out once, after its transaction commits, and nothing of it stays behind."""

import pytest
from django.core import mail

from programmes import jobs
from programmes.mail import send_letter
from programmes.models import Job, JobState, Letter
from programmes.scope import scope

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(monkeypatch):
    """What reaches the broker."""
    from programmes.tasks import run_job

    sent = []
    monkeypatch.setattr(run_job, "apply_async", lambda args, **_options: sent.append(args))
    return sent


def write(west) -> Letter:
    headers = {"List-Unsubscribe": "<https://klik.example.org/uit/>"}
    return send_letter(to="ank@example.org", subject="Nieuws", body="Er is iets te lezen.", headers=headers)


def test_a_letter_goes_out_once_and_is_emptied(west, sent):
    with scope(west.programme):
        letter = write(west)
        assert mail.outbox == []
    for _time in range(2):
        jobs.run(*sent[0])
    assert [(each.to, each.subject) for each in mail.outbox] == [(["ank@example.org"], "Nieuws")]
    assert mail.outbox[0].extra_headers == {"List-Unsubscribe": "<https://klik.example.org/uit/>"}
    with scope(west.programme):
        letter.refresh_from_db()
        assert (letter.to, letter.subject, letter.body, letter.headers) == ("", "", "", {})
        assert letter.sent_at is not None


def test_a_transaction_that_fails_sends_nothing(west, sent):
    with pytest.raises(ZeroDivisionError), scope(west.programme):
        write(west)
        raise ZeroDivisionError
    assert sent == []


def test_a_mail_server_that_is_away_keeps_the_letter(west, sent, monkeypatch):
    with scope(west.programme):
        letter = write(west)
    monkeypatch.setattr("programmes.mail.EmailMessage.send", lambda self: 1 / 0)
    jobs.run(*sent[0])
    with scope(west.programme):
        letter.refresh_from_db()
        assert letter.body == "Er is iets te lezen."
        assert Job.objects.get().state == JobState.WAITING
    monkeypatch.undo()
    jobs.run(*sent[0])
    assert len(mail.outbox) == 1

"""The statement of a year: asked for by its volunteer, made by a worker, read by a screen reader, and nobody else's."""

import io
from datetime import date

import pytest
from django.utils import timezone
from pypdf import PdfReader

from payments import actions, statements
from payments.models import Statement
from programmes import jobs
from programmes.models import Job, JobState, Role
from programmes.scope import scope
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
MAY = date(2026, 5, 1)


@pytest.fixture
def paid(west, monkeypatch):
    """The buddy of West was paid for May and still waits for June."""
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date(2026, 11, 22))
    with scope(west.programme):
        make.SchemeFactory()
        make.PayeeFactory(volunteer=west.buddy)
        for month in (5, 6):
            make.ContactFactory(
                match=west.match, by=west[Role.BUDDY], on=date(2026, month, 4), minutes=60 * month
            )
            claim = actions.send_claim(volunteer=west.buddy, month=date(2026, month, 1), by=west[Role.BUDDY])
            actions.approve_claim(claim=claim, by=west.coordinator)
            if month == 5:
                made = actions.make_list(by=west.coordinator)
                actions.mark_paid(payment_list=made, by=west.coordinator, on=date(2026, 6, 2))
    return west


@pytest.fixture
def sent(monkeypatch):
    from programmes.tasks import run_job

    asked = []
    monkeypatch.setattr(run_job, "apply_async", lambda args, **_options: asked.append(args))
    return asked


def test_a_statement_is_asked_for_made_and_read_back(paid, sent, sign_in):
    client, to = sign_in(paid[Role.BUDDY]), paid.programme.to
    assert client.get(to("payments:statement_pdf", 2026)).status_code == 404
    for _twice in range(2):
        client.post(to("payments:statement", 2026))
    assert "Hij wordt gemaakt" in client.get(to("payments:statement", 2026)).content.decode()
    assert len(sent) == 1
    jobs.run(*sent[0])
    with scope(paid.programme):
        assert Job.objects.get(kind=statements.STATEMENT).state == JobState.DONE
    assert "Pdf openen" in client.get(to("payments:statement", 2026)).content.decode()
    answer = client.get(to("payments:statement_pdf", 2026))
    assert "no-store" in answer["Cache-Control"]
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in reader.pages).replace("\xa0", " ")
    for words in (
        "Jaaropgave 2026",
        "mei 2026",
        "28,75",
        "juni 2026",
        "34,50",
        "2 juni 2026",
        "nog niet",
        "63,25",
    ):
        assert words in text, words
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_another_volunteer_finds_nothing(paid, sent, sign_in):
    with scope(paid.programme):
        Statement.objects.create(volunteer=paid.buddy, year=2026, pdf=b"%PDF", made_at=timezone.now())
        other = make.MembershipFactory(role=Role.BUDDY)
        make.BuddyFactory(person=other.person)
    assert sign_in(other).get(paid.programme.to("payments:statement_pdf", 2026)).status_code == 404
    assert sign_in(paid.coordinator).get(paid.programme.to("payments:statement_pdf", 2026)).status_code == 403


def test_a_coordinator_fetches_the_statement_of_a_volunteer(paid, zuid, sent, sign_in):
    desk, page = sign_in(paid.coordinator), paid.programme.to("payments:statement_of", paid.buddy.pk, 2026)
    assert page in desk.get(paid.programme.to("buddies:person", paid.buddy.pk)).content.decode()
    desk.post(page)
    jobs.run(*sent[0])
    assert "Pdf openen" in desk.get(page).content.decode()
    answer = desk.get(f"{page}pdf/")
    text = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.content)).pages)
    assert "63,25" in text
    assert sign_in(paid[Role.BUDDY]).get(page).status_code == 403
    assert sign_in(paid[Role.PROFESSIONAL]).get(f"{page}pdf/").status_code == 403
    with scope(zuid.programme):
        theirs = zuid.buddy.pk
    assert desk.get(paid.programme.to("payments:statement_of", theirs, 2026)).status_code == 404


@pytest.mark.parametrize("year", [2019, 2027, 99999])
def test_a_year_that_cannot_be_does_not_exist(paid, sign_in, year):
    assert sign_in(paid[Role.BUDDY]).get(paid.programme.to("payments:statement", year)).status_code == 404

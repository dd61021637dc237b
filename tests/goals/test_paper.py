"""A year on paper: made by a worker, opened and read back, and only ever seen by who asked for it."""

import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from goals import actions
from goals.models import Kind, LifeArea, Moment, Printout, Size
from programmes import jobs
from programmes.models import Job, Role
from programmes.scope import scope

YEAR = "/kansrijk-west/jaar/"


def fill(world):
    """A plan with a little of everything, a start and a midpoint."""
    with scope(world.programme):
        plan, by, today = world.plan, world[Role.BUDDY], timezone.localdate()
        actions.mark_stress(plan=plan, area="money", value=8, by=by)
        actions.celebrate(plan=plan, words="De telefoon opgenomen 🎉 & gelachen", by=by)
        actions.celebrate(plan=plan, words="Geheim", by=world[Role.PARTICIPANT], seen_by="me")
        for moment, marks in ((Moment.START, (2, 6)), (Moment.MIDPOINT, (7, 5))):
            actions.hold_review(
                match=world.match,
                moment=moment,
                held_on=today,
                by=by,
                marks=dict(zip((LifeArea.MONEY, LifeArea.BODY), marks, strict=True)),
                own_words="Ik durf <meer>.",
                more={"proud": "Ik belde zelf."},
            )


def text_of(pdf):
    """What a reader hears. One emoji makes pypdf take a font's two bytes apart, so the empty halves go."""
    text = " ".join(page.extract_text() for page in pdf.pages).replace("\x00", "")
    return re.sub(r"\s+", " ", text)


def printed(world, kind, size, role=Role.BUDDY):
    with scope(world.programme):
        asked = actions.ask_printout(plan=world.plan, kind=kind, size=size, by=world[role])
        job = Job.objects.get(about_id=asked.pk, kind=actions.PRINT)
    jobs.run(world.programme.pk, job.pk)
    with scope(world.programme):
        asked.refresh_from_db()
        job.refresh_from_db()
        assert job.state == "done"
        return PdfReader(io.BytesIO(bytes(asked.pdf)))


@pytest.fixture
def alone(monkeypatch):
    """Jobs run here, on the test's own connection."""
    from contextlib import contextmanager

    @contextmanager
    def mine(_job_id):
        yield True

    monkeypatch.setattr(jobs, "_alone", mine)


@pytest.mark.parametrize(("size", "width"), [(Size.A4, 210), (Size.A3, 297), (Size.LARGE, 210)])
def test_the_plan_on_paper_holds_the_plan_and_room_to_write(west, alone, size, width):
    fill(west)
    pdf = printed(west, Kind.PLAN, size)
    text = text_of(pdf)
    for words in (
        west.plan.wish,
        west.goal.words,
        west.step.words,
        "van de 10",
        "Een nieuw doel",
        "De telefoon",
    ):
        assert words in text
    assert "Geheim" not in text
    assert round(float(pdf.pages[0].mediabox.width) / 72 * 25.4) == width
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "nl"
    assert len(pdf.pages) <= 3


@pytest.mark.parametrize("size", [Size.A4, Size.LARGE])
def test_what_was_achieved_is_told_on_paper_with_its_table(west, alone, size):
    fill(west)
    pdf = printed(west, Kind.RESULT, size, Role.PARTICIPANT)
    text = text_of(pdf)
    for words in (
        "Kijk wat jij bereikt hebt",
        "Ik belde zelf.",
        "Ik durf <meer>.",
        "gaat veel beter",
        "geen stap terug",
        "Geheim",
    ):
        assert words in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_only_who_asked_for_it_takes_it_and_after_a_day_it_is_gone(west, zuid, sign_in, alone):
    fill(west)
    printed(west, Kind.RESULT, Size.A4, Role.PARTICIPANT)
    with scope(west.programme):
        asked = Printout.objects.get()
    path = f"{YEAR}afdruk/{asked.pk}/pdf/"
    taken = sign_in(west[Role.PARTICIPANT]).get(path)
    assert taken.content.startswith(b"%PDF")
    assert "no-store" in taken.headers["Cache-Control"]
    for other in (west[Role.BUDDY], west.coordinator, zuid.coordinator):
        assert sign_in(other).get(path).status_code == 404
    with scope(west.programme):
        Printout.objects.update(asked_at=timezone.now() - timedelta(days=2))
        actions.ask_printout(plan=west.plan, kind=Kind.PLAN, size=Size.A4, by=west.coordinator)
        assert not Printout.objects.filter(pk=asked.pk).exists()


def test_asking_shows_that_it_is_being_made(west, sign_in):
    client = sign_in(west[Role.BUDDY])
    answer = client.post(f"{YEAR}{west.participant.pk}/afdrukken/plan/", {"size": "a4"})
    assert "De pdf wordt gemaakt" in client.get(answer.url).content.decode()
    assert client.post(f"{YEAR}{west.participant.pk}/afdrukken/plan/", {"size": "a0"}).status_code == 422
    assert client.get(f"{YEAR}{west.participant.pk}/afdrukken/poster/").status_code == 404

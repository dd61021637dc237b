"""A year together, walked through by the people who make it: rest, a wish, a goal; conversations; what was achieved."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from goals import actions
from goals.models import Moment, Review, Stress, Success
from matching.models import Match
from programmes.models import Role
from programmes.scope import scope
from tests.e2e.visitor import Visitor
from tests.worlds import make_world

PHONE, TABLET = 360, 820


@pytest.fixture
def arrive(visit, sign_in, live_server):
    def _arrive(membership, *, width):
        visitor = visit(width=width)
        cookie = sign_in(membership).cookies["klik"].value
        visitor.page.context.add_cookies([{"name": "klik", "value": cookie, "url": live_server.url}])
        return visitor

    return _arrive


def tap(visitor: Visitor, name: str) -> Visitor:
    visitor.page.get_by_role("button", name=name, exact=True).click()
    visitor.page.wait_for_load_state()
    return visitor


def follow(visitor: Visitor, selector: str) -> Visitor:
    visitor.page.locator(selector).first.click()
    return visitor.look()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [PHONE, TABLET])
def test_the_first_plan_with_someone_who_reads_little(arrive, width):
    """Numbers and pictograms first; typing only where somebody's own words are wanted."""
    west = make_world("kansrijk-west", "Kansrijk West")
    participant = arrive(west[Role.PARTICIPANT], width=width).goto("/kansrijk-west/jaar/")
    participant.press("Samen invullen")
    for mark in ("9", "2", "Weet ik niet", "7"):
        tap(participant, mark)
    participant.look().page.get_by_role("link", name="Overslaan").click()
    for _area in range(5):
        tap(participant, "0")
    participant.look().sees("Geld", "9")
    follow(participant, "a[href$='/wens/']").fill(wish="Naar zee met mijn dochter.").press("Opslaan")
    participant.press("Doel erbij").pick(area="joy").fill(words="Leren zwemmen", first_step="Badpak kopen")
    participant.press("Opslaan").sees("Leren zwemmen", "Naar zee met mijn dochter.")
    participant.press("Gedaan: Badpak kopen").press("Vier het").sees("Gevierd!")
    participant.page.locator(".joys a").first.click()
    participant.look().press("mijn buddy en ik", exact=False)
    with scope(west.programme):
        assert Success.objects.get().seen_by == "buddy"
        assert Stress.objects.get(area="money").value == 9
        assert not Stress.objects.filter(area="family").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [PHONE, TABLET])
def test_the_midpoint_is_held_left_and_resumed(arrive, width):
    west = make_world("kansrijk-west", "Kansrijk West")
    with scope(west.programme):
        began = timezone.localdate() - timedelta(days=182)
        Match.objects.update(starts_on=began, intended_end=began + timedelta(days=365))
        west.match.refresh_from_db()
        actions.hold_review(
            match=west.match,
            moment=Moment.START,
            held_on=began + timedelta(days=9),
            by=west.coordinator,
            marks={"money": 2, "body": 6, "joy": 4},
            own_words="Mijn hoofd is vol.",
        )
    buddy = arrive(west[Role.BUDDY], width=width).goto(f"/kansrijk-west/jaar/{west.participant.pk}/")
    buddy.press("Gesprek voeren").press("Beginnen", exact=True)
    buddy.sees("Vraag 1 van", "Hoe gaat het met geld?").sees_nothing_of("Mijn hoofd is vol", "eerst")
    tap(buddy, "6").look()
    buddy.press("Later verder").press("Verder met het gesprek").sees("Vraag 2 van")
    while buddy.page.get_by_role("button", name="Weet ik niet, of overslaan").count():
        given = "5" if "lijf" in buddy.page.locator("h1").inner_text() else "Weet ik niet, of overslaan"
        tap(buddy, given)
    buddy.look().fill(words="Ik bel nu zelf.").press("Verder", exact=True)
    while buddy.page.locator("textarea").count():
        tap(buddy, "Verder")
    buddy.look().sees("Alles is gevraagd", "gaat veel beter", "is nu iets zwaarder", "geen stap terug")
    buddy.press("Klaar").sees("Het gesprek is opgeslagen", "Ik bel nu zelf.")
    buddy.press("Iets ernaast zetten").fill(words="Ik zie je groeien.").press("Opslaan").sees(
        "Ik zie je groeien."
    )
    participant = arrive(west[Role.PARTICIPANT], width=width).goto("/kansrijk-west/jaar/")
    follow(participant, "a[href$='/gesprek/midpoint/']").sees("Ik zie je groeien.", "Ik bel nu zelf.")
    with scope(west.programme):
        assert Review.objects.get(moment="midpoint").held_on == timezone.localdate()


@pytest.mark.django_db(transaction=True)
def test_the_end_is_celebrated_and_printed(arrive, worker):
    west = make_world("kansrijk-west", "Kansrijk West")
    with scope(west.programme):
        began = timezone.localdate() - timedelta(days=360)
        Match.objects.update(starts_on=began, intended_end=began + timedelta(days=365))
        west.match.refresh_from_db()
        for moment, day, money in ((Moment.START, 9, 2), (Moment.END, 355, 7)):
            actions.hold_review(
                match=west.match,
                moment=moment,
                held_on=began + timedelta(days=day),
                by=west.coordinator,
                marks={"money": money, "joy": 5},
                own_words="Ik doe het zelf.",
                more={"proud": "Dat ik durf.", "thanks": "Dank je wel."} if moment == Moment.END else {},
            )
        actions.finish_step(step=west.step, by=west[Role.BUDDY], celebrate=True)
    participant = arrive(west[Role.PARTICIPANT], width=TABLET).goto("/kansrijk-west/jaar/")
    participant.press("Kijk wat ik bereikt heb").sees("Dat ik durf.", "Dit gaat nu beter")
    participant.press("Op papier").press("Maak de pdf")
    ready = participant.page.get_by_role("link", name="Pdf openen")
    expect(ready).to_be_visible(timeout=60_000)
    with participant.page.expect_download() as download:
        ready.click()
    pdf = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert "Kijk wat jij bereikt hebt" in text
    assert "Dat ik durf." in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]

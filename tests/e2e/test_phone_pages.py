"""Every page around logging, looked at on a phone and at a desk; and the log form as it is without a connection."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from programmes.models import Role
from programmes.scope import scope
from tests import factories as make
from tests.e2e.visitor import PHONE_IS_READY
from tests.worlds import fill_up, make_world

LOG = "/kansrijk-west/logboek/"


@pytest.fixture
def world(transactional_db):
    world = fill_up(make_world("kansrijk-west", "Kansrijk West"))
    with scope(world.programme):
        type(world.buddy).objects.filter(pk=world.buddy.pk).update(tasks=["buddy", "cook", "host"])
        make.WorryFactory(
            match=world.match,
            by=world[Role.BUDDY],
            taken_up_at=timezone.now(),
            taken_up_by=world.coordinator,
            what_was_done="Samen gebeld met het wijkteam.",
        )
    return world


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_a_volunteer(world, arrive, width):
    buddy = arrive(world[Role.BUDDY], width=width)
    buddy.goto(LOG).press("Opslaan")
    expect(buddy.page.locator("#fouten")).to_be_focused()
    buddy.sees("Er kloppen nog 2 dingen niet", "Kies er een")
    assert buddy.page.title().startswith("Fout:")
    buddy.pick(match="task:cook")
    expect(buddy.page.locator("fieldset.way")).to_be_hidden()
    buddy.pick(mood="good").page.get_by_text("Iets erbij schrijven").click()
    buddy.fill(note="Soep voor twintig.").look()
    buddy.page.get_by_role("button", name="Opslaan").click()
    expect(buddy.page.get_by_role("heading", name="Verstuurd")).to_be_visible()
    buddy.look().press("Bekijken, aanpassen").press("Aanpassen").pick(length="120").press("Opslaan").sees(
        "2 uur"
    )
    for page in ("taken/", "telefoons/", "op-je-beginscherm/", "mensen/", f"{world.match.pk}/contacten/"):
        buddy.goto(f"{LOG}{page}")
    buddy.goto(f"{LOG}contact/{world.contact.pk}/aanpassen/")
    buddy.goto(f"{LOG}agenda/").press("Zet in mijn telefoon").sees(".ics").press("Stop met delen")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_the_desk(world, arrive, width):
    desk = arrive(world.coordinator, width=width)
    desk.goto(f"{LOG}te-controleren/").press("Niet opnemen").sees("Er ligt niets")
    desk.goto(f"{LOG}zorgen/").press(world.participant.person.full_name).press("Opgepakt").sees("nog leeg")
    desk.fill(what_was_done="Ik bel morgen.").press("Opgepakt").sees("Eerder opgepakt")
    desk.goto(f"{LOG}telefoons/{world.buddy.pk}/").press("Intrekken").sees("kan niets meer versturen")


def test_the_form_without_a_connection_looks_like_the_one_with(world, arrive, visit):
    buddy = arrive(world[Role.BUDDY], width=360)
    buddy.goto(LOG)
    buddy.page.wait_for_function(PHONE_IS_READY)
    buddy.goto(f"{LOG}zonder-bereik/")
    expect(buddy.page.get_by_role("button", name="Opslaan")).to_be_visible()
    buddy.pick(match=str(world.match.pk), mood="great", way="home").page.get_by_role(
        "button", name="Opslaan"
    ).click()
    expect(buddy.page.get_by_role("heading", name="Verstuurd")).to_be_visible()
    buddy.look()
    stranger = visit(width=360)
    stranger.page.goto(f"{LOG}zonder-bereik/")
    expect(stranger.page.get_by_text("Log in zodra je weer bereik hebt")).to_be_visible()

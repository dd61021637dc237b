"""Logging on a phone: everything in sight, a few taps, also without a script; and the page stays light."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

from logbook.models import CalledOff, Contact
from programmes.models import Role
from programmes.scope import scope
from tests import factories as make
from tests.worlds import make_world

BOTTOM_OF_VIEW = "element => element.getBoundingClientRect().bottom - document.documentElement.clientHeight"
TOP_OF_TABS = "document.querySelector('.tabs').getBoundingClientRect().top"


@pytest.mark.django_db(transaction=True)
def test_a_routine_contact_takes_at_most_four_taps_and_never_a_scroll(arrive):
    west = make_world("kansrijk-west", "Kansrijk West")
    with scope(west.programme):
        make.SchemeFactory()
    buddy = arrive(west[Role.BUDDY], width=360)
    for taps in (["mood=good", "way=out"], ["mood=great"]):
        buddy.goto("/kansrijk-west/logboek/")
        save = buddy.page.get_by_role("button", name="Opslaan")
        for tap in taps:
            name, value = tap.split("=")
            choice = buddy.page.locator(f"[name='{name}'][value='{value}']")
            assert choice.evaluate(BOTTOM_OF_VIEW) < 0
            choice.check()
        assert save.bounding_box()["y"] + save.bounding_box()["height"] <= buddy.page.evaluate(TOP_OF_TABS)
        assert buddy.page.evaluate("scrollY") == 0
        save.click()
        expect(buddy.page.get_by_role("heading", name="Verstuurd")).to_be_visible()
        buddy.look()
    buddy.press("Bekijken, aanpassen").press("Ongedaan maken").sees("Weggehaald")
    with scope(west.programme):
        assert [contact.mood for contact in Contact.objects.all()] == ["good"]


@pytest.mark.django_db(transaction=True)
def test_that_it_did_not_go_on_takes_two_taps_and_save_without_a_scroll(arrive):
    west = make_world("kansrijk-west", "Kansrijk West")
    buddy = arrive(west[Role.BUDDY], width=360)
    buddy.goto("/kansrijk-west/logboek/")
    for name, value in (("mood", "off"), ("off_by", "them")):
        choice = buddy.page.locator(f"[name='{name}'][value='{value}']")
        assert choice.evaluate(BOTTOM_OF_VIEW) < 0
        choice.check()
    for needless in ("way", "length"):
        expect(buddy.page.locator(f"fieldset.{needless}")).to_be_hidden()
    buddy.look()
    assert buddy.page.evaluate("scrollY") == 0
    buddy.page.get_by_role("button", name="Opslaan").click()
    expect(buddy.page.get_by_role("heading", name="Verstuurd")).to_be_visible()
    buddy.press("Bekijken, aanpassen").sees("ging niet door", "telt niet als contact")
    with scope(west.programme):
        assert [off.off_by for off in CalledOff.objects.all()] == ["them"]
        assert not Contact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_logging_works_without_a_script_and_says_what_is_missing(arrive):
    west = make_world("kansrijk-west", "Kansrijk West")
    buddy = arrive(west[Role.BUDDY], width=360, java_script_enabled=False)
    buddy.page.goto("/kansrijk-west/logboek/")
    buddy.page.get_by_text("Iets erbij schrijven").click()
    buddy.fill(note="Het regende.").page.get_by_role("button", name="Opslaan").click()
    buddy.sees("Er kloppen nog 2 dingen niet", "Het regende.")
    buddy.pick(mood="hard", way="chat", length="other", other_length="15", day="other")
    buddy.fill(other_day=str(west.match.starts_on)).page.get_by_role("button", name="Opslaan").click()
    buddy.sees("Opgeslagen")
    with scope(west.programme):
        contact = Contact.objects.get()
    assert (contact.minutes, contact.on, contact.note) == (15, west.match.starts_on, "Het regende.")
    buddy.page.goto("/kansrijk-west/logboek/")
    buddy.pick(mood="off").page.get_by_role("button", name="Opslaan").click()
    buddy.sees("Er klopt nog één ding niet")
    buddy.pick(off_by="me").page.get_by_role("button", name="Opslaan").click()
    buddy.sees("ging niet door")
    with scope(west.programme):
        assert (CalledOff.objects.get().off_by, Contact.objects.count()) == ("me", 1)


@pytest.mark.django_db
def test_the_log_page_weighs_at_most_sixty_kilobytes(sign_in):
    west = make_world("kansrijk-west", "Kansrijk West")
    client = sign_in(west[Role.BUDDY])
    page = client.get("/kansrijk-west/logboek/").content
    addresses = re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())
    assert addresses
    files = [Path(finders.find(address)).read_bytes() for address in addresses]
    theme = client.get("/account/kleuren/kansrijk-west.css").content
    assert len(page) + len(theme) + sum(len(gzip.compress(file)) for file in files) <= 60_000

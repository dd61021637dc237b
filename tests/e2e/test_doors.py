"""Every door, as people come through it; the inbox in which they arrive; and a card on paper. All looked at."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from participants import actions
from participants.actions import make_link
from participants.models import Participant
from programmes.models import Door, Role
from programmes.names import parse_name
from programmes.scope import scope
from tests.e2e.visitor import Visitor
from tests.worlds import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/kansrijk-west"


@pytest.fixture
def west() -> World:
    cache.clear()
    return make_world("kansrijk-west", "Kansrijk West")


@pytest.fixture
def arrive(visit, sign_in, live_server):
    """`arrive(membership)` is that person at a desk, or on a phone with `width=360`; without one, a passer-by."""

    def _arrive(membership=None, width=1280) -> Visitor:
        visitor = visit(width=width)
        if membership is not None:
            cookie = sign_in(membership).cookies["klik"].value
            visitor.page.context.add_cookies([{"name": "klik", "value": cookie, "url": live_server.url}])
        return visitor

    return _arrive


def count(west: World) -> int:
    with scope(west.programme):
        return Participant.objects.applied().count()


@pytest.mark.parametrize(
    ("door", "fields"),
    [
        ("Ik zoek een buddy", {"name": "Nadia Proef", "phone": "06 12345678"}),
        ("Ons gezin wil meedoen", {"name": "Samira Gezin", "how_to_reach": "Elke ochtend bij de school"}),
        (
            "Ik ken iemand",
            {"signed_up_by": "Hanneke, buurvrouw", "name": "Meneer Stil", "own_phone": "0612345679"},
        ),
    ],
)
def test_a_resident_a_family_and_somebody_else_come_in_from_the_public_page(west, arrive, door, fields):
    before, phone = count(west), arrive(width=360)
    phone.goto(f"{HERE}/").press(door).press("Verstuur").sees(
        "Er klopt nog" if len(fields) < 2 else "Er kloppen nog"
    )
    expect(phone.page.locator("#fouten")).to_be_focused()
    phone.fill(**fields).pick(agrees="on").press("Verstuur").sees("hoor je van ons")
    assert count(west) == before + 1
    phone.goto(f"{HERE}/").press(door).press("Print het formulier").sees("Hulp bij invullen mag")


def test_a_consulent_refers_with_a_link_and_reads_how_it_goes_on(west, arrive):
    with scope(west.programme):
        _link, secret = make_link(partner=west.referring_partner, holder="Wil", by=west.coordinator)
        page = west.programme.to("participants:refer_by_link", secret)
    consulent = arrive()
    consulent.goto(page).fill(
        name="Karin Verwezen", phone="0612345678", short_goal="Elke week iets buiten de deur."
    )
    consulent.pick(agrees="on").press("Verstuur de verwijzing").sees(
        "De verwijzing is binnen", "K.V.", "ontvangen"
    )
    desk = arrive(west.coordinator)
    desk.goto(f"{HERE}/deelnemers/aanmeldingen/?volgorde=nieuw").sees("Karin Verwezen", "is verwezen door")
    desk.page.locator("li", has_text="Karin Verwezen").get_by_role("link", name="Op de wachtlijst").click()
    desk.look().fill(shareable_reason="In februari is er weer plek.").press("Opslaan").sees(
        "op de wachtlijst"
    )
    consulent.goto(page).sees("op de wachtlijst", "In februari is er weer plek.").sees_nothing_of("Karin")


def test_two_sign_ups_of_one_person_are_laid_side_by_side_joined_and_taken_apart(west, arrive):
    with scope(west.programme):
        for _time in range(2):
            actions.sign_up(name=parse_name("Piet van der Meulen"), door=Door.SELF, phone="+31612345678")
    desk = arrive(west.coordinator)
    desk.goto(f"{HERE}/deelnemers/aanmeldingen/").sees("Lijkt op Piet van der Meulen")
    before = count(west)
    desk.press("Naast elkaar bekijken").sees("De nieuwe aanmelding", "Kennen we al").press("Ja, voeg samen")
    desk.sees("staat nu één keer in Klik")
    assert count(west) == before - 1
    desk.press("Ongedaan maken").sees("Het zijn weer twee mensen")
    assert count(west) == before


def test_who_has_no_mail_signs_in_with_the_card_that_was_handed_over(west, arrive):
    desk = arrive(west.coordinator)
    with scope(west.programme):
        page = west.programme.to("participants:person", west.chooser.pk)
        name = west.chooser.person.first_name
    desk.goto(page)
    with desk.page.context.expect_page() as opened:
        desk.page.get_by_role("button", name="Inlogkaart maken").click()
    paper = Visitor(opened.value, desk.judged).look().sees(f"Kaart voor {name}")
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", paper.page.inner_text("main"))
    assert code
    paper.page.close()
    phone = arrive(width=360)
    phone.goto(f"{HERE}/kaart/").fill(code="AAAA-AAAA-AAAA").press("Log in").sees("werkt niet (meer)")
    phone.goto(f"{HERE}/kaart/{code[0]}/").press("Log in").sees("Je bent ingelogd op dit apparaat")
    desk.goto(page).press("Kaart intrekken en overal uitloggen").sees("Overal uitgelogd")
    phone.page.goto(f"{HERE}/matching/keuze/")
    assert "/account/inloggen/" in phone.page.url


@pytest.mark.parametrize("width", [360, 1280])
def test_one_persons_file_from_household_to_moving_on_and_back(west, arrive, width):
    desk = arrive(west.coordinator, width=width)
    with scope(west.programme):
        page = west.programme.to("participants:person", west.chooser.pk)
    desk.goto(page).press("Huishouden aanpassen").fill(adults="2", children="1").press("Opslaan")
    desk.sees("2 volwassenen, 1 kind van 4 tot en met 11 jaar")
    desk.press("Toestemming opschrijven").pick(purpose="call_later").press("Opslaan").sees(
        "later nog eens bellen"
    )
    desk.press("Intrekken").sees("ingetrokken op")
    desk.press("Gaat verder zonder ons").pick(reason="rest").press("Opslaan").sees("is verder gegaan")
    desk.press("Komt weer bij ons").fill(hoped_for="Weer iemand om mee te wandelen.").press("Opslaan")
    desk.sees("staat weer bij de aanmeldingen", "Bij ons van")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_volunteers_file_from_place_to_thanks(west, arrive, width):
    phone = arrive(west[Role.BUDDY], width=360)
    phone.goto(f"{HERE}/logboek/mensen/").press("Past mijn plek nog?").pick(stays="other", fits="partly")
    phone.fill(words="Ik wil ook koken.").press("Opslaan").sees("De coördinator leest het")
    desk = arrive(west.coordinator, width=width)
    desk.goto(f"{HERE}/verslagen/vandaag/").sees("wil praten over de eigen plek")
    with scope(west.programme):
        page = west.programme.to("buddies:person", west.free_buddy.pk)
    desk.goto(page).press("Plek toevoegen").fill(place="De eettafel").pick(task="cook").press("Opslaan")
    desk.sees("De eettafel").press("Vraag het nu").pick(stays="yes", fits="well").press("Opslaan").sees(
        "ja, het past"
    )
    desk.press("Overeenkomst maken").sees("De pdf wordt gemaakt")
    desk.goto(page).press("Stoppen, met dank").pick(reason="finished").press("Opslaan").sees(
        "Vergeet het bedankje niet"
    )
    desk.goto(f"{HERE}/vrijwilligers/weg-naar-inzetbaar/").sees("Eerste belangstelling")
    desk.goto(f"{HERE}/vrijwilligers/aanmeldingen/").sees("Aanmeldingen van vrijwilligers")

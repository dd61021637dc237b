"""Two journeys of the desk: a new programme in a quarter of an hour, and a list of people out of a file."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import expect

from participants.models import Participant
from programmes.models import Programme, Role
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)

LISTED = """Deelnemers 2025;;;
Naam;E-mail;Wijk;Wachtlijst
Piet van der Meulen;piet@example.org;Centrum;1-3-2024
Meulen, Anna van der;anna@example.org;Centrum;31-2-2024
Fatima El Amrani;fatima@example.org;Atlantis;1 mei 2024
Totaal;3;;
"""


@pytest.fixture
def west() -> World:
    world = make_world("kansrijk-west", "Kansrijk West")
    with scope(world.programme):
        make.NeighbourhoodFactory(name="Centrum")
    return world


def test_a_list_of_people_comes_in_out_of_a_file(
    west: World, visit: Any, worker: Any, tmp_path: Path
) -> None:
    """Choose it, see what is wrong, say what a column is, take over what is right, find the people."""
    file = tmp_path / "lijst.csv"
    file.write_bytes(LISTED.encode("cp1252"))
    desk = visit(width=1280).sign_in(west.coordinator.user.email)
    desk.goto(west.programme.to("programmes:settings")).press("Mensen uit een bestand")
    desk.press("Bekijk wat erin staat").sees("Kies een bestand.")
    desk.pick(kind="participants").page.locator("[name=file]").set_input_files(file)
    # Not looked at while it is worked on: the page renews itself.
    desk.page.get_by_role("button", name="Bekijk wat erin staat").click()
    expect(desk.page.get_by_role("heading", name="Klopt dit?")).to_be_visible(timeout=60_000)
    desk.look().sees("Dit is geen dag: 31-2-2024", "De wijk Atlantis staat niet bij de instellingen")
    desk.page.get_by_role("button", name="Neem 2 mensen over").click()
    expect(desk.page.get_by_role("heading", name="2 mensen overgenomen")).to_be_visible(timeout=60_000)
    desk.look().sees("Rij 4", "31-2-2024").press("Naar de lijst").fill(q="Meulen, van der")
    desk.press("Zoeken").sees("Piet van der Meulen").sees_nothing_of("Fatima")
    desk.goto(west.programme.to("participants:list") + "?kies=1")
    phone = visit(width=360).sign_in(west.coordinator.user.email)
    phone.goto(west.programme.to("participants:list") + "?kies=1")
    phone.goto(west.programme.to("programmes:settings"))
    with scope(west.programme):
        assert Participant.objects.filter(person__imported_rows__isnull=False).count() == 2


def test_an_administrator_makes_a_programme_and_the_coordinator_begins_there(
    west: World, visit: Any, worker: Any
) -> None:
    desk = visit(width=1280).sign_in(west[Role.ADMINISTRATOR].user.email)
    desk.goto(west.programme.to("programmes:about")).press("Nieuw programma").press("Zoals Welsaam")
    desk.fill(name="Samen in Oost", organisation="Stichting Oost", place="Oosterdam", slug="samen-in-oost")
    desk.fill(
        buddy_singular="maatje", buddy_plural="maatjes", starts_on="2026-01-01", neighbourhoods="Noord\nZuid"
    )
    desk.page.locator("[name=buddy_plural]").blur()
    expect(desk.page.locator("#voorbeeld")).to_contain_text("drie maatjes inzetbaar")
    desk.fill(own_name="Ilse Noorlander", coordinator_name="Harm Bos", coordinator_email="harm@example.org")
    desk.page.locator("[name=accent]").fill("#ffd400")
    desk.press("Maak het programma en nodig uit").sees("dichtstbijzijnde kleur")
    desk.press("Neem #").sees("Samen in Oost staat klaar", "Uitnodiging voor Harm Bos")
    link = desk.page.locator("code").inner_text()
    assert Programme.objects.get(slug="samen-in-oost").buddy_plural == "maatjes"

    harm = visit(width=360)
    harm.goto(link).sees("Je bent uitgenodigd", "Ilse Noorlander nodigt je uit")
    harm.press("Ja, ik doe mee")
    mail.outbox.clear()
    harm.press("Stuur mij een code")
    code = re.search(r"\b\d{3} ?\d{3}\b", mail.outbox[-1].body)
    assert code
    harm.fill(code=code[0]).page.locator("main form button").first.click()
    harm.look().goto(Programme.objects.get(slug="samen-in-oost").to("programmes:settings")).press(
        "Wijken"
    ).sees("Noord", "Zuid")
    harm.press("Noord").fill(name="Nieuw-Noord").press("Opslaan").sees("heette eerder Noord")
    new = Programme.objects.get(slug="samen-in-oost")
    harm.goto(new.to("programmes:settings")).press("Stappen voor een nieuwe vrijwilliger")
    harm.press("Stap toevoegen").pick(kind="references").fill(name="Twee referenties").press("Opslaan")
    harm.press("Eerder").press("Twee referenties", exact=True)
    harm.goto(new.to("buddies:agreement")).fill(agreement="Jij bent [vrijwilliger] bij ons.")
    harm.press("Bekijk eerst het voorbeeld").sees("Jij bent maatje bij ons.").press("Opslaan")
    harm.goto(new.to("programmes:working"))
    desk.goto(new.to("programmes:about")).sees("Twee referenties")

"""Money, from the photo of a receipt to paid: on a phone, then at a desk."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from payments.models import ListState, PaymentList
from programmes.models import Role
from programmes.scope import scope
from tests import factories as make
from tests.worlds import make_world


def photo() -> dict[str, object]:
    raw = io.BytesIO()
    Image.new("RGB", (400, 300), "#d9c9a3").save(raw, "JPEG")
    return {"name": "bon.jpg", "mimeType": "image/jpeg", "buffer": raw.getvalue()}


@pytest.mark.django_db(transaction=True)
def test_from_the_photo_of_a_receipt_to_paid(arrive):
    west = make_world("kansrijk-west", "Kansrijk West")
    with scope(west.programme):
        make.SchemeFactory()
        make.ContactFactory(match=west.match, by=west[Role.BUDDY], minutes=90)
    buddy = arrive(west[Role.BUDDY], width=360)
    buddy.goto("/kansrijk-west/logboek/mensen/").press("Vergoeding en onkosten").sees("Nog ruimte dit jaar")
    buddy.press("Invullen").pick(how="account").fill(iban="NL91 ABNA 0417 1643 01", holder="M. Voorbeeld")
    buddy.pick(age="adult").press("Opslaan").sees("Dit rekeningnummer klopt niet.")
    buddy.fill(iban="NL91 ABNA 0417 1643 00").press("Opslaan").sees("Dat is opgeslagen.")

    buddy.press("Onkosten toevoegen").pick(kind="travel")
    file = buddy.page.locator("[name='receipt']")
    file.set_input_files(photo())
    buddy.page.get_by_role("button", name="Opslaan").click()
    expect(buddy.page.locator("#fouten")).to_be_focused()
    buddy.look().sees("Vul in hoeveel het kostte.")
    assert file.evaluate("element => element.files.length") == 1, "the photo is still chosen"
    buddy.fill(cents="12,50").page.get_by_role("button", name="Opslaan").click()
    buddy.page.wait_for_url("**/vergoeding/")
    buddy.look().sees("De onkosten staan erbij.", "bon")
    buddy.press("declareren").sees("Wat je deed", "€ 8,62", "€ 21,12")
    buddy.press("Declaratie versturen").sees("wacht op goedkeuring")

    desk = arrive(west.coordinator)
    desk.goto("/kansrijk-west/verslagen/vandaag/").sees("stuurde een declaratie van € 21,12")
    desk.goto("/kansrijk-west/vrijwilligers/").press("Vergoedingen en betaallijsten").press("Bekijken")
    with desk.page.expect_popup() as popup:
        desk.page.get_by_role("link", name="Bekijk de bon").click()
    expect(popup.value.locator("img")).to_have_js_property("naturalWidth", 400)
    popup.value.close()
    desk.press("Goedkeuren").sees("is goedgekeurd").press("Betaallijst maken")
    desk.sees("NL91 ABNA 0417 1643 00", "€ 21,12").press("Invullen").fill(iban="NL02ABNA0123456789")
    desk.press("Opslaan").goto("/kansrijk-west/vergoeding/declaraties/").press("Lijst van")
    with desk.page.expect_download() as download:
        desk.page.get_by_role("link", name="Bestand voor de bank").click()
    assert b"21.12" in download.value.path().read_bytes()
    desk.press("Alles is betaald").sees("Er kan niets meer aan veranderen.", "NL…4300")
    desk.goto("/kansrijk-west/vergoeding/afspraken/").sees("Wat de wet toestaat")
    with scope(west.programme):
        assert PaymentList.objects.get().state == ListState.PAID
    buddy.goto("/kansrijk-west/vergoeding/").sees("betaald op")

"""What was spent goes along with the log it belongs to: once, with its receipt, and never in the way of the log."""

import base64
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from logbook.models import Contact, Delivery, Shift
from payments.models import Expense, Receipt
from programmes.models import Role
from programmes.scope import scope
from tests import factories as make
from tests.logbook.test_outbox import CHECK, Phone, a_log, rows, sealed

LOG = "/kansrijk-west/logboek/"


def photo():
    raw = io.BytesIO()
    Image.new("RGB", (40, 30), "#d9c9a3").save(raw, "JPEG")
    return raw.getvalue()


def answers(world, **changes):
    fields = {name: values[0] for name, values in a_log(world)["fields"].items()}
    return {**fields, "day": timezone.localdate().isoformat(), "uid": str(uuid.uuid4()), **changes}


@pytest.fixture
def paying(west):
    with scope(west.programme):
        make.SchemeFactory()
    return west


def test_the_log_form_keeps_what_was_spent_with_its_receipt_once(paying, sign_in):
    client = sign_in(paying[Role.BUDDY])
    data = answers(paying, cost_kind="travel", cost_cents="12,50")
    for _time in range(2):
        sent = {**data, "cost_receipt": SimpleUploadedFile("bon.jpg", photo(), "image/jpeg")}
        response = client.post(LOG, sent, follow=True)
    assert "€\u00a012,50 (bus, trein of parkeren), met bon" in response.content.decode()
    [contact], [expense] = rows(paying), rows(paying, Expense)
    assert (expense.uid, expense.on, expense.cents) == (contact.uid, contact.on, 1250)
    assert expense.volunteer_id == paying.buddy.pk
    assert len(rows(paying, Receipt)) == 1


def test_other_expenses_under_the_same_log_are_said_and_not_dropped(paying, sign_in):
    client = sign_in(paying[Role.BUDDY])
    data = answers(paying, cost_kind="travel", cost_cents="12,50")
    client.post(LOG, data)
    response = client.post(LOG, {**data, "cost_cents": "99"})
    assert response.status_code == 422
    assert "Hier staan al andere onkosten bij" in response.content.decode()
    assert [expense.cents for expense in rows(paying, Expense)] == [1250]


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"cost_cents": "12,50"}, "Kies waarvoor het was."),
        ({"cost_kind": "travel"}, "Vul in hoeveel het kostte."),
        ({"cost_kind": "travel", "cost_cents": "veel"}, "Dit is geen bedrag."),
        ({"cost_kind": "km"}, "Vul in hoeveel kilometer het was."),
        ({"cost_kind": "spaceship", "cost_cents": "1"}, "Deze keuze is er niet"),
    ],
)
def test_what_is_wrong_with_the_expenses_is_said_and_nothing_is_half_kept(paying, sign_in, told, says):
    response = sign_in(paying[Role.BUDDY]).post(LOG, answers(paying, note="Het regende.", **told))
    assert response.status_code == 422
    assert says in response.content.decode()
    assert "Het regende." in response.content.decode()
    assert (rows(paying), rows(paying, Expense)) == ([], [])


def test_a_programme_that_pays_nothing_does_not_ask_and_one_that_pays_does(west, zuid, sign_in):
    with scope(west.programme):
        make.SchemeFactory()
    assert "cost_cents" in sign_in(west[Role.BUDDY]).get(LOG).content.decode()
    assert "cost_cents" in sign_in(west[Role.BUDDY]).get(f"{LOG}zonder-bereik/").content.decode()
    for page in ("", "zonder-bereik/"):
        asked = sign_in(zuid[Role.BUDDY]).get(f"/kansrijk-zuid/logboek/{page}").content.decode()
        assert "cost_cents" not in asked


def test_a_sealed_log_brings_its_photo_along_once(paying, sign_in):
    phone = Phone(sign_in(paying[Role.BUDDY]))
    uid = uuid.uuid4()
    log = a_log(paying, cost_kind="material", cost_cents="7,05")
    log["files"] = {"cost_receipt": base64.b64encode(photo()).decode()}
    envelope = sealed(paying, uid, log)
    assert [phone.put(uid, envelope).status_code for _time in range(3)] == [201, 200, 200]
    [contact], [expense], [receipt] = (rows(paying, model) for model in (Contact, Expense, Receipt))
    assert (expense.uid, expense.cents, receipt.expense_id) == (contact.uid, 705, expense.pk)
    assert receipt.media == "image/jpeg"


def test_kilometres_of_a_task_go_along_too(paying, sign_in):
    with scope(paying.programme):
        type(paying.buddy).objects.filter(pk=paying.buddy.pk).update(tasks=["buddy", "cook"])
    phone = Phone(sign_in(paying[Role.BUDDY]))
    uid = uuid.uuid4()
    log = a_log(paying, match="task:cook", way=[], cost_kind="km", cost_km="10")
    assert phone.put(uid, sealed(paying, uid, log)).status_code == 201
    [shift], [expense] = rows(paying, Shift), rows(paying, Expense)
    assert (expense.uid, expense.km, expense.cents) == (shift.uid, 10, 230)


@pytest.mark.parametrize(
    ("told", "file"),
    [
        ({"cost_kind": "travel", "cost_cents": "5000"}, b""),
        ({"cost_kind": "travel", "cost_cents": "5"}, b"geen foto"),
    ],
)
def test_expenses_that_cannot_be_kept_wait_for_the_coordinator_who_still_keeps_the_log(
    paying, sign_in, told, file
):
    phone = Phone(sign_in(paying[Role.BUDDY]))
    uid = uuid.uuid4()
    log = a_log(paying, **told) | (
        {"files": {"cost_receipt": base64.b64encode(file).decode()}} if file else {}
    )
    assert phone.put(uid, sealed(paying, uid, log)).status_code == 202
    desk = sign_in(paying.coordinator)
    assert "Samen gewandeld." in desk.get(CHECK).content.decode()
    [delivery] = rows(paying, Delivery)
    desk.post(f"{CHECK}{delivery.pk}/opnemen/")
    assert [contact.uid for contact in rows(paying)] == [uid]
    assert rows(paying, Expense) == []


def test_a_programme_that_stopped_paying_meanwhile_still_gets_the_log(west, sign_in):
    phone = Phone(sign_in(west[Role.BUDDY]))
    uid = uuid.uuid4()
    answer = phone.put(uid, sealed(west, uid, a_log(west, cost_kind="travel", cost_cents="5")))
    assert (answer.status_code, rows(west)) == (202, [])
    desk = sign_in(west.coordinator)
    text = desk.get(CHECK).content.decode()
    assert "betaalt dit programma geen onkosten" in text
    assert "De rest kan wel in het logboek" in text
    assert "Onkosten: bus, trein of parkeren, €\u00a05,00, zonder bon" in text
    [delivery] = rows(west, Delivery)
    desk.post(f"{CHECK}{delivery.pk}/opnemen/")
    assert [contact.uid for contact in rows(west)] == [uid]

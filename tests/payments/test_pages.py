"""The pages of money: the volunteer's, the coordinator's, and what was agreed."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from payments.models import Claim, Expense, ListState, OwnRates, Payee, Payer, PaymentList, Receipt, Scheme
from programmes.models import Role
from programmes.scope import scope
from tests import factories as make
from tests.worlds import fill_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def money(west):
    with scope(west.programme):
        make.SchemeFactory()
        make.PayeeFactory(volunteer=west.buddy)
        make.ContactFactory(match=west.match, by=west[Role.BUDDY], minutes=90)
    return west


@pytest.fixture
def phone(money, sign_in):
    return sign_in(money[Role.BUDDY])


@pytest.fixture
def desk(money, sign_in):
    return sign_in(money.coordinator)


def photo(name="bon.jpg"):
    raw = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(raw, "JPEG")
    return SimpleUploadedFile(name, raw.getvalue())


def told(**more):
    return {
        "kind": "travel", "on": timezone.localdate().isoformat(), "cents": "12,50", "km": "", "words": "Bus heen en terug",
        "uid": "0b5e3c1e-3a52-4a8b-9a53-8a7f1b3b1c11", **more,
    }  # fmt: skip


def test_the_volunteer_reads_what_was_earned_and_what_room_is_left(money, phone):
    page = phone.get(money.programme.to("payments:mine")).content.decode()
    assert "€\xa08,62" in page
    assert "Nog ruimte dit jaar: €\xa02.191,38" in page
    assert "Nog ruimte deze maand: €\xa0211,38" in page
    assert "De regel van dit programma: Vergoeding en onkosten tellen samen mee" in page
    assert "jonger dan 27" in page
    assert "ook bij andere organisaties" in page


def test_from_eighty_per_cent_on_the_page_warns(money, phone):
    with scope(money.programme):
        for _day in range(4):
            make.ContactFactory(match=money.match, by=money[Role.BUDDY], minutes=600)
    page = phone.get(money.programme.to("payments:mine")).content.decode()
    assert "bijna bij het maximum van deze maand" in page or "Deze maand is het maximum bereikt" in page


def test_a_volunteer_of_two_programmes_hears_that_they_cannot_see_each_other(money, zuid, sign_in):
    with scope(zuid.programme):
        make.MembershipFactory(user=money[Role.BUDDY].user, role=Role.BUDDY)
    page = sign_in(money[Role.BUDDY]).get(money.programme.to("payments:mine")).content.decode()
    assert "kunnen niet bij elkaar naar binnen kijken" in page


def test_a_programme_without_allowance_says_so(west, sign_in):
    page = sign_in(west[Role.BUDDY]).get(west.programme.to("payments:mine")).content.decode()
    assert "geeft nu geen vergoeding" in page


def test_an_expense_with_a_photo_is_kept_and_can_be_seen_and_taken_back(money, phone, desk):
    answer = phone.post(money.programme.to("payments:add_expense"), told(receipt=photo()))
    assert answer.status_code == 302, answer.content.decode()
    with scope(money.programme):
        expense = Expense.objects.get()
        assert (expense.cents, expense.words) == (1_250, "Bus heen en terug")
    url = money.programme.to("payments:receipt", expense.pk)
    for client in (phone, desk):
        seen = client.get(url)
        assert (seen.status_code, seen["Content-Type"]) == (200, "image/jpeg")
        assert "no-store" in seen["Cache-Control"]
    assert phone.post(money.programme.to("payments:remove_expense", expense.pk)).status_code == 302
    with scope(money.programme):
        assert not Receipt.objects.exists()


def test_another_volunteer_sees_no_receipt_and_removes_nothing(money, sign_in):
    with scope(money.programme):
        expense = make.ExpenseFactory(volunteer=money.buddy, receipt=True)
        other = make.MembershipFactory(role=Role.BUDDY)
        make.BuddyFactory(person=other.person)
    client = sign_in(other)
    assert client.get(money.programme.to("payments:receipt", expense.pk)).status_code == 404
    assert client.post(money.programme.to("payments:remove_expense", expense.pk)).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"cents": ""}, "Vul in hoeveel het kostte."),
        ({"cents": "twaalf"}, "Dit is geen bedrag."),
        ({"cents": "1.000,01"}, "Dit bedrag is te hoog."),
        ({"cents": "0"}, "meer is dan nul"),
        ({"kind": ""}, "Kies er een."),
        ({"kind": "km"}, "Vul in hoeveel kilometer het was."),
        ({"kind": "km", "km": "veel"}, "Vul een heel getal in"),
        ({"on": "2099-01-01"}, "Deze dag komt nog."),
        ({"on": "2025-01-01"}, "langer dan een jaar geleden"),
        ({"uid": "x"}, "Er ging iets mis met dit formulier."),
        ({"words": "bsn 123456782"}, "lijkt"),
    ],
)
def test_what_is_not_right_is_told_and_nothing_typed_is_lost(money, phone, wrong, words):
    sent = told(**wrong)
    answer = phone.post(money.programme.to("payments:add_expense"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Bus heen en terug" in page or "words" in wrong
    with scope(money.programme):
        assert not Expense.objects.exists()


@pytest.mark.parametrize("htmx", [False, True])
def test_a_file_that_is_no_receipt_is_refused_and_the_photo_field_is_not_swapped_away(money, phone, htmx):
    file = SimpleUploadedFile("bon.jpg", b"<html>", content_type="image/jpeg")
    headers = {"HX-Request": "true"} if htmx else {}
    answer = phone.post(money.programme.to("payments:add_expense"), told(receipt=file), headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Dit bestand kunnen we niet lezen." in page
    assert ('type="file"' in page) is not htmx


def test_with_htmx_a_good_expense_leads_back_to_the_page(money, phone):
    answer = phone.post(
        money.programme.to("payments:add_expense"), told(receipt=photo()), headers={"HX-Request": "true"}
    )
    assert answer["HX-Redirect"] == money.programme.to("payments:mine")


def month_url(money, name="payments:claim_month"):
    today = timezone.localdate()
    return money.programme.to(name, today.year, today.month)


def test_the_whole_way_from_sending_to_paid(money, phone, desk):
    phone.post(money.programme.to("payments:add_expense"), told(receipt=photo()))
    assert "€\xa021,12" in phone.get(month_url(money)).content.decode()
    assert phone.post(month_url(money), {"elsewhere": ""}).status_code == 302
    with scope(money.programme):
        claim = Claim.objects.get()
    page = desk.get(money.programme.to("payments:desk")).content.decode()
    assert "€\xa021,12" in page
    url = money.programme.to("payments:claim", claim.pk)
    shown = desk.get(url)
    fields = {bound.html_name: bound.value() for bound in shown.context["form"]}
    fields |= {name: "12,50" for name in fields if "cents-" in name}
    fields[f"claim-{claim.pk}-reason"] = ""
    answer = desk.post(url, fields)
    assert answer.status_code == 302, answer.content.decode()
    assert desk.post(money.programme.to("payments:make_list")).status_code == 302
    with scope(money.programme):
        made = PaymentList.objects.get()
    to = money.programme.to
    assert "NL91 ABNA 0417 1643 00" in desk.get(to("payments:list", made.pk)).content.decode()
    assert desk.get(to("payments:list_sepa", made.pk)).status_code == 422
    assert (
        desk.post(to("payments:payer"), {"name": "Stichting", "iban": "NL02 ABNA 0123 4567 89"}).status_code
        == 302
    )
    bank = desk.get(to("payments:list_sepa", made.pk))
    assert b'<InstdAmt Ccy="EUR">21.12</InstdAmt>' in bank.content
    assert desk.get(to("payments:list_xlsx", made.pk)).content[:2] == b"PK"
    assert "21,12" in desk.get(to("payments:list_csv", made.pk)).content.decode()
    assert (
        desk.post(to("payments:list", made.pk), {"on": timezone.localdate().isoformat()}).status_code == 302
    )
    with scope(money.programme):
        assert PaymentList.objects.get().state == ListState.PAID
    assert (
        desk.post(to("payments:list", made.pk), {"on": timezone.localdate().isoformat()}).status_code == 422
    )
    assert desk.get(to("payments:list_sepa", made.pk)).status_code == 422
    page = desk.get(to("payments:list", made.pk)).content.decode()
    assert "NL…4300" in page
    assert "NL91 ABNA" not in page
    assert "betaald op" in phone.get(to("payments:mine")).content.decode()
    assert desk.get(url).status_code == 200


def send_one(money, phone):
    phone.post(month_url(money), {"elsewhere": ""})
    with scope(money.programme):
        return Claim.objects.get()


def test_a_correction_asks_a_reason_and_the_volunteer_reads_it(money, phone, desk):
    claim = send_one(money, phone)
    url = money.programme.to("payments:claim", claim.pk)
    form = desk.get(url).context["form"]
    (line,) = [name for name in form.fields if name.startswith("minutes-")]
    sent = {f"{form.prefix}-{line}": "60", f"{form.prefix}-seen": "862", f"{form.prefix}-reason": ""}
    answer = desk.post(url, sent)
    assert answer.status_code == 422
    assert "Schrijf erbij waarom" in answer.content.decode()
    assert desk.post(url, {**sent, f"{form.prefix}-reason": "Het was een uur."}).status_code == 302
    page = phone.get(money.programme.to("payments:mine")).content.decode()
    assert "Aangepast: Het was een uur." in page
    assert "€\xa05,75" in page


def test_approving_what_changed_meanwhile_is_refused(money, phone, desk):
    claim = send_one(money, phone)
    url = money.programme.to("payments:claim", claim.pk)
    form = desk.get(url).context["form"]
    sent = {f"{form.prefix}-{name}": form[name].value() for name in form.fields}
    sent |= {f"{form.prefix}-seen": "1", f"{form.prefix}-reason": ""}
    answer = desk.post(url, sent)
    assert answer.status_code == 422
    assert "net veranderd" in answer.content.decode()


def test_a_claim_can_be_taken_back_and_approval_too(money, phone, desk):
    claim = send_one(money, phone)
    assert phone.post(money.programme.to("payments:withdraw_claim", claim.pk)).status_code == 302
    with scope(money.programme):
        assert not Claim.objects.exists()


def test_nobody_looks_at_their_own_claim_with_a_button(money, sign_in):
    with scope(money.programme):
        own = make.BuddyFactory(person=money.coordinator.person)
        make.PayeeFactory(volunteer=own)
        make.ExpenseFactory(volunteer=own)
        from payments.actions import send_claim

        claim = send_claim(volunteer=own, month=timezone.localdate().replace(day=1), by=money.coordinator)
    page = sign_in(money.coordinator).get(money.programme.to("payments:claim", claim.pk)).content.decode()
    assert "Dit is je eigen declaratie" in page
    assert "Goedkeuren</button>" not in page


@pytest.mark.parametrize("iban", ["NL91ABNA0417164301", "NL91", "geen nummer", "GB00WEST12345698765432"])
def test_an_account_number_that_cannot_be_is_refused(money, phone, iban):
    sent = {"how": "account", "iban": iban, "holder": "M. Voorbeeld", "age": "adult", "adult_on": ""}
    answer = phone.post(money.programme.to("payments:payee"), sent)
    assert answer.status_code == 422
    assert "Dit rekeningnummer klopt niet." in answer.content.decode()


def test_an_account_is_kept_without_spaces_and_can_be_forgotten(money, phone):
    sent = {"how": "account", "iban": "nl02 abna 0123 4567 89", "holder": "M. V.", "age": "young",
            "adult_on": (timezone.localdate() + timedelta(days=40)).isoformat()}  # fmt: skip
    assert phone.post(money.programme.to("payments:payee"), sent).status_code == 302
    with scope(money.programme):
        assert Payee.objects.get().iban == "NL02ABNA0123456789"
    assert phone.post(money.programme.to("payments:forget_payee")).status_code == 302
    with scope(money.programme):
        assert not Payee.objects.exists()


def test_in_cash_nothing_of_an_account_is_kept(money, phone):
    sent = {"how": "cash", "iban": "NL02ABNA0123456789", "holder": "M. V.", "age": "adult", "adult_on": ""}
    phone.post(money.programme.to("payments:payee"), sent)
    with scope(money.programme):
        payee = Payee.objects.get()
        assert (payee.iban, payee.holder) == ("", "")


def test_what_is_agreed_is_set_from_a_month_on(money, desk):
    to = money.programme.to
    month = timezone.localdate().replace(day=1).isoformat()
    sent = {"starts_on": month, "mode": "per_contact", "contact_cents": "", "hour_cents": "", "km_cents": "0,23",
            "costs": "apart"}  # fmt: skip
    assert "per contact krijgt" in desk.post(to("payments:agree"), sent).content.decode()
    assert desk.post(to("payments:agree"), {**sent, "contact_cents": "5"}).status_code == 302
    with scope(money.programme):
        now = Scheme.objects.in_month(timezone.localdate())
        assert (now.mode, now.contact_cents, now.costs) == ("per_contact", 500, "apart")
    page = desk.get(to("payments:terms")).content.decode()
    assert "Alleen de vergoeding telt mee; onkosten met een bon komen erbovenop" in page
    assert "€\xa02.200,00" in page


def test_the_amounts_of_a_coming_year_are_filled_in(money, desk):
    year = timezone.localdate().year + 1
    sent = {"year": str(year), "hour": "5,90", "hour_young": "3,50", "month_cap": "225", "year_cap": "2.250"}
    assert desk.post(money.programme.to("payments:add_rates"), sent).status_code == 302
    with scope(money.programme):
        assert OwnRates.objects.get().year_cap == 225_000
    assert "zelf ingevuld" in desk.get(money.programme.to("payments:terms")).content.decode()


def test_the_account_of_the_programme_can_be_forgotten(money, desk):
    url = money.programme.to("payments:payer")
    desk.post(url, {"name": "Stichting", "iban": "NL02ABNA0123456789"})
    assert desk.post(url, {"name": "", "iban": ""}).status_code == 302
    with scope(money.programme):
        assert not Payer.objects.exists()


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    assert page.status_code == 200
    return len(queries), page.content.decode()


def test_the_desk_costs_the_same_with_many_claims(west, sign_in):
    full = fill_up(west)
    desk, url = sign_in(full.coordinator), full.programme.to("payments:desk")
    desk.get(url)
    few, _page = queries_of(desk, url)
    with scope(full.programme):
        for _each in range(15):
            claim = {
                "volunteer": make.BuddyFactory(),
                "month": date(2026, 3, 1),
                "mode": "per_hour",
                "costs": "together",
            }
            Claim.objects.create(**claim, month_cap=1, year_cap=1, effort_cents=1)
            PaymentList.objects.create(made_by=full.coordinator)
    many, page = queries_of(desk, url)
    assert page.count("Bekijken") >= 15
    assert many == few


def test_the_volunteers_page_costs_the_same_with_a_full_year(money, phone):
    url = money.programme.to("payments:mine")
    phone.get(url)
    few, _page = queries_of(phone, url)
    with scope(money.programme):
        for day in range(40):
            on = timezone.localdate() - timedelta(days=day * 5)
            make.ContactFactory(match=money.match, by=money[Role.BUDDY], on=on)
            make.ExpenseFactory(volunteer=money.buddy, on=on, receipt=True)
    many, _page = queries_of(phone, url)
    assert many <= few + 1


def test_a_claim_costs_the_same_with_many_lines(money, phone, desk):
    claim = send_one(money, phone)
    url = money.programme.to("payments:claim", claim.pk)
    desk.get(url)
    few, _page = queries_of(desk, url)
    with scope(money.programme):
        for minutes in range(30, 60):
            make.ContactFactory(match=money.match, by=money[Role.BUDDY], minutes=minutes)
    many, _page = queries_of(desk, url)
    assert many == few

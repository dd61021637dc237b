"""Signing in with a six-digit code: no passwords, nobody learns who has an account, and out means out everywhere."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from programmes.models import Role
from tests.worlds import World

ADDRESS = "/account/inloggen/"
CODE = "/account/inloggen/code/"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def ask(client: Client, email: str) -> Any:
    return client.post(ADDRESS, {"email": email}, follow=True)


def code_in_mail() -> str:
    found = re.search(r"(\d{3}) (\d{3})", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1] + found[2]


def stripped(page: str, email: str) -> str:
    """A page without what differs each time: the token and the address that was typed."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.replace(email, "@"))


def test_a_known_and_an_unknown_address_give_the_same_page(west: World) -> None:
    known, unknown = west.coordinator.user.email, "niemand@example.org"
    pages = {}
    for email in (known, unknown):
        client = Client()
        sent = ask(client, email)
        wrong = client.post(CODE, {"code": "000 00x"})
        pages[email] = (
            sent.redirect_chain,
            sent.status_code,
            stripped(sent.content.decode(), email),
            wrong.status_code,
            stripped(wrong.content.decode(), email),
        )
    assert pages[known] == pages[unknown]
    assert [message.to for message in mail.outbox] == [[known]]


def test_the_page_does_not_wait_for_the_mail_server(west: World, settings: Any, monkeypatch: Any) -> None:
    """Else its slowness would tell which addresses are known, and a server that is away would be an error page."""
    settings.MAIL_BESIDE_REQUEST = True
    begun, answered = threading.Event(), threading.Event()
    tried = []

    def slow(message: Any) -> None:
        begun.set()
        tried.append(answered.wait(timeout=20))
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", slow)
    assert ask(Client(), west.coordinator.user.email).status_code == 200
    answered.set()
    assert begun.wait(timeout=20)
    for thread in threading.enumerate():
        if thread.name == "sign-in code":
            thread.join(timeout=20)
    assert tried == [True]


def test_the_mail_holds_six_digits_and_says_how_long_they_work(west: World) -> None:
    ask(Client(), west.coordinator.user.email)
    message = mail.outbox[0]
    assert message.subject == "Je code om in te loggen"
    assert re.fullmatch(r"\d{6}", code_in_mail())
    assert "15 minuten" in str(message.body)
    assert "http" not in str(message.body)


@pytest.mark.parametrize("written", ["{}{}", "{} {}", " {}  {} "])
def test_the_code_is_accepted_with_spaces(west: World, written: str) -> None:
    client, referrer = Client(), west[Role.REFERRER]
    text = ask(client, referrer.user.email.upper()).content.decode()
    assert 'inputmode="numeric"' in text
    assert 'autocomplete="one-time-code"' in text
    code = code_in_mail()
    answer = client.post(CODE, {"code": written.format(code[:3], code[3:])}, follow=True)
    assert answer.redirect_chain[-1][0] == west.programme.to("participants:my_referrals")


def test_after_signing_in_one_is_where_one_wanted_to_be(west: World) -> None:
    client, wanted = Client(), west.programme.to("participants:refer")
    asked = client.get(wanted, follow=True)
    client.post(asked.redirect_chain[-1][0], {"email": west[Role.REFERRER].user.email, "next": wanted})
    answer = client.post(CODE, {"code": code_in_mail(), "next": wanted})
    assert answer.url == wanted


@pytest.mark.parametrize("code", ["", "12345", "geen idee", "1" * 21, "０００００"])
def test_a_wrong_code_says_so_and_can_be_typed_again(west: World, code: str) -> None:
    client = Client()
    ask(client, west.coordinator.user.email)
    answer = client.post(CODE, {"code": code})
    assert answer.status_code == 422
    assert "Fout:" in answer.content.decode()
    right = code_in_mail()
    assert client.post(CODE, {"code": right}).status_code == 302


def test_after_five_wrong_codes_it_begins_again(west: World) -> None:
    client = Client()
    ask(client, west.coordinator.user.email)
    right = code_in_mail()
    wrong = "111111" if right != "111111" else "222222"
    answers = [client.post(CODE, {"code": wrong}) for _time in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 302]
    assert client.post(CODE, {"code": right}).url.startswith(ADDRESS)
    assert "_auth_user_id" not in client.session


def test_a_code_works_for_fifteen_minutes(west: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    ask(client, west.coordinator.user.email)
    later = (timezone.now() + timedelta(minutes=16)).timestamp()
    monkeypatch.setattr("time.time", lambda: later)
    assert client.post(CODE, {"code": code_in_mail()}).url.startswith(ADDRESS)


def test_asking_codes_over_and_over_is_slowed_down_for_known_and_unknown(west: World) -> None:
    for email in (west.coordinator.user.email, "niemand@example.org"):
        answers = [Client().post(ADDRESS, {"email": email}) for _time in range(5)]
        assert [answer.status_code for answer in answers] == [302, 302, 302, 302, 422]
        assert "Te vaak geprobeerd" in answers[-1].content.decode()
    assert len(mail.outbox) == 4


def test_a_flood_from_one_place_is_slowed_down_too(west: World) -> None:
    answers = [Client().post(ADDRESS, {"email": f"a{each}@example.org"}) for each in range(31)]
    assert [answer.status_code for answer in answers[:30]] == [302] * 30
    assert answers[-1].status_code == 422
    assert "Te vaak geprobeerd" in answers[-1].content.decode()


def test_what_is_no_address_is_told_in_dutch(db: None) -> None:
    for typed, words in (
        ("", "nog leeg"),
        ("piet", "geen e-mailadres"),
        ("x" * 300 + "@example.org", "tekens"),
    ):
        answer = Client().post(ADDRESS, {"email": typed})
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_there_are_no_passwords_and_nobody_signs_up_by_themselves(db: None) -> None:
    for path in ("/account/signup/", "/account/password/reset/", "/account/login/", "/accounts/login/"):
        assert Client().get(path).status_code == 404
    assert 'type="password"' not in Client().get(ADDRESS).content.decode()


def signed_in(email: str, browser: str) -> Client:
    """A client that came in with the code, on a device."""
    client = Client(headers={"user-agent": f"Mozilla/5.0 {browser}"})
    ask(client, email)
    assert client.post(CODE, {"code": code_in_mail()}).status_code == 302
    return client


def test_one_sees_where_one_is_signed_in_and_can_end_it_everywhere(west: World, zuid: World) -> None:
    email = west[Role.REFERRER].user.email
    phone, desk = signed_in(email, "(iPhone) Safari/1"), signed_in(email, "(Windows) Firefox/1")
    other = signed_in(zuid[Role.REFERRER].user.email, "(Linux; Android) Chrome/1")
    page = west.programme.to("participants:my_referrals")
    text = desk.get("/account/apparaten/").content.decode()
    assert "Safari op iPhone" in text
    assert "Firefox op Windows" in text
    assert "Android" not in text
    assert text.count("dit apparaat") == 1
    assert desk.post("/account/overal-uitloggen/").status_code == 302
    for client in (phone, desk):
        assert client.get(page).url.startswith(ADDRESS)
    assert other.get(zuid.programme.to("participants:my_referrals")).status_code == 200


def test_other_devices_are_signed_out_and_this_one_stays(west: World) -> None:
    email = west[Role.REFERRER].user.email
    phone, desk = signed_in(email, "(iPhone) Safari/1"), signed_in(email, "(Windows) Firefox/1")
    page = west.programme.to("participants:my_referrals")
    assert desk.post("/account/apparaten/").status_code == 302
    assert desk.get(page).status_code == 200
    assert phone.get(page).status_code == 302


def test_signing_out_asks_first_and_takes_a_press(west: World, sign_in: Any) -> None:
    client, page = sign_in(west[Role.REFERRER]), west.programme.to("participants:my_referrals")
    assert "Wil je uitloggen?" in client.get("/account/uitloggen/").content.decode()
    assert client.get(page).status_code == 200
    assert client.post("/account/uitloggen/").url == "/"
    assert client.get(page).status_code == 302


def test_whoever_is_signed_out_cannot_end_anything(db: None) -> None:
    assert Client().post("/account/overal-uitloggen/").url == ADDRESS
    assert Client().get("/account/apparaten/").url.startswith(ADDRESS)


def test_what_was_typed_for_a_long_talk_can_be_sent_again_after_signing_in(west: World, sign_in: Any) -> None:
    address = west.programme.to("participants:accept", west.applicant.pk)
    typed = {"held_on": timezone.localdate().isoformat(), "gives_rest": "Zingen & <b>zwemmen</b>"}
    answer = Client().post(address, typed)
    text = answer.content.decode()
    assert answer.status_code == 401
    assert "Zingen &amp; &lt;b&gt;zwemmen" in text
    assert f'action="{address}"' in text
    assert 'target="_blank"' in text
    assert sign_in(west.coordinator).post(address, typed).status_code == 302

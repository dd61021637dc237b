"""The open doors: robots stay out, a person is never lost, a partner's link refers without an account, paper counts."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from participants import actions
from participants.actions import make_link, withdraw_link
from participants.models import Consent, Participant, Purpose, ReferralLink
from programmes import doorkeeper
from programmes.models import Letter, Person, Role
from programmes.scope import scope
from tests.participants.test_coming_in import count, filled, newest, send
from tests.worlds import World


@pytest.fixture(autouse=True)
def fresh_counters() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_a_form_sent_faster_than_anyone_reads_is_asked_once_more_and_keeps_what_was_typed(
    west: World, settings: Any
) -> None:
    settings.LEAST_SECONDS_TO_FILL_IN = 3
    before, client = count(west), Client()
    page = west.programme.to("participants:sign_up")
    stamp = client.get(page).context["form"]["_since"].value()
    answer = client.post(page, filled(_since=stamp))
    assert answer.status_code == 422
    assert "Dat ging heel snel" in answer.content.decode()
    assert "Fatima El Amrani" in answer.content.decode()
    assert count(west) == before
    settings.LEAST_SECONDS_TO_FILL_IN = 0  # as if three seconds went by
    assert client.post(page, filled(_since=stamp)).status_code == 302


@pytest.mark.parametrize("made_up", ["", "open:1u2w3:zomaar", "😀", "x" * 5000])
def test_a_stamp_that_is_not_ours_gets_a_fresh_one_and_a_second_chance(
    west: World, settings: Any, made_up: str
) -> None:
    settings.LEAST_SECONDS_TO_FILL_IN = 3
    answer = send(west, _since=made_up)
    assert answer.status_code == 422
    assert doorkeeper.is_stamp(answer.context["form"]["_since"].value())


def test_a_busy_door_says_how_to_reach_someone_and_loses_nothing(west: World, settings: Any) -> None:
    settings.OPEN_DOOR_LIMITS = {"address": 2, "programme": 100}
    assert [send(west).status_code for _time in range(3)] == [302, 302, 429]
    before, answer = count(west), send(west, name="Nora Derde")
    text = answer.content.decode()
    assert answer.status_code == 429
    assert "Nora Derde" in text
    assert west.programme.public_email in text
    assert count(west) == before


def test_the_whole_door_has_a_limit_too_and_another_programme_has_its_own(
    west: World, zuid: World, settings: Any
) -> None:
    settings.OPEN_DOOR_LIMITS = {"address": 100, "programme": 1}
    assert [send(west).status_code, send(west).status_code, send(zuid).status_code] == [302, 429, 302]


def test_a_cache_that_is_away_keeps_nobody_out(west: World, settings: Any, monkeypatch: Any) -> None:
    settings.OPEN_DOOR_LIMITS = {"address": 0, "programme": 0}

    def away(*_args: Any, **_more: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(doorkeeper.cache, "add", away)
    assert send(west).status_code == 302


def test_a_visitors_address_is_not_kept(west: World) -> None:
    send(west)
    assert not any("127.0.0.1" in key for key in cache._cache)


def link_of(world: World, **more: Any) -> tuple[ReferralLink, str]:
    with scope(world.programme):
        link, secret = make_link(
            partner=world.referring_partner, holder="Wil de Consulent", by=world.coordinator, **more
        )
        return link, world.programme.to("participants:refer_by_link", secret)


def referred(world: World, page: str, **changes: Any) -> Any:
    sent = {**filled(short_goal="Weer onder de mensen.", **changes)}
    return Client().post(page, sent)


def test_a_partner_refers_with_a_link_and_sees_only_whether_it_goes_on(west: World) -> None:
    _link, page = link_of(west)
    assert referred(west, page).status_code == 302
    came = newest(west)
    with scope(west.programme):
        referral = came.referrals.get()
        assert (referral.partner, referral.signed_up_by) == (west.referring_partner, "Wil de Consulent")
        came.person.phone = "+31699999999"
        came.person.save()
        actions.point_elsewhere(
            participant=came, by=west.coordinator, shareable_reason="Het taalcafé past beter."
        )
    answer = Client().get(page)
    text = answer.content.decode()
    assert "Het taalcafé past beter." in text
    assert "F.A." in text
    assert "Fatima" not in text
    assert "99999999" not in text
    assert "no-store" in answer["Cache-Control"]


def test_a_withdrawn_link_an_unknown_one_and_one_of_another_programme_open_nothing(
    west: World, zuid: World
) -> None:
    link, page = link_of(west)
    _other, other_page = link_of(zuid)
    assert Client().get(page).status_code == 200
    assert Client().get(other_page.replace(zuid.programme.slug, west.programme.slug)).status_code == 404
    with scope(west.programme):
        withdraw_link(link=link)
    before = count(west)
    assert referred(west, page).status_code == Client().get(page).status_code == 404
    assert count(west) == before


def test_the_secret_of_a_link_is_shown_once_and_kept_nowhere(west: World, sign_in: Any) -> None:
    client, page = sign_in(west.coordinator), west.programme.to("participants:links")
    with scope(west.programme):
        partner = west.referring_partner.pk
    shown = client.post(page, {"partner": partner, "holder": "Wil", "email": ""})
    address = shown.context["fresh"]["address"]
    secret = address.rstrip("/").rpartition("/")[2]
    assert address in shown.content.decode()
    assert secret not in client.get(page).content.decode()
    with scope(west.programme):
        assert secret not in str(list(ReferralLink.objects.values_list()))
    assert Client().get(west.programme.to("participants:refer_by_link", secret)).status_code == 200


@pytest.mark.parametrize("by_link", [True, False])
def test_the_referrer_is_mailed_that_there_is_news_without_a_name_or_a_reason(
    west: World, by_link: bool
) -> None:
    if by_link:
        _link, page = link_of(west, email="wil@example.org")
        referred(west, page)
        came = newest(west)
    else:
        came = west.applicant
    with scope(west.programme):
        came.refresh_from_db()
        actions.point_elsewhere(participant=came, by=west.coordinator, shareable_reason="GEHEIME REDEN")
        letter = Letter.objects.get()
        assert letter.to == ("wil@example.org" if by_link else west[Role.REFERRER].user.email)
        for part in (came.person.given_name, came.person.surname, "GEHEIME", "taalcafé"):
            assert not part or part not in letter.subject + letter.body
        assert ("/verwijzingen/" in letter.body) is not by_link
        assert came.referrals.get().told_at is not None


def test_who_takes_back_that_the_referrer_hears_is_not_told_about(west: World, sign_in: Any) -> None:
    with scope(west.programme):
        consent = Consent.objects.get(participant=west.applicant, purpose=Purpose.REFERRER_HEARS)
        actions.withdraw_consent(consent=consent, by=west.coordinator)
        actions.point_elsewhere(
            participant=west.applicant, by=west.coordinator, shareable_reason="GEHEIME REDEN"
        )
        assert not Letter.objects.exists()
    page = west.programme.to("participants:my_referrals")
    text = sign_in(west[Role.REFERRER]).get(page).content.decode()
    assert "GEHEIME REDEN" not in text
    assert "wil niet dat we hierover" in text


@pytest.mark.parametrize("door", ["self", "family", "someone_else"])
def test_every_door_can_be_printed(west: World, door: str) -> None:
    text = Client().get(west.programme.to("participants:paper", door)).content.decode()
    assert text.count("paper-line") > 4
    assert "Welke taal" in text
    west.programme.doors = []
    west.programme.save()
    assert Client().get(west.programme.to("participants:paper", door)).status_code == 404


def test_a_coordinator_copies_a_paper_form_and_the_trace_says_who(west: World, sign_in: Any) -> None:
    page = west.programme.to("participants:add", "self")
    sent = filled(phone="", how_to_reach="Zit elke ochtend in de bibliotheek")
    assert sign_in(west.coordinator).post(page, sent).url == west.programme.to("participants:inbox")
    came: Participant = newest(west)
    with scope(west.programme):
        assert Person.objects.get(pk=came.person_id).traces.get().by == west.coordinator

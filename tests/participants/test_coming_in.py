"""The ways in: few questions, anything people type is met, and the same form sent twice is one person."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from participants.models import Participant, Purpose
from programmes.models import Door, Person, Role
from programmes.scope import scope
from tests.worlds import World

PAGES = ["participants:sign_up", "participants:sign_up_family", "participants:sign_up_someone"]


def filled(**changes: Any) -> dict[str, Any]:
    """What someone types who signs up; fits all three forms."""
    return {
        "_key": str(uuid4()),
        "name": "Fatima El Amrani",
        "phone": "06 12345678",
        "signed_up_by": "Hanneke, buurvrouw",
        "hoped_for": "Iemand om mee te praten.",
        "agrees": "on",
        **changes,
    }


def newest(world: World) -> Participant:
    with scope(world.programme):
        return Participant.objects.select_related("person", "programme").latest("pk")


def count(world: World) -> int:
    with scope(world.programme):
        return Person.objects.count()


def send(
    world: World, page: str = "participants:sign_up", client: Client | None = None, **changes: Any
) -> Any:
    return (client or Client()).post(world.programme.to(page), filled(**changes))


@pytest.mark.parametrize("page", PAGES)
def test_anyone_can_sign_up_and_hears_what_happens_now(west: World, page: str) -> None:
    answer = send(west, page)
    assert answer.url == west.programme.to("participants:thanks")
    page_after = Client().get(answer.url).content.decode()
    assert "Binnen 7 dagen" in page_after
    assert west.programme.public_email in page_after
    came = newest(west)
    assert (came.person.full_name, came.person.phone) == ("Fatima El Amrani", "+31612345678")
    with scope(west.programme):
        assert came.consents.get().purpose == Purpose.TAKE_PART


def test_who_signs_up_someone_is_kept_with_the_sign_up(west: World) -> None:
    send(west, "participants:sign_up_someone", phone="", own_phone="06 87654321")
    with scope(west.programme):
        referral = newest(west).referrals.get()
        assert referral.signed_up_by == "Hanneke, buurvrouw, +31687654321"
        assert newest(west).consents.get().given_by == "Hanneke, buurvrouw, +31687654321"


def test_a_door_the_programme_does_not_have_does_not_exist(west: World) -> None:
    west.programme.doors = [Door.SELF]
    west.programme.save()
    assert Client().get(west.programme.to("participants:sign_up_family")).status_code == 404
    assert Client().get(west.programme.to("buddies:sign_up")).status_code == 404
    assert Client().get("/bestaat-niet/deelnemers/aanmelden/").status_code == 404


def test_the_same_form_sent_twice_is_one_person(west: World) -> None:
    before, sent = count(west), filled()
    for _time in range(3):
        assert Client().post(west.programme.to("participants:sign_up"), sent).status_code == 302
    assert count(west) == before + 1


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_form_says_what_is_missing_and_writes_nothing(west: World, page: str) -> None:
    before = count(west)
    answer = Client().post(west.programme.to(page), {})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fout:" in text
    assert "Dit is nog leeg" in text
    assert "Zet hier een vinkje" in text
    assert "schrijf hoe we je kunnen vinden" in text
    assert count(west) == before


def test_without_phone_or_mail_a_place_to_be_found_is_enough(west: World) -> None:
    assert send(west, phone="", how_to_reach="Elke ochtend in het buurthuis").status_code == 302
    assert newest(west).person.how_to_reach == "Elke ochtend in het buurthuis"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Fatima", "Fatima"),
        ("Meulen, van der", "Van der Meulen"),
        ("Noor 🌻 de Wit", "Noor 🌻 de Wit"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("محمد العلي", "محمد العلي"),
        ("Ali van de van der van den van de Berg", "Ali van de van der van den van de Berg"),
    ],
)
def test_every_name_is_a_name_and_is_shown_as_text(west: World, sign_in: Any, typed: str, kept: str) -> None:
    assert send(west, name=typed).status_code == 302
    came = newest(west)
    assert came.person.full_name == kept
    client = sign_in(west.coordinator)
    with scope(west.programme):
        pages = [west.programme.to("participants:list"), west.programme.to("participants:person", came.pk)]
    for page in pages:
        text = client.get(page).content.decode()
        assert "<script>alert" not in text
        assert kept.replace("<", "&lt;").replace(">", "&gt;") in text


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "x" * 81, "hooguit 80 tekens"),
        ("name", "🌻", "met letters"),
        ("name", "Piet\x00", "Null"),
        ("phone", "geen idee", "geen telefoonnummer"),
        ("email", "piet@", "geen e-mailadres"),
        ("email", "x" * 300 + "@example.org", "tekens"),
        ("hoped_for", "y" * 1001, "hooguit 1000 tekens"),
        ("hoped_for", "mijn nummer is 111222333", "BSN"),
        ("how_to_reach", "z" * 201, "hooguit 200 tekens"),
        ("neighbourhood", "999999", "Kies opnieuw"),
        ("neighbourhood", "<b>", "Kies opnieuw"),
        ("language", "klingon", "Kies opnieuw"),
        ("_key", "zomaar", "Open haar opnieuw"),
    ],
)
def test_what_cannot_be_kept_is_said_in_dutch_and_what_was_typed_stays(
    west: World, field: str, typed: str, words: str
) -> None:
    before = count(west)
    answer = send(west, **{field: typed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "Iemand om mee te praten." in text or field == "hoped_for"
    assert count(west) == before


@pytest.mark.parametrize(
    "typed", ["0612345678", "06-12345678", "06 12 34 56 78", "+31612345678", "0031 6 12345678"]
)
def test_a_phone_number_is_kept_the_same_in_five_notations(west: World, typed: str) -> None:
    send(west, phone=typed)
    assert newest(west).person.phone == "+31612345678"


def test_a_neighbourhood_of_another_programme_is_no_choice(west: World, zuid: World) -> None:
    assert send(west, neighbourhood=str(zuid.neighbourhood.pk)).status_code == 422
    assert send(west, neighbourhood=str(west.neighbourhood.pk)).status_code == 302


def test_a_robot_that_fills_in_everything_is_thanked_and_forgotten(west: World) -> None:
    before = count(west)
    assert send(west, website="https://example.org").status_code == 302
    assert count(west) == before


def test_what_was_typed_in_one_programme_reaches_no_other(west: World, zuid: World) -> None:
    before = count(zuid)
    send(west)
    assert count(zuid) == before


def test_a_referrer_brings_a_goal_and_sees_only_the_answer(west: World, sign_in: Any) -> None:
    client = sign_in(west[Role.REFERRER])
    sent = filled(short_goal="Weer onder de mensen.", hoped_for="")
    assert client.post(west.programme.to("participants:refer"), sent).status_code == 302
    came = newest(west)
    with scope(west.programme):
        came.hoped_for = "GEHEIM"
        came.save()
        came.person.phone = "+31699999999"
        came.person.save()
    text = client.get(west.programme.to("participants:my_referrals")).content.decode()
    assert "Fatima El Amrani" in text
    assert "ontvangen" in text
    assert "GEHEIM" not in text
    assert "99999999" not in text


def test_a_referral_without_goal_or_agreement_is_not_taken(west: World, sign_in: Any) -> None:
    before = count(west)
    client = sign_in(west[Role.REFERRER])
    answer = client.post(west.programme.to("participants:refer"), {"name": "Noor"})
    assert answer.status_code == 422
    assert answer.content.decode().count('class="errors"') == 2
    assert count(west) == before


def test_a_referrer_sees_nothing_of_a_colleagues_referrals(west: World, zuid: World, sign_in: Any) -> None:
    with scope(west.programme):
        name = west.applicant.person.full_name
        west.applicant.referrals.update(referrer=west.coordinator)
    text = sign_in(west[Role.REFERRER]).get(west.programme.to("participants:my_referrals")).content.decode()
    assert name not in text
    assert "nog niemand verwezen" in text

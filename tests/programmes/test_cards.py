"""A card on paper opens the door once, for one person, until it is withdrawn; looking at it uses nothing."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from programmes import cards
from programmes.actions import give_role, let_in
from programmes.models import Membership, Role, SignInCard
from programmes.refusals import Refused
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


def hand_over(world: World, sign_in: Any) -> tuple[str, Any]:
    """A coordinator makes a card for someone who waits, without e-mail. Returns its code and the participant."""
    with scope(world.programme):
        participant = make.ParticipantFactory(waits=True)
    page = world.programme.to("participants:card", participant.pk)
    answer = sign_in(world.coordinator).post(page)
    text = answer.content.decode()
    assert "<svg" in text
    assert "no-store" in answer["Cache-Control"]
    found = CODE.search(text)
    assert found
    return found[0], participant


def use(world: World, code: str, client: Client | None = None) -> tuple[Client, Any]:
    client = client or Client()
    return client, client.post(world.programme.to("programmes:card"), {"code": code})


def test_who_has_no_mail_comes_in_with_the_card_once(west: World, sign_in: Any) -> None:
    code, participant = hand_over(west, sign_in)
    page = west.programme.to("programmes:card_scanned", code)
    for _look in range(3):
        assert code in Client().get(page).content.decode()
    client, answer = use(west, code.lower().replace("-", " "))
    assert answer.url == west.programme.to("matching:my_choice")
    assert client.get(answer.url).status_code == 200
    with scope(west.programme):
        membership = Membership.objects.get(person=participant.person)
        assert membership.role == Role.PARTICIPANT
        assert membership.user.email is None
    again, refused = use(west, code)
    assert refused.status_code == 422
    assert "werkt niet (meer)" in refused.content.decode()
    assert again.get(west.programme.to("matching:my_choice")).status_code == 302


def test_withdrawing_ends_the_card_and_the_session(west: World, sign_in: Any) -> None:
    code, participant = hand_over(west, sign_in)
    client, answer = use(west, code)
    withdraw = west.programme.to("participants:withdraw_card", participant.pk)
    assert sign_in(west.coordinator).post(withdraw).status_code == 302
    assert client.get(answer.url).status_code == 302
    unused, participant = hand_over(west, sign_in)
    sign_in(west.coordinator).post(west.programme.to("participants:withdraw_card", participant.pk))
    assert use(west, unused)[1].status_code == 422


def test_a_new_card_makes_the_old_one_worthless(west: World, sign_in: Any) -> None:
    old, participant = hand_over(west, sign_in)
    page = west.programme.to("participants:card", participant.pk)
    sign_in(west.coordinator).post(page)
    assert use(west, old)[1].status_code == 422


def test_a_card_of_another_programme_and_an_old_one_open_nothing(
    west: World, zuid: World, sign_in: Any
) -> None:
    code, _participant = hand_over(zuid, sign_in)
    assert use(west, code)[1].status_code == 422
    with scope(zuid.programme):
        SignInCard.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert use(zuid, code)[1].status_code == 422


def test_guessing_is_stopped(west: World, settings: Any) -> None:
    settings.OPEN_DOOR_LIMITS = {"address": 3, "programme": 100}
    client = Client()
    answers = [use(west, f"AAAA-AAAA-AAA{letter}", client)[1].status_code for letter in "ACDE"]
    assert answers == [422, 422, 422, 429]


def test_the_code_is_kept_nowhere(in_west: World) -> None:
    _card, code = cards.make_card(membership=in_west.roles[Role.PARTICIPANT], by=in_west.coordinator)
    assert code not in str(list(SignInCard.objects.values_list()))


def test_the_database_keeps_one_open_card_a_person(in_west: World) -> None:
    membership = in_west.roles[Role.PARTICIPANT]
    cards.make_card(membership=membership, by=in_west.coordinator)
    with pytest.raises(IntegrityError, match="one_open"), transaction.atomic():
        SignInCard.objects.create(
            membership=membership, digest="x", made_by=in_west.coordinator, expires_at=timezone.now()
        )


def test_who_began_with_a_card_keeps_the_account_when_there_is_an_address(in_west: World) -> None:
    person = make.ParticipantFactory(waits=True).person
    with_card = give_role(person=person, role=Role.PARTICIPANT)
    person.email = "nu@example.org"
    person.save()
    membership = let_in(person=person, role=Role.PARTICIPANT, by=in_west.coordinator)
    assert membership == with_card
    membership.user.refresh_from_db()
    assert membership.user.email == "nu@example.org"
    other = make.ParticipantFactory(person=make.PersonFactory(email="nu@example.org"), waits=True).person
    give_role(person=other, role=Role.PARTICIPANT)
    with pytest.raises(Refused, match="eigen adres"):
        let_in(person=other, role=Role.PARTICIPANT, by=in_west.coordinator)


def test_who_began_with_a_card_goes_on_with_the_account_their_address_has_elsewhere(
    west: World, zuid: World, sign_in: Any
) -> None:
    """One address is one account everywhere; the card's session ends, and nobody else here is touched."""
    with scope(zuid.programme):
        known = zuid[Role.BUDDY].user
    code, participant = hand_over(west, sign_in)
    came, _page = use(west, code)
    with scope(west.programme):
        person = participant.person
        person.email = known.email
        person.save()
    let_in_page = west.programme.to("participants:let_in", participant.pk)
    assert sign_in(west.coordinator).post(let_in_page).status_code == 302
    with scope(west.programme):
        membership = Membership.objects.get(person=person)
        assert (membership.user_id, membership.role) == (known.pk, Role.PARTICIPANT)
    assert came.get(west.programme.to("matching:my_choice")).status_code == 302, "signed out"
    assert sign_in(membership).get(west.programme.to("matching:my_choice")).status_code == 200
    with scope(zuid.programme):
        assert Membership.objects.get(user=known).person_id == zuid[Role.BUDDY].person_id
    # An address that signs in here as somebody else is refused with a sentence, also for who has a card.
    with scope(west.programme):
        other = make.ParticipantFactory(waits=True)
        other.person.email = known.email
        other.person.save()
        give_role(person=other.person, role=Role.PARTICIPANT)
    refused = sign_in(west.coordinator).post(west.programme.to("participants:let_in", other.pk))
    assert refused.status_code == 422
    assert "logt al iemand anders in" in refused.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_one_card_at_the_same_moment_one_comes_in(west: World, sign_in: Any) -> None:
    code, _participant = hand_over(west, sign_in)
    together, statuses = threading.Barrier(2), []

    def press() -> None:
        together.wait(timeout=10)
        statuses.append(use(west, code)[1].status_code)
        connection.close()

    threads = [threading.Thread(target=press) for _press in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(statuses) == [302, 422]

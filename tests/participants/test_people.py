"""The coordinator's list and the page of one person; who finds whom; and two colleagues on one person at once."""

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participants import actions
from participants.models import Intake, OutflowReason, Participant, Status
from programmes.models import Membership, Role
from programmes.names import parse_name
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World


def page(world: World, view: str, *things: Any) -> str:
    with scope(world.programme):
        return world.programme.to(f"participants:{view}", *things)


def test_the_list_is_found_by_part_of_a_name_status_and_neighbourhood(west: World, sign_in: Any) -> None:
    with scope(west.programme):
        here = make.PersonFactory(given_name="Piet", surname_prefix="van der", surname="Meulen")
        here.neighbourhood = west.neighbourhood
        here.save()
        make.ParticipantFactory(person=here, waits=True)
        moved = make.PersonFactory(given_name="Zahra", surname="Elders")
        make.ParticipantFactory(person=moved, status=Status.MOVED_ON)
        hood = west.neighbourhood.pk
    client, address = sign_in(west.coordinator), page(west, "list")
    for query, sees_piet, sees_zahra in [
        ("", True, False),
        ("?q=der+Meu", True, False),
        ("?q=MEULEN", True, False),
        ("?q=zahra&status=alle", False, True),
        ("?status=moved_on", False, True),
        (f"?wijk={hood}", True, False),
        ("?q=%25", False, False),
        ("?status=onzin&wijk=x&page=onzin", True, False),
    ]:
        text = client.get(address + query).content.decode()
        assert ("Piet van der Meulen" in text) is sees_piet, query
        assert ("Zahra Elders" in text) is sees_zahra, query


def test_htmx_gets_the_fragment_of_the_same_page(west: World, sign_in: Any) -> None:
    answer = sign_in(west.coordinator).get(
        page(west, "list") + "?status=alle", headers={"HX-Request": "true"}
    )
    text = answer.content.decode()
    assert text.strip().startswith("<div")
    assert 'id="lijst"' in text
    assert "<html" not in text
    assert "HX-Request" in answer["Vary"]


def test_new_sign_ups_stand_on_top_longest_waiting_first(west: World, sign_in: Any) -> None:
    with scope(west.programme):
        late = make.ParticipantFactory(applied_at=timezone.now() - timedelta(days=9))
        names = [late.person.full_name, west.applicant.person.full_name]
    text = sign_in(west.coordinator).get(page(west, "list")).content.decode()
    assert text.index(names[0]) < text.index(names[1]) < text.index("Iedereen")
    assert "wacht lang" in text


def test_the_list_asks_as_little_for_forty_people_as_for_two(west: World, sign_in: Any) -> None:
    client, address = sign_in(west.coordinator), page(west, "list")
    client.get(address)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    few = queries()
    with scope(west.programme):
        for each in range(40):
            person = make.PersonFactory(neighbourhood=west.neighbourhood)
            participant = make.ParticipantFactory(person=person, waits=bool(each % 2))
            make.ReferralFactory(participant=participant, partner=west.referring_partner)
    assert queries() == few
    assert client.get(address + "?page=2").status_code == 200


def test_a_professional_finds_only_the_people_of_their_own_volunteers(west: World, sign_in: Any) -> None:
    client = sign_in(west[Role.PROFESSIONAL])
    text = client.get(page(west, "list")).content.decode()
    assert west.participant.person.full_name in text
    assert west.chooser.person.full_name not in text
    assert west.applicant.person.full_name not in text
    assert client.get(page(west, "person", west.participant.pk)).status_code == 200
    assert client.get(page(west, "person", west.chooser.pk)).status_code == 404


def test_a_professional_loses_sight_when_the_match_has_ended(west: World, sign_in: Any) -> None:
    with scope(west.programme):
        type(west.match).objects.filter(pk=west.match.pk).update(
            ended_on=timezone.localdate(), end_reason="completed"
        )
    client = sign_in(west[Role.PROFESSIONAL])
    assert client.get(page(west, "person", west.participant.pk)).status_code == 404


def test_unknown_people_and_those_of_another_programme_look_the_same(
    west: World, zuid: World, sign_in: Any
) -> None:
    client = sign_in(west.coordinator)
    for view in ("person", "accept", "elsewhere", "move_on", "edit"):
        assert client.get(page(west, view, zuid.applicant.pk)).status_code == 404
        assert client.get(page(west, view, 999_999)).status_code == 404


def test_the_page_says_the_one_next_thing(west: World, sign_in: Any) -> None:
    client = sign_in(west.coordinator)
    for participant, action in [(west.applicant, "Eerste gesprek invullen"), (west.chooser, "uit</a>")]:
        text = client.get(page(west, "person", participant.pk)).content.decode()
        assert text.count('class="btn"') == 1
        assert action in text


def test_the_first_talk_makes_someone_welcome_and_leaves_a_trace(west: World, sign_in: Any) -> None:
    client, address = sign_in(west.coordinator), page(west, "accept", west.applicant.pk)
    assert client.get(address).status_code == 200
    answer = client.post(
        address,
        {
            "held_on": timezone.localdate().isoformat(),
            "gives_stress": "Post",
            "languages": ["ti", "nl"],
            "available": ["tue-pm"],
            "household": "alone",
        },
    )
    assert answer.status_code == 302
    text = client.get(answer.url).content.decode()
    assert "Welkom na een eerste gesprek" in text
    assert f"door {west.coordinator.person}" in text
    with scope(west.programme):
        person = Participant.objects.get(pk=west.applicant.pk).person
        assert sorted(person.languages) == ["nl", "ti"]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("held_on", "", "nog leeg"),
        ("held_on", "2999-01-01", "komt nog"),
        ("held_on", "gisteren", "geen dag"),
        ("gives_stress", "111222333", "BSN"),
        ("talents", "x" * 2001, "hooguit 2000"),
        ("household", "kasteel", "Kies opnieuw"),
    ],
)
def test_a_talk_that_is_not_right_yet_comes_back_whole(
    west: World, sign_in: Any, field: str, typed: str, words: str
) -> None:
    sent = {
        "held_on": timezone.localdate().isoformat(),
        "gives_rest": "Wandelen langs het water",
        field: typed,
    }
    answer = sign_in(west.coordinator).post(page(west, "accept", west.applicant.pk), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Wandelen langs het water" in answer.content.decode()
    with scope(west.programme):
        assert not Intake.objects.filter(participant=west.applicant).exists()


def test_elsewhere_tells_the_referrer_the_reason_and_nothing_else(west: World, sign_in: Any) -> None:
    client, address = sign_in(west.coordinator), page(west, "elsewhere", west.applicant.pk)
    assert client.post(address, {"shareable_reason": ""}).status_code == 422
    assert client.post(address, {"shareable_reason": "Het taalcafé past beter."}).status_code == 302
    text = sign_in(west[Role.REFERRER]).get(page(west, "my_referrals")).content.decode()
    assert "Het taalcafé past beter." in text


def test_moving_on_is_confirmed_on_its_own_page_and_waits_for_the_match(west: World, sign_in: Any) -> None:
    client = sign_in(west.coordinator)
    sent = {"reason": OutflowReason.EDUCATION, "on": timezone.localdate().isoformat()}
    refused = client.post(page(west, "move_on", west.participant.pk), sent)
    assert refused.status_code == 422
    assert "Er loopt nog een match" in refused.content.decode()
    assert client.post(page(west, "move_on", west.chooser.pk), {}).status_code == 422
    assert client.post(page(west, "move_on", west.chooser.pk), sent).status_code == 302
    with scope(west.programme):
        assert Participant.objects.get(pk=west.chooser.pk).status == Status.MOVED_ON


def test_details_are_corrected_by_a_coordinator(west: World, sign_in: Any) -> None:
    client, address = sign_in(west.coordinator), page(west, "edit", west.chooser.pk)
    assert client.post(address, {"name": ""}).status_code == 422
    sent = {
        "name": "Meulen, Piet van der",
        "phone": "020 1234567",
        "email": "PIET@example.org",
        "languages": ["nl"],
    }
    assert client.post(address, sent).status_code == 302
    with scope(west.programme):
        person = Participant.objects.get(pk=west.chooser.pk).person
        assert (person.full_name, person.phone, person.email) == (
            "Piet van der Meulen",
            "+31201234567",
            "piet@example.org",
        )
    assert 'value="020 123 4567"' in client.get(address).content.decode()


def test_letting_in_gives_the_role_and_refuses_anothers_address(west: World, sign_in: Any) -> None:
    client = sign_in(west.coordinator)
    with scope(west.programme):
        west.chooser.person.email = "chooser@example.org"
        west.chooser.person.save()
        west.applicant.person.email = "chooser@example.org"
        west.applicant.person.save()
    assert client.post(page(west, "let_in", west.chooser.pk)).status_code == 302
    refused = client.post(page(west, "let_in", west.applicant.pk))
    assert refused.status_code == 422
    assert "logt al iemand anders in" in refused.content.decode()
    with scope(west.programme):
        membership = Membership.objects.get(user__email="chooser@example.org")
        assert (membership.person_id, membership.role) == (west.chooser.person_id, Role.PARTICIPANT)
    assert client.post(page(west, "let_in", west.participant.pk)).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_at_once_one_is_told_that_a_colleague_was_first(
    west: World, sign_in: Any
) -> None:
    with scope(west.programme):
        colleague = make.MembershipFactory(role=Role.COORDINATOR)
    address = page(west, "accept", west.applicant.pk)
    clients = [sign_in(west.coordinator), sign_in(colleague)]
    together, answers = threading.Barrier(2), []

    def press(client: Any) -> None:
        together.wait(timeout=10)
        answers.append(client.post(address, {"held_on": timezone.localdate().isoformat()}))
        connection.close()

    threads = [threading.Thread(target=press, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert "misschien door een collega" in refused.content.decode()
    with scope(west.programme):
        assert Intake.objects.filter(participant=west.applicant).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_pressed_twice_at_the_same_moment_is_one_person(west: World) -> None:
    key, together = uuid4(), threading.Barrier(2)
    came: list[int] = []

    def press() -> None:
        together.wait(timeout=10)
        with scope(west.programme):
            came.append(actions.sign_up(name=parse_name("Noor"), form_key=key).pk)
        connection.close()

    threads = [threading.Thread(target=press) for _press in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(came) == 2
    assert len(set(came)) == 1

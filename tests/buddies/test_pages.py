"""Volunteers sign up, pass the gates on their page, and keep their own card."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buddies.forms import tasks_of
from buddies.models import Buddy, Status
from programmes.models import Gate, Role
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World

TODAY = timezone.localdate().isoformat()


def page(world: World, view: str, *things: Any) -> str:
    with scope(world.programme):
        return world.programme.to(f"buddies:{view}", *things)


def filled(**changes: Any) -> dict[str, Any]:
    return {
        "_key": str(uuid4()),
        "name": "Joke de Wit",
        "email": "joke@example.org",
        "agrees": "on",
        **changes,
    }


def volunteers(world: World) -> int:
    with scope(world.programme):
        return Buddy.objects.count()


def fresh(world: World, buddy: Buddy) -> Buddy:
    with scope(world.programme):
        return Buddy.objects.select_related("person").get(pk=buddy.pk)


def test_anyone_can_offer_to_help_once_per_form(west: World) -> None:
    before, sent = volunteers(west), filled(themes=["debt"], languages=["nl", "ar"])
    for _time in range(2):
        answer = Client().post(page(west, "sign_up"), sent)
        assert answer.url == page(west, "thanks")
    assert volunteers(west) == before + 1
    text = Client().get(answer.url).content.decode()
    assert "Kennismakingsgesprek" in text
    assert "Binnen 7 dagen" in text


def test_what_a_volunteer_can_do_differs_per_programme(west: World, zuid: World) -> None:
    zuid.programme.buddy_singular = "peer-to-peer coach"
    zuid.programme.other_tasks = ["cook"]
    assert [task for task, _words in tasks_of(west.programme)] == ["buddy"]
    assert tasks_of(zuid.programme)[0] == ("buddy", "Iemand een tijd lang bijstaan, als peer-to-peer coach")
    zuid.programme.has_matching = False
    assert [task for task, _words in tasks_of(zuid.programme)] == ["cook"]


def test_a_task_is_asked_only_where_there_is_a_choice(west: World) -> None:
    assert 'name="tasks"' not in Client().get(page(west, "sign_up")).content.decode()
    west.programme.other_tasks = ["cook", "host"]
    west.programme.save()
    assert Client().post(page(west, "sign_up"), filled()).status_code == 422
    assert Client().post(page(west, "sign_up"), filled(tasks=["organiser"])).status_code == 422
    assert Client().post(page(west, "sign_up"), filled(tasks=["cook"])).status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "nog leeg"),
        ({"email": ""}, "telefoonnummer of een e-mailadres"),
        ({"agrees": ""}, "vinkje"),
        ({"phone": "?"}, "geen telefoonnummer"),
        ({"motivation": "111222333"}, "BSN"),
        ({"themes": ["voetbal"]}, "Kies opnieuw"),
    ],
)
def test_what_is_missing_is_said_in_dutch(west: World, changes: dict[str, Any], words: str) -> None:
    before = volunteers(west)
    answer = Client().post(page(west, "sign_up"), filled(**changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert volunteers(west) == before


def test_gates_are_ticked_off_in_order_and_the_last_one_can_be_taken_back(west: World, sign_in: Any) -> None:
    client, buddy = sign_in(west.coordinator), west.newcomer
    talk, training = west.gates
    early = client.post(page(west, "step", buddy.pk, training.pk), {"done_on": TODAY})
    assert early.status_code == 422
    assert "Een eerdere stap is nog niet klaar" in early.content.decode()
    for gate in (talk, training):
        answer = client.post(page(west, "step", buddy.pk, gate.pk), {"done_on": TODAY})
        assert answer.status_code == 302
    text = client.get(answer.url).content.decode()
    assert "inzetbaar" in text
    assert f"gezien door {west.coordinator.person}" in text
    assert "Ongedaan maken" in text
    assert fresh(west, buddy).status == Status.ACTIVE
    assert client.post(page(west, "undo_step", buddy.pk, talk.pk)).status_code == 422
    assert client.post(page(west, "undo_step", buddy.pk, training.pk)).status_code == 302
    assert fresh(west, buddy).status == Status.ON_THE_WAY


@pytest.mark.parametrize(
    ("typed", "words"), [("", "nog leeg"), ("2999-01-01", "komt nog"), ("x", "geen dag")]
)
def test_a_gate_needs_a_day_that_was(west: World, sign_in: Any, typed: str, words: str) -> None:
    answer = sign_in(west.coordinator).post(
        page(west, "step", west.newcomer.pk, west.gates[0].pk), {"done_on": typed}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert f'href="#stap-{west.gates[0].pk}-done_on"' in text


def test_a_colleague_who_was_first_is_named_as_the_reason(west: World, sign_in: Any) -> None:
    client, address = sign_in(west.coordinator), page(west, "step", west.newcomer.pk, west.gates[0].pk)
    assert client.post(address, {"done_on": TODAY}).status_code == 302
    again = client.post(address, {"done_on": TODAY})
    assert again.status_code == 422
    assert "misschien door een collega" in again.content.decode()


def test_an_expired_gate_is_asked_again_on_the_page_and_in_the_list(west: World, sign_in: Any) -> None:
    client, gate = sign_in(west.coordinator), west.gates[1]
    yesterday = timezone.localdate() - timedelta(days=1)
    with scope(west.programme):
        Gate.objects.filter(pk=gate.pk).update(valid_months=12)
        west.free_buddy.steps.filter(gate=gate).update(valid_until=yesterday)
        name = west.free_buddy.person.full_name
    text = client.get(page(west, "person", west.free_buddy.pk)).content.decode()
    assert "verlopen op" in text
    assert "is nu nodig" in text
    listed = client.get(page(west, "list") + f"?stap={gate.pk}").content.decode()
    assert name in listed
    assert name not in client.get(page(west, "list") + "?inzetbaar=ja").content.decode()
    client.post(page(west, "step", west.free_buddy.pk, gate.pk), {"done_on": TODAY})
    assert name in client.get(page(west, "list") + "?inzetbaar=ja").content.decode()


def test_the_list_is_narrowed_by_what_one_asks(west: World, sign_in: Any) -> None:
    client = sign_in(west.coordinator)
    with scope(west.programme):
        ready, new = west.buddy.person.full_name, west.newcomer.person.full_name
    for query, sees_ready, sees_new in [
        ("", True, True),
        ("?inzetbaar=ja", True, False),
        ("?inzetbaar=nee", False, True),
        (f"?stap={west.gates[0].pk}", False, True),
        ("?status=on_the_way", False, True),
        ("?status=stopped", False, False),
        (f"?q={ready[-6:]}&status=alle", True, False),
        ("?stap=x&status=x&inzetbaar=x&page=99", True, True),
    ]:
        text = client.get(page(west, "list") + query).content.decode()
        assert (ready in text, new in text) == (sees_ready, sees_new), query


def test_the_list_asks_as_little_for_forty_as_for_two(west: World, sign_in: Any) -> None:
    client, address = sign_in(west.coordinator), page(west, "list")
    client.get(address)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    few = queries()
    with scope(west.programme):
        for each in range(40):
            make.BuddyFactory(
                person=make.PersonFactory(neighbourhood=west.neighbourhood),
                supervisor=west[Role.PROFESSIONAL],
                deployable=bool(each % 2),
            )
    assert queries() == few


def test_a_professional_finds_only_the_volunteers_they_supervise(west: World, sign_in: Any) -> None:
    client = sign_in(west[Role.PROFESSIONAL])
    with scope(west.programme):
        supervised, newcomer = west.buddy.person.full_name, west.newcomer.person.full_name
    text = client.get(page(west, "list")).content.decode()
    assert supervised in text
    assert newcomer not in text
    seen = client.get(page(west, "person", west.buddy.pk)).content.decode()
    assert "Afvinken" not in seen
    assert "Terugdraaien" not in seen
    assert client.get(page(west, "person", west.newcomer.pk)).status_code == 404
    assert client.post(page(west, "pause", west.buddy.pk)).status_code == 403


def test_a_volunteer_or_gate_of_another_programme_does_not_exist(
    west: World, zuid: World, sign_in: Any
) -> None:
    client, sent = sign_in(west.coordinator), {"done_on": TODAY}
    assert client.get(page(west, "person", zuid.buddy.pk)).status_code == 404
    assert client.post(page(west, "step", zuid.newcomer.pk, west.gates[0].pk), sent).status_code == 404
    assert client.post(page(west, "step", west.newcomer.pk, zuid.gates[0].pk), sent).status_code == 404
    assert client.get(page(west, "person", 999_999)).status_code == 404


def test_a_coordinator_describes_a_volunteer(west: World, zuid: World, sign_in: Any) -> None:
    client, address = sign_in(west.coordinator), page(west, "edit", west.newcomer.pk)
    sent = {
        "name": "Joke de Wit",
        "capacity": "3",
        "tasks": ["buddy"],
        "supervisor": str(west[Role.PROFESSIONAL].pk),
        "introduction": "Ik kook graag.",
    }
    assert client.get(address).status_code == 200
    assert client.post(address, {**sent, "capacity": "9"}).status_code == 422
    assert client.post(address, {**sent, "supervisor": str(zuid[Role.PROFESSIONAL].pk)}).status_code == 422
    assert client.post(address, {**sent, "supervisor": str(west[Role.FUNDER].pk)}).status_code == 422
    assert client.post(address, sent).status_code == 302
    buddy = fresh(west, west.newcomer)
    assert (buddy.capacity, buddy.introduction, buddy.supervisor_id) == (
        3,
        "Ik kook graag.",
        west[Role.PROFESSIONAL].pk,
    )


def test_volunteers_keep_their_own_card_and_nobody_elses(west: World, zuid: World, sign_in: Any) -> None:
    client, address = sign_in(west[Role.BUDDY]), page(west, "own_card")
    sent = {
        "introduction": "Ik wandel elke dag.",
        "languages": ["ti"],
        "available": [],
        "phone": "06 11112222",
    }
    assert client.post(address, {**sent, "introduction": "111222333"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    text = client.get(address).content.decode()
    assert "Ik wandel elke dag." in text
    assert "Spreekt Tigrinya" in text
    assert fresh(west, west.buddy).person.phone == "+31611112222"
    assert fresh(west, west.free_buddy).introduction != "Ik wandel elke dag."
    assert fresh(zuid, zuid.buddy).introduction != "Ik wandel elke dag."


def test_a_pause_can_be_undone_from_its_own_message(west: World, sign_in: Any) -> None:
    client = sign_in(west.coordinator)
    text = client.post(page(west, "pause", west.free_buddy.pk), follow=True).content.decode()
    assert f'action="{page(west, "resume", west.free_buddy.pk)}"' in text
    assert "Ongedaan maken" in text
    client.post(page(west, "resume", west.free_buddy.pk))
    assert fresh(west, west.free_buddy).status == Status.ACTIVE


def test_letting_in_needs_an_address(west: World, sign_in: Any) -> None:
    client, address = sign_in(west.coordinator), page(west, "let_in", west.newcomer.pk)
    assert client.post(address).status_code == 422
    with scope(west.programme):
        west.newcomer.person.email = "nieuw@example.org"
        west.newcomer.person.save()
    assert client.post(address).status_code == 302
    text = client.get(page(west, "person", west.newcomer.pk)).content.decode()
    assert "kan inloggen met nieuw@example.org" in text

"""One click signs in as someone invented; every role of every programme has somebody, and a first page that works."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from demo.management.commands.seed import make
from demo.personas import all_personas
from demo.programmes import all_facts
from programmes.models import Role
from tests.demo.test_seed import small

WITHOUT = "pak-je-kans"


@pytest.fixture(scope="module")
def programmes(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Four of the five programmes, made once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        for facts in all_facts(timezone.localdate()):
            if facts.slug != WITHOUT:
                make(small(facts), timezone.localdate())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(programmes: None, db: None) -> None:
    """What a test changes in them is taken back by its savepoint."""


def test_the_list_for_programs_names_everyone_once(client, db):
    people = client.get("/demo/personas.json").json()
    assert all(set(each) == {"id", "label", "programme", "role"} for each in people)
    assert len({each["id"] for each in people}) == len(people)
    for facts in all_facts(timezone.localdate()):
        roles = [each["role"] for each in people if each["programme"] == facts.slug]
        assert set(roles) == {role.value for role in Role}
        assert roles.count("participant") == 2
    assert "kansrijk-west-coordinator" in {each["id"] for each in people}


def test_every_persona_begins_on_a_page_that_answers(demo):
    problems = []
    for persona in all_personas():
        if persona.programme == WITHOUT:
            continue
        client = Client(enforce_csrf_checks=True)
        answer = client.post(f"/demo/sign-in/{persona.id}/")
        assert answer.status_code == 302, persona.id
        assert answer.url.startswith(f"/{persona.programme}/")
        page = client.get(answer.url)
        if page.status_code != 200 or page.context["membership"].role != persona.role:
            problems.append((persona.id, answer.url, page.status_code))
    assert problems == []


def test_one_person_with_several_roles_goes_from_one_to_the_other(client, demo):
    client.post("/demo/sign-in/welsaam-several-roles/")
    roles = client.get("/").context["my_memberships"]
    assert [(mine.programme.slug, mine.role) for mine in roles] == [
        ("kansmaatjes-soest", "buddy"),
        ("welsaam", "professional"),
        ("welsaam", "buddy"),
    ]
    assert client.post(f"/account/rol/{roles[0].pk}/").url == "/kansmaatjes-soest/logboek/"


def test_the_page_has_a_button_for_everyone_of_the_programmes_there_are(client, demo):
    page = client.get("/demo/personas/").content.decode()
    assert page.count("/demo/sign-in/welsaam-") == len(
        [each for each in all_personas() if each.programme == "welsaam"]
    )
    assert f"/demo/sign-in/{WITHOUT}-" not in page


def test_nobody_can_be_signed_in_who_is_not_a_persona(client, demo):
    assert client.post("/demo/sign-in/nobody/").status_code == 404
    assert client.post(f"/demo/sign-in/{WITHOUT}-coordinator/").status_code == 404
    assert client.get("/demo/sign-in/welsaam-coordinator/").status_code == 405
    assert client.get("/welsaam/begin/").status_code == 302

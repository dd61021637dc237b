"""One click signs in as someone invented; every role of every programme has somebody, and a first page that works."""

import pytest
from django.test import Client
from django.utils import timezone

from demo.management.commands.seed import make
from demo.personas import all_personas
from demo.programmes import all_facts
from programmes.models import Role
from tests.demo.test_seed import facts_of, small


def test_the_list_for_programs_names_everyone_once(client, db):
    people = client.get("/demo/personas.json").json()
    assert all(set(each) == {"id", "label", "programme", "role"} for each in people)
    assert len({each["id"] for each in people}) == len(people)
    for facts in all_facts(timezone.localdate()):
        roles = [each["role"] for each in people if each["programme"] == facts.slug]
        assert set(roles) == {role.value for role in Role}
        assert roles.count("participant") == 2
    assert "kansrijk-west-coordinator" in {each["id"] for each in people}


def test_every_persona_begins_on_a_page_that_answers(db):
    for facts in all_facts(timezone.localdate()):
        make(small(facts), timezone.localdate())
    problems = []
    for persona in all_personas():
        client = Client(enforce_csrf_checks=True)
        answer = client.post(f"/demo/sign-in/{persona.id}/")
        assert answer.status_code == 302, persona.id
        assert answer.url.startswith(f"/{persona.programme}/")
        page = client.get(answer.url)
        if page.status_code != 200 or page.context["membership"].role != persona.role:
            problems.append((persona.id, answer.url, page.status_code))
    assert problems == []


@pytest.fixture
def soest_and_welsaam(db):
    for slug in ("kansmaatjes-soest", "welsaam"):
        make(small(facts_of(slug)), timezone.localdate())


def test_one_person_with_several_roles_goes_from_one_to_the_other(client, soest_and_welsaam):
    client.post("/demo/sign-in/welsaam-several-roles/")
    roles = client.get("/").context["my_memberships"]
    assert [(mine.programme.slug, mine.role) for mine in roles] == [
        ("kansmaatjes-soest", "buddy"),
        ("welsaam", "professional"),
        ("welsaam", "buddy"),
    ]
    assert client.post(f"/account/rol/{roles[0].pk}/").url == "/kansmaatjes-soest/logboek/"


def test_the_page_has_a_button_for_everyone_of_the_programmes_there_are(client, soest_and_welsaam):
    page = client.get("/demo/personas/").content.decode()
    assert page.count("/demo/sign-in/welsaam-") == len(
        [each for each in all_personas() if each.programme == "welsaam"]
    )
    assert "/demo/sign-in/kansrijk-west-" not in page


def test_nobody_can_be_signed_in_who_is_not_a_persona(client, soest_and_welsaam):
    assert client.post("/demo/sign-in/nobody/").status_code == 404
    assert client.post("/demo/sign-in/kansrijk-west-coordinator/").status_code == 404
    assert client.get("/demo/sign-in/welsaam-coordinator/").status_code == 405
    assert client.get("/welsaam/begin/").status_code == 302

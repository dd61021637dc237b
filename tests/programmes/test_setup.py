"""A new programme from each of the five templates, and what a coordinator changes later without breaking anything."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from buddies.models import Task
from matching.models import Match
from participants.models import Participant
from programmes import jobs
from programmes.blueprints import BLUEPRINTS, OTHER_TASKS
from programmes.colours import WHITE, contrast
from programmes.models import (
    Gate,
    Invitation,
    Job,
    Membership,
    Neighbourhood,
    Partner,
    Phase,
    Programme,
    Role,
    Target,
)
from programmes.scope import scope
from programmes.setup.forms import NewProgrammeForm
from tests import factories as make
from tests.worlds import World

NEW = "/account/nieuw-programma/"


@pytest.fixture(autouse=True)
def work_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "send", lambda programme_id, waiting: None)


def to(world: World, view: str, *things: Any) -> str:
    return world.programme.to(f"programmes:{view}", *things)


def filled(template: str = "kansrijk-west", **changes: Any) -> dict[str, Any]:
    """What the page of a template begins with, and what only people can say."""
    form = NewProgrammeForm(blueprint=BLUEPRINTS[template], tasks=list(OTHER_TASKS.items()))
    begun = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {
        **{name: value for name, value in begun.items() if value is not None and value is not False},
        "van": template,
        "name": "Samen in Oost",
        "slug": "samen-in-oost",
        "organisation": "Stichting Oost",
        "place": "Oosterdam",
        "starts_on": "2026-01-01",
        "neighbourhoods": "Noord\r\nZuid\r\n\r\nNoord\r\n",
        "funders": "Fonds Oost",
        "own_name": "Ilse Noorlander",
        "coordinator_name": "Harm Bos",
        "coordinator_email": "harm@example.org",
        **changes,
    }


def test_tasks_have_the_same_keys_as_those_of_volunteers() -> None:
    assert set(OTHER_TASKS) == set(Task.values) - {Task.BUDDY}


@pytest.mark.parametrize("slug", sorted(BLUEPRINTS))
def test_a_programme_from_each_template_stands_at_once(west: World, sign_in: Any, slug: str) -> None:
    """Words, gates in order, targets, neighbourhoods, funder and a coordinator who is invited by mail; nothing of the others."""
    client, blueprint = sign_in(west[Role.ADMINISTRATOR]), BLUEPRINTS[slug]
    assert client.get(f"{NEW}?van={slug}").status_code == 200
    answer = client.post(NEW, filled(slug))
    assert answer.status_code == 302, answer.context["form"].errors
    new = Programme.objects.get(slug="samen-in-oost")
    assert (new.buddy_plural, new.accent, new.doors) == (
        blueprint.buddy[1],
        blueprint.palette.accent,
        [d.value for d in blueprint.doors],
    )
    with scope(new):
        assert [gate.name for gate in Gate.objects.all()] == [gate.name for gate in blueprint.gates]
        assert {target.measure: target.aim for target in Target.objects.all()} == dict(blueprint.targets)
        assert [hood.name for hood in Neighbourhood.objects.all()] == ["Noord", "Zuid"]
        assert Partner.objects.get().name == "Fonds Oost"
        assert not Participant.objects.exists()
        invitation, job = Invitation.objects.get(), Job.objects.get()
        assert list(Membership.objects.values_list("role", flat=True)) == [Role.ADMINISTRATOR]
    jobs.run(new.pk, job.pk)
    assert mail.outbox[0].to == ["harm@example.org"]
    page = client.get(answer.url).content.decode()
    assert new.to("programmes:accept_invitation", invitation.token) in page
    Client().post(new.to("programmes:accept_invitation", invitation.token), {"email": "harm@example.org"})
    with scope(new):
        harm = Membership.objects.select_related("user").get(role=Role.COORDINATOR)
    for view in (
        "reports:today",
        "participants:list",
        "buddies:list",
        "programmes:settings",
        "programmes:about",
    ):
        assert sign_in(harm).get(new.to(view)).status_code == 200, view
    assert Client().get(new.to("programmes:public")).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"accent": "#ffd400"}, "dichtstbijzijnde kleur"),
        ({"accent": "geel"}, "Schrijf een kleur"),
        ({"slug": "kansrijk-west"}, "al in gebruik"),
        ({"slug": "account"}, "al in gebruik"),
        ({"slug": "Samen in Oost!"}, "kleine letters"),
        ({"gate_training": "1", "gate_introductory_talk": "1"}, "hetzelfde nummer"),
        ({"ends_on": "2025-01-01"}, "ligt voor het begin"),
        ({"coordinator_name": ""}, "nog leeg"),
        ({"target_matches": "-3"}, "Kies een getal"),
        ({"doors": ["achterdeur"]}, "Kies opnieuw"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_made(
    west: World, sign_in: Any, changes: dict[str, Any], words: str
) -> None:
    answer = sign_in(west[Role.ADMINISTRATOR]).post(NEW, filled(**changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Oosterdam" in answer.content.decode(), "nothing typed is lost"
    assert not Programme.objects.filter(slug="samen-in-oost").exists()


def test_a_colour_that_cannot_be_read_comes_with_the_nearest_one_to_take(west: World, sign_in: Any) -> None:
    answer = sign_in(west[Role.ADMINISTRATOR]).post(NEW, filled(accent="#ffd400"))
    near = answer.context["form"].near()
    assert contrast(near, WHITE) >= 4.5
    assert f'name="accent" value="{near}"' in " ".join(answer.content.decode().split())
    assert sign_in(west[Role.ADMINISTRATOR]).post(NEW, filled(accent=["#ffd400", near])).status_code == 302
    assert Programme.objects.get(slug="samen-in-oost").accent == near


def test_the_preview_keeps_nothing_and_scolds_nobody(west: World, zuid: World, sign_in: Any) -> None:
    client = sign_in(west[Role.ADMINISTRATOR])
    sent = {"van": "welsaam", "buddy_plural": "maatjes", "accent": "#ffd400", "name": "<b>Oost"}
    text = client.post(f"{NEW}voorbeeld/", sent).content.decode()
    assert "Er zijn drie maatjes inzetbaar." in text
    assert "&lt;b&gt;Oost" in text
    whole = client.post(NEW, {**sent, "kijk": "1"})
    assert whole.status_code == 200
    assert 'id="fouten"' not in whole.content.decode()
    assert client.post(f"{NEW}voorbeeld/", {}).status_code == 404
    assert set(Programme.objects.all()) == {west.programme, zuid.programme}


def test_only_administrators_make_programmes(west: World, zuid: World, sign_in: Any) -> None:
    for role in Role:
        status = sign_in(west[role]).get(NEW).status_code
        assert status == (200 if role == Role.ADMINISTRATOR else 403), role
        if role != Role.ADMINISTRATOR:
            assert sign_in(west[role]).post(NEW, filled()).status_code == 403
            assert sign_in(west[role]).post(f"{NEW}voorbeeld/", filled()).status_code == 403
    assert Client().get(NEW).status_code == 302
    assert Client().post(NEW, filled()).status_code == 401
    assert set(Programme.objects.all()) == {west.programme, zuid.programme}


def test_other_words_and_colours_hold_for_everyone_at_the_next_page(
    west: World, zuid: World, sign_in: Any
) -> None:
    client = sign_in(west.coordinator)
    begun = client.get(to(west, "look")).context["form"]
    sent = {name: begun[name].value() for name in begun.fields if begun[name].value() is not None}
    sent |= {"buddy_plural": "maatjes", "accent": "#703090", "starts_on": "2024-01-01", "tagline": "Anders."}
    answer = client.post(to(west, "look"), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert "Maatjes" in client.get(west.programme.to("buddies:list")).content.decode()
    assert "#703090" in client.get(f"/account/kleuren/{west.programme.slug}.css").content.decode()
    assert "Maatjes" not in sign_in(zuid.coordinator).get(zuid.programme.to("buddies:list")).content.decode()
    assert client.post(to(west, "look"), {**sent, "accent": "#ffd400"}).status_code == 422


def test_a_renamed_neighbourhood_keeps_its_people_and_its_history(
    west: World, zuid: World, sign_in: Any
) -> None:
    client, hood = sign_in(west.coordinator), west.neighbourhood
    with scope(west.programme):
        person = make.PersonFactory(neighbourhood=hood)
    answer = client.post(
        to(west, "part", "wijken", hood.pk), {"name": "Nieuw-Centrum", "since": "2021-01-01"}
    )
    assert answer.status_code == 302
    with scope(west.programme):
        person.refresh_from_db()
        assert person.neighbourhood.name == "Nieuw-Centrum"
        assert person.neighbourhood.former_names == [hood.name]
    assert f"heette eerder {hood.name}" in client.get(to(west, "parts", "wijken")).content.decode()
    twice = client.post(to(west, "add_part", "wijken"), {"name": "Nieuw-Centrum"})
    assert twice.status_code == 422
    assert "Deze wijk staat er al." in twice.content.decode()
    assert (
        client.post(
            to(west, "add_part", "wijken"), {"name": "Elders", "since": "2022-01-01", "until": "2021-01-01"}
        ).status_code
        == 422
    )
    assert sign_in(zuid.coordinator).get(to(zuid, "part", "wijken", hood.pk)).status_code == 404


def test_doors_tasks_and_one_to_one_change_without_losing_anybody(
    west: World, zuid: World, sign_in: Any
) -> None:
    client = sign_in(west.coordinator)
    sent = {"doors": ["volunteer"], "other_tasks": ["cook"], "trial_weeks": "4", "smallest_cell": "5"}
    while_together = client.post(to(west, "working"), sent)
    assert while_together.status_code == 422
    assert "Er lopen nog matches." in while_together.content.decode()
    assert client.post(to(west, "working"), {**sent, "has_matching": "on"}).status_code == 302
    public = Client().get(to(west, "public")).content.decode()
    assert west.programme.to("buddies:sign_up") in public
    assert west.programme.to("participants:sign_up") not in public
    assert Client().get(west.programme.to("participants:sign_up")).status_code == 404
    assert Client().get(zuid.programme.to("participants:sign_up")).status_code == 200
    with scope(west.programme):
        Match.objects.update(ended_on=timezone.localdate(), end_reason="other")
    assert client.post(to(west, "working"), sent).status_code == 302
    assert client.get(west.programme.to("participants:person", west.chooser.pk)).status_code == 200
    assert client.post(to(west, "working"), {**sent, "smallest_cell": "2"}).status_code == 422


def test_targets_and_phases_with_their_own_figures(west: World, sign_in: Any) -> None:
    client = sign_in(west.coordinator)
    target = {"measure": "matches", "aim": "12", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    assert client.post(to(west, "add_part", "doelen"), target).status_code == 302
    assert client.post(to(west, "add_part", "doelen"), target).status_code == 422
    phase = {"name": "Onbenutte Kansen", "is_predecessor": "on", "starts_on": "2019-01-01", "ends_on": "2021-12-31", "figure_participants": "96"}  # fmt: skip
    assert client.post(to(west, "add_part", "fases"), phase).status_code == 302
    assert client.post(to(west, "add_part", "fases"), {**phase, "ends_on": "2018-01-01"}).status_code == 422
    with scope(west.programme):
        assert Phase.objects.get().figures == {"participants": 96}
        pk = Phase.objects.get().pk
    assert "96 deelnemers" in client.get(to(west, "about")).content.decode()
    assert client.post(to(west, "part", "fases", pk), {**phase, "figure_participants": ""}).status_code == 302
    with scope(west.programme):
        assert Phase.objects.get().figures == {}
        agreed = Target.objects.get(measure="matches")
    assert client.post(to(west, "remove_part", "doelen", agreed.pk)).status_code == 302
    assert client.post(to(west, "remove_part", "fases", pk)).status_code == 302
    assert client.post(to(west, "remove_part", "fases", pk)).status_code == 404
    assert client.post(to(west, "remove_part", "wijken", west.neighbourhood.pk)).status_code == 404
    with scope(west.programme):
        assert not Target.objects.exists()
        assert not Phase.objects.exists()

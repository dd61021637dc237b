"""The list of volunteers: what can be asked of it, the same for several at once, and taking it along."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buddies.actions import sign_up
from buddies.models import Buddy, Status
from programmes.models import BulkChange, Role
from programmes.names import parse_name
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World


def page(world: World, view: str, *things: Any) -> str:
    return world.programme.to(f"buddies:{view}", *things)


def someone(surname: str, *, weeks: int = 1, languages: tuple[str, ...] = ("nl",), **more: Any) -> Buddy:
    """Came in so many weeks ago."""
    person = make.PersonFactory(given_name="Noor", surname=surname, languages=list(languages))
    return make.BuddyFactory(
        person=person, applied_at=timezone.now() - timedelta(weeks=weeks, days=1), **more
    )


@pytest.fixture
def three(west: World) -> list[Buddy]:
    with scope(west.programme):
        return [
            someone("Alblas", tasks=["buddy"]),
            someone("Bakema", weeks=20, languages=("ar",), tasks=["cook"]),
            someone("Çelik", weeks=30, deployable=True),
        ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=noor&taal=ar", ["Bakema"]),
        ("?q=noor&langer=13", ["Bakema"]),
        ("?q=noor&taak=cook", ["Bakema"]),
        ("?q=noor&sorteer=wacht", ["Çelik", "Bakema", "Alblas"]),
        ("?q=noor&sorteer=nieuw", ["Alblas", "Bakema", "Çelik"]),
        ("?q=noor&wijk=geen", ["Alblas", "Bakema", "Çelik"]),
    ],
)
def test_filters_and_order_in_the_address(
    west: World, three: list[Buddy], sign_in: Any, query: str, found: list[str]
) -> None:
    text = sign_in(west.coordinator).get(page(west, "list") + query).content.decode()
    places = [text.find(f"Noor {name}") for name in found]
    assert places == sorted(places)
    assert -1 not in places
    assert text.count("<bdi>Noor ") == len(found)


def test_those_who_miss_a_gate_are_found_by_it(west: World, three: list[Buddy], sign_in: Any) -> None:
    gate = west.gates[1]
    body = (
        sign_in(west.coordinator)
        .get(page(west, "export", "csv") + f"?q=noor&stap={gate.pk}")
        .content.decode("utf-8-sig")
    )
    rows = list(csv.DictReader(io.StringIO(body), delimiter=";"))
    assert [(row["Naam"], row["Nog te doen"]) for row in rows] == [
        ("Noor Alblas", "Kennismakingsgesprek, Training"),
        ("Noor Bakema", "Kennismakingsgesprek, Training"),
    ]


def test_several_get_a_supervisor_and_it_can_be_undone(
    west: World, zuid: World, three: list[Buddy], sign_in: Any
) -> None:
    client, guide = sign_in(west.coordinator), west[Role.PROFESSIONAL]
    wie = [each.pk for each in three[:2]]
    assert (
        client.post(page(west, "several"), {"wie": wie, "doe": f"begeleider:{guide.pk}"}).status_code == 302
    )
    with scope(west.programme):
        assert set(Buddy.objects.supervised_by(guide).filter(pk__in=wie).values_list("pk", flat=True)) == set(
            wie
        )
        change = BulkChange.objects.get()
    client.post(page(west, "undo_several", change.pk))
    with scope(west.programme):
        assert not Buddy.objects.supervised_by(guide).filter(pk__in=wie).exists()
    theirs = zuid[Role.PROFESSIONAL].pk
    assert client.post(page(west, "several"), {"wie": wie, "doe": f"begeleider:{theirs}"}).status_code == 422


def test_several_get_a_neighbourhood(west: World, three: list[Buddy], sign_in: Any) -> None:
    sign_in(west.coordinator).post(
        page(west, "several") + "?q=noor", {"alles": "on", "doe": f"wijk:{west.neighbourhood.pk}"}
    )
    with scope(west.programme):
        assert (
            Buddy.objects.filter(person__neighbourhood=west.neighbourhood, person__given_name="Noor").count()
            == 3
        )
        assert BulkChange.objects.get().kind == "buddies.wijk"


def test_the_list_asks_as_little_for_two_hundred_people_as_for_two(west: World, sign_in: Any) -> None:
    client = sign_in(west.coordinator)
    addresses = [page(west, "list") + query for query in ("?status=alle", "?q=v&taal=nl", "?kies=1")]

    def queries() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        return counts

    queries()
    few = queries()
    with scope(west.programme):
        for n in range(200):
            someone(f"Vol{n}", status=Status.ON_THE_WAY, supervisor=west[Role.PROFESSIONAL])
    assert queries() == few


def test_the_inbox_asks_as_little_for_two_hundred_with_doubles_as_for_two(west: World, sign_in: Any) -> None:
    client, inbox = sign_in(west.coordinator), page(west, "inbox")

    def apply(names: list[str]) -> None:
        with scope(west.programme):
            for each in names:
                sign_up(name=parse_name(each), tasks=["buddy"], phone="+31612345678")

    apply(["Piet van der Meulen", "Anna Bakker"])
    client.get(inbox)
    with CaptureQueriesContext(connection) as few:
        assert "Anna Bakker" in client.get(inbox).content.decode()
    apply([f"Iemand Anders{number}" for number in range(198)])
    with CaptureQueriesContext(connection) as many:
        assert client.get(inbox).status_code == 200
    assert len(many) == len(few)

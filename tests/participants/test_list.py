"""The list of participants: what can be asked of it, the same for several at once, and taking it along."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participants.models import Participant, Status
from programmes.models import BulkChange, Person, Role, Trace
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World


def page(world: World, view: str, *things: Any) -> str:
    return world.programme.to(f"participants:{view}", *things)


def someone(
    surname: str, *, weeks: int = 1, languages: tuple[str, ...] = ("nl",), **more: Any
) -> Participant:
    """Waiting for so many weeks."""
    person = make.PersonFactory(given_name="Noor", surname=surname, languages=list(languages), **more)
    since = timezone.localdate() - timedelta(weeks=weeks, days=1)
    return make.ParticipantFactory(
        person=person, status=Status.WAITING, waiting_since=since, accepted_on=since
    )


@pytest.fixture
def three(west: World, zuid: World) -> list[Participant]:
    with scope(zuid.programme):
        someone("Zuiderling", weeks=30, languages=("ar", "tr"))
    with scope(west.programme):
        return [
            someone("Alblas", weeks=2),
            someone("Bakema", weeks=20, languages=("ar", "nl"), neighbourhood=west.neighbourhood),
            someone("Çelik", weeks=9, languages=("tr",)),
        ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=noor&taal=ar", ["Bakema"]),
        ("?q=noor&langer=8", ["Bakema", "Çelik"]),
        ("?q=noor&langer=8&sorteer=wacht", ["Bakema", "Çelik"]),
        ("?q=noor&sorteer=wacht", ["Bakema", "Çelik", "Alblas"]),
        ("?q=noor&wijk=geen", ["Alblas", "Çelik"]),
        ("?q=celik", ["Çelik"]),
        ("?q=noor&taal=klingon&langer=x&sorteer=;drop", ["Alblas", "Bakema", "Çelik"]),
    ],
)
def test_filters_and_order_in_the_address(
    west: World, three: list[Participant], sign_in: Any, query: str, found: list[str]
) -> None:
    text = sign_in(west.coordinator).get(page(west, "list") + query).content.decode()
    places = [text.find(f"Noor {name}") for name in found]
    assert places == sorted(places)
    assert -1 not in places
    assert text.count("<bdi>Noor ") == len(found)
    assert "Zuiderling" not in text


def test_what_is_taken_along_is_what_is_on_screen_all_pages_of_it(
    west: World, zuid: World, three: list[Participant], sign_in: Any
) -> None:
    with scope(west.programme):
        for n in range(30):
            someone(f"=Rij{n:02}", weeks=1)
    client = sign_in(west.coordinator)
    answer = client.get(page(west, "export", "xlsx") + "?q=noor&sorteer=wacht")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    names = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert names[:3] == ["Noor Bakema", "Noor Çelik", "Noor Alblas"]
    assert len(names) == 33
    assert sheet["B2"].value == west.neighbourhood.name
    with scope(west.programme):
        assert Trace.objects.filter(verb="list.taken_along", by=west.coordinator).count() == 1


def test_a_professional_takes_along_no_more_than_they_may_see(
    west: World, three: list[Participant], sign_in: Any
) -> None:
    body = (
        sign_in(west[Role.PROFESSIONAL])
        .get(page(west, "export", "csv") + "?status=alle")
        .content.decode("utf-8-sig")
    )
    assert west.participant.person.full_name in body
    assert "Bakema" not in body


def test_several_get_a_neighbourhood_and_it_can_be_undone(
    west: World, three: list[Participant], sign_in: Any
) -> None:
    client, hood = sign_in(west.coordinator), west.neighbourhood.pk
    picking = client.get(page(west, "list") + "?q=noor&kies=1").content.decode()
    assert picking.count('name="wie"') == 3
    answer = client.post(
        page(west, "several") + "?q=noor&kies=1", {"wie": [three[0].pk, three[1].pk], "doe": f"wijk:{hood}"}
    )
    assert answer.url == page(west, "list") + "?q=noor"
    with scope(west.programme):
        change = BulkChange.objects.get()
        assert change.before == {str(three[0].person_id): None}, "who lived there already is left alone"
        assert Person.objects.get(pk=three[0].person_id).neighbourhood_id == hood
        assert Trace.objects.filter(verb="participant.described", about=three[0].person).exists()
    assert page(west, "undo_several", change.pk) in client.get(answer.url).content.decode()
    client.post(page(west, "undo_several", change.pk))
    with scope(west.programme):
        assert Person.objects.get(pk=three[0].person_id).neighbourhood_id is None
        assert Person.objects.get(pk=three[1].person_id).neighbourhood_id == hood


def test_all_means_the_list_that_was_asked_for_and_nobody_else(
    west: World, zuid: World, three: list[Participant], sign_in: Any
) -> None:
    """Ticked for the whole list, under a filter; a person of another programme cannot be meant at all."""
    with scope(zuid.programme):
        stranger = someone("Vreemd")
    client = sign_in(west.coordinator)
    client.post(page(west, "several") + "?q=noor&langer=8", {"alles": "on", "doe": "taal:so"})
    with scope(west.programme):
        spoken = {p.surname: "so" in p.languages for p in Person.objects.filter(given_name="Noor")}
        assert spoken == {"Alblas": False, "Bakema": True, "Çelik": True}
    assert client.post(page(west, "several"), {"wie": [stranger.pk], "doe": "taal:so"}).status_code == 422
    with scope(zuid.programme):
        assert Person.objects.get(pk=stranger.person_id).languages == ["nl"]


def test_the_list_asks_as_little_for_two_hundred_people_as_for_two(west: World, sign_in: Any) -> None:
    client = sign_in(west.coordinator)
    addresses = [
        page(west, "list") + query for query in ("?status=alle", "?q=v&taal=nl&wijk=geen", "?kies=1")
    ]

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
            someone(f"Vol{n}", neighbourhood=west.neighbourhood)
    assert queries() == few

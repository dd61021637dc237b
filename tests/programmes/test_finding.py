"""Finding people by their name, the list of organisations, and the same for several at once with the way back."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from programmes.models import BulkChange, Partner, Person, Role, Trace
from programmes.names import Name, plain, search_words
from programmes.scope import scope
from tests import factories as make
from tests.worlds import World

NAMES = [
    Name("Piet", "van der", "Meulen"),
    Name("Ömer", "", "Şahin"),
    Name("Łukasz", "", "Wałęsa"),
    Name("Anne-Marie", "d’", "Hondt"),
    Name("Işıl", "", "Öztürk"),
    Name("محمد", "", "العلي"),
    Name("Олена", "", "Шевченко"),
    Name("Strauß", "", "Æbelø"),
]


@pytest.mark.parametrize("name", NAMES, ids=str)
def test_the_database_and_python_make_a_name_plain_in_the_same_way(in_west: World, name: Name) -> None:
    person = make.PersonFactory(given_name=name.given, surname_prefix=name.prefix, surname=name.surname)
    person.refresh_from_db()
    assert person.search_name == plain(person.sort_name)


@pytest.mark.parametrize(
    "typed",
    ["Meulen, van der", "van der meulen", "PIET", "meul piet", "der", "Piet  van der  Meulen", "Méulen"],
)
def test_a_man_with_a_prefix_is_found_in_every_usual_way(in_west: World, typed: str) -> None:
    make.PersonFactory(given_name="Piet", surname_prefix="van der", surname="Meulen")
    assert [person.surname for person in Person.objects.named(typed)] == ["Meulen"]


@pytest.mark.parametrize("typed", ["sahin", "Şahin omer", "wałesa", "oztürk isil", "hondt d'"])
def test_accents_may_be_left_out_or_put_in(in_west: World, typed: str) -> None:
    for name in NAMES:
        make.PersonFactory(given_name=name.given, surname_prefix=name.prefix, surname=name.surname)
    assert Person.objects.named(typed).count() == 1


@given(st.text(max_size=30))
def test_whatever_is_typed_becomes_words_to_look_for(typed: str) -> None:
    assert all(word and word == word.strip() and "," not in word for word in search_words(typed))


@pytest.fixture
def organisations(west: World) -> list[Partner]:
    with scope(west.programme):
        return [make.PartnerFactory(name=f"Zorg {n}", kinds=["chain"]) for n in range(3)]


def to(world: World, view: str, *things: Any) -> str:
    return world.programme.to(f"programmes:{view}", *things)


def test_organisations_are_found_by_part_of_a_name_and_by_what_they_do(
    west: World, organisations: list[Partner], sign_in: Any
) -> None:
    client = sign_in(west.coordinator)
    for query, seen, unseen in [
        ("?q=zorg+1", "Zorg 1", "Zorg 2"),
        ("?rol=chain", "Zorg 2", "Gemeente bij"),
        ("?q=%25", "Niets gevonden", "Zorg 1"),
    ]:
        text = client.get(to(west, "partners") + query).content.decode()
        assert seen in text
        assert unseen not in text


def test_an_organisation_is_written_down_once(
    west: World, zuid: World, organisations: list[Partner], sign_in: Any
) -> None:
    """The name twice is refused at the field, and nothing typed is lost."""
    client = sign_in(west.coordinator)
    sent = {
        "name": "Zorg 1",
        "kinds": ["host"],
        "contact_name": "Ria",
        "email": "RIA@example.org",
        "phone": "06 12345678",
    }
    answer = client.post(to(west, "add_partner"), sent)
    assert answer.status_code == 422
    assert "Deze organisatie staat er al." in answer.content.decode()
    assert "Ria" in answer.content.decode()
    assert client.post(to(west, "add_partner"), {**sent, "name": "Buurthuis"}).status_code == 302
    with scope(west.programme):
        new = Partner.objects.get(name="Buurthuis")
        assert (new.email, new.phone, new.kinds) == ("ria@example.org", "+31612345678", ["host"])


def test_the_same_for_several_and_back_leaves_a_colleagues_later_work(
    west: World, zuid: World, organisations: list[Partner], sign_in: Any
) -> None:
    client = sign_in(west.coordinator)
    first, second, _third = organisations
    answer = client.post(
        to(west, "several_partners"), {"wie": [first.pk, second.pk], "doe": "rol:host"}, follow=True
    )
    assert "Aangepast bij 2 organisaties." in answer.content.decode()
    with scope(west.programme):
        change = BulkChange.objects.get()
        assert [Partner.objects.get(pk=each.pk).kinds for each in organisations] == [
            ["chain", "host"],
            ["chain", "host"],
            ["chain"],
        ]
        Partner.objects.filter(pk=second.pk).update(kinds=["employer"])
    assert to(west, "undo_several_partners", change.pk) in answer.content.decode()
    assert client.post(to(west, "undo_several_partners", change.pk)).status_code == 302
    with scope(west.programme):
        assert [Partner.objects.get(pk=each.pk).kinds for each in organisations] == [
            ["chain"],
            ["employer"],
            ["chain"],
        ]
    assert client.post(to(west, "undo_several_partners", change.pk)).status_code == 422
    assert sign_in(zuid.coordinator).post(to(zuid, "undo_several_partners", change.pk)).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"wie": []},
        {"wie": ["0"], "doe": "rol:host"},
        {"doe": "rol:host"},
        {"wie": ["x"], "doe": "rol:host"},
        {"alles": "on", "doe": "rol:baas"},
    ],
)
def test_nothing_ticked_or_nothing_chosen_is_said_and_changes_nothing(
    west: World, organisations: list[Partner], sign_in: Any, sent: Any
) -> None:
    answer = sign_in(west.coordinator).post(to(west, "several_partners"), sent)
    assert answer.status_code == 422
    assert 'id="fouten"' in answer.content.decode()
    with scope(west.programme):
        assert not BulkChange.objects.exists()


def test_a_list_is_taken_along_as_it_is_on_screen_and_leaves_a_trace(
    west: World, zuid: World, organisations: list[Partner], sign_in: Any
) -> None:
    with scope(zuid.programme):
        make.PartnerFactory(name="Zorg van Zuid")
    answer = sign_in(west.coordinator).get(to(west, "export_partners", "csv") + "?q=zorg&sorteer=nieuw")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == ["Naam", "Zorg 2", "Zorg 1", "Zorg 0"]
    assert "attachment" in answer["Content-Disposition"]
    with scope(west.programme):
        assert Trace.objects.get(verb="list.taken_along").reason == "organisaties csv 3"
    assert sign_in(west.coordinator).get(to(west, "export_partners", "pdf")).status_code == 404
    assert sign_in(west[Role.PROFESSIONAL]).get(to(west, "export_partners", "csv")).status_code == 403


def test_the_list_of_organisations_asks_as_little_for_two_hundred_as_for_two(
    west: World, sign_in: Any
) -> None:
    client, address = sign_in(west.coordinator), to(west, "partners")
    client.get(address)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address + "?kies=1").status_code == 200
        return len(asked)

    few = queries()
    with scope(west.programme):
        for _each in range(200):
            make.PartnerFactory()
    assert queries() == few


def test_more_choices_are_offered_only_where_there_are_more(west: World, sign_in: Any) -> None:
    client = sign_in(west.coordinator)
    assert "Meer keuzes" in client.get("/kansrijk-west/deelnemers/").content.decode()
    assert "Meer keuzes" not in client.get("/kansrijk-west/organisaties/").content.decode()

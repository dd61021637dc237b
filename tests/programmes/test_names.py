"""Dutch names are read as people type them, sorted on the core word, and never forced apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.names import Name, parse_name


@pytest.mark.parametrize(
    ("typed", "name", "full", "sort_key"),
    [
        (
            "Piet van der Meulen",
            Name("Piet", "van der", "Meulen"),
            "Piet van der Meulen",
            "meulen, van der, piet",
        ),
        ("Meulen, van der", Name("", "van der", "Meulen"), "Van der Meulen", "meulen, van der"),
        (
            "Meulen, Piet van der",
            Name("Piet", "van der", "Meulen"),
            "Piet van der Meulen",
            "meulen, van der, piet",
        ),
        ("Fatima", Name("Fatima"), "Fatima", "fatima"),
        ("Ömer Şahin", Name("Ömer", "", "Şahin"), "Ömer Şahin", "şahin, ömer"),
        ("Henk 't Hart", Name("Henk", "'t", "Hart"), "Henk 't Hart", "hart, 't, henk"),
        ("'t Hart", Name("'t", "", "Hart"), "'t Hart", "hart, 't"),
        ("Dirk Jan de Wit", Name("Dirk Jan", "de", "Wit"), "Dirk Jan de Wit", "wit, de, dirk jan"),
        ("محمد العلي", Name("محمد", "", "العلي"), "محمد العلي", "العلي, محمد"),
        ("Van", Name("Van"), "Van", "van"),
        ("Piet van", Name("Piet", "", "van"), "Piet van", "van, piet"),
    ],
)
def test_a_name_is_read_as_it_is_typed(typed: str, name: Name, full: str, sort_key: str) -> None:
    read = parse_name(typed)
    assert (read, read.full, read.sort_key) == (name, full, sort_key)


def test_people_are_sorted_on_the_core_word() -> None:
    typed = ["Piet van der Meulen", "Anna Visser", "Meulen, van der", "Aad de Boer"]
    in_order = sorted((parse_name(each) for each in typed), key=lambda name: name.sort_key)
    assert [name.full for name in in_order] == [
        "Aad de Boer",
        "Van der Meulen",
        "Piet van der Meulen",
        "Anna Visser",
    ]


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=8), min_size=1, max_size=6))
def test_no_letter_of_a_name_is_ever_lost(words: list[str]) -> None:
    read = parse_name(" ".join(words))
    assert read.full.casefold().replace(" ", "") == "".join(words).casefold()

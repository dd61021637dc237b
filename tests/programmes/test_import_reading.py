"""Files as they really come: a messy file of our own with every kind of mess we know of, and files that are no table."""

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.imports.cells import is_total, meant, parts_of, read_day, read_emails, read_name, read_phones
from programmes.imports.columns import IGNORED, NEVER, PERSON_FIELDS, find_header, guess, plain_heading
from programmes.imports.sheets import MOST_BYTES, Line, NotATable, Reason, read_lines
from programmes.names import Name


def cells_of(data: bytes) -> list[tuple[str, ...]]:
    return [line.cells for line in read_lines(data)]


def workbook(rows: list[list[Any]], *more: list[list[Any]], name: str = "Blad1") -> bytes:
    book = openpyxl.Workbook()
    for at, sheet_rows in enumerate([rows, *more]):
        sheet: Any = book.active if at == 0 else book.create_sheet(f"Blad{at + 1}")
        for row in sheet_rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "Naam;Wijk\r\nZoë Ünal;Oost\r\n".encode("cp1252"),
        "Naam;Wijk\r\nZoë Ünal;Oost\r\n".encode(),
        "Naam;Wijk\r\nZoë Ünal;Oost\r\n".encode("utf-8-sig"),
        "Naam\tWijk\r\nZoë Ünal\tOost\r\n".encode("utf-16"),
        "sep=,\r\nNaam,Wijk\r\nZoë Ünal,Oost\r\n".encode(),
        "Naam|Wijk\nZoë Ünal|Oost".encode(),
        "Naam,Wijk\rZoë Ünal,Oost\r".encode(),
        '"Naam";"Wijk"\n"Zoë\u00a0 Ünal\u200b";" Oost "\n'.encode(),
        workbook([["Naam", "Wijk"], ["Zoë Ünal", "Oost"]]),
        workbook([["leeg"]], [["Naam", "Wijk"], ["Zoë Ünal", "Oost"]]),
    ],
    ids=["windows-1252", "utf-8", "bom", "utf-16 tabs", "sep=", "pipes", "old mac", "quotes and spaces", "xlsx", "second sheet"],
)  # fmt: skip
def test_a_table_is_read_in_every_coding_and_dialect(data: bytes) -> None:
    assert cells_of(data)[-2:] == [("Naam", "Wijk"), ("Zoë Ünal", "Oost")]


def encrypted_workbook() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


def packed(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in names.items():
            archive.writestr(name, body)
    return out.getvalue()


def bomb() -> bytes:
    """A few hundred kB that say a sheet of 200 MB."""
    return packed({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * 200_000_000})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \r\n\r\n", Reason.EMPTY),
        (b";;;\r\n;;;\r\n", Reason.EMPTY),
        (b"a" * (MOST_BYTES + 1), Reason.TOO_BIG),
        (b"x;y\n" * 20_002, Reason.TOO_MANY_ROWS),
        (b"%PDF-1.7 ...", Reason.NO_TABLE),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Reason.NO_TABLE),
        (b"\x00\x01\x02\x03" * 50, Reason.NO_TABLE),
        (b"<html><body><table>", Reason.WEB_PAGE),
        (b'<?xml version="1.0"?><Workbook>', Reason.WEB_PAGE),
        (encrypted_workbook(), Reason.PASSWORD),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Reason.OLD_EXCEL),
        (b"PK\x03\x04 and then nothing", Reason.NO_TABLE),
        (packed({"word/document.xml": b"<x/>"}), Reason.OTHER_OFFICE),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), Reason.OTHER_OFFICE),
        (packed({"foto.jpg": b"x"}), Reason.NO_TABLE),
        (packed({"xl/workbook.xml": b"not xml", "xl/worksheets/sheet1.xml": b""}), Reason.NO_TABLE),
        (bomb(), Reason.BOMB),
    ],
    ids=lambda value: value.value if isinstance(value, Reason) else "",
)
def test_what_is_no_table_is_refused_with_its_reason(data: bytes, reason: Reason) -> None:
    with pytest.raises(NotATable) as refused:
        read_lines(data)
    assert refused.value.reason == reason


def test_entities_in_a_workbook_are_not_followed() -> None:
    """The billion laughs in a sheet: refused by defusedxml, not computed."""
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>'
    good = workbook([["Naam", "Wijk"]])
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = laughs
    with pytest.raises(NotATable):
        read_lines(packed(parts))


def test_numbers_days_and_formulas_of_a_workbook() -> None:
    data = workbook(
        [["Naam", "Tel", "Sinds", "Ja", "Som"], ["Piet", 612345678.0, date(2024, 3, 1), True, "=A1"]]
    )
    assert cells_of(data)[1] == ("Piet", "612345678", "2024-03-01", "ja", "=A1")


def test_rows_keep_the_number_the_spreadsheet_shows() -> None:
    data = b"Lijst 2026;\r\n\r\nNaam;Wijk\r\n\r\nPiet;Oost\r\n"
    assert [(line.number, line.cells[0]) for line in read_lines(data)] == [
        (1, "Lijst 2026"),
        (3, "Naam"),
        (5, "Piet"),
    ]


@pytest.mark.parametrize(
    ("said", "day"),
    [(s, date(2024, 3, 1)) for s in (
        "1-3-2024", "01-03-2024", "01/03/2024", "1.3.24", "1 3 2024", "2024-03-01", "2024/3/1", "20240301", "45352", "45352.0",
        "1 maart 2024", "1 mrt 2024", "1 mrt. 2024", "1e maart 2024", "vr 1-3-2024", "vrijdag 1 maart 2024", "1-mrt-24", "1 March 2024",
        "2024-03-01 00:00:00", "01-03-2024 14:30",
    )] + [(s, None) for s in ("31-2-2024", "maart", "2024", "1-13-2024", "n.v.t.", "vorig jaar", "00-00-0000", "123456")],
)  # fmt: skip
def test_days_as_people_write_them(said: str, day: date | None) -> None:
    assert read_day(said) == day


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_every_day_is_read_back_from_every_writing(day: date) -> None:
    for said in (
        f"{day:%d-%m-%Y}",
        f"{day.day}/{day.month}/{day.year}",
        day.isoformat(),
        f"{day:%d-%m-%y}",
        f"{day:%Y%m%d}",
    ):
        assert read_day(said) == day
    assert read_day(str((day - date(1899, 12, 30)).days)) == day


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("06 12345678", ["0612345678"]),
        ("06-12 34 56 78", ["0612345678"]),
        ("+31 6 12345678", ["+31612345678"]),
        ("+31 (0)6 12345678", ["+31612345678"]),
        ("0031612345678", ["0031612345678"]),
        ("612345678", ["0612345678"]),
        ("06.12.34.56.78 (na 17 u)", ["061234567817"]),
        ("06 12345678 / 050-1234567", ["0612345678", "0501234567"]),
        ("via buurvrouw", []),
    ],
)
def test_phone_numbers_as_people_write_them(said: str, numbers: list[str]) -> None:
    assert read_phones(said) == numbers


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ({"full": "Meulen, van der"}, Name("", "van der", "Meulen")),
        ({"full": "Meulen, Piet van der"}, Name("Piet", "van der", "Meulen")),
        ({"full": "Dhr. P. van der Meulen"}, Name("P.", "van der", "Meulen")),
        ({"full": "MEVROUW F. EL AMRANI"}, Name("F.", "el", "Amrani")),
        ({"given": "Piet", "prefix": "Van Der", "surname": "Meulen"}, Name("Piet", "van der", "Meulen")),
        ({"given": "Piet", "surname": "van der Meulen"}, Name("Piet", "van der", "Meulen")),
        ({"given": "Piet", "surname": "Meulen, van der"}, Name("Piet", "van der", "Meulen")),
        ({"given": "JAN", "surname": "JANSEN-DE BOER"}, Name("JAN", "", "Jansen-De Boer")),
        ({"surname": "Öztürk"}, Name("", "", "Öztürk")),
        ({"full": "Fatima"}, Name("Fatima", "", "")),
        ({"full": "Piet de Boer", "given": "Piet"}, Name("Piet", "de", "Boer")),
        ({}, None),
    ],
)
def test_names_out_of_one_column_or_several(parts: dict[str, str], name: Name | None) -> None:
    assert read_name(**parts) == name


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20), st.text(max_size=40))
def test_no_cell_breaks_the_reading(full: str, given_name: str, prefix: str, surname: str) -> None:
    name = read_name(full=full, given=given_name, prefix=prefix, surname=surname)
    assert name is None or isinstance(name.full, str)
    (
        read_day(full),
        read_phones(full),
        read_emails(full),
        parts_of(full),
        is_total([full, prefix]),
        meant(full),
    )


def test_addresses_and_lists_in_one_cell() -> None:
    assert read_emails("Jan <JAN@x.nl>; mailto:piet@y.nl.") == ["jan@x.nl", "piet@y.nl"]
    assert parts_of("Nederlands, Arabisch en Turks/Pools") == ["Nederlands", "Arabisch", "Turks", "Pools"]


@pytest.mark.parametrize(
    "cells", [["Totaal", "", "12"], ["", "", "12"], ["Aantal deelnemers:", "12", ""], ["Gemiddeld", "3", ""]]
)
def test_totals_are_no_people(cells: list[str]) -> None:
    assert is_total(cells)


@pytest.mark.parametrize("cells", [["Piet", "", "12"], ["Sommer, Anna", "x", ""]])
def test_people_are_no_totals(cells: list[str]) -> None:
    assert not is_total(cells)


def test_headings_are_known_in_two_languages_and_what_was_chosen_before_wins() -> None:
    headings = [
        "Voornaam:",
        "tussenv.",
        "Achternaam",
        "E-Mail adres",
        "Telefoon",
        "Telefoon",
        "Wijk/buurt",
        "BSN",
        "Geboortedatum",
        "Kleur",
    ]
    assert guess(headings, PERSON_FIELDS, {}) == [
        "given", "prefix", "surname", "email", "phone", "phone2", "neighbourhood", NEVER, NEVER, IGNORED,
    ]  # fmt: skip
    assert guess(["First name", "Last name", "Phone number", "Language"], PERSON_FIELDS, {}) == [
        "given",
        "surname",
        "phone",
        "languages",
    ]
    assert guess(["Kleur", "Naam"], PERSON_FIELDS, {plain_heading("Kleur"): "neighbourhood", "naam": ""}) == [
        "neighbourhood",
        "",
    ]


def test_the_row_with_the_headings_is_found_below_a_title() -> None:
    lines = [
        Line(1, ("Deelnemers Kansrijk", "", "")),
        Line(2, ("bijgewerkt op", "3-1-2026", "")),
        Line(4, ("Naam", "Tel", "Wijk")),
        Line(5, ("Piet", "06", "Oost")),
    ]
    assert find_header(lines, PERSON_FIELDS) == 2

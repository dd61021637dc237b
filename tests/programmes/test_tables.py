"""A list as a file: what a spreadsheet program gets is text, numbers and days, and never a formula."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.tables import CONTROLS, FORMULA_SIGNS, write_table

HOSTILE = [
    "=1+1",
    "+31 6 12345678",
    "-2",
    "@SUM(A1)",
    "\tdag",
    '=HYPERLINK("http://x")',
    'Joke; "de" buur\nregel 2',
]


def read_csv(body: bytes) -> list[list[str]]:
    assert body.startswith(b"\xef\xbb\xbf"), "Excel reads it as Windows-1252 without"
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_like_a_formula_is_text_in_both_kinds_of_file(text: str) -> None:
    (cell,) = read_csv(write_table("csv", ["Naam"], [[text]]))[1]
    assert not cell.startswith(FORMULA_SIGNS)
    assert cell.removeprefix("'") == text
    sheet = openpyxl.load_workbook(io.BytesIO(write_table("xlsx", ["Naam"], [[text]]))).active
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", text)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=1, max_size=4))
def test_any_text_comes_back_as_it_was(texts: list[str]) -> None:
    """Line ends aside, which every spreadsheet program chooses itself, and controls, which no file may hold."""
    row = read_csv(write_table("csv", ["x"] * len(texts), [texts]))[1:]
    cells = row[0] if row else [""]
    wanted = [CONTROLS.sub("", text) for text in texts]
    assert [
        cell.removeprefix("'") if text.startswith(FORMULA_SIGNS) else cell
        for cell, text in zip(cells, wanted, strict=True)
    ] == wanted


def test_days_and_nothing_are_what_they_are() -> None:
    assert read_csv(write_table("csv", ["a", "b"], [[date(2026, 3, 1), None]]))[1] == ["01-03-2026", ""]
    sheet = openpyxl.load_workbook(
        io.BytesIO(write_table("xlsx", ["a", "b"], [[date(2026, 3, 1), 4]]))
    ).active
    assert sheet["A2"].value.date() == date(2026, 3, 1)
    assert sheet["B2"].value == 4

"""Reading a table as it really comes: CSV in any dialect and coding, or XLSX. No Django.

Nothing in a file is trusted: sizes are looked at before anything is unpacked, formulas are never computed, and what is
no table is refused with a reason. Rows keep the number a spreadsheet program shows beside them.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import openpyxl

MOST_BYTES = 10_000_000
MOST_UNPACKED = 150_000_000
MOST_ENTRIES = 2_000
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_CELL = 4_000
DELIMITERS = ";,\t|"
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT_OF_CELL = re.compile(r'="((?:[^"]|"")*)"')
BLANK = re.compile("[\u00a0\u2007\u202f]")
NOTHING = re.compile("[\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")


class Reason(StrEnum):
    """Why a file cannot be read. The sentences are in imports/check.py."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY_ROWS = "too_many_rows"
    BOMB = "bomb"
    PASSWORD = "password"  # noqa: S105
    OLD_EXCEL = "old_excel"
    OTHER_OFFICE = "other_office"
    WEB_PAGE = "web_page"
    NO_TABLE = "no_table"


class NotATable(ValueError):
    """The file cannot be read; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Line:
    """One row of the file: its number as spreadsheet programs count, and its cells as text."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


def read_lines(data: bytes) -> list[Line]:
    """All rows that hold anything. Raises NotATable."""
    if not data.strip():
        raise NotATable(Reason.EMPTY)
    if len(data) > MOST_BYTES:
        raise NotATable(Reason.TOO_BIG)
    if data.startswith(OLE):
        # An Excel file with a password is an old-style container around the encrypted one.
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise NotATable(Reason.PASSWORD if locked else Reason.OLD_EXCEL)
    rows = _of_workbook(data) if data.startswith(ZIP) else _of_text(data)
    lines: list[Line] = []
    for number, row in enumerate(rows, 1):
        line = Line(number, _up_to_the_last([_tidy(cell) for cell in row[:MOST_COLUMNS]]))
        if not line.is_blank:
            lines.append(line)
        if len(lines) > MOST_ROWS:
            raise NotATable(Reason.TOO_MANY_ROWS)
    if not lines:
        raise NotATable(Reason.EMPTY)
    return lines


def _up_to_the_last(cells: list[str]) -> tuple[str, ...]:
    """Without the empty cells at the end, of which some files have thousands."""
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _tidy(cell: str) -> str:
    """One cell as people meant it: no invisible characters, one kind of space, no marks that only keep Excel quiet."""
    text = " ".join(NOTHING.sub("", BLANK.sub(" ", cell[:MOST_CELL])).split())
    if found := TEXT_OF_CELL.fullmatch(text):
        text = found[1].replace('""', '"').strip()
    return text[1:].strip() if text.startswith("'") and text[1:2] in {"=", "+", "-", "@", "0"} else text


# --- text


def _of_text(data: bytes) -> Iterator[Sequence[str]]:
    text = _decode(data)
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<table", "<?xml")):
        raise NotATable(Reason.WEB_PAGE)
    if data.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise NotATable(Reason.NO_TABLE)
    first, _newline, rest = text.partition("\n")
    if hint := re.fullmatch(r"sep=(.)\s*", first):
        delimiter, text = hint[1], "\n" + rest
    else:
        delimiter = _delimiter(text)
    csv.field_size_limit(1_000_000)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise NotATable(Reason.NO_TABLE) from error


def _decode(data: bytes) -> str:
    """UTF-8 or UTF-16 when the file says so or can be nothing else; otherwise Windows-1252, as Excel saves CSV here."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data[:4096]:
        raise NotATable(Reason.NO_TABLE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The sign that splits the first lines into the same number of cells, more than one, most often."""
    sample = text[:20_000].splitlines()[:30]
    best, most = ";", 0
    for sign in DELIMITERS:
        widths = [len(row) for row in csv.reader(sample, delimiter=sign) if any(cell.strip() for cell in row)]
        usual = max(set(widths), key=widths.count, default=1)
        agreement = widths.count(usual) * (usual - 1)
        if agreement > most:
            best, most = sign, agreement
    return best


# --- workbooks


def _of_workbook(data: bytes) -> Iterator[Sequence[str]]:
    has_formulas = _look_inside(data)
    try:
        values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        at = _fullest_sheet(values)
        formulas = (
            openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[at] if has_formulas else None
        )
        yield from _rows(values.worksheets[at], formulas)
    except NotATable:
        raise
    except Exception as error:  # openpyxl raises many kinds for files that only look like a workbook
        raise NotATable(Reason.NO_TABLE) from error


def _look_inside(data: bytes) -> bool:
    """Refuse what is no workbook or unpacks to too much, before it is unpacked. Returns whether there are formulas."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise NotATable(Reason.NO_TABLE) from error
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotATable(Reason.PASSWORD)
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise NotATable(Reason.BOMB)
    if "xl/workbook.xml" not in names:
        raise NotATable(Reason.OTHER_OFFICE if {"mimetype", "word/document.xml"} & names else Reason.NO_TABLE)
    sheets = [entry for entry in entries if entry.filename.startswith("xl/worksheets/")]
    return any(_has_formula(archive, entry) for entry in sheets)


def _has_formula(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Looks piece by piece; a file that lies about its size stops here too."""
    read, tail = 0, b""
    try:
        with archive.open(entry) as file:
            while piece := file.read(1 << 20):
                read += len(piece)
                if read > MOST_UNPACKED:
                    raise NotATable(Reason.BOMB)
                if b"<f>" in tail + piece or b"<f " in tail + piece:
                    return True
                tail = piece[-3:]
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise NotATable(Reason.NO_TABLE) from error
    return False


def _fullest_sheet(book: Any) -> int:
    """Which visible sheet holds the most cells by its own count; the first one when they do not say."""
    sizes = [
        -1 if sheet.sheet_state != "visible" else (sheet.max_row or 0) * (sheet.max_column or 0)
        for sheet in book.worksheets
    ]
    if not sizes:
        raise NotATable(Reason.EMPTY)
    return sizes.index(max(sizes))


def _rows(sheet: Any, formulas: Any) -> Iterator[Sequence[str]]:
    """Cells as text; a formula that was never computed stays visible as a formula, so that it is not taken for empty."""
    sheet.reset_dimensions()
    if formulas is None:
        for row in sheet.iter_rows(values_only=True):
            yield [_as_text(cell) for cell in row]
        return
    formulas.reset_dimensions()
    pairs = zip(
        sheet.iter_rows(values_only=True),
        formulas.iter_rows(values_only=True),
        strict=False,
    )
    for row, written in pairs:
        yield [
            str(source) if value is None and str(source or "").startswith("=") else _as_text(value)
            for value, source in zip(row, written, strict=False)
        ]


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

"""Writing a table as a file that opens well in a Dutch spreadsheet program and runs nothing there. No Django.

A cell that begins like a formula is text: in CSV with an apostrophe before it (OWASP, CSV injection), in XLSX by its
type. Reading tables is programmes/sheets.py.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

# A Decimal is an amount in euros.
Cell = str | int | Decimal | date | None


def harmless(text: str) -> str:
    """The text as a CSV cell that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def write_table(kind: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The file: "csv" (semicolons, UTF-8 with BOM, as Dutch Excel expects) or "xlsx". KeyError for another kind."""
    return {"csv": _csv, "xlsx": _xlsx}[kind](header, rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([_as_text(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _as_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return harmless(CONTROLS.sub("", cell))
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    if isinstance(cell, Decimal):
        return f"{cell:.2f}".replace(".", ",")
    return "" if cell is None else str(cell)


def _xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Lijst")
    sheet.freeze_panes = "A2"
    for at in range(1, len(header) + 1):
        sheet.column_dimensions[get_column_letter(at)].width = 24
    sheet.append([_cell(sheet, name, is_header=True) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Cell, *, is_header: bool = False) -> Any:
    text = CONTROLS.sub("", value) if isinstance(value, str) else value
    cell: Any = WriteOnlyCell(sheet, text)  # type: ignore[arg-type]
    if isinstance(text, str):
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    if isinstance(value, date):
        cell.number_format = "dd-mm-yyyy"
    if isinstance(value, Decimal):
        cell.number_format = '"€" #,##0.00'
    if is_header:
        cell.font = Font(bold=True)
    return cell

"""A payment list as files: a spreadsheet (programmes/tables.py) and pain.001 for a bank. Pure: rows in, bytes out."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from programmes.tables import Cell, write_table

from .money import amount

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
# What every bank in SEPA takes; everything else is written with these.
BANK_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment. `iban` is empty for cash, and only its end once it was paid."""

    key: int
    holder: str
    iban: str
    cents: int
    about: str


def as_table(kind: str, rows: Sequence[PaymentRow]) -> bytes:
    """The list for a spreadsheet, "xlsx" or "csv", with its total below."""
    header = [_("Naam"), _("Rekening"), _("Bedrag"), _("Omschrijving")]
    cells: list[list[Cell]] = [
        [row.holder, row.iban or _("contant"), Decimal(row.cents) / 100, row.about] for row in rows
    ]
    total = Decimal(sum(row.cents for row in rows)) / 100
    return write_table(kind, header, [*cells, [_("Totaal"), None, total, None]])


def for_bank(text: str, longest: int) -> str:
    """Text in the letters every bank takes: "Şükrü Yılmaz" becomes "Sukru Yilmaz"."""
    known = str.maketrans(
        {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "đ": "d", "æ": "ae", "&": "+"}
    )
    bare = unicodedata.normalize("NFKD", text.translate(known))
    kept = "".join(letter for letter in bare if letter in BANK_LETTERS)
    return " ".join(kept.split()).lstrip("/")[:longest].strip() or "-"


def as_sepa(
    rows: Sequence[PaymentRow],
    *,
    payer_name: str,
    payer_iban: str,
    reference: str,
    made_at: datetime,
    pay_on: date,
) -> bytes:
    """A SEPA credit transfer (pain.001.001.09) for everyone with an account.

    The same list has the same message id every time, so that a bank refuses it when it is sent again.
    Raises ValueError without a row that has an account.
    """
    paid = [row for row in rows if row.iban]
    if not paid:
        raise ValueError("nobody on this list has an account")
    count, total = str(len(paid)), amount(sum(row.cents for row in paid))
    document = ElementTree.Element("Document", xmlns=NAMESPACE)
    message = ElementTree.SubElement(document, "CstmrCdtTrfInitn")
    head = _inside(message, "GrpHdr")
    _say(head, "MsgId", reference)
    _say(head, "CreDtTm", made_at.replace(microsecond=0, tzinfo=None).isoformat())
    _say(head, "NbOfTxs", count)
    _say(head, "CtrlSum", total)
    _say(_inside(head, "InitgPty"), "Nm", for_bank(payer_name, 70))
    batch = _inside(message, "PmtInf")
    _say(batch, "PmtInfId", f"{reference}-1")
    _say(batch, "PmtMtd", "TRF")
    _say(batch, "NbOfTxs", count)
    _say(batch, "CtrlSum", total)
    _say(_inside(batch, "PmtTpInf", "SvcLvl"), "Cd", "SEPA")
    _say(_inside(batch, "ReqdExctnDt"), "Dt", pay_on.isoformat())
    _say(_inside(batch, "Dbtr"), "Nm", for_bank(payer_name, 70))
    _say(_inside(batch, "DbtrAcct", "Id"), "IBAN", payer_iban)
    _say(_inside(batch, "DbtrAgt", "FinInstnId", "Othr"), "Id", "NOTPROVIDED")
    _say(batch, "ChrgBr", "SLEV")
    for row in paid:
        _transfer(batch, row, reference)
    text: bytes = ElementTree.tostring(document, encoding="UTF-8", xml_declaration=True)
    return text


def _transfer(batch: ElementTree.Element, row: PaymentRow, reference: str) -> None:
    transfer = _inside(batch, "CdtTrfTxInf")
    _say(_inside(transfer, "PmtId"), "EndToEndId", f"{reference}-{row.key}"[:35])
    sum_ = _inside(transfer, "Amt")
    ElementTree.SubElement(sum_, "InstdAmt", Ccy="EUR").text = amount(row.cents)
    _say(_inside(transfer, "Cdtr"), "Nm", for_bank(row.holder, 70))
    _say(_inside(transfer, "CdtrAcct", "Id"), "IBAN", row.iban)
    _say(_inside(transfer, "RmtInf"), "Ustrd", for_bank(row.about, 140))


def _inside(parent: ElementTree.Element, *names: str) -> ElementTree.Element:
    for name in names:
        parent = ElementTree.SubElement(parent, name)
    return parent


def _say(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text

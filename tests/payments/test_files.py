"""A payment list as files, opened and read back."""

import csv
import io
from datetime import date, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from payments.files import BANK_LETTERS, NAMESPACE, PaymentRow, as_sepa, as_table, for_bank
from payments.money import cents_of, euros

ROWS = [
    PaymentRow(1, "Glenda Martina", "NL91ABNA0417164300", 2_112, "Vrijwilligersvergoeding mei 2026"),
    PaymentRow(2, '=HYPERLINK("http://x")', "NL02ABNA0123456789", 575, "Vrijwilligersvergoeding mei 2026"),
    PaymentRow(3, "Şükrü Yılmaz", "", 1_000, "Vrijwilligersvergoeding mei 2026"),
]
MADE = datetime(2026, 6, 1, 9, 30)  # noqa: DTZ001


def sepa(rows=ROWS):
    return as_sepa(
        rows,
        payer_name="Stichting Mé & Society",
        payer_iban="NL91ABNA0417164300",
        reference="KLIK-3-12",
        made_at=MADE,
        pay_on=date(2026, 6, 2),
    )


def path(element):
    return [element.tag.removeprefix(f"{{{NAMESPACE}}}"), *[path(child) for child in element]]


def test_the_bank_file_has_the_elements_of_the_schema_in_their_order():
    transfer = [
        "CdtTrfTxInf", ["PmtId", ["EndToEndId"]], ["Amt", ["InstdAmt"]], ["Cdtr", ["Nm"]],
        ["CdtrAcct", ["Id", ["IBAN"]]], ["RmtInf", ["Ustrd"]],
    ]  # fmt: skip
    assert path(ElementTree.fromstring(sepa())) == [
        "Document",
        [
            "CstmrCdtTrfInitn",
            ["GrpHdr", ["MsgId"], ["CreDtTm"], ["NbOfTxs"], ["CtrlSum"], ["InitgPty", ["Nm"]]],
            [
                "PmtInf", ["PmtInfId"], ["PmtMtd"], ["NbOfTxs"], ["CtrlSum"], ["PmtTpInf", ["SvcLvl", ["Cd"]]],
                ["ReqdExctnDt", ["Dt"]], ["Dbtr", ["Nm"]], ["DbtrAcct", ["Id", ["IBAN"]]],
                ["DbtrAgt", ["FinInstnId", ["Othr", ["Id"]]]], ["ChrgBr"], transfer, transfer,
            ],
        ],
    ]  # fmt: skip


def test_the_bank_file_adds_up_and_leaves_out_who_is_paid_in_cash():
    text = {
        each.tag.removeprefix(f"{{{NAMESPACE}}}"): each.text for each in ElementTree.fromstring(sepa()).iter()
    }
    assert (text["NbOfTxs"], text["CtrlSum"]) == ("2", "26.87")
    assert text["MsgId"] == "KLIK-3-12"
    assert text["Dt"] == "2026-06-02"
    assert b"Yilmaz" not in sepa()
    assert b"Stichting Me + Society" in sepa()


def test_the_same_list_gives_the_same_file():
    assert sepa() == sepa()


def test_nobody_with_an_account_is_no_file():
    with pytest.raises(ValueError, match="account"):
        sepa(ROWS[2:])


@given(st.text(max_size=200), st.integers(1, 140))
def test_a_bank_reads_every_name(text, longest):
    written = for_bank(text, longest)
    assert set(written) <= BANK_LETTERS
    assert 0 < len(written) <= longest


def test_names_keep_their_letters():
    assert for_bank("Şükrü Yılmaz", 70) == "Sukru Yilmaz"
    assert for_bank("Łucja Ørsted", 70) == "Lucja Orsted"


def test_a_name_is_never_a_formula_in_csv():
    rows = list(csv.reader(io.StringIO(as_table("csv", ROWS).decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Naam", "Rekening", "Bedrag", "Omschrijving"]
    assert rows[2][0] == '\'=HYPERLINK("http://x")'
    assert rows[3] == ["Şükrü Yılmaz", "contant", "10,00", "Vrijwilligersvergoeding mei 2026"]


def test_the_workbook_holds_numbers_and_text():
    sheet = load_workbook(io.BytesIO(as_table("xlsx", ROWS))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[2][:3] == ['=HYPERLINK("http://x")', "NL02ABNA0123456789", 5.75]
    assert sheet.cell(3, 1).data_type == "s"
    assert rows[-1] == ["Totaal", None, 36.87, None]


@given(st.integers(0, 10**9))
def test_an_amount_on_screen_is_read_back_as_the_same(cents):
    assert cents_of(euros(cents)) == cents


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("12", 1_200),
        ("12,5", 1_250),
        ("12.50", 1_250),
        ("€ 1.234,50", 123_450),
        ("1.234", 123_400),
        (",50", 50),
        ("5,-", 500),
    ],
)
def test_amounts_as_people_write_them(written, cents):
    assert cents_of(written) == cents


@pytest.mark.parametrize("written", ["", "abc", "1,2,3", "12,345", "-5", "١٢", "1e3", "."])
def test_what_is_no_amount(written):
    with pytest.raises(ValueError, match=r"^"):
        cents_of(written)

"""What people meant by a cell: names, days, phone numbers, addresses and lists as they are typed in real files. No Django.

These functions only make a cell readable for the house's own form fields (programmes/fields.py), which judge it.
"""

import re
from datetime import date, timedelta

from ..names import PREFIXES, Name, parse_name, plain

NOTHING_MEANT = frozenset(
    ["", "-", "--", "?", ".", "x", "n.v.t.", "nvt", "n/a", "na", "geen", "onbekend", "none", "null", "nan", "niet bekend", "unknown"]
)  # fmt: skip
ERRORS = frozenset(["#n/b", "#n/a", "#verw!", "#ref!", "#naam?", "#name?", "#waarde!", "#value!", "#deel/0!", "#div/0!", "#####", "#null!", "#leeg!", "#getal!", "#num!"])  # fmt: skip
TOTALS = re.compile(
    r"(?:sub|eind)?(?:totaal|totalen|total|aantal|aantallen|gemiddelde?|einde lijst)\b|(?:som|sum):?$",
    re.IGNORECASE,
)
TITLES = re.compile(
    r"^(?:(?:dhr|mevr|mw|mevrouw|de heer|heer|mr|mrs|ms|drs|ir|fam|familie)\.?\s+)+", re.IGNORECASE
)
MONTHS = {
    name: at
    for at, names in enumerate(
        [
            ("jan", "januari", "january"),
            ("feb", "februari", "february"),
            ("mrt", "maart", "mar", "march"),
            ("apr", "april"),
            ("mei", "may"),
            ("jun", "juni", "june"),
            ("jul", "juli", "july"),
            ("aug", "augustus", "august"),
            ("sep", "sept", "september"),
            ("okt", "oktober", "oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ],
        1,
    )
    for name in names
}
DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
YEAR_MONTH_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
IN_WORDS = re.compile(r"(\d{1,2})(?:e|ste|de)?[-/. ]+([a-z]+)\.?[-/. ,]+(\d{4}|\d{2})")
SERIAL = re.compile(r"\d{5}(?:\.0+)?")
EXCEL_EPOCH = date(1899, 12, 30)
EMAIL = re.compile(r"[^\s<>,;:\"'()]+@[^\s<>,;:\"'()]+")
BETWEEN = re.compile(r"\s*(?:[,;/|+&]|\ben\b|\band\b)\s*")


def meant(cell: str) -> str:
    """The cell, or nothing when it says in one of the usual ways that there is nothing."""
    return "" if cell.casefold() in NOTHING_MEANT else cell


def is_error(cell: str) -> bool:
    """Whether a spreadsheet program wrote here that a formula failed, or a formula was never computed."""
    return cell.casefold() in ERRORS or cell.startswith("=")


def is_total(cells: list[str]) -> bool:
    """Whether a row only adds up the rows above it: a word for total first, or nothing but numbers."""
    said = [cell for cell in cells if cell]
    if not said:
        return False
    if TOTALS.match(said[0]):
        return True
    return all(re.fullmatch(r"[\d.,%€ -]{1,7}", cell) for cell in said)


def read_day(cell: str) -> date | None:
    """A day in any usual Dutch or ISO writing, or as Excel's own number. None when it is no day."""
    text = plain(cell).strip()
    text = re.sub(
        r"^(?:ma|di|wo|do|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)\.?,?\s+",
        "",
        text,
    )
    text = re.sub(r"[ t]\d{1,2}:\d{2}(?::\d{2})?.*$", "", text)
    if found := YEAR_MONTH_DAY.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := DAY_MONTH_YEAR.fullmatch(text):
        return _day(_century(found[3]), int(found[2]), int(found[1]))
    if (found := IN_WORDS.fullmatch(text)) and found[2] in MONTHS:
        return _day(_century(found[3]), MONTHS[found[2]], int(found[1]))
    if re.fullmatch(r"(?:19|20)\d{6}", text):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    if SERIAL.fullmatch(text):
        return EXCEL_EPOCH + timedelta(days=int(float(text)))
    return None


def _century(year: str) -> int:
    """Two digits are of this century up to 49: nobody's lists go back further than they go on."""
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < 50 else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_phones(cell: str) -> list[str]:
    """The numbers in a cell, as programmes.fields.PhoneField reads them. Words beside a number are left out."""
    phones = []
    for part in re.split(r"[;/|,]|\bof\b|\ben\b|\n", cell.replace("(0)", "")):
        bare = re.sub(r"[^\d+]", "", part)
        if len(bare) < 6:
            continue
        # A number cell loses its nought: 612345678 is 06 12345678.
        phones.append("0" + bare if len(bare) == 9 and bare[0] not in "0+" else bare)
    return phones


def read_emails(cell: str) -> list[str]:
    """The addresses in a cell, also out of "Jan <jan@x.nl>" and "mailto:"."""
    return [each.strip(".").lower() for each in EMAIL.findall(cell.replace("mailto:", ""))]


def parts_of(cell: str) -> list[str]:
    """The things in a list: "Nederlands, Arabisch en Turks" are three."""
    return [part for part in BETWEEN.split(cell) if part]


def read_name(*, full: str = "", given: str = "", prefix: str = "", surname: str = "") -> Name | None:
    """A name out of one column or several, without "dhr." before it and not in capitals only. None when there is none."""
    full, given, prefix, surname = (_calm(TITLES.sub("", each)) for each in (full, given, prefix, surname))
    if surname and not prefix:
        # "van der Meulen" and "Meulen, van der" in the column of the surname.
        inside = parse_name(surname) if "," in surname else parse_name(f"x {surname}")
        prefix, surname = inside.prefix, inside.surname or surname
    if given or surname:
        if full and not (given and surname):
            # One column is not enough of a name; the other holds all of it.
            return parse_name(full)
        return Name(given, prefix.lower(), surname) if surname else parse_name(given)
    return parse_name(full) if full else None


def _calm(text: str) -> str:
    """ "VAN DER MEULEN" as "van der Meulen"; initials and short words stay as they are."""
    letters = [character for character in text if character.isalpha()]
    if len(letters) < 4 or not all(character.isupper() for character in letters):
        return text
    words = text.split()
    return " ".join(
        word.lower() if word.casefold() in PREFIXES and len(words) > 1 else _capital(word) for word in words
    )


def _capital(word: str) -> str:
    return word if "." in word else "-".join(part[:1] + part[1:].lower() for part in word.split("-"))

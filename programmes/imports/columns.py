"""Which column is what: the row with the headings, and a guess per heading in Dutch or English. No Django but the words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..names import plain
from .sheets import Line

HEADER_WITHIN = 20
IGNORED = ""
NEVER = "never"


@dataclass(frozen=True)
class Field:
    """Something a column can be; `said` are headings people use for it, plain (programmes.names.plain)."""

    key: str
    label: Any
    said: tuple[str, ...]


PERSON_FIELDS = (
    Field("full", _("Naam, alles in één kolom"), ("naam", "name", "volledige naam", "full name", "deelnemer", "vrijwilliger", "buddy", "maatje", "naam deelnemer", "naam vrijwilliger", "client", "contact", "persoon", "wie")),
    Field("given", _("Roepnaam of voornaam"), ("voornaam", "roepnaam", "first name", "firstname", "given name", "voornamen", "voorletters", "initialen", "vnaam")),
    Field("prefix", _("Tussenvoegsel"), ("tussenvoegsel", "tussenvoegsels", "tussenv", "tv", "tsv", "voorvoegsel", "prefix", "infix", "tussen")),
    Field("surname", _("Achternaam"), ("achternaam", "last name", "lastname", "surname", "familienaam", "anaam", "geslachtsnaam")),
    Field("email", _("E-mailadres"), ("email", "e-mail", "mail", "e-mailadres", "emailadres", "mailadres", "email address", "e mail")),
    Field("phone", _("Telefoon"), ("telefoon", "tel", "telefoonnummer", "mobiel", "mobiele nummer", "gsm", "phone", "mobile", "06", "06-nummer", "telnr", "tel nr", "phone number", "mobile phone", "06 nummer", "mobiel nummer", "telefoon mobiel")),
    Field("phone2", _("Tweede telefoon"), ("telefoon 2", "telefoon vast", "vaste telefoon", "tel thuis", "huistelefoon", "home phone", "telefoon thuis", "tel 2", "2e telefoon")),
    Field("how_to_reach", _("Hoe je iemand anders bereikt"), ("bereikbaar", "bereikbaarheid", "hoe te bereiken", "contact via", "via", "reach", "bereiken")),
    Field("neighbourhood", _("Wijk"), ("wijk", "buurt", "neighbourhood", "neighborhood", "district", "stadsdeel", "wijk/buurt", "woonwijk")),
    Field("languages", _("Talen"), ("taal", "talen", "language", "languages", "spreekt", "moedertaal", "voertaal", "spreektaal")),
    Field("since", _("Aangemeld op"), ("aangemeld", "aangemeld op", "datum aanmelding", "aanmelddatum", "aanmeldingsdatum", "inschrijfdatum", "datum", "registered", "registration date", "date", "datum intake", "start", "startdatum", "sinds")),
)  # fmt: skip

# Columns that are never read: what Klik does not want to know. Their cells do not come back in any file either.
UNWANTED = re.compile(
    r"\b(bsn|burgerservice\w*|sofi\w*|geboorte\w*|geb ?datum|birth\w*|dob|nationalit\w*|etnic\w*|ethnic\w*|religi\w*|geloof|"
    r"iban|rekening\w*|bank\w*|paspoort\w*|passport\w*|id nummer|geslacht|gender|sex|medicatie|diagnose)\b"
)


def plain_heading(cell: str) -> str:
    """A heading as it is looked up: "E-Mail adres:" and "e-mailadres" are one."""
    return re.sub(r"[^\w/-]+", " ", plain(cell)).strip()


def find_header(lines: Sequence[Line], fields: Sequence[Field]) -> int:
    """Which of the lines holds the headings: the one that names most fields, else the first with two cells or more."""
    names = {name for field in fields for name in field.said}
    near = lines[:HEADER_WITHIN]
    known = [sum(plain_heading(cell) in names for cell in line.cells) for line in near]
    if max(known, default=0) > 0:
        return known.index(max(known))
    return next((at for at, line in enumerate(near) if sum(map(bool, line.cells)) > 1), 0)


def guess(headings: Sequence[str], fields: Sequence[Field], remembered: Mapping[str, str]) -> list[str]:
    """Per column the field it most likely is: as chosen before, by its heading, never, or ignored. Each field once."""
    keys = {field.key for field in fields}
    chosen: list[str] = []
    for heading in headings:
        said = plain_heading(heading)
        found = remembered.get(said) if remembered.get(said) in keys | {IGNORED} else None
        if found is None:
            found = NEVER if UNWANTED.search(said) else _by_heading(said, fields)
        if found == "phone" and found in chosen:
            found = "phone2"
        chosen.append(IGNORED if found in chosen and found != NEVER else found)
    return chosen


def _by_heading(said: str, fields: Sequence[Field]) -> str:
    exact = next((field.key for field in fields if said in field.said), None)
    if exact:
        return exact
    # "Telefoonnummer (mobiel)" begins with a heading we know; the longest one decides.
    within = [
        (len(name), field.key)
        for field in fields
        for name in field.said
        if len(name) > 3 and said.startswith(name)
    ]
    return max(within)[1] if within else IGNORED

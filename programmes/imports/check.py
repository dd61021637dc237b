"""From lines of a file to people: what can be taken over, every problem by row and column, and who may be there already.

Judging is left to the house's own form fields, so that an import can bring in nothing that a form would refuse.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..fields import DayField, EmailField, FreeText, NameField, PhoneField, Words, as_written
from ..models import Language, Neighbourhood, Person
from ..names import Name, plain
from . import cells
from .columns import IGNORED, NEVER, Field
from .sheets import Line, Reason

SENTENCES: dict[Reason, Any] = {
    Reason.EMPTY: _("Dit bestand is leeg."),
    Reason.TOO_BIG: _("Dit bestand is te groot. Gebruik hooguit 10 MB; plaatjes en andere bladen kunnen eruit."),
    Reason.TOO_MANY_ROWS: _("Dit bestand heeft te veel rijen. Gebruik hooguit 20.000 rijen per keer."),
    Reason.BOMB: _("Dit bestand wordt uitgepakt veel te groot. Zo'n bestand openen we niet."),
    Reason.PASSWORD: _("Op dit bestand zit een wachtwoord. Haal het wachtwoord eraf en probeer het opnieuw."),
    Reason.OLD_EXCEL: _("Dit is een oud Excel-bestand. Open het en kies Opslaan als: Excel-werkmap (.xlsx)."),
    Reason.OTHER_OFFICE: _("Dit is geen Excel-bestand. Open het en kies Opslaan als: Excel (.xlsx) of CSV."),
    Reason.WEB_PAGE: _("Dit is een webpagina, ook al heet het misschien Excel. Open het en kies Opslaan als: Excel (.xlsx)."),
    Reason.NO_TABLE: _("Dit is geen tabel. Kies een Excel-bestand (.xlsx) of een CSV-bestand."),
}  # fmt: skip

# Names of languages in files that are not our own labels.
ALSO_CALLED = {
    "nederlands": "nl", "dutch": "nl", "ned": "nl", "nederl": "nl", "arabic": "ar", "marokkaans": "ar", "darija": "ar", "syrisch": "ar",
    "berbers": "ber", "tamazight": "ber", "german": "de", "english": "en", "eng": "en", "perzisch": "fa", "persian": "fa", "french": "fr",
    "kurdish": "ku", "koerdisch": "ku", "ukrainian": "uk", "oekraiens": "uk", "papiamento": "pap", "papiamentu": "pap", "polish": "pl",
    "portuguese": "pt", "somali": "so", "spanish": "es", "surinaams": "srn", "sranan": "srn", "tigrigna": "ti", "tigrinja": "ti",
    "eritrees": "ti", "turkish": "tr",
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """Something in one cell; `stops` when the row cannot be taken over because of it."""

    row: int
    column: str
    reason: str
    stops: bool = True


@dataclass
class Checked:
    """One row as it would be taken over. `doubles` are half sentences about who it may be already."""

    number: int
    name: Name | None = None
    person: dict[str, Any] = field(default_factory=dict)
    role: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    doubles: list[str] = field(default_factory=list)
    was_here: bool = False
    fingerprint: str = ""

    @property
    def is_good(self) -> bool:
        return self.name is not None and not any(problem.stops for problem in self.problems)

    def packed(self) -> dict[str, Any]:
        """As it is kept between the dry run and taking over, before anybody was recognised."""
        return {
            "row": self.number,
            "name": [self.name.given, self.name.prefix, self.name.surname] if self.name else None,
            "person": self.person,
            "role": {key: _packed(value) for key, value in self.role.items()},
            "stops": [[problem.column, problem.reason] for problem in self.problems if problem.stops],
        }

    @classmethod
    def unpacked(cls, kept: Mapping[str, Any]) -> "Checked":
        """The other way round; what did not stop the row is left behind."""
        return cls(
            number=kept["row"],
            name=Name(*kept["name"]) if kept["name"] else None,
            person=kept["person"],
            role={key: _unpacked(value) for key, value in kept["role"].items()},
            problems=[Problem(kept["row"], column, reason) for column, reason in kept["stops"]],
        )


def _packed(value: Any) -> Any:
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _unpacked(value: Any) -> Any:
    return date.fromisoformat(value["day"]) if isinstance(value, dict) else value


@dataclass(frozen=True)
class Kind:
    """A kind of people that can be imported; rooms above register theirs with `imports_people`.

    `fields` besides those of every person; `clean` judges their cells; `write` gives saved people their role.
    """

    key: str
    label: Callable[[Any], str]
    explains: Any
    fields: tuple[Field, ...]
    clean: Callable[[str, str], Any]
    write: Callable[[Sequence[tuple[Person, Checked]], Any], None]


KINDS: dict[str, Kind] = {}


def imports_people(kind: Kind) -> None:
    """Make a kind of people importable. Called by a room when it starts."""
    KINDS[kind.key] = kind


def neighbourhoods_by_name() -> dict[str, int]:
    """The programme's neighbourhoods by what they are and were called. Inside the scope."""
    return {
        plain(name): each.pk
        for each in Neighbourhood.objects.all()
        for name in (*each.former_names, each.name)
    }


@dataclass
class Known:
    """Who is in the programme already, to recognise doubles with. Grows while a file is read."""

    fingerprints: set[str]
    names: dict[str, list[str]] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)

    @classmethod
    def now(cls, fingerprints: Iterable[str]) -> "Known":
        """What the database knows, in two queries. Inside the scope."""
        known = cls(set(fingerprints))
        people = Person.objects.order_by("pk").values_list("full_name", "search_name", "email", "phone")
        for full_name, search_name, email, phone in people.iterator(chunk_size=2000):
            known.add(full_name, search_name, email, phone)
        return known

    def add(self, full_name: str, search_name: str, email: str, phone: str) -> None:
        self.names.setdefault(search_name, []).append(full_name)
        if email:
            self.emails.setdefault(email, full_name)
        if phone:
            self.phones.setdefault(phone, full_name)


FIELDS: dict[str, forms.Field] = {
    "email": EmailField(required=False),
    "phone": PhoneField(required=False),
    "how_to_reach": Words(required=False),
    "since": DayField(required=False, not_after_today=True),
    "text": FreeText(required=False),
    "name": NameField(required=False),
}


def cell_day(cell: str) -> date | None:
    """A day that was; ValidationError for what is no day."""
    found = cells.read_day(cell)
    if found is None:
        raise ValidationError(
            _now("Dit is geen dag: %(cell)s. Schrijf het als 21-11-2026.") % {"cell": cell[:40]}
        )
    day: date = FIELDS["since"].clean(found.isoformat())
    return day


def cell_text(cell: str) -> str:
    """Free text without a BSN."""
    text: str = FIELDS["text"].clean(cell)
    return text


class Reader:
    """Reads the rows of one file, one after the other."""

    def __init__(
        self,
        *,
        kind: Kind,
        headings: Sequence[str],
        columns: Sequence[str],
        neighbourhoods: Mapping[str, int],
    ) -> None:
        self.kind = kind
        self.neighbourhoods = neighbourhoods
        self.labels = list(headings)
        self.at = {key: at for at, key in enumerate(columns) if key not in {IGNORED, NEVER}}
        self.never = {at for at, key in enumerate(columns) if key == NEVER}
        self.headings = [plain(heading) for heading in headings]
        self.own = {each.key for each in kind.fields}

    def skips(self, line: Line) -> bool:
        """Whether the row is no person: the headings once more, or what adds up the rows above."""
        if [plain(cell) for cell in line.cells[: len(self.headings)]] == self.headings:
            return True
        return cells.is_total(list(line.cells))

    def read(self, line: Line) -> Checked:
        """One row, with everything that is wrong with it."""
        checked = Checked(line.number)
        said = {key: cells.meant(line.cells[at]) for key, at in self.at.items() if at < len(line.cells)}
        for key in [key for key, cell in said.items() if cells.is_error(cell)]:
            self._complain(
                checked, key, _now("Hier staat een formule zonder uitkomst. Zet de waarde zelf neer.")
            )
            said[key] = ""
        self._name(checked, said)
        self._ways(checked, said)
        self._place_and_languages(checked, said)
        self._dates_and_own(checked, said)
        return checked

    def _complain(self, checked: Checked, key: str, reason: Any, *, stops: bool = True) -> None:
        column = self.labels[self.at[key]] if key in self.at else ""
        checked.problems.append(Problem(checked.number, column, str(reason), stops))

    def _try(self, checked: Checked, key: str, clean: Callable[[], Any], default: Any = "") -> Any:
        """The cleaned value; what is refused becomes a problem and the default."""
        try:
            return clean()
        except ValidationError as error:
            self._complain(checked, key, " ".join(error.messages))
            return default

    def _name(self, checked: Checked, said: Mapping[str, str]) -> None:
        parts = {key: said.get(key, "") for key in ("full", "given", "prefix", "surname")}
        key = next(
            (key for key, cell in parts.items() if cell), next(iter(parts.keys() & self.at.keys()), "full")
        )
        name = cells.read_name(**parts)
        if name is None or not name.full:
            if not checked.problems:
                self._complain(checked, key, _now("Er staat geen naam."))
            return
        if self._try(checked, key, lambda: FIELDS["name"].clean(name.full), None) is None:
            return
        if len(name.given) > 80 or len(name.surname) > 80 or len(name.prefix) > 20:
            self._complain(checked, key, _now("Deze naam is te lang."))
            return
        checked.name = name

    def _ways(self, checked: Checked, said: Mapping[str, str]) -> None:
        reach = [
            self._try(
                checked, "how_to_reach", lambda: FIELDS["how_to_reach"].clean(said.get("how_to_reach", ""))
            )
        ]
        emails = cells.read_emails(said.get("email", ""))
        if said.get("email") and not emails:
            self._complain(checked, "email", EmailField().error_messages["invalid"])
        if emails:
            checked.person["email"] = self._try(checked, "email", lambda: FIELDS["email"].clean(emails[0]))
        phones = []
        for key in ("phone", "phone2"):
            found = cells.read_phones(said.get(key, ""))
            if said.get(key) and not found:
                self._complain(checked, key, _now("Dit is geen telefoonnummer. Schrijf het als 06 12345678."))
            phones += [self._try(checked, key, partial(FIELDS["phone"].clean, each)) for each in found]
        phones = list(dict.fromkeys(filter(None, phones)))
        checked.person["phone"] = phones[0] if phones else ""
        rest = [*emails[1:], *map(as_written, phones[1:])]
        if rest:
            reach.append(_now("ook: %(ways)s") % {"ways": ", ".join(rest)})
            self._complain(checked, "phone2" if phones[1:] else "email", _now("Er staat er meer dan één; de tweede komt bij hoe je iemand anders bereikt."), stops=False)  # fmt: skip
        checked.person["how_to_reach"] = " · ".join(filter(None, reach))[:200]

    def _place_and_languages(self, checked: Checked, said: Mapping[str, str]) -> None:
        hood = said.get("neighbourhood", "")
        checked.person["neighbourhood_id"] = self.neighbourhoods.get(plain(hood)) if hood else None
        if hood and checked.person["neighbourhood_id"] is None:
            self._complain(checked, "neighbourhood", _now("De wijk %(hood)s staat niet bij de instellingen. We laten dit leeg.") % {"hood": hood[:40]}, stops=False)  # fmt: skip
        spoken: list[str] = []
        strange: list[str] = []
        for part in cells.parts_of(said.get("languages", "")):
            code = LANGUAGES.get(plain(part).strip(". "))
            (spoken if code else strange).append(code or part)
        checked.person["languages"] = list(dict.fromkeys(spoken))
        if strange:
            self._complain(checked, "languages", _now("Deze taal kennen we niet: %(language)s. We laten die weg.") % {"language": ", ".join(strange)[:60]}, stops=False)  # fmt: skip

    def _dates_and_own(self, checked: Checked, said: Mapping[str, str]) -> None:
        if said.get("since"):
            day = self._try(checked, "since", lambda: cell_day(said["since"]), None)
            if day:
                checked.role["since"] = day
        for key in self.own & said.keys():
            if said[key]:
                checked.role[key] = self._try(checked, key, partial(self.kind.clean, key, said[key]), None)


class Recogniser:
    """Who each row may be already: in the programme, in an earlier import, or higher up in this file. Row by row."""

    def __init__(self, *, kind: Kind, headings: Sequence[str], columns: Sequence[str], known: Known) -> None:
        self.kind = kind
        self.known = known
        self.seen: dict[str, int] = {}
        of_name = next((key for key in ("full", "surname", "given") if key in columns), None)
        self.column = headings[columns.index(of_name)] if of_name else ""

    def recognise(self, checked: Checked) -> None:
        """Say who it may be. A row that stands in this file twice is a problem of the second one."""
        if checked.name is None:
            return
        known, key = self.known, plain(checked.name.sort_key)
        email, phone = checked.person.get("email", ""), checked.person["phone"]
        checked.fingerprint = fingerprint(self.kind.key, key, email, phone)
        checked.was_here = checked.fingerprint in known.fingerprints
        if checked.fingerprint in self.seen:
            twice = _now("Deze persoon staat ook op rij %(row)s.") % {"row": self.seen[checked.fingerprint]}
            checked.problems.append(Problem(checked.number, self.column, twice))
        else:
            self.seen[checked.fingerprint] = checked.number
        if not checked.was_here:
            checked.doubles = _who(known, key, email, phone)
        known.add(_now("rij %(row)s van dit bestand") % {"row": checked.number}, key, email, phone)


def _who(known: Known, key: str, email: str, phone: str) -> list[str]:
    found = []
    if email and email in known.emails:
        found.append(_now("hetzelfde e-mailadres als %(who)s") % {"who": known.emails[email]})
    if phone and phone in known.phones:
        found.append(_now("hetzelfde telefoonnummer als %(who)s") % {"who": known.phones[phone]})
    if key in known.names:
        found.append(_now("dezelfde naam als %(who)s") % {"who": known.names[key][0]})
    return found


def _language_names() -> dict[str, str]:
    own = {plain(str(label)): str(value) for value, label in Language.choices}
    return {**{value: value for value in Language.values}, **ALSO_CALLED, **own}


LANGUAGES = _language_names()


def fingerprint(kind: str, key: str, email: str, phone: str) -> str:
    """What tells that a row was taken over before, without being readable."""
    return hashlib.sha256("\n".join((kind, key, email, phone)).encode()).hexdigest()


def moment_of(day: date | None) -> datetime:
    """Noon of a day, or now."""
    return timezone.make_aware(datetime.combine(day, time(12))) if day else timezone.now()

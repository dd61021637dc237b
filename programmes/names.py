"""Dutch names, pure: read what people type, sort on the core word, write prefixes as they should be.

A name is never forced apart: one word, or words in another order, is a name too.
Source: docs on sorting and capitals of Dutch prefixes (taaladvies.net, onzetaal.nl).
"""

import re
import unicodedata
from dataclasses import dataclass

ACCENTS = "[\u0300-\u036f]"
# Letters that do not come apart into a letter and an accent, and the ways to write an apostrophe.
ODD_LETTERS = "łøđıæœþð’‘`"
PLAIN_LETTERS = "lodiaotd'''"

PREFIXES = frozenset(
    [
        "aan",
        "aan-de",
        "af",
        "al",
        "ben",
        "bij",
        "bin",
        "d'",
        "da",
        "dal",
        "dalla",
        "das",
        "de",
        "degli",
        "dei",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "een",
        "el",
        "in",
        "'ibn",
        "la",
        "las",
        "le",
        "les",
        "lo",
        "los",
        "met",
        "onder",
        "op",
        "over",
        "'s",
        "'t",
        "te",
        "ten",
        "ter",
        "tot",
        "uit",
        "uijt",
        "van",
        "vanden",
        "vander",
        "ver",
        "von",
        "vom",
        "voor",
        "zum",
        "zur",
    ]
)


@dataclass(frozen=True)
class Name:
    """`given` is what the person is called; `prefix` and `surname` may be empty."""

    given: str
    prefix: str = ""
    surname: str = ""

    @property
    def full(self) -> str:
        """In reading order: "Piet van der Meulen"; without a given name the prefix takes a capital."""
        if not self.given and self.prefix:
            head = self.prefix if self.prefix[0] in "'’" else self.prefix[0].upper() + self.prefix[1:]
            return f"{head} {self.surname}".strip()
        return " ".join(part for part in (self.given, self.prefix, self.surname) if part)

    @property
    def sort_key(self) -> str:
        """On the core word: "meulen, van der, piet". A single name sorts on itself."""
        parts = [self.surname or self.given, self.prefix, self.given if self.surname else ""]
        return ", ".join(part for part in parts if part).casefold()


def parse_name(typed: str) -> Name:
    """Read one field: "Piet van der Meulen", "Meulen, van der", "Meulen, Piet van der", "Fatima", "Ömer Şahin"."""
    typed = " ".join(typed.split())
    surname, comma, rest = (part.strip() for part in typed.partition(","))
    if comma:
        words = rest.split()
        split = next((at for at, word in enumerate(words) if _is_prefix(word)), len(words))
        return Name(given=" ".join(words[:split]), prefix=" ".join(words[split:]).lower(), surname=surname)
    words = typed.split()
    start = next((at for at, word in enumerate(words[1:], 1) if _is_prefix(word)), None)
    if start is not None:
        end = start
        while end < len(words) - 1 and _is_prefix(words[end]):
            end += 1
        return Name(" ".join(words[:start]), " ".join(words[start:end]), " ".join(words[end:]))
    return Name(given=words[0] if words else "", surname=" ".join(words[1:]))


def _is_prefix(word: str) -> bool:
    return word.casefold().replace("’", "'") in PREFIXES


def plain(text: str) -> str:
    """How a name is searched: small letters without accents ("Şahin", "Łukasz" are found as "sahin", "lukasz").

    `Person.search_name` is the same, made by the database; a test holds the two together.
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(ACCENTS, "", apart).translate(str.maketrans(ODD_LETTERS, PLAIN_LETTERS))


def search_words(typed: str) -> list[str]:
    """The words to look for, in any order: "Meulen, van der", "van der meulen" and "piet meul" find the same man."""
    return plain(typed).replace(",", " ").split()

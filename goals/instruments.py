"""Instruments as data: reading a definition, and scoring what was answered. Pure: plain values in, plain values out.

A definition is JSON, so that a programme can build one or bring one along:

    {"scale": {"low": 0, "high": 10, "words": {"0": "heel zwaar", "10": "heel goed"}},
     "items": [{"key": "money", "words": {"nl": "Hoe gaat het met geld?"}, "area": "money"}],
     "scoring": "none", "higher_is_better": true, "minimum_answered": 1,
     "administered_by": ["participant", "buddy"], "moments": ["start", "midpoint", "end"]}

Also: `intro`, `is_sensitive`, per item `help`, `reverse` and `subscale`, `factor` for scores that are multiplied,
`subscale_minimum` (subscale to least answered), and `bands` with a `low`, a `high` and `words`. Words are a text
(Dutch) or a text per language. Nothing here says that a person is ill: a band is told in words, never as a diagnosis.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Words = dict[str, str]
Scoring = Literal["none", "sum", "mean"]

SCORINGS = ("none", "sum", "mean")
ROLES = ("participant", "buddy", "professional", "coordinator")
MOMENTS = ("start", "midpoint", "end", "aftercare_half", "aftercare", "extra")
MOST_ITEMS = 60
WIDEST_SCALE = 100
LONGEST_TEXT = 500
KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
LANGUAGE = re.compile(r"[a-z]{2,3}")


class WrongDefinition(ValueError):
    """What is wrong with a definition. `where` is the path in it ("items.2.words"), `why` a Dutch sentence."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}" if where else why)
        self.where, self.why = where, why


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole numbers from `low` to `high`. `words` says what some or all of them mean."""

    low: int
    high: int
    words: Mapping[int, Words] = field(default_factory=dict)

    @property
    def is_all_words(self) -> bool:
        """Whether every step has words of its own, so that it reads as a list and not as a row of numbers."""
        return all(step in self.words for step in range(self.low, self.high + 1))

    def turned(self, value: int) -> int:
        """The value of a question that was asked the other way round."""
        return self.low + self.high - value


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `area` is a life area with its pictogram, or empty."""

    key: str
    words: Words
    help: Words = field(default_factory=dict)
    area: str = ""
    reverse: bool = False
    subscale: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """What a score from `low` up to and including `high` is called."""

    low: float
    high: float
    words: Words


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of an instrument, read and found right."""

    scale: Scale
    items: tuple[Item, ...]
    scoring: Scoring
    higher_is_better: bool
    minimum_answered: int
    subscale_minimum: Mapping[str, int]
    factor: float
    bands: tuple[Band, ...]
    administered_by: tuple[str, ...]
    moments: tuple[str, ...]
    is_sensitive: bool
    intro: Words

    def item(self, key: str) -> Item:
        """Raises KeyError for a question that is not in it."""
        return next((item for item in self.items if item.key == key), None) or _missing(key)

    @property
    def subscales(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.subscale for item in self.items if item.subscale))


def _missing(key: str) -> Item:
    raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Score:
    """What answers come to. A number is None when too few questions were answered, or nothing is added up."""

    total: float | None
    subscales: Mapping[str, float | None]
    answered: int
    band: Words | None


def score(definition: Definition, answers: Mapping[str, int | None]) -> Score:
    """Add up the answers (per item key; None or absent is not answered).

    Reversed questions are turned first. A sum is that of the answered questions as they stand, a mean is over them;
    nothing is filled in for what was left open, so with fewer than the least number answered there is no score.
    Raises ValueError for an answer off the scale or to a question that is not there.
    """
    scale = definition.scale
    turned: dict[str, int] = {}
    for key, value in answers.items():
        item = definition.item(key)
        if value is None:
            continue
        if not scale.low <= value <= scale.high:
            raise ValueError(f"{key}: {value} is not on the scale")
        turned[key] = scale.turned(value) if item.reverse else value
    total = _added(definition, list(turned.values()), definition.minimum_answered)
    subscales = {}
    for name in definition.subscales:
        its = [turned[item.key] for item in definition.items if item.subscale == name and item.key in turned]
        every = sum(1 for item in definition.items if item.subscale == name)
        subscales[name] = _added(definition, its, definition.subscale_minimum.get(name, every))
    band = next(
        (each.words for each in definition.bands if total is not None and each.low <= total <= each.high),
        None,
    )
    return Score(total, subscales, len(turned), band)


def _added(definition: Definition, values: Sequence[int], least: int) -> float | None:
    if definition.scoring == "none" or not values or len(values) < least:
        return None
    added = sum(values) / (len(values) if definition.scoring == "mean" else 1)
    return added * definition.factor


def read_definition(data: Any) -> Definition:
    """A definition out of JSON. Raises WrongDefinition, which says where and why."""
    data = _dict(data, "")
    scale = _scale(_dict(data.get("scale"), "scale"))
    items = tuple(
        _item(_dict(each, f"items.{place}"), f"items.{place}")
        for place, each in enumerate(_list(data.get("items"), "items"))
    )
    if not 1 <= len(items) <= MOST_ITEMS:
        raise WrongDefinition("items", f"Er moeten 1 tot en met {MOST_ITEMS} vragen zijn.")
    keys = [item.key for item in items]
    if len(set(keys)) < len(keys):
        raise WrongDefinition("items", "Elke vraag heeft een eigen kenmerk nodig.")
    scoring = data.get("scoring", "none")
    if scoring not in SCORINGS:
        raise WrongDefinition("scoring", "Kies none, sum of mean.")
    minimum = _whole(data.get("minimum_answered", len(items)), "minimum_answered", 1, len(items))
    definition = Definition(
        scale=scale,
        items=items,
        scoring=scoring,
        higher_is_better=_bool(data.get("higher_is_better", True), "higher_is_better"),
        minimum_answered=minimum,
        subscale_minimum=_subscale_minimum(data.get("subscale_minimum", {}), items),
        factor=_number(data.get("factor", 1), "factor"),
        bands=tuple(
            _band(_dict(each, f"bands.{place}"), f"bands.{place}")
            for place, each in enumerate(_list(data.get("bands", []), "bands"))
        ),
        administered_by=_some(data.get("administered_by", list(ROLES)), "administered_by", ROLES),
        moments=_some(data.get("moments", ["start", "midpoint", "end"]), "moments", MOMENTS),
        is_sensitive=_bool(data.get("is_sensitive", False), "is_sensitive"),
        intro=_words(data.get("intro", {}), "intro", may_be_empty=True),
    )
    for one, next_one in zip(definition.bands, definition.bands[1:], strict=False):
        if next_one.low <= one.high:
            raise WrongDefinition(
                "bands", "De groepen mogen elkaar niet overlappen en staan van laag naar hoog."
            )
    return definition


def _scale(data: dict[str, Any]) -> Scale:
    low = _whole(data.get("low"), "scale.low", -WIDEST_SCALE, WIDEST_SCALE)
    high = _whole(data.get("high"), "scale.high", low + 1, low + WIDEST_SCALE)
    words = {}
    for step, text in _dict(data.get("words", {}), "scale.words").items():
        if not re.fullmatch(r"-?\d{1,4}", step) or not low <= int(step) <= high:
            raise WrongDefinition("scale.words", f"“{step}” staat niet op de schaal.")
        words[int(step)] = _words(text, f"scale.words.{step}")
    return Scale(low, high, words)


def _item(data: dict[str, Any], where: str) -> Item:
    key = data.get("key")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise WrongDefinition(f"{where}.key", "Een kenmerk is een kort woord met kleine letters.")
    area, subscale = data.get("area", ""), data.get("subscale", "")
    if not isinstance(area, str) or not isinstance(subscale, str) or len(subscale) > 40 or len(area) > 40:
        raise WrongDefinition(where, "Leefgebied en onderdeel zijn korte woorden.")
    return Item(
        key=key,
        words=_words(data.get("words"), f"{where}.words"),
        help=_words(data.get("help", {}), f"{where}.help", may_be_empty=True),
        area=area,
        reverse=_bool(data.get("reverse", False), f"{where}.reverse"),
        subscale=subscale,
    )


def _band(data: dict[str, Any], where: str) -> Band:
    low, high = _number(data.get("low"), f"{where}.low"), _number(data.get("high"), f"{where}.high")
    if high < low:
        raise WrongDefinition(where, "Het einde van de groep ligt voor het begin.")
    return Band(low, high, _words(data.get("words"), f"{where}.words"))


def _subscale_minimum(data: Any, items: Sequence[Item]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for item in items:
        if item.subscale:
            sizes[item.subscale] = sizes.get(item.subscale, 0) + 1
    least = {}
    for name, number in _dict(data, "subscale_minimum").items():
        if name not in sizes:
            raise WrongDefinition("subscale_minimum", f"Het onderdeel “{name}” is er niet.")
        least[name] = _whole(number, f"subscale_minimum.{name}", 1, sizes[name])
    return least


def _words(value: Any, where: str, *, may_be_empty: bool = False) -> Words:
    words = {"nl": value} if isinstance(value, str) else value
    if not isinstance(words, dict) or not all(
        isinstance(language, str) and LANGUAGE.fullmatch(language) and isinstance(text, str)
        for language, text in words.items()
    ):
        raise WrongDefinition(where, "Schrijf hier een tekst, of een tekst per taal.")
    if any(len(text) > LONGEST_TEXT for text in words.values()):
        raise WrongDefinition(where, f"Deze tekst is te lang. Gebruik hooguit {LONGEST_TEXT} tekens.")
    kept = {language: text.strip() for language, text in words.items() if text.strip()}
    if not may_be_empty and "nl" not in kept:
        raise WrongDefinition(where, "Hier hoort in elk geval een Nederlandse tekst.")
    return kept


def _dict(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise WrongDefinition(where, "Hier horen gegevens tussen { en }.")
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise WrongDefinition(where, "Hier hoort een lijst tussen [ en ].")
    return value


def _bool(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise WrongDefinition(where, "Schrijf hier true of false.")
    return value


def _whole(value: Any, where: str, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise WrongDefinition(where, f"Hier hoort een heel getal van {low} tot en met {high}.")
    return value


def _number(value: Any, where: str) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not -1e6 < value < 1e6:
        raise WrongDefinition(where, "Hier hoort een getal.")
    return float(value)


def _some(value: Any, where: str, known: Sequence[str]) -> tuple[str, ...]:
    chosen = _list(value, where)
    if not chosen or not all(isinstance(each, str) and each in known for each in chosen):
        raise WrongDefinition(where, f"Kies uit: {', '.join(known)}.")
    return tuple(dict.fromkeys(chosen))


def in_language(words: Mapping[str, str], language: str = "nl") -> str:
    """The words in this language, else in Dutch."""
    return words.get(language) or words.get("nl", "")

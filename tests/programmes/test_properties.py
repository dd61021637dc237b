"""Names, phones, dates and the eleven-test over inputs nobody would have thought of."""

import random
from datetime import date
from typing import Any

import phonenumbers
import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from programmes.cards import ALPHABET, LENGTH, digest_of, in_groups
from programmes.days import add_months
from programmes.fields import E164, DayField, PhoneField, Words, as_written, passes_eleven_test
from programmes.names import PREFIXES, Name, parse_name

WORD = st.text("abcdeéïøğş", min_size=1, max_size=8).filter(lambda word: word not in PREFIXES)
PREFIX = st.lists(st.sampled_from(["van", "de", "der", "el", "ter", "van den"]), min_size=0, max_size=2).map(
    " ".join
)
MOBILE = st.integers(10_000_000, 99_999_999)


def cleaned(field: forms.Field, typed: str) -> tuple[Any, str]:
    """What is kept, and what is said instead when nothing is."""
    try:
        return field.clean(typed), ""
    except ValidationError as refused:
        return None, " ".join(refused.messages)


@given(WORD, PREFIX, WORD)
def test_a_name_is_the_same_in_reading_order_and_in_sorting_order(
    given_name: str, prefix: str, surname: str
) -> None:
    reading = parse_name(" ".join(filter(None, [given_name, prefix, surname])))
    sorting = parse_name(f"{surname}, {given_name} {prefix}".strip())
    assert reading == sorting == Name(given_name, prefix, surname)
    assert parse_name(reading.full) == reading


@given(st.text(max_size=80))
def test_whatever_is_typed_as_a_name_keeps_its_letters_and_sorts(typed: str) -> None:
    name = parse_name(typed)
    letters = sorted(c for c in typed.casefold() if c.isalpha())
    # Capitals of some letters are two letters; casefolded both ways they are the same.
    assert sorted(c for c in name.full.casefold() if c.isalpha()) == letters
    assert name.sort_key == name.sort_key.casefold()


@given(MOBILE, st.randoms(use_true_random=False))
def test_a_mobile_number_is_one_number_however_it_is_cut_up(number: int, dice: random.Random) -> None:
    digits = str(number)
    written = "".join(digit + dice.choice(["", " ", "-", "."]) for digit in digits).rstrip(" -.")
    kept = {PhoneField().clean(start + written) for start in ("06", "+31 6", "00316", "(06) ", "06-")}
    assert kept == {f"+316{digits}"}
    assert PhoneField().clean(as_written(f"+316{digits}")) == f"+316{digits}"


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=45)
)  # Django itself refuses a NUL in any field
def test_what_is_kept_as_a_phone_number_can_always_be_rung(typed: str) -> None:
    kept, says = cleaned(PhoneField(required=False), typed)
    if says:
        assert "telefoonnummer" in says
    else:
        assert kept == "" or (
            E164.fullmatch(kept) and phonenumbers.is_possible_number(phonenumbers.parse(kept))
        )


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_day_is_read_in_every_usual_notation(day: date) -> None:
    field = DayField()
    notations = [
        f"{day:%Y-%m-%d}",
        f"{day:%d-%m-%Y}",
        f"{day:%d/%m/%Y}",
        f" {day.day}-{day.month}-{day.year} ",
    ]
    assert {field.clean(typed) for typed in notations} == {day}


@given(st.text(max_size=20))
def test_what_is_no_day_is_refused_in_dutch(typed: str) -> None:
    kept, says = cleaned(DayField(required=False), typed)
    if says:
        assert "dag" in says or "jaar" in says
    else:
        assert kept is None or kept.year >= 1900


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(-480, 480))
def test_months_later_is_never_in_another_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@given(st.lists(st.integers(0, 9), min_size=8, max_size=8).filter(any))
def test_of_ten_last_digits_at_most_one_passes_the_eleven_test_and_one_wrong_digit_is_seen(
    first: list[int],
) -> None:
    numbers = ["".join(map(str, [*first, last])) for last in range(10)]
    passing = [number for number in numbers if passes_eleven_test(number)]
    assert len(passing) <= 1
    for number in passing:
        at = first.index(max(first))
        changed = f"{number[:at]}{(int(number[at]) + 1) % 10}{number[at + 1 :]}"
        assert not passes_eleven_test(changed)


@given(st.integers(1, 999_999_999), st.text("abc éß:;,!", max_size=12), st.text("abc éß:;,!", max_size=12))
@example(111222333, "", "")
def test_no_text_hides_a_bsn(number: int, before: str, after: str) -> None:
    digits = f"{number:09d}"
    text = f"{before}{digits[:4]} {digits[4:6]}.{digits[6:]}{after}"
    if passes_eleven_test(digits):
        with pytest.raises(ValidationError, match="BSN"):
            Words().clean(text)
    else:
        assert Words().clean(text)


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH), st.randoms(use_true_random=False))
def test_a_code_on_paper_is_the_same_however_it_is_copied(code: str, dice: random.Random) -> None:
    copied = "".join(dice.choice([c, c.lower()]) + dice.choice(["", " ", "-"]) for c in in_groups(code))
    assert digest_of(copied) == digest_of(code)

"""What people type is met with manners: kept as meant, or refused in plain Dutch."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from programmes.fields import DayField, FreeText, NameField, PhoneField, Words, as_written, passes_eleven_test


@pytest.mark.parametrize(
    "typed",
    ["06 12345678", "0612345678", "06-12 34 56 78", "+31 6 12345678", "0031612345678", "(06) 12345678"],
)
def test_a_phone_number_is_the_same_in_every_notation(typed: str) -> None:
    assert PhoneField().clean(typed) == "+31612345678"


def test_a_number_comes_back_as_people_write_it() -> None:
    assert PhoneField().prepare_value("+31612345678") == "06 12345678"
    assert as_written("+32470123456") == "+32 470 12 34 56"


@pytest.mark.parametrize("typed", ["bel me", "123", "+999999999999", "06 1234567890123", "0" * 41])
def test_what_is_no_phone_number_is_told_in_dutch_and_comes_back(typed: str) -> None:
    field = PhoneField()
    with pytest.raises(ValidationError, match=r"telefoonnummer"):
        field.clean(typed)
    assert field.prepare_value(typed) == typed


def test_a_probable_bsn_is_refused_in_every_text() -> None:
    for text in ("111222333", "mijn nummer is 1112.22.333", "111 222 333", "BSN:111222333!"):
        with pytest.raises(ValidationError, match="BSN"):
            FreeText().clean(text)
    assert FreeText().clean("bel 0612345678 of 111222334") == "bel 0612345678 of 111222334"
    assert not passes_eleven_test("000000000")


def test_html_emoji_and_other_scripts_are_just_text() -> None:
    for text in ("<b>Piet</b>", "Noor 🌻", "محمد العلي", "Nguyễn", "O'Neill-Şahin"):
        assert Words().clean(f"  {text} ") == text


def test_characters_that_turn_the_text_around_are_taken_out() -> None:
    assert Words().clean("Piet\u202egnol\u202c") == "Pietgnol"


def test_a_name_needs_something_to_call_someone() -> None:
    for typed in ("🌻", "---", "<>"):
        with pytest.raises(ValidationError, match="letters"):
            NameField().clean(typed)
    name = NameField().clean("Fatima")
    assert name is not None
    assert name.full == "Fatima"


def test_a_row_of_small_words_is_a_name_and_fits() -> None:
    name = NameField().clean("Ali van de van der van den van de Berg")
    assert name is not None
    assert (name.full, name.prefix) == ("Ali van de van der van den van de Berg", "")


def test_too_long_says_how_long_it_may_be() -> None:
    with pytest.raises(ValidationError, match="hooguit 80"):
        NameField().clean("a" * 81)


def test_a_day_still_to_come_is_not_a_day_that_was() -> None:
    today = timezone.localdate()
    field = DayField(not_after_today=True)
    assert field.clean(today.strftime("%d-%m-%Y")) == today
    with pytest.raises(ValidationError, match="komt nog"):
        field.clean((today + timedelta(days=1)).isoformat())
    for typed in ("31-02-2026", "gisteren"):
        with pytest.raises(ValidationError, match="geen dag"):
            field.clean(typed)
    with pytest.raises(ValidationError, match="jaar"):
        field.clean("01-01-0026")

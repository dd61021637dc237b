"""Colours: whatever somebody picks, what comes out can be read, and stays as near as it can."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.colours import (
    BLACK,
    CARD,
    DARK_CARD,
    DARK_PAPER,
    DARK_SUNK,
    PAPER,
    READABLE,
    STEPS,
    SUNK,
    WHITE,
    contrast,
    mix,
    nearest,
    palette,
)  # fmt: skip

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54), ("#ff0000", "#ffffff", 4.0)]
)  # fmt: skip
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


@given(colours)
def test_the_nearest_colour_passes_and_one_step_nearer_does_not(colour: str) -> None:
    found = nearest(colour, (WHITE,))
    assert re.fullmatch("#[0-9a-f]{6}", found)
    assert contrast(found, WHITE) >= READABLE
    if contrast(colour, WHITE) >= READABLE:
        assert found == colour
    else:
        steps = [mix(colour, BLACK, step / STEPS) for step in range(STEPS + 1)]
        assert all(contrast(each, WHITE) < READABLE for each in steps[: steps.index(found)])


@given(colours)
def test_every_palette_can_be_read_in_the_light_and_in_the_dark(colour: str) -> None:
    made = palette(nearest(colour, (WHITE,)))
    assert contrast(made.accent, WHITE) >= 4.5
    assert all(contrast(made.accent, surface) >= 3 for surface in (PAPER, CARD, made.accent_soft))
    assert all(
        contrast(made.accent_text, surface) >= 4.5 for surface in (PAPER, CARD, SUNK, made.accent_soft)
    )
    assert contrast("#22252a", made.accent_soft) >= 7
    assert contrast(made.dark_accent_ink, made.dark_accent) >= 4.5
    assert all(
        contrast(made.dark_accent, surface) >= 3 for surface in (DARK_PAPER, DARK_CARD, made.dark_accent_soft)
    )
    assert all(contrast(made.dark_accent_text, surface) >= 4.5 for surface in (DARK_PAPER, DARK_CARD, DARK_SUNK, made.dark_accent_soft))  # fmt: skip
    assert contrast("#f1efea", made.dark_accent_soft) >= 7

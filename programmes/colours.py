"""A programme's colours out of one: what can be read on what, and the nearest colour that can. No Django.

Contrast as in WCAG 2.2 (relative luminance, 1 to 21). The surfaces are those of static/css/klik.css; docs/design.md
says which colour stands on which.
"""

from dataclasses import dataclass

READABLE = 4.5
WHITE, BLACK = "#ffffff", "#000000"
PAPER, CARD, SUNK = "#faf7f2", "#ffffff", "#f3eee6"
DARK_PAPER, DARK_CARD, DARK_SUNK = "#15171a", "#1e2125", "#111315"
INK_IN_THE_DARK = "#f1efea"
STEPS = 1000


@dataclass(frozen=True)
class Palette:
    """The colours of a programme, light and dark, as columns of Programme."""

    accent: str
    accent_soft: str
    accent_text: str
    dark_accent: str
    dark_accent_ink: str
    dark_accent_soft: str
    dark_accent_text: str


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", 0 to 1."""
    parts = [part / 255 for part in _channels(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How well one colour reads on the other, 1 (not at all) to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, towards: str, share: float) -> str:
    """The colour with a share (0 to 1) of another in it."""
    parts = zip(_channels(colour), _channels(towards), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def nearest(colour: str, surfaces: tuple[str, ...], *, towards: str = BLACK, ratio: float = READABLE) -> str:
    """The colour itself when it reads on all surfaces, else the least darkened (or lightened) one that does.

    Same hue: only black (or white) is mixed in, in steps of a thousandth. `towards` itself must pass.
    """
    return next(
        mixed
        for step in range(STEPS + 1)
        if all(
            contrast(mixed := mix(colour, towards, step / STEPS), surface) >= ratio for surface in surfaces
        )
    )


def palette(accent: str) -> Palette:
    """Everything a programme needs out of one accent colour on which white can be read."""
    soft = mix(accent, WHITE, 0.88)
    dark_soft = mix(accent, DARK_CARD, 0.72)
    while contrast(INK_IN_THE_DARK, dark_soft) < 7:
        dark_soft = mix(dark_soft, BLACK, 0.1)
    dark = nearest(accent, (DARK_PAPER, DARK_CARD, DARK_SUNK), towards=WHITE, ratio=6)
    return Palette(
        accent=accent,
        accent_soft=soft,
        accent_text=nearest(accent, (PAPER, CARD, SUNK, soft)),
        dark_accent=dark,
        dark_accent_ink=nearest(mix(accent, BLACK, 0.7), (dark,)),
        dark_accent_soft=dark_soft,
        dark_accent_text=nearest(dark, (DARK_PAPER, DARK_CARD, DARK_SUNK, dark_soft), towards=WHITE),
    )

"""The colours, by what they are for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

Colour = tuple[int, int, int]
"""RGB, 0..255."""


class Tone(StrEnum):
    """What a colour is for; each is a field of `Palette`."""

    GROUND = "ground"  # behind everything
    CARD = "card"  # a panel on it
    RAISED = "raised"  # something on a panel that can be pressed, or the track of a bar
    LINE = "line"  # a border
    INK = "ink"  # text
    MUTED = "muted"  # text that matters less
    ACCENT = "accent"  # the primary action, the focus, what moves
    ON_ACCENT = "on_accent"  # text on the accent
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


GROUNDS: Final = (Tone.GROUND, Tone.CARD, Tone.RAISED)
"""What text may lie on, besides the accent."""

TEXTS: Final = (Tone.INK, Tone.MUTED, Tone.ACCENT, Tone.GOOD, Tone.WARN, Tone.BAD)
"""What text may be set in on any of `GROUNDS`; ON_ACCENT on ACCENT."""


@dataclass(frozen=True, slots=True)
class Palette:
    """A colour for each `Tone`. Every pair of `TEXTS` and `GROUNDS` stands 4.5:1 or better apart."""

    ground: Colour
    card: Colour
    raised: Colour
    line: Colour
    ink: Colour
    muted: Colour
    accent: Colour
    on_accent: Colour
    good: Colour
    warn: Colour
    bad: Colour

    def __getitem__(self, tone: Tone) -> Colour:
        colour: Colour = getattr(self, tone.value)
        return colour


DARK: Final = Palette(
    ground=(16, 20, 29),
    card=(25, 31, 43),
    raised=(38, 46, 62),
    line=(66, 78, 101),
    ink=(240, 243, 249),
    muted=(170, 181, 200),
    accent=(92, 214, 192),
    on_accent=(6, 28, 27),
    good=(137, 219, 143),
    warn=(248, 200, 98),
    bad=(255, 146, 131),
)

LIGHT: Final = Palette(
    ground=(243, 244, 248),
    card=(255, 255, 255),
    raised=(228, 232, 240),
    line=(178, 187, 202),
    ink=(22, 27, 38),
    muted=(75, 85, 103),
    accent=(0, 101, 92),
    on_accent=(255, 255, 255),
    good=(18, 98, 46),
    warn=(122, 74, 0),
    bad=(168, 28, 22),
)


def luminance(colour: Colour) -> float:
    """How light a colour is to the eye, 0 to 1: the relative luminance of WCAG 2."""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """How far two colours stand apart, 1 (not at all) to 21 (black and white): the contrast of WCAG 2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """A colour between two: `one` at 0, `other` at 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

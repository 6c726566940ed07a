"""Colours by purpose, in a dark and a light palette."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

Colour = tuple[int, int, int]
"""RGB, 0..255."""


class Tone(StrEnum):
    """The purposes of colours; each is a field of `Palette`."""

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


@dataclass(frozen=True, slots=True)
class Palette:
    """A colour for each `Tone`.

    Text in INK, MUTED, ACCENT, GOOD, WARN or BAD on GROUND, CARD or RAISED, and in ON_ACCENT on ACCENT, has a
    contrast of 4.5:1 or more (WCAG 2).
    """

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


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return a colour between two: `one` at a share of 0, `other` at 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue

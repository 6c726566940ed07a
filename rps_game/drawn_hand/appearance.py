"""Colours and gloss of skin, nails, a ring and a sleeve.

They are computed for all pixels of a finished canvas at once: arrays are (n,), colours (3, n), BGR, 0 to 1,
as the camera would show them (not linear light: they are tuned by eye).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rps_game.drawn_hand.canvas import ARM_MM_PER_U, MATERIAL, PALM_U, PALMAR, TEXTURE_U, Image

Colour = tuple[float, float, float]

# Of an average finger: where lines and nails are does not depend on the finger.
BONES_MM: Final = (43.0, 27.0, 20.0)
JOINTS_MM: Final = (0.0, 43.0, 70.0, 90.0)
TIP_MM: Final = 8.2
"""Radius of a fingertip, by which the skin extends beyond the last bone."""


def smoothstep(low: float, high: float, x: Image) -> Image:
    """Return 0 below `low`, 1 above `high`, and a cubic S-curve between."""
    t: Image = np.clip((x - low) * (1.0 / (high - low)), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


def band(x: Image, middle: float, width: float) -> Image:
    """Return a bell-shaped curve: 1 at `middle`, 0 from twice `width` away on."""
    t = (x - middle) * (0.5 / width)
    t = np.maximum(1.0 - t * t, 0.0)
    return t * t


def _column(colour: Colour) -> Image:
    return np.array(colour, np.float32)[:, None]


def _blend(colour: Image, other: Colour, share: Image) -> None:
    for i, value in enumerate(other):
        colour[i] += (value - colour[i]) * share


PLACES_PER_MM: Final = 8


def _along_finger() -> Image:
    """Tabulate, along a finger, (4, places): lines inside, lines on the back, blush of back and of tip."""
    along = np.arange(0.0, 104.0, 1.0 / PLACES_PER_MM, dtype=np.float32)
    inner = 0.16 * band(along, 0.45 * BONES_MM[0], 0.8)
    outer = np.zeros_like(along)
    for joint, deep in ((JOINTS_MM[1], 0.20), (JOINTS_MM[2], 0.16)):
        inner += deep * (band(along, joint - 1.0, 0.8) + 0.6 * band(along, joint + 2.4, 0.7))
        for offset in (-3.2, 0.0, 2.8):
            outer += 0.6 * deep * band(along, joint + offset, 0.7)
    # Skin is redder over the joints and at the tips.
    knuckle = 0.45 * (band(along, JOINTS_MM[1], 6.0) + 0.6 * band(along, JOINTS_MM[2], 5.0))
    tip = 0.5 * smoothstep(JOINTS_MM[2], JOINTS_MM[3] + TIP_MM, along)
    return np.stack([inner, outer, knuckle, tip])


ALONG_FINGER: Final = _along_finger()


@dataclass(frozen=True, slots=True)
class Sleeve:
    """Cloth over the forearm.

    Attributes:
        colour: of the cloth.
        stripe: colour of its cuff and stripes.
        stripes_mm: distance between stripes; None for plain cloth.
        cuff_mm: width of the cuff.
        from_wrist_mm: distance of its end from the wrist.
        loose_mm: its distance from the arm.
    """

    colour: Colour
    stripe: Colour
    stripes_mm: float | None
    cuff_mm: float
    from_wrist_mm: float
    loose_mm: float

    def paint(self, along_mm: Image, palmar: Image) -> Image:
        """Return the colour of the cloth with cuff, stripes and folds: (3, n)."""
        stripe = 1.0 - smoothstep(self.cuff_mm - 1.0, self.cuff_mm + 1.0, along_mm)
        if self.stripes_mm is not None:
            wave = np.cos(along_mm * (2.0 * np.pi / self.stripes_mm))
            stripe = np.maximum(stripe, smoothstep(0.35, 0.6, wave) * (along_mm > self.cuff_mm + 6.0))
        colour = _column(self.colour) + (_column(self.stripe) - _column(self.colour)) * stripe
        folds = np.sin(along_mm * 0.16 + palmar * 2.3) * np.sin(along_mm * 0.071 - palmar * 1.1)
        seams = band(along_mm, self.cuff_mm, 1.2) + band(along_mm, 0.0, 1.2)
        return np.asarray(colour * (1.0 + 0.07 * folds - 0.26 * seams), np.float32)


@dataclass(frozen=True, slots=True)
class Skin:
    """The skin of one person.

    Attributes:
        back: colour of the back of the hand.
        front: colour of the palm, lighter and pinker than the back, the more so the darker the skin.
        blush: colour of fingertips and knuckles.
        nail: colour of the nails, or of their polish.
        nail_gloss: 0 to 1.
        polished: whether nails have no white moon and edge.
        wrinkles: 0 to 1.
        gloss: 0 to 1.
    """

    back: Colour
    front: Colour
    blush: Colour
    nail: Colour
    nail_gloss: float
    polished: bool
    wrinkles: float
    gloss: float

    def paint(self, u: Image, palmar: Image, lines: Image) -> tuple[Image, Image]:
        """Return colour (3, n) and gloss (n,) of bare skin; `lines` of the palm are 0 to 1.

        A canvas has `u` and `palmar` as its channels TEXTURE_U and PALMAR.
        """
        to_palm = smoothstep(-0.45, 0.5, palmar)
        colour = _column(self.back) + (_column(self.front) - _column(self.back)) * to_palm
        gloss = np.full(u.shape, self.gloss, np.float32)
        on_palm = np.flatnonzero((np.abs(u - PALM_U) < 0.5) & (palmar > 0.0))
        wrist = band(u[on_palm], PALM_U - 0.02, 0.025) + 0.7 * band(u[on_palm], PALM_U - 0.18, 0.02)
        dark = (0.15 * self.wrinkles) * palmar[on_palm] * np.maximum(lines[on_palm], 0.6 * wrist)
        colour[:, on_palm] *= 1.0 - dark
        there = np.flatnonzero(u > 0.0)
        colour[:, there], gloss[there] = self._fingers(colour[:, there], u[there], palmar[there])
        return colour, gloss

    def _fingers(self, colour: Image, u: Image, palmar: Image) -> tuple[Image, Image]:
        along: Image = np.minimum(u, 1.0) * BONES_MM[0]
        along += np.minimum(np.maximum(u - 1.0, 0.0), 1.0) * BONES_MM[1]
        along += np.maximum(u - 2.0, 0.0) * BONES_MM[2]
        place = np.minimum(along * PLACES_PER_MM, len(ALONG_FINGER[0]) - 1.0).astype(np.intp)
        inner, outer, knuckle, tip = (np.take(row, place) for row in ALONG_FINGER)
        back = np.maximum(-palmar, 0.0)
        colour *= 1.0 - self.wrinkles * (np.maximum(palmar, 0.0) * inner + back * outer)
        _blend(colour, self.blush, back * knuckle + tip)
        gloss = np.full(along.shape, self.gloss, np.float32)
        nails = np.flatnonzero((along > JOINTS_MM[2] + 4.0) & (palmar < 0.0))
        colour[:, nails], gloss[nails] = self._nails(colour[:, nails], along[nails], palmar[nails])
        return colour, gloss

    def _nails(self, colour: Image, along: Image, palmar: Image) -> tuple[Image, Image]:
        root, end = JOINTS_MM[2] + 0.38 * BONES_MM[2], JOINTS_MM[3] + 0.62 * TIP_MM
        ahead = np.maximum(along - JOINTS_MM[3], 0.0) * (1.0 / TIP_MM)
        # The normal is a unit vector: neither ahead nor to the back means sideways.
        sideways = np.maximum(1.0 - palmar * palmar - ahead * ahead, 0.0) * (1.0 / 0.74**2)  # squared
        place = (along - (root + end) / 2) * (2.0 / (end - root))  # -1 .. 1
        shape = np.sqrt(np.square(place * place) + sideways * sideways)
        back = smoothstep(0.02, 0.2, -palmar)
        nail = (1.0 - smoothstep(0.86, 1.0, shape)) * back
        colour *= 1.0 - 0.25 * back * band(shape, 1.02, 0.1)
        _blend(colour, self.nail, nail)
        if not self.polished:
            moon = (1.0 - smoothstep(-0.85, -0.5, place + 0.3 * sideways)) * 0.25
            free = smoothstep(0.60, 0.74, place + 0.14 * sideways) * 0.6
            white = tuple(min(0.25 + 0.78 * c, 1.0) for c in self.nail)
            _blend(colour, (white[0], white[1], white[2]), np.maximum(moon, free) * nail)
        return colour, self.gloss + (self.nail_gloss - self.gloss) * nail


@dataclass(frozen=True, slots=True)
class Appearance:
    """Skin, sleeve and ring of one person; a ring is its finger, 0 to 3, and its metal's colour."""

    skin: Skin
    sleeve: Sleeve | None
    ring: tuple[int, Colour] | None

    def paint(self, surface: Image, lines: Image) -> tuple[Image, Image]:
        """Return colour (3, n) and gloss (n,) of pixels (CHANNELS, n); `lines` of the palm, (n,), 0 to 1."""
        u, palmar, material = surface[TEXTURE_U], surface[PALMAR], surface[MATERIAL]
        colour, gloss = self.skin.paint(u, palmar, lines)
        if self.sleeve is not None:
            cloth = np.flatnonzero(material > 0.02)
            share = material[cloth]
            painted = self.sleeve.paint((PALM_U - u[cloth]) * ARM_MM_PER_U, palmar[cloth])
            colour[:, cloth] += (painted - colour[:, cloth]) * share
            gloss[cloth] *= 1.0 - share
        if self.ring is not None:
            metal = np.flatnonzero(material < -0.02)
            share = -material[metal]
            colour[:, metal] += (_column(self.ring[1]) - colour[:, metal]) * share
            gloss[metal] += (1.0 - gloss[metal]) * share
        return colour, gloss

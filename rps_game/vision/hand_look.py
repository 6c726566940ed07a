"""What a hand is made of, to the eye: skin, nails, rings, sleeves, and the light on them.

Colours are BGR, 0 to 1, as the camera would show them (no linear light: the shading is tuned by eye).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.float32]
Colour = tuple[float, float, float]

# The ten tones of the Monk skin tone scale (Ellis Monk, 2022; skintone.google), as BGR.
MONK_TONES: Final[tuple[Colour, ...]] = tuple(
    (blue / 255, green / 255, red / 255)
    for red, green, blue in (
        (0xF6, 0xED, 0xE4),
        (0xF3, 0xE7, 0xDB),
        (0xF7, 0xEA, 0xD0),
        (0xEA, 0xDA, 0xBA),
        (0xD7, 0xBD, 0x96),
        (0xA0, 0x7E, 0x56),
        (0x82, 0x5C, 0x43),
        (0x60, 0x41, 0x34),
        (0x3A, 0x31, 0x2A),
        (0x29, 0x24, 0x20),
    )
)


def smoothstep(low: float, high: float, x: Image) -> Image:
    """0 below `low`, 1 above `high`, and an S between."""
    t: Image = np.clip((x - np.float32(low)) * np.float32(1.0 / (high - low)), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


def band(x: Image, middle: float, width: float) -> Image:
    """1 at `middle`, falling off like a bell of that width."""
    t = (x - np.float32(middle)) * np.float32(1.0 / width)
    return np.asarray(np.exp(-t * t), np.float32)


def _spread(colour: Colour) -> Image:
    column: Image = np.array(colour, np.float32).reshape(3, 1, 1)
    return column


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """What a painter is told of each pixel of one capsule.

    Attributes:
        along_mm: from the capsule's start along its bone, below 0 and beyond its length on the round ends.
        palmar: -1 on the back, 1 on the palm's side.
        sideways: -1 to 1 across the bone.
    """

    along_mm: Image
    palmar: Image
    sideways: Image


Paint = Callable[[Surface], tuple[Image, "Image | float"]]
"""Gives the colours, (3, h, w), and the gloss, (h, w) or one number."""


@dataclass(frozen=True, slots=True, eq=False)
class Ring:
    """A ring near a finger's root."""

    colour: Colour


@dataclass(frozen=True, slots=True, eq=False)
class Sleeve:
    """Cloth over the forearm.

    Attributes:
        colour: of the cloth.
        stripe: colour of its cuff and stripes.
        stripes_mm: distance between stripes; None for plain cloth.
        cuff_mm: width of the cuff.
        from_wrist_mm: where it begins.
        loose_mm: how far it stands off the arm.
    """

    colour: Colour
    stripe: Colour
    stripes_mm: float | None
    cuff_mm: float
    from_wrist_mm: float
    loose_mm: float

    def paint(self, surface: Surface) -> tuple[Image, Image | float]:
        """The cloth with its cuff, stripes and a few folds."""
        along = surface.along_mm
        stripe = 1.0 - smoothstep(self.cuff_mm - 1.0, self.cuff_mm + 1.0, along)
        if self.stripes_mm is not None:
            wave = np.cos(along * np.float32(2.0 * np.pi / self.stripes_mm))
            stripe = np.maximum(stripe, smoothstep(0.35, 0.6, wave) * (along > self.cuff_mm + 6.0))
        colour = _spread(self.colour) + (_spread(self.stripe) - _spread(self.colour)) * stripe
        sideways = surface.sideways
        folds = np.sin(along * 0.16 + sideways * 2.3) * np.sin(along * 0.071 - sideways * 1.1)
        seam = band(along, self.cuff_mm, 1.6)
        return np.asarray(colour * (1.0 + 0.07 * folds - 0.28 * seam), np.float32), 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Skin:
    """The skin of one person.

    Attributes:
        back: colour of the back of the hand.
        front: colour of the palm, lighter and pinker than the back, the more so the darker the skin.
        blush: colour of fingertips and knuckles.
        nail: colour of the nails, or of their polish.
        nail_gloss: 0 to 1.
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

    def _base(self, surface: Surface) -> Image:
        palmar = smoothstep(-0.45, 0.5, surface.palmar)
        return _spread(self.back) + (_spread(self.front) - _spread(self.back)) * palmar

    def palm(self, surface: Surface) -> tuple[Image, Image | float]:
        """Palm and back of the hand."""
        return self._base(surface), self.gloss

    def arm(self, surface: Surface) -> tuple[Image, Image | float]:
        """The forearm, with two lines where the wrist bends."""
        inner = np.maximum(surface.palmar, 0.0)
        lines = band(surface.along_mm, 2.0, 0.9) + 0.7 * band(surface.along_mm, 8.0, 0.8)
        dark = np.float32(0.14 * self.wrinkles) * inner * lines
        return np.asarray(self._base(surface) * (1.0 - dark), np.float32), self.gloss

    def phalanx(
        self, order: int, length_mm: float, tip_mm: float, ring: Ring | None, thumb: bool = False
    ) -> Paint:
        """The painter of a finger's bone; `order` 0 is the one at the knuckle."""

        def paint(surface: Surface) -> tuple[Image, Image | float]:
            along, palmar = surface.along_mm, surface.palmar
            colour = self._base(surface)
            front, back = np.maximum(palmar, 0.0), np.maximum(-palmar, 0.0)
            last = order == 2
            # Creases where the finger bends: two fine lines on the palm's side, three on the back.
            crease = np.zeros_like(along)
            if not last:
                crease += front * (
                    band(along, length_mm - 1.0, 0.9) + 0.6 * band(along, length_mm + 2.6, 0.8)
                )
                for offset in (-3.0, 0.0, 3.0):
                    crease += 0.55 * back * band(along, length_mm + offset, 0.8)
            if order == 0 and not thumb:
                crease += 0.8 * front * band(along, 0.42 * length_mm, 0.9)
            if order > 0:
                crease += front * band(along, -1.0, 0.9)
                if last:
                    crease += 0.45 * back * (band(along, 0.0, 0.8) + band(along, 2.4, 0.7))
            colour = colour * (1.0 - np.float32(0.26 * self.wrinkles) * np.minimum(crease, 1.0))
            # Blood shows at the tips and over the joints.
            blush = 0.38 * band(along, length_mm, 7.0) * back if not last else np.zeros_like(along)
            if last:
                blush = 0.55 * smoothstep(0.1, 1.1, along * np.float32(1.0 / length_mm))
            colour += (_spread(self.blush) - colour) * blush
            gloss: Image | float = self.gloss
            if last:
                colour, gloss = self._nail(colour, surface, length_mm, tip_mm)
            if ring is not None:
                metal = smoothstep(0.0, 0.8, 3.0 - np.abs(along - 0.55 * length_mm))
                colour += (_spread(ring.colour) - colour) * metal
                gloss = self.gloss + (1.0 - self.gloss) * metal
            return colour, gloss

        return paint

    def _nail(self, colour: Image, surface: Surface, length_mm: float, tip_mm: float) -> tuple[Image, Image]:
        root, end = 0.42 * length_mm, length_mm + 0.80 * tip_mm
        along = (surface.along_mm - np.float32((root + end) / 2)) * np.float32(2.0 / (end - root))  # -1 .. 1
        across = surface.sideways * np.float32(1.0 / 0.74)
        shape = np.sqrt(np.square(np.square(along)) + np.square(np.square(across)))
        back = smoothstep(0.05, 0.3, -surface.palmar)
        nail = (1.0 - smoothstep(0.86, 1.0, shape)) * back
        rim = band(shape, 1.02, 0.17) * back
        colour = colour * (1.0 - 0.26 * rim)
        plate = np.broadcast_to(_spread(self.nail), colour.shape)
        if not self.polished:
            moon = (1.0 - smoothstep(-0.85, -0.55, along + 0.35 * np.square(across))) * 0.28
            free = smoothstep(0.60, 0.74, along + 0.16 * np.square(across)) * 0.55
            plate = plate + (np.float32(0.97) - plate) * np.maximum(moon, free)
        colour += (plate - colour) * nail
        return colour, np.float32(self.gloss) + np.float32(self.nail_gloss - self.gloss) * nail


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How one person's arm and hand look; `ring` is (finger, its ring)."""

    skin: Skin
    sleeve: Sleeve | None
    ring: tuple[int, Ring] | None

    def ring_on(self, finger: int, bone: int) -> Ring | None:
        """The ring on that bone, if it is the one."""
        return self.ring[1] if self.ring is not None and bone == 0 and self.ring[0] == finger else None


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    blue, green, red = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return blue, green, red


def _random_tone(rng: np.random.Generator) -> Colour:
    """Anywhere on the Monk scale, every part of it as likely."""
    place = rng.uniform(0.0, len(MONK_TONES) - 1.0)
    lower = min(int(place), len(MONK_TONES) - 2)
    blue, green, red = _mix(MONK_TONES[lower], MONK_TONES[lower + 1], place - lower)
    # The scale is of faces in even light; hands are a little redder, and no two alike.
    warm = rng.normal(0.02, 0.02)
    return blue * (0.90 - warm), green * (0.93 - warm / 2), min(red * (0.97 + warm), 1.0)


POLISHES: Final[tuple[Colour, ...]] = (
    (0.20, 0.12, 0.75),
    (0.45, 0.30, 0.85),
    (0.55, 0.25, 0.20),
    (0.5, 0.55, 0.15),
)
METALS: Final[tuple[Colour, ...]] = ((0.35, 0.68, 0.88), (0.80, 0.80, 0.82), (0.48, 0.58, 0.86))
CLOTHS: Final[tuple[Colour, ...]] = (
    (0.52, 0.34, 0.22),
    (0.30, 0.34, 0.72),
    (0.34, 0.60, 0.86),
    (0.42, 0.52, 0.30),
    (0.30, 0.26, 0.25),
    (0.84, 0.85, 0.87),
    (0.56, 0.36, 0.48),
    (0.62, 0.60, 0.36),
    (0.26, 0.44, 0.80),
)


def random_skin(rng: np.random.Generator) -> Skin:
    """Skin of any tone, with nails that mostly have no polish."""
    back = _random_tone(rng)
    darkness = 1.0 - sum(back) / 3.0
    pink: Colour = (0.62, 0.68, 0.93)
    front = _mix(back, pink, 0.16 + 0.42 * darkness * darkness)
    blush = _mix(back, (0.42, 0.46, 0.86), 0.30)
    polished = bool(rng.random() < 0.15)
    nail = POLISHES[rng.integers(len(POLISHES))] if polished else _mix(front, (0.78, 0.80, 0.98), 0.45)
    return Skin(
        back=back,
        front=front,
        blush=blush,
        nail=nail,
        nail_gloss=float(rng.uniform(0.5, 0.9)),
        polished=polished,
        wrinkles=float(rng.uniform(0.5, 1.0)),
        gloss=float(rng.uniform(0.10, 0.28)),
    )


def random_sleeve(rng: np.random.Generator) -> Sleeve:
    """A pullover's or a shirt's sleeve, plain or striped."""
    colour, stripe = (CLOTHS[i] for i in rng.choice(len(CLOTHS), 2, replace=False))
    if rng.random() < 0.6:
        stripe = _mix(colour, (0.1, 0.1, 0.1), 0.25)
    return Sleeve(
        colour=_mix(colour, (0.5, 0.5, 0.5), float(rng.uniform(0.0, 0.3))),
        stripe=stripe,
        stripes_mm=float(rng.uniform(12.0, 26.0)) if rng.random() < 0.35 else None,
        cuff_mm=float(rng.uniform(10.0, 22.0)),
        from_wrist_mm=float(rng.choice([rng.uniform(2.0, 22.0), rng.uniform(25.0, 110.0)])),
        loose_mm=float(rng.uniform(0.5, 5.0)),
    )


def random_look(rng: np.random.Generator) -> Look:
    """Another person."""
    skin = random_skin(rng)
    sleeve = random_sleeve(rng) if rng.random() < 0.85 else None
    ring = (
        (int(rng.choice([1, 2, 2, 3])), Ring(METALS[rng.integers(len(METALS))]))
        if rng.random() < 0.2
        else None
    )
    return Look(skin, sleeve, ring)

"""Random people: skin of any tone, sleeve, ring, build, and the light they are seen in.

Colours are BGR, 0 to 1.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rps_game.drawn_hand.appearance import Appearance, Colour, Skin, Sleeve
from rps_game.drawn_hand.light import Light, random_light
from rps_game.drawn_hand.skeleton import Build, random_build

MONK_TONES: Final[tuple[Colour, ...]] = tuple(
    (blue / 255, green / 255, red / 255)
    for red, green, blue in map(
        bytes.fromhex,
        ("f6ede4", "f3e7db", "f7ead0", "eadaba", "d7bd96", "a07e56", "825c43", "604134", "3a312a", "292420"),
    )
)
"""The ten tones of the Monk skin tone scale (Ellis Monk, 2022; skintone.google)."""


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Shape and appearance of a person's hand, and the light on it."""

    build: Build
    appearance: Appearance
    light: Light


def random_person(rng: np.random.Generator) -> Person:
    """Choose a random person."""
    return Person(random_build(rng), random_appearance(rng), random_light(rng))


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    blue, green, red = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return blue, green, red


def _random_tone(rng: np.random.Generator) -> Colour:
    """Choose a skin tone, uniformly along the Monk scale."""
    place = rng.uniform(0.0, len(MONK_TONES) - 1.0)
    lower = min(int(place), len(MONK_TONES) - 2)
    blue, green, red = _mix(MONK_TONES[lower], MONK_TONES[lower + 1], place - lower)
    # The scale is of faces in even light. Hands are redder, fair ones most, and none is entirely black.
    warm = rng.normal(0.02, 0.02) + 0.11 * min(max(red - 0.55, 0.0), 0.4)
    hand = blue * (0.90 - 1.6 * warm), green * (0.93 - warm), min(red * (0.97 + warm), 1.0)
    return _mix(hand, UMBER, 0.08)


UMBER: Final[Colour] = (0.22, 0.30, 0.44)
POLISHES: Final[tuple[Colour, ...]] = (
    (0.20, 0.12, 0.75), (0.45, 0.30, 0.85), (0.55, 0.25, 0.20), (0.5, 0.55, 0.15),
)  # fmt: skip
METALS: Final[tuple[Colour, ...]] = ((0.35, 0.68, 0.88), (0.80, 0.80, 0.82), (0.48, 0.58, 0.86))
CLOTHS: Final[tuple[Colour, ...]] = (
    (0.52, 0.34, 0.22), (0.30, 0.34, 0.72), (0.34, 0.60, 0.86), (0.42, 0.52, 0.30), (0.30, 0.26, 0.25),
    (0.84, 0.85, 0.87), (0.56, 0.36, 0.48), (0.62, 0.60, 0.36), (0.26, 0.44, 0.80),
)  # fmt: skip


def random_skin(rng: np.random.Generator) -> Skin:
    """Choose skin of any tone, with nails that mostly have no polish."""
    back = _random_tone(rng)
    darkness = 1.0 - sum(back) / 3.0
    pink: Colour = (0.62, 0.68, 0.93)
    front = _mix(back, pink, 0.16 + 0.42 * darkness * darkness)
    blush = _mix(back, (0.42, 0.46, 0.86), 0.30)
    polished = rng.random() < 0.15
    nail = POLISHES[rng.integers(len(POLISHES))] if polished else _mix(front, (0.78, 0.80, 0.98), 0.45)
    nail_gloss, wrinkles, gloss = rng.uniform(0.5, 0.9), rng.uniform(0.5, 1.0), rng.uniform(0.10, 0.28)
    return Skin(back, front, blush, nail, nail_gloss, polished, wrinkles, gloss)


def random_sleeve(rng: np.random.Generator) -> Sleeve:
    """Choose the sleeve of a pullover or a shirt, plain or striped."""
    colour, stripe = (CLOTHS[i] for i in rng.choice(len(CLOTHS), 2, replace=False))
    if rng.random() < 0.6:
        stripe = _mix(colour, (0.1, 0.1, 0.1), 0.25)
    return Sleeve(
        colour=_mix(colour, (0.5, 0.5, 0.5), rng.uniform(0.0, 0.3)),
        stripe=stripe,
        stripes_mm=rng.uniform(12.0, 26.0) if rng.random() < 0.35 else None,
        cuff_mm=rng.uniform(10.0, 22.0),
        from_wrist_mm=float(rng.choice([rng.uniform(2.0, 22.0), rng.uniform(25.0, 110.0)])),
        loose_mm=rng.uniform(0.5, 5.0),
    )


def random_appearance(rng: np.random.Generator) -> Appearance:
    """Choose skin, mostly a sleeve, and sometimes a ring."""
    skin = random_skin(rng)
    sleeve = random_sleeve(rng) if rng.random() < 0.85 else None
    ring = (int(rng.choice([1, 2, 2, 3])), METALS[rng.integers(len(METALS))]) if rng.random() < 0.2 else None
    return Appearance(skin, sleeve, ring)

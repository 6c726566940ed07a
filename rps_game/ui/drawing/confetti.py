"""Confetti that flies up from both lower corners of the window, and falls."""

import math
from typing import Final

import numpy as np
import pygame

from rps_game.ui.drawing.painter import Painter
from rps_game.ui.drawing.palette import Colour

CONFETTI_S: Final = 1.5
"""How long it flies: a cheer, and the result can be read again."""

PIECES: Final = 160
_COLOURS: Final[tuple[Colour, ...]] = (
    (244, 96, 88),
    (122, 104, 214),
    (62, 186, 122),
    (255, 206, 84),
    (92, 196, 255),
    (255, 146, 196),
)
_GRAVITY: Final = 2.3
"""Heights of the window a second, squared."""

_rng: Final = np.random.default_rng(7)
_THROWN: Final = np.column_stack(
    [
        _rng.uniform(0.05, 0.95, PIECES),  # how far across it gets, of the window's width
        _rng.uniform(1.15, 1.95, PIECES),  # how fast it goes up, in heights a second
        _rng.uniform(0, 0.25, PIECES),  # seconds after the first
        _rng.uniform(-9, 9, PIECES),  # how fast it turns, in radians a second
        _rng.uniform(7, 14, PIECES),  # its length, in pixels of the design
    ]
)


def draw_confetti(painter: Painter, since_s: float) -> None:
    """Draw the confetti so many seconds after it was thrown; nothing before and after it flies."""
    if not 0 <= since_s < CONFETTI_S:
        return
    theme, (width, height) = painter.theme, painter.theme.size
    for i, (across, speed, delay_s, turn, length) in enumerate(_THROWN.tolist()):
        t = since_s - delay_s
        if t < 0:
            continue
        # From the nearer corner, slowed down by the air.
        start = -0.02 if i % 2 else 1.02
        x = width * (start + (across - start) * (1 - math.exp(-2.2 * t)))
        y = height * (1.02 - speed * t * 0.9 + _GRAVITY / 2 * t * t * 0.7)
        if y > height:
            continue
        angle, half = turn * t, theme.unit(length) / 2
        flat = half * (0.25 + 0.55 * abs(math.cos(turn * t * 1.3)))  # as it tumbles
        along = math.cos(angle) * half, math.sin(angle) * half
        aside = -math.sin(angle) * flat, math.cos(angle) * flat
        corners = [
            (x + a * along[0] + b * aside[0], y + a * along[1] + b * aside[1])
            for a, b in ((1, 1), (1, -1), (-1, -1), (-1, 1))
        ]
        pygame.draw.polygon(painter.surface, _COLOURS[i % len(_COLOURS)], corners)

"""Boxes and buttons in rows and columns."""

from collections.abc import Sequence
from itertools import pairwise

import pygame

from rps_game.ui.drawing.theme import Theme
from rps_game.ui.widgets.focus import Button

BUTTON_HEIGHT = 56
"""In pixels of the design: large enough for a finger."""

GAP = 16
"""Between two things that belong together, in pixels of the design."""


def button_height(theme: Theme) -> int:
    """Return the height of a button in pixels, which grows with the window and with the text."""
    return max(theme.unit(BUTTON_HEIGHT), theme.line() + theme.unit(12))


def columns(rect: pygame.Rect, weights: Sequence[float], gap: int) -> list[pygame.Rect]:
    """Split `rect` into boxes side by side, their widths in proportion to the weights, `gap` pixels apart."""
    room = rect.width - gap * (len(weights) - 1)
    edges = [rect.left + round(room * sum(weights[:i]) / sum(weights)) for i in range(len(weights) + 1)]
    return [
        pygame.Rect(left + gap * i, rect.top, right - left, rect.height)
        for i, (left, right) in enumerate(pairwise(edges))
    ]


def rows(rect: pygame.Rect, weights: Sequence[float], gap: int) -> list[pygame.Rect]:
    """Split `rect` into boxes one below another, as `columns` does side by side."""
    turned = columns(pygame.Rect(rect.top, rect.left, rect.height, rect.width), weights, gap)
    return [pygame.Rect(box.top, box.left, box.height, box.width) for box in turned]


def place_row(buttons: Sequence[Button], rect: pygame.Rect, theme: Theme) -> None:
    """Place buttons side by side up to the right edge, as wide as their labels need, or narrower."""
    gap = theme.unit(GAP)
    widths = [max(button.width(theme), theme.unit(120)) for button in buttons]
    room = rect.width - gap * (len(buttons) - 1)
    squeeze = min(room / max(sum(widths), 1), 1.0)
    x = rect.right
    for button, width in zip(reversed(buttons), reversed(widths), strict=True):
        width_px = int(width * squeeze)
        button.rect = pygame.Rect(x - width_px, rect.top, width_px, rect.height)
        x -= width_px + gap


def place_column(buttons: Sequence[Button], rect: pygame.Rect, theme: Theme, gap: float = 12) -> None:
    """Place buttons one below another from the top of `rect`, as wide as it, lower if there is no room."""
    if not buttons:
        return
    gap_px = theme.unit(gap)
    height = min(button_height(theme), (rect.height - gap_px * (len(buttons) - 1)) // len(buttons))
    for i, button in enumerate(buttons):
        button.rect = pygame.Rect(rect.left, rect.top + i * (height + gap_px), rect.width, height)

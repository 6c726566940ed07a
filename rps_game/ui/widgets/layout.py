"""Boxes in rows and columns."""

from collections.abc import Sequence

import pygame

from rps_game.ui.drawing.theme import Theme
from rps_game.ui.widgets.focus import Button

BUTTON_HEIGHT = 56
"""In pixels of the design: also a finger hits it."""

GAP = 16
"""Between two things that belong together, in pixels of the design."""


def button_height(theme: Theme) -> int:
    """In pixels: with the window, and with the text in it."""
    return max(theme.unit(BUTTON_HEIGHT), theme.line() + theme.unit(12))


def columns(rect: pygame.Rect, weights: Sequence[float], gap: int) -> list[pygame.Rect]:
    """Boxes side by side that fill `rect`, as wide as their weights, `gap` pixels apart."""
    room = rect.width - gap * (len(weights) - 1)
    edges = [rect.left]
    for i in range(len(weights)):
        edges.append(rect.left + round(room * sum(weights[: i + 1]) / sum(weights)))
    return [
        pygame.Rect(edges[i] + gap * i, rect.top, edges[i + 1] - edges[i], rect.height)
        for i in range(len(weights))
    ]


def rows(rect: pygame.Rect, weights: Sequence[float], gap: int) -> list[pygame.Rect]:
    """Boxes below one another that fill `rect`, as high as their weights, `gap` pixels apart."""
    turned = columns(pygame.Rect(rect.top, rect.left, rect.height, rect.width), weights, gap)
    return [pygame.Rect(box.top, box.left, box.height, box.width) for box in turned]


def place_row(buttons: Sequence[Button], rect: pygame.Rect, theme: Theme) -> None:
    """Lay buttons side by side up to the right edge, as wide as their words need, or narrower."""
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
    """Lay buttons below one another from the top of `rect`, as wide as it, squeezed if there is no room."""
    if not buttons:
        return
    gap_px = theme.unit(gap)
    height = min(button_height(theme), (rect.height - gap_px * (len(buttons) - 1)) // len(buttons))
    for i, button in enumerate(buttons):
        button.rect = pygame.Rect(rect.left, rect.top + i * (height + gap_px), rect.width, height)

"""Cards, the status line at the bottom, and messages over a screen."""

from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Align, Size, Theme
from rps_game.ui.widgets.widget import Widget


class Panel(Widget):
    """A card that other things lie on."""

    def inner(self, theme: Theme, padding: float = 24) -> pygame.Rect:
        """Return the card without its padding, which is in pixels of the design."""
        return self.rect.inflate(-2 * theme.unit(padding), -2 * theme.unit(padding))

    def draw(self, surface: pygame.Surface, theme: Theme, *, border: Tone | None = None) -> None:
        """Draw the card."""
        theme.card(surface, self.rect, Tone.CARD, radius=18, border=border)


@dataclass(frozen=True, slots=True)
class Status:
    """One entry of the status line; its symbol says what it is about."""

    symbol: Symbol
    words: str
    tone: Tone = Tone.MUTED


STATUSES = 3
"""Places in the status line; one stays empty mostly, and nothing jumps when it is filled."""


class StatusLine(Widget):
    """The line at the bottom of the window: the camera, the loaded head, a network that is being loaded."""

    def draw(
        self, surface: pygame.Surface, theme: Theme, statuses: Sequence[Status], keys: str, right: int
    ) -> None:
        """Draw the statuses from the left and `keys` at the right; nothing beyond `right`, in pixels."""
        pygame.draw.line(surface, theme.colour(Tone.RAISED), self.rect.topleft, self.rect.topright)
        inner = self.rect.inflate(-theme.unit(40), -2)
        inner.width = right - theme.unit(20) - inner.left
        if keys:
            box = inner.copy()
            box.width = min(theme.width(keys, Size.SMALL) + theme.unit(8), inner.width // 4)
            box.right = inner.right
            theme.text(surface, keys, box, size=Size.SMALL, tone=Tone.MUTED, align=Align.RIGHT)
            inner.width -= box.width + theme.unit(16)
        for i, status in enumerate(statuses):
            box = pygame.Rect(inner.left + inner.width * i // STATUSES, inner.top, 0, inner.height)
            box.width = inner.width // STATUSES
            side = min(theme.unit(18), inner.height)
            picture = pygame.Rect(box.left, 0, side, side)
            picture.centery = box.centery
            theme.icon(surface, status.symbol, picture, status.tone)
            words = pygame.Rect(picture.right + theme.unit(8), box.top, 0, box.height)
            words.width = box.right - theme.unit(16) - words.left
            theme.text(surface, status.words, words, size=Size.SMALL, tone=status.tone)


def draw_veil(surface: pygame.Surface, theme: Theme, area: pygame.Rect, share: float = 0.72) -> None:
    """Fade an area to `share` (0..1) of the ground's colour, so that something can lie over it."""
    draw_backdrop(surface, theme, area, alpha=round(255 * share))


def draw_backdrop(
    surface: pygame.Surface, theme: Theme, rect: pygame.Rect, radius: int = 0, *, alpha: int = 225
) -> None:
    """Draw a translucent box in the ground's colour; by default words on it are readable over any picture."""
    back = pygame.Surface(rect.size, pygame.SRCALPHA)
    pygame.draw.rect(back, (*theme.colour(Tone.GROUND), alpha), back.get_rect(), border_radius=radius)
    surface.blit(back, rect)


def draw_message(
    surface: pygame.Surface, theme: Theme, area: pygame.Rect, *, symbol: Symbol, title: str, words: str
) -> None:
    """Fade an area, and draw a card with a title and a sentence in its middle."""
    draw_veil(surface, theme, area)
    side, gap, padding = theme.unit(56), theme.unit(8), theme.unit(32)
    card = pygame.Rect(0, 0, min(theme.unit(720), area.width - theme.unit(32)), 0)
    left = side + theme.unit(24)
    lines = len(theme.lines(words, card.width - 2 * padding - left))
    below = gap + theme.line(Size.BODY, lines)
    card.height = min(theme.line(Size.TITLE) + below + 2 * padding, area.height)
    card.center = area.center
    theme.card(surface, card, Tone.CARD, border=Tone.LINE)
    inner = card.inflate(-2 * padding, -2 * padding)
    head = pygame.Rect(inner.left + left, inner.top, inner.width - left, theme.line(Size.TITLE))
    picture = pygame.Rect(inner.left, 0, side, side)
    picture.centery = head.centery
    theme.icon(surface, symbol, picture, Tone.WARN)
    theme.text(surface, title, head, size=Size.TITLE, bold=True)
    body = pygame.Rect(head.left, head.bottom + gap, head.width, inner.bottom - head.bottom - gap)
    theme.text(surface, words, body, wrap=True, top=True, tone=Tone.MUTED)

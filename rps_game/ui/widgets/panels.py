"""Cards, the status line at the bottom, and messages over a screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.widgets.widget import Widget


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

    def draw(self, painter: Painter, statuses: Sequence[Status], keys: str, right: int) -> None:
        """Draw the statuses from the left and `keys` at the right; nothing beyond `right`, in pixels."""
        theme = painter.theme
        painter.line(self.rect.topleft, self.rect.topright, Tone.RAISED)
        inner = self.rect.inset(theme.unit(20), 1)
        inner.width = right - theme.unit(20) - inner.left
        if keys:
            width = min(theme.width(keys, Size.SMALL) + theme.unit(8), inner.width // 4)
            painter.small(keys, inner.take_right(width, theme.unit(16)), align=Align.RIGHT)
        for i, status in enumerate(statuses):
            words = inner.cell(0, i, 1, STATUSES)
            picture = words.take_left(min(theme.unit(18), words.height), theme.unit(8))
            painter.icon(status.symbol, picture, status.tone)
            words.take_right(theme.unit(16))
            painter.text(status.words, words, size=Size.SMALL, tone=status.tone)


def draw_message(painter: Painter, area: Box, *, symbol: Symbol, title: str, words: str) -> None:
    """Fade an area, and draw a card with a title and a sentence in its middle."""
    theme = painter.theme
    painter.veil(area)
    side, beside, gap, padding = (theme.unit(n) for n in (56, 24, 8, 32))
    width = min(theme.unit(720), area.width - theme.unit(32))
    lines = len(theme.lines(words, width - 2 * padding - side - beside))
    height = theme.line(Size.TITLE) + gap + theme.line(Size.BODY, lines) + 2 * padding
    card = area.centred(width, min(height, area.height))
    painter.card(card, border=Tone.LINE)
    body = card.inset(padding)
    sign = body.take_left(side, beside)
    head = body.take_top(theme.line(Size.TITLE), gap)
    sign.height, sign.centery = side, head.centery
    painter.icon(symbol, sign, Tone.WARN)
    painter.title(title, head)
    painter.text(words, body, wrap=True, top=True, tone=Tone.MUTED)

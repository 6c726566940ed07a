"""The status line at the bottom."""

from collections.abc import Sequence
from dataclasses import dataclass

from rps_game.ui.drawing import Align, Painter, Size, Symbol, Tone
from rps_game.ui.widgets.widget import Widget


@dataclass(frozen=True, slots=True)
class Status:
    """One entry of the status line; its symbol says what it is about."""

    symbol: Symbol
    words: str
    tone: Tone = Tone.MUTED


STATUSES = 3
"""Places in the status line: nothing jumps when a name changes."""


class StatusLine(Widget):
    """The line at the bottom of the window: the camera, the player, the sound."""

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

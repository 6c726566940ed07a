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
        icon, gap, apart = min(theme.unit(18), inner.height), theme.unit(8), theme.unit(16)
        # The last one, of few letters, is as wide as its words, and the others share the rest evenly: nothing
        # jumps when a name changes.
        needed = icon + gap + theme.width(statuses[-1].words, Size.SMALL) + apart
        last = min(needed, inner.width // len(statuses))
        others = len(statuses) - 1
        widths = [*[(inner.width - last) // others] * others, last]
        for status, width in zip(statuses, widths, strict=True):
            words = inner.take_left(width)
            painter.icon(status.symbol, words.take_left(icon, gap), status.tone)
            words.take_right(apart)
            painter.text(status.words, words, size=Size.SMALL, tone=status.tone)

"""The score of a match as a bar: wins of the player to the left, of the opponent to the right."""

from typing import Final

from rps_game.game.gestures import RoundResult
from rps_game.game.match import Match
from rps_game.ui.drawing import Align, Box, Painter, Size, Tone
from rps_game.ui.widgets.widget import Widget

MOST_PARTS: Final = 10
"""Wins that have a part of the bar each; where more are needed, the bar is one piece."""

ENDLESS_WINS: Final = 5
"""Wins that fill the bar of an endless match, until a side has more."""


class ScoreBar(Widget):
    """Two numbers, and outside of each a bar that its wins fill from the middle, one part for each."""

    def draw(self, painter: Painter, match: Match, arrived: float) -> None:
        """Draw the score; what the last round has added to a bar is filled to `arrived`, 0..1."""
        theme, row = painter.theme, self.rect.copy()
        needed = match.rules.wins_needed
        full = needed or max(match.wins, match.losses, ENDLESS_WINS)
        parts = full if needed is not None and needed <= MOST_PARTS else 1
        middle = row.centred(min(row.height * 3, row.width // 3), row.height)
        own, others = middle.columns(2, gap=middle.height // 2)
        painter.text(":", middle, size=Size.DISPLAY, tone=Tone.MUTED, align=Align.CENTER, bold=True)
        last = match.rounds[-1].result if match.rounds else None
        height, gap = max(theme.unit(14), 6), theme.unit(18)
        for number, align, won, result, tone in (
            (own, Align.RIGHT, match.wins, RoundResult.WIN, Tone.ACCENT),
            (others, Align.LEFT, match.losses, RoundResult.LOSE, Tone.BAD),
        ):
            painter.text(str(won), number, size=Size.DISPLAY, tone=tone, align=align, bold=True)
            bar = row.centred((row.width - middle.width) // 2 - gap, height)
            bar.left = row.left if number is own else row.right - bar.width
            filled = won - (1 - arrived if last is result else 0)
            boxes = bar.columns(parts, gap=theme.unit(6))
            for i, box in enumerate(reversed(boxes) if number is own else boxes):
                _draw_part(painter, box, filled * parts / full - i, tone, from_right=number is own)


def _draw_part(painter: Painter, box: Box, share: float, tone: Tone, *, from_right: bool) -> None:
    radius = box.height // 2
    painter.rect(box, Tone.RAISED, radius=radius)
    width = round(box.width * min(max(share, 0.0), 1.0))
    if width > 0:
        filled = box.take_right(width) if from_right else box.take_left(width)
        painter.rect(filled, tone, radius=radius)

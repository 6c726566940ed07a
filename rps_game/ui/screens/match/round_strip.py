"""The rounds of a match as a strip of icon pairs."""

from collections.abc import Sequence
from typing import Final

from rps_game.game.gestures import RoundResult
from rps_game.game.match import Round
from rps_game.ui.drawing import Box, Painter, Symbol, Tone
from rps_game.ui.widgets.widget import Widget

MARKS: Final = {
    RoundResult.WIN: (Symbol.CHECK, Tone.GOOD),
    RoundResult.LOSE: (Symbol.CROSS, Tone.BAD),
    RoundResult.DRAW: (Symbol.EQUAL, Tone.MUTED),
}
"""A shape and a colour for each result, seen from the player."""


class RoundStrip(Widget):
    """The rounds of a match in a row, the newest at the right; the oldest go when there is no room."""

    def draw(self, painter: Painter, rounds: Sequence[Round], newest: float = 1.0) -> None:
        """Draw the rounds, centred; `newest` (0..1) is how far the last one has come in."""
        theme = painter.theme
        gap, height, width = theme.unit(10), self.rect.height, round(self.rect.height * 2.3)
        room = max((self.rect.width + gap) // (width + gap), 1)
        shown = list(rounds)[-room:]
        before = painter.surface.get_clip()
        painter.surface.set_clip(self.rect.clip(before))  # the newest comes in from below, over nothing else
        row = self.rect.centred((width + gap) * len(shown) - gap, height)
        for played in shown:
            chip = row.take_left(width, gap)
            if played is shown[-1]:
                chip.top += round(height * (1 - newest))
            _draw_round(painter, chip, played)
        painter.surface.set_clip(before)


def _draw_round(painter: Painter, chip: Box, played: Round) -> None:
    """Draw the player's hand, how the round ended, and the computer's hand."""
    painter.card(chip, radius=12)
    side = round(chip.height * 0.68)
    hand = chip.centred(side)
    hand.centerx = round(chip.left + side * 0.7)
    painter.icon(played.player, hand)
    hand.centerx = round(chip.right - side * 0.7)
    painter.icon(played.computer, hand, flip=True)
    symbol, tone = MARKS[played.result]
    painter.icon(symbol, chip.centred(side // 2), tone)

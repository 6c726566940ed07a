"""The rounds of a match as a strip of icon pairs."""

import math
from collections.abc import Sequence
from typing import Final

from rps_game.game.gestures import RoundResult
from rps_game.game.match import Round
from rps_game.ui.drawing import Align, Box, Painter, Symbol, Theme, Tone
from rps_game.ui.widgets.widget import Widget
from rps_game.ui.words.i18n import tr

MARKS: Final = {
    RoundResult.WIN: (Symbol.CHECK, Tone.GOOD),
    RoundResult.LOSE: (Symbol.CROSS, Tone.BAD),
    RoundResult.DRAW: (Symbol.EQUAL, Tone.MUTED),
}
"""A shape and a colour for each result, seen from the player."""


class RoundStrip(Widget):
    """The rounds of a match, the newest last; where not all have room, how many earlier ones there are.

    Args:
        rows: as many as there may be, which get lower the more there are.
    """

    def __init__(self, rows: int = 1) -> None:
        super().__init__()
        self._most_rows = rows

    def places(self, theme: Theme, rounds: Sequence[Round]) -> list[tuple[Round | int, Box]]:
        """Return each round that is shown, after the number of those that are not, and its place."""
        gap = theme.unit(10)
        rows = fitting = width = height = 0
        while rows < self._most_rows and rows * fitting < max(len(rounds), 1):
            rows += 1
            height = (self.rect.height - gap * (rows - 1)) // rows
            width = round(height * 2.3)
            fitting = max((self.rect.width + gap) // (width + gap), 1)
        earlier = max(len(rounds) - rows * fitting, 0)
        earlier += earlier > 0  # their number takes a place
        shown: list[Round | int] = [earlier, *rounds[earlier:]] if earlier else list(rounds)
        each, column, places = math.ceil(len(shown) / rows), self.rect.copy(), list[tuple[Round | int, Box]]()
        while shown:
            row = column.take_top(height, gap).centred((width + gap) * len(shown[:each]) - gap, height)
            places += [(one, row.take_left(width, gap)) for one in shown[:each]]
            shown = shown[each:]
        return places

    def draw(self, painter: Painter, rounds: Sequence[Round], newest: float = 1.0) -> None:
        """Draw the rounds, centred; `newest` (0..1) is how far the last one has come in."""
        before = painter.surface.get_clip()
        painter.surface.set_clip(self.rect.clip(before))  # the newest comes in from below, over nothing else
        places = self.places(painter.theme, rounds)
        for number, (one, place) in enumerate(places, 1):
            if isinstance(one, int):
                painter.small(tr("{n} earlier", n=one), place, align=Align.CENTER, wrap=True)
                continue
            if number == len(places):
                place.top += round(place.height * (1 - newest))
            _draw_round(painter, place, one)
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

"""The rounds of a match as a strip of icon pairs."""

from collections.abc import Sequence
from typing import Final

import pygame

from rps_game.game.gestures import RoundResult
from rps_game.game.match import Round
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Theme
from rps_game.ui.widgets.widget import Widget

MARKS: Final = {
    RoundResult.WIN: (Symbol.CHECK, Tone.GOOD),
    RoundResult.LOSE: (Symbol.CROSS, Tone.BAD),
    RoundResult.DRAW: (Symbol.EQUAL, Tone.MUTED),
}
"""A shape and a colour for each result, seen from the player."""


class RoundStrip(Widget):
    """The rounds of a match in a row, the newest at the right; the oldest go when there is no room."""

    def draw(
        self, surface: pygame.Surface, theme: Theme, rounds: Sequence[Round], newest: float = 1.0
    ) -> None:
        """Draw the rounds, centred; `newest` (0..1) is how far the last one has come in."""
        gap, height, width = theme.unit(10), self.rect.height, round(self.rect.height * 2.3)
        room = max((self.rect.width + gap) // (width + gap), 1)
        shown = list(rounds)[-room:]
        left = self.rect.centerx - ((width + gap) * len(shown) - gap) // 2
        before = surface.get_clip()
        surface.set_clip(self.rect.clip(before))  # the newest comes in from below, over nothing else
        for i, played in enumerate(shown):
            chip = pygame.Rect(left + i * (width + gap), self.rect.top, width, height)
            if i == len(shown) - 1:
                chip.top += round(height * (1 - newest))
            _draw_round(surface, theme, chip, played)
        surface.set_clip(before)


def _draw_round(surface: pygame.Surface, theme: Theme, chip: pygame.Rect, played: Round) -> None:
    """Draw the player's hand, how the round ended, and the computer's hand."""
    theme.card(surface, chip, Tone.CARD, radius=12)
    side = round(chip.height * 0.68)
    box = pygame.Rect(0, 0, side, side)
    box.center = round(chip.left + side * 0.7), chip.centery
    theme.icon(surface, played.player, box)
    box.centerx = round(chip.right - side * 0.7)
    theme.icon(surface, played.computer, box, flip=True)
    symbol, tone = MARKS[played.result]
    mark = pygame.Rect(0, 0, side // 2, side // 2)
    mark.center = chip.center
    theme.icon(surface, symbol, mark, tone)

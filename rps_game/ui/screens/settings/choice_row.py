"""A row of SETTINGS: a name at the left, and between arrows the value chosen."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from rps_game.flow import Outcome
from rps_game.ui.drawing import Align, Box, Painter, Symbol, Tone
from rps_game.ui.widgets.focus import Button

LABEL_SHARE: Final = 0.44
"""Of the row's width, for the name; the rest is for the value."""

Choices = Sequence[tuple[str, Any]]
"""The words that the player reads, and the value that they stand for."""


class ChoiceRow(Button):
    """A value to choose among several. A press or a click chooses the next, on the left arrow the one before.

    Args:
        label: the name, in the player's language.
        choices: at least one.
        chosen: one of their values; any other counts as the first.
        choose: called with another one, at once.
    """

    def __init__(self, label: str, choices: Choices, chosen: Any, choose: Callable[[Any], None]) -> None:
        super().__init__(label, partial(self.step, 1))
        self._choices, self._choose = choices, choose
        self._index = next((i for i, (_, value) in enumerate(choices) if value == chosen), 0)

    def step(self, by: int) -> None:
        """Choose the next value, or for -1 the one before; from the last one on the first."""
        self._index = (self._index + by) % len(self._choices)
        self._choose(self._choices[self._index][1])

    def clicked(self, place: tuple[int, int]) -> Outcome | None:
        """Choose by a click on this place."""
        self.step(-1 if self._parts()[1].collidepoint(place) else 1)
        return None

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the name and the value; the arrows of the focused row stand out."""
        tone, border = (Tone.RAISED, Tone.ACCENT) if focused or held else (Tone.CARD, None)
        painter.card(self.rect, tone, radius=10, border=border)
        name, left, value, right = self._parts()
        painter.text(self.label, name)
        painter.text(self._choices[self._index][0], value, align=Align.CENTER)
        for arrow, symbol in ((left, Symbol.BACK), (right, Symbol.FORWARD)):
            painter.icon(symbol, arrow.centred(arrow.height // 2), Tone.ACCENT if focused else Tone.MUTED)

    def _parts(self) -> tuple[Box, Box, Box, Box]:
        # The name, the left arrow, the value, the right arrow.
        value = self.rect.inset(self.rect.height // 2, 0)
        name = value.take_left(round(value.width * LABEL_SHARE), self.rect.height // 4)
        side = value.height * 2 // 3
        left, right = value.take_left(side), value.take_right(side)
        return name, left, value, right

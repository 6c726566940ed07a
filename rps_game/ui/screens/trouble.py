"""TROUBLE: an error in two sentences, and how to go on. Never a traceback, never a dead end."""

from typing import Final

from rps_game.errors import GameError
from rps_game.flow import Outcome
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Size, Symbol, Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import button_height
from rps_game.ui.words.i18n import tr, tr_error

_PADDING: Final = 36
_SIGN: Final = 56
_GAP: Final = 20
"""Padding of the card, side of the sign, and gap between things, in pixels of the design."""

_BOLD_WIDENS: Final = 0.93
"""Share of a width that plain text may fill, so that bold text fits in as many lines."""


class Trouble(Screen):
    """Shows the context's error."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        # For what nobody expected, whose traceback is in the log.
        unknown = GameError(
            "Something went wrong in the game.", "Your saved players are safe; go on from here."
        )
        what, remedy = tr_error(context.error or unknown)
        self._words = [(what, Size.TITLE), (remedy, Size.BODY)]
        if str(context.log_path) not in remedy:
            log = tr("The log tells more: {path}", path=context.log_path)
            self._words.append((log, Size.SMALL))
        self._boxes: list[Box] = []
        self._card = self._sign = Box()
        again = Button(tr("Try again"), Outcome.AGAIN, symbol=Symbol.REDO, primary=True)
        title = Button(tr("Menu"), Outcome.BACK, symbol=Symbol.BACK, primary=not context.can_retry)
        leave = Button(tr("Quit"), Outcome.QUIT, symbol=Symbol.QUIT)
        self.focus.show([again, title, leave] if context.can_retry else [title, leave])

    def place(self, area: Box) -> None:
        """Lay out a card in the middle, as tall as its words, with the buttons at its bottom."""
        theme, gap, sign = self.theme, self.theme.unit(_GAP), self.theme.unit(_SIGN)
        padding, card_width = theme.unit(_PADDING), min(theme.line() * 31, area.width)
        width = card_width - 2 * padding - sign - gap
        heights = [
            theme.line(size, len(theme.lines(words, round(width * _BOLD_WIDENS), size)))
            for words, size in self._words
        ]
        beside = button_height(theme) + gap * len(heights) + 2 * padding
        self._card = area.centred(card_width, min(sum(heights) + beside, area.height))
        share = min((self._card.height - beside) / sum(heights), 1.0)
        inner = self._card.inset(padding)
        self.place_buttons(inner)
        self._sign = inner.take_left(sign, gap)
        self._sign.height = sign
        self._boxes = [inner.take_top(int(height * share), gap) for height in heights]

    def paint(self, painter: Painter) -> None:
        painter.card(self._card, radius=18, border=Tone.LINE)
        painter.icon(Symbol.WARNING, self._sign, Tone.WARN)
        for (words, size), box in zip(self._words, self._boxes, strict=True):
            tone = Tone.MUTED if size is Size.SMALL else Tone.INK
            bold = size is Size.TITLE
            painter.text(words, box, size=size, tone=tone, bold=bold, wrap=True, top=True)

"""TROUBLE: an error in two sentences, and how to go on. Never a traceback, never a dead end."""

from typing import Final

import pygame

from rps_game.errors import GameError
from rps_game.flow import Outcome
from rps_game.ui.context import Context
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Size
from rps_game.ui.screens.base import Screen
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import button_height
from rps_game.ui.widgets.panels import Panel
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
        self._card = Panel()
        # For what nobody expected, whose traceback is in the log.
        unknown = GameError(
            "Something went wrong in the game.", "Your saved players are safe; go on from here."
        )
        what, remedy = tr_error(context.error or unknown)
        self._words = [(what, Size.TITLE), (remedy, Size.BODY)]
        if str(context.log_path) not in remedy:
            log = tr("The log tells more: {path}", path=context.log_path)
            self._words.append((log, Size.SMALL))
        self._boxes: list[pygame.Rect] = []
        again = Button(tr("Try again"), Outcome.AGAIN, symbol=Symbol.REDO, primary=True)
        title = Button(tr("Title"), Outcome.BACK, symbol=Symbol.BACK, primary=not context.can_retry)
        leave = Button(tr("Quit"), Outcome.QUIT, symbol=Symbol.QUIT)
        self.focus.show([again, title, leave] if context.can_retry else [title, leave])

    def place(self, area: pygame.Rect) -> None:
        """Lay out a card in the middle, as tall as its words, with the buttons at its bottom."""
        theme, gap, row = self.theme, self.theme.unit(_GAP), button_height(self.theme)
        card = self._card.rect = pygame.Rect(0, 0, min(theme.line() * 31, area.width), 0)
        left = theme.unit(_SIGN) + gap
        width = self._card.inner(theme, _PADDING).width - left
        heights = [
            theme.line(size, len(theme.lines(words, round(width * _BOLD_WIDENS), size)))
            for words, size in self._words
        ]
        beside = row + gap * len(heights) + 2 * theme.unit(_PADDING)
        card.height = min(sum(heights) + beside, area.height)
        card.center = area.center
        inner = self._card.inner(theme, _PADDING)
        share = min((card.height - beside) / sum(heights), 1.0)
        top, self._boxes = inner.top, []
        for height in heights:
            self._boxes.append(pygame.Rect(inner.left + left, top, width, int(height * share)))
            top += int(height * share) + gap
        self.place_buttons(inner)

    def paint(self, surface: pygame.Surface) -> None:
        theme = self.theme
        self._card.draw(surface, theme, border=Tone.LINE)
        inner = self._card.inner(theme, _PADDING)
        sign = pygame.Rect(inner.left, inner.top, theme.unit(_SIGN), theme.unit(_SIGN))
        theme.icon(surface, Symbol.WARNING, sign, Tone.WARN)
        for (words, size), box in zip(self._words, self._boxes, strict=True):
            tone = Tone.MUTED if size is Size.SMALL else Tone.INK
            bold = size is Size.TITLE
            theme.text(surface, words, box, size=size, tone=tone, bold=bold, wrap=True, top=True)

"""TROUBLE: what happened, in one sentence, and how to go on. Never a traceback, never a dead end."""

import pygame

from rps_game.errors import GameError
from rps_game.flow import Outcome
from rps_game.ui.context import Context
from rps_game.ui.i18n import tr, tr_error
from rps_game.ui.icons import Symbol
from rps_game.ui.layout import button_height, place_row
from rps_game.ui.palette import Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.theme import Size
from rps_game.ui.widgets import Button, Panel


class Trouble(Screen):
    """Tells the context's error."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._card = Panel()
        self._error = context.error or unknown_error()
        again = Button(tr("Try again"), Outcome.AGAIN, symbol=Symbol.REDO, primary=True)
        title = Button(tr("Title"), Outcome.BACK, symbol=Symbol.BACK, primary=not context.can_retry)
        leave = Button(tr("Quit"), Outcome.QUIT, symbol=Symbol.QUIT)
        self.focus.show([again, title, leave] if context.can_retry else [title, leave])

    def place(self, area: pygame.Rect) -> None:
        """A card in the middle with the buttons at its bottom."""
        theme = self.theme
        words = theme.line(Size.TITLE, 3) + theme.line(Size.BODY, 4) + theme.line(Size.SMALL, 2)
        height = words + button_height(theme) + theme.unit(110)
        card = pygame.Rect(0, 0, min(theme.line() * 31, area.width), min(height, area.height))
        card.center = area.center
        self._card.rect = card
        inner = self._card.inner(theme, 36)
        height = button_height(theme)
        place_row(
            self.focus.buttons, pygame.Rect(inner.left, inner.bottom - height, inner.width, height), theme
        )

    def paint(self, surface: pygame.Surface) -> None:
        """Draw what happened, what to do, and where the log is."""
        theme = self.theme
        what, remedy = tr_error(self._error)
        self._card.draw(surface, theme, border=Tone.LINE)
        inner = self._card.inner(theme, 36)
        side = theme.unit(56)
        picture = pygame.Rect(inner.left, inner.top, side, side)
        theme.symbol(surface, Symbol.WARNING, picture, Tone.WARN)
        left = picture.right + theme.unit(24)
        width, bottom = inner.right - left, inner.bottom - button_height(theme) - theme.unit(16)
        log = pygame.Rect(left, bottom - theme.line(Size.SMALL, 2), width, theme.line(Size.SMALL, 2))
        first = pygame.Rect(left, inner.top, width, (log.top - inner.top) * 6 // 10)
        drawn = theme.text(surface, what, first, size=Size.TITLE, bold=True, wrap=True, top=True)
        top = drawn.bottom + theme.unit(12)
        second = pygame.Rect(left, top, width, log.top - theme.unit(8) - top)
        theme.text(surface, remedy, second, wrap=True, top=True)
        words = tr("The log tells more: {path}", path=self.context.log_path)
        theme.text(surface, words, log, size=Size.SMALL, tone=Tone.MUTED, wrap=True)


def unknown_error() -> GameError:
    """For what nobody expected; its traceback is in the log."""
    return GameError("Something went wrong in the game.", "Your saved players are safe; go on from here.")

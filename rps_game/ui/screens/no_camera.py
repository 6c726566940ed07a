"""What is said and offered where a screen needs a camera and none gives a picture."""

from functools import partial
from typing import Final

import pygame

from rps_game.camera.feed import FeedState
from rps_game.camera.sources import DEMO
from rps_game.flow import Outcome
from rps_game.game.gestures import CLASSIC
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Size, Symbol, Tone
from rps_game.ui.screens.base import Screen, status_height
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import button_height
from rps_game.ui.words.i18n import tr, tr_error

MISSED: Final = {FeedState.LOST, FeedState.FAILED, FeedState.ENDED}
"""States of a camera that gives no picture; one that is being opened may give one soon."""

_SIGN: Final = 56
_PADDING: Final = 32
"""Side of the sign, and padding of the card, in pixels of the design."""


def no_camera_words(context: Context) -> tuple[str, str]:
    """Return a title and a sentence: why there is no picture, and what the player can do."""
    error, state = context.feed.error, context.feed.state
    if error is not None:
        return tr("No picture"), " ".join(tr_error(error))
    if state is FeedState.ENDED:
        return tr("The recording is over"), tr("You can play with a drawn hand meanwhile.")
    if state is FeedState.FAILED:
        return tr("No picture"), tr("You can play with a drawn hand meanwhile.")
    return tr("Opening the camera"), tr("One moment.")


def drawn_hand_button(context: Context, *, primary: bool = True) -> Button:
    """Return a button that makes the drawn hand the camera."""
    hint = tr("A hand that we have drawn: its keys pose it, and the game reads it like yours.")
    if context.posed_rules is CLASSIC:
        hint = tr("A hand that we have drawn: R, P and S pose it, and the game reads it like yours.")
    return Button(
        tr("Use the drawn hand"),
        partial(context.use_camera, DEMO),
        primary=primary,
        hint=hint,
    )


class NoCamera(Screen):
    """A card over a screen that waits for the camera; the keys and the mouse are its own meanwhile."""

    def __init__(self, context: Context, below: Screen) -> None:
        super().__init__(context)
        self._below = below
        self._words = no_camera_words(context)
        self._card = Box()
        self._missed = False
        self._show_buttons()

    def _show_buttons(self) -> None:
        self._missed = self.context.feed.state in MISSED
        back = Button(tr("Back"), Outcome.BACK, symbol=Symbol.BACK)
        self.focus.show([back, drawn_hand_button(self.context, primary=self._missed)])
        # While a camera is being opened, an Enter was meant for the screen below.
        self.focus.focused = self.focus.buttons[-1] if self._missed else None
        self.request_layout()

    def on_event(self, event: pygame.event.Event) -> Outcome | None:
        """Tell the screen below that the window has lost the focus, so that it stays paused."""
        return self._below.handle(event) if event.type == pygame.WINDOWFOCUSLOST else None

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - the context has it
        """Say what is so now."""
        words = no_camera_words(self.context)
        if self._missed != (self.context.feed.state in MISSED):
            self._show_buttons()
        if words != self._words:
            self._words = words
            self.request_layout()
        return None

    def place(self, area: Box) -> None:
        """Lay out a card in the middle, as tall as its words, with the buttons at its bottom."""
        theme, padding = self.theme, self.theme.unit(_PADDING)
        width = min(theme.unit(760), area.width)
        lines = len(theme.lines(self._words[1], width - 2 * padding - theme.unit(_SIGN + 24)))
        words = theme.line(Size.TITLE) + theme.unit(8) + theme.line(Size.BODY, lines)
        height = words + theme.unit(24) + button_height(theme) + 2 * padding
        self._card = area.centred(width, min(height, area.height))
        self.place_buttons(self._card.inset(padding))

    def paint(self, painter: Painter) -> None:
        theme, above = self.theme, self.theme.window
        above.take_bottom(status_height(theme))
        painter.veil(above)
        painter.card(self._card, border=Tone.LINE)
        body, side = self._card.inset(theme.unit(_PADDING)), theme.unit(_SIGN)
        body.take_bottom(button_height(theme), theme.unit(24))
        sign = body.take_left(side, theme.unit(24))
        head = body.take_top(theme.line(Size.TITLE), theme.unit(8))
        sign.height, sign.centery = side, head.centery
        title, words = self._words
        painter.icon(Symbol.CAMERA, sign, Tone.WARN)
        painter.title(title, head)
        painter.text(words, body, wrap=True, top=True, tone=Tone.MUTED)

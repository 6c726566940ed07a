"""The pause of a match: what it says and offers, over a blur through which nothing can be read."""

from collections.abc import Sequence
from typing import Final

import pygame

from rps_game.game.match import Match
from rps_game.ui.drawing import Align, Box, Painter, Size, Theme, Tone
from rps_game.ui.drawing.faces import draw_face
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import button_height, place_column

BLUR: Final = 40
"""So many pixels of the design become one: of a picture colours are left, of words nothing."""


class PausePanel:
    """Draws the pause: the score, a title and a reason above a column of buttons."""

    def __init__(self) -> None:
        self._score = self._title = self._reason = Box()
        self._behind: pygame.Surface | None = None
        self._key: tuple[object, ...] = ()

    def place(self, theme: Theme, area: Box, buttons: Sequence[Button], reason: str) -> None:
        """Lay out score, title, reason and buttons in the middle, as tall as they are."""
        gap, between, rest = theme.unit(20), theme.unit(12), area.copy()
        width, room = min(theme.unit(400), area.width), min(theme.unit(760), area.width)
        title = theme.line(Size.TITLE)
        said = theme.line(Size.BODY, max(len(theme.lines(reason, room)), 1))
        column = (button_height(theme) + between) * len(buttons) - between
        score = min(theme.unit(120), max(rest.height - title - said - gap - column, 0))
        score = score if score >= theme.unit(56) else 0  # else there is no room for it
        column = min(column, rest.height - title - said - gap)
        rest = rest.centred(room, score + title + said + gap + column)
        self._score = rest.take_top(score)
        self._title, self._reason = rest.take_top(title), rest.take_top(said, gap)
        place_column(buttons, rest.centred(width, column), theme)

    def forget(self) -> None:
        """Blur the match anew when the pause is drawn next."""
        self._behind = None

    def draw(self, painter: Painter, words: tuple[str, str], match: Match, opponent: str) -> None:
        """Draw the pause over what the painter has drawn: a title and a reason, the score and the face."""
        key = painter.theme.layout_key
        if self._behind is None or key != self._key:
            self._behind, self._key = _blurred(painter), key
        painter.surface.blit(self._behind, (0, 0))
        if self._score.height:
            score = self._score.inset(0, self._score.height // 12)
            left, face, right = score.columns([1, 0.001, 1], score.height // 2 + painter.theme.unit(28))
            draw_face(painter, face.centred(score.height), opponent)
            digits = score.height * 3 // 5
            for box, wins, align in ((left, match.wins, Align.RIGHT), (right, match.losses, Align.LEFT)):
                number = box.centred(box.width, digits)
                painter.text(str(wins), number, size=Size.DISPLAY, align=align, bold=True)
        title, reason = words
        painter.title(title, self._title, align=Align.CENTER)
        painter.text(reason, self._reason, tone=Tone.MUTED, align=Align.CENTER, wrap=True)


def _blurred(painter: Painter) -> pygame.Surface:
    width, height = painter.surface.get_size()
    step = max(painter.theme.unit(BLUR), 8)
    few = max(width // step, 2), max(height // step, 2)
    small = pygame.transform.smoothscale(painter.surface.convert(24), few)
    behind = pygame.transform.smoothscale(small, (width, height)).convert(painter.surface)
    Painter(behind, painter.theme).veil(behind.get_rect(), 0.74)
    return behind

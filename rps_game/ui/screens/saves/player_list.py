"""The list of saved players, which scrolls."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from rps_game.flow import Outcome
from rps_game.saves.info import SaveInfo
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Theme, Tone
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import GAP
from rps_game.ui.widgets.widget import Widget
from rps_game.ui.words.i18n import ntr, tr, tr_error

ROW_HEIGHT: Final = 68
"""Height of a row, in pixels of the design."""


class PlayerRow(Button):
    """A player in the list; one that cannot be used is grey and says why."""

    def __init__(self, player: SaveInfo, press: Callable[[], Outcome | None]) -> None:
        super().__init__(player.name, press)
        self.player = player

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the name, and below it what is known of the player."""
        theme, usable = painter.theme, self.player.usable
        ground, border = Tone.RAISED if focused or held else Tone.CARD, Tone.ACCENT if focused else None
        painter.card(self.rect, ground, radius=12, border=border)
        inner = self.rect.inflate(-theme.unit(36), -theme.unit(8))
        side = theme.unit(26)
        picture = Box(inner.left, 0, side, side)
        picture.centery = inner.centery
        symbol, tone = (Symbol.PEOPLE, Tone.ACCENT) if usable else (Symbol.WARNING, Tone.MUTED)
        painter.icon(symbol, picture, tone)
        left = picture.right + theme.unit(18)
        name = Box(left, inner.top, inner.right - left, theme.line())
        more = Box(left, name.bottom, name.width, inner.bottom - name.bottom)
        painter.text(self.player.name, name, bold=True, tone=Tone.INK if usable else Tone.MUTED)
        painter.text(_facts(self.player), more, size=Size.SMALL, tone=Tone.MUTED, wrap=not usable)


class PlayerList(Widget):
    """The rows, of which as many are visible as fit.

    Args:
        players: in the order of the rows.
        press: called with the player whose row is pressed.

    Attributes:
        rows: all of them.
    """

    def __init__(self, players: Sequence[SaveInfo], press: Callable[[SaveInfo], Outcome | None]) -> None:
        super().__init__()
        self.rows = [PlayerRow(player, partial(press, player)) for player in players]
        self._first, self._fitting = 0, 1  # the first visible row, and how many fit

    def place(self, theme: Theme, rect: Box) -> None:
        """Lay out the rows in a box."""
        self.rect = rect
        height = max(theme.unit(ROW_HEIGHT), theme.line() + theme.line(Size.SMALL) + theme.unit(12))
        step = height + theme.unit(8)
        self._fitting = max(rect.height // step, 1)
        width = rect.width - (theme.unit(GAP + 4) if len(self.rows) > self._fitting else 0)
        for i, row in enumerate(self.rows):
            row.visible = self._first <= i < self._first + self._fitting
            row.rect = Box(rect.left, rect.top + (i - self._first) * step, width, height)

    def scroll(self, theme: Theme, by: int) -> None:
        """Scroll so many rows down, or up where negative."""
        self._first = min(max(self._first + by, 0), max(len(self.rows) - self._fitting, 0))
        self.place(theme, self.rect)

    def scroll_to(self, theme: Theme, row: PlayerRow) -> None:
        """Scroll as little as makes a row visible."""
        index = self.rows.index(row)
        last = self._first + self._fitting - 1
        if not self._first <= index <= last:
            self.scroll(theme, index - (self._first if index < self._first else last))

    def draw(self, painter: Painter) -> None:
        """Draw the scroll bar, or that there is no player; the screen draws the rows as its buttons."""
        theme = painter.theme
        if not self.rows:
            picture = Box(0, 0, theme.unit(96), theme.unit(96))
            picture.center = self.rect.centerx, self.rect.centery - theme.unit(60)
            painter.icon(Symbol.PEOPLE, picture, Tone.LINE)
            words = Box(self.rect.left, picture.bottom, self.rect.width, theme.line(lines=3))
            sentence = tr("Nobody is saved yet. After a training the report offers to save the player.")
            painter.text(sentence, words, tone=Tone.MUTED, align=Align.CENTER, wrap=True)
        elif len(self.rows) > self._fitting:
            width = theme.unit(8)
            track = Box(self.rect.right - width, self.rect.top, width, self.rect.height)
            painter.card(track, Tone.CARD, radius=4)
            part = track.copy()
            part.height = max(track.height * self._fitting // len(self.rows), theme.unit(24))
            most = len(self.rows) - self._fitting
            part.top = track.top + (track.height - part.height) * self._first // most
            painter.card(part, Tone.LINE, radius=4)


def _facts(player: SaveInfo) -> str:
    """Return when a player was calibrated, its accuracy and pictures; or what is wrong with it."""
    if player.error is not None:
        return tr_error(player.error)[0]
    parts = [_date(player.created)] if player.created else []
    if player.holdout_accuracy is not None:
        parts.append(tr("reads {percent} % right", percent=round(100 * player.holdout_accuracy)))
    parts.append(ntr("{n} picture", "{n} pictures", player.frames))
    return "  \N{MIDDLE DOT}  ".join(parts)


def _date(iso: str) -> str:
    when = datetime.fromisoformat(iso)
    return when.astimezone().strftime("%Y-%m-%d %H:%M") if "T" in iso else when.strftime("%Y-%m-%d")

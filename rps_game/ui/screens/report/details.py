"""The figures behind a report: a table of what was read as what, whose cells open pictures; and the loss."""

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import pygame

from rps_game.camera.observation import Square
from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture
from rps_game.heads.report import TrainingReport
from rps_game.session import Session
from rps_game.ui.bindings import Press
from rps_game.ui.drawing import Align, Box, Painter, Size, Theme, Tone
from rps_game.ui.drawing.arrays import picture
from rps_game.ui.drawing.palette import mixed
from rps_game.ui.widgets.charts import Curve
from rps_game.ui.widgets.focus import Button
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr

Key = tuple[Gesture, Gesture]
"""The gesture shown, and the one read."""

PALEST, FULLEST = 0.18, 0.38
"""Share of colour in a cell: a single mistake shows, and a number is readable on all (contrast 4.5:1)."""


class Cell(Button):
    """A cell of the table: how many frames of a gesture were read as which; opens their pictures."""

    def __init__(self, key: Key, count: int, of: int, press: Press, *, enabled: bool) -> None:
        shown, read = key
        label = f"{gesture_word(shown)} - {gesture_word(read)}"
        super().__init__(label, press, enabled=enabled)
        self._right, self._count, self._share = shown is read, count, count / of if count else 0.0

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:  # noqa: ARG002
        """Draw the number, on a ground that shows its share."""
        theme, count = painter.theme, self._count
        ground = theme.colour(Tone.RAISED)
        if count:
            share = PALEST + (FULLEST - PALEST) * self._share
            ground = mixed(ground, theme.colour(Tone.GOOD if self._right else Tone.BAD), share)
        painter.card(self.rect, ground, radius=10, border=Tone.ACCENT if focused else None)
        tone = Tone.INK if count else Tone.MUTED
        painter.text(str(count), self.rect, size=Size.TITLE, align=Align.CENTER, bold=self._right, tone=tone)


class Details:
    """Table and loss curve, side by side.

    Attributes:
        cells: of the table.
    """

    def __init__(
        self, session: Session, confusion: npt.NDArray[np.int64], show: Callable[[Key], Outcome | None]
    ) -> None:
        self.cells = {
            (i, j): Cell(
                (i, j),
                int(confusion[i, j]),
                int(confusion[i].sum()),
                partial(show, (i, j)),
                enabled=(i, j) in session.tested,
            )
            for i in session.rules.moves
            for j in session.rules.moves
        }
        self._moves = session.rules.moves
        self._frames, self._report = session.frames, session.report
        self._curve = Curve()
        self._table = self._table_card = self._heading = self._curve_card = Box()

    def place(self, theme: Theme, area: Box) -> None:
        """Lay out the table at the left of the curve, or above it in an upright window."""
        gap = theme.unit(20)
        upright = area.height > area.width
        self._table_card, self._curve_card = area.rows([3, 2], gap) if upright else area.columns([3, 2], gap)
        self._table = self._table_card.inset(theme.unit(22))
        self._heading = self._table.take_top(theme.line(Size.SMALL), theme.unit(8))
        for (i, j), cell in self.cells.items():
            cell.rect = self._cell(i + 1, j + 1).inset(theme.unit(4))

    def _cell(self, row: int, column: int) -> Box:
        cells = len(self._moves) + 1
        return self._table.cell(row, column, cells, cells)

    def paint(self, painter: Painter) -> None:
        """Draw what lies below the cells."""
        painter.card(self._table_card, radius=18)
        painter.small(tr("Test pictures: what you showed, and what was read"), self._heading)
        for i, gesture in enumerate(self._moves):
            _paint_heading(painter, self._cell(0, i + 1), gesture)
            _paint_heading(painter, self._cell(i + 1, 0), gesture)
        painter.card(self._curve_card, radius=18)
        if self._report is not None:
            self._paint_training(painter, self._report)

    def _paint_training(self, painter: Painter, report: TrainingReport) -> None:
        theme, inner = painter.theme, self._curve_card.inset(painter.theme.unit(22))
        facts = [
            (tr("Pictures"), str(self._frames)),
            (tr("Training"), tr("{seconds} s", seconds=f"{report.seconds:.1f}")),
            (tr("Loss at the end"), f"{report.train_loss:.4f}"),
        ]
        for name, value in facts:
            box = inner.take_top(theme.line())
            painter.text(name, box, tone=Tone.MUTED)
            painter.text(value, box, align=Align.RIGHT, bold=True)
        inner.take_top(theme.unit(16))
        self._curve.rect, losses = inner, report.losses
        if losses and inner.height > theme.unit(40):
            self._curve.draw(painter, losses, highest=max(losses[0], 0.1) * 1.15)


class CellPictures:
    """The pictures of a cell, as large as all of them fit.

    Args:
        key: the cell's.
        squares: its pictures.
        mirror: whether they are shown as in a mirror.
    """

    def __init__(self, key: Key, squares: Sequence[Square], *, mirror: bool) -> None:
        self.key = key
        self._squares, self._mirror = squares, mirror
        self._drawn: dict[tuple[int, int], pygame.Surface] = {}

    def paint(self, painter: Painter, card: Box) -> None:
        """Draw them on a card, below what they show."""
        theme, rest = painter.theme, card.inset(painter.theme.unit(22))
        shown, read = self.key
        painter.card(card, radius=18)
        words = tr("Shown: {shown}. Read: {read}.", shown=gesture_word(shown), read=gesture_word(read))
        painter.title(words, rest.take_top(theme.line(Size.TITLE), theme.unit(12)))
        count, gap = len(self._squares), theme.unit(8)
        columns = max(range(1, count + 1), key=lambda n: _side(rest, n, count, gap))
        side = min(_side(rest, columns, count, gap), theme.unit(224))
        for first in range(0, count, columns):
            row = rest.take_top(side, gap)
            for number in range(first, min(first + columns, count)):
                key = number, side
                if key not in self._drawn:
                    self._drawn[key] = shown_picture(self._squares[number], side, mirror=self._mirror)
                painter.picture(self._drawn[key], row.take_left(side, gap), Tone.CARD)


def shown_picture(square: Square, side: int, *, mirror: bool) -> pygame.Surface:
    """Return a network's square as the player saw it."""
    return pygame.transform.flip(picture(square, side), mirror, flip_y=False)


def _paint_heading(painter: Painter, cell: Box, gesture: Gesture) -> None:
    theme = painter.theme
    label = theme.line(Size.SMALL)
    side = min(cell.height - label - theme.unit(6), cell.width, theme.unit(64))
    block = cell.centred(cell.width, label)
    named = theme.width(gesture_word(gesture), Size.SMALL) <= cell.width
    if not named:  # of many moves in a small window the icons tell
        painter.icon(gesture, cell.centred(min(cell.size)).inset(theme.unit(2)))
        return
    if side >= theme.unit(20):
        cell.take_top((cell.height - side - label) // 2)
        painter.icon(gesture, cell.take_top(side))
        block = cell.take_top(label)
    painter.small(gesture_word(gesture), block, align=Align.CENTER)


def _side(room: Box, columns: int, pictures: int, gap: int) -> int:
    # Of a square picture, so that all have room in so many columns.
    rows = math.ceil(pictures / columns)
    return min((room.width + gap) // columns, (room.height + gap) // rows) - gap

"""REPORT: how well the kept-out pictures were read, in a sentence and a table, and what to do next."""

import math
from functools import partial
from typing import Final

import numpy as np
import pygame

from rps_game.calibration.wrong_hand import find_wrong_hand, swap_helps
from rps_game.flow import Outcome
from rps_game.game.findings import Finding, Reading
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.ui.advice import gain_sentence, redo
from rps_game.ui.bindings import ESC, Binding, Press
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.drawing.arrays import picture
from rps_game.ui.drawing.palette import mixed
from rps_game.ui.screens.base import Screen
from rps_game.ui.widgets.charts import Curve
from rps_game.ui.widgets.focus import Button
from rps_game.ui.words.calibration import (
    finding_sentence,
    gesture_word,
    redo_word,
    swap_word,
    wrong_hand_sentence,
)
from rps_game.ui.words.i18n import tr

_MARKS: Final = {
    Reading.UNTESTED: (Symbol.CHECK, Tone.INK),
    Reading.PERFECT: (Symbol.CHECK, Tone.GOOD),
    Reading.GOOD: (Symbol.CHECK, Tone.GOOD),
    Reading.CONFUSED: (Symbol.WARNING, Tone.WARN),
}

PALEST, FULLEST = 0.18, 0.38
"""Share of colour in a cell: a single mistake shows, and a number is readable on all (contrast 4.5:1)."""


class Cell(Button):
    """A cell of the table: how many frames of a gesture were read as which; opens their pictures."""

    def __init__(self, shown: Gesture, read: Gesture, count: int, of: int, press: Press) -> None:
        label = f"{gesture_word(shown)} - {gesture_word(read)}"
        super().__init__(label, press, enabled=False)
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


class Report(Screen):
    """Shows the report of the last training; or the pictures of a cell of its table."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        report = context.session.report
        self._confusion = np.zeros((3, 3), np.int64) if report is None else report.confusion
        self._losses = () if report is None else report.losses
        self._gain = "" if report is None else gain_sentence(report.starter_accuracy, report.holdout_accuracy)
        self._finding = Finding.of(self._confusion)
        self._curve = Curve()
        self._sign = self._sentence = self._below = self._table_card = self._curve_card = Box()
        session, starter = context.session, context.network.starter
        samples = session.all_samples()
        self._wrong = find_wrong_hand(starter, samples)
        shown, bad = self._finding.shown, self._finding.redo is not None
        if self._wrong is not None:  # nothing that was learnt of it is worth a praise
            (shown, _), bad, self._gain = self._wrong, True, ""
        save = Button(tr("Save"), Outcome.SAVE, symbol=Symbol.SAVE)
        try_it = Button(tr("Try it"), Outcome.TRY, symbol=Symbol.EYE)
        last = [Button(tr("Play"), Outcome.PLAY, symbol=Symbol.PLAY, primary=not bad)]
        if shown is not None:
            again = Button(
                redo_word(shown), partial(redo, context.session, shown), gesture=shown, primary=bad
            )
            last.insert(1 if bad else 0, again)
        self._main = [save, try_it, *last]
        if self._wrong is not None and swap_helps(*self._wrong, starter, samples):
            self._main.insert(3, Button(swap_word(*self._wrong), self._swap, symbol=Symbol.REDO))
        self._cells = {
            (i, j): Cell(
                i, j, int(self._confusion[i, j]), int(self._confusion[i].sum()), partial(self._open, (i, j))
            )
            for i in GESTURES
            for j in GESTURES
        }
        for key, cell in self._cells.items():
            cell.enabled = key in context.session.tested
        self._opened: tuple[Gesture, Gesture] | None = None
        self._drawn: dict[tuple[int, int], pygame.Surface] = {}
        self._pictures = self._card = Box()
        self.focus.show([*self._main, *self._cells.values()])

    def keys(self) -> list[Binding]:
        return [] if self._opened is None else [Binding(ESC, tr("back"), self._close)]

    def _open(self, cell: tuple[Gesture, Gesture]) -> None:
        self._opened, self._drawn = cell, {}
        self.focus.show([Button(tr("Back"), self._close, symbol=Symbol.BACK, primary=True)])
        self.request_layout()

    def _close(self) -> None:
        assert self._opened is not None
        cell, self._opened = self._cells[self._opened], None
        self.focus.show([*self._main, *self._cells.values()], focus=cell)
        self.request_layout()

    def _swap(self) -> Outcome:
        assert self._wrong is not None
        self.context.session.swap_samples(*self._wrong)
        return Outcome.DONE

    def place(self, area: Box) -> None:
        """Lay out the sentences, the table at the left, the curve at the right, the buttons."""
        theme, gap, side = self.theme, self.theme.unit(20), self.theme.unit(72)
        if self._opened is not None:
            self.place_buttons(area, gap=gap)
            self._card, self._pictures = area, area.inset(theme.unit(22))
            return
        self.place_buttons(area, self._main, gap)
        width = area.width - side - gap
        gain = theme.line(Size.BODY, len(theme.lines(self._gain, width))) if self._gain else 0
        title = max(theme.line(Size.TITLE, 2), side)
        self._below = area.take_top(title + gain, gap)
        self._sign = self._below.take_left(side, gap).centred(side)
        self._sentence = self._below.take_top(title)
        self._sign.centery = self._sentence.centery
        self._table_card, self._curve_card = area.columns([3, 2], gap)
        table = self._table
        for (i, j), cell in self._cells.items():
            cell.rect = table.cell(i + 1, j + 1, 4, 4).inset(theme.unit(4))

    @property
    def _table(self) -> Box:
        inner = self._table_card.inset(self.theme.unit(22))
        inner.take_top(self.theme.line(Size.SMALL), self.theme.unit(8))
        return inner

    def paint(self, painter: Painter) -> None:
        if self._opened is not None:
            self._paint_pictures(painter, *self._opened)
            return
        symbol, tone = _MARKS[self._finding.reading if self._wrong is None else Reading.CONFUSED]
        painter.icon(symbol, self._sign, tone)
        words = finding_sentence(self._finding) if self._wrong is None else wrong_hand_sentence(*self._wrong)
        painter.text(words, self._sentence, size=Size.TITLE, bold=True, wrap=True)
        if self._gain:
            painter.text(self._gain, self._below, tone=Tone.MUTED, wrap=True)
        self._paint_table(painter)
        self._paint_training(painter)

    def _paint_table(self, painter: Painter) -> None:
        theme = self.theme
        painter.card(self._table_card, radius=18)
        inner, table = self._table_card.inset(theme.unit(22)), self._table
        words = tr("Pictures kept aside: what you showed, and what was read")
        painter.small(words, inner.take_top(theme.line(Size.SMALL)))
        for i, gesture in enumerate(GESTURES):
            self._paint_heading(painter, table.cell(0, i + 1, 4, 4), gesture)
            self._paint_heading(painter, table.cell(i + 1, 0, 4, 4), gesture)

    def _paint_pictures(self, painter: Painter, shown: Gesture, read: Gesture) -> None:
        """Draw the pictures of a cell as large as all of them fit."""
        theme, rest = self.theme, self._pictures.copy()
        painter.card(self._card, radius=18)
        words = tr("Shown: {shown}. Read: {read}.", shown=gesture_word(shown), read=gesture_word(read))
        painter.title(words, rest.take_top(theme.line(Size.TITLE), theme.unit(12)))
        squares, gap = self.context.session.tested[shown, read], theme.unit(8)
        columns = max(range(1, len(squares) + 1), key=lambda n: _side(rest, n, len(squares), gap))
        side = min(_side(rest, columns, len(squares), gap), theme.unit(224))
        for first in range(0, len(squares), columns):
            row = rest.take_top(side, gap)
            for number in range(first, min(first + columns, len(squares))):
                key = number, side
                if key not in self._drawn:
                    mirror = self.context.settings.mirror
                    self._drawn[key] = pygame.transform.flip(
                        picture(squares[number], side), mirror, flip_y=False
                    )
                painter.picture(self._drawn[key], row.take_left(side, gap), Tone.CARD)

    def _paint_heading(self, painter: Painter, cell: Box, gesture: Gesture) -> None:
        theme = self.theme
        label = theme.line(Size.SMALL)
        side = min(cell.height - label - theme.unit(6), cell.width, theme.unit(64))
        block = cell.centred(cell.width, label)
        if side >= theme.unit(20):
            cell.take_top((cell.height - side - label) // 2)
            painter.icon(gesture, cell.take_top(side))
            block = cell.take_top(label)
        painter.small(gesture_word(gesture), block, align=Align.CENTER)

    def _paint_training(self, painter: Painter) -> None:
        theme, report = self.theme, self.context.session.report
        painter.card(self._curve_card, radius=18)
        inner = self._curve_card.inset(theme.unit(22))
        if report is None:
            return
        line = theme.line(Size.BODY)
        facts = [
            (tr("Pictures"), str(self.context.session.frames)),
            (tr("Training"), tr("{seconds} s", seconds=f"{report.seconds:.1f}")),
            (tr("Loss at the end"), f"{report.train_loss:.4f}"),
        ]
        for name, value in facts:
            box = inner.take_top(line)
            painter.text(name, box, tone=Tone.MUTED)
            painter.text(value, box, align=Align.RIGHT, bold=True)
        inner.take_top(theme.unit(16))
        self._curve.rect = inner
        if self._losses and self._curve.rect.height > theme.unit(40):
            self._curve.draw(painter, self._losses, highest=max(self._losses[0], 0.1) * 1.15)


def _side(room: Box, columns: int, pictures: int, gap: int) -> int:
    # Of a square picture, so that all have room in so many columns.
    rows = math.ceil(pictures / columns)
    return min((room.width + gap) // columns, (room.height + gap) // rows) - gap

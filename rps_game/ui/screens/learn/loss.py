"""Lesson 4: the training loss falls, and why that says little: what counts is held-out pictures."""

import math
from typing import Final

import numpy as np

from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.drawing.palette import mixed
from rps_game.ui.screens.learn.lesson import GAP, Lesson, caption_height
from rps_game.ui.widgets.charts import Curve
from rps_game.ui.words.i18n import ntr, tr

LOW_LOSS: Final = 0.05
"""A loss at or below this counts as almost 0: the true class has a probability of 95 % or more."""

TINT: Final = 0.38
"""The share of green or red in the colour of a cell: a number on it is readable."""


class LossLesson(Lesson):
    """The loss curve of the last training, and the confusion matrix of its hold-out."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("The loss falls; that says little"))
        session = context.session
        self._report = session.report
        self._moves = session.rules.moves
        nothing = np.zeros((len(self._moves), len(self._moves)), np.int64)
        self._confusion = nothing if self._report is None else self._report.confusion
        self._losses = [loss for loss in self._report.losses if math.isfinite(loss)] if self._report else []
        classes = len(session.head.classes) if session.head is not None else len(self._moves)
        self._guessing = math.log(classes)  # the cross-entropy of equal probabilities
        self._curve, self._table = Curve(), Box()
        words = [self._fell(classes), self._kept_aside()]
        if not self._losses:
            words.append(tr("After a training you see its curve here."))
        self.words = " ".join(words)

    def _fell(self, classes: int) -> str:
        if not self._losses:
            return tr(
                "The loss tells the small head how wrong it is on the pictures that it learns from. Guessing "
                "costs {guess}; training makes it fall to almost 0.",
                guess=f"{self._guessing:.2f}",
            )
        first, last = self._losses[0], self._report.train_loss if self._report else self._losses[-1]
        fell = ntr(
            "In {n} step your loss went from {first} to {last}; guessing among {classes} costs {guess}.",
            "In {n} steps your loss went from {first} to {last}; guessing among {classes} costs {guess}.",
            len(self._losses),
            first=f"{first:.2f}",
            last=f"{last:.2f}",
            classes=classes,
            guess=f"{self._guessing:.2f}",
        )
        if last > LOW_LOSS:
            return fell
        return fell + " " + tr("Almost 0 only means that it knows these pictures by heart.")

    def _kept_aside(self) -> str:
        if self._tested:
            right, total = int(self._confusion.trace()), int(self._confusion.sum())
            words = ntr(
                "What counts is pictures that it did not learn from: a first training went without the last "
                "quarter, and read {right} of that {n} right.",
                "What counts is pictures that it did not learn from: a first training went without the last "
                "quarter, and read {right} of those {n} right.",
                total,
                right=right,
            )
            before = self._report.starter_accuracy if self._report is not None else None
            if before is None:
                return words
            starter = tr("Before it knew you, it read {share} of them right.", share=f"{before:.0%}")
            return f"{words} {starter}"
        accuracy = self.context.session.holdout_accuracy
        if accuracy is not None:
            return tr(
                "What counts is pictures that it did not learn from: this player's head was tested on a "
                "quarter that was kept aside, and read {share} of it right.",
                share=f"{accuracy:.0%}",
            )
        return tr(
            "What counts is pictures that it did not learn from: so a first training goes without the last "
            "quarter of yours, and is tested on it."
        )

    @property
    def _tested(self) -> bool:
        return bool(self._confusion.any())

    def build(self) -> None:
        theme, stage = self.theme, self.stage
        line = theme.line(Size.SMALL) + theme.unit(4)
        axis = theme.width("0.00", Size.SMALL) + theme.unit(10)
        left, right = stage.copy(), stage.copy()
        if self._tested:
            left, right = stage.columns([3, 2], theme.unit(GAP * 2))
        for part in (left, right):
            part.take_top(line)
        left.take_left(axis)
        left.take_right(theme.unit(10))
        left.take_bottom(caption_height(theme))
        left.height = max(left.height, 0)
        self._curve.rect = left
        side = max(min(right.width, right.height), 0)
        right.height = side
        self._table = right.centred(min(side * 5 // 4, right.width), side)

    def draw(self, painter: Painter) -> None:
        if not self._losses:
            self.draw_icons(painter, (Symbol.LEARN, Symbol.FORWARD, Symbol.CHECK))
            return
        self._draw_curve(painter)
        if self._tested:
            self._draw_table(painter)

    def _draw_curve(self, painter: Painter) -> None:
        theme, rect = self.theme, self._curve.rect
        highest = max(*self._losses, self._guessing) * 1.1
        self._curve.draw(painter, self._losses, highest=highest)
        y = rect.bottom - round(rect.height * self._guessing / highest)
        dash = theme.unit(8)
        for x in range(rect.left, rect.right, 2 * dash):
            painter.line((x, y), (min(x + dash, rect.right), y), Tone.MUTED, 2)
        line, gap = theme.line(Size.SMALL), theme.unit(2)
        level = Box(rect.centerx, y, rect.right - rect.centerx, 0)
        above, below = level.above(line, gap), level.below(line, gap)
        painter.small(tr("guessing"), above if above.top >= rect.top else below, align=Align.RIGHT)
        for value, at in ((self._guessing, y), (0.0, rect.bottom)):
            box = Box(self.stage.left, at - line // 2, rect.left - self.stage.left - theme.unit(10), line)
            painter.small(f"{value:.2f}" if value else "0", box, align=Align.RIGHT)
        under = rect.below(line, theme.unit(4))
        painter.small(ntr("{n} step", "{n} steps", len(self._losses)), under, align=Align.RIGHT)
        above = rect.above(line, theme.unit(4))
        painter.text(tr("Loss on the pictures it learns from"), above, size=Size.SMALL, bold=True)

    def _draw_table(self, painter: Painter) -> None:
        theme, table = self.theme, self._table
        width = self.stage.right - self._curve.rect.right - theme.unit(GAP)
        above = table.above(theme.line(Size.SMALL), theme.unit(4))
        words = tr("Kept aside: shown (rows), read (columns)")
        wide = above.centred(width, above.height)
        painter.text(words, wide, size=Size.SMALL, bold=True, align=Align.CENTER)
        cells = len(self._moves) + 1
        for i, gesture in enumerate(self._moves):
            for cell in (table.cell(0, i + 1, cells, cells), table.cell(i + 1, 0, cells, cells)):
                painter.icon(gesture, cell.inset(min(theme.unit(8), cell.width // 8)))
            for j in range(len(self._moves)):
                self._draw_cell(painter, i, j)

    def _draw_cell(self, painter: Painter, shown: int, read: int) -> None:
        theme, count = self.theme, int(self._confusion[shown, read])
        cells = len(self._moves) + 1
        cell = self._table.cell(shown + 1, read + 1, cells, cells).inset(theme.unit(3))
        ground, right = theme.colour(Tone.RAISED), shown == read
        if count:
            ground = mixed(ground, theme.colour(Tone.GOOD if right else Tone.BAD), TINT)
        painter.card(cell, ground, radius=8)
        ink, size = (
            Tone.INK if count else Tone.MUTED,
            Size.BODY if theme.line() <= cell.height else Size.SMALL,
        )
        if theme.line(size) <= cell.height:  # of many moves in a small window the colours tell
            painter.text(str(count), cell, size=size, tone=ink, align=Align.CENTER, bold=right)

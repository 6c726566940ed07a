"""Lesson 4: the training loss falls, and why that says little: what counts is held-out pictures."""

import math
from typing import Final

import numpy as np
import pygame

from rps_game.game.gestures import GESTURES
from rps_game.ui.context import Context
from rps_game.ui.drawing.arrays import grid_cell
from rps_game.ui.drawing.palette import Tone, mixed
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Align, Size
from rps_game.ui.screens.learn.lesson import GAP, Lesson, caption_height
from rps_game.ui.widgets.charts import Curve
from rps_game.ui.widgets.layout import columns
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
        self._confusion = np.zeros((3, 3), np.int64) if self._report is None else self._report.confusion
        self._losses = [loss for loss in self._report.losses if math.isfinite(loss)] if self._report else []
        classes = len(session.head.classes) if session.head is not None else len(GESTURES)
        self._guessing = math.log(classes)  # the cross-entropy of equal probabilities
        self._curve, self._table = Curve(), pygame.Rect(0, 0, 0, 0)
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
        left, right = columns(stage, [3, 2], theme.unit(GAP * 2)) if self._tested else (stage, stage)
        line = theme.line(Size.SMALL) + theme.unit(4)
        axis = theme.width("0.00", Size.SMALL) + theme.unit(10)
        self._curve.rect = pygame.Rect(left.left + axis, left.top + line, left.width - axis, 0)
        self._curve.rect.height = max(left.bottom - caption_height(theme) - self._curve.rect.top, 0)
        self._curve.rect.width -= theme.unit(10)
        side = min(right.width, right.height - line)
        self._table = pygame.Rect(0, right.top + line, max(side * 5 // 4, 0), max(side, 0))
        self._table.width = min(self._table.width, right.width)
        self._table.centerx = right.centerx

    def draw(self, surface: pygame.Surface) -> None:
        if not self._losses:
            self.draw_icons(surface, (Symbol.LEARN, Symbol.FORWARD, Symbol.CHECK))
            return
        self._draw_curve(surface)
        if self._tested:
            self._draw_table(surface)

    def _draw_curve(self, surface: pygame.Surface) -> None:
        theme, rect = self.theme, self._curve.rect
        highest = max(*self._losses, self._guessing) * 1.1
        self._curve.draw(surface, theme, self._losses, highest=highest)
        y = rect.bottom - round(rect.height * self._guessing / highest)
        dash = theme.unit(8)
        for x in range(rect.left, rect.right, 2 * dash):
            pygame.draw.line(surface, theme.colour(Tone.MUTED), (x, y), (min(x + dash, rect.right), y), 2)
        line = theme.line(Size.SMALL)
        guess = pygame.Rect(rect.centerx, y - line - theme.unit(2), rect.right - rect.centerx, line)
        if guess.top < rect.top:
            guess.top = y + theme.unit(2)
        self.small_text(surface, tr("guessing"), guess, Align.RIGHT)
        for value, at in ((self._guessing, y), (0.0, rect.bottom)):
            width = rect.left - self.stage.left - theme.unit(10)
            box = pygame.Rect(self.stage.left, at - line // 2, width, line)
            self.small_text(surface, f"{value:.2f}" if value else "0", box, Align.RIGHT)
        under = pygame.Rect(rect.left, rect.bottom + theme.unit(4), rect.width, line)
        self.small_text(surface, ntr("{n} step", "{n} steps", len(self._losses)), under, Align.RIGHT)
        above = pygame.Rect(rect.left, self.stage.top, rect.width, line)
        theme.text(surface, tr("Loss on the pictures it learns from"), above, size=Size.SMALL, bold=True)

    def _draw_table(self, surface: pygame.Surface) -> None:
        theme, table = self.theme, self._table
        line = theme.line(Size.SMALL)
        width = self.stage.right - self._curve.rect.right - theme.unit(GAP)
        above = pygame.Rect(0, self.stage.top, width, line)
        above.centerx = table.centerx
        words = tr("Kept aside: shown (rows), read (columns)")
        theme.text(surface, words, above, size=Size.SMALL, bold=True, align=Align.CENTER)
        for i, gesture in enumerate(GESTURES):
            for cell in (grid_cell(table, 0, i + 1, 4, 4), grid_cell(table, i + 1, 0, 4, 4)):
                theme.icon(surface, gesture, cell.inflate(-theme.unit(16), -theme.unit(16)))
            for j in range(len(GESTURES)):
                self._draw_cell(surface, i, j)

    def _draw_cell(self, surface: pygame.Surface, shown: int, read: int) -> None:
        theme, count = self.theme, int(self._confusion[shown, read])
        cell = grid_cell(self._table, shown + 1, read + 1, 4, 4).inflate(-theme.unit(6), -theme.unit(6))
        tone = Tone.GOOD if shown == read else Tone.BAD
        ground = theme.colour(Tone.RAISED)
        theme.card(surface, cell, mixed(ground, theme.colour(tone), TINT) if count else ground, radius=8)
        ink = Tone.INK if count else Tone.MUTED
        theme.text(surface, str(count), cell, tone=ink, align=Align.CENTER, bold=shown == read)

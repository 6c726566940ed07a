"""REPORT: how well the kept-out pictures were read, in a sentence and a table, and what to do next."""

from functools import partial
from typing import Final

import numpy as np
import pygame

from rps_game.flow import Outcome
from rps_game.game.findings import Finding, Reading
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.ui.advice import gain_sentence, redo
from rps_game.ui.context import Context
from rps_game.ui.drawing.arrays import grid_cell
from rps_game.ui.drawing.palette import Tone, mixed
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Align, Size
from rps_game.ui.screens.base import Screen
from rps_game.ui.widgets.charts import Curve
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import columns
from rps_game.ui.widgets.panels import Panel
from rps_game.ui.words.calibration import finding_sentence, gesture_word, redo_word
from rps_game.ui.words.i18n import tr

_MARKS: Final = {
    Reading.UNTESTED: (Symbol.CHECK, Tone.INK),
    Reading.PERFECT: (Symbol.CHECK, Tone.GOOD),
    Reading.GOOD: (Symbol.CHECK, Tone.GOOD),
    Reading.CONFUSED: (Symbol.WARNING, Tone.WARN),
}

PALEST, FULLEST = 0.18, 0.38
"""Share of colour in a cell: a single mistake shows, and a number is readable on all (contrast 4.5:1)."""


class Report(Screen):
    """Shows the report of the last training."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        report = context.session.report
        self._confusion = np.zeros((3, 3), np.int64) if report is None else report.confusion
        self._losses = () if report is None else report.losses
        self._gain = "" if report is None else gain_sentence(report.starter_accuracy, report.holdout_accuracy)
        self._finding = Finding.of(self._confusion)
        self._curve = Curve()
        self._table_card, self._curve_card = Panel(), Panel()
        self._sentence = self._below = pygame.Rect(0, 0, 0, 0)
        shown, bad = self._finding.shown, self._finding.redo is not None
        save = Button(tr("Save"), Outcome.SAVE, symbol=Symbol.SAVE)
        try_it = Button(tr("Try it"), Outcome.TRY, symbol=Symbol.EYE)
        last = [Button(tr("Play"), Outcome.PLAY, symbol=Symbol.PLAY, primary=not bad)]
        if shown is not None:
            again = Button(
                redo_word(shown), partial(redo, context.session, shown), gesture=shown, primary=bad
            )
            last.insert(1 if bad else 0, again)
        self.focus.show([save, try_it, *last])

    def place(self, area: pygame.Rect) -> None:
        """Lay out the sentences, the table at the left, the curve at the right, the buttons."""
        theme, gap, side = self.theme, self.theme.unit(20), self.theme.unit(72)
        self._sentence = pygame.Rect(area.left + side + gap, area.top, area.width - side - gap, 0)
        self._sentence.height = max(theme.line(Size.TITLE, 2), side)
        row = self.place_buttons(area)
        self._below = pygame.Rect(self._sentence.left, self._sentence.bottom, self._sentence.width, 0)
        if self._gain:
            self._below.height = theme.line(Size.BODY, len(theme.lines(self._gain, self._below.width)))
        middle = pygame.Rect(area.left, self._below.bottom + gap, area.width, 0)
        middle.height = row.top - gap - middle.top
        self._table_card.rect, self._curve_card.rect = columns(middle, [3, 2], gap)

    def paint(self, surface: pygame.Surface) -> None:
        theme, words = self.theme, self._sentence
        symbol, tone = _MARKS[self._finding.reading]
        picture = pygame.Rect(self.area.left, 0, theme.unit(72), theme.unit(72))
        picture.centery = words.centery
        theme.icon(surface, symbol, picture, tone)
        theme.text(surface, finding_sentence(self._finding), words, size=Size.TITLE, bold=True, wrap=True)
        if self._gain:
            theme.text(surface, self._gain, self._below, tone=Tone.MUTED, wrap=True)
        self._paint_table(surface)
        self._paint_training(surface)

    def _paint_table(self, surface: pygame.Surface) -> None:
        theme = self.theme
        self._table_card.draw(surface, theme)
        inner = self._table_card.inner(theme, 22)
        caption = pygame.Rect(inner.left, inner.top, inner.width, theme.line(Size.SMALL))
        words = tr("Pictures kept aside: what you showed, and what was read")
        theme.text(surface, words, caption, size=Size.SMALL, tone=Tone.MUTED)
        table = pygame.Rect(inner.left, caption.bottom + theme.unit(8), inner.width, 0)
        table.height = inner.bottom - table.top
        for i, gesture in enumerate(GESTURES):
            self._paint_heading(surface, grid_cell(table, 0, i + 1, 4, 4), gesture)
            self._paint_heading(surface, grid_cell(table, i + 1, 0, 4, 4), gesture)
            for j in range(len(GESTURES)):
                self._paint_cell(surface, grid_cell(table, i + 1, j + 1, 4, 4), i, j)

    def _paint_heading(self, surface: pygame.Surface, cell: pygame.Rect, gesture: Gesture) -> None:
        theme = self.theme
        label = theme.line(Size.SMALL)
        side = min(cell.height - label - theme.unit(6), cell.width, theme.unit(64))
        block = pygame.Rect(cell.left, 0, cell.width, label)
        if side >= theme.unit(20):
            picture = pygame.Rect(0, 0, side, side)
            picture.midtop = cell.centerx, cell.top + (cell.height - side - label) // 2
            theme.icon(surface, gesture, picture)
            block.top = picture.bottom
        else:
            block.centery = cell.centery
        word = gesture_word(gesture)
        theme.text(surface, word, block, size=Size.SMALL, tone=Tone.MUTED, align=Align.CENTER)

    def _paint_cell(self, surface: pygame.Surface, cell: pygame.Rect, shown: int, read: int) -> None:
        theme = self.theme
        count, of = int(self._confusion[shown, read]), int(self._confusion[shown].sum())
        right = shown == read
        ground = theme.colour(Tone.RAISED)
        if count:
            share = PALEST + (FULLEST - PALEST) * count / of
            ground = mixed(ground, theme.colour(Tone.GOOD if right else Tone.BAD), share)
        box = cell.inflate(-theme.unit(8), -theme.unit(8))
        theme.card(surface, box, ground, radius=10)
        tone = Tone.INK if count else Tone.MUTED
        theme.text(surface, str(count), box, size=Size.TITLE, align=Align.CENTER, bold=right, tone=tone)

    def _paint_training(self, surface: pygame.Surface) -> None:
        theme, report = self.theme, self.context.session.report
        self._curve_card.draw(surface, theme)
        inner = self._curve_card.inner(theme, 22)
        if report is None:
            return
        line = theme.line(Size.BODY)
        facts = [
            (tr("Pictures"), str(self.context.session.frames)),
            (tr("Training"), tr("{seconds} s", seconds=f"{report.seconds:.1f}")),
            (tr("Loss at the end"), f"{report.train_loss:.4f}"),
        ]
        for i, (name, value) in enumerate(facts):
            box = pygame.Rect(inner.left, inner.top + i * line, inner.width, line)
            theme.text(surface, name, box, tone=Tone.MUTED)
            theme.text(surface, value, box, align=Align.RIGHT, bold=True)
        self._curve.rect = pygame.Rect(inner.left, inner.top + 3 * line + theme.unit(16), inner.width, 0)
        self._curve.rect.height = inner.bottom - self._curve.rect.top
        if self._losses and self._curve.rect.height > theme.unit(40):
            self._curve.draw(surface, theme, self._losses, highest=max(self._losses[0], 0.1) * 1.15)

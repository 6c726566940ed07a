"""REPORT: three pictures of the player's own hand, how well each gesture is read, and what to do next."""

from functools import partial
from typing import Final

import numpy as np
import pygame

from rps_game.calibration.wrong_hand import find_wrong_hand, swap_helps
from rps_game.camera.observation import Square
from rps_game.flow import Outcome
from rps_game.game.findings import Finding
from rps_game.game.gestures import Gesture
from rps_game.session import Session
from rps_game.ui.advice import gain_sentence, redo
from rps_game.ui.bindings import ESC, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.report.details import CellPictures, Details, Key, shown_picture
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import button_height, place_rows
from rps_game.ui.words.calibration import (
    finding_sentence,
    gesture_word,
    looks_like_word,
    redo_word,
    swap_word,
    wrong_hand_sentence,
)
from rps_game.ui.words.i18n import tr

LARGEST_PICTURE: Final = 300
"""Side of a hand's picture, in pixels of the design: the square is 224 pixels wide."""


MOST_NAMED: Final = 3
"""Moves whose cards have room for a button with their name."""

MOST_BESIDE: Final = 5
"""Pictures of hands in a row of a wide window."""


class Report(Screen):
    """Shows the last training: the gestures, the details, or the pictures of a cell of its table."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        session, report, starter = context.session, context.session.report, context.network.starter
        self._moves = session.rules.moves
        nothing = np.zeros((len(self._moves), len(self._moves)), np.int64)
        confusion = nothing if report is None else report.confusion
        self._rows = [tuple(int(count) for count in row) for row in confusion]
        finding = Finding.of(confusion, session.rules)
        self._sentence_words = finding_sentence(finding)
        self._gain = "" if report is None else gain_sentence(report.starter_accuracy, report.holdout_accuracy)
        self._bad: Key | None = None  # the gesture to record again, and what it looks like
        again, swap = finding.shown, list[Button]()
        if finding.redo is not None and finding.taken_for is not None:
            self._bad = finding.redo, finding.taken_for
        wrong = find_wrong_hand(starter, session.all_samples())
        if wrong is not None:  # nothing that was learnt of it is worth a praise
            self._bad, again, self._gain = wrong, wrong[0], ""
            self._sentence_words = wrong_hand_sentence(*wrong)
            if swap_helps(*wrong, starter, session.all_samples()):
                swap = [Button(swap_word(*wrong), partial(_swap, session, wrong), symbol=Symbol.REDO)]
        self._again = {again: self._redo_button(again)} if again is not None else {}
        self._main = [
            Button(tr("Details"), self._show_details, symbol=Symbol.CHART),
            Button(tr("Save"), Outcome.SAVE, symbol=Symbol.SAVE),
            Button(tr("Try it"), Outcome.TRY, symbol=Symbol.EYE),
            *swap,
            Button(tr("Play"), Outcome.PLAY, symbol=Symbol.PLAY, primary=self._bad is None),
        ]
        self._back = Button(tr("Back"), self._close, symbol=Symbol.BACK, primary=True)
        self._details, self._in_details = Details(session, confusion, self._show_pictures), False
        self._pictures: CellPictures | None = None
        self._squares = {gesture: self._square(session, gesture) for gesture in self._moves}
        self._drawn: dict[tuple[Gesture, int], pygame.Surface] = {}
        self._sentence = self._below = self._card = Box()
        self._cards: dict[Gesture, Box] = {}
        self._show_summary()

    def _redo_button(self, gesture: Gesture) -> Button:
        press = partial(redo, self.context.session, gesture)
        primary = self._bad is not None
        if len(self._moves) > MOST_NAMED:
            return Button(tr("Redo"), press, symbol=Symbol.REDO, primary=primary)
        return Button(redo_word(gesture), press, gesture=gesture, primary=primary)

    def _square(self, session: Session, gesture: Gesture) -> Square | None:
        """Return a picture of this session: one that was misread, if the gesture is to be recorded again."""
        read = self._bad[1] if self._bad is not None and self._bad[0] is gesture else gesture
        samples = session.all_samples().get(gesture, [])
        recorded = [sample.square for sample in samples if sample.square is not None]
        squares = session.tested.get((gesture, read)) or recorded
        return squares[len(squares) // 2] if squares else None

    # Three pages

    def keys(self) -> list[Binding]:
        return [Binding(ESC, tr("back"), self._close)] if self._in_details else []

    def _show_summary(self, focus: Button | None = None) -> None:
        self._in_details = False
        self._show([*self._again.values(), *self._main], focus)

    def _show_details(self, focus: Button | None = None) -> None:
        self._in_details = True
        self._show([*self._details.cells.values(), self._back], focus or self._back)

    def _show_pictures(self, cell: Key) -> None:
        session, mirror = self.context.session, self.context.settings.mirror
        self._pictures = CellPictures(cell, session.tested[cell], mirror=mirror)
        self._show([self._back], self._back)

    def _close(self) -> None:
        if self._pictures is None:
            self._show_summary(self._main[0])
        else:
            cell, self._pictures = self._details.cells[self._pictures.key], None
            self._show_details(cell)

    def _show(self, buttons: list[Button], focus: Button | None) -> None:
        self.focus.show(buttons, focus)
        self.request_layout()

    def place(self, area: Box) -> None:
        """Lay out the sentences, a card for each gesture, the buttons; or the details."""
        theme, gap = self.theme, self.theme.unit(18)
        if self._in_details:
            self.place_buttons(area, [self._back], gap)
            self._card = area
            self._details.place(theme, area.copy())
            return
        place_rows(self._main, area, theme, gap)
        lines = len(theme.lines(self._sentence_words, round(area.width * 0.9), Size.TITLE))
        self._sentence = area.take_top(theme.line(Size.TITLE, min(max(lines, 1), 2)), theme.unit(4))
        roomy = area.height - self._words_height > theme.unit(LARGEST_PICTURE) * 2 // 3
        self._below = area.take_top(theme.line() if roomy else 0, gap)
        upright = area.height > area.width
        # Of up to three in one row, or one column; of more in about two.
        count = len(self._moves)
        rows = (count if count <= 3 else -(-count // 2)) if upright else -(-count // MOST_BESIDE)
        columns = -(-count // rows)
        grid = [box for row in area.rows(rows, gap) for box in row.columns(columns, gap)]
        boxes = grid[:count]
        if not upright and rows == 1:
            most = theme.unit(LARGEST_PICTURE) + self._words_height + theme.unit(72)
            boxes = [box.centred(box.width, min(box.height, most)) for box in boxes]
        self._cards = dict(zip(self._moves, boxes, strict=True))
        for gesture, button in self._again.items():
            _, words = self._split(self._cards[gesture])
            button.rect = words.take_bottom(button_height(theme))

    @property
    def _words_height(self) -> int:
        button = button_height(self.theme) + self.theme.unit(8) if self._again else 0
        return self.theme.line(lines=2) + button

    def _split(self, card: Box) -> tuple[Box, Box]:
        """Return the places of a hand's picture and of its words: below it, or beside it on a wide card."""
        theme = self.theme
        inner, gap = card.inset(theme.unit(16)), theme.unit(10)
        if card.width > 1.5 * card.height:
            most = max(map(sum, self._rows))
            words = tr("{right} of {of}", right=most, of=most)
            needed = theme.text_px(Size.BODY) + theme.unit(8) + theme.width(words, bold=True)
            needed = max(needed, *(button.width(theme) for button in self._again.values()), 0)
            side = max(min(inner.height, inner.width // 2, inner.width - needed - gap), 0)
            picture = inner.take_left(side, gap)
            return picture.centred(min(picture.size)), inner.centred(inner.width, self._words_height)
        picture = inner.take_top(inner.height - self._words_height - gap, gap)
        return picture.centred(max(min(picture.size), 0)), inner

    def paint(self, painter: Painter) -> None:
        if self._pictures is not None:
            self._pictures.paint(painter, self._card)
        elif self._in_details:
            self._details.paint(painter)
        else:
            painter.text(
                self._sentence_words,
                self._sentence,
                size=Size.TITLE,
                align=Align.CENTER,
                bold=True,
                wrap=True,
            )
            if self._gain and self._below.height:
                painter.text(self._gain, self._below, tone=Tone.MUTED, align=Align.CENTER)
            for gesture, card in self._cards.items():
                self._paint_card(painter, gesture, card)

    def _paint_card(self, painter: Painter, gesture: Gesture, card: Box) -> None:
        theme, bad = self.theme, self._bad is not None and self._bad[0] is gesture
        painter.card(card, radius=18, border=Tone.WARN if bad else None)
        place, words = self._split(card)
        square = self._squares[gesture]
        if square is None:
            painter.card(place, Tone.RAISED, radius=8)
            painter.icon(gesture, place.inset(place.width // 6))
        elif place.width > 0:
            key = gesture, place.width
            if key not in self._drawn:
                mirror = self.context.settings.mirror
                self._drawn[key] = shown_picture(square, place.width, mirror=mirror)
            painter.picture(self._drawn[key], place, Tone.CARD)
        beside = words.left > place.right
        align = Align.LEFT if beside else Align.CENTER
        painter.text(gesture_word(gesture), words.take_top(theme.line()), align=align, bold=True)
        right, of = self._rows[gesture][gesture], sum(self._rows[gesture])
        line = words.take_top(theme.line())
        if bad and self._bad is not None:
            text, symbol, tone = looks_like_word(self._bad[1]), Symbol.WARNING, Tone.WARN
        elif of:
            text, symbol, tone = tr("{right} of {of}", right=right, of=of), Symbol.CHECK, Tone.GOOD
        else:
            return
        side, gap = theme.text_px(Size.BODY), theme.unit(8)
        if bad and self._bad is not None and side + gap + theme.width(text, bold=True) > line.width:
            # Beside many others there is room for its icon alone.
            signs = line.take_left(2 * side + gap) if beside else line.centred(2 * side + gap, line.height)
            painter.icon(symbol, signs.take_left(side, gap), tone)
            painter.icon(self._bad[1], signs, tone)
            return
        width = min(side + gap + theme.width(text, bold=True), line.width)
        line = line.take_left(width) if beside else line.centred(width, line.height)
        painter.icon(symbol, line.take_left(side, gap), tone)
        painter.text(text, line, tone=tone, bold=True)


def _swap(session: Session, gestures: Key) -> Outcome:
    session.swap_samples(*gestures)
    return Outcome.DONE

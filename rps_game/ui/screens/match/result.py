"""RESULT: the hand that decided against the opponent's face, every throw, one line, and what to do next."""

from functools import partial
from typing import Final

import numpy as np

from rps_game.flow import Outcome
from rps_game.game.match import Match, Side
from rps_game.ui.advice import recalibrate_buttons, recalibration_advice, redo_buttons
from rps_game.ui.bindings import ESC, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.drawing.confetti import draw_confetti
from rps_game.ui.drawing.faces import Mood, draw_face, face_colour
from rps_game.ui.drawing.palette import mixed
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.match.round_strip import RoundStrip
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import place_rows
from rps_game.ui.widgets.over_camera import draw_pill, eased
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr, tr_marked
from rps_game.ui.words.match import match_word
from rps_game.ui.words.statistics import result_sentence

ARRIVAL_S: Final = 0.5
"""How long the two sides take to slide in."""


class Result(Screen):
    """Shows the match that was played last."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._match = context.session.match or Match()
        self._opponent = context.opponent
        self._entered_s = context.now
        self._strip = RoundStrip(rows=3)
        self._hand = CameraView(mirror=context.settings.mirror)
        hand = context.session.last_hand
        if hand is not None:
            height, width = hand.frame.shape[:2]
            side = min(height, width)
            top, left = (height - side) // 2, (width - side) // 2
            square = np.ascontiguousarray(hand.frame[top : top + side, left : left + side])
            self._hand.show(square, hand.number)
        self._title = self._score = self._face = self._sentence = self._hint = Box()
        self._advice = recalibration_advice(context)
        self._asks = False  # which gesture was read wrong
        self._ask(asks=False)

    def keys(self) -> list[Binding]:
        return [Binding(ESC, tr("back"), partial(self._ask, asks=False))] if self._asks else []

    def _ask(self, *, asks: bool) -> None:
        self._asks = asks
        session = self.context.session
        self.focus.focused = None
        if asks:
            back = Button(tr("Back"), partial(self._ask, asks=False), symbol=Symbol.BACK)
            redos = redo_buttons(session)
            self.focus.show([back, *redos], redos[0])
        else:
            wrong = partial(self._ask, asks=True)
            save = [Button(tr("Save"), Outcome.SAVE, symbol=Symbol.SAVE)] if session.unsaved else []
            self.focus.show(
                [
                    Button(tr("Menu"), Outcome.BACK, symbol=Symbol.BACK),
                    *recalibrate_buttons(self.context, Outcome.PLAY, tr("Read me wrong?"), wrong),
                    *save,
                    Button(tr("Other opponent"), Outcome.OPPONENT, symbol=Symbol.PEOPLE),
                    Button(tr("Play again"), Outcome.AGAIN, symbol=Symbol.PLAY, primary=True),
                ]
            )
        self.request_layout()

    def place(self, area: Box) -> None:
        """Lay out from the top: who won, hand, score and face, the throws, sentences, buttons."""
        theme, gap = self.theme, self.theme.unit(16)
        place_rows(self.focus.buttons, area, theme, gap)
        lines = len(theme.lines(self._advice, area.width)) if self._advice else 0
        self._hint = area.take_bottom(theme.line(Size.BODY, lines))
        sentence = len(theme.lines(self._words, area.width))
        self._sentence = area.take_bottom(theme.line(Size.BODY, sentence), gap // 2)
        upright = area.height > area.width
        throws = area.height // (3 if upright else 4)
        self._strip.rect = area.take_bottom(min(theme.unit(210 if upright else 100), throws), gap // 2)
        self._title = area.take_top(max(theme.unit(58), theme.text_px(Size.TITLE)), gap // 2)
        name = theme.line()
        if upright:  # the score above hand and face, else between them
            self._score = area.take_top(min(theme.unit(190), area.height // 4), gap)
        share = 0.48 if upright else 0.3
        side = max(min(area.height - name, round(area.width * share), theme.unit(440)), 1)
        area = area.centred(min(area.width, side * 4), side + name)
        self._hand.rect, self._face = area.take_left(side), area.take_right(side)
        self._hand.rect.height = side
        if not upright:
            self._score = area.inset(theme.unit(12), 0)
            self._score.height = side

    @property
    def _words(self) -> str:
        return result_sentence(self._match, self.context.statistics, self._opponent)

    def paint(self, painter: Painter) -> None:
        theme, match = self.theme, self._match
        still = theme.reduced_motion or self.context.came_back
        since_s = self.context.now - self._entered_s
        away = 0 if still else round((1 - eased(since_s / ARRIVAL_S)) * theme.unit(180))
        tone = {Side.PLAYER: Tone.GOOD, Side.COMPUTER: Tone.BAD, None: Tone.INK}[match.leader]
        words = match_word(match, tr_marked(self._opponent.title))
        painter.text(words, self._title, size=Size.DISPLAY, tone=tone, align=Align.CENTER, bold=True)
        self._paint_hand(painter, away)
        self._paint_face(painter, away)
        score = self._score.centred(self._score.width, min(self._score.height, theme.unit(170)))
        digits = f"{match.wins} : {match.losses}"
        painter.text(digits, score, size=Size.DISPLAY, align=Align.CENTER, bold=True)
        self._strip.draw(painter, match.rounds)
        painter.text(self._words, self._sentence, align=Align.CENTER, wrap=True)
        if self._advice:
            painter.text(self._advice, self._hint, tone=Tone.MUTED, align=Align.CENTER, wrap=True)
        if match.winner is Side.PLAYER and not still:
            draw_confetti(painter, since_s)

    def _paint_hand(self, painter: Painter, away: int) -> None:
        theme, match, box = self.theme, self._match, self._hand.rect
        leads = match.leader is Side.PLAYER
        self._hand.rect = box.move(-away, 0)
        if self.context.session.last_hand is not None:
            self._hand.draw(painter)
        else:
            painter.card(self._hand.rect)
        place, self._hand.rect = self._hand.rect, box
        edge = Tone.GOOD if leads else Tone.LINE
        painter.rect(place, edge, max(theme.unit(5), 2), theme.unit(16))
        if match.rounds:
            last = match.rounds[-1].player
            low = place.centerx, place.bottom - theme.line() // 2 - theme.unit(20)
            draw_pill(painter, gesture_word(last), low, room=place.width - theme.unit(20), icon=last)
        you = place.below(theme.line())
        painter.text(tr("You"), you, tone=Tone.INK if leads else Tone.MUTED, align=Align.CENTER, bold=True)

    def _paint_face(self, painter: Painter, away: int) -> None:
        theme, leader, name = self.theme, self._match.leader, self._opponent.name
        mood = {Side.PLAYER: Mood.SAD, Side.COMPUTER: Mood.HAPPY, None: Mood.CALM}[leader]
        card = self._face.move(away, 0)
        called = card.take_bottom(theme.line())
        painter.card(card, mixed(theme.colour(Tone.CARD), face_colour(name), 0.22), radius=16)
        leads = leader is Side.COMPUTER
        if leads:
            painter.rect(card, face_colour(name), max(theme.unit(5), 2), theme.unit(16))
        draw_face(painter, card.inset(card.width // 10), name, mood, self.context.now)
        title = tr_marked(self._opponent.title)
        painter.text(title, called, tone=Tone.INK if leads else Tone.MUTED, align=Align.CENTER, bold=True)

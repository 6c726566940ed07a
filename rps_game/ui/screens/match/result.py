"""RESULT: who won, the rounds, one line of statistics, and what to do next."""

from typing import Final

from rps_game.flow import Outcome
from rps_game.game.match import Match, Side
from rps_game.game.opponents import OPPONENTS
from rps_game.ui.advice import recalibrate_buttons, recalibration_advice
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.match.round_strip import RoundStrip
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.over_camera import eased
from rps_game.ui.words.i18n import tr
from rps_game.ui.words.match import match_word
from rps_game.ui.words.statistics import share_sentence

ARRIVAL_S: Final = 0.5
"""How long the score takes to slide in."""


class Result(Screen):
    """Shows the match that was played last."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._match = context.session.match or Match()
        self._entered_s = context.now
        self._strip = RoundStrip(rows=3)
        self._title = self._score = self._sentence = self._hint = Box()
        again = Button(tr("Play again"), Outcome.AGAIN, symbol=Symbol.PLAY, primary=True)
        save = [Button(tr("Save"), Outcome.SAVE, symbol=Symbol.SAVE)] if context.session.unsaved else []
        statistics = Button(tr("Statistics"), Outcome.STATISTICS, symbol=Symbol.CHART)
        redos = recalibrate_buttons(context.session, Outcome.PLAY)
        beside, self._redos = (redos, []) if len(redos) == 1 else ([], redos)
        title = Button(tr("Title"), Outcome.BACK, symbol=Symbol.BACK)
        self._main = [title, statistics, *save, *beside, again]
        self._advice = recalibration_advice(context.session)
        self.focus.show([*self._main, *self._redos])

    def place(self, area: Box) -> None:
        """Lay out from the top: winner, score, rounds, statistics, any advice, one or two rows of buttons."""
        theme = self.theme
        gap = theme.unit(16)
        self.place_buttons(area, self._main, gap)
        if self._redos:
            self.place_buttons(area, self._redos, gap)
        self._hint = area.take_bottom(theme.line(Size.BODY, 2) if self._advice else 0)
        title, sentence, strip = theme.line(Size.TITLE), theme.line(Size.BODY, 2), theme.unit(84)
        rest = area.height - title - sentence - strip - 3 * gap
        score = min(theme.unit(150), rest)
        area.take_top(max((rest - score) // 2, 0))
        self._title = area.take_top(title, gap // 2)
        self._score = area.take_top(score, gap)
        self._strip.rect = area.take_top(strip, gap)
        self._sentence = area.take_top(sentence)

    def paint(self, painter: Painter) -> None:
        theme, match = self.theme, self._match
        tone = {Side.PLAYER: Tone.GOOD, Side.COMPUTER: Tone.BAD, None: Tone.INK}[match.leader]
        painter.title(match_word(match), self._title, align=Align.CENTER, tone=tone)
        still = theme.reduced_motion or self.context.came_back
        arrived = 1.0 if still else eased((self.context.now - self._entered_s) / ARRIVAL_S)
        box, alpha = self._score.move(0, round((1 - arrived) * theme.unit(-24))), round(255 * arrived)
        score = f"{match.wins} : {match.losses}"
        painter.text(score, box, size=Size.DISPLAY, align=Align.CENTER, bold=True, alpha=alpha)
        self._strip.draw(painter, match.rounds)
        opponent = self.context.settings.opponent
        words = share_sentence(self.context.statistics.against(opponent), OPPONENTS[opponent])
        painter.text(words, self._sentence, tone=Tone.MUTED, align=Align.CENTER, wrap=True)
        if self._advice:
            painter.text(self._advice, self._hint, align=Align.CENTER, wrap=True)

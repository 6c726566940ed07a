"""RESULT: who won, the rounds, one line of statistics, and what to do next."""

from typing import Final

import pygame

from rps_game.flow import Outcome
from rps_game.game.match import Match, Side
from rps_game.game.opponents import OPPONENTS
from rps_game.ui.advice import recalibrate_buttons, recalibration_advice
from rps_game.ui.context import Context
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Align, Size
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
        self._strip = RoundStrip()
        self._title = self._score = self._sentence = self._hint = pygame.Rect(0, 0, 0, 0)
        again = Button(tr("Play again"), Outcome.AGAIN, symbol=Symbol.PLAY, primary=True)
        save = [Button(tr("Save"), Outcome.SAVE, symbol=Symbol.SAVE)] if context.session.unsaved else []
        statistics = Button(tr("Statistics"), Outcome.STATISTICS, symbol=Symbol.CHART)
        redos = recalibrate_buttons(context.session, Outcome.PLAY)
        beside, self._redos = (redos, []) if len(redos) == 1 else ([], redos)
        title = Button(tr("Title"), Outcome.BACK, symbol=Symbol.BACK)
        self._main = [title, statistics, *save, *beside, again]
        self._advice = recalibration_advice(context.session)
        self.focus.show([*self._main, *self._redos])

    def place(self, area: pygame.Rect) -> None:
        """Lay out from the top: winner, score, rounds, statistics, any advice, one or two rows of buttons."""
        theme = self.theme
        gap = theme.unit(16)
        row = self.place_buttons(area, self._main)
        if self._redos:
            row = self.place_buttons(area.move(0, -row.height - gap), self._redos)
        hint = theme.line(Size.BODY, 2) if self._advice else 0
        self._hint = pygame.Rect(area.left, row.top - gap - hint, area.width, hint)
        rest = pygame.Rect(area.left, area.top, area.width, self._hint.top - area.top)
        title, sentence, strip = theme.line(Size.TITLE), theme.line(Size.BODY, 2), theme.unit(84)
        score = min(theme.unit(150), rest.height - title - sentence - strip - 3 * gap)
        used = title + score + strip + sentence + 3 * gap
        top = rest.top + max((rest.height - used) // 2, 0)
        self._title = pygame.Rect(rest.left, top, rest.width, title)
        self._score = pygame.Rect(rest.left, self._title.bottom + gap // 2, rest.width, score)
        self._strip.rect = pygame.Rect(rest.left, self._score.bottom + gap, rest.width, strip)
        self._sentence = pygame.Rect(rest.left, self._strip.rect.bottom + gap, rest.width, sentence)

    def paint(self, surface: pygame.Surface) -> None:
        theme, match = self.theme, self._match
        tone = {Side.PLAYER: Tone.GOOD, Side.COMPUTER: Tone.BAD, None: Tone.INK}[match.leader]
        words = match_word(match)
        theme.text(surface, words, self._title, size=Size.TITLE, tone=tone, align=Align.CENTER, bold=True)
        arrived = 1.0 if theme.reduced_motion else eased((self.context.now - self._entered_s) / ARRIVAL_S)
        box, alpha = self._score.move(0, round((1 - arrived) * theme.unit(-24))), round(255 * arrived)
        score = f"{match.wins} : {match.losses}"
        theme.text(surface, score, box, size=Size.DISPLAY, align=Align.CENTER, bold=True, alpha=alpha)
        self._strip.draw(surface, theme, match.rounds)
        opponent = self.context.settings.opponent
        words = share_sentence(self.context.statistics.against(opponent), OPPONENTS[opponent])
        theme.text(surface, words, self._sentence, tone=Tone.MUTED, align=Align.CENTER, wrap=True)
        if self._advice:
            theme.text(surface, self._advice, self._hint, align=Align.CENTER, wrap=True)

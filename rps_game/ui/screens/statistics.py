"""STATISTICS: every round that was counted, by gesture and by opponent, beside what chance would have won."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import pygame

from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture
from rps_game.game.opponents import OPPONENTS
from rps_game.game.statistics import Statistics, Tally
from rps_game.ui.context import Context
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Align, Size
from rps_game.ui.inputs import Action
from rps_game.ui.screens.base import Screen
from rps_game.ui.widgets.charts import Bar
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import GAP, button_height, columns, rows
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr, tr_marked
from rps_game.ui.words.statistics import streak_sentences, tally_words, total_sentences

BY_CHANCE: Final = 1 / 3
"""Share of the rounds that a player wins by chance."""

_PADDING: Final = 20
_BAR: Final = 14
_TALLEST_LINE: Final = 110
"""Padding of a card, height of a bar, and greatest height of a line, in pixels of the design."""

_Line = tuple[Gesture | Symbol, str, Tally]
"""A sign, a name, and the rounds."""


class StatisticsScreen(Screen):
    """Two cards of three bars; and the question whether to forget all of it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._total = self._streaks = self._legend = self._card = pygame.Rect(0, 0, 0, 0)
        self._cards: list[pygame.Rect] = []
        self._ask(asking=False)

    def act(self, action: Action) -> Outcome | None:
        """Ask with Delete; take the question back with Esc, then leave."""
        if action is Action.REMOVE and not self._asking and self._played:
            self._ask(asking=True)
        elif action is Action.BACK and self._asking:
            self._ask(asking=False)
        elif action is Action.BACK:
            return Outcome.BACK
        return None

    def keys(self) -> list[tuple[str, str]]:
        return [(tr("Delete"), tr("forget all rounds"))] if self._played else []

    @property
    def _played(self) -> bool:
        return self.context.statistics.total.rounds > 0

    def _ask(self, *, asking: bool) -> None:
        self._asking = asking
        self.focus.focused = None
        if asking:
            forget = Button(tr("Forget"), self._forget, symbol=Symbol.REMOVE)
            do_not = partial(self._ask, asking=False)
            self.focus.show([forget, Button(tr("Keep"), do_not, symbol=Symbol.BACK, primary=True)])
        else:
            plays = self.context.session.head is not None
            back = Button(tr("Back"), Outcome.BACK, symbol=Symbol.BACK, primary=not plays)
            ask = partial(self._ask, asking=True)
            forget = Button(tr("Forget all"), ask, symbol=Symbol.REMOVE, enabled=self._played)
            play = Button(tr("Play"), Outcome.PLAY, symbol=Symbol.PLAY, primary=True)
            self.focus.show([back, forget, play] if plays else [back, forget])
        self.request_layout()

    def _forget(self) -> None:
        self.context.statistics = Statistics()
        self._ask(asking=False)

    def place(self, area: pygame.Rect) -> None:
        """Lay out from the top: total, two cards, streaks, buttons; or the question in the middle."""
        theme, gap, height = self.theme, self.theme.unit(GAP), button_height(self.theme)
        question = theme.line(Size.TITLE) + theme.line(Size.BODY, 2) + height + 4 * theme.unit(_PADDING)
        self._card = pygame.Rect(0, 0, min(theme.unit(760), area.width), min(question, area.height))
        self._card.center = area.center
        if self._asking:
            self.place_buttons(self._card.inflate(-2 * theme.unit(_PADDING), -2 * theme.unit(_PADDING)))
            return
        self.place_buttons(area)
        top = area.top + theme.line(Size.TITLE) + theme.unit(8)
        lines = len(theme.lines(total_sentences(self.context.statistics.total), area.width))
        self._total = pygame.Rect(area.left, top, area.width, theme.line(Size.BODY, lines))
        legend, streaks = theme.line(Size.SMALL), theme.line(Size.BODY)
        room = pygame.Rect(area.left, self._total.bottom + gap, area.width, 0)
        room.height = area.bottom - height - gap - streaks - legend - theme.unit(12) - room.top
        room.height = min(room.height, 3 * theme.unit(_TALLEST_LINE) + streaks)
        self._cards = columns(room, [1, 1], gap)
        self._legend = pygame.Rect(area.left, room.bottom + theme.unit(8), area.width, legend)
        self._streaks = pygame.Rect(area.left, self._legend.bottom + theme.unit(4), area.width, streaks)

    def paint(self, surface: pygame.Surface) -> None:
        if self._asking:
            self._paint_question(surface)
            return
        theme, statistics = self.theme, self.context.statistics
        self.heading(surface, tr("Statistics"))
        theme.text(surface, total_sentences(statistics.total), self._total, wrap=True, top=True)
        gestures = [
            (gesture, gesture_word(gesture), tally) for gesture, tally in statistics.by_gesture.items()
        ]
        opponents = [
            (Symbol[opponent.symbol], tr_marked(opponent.title), statistics.against(name))
            for name, opponent in OPPONENTS.items()
        ]
        self._paint_card(surface, self._cards[0], tr("With your gestures"), gestures)
        self._paint_card(surface, self._cards[1], tr("Against your opponents"), opponents)
        if self._played:
            legend = tr("The bar is what you won; the thin line in it is what chance would win.")
            theme.text(surface, legend, self._legend, size=Size.SMALL, tone=Tone.MUTED)
            theme.text(surface, streak_sentences(statistics), self._streaks)

    def _paint_card(
        self, surface: pygame.Surface, card: pygame.Rect, title: str, lines: Sequence[_Line]
    ) -> None:
        theme = self.theme
        theme.card(surface, card, Tone.CARD, radius=18)
        inner = card.inflate(-2 * theme.unit(_PADDING), -theme.unit(_PADDING))
        head = pygame.Rect(inner.left, inner.top, inner.width, theme.line())
        theme.text(surface, title, head, tone=Tone.MUTED, bold=True)
        below = pygame.Rect(inner.left, head.bottom, inner.width, inner.bottom - head.bottom)
        for line, box in zip(lines, rows(below, [1] * len(lines), 0), strict=True):
            self._paint_line(surface, box, *line)

    def _paint_line(
        self, surface: pygame.Surface, box: pygame.Rect, sign: Gesture | Symbol, name: str, tally: Tally
    ) -> None:
        theme = self.theme
        side = min(theme.unit(44), box.height - theme.unit(4))
        picture = pygame.Rect(box.left, 0, side, side)
        picture.centery = box.centery
        inset = 0 if isinstance(sign, Gesture) else -side // 4
        theme.icon(surface, sign, picture.inflate(inset, inset))
        left, line, gap = picture.right + theme.unit(14), theme.line(Size.SMALL), theme.unit(4)
        top = box.centery - (line + gap + theme.unit(_BAR)) // 2
        label = pygame.Rect(left, top, box.right - left, line)
        bar = Bar()
        bar.rect = pygame.Rect(left, label.bottom + gap, label.width, theme.unit(_BAR))
        words_left = theme.text(surface, name, label, size=Size.SMALL, bold=True).right + theme.unit(10)
        words = pygame.Rect(words_left, top, label.right - words_left, line)
        theme.text(surface, tally_words(tally), words, size=Size.SMALL, tone=Tone.MUTED, align=Align.RIGHT)
        share = tally.wins / tally.rounds if tally.rounds else 0.0
        tone = Tone.ACCENT if share >= BY_CHANCE else Tone.LINE
        bar.draw(surface, theme, share, tone=tone, mark=BY_CHANCE if tally.rounds else None)

    def _paint_question(self, surface: pygame.Surface) -> None:
        theme = self.theme
        theme.card(surface, self._card, Tone.CARD, border=Tone.LINE)
        inner = self._card.inflate(-2 * theme.unit(_PADDING), -2 * theme.unit(_PADDING))
        title = pygame.Rect(inner.left, inner.top, inner.width, theme.line(Size.TITLE))
        theme.text(surface, tr("Forget all rounds?"), title, size=Size.TITLE, bold=True)
        below = pygame.Rect(inner.left, title.bottom + theme.unit(8), inner.width, theme.line(Size.BODY, 2))
        words = tr("The statistics begin anew, and the old ones cannot be brought back.")
        theme.text(surface, words, below, tone=Tone.MUTED, wrap=True, top=True)

"""STATISTICS: every round that was counted, by gesture and by opponent, beside what chance would have won."""

from collections.abc import Sequence
from typing import Final

import pygame

from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture
from rps_game.game.opponents.all import OpponentName
from rps_game.game.statistics import Statistics, Tally
from rps_game.ui.context import Context
from rps_game.ui.drawing.icons import Symbol
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Align, Size
from rps_game.ui.inputs import Action
from rps_game.ui.screens.base import Screen
from rps_game.ui.widgets import Bar, Button
from rps_game.ui.widgets.layout import GAP, button_height, columns, place_row, rows
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr
from rps_game.ui.words.match import opponent_word
from rps_game.ui.words.statistics import streak_sentences, tally_words, total_sentences

BY_CHANCE: Final = 1 / 3
"""Share of its rounds that a blind player wins."""

_PADDING: Final = 20
_BAR: Final = 14
_TALLEST_LINE: Final = 110
_SIGNS: Final = {
    OpponentName.RANDOM: Symbol.DICE,
    OpponentName.LEARNER: Symbol.LEARN,
    OpponentName.MIRROR: Symbol.MIRROR,
}

_Line = tuple[Gesture | Symbol, str, Tally]
"""A picture, a name, and the rounds."""


class StatisticsScreen(Screen):
    """Two cards of three bars; and the question whether all of it is to be forgotten."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._asking = False
        self._total = self._streaks = self._legend = self._card = pygame.Rect(0, 0, 0, 0)
        self._cards: list[pygame.Rect] = []
        self._offer_buttons()

    # What the player does

    def act(self, action: Action) -> Outcome | None:
        """Delete asks; Esc takes the question back, and leaves then."""
        if action is Action.REMOVE and not self._asking and self._played:
            self._ask()
        elif action is Action.BACK and self._asking:
            self._keep()
        elif action is Action.BACK:
            return Outcome.BACK
        return None

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this screen."""
        return [(tr("Delete"), tr("forget all rounds"))] if self._played else []

    @property
    def _played(self) -> bool:
        return self.context.statistics.total.rounds > 0

    def _ask(self) -> None:
        self._asking = True
        self._offer_buttons()

    def _keep(self) -> None:
        self._asking = False
        self._offer_buttons()

    def _forget(self) -> None:
        self.context.statistics = Statistics()
        self._keep()

    def _offer_buttons(self) -> None:
        self.focus.focused = None
        if self._asking:
            forget = Button(tr("Forget"), self._forget, symbol=Symbol.REMOVE)
            keep = Button(tr("Keep"), self._keep, symbol=Symbol.BACK, primary=True)
            self.focus.show([forget, keep])
        else:
            plays = self.context.session.head is not None
            back = Button(tr("Back"), Outcome.BACK, symbol=Symbol.BACK, primary=not plays)
            forget = Button(tr("Forget all"), self._ask, symbol=Symbol.REMOVE, enabled=self._played)
            play = Button(tr("Play"), Outcome.PLAY, symbol=Symbol.PLAY, primary=True)
            self.focus.show([back, forget, *([play] if plays else [])])
        self.request_layout()

    # What is shown

    def place(self, area: pygame.Rect) -> None:
        """From the top: the whole, the two cards, the runs, the buttons; or the question in the middle."""
        theme, gap, height = self.theme, self.theme.unit(GAP), button_height(self.theme)
        question = theme.line(Size.TITLE) + theme.line(Size.BODY, 2) + height + 4 * theme.unit(_PADDING)
        self._card = pygame.Rect(0, 0, min(theme.unit(760), area.width), min(question, area.height))
        self._card.center = area.center
        if self._asking:
            inner = self._card.inflate(-2 * theme.unit(_PADDING), -2 * theme.unit(_PADDING))
            row = pygame.Rect(inner.left, inner.bottom - height, inner.width, height)
            place_row(self.focus.buttons, row, theme)
            return
        place_row(self.focus.buttons, pygame.Rect(area.left, area.bottom - height, area.width, height), theme)
        top = area.top + theme.line(Size.TITLE) + theme.unit(8)
        lines = len(theme.lines(total_sentences(self.context.statistics), area.width))
        self._total = pygame.Rect(area.left, top, area.width, theme.line(Size.BODY, lines))
        legend, streaks = theme.line(Size.SMALL), theme.line(Size.BODY)
        room = pygame.Rect(area.left, self._total.bottom + gap, area.width, 0)
        room.height = area.bottom - height - gap - streaks - legend - theme.unit(12) - room.top
        room.height = min(room.height, 3 * theme.unit(_TALLEST_LINE) + streaks)
        self._cards = columns(room, [1, 1], gap)
        self._legend = pygame.Rect(area.left, room.bottom + theme.unit(8), area.width, legend)
        self._streaks = pygame.Rect(area.left, self._legend.bottom + theme.unit(4), area.width, streaks)

    def paint(self, surface: pygame.Surface) -> None:
        """Draw everything but the buttons."""
        if self._asking:
            self._paint_question(surface)
            return
        theme, statistics = self.theme, self.context.statistics
        self.heading(surface, tr("Statistics"))
        theme.text(surface, total_sentences(statistics), self._total, wrap=True, top=True)
        gestures: list[_Line] = [
            (gesture, gesture_word(gesture), tally) for gesture, tally in statistics.by_gesture.items()
        ]
        met = statistics.by_opponent
        opponents: list[_Line] = [
            (_SIGNS[name], opponent_word(name), met.get(name, Tally())) for name in OpponentName
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
        if isinstance(sign, Gesture):
            theme.icon(surface, sign, picture)
        else:
            theme.symbol(surface, sign, picture.inflate(-side // 4, -side // 4))
        left, line = picture.right + theme.unit(14), theme.line(Size.SMALL)
        label = pygame.Rect(left, 0, box.right - left, line)
        bar = Bar()
        bar.rect = pygame.Rect(left, 0, label.width, theme.unit(_BAR))
        label.top = box.centery - (line + theme.unit(4) + bar.rect.height) // 2
        bar.rect.top = label.bottom + theme.unit(4)
        drawn = theme.text(surface, name, label, size=Size.SMALL, bold=True)
        words = label.copy()
        words.left, words.width = drawn.right + theme.unit(10), label.right - drawn.right - theme.unit(10)
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

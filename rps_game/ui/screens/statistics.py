"""STATISTICS: the rounds of a player, or of all, by gesture and by opponent, beside what chance would win."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture
from rps_game.game.opponents import OPPONENTS
from rps_game.game.statistics import Statistics, Tally
from rps_game.ui.bindings import DELETE, ESC, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.drawing.faces import draw_face
from rps_game.ui.screens.base import Screen
from rps_game.ui.widgets.charts import Bar
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import GAP, button_height
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr, tr_marked
from rps_game.ui.words.statistics import streak_sentences, tally_words, total_sentences

_PADDING: Final = 20
_BAR: Final = 14
_TALLEST_LINE: Final = 110
"""Padding of a card, height of a bar, and greatest height of a line, in pixels of the design."""

_Line = tuple[Gesture | str, str, Tally]
"""A gesture, or an opponent by its name; its words; and the rounds."""


class StatisticsScreen(Screen):
    """Two cards of three bars, of one player or of all; and the question whose rounds to forget."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._total = self._streaks = self._legend = self._card = Box()
        self._cards: list[Box] = []
        self._of_all = False
        self._ask(asking=False)

    def keys(self) -> list[Binding]:
        if self._asking:
            return [Binding(ESC, tr("back"), partial(self._ask, asking=False))]
        forget = Binding(DELETE, tr("forget rounds"), partial(self._ask, asking=True))
        return [forget] if self._played else []

    @property
    def _shown(self) -> Statistics:
        return self._everyones if self._of_all else self.context.statistics

    @property
    def _everyones(self) -> Statistics:
        return self.context.files.records.together(self.context.rules)

    @property
    def _played(self) -> bool:
        return self._everyones.total.rounds > 0

    def _ask(self, *, asking: bool) -> None:
        self._asking = asking
        self.focus.focused = None
        of_player = self.context.statistics.total.rounds
        by_others = self._everyones.total.rounds > of_player
        if asking:
            ways = [(tr("This player's"), self._forget_player)] if of_player else []
            ways += [(tr("Everyone's"), self._forget_all)] if by_others else []
            forget = [Button(words, press, symbol=Symbol.REMOVE) for words, press in ways]
            do_not = partial(self._ask, asking=False)
            self.focus.show([*forget, Button(tr("Keep"), do_not, symbol=Symbol.BACK, primary=True)])
        else:
            plays = self.context.session.head is not None
            buttons = [Button(tr("Back"), Outcome.BACK, symbol=Symbol.BACK, primary=not plays)]
            if by_others or self._of_all:
                words = tr("This player") if self._of_all else tr("Everyone")
                buttons.append(Button(words, self._switch, symbol=Symbol.PEOPLE))
            ask = partial(self._ask, asking=True)
            buttons.append(Button(tr("Forget"), ask, symbol=Symbol.REMOVE, enabled=self._played))
            if plays:
                buttons.append(Button(tr("Play"), Outcome.PLAY, symbol=Symbol.PLAY, primary=True))
            self.focus.show(buttons)
        self.request_layout()

    def _switch(self) -> None:
        self._of_all = not self._of_all
        self._ask(asking=False)

    def _forget_player(self) -> None:
        player, rules = self.context.session.record, self.context.rules
        self.context.files.change_records(lambda records: records.without(player, rules))
        self._ask(asking=False)

    def _forget_all(self) -> None:
        rules = self.context.rules
        self.context.files.change_records(lambda records: records.without(None, rules))
        self._of_all = False
        self._ask(asking=False)

    def place(self, area: Box) -> None:
        """Lay out from the top: total, two cards, streaks, buttons; or the question in the middle."""
        theme, gap, padding = self.theme, self.theme.unit(GAP), self.theme.unit(_PADDING)
        words = theme.line(Size.TITLE) + theme.line(Size.BODY, 2)
        question = words + button_height(theme) + 4 * padding
        self._card = area.centred(min(theme.unit(760), area.width), min(question, area.height))
        if self._asking:
            self.place_buttons(self._card.inset(padding))
            return
        self.place_buttons(area, gap=gap)
        area.take_top(theme.line(Size.TITLE), theme.unit(8))
        lines = len(theme.lines(total_sentences(self._shown.total), area.width))
        self._total = area.take_top(theme.line(Size.BODY, lines), gap)
        legend, streaks = theme.line(Size.SMALL), theme.line(Size.BODY)
        upright = area.height > area.width
        highest = area.height - streaks - legend - theme.unit(12)
        moves = len(self._shown.rules.moves)
        tallest = max(moves, 4) * theme.unit(_TALLEST_LINE) + streaks
        room = area.take_top(min(highest, tallest * 2 if upright else tallest), theme.unit(8))
        shares = [max(moves, 4), 4]  # of the height: lines
        self._cards = room.rows(shares, gap) if upright else room.columns(2, gap)
        self._legend = area.take_top(legend, theme.unit(4))
        self._streaks = area.take_top(streaks)

    def paint(self, painter: Painter) -> None:
        if self._asking:
            self._paint_question(painter)
            return
        statistics = self._shown
        self.heading(painter, tr("Statistics: {whose}", whose=self._whose()))
        painter.text(total_sentences(statistics.total), self._total, wrap=True, top=True)
        gestures = [
            (gesture, gesture_word(gesture), tally) for gesture, tally in statistics.by_gesture.items()
        ]
        opponents = [
            (name, tr_marked(opponent.title), statistics.against(name))
            for name, opponent in OPPONENTS.items()
            if opponent.counts
        ]
        self._paint_card(painter, self._cards[0], tr("With your gestures"), gestures)
        self._paint_card(painter, self._cards[1], tr("Against your opponents"), opponents)
        if statistics.total.rounds:
            legend = tr("The bar is what you won; the thin line in it is what chance would win.")
            painter.small(legend, self._legend)
            painter.text(streak_sentences(statistics), self._streaks)

    def _whose(self) -> str:
        if self._of_all:
            return tr("everyone")
        return self.context.session.saved_name or tr("player without a name")

    def _paint_card(self, painter: Painter, card: Box, title: str, lines: Sequence[_Line]) -> None:
        theme = self.theme
        painter.card(card, radius=18)
        inner = card.inset(theme.unit(_PADDING), theme.unit(_PADDING // 2))
        painter.text(title, inner.take_top(theme.line()), tone=Tone.MUTED, bold=True)
        for line, box in zip(lines, inner.rows(len(lines)), strict=True):
            self._paint_line(painter, box, *line)

    def _paint_line(self, painter: Painter, box: Box, sign: Gesture | str, name: str, tally: Tally) -> None:
        theme, line, gap = self.theme, self.theme.line(Size.SMALL), self.theme.unit(4)
        side = min(theme.unit(58), box.height - theme.unit(4))
        picture = box.take_left(side, theme.unit(14)).centred(side)
        if isinstance(sign, Gesture):
            painter.icon(sign, picture)
        else:
            draw_face(painter, picture, sign)
        box.take_top((box.height - line - gap - theme.unit(_BAR)) // 2)
        words, bar = box.take_top(line, gap), Bar()
        bar.rect = box.take_top(theme.unit(_BAR))
        named = painter.text(name, words, size=Size.SMALL, bold=True)
        words.take_left(named.right + theme.unit(10) - words.left)
        painter.small(tally_words(tally), words, align=Align.RIGHT)
        share = tally.wins / tally.rounds if tally.rounds else 0.0
        tone = Tone.ACCENT if share >= tally.chance else Tone.LINE
        bar.draw(painter, share, tone=tone, mark=tally.chance if tally.rounds else None)

    def _paint_question(self, painter: Painter) -> None:
        painter.card(self._card, border=Tone.LINE)
        inner = self._card.inset(self.theme.unit(_PADDING))
        title = inner.take_top(self.theme.line(Size.TITLE), self.theme.unit(8))
        painter.title(tr("Forget whose rounds?"), title)
        inner.height = self.theme.line(Size.BODY, 2)
        words = tr("These statistics begin anew, and the old ones cannot be brought back.")
        painter.text(words, inner, tone=Tone.MUTED, wrap=True, top=True)

"""OPPONENT: who to play against, how long a match is, and how fast it is counted."""

from collections.abc import Callable
from functools import partial
from typing import Final

from rps_game.flow import Outcome
from rps_game.game.match import Rules
from rps_game.game.opponents import OPPONENTS
from rps_game.game.opponents.base import Opponent
from rps_game.game.opponents.plugins import Guest
from rps_game.settings import DEFINITIONS
from rps_game.ui.bindings import LEFT_RIGHT, UP_DOWN, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Theme, Tone
from rps_game.ui.drawing.faces import Mood, draw_face, face_colour
from rps_game.ui.drawing.palette import mixed
from rps_game.ui.screens.base import Screen
from rps_game.ui.widgets.choices import ChoiceRow, PartsRow, row_height
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import GAP, button_height, place_row
from rps_game.ui.words.i18n import tr, tr_marked
from rps_game.ui.words.match import rules_word
from rps_game.ui.words.statistics import record_words

LEAST_FACE: Final = 0.36
"""Share of a card's height that its face has at least; else the words are set smaller."""

PAGE: Final = 5
"""Cards that are shown together: beside each other, or in two rows of an upright window."""


class FaceCard(Button):
    """An opponent: its face, its name, what it is like, and what the player has won against it.

    Args:
        opponent: whose card it is.
        context: of the screen.
        choose: called with the card that is clicked on.
        start: called with the card on which Enter is pressed; it starts, or is chosen first.
    """

    def __init__(
        self,
        opponent: Opponent,
        context: Context,
        choose: "Callable[[FaceCard], None]",
        start: "Callable[[FaceCard], Outcome | None]",
    ) -> None:
        super().__init__(tr_marked(opponent.title), lambda: start(self))
        self.opponent = opponent
        self.chosen = False
        self._context, self._choose = context, choose
        self._size, self._line_height = Size.BODY, 0

    def clicked(self, place: tuple[int, int]) -> Outcome | None:  # noqa: ARG002
        """Choose it: the mouse has a button to start with."""
        self._choose(self)
        return None

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the card: the chosen one in the opponent's colour, and with a happy face."""
        theme, name = painter.theme, self.opponent.name
        rect = self.rect.inset(theme.unit(2)) if held else self.rect
        ground = theme.colour(Tone.RAISED if focused else Tone.CARD)
        if self.chosen:
            ground = mixed(ground, face_colour(name), 0.22)
        painter.card(rect, ground, radius=22)
        if focused:
            painter.rect(rect, Tone.ACCENT, max(theme.unit(4), 2), theme.unit(22))
        elif self.chosen:
            painter.rect(rect, face_colour(name), max(theme.unit(3), 2), theme.unit(22))
        inner = self._inner(rect, theme)
        record = record_words(self.opponent, self._context.statistics)
        painter.small(record, inner.take_bottom(theme.line(Size.SMALL)), align=Align.CENTER)
        said = inner.take_bottom(self._line_height, theme.unit(4))
        line = tr_marked(self.opponent.line)
        painter.text(line, said, size=self._size, align=Align.CENTER, wrap=True, top=True)
        title = inner.take_bottom(theme.line(Size.TITLE))
        if isinstance(self.opponent, Guest):  # a package's names are longer than ours
            painter.text(self.label, title, align=Align.CENTER, bold=True, wrap=True)
        else:
            painter.title(self.label, title, align=Align.CENTER)
        mood = Mood.HAPPY if self.chosen else Mood.CALM
        draw_face(painter, inner, name, mood, self._context.now)
        if self.chosen:
            mark = Box(0, 0, theme.unit(34), theme.unit(34))
            mark.topright = rect.right - theme.unit(12), rect.top + theme.unit(12)
            painter.circle(mark.center, mark.width / 2, face_colour(name))
            painter.icon(Symbol.CHECK, mark.inset(mark.width // 4), (255, 255, 255))

    def fit(self, theme: Theme) -> None:
        """Fit its line to its box, whenever that was set: in smaller letters where the face lacks room.

        The longest line of all opponents decides, so that all cards are alike.
        """
        inner = self._inner(self.rect, theme)
        for self._size in (Size.BODY, Size.SMALL):
            lines = max(
                len(theme.lines(tr_marked(one.line), inner.width, self._size)) for one in OPPONENTS.values()
            )
            self._line_height = theme.line(self._size, lines)
            words = theme.line(Size.TITLE) + self._line_height + theme.line(Size.SMALL)
            if inner.height - words >= LEAST_FACE * inner.height:
                break

    @staticmethod
    def _inner(rect: Box, theme: Theme) -> Box:
        return rect.inset(theme.unit(16), theme.unit(12))


class OpponentScreen(Screen):
    """Shows opponents as cards, page by page, and below them the level of one that has any, length and pace.

    Nothing has changed before the start.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        settings, session = context.settings, context.session
        self._under_way = session.playing and session.match is not None and bool(session.match.rounds)
        self._cards = [FaceCard(one, context, self._choose, self._play) for one in OPPONENTS.values()]
        self._level = PartsRow(tr("Level"), _choices("level"), settings.level, self._keep)
        self._length = PartsRow(tr("Match"), _lengths(), settings.best_of, self._keep)
        self._pace = PartsRow(tr("Pace"), _choices("pace"), settings.pace, self._keep)
        self._more = [Button(tr("More opponents"), self._turn)] * (len(self._cards) > PAGE)
        self._back = Button(tr("Back"), Outcome.BACK, symbol=Symbol.BACK)
        self._start = Button(
            "", lambda: self._play(self._chosen), symbol=Symbol.PLAY, primary=True, enabled=context.can_play
        )
        self._heading = self._note = Box()
        self._choose(next(card for card in self._cards if card.opponent.name == context.opponent.name))

    def keys(self) -> list[Binding]:
        focused = self.focus.focused
        stops: list[Button] = [self._chosen, *self._rows, self._start]
        keys = []
        if isinstance(focused, FaceCard):
            beside = [partial(self._step, focused, by) for by in (-1, 1)]
            keys.append(Binding(LEFT_RIGHT, tr("choose an opponent"), *beside))
            focused = self._chosen
        elif isinstance(focused, ChoiceRow):
            keys.append(Binding(LEFT_RIGHT, tr("choose"), *[partial(focused.step, by) for by in (-1, 1)]))
        if focused in stops:
            ways = [stops[(stops.index(focused) + by) % len(stops)] for by in (-1, 1)]
            keys.append(Binding(UP_DOWN, tr("go to the next row"), *[partial(self._go, to) for to in ways]))
        return keys

    @property
    def _rows(self) -> list[ChoiceRow]:
        return [*[self._level] * self._chosen.opponent.has_levels, self._length, self._pace]

    @property
    def _page(self) -> list[FaceCard]:
        first = self._cards.index(self._chosen) // PAGE * PAGE
        return self._cards[first : first + PAGE]

    def _turn(self) -> None:
        self._step(self._page[-1], 1)

    def _go(self, button: Button) -> None:
        self.focus.focused = button

    def _step(self, card: FaceCard, by: int) -> None:
        self._choose(self._cards[(self._cards.index(card) + by) % len(self._cards)])

    def _choose(self, card: FaceCard) -> None:
        self._chosen = card
        for each in self._cards:
            each.chosen = each is card
        goes_on = self._under_way and card.opponent.name == self.context.opponent.name
        self._start.label = tr("Go on") if goes_on else tr("Play")
        self.focus.show([*self._page, *self._rows, *self._more, self._back, self._start], card)
        self.request_layout()

    def _keep(self, value: object) -> None:
        """Leave a value in its row, where the start finds it."""

    def _play(self, card: FaceCard) -> Outcome | None:
        context, opponent = self.context, card.opponent.name
        if card is not self._chosen:  # the focus came here otherwise than by the arrows
            self._choose(card)
            if self._under_way:  # first say that a match ends
                return None
        if not context.can_play:
            return None
        if opponent != context.opponent.name:
            context.session.playing = False  # a match has one opponent
        context.change_settings(
            opponent=opponent, level=self._level.value, best_of=self._length.value, pace=self._pace.value
        )
        return context.play()

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - nothing moves
        """Enable the start button as soon as there is a head to play with."""
        self._start.enabled = self.context.can_play
        return None

    def place(self, area: Box) -> None:
        """Lay out from the bottom: buttons with a note beside them, then the rows; the cards get the rest."""
        theme, gap = self.theme, self.theme.unit(GAP)
        upright = area.height > area.width
        self._heading = area.take_top(theme.line(Size.TITLE), gap)
        for button in self._more:
            button.rect = self._heading.take_right(button.width(theme), gap)
        self._note = area.take_bottom(button_height(theme), gap)
        place_row([self._back, self._start], self._note, theme)
        self._note.width = self._back.rect.left - gap - self._note.left
        for row in reversed(self._rows):
            row.label_share = 0.2 if upright else 0.13
            row.rect = area.take_bottom(row_height(theme), theme.unit(8))
            row.fit(theme)
        area.take_bottom(theme.unit(8))
        most = min(len(self._cards), PAGE)
        rows = 2 if upright and most > 2 else 1
        columns = -(-most // rows)
        for i, card in enumerate(self._page):
            row_box = area.rows(rows, gap)[i // columns]
            card.rect = row_box.columns(columns, gap)[i % columns]
            card.fit(theme)

    def paint(self, painter: Painter) -> None:
        painter.title(tr("Who do you play against?"), self._heading)
        match = self.context.session.match
        if self._under_way and match is not None and self._chosen.opponent.name != self.context.opponent.name:
            words = tr("A new match begins: the one at {score} ends.", score=f"{match.wins} : {match.losses}")
            painter.text(words, self._note, tone=Tone.WARN, wrap=True)
        elif self._chosen.opponent.has_levels:
            words = tr("Easy leaves every second throw to chance, fair every fourth, hard none.")
            painter.text(words, self._note, tone=Tone.MUTED, wrap=True)


def _lengths() -> list[tuple[str, int | None]]:
    return [(rules_word(Rules.from_best_of(n)), n) for n in DEFINITIONS["best_of"].rule.choices()]


def _choices(name: str) -> list[tuple[str, object]]:
    return [(tr_marked(word), value) for value, word in DEFINITIONS[name].rule.choices().items()]

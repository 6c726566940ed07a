"""The screen LEARN: lessons on how recognition works, shown on the player's own pictures."""

from functools import partial
from typing import Final

from rps_game.flow import Outcome
from rps_game.ui.bindings import LEFT_RIGHT, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Size, Symbol, Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.learn.background import BackgroundLesson
from rps_game.ui.screens.learn.features import FeaturesLesson
from rps_game.ui.screens.learn.head import HeadLesson
from rps_game.ui.screens.learn.lesson import Lesson
from rps_game.ui.screens.learn.loss import LossLesson
from rps_game.ui.screens.learn.picture import PictureLesson
from rps_game.ui.widgets.focus import Button
from rps_game.ui.words.i18n import tr

MOST_WORDS: Final = 0.5
"""Share of the page that the sentences may take."""

LESSONS: Final[tuple[type[Lesson], ...]] = (
    PictureLesson,
    FeaturesLesson,
    HeadLesson,
    LossLesson,
    BackgroundLesson,
)
"""The lessons in the order of their pages, one idea each."""


class Learn(Screen):
    """Shows one lesson at a time, built anew when its page is opened."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._card = self._title = self._body = Box()
        self._words = ""  # the sentences that are laid out
        self._open(0)

    def keys(self) -> list[Binding]:
        # As in a book; Tab or the shoulder buttons of a pad reach the buttons.
        turns = partial(self._turn, -1), partial(self._turn, 1)
        return [Binding(LEFT_RIGHT, tr("turn the page"), *turns)]

    def tick(self, now: float) -> Outcome | None:
        """Pass the time on to the lesson; lay out the page again if its sentences changed."""
        self._lesson.tick(now)
        if self._lesson.words != self._words:
            self._words = self._lesson.words
            self.request_layout()
        return None

    def place(self, area: Box) -> None:
        """Place a card with the title, the sentences and the lesson's stage, and the buttons below it."""
        theme = self.theme
        self.place_buttons(area, gap=theme.unit(20))
        self._card = area.copy()
        inner = area.inset(theme.unit(28), theme.unit(20))
        lines = theme.line(Size.BODY, len(theme.lines(self._lesson.words, inner.width)))
        most = round(inner.height * MOST_WORDS)
        self._title = inner.take_top(theme.line(Size.TITLE), theme.unit(4))
        self._body = inner.take_top(min(lines, most), theme.unit(18))
        inner.height = max(inner.height, 0)
        self._lesson.place(inner)

    def paint(self, painter: Painter) -> None:
        theme, lesson = self.theme, self._lesson
        painter.card(self._card)
        head, dot = self._title.copy(), theme.unit(22)
        dots = head.take_right(dot * len(LESSONS))
        painter.title(lesson.title, head)
        painter.text(lesson.words, self._body, wrap=True, top=True, tone=Tone.MUTED)
        lesson.draw(painter)
        for page in reversed(range(len(LESSONS))):
            centre = dots.right - theme.unit(8), dots.centery
            shown = page == self._page
            painter.circle(centre, theme.unit(8 if shown else 5), Tone.ACCENT if shown else Tone.LINE)
            dots.take_right(dot)

    def _turn(self, way: int) -> None:
        page = min(max(self._page + way, 0), len(LESSONS) - 1)
        if page != self._page:
            self._open(page)

    def _open(self, page: int) -> None:
        self._page = page
        self._lesson = LESSONS[page](self.context)
        self._words = self._lesson.words
        last = page == len(LESSONS) - 1
        leave = Button(tr("Menu"), Outcome.BACK, symbol=Symbol.QUIT)
        before = Button(tr("Back"), partial(self._turn, -1), symbol=Symbol.BACK, enabled=page > 0)
        after = Button(tr("Next"), partial(self._turn, 1), symbol=Symbol.FORWARD, primary=True)
        done = Button(tr("Done"), Outcome.BACK, symbol=Symbol.CHECK, primary=True)
        self.focus.focused = None
        self.focus.show([leave, before, done if last else after])
        self.request_layout()

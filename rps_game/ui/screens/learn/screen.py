"""The screen LEARN: lessons on how recognition works, shown on the player's own pictures."""

from functools import partial
from typing import Final

import pygame

from rps_game.flow import Outcome
from rps_game.ui.context import Context
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Size
from rps_game.ui.inputs import Action, action_of
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.learn.background import BackgroundLesson
from rps_game.ui.screens.learn.features import FeaturesLesson
from rps_game.ui.screens.learn.head import HeadLesson
from rps_game.ui.screens.learn.lesson import Lesson
from rps_game.ui.screens.learn.loss import LossLesson
from rps_game.ui.screens.learn.picture import PictureLesson
from rps_game.ui.widgets.focus import Button
from rps_game.ui.words.i18n import tr

TURNS: Final = {Action.LEFT: -1, Action.RIGHT: 1}
"""The arrows turn pages, as in a book; Tab or the shoulder buttons of a pad reach the buttons."""

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
        self._card = self._title = self._body = pygame.Rect(0, 0, 0, 0)
        self._words = ""  # the sentences that are laid out
        self._open(0)

    def handle(self, event: pygame.event.Event) -> Outcome | None:
        """Turn the page with the arrows; else as any screen."""
        action = action_of(event)
        if action in TURNS:
            self._turn(TURNS[action])
            return None
        return super().handle(event)

    def keys(self) -> list[tuple[str, str]]:
        return [(tr("Left, right"), tr("turn the page"))]

    def tick(self, now: float) -> Outcome | None:
        """Pass the time on to the lesson; lay out the page again if its sentences changed."""
        self._lesson.tick(now)
        if self._lesson.words != self._words:
            self._words = self._lesson.words
            self.request_layout()
        return None

    def place(self, area: pygame.Rect) -> None:
        """Place a card with the title, the sentences and the lesson's stage, and the buttons below it."""
        theme, row = self.theme, self.place_buttons(area)
        self._card = pygame.Rect(area.left, area.top, area.width, row.top - theme.unit(20) - area.top)
        inner = self._card.inflate(-theme.unit(56), -theme.unit(40))
        dots = theme.unit(22) * len(LESSONS)
        self._title = pygame.Rect(inner.left, inner.top, inner.width - dots, theme.line(Size.TITLE))
        self._body = pygame.Rect(inner.left, self._title.bottom + theme.unit(4), inner.width, 0)
        words = theme.line(Size.BODY, len(theme.lines(self._lesson.words, inner.width)))
        self._body.height = min(words, round(inner.height * MOST_WORDS))
        top = self._body.bottom + theme.unit(18)
        self._lesson.place(pygame.Rect(inner.left, top, inner.width, max(inner.bottom - top, 0)))

    def paint(self, surface: pygame.Surface) -> None:
        theme, lesson = self.theme, self._lesson
        theme.card(surface, self._card, Tone.CARD)
        theme.text(surface, lesson.title, self._title, size=Size.TITLE, bold=True)
        theme.text(surface, lesson.words, self._body, wrap=True, top=True, tone=Tone.MUTED)
        lesson.draw(surface)
        for i in range(len(LESSONS)):
            x = self._body.right - theme.unit(22) * (len(LESSONS) - 1 - i) - theme.unit(8)
            shown = i == self._page
            tone = theme.colour(Tone.ACCENT if shown else Tone.LINE)
            pygame.draw.circle(surface, tone, (x, self._title.centery), theme.unit(8 if shown else 5))

    def _turn(self, way: int) -> None:
        page = min(max(self._page + way, 0), len(LESSONS) - 1)
        if page != self._page:
            self._open(page)

    def _open(self, page: int) -> None:
        self._page = page
        self._lesson = LESSONS[page](self.context)
        self._words = self._lesson.words
        last = page == len(LESSONS) - 1
        leave = Button(tr("Title"), Outcome.BACK, symbol=Symbol.QUIT)
        before = Button(tr("Back"), partial(self._turn, -1), symbol=Symbol.BACK, enabled=page > 0)
        after = Button(tr("Next"), partial(self._turn, 1), symbol=Symbol.FORWARD, primary=True)
        done = Button(tr("Done"), Outcome.BACK, symbol=Symbol.CHECK, primary=True)
        self.focus.focused = None
        self.focus.show([leave, before, done if last else after])
        self.request_layout()

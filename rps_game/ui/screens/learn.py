"""LEARN: how it works, on four pages."""

from dataclasses import dataclass
from functools import partial

import pygame

from rps_game.flow import Outcome
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.ui.context import Context
from rps_game.ui.i18n import tr
from rps_game.ui.icons import Symbol
from rps_game.ui.inputs import Action
from rps_game.ui.layout import button_height, columns, place_row
from rps_game.ui.palette import Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.theme import Align, Size
from rps_game.ui.widgets import Button


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a title, some sentences, and the pictures above them in a row."""

    title: str
    words: str
    pictures: tuple[Gesture | Symbol, ...]


def pages() -> tuple[Page, ...]:
    """All pages, in the player's language."""
    return (
        Page(
            tr("You show, it looks"),
            tr(
                "For each gesture the game takes some dozens of pictures of your hand, and some of your room "
                "without it. The bright square over the camera's picture is all that it looks at."
            ),
            CLASSES,
        ),
        Page(
            tr("A large network that knows nothing of you"),
            tr(
                "Each picture goes through a network that others have taught on a million photographs. It "
                "does not know your gestures, but it has learnt what edges, skin and shapes look like: it "
                "turns the picture into 12,544 numbers. It never changes."
            ),
            (Symbol.CAMERA, Symbol.FORWARD, Symbol.EYE),
        ),
        Page(
            tr("A small one that learns your hand"),
            tr(
                "Only a small network on top is trained, on your pictures alone, and so it takes seconds. "
                "The loss says how wrong it still is: it starts at what guessing gives, and falls. A quarter "
                "of your pictures is kept aside first, and tells how well it reads what it has not seen."
            ),
            (Symbol.EYE, Symbol.FORWARD, *GESTURES),
        ),
        Page(
            tr("What it can and cannot do"),
            tr(
                "It learns whatever tells your pictures apart. If the curtain moved between two gestures, "
                "it may have learnt the curtain: calibrate where you play, and vary your hand. The computer "
                "draws its move before your hand is read. No picture leaves this computer, none is stored."
            ),
            (Symbol.WARNING, Symbol.SAVE, Symbol.CHECK),
        ),
    )


class Learn(Screen):
    """Goes through the pages."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._pages = pages()
        self._page = 0
        self._card = pygame.Rect(0, 0, 0, 0)
        self._offer_buttons()

    def act(self, action: Action) -> Outcome | None:
        """Esc leaves."""
        return Outcome.BACK if action is Action.BACK else None

    def place(self, area: pygame.Rect) -> None:
        """A card, and the buttons below it."""
        theme, height = self.theme, button_height(self.theme)
        place_row(self.focus.buttons, pygame.Rect(area.left, area.bottom - height, area.width, height), theme)
        self._card = pygame.Rect(area.left, area.top, area.width, area.height - height - theme.unit(24))

    def paint(self, surface: pygame.Surface) -> None:
        """Draw the page, and dots that tell which one it is."""
        theme, page = self.theme, self._pages[self._page]
        theme.card(surface, self._card, Tone.CARD)
        inner = self._card.inflate(-theme.unit(120), -theme.unit(72))
        words = theme.line(Size.TITLE) + theme.line(Size.BODY, 5) + theme.unit(16)
        row = pygame.Rect(inner.left, inner.top, inner.width, max(inner.height - words - theme.unit(24), 0))
        self._paint_pictures(surface, row, page)
        title = pygame.Rect(inner.left, row.bottom + theme.unit(24), inner.width, theme.line(Size.TITLE))
        theme.text(surface, page.title, title, size=Size.TITLE, bold=True, align=Align.CENTER)
        top = title.bottom + theme.unit(12)
        body = pygame.Rect(inner.left, top, inner.width, inner.bottom - top)
        theme.text(surface, page.words, body, align=Align.CENTER, wrap=True, top=True, tone=Tone.MUTED)
        gap = theme.unit(22)
        for i in range(len(self._pages)):
            x = self._card.centerx + round((i - (len(self._pages) - 1) / 2) * gap)
            tone = Tone.ACCENT if i == self._page else Tone.LINE
            place = x, self._card.bottom - theme.unit(22)
            pygame.draw.circle(surface, theme.colour(tone), place, theme.unit(6 if i == self._page else 4))

    def _paint_pictures(self, surface: pygame.Surface, row: pygame.Rect, page: Page) -> None:
        theme = self.theme
        side = min(row.height, theme.unit(180))
        width = min(row.width, (side + theme.unit(40)) * len(page.pictures))
        middle = pygame.Rect(0, 0, width, side)
        middle.center = row.center
        boxes = columns(middle, [1] * len(page.pictures), theme.unit(16))
        for box, picture in zip(boxes, page.pictures, strict=True):
            if isinstance(picture, Gesture):
                theme.icon(surface, picture, box, Tone.ACCENT)
            else:
                theme.symbol(surface, picture, box.inflate(-box.width // 3, -box.height // 3), Tone.INK)

    def _offer_buttons(self) -> None:
        last = self._page == len(self._pages) - 1
        back = Button(tr("Title"), Outcome.BACK, symbol=Symbol.QUIT)
        before = Button(tr("Back"), partial(self._turn, -1), symbol=Symbol.BACK, enabled=self._page > 0)
        after = Button(tr("Next"), partial(self._turn, 1), symbol=Symbol.FORWARD, primary=True)
        done = Button(tr("Done"), Outcome.BACK, symbol=Symbol.CHECK, primary=True)
        self.focus.focused = None
        self.focus.show([back, before, done if last else after])
        self.replace()

    def _turn(self, way: int) -> None:
        self._page = min(max(self._page + way, 0), len(self._pages) - 1)
        self._offer_buttons()

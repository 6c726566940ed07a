"""What does the network see? A map over the live picture, its legend, and the small button for both."""

import math
from collections.abc import Sequence
from typing import Final

import pygame

from rps_game.camera.observation import Observation
from rps_game.game.gestures import Gesture
from rps_game.game.smoothing import SETTLE_S, Smoother
from rps_game.heads.base import Head
from rps_game.heads.explanation import Places
from rps_game.heads.insight import heat_of
from rps_game.ui.context import Context
from rps_game.ui.drawing.icons import Symbol
from rps_game.ui.drawing.maps import draw_swatch
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Size, Theme
from rps_game.ui.widgets import CameraView
from rps_game.ui.words.i18n import tr

BUTTON_SIDE: Final = 44
"""In pixels of the design: a finger hits it, and it fits beside the network's square."""

LEAST_BUTTON_PX: Final = 32

BEHIND_ALPHA: Final = 225
"""Of the card behind the legend: words on it are readable over any picture."""


class HeatView:
    """Lays over a camera's picture which places spoke for the gesture that is read, while that is wanted.

    It reads each frame once, when it is new, and none while nothing is shown. By `benchmarks.heat`, medians
    on one core, a new frame costs 0.03 ms to be read (0.15 with the dense head), and 0.5 ms to be drawn in a
    window of 1280 x 720 (0.7 in one of 2560 x 1440); to draw the same picture again costs nothing more.

    Args:
        context: its `shows_heat` says whether the player wants it.
        camera: the picture.

    Attributes:
        gesture: whose map lies over the picture; None while none does.
    """

    def __init__(self, context: Context, camera: CameraView) -> None:
        self.gesture: Gesture | None = None
        self._context = context
        self._camera = camera
        self._smoother = Smoother()
        self._heat: Places | None = None
        self._captured_s = 0.0
        self._key: tuple[object, ...] = ()
        self._points = self._holds = False

    @property
    def head(self) -> Head | None:
        """What reads the hand: the player's own head, or the one that ships with the network."""
        head, starter = self._context.session.head, self._context.network.starter
        return starter.head if head is None and starter is not None else head

    @property
    def offered(self) -> bool:
        """Whether there is anything to be shown or hidden."""
        return self.head is not None

    def toggle(self) -> None:
        """Show it, or hide it; on all screens, until the game ends."""
        self._context.shows_heat = not self._context.shows_heat

    def look(self, observation: Observation, gesture: Gesture | None = None) -> None:
        """Have the map of this frame over the picture, if it is wanted.

        Args:
            observation: what the picture shows.
            gesture: what was read in it; None for what the head reads there.
        """
        head, features = self.head, observation.features
        if head is None or features is None or not self._context.shows_heat:
            self.gesture, self._heat, self._key = None, None, ()
            self._camera.lay(None)
            return
        key = observation.number, gesture, id(head)
        if key == self._key:
            return
        self._key = key
        if gesture is None:
            self._smoother.add(observation.captured_s, head.predict(features[None])[0])
            gesture = self._read()
        passed_s = observation.captured_s - self._captured_s
        new = heat_of(head, features, gesture)
        if gesture is self.gesture and self._heat is not None and 0 < passed_s < SETTLE_S:
            new = self._heat + (1 - math.exp(-passed_s / SETTLE_S)) * (new - self._heat)
        self.gesture, self._heat, self._captured_s = gesture, new, observation.captured_s
        self._camera.lay(new)

    def _read(self) -> Gesture:
        # Where nothing is sure, what leads: a map has to be of something.
        shares = self._smoother.shares
        leader = Gesture.NONE if shares is None else Gesture(int(shares.argmax()))
        return leader if self._smoother.word is None else self._smoother.word

    # The button and the legend

    @property
    def button(self) -> pygame.Rect:
        """Where the button is: in a corner of the picture, where hardly ever a hand is."""
        theme, picture = self._context.theme, self._camera.picture_rect
        side, edge = max(theme.unit(BUTTON_SIDE), LEAST_BUTTON_PX), theme.unit(12)
        return pygame.Rect(picture.left + edge, picture.top + edge, side, side)

    def handle(self, event: pygame.event.Event) -> bool:
        """Take what the mouse does to the button, and say whether it was that."""
        if not hasattr(event, "pos") or not self._visible:
            return False
        over = self.button.collidepoint(event.pos)
        if event.type == pygame.MOUSEMOTION:
            self._points = over
            return False
        if getattr(event, "button", 0) != 1:
            return False
        if event.type == pygame.MOUSEBUTTONDOWN:
            self._holds = over
            return over
        held, self._holds = self._holds, False
        if held and over:
            self.toggle()
        return held

    @property
    def _visible(self) -> bool:
        return self.offered and self._context.observation is not None

    def draw(self, surface: pygame.Surface, theme: Theme, *, legend: bool = True) -> None:
        """Draw the button, and beside it the legend of the map; or what the button is for, if it is asked."""
        if not self._visible:
            return
        box, shows = self.button, self._context.shows_heat
        theme.card(
            surface, box, Tone.ACCENT if shows else Tone.RAISED, radius=12, border=self._border(shows=shows)
        )
        eye = box.inflate(-box.width * 2 // 5, -box.height * 2 // 5)
        theme.symbol(surface, Symbol.EYE, eye, Tone.ON_ACCENT if shows else Tone.INK)
        if self.gesture is not None and legend:
            rows = [(spoke_for(self.gesture), True), (tr("Spoke against it"), False)]
            self._draw_card(surface, theme, rows)
        elif self._points and not shows:
            self._draw_card(surface, theme, [(tr("What does the network see?"), None)])

    def _border(self, *, shows: bool) -> Tone:
        if self._points:
            return Tone.INK
        return Tone.ACCENT if shows else Tone.LINE

    def _draw_card(
        self, surface: pygame.Surface, theme: Theme, rows: Sequence[tuple[str, bool | None]]
    ) -> None:
        # Each row a word, and before it what stands for it in the map, if anything does.
        line, gap = theme.line(Size.SMALL), theme.unit(8)
        signed = any(plus is not None for _, plus in rows)
        swatch = round(line * 0.7) if signed else 0
        words = max(theme.width(label, Size.SMALL, bold=True) for label, _ in rows) + theme.unit(4)
        card = pygame.Rect(self.button.right + gap, self.button.top, 0, 0)
        card.width = words + 2 * gap + (swatch + gap if signed else 0)
        card.width = min(card.width, self._camera.picture_rect.right - gap - card.left)
        card.height = max(line * len(rows) + gap, self.button.height)
        ground = pygame.Surface(card.size, pygame.SRCALPHA)
        colour = (*theme.colour(Tone.GROUND), BEHIND_ALPHA)
        pygame.draw.rect(ground, colour, ground.get_rect(), border_radius=theme.unit(12))
        surface.blit(ground, card)
        top = card.centery - line * len(rows) // 2
        for i, (label, plus) in enumerate(rows):
            row = pygame.Rect(card.left + gap, top + i * line, card.width - 2 * gap, line)
            if plus is not None:
                box = pygame.Rect(row.left, row.centery - swatch // 2, swatch, swatch)
                draw_swatch(surface, box, plus=plus)
                row.left, row.width = box.right + gap, row.right - box.right - gap
            theme.text(surface, label, row, size=Size.SMALL, bold=True)


def spoke_for(gesture: Gesture) -> str:
    """What the brighter places did."""
    return {
        Gesture.ROCK: tr("Spoke for rock"),
        Gesture.PAPER: tr("Spoke for paper"),
        Gesture.SCISSORS: tr("Spoke for scissors"),
        Gesture.NONE: tr("Spoke for “no hand”"),
    }[gesture]

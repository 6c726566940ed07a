"""A heat map over the live picture (which places spoke for the gesture), its legend, and its button."""

import math
from collections.abc import Sequence
from typing import Final

import pygame

from rps_game.camera.observation import Observation
from rps_game.game.gestures import Gesture
from rps_game.game.smoothing import SETTLE_S, Smoother
from rps_game.heads.analysis import heat_of
from rps_game.heads.base import Head
from rps_game.heads.explanation import Places
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Size, Symbol, Tone
from rps_game.ui.drawing.arrays import draw_swatch
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.words.calibration import gesture_word, word_id
from rps_game.ui.words.i18n import tr

BUTTON_SIDE: Final = 44
"""In pixels of the design: large enough for a finger, and fits beside the network's square."""

LEAST_BUTTON_PX: Final = 32


class HeatView:
    """Shows over a camera's picture which places spoke for the gesture that is read, while it is switched on.

    It explains each new frame once, and none while switched off. By `benchmarks.heat`, medians on one core,
    explaining a frame takes 0.03 ms (0.15 with the dense head), and drawing it 0.5 ms in a window of
    1280 x 720 (0.7 in one of 2560 x 1440); drawing the same picture again costs nothing more.

    Args:
        context: its `shows_heat` is the switch.
        camera: the picture.

    Attributes:
        gesture: whose map is shown; None while none is.
    """

    def __init__(self, context: Context, camera: CameraView) -> None:
        self.gesture: Gesture | None = None
        self._context = context
        self._camera = camera
        self._smoother = Smoother()
        self._heat: Places | None = None
        self._captured_s = 0.0
        self._key: tuple[object, ...] = ()
        self._hovered = self._held = False

    @property
    def head(self) -> Head | None:
        """The head in use: the player's own, or the starter that ships with the network."""
        head, starter = self._context.session.head, self._context.network.starter
        return starter.head if head is None and starter is not None else head

    def toggle(self) -> None:
        """Show or hide the map on all screens, until the game ends."""
        self._context.shows_heat = not self._context.shows_heat

    def show(self, observation: Observation, gesture: Gesture | None = None) -> None:
        """Show the map of this frame, if switched on, for a gesture or else for what the head reads."""
        head, features = self.head, observation.features
        if head is None or features is None or not self._context.shows_heat:
            self.gesture, self._heat, self._key = None, None, ()
            self._camera.show_heat(None)
            return
        key = observation.number, gesture, id(head)
        if key == self._key:
            return
        self._key = key
        if gesture is None:
            self._smoother.add(observation.captured_s, head.predict(features[None])[0], head.rules)
            gesture = self._read(head)
        passed_s = observation.captured_s - self._captured_s
        new = heat_of(head, features, gesture)
        if gesture is self.gesture and self._heat is not None and 0 < passed_s < SETTLE_S:
            new = self._heat + (1 - math.exp(-passed_s / SETTLE_S)) * (new - self._heat)
        self.gesture, self._heat, self._captured_s = gesture, new, observation.captured_s
        self._camera.show_heat(new)

    def _read(self, head: Head) -> Gesture:
        # Where nothing is sure, the most likely class: a map has to be of something.
        shares = self._smoother.shares
        leader = head.rules.none if shares is None else head.classes[int(shares.argmax())]
        return leader if self._smoother.word is None else self._smoother.word

    # The button and the legend

    @property
    def button(self) -> Box:
        """The button's place: the upper left corner of the picture, where a hand hardly ever is."""
        theme, picture = self._context.theme, self._camera.picture_rect
        side, edge = max(theme.unit(BUTTON_SIDE), LEAST_BUTTON_PX), theme.unit(12)
        return Box(picture.left + edge, picture.top + edge, side, side)

    def handle(self, event: pygame.event.Event) -> bool:
        """Handle the mouse on the button; return whether the event is used up."""
        if not hasattr(event, "pos") or not self._visible:
            return False
        over = self.button.collidepoint(event.pos)
        if event.type == pygame.MOUSEMOTION:
            self._hovered = over
            return False
        if getattr(event, "button", 0) != 1:
            return False
        if event.type == pygame.MOUSEBUTTONDOWN:
            self._held = over
            return over
        held, self._held = self._held, False
        if held and over:
            self.toggle()
        return held

    @property
    def _visible(self) -> bool:
        return self.head is not None and self._context.observation is not None

    def draw(self, painter: Painter, *, legend: bool = True) -> None:
        """Draw the button, and beside it the legend, or the button's hint while the mouse is over it."""
        if not self._visible:
            return
        box, shows = self.button, self._context.shows_heat
        ground, border = (Tone.ACCENT, Tone.ACCENT) if shows else (Tone.RAISED, Tone.LINE)
        painter.card(box, ground, radius=12, border=Tone.INK if self._hovered else border)
        eye = box.inflate(-box.width * 2 // 5, -box.height * 2 // 5)
        painter.icon(Symbol.EYE, eye, Tone.ON_ACCENT if shows else Tone.INK)
        if self.gesture is not None and legend:
            rows = [(_spoke_for(self.gesture), True), (tr("Spoke against it"), False)]
            self._draw_card(painter, rows)
        elif self._hovered and not shows:
            self._draw_card(painter, [(tr("What does the network see?"), None)])

    def _draw_card(self, painter: Painter, rows: Sequence[tuple[str, bool | None]]) -> None:
        # Rows of a label, and whether its swatch shows a plus; None for no swatch.
        theme = painter.theme
        line, gap = theme.line(Size.SMALL), theme.unit(8)
        signed = any(plus is not None for _, plus in rows)
        swatch = round(line * 0.7) if signed else 0
        words = max(theme.width(label, Size.SMALL, bold=True) for label, _ in rows) + theme.unit(4)
        card = self.button.copy()
        card.left = card.right + gap
        card.width = words + 2 * gap + (swatch + gap if signed else 0)
        card.width = min(card.width, self._camera.picture_rect.right - gap - card.left)
        card.height = max(line * len(rows) + gap, card.height)
        painter.backdrop(card, theme.unit(12))
        inner = card.centred(card.width - 2 * gap, line * len(rows))
        for label, plus in rows:
            row = inner.take_top(line)
            if plus is not None:
                draw_swatch(painter.surface, row.take_left(swatch, gap).centred(swatch), plus=plus)
            painter.text(label, row, size=Size.SMALL, bold=True)


def _spoke_for(gesture: Gesture) -> str:
    return {
        "rock": tr("Spoke for rock"),
        "paper": tr("Spoke for paper"),
        "scissors": tr("Spoke for scissors"),
        "none": tr("Spoke for “no hand”"),
    }.get(word_id(gesture)) or tr("Spoke for “{move}”", move=gesture_word(gesture))

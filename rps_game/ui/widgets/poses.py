"""Keys and buttons that pose the drawn hand, in the status line while it is the camera.

They reach the drawing only: the head reads its pictures like those of a webcam.
"""

from collections.abc import Mapping
from typing import Final, Protocol, runtime_checkable

import pygame

from rps_game.game.gestures import CLASSES, Gesture
from rps_game.ui.drawing.box import Box
from rps_game.ui.drawing.painter import Painter
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Align, Size, Theme
from rps_game.ui.inputs import Sticks, key_of
from rps_game.ui.widgets.widget import Widget

KEYS: Final[Mapping[int, Gesture]] = {
    **dict.fromkeys((pygame.K_r, pygame.K_1, pygame.K_KP1), Gesture.ROCK),
    **dict.fromkeys((pygame.K_p, pygame.K_2, pygame.K_KP2), Gesture.PAPER),
    **dict.fromkeys((pygame.K_s, pygame.K_3, pygame.K_KP3), Gesture.SCISSORS),
    **dict.fromkeys((pygame.K_n, pygame.K_0, pygame.K_KP0), Gesture.NONE),
}
LETTERS: Final = {Gesture.ROCK: "R", Gesture.PAPER: "P", Gesture.SCISSORS: "S", Gesture.NONE: "N"}

_STICK: Final[Mapping[tuple[int, int], Gesture]] = {
    (3, -1): Gesture.ROCK,
    (4, -1): Gesture.PAPER,
    (3, 1): Gesture.SCISSORS,
    (4, 1): Gesture.NONE,
}
"""A gamepad's right stick, (axis, direction): left is rock, up paper, right scissors, down no hand."""


@runtime_checkable
class PosedCamera(Protocol):
    """A camera whose hand can be told what to show."""

    def show(self, gesture: Gesture, /) -> None:
        """Show this gesture from the next frame on."""
        ...


class PoseButtons(Widget):
    """The four poses as small buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = Gesture.NONE  # the pose that was chosen last
        self._sticks = Sticks()

    def width(self, theme: Theme) -> int:
        """Return the width of the buttons, in pixels."""
        return theme.unit(72) * len(CLASSES)

    def chosen(self, event: pygame.event.Event) -> Gesture | None:
        """Return the pose that an event asks for, if any."""
        gesture = None
        if event.type == pygame.KEYDOWN:
            gesture = KEYS.get(key_of(event))
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            gesture = next((g for g in CLASSES if self._box(g).collidepoint(event.pos)), None)
        elif event.type == pygame.JOYAXISMOTION:
            gesture = _STICK.get((event.axis, self._sticks.step(event.axis, event.value)))
        self.shown = self.shown if gesture is None else gesture
        return gesture

    def draw(self, painter: Painter) -> None:
        """Draw each pose with its key."""
        theme = painter.theme
        for gesture in CLASSES:
            key = self._box(gesture).inset(theme.unit(3), theme.unit(4))
            shown = gesture is self.shown
            ground, border, tone = (
                (Tone.RAISED, Tone.ACCENT, Tone.INK) if shown else (Tone.CARD, None, Tone.MUTED)
            )
            painter.card(key, ground, radius=8, border=border)
            hand = key.take_left(key.width * 3 // 5)
            painter.icon(gesture, hand.inset(theme.unit(3)), tone)
            key.left -= theme.unit(4)
            letter = LETTERS[gesture]
            painter.text(letter, key, size=Size.SMALL, tone=tone, align=Align.CENTER, bold=True)

    def _box(self, gesture: Gesture) -> Box:
        width = self.rect.width // len(CLASSES)
        return Box(self.rect.left + gesture * width, self.rect.top, width, self.rect.height)

"""Keys and buttons that pose the drawn hand, in the status line while it is the camera.

They reach the drawing only: the head reads its pictures like those of a webcam.
"""

from collections.abc import Mapping
from typing import Final, Protocol, runtime_checkable

import pygame

from rps_game.game.gestures import CLASSES, Gesture
from rps_game.ui.drawing import Align, Box, Painter, Size, Theme, Tone
from rps_game.ui.inputs import key_of
from rps_game.ui.widgets.widget import Widget
from rps_game.ui.words.i18n import tr

KEYS: Final[Mapping[Gesture, tuple[str, str]]] = {
    Gesture.ROCK: ("r", "1"),
    Gesture.PAPER: ("p", "2"),
    Gesture.SCISSORS: ("s", "3"),
    Gesture.NONE: ("n", "0"),
}
"""The letter and the digit of each pose."""

_POSES: Final = {
    **{ord(key): gesture for gesture, keys in KEYS.items() for key in keys},
    **{getattr(pygame, f"K_KP{digit}"): gesture for gesture, (_, digit) in KEYS.items()},
}

_STICK: Final[Mapping[tuple[int, int], Gesture]] = {
    (pygame.CONTROLLER_AXIS_RIGHTX, -1): Gesture.ROCK,
    (pygame.CONTROLLER_AXIS_RIGHTY, -1): Gesture.PAPER,
    (pygame.CONTROLLER_AXIS_RIGHTX, 1): Gesture.SCISSORS,
    (pygame.CONTROLLER_AXIS_RIGHTY, 1): Gesture.NONE,
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

    def width(self, theme: Theme) -> int:
        """Return the width of the buttons, in pixels."""
        return theme.unit(72) * len(CLASSES)

    def help_line(self) -> tuple[str, str]:
        """Return the keys and what they do, in the player's language."""
        letters, digits = (", ".join(keys).upper() for keys in zip(*KEYS.values(), strict=True))
        return letters, tr("pose the drawn hand; {digits} as well", digits=digits)

    def chosen(self, event: pygame.event.Event) -> Gesture | None:
        """Return the pose that an event asks for, if any."""
        gesture = None
        if event.type == pygame.KEYDOWN:
            gesture = _POSES.get(key_of(event))
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            gesture = next((g for g in CLASSES if self._box(g).collidepoint(event.pos)), None)
        elif event.type == pygame.CONTROLLERAXISMOTION:
            gesture = _STICK.get((event.axis, event.value))
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
            letter = KEYS[gesture][0].upper()
            painter.text(letter, key, size=Size.SMALL, tone=tone, align=Align.CENTER, bold=True)

    def _box(self, gesture: Gesture) -> Box:
        width = self.rect.width // len(CLASSES)
        return Box(self.rect.left + gesture * width, self.rect.top, width, self.rect.height)

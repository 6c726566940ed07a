"""Keys and buttons that pose the drawn hand, in the status line while it is the camera.

They reach the drawing only: the head reads its pictures like those of a webcam.
"""

from collections.abc import Mapping
from typing import Final, Protocol, runtime_checkable

import pygame

from rps_game.game.gestures import CLASSIC, Gesture
from rps_game.ui.drawing import Align, Box, Painter, Size, Theme, Tone
from rps_game.ui.inputs import key_of
from rps_game.ui.widgets.widget import Widget
from rps_game.ui.words.i18n import tr

LETTERS: Final[Mapping[str, str]] = {
    "rock": "r",
    "paper": "p",
    "scissors": "s",
    "lizard": "l",
    "spock": "k",
    CLASSIC.none.id: "n",
}
"""The keys of poses by the ids of their moves; of any move the number is another one."""

_KEYPAD: Final = {getattr(pygame, f"K_KP{digit}"): str(digit) for digit in range(10)}

_LEFT, _RIGHT = (pygame.CONTROLLER_AXIS_RIGHTX, -1), (pygame.CONTROLLER_AXIS_RIGHTX, 1)
_UP, _DOWN = (pygame.CONTROLLER_AXIS_RIGHTY, -1), (pygame.CONTROLLER_AXIS_RIGHTY, 1)
"""Pushes of a gamepad's right stick, (axis, direction): of three moves left is the first, up the second and
right the third; of more left and right go to the one before and to the next, and up shows the same again.
Down is always no hand."""


def pose_keys(gesture: Gesture) -> tuple[str, ...]:
    """Return the keys that pose the drawn hand, the one that its button shows first."""
    number = "0" if gesture.is_none else str(int(gesture) + 1)
    return (LETTERS[gesture.id], number) if gesture.id in LETTERS else (number,)


@runtime_checkable
class PosedCamera(Protocol):
    """A camera whose hand can be told what to show."""

    def show(self, gesture: Gesture, /) -> None:
        """Show this gesture from the next frame on."""
        ...


class PoseButtons(Widget):
    """The poses of a rule set as small buttons.

    Attributes:
        rules: the rule set; another one may be set at any time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rules = CLASSIC
        self._shown = CLASSIC.none  # the pose that was chosen last

    @property
    def shown(self) -> Gesture:
        """The pose that was chosen last; no hand when it is of another rule set."""
        return self._shown if self._shown.rules is self.rules else self.rules.none

    def width(self, theme: Theme) -> int:
        """Return the width of the buttons, in pixels: less for each where there are many."""
        return theme.unit(72 if len(self.rules.moves) == len(CLASSIC.moves) else 58) * len(self.rules.classes)

    def help_line(self) -> tuple[str, str]:
        """Return the keys and what they do, in the player's language."""
        keys = [pose_keys(gesture) for gesture in self.rules.classes]
        digits = ", ".join(each[-1] for each in keys)
        letters = ", ".join(each[0] for each in keys if len(each) > 1).upper()
        if any(len(each) == 1 for each in keys):
            return digits, tr("pose the drawn hand; {letters} as well", letters=letters)
        return letters, tr("pose the drawn hand; {digits} as well", digits=digits)

    def chosen(self, event: pygame.event.Event) -> Gesture | None:
        """Return the pose that an event asks for, if any."""
        gesture = None
        if event.type == pygame.KEYDOWN:
            gesture = self._of_key(event)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            gesture = next((g for g in self.rules.classes if self._box(g).collidepoint(event.pos)), None)
        elif event.type == pygame.CONTROLLERAXISMOTION:
            gesture = self._of_stick((event.axis, event.value))
        self._shown = self._shown if gesture is None else gesture
        return gesture

    def _of_key(self, event: pygame.event.Event) -> Gesture | None:
        key = key_of(event)
        name = _KEYPAD.get(key) or (chr(key) if 0 < key < 128 else "")
        return next((gesture for gesture in self.rules.classes if name in pose_keys(gesture)), None)

    def _of_stick(self, push: tuple[int, int]) -> Gesture | None:
        moves, shown = self.rules.moves, self.shown
        if push == _DOWN:
            return self.rules.none
        if len(moves) == len(CLASSIC.moves):
            return dict(zip((_LEFT, _UP, _RIGHT), moves, strict=True)).get(push)
        if push == _UP:
            return moves[0] if shown.is_none else shown
        if push in {_LEFT, _RIGHT}:
            before = -1 if shown.is_none and push == _RIGHT else int(shown)
            return moves[(before + push[1]) % len(moves)]
        return None

    def draw(self, painter: Painter) -> None:
        """Draw each pose with its key."""
        theme = painter.theme
        for gesture in self.rules.classes:
            key = self._box(gesture).inset(theme.unit(3), theme.unit(4))
            shown = gesture is self.shown
            ground, border, tone = (
                (Tone.RAISED, Tone.ACCENT, Tone.INK) if shown else (Tone.CARD, None, Tone.MUTED)
            )
            painter.card(key, ground, radius=8, border=border)
            hand = key.take_left(key.width * 3 // 5)
            painter.icon(gesture, hand.inset(theme.unit(3)), tone)
            key.left -= theme.unit(4)
            letter = pose_keys(gesture)[0].upper()
            painter.text(letter, key, size=Size.SMALL, tone=tone, align=Align.CENTER, bold=True)

    def _box(self, gesture: Gesture) -> Box:
        width = self.rect.width // len(self.rules.classes)
        return Box(self.rect.left + int(gesture) * width, self.rect.top, width, self.rect.height)

"""Keyboard and gamepad events as one set of actions.

Mouse and touch (which SDL reports as a mouse) are handled by `widgets.focus.FocusRing`.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

import pygame


class Action(Enum):
    """Actions of the player; what they do depends on the screen."""

    CONFIRM = auto()  # the focused button, or the screen's primary action
    BACK = auto()
    UP = auto()
    DOWN = auto()
    LEFT = auto()
    RIGHT = auto()
    NEXT = auto()  # move the focus to the next button
    PREVIOUS = auto()
    PAUSE = auto()
    REMOVE = auto()  # take back the last, or delete the selected
    REDO = auto()
    TOGGLE = auto()  # show or hide what the network sees
    HELP = auto()
    FULLSCREEN = auto()
    MUTE = auto()


KEYS: Final[Mapping[int, Action]] = {
    **dict.fromkeys((pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE), Action.CONFIRM),
    **dict.fromkeys((pygame.K_ESCAPE, pygame.K_AC_BACK), Action.BACK),
    pygame.K_UP: Action.UP,
    pygame.K_DOWN: Action.DOWN,
    pygame.K_LEFT: Action.LEFT,
    pygame.K_RIGHT: Action.RIGHT,
    pygame.K_TAB: Action.NEXT,
    **dict.fromkeys((pygame.K_f, pygame.K_PAUSE), Action.PAUSE),
    **dict.fromkeys((pygame.K_BACKSPACE, pygame.K_DELETE), Action.REMOVE),
    pygame.K_d: Action.REDO,
    pygame.K_h: Action.TOGGLE,
    pygame.K_F1: Action.HELP,
    pygame.K_F11: Action.FULLSCREEN,
    pygame.K_m: Action.MUTE,
}

PAD_BUTTONS: Final[Mapping[int, Action]] = {
    0: Action.CONFIRM,  # A, cross
    1: Action.BACK,  # B, circle
    2: Action.REMOVE,  # X, square
    3: Action.TOGGLE,  # Y, triangle
    4: Action.PREVIOUS,  # the shoulders
    5: Action.NEXT,
    6: Action.HELP,  # back, select
    7: Action.PAUSE,  # start
}
"""SDL numbers the buttons of most pads like those of an Xbox pad."""

_HATS: Final[Mapping[tuple[int, int], Action]] = {
    (0, 1): Action.UP,
    (0, -1): Action.DOWN,
    (-1, 0): Action.LEFT,
    (1, 0): Action.RIGHT,
}

FIRST_NAMELESS_KEY: Final = 1 << 30
"""SDL's key codes from here on have no character (arrows, F1); those below are Unicode characters."""

LATIN_LETTERS: Final = 26
"""Their scancodes are consecutive, from that of A."""

STICK_ON: Final = 0.6
"""Deflection (0..1) at which a stick counts as pushed; worn sticks rest at up to 0.2."""

STICK_OFF: Final = 0.35
"""Deflection at which it counts as released: below `STICK_ON`, so that a trembling hand gives one step."""


def key_of(event: pygame.event.Event) -> int:
    """Return the key of a KEYDOWN event; for a letter of another script the Latin letter in its place.

    A Russian layout reports the R key as the letter Ka.
    """
    letter = getattr(event, "scancode", 0) - pygame.KSCAN_A
    foreign = ord("z") < event.key < FIRST_NAMELESS_KEY
    return pygame.K_a + letter if foreign and 0 <= letter < LATIN_LETTERS else event.key


def action_of(event: pygame.event.Event) -> Action | None:
    """Return the action of an event; None for keys, buttons and hats without one."""
    if event.type == pygame.KEYDOWN:
        action = KEYS.get(key_of(event))
        if action is Action.NEXT and getattr(event, "mod", 0) & pygame.KMOD_SHIFT:
            return Action.PREVIOUS
        return action
    if event.type == pygame.JOYBUTTONDOWN:
        return PAD_BUTTONS.get(event.button)
    return _HATS.get(tuple(event.value)) if event.type == pygame.JOYHATMOTION else None


class Sticks:
    """Turns the sticks of gamepads into single steps, like those of the cross."""

    def __init__(self) -> None:
        self._pushed: dict[object, int] = {}  # -1, 0 or 1

    def step(self, stick: object, value: float) -> int:
        """Return the direction, -1 or 1, in which a stick at `value` (-1..1) was pushed just now; else 0."""
        before = self._pushed.get(stick, 0)
        if abs(value) >= STICK_ON:
            self._pushed[stick] = 1 if value > 0 else -1
            return 0 if self._pushed[stick] == before else self._pushed[stick]
        if abs(value) <= STICK_OFF:
            self._pushed[stick] = 0
        return 0

    def as_hat(self, event: pygame.event.Event) -> pygame.event.Event | None:
        """Return the step of the left stick in a JOYAXISMOTION event, as a JOYHATMOTION event; or None."""
        if event.axis not in {0, 1}:
            return None
        pad = getattr(event, "instance_id", 0)
        way = self.step((pad, event.axis), event.value)
        if way == 0:
            return None
        value = (way, 0) if event.axis == 0 else (0, -way)  # SDL's axes point down, its hats up
        return pygame.event.Event(pygame.JOYHATMOTION, instance_id=pad, hat=0, value=value)

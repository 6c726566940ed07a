"""What the player wants, whatever they press: keyboard and gamepad become one set of actions.

Mouse and touch (which SDL reports as a mouse) point at things instead; `widgets.FocusRing` sees to them.
"""

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

import pygame


class Action(Enum):
    """Something that every screen understands in its own way."""

    CONFIRM = auto()  # the focused button, or the screen's primary action
    BACK = auto()
    UP = auto()
    DOWN = auto()
    LEFT = auto()
    RIGHT = auto()
    NEXT = auto()  # the next thing that can have the focus
    PREVIOUS = auto()
    PAUSE = auto()
    REMOVE = auto()  # take back the last, delete the chosen
    REDO = auto()
    TOGGLE = auto()  # show or hide what the network sees
    HELP = auto()
    FULLSCREEN = auto()
    MUTE = auto()


KEYS: Final[Mapping[int, Action]] = MappingProxyType(
    {
        pygame.K_RETURN: Action.CONFIRM,
        pygame.K_KP_ENTER: Action.CONFIRM,
        pygame.K_SPACE: Action.CONFIRM,
        pygame.K_ESCAPE: Action.BACK,
        pygame.K_AC_BACK: Action.BACK,
        pygame.K_UP: Action.UP,
        pygame.K_DOWN: Action.DOWN,
        pygame.K_LEFT: Action.LEFT,
        pygame.K_RIGHT: Action.RIGHT,
        pygame.K_TAB: Action.NEXT,
        pygame.K_f: Action.PAUSE,
        pygame.K_PAUSE: Action.PAUSE,
        pygame.K_BACKSPACE: Action.REMOVE,
        pygame.K_DELETE: Action.REMOVE,
        pygame.K_d: Action.REDO,
        pygame.K_h: Action.TOGGLE,
        pygame.K_F1: Action.HELP,
        pygame.K_F11: Action.FULLSCREEN,
        pygame.K_m: Action.MUTE,
    }
)

PAD_BUTTONS: Final[Mapping[int, Action]] = MappingProxyType(
    {
        0: Action.CONFIRM,  # A, cross
        1: Action.BACK,  # B, circle
        2: Action.REMOVE,  # X, square
        3: Action.TOGGLE,  # Y, triangle
        4: Action.PREVIOUS,  # the shoulders
        5: Action.NEXT,
        6: Action.HELP,  # back, select
        7: Action.PAUSE,  # start
    }
)
"""SDL numbers the buttons of most pads like those of an Xbox one."""

_HATS: Final[Mapping[tuple[int, int], Action]] = MappingProxyType(
    {(0, 1): Action.UP, (0, -1): Action.DOWN, (-1, 0): Action.LEFT, (1, 0): Action.RIGHT}
)

FIRST_NAMELESS_KEY: Final = 1 << 30
"""From here on, SDL's numbers are keys without a letter: the arrows, F1. Below are characters of Unicode."""

LATIN_LETTERS: Final = 26
"""Their places on the keyboard have numbers in a row, from that of A."""

STICK_ON: Final = 0.6
"""Share of the way at which a stick counts as pushed; worn sticks rest at up to 0.2."""

STICK_OFF: Final = 0.35
"""Share at which it counts as let go: below `STICK_ON`, so that a trembling hand gives one step."""


def key_of(event: pygame.event.Event) -> int:
    """The key of a KEYDOWN event; one of another script is the Latin letter that is printed beside it.

    A Russian keyboard says that its R key is the letter Ka until its player switches to Latin.
    """
    letter = getattr(event, "scancode", 0) - pygame.KSCAN_A
    foreign = ord("z") < event.key < FIRST_NAMELESS_KEY
    return pygame.K_a + letter if foreign and 0 <= letter < LATIN_LETTERS else event.key


def action_of(event: pygame.event.Event) -> Action | None:
    """What an event asks for; None when it is no key, button or hat that we know."""
    if event.type == pygame.KEYDOWN:
        action = KEYS.get(key_of(event))
        if action is Action.NEXT and getattr(event, "mod", 0) & pygame.KMOD_SHIFT:
            return Action.PREVIOUS
        return action
    if event.type == pygame.JOYBUTTONDOWN:
        return PAD_BUTTONS.get(event.button)
    if event.type == pygame.JOYHATMOTION:
        return _HATS.get(tuple(event.value))
    return None


class Sticks:
    """Turns the way of a gamepad's left stick into single steps, as its cross would give them."""

    def __init__(self) -> None:
        self._pushed: dict[tuple[int, int], int] = {}  # (pad, axis): -1, 0 or 1

    def as_hat(self, event: pygame.event.Event) -> pygame.event.Event | None:
        """The step that a JOYAXISMOTION event makes, as a JOYHATMOTION event; None for none."""
        if event.axis not in {0, 1}:
            return None
        pad = getattr(event, "instance_id", 0)
        before = self._pushed.get((pad, event.axis), 0)
        way = 1 if event.value > 0 else -1
        if abs(event.value) >= STICK_ON and before != way:
            self._pushed[pad, event.axis] = way
            value = (way, 0) if event.axis == 0 else (0, -way)  # SDL's axes point down, its hats up
            return pygame.event.Event(pygame.JOYHATMOTION, instance_id=pad, hat=0, value=value)
        if abs(event.value) <= STICK_OFF:
            self._pushed[pad, event.axis] = 0
        return None

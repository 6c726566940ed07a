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
    KEEP = auto()  # what the game doubts
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
    pygame.K_k: Action.KEEP,
    pygame.K_h: Action.TOGGLE,
    pygame.K_F1: Action.HELP,
    pygame.K_F11: Action.FULLSCREEN,
    pygame.K_m: Action.MUTE,
}

PAD_BUTTONS: Final[Mapping[int, Action]] = {  # by their names on an Xbox pad
    pygame.CONTROLLER_BUTTON_A: Action.CONFIRM,
    pygame.CONTROLLER_BUTTON_B: Action.BACK,
    pygame.CONTROLLER_BUTTON_X: Action.REMOVE,
    pygame.CONTROLLER_BUTTON_Y: Action.TOGGLE,
    pygame.CONTROLLER_BUTTON_LEFTSHOULDER: Action.PREVIOUS,
    pygame.CONTROLLER_BUTTON_RIGHTSHOULDER: Action.NEXT,
    pygame.CONTROLLER_BUTTON_BACK: Action.HELP,
    pygame.CONTROLLER_BUTTON_START: Action.PAUSE,
    pygame.CONTROLLER_BUTTON_DPAD_UP: Action.UP,
    pygame.CONTROLLER_BUTTON_DPAD_DOWN: Action.DOWN,
    pygame.CONTROLLER_BUTTON_DPAD_LEFT: Action.LEFT,
    pygame.CONTROLLER_BUTTON_DPAD_RIGHT: Action.RIGHT,
}

FIRST_NAMELESS_KEY: Final = 1 << 30
"""SDL's key codes from here on have no character (arrows, F1); those below are Unicode characters."""

LATIN_LETTERS: Final = 26
"""Their scancodes are consecutive, from that of A."""


def key_of(event: pygame.event.Event) -> int:
    """Return the key of a KEYDOWN event; for a letter of another script the Latin letter in its place.

    A Russian layout reports the R key as the letter Ka.
    """
    letter = getattr(event, "scancode", 0) - pygame.KSCAN_A
    foreign = ord("z") < event.key < FIRST_NAMELESS_KEY
    return pygame.K_a + letter if foreign and 0 <= letter < LATIN_LETTERS else event.key


def action_of(event: pygame.event.Event) -> Action | None:
    """Return the action of an event, as `Pads` translates it; None for keys and buttons without one."""
    if event.type == pygame.KEYDOWN:
        action = KEYS.get(key_of(event))
        if action is Action.NEXT and getattr(event, "mod", 0) & pygame.KMOD_SHIFT:
            return Action.PREVIOUS
        return action
    return PAD_BUTTONS.get(event.button) if event.type == pygame.CONTROLLERBUTTONDOWN else None

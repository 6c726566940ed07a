"""Gamepads: whatever one of them sends becomes events of SDL's game controller, whose buttons have names.

SDL knows which button of which maker's pad is which. A pad that it does not know is taken for one with the
buttons of an Xbox pad, a hat and one stick: what its other axes are, nobody can say.
"""

import contextlib
from collections.abc import Mapping
from typing import Final

import pygame
from pygame._sdl2 import controller

_XBOX_ORDER: Final = (
    pygame.CONTROLLER_BUTTON_A,
    pygame.CONTROLLER_BUTTON_B,
    pygame.CONTROLLER_BUTTON_X,
    pygame.CONTROLLER_BUTTON_Y,
    pygame.CONTROLLER_BUTTON_LEFTSHOULDER,
    pygame.CONTROLLER_BUTTON_RIGHTSHOULDER,
    pygame.CONTROLLER_BUTTON_BACK,
    pygame.CONTROLLER_BUTTON_START,
)

_WAYS: Final[Mapping[tuple[int, int], int]] = {
    (pygame.CONTROLLER_AXIS_LEFTX, -1): pygame.CONTROLLER_BUTTON_DPAD_LEFT,
    (pygame.CONTROLLER_AXIS_LEFTX, 1): pygame.CONTROLLER_BUTTON_DPAD_RIGHT,
    (pygame.CONTROLLER_AXIS_LEFTY, -1): pygame.CONTROLLER_BUTTON_DPAD_UP,
    (pygame.CONTROLLER_AXIS_LEFTY, 1): pygame.CONTROLLER_BUTTON_DPAD_DOWN,
}
"""The cross' button for each push of the left stick: (axis, direction), of which down is positive."""

_RIGHT_STICK: Final = (pygame.CONTROLLER_AXIS_RIGHTX, pygame.CONTROLLER_AXIS_RIGHTY)

STICK_ON: Final = 0.6
"""Deflection (0..1) at which a stick counts as pushed; worn sticks rest at up to 0.2."""

STICK_OFF: Final = 0.35
"""Deflection at which it counts as released: below `STICK_ON`, so that a trembling hand gives one step."""

_FULL: Final = 32768
"""The deflection of a controller's axis that is 1."""


class Pads:
    """All gamepads that are plugged in."""

    def __init__(self) -> None:
        with contextlib.suppress(RuntimeError):  # a system without any way to pads
            controller.init()
        self._controllers: dict[int, controller.Controller] = {}  # by their instance ids
        self._others: dict[int, pygame.joystick.JoystickType] = {}
        self._pushed: dict[tuple[int, int], int] = {}  # of each stick's axis: -1, 0 or 1

    def translate(self, event: pygame.event.Event) -> pygame.event.Event | None:
        """Open pads that come, drop those that go, and return the event that stands for this one.

        Presses of buttons, hats and left sticks become CONTROLLERBUTTONDOWN; each push of a right stick
        becomes one CONTROLLERAXISMOTION with the value -1 or 1. None for what a pad sends besides; any other
        event stays as it is.
        """
        match event.type:
            case pygame.JOYDEVICEREMOVED | pygame.CONTROLLERDEVICEREMOVED:
                self._controllers.pop(event.instance_id, None)
                self._others.pop(event.instance_id, None)
            case pygame.JOYDEVICEADDED:
                self._open_all()
            case pygame.CONTROLLERAXISMOTION:
                return self._pushed_stick(event, event.value / _FULL)
            case pygame.JOYBUTTONDOWN | pygame.JOYHATMOTION | pygame.JOYAXISMOTION:
                known = event.instance_id in self._controllers  # then it comes as a controller's event, too
                return None if known else self._of_other(event)
        return event

    def _open_all(self) -> None:
        # Whatever number the event names: another pad may have gone since, and the numbers have moved up.
        for index in range(pygame.joystick.get_count()):
            with contextlib.suppress(RuntimeError):  # pygame's and its controllers' errors: it has just gone
                if not controller.is_controller(index):
                    other = pygame.joystick.Joystick(index)
                    self._others[other.get_instance_id()] = other
                    continue
                opened = controller.Controller(index)
                pad = opened.as_joystick().get_instance_id()  # `opened.id` is a number that moves up
                if self._controllers.setdefault(pad, opened) is not opened:
                    opened.quit()

    def _of_other(self, event: pygame.event.Event) -> pygame.event.Event | None:
        if event.type == pygame.JOYAXISMOTION:
            return self._pushed_stick(event, event.value) if event.axis in {0, 1} else None
        if event.type == pygame.JOYHATMOTION:
            right, up = event.value
            way = (pygame.CONTROLLER_AXIS_LEFTX, right) if right else (pygame.CONTROLLER_AXIS_LEFTY, -up)
            return _press(event, _WAYS.get(way))
        return _press(event, _XBOX_ORDER[event.button] if event.button < len(_XBOX_ORDER) else None)

    def _pushed_stick(self, event: pygame.event.Event, value: float) -> pygame.event.Event | None:
        stick = event.instance_id, event.axis
        before = self._pushed.get(stick, 0)
        if abs(value) >= STICK_ON:
            self._pushed[stick] = 1 if value > 0 else -1
        elif abs(value) <= STICK_OFF:
            self._pushed[stick] = 0
        way = self._pushed.get(stick, 0)
        if way in {0, before}:
            return None
        if event.axis in _RIGHT_STICK:
            return pygame.event.Event(pygame.CONTROLLERAXISMOTION, axis=event.axis, value=way)
        return _press(event, _WAYS.get((event.axis, way)))


def _press(event: pygame.event.Event, button: int | None) -> pygame.event.Event | None:
    if button is None:
        return None
    pad = event.instance_id
    return pygame.event.Event(pygame.CONTROLLERBUTTONDOWN, instance_id=pad, button=button)

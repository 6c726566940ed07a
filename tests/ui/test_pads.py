"""Gamepads through SDL itself: pads that are made up, but that SDL takes for plugged in."""

# mypy: disable-error-code="comparison-overlap, unreachable"

import ctypes
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from stage import Gamepad, Stage, pad_axis

from rps_game.flow import Phase
from rps_game.game.gestures import Gesture
from rps_game.game.rhythm import Pace
from rps_game.ui.inputs import Action, action_of
from rps_game.ui.pads import Pads
from rps_game.ui.window import take_events
from tools.driven_game import key_down

GAME_CONTROLLER, THROTTLE = 1, 7
"""SDL's types of joysticks; the second has no mapping."""

A, B, RIGHT_SHOULDER, UP, DOWN, RIGHT = 0, 1, 10, 11, 12, 14
"""Buttons of a PS4 pad, a DualSense, or a Switch Pro pad, which have no hat."""

LEFT_Y, RIGHT_X, LEFT_TRIGGER = 1, 2, 4


class Sdl:
    """The functions of SDL that pygame does not have."""

    def __init__(self) -> None:
        libraries = list(Path(pygame.__file__).parents[1].glob("pygame*.libs/libSDL2-2*"))
        if not libraries:
            pytest.skip("pygame's own SDL is not where its wheels for Linux have it")
        self.library = ctypes.CDLL(str(libraries[0]))
        self.library.SDL_JoystickFromInstanceID.restype = ctypes.c_void_p
        self.library.SDL_SetHint(
            b"SDL_JOYSTICK_ALLOW_BACKGROUND_EVENTS", b"1"
        )  # the window has no focus here

    def plug_in(self, kind: int = GAME_CONTROLLER, hats: int = 0) -> int:
        index: int = self.library.SDL_JoystickAttachVirtual(kind, 6, 21, hats)
        assert index >= 0
        return index

    def unplug(self, index: int) -> None:
        assert self.library.SDL_JoystickDetachVirtual(index) == 0

    def press(self, pad: int, button: int) -> None:
        for down in (1, 0):
            assert self.library.SDL_JoystickSetVirtualButton(self._pad(pad), button, down) == 0
            self.library.SDL_JoystickUpdate()

    def push(self, pad: int, axis: int, value: int) -> None:
        assert self.library.SDL_JoystickSetVirtualAxis(self._pad(pad), axis, ctypes.c_int16(value)) == 0
        self.library.SDL_JoystickUpdate()

    def turn_hat(self, pad: int, value: int) -> None:
        assert self.library.SDL_JoystickSetVirtualHat(self._pad(pad), 0, value) == 0
        self.library.SDL_JoystickUpdate()

    def _pad(self, pad: int) -> ctypes.c_void_p:
        return ctypes.c_void_p(self.library.SDL_JoystickFromInstanceID(pad))


@pytest.fixture
def sdl(stage: Stage) -> Iterator[Sdl]:
    sdl = Sdl()
    yield sdl
    while pygame.joystick.get_count():
        sdl.unplug(0)
    take_events()


@pytest.fixture
def stage(stage: Stage) -> Stage:
    take_events()  # those of the pads of the tests before
    return stage


def step(stage: Stage) -> None:
    """One frame, with what SDL has to tell."""
    stage.step(*take_events())


def newest(stage: Stage) -> int:
    """Let a pad be opened, and return its number."""
    added = take_events()
    stage.step(*added)
    assert any(event.type == pygame.JOYDEVICEADDED for event in added)
    return max(pygame.joystick.Joystick(i).get_instance_id() for i in range(pygame.joystick.get_count()))


def test_a_pad_without_a_hat_goes_through_the_game(stage: Stage, sdl: Sdl) -> None:
    sdl.plug_in()
    pad = newest(stage)
    stage.hand.show(Gesture.SCISSORS)
    for _ in range(3):
        step(stage)
    sdl.push(pad, LEFT_TRIGGER, -32768)  # as it rests
    step(stage)
    assert stage.hand.shown is Gesture.SCISSORS
    sdl.push(pad, RIGHT_X, -32768)
    step(stage)
    assert stage.hand.shown is Gesture.ROCK

    labels = []
    for press in (RIGHT_SHOULDER, DOWN, UP):
        sdl.press(pad, press)
        step(stage)
        focused = stage.app.screen.focus.focused
        labels.append(focused and focused.label)
    assert labels == ["Opponent", "Players", "Opponent"]
    sdl.push(pad, LEFT_Y, 32767)
    step(stage)
    assert stage.app.screen.focus.focused is not None
    while stage.app.screen.focus.focused.label != "Settings":
        sdl.press(pad, RIGHT_SHOULDER)
        step(stage)
    sdl.press(pad, A)
    step(stage)
    assert stage.phase is Phase.SETTINGS  # by one press, though SDL tells of it twice
    sdl.press(pad, RIGHT)
    step(stage)
    assert stage.context.settings.opponent == "learner"  # the next one
    sdl.press(pad, B)
    step(stage)
    assert stage.phase is Phase.TITLE


def test_a_pad_that_sdl_does_not_know_works_by_its_first_buttons_its_hat_and_its_stick(
    stage: Stage, sdl: Sdl
) -> None:
    sdl.plug_in(THROTTLE, hats=1)
    pad = newest(stage)
    stage.app.go_to(Phase.SETTINGS)
    step(stage)
    for turn in (4, 0):  # down
        sdl.turn_hat(pad, turn)
        step(stage)
    sdl.press(pad, A)
    step(stage)
    assert stage.context.settings.best_of == 7
    sdl.push(pad, LEFT_Y, 32767)
    step(stage)
    sdl.press(pad, A)
    step(stage)
    assert stage.context.settings.pace is Pace.FAST
    sdl.press(pad, 20)
    sdl.press(pad, B)
    step(stage)
    assert stage.phase is Phase.TITLE


def test_a_pad_that_is_gone_before_it_is_opened_changes_nothing(stage: Stage, sdl: Sdl) -> None:
    stage.app.go_to(Phase.SETTINGS)
    sdl.plug_in()
    sdl.unplug(0)
    step(stage)
    stage.step(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=7, guid=""))
    assert stage.phase is Phase.SETTINGS


def test_of_two_pads_the_other_stays_when_one_goes(stage: Stage, sdl: Sdl) -> None:
    sdl.plug_in()
    first = newest(stage)
    sdl.plug_in()
    sdl.unplug(0)
    second = newest(stage)  # told of under a number that it no longer has
    assert second != first
    stage.app.go_to(Phase.SETTINGS)
    sdl.press(second, B)
    step(stage)
    assert stage.phase is Phase.TITLE


def test_a_stick_that_trembles_makes_one_step(stage: Stage) -> None:
    pads = Pads()
    steps = []
    for value in (0.0, 0.2, 0.65, 0.55, 0.7, 0.9, 0.3, 0.7, -1.0):
        event = pads.translate(pad_axis(pygame.CONTROLLER_AXIS_LEFTY, round(32767 * value)))
        steps.append(event and action_of(event))
    assert steps == [None, None, Action.DOWN, None, None, None, None, Action.DOWN, Action.UP]


def test_the_help_closes_by_a_pad(stage: Stage) -> None:
    stage.step(key_down(pygame.K_F1))
    assert "Keys" in stage.texts()
    Gamepad(stage).confirm()
    stage.step()
    assert "Keys" not in stage.texts()
    assert stage.phase is Phase.TITLE

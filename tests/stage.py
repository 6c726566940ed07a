"""A whole game with the real loop, screens and files; the test drives its camera and its network."""

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pygame
from workbench import MADE_BY, SCENES, BenchViewMaker, features_of, scene, wait_for_files

from rps_game.game.gestures import CLASSIC, Gesture
from rps_game.heads.dataset import Features
from rps_game.heads.starter import Starter
from rps_game.network.backbone import Backbone, BackboneName
from rps_game.network.convert import OnStage, Preparation
from rps_game.network.loader import Network
from rps_game.paths import Paths
from rps_game.settings_file import load_settings
from rps_game.ui.widgets.poses import pose_keys
from tools.driven_game import DrivenGame, SteppedFeed

NOWHERE = Path("/nowhere")


class StageHand:
    """A camera that can be told what to show, and what the network makes of it.

    Attributes:
        shown: what it shows.
        number: how many frames there were.
        light: below 1 the hand is read less surely.
    """

    name = "demo"
    live = True

    def __init__(self) -> None:
        self.shown, self.number, self.light = Gesture.NONE, 0, 1.0

    def show(self, gesture: Gesture) -> None:
        self.shown = gesture

    def read(self) -> npt.NDArray[np.uint8]:
        self.number += 1
        return self.frame()

    def frame(self) -> npt.NDArray[np.uint8]:
        return scene(self.shown, self.number % SCENES)

    def features(self) -> Features:
        return features_of(self.shown) * np.float32(self.light)

    def close(self) -> None:
        pass


class StageBackbone(Backbone):
    """Stands for a loaded network; the features come from the camera."""

    def __init__(self, hand: StageHand) -> None:
        self.name, self.fingerprint, self.hand = MADE_BY.name, MADE_BY.fingerprint, hand

    def embed(self, square: npt.NDArray[np.uint8]) -> Features:
        return self.hand.features()


class StageNetwork(Network):
    """Loaded at once; or, if it is not `converted`, when the test says that its conversion is over."""

    def __init__(self, hand: StageHand, *, converted: bool, starter: Starter | None) -> None:
        backbone = StageBackbone(hand)
        super().__init__(BackboneName.RANDOM, NOWHERE, NOWHERE, lambda *_: backbone, self._convert)
        self.shipped = starter
        self.converting, self.converted = threading.Event(), threading.Event()
        if converted:
            self.converted.set()

    def load(self, *, convert: bool) -> None:
        super().load(convert=convert or self.converted.is_set())

    def finish_loading(self) -> bool:
        while self._thread is not None and self._thread.is_alive():
            self._thread.join(0.001)
            if self.converting.is_set() and not self.converted.is_set():
                break
        ready = super().finish_loading()
        if ready:
            self.starter = self.shipped
        return ready

    def _convert(
        self, spec: str, cache: Path, log: Path, on_stage: OnStage, *, stopped: threading.Event
    ) -> None:
        on_stage(Preparation.CONVERTING, 0.6)
        self.converting.set()
        while not stopped.is_set() and not self.converted.wait(0.001):
            pass
        self.converting.clear()


class Stage(DrivenGame):
    """Opens a game in a folder of its own, and steps it.

    Attributes:
        hand: the camera, whether the game has it or not.
        waits_for_files: whether the file thread is waited for before each frame.
    """

    def __init__(
        self,
        folder: Path,
        size: tuple[int, int] = (640, 480),
        *,
        converted: bool = True,
        starter: Starter | None = None,
        hand: StageHand | None = None,
    ) -> None:
        paths = Paths.below(folder)
        self.hand, self.waits_for_files = hand or StageHand(), True
        self.feed = SteppedFeed(self.hand)
        self.network = StageNetwork(self.hand, converted=converted, starter=starter)
        super().__init__(paths, load_settings(paths.settings)[0], size, feed=self.feed, network=self.network)
        self.view_maker = self.context.view_maker = BenchViewMaker()

    def step(self, *events: pygame.event.Event) -> bool:
        if self.waits_for_files:
            wait_for_files(self.context)
        return super().step(*events)

    def hold(self, until: threading.Event) -> None:
        """Have the file thread wait, as on a slow disk."""
        self.waits_for_files = False
        self.context.files.run(partial(until.wait, 60))

    def labels(self) -> list[str]:
        """Return the labels of the buttons."""
        return [button.label for button in self.app.screen.front.focus.buttons]

    def names(self) -> Sequence[str]:
        """Return the names of the saved players."""
        wait_for_files(self.context)
        return [info.name for info in self.context.saves.list()]


class Keyboard:
    """A player with nothing but keys."""

    def __init__(self, stage: DrivenGame) -> None:
        self.stage = stage

    def press(self, label: str) -> None:
        """Press the button of that name."""
        self.seek(label)
        self.confirm()

    def seek(self, label: str) -> None:
        self.stage.seek(label, self.next)

    def next(self) -> None:
        self.stage.press(pygame.K_TAB)

    def confirm(self) -> None:
        self.stage.press(pygame.K_RETURN)

    def pause(self) -> None:
        """Pause a match."""
        self.stage.press(pygame.K_f)

    def pose(self, gesture: Gesture) -> None:
        self.stage.pose(gesture)


class Gamepad(Keyboard):
    """A player with nothing but a gamepad."""

    def next(self) -> None:
        self.stage.step(pad_button(pygame.CONTROLLER_BUTTON_RIGHTSHOULDER))

    def confirm(self) -> None:
        self.stage.step(pad_button(pygame.CONTROLLER_BUTTON_A))

    def pause(self) -> None:
        self.stage.step(pad_button(pygame.CONTROLLER_BUTTON_START))

    def pose(self, gesture: Gesture) -> None:
        pushes = {
            "rock": (pygame.CONTROLLER_AXIS_RIGHTX, -32768),
            "scissors": (pygame.CONTROLLER_AXIS_RIGHTX, 32767),
            "paper": (pygame.CONTROLLER_AXIS_RIGHTY, -32768),
            "none": (pygame.CONTROLLER_AXIS_RIGHTY, 32767),
        }
        if gesture.is_none or gesture.rules is CLASSIC:
            self._push(*pushes[gesture.id])
            return
        self._push(*pushes["none"])
        for _ in range(int(gesture) + 1):
            self._push(*pushes["scissors"])  # to the next pose

    def _push(self, axis: int, value: int) -> None:
        for pushed in (value, 0):
            self.stage.step(pad_axis(axis, pushed))


class Mouse(Keyboard):
    """A player with nothing but a mouse."""

    def press(self, label: str) -> None:
        self.stage.step()
        buttons = self.stage.app.screen.front.focus.buttons
        self.click(next(button for button in buttons if button.label == label and button.enabled).rect.center)

    def pause(self) -> None:
        self.press("")  # only a symbol

    def click(self, place: tuple[int, int]) -> None:
        self.stage.step(pygame.event.Event(pygame.MOUSEMOTION, pos=place, rel=(1, 1), buttons=(0, 0, 0)))
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            self.stage.step(pygame.event.Event(kind, pos=place, button=1))

    def pose(self, gesture: Gesture) -> None:
        letter = pose_keys(gesture)[0].upper()
        letters = [box for box in self.stage.context.theme.boxes if box.string == letter]
        self.click(letters[-1].box.center)  # the status line is drawn last


def pad_button(button: int) -> pygame.event.Event:
    return pygame.event.Event(pygame.CONTROLLERBUTTONDOWN, instance_id=0, button=button)


def pad_axis(axis: int, value: int) -> pygame.event.Event:
    return pygame.event.Event(pygame.CONTROLLERAXISMOTION, instance_id=0, axis=axis, value=value)

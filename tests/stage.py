"""A whole app with the real loop, screens and files; the test drives its camera and its network."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import pygame
from workbench import SCENES, BenchViewMaker, features_of, scene, wait_for_files

from rps_game.app import App
from rps_game.camera.feed import FeedState
from rps_game.camera.observation import Observation
from rps_game.camera.preprocess import PREPROCESS_VERSION, to_square
from rps_game.errors import CameraError
from rps_game.file_thread import FileThread
from rps_game.flow import Phase
from rps_game.game.gestures import Gesture
from rps_game.heads.dataset import Features, NetworkId
from rps_game.heads.starter import Starter
from rps_game.network.backbone import BackboneName
from rps_game.network.convert import OnStage, Preparation
from rps_game.network.loader import Network
from rps_game.paths import Paths
from rps_game.saves.store import SaveStore
from rps_game.settings_file import load_settings
from rps_game.ui.sound import Sound
from rps_game.ui.window import Window

NOWHERE = Path("/nowhere")

FRAME_S = 1 / 30
"""Half as often as the game is drawn: the tests take half as long."""


class StageHand:
    """A camera that can be told what to show."""

    name = "demo"
    live = True

    def __init__(self) -> None:
        self.shown = Gesture.NONE

    def show(self, gesture: Gesture) -> None:
        self.shown = gesture


@dataclass
class StageFeed:
    source: StageHand | None = field(default_factory=StageHand)
    state: FeedState = FeedState.RUNNING
    error: CameraError | None = None
    fps: float = 30.0
    embeds: bool = False
    switched: int = 0
    closed: bool = False
    number: int = 0
    now: float = 0.0
    light: float = 1.0  # below 1 the hand is read less surely

    def start(self) -> None:
        pass

    def switch(self, factory: object) -> None:
        self.switched += 1

    def set_embed(self, embed: object) -> None:
        self.embeds = embed is not None

    def latest(self) -> Observation | None:
        if self.source is None:
            return None
        if self.state is FeedState.RUNNING:
            self.number += 1
        frame = scene(self.source.shown, self.number % SCENES)
        features = features_of(self.source.shown) * np.float32(self.light) if self.embeds else None
        return Observation(self.number, self.now, frame, to_square(frame), features)

    def close(self, timeout_s: float) -> bool:
        self.closed = True
        return True


class StageBackbone:
    """Stands for a loaded network; the features come from the camera."""

    name = "random"
    fingerprint = "0" * 64
    id = NetworkId(name, fingerprint, PREPROCESS_VERSION)

    def embed(self, square: object) -> Features:
        raise AssertionError


class StageNetwork(Network):
    """Loaded at once; or, if it is not `converted`, when the test says that its conversion is over."""

    def __init__(self, *, converted: bool = True, starter: Starter | None = None) -> None:
        super().__init__(
            BackboneName.RANDOM,
            NOWHERE,
            NOWHERE,
            lambda _spec, _cache: StageBackbone(),  # type: ignore[arg-type, return-value]
            self._convert,
        )
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


class Stage:
    """Opens an app in a folder of its own, and steps it."""

    def __init__(
        self,
        folder: Path,
        size: tuple[int, int] = (640, 480),
        *,
        converted: bool = True,
        starter: Starter | None = None,
        hold: threading.Event | None = None,
    ) -> None:
        self.paths = Paths(
            cache=folder / "cache",
            data=folder / "data",
            saves=folder / "saves",
            settings=folder / "settings.json",
            log=folder / "log.txt",
        )
        settings, _ = load_settings(self.paths.settings)
        self.window = Window(size)
        self.feed, self.network = StageFeed(), StageNetwork(converted=converted, starter=starter)
        self.now = 100.0
        self.waits_for_files = True  # before each frame
        files = FileThread(self.paths, settings)
        if hold is not None:
            self.hold(hold, files)
        self.app = App(
            window=self.window,
            settings=settings,
            feed=self.feed,  # type: ignore[arg-type]
            network=self.network,
            saves=SaveStore(self.paths.saves),
            files=files,
            sound=Sound(),
            rng=np.random.default_rng(0),
        )
        self.context = self.app.context
        self.view_maker = self.context.view_maker = BenchViewMaker()

    @property
    def phase(self) -> Phase:
        return self.app.phase

    def step(self, *events: pygame.event.Event) -> bool:
        self.now += FRAME_S
        self.feed.now = self.now
        if self.waits_for_files:
            wait_for_files(self.context)
        return self.app.step(events, self.now)

    def hold(self, until: threading.Event, files: FileThread | None = None) -> None:
        """Have the file thread wait, as on a slow disk."""
        self.waits_for_files = False
        (files or self.context.files).run(partial(until.wait, 60))

    def run(self, seconds: float, until: Phase | None = None) -> None:
        """Run for so many seconds, or until a phase is reached."""
        for _ in range(round(seconds / FRAME_S)):
            if not self.step() or self.phase is until:
                return
        assert until is None, f"{until} was not reached: still in {self.phase}"

    def press(self, *keys: int) -> bool:
        return all(self.step(key_down(key)) for key in keys)

    def type(self, text: str) -> None:
        for letter in text:
            self.step(pygame.event.Event(pygame.TEXTINPUT, text=letter))

    def texts(self) -> list[str]:
        """Return every text in the window."""
        return [box.string for box in self.context.theme.boxes]

    def names(self) -> Sequence[str]:
        """Return the names of the saved players."""
        wait_for_files(self.context)
        return [info.name for info in self.context.saves.list()]


class Keyboard:
    """A player with nothing but keys."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def press(self, label: str) -> None:
        """Press the button of that name."""
        self.seek(label)
        self.confirm()

    def seek(self, label: str) -> None:
        focus = self.stage.app.screen.focus
        for _ in range(3 * len(focus.buttons)):
            if focus.focused is not None and focus.focused.label == label:
                return
            self.next()
        raise AssertionError(f"no way to {label} among {[button.label for button in focus.buttons]}")

    def next(self) -> None:
        self.stage.press(pygame.K_TAB)

    def confirm(self) -> None:
        self.stage.press(pygame.K_RETURN)

    def pose(self, gesture: Gesture) -> None:
        keys = {Gesture.NONE: pygame.K_n, Gesture.ROCK: pygame.K_r}
        self.stage.press({**keys, Gesture.PAPER: pygame.K_p, Gesture.SCISSORS: pygame.K_s}[gesture])


class Gamepad(Keyboard):
    """A player with nothing but a gamepad."""

    def next(self) -> None:
        self.stage.step(pad_button(pygame.CONTROLLER_BUTTON_RIGHTSHOULDER))

    def confirm(self) -> None:
        self.stage.step(pad_button(pygame.CONTROLLER_BUTTON_A))

    def pose(self, gesture: Gesture) -> None:
        axis, value = {
            Gesture.ROCK: (pygame.CONTROLLER_AXIS_RIGHTX, -32768),
            Gesture.SCISSORS: (pygame.CONTROLLER_AXIS_RIGHTX, 32767),
            Gesture.PAPER: (pygame.CONTROLLER_AXIS_RIGHTY, -32768),
            Gesture.NONE: (pygame.CONTROLLER_AXIS_RIGHTY, 32767),
        }[gesture]
        for pushed in (value, 0):
            self.stage.step(pad_axis(axis, pushed))


class Mouse(Keyboard):
    """A player with nothing but a mouse."""

    def press(self, label: str) -> None:
        self.stage.step()
        buttons = self.stage.app.screen.focus.buttons
        self.click(next(button for button in buttons if button.label == label and button.enabled).rect.center)

    def click(self, place: tuple[int, int]) -> None:
        self.stage.step(pygame.event.Event(pygame.MOUSEMOTION, pos=place, rel=(1, 1), buttons=(0, 0, 0)))
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            self.stage.step(pygame.event.Event(kind, pos=place, button=1))

    def pose(self, gesture: Gesture) -> None:
        self.click(self.stage.app._overlays._hand._box(gesture).center)


def key_down(key: int, mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0)


def pad_button(button: int) -> pygame.event.Event:
    return pygame.event.Event(pygame.CONTROLLERBUTTONDOWN, instance_id=0, button=button)


def pad_axis(axis: int, value: int) -> pygame.event.Event:
    return pygame.event.Event(pygame.CONTROLLERAXISMOTION, instance_id=0, axis=axis, value=value)

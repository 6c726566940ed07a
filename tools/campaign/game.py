"""The game that the campaign plays: a real one, whose pictures and features are made once, for speed."""

import functools
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Self

import cv2
import numpy as np
import numpy.typing as npt
import pygame

from rps_game.calibration.capture import CaptureState
from rps_game.camera.feed import Feed
from rps_game.camera.observation import Frame
from rps_game.camera.preprocess import to_square
from rps_game.drawn_hand.source import HandSource
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.game.match import Round
from rps_game.heads.dataset import Features, TrainingSet
from rps_game.heads.report import TrainingReport, TrainingSettings
from rps_game.heads.training import finish, train_head
from rps_game.network.backbone import DEFAULT_BACKBONE, Backbone, backbone_path, load_backbone
from rps_game.network.loader import Network
from rps_game.paths import Paths
from rps_game.saves.format import Profile
from rps_game.settings_file import load_settings
from rps_game.ui.drawing import Symbol
from rps_game.ui.screens.calibrate.screen import Calibrate
from rps_game.ui.widgets.focus import Button
from tools.driven_game import DrivenGame, SteppedFeed

PICTURES: Final = 20
"""Of each gesture; they are shown in turn."""

SIZE: Final = (320, 240)
CREATED: Final = "2026-01-01T12:00:00+00:00"
_SETTLED: Final = 30
"""Frames that the drawn hand needs to change its gesture."""


@functools.cache
def pictures() -> dict[Gesture, list[Frame]]:
    """Return pictures of the drawn hand, uint8 (240, 320, 3) BGR."""
    hand = HandSource(4, paced=False)
    shown: dict[Gesture, list[Frame]] = {}
    for gesture in CLASSES:
        hand.show(gesture)
        for _ in range(_SETTLED):
            hand.read()
        read = [frame for _ in range(PICTURES * 3) if (frame := hand.read()) is not None][::3]
        shown[gesture] = [np.asarray(cv2.resize(frame, SIZE), np.uint8) for frame in read]
    return shown


class Hand:
    """The drawn hand as a camera, of which every picture is there already. A `Source`."""

    name = "demo"
    live = True

    def __init__(self) -> None:
        self.shown, self._number = Gesture.NONE, 0

    def show(self, gesture: Gesture) -> None:
        """Show this from the next picture on."""
        self.shown = gesture

    def read(self) -> Frame:
        """Return the next picture."""
        self._number += 1
        known = {each.id: each for each in CLASSES}.get(self.shown.id, Gesture.PAPER)  # any hand will do
        return pictures()[known][self._number % PICTURES]

    def close(self) -> None:
        """Do nothing."""


class RememberingBackbone(Backbone):
    """The network that ships; it computes each picture once."""

    _features: Final[dict[int, Features]] = {}
    _MOST: Final = 2000

    def embed(self, square: npt.NDArray[np.uint8]) -> Features:
        key = zlib.crc32(square.tobytes())
        if (known := self._features.get(key)) is not None:
            return known
        features = super().embed(square)
        if len(self._features) < self._MOST:
            self._features[key] = features
        return features


@functools.cache
def backbone() -> RememberingBackbone:
    """Load the network."""
    shipped = load_backbone(DEFAULT_BACKBONE, Path())
    model = backbone_path(DEFAULT_BACKBONE, Path()).read_bytes()
    return RememberingBackbone(shipped.name, shipped.fingerprint, model)


@functools.cache
def training_set() -> TrainingSet:
    """Return what a player shows, without views."""
    return TrainingSet.of(
        {
            gesture: [backbone().embed(to_square(frame)) for frame in frames]
            for gesture, frames in pictures().items()
        },
        {},
    )


@functools.cache
def trained() -> tuple[Profile, TrainingReport]:
    """Train a player's head, and return the player and how it went."""
    data = training_set()
    head, report = finish(train_head(data, TrainingSettings(), None))
    return (
        Profile(
            name="Anna",
            head=head,
            samples={gesture: data.features[data.labels == gesture] for gesture in data.classes},
            network=backbone().id,
            created=CREATED,
            holdout_accuracy=report.holdout_accuracy,
        ),
        report,
    )


@functools.cache
def small_player() -> Profile:
    """Return that player with one picture of each gesture, and its views: 200 kB."""
    player, _ = trained()
    rows = {gesture: features[:1] for gesture, features in player.samples.items()}
    views = {gesture: [np.full((2, 256), 0.5, np.float32)] for gesture in rows}
    return replace(player, samples=rows, views=views)


def any_round(rng: np.random.Generator) -> Round:
    """Return a round that somebody may have played."""
    return Round(GESTURES[int(rng.integers(3))], GESTURES[int(rng.integers(3))])


class CampaignGame(DrivenGame):
    """Opens a game below a folder, with the settings that are there.

    Attributes:
        hand: what the camera sees.
        camera: it, unless another `feed` is given.
        besides: returns the events that come in each frame beside those that are asked for.
    """

    def __init__(
        self,
        folder: Path,
        size: tuple[int, int] = (640, 480),
        *,
        feed: Feed | None = None,
        network: Network | None = None,
        chance: int = 0,
    ) -> None:
        paths = Paths.below(folder)
        self.hand = Hand()
        self.camera = SteppedFeed(self.hand)
        self.besides: Callable[[], Sequence[pygame.event.Event]] = tuple
        settings, _ = load_settings(paths.settings)
        super().__init__(
            paths,
            settings,
            size,
            feed=feed or self.camera,
            network=network or Network(DEFAULT_BACKBONE, paths.cache, paths.log, lambda *_: backbone()),
            chance=chance,
            step_s=1 / 15,
        )
        self._draw, self._undrawn, self._draws_every = self.app.draw, 0, 1
        self.app.draw = self._draw_some  # type: ignore[method-assign]

    def _draw_some(self) -> None:
        self._undrawn += 1
        if self._undrawn >= self._draws_every:
            self._draw()
            self._undrawn = 0

    @contextmanager
    def _drawing_seldom(self) -> Iterator[None]:
        # Nothing that is read depends on it, and it is most of the work.
        self._draws_every = 8
        try:
            yield
        finally:
            self._draws_every = 1

    def pose(self, gesture: Gesture) -> None:
        """Show a gesture."""
        self.hand.show(gesture)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.app.close()

    def step(self, *events: pygame.event.Event) -> bool:
        return super().step(*events, *self.besides())

    def wait_for_files(self) -> None:
        """Wait until the file thread has done what it was asked for, and step once."""
        done = threading.Event()
        self.context.files.run(done.set)
        assert done.wait(60), "the file thread does not answer"
        self.step()

    def home(self) -> None:
        """Go back to the title by Esc, as a player does; fail where that leads nowhere."""
        for _ in range(20):
            if self.phase in {Phase.TITLE, Phase.QUIT}:
                return
            self.step(pygame.event.Event(pygame.TEXTEDITING, text="", start=0, length=0))
            self.press(pygame.K_ESCAPE)
            self.run(0.3)
        raise AssertionError(f"no way out of {self.phase.name}: {self.texts()}")

    def choose(self, outcome: Outcome) -> bool:
        """Click the button that leads to an outcome; return False where there is none."""
        self.step()
        return self._click(lambda button: button.press is outcome)

    def _click(self, wanted: Callable[[Button], bool]) -> bool:
        for button in self.app.screen.front.focus.buttons:
            if wanted(button) and button.enabled and button.visible:
                for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
                    self.step(pygame.event.Event(kind, pos=button.rect.center, button=1, touch=False))
                return True
        return False

    def new_player(self) -> bool:
        """Click "New player", and go on with a calibration that was left; return whether that is offered."""
        self.step()
        return self._click(lambda button: button.symbol is Symbol.PLUS) and (
            self.phase is not Phase.TITLE or self.choose(Outcome.NEW)
        )

    def calibrate(self) -> bool:
        """Record every gesture as a new player and train on them; return whether that led to the report."""
        self.home()
        if self.new_player():
            self._reach(Phase.CALIBRATE)
        with self._drawing_seldom():
            for _ in range(1500):
                screen = self.app.screen
                if not isinstance(screen, Calibrate):
                    break
                if screen.wanted is None:
                    self.press(pygame.K_RETURN)
                else:
                    self.pose(screen.wanted)
                    waits = screen.state in {CaptureState.WAITING, CaptureState.PAUSED}
                    self.run(0.5)
                    self.press(*[pygame.K_RETURN] * waits)
                time.sleep(0.001)
            return self._reach(Phase.REPORT)

    def begin_match(self) -> bool:
        """Press "Play", which is marked at the title where there is a head; return whether a match began."""
        self.home()
        self.step()
        self.press(pygame.K_RETURN)
        return self._reach(Phase.MATCH)

    def play_match(self, rng: np.random.Generator) -> bool:
        """Play a match to its end; return whether it came to that."""
        if not self.begin_match():
            return False
        with self._drawing_seldom():
            for _ in range(1000):
                if self.phase is not Phase.MATCH:
                    break
                self.pose(CLASSES[int(rng.integers(len(CLASSES)))])
                self.run(float(rng.uniform(0.2, 2)))
        return self.phase is Phase.RESULT

    def _reach(self, phase: Phase) -> bool:
        # The network and the views of the samples are made by threads, in real time.
        for _ in range(2000):
            if self.phase is phase:
                return True
            if not self.step() or self.phase in {Phase.TITLE, Phase.TROUBLE}:
                return False
            time.sleep(0.001)
        return False

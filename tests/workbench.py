"""A workbench for single screens: the test drives camera, network and clock."""

import functools
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pygame

from rps_game.calibration.views import ViewMaker
from rps_game.camera.feed import FeedState
from rps_game.camera.observation import Observation, Sample, Square
from rps_game.camera.preprocess import to_square
from rps_game.drawn_hand.source import HandSource
from rps_game.errors import GameError
from rps_game.file_thread import FileThread
from rps_game.flow import Outcome
from rps_game.game.gestures import CLASSES, Gesture
from rps_game.game.match import Round
from rps_game.heads.base import Head
from rps_game.heads.dataset import FEATURE_SHAPE, POOLED, Features, NetworkId, Pooled, TrainingSet
from rps_game.heads.dense import INPUTS, DenseHead
from rps_game.heads.pooled import PooledHead
from rps_game.heads.report import Step, TrainingReport, TrainingSettings
from rps_game.heads.starter import Starter
from rps_game.heads.training import Training
from rps_game.network.loader import Network, NetworkState
from rps_game.paths import Paths
from rps_game.saves.store import SaveStore
from rps_game.session import Session
from rps_game.settings import Settings
from rps_game.ui.context import Context
from rps_game.ui.drawing import Painter, Theme
from rps_game.ui.screens.base import Screen
from rps_game.ui.sound import Sound
from tools.driven_game import SteppedFeed, misfits

FRAME_S = 1 / 30
SMALL_WINDOW = (640, 480)  # quickly drawn
MADE_BY = NetworkId("random", "0" * 64, 1)


def features_of(gesture: Gesture) -> Features:
    """Return features that `label_head` reads as this gesture."""
    features = np.zeros(FEATURE_SHAPE, np.float32)
    features[0, 0, gesture] = 1.0
    return features


def scene(gesture: Gesture, number: int) -> np.ndarray:
    return _scene(number, hand=not gesture.is_none)


@functools.cache
def _scene(number: int, *, hand: bool) -> np.ndarray:
    """Return a frame before a patterned wall, uint8 (240, 320, 3), with a box for a hand.

    It is light, sharp and whole, and the hand moves from one number to the next: what a player should show.
    """
    wall, skin = (
        np.random.default_rng(seed).integers(low, 255, (240, 320, 3)) for seed, low in ((0, 90), (1, 150))
    )
    frame = wall.repeat(8, axis=0)[:240].repeat(8, axis=1)[:, :320].astype(np.uint8)
    if hand:
        left, top = 100 + 11 * number % 40, 70 + 17 * number % 30
        frame[top : top + 90, left : left + 80] = skin.repeat(6, axis=0).repeat(6, axis=1)[:90, :80]
    return frame


SCENES = 20
"""How many different places the hand goes to: not twice to one in the second between two samples."""


def label_head(classes: tuple[Gesture, ...] = CLASSES) -> DenseHead:
    """Return a head that reads what `features_of` wrote, surely enough for a vote."""
    units = len(classes)
    hidden = np.zeros((INPUTS, units), np.float32)
    hidden[:units, :] = 3 * np.eye(
        units, dtype=np.float32
    )  # the first values of a frame are its first place's
    return DenseHead(hidden, np.zeros(units, np.float32), np.eye(units, dtype=np.float32), classes)


def label_pooled_head(confidence: float = 0.95) -> PooledHead:
    """Return such a head of the pooled kind, which expects this confidence."""
    kernel = np.zeros((POOLED, len(CLASSES)), np.float32)
    kernel[: len(CLASSES)] = 5 * FEATURE_SHAPE[0] * FEATURE_SHAPE[1] * np.eye(len(CLASSES), dtype=np.float32)
    thresholds = np.full(len(CLASSES), 0.4, np.float32)
    zeros = np.zeros(len(CLASSES), np.float32)
    return PooledHead(kernel, zeros, thresholds, np.array([confidence], np.float32), CLASSES)


def label_starter() -> Starter:
    """Return a starter whose head reads label pictures, with negatives of zeros."""
    return Starter(label_pooled_head(), np.zeros((3, POOLED), np.float32))


def report(
    confusion: npt.ArrayLike = ((7, 0, 0), (0, 7, 0), (0, 0, 7)),
    now: float | None = 1.0,
    before: float | None = None,
) -> TrainingReport:
    """Return the report of a training: what was confused, and the accuracy of head and starter."""
    table = np.array(confusion, np.int64)
    return TrainingReport((1.4, 0.7, 0.1), 0.1, 1.0, table, now, 1.2, before)


@dataclass
class MadeUpTraining:
    """Stands for `train_head`: goes through `steps`, and ends with this head and report."""

    head: Head = field(default_factory=label_head)
    report: TrainingReport = field(default_factory=report)
    steps: Iterable[Step | None] = (Step(1, 20, 1, 7, 1.38, 0.3),)
    error: GameError | None = None
    data: TrainingSet | None = None
    starter: Starter | None = None

    def __call__(self, data: TrainingSet, settings: TrainingSettings, starter: Starter | None) -> Training:
        self.data, self.starter = data, starter
        yield from self.steps
        if self.error is not None:
            raise self.error
        return self.head, self.report


class BenchViewMaker(ViewMaker):
    """Has the views of a frame, two of its number, as soon as the test does not keep it busy."""

    busy = False

    def __init__(self) -> None:
        self.requested: list[int] = []
        self.closed, self.told = False, 0

    def request(self, key: int, square: Square) -> None:
        assert square.shape == (224, 224, 3)
        self.requested.append(key)

    def take_finished(self) -> list[tuple[int, Pooled]]:
        if self.busy:
            return []
        fresh, self.told = self.requested[self.told :], len(self.requested)
        return [(key, np.full((2, 256), key, np.float32)) for key in fresh]

    def close(self, timeout_s: float) -> bool:
        self.closed = True
        return True


class BenchNetwork(Network):
    """A network that is there."""

    state = NetworkState.READY
    id = MADE_BY

    def __init__(self) -> None:
        super().__init__(MADE_BY.name, Path("/nowhere"), Path("/nowhere"))

    def load(self, *, convert: bool) -> None:
        pass


def wait_for_files(context: Context) -> None:
    """Wait until the file thread has done what it was asked for."""
    done = threading.Event()
    context.files.run(done.set)
    assert done.wait(60)


def _raise(error: GameError) -> None:
    raise error


class Workbench:
    """Steps one screen at a time through frames of 1/30 s, each with a new picture from the camera."""

    def __init__(self, folder: Path, size: tuple[int, int] = SMALL_WINDOW, **settings: Any) -> None:
        pygame.display.init()
        self.surface = pygame.Surface(size)
        self.feed, self.network = SteppedFeed(HandSource(paced=False)), BenchNetwork()
        self.view_maker = BenchViewMaker()
        self.recorded: list[Round] = []
        self.trained: list[tuple[Head, TrainingReport]] = []
        self.showing = Gesture.NONE
        self.number = 0
        self.context = Context(
            session=Session(),
            settings=Settings(**settings),
            feed=self.feed,
            saves=SaveStore(folder),
            files=FileThread(Paths.below(folder), Settings()),
            network=self.network,
            view_maker=self.view_maker,
            theme=Theme(size),
            sound=Sound(muted=True),
            rng=np.random.default_rng(0),
            log_path=folder / "log.txt",
            change_settings=self._change_settings,
            use_camera=lambda camera: None,
            count_round=self._count_round,
            use_trained_head=lambda head, report: self.trained.append((head, report)),
            show_message=lambda words: None,
            choose_rules=lambda rules: None,
            read_rules=lambda: None,
            rules_folder=folder / "rules",
            now=100.0,
        )

    @property
    def painter(self) -> Painter:
        return Painter(self.surface, self.context.theme)

    def _change_settings(self, **changes: Any) -> None:
        self.context.settings = replace(self.context.settings, **changes)

    def _count_round(self, played: Round) -> None:
        self.recorded.append(played)
        self.context.session.history.append(played)
        self.count(played, self.context.settings.opponent)

    def count(self, played: Round, opponent: str) -> None:
        """Add a round to the record of the session's player."""
        player = self.context.session.record
        self.context.files.change_records(lambda records: records.record(player, played, opponent))

    def look(self, frame: np.ndarray | None = None) -> None:
        """Give the screen a new observation."""
        self.number += 1
        frame = scene(self.showing, self.number % SCENES) if frame is None else frame
        self.context.observation = Observation(
            self.number, self.context.now, frame, to_square(frame), features_of(self.showing)
        )

    def step(self, screen: Screen, *events: pygame.event.Event, draw: bool = True) -> Outcome | None:
        """Run one frame of the window."""
        self.context.now += FRAME_S
        if self.feed.state is FeedState.RUNNING and not self.feed.frozen:
            self.look()
        wait_for_files(self.context)
        self.context.files.finish(_raise)
        for event in events:
            outcome = screen.handle(event)
            if outcome is not None:
                return outcome
        outcome = screen.update(self.context.now)
        if outcome is None and draw:
            self.context.theme.begin_frame()
            screen.draw(self.painter)
        return outcome

    def texts(self) -> list[str]:
        """Return every text that `step` drew last."""
        return [box.string for box in self.context.theme.boxes]

    def read(self, screen: Screen) -> list[str]:
        """Draw a screen as it is, and return every text in it."""
        self.context.theme.begin_frame()
        screen.draw(self.painter)
        return self.texts()

    def misfits(self, screen: Screen) -> list[str]:
        """Draw a screen as it is, and return what does not fit."""
        self.read(screen)
        return misfits(screen, self.surface)

    def run(self, screen: Screen, seconds: float) -> Outcome | None:
        """Run until the screen ends, or so many seconds at most; the last frame is drawn."""
        for _ in range(round(seconds / FRAME_S)):
            outcome = self.step(screen, draw=False)
            if outcome is not None:
                return outcome
        screen.draw(self.painter)
        return None

    def press(self, screen: Screen, *keys: int) -> Outcome | None:
        """Press keys one after the other."""
        for key in keys:
            outcome = self.step(screen, pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
            if outcome is not None:
                return outcome
        return None

    def click(self, screen: Screen, place: tuple[int, int]) -> Outcome | None:
        """Click with the left button."""
        events = [
            pygame.event.Event(kind, pos=place, button=1)
            for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP)
        ]
        return self.step(screen, pygame.event.Event(pygame.MOUSEMOTION, pos=place), *events)


def fill(session: Session, classes: tuple[Gesture, ...] = CLASSES, frames: int = 8) -> None:
    """Fill a session with samples, as after a calibration."""
    for gesture in classes:
        session.samples[gesture] = [
            Sample(1000 + i, to_square(scene(gesture, i)), features_of(gesture)) for i in range(frames)
        ]
    session.samples_network = MADE_BY

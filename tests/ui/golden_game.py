"""The game that the golden pictures show, with a made-up camera, network and player.

Nothing in it depends on a shipped network, on the hour, or on chance: the camera shows our own icons before a
plain wall, the features are a formula, and so is the head.
"""

import functools
import math
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pygame
import pytest
from stage import Stage, StageHand
from workbench import MADE_BY, MadeUpTraining

from rps_game.camera.observation import Sample
from rps_game.camera.preprocess import to_square
from rps_game.flow import Phase
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.game.match import Round
from rps_game.game.statistics import Records
from rps_game.heads.dataset import FEATURE_SHAPE, POOLED, Features
from rps_game.heads.pooled import PooledHead
from rps_game.heads.report import Stage as TrainingStage
from rps_game.heads.report import Step, TrainingReport
from rps_game.heads.starter import Starter
from rps_game.session import Session
from rps_game.ui.drawing.icons import icon_picture
from rps_game.ui.screens.match.screen import MatchState, PlayMatch
from rps_game.ui.widgets.poses import pose_keys
from tools.driven_game import key_down

SIZE = (1280, 720)
WALL, FLOOR, DOOR, SKIN = (188, 196, 200), (70, 84, 104), (150, 120, 84), (126, 160, 214)
"""BGR, as from a camera."""

HAND_PX = 150
SAMPLES = 12
CREATED = "2025-03-01"
LOG = "/home/anna/.local/state/rps-game/log/rps-game.log"

_PLACES = np.indices((7, 7)).astype(np.float32)
_CHANNELS = np.arange(FEATURE_SHAPE[2], dtype=np.float32)


def frame(gesture: Gesture, number: int) -> np.ndarray:
    """Draw a frame, uint8 (240, 320, 3) BGR: a wall, a floor, a door, and a hand that moves."""
    picture = np.full((240, 320, 3), WALL, np.uint8)
    picture[190:] = FLOOR
    picture[30:190, :44] = DOOR
    if gesture is not Gesture.NONE:
        left, top = 70 + 11 * number % 40, 40 + 17 * number % 30
        behind = picture[top : top + HAND_PX, left : left + HAND_PX]
        behind[:] = np.round(behind + (np.array(SKIN) - behind) * solid(gesture))
    return picture


@functools.cache
def solid(gesture: Gesture) -> np.ndarray:
    """Return how opaque the hand is, float64 (150, 150, 1) in 0..1."""
    icon = icon_picture(gesture, HAND_PX, (0, 0, 0))
    return pygame.surfarray.array_alpha(icon).T[..., None] / 255


def features(gesture: Gesture, number: int) -> Features:
    """Return features: every fourth channel is active for one class; the door always says "no hand"."""
    down, right = _PLACES[..., None]
    hand = np.exp(-((down - 2.8 - np.sin(_CHANNELS)) ** 2 + (right - 3.2 - np.cos(_CHANNELS)) ** 2) / 3)
    door = np.exp(-((down - 3) ** 2) / 8 - right**2)
    own = np.where(_CHANNELS % len(CLASSES) == gesture, 1.0, 0.2)
    wavers = 1 + 0.05 * np.sin(number + _CHANNELS)
    empty = np.where(_CHANNELS % len(CLASSES) == Gesture.NONE, 0.5, 0.1)
    return np.asarray(hand * own * wavers + door * empty, np.float32)


def head() -> PooledHead:
    """Return a head that reads those features with high probabilities."""
    kernel = np.full((POOLED, len(CLASSES)), -0.12, np.float32)
    for gesture in CLASSES:
        kernel[gesture :: len(CLASSES), gesture] = 0.24
    zeros = np.zeros(len(CLASSES), np.float32)
    thresholds = np.full(len(CLASSES), 0.4, np.float32)
    return PooledHead(kernel, zeros, thresholds, np.array([0.95], np.float32), CLASSES)


def starter() -> Starter:
    """Return a starter, as it would ship with the network."""
    return Starter(head(), np.zeros((1, POOLED), np.float32))


def report(*, bad: bool = False) -> TrainingReport:
    """Return a training report; a `bad` one for scissors, or a good one."""
    confusion = np.array([[9, 1, 0], [0, 10, 0], [4, 0, 6]]) if bad else np.diag([10, 10, 10])
    losses = tuple(float(0.02 + 1.36 * np.exp(-i / 12)) for i in range(100))
    accuracy = float(confusion.trace() / confusion.sum())
    return TrainingReport(losses, losses[-1], 1.0, confusion, accuracy, 0.8, 0.7)


def rounds_of(words: str) -> tuple[Round, ...]:
    """Return rounds from two letters each, the player's first: "RS" is rock against scissors."""
    letters = {gesture.name[0]: gesture for gesture in GESTURES}
    return tuple(Round(letters[player], letters[computer]) for player, computer in map(tuple, words.split()))


def training_steps() -> Iterator[Step | None]:
    """Yield the first half of a training, which then stands still."""
    for i in range(60):
        epoch, batch = divmod(i, 5)
        yield Step(epoch + 1, 20, batch + 1, 5, 0.02 + 1.36 * math.exp(-i / 12), 0.9, TrainingStage.HOLDOUT)
    while True:
        yield None


class GoldenHand(StageHand):
    """Shows `frame`, with `features`."""

    def frame(self) -> np.ndarray:
        return frame(self.shown, self.number)

    def features(self) -> Features:
        return features(self.shown, self.number)


class GoldenStage(Stage):
    """A stage with that camera, and known random bytes for the seals of moves."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, *, converted: bool = True) -> None:
        known = SimpleNamespace(token_bytes=lambda count: bytes(range(count)))
        monkeypatch.setattr("rps_game.ui.screens.match.dealer.secrets", known)
        monkeypatch.setattr("rps_game.ui.screens.train.train_head", MadeUpTraining(steps=training_steps()))
        self.pressed: list[pygame.event.Event] = []
        (folder / "settings.json").write_text('{"language": "en", "opponent": "learner", "best_of": 3}')
        super().__init__(folder, SIZE, converted=converted, starter=starter(), hand=GoldenHand())
        self.context.log_path = Path(LOG)
        self.run(0.2)

    @property
    def session(self) -> Session:
        return self.context.session

    def show(self, gesture: Gesture) -> None:
        """Press the key of a pose with the next frame."""
        self.pressed.append(key_down(ord(pose_keys(gesture)[0])))

    def step(self, *events: pygame.event.Event) -> bool:
        pressed, self.pressed = self.pressed, []
        return super().step(*pressed, *events)

    def enter(self, phase: Phase, seconds: float = 0.2) -> None:
        self.app.go_to(phase)
        self.run(seconds)

    def record(self, *gestures: Gesture) -> None:
        """Store samples of these classes."""
        for gesture in gestures:
            self.session.samples[gesture] = [
                Sample(1000 + i, to_square(frame(gesture, i)), features(gesture, i)) for i in range(SAMPLES)
            ]

    def learn(self, *, bad: bool = False) -> None:
        """Load a player who was trained just now."""
        self.record(*CLASSES)
        self.session.use_trained_head(head(), report(bad=bad), CREATED, MADE_BY)

    def save(self, *names: str) -> None:
        """Save the player under these names, and load the last of them."""
        for name in names:
            self.context.saves.save(self.session.as_profile(name)(), name)
        self.session.saved_name, self.session.unsaved = names[-1], False
        self.session.saved_file = self.context.saves.path(names[-1])

    def play(self, rounds: str) -> None:
        """Record rounds, written as for `rounds_of`, against two opponents."""
        for i, played in enumerate(rounds_of(rounds)):
            opponent = "learner" if i % 3 else "random"
            record = functools.partial(
                Records.record, player=self.session.record, played=played, opponent=opponent
            )
            self.context.files.change_records(record)
            self.session.history.append(played)

    def throw(self, gesture: Gesture, state: MatchState) -> None:
        """Play on with this hand until the match has come to a state."""
        self.show(gesture)
        for _ in range(300):
            if isinstance(self.app.screen, PlayMatch) and self.app.screen.state is state:
                return
            self.step()
        raise AssertionError(f"the match did not come to {state.name}")

"""Plays the game by a script on the drawn hand: for screenshots, and for the animation of the README.

SDL draws into memory, and the script has its own clock: set SDL_VIDEODRIVER and SDL_AUDIODRIVER to "dummy"
before the import.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pygame

from rps_game.app import App
from rps_game.camera.feed import FeedState
from rps_game.camera.observation import Observation
from rps_game.camera.preprocess import to_square
from rps_game.drawn_hand.source import HandSource
from rps_game.file_thread import FileThread
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.network.backbone import DEFAULT_BACKBONE
from rps_game.network.loader import Network
from rps_game.paths import Paths, default_paths
from rps_game.saves.store import SaveStore
from rps_game.settings import Settings
from rps_game.ui.sound import Sound
from rps_game.ui.window import Window

FRAME_S = 1 / 30
POSES = {
    Gesture.NONE: pygame.K_n,
    Gesture.ROCK: pygame.K_r,
    Gesture.PAPER: pygame.K_p,
    Gesture.SCISSORS: pygame.K_s,
}
PATIENCE_S = 120


class SteppedFeed:
    """A feed of the drawn hand, with one frame for each frame of the window."""

    def __init__(self, seed: int) -> None:
        self.source: HandSource | None = HandSource(seed, paced=False)
        self.state, self.error, self.fps = FeedState.RUNNING, None, 30.0
        self.now, self.frozen = 0.0, False
        self._embed: Callable | None = None
        self._number = 0
        self._last: Observation | None = None

    def latest(self) -> Observation | None:
        if self.source is not None and not self.frozen:
            self._number += 1
            frame = self.source.read()
            square = to_square(frame)
            started_s = time.perf_counter()
            features = None if self._embed is None else self._embed(square)
            captured_s = self.now - (time.perf_counter() - started_s)
            self._last = Observation(self._number, captured_s, frame, square, features)
        return self._last

    def lose(self) -> None:
        """Lose the camera."""
        self.source, self.state, self._last = None, FeedState.FAILED, None

    def set_embed(self, embed: Callable | None) -> None:
        self._embed = embed

    def start(self) -> None:
        pass

    def switch(self, factory: object) -> None:
        pass

    def close(self, _timeout_s: float) -> bool:
        return True


class SelfPlayer:
    """Plays an app of its own that keeps its files in the folder `home`."""

    def __init__(
        self, home: Path, size: tuple[int, int], *, language: str = "en", hand: int = 4, chance: int = 3
    ) -> None:
        paths = Paths(
            cache=default_paths().cache,
            data=home / "data",
            saves=home / "saves",
            settings=home / "settings.json",
            log=home / "rps-game.log",
        )
        settings = Settings(language=language, frames=30, best_of=3, muted=True)
        self.window = Window(size)
        self.feed = SteppedFeed(hand)
        self.now = 1000.0
        self.app = App(
            window=self.window,
            settings=settings,
            feed=self.feed,  # type: ignore[arg-type]
            network=Network(DEFAULT_BACKBONE, paths.cache, paths.log),
            saves=SaveStore(paths.saves),
            files=FileThread(paths, settings),
            sound=Sound(),
            rng=np.random.default_rng(chance),
        )

    @property
    def state(self) -> str:
        """State of the match that is shown."""
        return self.app.screen._state.name

    def step(self, *events: pygame.event.Event) -> None:
        self.now += FRAME_S
        self.feed.now = self.now
        self.app.step(events, self.now)

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / FRAME_S)):
            self.step()

    def until(self, wanted: Callable[[], bool], what: str, *, really: bool = False) -> None:
        """Play until `wanted` is true; `really` sleeps between frames, while another process works."""
        started_s = time.monotonic()
        while not wanted():
            self.step()
            if really:
                time.sleep(FRAME_S)
            if time.monotonic() - started_s > PATIENCE_S:
                sys.exit(f"waited {PATIENCE_S} s for {what}, in {self.app.phase.name}")

    def press(self, *keys: int) -> None:
        for key in keys:
            self.step(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="", scancode=0))

    def pose(self, gesture: Gesture) -> None:
        self.press(POSES[gesture])

    def focus(self, index: int) -> None:
        """Press the button of this number."""
        self.app.screen.focus.focused = self.app.screen.focus.buttons[index]
        self.press(pygame.K_RETURN)

    def end(self, outcome: Outcome) -> None:
        """Leave the screen with this outcome."""
        self.app._apply(outcome)

    def begin_calibration(self, preparing: Callable[[], None] = lambda: None) -> None:
        """Start as a new player, from the title on; `preparing` is called if the network is prepared."""
        self.run(0.5)
        self.end(Outcome.NEW)
        self.step()
        if self.app.phase is Phase.PREPARE:
            self.until(
                lambda: self.app.context.network.preparation is not None, "the preparation", really=True
            )
            preparing()
            self.until(lambda: self.app.phase is Phase.CALIBRATE, "the network", really=True)

    def record(self, gestures: Sequence[Gesture] = (Gesture.NONE, *GESTURES)) -> None:
        """Record these gestures, each to its end."""
        for gesture in gestures:
            self.pose(gesture)
            self.run(0.8)
            self.press(pygame.K_RETURN)
            self.until(lambda g=gesture: g in self.app.context.session.recorded, f"samples of {gesture.name}")

    def until_trained(self, training: Callable[[], None] = lambda: None) -> None:
        """Train the head; `training` is called meanwhile."""
        self.press(pygame.K_RETURN)
        self.until(lambda: self.app.phase is Phase.TRAIN, "the training")
        self.step()
        training()
        self.until(lambda: self.app.phase is Phase.REPORT, "the report", really=True)

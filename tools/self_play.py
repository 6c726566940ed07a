"""Plays the game by a script on the drawn hand: for screenshots, and for the animation of the README.

SDL draws into memory: set SDL_VIDEODRIVER and SDL_AUDIODRIVER to "dummy" before the import.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pygame

from rps_game.drawn_hand.source import HandSource
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.network.backbone import DEFAULT_BACKBONE
from rps_game.network.loader import Network
from rps_game.paths import Paths, default_paths
from rps_game.settings import Settings
from rps_game.ui.screens.match.screen import PlayMatch
from tools.driven_game import DrivenGame, SteppedFeed

PATIENCE_S = 120


class SelfPlayer(DrivenGame):
    """Plays a game of its own that keeps its files in the folder `home`."""

    def __init__(
        self, home: Path, size: tuple[int, int], *, language: str = "en", hand: int = 4, chance: int = 3
    ) -> None:
        paths = replace(Paths.below(home), cache=default_paths().cache)
        self.feed = SteppedFeed(HandSource(hand, paced=False))
        super().__init__(
            paths,
            Settings(language=language, frames=30, best_of=3, muted=True),
            size,
            feed=self.feed,
            network=Network(DEFAULT_BACKBONE, paths.cache, paths.log),
            chance=chance,
        )

    @property
    def match(self) -> PlayMatch:
        """The match that is shown."""
        assert isinstance(self.app.screen, PlayMatch)
        return self.app.screen

    def until(self, wanted: Callable[[], bool], what: str, *, really: bool = False) -> None:
        """Play until `wanted` is true; `really` sleeps between frames, while another process works."""
        started_s = time.monotonic()
        while not wanted():
            self.step()
            if really:
                time.sleep(self.step_s)
            if time.monotonic() - started_s > PATIENCE_S:
                sys.exit(f"waited {PATIENCE_S} s for {what}, in {self.phase.name}")

    def begin_calibration(self, preparing: Callable[[], None] = lambda: None) -> None:
        """Start as a new player, from the title on; `preparing` is called if the network is prepared."""
        self.run(0.5)
        self.app.apply(Outcome.NEW)
        self.step()
        if self.phase is Phase.PREPARE:
            network = self.context.network
            self.until(lambda: network.preparation is not None, "the preparation", really=True)
            preparing()
            self.until(lambda: self.phase is Phase.CALIBRATE, "the network", really=True)

    def until_recorded(self, gesture: Gesture) -> None:
        """Play until a gesture has its samples."""
        self.until(lambda: gesture in self.context.session.recorded, f"samples of {gesture.name}")

    def record(self, gestures: Sequence[Gesture] = (Gesture.NONE, *GESTURES)) -> None:
        """Record these gestures, each to its end."""
        for gesture in gestures:
            self.pose(gesture)
            self.run(0.8)
            self.press(pygame.K_RETURN)
            self.until_recorded(gesture)

    def until_trained(self, training: Callable[[], None] = lambda: None) -> None:
        """Train the head; `training` is called meanwhile."""
        self.press(pygame.K_RETURN)
        self.until(lambda: self.phase is Phase.TRAIN, "the training")
        self.step()
        training()
        self.until(lambda: self.phase is Phase.REPORT, "the report", really=True)

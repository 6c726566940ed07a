"""A camera that shows a session's frames of the gesture that the screen asks for, and a game played with it.

    python -m tools.asked_camera ../shared/hands/best_of_one [--swap rock=paper ...] [--empty 64]

The videos of ../shared show each gesture too briefly to calibrate on. A session is a folder with rock/,
paper/, scissors/ and perhaps none/. In a match the hand changes from throw to throw.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pygame

from rps_game.app import App
from rps_game.camera.observation import Frame
from rps_game.camera.pictures import pictures_in, read_picture
from rps_game.flow import Phase
from rps_game.game.gestures import CLASSES, CLASSIC, GESTURES, Gesture
from rps_game.network.backbone import DEFAULT_BACKBONE
from rps_game.network.loader import Network
from rps_game.paths import Paths, default_paths
from rps_game.settings import Settings
from rps_game.ui.screens.calibrate.screen import Calibrate
from rps_game.ui.screens.match.screen import MatchState, PlayMatch
from tools.driven_game import DrivenGame, SteppedFeed

FPS = 60
"""Of the window; the camera has a new frame for every second of them."""

CHANGES_IN_S = 0.5
"""From a question of the screen to the hand: a player reads and moves."""


class AskedCamera:
    """Plays the frames of one gesture after the other.

    Args:
        session: the folder.
        swaps: what is shown in place of what is asked for.
        empty: of none/, how many frames from its start show nothing but the room; all by default.

    Attributes:
        shown: the gesture.
    """

    name = "asked"
    live = True

    def __init__(
        self, session: Path, swaps: Mapping[Gesture, Gesture] | None = None, empty: int | None = None
    ) -> None:
        self._files: dict[Gesture, Sequence[Path]] = {
            gesture: pictures_in(session / gesture.id) for gesture in CLASSES
        }
        self._files[Gesture.NONE] = self._files[Gesture.NONE][:empty]
        self._swaps = swaps or {}
        self._numbers = dict.fromkeys(CLASSES, 0)
        self._asked: Gesture | None = None
        self._asked_frames = 0
        self.shown = Gesture.NONE

    def ask(self, gesture: Gesture) -> None:
        """Show a gesture, once it has been asked for in the frames of `CHANGES_IN_S`."""
        self._asked_frames = self._asked_frames + 1 if gesture is self._asked else 0
        self._asked = gesture
        if self._asked_frames >= CHANGES_IN_S * FPS:
            self.shown = self._swaps.get(gesture, gesture)

    def read(self) -> Frame:
        files = self._files[self.shown]
        if not files:  # a set without empty rooms
            return np.full((288, 384, 3), 120, np.uint8)
        # Forth and back, so that no cut is seen.
        last = max(len(files) - 1, 1)
        number, self._numbers[self.shown] = self._numbers[self.shown], self._numbers[self.shown] + 1
        return read_picture(files[last - abs(last - number % (2 * last))])

    def close(self) -> None:
        pass


def asked_by(app: App) -> Gesture:
    """Return the gesture that a screen wants to see; no hand where it wants none."""
    screen = app.screen
    if isinstance(screen, Calibrate):
        return Gesture.NONE if screen.wanted is None else screen.wanted
    if isinstance(screen, PlayMatch) and screen.state is not MatchState.PAUSED:
        return GESTURES[len(screen.match.rounds) % len(GESTURES)]
    return Gesture.ROCK if app.phase is Phase.TRY else Gesture.NONE


class AskedGame(DrivenGame):
    """A game that keeps its files in the folder `home`, before this camera."""

    def __init__(
        self,
        home: Path,
        camera: AskedCamera,
        size: tuple[int, int] = (1280, 720),
        language: str = "en",
        backbone: str = DEFAULT_BACKBONE,
    ) -> None:
        paths = replace(Paths.below(home), cache=default_paths().cache)
        self.camera, self._feed = camera, SteppedFeed(camera)
        super().__init__(
            paths,
            Settings(language=language, muted=True),
            size,
            feed=self._feed,
            network=Network(backbone, paths.cache, paths.log),
            step_s=1 / FPS,
        )

    def step(self, *events: pygame.event.Event) -> bool:
        """Show what the screen asks for, and run one frame of the window."""
        self.camera.ask(asked_by(self.app))
        self._feed.frozen = not self._feed.frozen
        return super().step(*events)


def swap(text: str) -> tuple[Gesture, Gesture]:
    """Read "rock=paper": for rock, paper is shown."""
    asked, shown = text.split("=")
    return CLASSIC[asked], CLASSIC[shown]


def main() -> None:
    """Open a window, and play in it until it is closed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("session", type=Path)
    parser.add_argument("--swap", type=swap, nargs="*", default=[], help="show another gesture: rock=paper")
    parser.add_argument("--empty", type=int, help="frames at the start of none/ that show the room alone")
    parser.add_argument("--language", default="en")
    parser.add_argument("--size", type=int, nargs=2, default=(1280, 720), help="of the window")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        camera = AskedCamera(options.session, dict(options.swap), options.empty)
        game = AskedGame(Path(home), camera, tuple(options.size), options.language)
        clock = pygame.time.Clock()
        while game.step(*pygame.event.get()):
            clock.tick(FPS)
        game.app.close()


if __name__ == "__main__":
    main()

"""A game that is driven frame by frame: a clock of its own, keys, a camera that waits for it.

Tests, screenshots and simulated play open their games by it. SDL draws into memory where SDL_VIDEODRIVER and
SDL_AUDIODRIVER are "dummy" before the import.
"""

import itertools
from collections.abc import Callable
from typing import Final

import numpy as np
import pygame

from rps_game.app import App
from rps_game.camera.feed import Feed, FeedState, SourceFactory
from rps_game.camera.observation import Observation
from rps_game.camera.preprocess import to_square
from rps_game.camera.sources import Source
from rps_game.errors import CameraError
from rps_game.flow import Phase
from rps_game.game.gestures import Gesture
from rps_game.network.loader import Network
from rps_game.paths import Paths
from rps_game.settings import Settings
from rps_game.ui.context import Context
from rps_game.ui.screens.base import Screen
from rps_game.ui.widgets.poses import pose_keys
from rps_game.ui.window import Window

DELAY_S: Final = 0.004
"""From the capture of a frame until the window sees it."""


class SteppedFeed(Feed):
    """A feed without a thread: a frame of its source for each frame of the window.

    Attributes:
        now: the game's clock, in seconds.
        frozen: whether the newest frame stays.
        switched: how often another camera was asked for.
        closed: whether the game has closed it.
    """

    fps = 30.0

    def __init__(self, source: Source) -> None:
        super().__init__(lambda: source)
        self.source, self.state = source, FeedState.RUNNING
        self.now, self.frozen, self.switched, self.closed = 0.0, False, 0, False

    def latest(self) -> Observation | None:
        if self.source is None:
            return None
        if self.state is FeedState.RUNNING and not self.frozen:
            self._number += 1
            frame = self.source.read()
            assert frame is not None
            square = to_square(frame)
            features = None if self._embed is None else self._embed(square)
            self._newest = Observation(self._number, self.now - DELAY_S, frame, square, features)
        return self._newest

    def lose(self, error: CameraError) -> None:
        """Lose the camera."""
        self.source, self.state, self.error = None, FeedState.FAILED, error

    def start(self) -> None:
        pass

    def switch(self, source_factory: SourceFactory) -> None:
        self.switched += 1

    def close(self, timeout_s: float = 2.0) -> bool:
        self.closed = True
        return True


class DrivenGame:
    """Opens a game, and steps it.

    Args:
        paths: where its files are.
        settings: the player's.
        size: of the window, in pixels.
        feed: the camera; a `SteppedFeed` follows the game's clock.
        network: the frozen network.
        chance: seed of the game's chance.
        step_s: seconds from a frame to the next.

    Attributes:
        now: the game's clock, in seconds.
    """

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        size: tuple[int, int],
        *,
        feed: Feed,
        network: Network,
        chance: int = 0,
        step_s: float = 1 / 30,
    ) -> None:
        self.now, self.step_s = 100.0, step_s
        self.paths, self.window = paths, Window(size)
        self.app = App(
            paths,
            settings,
            window=self.window,
            feed=feed,
            network=network,
            rng=np.random.default_rng(chance),
        )

    @property
    def context(self) -> Context:
        return self.app.context

    @property
    def phase(self) -> Phase:
        return self.app.phase

    def step(self, *events: pygame.event.Event) -> bool:
        """Run one frame of the window; return whether the game goes on."""
        self.now += self.step_s
        feed = self.context.feed
        if isinstance(feed, SteppedFeed):
            feed.now = self.now
        return self.app.step(events, self.now)

    def run(self, seconds: float, until: Phase | None = None) -> None:
        """Run for so many seconds, or until a phase is reached."""
        for _ in range(round(seconds / self.step_s)):
            if not self.step() or self.phase is until:
                return
        assert until is None, f"{until} was not reached: still in {self.phase}"

    def press(self, *keys: int) -> bool:
        """Press keys, each in a frame of its own; return whether the game goes on."""
        return all(self.step(key_down(key)) for key in keys)

    def type(self, text: str) -> None:
        """Type letters into a text field."""
        for letter in text:
            self.step(pygame.event.Event(pygame.TEXTINPUT, text=letter))

    def pose(self, gesture: Gesture) -> None:
        """Have the drawn hand show this."""
        self.press(ord(pose_keys(gesture)[0]))

    def seek(self, label: str, go_on: Callable[[], object] | None = None) -> None:
        """Go to a button: by Tab, or by what `go_on` does."""
        focus = self.app.screen.front.focus
        for _ in range(3 * len(focus.buttons)):
            if self.focused == label:
                return
            go_on() if go_on else self.press(pygame.K_TAB)
        raise AssertionError(f"no way to {label} among {[button.label for button in focus.buttons]}")

    def press_button(self, label: str) -> None:
        """Go to a button by Tab, and press it by Enter."""
        self.seek(label)
        self.press(pygame.K_RETURN)

    @property
    def focused(self) -> str:
        """Label of the button that Enter presses; "" for none."""
        button = self.app.screen.front.focus.focused
        return "" if button is None else button.label

    def texts(self) -> list[str]:
        """Return every text in the window."""
        return [box.string for box in self.context.theme.boxes]

    def misfits(self) -> list[str]:
        """Return what `misfits` finds in the window."""
        return misfits(self.app.screen.front, self.window.surface)


def misfits(screen: Screen, surface: pygame.Surface) -> list[str]:
    """Return the texts that were cut or left their box, and what leaves the window or lies over a button.

    Buttons without a width are those of a list that is scrolled away from them.
    """
    window = surface.get_rect()
    found = [
        f"{box.string!r} in {tuple(box.box)} covers {tuple(box.drawn)}{'' if box.whole else ', cut'}"
        for box in screen.theme.boxes
        if box.string
        and not (box.whole and box.box.inflate(4, 4).contains(box.drawn) and window.contains(box.drawn))
    ]
    buttons = [button for button in screen.focus.buttons if button.visible and button.rect.width]
    found += [f"{button.label!r} leaves the window" for button in buttons if not window.contains(button.rect)]
    return found + [
        f"{one.label!r} lies over {other.label!r}"
        for one, other in itertools.combinations(buttons, 2)
        if one.rect.colliderect(other.rect)
    ]


def key_down(key: int, mod: int = 0) -> pygame.event.Event:
    """Return the event of a key that is pressed."""
    return pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0)

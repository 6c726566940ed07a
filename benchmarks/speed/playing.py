"""The game's window, opened for a measurement: the real loop, the drawn hand as its camera, no sound."""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
import pygame
from rps_game.trainer.process import Trainer

from rps_game.app import App
from rps_game.camera.feed import Feed
from rps_game.camera.sources import Source
from rps_game.drawn_hand.source import HandSource
from rps_game.flow import Outcome, Phase
from rps_game.network.backbone import DEFAULT_BACKBONE
from rps_game.network.loader import Network, NetworkState
from rps_game.paths import default_paths
from rps_game.settings import Settings
from rps_game.ui.window import Window

PATIENCE_S: Final = 120.0

Clock = Callable[[], float]


@contextlib.contextmanager
def opened(
    settings: Settings | None = None, source: Source | None = None, clock: Clock = time.monotonic
) -> Iterator[App]:
    """Open a game in the folder that RPS_GAME_HOME names.

    Args:
        settings: of the player; the defaults, without sound, if None.
        source: the camera; None for the drawn hand at its own pace.
        clock: that stamps its frames.

    Yields:
        It, at its title screen.
    """
    settings = settings or Settings(muted=True)
    paths = default_paths()
    app = App(
        paths,
        settings,
        window=Window(),
        feed=Feed(lambda: source or HandSource(), clock=clock),
        trainer=Trainer(paths.log, paths.cache),
        network=Network(settings.backbone or DEFAULT_BACKBONE, paths.cache),
        rng=np.random.default_rng(1),
    )
    try:
        yield app
    finally:
        app.close()


def loop(app: App, running: Callable[[], bool], after: Callable[[], None] = lambda: None) -> list[float]:
    """Run the window at 60 frames a second while `running`; when each frame ended, in seconds.

    `after` is called when a frame has been shown.

    Raises:
        TimeoutError: it ran for too long.
        RuntimeError: the game has ended by itself.
    """
    clock, ends_s = pygame.time.Clock(), []
    until_s = time.monotonic() + PATIENCE_S
    while running():
        if not app.step(pygame.event.get(), time.monotonic()):
            raise RuntimeError("the game has ended")
        ends_s.append(time.perf_counter())
        after()
        if time.monotonic() > until_s:
            raise TimeoutError(f"the game stays in {app.phase} with {app.context.error}")
        clock.tick(60)
    return ends_s


def loop_for(app: App, seconds: float, after: Callable[[], None] = lambda: None) -> list[float]:
    """Run it for so long."""
    until_s = time.monotonic() + seconds
    return loop(app, lambda: time.monotonic() < until_s, after)


def settled(app: App) -> App:
    """Run it until the network is there and the first frames are drawn: fonts and icons are loaded then."""
    loop(app, lambda: app.context.network.state is not NetworkState.READY)
    loop_for(app, 1.0)
    return app


def press(app: App, *keys: int) -> None:
    """Press keys in one frame of the window."""
    events = [pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="") for key in keys]
    app.step(events, time.monotonic())


def enter(app: App, goal: Outcome) -> None:
    """Leave the title for what needs the network: calibrating (DONE), playing or trying."""
    app.context.session.goal = goal
    app.go_to(Phase.PREPARE)

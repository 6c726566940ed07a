"""What is measured: made-up frames, a saved player, the game's window before a drawn hand."""

import contextlib
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Final

import numpy as np
import numpy.typing as npt
import pygame

from rps_game.app import App
from rps_game.calibration.augmentation import VIEWS, nth_view, pooled_views, views_of
from rps_game.camera.feed import Feed
from rps_game.camera.observation import Square
from rps_game.camera.preprocess import to_square
from rps_game.camera.sources import Source
from rps_game.drawn_hand.source import HandSource
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.dataset import Features, Pooled, TrainingSet
from rps_game.heads.report import TrainingSettings
from rps_game.heads.starter import Starter
from rps_game.heads.training import finish, train_head
from rps_game.network.backbone import DEFAULT_BACKBONE, Backbone, load_backbone
from rps_game.network.loader import Network, NetworkState, starter_of
from rps_game.paths import default_paths
from rps_game.saves.format import Profile
from rps_game.saves.names import LAST_PLAYER
from rps_game.saves.store import SaveStore
from rps_game.settings import Settings
from rps_game.ui.drawing.theme import DESIGN_SIZE
from rps_game.ui.screens import SCREENS, load_screen
from rps_game.ui.window import Window

FRAMES: Final = 40
"""Of each gesture, as the game records them; at most so many are drawn, and more are made of them."""

SAVED_FRAMES: Final = 30
SETTLING: Final = 15
"""Frames until a hand has come up after it was called for: half a second."""

NOISE_LEVELS: Final = 4.0
"""Standard deviation of a webcam's noise, of 255."""

COUNTDOWN: Final = 190
"""Frames: three seconds and a little."""

CREATED: Final = "2000-01-01"
PATIENCE_S: Final = 120.0

Clock = Callable[[], float]
Running = Callable[[int], bool]
Act = Callable[[], object]
Picture = npt.NDArray[np.uint8]


def nothing() -> None:
    """Do nothing."""


@cache
def backbone() -> Backbone:
    """Return the network that the game sees with."""
    return load_backbone(DEFAULT_BACKBONE, default_paths().cache)


def starter() -> Starter | None:
    """Return the network's starter."""
    return starter_of(DEFAULT_BACKBONE, default_paths().cache, backbone().fingerprint)


def drawn(frames: int, classes: tuple[Gesture, ...] = GESTURES) -> dict[Gesture, list[Picture]]:
    """Draw so many pictures of each gesture, uint8 (480, 640, 3) BGR, one after the other in one room."""
    hand = HandSource(paced=False)
    pictures = {}
    for gesture in classes:
        hand.show(gesture)
        seen = [hand.read() for _ in range(SETTLING + frames)]
        pictures[gesture] = [picture for picture in seen[SETTLING:] if picture is not None]
    return pictures


def webcam_frames(frames: int, classes: tuple[Gesture, ...] = GESTURES) -> dict[Gesture, list[Square]]:
    """Return so many squares of each gesture that differ as a webcam's do.

    A drawn room stands still. Of its frames alone, half of the dense head's inputs would be zero in all; of
    real sessions, 12 to 25 in 100 are. So light, place and size vary as in augmented views, with noise.
    """
    rng = np.random.default_rng(0)

    def varied(square: Square, number: int) -> Square:
        view = nth_view(square, 0, number)
        return np.clip(np.round(view + rng.normal(0, NOISE_LEVELS, view.shape)), 0, 255).astype(np.uint8)

    found = {}
    for gesture, pictures in drawn(min(frames, FRAMES), classes).items():
        squares = [to_square(picture) for picture in pictures]
        found[gesture] = [varied(squares[number % len(squares)], number) for number in range(frames)]
    return found


def training_set(frames: int, *, views: bool = False, empty: bool = False) -> TrainingSet:
    """Return so many frames of each gesture; if wanted with augmented views, and with frames of no hand.

    The views of the first `FRAMES` are made, and come again.
    """
    embed = backbone().embed
    features: dict[Gesture, list[Features]] = {}
    viewed: dict[Gesture, list[Pooled]] = {}
    for gesture, squares in webcam_frames(frames, CLASSES if empty else GESTURES).items():
        features[gesture] = [embed(square) for square in squares]
        if views:
            of_each = [
                pooled_views(views_of(square, VIEWS, seed), embed)
                for seed, square in enumerate(squares[:FRAMES])
            ]
            viewed[gesture] = [of_each[number % len(of_each)] for number in range(frames)]
    return TrainingSet.of(features, viewed)


def made_up_player(data: TrainingSet) -> Profile:
    """Train a default head, and return the profile of the last player."""
    return Profile(
        name=LAST_PLAYER,
        head=finish(train_head(data, TrainingSettings(), starter()))[0],
        samples={gesture: data.features[data.labels == gesture] for gesture in data.classes},
        network=backbone().id,
        created=CREATED,
        holdout_accuracy=None,
        views=data.views_by_class(),
    )


def save_last_player() -> None:
    """Leave a made-up player where the game offers it at its start."""
    player = made_up_player(training_set(SAVED_FRAMES, views=True, empty=True))
    SaveStore(default_paths().saves).save(player, LAST_PLAYER)


@contextlib.contextmanager
def opened(
    settings: Settings | None = None,
    source: Source | None = None,
    clock: Clock = time.monotonic,
    size: tuple[int, int] = DESIGN_SIZE,
) -> Iterator[App]:
    """Open a game in the folder that RPS_GAME_HOME names: the real loop, no sound.

    Args:
        settings: of the player; the defaults, without sound, if None.
        source: the camera; None for the drawn hand at its own pace.
        clock: that stamps its frames.
        size: of its window, in pixels.

    Yields:
        It, at its title screen.
    """
    settings = settings or Settings(muted=True)
    paths = default_paths()
    app = App(
        paths,
        settings,
        window=Window(size),
        feed=Feed(lambda: source or HandSource(), clock=clock),
        network=Network(settings.backbone or DEFAULT_BACKBONE, paths.cache, paths.log),
        rng=np.random.default_rng(1),
    )
    try:
        yield app
    finally:
        app.close()


def loop(app: App, running: Running, *, act: Act = nothing, after: Act = nothing) -> list[float]:
    """Run the window at 60 frames a second.

    Args:
        app: the game.
        running: is given the number of frames so far, and says whether another one is wanted.
        act: is called between the first and the second frame.
        after: is called when a frame has been shown.

    Returns:
        The milliseconds from the end of one frame to the end of the next.

    Raises:
        RuntimeError: the game has ended by itself, shows an error, or stays where it is.
    """
    clock, ends_s, until_s = pygame.time.Clock(), list[float](), time.monotonic() + PATIENCE_S
    while running(len(ends_s)):
        if len(ends_s) == 1:
            act()
        goes_on = app.step(pygame.event.get(), time.monotonic()) and time.monotonic() < until_s
        if not goes_on or app.phase is Phase.TROUBLE:
            raise RuntimeError(f"the game ended or stuck in {app.phase} with {app.context.error}")
        ends_s.append(time.perf_counter())
        after()
        clock.tick(60)
    return [1e3 * float(gap) for gap in np.diff(ends_s)]


def loop_for(app: App, gaps: int, *, act: Act = nothing, after: Act = nothing) -> list[float]:
    """Run it for one frame and so many more."""
    return loop(app, lambda shown: shown <= gaps, act=act, after=after)


def settled(app: App) -> App:
    """Run it until network and player are there and the first frames are drawn, fonts and icons with them."""
    context = app.context
    for phase in SCREENS:  # as `App.run` does after the first frames
        load_screen(phase)
    loop(app, lambda _: context.network.state is not NetworkState.READY or context.session.loading)
    loop_for(app, 60)
    return app


def load_last_player(app: App) -> None:
    """Load the last player into the session, at once, in place of one who is being recorded."""
    saves = app.context.saves
    app.context.session.end_recording()
    app.context.session.load(saves.load(saves.path(LAST_PLAYER)))


def press_enter() -> None:
    """Press Enter, for the next frame to answer."""
    pygame.event.post(
        pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="\r", scancode=0)
    )


def go_to(app: App, phase: Phase, goal: Outcome = Outcome.DONE) -> None:
    """Enter a phase, from wherever the game is; PREPARE leads on to calibrating (DONE), PLAY or TRY."""
    app.context.session.goal = goal
    app.go_to(phase)


def calibrate(app: App) -> None:
    """Begin to record the empty scene; the countdown is over at the end."""
    app.context.session.begin_new_player()
    go_to(app, Phase.PREPARE)
    loop(app, lambda _: app.phase is not Phase.CALIBRATE)
    loop_for(app, COUNTDOWN, act=press_enter)


def train(app: App, after: Act = nothing) -> list[float]:
    """Train a head from the session's samples on the TRAIN screen; the gaps until the frame that has it."""
    session, before = app.context.session, app.context.session.head
    pressed = partial(go_to, app, Phase.TRAIN)
    return loop(app, lambda shown: shown < 2 or session.head is before, act=pressed, after=after)

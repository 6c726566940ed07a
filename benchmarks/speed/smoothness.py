"""Intervals between frames of the window, with and without what the game does beside drawing."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import numpy as np

from benchmarks.speed import game
from benchmarks.speed.apart import apart, screen
from benchmarks.speed.figures import Bound, Effort, Part, Run, Table
from rps_game.app import App
from rps_game.drawn_hand.source import HandSource
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.heads.dense import DenseHead
from rps_game.heads.pooled import PooledHead
from rps_game.network.convert_process import convert_apart
from rps_game.paths import default_paths
from rps_game.saves.store import SaveStore
from rps_game.settings import Settings
from rps_game.ui.screens import train
from rps_game.ui.screens.match.screen import MatchState, PlayMatch

COLUMNS: Final = ("median, ms", "99th, ms", "longest, ms", "frames")
LATE, LONGEST = COLUMNS[1], COLUMNS[2]
SHOWN: Final = 100
"""Frames of the list, and of what follows."""

GESTURE_S: Final = 1.1
"""How long the hand shows one."""

SIZES: Final = ((1280, 720), (2560, 1440), (3840, 2160))
"""Of windows, in which a round is revealed."""

HEADS: Final = (PooledHead.kind, DenseHead.kind)
ENTERING, TRAINING = "first frame of TRAIN, {} head", "training, {} head"
FIRSTS: Final = frozenset(map(ENTERING.format, HEADS))
"""One frame of each training: too few for a percentile."""

OPENING, LOADING = "opening a list of 50 players", "loading one of them and playing"
CONVERTING: Final = "converting a network in a process beside it"
PAIRS: Final = {
    **{
        row.format(head): f"{row.format(head)}, without steps"
        for row in (ENTERING, TRAINING)
        for head in HEADS
    },
    OPENING: "the list without reading files",
    LOADING: "playing from the list without loading",
    CONVERTING: "title screen without",
}
"""Rows with something to do, and the same screen without."""

AGE: Final = "camera frame to its picture and verdict"


def measure_screens(effort: Effort) -> Run:
    """One run of the screens' own frames."""
    with screen() as shown:
        found: Run = apart(screens, shown, count=effort.watched)
    return found


def measure(effort: Effort) -> Run:
    """One run."""
    with screen() as shown:
        found: Run = apart(pairs, shown, count=effort.compared, players=effort.players)
    return found


def spread(milliseconds: Sequence[float]) -> dict[str, float | str]:
    """Return the median, the 99th percentile and the longest gap, and their number."""
    median, late = np.percentile(milliseconds, (50, 99)).tolist()
    return dict(zip(COLUMNS, (median, late, max(milliseconds), len(milliseconds)), strict=True))


def screens(count: int) -> Run:
    """Play and try a saved player, calibrate and train the game's own way, with the default head."""
    game.save_last_player()
    hand = HandSource()
    found: dict[str, list[float]] = {}
    with game.opened(Settings(muted=True, best_of=None), hand) as app:
        wave, ages_ms = _waving(hand), list[float]()
        look = _looking(app, ages_ms)
        game.settled(app)
        found["title"] = game.loop_for(app, count)
        game.go_to(app, Phase.PREPARE, Outcome.PLAY)
        found["playing"] = game.loop_for(app, count, after=wave)
        game.go_to(app, Phase.PREPARE, Outcome.TRY)
        found["trying"] = game.loop_for(app, count, after=lambda: (look(), wave()))
        found[AGE] = ages_ms
        hand.show(Gesture.NONE)
        game.calibrate(app)
        found["calibrating"] = game.loop_for(app, count)
        game.load_last_player(app)
        found["training"] = game.train(app)
    return {row: spread(gaps_ms) for row, gaps_ms in found.items()}


def pairs(count: int, players: int) -> Run:
    """Show each screen for so many frames with something to do, and about as many without, in turn."""
    found: dict[str, list[float]] = {row: [] for pair in PAIRS.items() for row in pair}
    player = game.made_up_player(game.training_set(game.FRAMES, views=True))
    for number in range(players):
        SaveStore(default_paths().saves).save(player, f"Player {number}")
    with game.opened(Settings(muted=True, best_of=None)) as app:
        game.settled(app)
        for head in HEADS:
            app.context.change_settings(head=head)
            app.context.session.load(player)
            while len(found[TRAINING.format(head)]) < count:
                train_and_not(app, head, found)
        # The one just trained is unsaved, and would stand first in the list.
        saved = app.context.saves.path("Player 0")
        app.context.session.load(app.context.saves.load(saved), saved)
        while len(found[OPENING]) < count // 2:  # five runs have more than enough together
            open_and_load(app, found)
        game.go_to(app, Phase.TITLE)
        found[PAIRS[CONVERTING]] = game.loop_for(app, count // 2)
        found[CONVERTING] = convert(app)
    return {row: spread(gaps_ms) for row, gaps_ms in found.items()}


def train_and_not(app: App, head: str, found: dict[str, list[float]]) -> None:
    """Train a head on the TRAIN screen; enter it again, and let it stand still for as many frames."""
    entering, trains = ENTERING.format(head), TRAINING.format(head)
    share_s, gaps_ms = train.SHARE_S, game.train(app)
    found[entering].append(gaps_ms[0])
    found[trains] += gaps_ms[1:]
    train.SHARE_S = 0.0  # type: ignore[misc]
    first_ms, *rest_ms = game.loop_for(app, len(gaps_ms), act=partial(game.go_to, app, Phase.TRAIN))
    train.SHARE_S = share_s  # type: ignore[misc]
    found[PAIRS[entering]].append(first_ms)
    found[PAIRS[trains]] += rest_ms


def open_and_load(app: App, found: dict[str, list[float]]) -> None:
    """Open the list, when its files are new to it and when not; load a player from there, or play without."""
    for opening, loading, act in (
        (OPENING, LOADING, game.press_enter),
        (PAIRS[OPENING], PAIRS[LOADING], partial(game.go_to, app, Phase.PREPARE, Outcome.PLAY)),
    ):
        game.go_to(app, Phase.TITLE)
        if opening == OPENING:
            for path in app.context.saves.folder.iterdir():
                os.utime(path)
        found[opening] += game.loop_for(app, SHOWN, act=partial(game.go_to, app, Phase.SAVES))
        found[loading] += game.loop_for(app, SHOWN, act=act)
        if app.phase is not Phase.MATCH:
            raise RuntimeError(f"no player was loaded: {app.phase}")


def convert(app: App) -> list[float]:
    """Return the gaps while a process imports TensorFlow and converts a network."""
    paths = default_paths()
    conversion = threading.Thread(target=convert_apart, args=("random", paths.cache, paths.log))
    return game.loop(app, lambda shown: shown < 2 or conversion.is_alive(), act=conversion.start)


def measure_reveals(effort: Effort) -> Run:  # noqa: ARG001 - one match begins once
    """One run of the first reveal in windows of three sizes, each in a process of its own."""
    with screen() as shown:
        return {f"{width} x {height}": apart(reveal, shown, size=(width, height)) for width, height in SIZES}


def reveal(size: list[int]) -> dict[str, float | str]:
    """Begin a match, and measure the frames from the first verdict until the next throw.

    In processor time of the window's thread: other programs lengthen it little, and sleep does not count.
    """
    game.save_last_player()
    hand, revealed, ends_s = HandSource(), list[bool](), list[float]()
    width, height = size
    with game.opened(Settings(muted=True, best_of=None), hand, size=(width, height)) as app:
        game.settled(app)
        hand.show(Gesture.ROCK)
        game.go_to(app, Phase.PREPARE, Outcome.PLAY)

        def running(_: int) -> bool:
            state = app.screen.state if isinstance(app.screen, PlayMatch) else None
            revealed.append(state is MatchState.REVEAL)
            return revealed[-1] or not any(revealed)

        game.loop(app, running, after=lambda: ends_s.append(time.thread_time()))
    frames_ms = 1e3 * np.diff(ends_s)
    return spread([ms for ms, shows in zip(frames_ms.tolist(), revealed[2:], strict=True) if shows])


def _waving(hand: HandSource) -> Callable[[], None]:
    """Show one gesture after the other."""
    began_s, shown = time.monotonic(), -1

    def wave() -> None:
        nonlocal shown
        number = int((time.monotonic() - began_s) / GESTURE_S)
        if number != shown:
            shown = number
            hand.show(GESTURES[number % len(GESTURES)])

    return wave


def _looking(app: App, ages_ms: list[float]) -> Callable[[], None]:
    """Note how old each new camera frame is when the window has shown it, and what was read in it."""
    seen = 0

    def look() -> None:
        nonlocal seen
        observation = app.context.observation
        if app.phase is Phase.TRY and observation is not None and observation.number != seen:
            seen = observation.number
            ages_ms.append(1e3 * (time.monotonic() - observation.captured_s))

    return look


REVEALS: Final = Part(
    key="reveal",
    measure=measure_reveals,
    tables=(Table("window", COLUMNS),),
    bounds=tuple(
        Bound(f"{width} x {height}: longest frame", (f"{width} x {height}", LONGEST), 33.0, unit="ms")
        for width, height in SIZES
    ),
    runs=3,
)

SCREENS: Final = Part("screens", measure_screens, (Table("screen", COLUMNS),), runs=1)

PART: Final = Part(
    key="smoothness",
    measure=measure,
    tables=(Table("screen", COLUMNS),),
    bounds=tuple(
        Bound(
            f"{row}: {words} gap above that without", (row, column), most, above=(without, column), unit="ms"
        )
        for row, without in PAIRS.items()
        for words, column, most in (
            ("99th percentile", LATE, 4.0 if row == CONVERTING else 2.0),  # TensorFlow takes a whole core
            ("longest", LONGEST, 17.0),
        )
        if column == LONGEST or row not in FIRSTS
    ),
)

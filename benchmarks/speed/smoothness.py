"""Intervals between frames of the window, with and without what the game does beside drawing."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
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

COLUMNS: Final = ("median, ms", "99th, ms", "longest, ms", "frames")
LATE, LONGEST = COLUMNS[1], COLUMNS[2]
HEADS: Final = (PooledHead.kind, DenseHead.kind)
OPENING_FRAMES: Final = 100
LOADING_FRAMES: Final = 60

GESTURE_S: Final = 1.1
"""How long the hand shows one."""

TRAINING: Final = {f"training, {head} head": f"TRAIN without training, {head} head" for head in HEADS}
OPENING, CONVERTING = "opening a list of 50 players", "converting a network in a process beside it"
LOADING: Final = "loading one of them and playing"
PAIRS: Final = {
    **TRAINING,
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
    found: Run = {}
    with screen() as shown:
        for head in HEADS:
            found |= apart(training, shown, head=head, count=effort.compared)
        found |= apart(players, shown, number=effort.players, count=effort.compared)
        found |= apart(converting, shown, count=effort.compared)
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


def training(head: str, count: int) -> Run:
    """Train again and again on the TRAIN screen, with so many frames of it halfway in between."""
    with_training, without = list[float](), list[float]()
    with game.opened(Settings(muted=True, head=head)) as app:
        game.settled(app)
        app.context.session.load(game.made_up_player(game.training_set(game.FRAMES, views=True)))
        while len(with_training) < count:
            gaps_ms = game.train(app)
            with_training += gaps_ms
            without += stalled(app, len(gaps_ms))
    row = f"training, {head} head"
    return {row: spread(with_training), TRAINING[row]: spread(without)}


def stalled(app: App, count: int) -> list[float]:
    """Train halfway, and return the gaps of so many frames of the same screen without any further step."""
    share_s = train.SHARE_S
    game.go_to(app, Phase.TRAIN)
    game.loop_for(app, count // 2)
    train.SHARE_S = 0.0  # type: ignore[misc]
    try:
        return game.loop_for(app, count)
    finally:
        train.SHARE_S = share_s  # type: ignore[misc]


def players(number: int, count: int) -> Run:
    """Open a list of so many players, whose files are new to it or not; load one, or play without."""
    found: dict[str, list[float]] = {row: [] for pair in (OPENING, LOADING) for row in (pair, PAIRS[pair])}
    profile = game.made_up_player(game.training_set(game.FRAMES, views=True))
    store = SaveStore(default_paths().saves)
    for k in range(number):
        store.save(replace(profile, name=f"Player {k}"), f"Player {k}")
    with game.opened(Settings(muted=True, best_of=None)) as app:
        game.settled(app)

        def new_to_the_list() -> None:
            for path in store.folder.iterdir():
                os.utime(path)

        def open_list() -> None:
            game.go_to(app, Phase.SAVES)

        def play() -> None:
            game.go_to(app, Phase.PREPARE, Outcome.PLAY)

        while len(found[OPENING]) < count:
            for row, touch in ((OPENING, new_to_the_list), (PAIRS[OPENING], lambda: None)):
                game.go_to(app, Phase.TITLE)
                touch()
                found[row] += game.loop_for(app, OPENING_FRAMES, act=open_list)
        while len(found[LOADING]) < count:
            for row, act in ((LOADING, game.press_enter), (PAIRS[LOADING], play)):
                open_list()
                game.loop_for(app, LOADING_FRAMES)
                found[row] += game.loop_for(app, LOADING_FRAMES, act=act)
                if app.phase is not Phase.MATCH:
                    raise RuntimeError(f"no player was loaded: {app.phase}")
    return {row: spread(gaps_ms) for row, gaps_ms in found.items()}


def converting(count: int) -> Run:
    """Show the title screen by itself, and while a process imports TensorFlow and converts a network."""
    paths = default_paths()
    paths.log.parent.mkdir(parents=True, exist_ok=True)
    with game.opened() as app:
        game.settled(app)
        without = game.loop_for(app, count)
        conversion = threading.Thread(target=convert_apart, args=("random", paths.cache, paths.log))
        conversion.start()
        with_it = game.loop(app, lambda _: conversion.is_alive())
    return {CONVERTING: spread(with_it), PAIRS[CONVERTING]: spread(without)}


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


SCREENS: Final = Part("screens", measure_screens, (Table("screen", COLUMNS),), runs=3)

PART: Final = Part(
    key="smoothness",
    measure=measure,
    tables=(Table("screen", COLUMNS),),
    bounds=tuple(
        Bound(
            f"{row}: {words} gap above that without", (row, column), most, above=(without, column), unit="ms"
        )
        for row, without in PAIRS.items()
        for words, column, most in (("99th percentile", LATE, 2.0), ("longest", LONGEST, 17.0))
    ),
)

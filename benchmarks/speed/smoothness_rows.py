"""The intervals between frames of the window, phase by phase, and a camera frame's age when it is seen."""

import time
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pygame
from rps_game.trainer.messages import Failed, Prepared, Trained
from rps_game.trainer.process import Trainer, TrainerState

from benchmarks.speed import playing
from benchmarks.speed.frames import training_set
from benchmarks.speed.player import save_last_player
from rps_game.app import App
from rps_game.drawn_hand.source import HandSource
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import GESTURES
from rps_game.heads.dataset import TrainingSet
from rps_game.heads.report import TrainingSettings
from rps_game.paths import default_paths
from rps_game.saves.names import LAST_PLAYER
from rps_game.settings import Settings

FRAMES: Final = 40
STARTS: Final = 3
"""Of a child: it has imported everything after some frames."""

GESTURE_S: Final = 1.1
"""How long the hand shows one."""

Spread = dict[str, float]


def spread(milliseconds: Sequence[float]) -> Spread:
    """Return the median, the 99th percentile and the longest gap, and their number."""
    median, late = np.percentile(milliseconds, (50, 99))
    longest = max(milliseconds)
    return {
        "median, ms": float(median),
        "99th, ms": float(late),
        "longest, ms": longest,
        "frames": len(milliseconds),
    }


def gaps_ms(ends_s: Sequence[float]) -> list[float]:
    """Between the ends of frames that followed each other."""
    return [1e3 * float(gap) for gap in np.diff(ends_s)]


def phases(watched_s: float) -> dict[str, Spread]:
    """Play and try a saved player, calibrate and train the game's own way, with the default head."""
    save_last_player()
    hand = HandSource()
    found = {}
    with playing.opened(Settings(muted=True, best_of=None), hand) as app:
        wave = _waving(hand)
        playing.settled(app)
        found["title"] = spread(gaps_ms(playing.loop_for(app, watched_s)))
        playing.enter(app, Outcome.PLAY)
        found["playing"] = spread(gaps_ms(playing.loop_for(app, watched_s, wave)))
        playing.enter(app, Outcome.TRY)
        ages_ms: list[float] = []
        look = _ages(app, ages_ms)

        def wave_and_look() -> None:
            look()
            wave()

        found["trying"] = spread(gaps_ms(playing.loop_for(app, watched_s, wave_and_look)))
        found["camera frame to its picture and verdict"] = spread(ages_ms)
        app.go_to(Phase.TITLE)
        app.apply(Outcome.NEW)
        playing.press(app, pygame.K_RETURN)
        found["calibrating, the child starting"] = spread(gaps_ms(playing.loop_for(app, watched_s)))
        saves = app.context.saves
        app.context.session.load(saves.load(saves.path(LAST_PLAYER)))
        app.go_to(Phase.TRAIN)
        found["training"] = spread(gaps_ms(playing.loop(app, lambda: app.phase is Phase.TRAIN)))
    return found


def beside(head: str, watched_s: float) -> dict[str, Spread]:
    """Time the title screen by itself, and with a child process that imports and trains."""
    data = training_set(FRAMES)
    found = {}
    with playing.opened(Settings(muted=True, head=head)) as app:
        playing.settled(app)
        found[f"no child ({head})"] = spread(gaps_ms(playing.loop_for(app, watched_s)))
        starting = [gap for _ in range(STARTS) for gap in _start(app)]
        found[f"{head} head's child starting"] = spread(starting)
        training = _train(app, head, data, watched_s)
        found[f"{head} head's child training"] = spread(training)
        found[f"{head} head's child, both"] = spread(starting + training)
    return found


def converting(watched_s: float) -> dict[str, Spread]:
    """Time the title screen by itself, and while a child imports TensorFlow and converts a network."""
    with playing.opened(Settings(muted=True)) as app:
        playing.settled(app)
        alone = gaps_ms(playing.loop_for(app, watched_s))
        return {
            "no child (converting)": spread(alone),
            "child importing TensorFlow and converting a network": spread(conversion_gaps_ms(app, "random")),
        }


def conversion_gaps_ms(app: App, backbone: str) -> list[float]:
    """Return the gaps while a child makes this network, from its start to the end of the job."""
    trainer = Trainer(default_paths().log, default_paths().cache)

    def working() -> bool:
        for answer in trainer.poll():
            if isinstance(answer, Failed):
                raise answer.error
            if isinstance(answer, Prepared):
                return False
        return True

    try:
        trainer.prepare(backbone)
        return gaps_ms(playing.loop(app, working))
    finally:
        trainer.close()


def _start(app: App) -> list[float]:
    trainer = Trainer(default_paths().log, default_paths().cache)
    try:
        trainer.start()
        return gaps_ms(playing.loop(app, lambda: trainer.state is TrainerState.WARMING))
    finally:
        trainer.close()


def _train(app: App, head: str, data: TrainingSet, watched_s: float) -> list[float]:
    """One training after the other, for so long; the last one is waited for."""
    trainer = Trainer(default_paths().log, default_paths().cache)
    until_s = 0.0

    def training() -> bool:
        for answer in trainer.poll():
            if isinstance(answer, Failed):
                raise answer.error
            if isinstance(answer, Trained):
                if time.monotonic() >= until_s:
                    return False
                trainer.train(data, TrainingSettings(head=head))
        return True

    try:
        trainer.start()
        playing.loop(app, lambda: trainer.state is TrainerState.WARMING)
        until_s = time.monotonic() + watched_s
        trainer.train(data, TrainingSettings(head=head))
        return gaps_ms(playing.loop(app, training))
    finally:
        trainer.close()


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


def _ages(app: App, ages_ms: list[float]) -> Callable[[], None]:
    """Note how old each new camera frame is when the window has shown it, and what was read in it."""
    seen = 0

    def look() -> None:
        nonlocal seen
        observation = app.context.observation
        if app.phase is Phase.TRY and observation is not None and observation.number != seen:
            seen = observation.number
            ages_ms.append(1e3 * (time.monotonic() - observation.captured_s))

    return look

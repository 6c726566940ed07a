"""What the game holds in memory in each phase, and while it is played for long."""

import itertools
import queue
import time
from typing import Final

import numpy as np
import numpy.typing as npt
import pygame
from rps_game.trainer.process import TrainerState

from benchmarks.speed import playing
from benchmarks.speed.resident import resident_mb, together_mb
from rps_game.app import App
from rps_game.drawn_hand.source import HandSource
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import GESTURES
from rps_game.saves.names import LAST_PLAYER
from rps_game.settings import Settings

WATCHED_S: Final = 2.0
STEP_S: Final = 1 / 15
"""Of simulated play: four frames still fall into the window of a throw."""

PICTURES: Final = 30
"""Of each gesture, drawn beforehand; they come again and again."""

SETTLING: Final = 15
GESTURE_S: Final = 2.5

Picture = npt.NDArray[np.uint8]
Held = dict[str, float | str]


def phases(head: str) -> dict[str, Held]:
    """Playing a saved head with the child ended; calibrating; training: the game, the child, both."""
    found: dict[str, Held] = {}
    with playing.opened(Settings(muted=True, best_of=None, head=head)) as app:
        playing.settled(app)
        playing.enter(app, Outcome.PLAY)
        playing.loop_for(app, WATCHED_S)
        game = resident_mb()
        found["playing a saved head"] = {"game, MB": game, "child, MB": "ended", "both, MB": game}
        app.go_to(Phase.TITLE)
        app.apply(Outcome.NEW)
        trainer = app.context.trainer
        playing.press(app, pygame.K_RETURN)
        playing.loop(app, lambda: trainer.state is TrainerState.WARMING)
        playing.loop_for(app, WATCHED_S)
        found[f"calibrating, {head} head"] = _held(app)
        saves = app.context.saves
        app.context.session.load(saves.load(saves.path(LAST_PLAYER)))
        app.go_to(Phase.TRAIN)
        most: list[Held] = []
        playing.loop(app, lambda: app.phase is Phase.TRAIN, lambda: most.append(_held(app)))
        sizes = {column: [held[column] for held in most] for column in most[0]}
        found[f"training, {head} head, at most"] = {
            column: max(cells, key=lambda cell: -1.0 if isinstance(cell, str) else cell)
            for column, cells in sizes.items()
        }
        playing.enter(app, Outcome.PLAY)
        playing.loop_for(app, WATCHED_S)
        found[f"playing after it, {head} head"] = _held(app)
    return found


def _held(app: App) -> Held:
    child = app.context.trainer.process_id
    game, trainer = resident_mb(), "ended" if child is None else resident_mb(child)
    return {
        "game, MB": game,
        "child, MB": trainer,
        "both, MB": game if child is None else together_mb(game, trainer),
    }


class HandedOut:
    """A camera whose frames are given to it, one at a time."""

    name = "simulated play"
    live = False

    def __init__(self) -> None:
        self._frames: queue.Queue[Picture | None] = queue.Queue()

    def give(self, frame: Picture) -> None:
        """Deliver one."""
        self._frames.put(frame)

    def read(self) -> Picture | None:
        """Return the next frame, when it comes."""
        return self._frames.get()

    def close(self) -> None:
        """None from now on."""
        self._frames.put(None)


def growth(minutes: list[float]) -> list[float | str]:
    """Play a saved head by a simulated clock; what the game holds after each of these minutes, which rise."""
    source, now_s = HandedOut(), 1000.0
    pictures = _pictures()
    rng = np.random.default_rng(0)
    held = []
    with playing.opened(Settings(muted=True, best_of=None), source, lambda: now_s) as app:

        def step(picture: Picture) -> None:
            nonlocal now_s
            now_s += STEP_S
            before = app.context.feed.latest()
            source.give(picture)
            if not app.step(pygame.event.get(), now_s):  # draws the picture before, while this one is seen
                raise RuntimeError("the game has ended")
            until_s = time.monotonic() + playing.PATIENCE_S
            while app.context.feed.latest() is before:
                if time.monotonic() > until_s:
                    raise TimeoutError("the camera thread is stuck")
                time.sleep(0.0002)

        while app.context.network.backbone is None:
            step(pictures[0][0])
            time.sleep(0.01)
        playing.enter(app, Outcome.PLAY)
        began_s = now_s
        for until in minutes:
            while now_s - began_s < 60 * until:
                shown = itertools.cycle(pictures[int(rng.integers(len(pictures)))])
                for _ in range(round(GESTURE_S / STEP_S)):
                    step(next(shown))
            if app.phase is not Phase.MATCH:
                raise RuntimeError(f"the match has ended: {app.phase}")
            held.append(resident_mb())
        if not app.context.session.history:
            raise RuntimeError("not one throw was read")
        source.close()
    return held


def _pictures() -> list[list[Picture]]:
    hand = HandSource(paced=False)
    drawn = []
    for gesture in GESTURES:
        hand.show(gesture)
        pictures = [hand.read() for _ in range(SETTLING + PICTURES)]
        drawn.append([picture for picture in pictures[SETTLING:] if picture is not None])
    return drawn

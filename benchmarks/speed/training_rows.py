"""How long the game trains, from "train" pressed to a head that plays: by the trainer process itself."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

from benchmarks.speed import playing
from benchmarks.speed.frames import backbone, training_set
from benchmarks.speed.timing import seconds
from rps_game.heads.dataset import TrainingSet
from rps_game.heads.dense import DenseHead
from rps_game.heads.dense_training import DenseTrainer
from rps_game.heads.pooled import PooledHead
from rps_game.heads.report import TrainingSettings
from rps_game.heads.starter import Starter, load_starter
from rps_game.network.backbone import DEFAULT_BACKBONE, backbone_path
from rps_game.paths import default_paths
from rps_game.trainer.messages import Failed, Trained
from rps_game.trainer.process import Trainer, TrainerState

FRAMES = 40
POLL_S = 0.001

Wait = Callable[[Callable[[], bool]], object]
"""Waits while something holds."""


def measure(window: bool) -> dict[str, float]:
    """Seconds by row, with the game's window running beside it or alone."""
    without = training_set(FRAMES)
    sets = {
        f"{PooledHead.kind} head, without views": (PooledHead.kind, without),
        f"{PooledHead.kind} head, with views": (PooledHead.kind, training_set(FRAMES, views=True)),
        f"{DenseHead.kind} head": (DenseHead.kind, without),
    }
    place = backbone_path(DEFAULT_BACKBONE, default_paths().cache).parent
    starter = load_starter(backbone().fingerprint, place)
    found = {}
    with ExitStack() as stack:
        wait: Wait = _nap
        if window:
            app = playing.settled(stack.enter_context(playing.opened()))
            wait = lambda holds: playing.loop(app, holds)  # noqa: E731 - a choice of two
        for name, (head, data) in sets.items():
            for temperature, start_warm in (("warm", True), ("cold", False)):
                row = f"{name}, {temperature} child"
                found[row] = trained_s(head, data, starter, wait, warm=start_warm)
    return found


def steps(frames: int) -> float:
    """Seconds of one training of the dense head by itself, on so many frames of each gesture."""
    data, settings = training_set(frames), TrainingSettings(head=DenseHead.kind)

    def train(epochs: int) -> None:
        for _ in DenseTrainer(replace(settings, epochs=epochs)).steps(data, seed=0):
            pass

    train(1)  # Keras has its first epoch beforehand too
    return seconds(lambda: train(settings.epochs))


def never_on(frames: int) -> float:
    """Share of the dense head's inputs that are zero in each of so many frames of each gesture."""
    return float((training_set(frames).features == 0).all(axis=0).mean())


def trained_s(head: str, data: TrainingSet, starter: Starter | None, wait: Wait, *, warm: bool) -> float:
    """Seconds from the call to the head; by a fresh child, which has been waited for or not.

    Raises:
        RuntimeError: the training failed.
    """
    paths = default_paths()
    paths.log.parent.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(paths.log, paths.cache)
    answers: list[object] = []
    try:
        if warm:
            trainer.start()
            wait(lambda: trainer.state is TrainerState.WARMING)
        before_s = time.perf_counter()
        trainer.train(data, TrainingSettings(head=head), starter)

        def unanswered() -> bool:
            answers.extend(trainer.poll())
            return not any(isinstance(answer, Trained | Failed) for answer in answers)

        wait(unanswered)
        took_s = time.perf_counter() - before_s
    finally:
        trainer.close()
    failed = next((answer.error for answer in answers if isinstance(answer, Failed)), None)
    if failed is not None:
        raise RuntimeError(str(failed)) from failed
    return took_s


def _nap(holds: Callable[[], bool]) -> None:
    while holds():
        time.sleep(POLL_S)

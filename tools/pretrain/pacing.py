"""The learning rate of a training, the meetings of its workers, and the states that it can go on from."""

import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import keras
import numpy as np

from tools.pretrain.truth_heads import TruthHeads
from tools.pretrain.workers import Meeting

STATE_EVERY_S: Final = 600.0
"""Seconds between two saved states: what is lost at most when a training is ended from outside."""

LONGEST_STEP_S: Final = 20.0
"""More than any step takes: what is longer was a pause, in which nothing was learnt."""


class Worker(NamedTuple):
    """One of the processes that learn side by side."""

    rank: int
    meeting: Meeting

    def seed(self, seed: int) -> int:
        """No two workers paint the same pictures."""
        return seed + 1000 * self.rank


class Rate:
    """The learning rate over a training: a rise, then a cosine, by steps or by the clock.

    By the clock, progress moves from where it is to 1 evenly over the time that is left. So a training that
    was stopped for a while (SIGSTOP) learns on at the rate that it had, falls faster from there, and ends in
    time.

    Args:
        peak: the highest rate.
        warmup: steps of the rise.
        steps: of the whole training.
        minutes: from now to its end; when given, progress is time and not steps.
        progress: share that lies behind already, where a training goes on.
    """

    def __init__(
        self, peak: float, warmup: int, steps: int, minutes: float | None = None, progress: float = 0.0
    ) -> None:
        self.peak, self.warmup, self.steps = peak, warmup, steps
        self.first = 0  # step of the whole training at which the present stage began
        self.until = 1.0  # share of the whole training at which it ends
        self.agreed = progress  # share that lies behind, as all workers know it, when progress is time
        self._begun_s = self._measured_s = time.monotonic()
        self._end_s = None if minutes is None else self._begun_s + 60 * minutes

    def seconds(self) -> float:
        """Since the training began, or went on."""
        return time.monotonic() - self._begun_s

    @property
    def by_clock(self) -> bool:
        """Whether progress is time."""
        return self._end_s is not None

    def progress(self, batch: int) -> float:
        """Share of the whole training that lies behind, 0..1."""
        return self.agreed if self.by_clock else (self.first + batch) / self.steps

    def measured(self, batch: int) -> float:
        """The same, by this worker's own clock."""
        if self._end_s is None:
            return self.progress(batch)
        now = time.monotonic()
        worked = min(now - self._measured_s, LONGEST_STEP_S)
        self._measured_s = now
        left = self._end_s - now + worked
        return 1.0 if left <= worked else self.agreed + worked / left * (1 - self.agreed)

    def at(self, batch: int) -> float:
        """The rate of the stage's `batch`-th step."""
        rise = min(1.0, (batch + 1) / self.warmup)
        fall = 0.505 + 0.495 * math.cos(math.pi * min(1.0, self.progress(batch)))
        return self.peak * rise * fall


@dataclass(slots=True)
class State:
    """Where a training stands, to be saved and gone on from.

    Attributes:
        stage: number of the stage.
        batch: steps of it that were done.
        progress: share of the whole training that lies behind.
        network, heads, optimizer: values of all variables.
    """

    stage: int
    batch: int
    progress: float
    network: list[Any]
    heads: list[Any]
    optimizer: list[Any]

    def write(self, path: Path) -> None:
        """Save it; a file that is there is replaced only by a whole one."""
        part = path.with_suffix(".part")
        arrays: dict[str, Any] = {"where": np.array([self.stage, self.batch, self.progress])}
        for name in ("network", "heads", "optimizer"):
            arrays |= {f"{name}_{number}": value for number, value in enumerate(getattr(self, name))}
        with part.open("wb") as file:
            np.savez(file, **arrays)
        part.replace(path)

    @classmethod
    def read(cls, path: Path) -> "State":
        """Read what `write` saved.

        Raises:
            SystemExit: there is none.
        """
        if not path.exists():
            raise SystemExit(f"no state to go on from: {path}")
        with np.load(path) as stored:

            def values(name: str) -> list[Any]:
                count = sum(key.startswith(f"{name}_") for key in stored.files)
                return [stored[f"{name}_{number}"] for number in range(count)]

            stage, batch, progress = stored["where"].tolist()
            return cls(
                int(stage), int(batch), progress, values("network"), values("heads"), values("optimizer")
            )


class Progress(keras.callbacks.Callback):  # type: ignore[misc]
    """Sets the learning rate, meets the other workers, saves weights and states, tells how it goes.

    The rate rises for some steps and then falls with a cosine to a hundredth. The workers stop at a meeting,
    so that none waits for one that has gone.

    Args:
        network: that learns.
        heads: its layers for the truths.
        path: of its weights; the state lies beside it.
        rate: of the whole training.
        settings: of the whole recipe.
        worker: whose part of the work this is.
        stage: number of the stage.
        first: steps of this stage that an earlier run did.
    """

    def __init__(
        self,
        network: keras.Model,
        heads: TruthHeads,
        path: Path,
        rate: Rate,
        settings: dict[str, Any],
        worker: Worker,
        stage: int = 0,
        first: int = 0,
    ) -> None:
        super().__init__()
        self.network, self.heads, self.path, self.rate, self.worker = network, heads, path, rate, worker
        self.average_every, self.report_every = settings["average_every"], settings["report_every"]
        self.stage, self.first = stage, first
        self._saved_s = time.monotonic()

    def meet(self, batch: int) -> None:
        """Average the weights of all workers, and agree on how far they are."""
        rank, meeting = self.worker
        measured = self.rate.measured(self.first + batch + 1)
        own = self.network.get_weights()
        weights, self.rate.agreed = meeting.average(rank, own + self.heads.get_weights(), measured)
        if meeting.workers > 1:
            self.network.set_weights(weights[: len(own)])
            self.heads.set_weights(weights[len(own) :])

    def on_train_batch_begin(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Set the rate of this step."""
        self.model.optimizer.learning_rate = self.rate.at(self.first + batch)

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Meet, save and tell, each when it is time for it."""
        if (batch + 1) % self.average_every == 0:
            self.meet(batch)
            if self.rate.progress(self.first + batch + 1) >= self.rate.until:
                self.model.stop_training = True
            if self.worker.rank == 0 and time.monotonic() - self._saved_s > STATE_EVERY_S:
                self._save_state(batch)
        if (batch + 1) % self.report_every == 0 and self.worker.rank == 0:
            told = " ".join(f"{key} {value:.4f}" for key, value in (logs or {}).items())
            step = self.first + batch
            print(
                f"{self.path.name} step {step + 1}, {self.rate.seconds():.0f} s, "
                f"{self.rate.progress(step + 1):.3f} done, rate {self.rate.at(step):.5f}, {told}",
                flush=True,
            )
            self.model.reset_metrics()

    def _save_state(self, batch: int) -> None:
        optimizer = [variable.numpy() for variable in self.model.optimizer.variables]
        step = self.first + batch + 1
        weights = self.network.get_weights(), self.heads.get_weights()
        State(self.stage, step, self.rate.progress(step), *weights, optimizer).write(state_path(self.path))
        self.network.save_weights(self.path)
        self._saved_s = time.monotonic()

    def on_train_end(self, logs: dict[str, float] | None = None) -> None:
        """The last average is what is kept; nobody goes on before it can be read."""
        self.meet(self.params["steps"])
        if self.worker.rank == 0:
            self.network.save_weights(self.path)
        self.worker.meeting.wait()


def state_path(weights: Path) -> Path:
    """Where the state of a training lies, from where its weights lie."""
    return weights.with_name(weights.name.removesuffix(".weights.h5") + ".state.npz")

"""What happens between the steps of a training: its rate is set, its workers meet, its state is saved."""

import time
from pathlib import Path
from typing import Any, Final, NamedTuple

import keras

from tools.pretrain.rate import Rate
from tools.pretrain.state import State, state_path
from tools.pretrain.truth_heads import TruthHeads
from tools.pretrain.workers import Meeting

STATE_EVERY_S: Final = 600.0
"""Seconds between two saved states: what is lost at most when a training is ended from outside."""


class Worker(NamedTuple):
    """One of the processes that learn side by side."""

    rank: int
    meeting: Meeting

    def seed(self, seed: int) -> int:
        """No two workers paint the same pictures."""
        return seed + 1000 * self.rank


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
        """Wait until the last average, which is what is kept, can be read."""
        self.meet(self.params["steps"])
        if self.worker.rank == 0:
            self.network.save_weights(self.path)
        self.worker.meeting.wait()

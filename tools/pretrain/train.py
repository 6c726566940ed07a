"""The two trainings of the recipe: the teacher on hands, then the student from random values."""

import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
import numpy.typing as npt

from tools.pretrain.bank import Bank, Kind
from tools.pretrain.network import Distilled, Supervised, classifier
from tools.pretrain.painter import paint
from tools.pretrain.workers import Meeting


class Worker(NamedTuple):
    """One of the processes that learn side by side."""

    rank: int
    meeting: Meeting

    def seed(self, seed: int) -> int:
        """No two workers paint the same pictures."""
        return seed + 1000 * self.rank


class Rate:
    """The learning rate over a training: a rise, then a cosine, by steps or by the clock.

    Args:
        peak: the highest rate.
        warmup: steps of the rise.
        steps: of the whole training.
        minutes: of the whole training; when given, progress is time and not steps.
    """

    def __init__(self, peak: float, warmup: int, steps: int, minutes: float | None = None) -> None:
        self.peak, self.warmup, self.steps, self.minutes = peak, warmup, steps, minutes
        self.first = 0  # step of the whole training at which the present stage began
        self.until = 1.0  # share of the whole training at which it ends
        self.agreed = 0.0  # share that lies behind, as all workers know it, when progress is time
        self.started_s = time.monotonic()

    def seconds(self) -> float:
        """Since the training began."""
        return time.monotonic() - self.started_s

    def progress(self, batch: int) -> float:
        """Share of the whole training that lies behind, 0..1."""
        return self.agreed if self.minutes is not None else (self.first + batch) / self.steps

    def measured(self, batch: int) -> float:
        """The same, by this worker's own clock."""
        return self.progress(batch) if self.minutes is None else self.seconds() / (60 * self.minutes)

    def at(self, batch: int) -> float:
        """The rate of the stage's `batch`-th step."""
        rise = min(1.0, (self.first + batch + 1) / self.warmup)
        fall = 0.505 + 0.495 * math.cos(math.pi * min(1.0, self.progress(batch)))
        return self.peak * rise * fall


class Draws(keras.utils.PyDataset):  # type: ignore[misc]
    """Painted batches: a class is drawn by its share, then a set by its weight, then any picture of it.

    A batch is uint8 (batch, side, side, 3) RGB and int32 labels (batch,); a seed gives the same batches.
    """

    def __init__(
        self, bank: Bank, settings: dict[str, Any], batch: int, side: int, steps: int, seed: int
    ) -> None:
        # One thread paints ahead while the network learns: OpenCV and PyTorch both let go of the interpreter.
        super().__init__(workers=1, max_queue_size=16)
        self.bank, self.batch, self.side, self.steps, self.seed = bank, batch, side, steps, seed
        names = ("rock", "paper", "scissors", "none")
        share = np.array([settings["classes"][name] for name in names])
        chance = np.zeros(len(bank.labels))
        for label in range(4):
            for source, weight in settings["weights"].items():
                here = (bank.labels == label) & self._belongs(source)
                if here.any():
                    chance[here] += weight / here.sum()
            of_class = bank.labels == label
            chance[of_class] *= share[label] / chance[of_class].sum()
        self.chance = chance / chance.sum()
        self.backgrounds = np.flatnonzero(np.isin(bank.kinds, (Kind.BACKGROUND, Kind.BACKDROP)))

    def _belongs(self, source: str) -> npt.NDArray[np.bool_]:
        return np.asarray(self.bank.sources == source)

    def __len__(self) -> int:
        return self.steps

    def __getitem__(self, step: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int32]]:
        rng = np.random.default_rng((self.seed, step))
        fronts = rng.choice(len(self.chance), self.batch, p=self.chance)
        backs = rng.choice(self.backgrounds, self.batch)
        bank = self.bank
        pictures = [
            paint(rng, bank.pictures[front], Kind(int(bank.kinds[front])), bank.pictures[back], self.side)
            for front, back in zip(fronts, backs, strict=True)
        ]
        return np.stack(pictures), bank.labels[fronts]


class Progress(keras.callbacks.Callback):  # type: ignore[misc]
    """Sets the learning rate, meets the other workers, saves the weights every so often, tells how it goes.

    The rate rises for some steps and then falls with a cosine to a hundredth. A training may be given minutes
    instead of steps: then the rate follows the clock, and the training ends with it. The workers stop at a
    meeting, so that none waits for one that has gone.
    """

    def __init__(
        self, network: keras.Model, path: Path, rate: Rate, settings: dict[str, Any], worker: Worker
    ) -> None:
        super().__init__()
        self.network, self.path, self.rate, self.worker = network, path, rate, worker
        self.average_every, self.report_every = settings["average_every"], settings["report_every"]

    def meet(self, batch: int) -> None:
        """Average the weights of all workers, and agree on how far they are."""
        rank, meeting = self.worker
        measured = self.rate.measured(batch + 1)
        weights, self.rate.agreed = meeting.average(rank, self.network.get_weights(), measured)
        if meeting.workers > 1:
            self.network.set_weights(weights)

    def on_train_batch_begin(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Set the rate of this step."""
        self.model.optimizer.learning_rate = self.rate.at(batch)

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Meet, save and tell, each when it is time for it."""
        if (batch + 1) % self.average_every == 0:
            self.meet(batch)
            if self.rate.progress(batch + 1) >= self.rate.until:
                self.model.stop_training = True
        if (batch + 1) % self.report_every == 0 and self.worker.rank == 0:
            self.network.save_weights(self.path)
            told = " ".join(f"{key} {value:.4f}" for key, value in (logs or {}).items())
            rate = self.rate.at(batch)
            print(
                f"{self.path.name} step {batch + 1}, {self.rate.seconds():.0f} s, rate {rate:.5f}, {told}",
                flush=True,
            )
            self.model.reset_metrics()

    def on_train_end(self, logs: dict[str, float] | None = None) -> None:
        """The last average is what is kept; nobody goes on before it can be read."""
        self.meet(self.params["steps"])
        if self.worker.rank == 0:
            self.network.save_weights(self.path)
        self.worker.meeting.wait()


def _fit(model: Supervised, draws: Draws, weight_decay: float, progress: Progress) -> None:
    # No decay for normalisation and biases: they do not make a network complicated.
    optimizer = keras.optimizers.AdamW(weight_decay=weight_decay, global_clipnorm=1.0)
    optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias"])
    model.compile(optimizer=optimizer, metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")])
    model.fit(draws, epochs=1, shuffle=False, verbose=0, callbacks=[progress])


def train_teacher(bank: Bank, settings: dict[str, Any], path: Path, worker: Worker) -> keras.Model:
    """Keras' ImageNet network, trained further on hands; its weights go to `path`."""
    s = settings["teacher"]
    network = classifier("imagenet", "teacher")
    model = Supervised(network, settings["student"]["label_smoothing"])
    draws = Draws(bank, settings, s["batch"], s["side"], s["steps"], worker.seed(settings["seed"]))
    rate = Rate(s["learning_rate"], s["warmup_steps"], s["steps"])
    _fit(model, draws, s["weight_decay"], Progress(network, path, rate, settings, worker))
    return network


def train_student(
    bank: Bank,
    settings: dict[str, Any],
    network: keras.Model,
    teacher: keras.Model,
    path: Path,
    worker: Worker,
    minutes: float | None,
) -> None:
    """Train the backbone that ships, at each stage's resolution in turn; its weights go to `path`.

    Args:
        bank: what to learn from.
        settings: of the whole recipe.
        network: the student, from `classifier`, with random weights or those of a checkpoint.
        teacher: trained by `train_teacher`.
        path: of the checkpoint.
        worker: whose part of the work this is.
        minutes: how long to train; None for as many steps as the settings say.
    """
    s = settings["student"]
    rate = Rate(s["learning_rate"], s["warmup_steps"], sum(stage["steps"] for stage in s["stages"]), minutes)
    # By the clock a stage gets what its steps would take: time goes with the square's area.
    costs = [stage["steps"] * stage["side"] ** 2 for stage in s["stages"]]
    share = 0.0
    for number, stage in enumerate(s["stages"]):
        model = Distilled(
            network,
            teacher,
            shrink=stage["side"] // settings["teacher"]["side"],
            label_smoothing=s["label_smoothing"],
            temperature=s["temperature"],
            weight_labels=s["weight_labels"],
            weight_soft=s["weight_soft"],
            weight_maps=stage["weight_maps"],
        )
        steps = stage["steps"] if minutes is None else 10**6
        seed = worker.seed(settings["seed"] + 1 + number)
        draws = Draws(bank, settings, s["batch"], stage["side"], steps, seed)
        share += costs[number] / sum(costs) if minutes is not None else stage["steps"] / rate.steps
        rate.until = share
        _fit(model, draws, s["weight_decay"], Progress(network, path, rate, settings, worker))
        rate.first += stage["steps"]


def painted(bank: Bank, settings: dict[str, Any], count: int, side: int) -> Iterator[npt.NDArray[np.uint8]]:
    """Some pictures as the networks see them, uint8 (side, side, 3) RGB: to be looked at."""
    yield from Draws(bank, settings, count, side, 1, 0)[0][0]

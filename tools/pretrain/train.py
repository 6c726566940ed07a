"""The two trainings of the recipe: the teachers on hands, then the student from random values."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras

from tools.pretrain.bank import Bank
from tools.pretrain.distilled import Distilled
from tools.pretrain.draws import Draws
from tools.pretrain.network import Supervised, classifier
from tools.pretrain.pacing import Progress, Worker
from tools.pretrain.rate import Rate
from tools.pretrain.state import State, state_path
from tools.pretrain.truth_heads import TruthHeads

CLOCK_STEPS = 10**6
"""More than any stage that goes by the clock will do."""


@dataclass(slots=True)
class Course:
    """What the stages of one training share.

    Attributes:
        bank: what to learn from.
        settings: of the whole recipe.
        network: that learns, from `classifier`.
        heads: its layers for the truths.
        path: of its weights.
        worker: whose part of the work this is.
    """

    bank: Bank
    settings: dict[str, Any]
    network: keras.Model
    heads: TruthHeads
    path: Path
    worker: Worker

    def fit(
        self, model: Supervised, stage: int, table: dict[str, Any], rate: Rate, state: State | None
    ) -> None:
        """One stage.

        Args:
            model: around the network.
            stage: its number.
            table: `teacher` or `student` of the settings.
            rate: of the whole training.
            state: to go on from in this stage; None to begin it.
        """
        here = table["stages"][stage]
        steps = CLOCK_STEPS if rate.by_clock else here["steps"]
        first = 0 if state is None else state.batch
        seed = self.worker.seed(self.settings["seed"] + 1 + stage)
        draws = Draws(
            self.bank,
            self.settings,
            here.get("batch", table["batch"]),
            here["side"],
            steps - first,
            seed,
            first,
        )
        # No decay for normalisation and biases: they do not make a network complicated.
        optimizer = keras.optimizers.AdamW(weight_decay=table["weight_decay"], global_clipnorm=1.0)
        optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias"])
        model.compile(optimizer=optimizer, metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")])
        if state is not None:
            optimizer.build(model.trainable_variables)
            for variable, value in zip(optimizer.variables, state.optimizer, strict=True):
                variable.assign(value)
        progress = Progress(
            self.network, self.heads, self.path, rate, self.settings, self.worker, stage, first
        )
        model.fit(draws, epochs=1, shuffle=False, verbose=0, callbacks=[progress])


def _course(bank: Bank, settings: dict[str, Any], network: keras.Model, path: Path, worker: Worker) -> Course:
    heads = TruthHeads()
    heads.build(network.output["conv_pw_13_relu"].shape)
    return Course(bank, settings, network, heads, path, worker)


def train_teacher(
    bank: Bank, settings: dict[str, Any], path: Path, worker: Worker, number: int = 0
) -> keras.Model:
    """Keras' ImageNet network, trained further on hands; its weights go to `path`.

    Args:
        bank: what to learn from.
        settings: of the whole recipe.
        path: of the weights.
        worker: whose part of the work this is.
        number: of the teacher; each sees other pictures.
    """
    table = settings["teacher"]
    network = classifier("imagenet", "teacher")
    course = _course(bank, settings | {"seed": settings["seed"] + 100 * number}, network, path, worker)
    rate = Rate(
        table["learning_rate"], table["warmup_steps"], sum(stage["steps"] for stage in table["stages"])
    )
    model = Supervised(network, course.heads, settings["student"]["label_smoothing"], settings["truths"])
    for stage, here in enumerate(table["stages"]):
        rate.until = (rate.first + here["steps"]) / rate.steps
        course.fit(model, stage, table, rate, None)
        rate.first += here["steps"]
    return network


def train_student(
    bank: Bank,
    settings: dict[str, Any],
    network: keras.Model,
    teachers: list[keras.Model],
    path: Path,
    worker: Worker,
    *,
    minutes: float | None = None,
    go_on: bool = False,
) -> None:
    """Train the backbone that ships, at each stage's resolution in turn; its weights go to `path`.

    Args:
        bank: what to learn from.
        settings: of the whole recipe.
        network: the student, from `classifier`, with random weights or those of a checkpoint.
        teachers: trained by `train_teacher`; none where only labels and truths are learnt from.
        path: of the checkpoint.
        worker: whose part of the work this is.
        minutes: how long to train from now; None for as many steps as the settings say.
        go_on: from the state that an earlier run of this training saved.
    """
    s = settings["student"]
    course = _course(bank, settings, network, path, worker)
    state = State.read(state_path(path)) if go_on else None
    if state is not None:
        network.set_weights(state.network)
        course.heads.set_weights(state.heads)
    done = 0.0 if state is None else state.progress
    total = sum(stage["steps"] for stage in s["stages"])
    rate = Rate(s["learning_rate"], s["warmup_steps"], total, minutes, done)
    # By the clock a stage gets what its steps would take: time goes with the square's area.
    costs = [stage["steps"] * stage["side"] ** 2 for stage in s["stages"]]
    share = 0.0
    for number, stage in enumerate(s["stages"]):
        share += costs[number] / sum(costs) if rate.by_clock else stage["steps"] / total
        rate.until = share
        if not _is_done(number, stage["steps"], state, by_clock=rate.by_clock):
            model = Distilled(
                network,
                course.heads,
                teachers,
                shrink=max(1, stage["side"] // settings["teacher"]["sees"]),
                label_smoothing=s["label_smoothing"],
                truths=settings["truths"],
                temperature=s["temperature"],
                weight_labels=s["weight_labels"],
                weight_soft=s["weight_soft"],
                weight_maps=stage["weight_maps"],
            )
            course.fit(model, number, s, rate, state if state and number == state.stage else None)
        rate.first += stage["steps"]


def _is_done(number: int, steps: int, state: State | None, *, by_clock: bool) -> bool:
    """Whether an earlier run has done the stage `number` of so many steps."""
    if state is None:
        return False
    return number < state.stage or (number == state.stage and not by_clock and state.batch >= steps)

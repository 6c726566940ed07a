"""The two trainings of the recipe: the teachers on hands, then the student from random values."""

import time
from argparse import Namespace
from pathlib import Path
from typing import Any, Final

import keras

from tools.pretrain import bank
from tools.pretrain.network import Learner, classifier, efficientnet_lite
from tools.pretrain.painters import Painters
from tools.pretrain.pool import Pool
from tools.pretrain.rate import Rate
from tools.pretrain.state import read_state, state_path, write_state

STATE_EVERY_S: Final = 600.0
"""Seconds between two saved states: what is lost at most when a training is ended from outside."""

CHANNELS: Final = {"mobilenet": 256, "efficientnet_lite": 1280}
"""Of the last maps."""


def train(arguments: Namespace, settings: dict[str, Any]) -> None:
    """Train what `arguments.steps` names: the teachers, the student, or both."""
    bank.load(arguments.work)  # decoded once, before many processes look at it
    keras.utils.set_random_seed(settings["seed"])
    names = settings["teacher"]["networks"]
    if "teacher" in arguments.steps:
        for number, name in enumerate(names):
            if arguments.teacher is None or arguments.teacher == number:
                learner = _teacher(name, settings, pretrained=True)
                path = weights_path(arguments, teacher_name(number))
                seed = settings["seed"] + 100 * (number + 1)
                painters = Painters(arguments.work, settings, arguments.leave_out, seed)
                _learn(learner, Pool(painters, settings, []), settings, settings["teacher"], path, arguments)
                painters.close()
    if "student" in arguments.steps:
        teachers = [] if arguments.without_teacher else _teachers(arguments, settings)
        student = classifier(None, "student")
        if arguments.resume == "shipped":
            from tools.pretrain.export import read_checkpoint

            read_checkpoint(student)
        elif arguments.resume:
            student.load_weights(weights_path(arguments, "student", arguments.resume))
        taught = teachers[0].channels if teachers else 0
        learner = Learner(student, CHANNELS["mobilenet"], settings["student"], settings["truths"], taught)
        path = weights_path(arguments, "student")
        painters = Painters(arguments.work, settings, arguments.leave_out, settings["seed"])
        _learn(learner, Pool(painters, settings, teachers), settings, settings["student"], path, arguments)
        painters.close()


def _teacher(name: str, settings: dict[str, Any], *, pretrained: bool) -> Learner:
    """Make the teacher called `mobilenet` or `efficientnet_lite0` to `efficientnet_lite2`."""
    if name == "mobilenet":
        network = classifier("imagenet" if pretrained else None, "teacher")
    else:
        network = efficientnet_lite(int(name[-1]), pretrained=pretrained)
    table = settings["teacher"] | {"temperature": settings["student"]["temperature"]}
    return Learner(network, CHANNELS[name.rstrip("0123456789")], table, settings["truths"], 0)


def _teachers(arguments: Namespace, settings: dict[str, Any]) -> list[Learner]:
    import numpy as np

    teachers = []
    for number, name in enumerate(settings["teacher"]["networks"]):
        teacher = _teacher(name, settings, pretrained=False)
        teacher(np.zeros((1, settings["side"], settings["side"], 3), np.uint8))  # makes all its variables
        teacher.network.load_weights(weights_path(arguments, teacher_name(number), arguments.teacher_run))
        teacher.trainable = False
        teachers.append(teacher)
    return teachers


def _learn(
    learner: Learner,
    pool: Pool,
    settings: dict[str, Any],
    table: dict[str, Any],
    path: Path,
    arguments: Namespace,
) -> None:
    """Train a network; its weights go to `path`, and a state beside them every ten minutes.

    Args:
        learner: around the network.
        pool: what to learn from.
        settings: of the whole recipe.
        table: `teacher` or `student` of the settings.
        path: of the weights.
        arguments: of the command; `minutes` and `go_on` count here.
    """
    # No decay for normalisation and biases: they do not make a network complicated.
    optimizer = keras.optimizers.AdamW(weight_decay=table["weight_decay"], global_clipnorm=1.0)
    optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias"])
    learner.compile(optimizer=optimizer, metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")])
    progress = 0.0
    if arguments.go_on:
        learner(pool.batch(2)[0])
        optimizer.build(learner.trainable_variables)
        progress, weights, moments = read_state(state_path(path))
        learner.set_weights(weights)
        for variable, value in zip(optimizer.variables, moments, strict=True):
            variable.assign(value)
    rate = Rate(table, arguments.minutes, progress)
    saved_s = time.monotonic()
    figures: dict[str, Any] = {}
    while rate.progress < 1:
        optimizer.learning_rate = rate.now()
        pictures, known = pool.batch(table["batch"])
        if rate.steps and keras.backend.backend() == "torch":
            told = learner.train_step((pictures, known))  # waits for no figure, as `train_on_batch` does
        else:
            told = learner.train_on_batch(pictures, known, return_dict=True)
        figures = {key: value + figures.get(key, 0.0) for key, value in told.items()}
        rate.advance()
        if rate.steps % settings["report_every"] == 0:
            means = {key: float(value) / settings["report_every"] for key, value in figures.items()}
            figures = {}
            print(
                f"{path.name} step {rate.steps}, {rate.seconds():.0f} s, {rate.progress:.3f} done, "
                f"rate {rate.now():.5f}, painted {pool.painted}, learnt {pool.learnt}, "
                + " ".join(f"{key} {value:.4f}" for key, value in means.items()),
                flush=True,
            )
        learner.reset_metrics()
        if time.monotonic() - saved_s > STATE_EVERY_S:
            moments = [keras.ops.convert_to_numpy(variable) for variable in optimizer.variables]
            write_state(state_path(path), rate.progress, learner.get_weights(), moments)
            saved_s = time.monotonic()
    learner.network.save_weights(path)
    print(f"{path.name}: {rate.seconds():.0f} s, {pool.learnt} pictures", flush=True)


def teacher_name(number: int) -> str:
    """Name the weights of the `number`-th teacher."""
    return "teacher" if number == 0 else f"teacher{number + 1}"


def weights_path(arguments: Namespace, network: str, run: str | None = None) -> Path:
    """Where this run, or another one, keeps the weights of a teacher or of `student`."""
    return Path(arguments.work / f"{run or arguments.run}.{network}.weights.h5")

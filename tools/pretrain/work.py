"""What one worker of the recipe does: its part of the teacher's training, of the student's, or of both."""

import os
import time
from argparse import Namespace
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from tools.pretrain.workers import Meeting


def work(rank: int, meeting: Meeting, arguments: Namespace, settings: dict[str, Any]) -> None:
    """Run one worker: its part of the teacher's training, of the student's, or of both."""
    keras = import_keras()
    from tools.pretrain import bank
    from tools.pretrain.export import read_checkpoint
    from tools.pretrain.network import classifier
    from tools.pretrain.train import Worker, train_student, train_teacher

    started_s = time.monotonic()
    worker = Worker(rank, meeting)
    pictures = bank.load(arguments.work, leave_out=arguments.leave_out)

    def tell(words: str) -> None:
        if rank == 0:
            print(words, flush=True)

    tell(f"Keras {keras.__version__} on {keras.backend.backend()}, {meeting.workers} workers")
    keras.utils.set_random_seed(settings["seed"])  # all workers start with the same random values
    count = settings["teacher"]["count"]
    if "teacher" in arguments.steps:
        for number in range(count):
            path = weights_path(arguments, teacher_name(number))
            train_teacher(pictures, settings, path, worker, number)
            tell(f"{path.name}: {time.monotonic() - started_s:.0f} s")
    if "student" in arguments.steps:
        teachers = []
        for number in range(0 if arguments.without_teacher else count):
            teacher = classifier(None, "teacher")
            teacher.load_weights(weights_path(arguments, teacher_name(number), arguments.teacher_run))
            teachers.append(teacher)
        keras.utils.set_random_seed(settings["seed"])
        student = classifier(None, "student")
        if arguments.resume == "shipped":
            read_checkpoint(student)
        elif arguments.resume:
            student.load_weights(weights_path(arguments, "student", arguments.resume))
        path = weights_path(arguments, "student")
        train_student(
            pictures,
            settings,
            student,
            teachers,
            path,
            worker,
            minutes=arguments.minutes,
            go_on=arguments.go_on,
        )
        tell(f"{path.name}: {time.monotonic() - started_s:.0f} s")


def teacher_name(number: int) -> str:
    """Name the weights of the `number`-th teacher."""
    return "teacher" if number == 0 else f"teacher{number + 1}"


def weights_path(arguments: Namespace, network: str, run: str | None = None) -> Path:
    """Where this run, or another one, keeps the weights of a teacher or of `student`."""
    return Path(arguments.work / f"{run or arguments.run}.{network}.weights.h5")


def import_keras() -> ModuleType:
    """Keras, with the axes in the order that suits its backend."""
    if os.environ.get("KERAS_BACKEND", "tensorflow") == "tensorflow":
        from rps_game.network.convert import import_tensorflow

        import_tensorflow()  # the game's way, since export converts as the game does
    import keras

    if keras.backend.backend() == "torch":
        # PyTorch's own order of the axes; the numbers lie in memory with the channels last all the same.
        keras.config.set_image_data_format("channels_first")
    return cast(ModuleType, keras)

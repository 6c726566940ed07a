"""The trainer process: it makes backbones and trains heads, beside the window and out of its way."""

import contextlib
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from ctypes import c_longlong
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import numpy as np

from rps_game.errors import GameError
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.log import redirect_stderr
from rps_game.vision.backbone import backbone_path
from rps_game.vision.conversion import convert_backbone
from rps_game.vision.dataset import FEATURE_SHAPE, TrainingSet
from rps_game.vision.head_training import Cancelled, DenseTrainer, train_head
from rps_game.vision.training import (
    Failed,
    Message,
    Prepared,
    Preparing,
    Ready,
    Trained,
    TrainingSettings,
)

NICENESS: Final = 10
"""Halfway down: the window's frames come first, and an otherwise idle computer trains as fast as ever."""


@dataclass(frozen=True, slots=True)
class Prepare:
    """Make a backbone and keep it in `cache_dir`."""

    job: int
    name: str
    cache_dir: Path


@dataclass(frozen=True, slots=True, eq=False)
class Train:
    """Train a head."""

    job: int
    data: TrainingSet
    settings: TrainingSettings


Command = Prepare | Train
Worker = Callable[[Connection, Connection, c_longlong, Path], None]
"""What runs in the process: takes where commands come from, where messages go, the greatest number of a
cancelled job, and the log."""


def send_command(commands: Connection, command: Command) -> None:
    """Write a command to the process; blocks until it has read it. Features go as they are, not pickled."""
    match command:
        case Prepare():
            commands.send(command)
        case Train(job, data, settings):
            commands.send((job, data.labels, settings))
            commands.send_bytes(np.ascontiguousarray(data.features).data.cast("B"))


def receive_command(commands: Connection) -> Command:
    """Read what `send_command` wrote; raises EOFError when the window has gone."""
    command = commands.recv()
    if isinstance(command, Prepare):
        return command
    job, labels, settings = command
    features = np.frombuffer(commands.recv_bytes(), np.float32).reshape(len(labels), *FEATURE_SHAPE)
    return Train(job, TrainingSet(features, labels), settings)


def work(commands: Connection, messages: Connection, cancelled: c_longlong, log_path: Path) -> None:
    """Run the process: one command after the other, until the window has gone."""
    _stand_back()
    redirect_stderr(log_path)
    os.dup2(2, 1)  # Keras and the converter print as well
    inbox: queue.SimpleQueue[Command] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(commands, inbox), daemon=True).start()
    _warm_up()
    messages.send(Ready())
    while True:
        command = inbox.get()
        if command.job > cancelled.value:
            with contextlib.suppress(Cancelled):
                messages.send(_answer(command, messages.send, cancelled))


def _answer(command: Command, send: Callable[[Message], None], cancelled: c_longlong) -> Message:
    job = command.job
    try:
        match command:
            case Prepare(_, name, cache_dir):
                backbone = convert_backbone(
                    name, cache_dir, lambda stage, share: send(Preparing(job, stage, share))
                )
                return Prepared(job, name, backbone_path(name, cache_dir), backbone.fingerprint)
            case Train(_, data, settings):
                head, report = train_head(
                    data,
                    settings,
                    on_progress=lambda progress: send(replace(progress, job=job)),
                    cancelled=lambda: cancelled.value >= job,
                )
                return Trained(job, head, report)
    except GameError as error:
        return Failed(job, error)


def _listen(commands: Connection, inbox: queue.SimpleQueue[Command]) -> None:
    # The end of the pipe is the end of the window, also of one that was killed. It is heard of at once,
    # whatever is being computed, so that no orphan holds on to 500 MB.
    with contextlib.suppress(EOFError, OSError):
        while True:
            inbox.put(receive_command(commands))
    os._exit(0)


def _warm_up() -> None:
    """Import TensorFlow and compile the training step, while the player is still recording."""
    frames = np.zeros((4, *FEATURE_SHAPE), np.float32)
    data = TrainingSet(frames, np.array([*GESTURES, Gesture.NONE], np.int64))
    # Batches of 3 and of 1, so that the compiled step takes any size.
    for _ in DenseTrainer(TrainingSettings(epochs=1, batch=3)).steps(data, seed=0):
        pass


def _stand_back() -> None:
    """Let the window have the cores and the keyboard first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the window's business; it ends us
    if sys.platform == "win32":
        import ctypes

        below_normal_priority_class = 0x4000
        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), below_normal_priority_class)
    else:
        os.nice(NICENESS)

"""The trainer process itself: makes backbones and trains heads, at a low priority."""

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import numpy as np

from rps_game.errors import GameError
from rps_game.heads.dataset import FEATURE_SHAPE, TrainingSet
from rps_game.heads.report import TrainingSettings
from rps_game.heads.starter import Starter
from rps_game.heads.training import train_head
from rps_game.log import redirect_stderr
from rps_game.network.backbone import backbone_path
from rps_game.trainer.conversion import convert_backbone
from rps_game.trainer.messages import Failed, Message, Prepared, Preparing, Progress, Ready, Trained

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
    starter: Starter | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """Drop this job and all before it."""

    job: int


Job = Prepare | Train
Command = Job | Cancel
Worker = Callable[[Connection, Connection, Path], None]
"""What runs in the process. Its arguments: where commands come from, where messages go, the log's file."""


def send_command(commands: Connection, command: Command) -> None:
    """Write a command to the process; blocks until it has read it. Features go as they are, not pickled."""
    if isinstance(command, Train):
        data = command.data
        commands.send((command.job, data.labels, data.views, data.view_of, command.settings, command.starter))
        commands.send_bytes(np.ascontiguousarray(data.features).data.cast("B"))
    else:
        commands.send(command)


def receive_command(commands: Connection) -> Command:
    """Read what `send_command` wrote; raises EOFError when the window has gone."""
    received: Prepare | Cancel | tuple[Any, ...] = commands.recv()
    if not isinstance(received, tuple):
        return received
    job, labels, views, view_of, settings, starter = received
    features = np.frombuffer(commands.recv_bytes(), np.float32).reshape(len(labels), *FEATURE_SHAPE)
    return Train(job, TrainingSet(features, labels, views, view_of), settings, starter)


def work(commands: Connection, messages: Connection, log_path: Path) -> None:
    """Run the process: one command after the other, until the window has gone."""
    _lower_priority()
    redirect_stderr(log_path)
    os.dup2(2, 1)  # Keras and the converter print as well
    inbox = _Inbox(commands)
    messages.send(Ready())
    while True:
        command = inbox.next()
        if not inbox.cancelled(command.job):
            answer = _answer(command, messages.send, inbox)
            if answer is not None:
                messages.send(answer)


class _Inbox:
    """Reads commands in a thread of its own, so that a cancel and the window's end take effect at once."""

    def __init__(self, commands: Connection) -> None:
        self._commands = commands
        self._waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._last_cancelled = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def next(self) -> Job:
        return self._waiting.get()

    def cancelled(self, job: int) -> bool:
        return job <= self._last_cancelled

    def _listen(self) -> None:
        try:
            while True:
                command = receive_command(self._commands)
                if isinstance(command, Cancel):
                    self._last_cancelled = command.job
                else:
                    self._waiting.put(command)
        finally:
            # The end of the pipe is the end of the window, even of a killed one: no orphan holds 500 MB.
            os._exit(1)


def _answer(command: Job, send: Callable[[Message], None], inbox: _Inbox) -> Message | None:
    job = command.job
    try:
        match command:
            case Prepare(_, name, cache_dir):
                made = convert_backbone(
                    name, cache_dir, lambda stage, share: send(Preparing(job, stage, share))
                )
                return Prepared(job, name, backbone_path(name, cache_dir), made.fingerprint)
            case Train(_, data, settings, starter):
                training = train_head(data, settings, starter)
                while not inbox.cancelled(job):
                    try:
                        send(Progress(job, next(training)))
                    except StopIteration as end:
                        return Trained(job, *end.value)
                return None
    except GameError as error:
        return Failed(job, error)


def _lower_priority() -> None:
    """Lower our priority; ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the window's business; it ends us
    if sys.platform == "win32":
        import ctypes

        below_normal_priority_class = 0x4000
        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), below_normal_priority_class)
    else:
        os.nice(NICENESS)

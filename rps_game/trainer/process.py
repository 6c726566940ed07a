"""The trainer process as the window sees it. Only `close` waits, and it has a time limit."""

import logging
import multiprocessing
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from enum import Enum, auto
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from rps_game.errors import TrainerDied
from rps_game.heads.dataset import TrainingSet
from rps_game.heads.report import TrainingSettings
from rps_game.heads.starter import Starter
from rps_game.trainer.messages import Failed, Message, Prepared, Ready, Trained
from rps_game.trainer.worker import (
    Cancel,
    Command,
    Job,
    Prepare,
    Train,
    Worker,
    send_command,
    work,
)

FRESH_STARTS: Final = 1
"""A process that dies twice over the same job would die of it for ever."""

_log = logging.getLogger(__name__)


class TrainerState(Enum):
    """States of the process."""

    OFF = auto()  # not running: not started yet, or closed
    WARMING = auto()  # importing what it needs; takes jobs already
    READY = auto()
    BUSY = auto()
    DEAD = auto()  # it ended by itself, and so did the one after it; `start` or a job tries again


class Trainer:
    """Runs one job at a time in a child process; a new job replaces the one before.

    A process that dies is started once more, with the job that it was at. All answers come by `poll`.

    Args:
        log_path: where the process writes what its libraries have to say.
        cache_dir: where backbones are kept.
        worker: what runs in the process; tests give one that fails.
    """

    def __init__(self, log_path: Path, cache_dir: Path, worker: Worker = work) -> None:
        self._log_path = log_path
        self._cache_dir = cache_dir
        self._worker = worker
        self._lock = threading.RLock()  # held for moments only: nothing under it waits
        self._child: _Child | None = None
        self._state = TrainerState.OFF
        self._starts_left = 0
        self._last_job = 0
        self._current: Job | None = None
        self._messages: deque[Message] = deque()

    @property
    def state(self) -> TrainerState:
        """The process's state now."""
        return self._state

    @property
    def process_id(self) -> int | None:
        """The system's number of the process; None while there is none."""
        child = self._child
        return None if child is None else child.process_id

    def start(self) -> None:
        """Start the process, so that it is warm when a head is to be trained."""
        with self._lock:
            self._running_child()

    def prepare(self, backbone: str) -> int:
        """Request a backbone, to be made and kept in the cache.

        Returns:
            The job's number; `Preparing`, then `Prepared` or `Failed`, will carry it.
        """
        return self._submit(lambda job: Prepare(job, backbone, self._cache_dir))

    def train(self, data: TrainingSet, settings: TrainingSettings, starter: Starter | None = None) -> int:
        """Request the training of a head.

        Args:
            data: is not copied; leave it as it is until the job has ended.
            settings: how to train.
            starter: what is known before the first frame, of the backbone that made the features.

        Returns:
            The job's number; `Progress`, then `Trained` or `Failed`, will carry it.
        """
        return self._submit(lambda job: Train(job, data, settings, starter))

    def cancel(self) -> None:
        """Drop the current job: no message of it comes any more."""
        with self._lock:
            if self._child is not None and self._current is not None:
                self._child.send(Cancel(self._current.job))
            self._current = None
            self._messages = deque(message for message in self._messages if isinstance(message, Ready))
            if self._state is TrainerState.BUSY:
                self._state = TrainerState.READY

    def poll(self) -> list[Message]:
        """Return the messages since the last call, oldest first."""
        with self._lock:
            messages, self._messages = list(self._messages), deque()
        return messages

    def close(self, timeout_s: float = 2.0) -> None:
        """End the process in the middle of whatever it does, and wait for its end; may be started again.

        Args:
            timeout_s: after this the process is killed outright.
        """
        with self._lock:
            child, self._child = self._child, None
            self._state = TrainerState.OFF
            self._current = None
            self._messages.clear()
        if child is not None:
            child.end(timeout_s)

    def _submit(self, make_command: Callable[[int], Job]) -> int:
        with self._lock:
            self.cancel()
            self._last_job += 1
            command = make_command(self._last_job)
            self._current = command
            child = self._running_child()
            if self._state is TrainerState.READY:
                self._state = TrainerState.BUSY
            child.send(command)
            return command.job

    def _running_child(self) -> "_Child":
        if self._child is None:
            self._starts_left = FRESH_STARTS
            self._child = self._new_child()
        return self._child

    def _new_child(self) -> "_Child":
        self._state = TrainerState.WARMING
        return _Child(self._worker, self._log_path, self._on_message, self._on_end)

    def _on_message(self, child: "_Child", message: Message) -> None:
        with self._lock:
            if child is not self._child:
                return
            if isinstance(message, Ready):
                self._state = TrainerState.BUSY if self._current else TrainerState.READY
            elif self._current is None or message.job != self._current.job:
                return  # late: the job was cancelled while this was on its way
            elif isinstance(message, Prepared | Trained | Failed):
                self._current = None
                self._state = TrainerState.READY
                self._starts_left = FRESH_STARTS
            self._messages.append(message)

    def _on_end(self, child: "_Child") -> None:
        with self._lock:
            if child is not self._child:
                return
            _log.error("the trainer process ended by itself: exit code %s", child.exit_code)
            if self._starts_left:
                self._starts_left -= 1
                self._child = self._new_child()
                if self._current is not None:
                    self._child.send(self._current)
                return
            self._child = None
            self._state = TrainerState.DEAD
            if self._current is not None:
                self._messages.append(Failed(self._current.job, _died(self._log_path)))
                self._current = None


def _died(log_path: Path) -> TrainerDied:
    return TrainerDied(
        "The training process has ended by itself, twice.",
        "Close other programs to free memory and try again; {log} tells more.",
        log=log_path,
    )


class _Child:
    """One process, a thread that reads from it and one that writes to it: a pipe may block, a window not."""

    def __init__(
        self,
        worker: Worker,
        log_path: Path,
        on_message: Callable[["_Child", Message], None],
        on_end: Callable[["_Child"], None],
    ) -> None:
        # A fork would inherit the window, and the locks of threads that are not there.
        context = multiprocessing.get_context("spawn")
        self._outbox: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._on_message, self._on_end = on_message, on_end
        self._command_end, self._commands = context.Pipe(duplex=False)
        self._messages, self._message_end = context.Pipe(duplex=False)
        self._process: BaseProcess = context.Process(
            target=worker,
            args=(self._command_end, self._message_end, log_path),
            name="rps-game trainer",
            daemon=True,
        )
        self._starting = threading.Lock()
        self._ended = False
        self._threads = [
            threading.Thread(target=run, name=f"trainer {run.__name__.strip('_')}", daemon=True)
            for run in (self._listen, self._feed)
        ]
        with self._starting:  # starting a process keeps Python busy for 5 ms, which the caller has not got
            for thread in self._threads:
                thread.start()

    @property
    def process_id(self) -> int | None:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """Of the process, once it has ended; None if it did not even start."""
        return self._process.exitcode

    def send(self, command: Command) -> None:
        self._outbox.put(command)

    def end(self, timeout_s: float) -> None:
        """Terminate the process and wait until it is gone, but no longer than this."""
        deadline_s = time.monotonic() + timeout_s
        with self._starting:
            self._ended = True
        if self._process.pid is not None:
            self._process.terminate()
        for thread in self._threads:
            thread.join(max(0.0, deadline_s - time.monotonic()))
        if any(thread.is_alive() for thread in self._threads) and self._process.pid is not None:
            self._process.kill()

    def _listen(self) -> None:
        try:
            self._start_process()
            while True:
                self._on_message(self, self._messages.recv())
        except (EOFError, OSError):
            pass  # it has ended, or the system could not even start it
        self._outbox.put(None)
        self._messages.close()
        if self._process.pid is not None:
            self._process.join()
        self._on_end(self)

    def _start_process(self) -> None:
        try:
            with self._starting:
                if not self._ended:
                    self._process.start()
        finally:
            # From here on only the process holds these ends, so that its death ends the pipes.
            self._command_end.close()
            self._message_end.close()

    def _feed(self) -> None:
        try:
            while (command := self._outbox.get()) is not None:
                send_command(self._commands, command)
        except OSError:
            pass  # the process has died; `_listen` notices it too
        finally:
            self._commands.close()

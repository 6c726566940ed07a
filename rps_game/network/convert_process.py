"""Converts Keras' network in a process of its own, which ends with the job.

TensorFlow takes 400 MB, keeps Python busy for seconds, and crashes in a process in which LiteRT has run.
"""

import logging
import multiprocessing
import os
import pickle
import queue
import reprlib
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Final

from rps_game.errors import BackboneUnavailable, GameError
from rps_game.log import redirect_stderr
from rps_game.network.convert import OnStage, Preparation, convert_backbone

PATIENCE_S: Final = 180.0
"""Without progress; then the process is ended. Importing TensorFlow from a slow disk takes a minute."""

END_S: Final = 5.0
"""For a killed process to end; one that waits for a broken disk does not, and is left to the system."""

MAX_MESSAGE_BYTES: Final = 2**20
"""Of a message; ours have some hundred bytes."""

POLL_S: Final = 0.05
"""Between two looks whether the player has had enough."""

NICENESS: Final = 10
"""Halfway down: the window's frames come first."""

Convert = Callable[[str, Path, OnStage], object]

_log: Final = logging.getLogger(__name__)


def convert_apart(
    name: str,
    cache_dir: Path,
    log_path: Path,
    on_stage: OnStage = lambda _stage, _fraction: None,
    *,
    stopped: threading.Event | None = None,
    patience_s: float = PATIENCE_S,
    convert: Convert = convert_backbone,
) -> None:
    """Run `convert_backbone` in a process of its own, and wait for its end; for a thread that may wait.

    Args:
        name: of the network, as in `convert_backbone`.
        cache_dir: where to keep it.
        on_stage: is told how it goes.
        log_path: where the process writes what its libraries have to say.
        stopped: ends the process when it is set; then nothing was converted, and that is no error.
        patience_s: without a new stage.
        convert: what runs in the process; tests give one that fails.

    Raises:
        BackboneError: what `convert_backbone` raised, or that the process hung, died or could not be started.
    """
    context = multiprocessing.get_context("spawn")  # a fork would inherit the window and other threads' locks
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=_run, args=(theirs, name, cache_dir, log_path, convert), name="rps-game convert", daemon=True
    )
    try:
        with theirs:  # from here on only the process holds it, so that its death ends the pipe
            process.start()
        inbox: queue.SimpleQueue[object] = queue.SimpleQueue()
        # Read by a thread of its own: a process that stops in the middle of a message would keep us for ever.
        receiver = threading.Thread(target=_receive, args=(ours, inbox), name="convert pipe", daemon=True)
        receiver.start()
        try:
            _listen(inbox, on_stage, stopped or threading.Event(), patience_s, log_path)
        except EOFError:
            process.join(POLL_S)  # for its own exit code, not that of the kill
            raise
        finally:
            process.kill()
            process.join(END_S)
    except GameError:
        raise
    except EOFError as error:
        _log.error("the conversion of %s has ended by itself: exit code %s", name, process.exitcode)
        raise BackboneUnavailable(
            "The conversion of the network has ended by itself.",
            "Close other programs to free memory, and try again; {log} tells more.",
            log=log_path,
        ) from error
    except Exception as error:
        _log.exception("the conversion of %s cannot be listened to", name)
        raise _failed(log_path, str(error) or type(error).__name__) from error


def _receive(messages: Connection, inbox: "queue.SimpleQueue[object]") -> None:
    """Run the thread: put what comes into the inbox, at last the exception that ended it."""
    with messages:
        while True:
            try:
                inbox.put(pickle.loads(messages.recv_bytes(MAX_MESSAGE_BYTES)))
            except Exception as error:  # whatever garbage makes of it
                inbox.put(error)
                return


def _listen(
    inbox: "queue.SimpleQueue[object]",
    on_stage: OnStage,
    stopped: threading.Event,
    patience_s: float,
    log_path: Path,
) -> None:
    done, deadline_s = -1.0, time.monotonic() + patience_s
    while not stopped.is_set():
        if time.monotonic() > deadline_s:
            raise BackboneUnavailable(
                "The conversion of the network does not go on: nothing has happened for {seconds} s.",
                "Close other programs, and try again; {log} tells more.",
                seconds=round(patience_s),
                log=log_path,
            )
        try:
            message = inbox.get(timeout=POLL_S)
        except queue.Empty:
            continue
        match message:
            case None:
                return
            case Exception():
                raise message
            case (Preparation() as stage, (float() | int()) as share):
                on_stage(stage, share)
                if share > done:  # what is told again is no progress
                    done, deadline_s = share, time.monotonic() + patience_s
            case _:
                raise ValueError(f"expected a stage, got {reprlib.repr(message)}")


def _failed(log_path: Path, reason: str) -> BackboneUnavailable:
    return BackboneUnavailable(
        "The network could not be converted: {reason}.",
        "Try again; {log} tells more.",
        reason=reason,
        log=log_path,
    )


def _run(messages: Connection, name: str, cache_dir: Path, log_path: Path, convert: Convert) -> None:
    """Do the work in the process: stages go out, then None or the error that ended it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the window's business; it ends us
    threading.Thread(target=_end_with_the_window, daemon=True).start()
    redirect_stderr(log_path)
    os.dup2(2, 1)  # Keras and the converter print as well
    sys.stdout = sys.stderr  # there is none where the window began without a terminal
    _lower_priority()
    try:
        convert(name, cache_dir, lambda stage, fraction: messages.send((stage, fraction)))
        sys.stdout.flush()  # the window ends us when it has the answer
    except GameError as error:
        messages.send(error)
    except Exception as error:
        logging.getLogger().exception("the conversion of %s failed", name)  # to stderr, and so to the log
        messages.send(_failed(log_path, f"{type(error).__name__}: {error}"))
    else:
        messages.send(None)


def _end_with_the_window() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])  # of a killed window, too: no orphan holds 400 MB
    os._exit(1)


def _lower_priority() -> None:
    if sys.platform == "win32":
        import ctypes

        below_normal_priority_class = 0x4000
        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), below_normal_priority_class)
    else:
        os.nice(NICENESS)

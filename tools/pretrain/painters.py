"""Processes that paint ahead while a network learns; their pictures come through shared memory."""

import multiprocessing
import queue
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tools.pretrain import bank
from tools.pretrain.draws import Arrays, Draws, shapes

SLOTS_EACH = 2
"""A process paints into one while the other waits to be fetched."""

LOOK_EVERY_S = 1.0


class Painters:
    """Paints chunks of pictures in processes.

    Args:
        folder: of the bank.
        settings: of the whole recipe.
        leave_out: sets that are not drawn from.
        seed: of all the chances taken; each process paints other pictures.
    """

    def __init__(self, folder: Path, settings: dict[str, Any], leave_out: Sequence[str], seed: int) -> None:
        context = multiprocessing.get_context("spawn")
        count, self.chunk, side = settings["painters"], settings["chunk"], settings["side"]
        self._ready: Any = context.Queue()
        self._free: list[Any] = [context.Queue() for _ in range(count)]
        self._slots: list[Arrays] = []
        self._processes = []
        for number in range(count):
            memory = [_memory(context, side, self.chunk) for _ in range(SLOTS_EACH)]
            for one in memory:
                self._free[number].put(len(self._slots))
                self._slots.append(_arrays(one, side, self.chunk))
            first = len(self._slots) - SLOTS_EACH
            arguments = (folder, settings, tuple(leave_out), (seed, number), memory, first)
            process = context.Process(
                target=_work, args=(*arguments, self._free[number], self._ready), daemon=True
            )
            process.start()
            self._processes.append(process)

    def fetch(self) -> tuple[int, Arrays]:
        """Return the next chunk, painted, and the slot that it lies in, to be given to `release`.

        Raises:
            SystemExit: a process has ended.
        """
        while True:
            try:
                slot = int(self._ready.get(timeout=LOOK_EVERY_S))
            except queue.Empty:
                if any(process.exitcode is not None for process in self._processes):
                    raise SystemExit("a process that paints has ended: it says above why") from None
            else:
                return slot, self._slots[slot]

    def release(self, slot: int) -> None:
        """Let the slot be painted into again."""
        self._free[slot // SLOTS_EACH].put(slot)

    def close(self) -> None:
        """End the processes."""
        for process in self._processes:
            process.terminate()
            process.join()


def _memory(context: Any, side: int, chunk: int) -> dict[str, Any]:
    return {
        name: context.RawArray("B", int(np.prod(shape, dtype=int)) * chunk * np.dtype(kind).itemsize)
        for name, (shape, kind) in shapes(side).items()
    }


def _arrays(memory: dict[str, Any], side: int, chunk: int) -> Arrays:
    return {
        name: np.frombuffer(memory[name], kind).reshape(chunk, *shape)
        for name, (shape, kind) in shapes(side).items()
    }


def _work(
    folder: Path,
    settings: dict[str, Any],
    leave_out: tuple[str, ...],
    seed: tuple[int, int],
    memory: list[dict[str, Any]],
    first: int,
    free: Any,
    ready: Any,
) -> None:
    """Paint one chunk after the other into this process's slots, whose numbers begin with `first`."""
    import cv2

    cv2.setNumThreads(1)  # there are as many processes as cores
    side, chunk = settings["side"], settings["chunk"]
    draws = Draws(bank.load(folder), settings, side, leave_out)
    slots = [_arrays(one, side, chunk) for one in memory]
    number = 0
    while True:
        slot = free.get()
        for name, values in draws.batch((*seed, number), chunk).items():
            slots[slot - first][name][:] = values
        number += 1
        ready.put(slot)

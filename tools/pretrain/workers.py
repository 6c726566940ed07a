"""Processes that learn side by side, each on pictures of its own, and average their weights every few steps.

A network this small does not keep a second core busy: on two cores, two threads of one process learn from a
quarter more pictures than one thread, two processes from nearly twice as many. Between two averages each goes
its own way, optimizer included (local SGD: Stich 2019, https://arxiv.org/abs/1805.09767).
"""

import multiprocessing
import multiprocessing.connection
import os
from collections.abc import Callable
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

import numpy as np
import numpy.typing as npt

Weights = list[npt.NDArray[np.float32]]

ROOM = 2**19
"""Numbers that a worker may bring to a meeting; MobileNet alpha 0.25 has 220,000."""

PATIENCE_S = 3600
"""How long a worker waits for the others; whoever stops them all for a while finds them waiting."""


class Meeting:
    """Where the workers of one training average their weights, and agree on how far they are."""

    def __init__(self, workers: int, context: SpawnContext | None = None) -> None:
        context = context or multiprocessing.get_context("spawn")
        self.workers = workers
        self._rows = context.RawArray("f", workers * ROOM)
        self._progress = context.RawValue("d", 0.0)
        self._barrier = context.Barrier(workers)

    def average(self, rank: int, weights: Weights, progress: float) -> tuple[Weights, float]:
        """Return the mean of all workers' weights, and the progress that the first of them brought.

        Args:
            rank: of this worker, from 0.
            weights: of its network, at most `ROOM` numbers.
            progress: share of the training that lies behind, 0..1.
        """
        rows = np.frombuffer(self._rows, np.float32).reshape(self.workers, ROOM)
        flat = np.concatenate([values.ravel() for values in weights])
        rows[rank, : len(flat)] = flat
        if rank == 0:
            self._progress.value = progress
        self.wait()
        mean = rows[:, : len(flat)].mean(axis=0)
        agreed = float(self._progress.value)
        self.wait()  # nobody writes while another still reads
        ends = np.cumsum([values.size for values in weights])[:-1]
        parts = np.split(mean, ends)
        return [part.reshape(values.shape) for part, values in zip(parts, weights, strict=True)], agreed

    def wait(self) -> None:
        """Go on when all workers are here."""
        self._barrier.wait(PATIENCE_S)


def side_by_side(workers: int, work: Callable[..., None], *arguments: Any) -> None:
    """Call `work(rank, meeting, *arguments)` in so many processes; one works here.

    Raises:
        SystemExit: a worker ended with an error; the others are ended.
    """
    if workers == 1:
        work(0, Meeting(1), *arguments)
        return
    threads = str(max(1, (os.cpu_count() or workers) // workers))
    os.environ |= {"OMP_NUM_THREADS": threads, "TF_NUM_INTRAOP_THREADS": threads}
    context = multiprocessing.get_context("spawn")
    meeting = Meeting(workers, context)
    processes = [context.Process(target=work, args=(rank, meeting, *arguments)) for rank in range(workers)]
    for process in processes:
        process.start()
    _wait(processes)


def _wait(processes: list[SpawnProcess]) -> None:
    running = list(processes)
    while running:
        multiprocessing.connection.wait([process.sentinel for process in running])
        running = [process for process in running if process.exitcode is None]
        if any(process.exitcode for process in processes):  # of all: one may have ended only just now
            for process in running:
                process.terminate()
            raise SystemExit("a worker ended with an error: it says above which")

"""Workers of the recipe meet, average, and agree on how far they are."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tools.pretrain.workers import Meeting, side_by_side


def test_all_workers_leave_a_meeting_with_the_mean_and_the_first_ones_progress() -> None:
    meeting = Meeting(3)
    brought = [[np.full((2, 2), k, np.float32), np.array([10.0 * k], np.float32)] for k in (1, 2, 6)]
    with ThreadPoolExecutor(3) as pool:
        left = list(pool.map(meeting.average, range(3), brought, (0.25, 0.5, 0.75)))
    for weights, progress in left:
        assert progress == 0.25
        np.testing.assert_array_equal(weights[0], np.full((2, 2), 3))
        np.testing.assert_array_equal(weights[1], [30])


def test_one_worker_alone_keeps_its_weights() -> None:
    weights, progress = Meeting(1).average(0, [np.arange(6, dtype=np.float32)], 0.5)
    np.testing.assert_array_equal(weights[0], np.arange(6))
    assert progress == 0.5


def refuse(rank: int, meeting: Meeting) -> None:
    """A worker that fails while the other waits for it."""
    if rank == 1:
        raise SystemExit(3)
    meeting.average(rank, [np.zeros(1, np.float32)], 0.0)


def test_a_worker_that_fails_ends_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"):  # set for the workers: put back after the test
        monkeypatch.setenv(name, "1")
    with pytest.raises(SystemExit, match="a worker ended with an error"):
        side_by_side(2, refuse)

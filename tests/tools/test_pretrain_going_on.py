"""A training's rate by steps and by the clock, and the state that it can go on from."""

from pathlib import Path

import numpy as np
import pytest

from tools.pretrain import rate as rates
from tools.pretrain.rate import Rate
from tools.pretrain.state import read_state, state_path, write_state


class Clock:
    """Seconds that a test sets."""

    now_s = 1000.0

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rates, "time", clock)
    return clock


def table(steps: int = 100) -> dict[str, float]:
    return {"learning_rate": 1.0, "warmup_steps": 10, "steps": steps}


def walk(rate: Rate, clock: Clock, seconds: float) -> None:
    """Learn so long, a second a step."""
    for _ in range(int(seconds)):
        clock.now_s += 1
        rate.advance()


def test_by_steps_the_rate_rises_and_falls() -> None:
    rate = Rate(table())
    assert rate.now() == pytest.approx(0.1)
    rates_now = []
    for _ in range(100):
        rate.advance()
        rates_now.append(rate.now())
    assert rates_now[8] > 0.9
    assert rates_now[-1] < 0.02
    assert rate.progress == pytest.approx(1)


def test_by_the_clock_progress_is_time(clock: Clock) -> None:
    rate = Rate(table(), minutes=10)
    walk(rate, clock, 300)
    assert rate.progress == pytest.approx(0.5, abs=0.01)
    walk(rate, clock, 300)
    assert rate.progress == 1


def test_a_pause_changes_no_rate_and_the_training_ends_in_time(clock: Clock) -> None:
    rate = Rate(table(), minutes=100)
    walk(rate, clock, 1500)
    before = rate.now()
    clock.now_s += 2000  # stopped from outside
    rate.advance()
    assert rate.now() == pytest.approx(before, rel=0.2)
    walk(rate, clock, 2500)
    assert rate.progress == 1


def test_a_training_goes_on_from_its_progress(clock: Clock) -> None:
    rate = Rate(table(), minutes=10, progress=0.6)
    assert rate.progress == 0.6
    walk(rate, clock, 300)
    assert rate.progress == pytest.approx(0.8, abs=0.01)


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = state_path(tmp_path / "main.student.weights.h5")
    assert path.name == "main.student.state"
    weights = [np.arange(k + 1.0) for k in range(12)]  # more than nine, so that their order is seen
    write_state(path, 0.25, weights, [np.zeros(3), np.array(7)])
    progress, again, optimizer = read_state(path)
    assert progress == 0.25
    for one, other in zip(again, weights, strict=True):
        np.testing.assert_array_equal(one, other)
    assert len(optimizer) == 2
    assert list(tmp_path.iterdir()) == [path]


def test_without_a_state_there_is_nothing_to_go_on_from(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no state"):
        read_state(tmp_path / "none.state")

"""Views made in the background: every frame gets its own, and nobody waits for them."""

# mypy: disable-error-code="comparison-overlap"

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from rps_game.calibration.augmentation import VIEWS, pooled_views, views_of
from rps_game.calibration.views import ViewMaker

PATIENCE_S = 30  # of a test on a busy machine; none needs it


def picture(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (224, 224, 3), dtype=np.uint8)


def embed(square: np.ndarray) -> np.ndarray:
    """Some features that tell pictures apart: colours and light of 49 places."""
    places = square.reshape(7, 32, 7, 32, 3).mean((1, 3), dtype=np.float32)
    return np.concatenate([places, np.zeros((7, 7, 253), np.float32)], axis=2)


def wait_until_idle(maker: ViewMaker) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while maker.busy:
        assert time.monotonic() < deadline_s
        time.sleep(0.001)


class Gate:
    """A network that answers once `open` is set."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.entered = threading.Event()
        self.calls = 0

    def embed(self, square: np.ndarray) -> np.ndarray:
        self.calls += 1
        self.entered.set()
        assert self.open.wait(PATIENCE_S)
        return embed(square)


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def shut(gate: Gate) -> Iterator[ViewMaker]:
    """A maker of views whose network does not answer yet."""
    maker = ViewMaker(gate.embed)
    yield maker
    gate.open.set()
    assert maker.close(PATIENCE_S)


def test_each_frame_gets_the_views_of_its_key() -> None:
    maker = ViewMaker(embed)
    assert maker.take_finished() == []
    squares = {key: picture(key) for key in (12, 5, 7)}
    for key, square in squares.items():
        maker.request(key, square)
    wait_until_idle(maker)
    finished = maker.take_finished()
    assert [key for key, _ in finished] == [12, 5, 7]
    for key, views in finished:
        assert (views.dtype, views.shape) == (np.float32, (VIEWS, 256))
        np.testing.assert_array_equal(views, pooled_views(views_of(squares[key], VIEWS, key), embed))
    assert maker.take_finished() == []  # each is told once
    assert maker.close(PATIENCE_S)


def test_nobody_waits_for_a_slow_network(gate: Gate, shut: ViewMaker) -> None:
    began_s = time.monotonic()
    for key in range(100):
        shut.request(key, picture(0))
    assert gate.entered.wait(PATIENCE_S)
    assert shut.busy
    assert shut.take_finished() == []
    assert not shut.close(0.05)
    assert time.monotonic() - began_s < 5


def test_closing_drops_every_frame_and_begins_no_other_view(gate: Gate, shut: ViewMaker) -> None:
    shut.request(1, picture(1))
    shut.request(2, picture(2))
    assert gate.entered.wait(PATIENCE_S)
    assert not shut.close(0)
    gate.open.set()
    assert shut.close(PATIENCE_S)
    assert not shut.busy
    assert shut.take_finished() == []
    assert gate.calls == 1  # the view in the network was finished, no other was begun


def test_closing_drops_what_was_finished_too() -> None:
    maker = ViewMaker(embed)
    maker.request(1, picture(1))
    wait_until_idle(maker)
    assert maker.close(PATIENCE_S)
    assert maker.take_finished() == []


def test_a_frame_that_fails_costs_its_own_views_only(caplog: pytest.LogCaptureFixture) -> None:
    broken = picture(1)

    def choosy(square: np.ndarray) -> np.ndarray:
        if square.mean() < 10:
            raise RuntimeError("no such picture")
        return embed(square)

    maker = ViewMaker(choosy)
    maker.request(1, np.zeros_like(broken))
    maker.request(2, broken)
    wait_until_idle(maker)
    assert [key for key, _ in maker.take_finished()] == [2]
    assert "the views of frame 1 could not be made" in caplog.text
    assert maker.close(PATIENCE_S)


def test_no_thread_runs_before_the_first_frame_or_after_the_end() -> None:
    before = threading.active_count()
    maker = ViewMaker(embed)
    assert threading.active_count() == before
    assert maker.close(PATIENCE_S)
    maker.request(1, picture(1))
    assert threading.active_count() == before
    assert not maker.busy


def test_another_caller_of_the_network_waits_for_one_view_at_most() -> None:
    """A camera thread that asks for the lock while views are embedded gets it after the present one."""
    lock, in_lock = threading.Lock(), threading.Event()
    turns: list[str] = []

    def slow(square: np.ndarray) -> np.ndarray:
        with lock:
            turns.append("view")
            in_lock.set()
            time.sleep(0.02)
        return embed(square)

    maker = ViewMaker(slow)
    for key in range(4):
        maker.request(key, picture(key))
    waited = []
    for _ in range(8):
        in_lock.clear()
        assert in_lock.wait(PATIENCE_S)
        before = len(turns)
        with lock:
            waited.append(len(turns) - before)
    assert maker.close(PATIENCE_S)
    assert np.median(waited) == 0


def test_views_are_made_by_the_network_that_was_there_when_they_were_requested(
    gate: Gate, shut: ViewMaker
) -> None:
    shut.request(1, picture(1))
    assert gate.entered.wait(PATIENCE_S)
    shut.request(2, picture(2))
    shut.set_embed(lambda square: np.full((7, 7, 256), 7, np.float32))
    shut.request(3, picture(3))
    gate.open.set()
    wait_until_idle(shut)
    seen = {key: bool((views == 7).all()) for key, views in shut.take_finished()}
    assert seen == {1: False, 2: False, 3: True}

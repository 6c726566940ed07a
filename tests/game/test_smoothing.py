"""The smoothed bars, and the word that is shown."""

import numpy as np
import pytest

from rps_game.game.gestures import GESTURES, Gesture
from rps_game.game.smoothing import Smoother


def test_a_still_hand_gives_a_still_word_and_a_changed_one_changes_it_soon() -> None:
    smoother, rng = Smoother(), np.random.default_rng(0)
    words = []
    for i in range(90):
        shown = Gesture.ROCK if i < 60 else Gesture.PAPER
        # A wavering head: one frame in five says something else.
        read = shown if rng.random() < 0.8 else GESTURES[rng.integers(3)]
        probabilities = np.full(4, 0.05, np.float32)
        probabilities[read] = 0.85
        smoother.add(i / 30, probabilities)
        words.append(smoother.word)
    assert set(words[10:60]) == {Gesture.ROCK}
    assert set(words[75:]) == {Gesture.PAPER}
    assert smoother.shares is not None
    assert smoother.shares.sum() == pytest.approx(1)


def test_another_head_with_fewer_classes_is_no_problem() -> None:
    smoother = Smoother()
    smoother.add(0.0, np.array([0, 0, 0, 1], np.float32))
    assert smoother.word is Gesture.NONE
    smoother.add(0.1, np.array([0.4, 0.3, 0.3], np.float32))
    assert smoother.word is None

"""The NumPy heads and what they are trained on. That they agree with Keras is shown in test_training."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import BUILD, dense_head, pooled_head

from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.base import softmax
from rps_game.heads.dataset import TrainingSet
from rps_game.heads.kinds import HEAD_KINDS


@pytest.mark.parametrize("classes", [GESTURES, CLASSES])
@pytest.mark.parametrize("kind", HEAD_KINDS)
def test_a_head_built_of_its_tensors_is_the_same_head(kind: str, classes: tuple[Gesture, ...]) -> None:
    head = BUILD[kind](classes)
    assert head.kind == kind
    again = HEAD_KINDS[kind].head.from_tensors(head.tensors(), classes)
    features = np.random.default_rng(1).uniform(0, 6, (3, 7, 7, 256)).astype(np.float32)
    probabilities = again.predict(features)
    assert probabilities.dtype == np.float32
    assert probabilities.shape == (3, len(classes))
    np.testing.assert_array_equal(probabilities, head.predict(features))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-6)


@dataclass
class Parts:
    """What a save would hand over, and one thing wrong with it."""

    kind: str = "dense"
    classes: tuple[Gesture, ...] = CLASSES
    tensors: dict[str, np.ndarray] = field(default_factory=lambda: dense_head().tensors())


def spoil(parts: Parts, name: str, value: np.ndarray) -> Parts:
    parts.tensors[name] = value
    return parts


def pooled_parts(name: str, value: np.ndarray) -> Parts:
    return spoil(Parts("pooled", CLASSES, pooled_head().tensors()), name, value)


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [
        (Parts(classes=GESTURES), "output_kernel"),
        (Parts(classes=(Gesture.PAPER, Gesture.ROCK, Gesture.SCISSORS)), "in this order"),
        (Parts(tensors={}), "tensors"),
        (spoil(Parts(), "code", np.zeros(1, np.float32)), "tensors"),
        (spoil(Parts(), "hidden_bias", np.zeros(6, np.float32)), "hidden_kernel"),
        (spoil(Parts(), "hidden_bias", np.zeros(0, np.float32)), "hidden units"),
        (spoil(Parts(), "hidden_bias", np.zeros((5, 1), np.float32)), "hidden_bias"),
        (spoil(Parts(), "hidden_bias", np.zeros(5, np.float64)), "float64"),
        (spoil(Parts(), "hidden_bias", np.full(5, np.nan, np.float32)), "numbers up to"),
        (spoil(Parts(), "output_kernel", np.full((5, 4), np.inf, np.float32)), "numbers up to"),
        (spoil(Parts(), "output_kernel", np.zeros((5, 4), ">f4")), "float32"),
        (pooled_parts("bias", np.zeros(3, np.float32)), "bias"),
        (pooled_parts("kernel", np.zeros((255, 4), np.float32)), "kernel"),
        (pooled_parts("thresholds", np.full(4, 1.1, np.float32)), "thresholds"),
        (pooled_parts("confidence", np.full(1, -0.1, np.float32)), "confidence"),
        (pooled_parts("code", np.zeros(1, np.float32)), "tensors"),
    ],
)
def test_parts_that_do_not_make_a_head_are_refused(parts: Parts, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        HEAD_KINDS[parts.kind].head.from_tensors(parts.tensors, parts.classes)


@given(st.lists(st.floats(-(2.0**100), 2.0**100, width=32), min_size=3, max_size=4))
def test_softmax_survives_any_logits(logits: list[float]) -> None:
    probabilities = softmax(np.array([logits], np.float32))
    assert np.isfinite(probabilities).all()
    assert probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert probabilities[0, int(np.argmax(np.array(logits, np.float32)))] == probabilities.max()


def numbered_set(counts: dict[Gesture, int]) -> TrainingSet:
    """Frames whose features are the frame's own number within its class."""
    return TrainingSet.of(
        {
            gesture: [np.full((7, 7, 256), number, np.float32) for number in range(count)]
            for gesture, count in counts.items()
        }
    )


@settings(max_examples=20, deadline=None)
@given(
    st.fixed_dictionaries({gesture: st.integers(4, 12) for gesture in GESTURES}),
    st.integers(0, 12),
)
def test_the_last_quarter_of_each_class_is_held_out(counts: dict[Gesture, int], empty: int) -> None:
    whole = numbered_set(counts | {Gesture.NONE: empty})
    assert whole.classes == (CLASSES if empty else GESTURES)
    learn, test = whole.split_in_time()
    assert test is not None
    assert len(learn) + len(test) == len(whole)
    for gesture, count in (counts | {Gesture.NONE: empty}).items():
        numbers = test.features[test.labels == gesture, 0, 0, 0].tolist()
        assert numbers == list(range(count - count // 4, count))


def test_too_few_frames_leave_nothing_to_test_on() -> None:
    few = numbered_set({Gesture.ROCK: 3, Gesture.PAPER: 30, Gesture.SCISSORS: 30})
    learn, test = few.split_in_time()
    assert learn is few
    assert test is None


@pytest.mark.parametrize(
    ("features", "labels"),
    [
        (np.zeros((3, 7, 7, 256), np.float32), np.array([0, 1, 1])),
        (np.zeros((3, 7, 7, 256), np.float32), np.array([0, 1, 2, 3])),
        (np.zeros((4, 7, 7, 256), np.float32), np.array([0, 1, 2, 4])),
        (np.zeros((3, 7, 7, 255), np.float32), np.array([0, 1, 2])),
        (np.zeros((3, 7, 7, 256), np.float64), np.array([0, 1, 2])),
        (np.zeros((3, 7, 7, 256), np.float32), np.array([0, 1, 2], np.int32)),
    ],
)
def test_what_is_not_a_training_set_is_refused(features: np.ndarray, labels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected"):
        TrainingSet(features, labels)

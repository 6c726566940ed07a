"""The vote: cases worked out by hand, and laws for any frames."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rps_game.game.gestures import GESTURES, Gesture
from rps_game.game.voting import VoteReason, vote

ROCK, PAPER, SCISSORS, NONE = Gesture.ROCK, Gesture.PAPER, Gesture.SCISSORS, Gesture.NONE
Frames = npt.NDArray[np.floating]


def sure(*frames: Gesture, classes: int = 4) -> Frames:
    return np.eye(classes, dtype=np.float32)[list(frames)]


@st.composite
def windows(draw: st.DrawFn) -> Frames:
    """Softmax outputs of 0 to 12 frames, from flat to saturated, with ties and zeros among them."""
    classes = draw(st.sampled_from([3, 4]))
    row = st.lists(
        st.sampled_from([0.0, 1.0, 2.0, 7.0, 1e-7]) | st.floats(0, 1), min_size=classes, max_size=classes
    )
    rows = draw(st.lists(row.filter(lambda values: sum(values) > 1e-9), max_size=12))
    weights = np.array(rows, dtype=np.float64).reshape(-1, classes)
    shares = weights / weights.sum(axis=1, keepdims=True)
    return np.asarray(shares, draw(st.sampled_from([np.float32, np.float64])))


thresholds = st.none() | st.floats(0, 1)


@pytest.mark.parametrize("gesture", GESTURES)
@pytest.mark.parametrize("classes", [3, 4])
@pytest.mark.parametrize("n", [3, 9])
def test_unanimous_frames_are_clear(gesture: Gesture, classes: int, n: int) -> None:
    verdict = vote(sure(*[gesture] * n, classes=classes))
    assert (verdict.gesture, verdict.reason) == (gesture, VoteReason.CLEAR)
    assert verdict.counts == tuple(n if g is gesture else 0 for g in (ROCK, PAPER, SCISSORS, NONE))


@pytest.mark.parametrize(
    ("frames", "gesture", "reason"),
    [
        ([ROCK] * 6 + [PAPER] * 3, ROCK, VoteReason.CLEAR),  # the fist opened a little late
        ([ROCK] * 5 + [PAPER] * 4, None, VoteReason.UNCLEAR),
        ([ROCK] * 3 + [PAPER] * 3 + [SCISSORS] * 3, None, VoteReason.UNCLEAR),
        ([NONE] * 9, None, VoteReason.NO_HAND),
        ([NONE] * 4 + [PAPER] * 5, PAPER, VoteReason.CLEAR),  # the hand came late
        ([NONE] * 5 + [PAPER] * 4, None, VoteReason.NO_HAND),  # and too late
        ([NONE] * 3 + [PAPER] * 3 + [ROCK] * 3, None, VoteReason.UNCLEAR),
        ([ROCK] * 2, None, VoteReason.TOO_FEW),
        ([], None, VoteReason.TOO_FEW),
    ],
)
def test_by_hand(frames: list[Gesture], gesture: Gesture | None, reason: VoteReason) -> None:
    verdict = vote(sure(*frames))
    assert (verdict.gesture, verdict.reason) == (gesture, reason)
    assert verdict.counts == tuple(frames.count(g) for g in (ROCK, PAPER, SCISSORS, NONE))


def test_no_sure_frame_vetoes_the_others() -> None:
    # Eight frames lean to paper; in the ninth a blur looks so much like rock that paper is at 1e-9 there.
    # Multiplied, that one frame outweighs the eight.
    frames = np.array([[0.15, 0.8, 0.05]] * 8 + [[1 - 2e-9, 1e-9, 1e-9]])
    assert np.log(frames).sum(axis=0).argmax() == ROCK
    assert vote(frames).gesture is PAPER


def test_a_few_very_sure_frames_do_not_overrule_the_count() -> None:
    # By weight rock has 6.0 of 9, but paper leads in five frames of nine, and that is what is shown.
    verdict = vote(np.array([[1.0, 0.0, 0.0]] * 4 + [[0.4, 0.6, 0.0]] * 5))
    assert verdict.reason is VoteReason.UNCLEAR
    assert verdict.counts == (4, 5, 0, 0)
    assert verdict.contenders == (ROCK, PAPER)


@pytest.mark.parametrize(
    ("frames", "gesture"),
    [
        ([[0.48, 0.27, 0.25]] * 9, None),  # ahead of each of the others, but not of both
        (
            [[1.0, 0.0, 0.0]] * 3 + [[0.5, 0.5, 0.0]] * 3,
            None,
        ),  # three to one by weight, but half of the frames
        ([[0.0, 0.45, 0.0, 0.55]] * 5 + [[0.0, 1.0, 0.0, 0.0]] * 4, PAPER),  # all of the frames with a hand
    ],
)
def test_weight_and_count_both_have_to_speak(frames: list[list[float]], gesture: Gesture | None) -> None:
    assert vote(frames).gesture is gesture


def test_a_softmax_that_rounds_above_one_is_still_a_vote() -> None:
    assert vote([[1.0005, 0.0, 0.0]] * 3).gesture is ROCK


def test_the_deciding_frame_is_the_surest_one() -> None:
    frames = np.array([[0.1, 0.8, 0.1], [0.0, 0.9, 0.1], [0.6, 0.4, 0.0], [0.1, 0.7, 0.2]])
    assert vote(frames).deciding == 1


def test_frames_below_the_threshold_of_their_class_do_not_count() -> None:
    frames = np.array([[0.7, 0.2, 0.1]] * 6 + [[0.95, 0.05, 0.0]] * 3)
    assert vote(frames).gesture is ROCK
    verdict = vote(frames, thresholds=[0.8, 0.5, 0.5])
    assert (verdict.reason, verdict.counts) == (VoteReason.DOUBTFUL, (3, 0, 0, 0))
    assert vote(frames, thresholds=[0.7, 1.0, 1.0]).gesture is ROCK


def test_two_gestures_are_no_doubt_about_one() -> None:
    frames = np.array(
        [[1.0, 0.0, 0.0]] * 4 + [[0.45, 0.55, 0.0]] * 5
    )  # rock leads, and paper won more frames
    assert vote(frames).reason is VoteReason.UNCLEAR
    assert vote(frames, thresholds=[0.9, 0.9, 0.9]).reason is VoteReason.UNCLEAR


@given(windows(), st.randoms(use_true_random=False), thresholds)
def test_the_order_of_the_frames_does_not_matter(
    frames: Frames, random: object, threshold: float | None
) -> None:
    order = list(range(len(frames)))
    random.shuffle(order)  # type: ignore[attr-defined]
    limits = None if threshold is None else [threshold] * frames.shape[1]
    one, other = vote(frames, thresholds=limits), vote(frames[order], thresholds=limits)
    assert (one.gesture, one.reason, one.counts) == (other.gesture, other.reason, other.counts)
    assert one.shares == other.shares
    if one.gesture is not None and one.deciding is not None and other.deciding is not None:
        assert frames[one.deciding, one.gesture] == frames[order][other.deciding, one.gesture]


@given(windows(), st.permutations(GESTURES))
def test_no_gesture_is_favoured(frames: Frames, names: list[Gesture]) -> None:
    renamed = frames.copy()
    for gesture, name in enumerate(names):
        renamed[:, name] = frames[:, gesture]
    one, other = vote(frames), vote(renamed)
    assert other.reason is one.reason
    assert other.gesture == (None if one.gesture is None else names[one.gesture])
    assert [other.counts[name] for name in names] == list(one.counts[:3])
    assert [other.shares[name] for name in names] == list(one.shares)
    assert other.deciding == one.deciding


@given(windows(), thresholds)
def test_what_every_verdict_promises(frames: Frames, threshold: float | None) -> None:
    n, classes = frames.shape
    verdict = vote(frames, thresholds=None if threshold is None else [threshold] * classes)
    assert verdict.gesture in {None, *GESTURES}
    assert (
        (verdict.reason is VoteReason.CLEAR)
        == (verdict.gesture is not None)
        == (verdict.deciding is not None)
    )
    assert (verdict.reason is VoteReason.TOO_FEW) == (n < 3)
    assert sum(verdict.counts) <= n
    if classes == 3:
        assert verdict.reason is not VoteReason.NO_HAND
        assert verdict.counts[NONE] == 0
    if verdict.gesture is not None:
        assert verdict.counts[verdict.gesture] > sum(
            verdict.counts[g] for g in GESTURES if g != verdict.gesture
        )
        assert verdict.contenders[0] is verdict.gesture


@given(windows(), st.floats(0, 1))
def test_a_threshold_never_makes_a_throw_clearer(frames: Frames, threshold: float) -> None:
    strict = vote(frames, thresholds=[threshold] * frames.shape[1])
    if strict.gesture is not None:
        assert strict.gesture is vote(frames).gesture
    if strict.reason is VoteReason.DOUBTFUL:
        assert vote(frames).reason is VoteReason.CLEAR


@pytest.mark.parametrize(
    "probabilities",
    [
        np.full((3, 3), np.nan),
        np.array([[np.inf, 0, 0]] * 3),
        np.array([[1.2, -0.1, -0.1]] * 3),
        np.array([[0.2, 0.2, 0.2]] * 3),
        np.ones((3, 1)),
        np.eye(5),
        np.ones(3) / 3,
        np.ones((2, 3, 3)) / 3,
    ],
)
def test_what_is_no_head_output_is_refused(probabilities: npt.NDArray[np.float64]) -> None:
    with pytest.raises(ValueError, match="expected"):
        vote(probabilities)


@pytest.mark.parametrize("bad", [[0.5] * 4, [0.5, 0.5], [np.nan, 0.5, 0.5], [1.5, 0.5, 0.5]])
def test_thresholds_fit_the_columns(bad: list[float]) -> None:
    with pytest.raises(ValueError, match="3 thresholds"):
        vote(np.eye(3), thresholds=bad)

"""The figures of evaluate: which frames are trained on and tested on, and how they are counted."""

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rps_game.__main__ import main
from rps_game.cli.evaluation import (
    Figures,
    PictureFolder,
    Take,
    as_json,
    as_table,
    auroc,
    calibrate_and_test,
    measure,
)
from rps_game.errors import DataError
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.base import Head, Probabilities
from rps_game.heads.dataset import Features, TrainingSet
from rps_game.heads.explanation import Explanation
from rps_game.heads.report import TrainingReport
from rps_game.network.backbone import write_backbone
from rps_game.network.loader import Network, NetworkState
from rps_game.paths import assets


class Oracle(Head):
    """Reads the probabilities that were written into the first features of a frame."""

    kind = "oracle"
    classes = CLASSES
    thresholds = None

    def predict(self, features: Features) -> Probabilities:
        return features[:, 0, 0, :4]

    def explain_all(self, features: Features) -> dict[Gesture, Explanation]:
        raise AssertionError("nobody asks an oracle why")


def seen_as(*rows: tuple[float, float, float, float]) -> Features:
    """Frames that the oracle reads so; their second place holds their number."""
    frames = np.zeros((len(rows), 7, 7, 256), np.float32)
    frames[:, 0, 0, :4] = rows
    frames[:, 1, 1, 0] = np.arange(len(rows))
    return frames


ROCK, PAPER, SCISSORS = (1.0, 0, 0, 0), (0, 1.0, 0, 0), (0, 0, 1.0, 0)
ROCK_OR_NONE = (0.3, 0.1, 0, 0.6)
NOTHING = (0.1, 0.1, 0.1, 0.7)


def test_frames_are_read_by_the_best_gesture_and_throws_by_the_vote() -> None:
    figures = measure(
        "two rooms",
        Oracle(),
        {
            # Two windows and a remainder of one: rock by vote; no hand; a frame that is in no window.
            Gesture.ROCK: seen_as(*[ROCK] * 8, PAPER, *[NOTHING] * 9, PAPER),
            Gesture.PAPER: seen_as(*[SCISSORS] * 9),
            Gesture.SCISSORS: seen_as(*[SCISSORS] * 8),  # no whole window
            Gesture.NONE: seen_as(NOTHING, ROCK_OR_NONE),
        },
    )
    assert figures.name == "two rooms"
    # Of the rocks 8 are right and 9 tie, where the first of the three, rock, is taken; of the papers none.
    assert figures.frame_accuracy == pytest.approx((8 + 9 + 0 + 8) / 36)
    assert figures.throw_accuracy == pytest.approx(1 / 2)
    assert figures.throw_again == pytest.approx(1 / 3)
    # 27 gestures at 1.0 are surer than both empty scenes; 9 at 0.1 tie with one and are below the other.
    assert figures.none_auroc == pytest.approx((27 * 2 + 9 * 0.5) / (36 * 2))
    assert figures.train_loss is figures.train_s is None


def test_what_cannot_be_counted_is_none() -> None:
    nine = {gesture: seen_as(*[NOTHING] * 9) for gesture in GESTURES}
    assert measure("a", Oracle(), nine).throw_accuracy is None
    assert measure("a", Oracle(), nine).throw_again == 1
    assert measure("a", Oracle(), nine).none_auroc is None
    eight = {gesture: rows[:8] for gesture, rows in nine.items()}
    assert measure("a", Oracle(), eight).throw_again is None


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=12), st.lists(st.integers(0, 5), min_size=1, max_size=12)
)
def test_auroc_is_the_share_of_pairs_in_the_right_order(positives: list[int], negatives: list[int]) -> None:
    pairs = [
        1.0 if positive > negative else 0.5 if positive == negative else 0.0
        for positive in positives
        for negative in negatives
    ]
    measured = auroc(np.array(positives, np.float32), np.array(negatives, np.float32))
    assert measured == pytest.approx(np.mean(pairs))


@given(st.integers(1, 500), st.integers(5, 60))
def test_taken_frames_are_different_ones_and_spread_over_all(available: int, wanted: int) -> None:
    for take in Take:
        rows = take.rows(available, wanted).tolist()
        assert len(rows) == len(set(rows)) == min(available, wanted)
        assert rows == sorted(rows)
        assert rows[0] == 0
    assert rows == list(range(min(available, wanted)))
    spread = Take.SPREAD.rows(available, wanted).tolist()
    assert spread[-1] == available - 1
    gaps = np.diff(spread)
    assert not len(gaps) or gaps.max() - gaps.min() <= 1


@settings(max_examples=30, deadline=None)
@given(st.integers(10, 30), st.integers(0, 30), st.integers(5, 12))
def test_training_sees_only_the_first_half(gesture_frames: int, none_frames: int, frames: int) -> None:
    recorded = {gesture: seen_as(*[ROCK] * gesture_frames) for gesture in GESTURES}
    if none_frames:
        recorded[Gesture.NONE] = seen_as(*[NOTHING] * none_frames)
    trained_on: list[TrainingSet] = []

    def train(data: TrainingSet) -> tuple[Head, TrainingReport]:
        trained_on.append(data)
        return Oracle(), TrainingReport((0.5,), 0.25, 1.0, np.zeros((3, 3), np.int64), None, 2.0)

    figures = calibrate_and_test("x", recorded, frames, Take.SPREAD, train=train)
    (data,) = trained_on
    for gesture, rows in recorded.items():
        numbers = data.features[data.labels == gesture, 1, 1, 0]
        assert len(numbers) == min(frames, len(rows) // 2)
        assert (numbers < len(rows) // 2).all()
    assert (figures.train_loss, figures.train_s) == (0.25, 2.0)
    assert (figures.none_auroc is None) == (none_frames == 0)


def test_summaries_leave_out_the_sessions_without_the_figure() -> None:
    sessions = [
        Figures("one", 0.9, 1.0, 0.1, None, 0.01, 1.0),
        Figures("two", 0.5, None, 1.0, None, 0.03, 2.0),
        Figures("three", 0.7, 0.8, 0.0, None, 0.02, 6.0),
    ]
    values = json.loads(json.dumps(as_json(sessions), allow_nan=False))
    assert values["sessions"][1] == {
        "name": "two",
        "frame_accuracy": 0.5,
        "throw_accuracy": None,
        "throw_again": 1.0,
        "none_auroc": None,
        "train_loss": 0.03,
        "train_s": 2.0,
    }
    assert values["mean_train_s"] == pytest.approx(3)
    assert values["median_train_s"] == pytest.approx(2)
    assert values["min_frame_accuracy"] == pytest.approx(0.5)
    assert values["mean_throw_accuracy"] == pytest.approx(0.9)
    assert values["median_none_auroc"] is None
    assert len(values) == 1 + 3 * 6

    lines = as_table(sessions).splitlines()
    assert [line.split()[0] for line in lines] == ["session", "one", "two", "three", "mean", "median", "min"]
    assert len({len(line) for line in lines}) == 1


class Numbers:
    """A backbone that tells how bright the middle of a picture is."""

    def embed(self, square: np.ndarray) -> Features:
        return np.full((7, 7, 256), square[112, 112, 0], np.float32)


@pytest.fixture
def session(tmp_path: Path) -> Path:
    folder = tmp_path / "комната 1"
    for gesture in CLASSES:
        (folder / gesture.name.lower()).mkdir(parents=True)
        for number in range(12):
            picture = np.full((48, 64, 3), number * 10, np.uint8)
            assert cv2.imwrite(str(folder / gesture.name.lower() / f"f{number}.png"), picture)
    (folder / "rock" / "notes.txt").write_text("not a picture, and not meant as one")
    return folder


def test_a_session_is_read_in_natural_order(session: Path) -> None:
    found = PictureFolder.find(session, 12)
    assert found.name == "комната 1"
    features = found.features(Numbers())  # type: ignore[arg-type]
    assert list(features) == list(CLASSES)
    for rows in features.values():
        assert rows[:, 0, 0, 0].tolist() == [number * 10 for number in range(12)]


def spoil_a_picture(session: Path) -> None:
    (session / "paper" / "f3.png").write_bytes(b"\x89PNG\r\n")


def empty_a_picture(session: Path) -> None:
    (session / "paper" / "f3.png").write_bytes(b"")


@pytest.mark.parametrize("spoil", [spoil_a_picture, empty_a_picture])
def test_a_file_that_is_no_picture_is_named(session: Path, spoil: Callable[[Path], None]) -> None:
    spoil(session)
    with pytest.raises(DataError, match=r"f3\.png"):
        PictureFolder.find(session, 12).features(Numbers())  # type: ignore[arg-type]


def test_too_few_pictures_are_said_before_any_is_read(session: Path) -> None:
    spoil_a_picture(session)
    with pytest.raises(DataError, match=r"12 pictures in .*rock"):
        PictureFolder.find(session, 13)
    with pytest.raises(DataError, match="0 pictures"):
        PictureFolder.find(session / "nowhere")


def test_an_empty_scene_is_not_asked_for(session: Path) -> None:
    for picture in (session / "none").iterdir():
        picture.unlink()
    assert Gesture.NONE not in PictureFolder.find(session).pictures


def not_a_number(model: bytearray) -> None:
    """Spoil weights in the middle of the file."""
    middle = len(model) // 8 * 4
    model[middle : middle + 4000] = np.full(1000, np.nan, np.float32).tobytes()


def without_weights(model: bytearray) -> None:
    """Damage a network: one layer refers to a buffer of weights that does not exist."""
    assert len(model) == 862452, "another network: find a byte anew"
    model[853600] = 61


@pytest.mark.parametrize("cached", [False, True])
@pytest.mark.parametrize("spoil", [not_a_number, without_weights])
def test_a_damaged_network_of_the_right_size_is_refused_when_it_is_loaded(
    spoil: Callable[[bytearray], None],
    cached: bool,
    session: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("RPS_GAME_HOME", str(tmp_path))
    model = bytearray((assets() / "backbone.tflite").read_bytes())
    spoil(model)
    path = tmp_path / "cache" / "backbone-random.tflite"
    write_backbone(path, bytes(model), "random", "0" * 64)
    if not cached:
        path = path.rename(tmp_path / "friend.tflite")
    assert main(["evaluate", str(session), "--backbone", "random" if cached else str(path)]) == 1
    out, complaint = capfd.readouterr()
    assert out == ""
    assert complaint.startswith(f"rps-game: {path} is not a network that this game can use")
    assert complaint.count("\n") == 1

    network = Network(str(path), tmp_path / "cache", tmp_path / "log")
    network.load(convert=True)
    while network.state is NetworkState.LOADING:
        assert not network.finish_loading()
    assert network.error is not None
    assert str(path) in network.error.what

"""The benchmark's own logic: what it cuts, changes and counts. Its figures are its result, and not tested."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.recognition import report
from benchmarks.recognition.chart import SIZE, draw_chart
from benchmarks.recognition.examine import Findings, Network, examine
from benchmarks.recognition.harder import HARDER, before, cut_out, made_harder
from benchmarks.recognition.measuring import AGAIN, Misread, Result, confusion, held, thrown, throws
from benchmarks.recognition.recipes import DEFAULT, NO_PRIOR, PRIOR, STARTER, fit, starter_for
from benchmarks.recognition.sets import DRAWS, FRAMES, ORDERED, at_random, cuts_of, in_time
from benchmarks.recognition.spatial import SpatialTrainer, cell_features, lifted
from benchmarks.recognition.strain import UNCHANGED, strain
from benchmarks.recognition.tables import between, blocks, filled, stamped, table
from rps_game.cli.evaluation import PictureFolder, halves
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.dataset import Features, TrainingSet, pooled
from rps_game.heads.pooled import PooledHead
from rps_game.heads.report import TrainingSettings
from rps_game.heads.starter import Starter
from rps_game.heads.training import finish, train_head
from rps_game.ui.drawing.palette import DARK

RNG = np.random.default_rng(0)


def head_of(kernel: np.ndarray) -> PooledHead:
    thresholds, confidence = np.full(4, 0.4, np.float32), np.zeros(1, np.float32)
    return PooledHead(kernel.astype(np.float32), np.zeros(4, np.float32), thresholds, confidence, CLASSES)


STARTER_HEAD = head_of(RNG.normal(0, 0.1, (256, 4)))
KNOWN = Starter(STARTER_HEAD, RNG.uniform(0, 1, (30, 256)).astype(np.float32))


def frames(each: int, classes: tuple[Gesture, ...] = CLASSES) -> dict[Gesture, Features]:
    patterns = np.random.default_rng(1).uniform(0, 1, (4, 1, 1, 1, 256))
    noise = np.random.default_rng(2)
    return {
        gesture: (patterns[gesture] + noise.uniform(0, 1, (each, 7, 7, 256))).astype(np.float32)
        for gesture in classes
    }


class Eye:
    """A network that sees colours, in place of a real one."""

    name, fingerprint = "eye", "ab" * 32
    _weights = np.random.default_rng(3).uniform(0, 1, (3, 256)).astype(np.float32)

    def embed(self, square: np.ndarray) -> Features:
        small = cv2.resize(square, (7, 7), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        return np.asarray(small @ self._weights, np.float32)

    def embed_batch(self, squares: list[np.ndarray]) -> Features:
        return np.stack([self.embed(square) for square in squares])


def test_the_cut_in_time_is_that_of_evaluate() -> None:
    recorded = frames(21)
    cut = in_time({gesture: len(rows) for gesture, rows in recorded.items()})
    for gesture, rows in recorded.items():
        for half, part in zip(halves(recorded), (cut.calibration, cut.test), strict=True):
            np.testing.assert_array_equal(half[gesture], rows[part[gesture]])


def test_a_draw_is_random_whole_and_repeatable() -> None:
    counts = dict.fromkeys(GESTURES, 100)
    cut, again, other = at_random(counts, 1), at_random(counts, 1), at_random(counts, 2)
    for gesture in GESTURES:
        drawn, rest = cut.calibration[gesture], cut.test[gesture]
        assert len(drawn) == FRAMES
        assert sorted([*drawn, *rest]) == list(range(100))
        np.testing.assert_array_equal(drawn, again.calibration[gesture])
        assert set(drawn) != set(other.calibration[gesture])
    assert len(cuts_of("a set without an order", counts)) == DRAWS


@pytest.mark.parametrize("name", HARDER)
def test_a_harder_picture_is_another_picture_and_always_the_same_one(name: str) -> None:
    square = RNG.integers(0, 256, (28, 28, 3), np.uint8).repeat(8, axis=0).repeat(8, axis=1)
    kept = square.copy()
    first, again = (next(made_harder([square], HARDER[name])) for _ in range(2))
    assert first.shape == (224, 224, 3)
    assert first.dtype == np.uint8
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(square, kept)
    assert np.abs(first.astype(int) - square).mean() > 4


def test_a_hand_before_green_is_put_before_a_room() -> None:
    square = np.full((224, 224, 3), (30, 180, 40), np.uint8)
    cv2.circle(square, (112, 112), 50, (220, 160, 130), -1)
    hand = cut_out("rps_cv", square)
    assert hand is not None
    room = np.full((224, 224, 3), (90, 60, 200), np.uint8)
    placed = before(hand, room)
    assert placed.dtype == np.uint8
    np.testing.assert_array_equal(placed[10, 10], room[10, 10])
    np.testing.assert_allclose(placed[112, 112].astype(int), (220, 160, 130), atol=3)


def test_one_cell_is_the_whole_map() -> None:
    rows = np.concatenate(list(frames(5).values()))
    np.testing.assert_allclose(cell_features(rows, 1), pooled(rows), rtol=1e-5)
    data = TrainingSet.of(frames(12))
    ours, _ = finish(train_head(data, TrainingSettings(), trainer=SpatialTrainer(1, None)))
    games, _ = finish(train_head(data, TrainingSettings(head="pooled")))
    np.testing.assert_allclose(ours.predict(rows), games.predict(rows), atol=1e-3)
    assert ours.thresholds is not None
    assert games.thresholds is not None
    np.testing.assert_allclose(ours.thresholds, games.thresholds, atol=1e-3)


@pytest.mark.parametrize("cells", [1, 2, 3, 7])
def test_a_lifted_kernel_says_and_costs_the_same(cells: int) -> None:
    rows = np.concatenate(list(frames(3).values()))
    kernel = lifted(STARTER_HEAD.kernel, cells)
    np.testing.assert_allclose(
        cell_features(rows, cells) @ kernel, pooled(rows) @ STARTER_HEAD.kernel, atol=1e-4
    )
    assert np.square(kernel).sum() == pytest.approx(np.square(STARTER_HEAD.kernel).sum(), rel=1e-4)


def test_a_spatial_head_tells_places_apart() -> None:
    shown = frames(10, GESTURES)
    shown[Gesture.ROCK] = shown[Gesture.PAPER].copy()  # the same average, but the upper half moves down
    shown[Gesture.ROCK][:, :3], shown[Gesture.PAPER][:, 4:] = 0, 0
    shown[Gesture.ROCK][:, 3] = shown[Gesture.PAPER][:, 3] = 0
    data = TrainingSet.of(shown)
    head, report_ = finish(train_head(data, TrainingSettings(), trainer=SpatialTrainer(2, KNOWN)))
    assert report_.train_accuracy == 1
    again = type(head).from_tensors(head.tensors(), head.classes)
    np.testing.assert_array_equal(again.predict(data.features), head.predict(data.features))


def test_recipes_take_of_the_starter_what_they_say() -> None:
    prior, negatives, whole = (starter_for(recipe, KNOWN) for recipe in (PRIOR, NO_PRIOR, DEFAULT))
    assert prior is not None
    assert negatives is not None
    assert whole is not None
    assert len(prior.negatives) == 0
    assert not negatives.head.kernel.any()
    assert len(negatives.negatives) == len(whole.negatives) == 30
    assert whole.head is KNOWN.head
    assert starter_for(PRIOR, None) is None
    head, trained = fit(STARTER, TrainingSet.of(frames(4)), KNOWN, 0)
    assert head is KNOWN.head
    assert trained is None


def test_frames_throws_and_errors_are_counted() -> None:
    kernel = np.zeros((256, 4))
    kernel[:4] = 50 * np.eye(4)
    head = head_of(kernel)

    def seen(*read: int) -> Features:
        rows = np.zeros((len(read), 7, 7, 256), np.float32)
        rows[np.arange(len(read)), :, :, list(read)] = 1
        return rows

    test = {
        Gesture.ROCK: seen(*[0] * 10, *[1] * 8),
        Gesture.PAPER: seen(*[1] * 9),
        Gesture.SCISSORS: seen(*[2] * 4, *[0] * 5, *[2] * 8),
        Gesture.NONE: seen(*[3] * 9, *[2] * 9),
    }
    assert confusion(head, test).tolist() == [[10, 8, 0, 0], [0, 9, 0, 0], [5, 0, 12, 0], [0, 0, 9, 9]]
    assert throws(head, test).tolist() == [[1, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 1, 1]]
    assert thrown(head, test[Gesture.NONE]) == [AGAIN, Gesture.SCISSORS]
    assert held(head, seen(0, 3, 2)) == [Gesture.ROCK, AGAIN, Gesture.SCISSORS]
    assert Result.of(head, test).recall == pytest.approx([10 / 18, 1, 12 / 17])


def test_errors_next_to_each_other_are_one_run() -> None:
    errors = [Misread(Gesture.ROCK, row, Gesture.PAPER, 0.5 + row / 100) for row in (3, 4, 9, 30)]
    errors.append(Misread(Gesture.ROCK, 5, Gesture.SCISSORS, 0.6))
    assert [[error.row for error in run] for run in report.runs(errors, 5)] == [[30], [5], [3, 4, 9]]
    assert len(report.runs(errors, 0)) == 5


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """A set of coloured pictures, small, through all of it."""
    folder = tmp_path_factory.mktemp("sets") / ORDERED[0]
    rng = np.random.default_rng(4)
    for gesture, colour in zip(
        CLASSES, ((200, 60, 60), (60, 200, 60), (60, 60, 200), (99, 99, 99)), strict=True
    ):
        (folder / gesture.name.lower()).mkdir(parents=True)
        for number in range(40):
            picture = np.clip(rng.normal(colour, 25, (24, 24, 3)), 0, 255).astype(np.uint8)
            cv2.imwrite(str(folder / gesture.name.lower() / f"{number:04}_x.png"), picture)
    networks = [Network("imagenet", Eye(), None), Network("own", Eye(), KNOWN)]  # type: ignore[arg-type]
    findings = examine(PictureFolder.find(folder), networks, 1, choose=True)
    strain(findings, [])
    return findings


def test_a_whole_set_goes_through(found: Findings) -> None:
    assert found.game[1] is DEFAULT
    assert set(found.harder) == {UNCHANGED, *HARDER}
    for key, results in found.results.items():
        assert len(results) == 1, key[1].name
        if key[1] is not STARTER:
            assert results[0].figures.frame_accuracy > 0.95, key[1].name
    plain, *harder = found.chosen["as shipped"]
    assert plain.figures.frame_accuracy == found.results[found.game][0].figures.frame_accuracy
    assert len(harder) == len(HARDER)
    assert found.frames_read is not None
    assert found.frames_read.sum() == 4 * 20
    assert [len(found.traces[gesture]) for gesture in GESTURES] == [20, 20, 20]


def test_its_tables_can_be_written_and_found_again(found: Findings) -> None:
    networks = report.named(found.networks)
    assert networks == [("imagenet", "ab" * 32)]
    texts = {
        "heads": stamped(report.heads_table(found), networks, "cd" * 32),
        "errors": stamped(report.errors_table([found]), networks, None),
    }
    places = (
        "# Title\n<!-- table: heads -->\n<!-- end -->\nwords\n<!-- table: errors -->\nold\n<!-- end -->\n"
    )
    written = filled(places, texts)
    assert written == filled(written, texts)
    assert "words" in written
    assert "old" not in written
    assert f"`{'cd' * 8}`" in blocks(written)["heads"]
    assert "ship" not in blocks(written)["errors"]
    assert report.harder_table(found).count("\n") == 1 + len(HARDER) + 1
    with pytest.raises(ValueError, match="confusion"):
        filled(places, {**texts, "confusion": ""})


def test_the_picture_is_drawn(found: Findings, tmp_path: Path) -> None:
    draw_chart([found], tmp_path / "chart.png")
    drawn = cv2.imread(str(tmp_path / "chart.png"))
    assert drawn is not None
    drawn = drawn[..., ::-1]
    assert drawn.shape[1::-1] == SIZE
    assert (drawn == DARK.accent).all(axis=2).sum() > 1000


def test_tables_are_markdown() -> None:
    text = table(["a", "much"], [["long", "1"], ["b", "22"]])
    assert text == "| a    | much |\n| ---- | ---: |\n| long |    1 |\n| b    |   22 |"
    assert between([0.5, 0.5]) == "0.500"
    assert between([0.5, 0.7]) == "0.600 (0.500-0.700)"

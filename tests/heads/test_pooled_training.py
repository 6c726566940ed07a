"""The pooled head's training: the optimum it claims to find, prior, views, negatives, confidence."""

import numpy as np
import pytest
from numpy.typing import NDArray

from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.base import softmax
from rps_game.heads.dataset import TrainingSet, pooled
from rps_game.heads.pooled import PooledHead
from rps_game.heads.pooled_training import PooledRecipe, PooledTrainer, fit_share, fit_temperature
from rps_game.heads.report import TrainingSettings
from rps_game.heads.starter import Starter, load_starter, write_starter
from rps_game.heads.training import finish, train_head

POOLED = TrainingSettings(head=PooledHead.kind)


CONFIDENCE = np.full(4, 0.4, np.float32), np.zeros(1, np.float32)


def frames(
    each: int, classes: tuple[Gesture, ...] = CLASSES, seed: int = 0, noise: float = 0.5
) -> dict[Gesture, NDArray[np.float32]]:
    """Noisy frames around one pattern a class, not negative, as the features are."""
    rng = np.random.default_rng(seed)
    patterns = np.random.default_rng(99).uniform(0, 1, (4, 1, 1, 1, 256))
    return {
        gesture: (patterns[gesture] + noise * rng.uniform(0, 1, (each, 7, 7, 256))).astype(np.float32)
        for gesture in classes
    }


def starter(seed: int = 3, strength: float = 0.3) -> Starter:
    rng = np.random.default_rng(seed)
    head = PooledHead(
        rng.normal(0, strength, (256, 4)).astype(np.float32),
        rng.normal(0, strength, 4).astype(np.float32),
        np.full(4, 0.4, np.float32),
        np.zeros(1, np.float32),
        CLASSES,
    )
    return Starter(head, rng.uniform(0, 1, (50, 256)).astype(np.float32))


def fitted(data: TrainingSet, known: Starter | None, recipe: PooledRecipe) -> PooledHead:
    trainer = PooledTrainer(POOLED, known, recipe)
    for _ in trainer.steps(data, 0):
        pass
    return trainer.head()


@pytest.mark.parametrize("known", [None, starter()])
def test_what_is_found_is_the_optimum(known: Starter | None) -> None:
    # At the optimum of prior and frames together the gradient, worked out anew in float64, is zero.
    recipe = PooledRecipe(decay=0.02, epochs=3000, negatives_weight=0.0)
    data = TrainingSet.of(frames(6, CLASSES, noise=1.0))
    head = fitted(data, known, recipe)
    rows = pooled(data.features).astype(np.float64)
    logits = rows @ head.kernel + head.bias
    errors = (softmax(logits.astype(np.float32)) - np.eye(4)[data.labels]) / len(data)
    prior = np.zeros((256, 4)) if known is None else known.head.kernel
    slope = rows.T @ errors + recipe.decay * (head.kernel - prior)
    # The bias is decayed about the frames' mean and not about zero: that part of the kernel's slope is its.
    prior_bias = np.zeros(4) if known is None else known.head.bias
    middle = rows.mean(axis=0)
    moved = head.bias - prior_bias + middle @ (head.kernel - prior)
    np.testing.assert_allclose(errors.sum(axis=0) + recipe.decay * moved, 0, atol=2e-4)
    np.testing.assert_allclose(slope + recipe.decay * middle[:, None] * moved, 0, atol=2e-4)


def test_a_strong_prior_is_not_thrown_away_and_a_weak_one_gives_way() -> None:
    known, data = starter(), TrainingSet.of(frames(8))
    kept = fitted(data, known, PooledRecipe(decay=1e4))
    np.testing.assert_allclose(kept.kernel, known.head.kernel, atol=1e-3)
    np.testing.assert_allclose(kept.bias, known.head.bias, atol=1e-3)
    learnt = fitted(data, known, PooledRecipe())
    assert (learnt.predict(data.features).argmax(axis=1) == data.labels).all()


def test_views_are_learnt_from() -> None:
    shown = frames(6, noise=0.1)
    other_light = {
        g: [np.tile(pooled(rows[k : k + 1]) * 0.3, (4, 1)) for k in range(6)] for g, rows in shown.items()
    }
    data = TrainingSet.of(shown, other_light)
    assert data.views.shape == (4 * 6 * 4, 256)
    dark = np.concatenate([rows * np.float32(0.3) for rows in shown.values()])
    labels = np.repeat([int(gesture) for gesture in shown], 6)
    recipe = PooledRecipe()
    with_views = softmax(fitted(data, None, recipe).logits(pooled(dark)))[np.arange(24), labels]
    plain = TrainingSet(data.features, data.labels)
    without = softmax(fitted(plain, None, recipe).logits(pooled(dark)))[np.arange(24), labels]
    assert with_views.mean() > without.mean() + 0.05


def test_negatives_teach_what_is_no_gesture_without_an_empty_scene() -> None:
    known, data = starter(strength=0.0), TrainingSet.of(frames(10, GESTURES))
    head = fitted(data, known, PooledRecipe())
    assert head.classes == CLASSES
    strange = np.broadcast_to(known.negatives[:, None, None, :], (50, 7, 7, 256)).astype(np.float32)
    assert (head.predict(strange).argmax(axis=1) == Gesture.NONE).mean() > 0.9
    assert (head.predict(data.features).argmax(axis=1) == data.labels).all()


def test_without_a_starter_there_is_only_what_was_recorded() -> None:
    assert fitted(TrainingSet.of(frames(5, GESTURES)), None, PooledRecipe()).classes == GESTURES


def test_what_goes_with_a_gesture_by_chance_is_not_believed_where_the_starter_reads_the_hand() -> None:
    # Ten channels show the gesture; ten others show where it was held, each at a place of its own at first.
    def session(places: tuple[int, int, int], seed: int) -> dict[Gesture, NDArray[np.float32]]:
        rng = np.random.default_rng(seed)
        frames = {}
        for gesture, place in zip(GESTURES, places, strict=True):
            rows = rng.uniform(0, 0.6, (24, 256)).astype(np.float32)
            rows[:, 10 * gesture : 10 * gesture + 10] += 0.6
            rows[:, 30 + 10 * place : 40 + 10 * place] += 3
            frames[gesture] = np.broadcast_to(rows[:, None, None], (24, 7, 7, 256)).copy()
        return frames

    kernel = np.zeros((256, 4), np.float32)
    for gesture in GESTURES:
        kernel[10 * gesture : 10 * gesture + 10, gesture] = 1.0
    head = PooledHead(kernel, np.array([0, 0, 0, -9], np.float32), *CONFIDENCE, CLASSES)
    known = Starter(head, np.zeros((0, 256), np.float32))
    data, later = TrainingSet.of(session((0, 1, 2), 1)), TrainingSet.of(session((1, 2, 0), 2))

    def read_right(recipe: PooledRecipe) -> float:
        trained, _ = finish(train_head(data, POOLED, known, trainer=PooledTrainer(POOLED, known, recipe)))
        return float((trained.predict(later.features).argmax(axis=1) == later.labels).mean())

    assert read_right(PooledRecipe(tolerance=0.0)) < 0.7
    assert read_right(PooledRecipe()) > 0.95
    blind = Starter(PooledHead(-kernel, head.bias, *CONFIDENCE, CLASSES), known.negatives)
    trained, report = finish(train_head(data, POOLED, blind))
    assert report.holdout_accuracy == 1
    assert (trained.predict(data.features).argmax(axis=1) == data.labels).all()


def test_the_share_is_the_smallest_that_costs_no_more_than_allowed() -> None:
    columns = np.zeros(8, int)
    before, after = (np.tile(np.array([[right, 0, 0, 0]], np.float32), (8, 1)) for right in (-1, 4))
    assert fit_share(before, after, columns, tolerance=0.0) == 1.0
    assert fit_share(before, after, columns, tolerance=10.0) == 0.0

    def loss(share: float) -> float:
        return float(-np.log(softmax(before + np.float32(share) * (after - before))[0, 0]))

    assert fit_share(before, after, columns, loss(0.6) - loss(1.0) + 1e-6) == pytest.approx(0.6)
    assert fit_share(after, before, columns, tolerance=0.0) == 0.0


def test_the_head_is_as_sure_as_the_held_out_frames_allow() -> None:
    clear, _ = finish(train_head(TrainingSet.of(frames(20, noise=0.2)), POOLED))
    assert isinstance(clear, PooledHead)
    assert 0.8 < clear.expected_confidence <= 1
    assert clear.thresholds.tolist() == pytest.approx([0.6] * 4)
    muddled = frames(20, noise=0.2)
    muddled[Gesture.PAPER][16:] = muddled[Gesture.ROCK][16:]  # the last quarter of paper looks like rock
    doubtful, report = finish(train_head(TrainingSet.of(muddled), POOLED))
    assert report.holdout_accuracy == pytest.approx(11 / 15)
    assert doubtful.thresholds is not None
    assert doubtful.thresholds[Gesture.PAPER] == pytest.approx(0.4)
    assert doubtful.thresholds[Gesture.PAPER] < doubtful.thresholds[Gesture.SCISSORS]


def test_the_report_says_what_the_starter_would_have_read() -> None:
    data, known = TrainingSet.of(frames(12)), starter()
    _, report = finish(train_head(data, POOLED, known))
    _, test = data.split_in_time()
    assert test is not None
    shown = test.labels != Gesture.NONE
    read = known.head.predict(test.features[shown])[:, :3].argmax(axis=1)
    assert report.starter_accuracy == pytest.approx((read == test.labels[shown]).mean())
    assert finish(train_head(data, POOLED))[1].starter_accuracy is None


def test_the_temperature_is_the_one_that_a_search_by_hand_finds() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (4000, 4)).astype(np.float32)
    columns = (rng.random((4000, 1)) > softmax(logits).cumsum(axis=1)).sum(axis=1).clip(0, 3)
    assert fit_temperature(2 * logits, columns, 4.0) == pytest.approx(2.0, rel=0.1)
    assert fit_temperature(np.float32(0.5) * logits, columns, 4.0) == 1.0


def test_the_starter_comes_back_from_its_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    known = starter()
    write_starter(known, "ab" * 32, tmp_path)
    again = load_starter("ab" * 32, tmp_path)
    assert again is not None
    np.testing.assert_array_equal(again.head.kernel, known.head.kernel)
    np.testing.assert_allclose(again.negatives, known.negatives, atol=1e-3)
    assert load_starter("cd" * 32, tmp_path) is None
    assert load_starter("ab" * 32, tmp_path / "elsewhere") is None

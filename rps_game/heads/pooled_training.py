"""The training of the pooled head: logistic regression that starts from the starter and stays near it.

The starter is the prior: its kernel is the mean of a Gaussian over the player's kernel, and what is found is
the most likely kernel under both, the prior and the player's frames (maximum a posteriori). The problem is
convex, so there is one answer; Nesterov's method for strongly convex functions finds it (Nesterov 2004,
Introductory Lectures on Convex Optimization, scheme 2.2.22).

Forty frames that were taken in one minute can also teach what is not so: that paper is held on the left. So
the head goes from the starter towards what was found only as far as the held-out frames have a use for
(weights between those before and after a training: Wortsman et al. 2022, https://arxiv.org/abs/2109.01903).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import Gesture
from rps_game.heads.base import softmax
from rps_game.heads.dataset import POOLED, Pooled, TrainingSet, pooled
from rps_game.heads.pooled import PooledHead
from rps_game.heads.report import Step, TrainingSettings
from rps_game.heads.starter import Starter

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PooledRecipe:
    """The parameters of the training.

    Their defaults were chosen on hands that the backbone of that trial had never seen: cut-outs of rps_cv as
    14 made-up players, each before one room and tested nearer, turned, shifted and in other light
    (`benchmarks.made_up_players`).

    Attributes:
        epochs: passes over all frames, 0.1 s together; 600 change nothing, 100 cost 4 frames in 1000.
        decay: precision of the prior around the starter's kernel, or around zeros where there is no starter.
            From 0.0001 to 0.001 all is well; 0.005 costs 8 frames in 1000, 0.05 more than 20.
        views_weight: of all views of a frame, beside the frame's own 1; 0.5 to 3 make no difference.
        negatives_weight: of the starter's negatives, beside the 1 of each recorded class. With 0, pictures of
            other gestures are read as a gesture 86 times in 100, with 0.02 10 times, with this twice.
        tolerance: how much larger the held-out frames' loss may be, in nats a frame, for staying near the
            starter.
        lowest_threshold, highest_threshold: bounds of the thresholds that the held-out frames give. Higher
            ones make more throws be thrown again, and no more right.
        threshold_quantile: the share of the held-out frames of a class that may fall below its threshold.
        highest_temperature: by which logits may be divided, to be as sure as the held-out frames allow.
    """

    epochs: int = 300
    decay: float = 3e-4
    views_weight: float = 1.0
    negatives_weight: float = 0.1
    tolerance: float = 0.05
    lowest_threshold: float = 0.4
    highest_threshold: float = 0.6
    threshold_quantile: float = 0.05
    highest_temperature: float = 3.0


class PooledTrainer:
    """Trains `PooledHead`. One step is one pass over everything, in one batch."""

    def __init__(
        self,
        settings: TrainingSettings,  # noqa: ARG002 - it has no random first weights and no batches
        starter: Starter | None = None,
        recipe: PooledRecipe | None = None,
    ) -> None:
        self._starter = starter
        self._recipe = recipe or PooledRecipe()
        self._classes: tuple[Gesture, ...] = ()
        self._kernel = np.zeros((POOLED, 0), np.float32)
        self._bias = np.zeros(0, np.float32)
        self._prior = np.zeros((POOLED + 1, 0), np.float32)
        self._share = 1.0  # of the way from the prior to what was found
        self._temperature = 1.0
        self._thresholds: Floats | None = None
        self._confidence = 0.0

    def steps(self, data: TrainingSet, seed: int) -> Iterator[Step | None]:  # noqa: ARG002 - nothing is left to chance
        """Train from the starter, a pass at a time."""
        recipe, starter = self._recipe, self._starter
        self._classes = classes = data.classes if starter is None else data.rules.classes
        rows, targets, weights = self._weighted(data)
        yield None
        own = np.arange(len(rows)) < len(data)
        if starter is None:
            prior = np.zeros((POOLED + 1, len(classes)), np.float32)
        else:
            prior = starter.prior(data.rules)
        self._prior = prior
        truth = targets[own].argmax(axis=1)
        for epoch, (self._kernel, self._bias, read) in enumerate(
            solve(rows, targets, weights, prior, decay=recipe.decay, epochs=recipe.epochs), start=1
        ):
            probabilities = read[own]
            chosen = probabilities[np.arange(len(truth)), truth]
            right = probabilities.argmax(axis=1) == truth
            loss = float(-np.log(np.maximum(chosen, 1e-12)).mean())
            yield Step(epoch, recipe.epochs, 1, 1, loss, float(right.mean()))

    def calibrate_confidence(self, holdout: TrainingSet) -> None:
        rows, columns = pooled(holdout.features), np.searchsorted(self._classes, holdout.labels)
        logits = rows @ self._kernel + self._bias
        if self._starter is not None:
            before = rows @ self._prior[:-1] + self._prior[-1]
            self._share = fit_share(before, logits, columns, self._recipe.tolerance)
            logits = before + np.float32(self._share) * (logits - before)
        self._temperature, self._thresholds, self._confidence = calibrate_confidence(
            logits, columns, self._recipe, len(holdout.rules.moves)
        )

    def head(self) -> PooledHead:
        kernel, bias = self._kernel, self._bias
        if self._share < 1:
            share = np.float32(self._share)
            kernel = self._prior[:-1] + share * (kernel - self._prior[:-1])
            bias = self._prior[-1] + share * (bias - self._prior[-1])
        inverse = np.float32(1 / self._temperature)
        thresholds = self._thresholds
        if thresholds is None:
            thresholds = np.full(len(self._classes), self._recipe.lowest_threshold, np.float32)
        return PooledHead(
            np.ascontiguousarray(kernel * inverse, np.float32),
            np.ascontiguousarray(bias * inverse, np.float32),
            thresholds,
            np.array([self._confidence], np.float32),
            self._classes,
        )

    def _weighted(self, data: TrainingSet) -> tuple[Pooled, Floats, Floats]:
        """Return rows float32 (r, 256), the frames first; their targets (r, classes); weights (r,), sum 1."""
        recipe = self._recipe
        rows, labels = [pooled(data.features)], [data.labels]
        weights = [np.ones(len(data))]
        if len(data.views):
            views = np.bincount(data.view_of, minlength=len(data))
            rows.append(data.views)
            labels.append(data.labels[data.view_of])
            weights.append(recipe.views_weight / views[data.view_of])
        # Every class counts alike, however many frames it has.
        label, weight = np.concatenate(labels), np.concatenate(weights)
        for gesture in data.classes:
            weight[label == gesture] /= weight[label == gesture].sum()
        if self._starter is not None and len(self._starter.negatives):
            negatives = self._starter.negatives
            rows.append(negatives)
            label = np.concatenate([label, np.full(len(negatives), data.rules.none)])
            share = recipe.negatives_weight / len(negatives)
            weight = np.concatenate([weight, np.full(len(negatives), share)])
        targets = (label[:, None] == np.array(self._classes)).astype(np.float32)
        return np.concatenate(rows), targets, (weight / weight.sum()).astype(np.float32)


def solve(
    rows: Floats, targets: Floats, weights: Floats, prior: Floats, *, decay: float, epochs: int
) -> Iterator[tuple[Floats, Floats, Floats]]:
    """Fit multinomial logistic regression under a Gaussian prior, a pass over all rows at a time.

    Args:
        rows: float32 (r, inputs).
        targets: float32 (r, classes), one 1 a row.
        weights: float32 (r,), sum 1.
        prior: float32 (inputs + 1, classes): the kernel that is likely beforehand, and below it the bias.
        decay: precision of the prior.
        epochs: passes.

    Yields:
        After each pass the kernel, float32 (inputs, classes), the bias, (classes,), and the probabilities of
        all rows that the pass started from, (r, classes).
    """
    # Without the mean of the rows the regression is far better conditioned; the bias makes up for it.
    middle = weights @ rows
    centred = np.concatenate([rows - middle, np.ones((len(rows), 1), np.float32)], axis=1)
    prior = prior.copy()
    prior[-1] += middle @ prior[:-1]
    # The Hessian of softmax cross-entropy is at most half the weighted Gram matrix, whose largest eigenvalue
    # is also that of the product the other way round.
    rooted = centred * np.sqrt(weights)[:, None]
    gram = rooted.T @ rooted if len(rooted) > rooted.shape[1] else rooted @ rooted.T
    steepest = 0.5 * float(np.linalg.eigvalsh(gram)[-1]) + decay
    ratio = np.sqrt(decay / steepest)
    momentum = np.float32((1 - ratio) / (1 + ratio))
    now, ahead = prior.copy(), prior.copy()
    for _ in range(epochs):
        probabilities = softmax(centred @ ahead)
        errors = (probabilities - targets) * weights[:, None]
        slope = centred.T @ errors + np.float32(decay) * (ahead - prior)
        before, now = now, ahead - slope / np.float32(steepest)
        ahead = now + momentum * (now - before)
        yield now[:-1], now[-1] - middle @ now[:-1], probabilities


def calibrate_confidence(
    logits: Floats, columns: npt.NDArray[np.integer], recipe: PooledRecipe, moves: int = 3
) -> tuple[float, Floats, float]:
    """Fit temperature and thresholds on frames that the head has not learnt from.

    Args:
        logits: float32 (n, classes), n at least 1.
        columns: (n,), the true column of each, some of them of gestures: 0 to moves - 1.
        recipe: its bounds.
        moves: of the rule set.

    Returns:
        The temperature; the thresholds, float32 (classes,); the median probability of the right gesture.
    """
    temperature = fit_temperature(logits, columns, recipe.highest_temperature)
    probabilities = softmax(logits / np.float32(temperature))
    chosen = probabilities[np.arange(len(columns)), columns]
    thresholds = np.full(logits.shape[1], recipe.lowest_threshold, np.float32)
    for column in range(len(thresholds)):
        if (columns == column).any():
            thresholds[column] = np.quantile(chosen[columns == column], recipe.threshold_quantile)
    confidence = float(np.median(chosen[columns < moves]))
    return temperature, np.clip(thresholds, recipe.lowest_threshold, recipe.highest_threshold), confidence


SHARES: Final = np.linspace(0, 1, 11)
"""Shares of the way that `fit_share` tries."""


def fit_share(before: Floats, after: Floats, columns: npt.NDArray[np.integer], tolerance: float) -> float:
    """Return the smallest share of the way from one head to another that costs little on held-out frames.

    Args:
        before: logits of the first head, float32 (n, classes), n at least 1.
        after: logits of the second.
        columns: (n,), the true column of each frame.
        tolerance: how much larger than the smallest the loss may be, in nats a frame.

    Returns:
        0 for the first head to 1 for the second.
    """
    losses = np.array([_loss(before + np.float32(share) * (after - before), columns) for share in SHARES])
    return float(SHARES[np.argmax(losses <= losses.min() + tolerance)])


TEMPERATURE_STEP: Final = 1.05
"""From one temperature tried to the next: finer ones change no probability in its second digit."""


def fit_temperature(
    logits: npt.NDArray[np.float32], columns: npt.NDArray[np.integer], highest: float
) -> float:
    """Fit what to divide logits by so that the probabilities are true (Guo et al. 2017, temperature scaling).

    Args:
        logits: float32 (n, classes), n at least 1, of frames that were not learnt from.
        columns: (n,), the true column of each.
        highest: the highest one tried; the lowest is 1: a few frames read right are no reason to be surer.
    """
    tried = np.exp(np.arange(0.0, np.log(highest) + 1e-9, np.log(TEMPERATURE_STEP)))
    return float(tried[int(np.argmin([_loss(logits / np.float32(t), columns) for t in tried]))])


def _loss(logits: Floats, columns: npt.NDArray[np.integer]) -> float:
    """Return the mean cross-entropy, in nats."""
    chosen = softmax(logits)[np.arange(len(columns)), columns]
    return float(-np.log(np.maximum(chosen, 1e-12)).mean())

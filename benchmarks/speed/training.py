"""From "train" pressed to a head that plays."""

import math
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np

from benchmarks.random_heads import UNITS
from benchmarks.speed import game
from benchmarks.speed.apart import apart, screen, tfjs, threads, why_no_tfjs
from benchmarks.speed.figures import Bound, Effort, Part, Run, Table, seconds
from benchmarks.speed.game import FRAMES, training_set
from benchmarks.speed.verdict import dense_head, tensorflow, whole_model
from rps_game.app import App
from rps_game.camera.preprocess import INPUT_SIDE
from rps_game.flow import Phase
from rps_game.game.gestures import GESTURES
from rps_game.heads.dataset import FEATURE_SHAPE, TrainingSet
from rps_game.heads.dense import INPUTS, DenseHead
from rps_game.heads.dense_training import DenseTrainer
from rps_game.heads.pooled import PooledHead
from rps_game.heads.report import TrainingSettings
from rps_game.heads.training import finish, train_head
from rps_game.network.convert import usable_cores
from rps_game.settings import Settings

CLASSES: Final = len(GESTURES)
EPOCHS: Final = 20
BARE, WINDOW, ONCE, RATE = "bare loop, s", "in the window, s", "20 epochs, s", "on this computer"
POOLED_ALONE, POOLED_VIEWS, DENSE = "pooled head, without views", "pooled head, with views", "dense head"
LIMIT, LIMIT_BOTH = "limit of the arithmetic, one training", "limit of the arithmetic, both trainings"
STEPS, CACHED = "dense head's steps in the game", "Keras fit, cached features"
THROUGH: Final = "Keras fit, through the frozen base"
JS: Final = "TensorFlow.js, through the frozen base (one epoch x 20)"
OTHERS: Final = (CACHED, THROUGH, JS)
OPERATIONS, BANDWIDTH = "arithmetic, thousand millions a second", "memory, GB a second"
NEVER_ON: Final = "share of the dense head's inputs that are never on"

SETTINGS: Final = TrainingSettings(head=DenseHead.kind)
BYTES: Final = 4
SIDE: Final = 1024
COPIES: Final = 8
TRIES: Final = 20


def measure(effort: Effort) -> Run:
    """One run."""
    with screen() as shown:
        found: Run = apart(from_press_to_head, shown, tries=effort.tries)
    found |= apart(by_the_game, threads(1))
    keras = apart(by_keras, epochs=effort.epochs)  # without `threads`: Keras' own settings decide there
    keras[JS] = why_no_tfjs() or EPOCHS * tfjs(frames=FRAMES)["epoch_s"]
    return found | {row: {ONCE: cell} for row, cell in keras.items()}


def from_press_to_head(tries: int) -> Run:
    """Seconds of both trainings by head: pulled by the TRAIN screen, and the same steps in a bare loop."""
    without = training_set(FRAMES)
    sets = {
        POOLED_ALONE: (PooledHead.kind, without),
        POOLED_VIEWS: (PooledHead.kind, training_set(FRAMES, views=True)),
        DENSE: (DenseHead.kind, without),
    }
    found: Run = {}
    for row, (kind, data) in sets.items():
        bare_s = [both_trainings_s(kind, data) for _ in range(tries)]
        with game.opened(Settings(muted=True, head=kind)) as app:
            game.settled(app).context.session.load(game.made_up_player(data))
            window_s = [press_to_head_s(app) for _ in range(tries)]
        found[row] = {BARE: statistics.median(bare_s), WINDOW: statistics.median(window_s)}
    return found


def both_trainings_s(kind: str, data: TrainingSet) -> float:
    """Seconds of both trainings in a bare loop."""
    return seconds(lambda: finish(train_head(data, TrainingSettings(head=kind), game.starter())))


def press_to_head_s(app: App) -> float:
    """Seconds from the change to the TRAIN screen to the end of the frame that has the head."""
    before, began_s = app.context.session.head, time.perf_counter()
    ends_s: list[float] = []
    game.go_to(app, Phase.TRAIN)
    game.loop(
        app, lambda _: app.context.session.head is before, after=lambda: ends_s.append(time.perf_counter())
    )
    return ends_s[-1] - began_s


def dense_steps(data: Any, epochs: int = EPOCHS) -> None:
    """Train the dense head once, without a report."""
    for _ in DenseTrainer(replace(SETTINGS, epochs=epochs)).steps(data, seed=0):
        pass


def by_the_game() -> Run:
    """One training of the dense head, and the least time that its arithmetic and its memory take here."""
    data, rng = training_set(FRAMES), np.random.default_rng(0)
    dense_steps(data, 1)  # Keras has its first epoch beforehand too
    one, other = (rng.random((SIDE, SIDE), np.float32) for _ in range(2))
    product = np.empty_like(one)
    operations = 2 * SIDE**3 / _best_s(lambda: np.matmul(one, other, out=product))
    # As large as the head's weights, together as large as Adam's.
    arrays = [np.ones(INPUTS * UNITS, np.float32) for _ in range(COPIES)]

    def copy() -> None:
        for source, target in zip(arrays[::2], arrays[1::2], strict=True):
            np.copyto(target, source)

    bandwidth = COPIES * arrays[0].nbytes / _best_s(copy)

    def limit_s(learnt: int) -> float:
        steps = EPOCHS * math.ceil(learnt / SETTINGS.batch)
        return steps * step_s(SETTINGS.batch, CLASSES, operations, bandwidth)

    frames = len(data)
    return {
        LIMIT_BOTH: {BARE: limit_s(frames) + limit_s(frames - frames // 4)},
        LIMIT: {ONCE: limit_s(frames)},
        STEPS: {ONCE: seconds(lambda: dense_steps(data))},
        OPERATIONS: {RATE: operations / 1e9},
        BANDWIDTH: {RATE: bandwidth / 1e9},
        NEVER_ON: {RATE: float((data.features == 0).all(axis=0).mean())},
    }


def step_s(batch: int, classes: int, operations: float, bandwidth: float) -> float:
    """Seconds of one step, at so many operations and bytes a second.

    A step of Adam on B frames; the head has I inputs, U units, C classes, P = I U + U + U C weights:

        forward   2 B (I U + U C) operations; the weights are read once:                        4 P bytes
        backward  2 B (I U + 2 U C) operations; weights, means and squares read and written: 6 x 4 P bytes

    The gradient counts for nothing: it could be used up while it comes into being. So do activations and
    features, which fit into the cache. Each pass takes at least the longer of its arithmetic, at the rate of
    a large matrix product, and its memory, at the rate of a plain copy.
    """
    hidden, output = INPUTS * UNITS, UNITS * classes
    weights = BYTES * (hidden + UNITS + output)
    forward = max(2 * batch * (hidden + output) / operations, weights / bandwidth)
    backward = max(2 * batch * (hidden + 2 * output) / operations, 6 * weights / bandwidth)
    return forward + backward


def _best_s(do: Callable[[], object]) -> float:
    return min(seconds(do) for _ in range(TRIES))


def by_keras(epochs: int) -> dict[str, float]:
    """Seconds of 20 epochs of Keras' own training of the origin's head.

    Everything is traced and compiled beforehand, and has a thread less than there are cores. The training
    through the frozen network runs so many epochs, counted up to 20.
    """
    tf = tensorflow(max(1, usable_cores() - 1))
    labels = np.repeat(np.array(GESTURES, np.int64), FRAMES)
    rng = np.random.default_rng(0)
    features = rng.random((len(labels), *FEATURE_SHAPE), np.float32)
    pictures = rng.uniform(-1, 1, (len(labels), INPUT_SIDE, INPUT_SIDE, 3)).astype(np.float32)
    targets = np.eye(CLASSES, dtype=np.float32)[labels]

    def fit(model: Any, inputs: Any, count: int) -> float:
        model.compile(tf.keras.optimizers.Adam(SETTINGS.learning_rate), "categorical_crossentropy")
        options = {"batch_size": SETTINGS.batch, "verbose": 0}
        model.fit(inputs, targets, epochs=1, **options)
        return seconds(lambda: model.fit(inputs, targets, epochs=count, **options)) * EPOCHS / count

    head = tf.keras.Sequential(dense_head(tf, CLASSES))
    return {CACHED: fit(head, features, EPOCHS), THROUGH: fit(whole_model(tf, CLASSES), pictures, epochs)}


IN_THE_WINDOW: Final = "from press to head in the window over a bare loop"
STEPS_ONCE, PRESSED = (STEPS, ONCE), (POOLED_VIEWS, WINDOW)

PART: Final = Part(
    key="training",
    measure=measure,
    runs=3,
    tables=(
        Table("from the press to the head", (BARE, WINDOW)),
        Table("one training of the dense head", (ONCE,)),
        Table("measured beside it", (RATE,)),
    ),
    bounds=(
        Bound(f"{POOLED_VIEWS}, {IN_THE_WINDOW}", PRESSED, over=(POOLED_VIEWS, BARE), at_most=2),
        Bound(f"{DENSE}, {IN_THE_WINDOW}", (DENSE, WINDOW), over=(DENSE, BARE), at_most=4),
        Bound("of the inputs, never on", (NEVER_ON, RATE), at_most=0.25, at_least=0.12, unit="of 1"),
        Bound(
            "dense head's both trainings over their limit", (DENSE, BARE), over=(LIMIT_BOTH, BARE), at_most=3
        ),
        Bound("dense head's steps over their limit", STEPS_ONCE, over=(LIMIT, ONCE), at_most=3),
        Bound(
            "Keras fit on cached features over the game's steps", (CACHED, ONCE), over=STEPS_ONCE, at_least=3
        ),
        Bound("TensorFlow.js over the game's steps", (JS, ONCE), over=STEPS_ONCE, at_least=80),
        Bound("Keras fit on cached features over the default head", (CACHED, ONCE), over=PRESSED, at_least=3),
        Bound("TensorFlow.js over the default head", (JS, ONCE), over=PRESSED, at_least=80),
    ),
)

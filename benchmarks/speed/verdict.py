"""From a camera's picture to what is read in it."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.random_heads import UNITS, random_heads
from benchmarks.speed.apart import apart, tfjs, threads, why_no_tfjs
from benchmarks.speed.figures import Bound, Cell, Effort, Part, Run, Table, medians_ms
from rps_game.camera.preprocess import INPUT_SIDE, crop_box, to_input, to_square
from rps_game.game.gestures import CLASSES
from rps_game.game.voting import vote
from rps_game.network.backbone import DEFAULT_BACKBONE, BackboneName, load_backbone
from rps_game.network.convert import build_network, import_tensorflow
from rps_game.paths import default_paths

SHAPES: Final = {"640x480": (480, 640), "1280x720": (720, 1280)}
COLUMNS: Final = tuple(f"{size}, {count}, ms" for count in ("1 thread", "2 threads") for size in SHAPES)
AT: Final = COLUMNS[0]
"""Where the bounds are: the game reads a picture on one thread."""

WINDOW: Final = 9
"""Frames of a throw: 0.3 s of a camera that gives 30 a second."""

LIMIT, GAME, GAME_DENSE = "bare resize and invoke", "the game, pooled head", "the game, dense head"
COMPILED, EAGER, PREDICT = "Keras in tf.function", "Keras, eager call", "Keras predict"
JS: Final = "TensorFlow.js, WASM"

OTHERS: Final = (LIMIT, COMPILED, JS, EAGER, PREDICT)

Picture = npt.NDArray[np.uint8]


def measure(effort: Effort) -> Run:
    """One run."""
    found: Run = {}

    def put(part: Mapping[str, Mapping[str, Cell]], name: str) -> None:
        for size, rows in part.items():
            for row, cell in rows.items():
                found.setdefault(row, {})[f"{size}, {name}, ms"] = cell

    for count, name in ((1, "1 thread"), (2, "2 threads")):
        put(apart(by_the_game, threads(count), threads=count, calls=effort.calls), name)
        put(apart(by_keras, threads(count), threads=count, calls=effort.slow_calls), name)
    why = why_no_tfjs()
    answer = dict.fromkeys(SHAPES, why) if why else tfjs(calls=effort.slow_calls)["ms"]
    put({size: {JS: answer[size]} for size in SHAPES}, "1 thread")
    put({size: {JS: "none under Node"} for size in SHAPES}, "2 threads")
    return found


def by_the_game(threads: int, calls: int) -> dict[str, dict[str, float]]:
    """Milliseconds by size and row of what the game does, and of the least that could be done."""
    cv2.setNumThreads(threads)
    return {size: medians_ms(_rows(shape, threads), calls) for size, shape in SHAPES.items()}


def _rows(shape: tuple[int, int], threads: int) -> dict[str, Callable[[], object]]:
    picture = noise(shape)
    backbone, other = _backbone(threads), _backbone(threads)
    pooled_head, dense_head = random_heads(np.random.default_rng(0))
    square = to_square(picture)
    features = other.embed(square)
    resize, invoke = bare_resize(picture), other._interpreter.invoke  # noqa: SLF001 - its input is in place
    window = [pooled_head.predict(features[None])[0]] * WINDOW

    def together(head: Any) -> None:
        row = head.predict(backbone.embed(to_square(picture))[None])[0]
        vote(np.stack([*window[1:], row]), thresholds=head.thresholds)

    x, y, side = crop_box(*shape)
    crop, whole = picture[y : y + side, x : x + side], (INPUT_SIDE, INPUT_SIDE)
    return {
        "preprocess": lambda: to_square(picture),
        "backbone": lambda: backbone.embed(square),
        "head, pooled": lambda: pooled_head.predict(features[None]),
        "head, dense": lambda: dense_head.predict(features[None]),
        "vote of nine frames": lambda: vote(np.stack(window), thresholds=pooled_head.thresholds),
        GAME: lambda: together(pooled_head),
        GAME_DENSE: lambda: together(dense_head),
        "bare resize": resize,
        "bare invoke": invoke,
        LIMIT: lambda: (resize(), invoke()),
        "OpenCV's area resize in one call": lambda: cv2.resize(crop, whole, interpolation=cv2.INTER_AREA),
        "OpenCV's linear resize in one call": lambda: cv2.resize(crop, whole, interpolation=cv2.INTER_LINEAR),
    }


def noise(shape: tuple[int, int]) -> Picture:
    """Return a picture of noise, uint8 (height, width, 3)."""
    return np.random.default_rng(0).integers(0, 256, (*shape, 3), np.uint8)


def bare_resize(picture: Picture) -> Callable[[], Picture]:
    """Return the fastest area resize that we know, the game's, into memory that is there."""
    x, y, side = crop_box(*picture.shape[:2])
    crop = picture[y : y + side, x : x + side]
    halved = np.empty((side // 2, side // 2, 3), np.uint8) if side > 560 else None
    double = np.empty((2 * INPUT_SIDE, 2 * INPUT_SIDE, 3), np.uint8)
    small = np.empty((INPUT_SIDE, INPUT_SIDE, 3), np.uint8)

    def resize() -> Picture:
        source: Any = crop
        if halved is not None:
            source = cv2.resize(crop, halved.shape[:2], halved, interpolation=cv2.INTER_AREA)
        cv2.resize(source, double.shape[:2], double, interpolation=cv2.INTER_LINEAR)
        cv2.resize(double, small.shape[:2], small, interpolation=cv2.INTER_AREA)
        return small

    return resize


def _backbone(threads: int) -> Any:
    """Load the game's network, which asks for one thread itself; here it gets as many as are compared."""
    import ai_edge_litert.interpreter as litert

    one = litert.Interpreter
    given = functools.partial(one, num_threads=threads)
    litert.Interpreter = lambda model_content, num_threads: given(model_content=model_content)  # noqa: ARG005
    try:
        return load_backbone(DEFAULT_BACKBONE, default_paths().cache)
    finally:
        litert.Interpreter = one


def by_keras(threads: int, calls: int) -> dict[str, dict[str, float]]:
    """Milliseconds by size and row of the same in Keras; a picture is prepared as the game does it."""
    tf = tensorflow(threads)
    model = whole_model(tf, len(CLASSES))
    compiled = tf.function(lambda pixels: model(pixels, training=False), reduce_retracing=True)

    def rows(picture: Picture) -> dict[str, Callable[[], object]]:
        return {
            PREDICT: lambda: model.predict(to_input(to_square(picture))[None], verbose=0),
            EAGER: lambda: model(to_input(to_square(picture))[None], training=False).numpy(),
            COMPILED: lambda: compiled(tf.constant(to_input(to_square(picture))[None])).numpy(),
        }

    return {size: medians_ms(rows(noise(shape)), calls) for size, shape in SHAPES.items()}


def tensorflow(threads: int) -> Any:
    """TensorFlow on so many threads; to be called before anything else calls TensorFlow."""
    tf = import_tensorflow()
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    return tf


def dense_head(tf: Any, classes: int) -> list[Any]:
    """Return the layers of the origin's head."""
    scaled = "variance_scaling"
    return [
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(UNITS, "relu", kernel_initializer=scaled),
        tf.keras.layers.Dense(classes, "softmax", use_bias=False, kernel_initializer=scaled),
    ]


def whole_model(tf: Any, classes: int) -> Any:
    """Frozen base and head: pictures to probabilities. Its weights are random: they change no time."""
    return tf.keras.Sequential([build_network(BackboneName.RANDOM), *dense_head(tf, classes)])


TOGETHER: Final = (LIMIT, GAME, GAME_DENSE, COMPILED, JS, EAGER, PREDICT)
PARTS: Final = (
    "preprocess",
    "backbone",
    "head, pooled",
    "head, dense",
    "vote of nine frames",
    "OpenCV's area resize in one call",
    "OpenCV's linear resize in one call",
    "bare resize",
    "bare invoke",
)

PART: Final = Part(
    key="verdict",
    measure=measure,
    tables=(Table("the parts", COLUMNS, PARTS), Table("together", COLUMNS, TOGETHER)),
    bounds=(
        Bound("picture to verdict over bare resize and invoke", (GAME, AT), over=(LIMIT, AT), at_most=1.3),
        Bound("TensorFlow.js over the game", (JS, AT), over=(GAME, AT), at_least=6),
        Bound("Keras predict over the game", (PREDICT, AT), over=(GAME, AT), at_least=15),
    ),
    runs=3,
)

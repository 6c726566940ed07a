"""What the game does with a picture, and the least that could be done: one process with LiteRT."""

import functools
from collections.abc import Callable
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.random_heads import random_heads
from benchmarks.speed.timing import medians_ms
from rps_game.camera.preprocess import INPUT_SIDE, crop_box, to_square
from rps_game.game.voting import vote
from rps_game.network.backbone import DEFAULT_BACKBONE, backbone_path, load_backbone
from rps_game.paths import default_paths

SIZES: Final = {"640x480": (480, 640), "1280x720": (720, 1280)}
WINDOW: Final = 9
"""Frames of a throw: 0.3 s of a camera that gives 30 a second."""

Picture = npt.NDArray[np.uint8]


def measure(threads: int, calls: int) -> dict[str, dict[str, float]]:
    """Milliseconds by row and size of the picture."""
    cv2.setNumThreads(threads)
    return {size: _rows(shape, threads, calls) for size, shape in SIZES.items()}


def _rows(shape: tuple[int, int], threads: int, calls: int) -> dict[str, float]:
    picture = np.random.default_rng(0).integers(0, 256, (*shape, 3), np.uint8)
    resize, invoke = bare_resize(picture), _bare_invoke(threads)
    backbone = _backbone(threads)
    pooled_head, dense_head = random_heads(np.random.default_rng(0))
    square = to_square(picture)
    features = backbone.embed(square)
    window = [pooled_head.predict(features[None])[0]] * WINDOW

    def together(head: Any) -> None:
        row = head.predict(backbone.embed(to_square(picture))[None])[0]
        vote(np.stack([*window[1:], row]), thresholds=head.thresholds)

    def limit() -> None:
        resize()
        invoke()

    x, y, side = crop_box(*shape)
    crop = picture[y : y + side, x : x + side]
    whole = INPUT_SIDE, INPUT_SIDE
    rows: dict[str, Callable[[], object]] = {
        "preprocess": lambda: to_square(picture),
        "backbone": lambda: backbone.embed(square),
        "head, pooled": lambda: pooled_head.predict(features[None]),
        "head, dense": lambda: dense_head.predict(features[None]),
        "vote of nine frames": lambda: vote(np.stack(window), thresholds=pooled_head.thresholds),
        "the game, pooled head": lambda: together(pooled_head),
        "the game, dense head": lambda: together(dense_head),
        "bare resize": resize,
        "bare invoke": invoke,
        "bare resize and invoke": limit,
        "OpenCV's area resize in one call": lambda: cv2.resize(crop, whole, interpolation=cv2.INTER_AREA),
        "OpenCV's linear resize in one call": lambda: cv2.resize(crop, whole, interpolation=cv2.INTER_LINEAR),
    }
    return medians_ms(rows, calls)


def bare_resize(picture: Picture) -> Callable[[], Picture]:
    """Time the fastest area resize that we know, into memory that is there: the game's, and nothing else."""
    x, y, side = crop_box(*picture.shape[:2])
    crop = picture[y : y + side, x : x + side]
    halved = np.empty((side // 2, side // 2, 3), np.uint8) if side > 560 else None
    double = np.empty((2 * INPUT_SIDE, 2 * INPUT_SIDE, 3), np.uint8)
    small = np.empty((INPUT_SIDE, INPUT_SIDE, 3), np.uint8)

    def resize() -> Picture:
        source = crop
        if halved is not None:
            source = cv2.resize(crop, halved.shape[:2], halved, interpolation=cv2.INTER_AREA)
        cv2.resize(source, double.shape[:2], double, interpolation=cv2.INTER_LINEAR)
        cv2.resize(double, small.shape[:2], small, interpolation=cv2.INTER_AREA)
        return small

    return resize


def _bare_invoke(threads: int) -> Callable[[], None]:
    import ai_edge_litert.interpreter as litert

    model = backbone_path(DEFAULT_BACKBONE, default_paths().cache).read_bytes()
    interpreter = litert.Interpreter(model_content=model, num_threads=threads)
    taken = interpreter.get_input_details()[0]["index"]
    interpreter.resize_tensor_input(taken, (1, INPUT_SIDE, INPUT_SIDE, 3))
    interpreter.allocate_tensors()
    noise = np.random.default_rng(0).uniform(-1, 1, (1, INPUT_SIDE, INPUT_SIDE, 3)).astype(np.float32)
    interpreter.set_tensor(taken, noise)
    invoke: Callable[[], None] = interpreter.invoke
    return invoke


def _backbone(threads: int) -> Any:
    """Time the game's network, which asks for one thread itself; here it gets as many as are compared."""
    import ai_edge_litert.interpreter as litert

    one = litert.Interpreter
    given = functools.partial(one, num_threads=threads)
    litert.Interpreter = lambda model_content, num_threads: given(model_content=model_content)  # noqa: ARG005
    try:
        return load_backbone(DEFAULT_BACKBONE, default_paths().cache)
    finally:
        litert.Interpreter = one

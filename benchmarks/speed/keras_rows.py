"""The same network and head in Keras: one process with TensorFlow, and without LiteRT."""

import os
from typing import Any

import numpy as np

from benchmarks.random_heads import UNITS
from benchmarks.speed.timing import medians_ms
from rps_game.camera.preprocess import to_input, to_square
from rps_game.game.gestures import CLASSES
from rps_game.network.backbone import BackboneName
from rps_game.network.convert import build_network, import_tensorflow

SIZES = {"640x480": (480, 640), "1280x720": (720, 1280)}


def tensorflow(threads: int) -> Any:
    """TensorFlow on so many threads; to be called before anything else calls TensorFlow."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    tf = import_tensorflow()
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    return tf


def dense_head(tf: Any, classes: int, *, flatten: bool) -> list[Any]:
    """Return the layers of the origin's head."""
    scaled = "variance_scaling"
    return [
        *([tf.keras.layers.Flatten()] if flatten else []),
        tf.keras.layers.Dense(UNITS, "relu", kernel_initializer=scaled),
        tf.keras.layers.Dense(classes, "softmax", use_bias=False, kernel_initializer=scaled),
    ]


def whole_model(tf: Any, classes: int) -> Any:
    """Frozen base and head: pictures to probabilities. Its weights are random: they change no time."""
    base = build_network(BackboneName.RANDOM)
    return tf.keras.Sequential([base, *dense_head(tf, classes, flatten=True)])


def measure(threads: int, calls: int) -> dict[str, dict[str, float]]:
    """Milliseconds by row and size of the picture; a picture is prepared as the game does it."""
    tf = tensorflow(threads)
    model = whole_model(tf, len(CLASSES))
    compiled = tf.function(lambda pixels: model(pixels, training=False), reduce_retracing=True)
    found = {}
    for size, shape in SIZES.items():
        picture = np.random.default_rng(0).integers(0, 256, (*shape, 3), np.uint8)
        rows = {
            "Keras predict": lambda picture=picture: model.predict(_input(picture), verbose=0),
            "Keras, eager call": lambda picture=picture: model(_input(picture), training=False).numpy(),
            "Keras in tf.function": lambda picture=picture: compiled(tf.constant(_input(picture))).numpy(),
        }
        found[size] = medians_ms(rows, calls)
    return found


def _input(picture: Any) -> Any:
    return to_input(to_square(picture))[None]

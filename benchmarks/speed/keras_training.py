"""Keras' own training of the origin's head: one process with TensorFlow."""

import time
from typing import Any

import numpy as np

from benchmarks.speed.keras_rows import dense_head, tensorflow, whole_model
from rps_game.camera.preprocess import INPUT_SIDE
from rps_game.game.gestures import GESTURES
from rps_game.heads.dataset import FEATURE_SHAPE
from rps_game.heads.dense import INPUTS, DenseHead
from rps_game.heads.report import TrainingSettings
from rps_game.network.convert import usable_cores


def measure(frames: int, epochs: int) -> dict[str, float]:
    """Seconds of 20 epochs on so many frames of each gesture.

    Everything is traced and compiled beforehand, and has a thread less than there are cores.

    Args:
        frames: of each gesture.
        epochs: that the training through the frozen network runs; counted up to 20.
    """
    tf = tensorflow(max(1, usable_cores() - 1))
    settings = TrainingSettings(head=DenseHead.kind)
    labels = np.repeat(np.array(GESTURES, np.int64), frames)
    rng = np.random.default_rng(0)
    features = rng.random((len(labels), *FEATURE_SHAPE), np.float32)
    pictures = rng.uniform(-1, 1, (len(labels), INPUT_SIDE, INPUT_SIDE, 3)).astype(np.float32)
    targets = np.eye(len(GESTURES), dtype=np.float32)[labels]

    def fit(model: Any, inputs: Any, count: int) -> float:
        model.compile(tf.keras.optimizers.Adam(settings.learning_rate), "categorical_crossentropy")
        options = {"batch_size": settings.batch, "verbose": 0}
        model.fit(inputs, targets, epochs=1, **options)
        before_s = time.perf_counter()
        model.fit(inputs, targets, epochs=count, **options)
        return time.perf_counter() - before_s

    cached = tf.keras.Sequential(dense_head(tf, len(GESTURES), flatten=False))
    return {
        "Keras fit, cached features": fit(cached, features.reshape(-1, INPUTS), settings.epochs),
        "Keras fit, through the frozen base": fit(whole_model(tf, len(GESTURES)), pictures, epochs)
        * settings.epochs
        / epochs,
    }

"""The one place that imports TensorFlow, and only when called: in the trainer process, and in tests."""

import functools
import os
from typing import Any


@functools.cache
def import_tensorflow() -> Any:
    """Import TensorFlow, set so that it leaves a core to the window, and Keras as this game needs it."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"  # errors only
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # a head this small is trained before a GPU has woken up
    os.environ["KERAS_BACKEND"] = "tensorflow"  # whatever the player's own keras.json says
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(max(1, usable_cores() - 1))
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.keras.config.set_floatx("float32")
    tf.keras.config.set_image_data_format("channels_last")
    return tf


def usable_cores() -> int:
    """How many cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

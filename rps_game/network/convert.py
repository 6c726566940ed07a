"""Makes a backbone with TensorFlow: from Keras' MobileNet to a checked LiteRT file in the cache."""

import functools
import hashlib
import os
import socket
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rps_game.camera.preprocess import to_input
from rps_game.errors import BackboneDamaged, BackboneUnavailable
from rps_game.network.backbone import (
    PICTURE_SHAPE,
    Backbone,
    BackboneName,
    backbone_path,
    can_be_prepared,
    unavailable,
    write_backbone,
)
from rps_game.paths import absolute

ALPHA: Final = 0.25
"""The narrowest MobileNet v1: a quarter of the channels, 0.6 ms a picture."""

CUT_LAYER: Final = "conv_pw_13_relu"
WEIGHTS_FILE: Final = "mobilenet_2_5_224_tf_no_top.h5"
"""What Keras calls the ImageNet weights of this network, without their top."""

DOWNLOAD_TIMEOUT_S: Final = 20.0
"""How long a silent server may keep the player waiting; Keras itself would wait for ever."""

MAX_DIFFERENCE: Final = 1e-3
"""Between 999 in 1000 features (0..6) of the network and its conversion; 1.5e-4 on real pictures.

The rest may differ by more: a few channels multiply what float32 rounds off. There, Keras is up to 0.005 away
from the same network in float64, LiteRT up to 0.004, and each from the other up to 0.008.
"""

RANDOM_SEED: Final = 1


class Preparation(Enum):
    """The steps of making a backbone, in their order."""

    STARTING = auto()  # TensorFlow is being imported
    FETCHING = auto()  # the weights: from Keras's cache, or a download of 2 MB
    CONVERTING = auto()
    CHECKING = auto()  # the converted network against the one it was made of


OnStage = Callable[[Preparation, float], None]
"""Is called with the next step, and the share of the work that is done, 0..1."""


def convert_backbone(
    name: str,
    cache_dir: Path,
    on_stage: OnStage = lambda _stage, _fraction: None,
) -> Backbone:
    """Make the network `name` and keep it in `cache_dir`, where `load_backbone` finds it.

    Args:
        name: `BackboneName.IMAGENET` or `BackboneName.RANDOM`.
        cache_dir: where to keep it.
        on_stage: is told how it goes.

    Raises:
        BackboneUnavailable: there is no TensorFlow, the weights cannot be had, or the file cannot be written.
        BackboneDamaged: what was found or made is not the network.
    """
    path = backbone_path(name, cache_dir)
    if not can_be_prepared(name):
        raise unavailable(name, path)
    on_stage(Preparation.STARTING, 0.0)
    import_tensorflow()
    on_stage(Preparation.FETCHING, 0.5)
    network = build_network(name)
    fingerprint = fingerprint_of(network)
    on_stage(Preparation.CONVERTING, 0.6)
    model = to_tflite(network)
    on_stage(Preparation.CHECKING, 0.95)
    backbone = Backbone(name, fingerprint, model)
    _check_same(network, backbone)
    try:
        write_backbone(path, model, name, fingerprint)
    except OSError as error:
        raise BackboneUnavailable(
            "The network cannot be kept in {folder}: {reason}.",
            "Make room there, or let the game write there, and try again.",
            folder=cache_dir,
            reason=error.strerror or error,
        ) from error
    return backbone


def build_network(name: str) -> Any:
    """Build the Keras model (n, 224, 224, 3) in -1..1 to (n, 7, 7, 256) in 0..6, its weights loaded.

    Raises:
        BackboneUnavailable: Keras finds no weights, and cannot download them.
        BackboneDamaged: it finds a file that holds no such weights.
    """
    tf = import_tensorflow()
    inputs = tf.keras.Input(PICTURE_SHAPE)
    make = functools.partial(
        tf.keras.applications.MobileNet, alpha=ALPHA, include_top=False, input_tensor=inputs
    )
    whole = make(weights=None) if name == BackboneName.RANDOM else _with_imagenet_weights(make)
    network = tf.keras.Model(inputs, whole.get_layer(CUT_LAYER).output)
    if name == BackboneName.RANDOM:
        _randomise(network)
    network.trainable = False
    return network


def keras_weights_path() -> Path:
    """Return where Keras looks for the ImageNet weights before it downloads them."""
    home = os.environ.get("KERAS_HOME", "~/.keras")
    return absolute(Path(home)) / "models" / WEIGHTS_FILE


def _with_imagenet_weights(make: Callable[..., Any]) -> Any:
    path = keras_weights_path()
    try:
        with path.open("rb"):
            # By its path: Keras on its own passes over a folder that it may not write to.
            weights = str(path)
    except FileNotFoundError:
        weights = "imagenet"
    except OSError as error:
        raise BackboneUnavailable(
            "The weights of the network cannot be read at {path}: {reason}.",
            "Let the game read them, or name another folder by the variable KERAS_HOME.",
            path=path,
            reason=error.strerror or error,
        ) from error
    patience_s = socket.getdefaulttimeout()
    socket.setdefaulttimeout(DOWNLOAD_TIMEOUT_S)
    try:
        return make(weights=weights)
    except Exception as error:  # Keras raises a bare Exception when a download fails
        if weights == str(path):
            raise BackboneDamaged(
                "The file {path} does not hold the weights of the network.",
                "Delete it, connect to the internet and try again: the game then downloads it, 2 MB.",
                path=path,
            ) from error
        raise BackboneUnavailable(
            "The network's weights are not at {path}, and could not be downloaded.",
            "Connect to the internet and try again, or put the file there yourself.",
            path=path,
        ) from error
    finally:
        socket.setdefaulttimeout(patience_s)


def _randomise(network: Any) -> None:
    """Give the network seeded random weights whose features tell pictures apart.

    Freshly initialised, 27 layers of convolutions let nothing through. So each batch normalisation takes the
    statistics of its own input, on blurred noise of eight sizes, as training would have made it.
    """
    tf = import_tensorflow()
    rng = np.random.default_rng(RANDOM_SEED)
    for layer in network.layers:
        if isinstance(layer, tf.keras.layers.BatchNormalization):
            layer.momentum = 0.0
        elif layer.weights:
            layer.set_weights([rng.standard_normal(layer.weights[0].shape)])
    sides = (3, 5, 8, 13, 21, 34, 55, 89)
    noise = [tf.image.resize(rng.uniform(-1, 1, (side, side, 3)), PICTURE_SHAPE[:2]) for side in sides]
    network(tf.stack(noise), training=True)


def fingerprint_of(network: Any) -> str:
    """Return the SHA-256 over the layers' names and their weights' shapes and bytes, in hexadecimal.

    The weights' own names are left out: Keras has renamed them before.
    """
    digest = hashlib.sha256()
    for layer in network.layers:
        for number, weight in enumerate(layer.get_weights()):
            digest.update(f"{layer.name}/{number} {weight.shape}\n".encode())
            digest.update(np.ascontiguousarray(weight, "<f4").tobytes())
    return digest.hexdigest()


def to_tflite(network: Any) -> bytes:
    """Convert a Keras model with a fixed input size to the bytes of a .tflite file, float32."""
    tf = import_tensorflow()
    model: bytes = tf.lite.TFLiteConverter.from_keras_model(network).convert()
    return model


def features_differ_by(network: Any, backbone: Backbone, square: npt.NDArray[np.uint8]) -> float:
    """Return how far the features of one picture are apart: the distance that 999 in 1000 of them keep."""
    wanted = network(to_input(square)[None], training=False).numpy()[0]
    return float(np.quantile(np.abs(backbone.embed(square) - wanted), 0.999))


def _check_same(network: Any, backbone: Backbone) -> None:
    noise = np.random.default_rng(0).integers(0, 256, PICTURE_SHAPE, np.uint8)
    if not features_differ_by(network, backbone, noise) < MAX_DIFFERENCE:  # NaN is not below it either
        raise BackboneDamaged(
            "The network came out of its conversion changed.",
            "Run rps-game doctor, which shows whether the installed packages fit together.",
        )


@functools.cache
def import_tensorflow() -> Any:
    """Import TensorFlow, set so that it leaves a core to the window, and Keras as this game needs it.

    Raises:
        BackboneUnavailable: it is not installed, or cannot be loaded.
    """
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"  # errors only
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # a head this small is trained before a GPU has woken up
    os.environ["KERAS_BACKEND"] = "tensorflow"  # whatever the player's own keras.json says
    try:
        import tensorflow as tf
    except (ImportError, OSError) as error:
        if isinstance(error, ModuleNotFoundError) and error.name == "tensorflow":
            raise tensorflow_missing() from error
        raise BackboneUnavailable(
            "TensorFlow, which this network is made with, cannot be loaded: {reason}.",
            "Install it anew with pip install tensorflow, or use the network that comes with the game (own).",
            reason=str(error),
        ) from error
    tf.config.threading.set_intra_op_parallelism_threads(max(1, usable_cores() - 1))
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.keras.config.set_floatx("float32")
    tf.keras.config.set_image_data_format("channels_last")
    return tf


def tensorflow_missing() -> BackboneUnavailable:
    """Return the error which says that TensorFlow is not installed."""
    return BackboneUnavailable(
        "This network needs TensorFlow, which is not installed.",
        "Choose the one that comes with the game (own), or pip install tensorflow (Python 3.11 to 3.13, no "
        "Intel Mac).",
    )


def usable_cores() -> int:
    """Return how many cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

"""Writes Keras', TensorFlow's and LiteRT's formats; for a process that ends with the job."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from rps_game.errors import BackboneUnavailable, ExportError
from rps_game.heads.base import Layer
from rps_game.network.backbone import PICTURE_SHAPE
from rps_game.network.convert import OnStage, Preparation, import_tensorflow, to_tflite


def _save_tflite(network: Any, folder: Path) -> None:
    (folder / "model.tflite").write_bytes(to_tflite(network))


WRITERS: Final[Mapping[str, Callable[[Any, Path], object]]] = {
    "keras": lambda network, folder: network.save(folder / "model.keras"),
    "savedmodel": lambda network, folder: network.export(folder, verbose=False),
    "tflite": _save_tflite,
}


def write_by_tensorflow(layers: Sequence[Layer]) -> Callable[[str, Path, OnStage], None]:
    """Return what writes a network of these layers, for `convert_apart`, by a format's name into a folder."""
    return partial(_write, list(layers))


def _write(layers: Sequence[Layer], to: str, folder: Path, on_stage: OnStage) -> None:
    on_stage(Preparation.STARTING, 0.1)
    try:
        tf = import_tensorflow()
    except BackboneUnavailable as error:
        raise ExportError(
            "The format {format} is written by TensorFlow, which is not installed here, or cannot be loaded.",
            "Choose tfjs, or pip install tensorflow (Python 3.11 to 3.13, no Intel Mac).",
            format=to,
        ) from error
    on_stage(Preparation.CONVERTING, 0.6)
    made = [getattr(tf.keras.layers, layer.kind)(name=layer.name, **layer.config) for layer in layers]
    scaling = tf.keras.layers.Rescaling(1 / 127.5, offset=-1, name="scaling")
    network = tf.keras.Sequential([tf.keras.Input(PICTURE_SHAPE, name="rgb"), scaling, *made], name="hand")
    for layer, keras_layer in zip(layers, made, strict=True):
        keras_layer.set_weights(list(layer.weights.values()))
    network.trainable = False
    try:
        WRITERS[to](network, folder)
    except OSError as error:
        raise not_written(folder, error) from error


def not_written(folder: Path, error: OSError) -> ExportError:
    """Return the error which says that the system did not let us write."""
    return ExportError(
        "The export cannot be written to {folder} ({reason}).",
        "Make room there, or name another folder.",
        folder=folder,
        reason=error.strerror or error,
    )

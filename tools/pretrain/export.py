"""From the student's checkpoint to what ships, backbone and starter, and to what can be gone on from."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file

from rps_game.game.gestures import CLASSES, Gesture
from rps_game.heads.dataset import pooled
from rps_game.heads.pooled import PooledHead
from rps_game.heads.starter import Starter, write_starter
from rps_game.network.backbone import MODEL_SUFFIX, Backbone, write_backbone
from tools.pretrain.bank import Bank
from tools.pretrain.network import backbone_of, classifier

CHECKPOINT = Path(__file__).with_name("checkpoint.safetensors")
"""The weights of the shipped student before its normalisation was folded in: `--resume` starts here."""


def export(weights: Path, bank: Bank, settings: dict[str, Any], assets: Path) -> Backbone:
    """Write `backbone.tflite`, `backbone.json` and `starter.safetensors` into `assets`.

    The starter's head is the student's own last layer, on average-pooled features; its negatives are painted
    pictures of the class none.

    Args:
        weights: of `network.classifier`, as `train_student` wrote them.
        bank: where the negatives come from.
        settings: of the whole recipe.
        assets: the folder to write to.
    """
    import keras

    from rps_game.network import convert

    model = classifier(None, "student")
    model.load_weights(weights)
    # The same network with its input's size fixed, as LiteRT wants it.
    inputs = keras.Input((224, 224, 3))
    cut = keras.models.clone_model(backbone_of(model), input_tensors=inputs)
    cut.set_weights(backbone_of(model).get_weights())
    fingerprint = convert.fingerprint_of(cut)
    assets.mkdir(parents=True, exist_ok=True)
    path = assets / f"backbone{MODEL_SUFFIX}"
    tflite = convert.to_tflite(cut)
    write_backbone(path, tflite, settings["export"]["name"], fingerprint)
    backbone = Backbone(settings["export"]["name"], fingerprint, tflite)
    kernel, bias = (np.ascontiguousarray(w, np.float32) for w in model.get_layer("starter").get_weights())
    thresholds = np.full(len(CLASSES), settings["export"]["threshold"], np.float32)
    head = PooledHead(kernel, bias, thresholds, np.zeros(1, np.float32), CLASSES)
    starter = Starter(head, _negatives(backbone, bank, settings))
    written = write_starter(starter, fingerprint, assets)
    for file in (path, written):
        print(f"{file}: {file.stat().st_size / 2**20:.2f} MiB, fingerprint {fingerprint[:16]}")
    return backbone


def _negatives(backbone: Backbone, bank: Bank, settings: dict[str, Any]) -> npt.NDArray[np.float32]:
    from tools.pretrain.draws import Draws

    wanted = settings["export"]["negatives"]
    only_none = settings | {"classes": {"rock": 0.0, "paper": 0.0, "scissors": 0.0, "none": 1.0}}
    drawn = Draws(bank, only_none, 224).batch((settings["seed"],), wanted)
    assert (drawn["label"] == Gesture.NONE).all()
    return pooled(backbone.embed_batch(list(drawn["picture"])))


def write_checkpoint(weights: Path, path: Path = CHECKPOINT) -> None:
    """Keep a student's weights to go on from: kernels as float16, normalisation as float32."""
    model = classifier(None, "student")
    model.load_weights(weights)
    tensors = {}
    for layer in model.layers:
        for number, values in enumerate(layer.get_weights()):
            half = values.ndim > 1
            tensors[f"{layer.name}/{number}"] = np.ascontiguousarray(
                values, np.float16 if half else np.float32
            )
    save_file(tensors, path)


def read_checkpoint(model: Any, path: Path = CHECKPOINT) -> None:
    """Set a classifier's weights to those that `write_checkpoint` kept."""
    tensors = load_file(path)
    for layer in model.layers:
        count = len(layer.get_weights())
        layer.set_weights([tensors[f"{layer.name}/{number}"].astype(np.float32) for number in range(count)])

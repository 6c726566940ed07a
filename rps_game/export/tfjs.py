"""Writes TensorFlow.js' layers format in Teachable Machine's layout, without TensorFlow."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from rps_game import __version__
from rps_game.heads.base import Layer
from rps_game.network.backbone import PICTURE_SHAPE
from rps_game.paths import assets

WEIGHTS: Final = "weights.bin"


def write_tfjs(
    folder: Path, layers: Sequence[Layer], labels: Sequence[str], name: str, thresholds: Sequence[float]
) -> None:
    """Write model.json, weights.bin, metadata.json and a page that runs them on a webcam."""
    first = {"batch_input_shape": [None, *PICTURE_SHAPE], "dtype": "float32"}
    topology = [
        {
            "class_name": layer.kind,
            "config": {**(first if not number else {}), "name": layer.name, **layer.config},
        }
        for number, layer in enumerate(layers)
    ]
    weights = [(f"{layer.name}/{part}", array) for layer in layers for part, array in layer.weights.items()]
    manifest = [{"name": path, "shape": array.shape, "dtype": "float32"} for path, array in weights]
    _write_json(
        folder / "model.json",
        {
            "format": "layers-model",
            "generatedBy": f"rps-game {__version__}",
            "convertedBy": None,
            "modelTopology": {
                "class_name": "Sequential",
                "config": {"name": "hand", "layers": topology},
                "keras_version": "2.15.0",
                "backend": "tensorflow",
            },
            "weightsManifest": [{"paths": [WEIGHTS], "weights": manifest}],
        },
    )
    content = b"".join(np.ascontiguousarray(array, "<f4").tobytes() for _, array in weights)
    (folder / WEIGHTS).write_bytes(content)
    _write_json(
        folder / "metadata.json",
        {
            "packageName": "rps-game",
            "packageVersion": __version__,
            "tfjsVersion": "4.22.0",
            "modelName": name,
            "labels": list(labels),
            "imageSize": PICTURE_SHAPE[0],
            "userMetadata": {"thresholds": list(thresholds)},
        },
    )
    page = (assets() / "export" / "index.html").read_text(encoding="utf-8")
    (folder / "index.html").write_text(page, encoding="utf-8")


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

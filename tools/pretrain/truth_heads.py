"""The layers that say what is known of made hands (truths.py), and the loss that they learn by."""

from typing import Any

import keras
from keras import ops

from tools.pretrain.truths import FINE, FINER, JOINTS


class TruthHeads(keras.layers.Layer):  # type: ignore[misc]
    """The three layers: from the last map, (batch, 7, 7, 256) or channels first, to logits of each truth."""

    def __init__(self) -> None:
        super().__init__(name="truths")
        self.fingers = keras.layers.Dense(5, name="fingers")
        self.joints = keras.layers.Conv2D(JOINTS * FINE * FINE, 1, name="joints")
        self.mask = keras.layers.Conv2D(FINER * FINER, 1, name="mask")

    def build(self, shape: Any) -> None:
        """Make the weights."""
        first = keras.config.image_data_format() == "channels_first"
        self.fingers.build((None, shape[1] if first else shape[-1]))
        self.joints.build(shape)
        self.mask.build(shape)
        self.built = True

    def call(self, last: Any) -> dict[str, Any]:
        """Logits: fingers (batch, 5), joints (batch, 21, places), mask (batch, places)."""
        first = keras.config.image_data_format() == "channels_first"
        joints, mask = self.joints(last), self.mask(last)
        if not first:
            joints, mask = (ops.transpose(values, (0, 3, 1, 2)) for values in (joints, mask))
        places = FINE * FINE * joints.shape[2] * joints.shape[3]
        return {
            "fingers": self.fingers(ops.mean(last, axis=(2, 3) if first else (1, 2))),
            "joints": ops.reshape(joints, (-1, JOINTS, places)),
            "mask": ops.reshape(mask, (-1, FINER * FINER * mask.shape[2] * mask.shape[3])),
        }


def truth_loss(known: dict[str, Any], said: dict[str, Any], weights: dict[str, float]) -> Any:
    """Return the weighted sum of three mean losses, each over what is known of the batch.

    Args:
        known: from `targets`.
        said: from `TruthHeads`.
        weights: of fingers and mask (binary cross-entropy) and of joints (cross-entropy over places).
    """
    total = 0.0
    for name in ("fingers", "mask"):
        target = ops.cast(known[name], "float32")
        given = ops.cast(target >= 0, "float32")
        logits = said[name]
        entropy = ops.softplus(logits) - logits * ops.maximum(target, 0.0)
        total = total + weights[name] * ops.sum(entropy * given) / (ops.sum(given) + 1.0)
    target = ops.cast(known["joints"], "float32")
    entropy = -ops.sum(target * ops.log_softmax(said["joints"], axis=-1), axis=-1)
    return total + weights["joints"] * ops.sum(entropy) / (ops.sum(target) + 1.0)

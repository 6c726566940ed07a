"""The origin's own head: one hidden layer on all 12,544 features of a frame."""

from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import Gesture
from rps_game.heads.base import Head, Layer, Probabilities, check_classes, check_tensor, softmax
from rps_game.heads.dataset import FEATURE_SHAPE, Features
from rps_game.heads.explanation import Explanation

INPUTS: Final = int(np.prod(FEATURE_SHAPE))
"""Values of one frame, flattened: 12,544."""

MAX_UNITS: Final = 4096
"""A hidden layer larger than this is not one of ours: 200 MB, where the game's own has 5."""


class DenseHead(Head):
    """Flatten; dense with bias and ReLU (100 units in the game); dense without bias; softmax.

    Why `explain_all` is exact. With x[p, k] the features (places p, channels k), W, b the hidden kernel and
    bias, and V the output kernel, the logit of class c is

        z[c] = sum over u of V[u, c] * relu(sum over p, k of x[p, k] * W[p, k, u] + b[u])

    Let A be the units that this frame makes active, those with a sum above 0: for them relu does nothing, and
    the others add nothing. So with A fixed the logit is linear in x,

        z[c] = sum over p of (sum over k of x[p, k] * sum over u in A of W[p, k, u] * V[u, c])
               + sum over u in A of b[u] * V[u, c]

    The first sum has one term for each place: the map. The second is what is left over, the hidden bias'
    share. The output has no bias, so there is no prior. Nothing is approximated, but the map holds for this
    frame: another one makes other units active.

    Args:
        hidden_kernel: float32 (12544, units).
        hidden_bias: float32 (units,).
        output_kernel: float32 (units, classes).
        classes: of a rule set, see `Head`.

    Raises:
        ValueError: for other shapes or dtypes, or values beyond `check_tensor`'s.
    """

    kind = "dense"
    tensor_names = ("hidden_kernel", "hidden_bias", "output_kernel")

    def __init__(
        self,
        hidden_kernel: npt.NDArray[np.float32],
        hidden_bias: npt.NDArray[np.float32],
        output_kernel: npt.NDArray[np.float32],
        classes: tuple[Gesture, ...],
    ) -> None:
        units = hidden_bias.size
        if not 0 < units <= MAX_UNITS:
            raise ValueError(f"expected 1 to {MAX_UNITS} hidden units, got {units}")
        check_classes(classes)
        check_tensor("hidden_kernel", hidden_kernel, (INPUTS, units))
        check_tensor("hidden_bias", hidden_bias, (units,))
        check_tensor("output_kernel", output_kernel, (units, len(classes)))
        self.classes = classes
        self.thresholds = None
        self.hidden_kernel = hidden_kernel
        self.hidden_bias = hidden_bias
        self.output_kernel = output_kernel

    def predict(self, features: Features) -> Probabilities:
        flat = features.reshape(len(features), INPUTS)
        hidden = np.maximum(flat @ self.hidden_kernel + self.hidden_bias, 0)  # (n, units)
        return softmax(hidden @ self.output_kernel)

    def layers(self) -> list[Layer]:
        hidden = {"units": self.hidden_bias.size, "activation": "relu"}
        output = {"units": len(self.classes), "activation": "softmax", "use_bias": False}
        return [
            Layer("Flatten", "flat", {}, {}),
            Layer("Dense", "hidden", hidden, {"kernel": self.hidden_kernel, "bias": self.hidden_bias}),
            Layer("Dense", "probabilities", output, {"kernel": self.output_kernel}),
        ]

    def explain_all(self, features: Features) -> dict[Gesture, Explanation]:
        # What each place adds to a hidden unit, once for all classes: 0.07 ms instead of 0.5 (medians of 200
        # frames on one core, 100 units and four classes).
        rows = features.reshape(-1, 1, features.shape[-1])  # (49, 1, 256)
        added = (rows @ self.hidden_kernel.reshape(len(rows), rows.shape[-1], -1))[:, 0]  # (49, units)
        active = added.sum(axis=0) + self.hidden_bias > 0  # (units,)
        output = np.where(active[:, None], self.output_kernel, np.float32(0))  # (units, classes)
        places = (added @ output).reshape(*features.shape[:2], -1)  # (7, 7, classes)
        biases = self.hidden_bias.astype(np.float64) @ output  # (classes,)
        return {
            gesture: Explanation(gesture, places[..., i], float(biases[i]))
            for i, gesture in enumerate(self.classes)
        }

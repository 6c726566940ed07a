"""The default head: logistic regression on averaged features."""

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import Gesture
from rps_game.heads.base import Head, Layer, Probabilities, check_classes, check_tensor, softmax
from rps_game.heads.dataset import FEATURE_SHAPE, POOLED, Features, Pooled, pooled
from rps_game.heads.explanation import Explanation

PLACES = FEATURE_SHAPE[0] * FEATURE_SHAPE[1]


class PooledHead(Head):
    """Average over the places; multinomial logistic regression; softmax.

    Why `explain_all` is exact. With x[p, k] the features (places p of 49, channels k), W the kernel and b the
    bias, the logit of class c is linear in the features, whatever the frame:

        z[c] = sum over k of (1/49 * sum over p of x[p, k]) * W[k, c] + b[c]
             = sum over p of (1/49 * sum over k of x[p, k] * W[k, c]) + b[c]

    Each term of the outer sum belongs to one place: the map. Left over is b[c], the prior.

    Args:
        kernel: float32 (256, classes).
        bias: float32 (classes,).
        thresholds: float32 (classes,), 0..1; see `Head`.
        confidence: float32 (1,), the median probability of the right gesture in frames that were held out
            when it was trained, 0..1; 0 where there were none.
        classes: of a rule set, see `Head`.

    Raises:
        ValueError: for other shapes or dtypes, values beyond `check_tensor`'s, or shares outside 0..1.
    """

    kind = "pooled"
    tensor_names = ("kernel", "bias", "thresholds", "confidence")
    thresholds: npt.NDArray[np.float32]

    def __init__(
        self,
        kernel: npt.NDArray[np.float32],
        bias: npt.NDArray[np.float32],
        thresholds: npt.NDArray[np.float32],
        confidence: npt.NDArray[np.float32],
        classes: tuple[Gesture, ...],
    ) -> None:
        check_classes(classes)
        check_tensor("kernel", kernel, (POOLED, len(classes)))
        check_tensor("bias", bias, (len(classes),))
        check_tensor("thresholds", thresholds, (len(classes),))
        check_tensor("confidence", confidence, (1,))
        for name, shares in (("thresholds", thresholds), ("confidence", confidence)):
            if (shares < 0).any() or (shares > 1).any():
                raise ValueError(f"expected {name} from 0 to 1, got {shares.tolist()}")
        self.classes = classes
        self.kernel = kernel
        self.bias = bias
        self.thresholds = thresholds
        self.confidence = confidence

    @property
    def expected_confidence(self) -> float:
        return float(self.confidence[0])

    def predict(self, features: Features) -> Probabilities:
        return softmax(self.logits(pooled(features)))

    def layers(self) -> list[Layer]:
        config = {"units": len(self.classes), "activation": "softmax"}
        return [
            Layer("GlobalAveragePooling2D", "average", {}, {}),
            Layer("Dense", "probabilities", config, {"kernel": self.kernel, "bias": self.bias}),
        ]

    def logits(self, averages: Pooled) -> npt.NDArray[np.float32]:
        """Turn pooled features, float32 (n, 256), into logits, float32 (n, classes)."""
        return averages @ self.kernel + self.bias

    def explain_all(self, features: Features) -> dict[Gesture, Explanation]:
        return {
            gesture: Explanation(
                gesture, features @ self.kernel[:, i] / np.float32(PLACES), float(self.bias[i])
            )
            for i, gesture in enumerate(self.classes)
        }

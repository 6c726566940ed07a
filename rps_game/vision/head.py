"""The small part that learns: from the backbone's features to a probability for each gesture. NumPy only.

A head is told apart by its `kind`, and is nothing but a few named arrays and its classes: so it can be
saved without code and built again from what was saved. Each kind has its class here and its trainer in
`training_worker`; a new kind is added to `HEADS`, and to `TRAINERS` there.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Final, Self

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.vision.dataset import FEATURE_SHAPE, Features
from rps_game.vision.explanation import Explanation, Leftover

INPUTS: Final = int(np.prod(FEATURE_SHAPE))
"""Values of one frame, flattened: 12,544."""

MAX_UNITS: Final = 4096
"""A hidden layer larger than this is not one of ours: 200 MB, where the game's own has 5."""

Probabilities = npt.NDArray[np.float32]
Tensors = Mapping[str, npt.NDArray[np.float32]]


class Head(ABC):
    """Tells gestures apart.

    Attributes:
        kind: names the class in saves, in settings and on the command line.
        classes: what the columns of `predict` mean: the gestures, and perhaps "no hand" after them.
        thresholds: float32 (classes,), the probability below which a class is not to be believed; None
            for a head that knows of none.
    """

    kind: ClassVar[str]
    classes: tuple[Gesture, ...]
    thresholds: npt.NDArray[np.float32] | None

    @abstractmethod
    def predict(self, features: Features) -> Probabilities:
        """Features, float32 (n, 7, 7, 256), to probabilities, float32 (n, classes); each row sums to 1."""

    @abstractmethod
    def explain(self, features: Features, gesture: Gesture) -> Explanation:
        """Split the logit of one class over the 49 places of one frame, exactly.

        Args:
            features: float32 (7, 7, 256), of one frame.
            gesture: one of `classes`.

        Raises:
            ValueError: for a class that this head does not know.
        """

    @abstractmethod
    def tensors(self) -> dict[str, npt.NDArray[np.float32]]:
        """Everything that the head has learnt, by name: what `from_tensors` takes."""

    @classmethod
    @abstractmethod
    def from_tensors(cls, tensors: Tensors, classes: tuple[Gesture, ...]) -> Self:
        """Build a head of what `tensors` returned.

        Raises:
            ValueError: when a name, a shape, a dtype or a value is not what this kind of head has.
        """


class DenseHead(Head):
    """Flatten; dense with bias and ReLU (100 units in the game); dense without bias; softmax.

    Why `explain` is exact. With x[p, k] the features (places p, channels k), W, b the hidden kernel and
    bias, and V the output kernel, the logit of class c is

        z[c] = sum over u of V[u, c] * relu(sum over p, k of x[p, k] * W[p, k, u] + b[u])

    ReLU passes what is above 0 and stops the rest. Let A be the units that this frame makes active: for
    them relu does nothing, and the others say nothing. So with A fixed the logit is linear in x,

        z[c] = sum over p of (sum over k of x[p, k] * sum over u in A of W[p, k, u] * V[u, c])
               + sum over u in A of b[u] * V[u, c]

    The first sum has one term for each place: the map. The second is what is left over, the hidden bias'
    share. The output has no bias, so there is no prior. Nothing is approximated, but the map holds for this
    frame: another one makes other units active.

    Args:
        hidden_kernel: float32 (12544, units).
        hidden_bias: float32 (units,).
        output_kernel: float32 (units, classes).
        classes: GESTURES or CLASSES.

    Raises:
        ValueError: for other shapes or dtypes, or values that are not finite.
    """

    kind = "dense"

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
        self._hidden_kernel = hidden_kernel
        self._hidden_bias = hidden_bias
        self._output_kernel = output_kernel

    def predict(self, features: Features) -> Probabilities:
        flat = features.reshape(len(features), INPUTS)
        hidden = np.maximum(flat @ self._hidden_kernel + self._hidden_bias, 0)  # (n, units)
        return softmax(hidden @ self._output_kernel)

    def explain(self, features: Features, gesture: Gesture) -> Explanation:
        flat = features.reshape(INPUTS)
        active = flat @ self._hidden_kernel + self._hidden_bias > 0  # (units,)
        output = np.where(active, self._output_kernel[:, column(self.classes, gesture)], np.float32(0))
        spoken = flat * (self._hidden_kernel @ output)  # (12544,)
        places = spoken.reshape(FEATURE_SHAPE).sum(axis=2)
        bias = float(self._hidden_bias.astype(np.float64) @ output)
        return Explanation(gesture, places, {Leftover.HIDDEN_BIAS: bias})

    def tensors(self) -> dict[str, npt.NDArray[np.float32]]:
        return {
            "hidden_kernel": self._hidden_kernel,
            "hidden_bias": self._hidden_bias,
            "output_kernel": self._output_kernel,
        }

    @classmethod
    def from_tensors(cls, tensors: Tensors, classes: tuple[Gesture, ...]) -> Self:
        names = {"hidden_kernel", "hidden_bias", "output_kernel"}
        if set(tensors) != names:
            raise ValueError(f"expected the tensors {sorted(names)}, got {sorted(tensors)}")
        return cls(**tensors, classes=classes)


HEADS: Final[Mapping[str, type[Head]]] = {DenseHead.kind: DenseHead}
"""Every kind of head that can be trained, saved and loaded, by its `kind`."""

DEFAULT_HEAD: Final = DenseHead.kind
"""The origin's own head."""


def head_from_tensors(kind: str, tensors: Tensors, classes: tuple[Gesture, ...]) -> Head:
    """Build a head of its saved parts.

    Raises:
        ValueError: for a kind that is not known, or parts that do not make a head of that kind.
    """
    if kind not in HEADS:
        raise ValueError(f"expected a head of kind {', '.join(HEADS)}, got {kind!r}")
    return HEADS[kind].from_tensors(tensors, classes)


def softmax(logits: npt.NDArray[np.float32]) -> Probabilities:
    """Logits, float32 (n, classes), to probabilities of the same shape, whatever the logits' size."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: Probabilities = raised / raised.sum(axis=1, keepdims=True)
    return probabilities


def column(classes: tuple[Gesture, ...], gesture: Gesture) -> int:
    """The column of a class; raise ValueError when it is not among them."""
    if gesture not in classes:
        raise ValueError(f"expected one of {[known.name for known in classes]}, got {gesture.name}")
    return classes.index(gesture)


def check_classes(classes: tuple[Gesture, ...]) -> None:
    """Raise ValueError unless `classes` are the three gestures in order, with or without "no hand"."""
    if classes not in (GESTURES, CLASSES):
        raise ValueError(f"expected rock, paper, scissors, and none perhaps, in this order, got {classes}")


def check_tensor(name: str, tensor: npt.NDArray[np.float32], shape: tuple[int, ...]) -> None:
    """Raise ValueError unless `tensor` is float32, of this shape, and finite."""
    if tensor.dtype != np.float32 or tensor.shape != shape:
        raise ValueError(f"expected {name} as float32 {shape}, got {tensor.dtype} {tensor.shape}")
    if not np.isfinite(tensor).all():
        raise ValueError(f"expected finite numbers in {name}, got some that are not")

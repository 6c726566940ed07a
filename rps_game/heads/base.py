"""A head: from the backbone's features to a probability for each gesture.

It is nothing but a few named arrays and its classes, so it can be saved without code and built again from
what was saved. All kinds are registered in `kinds`.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import Gesture, RuleSet
from rps_game.heads.dataset import Features
from rps_game.heads.explanation import Explanation

Probabilities = npt.NDArray[np.float32]
Tensors = Mapping[str, npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A layer of a network in Keras' terms, to be exported."""

    kind: str  # of Keras' classes
    name: str
    config: Mapping[str, Any]  # arguments of the class
    weights: Mapping[str, npt.NDArray[np.float32]]  # in the class's order, shaped as there


class Head(ABC):
    """A classifier of features. Its constructor takes its tensors by name, and `classes`.

    Attributes:
        kind: names the class in saves, in the settings and on the command line.
        tensor_names: of all that it has learnt, as saves hold it: each is an attribute as well.
        classes: what the columns of `predict` mean: a rule set's moves, and perhaps "no hand" after them.
        thresholds: float32 (classes,), the probability below which a class does not count; None for
            a head without.
    """

    kind: ClassVar[str]
    tensor_names: ClassVar[tuple[str, ...]]
    classes: tuple[Gesture, ...]
    thresholds: npt.NDArray[np.float32] | None

    @property
    def rules(self) -> RuleSet:
        """What it reads the moves of."""
        return self.classes[0].rules

    @property
    def expected_confidence(self) -> float:
        """The median probability of the right gesture on the hold-out of its training, 0..1; 0: not known."""
        return 0.0

    @abstractmethod
    def predict(self, features: Features) -> Probabilities:
        """Turn features, float32 (n, 7, 7, 256), into probabilities, float32 (n, classes); rows sum to 1."""

    @abstractmethod
    def explain_all(self, features: Features) -> dict[Gesture, Explanation]:
        """Split each class's logit over the 49 places of one frame, float32 (7, 7, 256), exactly."""

    def layers(self) -> list[Layer]:
        """Return the head in Keras' terms: from features to the probabilities of `predict`."""
        raise NotImplementedError(f"a {self.kind} head cannot be exported")

    def tensors(self) -> dict[str, npt.NDArray[np.float32]]:
        """Return all that the head has learnt, by name: what `from_tensors` takes."""
        return {name: getattr(self, name) for name in self.tensor_names}

    @classmethod
    def from_tensors(cls, tensors: Tensors, classes: tuple[Gesture, ...]) -> Self:
        """Build a head from what `tensors` returned.

        Raises:
            ValueError: when a name, a shape, a dtype or a value is not what this kind of head has.
        """
        if set(tensors) != set(cls.tensor_names):
            raise ValueError(f"expected the tensors {sorted(cls.tensor_names)}, got {sorted(tensors)}")
        return cls(**tensors, classes=classes)  # type: ignore[call-arg]


def softmax(logits: npt.NDArray[np.float32]) -> Probabilities:
    """Turn logits of any size, float32 (n, classes), into probabilities of the same shape."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: Probabilities = powers / powers.sum(axis=1, keepdims=True)
    return probabilities


def check_classes(classes: tuple[Gesture, ...]) -> None:
    """Raise ValueError unless `classes` are a rule set's gestures in order, with or without "no hand"."""
    expected = classes[0].rules.classes_of(len(classes)) if classes else ()
    if not classes or any(one is not other for one, other in zip(classes, expected, strict=True)):
        raise ValueError(f"expected the moves of a rule set, and none perhaps, in this order, got {classes}")


LARGEST_NUMBER: Final = 1e6
"""Of any tensor, up or down: ours stay below 100. Sums of products of three such numbers stay finite in
float32, so that no head says NaN, whatever a file claims that it has learnt."""


def check_tensor(name: str, tensor: npt.NDArray[np.float32], shape: tuple[int, ...]) -> None:
    """Raise ValueError unless `tensor` is float32, of this shape, and within `LARGEST_NUMBER`."""
    if tensor.dtype != np.float32 or tensor.shape != shape:
        raise ValueError(f"expected {name} as float32 {shape}, got {tensor.dtype} {tensor.shape}")
    if not -LARGEST_NUMBER <= tensor.min(initial=0) <= tensor.max(initial=0) <= LARGEST_NUMBER:  # nor is NaN
        raise ValueError(f"expected numbers up to {LARGEST_NUMBER:g} in {name}, got some that are not")

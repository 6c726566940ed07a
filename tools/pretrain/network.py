"""The networks of the recipe: the backbone with a small head, and the student that learns from a teacher."""

from typing import Any

import keras
from keras import ops

from tools.pretrain.truth_heads import TruthHeads, truth_loss

CLASS_COUNT = 4
LAST_MAP = "conv_pw_13_relu"
TAPS = tuple(f"conv_pw_{k}_relu" for k in (1, 3, 5, 7, 9, 11, 13))
"""Where student and teacher are compared: seven depths, every resolution at least once."""


def classifier(weights: str | None, name: str, dropout: float = 0.1) -> keras.Model:
    """MobileNet v1, alpha 0.25, cut at `LAST_MAP`, with average pooling and four classes.

    Input float32 in [-1, 1], (batch, side, side, 3) or, where Keras is set to channels first, (batch, 3,
    side, side), which PyTorch does in half the time; output a dict: the maps in `TAPS`, `logits` (batch, 4).

    Args:
        weights: "imagenet" for Keras' own, None for random ones.
        name: of the model.
        dropout: before the last layer.
    """
    import warnings

    with warnings.catch_warnings():
        # Keras warns that ImageNet's weights were made for 224 pixels a side; we use other sides on purpose.
        warnings.filterwarnings("ignore", message=".*`input_shape` is undefined.*")
        first = keras.config.image_data_format() == "channels_first"
        shape = (3, None, None) if first else (None, None, 3)
        base = keras.applications.MobileNet(input_shape=shape, alpha=0.25, include_top=False, weights=weights)
    base = _with_own_normalization(base)
    maps = {tap: base.get_layer(tap).output for tap in TAPS}
    pooled = keras.layers.GlobalAveragePooling2D(name="pooled")(maps[LAST_MAP])
    dropped = keras.layers.Dropout(dropout, name="head_dropout")(pooled)
    logits = keras.layers.Dense(CLASS_COUNT, name="starter", dtype="float32")(dropped)
    return keras.Model(base.input, {**maps, "logits": logits}, name=name)


class Normalization(keras.layers.BatchNormalization):  # type: ignore[misc]
    """Batch normalisation, on PyTorch by PyTorch's own kernel.

    Keras puts it together from single operations there: with this one a training step of the whole network
    takes half the time on a CPU.
    """

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        """Normalise; the channels are the second axis on PyTorch, as `classifier` has it."""
        if keras.backend.backend() != "torch" or self.axis not in (1, [1]):
            return super().call(inputs, training=training, mask=mask)
        import torch

        learning = bool(training and self.trainable)
        variables = (self.moving_mean, self.moving_variance, self.gamma, self.beta)
        mean, variance, gamma, beta = (variable.value for variable in variables)
        return torch.nn.functional.batch_norm(
            inputs, mean, variance, gamma, beta, learning, 1 - self.momentum, self.epsilon
        )


def _with_own_normalization(model: keras.Model) -> keras.Model:
    def copied(layer: keras.Layer) -> keras.Layer:
        kind = Normalization if isinstance(layer, keras.layers.BatchNormalization) else type(layer)
        return kind.from_config(layer.get_config())

    copy = keras.models.clone_model(model, clone_function=copied)
    copy.set_weights(model.get_weights())
    return copy


def backbone_of(model: keras.Model) -> keras.Model:
    """Return the frozen part of a classifier: pictures to (batch, 7, 7, 256)."""
    return keras.Model(model.input, model.get_layer(LAST_MAP).output, name="backbone")


class Supervised(keras.Model):  # type: ignore[misc]
    """A classifier that learns from labels, and from what is known of made hands.

    Args:
        network: from `classifier`.
        heads: the layers for what is known beside the class.
        label_smoothing: share of a label that is spread over all classes.
        truths: weights of the losses of fingers, joints and mask.
    """

    def __init__(
        self, network: keras.Model, heads: TruthHeads, label_smoothing: float, truths: dict[str, float]
    ) -> None:
        super().__init__()
        self.network, self.heads = network, heads
        self.label_smoothing, self.truths = label_smoothing, truths

    def call(self, pictures: Any, training: bool = False) -> dict[str, Any]:
        """Classify uint8 (batch, side, side, 3) RGB; beside the classifier's answers those of the heads."""
        answers = dict(self.network(network_input(pictures), training=training))
        return answers | self.heads(answers[LAST_MAP])

    def label_loss(self, y: Any, logits: Any) -> Any:
        """Cross-entropy with the smoothed labels, float32 (batch,)."""
        target = ops.one_hot(y, CLASS_COUNT) * (1 - self.label_smoothing) + self.label_smoothing / CLASS_COUNT
        return ops.categorical_crossentropy(target, logits, from_logits=True)

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """As `total_loss`; Keras calls this."""
        return self.total_loss(y, y_pred)

    def total_loss(self, y: Any, y_pred: Any) -> Any:
        """Mean label loss, and what the truths add."""
        return ops.mean(self.label_loss(y["label"], y_pred["logits"])) + truth_loss(y, y_pred, self.truths)

    def compute_metrics(self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> dict[str, Any]:
        """Accuracy beside the loss."""
        return dict(super().compute_metrics(x, y["label"], y_pred["logits"], sample_weight))


def network_input(pictures: Any) -> Any:
    """Pictures, uint8 (batch, side, side, 3), as `classifier` takes them."""
    scaled = ops.cast(pictures, "float32") / 127.5 - 1
    return (
        ops.transpose(scaled, (0, 3, 1, 2))
        if keras.config.image_data_format() == "channels_first"
        else scaled
    )

"""The networks of the recipe: the backbone with a small head, and the student that learns from a teacher."""

from typing import Any

import keras
from keras import ops

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
    """The frozen part of a classifier: pictures to (batch, 7, 7, 256)."""
    return keras.Model(model.input, model.get_layer(LAST_MAP).output, name="backbone")


class Supervised(keras.Model):  # type: ignore[misc]
    """A classifier that learns from labels.

    Args:
        network: from `classifier`.
        label_smoothing: share of a label that is spread over all classes.
    """

    def __init__(self, network: keras.Model, label_smoothing: float) -> None:
        super().__init__()
        self.network = network
        self.label_smoothing = label_smoothing

    def call(self, pictures: Any, training: bool = False) -> dict[str, Any]:
        """Classify uint8 (batch, side, side, 3) RGB."""
        return dict(self.network(network_input(pictures), training=training))

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
        """Mean label loss."""
        return ops.mean(self.label_loss(y, y_pred["logits"]))

    def compute_metrics(self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> dict[str, Any]:
        """Accuracy beside the loss."""
        return dict(super().compute_metrics(x, y, y_pred["logits"], sample_weight))


def network_input(pictures: Any) -> Any:
    """Pictures, uint8 (batch, side, side, 3), as `classifier` takes them."""
    scaled = ops.cast(pictures, "float32") / 127.5 - 1
    return (
        ops.transpose(scaled, (0, 3, 1, 2))
        if keras.config.image_data_format() == "channels_first"
        else scaled
    )


class Distilled(Supervised):
    """A classifier that also learns from a teacher: its feature maps and its softened answers.

    The distance of two maps is their mean squared difference over the variance of the teacher's map, so that
    every depth counts alike (Romero et al. 2015, FitNets; the softened answers are Hinton et al. 2015).

    Args:
        teacher: from `classifier`, trained; it is only ever run in inference mode.
        shrink: how much smaller the teacher sees the picture: it is at its best at the resolution that it
            was trained at, and its maps are then compared with means over the student's.
        temperature: of the softened answers.
        weight_labels, weight_soft, weight_maps: of the three losses.
    """

    def __init__(
        self,
        network: keras.Model,
        teacher: keras.Model,
        *,
        shrink: int,
        label_smoothing: float,
        temperature: float,
        weight_labels: float,
        weight_soft: float,
        weight_maps: float,
    ) -> None:
        super().__init__(network, label_smoothing)
        self.teacher = teacher
        teacher.trainable = False
        self.shrink = shrink
        self.temperature = temperature
        self.weights_of = (weight_labels, weight_soft, weight_maps)

    def call(self, pictures: Any, training: bool = False) -> dict[str, Any]:
        """Student and teacher see the same picture."""
        picture = network_input(pictures)
        answers = dict(self.network(picture, training=training))
        taught = self.teacher(self._shrunken(picture), training=False)
        answers |= {f"teacher_{key}": ops.stop_gradient(value) for key, value in taught.items()}
        return answers

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """Labels, softened answers and maps, weighted."""
        labels, soft, maps = self.weights_of
        t = self.temperature
        target = ops.softmax(y_pred["teacher_logits"] / t)
        softened = ops.categorical_crossentropy(target, y_pred["logits"] / t, from_logits=True) * t * t
        distance = 0.0
        for tap in TAPS:
            theirs = ops.cast(y_pred[f"teacher_{tap}"], "float32")
            ours = self._shrunken(ops.cast(y_pred[tap], "float32"))
            if ours.shape != theirs.shape:  # 7 x 7 places against 4 x 4: no mean of one makes the other
                axes = (2, 3) if keras.config.image_data_format() == "channels_first" else (1, 2)
                ours, theirs = ops.mean(ours, axis=axes), ops.mean(theirs, axis=axes)
            spread = ops.var(theirs) + 1e-3
            distance = distance + ops.mean(ops.square(ours - theirs)) / spread
        labelled = ops.mean(self.label_loss(y, y_pred["logits"]))
        return labels * labelled + soft * ops.mean(softened) + maps * distance / len(TAPS)

    def _shrunken(self, maps: Any) -> Any:
        """Means over `shrink` x `shrink` places of pictures or feature maps."""
        return maps if self.shrink == 1 else ops.average_pool(maps, self.shrink, self.shrink, padding="valid")

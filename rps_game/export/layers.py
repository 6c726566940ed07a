"""Reads the frozen network's layers and weights out of its .tflite file, in Keras' terms."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rps_game.errors import ExportError
from rps_game.heads.base import Layer
from rps_game.network.backbone import Backbone

_ACTIVATIONS: Final = {0: "linear", 1: "relu", 3: "relu6"}
_PADDINGS: Final = {0: "same", 1: "valid"}
_FLOAT32: Final = 0
_CONV_2D, _DEPTHWISE_CONV_2D = 3, 4
"""Codes of the .tflite format."""


def network_layers(backbone: Backbone) -> list[Layer]:
    """Return the layers from pixels, float32 (n, 224, 224, 3) in -1..1, to features (n, 7, 7, 256).

    Raises:
        ExportError: the network is no chain of convolutions, or LiteRT, which knows the format, is missing.
    """
    try:
        from ai_edge_litert import schema_py_generated as schema
    except ImportError as error:
        raise ExportError(
            "Exporting needs the package ai-edge-litert, which is not installed.",
            "Export on another computer, from the same file of the player.",
        ) from error
    model = schema.ModelT.InitFromPackedBuf(backbone.model, 0)
    layers: list[Layer] = []
    try:
        (graph,) = model.subgraphs
        for number, operator in enumerate(graph.operators, start=1):
            code = model.operatorCodes[operator.opcodeIndex]
            kind = max(code.builtinCode, code.deprecatedBuiltinCode)
            layers.append(_layer(kind, operator, graph, model, number))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise ExportError(
            "The network {name} is built of other layers than the game can export.",
            "Calibrate with the network that comes with the game (own).",
            name=backbone.name,
        ) from error
    return layers


def _layer(code: int, operator: Any, graph: Any, model: Any, number: int) -> Layer:
    before = graph.inputs if number == 1 else graph.operators[number - 2].outputs
    if operator.inputs[0] != before[0]:
        raise ValueError("expected a chain of layers")
    options = operator.builtinOptions
    _, kernel, bias = (_tensor(graph.tensors[index], model) for index in operator.inputs)
    config: dict[str, Any] = {
        "strides": (options.strideH, options.strideW),
        "padding": _PADDINGS[options.padding],
        "dilation_rate": (options.dilationHFactor, options.dilationWFactor),
        "activation": _ACTIVATIONS[options.fusedActivationFunction],
        "kernel_size": kernel.shape[1:3],
    }
    if code == _CONV_2D:
        config["filters"] = len(kernel)
        weights = {"kernel": np.ascontiguousarray(kernel.transpose(1, 2, 3, 0)), "bias": bias}
        return Layer("Conv2D", f"conv_{number}", config, weights)
    if code == _DEPTHWISE_CONV_2D:
        config["depth_multiplier"] = multiplier = options.depthMultiplier
        shape = (*kernel.shape[1:3], kernel.shape[3] // multiplier, multiplier)
        weights = {"depthwise_kernel": kernel.reshape(shape), "bias": bias}
        return Layer("DepthwiseConv2D", f"conv_{number}", config, weights)
    raise ValueError(f"expected convolutions, got operator {code}")


def _tensor(tensor: Any, model: Any) -> npt.NDArray[np.float32]:
    if tensor.type != _FLOAT32:
        raise ValueError(f"expected float32, got type {tensor.type}")
    data = model.buffers[tensor.buffer].data
    if data is None:  # what is computed, not learnt
        return np.empty(0, np.float32)
    return np.asarray(data, np.uint8).view("<f4").reshape(tensor.shape).astype(np.float32)

"""Runs a .tflite file: by LiteRT, or by OpenCV where LiteRT has no package (Intel Macs) or does not load."""

import logging
from collections.abc import Callable
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

Run = Callable[[npt.NDArray[np.float32]], npt.NDArray[Any]]
"""From one picture, float32 (side, side, 3), to what the network makes of it: (height, width, channels)."""

ENGINE_ERRORS: Final = (RuntimeError, ValueError, cv2.error)
"""What the engines raise for a file that is no network, or one that does not compute."""

_log: Final = logging.getLogger(__name__)


def find_litert() -> Any:
    """Return LiteRT's interpreter, a class; None where it is not installed or does not load."""
    try:
        from ai_edge_litert.interpreter import Interpreter  # here: 0.1 s that the first picture need not wait
    except ImportError as error:
        _log.info("OpenCV runs the network: %s", error)
        return None
    return Interpreter


def load_engine(model: bytes, shape: tuple[int, int, int]) -> tuple[str, Run]:
    """Load a .tflite file for pictures of `shape`, and return the engine's name and what runs it.

    Both engines use one thread. What they compute differs by some 1e-5; LiteRT is three times as fast.

    Raises:
        ENGINE_ERRORS: `model` is not a network that the engine can run.
    """
    interpreter = find_litert()
    if interpreter is None:
        return "OpenCV", _load_opencv(model)
    return "LiteRT", _load_litert(interpreter(model_content=model, num_threads=1), shape)


def _load_litert(interpreter: Any, shape: tuple[int, int, int]) -> Run:
    (taken,), (given,) = interpreter.get_input_details(), interpreter.get_output_details()
    interpreter.resize_tensor_input(taken["index"], (1, *shape))
    interpreter.allocate_tensors()

    def run(pixels: npt.NDArray[np.float32]) -> npt.NDArray[Any]:
        interpreter.set_tensor(taken["index"], pixels[None])
        interpreter.invoke()
        features: npt.NDArray[Any] = interpreter.get_tensor(given["index"])[0]  # a copy
        return features

    return run


def _load_opencv(model: bytes) -> Run:
    network = cv2.dnn.readNetFromTFLite(np.frombuffer(model, np.uint8))
    cv2.setNumThreads(1)  # for the whole process: more of them take cores from the window, and gain little

    def run(pixels: npt.NDArray[np.float32]) -> npt.NDArray[Any]:
        network.setInput(np.ascontiguousarray(pixels.transpose(2, 0, 1)[None]))  # it wants channels first
        return np.ascontiguousarray(network.forward()[0].transpose(1, 2, 0))

    return run

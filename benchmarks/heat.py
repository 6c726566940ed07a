"""Measures the cost of the heat map: computing it for a new frame, and drawing it over the picture.

    python -m benchmarks.heat

Heads of random weights read random features; the picture is drawn with and without a map over it, at two
sizes of the window, in memory. Milliseconds of processor time, the median of 300 frames: a camera gives 30 a
second, and the window draws 60 times.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Final

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import cv2
import numpy as np
import pygame

from benchmarks.random_heads import random_heads
from rps_game.game.gestures import CLASSES
from rps_game.heads.analysis import heat_of
from rps_game.heads.base import Head
from rps_game.heads.dataset import FEATURE_SHAPE
from rps_game.ui.drawing import Box, Painter, Theme
from rps_game.ui.widgets.camera import CameraView

WINDOWS: Final = {"1280x720": (860, 645), "2560x1440": (1720, 1290)}
"""Size of the picture in a window of that size, during calibration and trying."""

FRAMES: Final = 300


def median_ms(do: Callable[[int], object]) -> float:
    """Return the median of the calls, each with its number, in processor time of this thread."""
    took_s = []
    for i in range(FRAMES):
        before_s = time.thread_time()
        do(i)
        took_s.append(time.thread_time() - before_s)
    return 1000 * statistics.median(took_s)


def reading_ms(head: Head) -> float:
    """Measure the reading of a new frame and the computing of its map."""
    rng = np.random.default_rng(1)
    seen = [np.maximum(rng.normal(0, 2, FEATURE_SHAPE), 0).astype(np.float32) for _ in range(8)]

    def read(i: int) -> object:
        features = seen[i % len(seen)]
        return heat_of(head, features, CLASSES[int(head.predict(features[None]).argmax())])

    return median_ms(read)


def drawing_ms(size: tuple[int, int]) -> Iterator[tuple[str, float]]:
    """Measure a new picture without a map, what a map adds, and the same picture drawn again."""
    rng = np.random.default_rng(2)
    frame = rng.integers(0, 255, (480, 640, 3)).astype(np.uint8)
    maps = [rng.uniform(-1, 1, FEATURE_SHAPE[:2]).astype(np.float32) for _ in range(8)]
    painter, camera = Painter(pygame.Surface(size), Theme()), CameraView()
    camera.rect = Box(0, 0, *size)

    def draw(i: int, *, shows: bool) -> None:
        camera.show(frame, i)
        camera.show_heat(maps[i % len(maps)] if shows else None)
        camera.draw(painter)

    without = median_ms(lambda i: draw(i, shows=False))
    yield "a new picture", without
    yield "the map over it", median_ms(lambda i: draw(i, shows=True)) - without
    yield "drawn again with the map", median_ms(lambda _: camera.draw(painter))


def main() -> None:
    """Measure and print."""
    cv2.setNumThreads(1)  # the time of others would not be counted
    pygame.display.init()
    pygame.display.set_mode((64, 48))
    for head in random_heads(np.random.default_rng(0)):
        print(f"{f'read, {head.kind} head':45} {reading_ms(head):6.3f} ms")
    for name, size in WINDOWS.items():
        for what, ms in drawing_ms(size):
            print(f"{f'{what}, {name}':45} {ms:6.3f} ms")


if __name__ == "__main__":
    main()

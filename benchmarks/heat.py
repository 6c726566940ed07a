"""Measures the cost of the heat map: computing it for a new frame, and drawing it over the picture.

    python -m benchmarks.heat [--frames 300] [--json]

Heads of random weights read random features; the picture is drawn with and without a map over it, at two
sizes of the window, in memory. Milliseconds of processor time, the median of the frames: a camera gives 30 a
second, and the window draws 60 times.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
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


def median_ms(do: Callable[[int], object], frames: int) -> float:
    """Return the median of `frames` calls, each with its number, in processor time of this thread."""
    took_s = []
    for i in range(frames):
        before_s = time.thread_time()
        do(i)
        took_s.append(time.thread_time() - before_s)
    return 1000 * statistics.median(took_s)


def reading_ms(head: Head, frames: int) -> float:
    """Measure the reading of a new frame and the computing of its map."""
    rng = np.random.default_rng(1)
    seen = [np.maximum(rng.normal(0, 2, FEATURE_SHAPE), 0).astype(np.float32) for _ in range(8)]

    def read(i: int) -> object:
        features = seen[i % len(seen)]
        return heat_of(head, features, CLASSES[int(head.predict(features[None]).argmax())])

    return median_ms(read, frames)


def drawing_ms(size: tuple[int, int], frames: int) -> tuple[float, float, float]:
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

    without = median_ms(lambda i: draw(i, shows=False), frames)
    with_map = median_ms(lambda i: draw(i, shows=True), frames)
    again = median_ms(lambda _: camera.draw(painter), frames)
    return without, with_map - without, again


def measured(frames: int) -> dict[str, float]:
    """Measure everything, in milliseconds."""
    found = {
        f"read, {head.kind} head": reading_ms(head, frames) for head in random_heads(np.random.default_rng(0))
    }
    for name, size in WINDOWS.items():
        whats = "a new picture", "the map over it", "drawn again with the map"
        found |= {f"{what}, {name}": ms for what, ms in zip(whats, drawing_ms(size, frames), strict=True)}
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    cv2.setNumThreads(1)  # the time of others would not be counted
    pygame.display.init()
    pygame.display.set_mode((64, 48))
    found = measured(options.frames)
    if options.json:
        print(json.dumps(found))
    else:
        for what, ms in found.items():
            print(f"{what:45} {ms:6.3f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

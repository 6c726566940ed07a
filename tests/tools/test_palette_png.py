"""The small pictures that tools/palette_png writes, read back by others: SDL and OpenCV."""

from pathlib import Path

import cv2
import numpy as np
import pygame
import pytest

from tools.palette_png import quantised, write_png

COLOURS = np.array([[0, 0, 0], [255, 255, 255], [200, 30, 40], [10, 90, 160]], np.uint8)


def board(side: int, shift: int) -> np.ndarray:
    """A picture of four colours, uint8 (side, side + 3, 3)."""
    rows, columns = np.mgrid[0:side, 0 : side + 3]
    return np.asarray(COLOURS[(rows // 3 + (columns + shift) // 5) % len(COLOURS)])


def read(path: Path) -> np.ndarray:
    return pygame.surfarray.array3d(pygame.image.load(path)).swapaxes(0, 1)


def test_few_colours_are_kept_exactly(tmp_path: Path) -> None:
    picture = board(40, 0)
    write_png(tmp_path / "board.png", [picture])
    assert np.array_equal(read(tmp_path / "board.png"), picture)


def test_many_colours_become_neighbours(tmp_path: Path) -> None:
    ramp = np.stack(np.meshgrid(np.arange(256), np.arange(256), indexing="ij"), axis=2)
    picture = np.dstack([ramp, np.full((256, 256), 60)]).astype(np.uint8)
    write_png(tmp_path / "ramp.png", [picture], colours=255)
    off = np.abs(read(tmp_path / "ramp.png").astype(int) - picture)
    assert off.mean() < 6
    assert off.max() < 64


def test_no_more_colours_than_asked_for() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (60, 60, 3), np.uint8)
    palette, [still] = quantised([picture], 16)
    assert len(palette) == 16
    assert still.max() < 16


@pytest.mark.skipif(not hasattr(cv2, "imreadanimation"), reason="this OpenCV reads no animations")
def test_a_moving_picture_plays(tmp_path: Path) -> None:
    pictures = [board(30, 0), board(30, 1), board(30, 1), board(30, 4)]
    pictures[3][5:9, 7:11] = COLOURS[2]
    write_png(tmp_path / "moving.png", pictures, frame_ms=80)
    assert np.array_equal(read(tmp_path / "moving.png"), pictures[0])  # what others show of it
    done, moving = cv2.imreadanimation(str(tmp_path / "moving.png"))
    assert done
    assert list(moving.durations) == [80] * len(pictures)
    for frame, picture in zip(moving.frames, pictures, strict=True):
        assert np.array_equal(frame[..., 2::-1], picture)

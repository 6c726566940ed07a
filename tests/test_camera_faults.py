"""What odd cameras send, as the player meets it: a sentence in the window, and the game goes on."""

import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pygame
import pytest
from stage import Stage

from rps_game.camera.feed import Feed, FeedState
from rps_game.camera.sources import CameraSpec, open_source
from rps_game.flow import Phase

GOOD = np.random.default_rng(0).integers(0, 256, (48, 64, 3), np.uint8)


class Camera:
    """Sends one odd picture; opened again, it sends good ones."""

    name, live = "Desk camera", True

    def __init__(self, *odd: np.ndarray) -> None:
        self.odd = list(odd)
        self.number = 0

    def read(self) -> np.ndarray:
        time.sleep(0.001)
        self.number += 1
        return self.odd[0] if self.odd else GOOD + np.uint8(self.number % 256)

    def close(self) -> None:
        self.odd.clear()


def step_until(stage: Stage, condition: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline_s, stage.texts()
        stage.step()


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, converted=False)  # no network: the feed needs none to show its pictures


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        (np.zeros((1, 640, 3), np.uint8), "640 x 1 pixels cannot show a hand"),
        (np.zeros((3000, 1, 3), np.uint8), "1 x 3000 pixels cannot show a hand"),
        (np.zeros((48, 64, 2), np.uint8), "it has 2 colour channels"),
        (np.full((48, 64, 3), np.nan, np.float32), "its colours are not numbers that the game knows"),
    ],
)
def test_an_odd_picture_is_told_of_and_the_game_goes_on_with_the_next_good_one(
    stage: Stage, odd: np.ndarray, said: str
) -> None:
    camera = Camera(odd)
    feed = Feed(lambda: camera, pauses_s=(0.1,))
    stage.context.feed = feed
    feed.start()
    step_until(stage, lambda: any(said in text for text in stage.texts()))
    step_until(stage, lambda: feed.state is FeedState.RUNNING)
    stage.step()
    assert stage.phase is Phase.TITLE
    stage.app.close()


def test_a_folder_of_damaged_pictures_is_told_of_and_one_that_is_mended_is_shown(
    stage: Stage, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "1.png").write_bytes(b"\x89PNG\r\n\x1a\n no more")
    (folder / "2.heic").touch()
    feed = Feed(lambda: open_source(CameraSpec.parse(str(folder))), pauses_s=(0.05,))
    stage.context.feed = feed
    feed.start()
    step_until(stage, lambda: any("1, and none can be used" in text for text in stage.texts()))
    assert cv2.imwrite(str(folder / "3.png"), GOOD)
    step_until(stage, lambda: feed.state is FeedState.RUNNING)
    stage.press(pygame.K_F1, pygame.K_F1)
    assert stage.phase is Phase.TITLE
    stage.app.close()

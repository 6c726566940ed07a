"""Small pictures in the real loop: each is reached, taken back and put back, by each device alone."""

from pathlib import Path

import pygame
import pytest
from stage import Gamepad, Keyboard, Mouse, Stage, pad_button

from rps_game.flow import Phase
from rps_game.ui.screens.calibrate.screen import Calibrate
from rps_game.ui.widgets.thumbnails import Thumbnails


def press_oldest(stage: Stage, player: Keyboard, oldest: int) -> None:
    """Press the oldest small picture."""
    (strip,) = (button for button in stage.app.screen.focus.buttons if isinstance(button, Thumbnails))
    if isinstance(player, Mouse):
        while oldest not in (places := {shown: box.center for shown, box in strip.places()}):
            player.click(strip.places()[-1][1].center)
        player.click(places[oldest])
        return
    player.seek("Pictures")
    if isinstance(player, Gamepad):
        stage.step(pad_button(pygame.CONTROLLER_BUTTON_DPAD_LEFT))
    else:
        stage.press(pygame.K_LEFT)
    player.confirm()


@pytest.mark.parametrize("device", [Keyboard, Mouse, Gamepad])
def test_every_small_picture_can_be_taken_back_and_put_back(device: type[Keyboard], tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.step()
    player = device(stage)
    player.press("New player")
    player.press("Start")
    stage.run(3 + 2.5)
    player.press("Pause")
    screen = stage.app.screen
    assert isinstance(screen, Calibrate)
    before = [sample.number for sample in screen.samples]
    (strip,) = (button for button in screen.focus.buttons if isinstance(button, Thumbnails))
    assert before[0] not in dict(strip.places())
    press_oldest(stage, player, before[0])
    assert [sample.number for sample in screen.samples] == before[1:]
    if device is not Mouse:
        stage.press(pygame.K_RIGHT)  # so that it is reached again, as before
    press_oldest(stage, player, before[0])
    assert [sample.number for sample in screen.samples] == before
    assert stage.phase is Phase.CALIBRATE

"""Small things that a player met on the way, in the real loop."""

# mypy: disable-error-code="comparison-overlap, unreachable"

from pathlib import Path

import pygame
import pytest
from profiles import make_profile
from stage import Keyboard, Stage

from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import Gesture
from rps_game.saves.names import LAST_PLAYER
from rps_game.ui.drawing import Painter, Theme, Tone
from rps_game.ui.screens.base import status_height
from rps_game.ui.widgets.focus import Button, FocusRing

OURS = "0" * 64  # the network of the stage


def playing(folder: Path, size: tuple[int, int] = (640, 480)) -> Stage:
    stage = Stage(folder, size)
    stage.context.session.load(make_profile(frames=8, name=LAST_PLAYER, fingerprint=OURS))
    stage.step()
    return stage


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (480, 900)])
@pytest.mark.parametrize("phase", [Phase.TITLE, Phase.MATCH, Phase.SETTINGS])
def test_a_message_covers_neither_title_nor_score(
    size: tuple[int, int], phase: Phase, tmp_path: Path
) -> None:
    stage = playing(tmp_path, size)
    stage.app.go_to(phase)
    stage.app.show_message("A sentence that is said over any screen.")
    stage.step()
    stage.step()
    theme = stage.context.theme
    (said,) = (box for box in theme.boxes if "A sentence that" in box.string)
    assert said.box.top >= size[1] - 3 * status_height(theme)
    assert size[1] >= said.drawn.bottom
    assert not stage.misfits()


def test_the_settings_name_the_camera_in_use(tmp_path: Path) -> None:
    stage = playing(tmp_path)
    assert stage.context.settings.camera is None
    stage.app.apply(Outcome.SETTINGS)
    stage.step()
    assert "drawn hand" in stage.texts()
    assert "the first that works" not in stage.texts()


def test_the_key_that_redoes_in_try_out_names_the_gesture_and_leads_to_each(tmp_path: Path) -> None:
    stage = playing(tmp_path)
    stage.app.go_to(Phase.TRY)
    stage.hand.show(Gesture.PAPER)
    stage.run(1)
    stage.press(pygame.K_d)
    stage.step()
    assert stage.phase is Phase.TRY
    assert "Redo" in " ".join(stage.texts())
    for _ in range(3):
        stage.press(pygame.K_d)
    stage.press(pygame.K_RETURN)
    stage.step()
    assert stage.phase is Phase.CALIBRATE
    assert stage.context.session.redo is not None


def test_a_lesson_after_a_restart_shows_the_live_picture(tmp_path: Path) -> None:
    stage = playing(tmp_path)
    stage.app.go_to(Phase.LEARN)
    for _ in range(5):
        stage.run(0.3)
        if "The loss falls; that says little" in stage.texts():
            break
        stage.press(pygame.K_RIGHT)
    assert {"The loss falls; that says little", "What the camera sees now"} <= set(stage.texts())


def test_one_button_alone_looks_chosen() -> None:
    theme, surface = Theme(), pygame.Surface((400, 200))
    ring = FocusRing([Button("Play", Outcome.PLAY, primary=True), Button("Back", Outcome.BACK)])
    for i, button in enumerate(ring.buttons):
        button.rect.update(20, 20 + 80 * i, 200, 56)
    for button in ring.buttons:
        ring.focused = button
        ring.draw(Painter(surface, theme))
        filled = [surface.get_at((one.rect.left + 12, one.rect.centery))[:3] for one in ring.buttons]
        assert [colour == theme.colour(Tone.ACCENT) for colour in filled] == [
            one is button for one in ring.buttons
        ]


def test_the_name_is_typed_beside_one_button_that_looks_chosen(tmp_path: Path) -> None:
    stage = playing(tmp_path)
    stage.context.session.saving = True
    stage.app.go_to(Phase.SAVES)
    stage.step()
    Keyboard(stage).seek("Back")
    stage.step()
    ground = stage.window.surface
    save = next(button for button in stage.app.screen.focus.buttons if button.label == "Save")
    accent = stage.context.theme.colour(Tone.ACCENT)
    assert ground.get_at((save.rect.left + 6, save.rect.centery))[:3] != accent

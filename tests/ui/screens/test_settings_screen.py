"""SETTINGS: a row for each setting with its words, and what F1 tells about the selected one."""

import json
import platform
import sys
from pathlib import Path
from types import SimpleNamespace

import pygame
import pytest
from stage import Mouse, Stage

from rps_game.flow import Phase
from rps_game.settings import DEFINITIONS, Group
from rps_game.ui.words.i18n import tr_marked

SHOWN = [name for name, definition in DEFINITIONS.items() if definition.group is not Group.FILE_ONLY]
UNFOLDED = [name for name in SHOWN if DEFINITIONS[name].group is not Group.ADVANCED]


def settings_of(folder: Path, **chosen: object) -> Stage:
    """A small window that shows the settings."""
    (folder / "settings.json").write_text(json.dumps(chosen))
    stage = Stage(folder, (800, 600))
    stage.app.go_to(Phase.SETTINGS)
    stage.step()
    return stage


def select(stage: Stage, name: str) -> None:
    """Go down to the row of a setting; those in the fold come after it was opened."""
    for _ in range(2 * len(SHOWN)):
        row = stage.app.screen.notes()[0][0]
        if row == tr_marked(DEFINITIONS[name].label):
            return
        fold_is_shut = row in {"More", "Ещё"} and name not in UNFOLDED
        stage.press(*[pygame.K_RETURN] * fold_is_shut, pygame.K_DOWN)
    raise AssertionError(f"no way to {name}")


@pytest.mark.parametrize("text_size", ["normal", "largest"])
def test_each_setting_has_a_row_and_its_help_fits(text_size: str, language: str, tmp_path: Path) -> None:
    stage = settings_of(tmp_path, language=language, text_size=text_size)
    for name in SHOWN:
        label, sentence = tr_marked(DEFINITIONS[name].label), tr_marked(DEFINITIONS[name].help)
        select(stage, name)
        assert stage.app.screen.notes()[0] == (label, sentence)
        stage.press(pygame.K_F1)
        boxes = {box.string: box for box in stage.context.theme.boxes}
        for words in (label, sentence):
            assert boxes[words].whole, words
            assert boxes[words].box.inflate(4, 4).contains(boxes[words].drawn), words
        stage.press(pygame.K_F1)
    stage.press(pygame.K_DOWN)
    assert stage.app.screen.notes()[0][0] == tr_marked(DEFINITIONS[SHOWN[0]].label)  # once around
    stage.app.close()


def test_a_value_between_the_steps_is_shown(tmp_path: Path) -> None:
    stage = settings_of(tmp_path, frames=37, volume=0.42, best_of=None)
    assert "endless" in stage.texts()
    for name, word in (("volume", "42 %"), ("frames", "37")):
        select(stage, name)
        assert word in stage.texts()
    assert (stage.context.settings.frames, stage.context.settings.volume) == (37, 0.42)
    stage.app.close()


def wheel(by: int) -> pygame.event.Event:
    return pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=by)


def test_nothing_changes_by_looking_through_the_settings(tmp_path: Path) -> None:
    stage = settings_of(tmp_path, frames=37, volume=0.42, head=None, camera="desk")
    before = stage.context.settings
    stage.press(*[pygame.K_DOWN] * 20, *[pygame.K_TAB] * 20, pygame.K_UP, pygame.K_ESCAPE)
    assert (stage.phase, stage.context.settings) == (Phase.TITLE, before)
    stage.app.close()


def test_keys_choose_forwards_and_backwards(tmp_path: Path) -> None:
    stage = settings_of(tmp_path)
    select(stage, "mirror")
    stage.press(pygame.K_RETURN)
    assert not stage.context.settings.mirror
    select(stage, "best_of")
    stage.press(pygame.K_LEFT)
    assert stage.context.settings.best_of == 3
    stage.press(pygame.K_LEFT)
    assert "endless" in stage.texts()  # before the first comes the last
    select(stage, "frames")
    stage.press(pygame.K_LEFT)
    assert stage.context.settings.frames == 35
    stage.press(*[pygame.K_RIGHT] * 5)
    assert stage.context.settings.frames == 50  # a slider has ends
    stage.app.close()


def test_the_mouse_chooses_arrows_parts_switches_and_places_on_a_slider(tmp_path: Path) -> None:
    stage = settings_of(tmp_path)
    mouse = Mouse(stage)

    def click(name: str, share: float) -> object:
        label = DEFINITIONS[name].label
        row = next(button for button in stage.app.screen.focus.buttons if button.label == label).rect
        mouse.click((row.left + round(share * row.width), row.centery))
        return getattr(stage.context.settings, name)

    assert [click("best_of", share) for share in (0.1, 0.96, 0.45, 0.45, 0.45)] == [7, 9, 7, 5, 3]
    assert [click("pace", share) for share in (0.9, 0.7, 0.4, 0.1)] == ["fast", "normal", "slow", "slow"]
    assert [click("mirror", share) for share in (0.1, 0.95)] == [False, True]
    select(stage, "volume")
    assert [click("volume", share) for share in (0.44, 0.64, 0.84)] == [0.0, 0.5, 1.0]
    mouse.press("Back")
    assert stage.phase is Phase.TITLE
    stage.app.close()


def test_a_wheel_scrolls_and_the_focus_comes_along(tmp_path: Path) -> None:
    stage = settings_of(tmp_path, text_size="largest")
    assert "Full screen" not in stage.texts()
    for _ in range(20):
        stage.step(wheel(-1))
    assert "Full screen" in stage.texts()
    assert "Opponent" not in stage.texts()
    assert stage.app.screen.focus.focused.visible  # type: ignore[union-attr]
    stage.step(wheel(20))
    assert "Opponent" in stage.texts()
    stage.app.close()


def test_another_language_is_there_at_once(tmp_path: Path) -> None:
    stage = settings_of(tmp_path, language="en")
    select(stage, "language")
    stage.press(pygame.K_RIGHT, pygame.K_DOWN)
    assert "Настройки" in stage.texts()
    assert stage.app.screen.notes()[0][0] == "Звук"  # the next one: the focus has stayed
    stage.press(pygame.K_UP, pygame.K_LEFT)
    stage.app.close()


def test_the_second_of_two_cameras_of_one_name_can_be_chosen_and_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def entry(index: int) -> SimpleNamespace:
        return SimpleNamespace(index=index, name="HD Webcam", path=f"/dev/video{index}")

    module = SimpleNamespace(enumerate_cameras=lambda backend: [entry(0), entry(2)])
    monkeypatch.setitem(sys.modules, "cv2_enumerate_cameras", module)
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    stage = settings_of(tmp_path)
    stage.feed.source = None
    select(stage, "camera")
    stage.press(pygame.K_RIGHT)  # from the drawn hand, the last, to the first that works
    shown = []
    for _ in range(2):
        stage.press(pygame.K_RIGHT)
        shown.append(next(text for text in stage.texts() if text.startswith("HD Webcam")))
    assert len(set(shown)) == 2
    assert stage.context.settings.camera == "/dev/video2"
    stage.app.close()
    assert json.loads((tmp_path / "settings.json").read_text())["camera"] == "/dev/video2"

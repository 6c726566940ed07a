"""The app: the whole game through its loop, and everything that may go wrong around a screen."""

# mypy: disable-error-code="comparison-overlap, unreachable"

import gc
import logging
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest
from profiles import make_profile
from stage import Gamepad, Keyboard, Mouse, Stage, pad_axis
from workbench import MadeUpTraining, fill

from rps_game.camera.feed import FeedState
from rps_game.errors import CameraLost, DisplayError, TrainingStuck
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.report import Step
from rps_game.saves.names import LAST_PLAYER
from rps_game.saves.store import SaveStore
from rps_game.settings import ThemeName
from rps_game.settings_file import load_settings
from rps_game.ui.screens.train import SHARE_S
from rps_game.ui.window import SMALLEST, UNSEEN, Window

ENTER, ESC, TAB = pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_TAB


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path)
    yield stage
    stage.app.close()


def train(stage: Stage) -> None:
    """Begin a training, as after a calibration."""
    stage.step()
    fill(stage.context.session)
    stage.app.go_to(Phase.CALIBRATE)
    stage.step()
    stage.press_button("Train")


@pytest.mark.parametrize("device", [Keyboard, Gamepad, Mouse])
def test_a_whole_game_by_one_device_alone(
    device: type[Keyboard], stage: Stage, training: MadeUpTraining
) -> None:
    stage.step_s = 1 / 15
    stage.step()
    player = device(stage)
    player.press("New player")
    assert stage.phase is Phase.CALIBRATE  # PREPARE had nothing to wait for
    for gesture in (Gesture.NONE, *GESTURES):
        player.pose(gesture)
        player.press("Start")
        stage.run(3 + 40 / 8 + 2)
    player.press("Train")
    stage.run(5, until=Phase.REPORT)
    data = training.data
    assert data is not None
    assert np.bincount(data.labels).tolist() == [40, 40, 40, 30]
    assert (training.head.predict(data.features).argmax(1) == data.labels).all()

    player.press("Play")
    assert stage.phase is Phase.MATCH
    player.pause()
    player.press("Settings")
    player.press("Back")
    player.press("Go on")
    player.pose(Gesture.PAPER)
    stage.run(120, until=Phase.RESULT)
    match = stage.context.session.match
    assert match is not None
    assert match.over
    assert {played.player for played in match.rounds} == {Gesture.PAPER}
    assert stage.context.statistics.total.rounds == len(match.rounds)

    player.press("Save")
    player.press("Save")
    stage.run(1, until=Phase.RESULT)
    assert stage.names() == ["Player 1"]
    assert stage.context.session.saved_name == "Player 1"
    player.press("Play again")
    player.pause()
    player.press("Give up")
    assert stage.phase is Phase.TITLE
    player.press("Quit")
    assert stage.phase is Phase.QUIT


def test_a_name_is_typed_in_any_script_and_its_letters_are_no_keys(stage: Stage) -> None:
    stage.step()
    stage.context.session.load(make_profile(1, name=LAST_PLAYER, fingerprint="0" * 64))
    stage.context.session.saving = True
    stage.app.go_to(Phase.SAVES)
    stage.press(pygame.K_r, pygame.K_m, pygame.K_SPACE)
    assert stage.hand.shown is Gesture.NONE
    assert not stage.context.settings.muted
    stage.type("Анна")
    stage.press(ENTER)
    assert stage.names() == ["Анна"]


@pytest.mark.usefixtures("training")
def test_the_last_player_and_the_statistics_are_there_at_the_next_start(tmp_path: Path) -> None:
    first = Stage(tmp_path)
    train(first)
    first.run(5, until=Phase.REPORT)
    first.press(ENTER, pygame.K_s)
    first.run(120, until=Phase.RESULT)
    first.app.change_settings(theme=ThemeName.LIGHT, volume=0.2)
    first.app.close()
    second = Stage(tmp_path)
    second.step()
    session = second.context.session
    assert (session.saved_name, session.unsaved, session.frames) == (None, True, 32)
    assert second.context.statistics == first.context.statistics
    assert second.context.settings == first.context.settings == load_settings(second.paths.settings)[0]
    second.press(ENTER)
    assert second.phase is Phase.MATCH  # Play comes first now
    second.app.close()


def test_a_network_that_is_not_there_yet_is_made_first(tmp_path: Path) -> None:
    stage = Stage(tmp_path, converted=False)
    stage.press(ENTER)
    assert stage.phase is Phase.PREPARE
    stage.step()
    assert any("converted" in text for text in stage.texts())
    stage.network.converted.set()
    stage.run(1, until=Phase.CALIBRATE)
    assert stage.context.observation is not None
    assert stage.context.observation.features is not None
    stage.app.close()


def test_a_preparation_can_be_left_and_begun_again(tmp_path: Path) -> None:
    stage = Stage(tmp_path, converted=False)
    stage.press(ENTER, ESC)
    assert stage.phase is Phase.TITLE
    stage.press(ENTER)
    assert stage.phase is Phase.PREPARE
    stage.network.converted.set()
    stage.run(1, until=Phase.CALIBRATE)
    stage.app.close()


def test_a_training_that_fails_is_told_and_can_be_tried_again(stage: Stage, training: MadeUpTraining) -> None:
    training.error = TrainingStuck("It did not learn, {n} times.", "Try again.", n=2)
    train(stage)
    stage.run(1, until=Phase.TROUBLE)
    stage.step()
    assert {"It did not learn, 2 times.", "Try again.", "Try again"} <= set(stage.texts())
    assert str(stage.paths.log) in " ".join(stage.texts())
    stage.press(ENTER)
    assert stage.phase is Phase.CALIBRATE
    assert stage.context.session.frames == 32


@pytest.mark.parametrize(("step", "key"), [(0, ESC), (1, ENTER), (7, None), (400, ESC), (600, None)])
def test_a_training_can_be_ended_at_any_step(
    stage: Stage, training: MadeUpTraining, step: int, key: int | None
) -> None:
    """By Esc, by the button, by closing the window."""
    pulled, ended = [], []

    def steps() -> Iterator[Step]:
        try:
            for i in range(1000):
                pulled.append(i)
                if i == step:
                    time.sleep(SHARE_S)
                yield Step(1, 1, 1, 1, 1.0, 0.5)
        finally:
            ended.append(True)

    training.steps = steps()
    train(stage)
    while len(pulled) <= step:
        stage.step()
    if key is None:
        assert not stage.step(pygame.event.Event(pygame.QUIT))
        return
    stage.press(key)
    assert stage.phase is Phase.CALIBRATE
    before = len(pulled)
    stage.run(0.5)
    assert (len(pulled), stage.context.session.head) == (before, None)
    gc.collect()
    training.steps = ()
    assert ended


def test_any_exception_is_trouble_with_its_traceback_in_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.step()
    with caplog.at_level(logging.ERROR), monkeypatch.context() as patched:
        patched.setattr(stage.app.screen, "tick", lambda now: 1 / 0)
        assert stage.step()
    assert "ZeroDivisionError" in caplog.text
    stage.step()
    assert stage.phase is Phase.TROUBLE
    assert not any("ZeroDivision" in text for text in stage.texts())
    stage.press(ENTER)
    assert stage.phase is Phase.TITLE


def test_a_camera_that_is_lost_is_told_of_wherever_it_is_needed(stage: Stage) -> None:
    stage.context.session.load(make_profile(classes=CLASSES))
    for phase in (Phase.CALIBRATE, Phase.TRY, Phase.MATCH):
        stage.app.go_to(phase)
        stage.run(1)
        stage.feed.state = FeedState.LOST
        stage.feed.error = CameraLost("The camera “{camera}” is gone.", "Plug it in again.", camera="Cam")
        stage.run(5)
        assert "The camera “Cam” is gone. Plug it in again." in stage.texts()
        assert stage.phase is phase
        assert stage.context.session.match is None or not stage.context.session.match.rounds
        stage.feed.state, stage.feed.error = FeedState.RUNNING, None
        stage.step()
        assert not any("gone" in text for text in stage.texts())


def test_without_a_camera_the_drawn_hand_is_offered(stage: Stage) -> None:
    stage.feed.lose(CameraLost("No camera works.", "Plug one in."))
    stage.step()
    assert "No camera works. You can play with a drawn hand meanwhile." in stage.texts()
    stage.press(ENTER)
    assert stage.feed.switched == 1
    assert stage.context.settings.camera == "demo"


def test_poses_reach_the_drawn_hand_by_key_mouse_and_stick(stage: Stage) -> None:
    hand = stage.hand
    stage.press(pygame.K_2)
    assert hand.shown is Gesture.PAPER
    Mouse(stage).pose(Gesture.ROCK)
    assert hand.shown is Gesture.ROCK
    Gamepad(stage).pose(Gesture.SCISSORS)
    assert hand.shown is Gesture.SCISSORS
    stage.step(pad_axis(pygame.CONTROLLER_AXIS_LEFTY, -32768))
    assert hand.shown is Gesture.SCISSORS


def test_without_a_display_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pygame.display.quit()
    monkeypatch.setenv("SDL_VIDEODRIVER", "no such driver")
    with pytest.raises(DisplayError, match="No window can be opened"):
        Window()
    monkeypatch.delenv("SDL_VIDEODRIVER")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pygame.display, "get_driver", lambda: UNSEEN)
    with pytest.raises(DisplayError, match="no display"):
        Window()
    pygame.display.quit()


def test_a_key_that_a_screen_uses_otherwise_is_explained_once(stage: Stage) -> None:
    stage.app.go_to(Phase.MATCH)
    stage.press(pygame.K_F1)
    texts = list(stage.texts())
    assert texts.count("Esc") == 1
    assert "pause, then leave" in texts


def test_keys_that_work_everywhere(stage: Stage) -> None:
    stage.press(pygame.K_F1)
    assert {"Keys", "Esc", "R, P, S, N"} <= set(stage.texts())
    stage.press(ESC)
    assert stage.phase is Phase.TITLE  # it only closed the help
    assert "Keys" not in stage.texts()
    stage.press(pygame.K_m)
    assert stage.context.settings.muted
    assert "Sound off" in stage.texts()
    stage.press(pygame.K_F11)
    assert stage.context.settings.fullscreen
    stage.press(pygame.K_F11, pygame.K_m)
    assert not stage.context.settings.fullscreen
    assert not stage.context.settings.muted


def test_the_window_does_not_become_smaller_than_its_words(stage: Stage) -> None:
    stage.step(pygame.event.Event(pygame.VIDEORESIZE, w=100, h=900, size=(100, 900)))
    assert stage.window.surface.get_size() == (SMALLEST[0], 900)
    stage.step()
    assert stage.context.theme.size == (SMALLEST[0], 900)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux lists a process' open files here")
def test_a_window_that_is_dragged_through_many_sizes_opens_no_more_files(stage: Stage) -> None:
    opened = []
    for width in range(640, 1640, 10):
        stage.window.resize((width, width * 3 // 4))
        stage.step()
        opened.append(len(list(Path("/proc/self/fd").iterdir())))
    assert max(opened) < opened[0] + 100


def test_a_save_of_another_network_is_not_played_with(tmp_path: Path) -> None:
    SaveStore(tmp_path / "saves").save(make_profile(fingerprint="ab" * 32), LAST_PLAYER)
    stage = Stage(tmp_path)
    stage.run(0.1)
    assert stage.context.session.head is None
    assert any("another network" in text for text in stage.texts())
    stage.app.close()


def test_nor_is_one_that_turns_out_to_be_of_another_network_too_late(tmp_path: Path) -> None:
    SaveStore(tmp_path / "saves").save(make_profile(fingerprint="ab" * 32), LAST_PLAYER)
    stage = Stage(tmp_path, converted=False)
    stage.press(ENTER)
    assert stage.phase is Phase.PREPARE
    stage.network.converted.set()
    stage.run(1, until=Phase.TROUBLE)
    stage.press(ENTER)
    assert stage.phase is Phase.CALIBRATE
    stage.app.close()


@pytest.mark.usefixtures("training")
def test_a_folder_that_cannot_be_written_to_is_told_of_and_the_game_goes_on(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.step()
    (tmp_path / "saves").write_text("a file where the folder should be")
    train(stage)
    stage.run(5, until=Phase.REPORT)
    stage.step()
    assert any(str(tmp_path / "saves") in text for text in stage.texts())
    assert stage.phase is Phase.REPORT
    stage.app.close()


def test_players_are_loaded_renamed_and_deleted_and_a_damaged_one_says_why(stage: Stage) -> None:
    stage.step()
    saves = stage.context.saves
    for seed, name in enumerate(("Anna", "Bert")):
        saves.save(make_profile(seed, fingerprint="0" * 64), name)
    (stage.paths.saves / "cut.safetensors").write_bytes(b"not a save")
    stage.app.apply(Outcome.LOAD)
    stage.step()
    assert any("cut.safetensors" in text for text in stage.texts())
    stage.press(pygame.K_DOWN)
    assert stage.focused == "Bert"

    while stage.focused != "Rename":
        stage.press(TAB)
    stage.press(ENTER)
    stage.type("Anna")
    stage.press(ENTER)
    stage.step()
    assert any("saved already" in text for text in stage.texts())
    stage.type(" B")
    stage.press(ENTER)
    stage.step()
    stage.step()
    assert stage.names()[:2] == ["Anna", "Anna B"]

    stage.press(pygame.K_UP, pygame.K_DELETE)
    stage.step()
    assert "Delete Anna?" in stage.texts()
    stage.press(ENTER)  # Keep comes first
    assert len(stage.names()) == 3
    stage.press(pygame.K_DELETE, pygame.K_LEFT, ENTER)
    assert stage.names()[0] == "Anna B"
    stage.step()
    stage.step()

    while stage.focused != "Anna B":
        stage.press(TAB)
    stage.press(ENTER)
    stage.run(1, until=Phase.MATCH)
    assert stage.context.session.saved_name == "Anna B"


def test_a_name_that_is_taken_is_asked_about(stage: Stage) -> None:
    stage.step()
    stage.context.session.load(make_profile(1, name=LAST_PLAYER, fingerprint="0" * 64))
    stage.context.saves.save(make_profile(0, fingerprint="0" * 64), "Anna")
    stage.context.session.saving = True
    stage.app.go_to(Phase.SAVES)
    stage.type("anna")
    stage.press(ENTER)
    stage.step()
    assert any("There is a anna already" in text for text in stage.texts()), stage.texts()
    stage.press(ENTER)  # another name comes first
    assert "anna 2" in stage.texts()
    stage.press(*[pygame.K_BACKSPACE] * 6, ENTER)
    stage.step()
    assert any("Type a name." in text for text in stage.texts())
    stage.type("anna")
    stage.type(" 2")
    stage.press(ENTER)
    assert stage.names() == ["Anna", "anna 2"]


@pytest.mark.usefixtures("tensorflow")
def test_closing_ends_child_threads_and_camera(tmp_path: Path) -> None:
    """With the real ones, in a process of its own that must end by itself."""
    script = """
        import multiprocessing, sys, threading, time
        from pathlib import Path
        import pygame
        from rps_game.app import App
        from rps_game.cli.play import play
        from rps_game.paths import Paths

        def run(self):
            while self.context.network.preparation is None or self.context.observation is None:
                self.context.network.load(convert=True)
                self.step([], time.monotonic())
                time.sleep(0.01)
            print(multiprocessing.active_children()[0].pid, flush=True)
            assert not self.step([pygame.event.Event(pygame.QUIT)], time.monotonic())

        if __name__ == "__main__":
            App.run = run
            assert play(Paths.below(Path(sys.argv[1])), camera="demo", backbone="random") == 0
            print(sorted(thread.name for thread in threading.enumerate()), flush=True)
    """
    path = tmp_path / "script.py"
    path.write_text(textwrap.dedent(script))
    ran = subprocess.run(
        [sys.executable, str(path), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    process, threads = ran.stdout.splitlines()
    assert threads == "['MainThread']"
    assert not Path("/proc", process).exists()

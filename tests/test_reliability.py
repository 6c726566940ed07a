"""Promises of docs/reliability.md: the window waits for no disk or camera, and closes; nothing is sent."""

import functools
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import cv2
import pygame
import pytest
from stage import Stage, StageHand
from workbench import fill

from rps_game import file_thread
from rps_game.camera.feed import Feed, FeedState
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import GESTURES, LIZARD_SPOCK
from rps_game.saves.info import stamp_of
from rps_game.saves.store import SaveStore
from rps_game.settings_file import load_settings
from rps_game.ui.window import Window
from tools.campaign.game import pictures

ANSWERS_AFTER_S: Final = 5.0
ROOT: Final = Path(__file__).parents[1]


class Slow:
    """A disk, or a camera, that answers after five seconds of the game's clock, to other threads alone."""

    def __init__(self) -> None:
        self.clock: Callable[[], float] = lambda: 0.0
        self.answered = 0
        self.over = threading.Event()

    def wait(self) -> None:
        assert threading.current_thread() is not threading.main_thread(), "the window waits"
        until_s = self.clock() + ANSWERS_AFTER_S
        while self.clock() < until_s and not self.over.is_set():
            time.sleep(0.0005)
        self.answered += 1

    def slowed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def slow(*given: Any, **named: Any) -> Any:
            self.wait()
            return function(*given, **named)

        return slow

    def after_the_first_frame(self, function: Callable[..., Any]) -> Callable[..., Any]:
        slow = self.slowed(function)
        return lambda *given: slow(*given) if self.clock() > 0 else function(*given)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    """Everything that reads or writes a player's file while the game is played."""
    disk = Slow()
    for name in ("list", "check", "load", "save", "rename", "delete"):
        monkeypatch.setattr(SaveStore, name, disk.slowed(getattr(SaveStore, name)))
    monkeypatch.setattr("rps_game.app.stamp_of", disk.after_the_first_frame(stamp_of))
    for name in ("save_settings", "change_statistics"):
        monkeypatch.setattr(file_thread, name, disk.slowed(getattr(file_thread, name)))
    yield disk
    disk.over.set()


def step_on(stage: Stage, until: Callable[[], object]) -> None:
    """Step until something is so, with a moment of real time for other threads between two frames."""
    for _ in range(3000):
        if until():
            return
        stage.step()
        time.sleep(0.001)
    raise AssertionError(f"it never comes to that: {stage.phase}, {stage.texts()}")


@pytest.mark.usefixtures("training")
def test_the_window_goes_on_while_the_disk_answers_after_five_seconds(tmp_path: Path, disk: Slow) -> None:
    stage = Stage(tmp_path)
    stage.waits_for_files, disk.clock = False, lambda: stage.now

    def press(label: str, after: str = "") -> None:
        if after:
            step_on(stage, lambda: after in stage.texts())
        step_on(stage, lambda: after not in stage.texts() and label in stage.labels())
        stage.press_button(label)

    stage.step()
    stage.app.change_settings(volume=0.3)
    fill(stage.context.session)
    stage.app.go_to(Phase.CALIBRATE)
    press("Train")
    press("Save")  # of the report, over which the last player is being written
    press("Save", after="Loading ...")
    press("Play", after="Saving ...")  # of the report again
    stage.press(pygame.K_ESCAPE, pygame.K_ESCAPE)
    press("Players")
    press("Rename", after="Loading ...")
    stage.type("Anna")
    press("Rename")
    press("Play", after="Loading ...")
    step_on(stage, lambda: stage.phase is Phase.MATCH)
    stage.press(pygame.K_ESCAPE, pygame.K_ESCAPE)
    press("Players")
    press("Delete", after="Loading ...")
    press("Delete")
    step_on(stage, lambda: not list(tmp_path.glob("saves/a*.safetensors")))
    stage.app.choose_rules(LIZARD_SPOCK)  # whether the last player plays by them stands in a file
    step_on(stage, lambda: not stage.context.session.loading)
    assert disk.answered > 10
    disk.over.set()
    stage.app.close()
    assert load_settings(stage.paths.settings)[0].volume == 0.3


def test_the_window_goes_on_while_a_camera_answers_after_five_seconds(tmp_path: Path) -> None:
    camera, hand = Slow(), StageHand()
    read = hand.read
    hand.read = camera.slowed(read)  # type: ignore[method-assign]
    stage = Stage(tmp_path, hand=hand)
    camera.clock = lambda: stage.now

    def open_slowly() -> StageHand:
        camera.wait()
        return hand

    feed = stage.context.feed = Feed(open_slowly, clock=lambda: stage.now)
    for outcome in (Outcome.NEW, Outcome.BACK, Outcome.SETTINGS, Outcome.BACK, Outcome.LEARN, Outcome.BACK):
        stage.run(0.5)
        stage.app.apply(outcome)
    step_on(stage, lambda: feed.state is FeedState.RUNNING)
    feed.switch(open_slowly)
    stage.run(0.5)
    assert feed.state is FeedState.OPENING
    step_on(stage, lambda: feed.state is FeedState.RUNNING)
    camera.over.set()
    stage.app.close()


class Stuck:
    """Something that does not end: what waits for it waits as long as it may, on a clock of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now_s = 0.0
        monkeypatch.setattr("rps_game.app.time.monotonic", lambda: self.now_s)

    def close(self, timeout_s: float = 9.0) -> bool:
        self.now_s += timeout_s
        return False


def test_a_game_in_which_everything_hangs_closes_within_two_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(tmp_path)
    stage.step()
    stuck = Stuck(monkeypatch)
    for owner, name in (("network", "stop"), ("view_maker", "close"), ("feed", "close")):
        monkeypatch.setattr(getattr(stage.context, owner), name, stuck.close)
    stage.app.close()
    assert 0 < stuck.now_s <= 2


def test_the_window_has_gone_before_the_last_file_is_written_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(tmp_path)
    stage.step()
    closed = threading.Event()
    monkeypatch.setattr(Window, "close", lambda window: closed.set())
    stage.context.files.run(lambda: closed.wait(60))  # a disk that answers only then
    stage.app.change_settings(volume=0.3)
    stage.app.close()
    assert load_settings(stage.paths.settings)[0].volume == 0.3


NEVER = """
import sys, threading
import rps_game.app
from rps_game.__main__ import main
rps_game.app.FILES_S = 0.2
step = rps_game.app.App.step
def stuck(app, events, now):
    step(app, events, now)
    app.context.files.run(threading.Event().wait)
    return False
rps_game.app.App.step = stuck
sys.exit(main(["play", "--camera", "demo"]))
"""


def test_a_disk_that_never_answers_does_not_keep_the_process(tmp_path: Path) -> None:
    variables = {**os.environ, "RPS_GAME_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", NEVER], cwd=ROOT, env=variables, timeout=60, check=False)
    assert done.returncode == 0
    assert "the disk has not answered" in (tmp_path / "rps-game.log").read_text()


SENDS_NOTHING = """
import sys
sent = []
sys.addaudithook(lambda event, _: sent.append(event) if event.startswith("socket.") else None)
import rps_game.app
from rps_game.__main__ import main
step, frames = rps_game.app.App.step, iter(range(90))
rps_game.app.App.step = lambda app, events, now: step(app, events, now) and next(frames, None) is not None
session = sys.argv[1]
for arguments in (
    ["play", "--camera", "demo"],
    ["cameras"],
    ["doctor", "--camera", "demo"],
    ["calibrate", session, "--save", "Anna", "--frames", "5", "--views", "0"],
    ["evaluate", session, "--frames", "5", "--views", "0"],
):
    main(arguments)
sys.exit(", ".join(sent) or 0)
"""


def test_no_command_opens_a_socket(tmp_path: Path) -> None:
    for gesture in GESTURES:
        folder = tmp_path / "session" / gesture.name.lower()
        folder.mkdir(parents=True)
        for number in range(10):
            cv2.imwrite(str(folder / f"{number}.png"), pictures()[gesture][number])
    variables = {**os.environ, "RPS_GAME_HOME": str(tmp_path)}
    command = [sys.executable, "-c", SENDS_NOTHING, str(tmp_path / "session")]
    done = subprocess.run(
        command, cwd=ROOT, env=variables, timeout=120, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob("saves/anna*.safetensors"))

"""A newcomer plays with the starter, and hears what calibrating is good for; it is nobody's player."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest
from profiles import load, make_profile
from stage import Keyboard, Stage
from workbench import MadeUpTraining, Workbench, label_pooled_head, report

from rps_game.camera.feed import FeedState
from rps_game.errors import CameraLost
from rps_game.flow import Phase
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.starter import Starter
from rps_game.saves.names import LAST_PLAYER, file_name
from rps_game.saves.store import SaveStore
from rps_game.ui.screens.report.screen import Report

ENTER, ESC = pygame.K_RETURN, pygame.K_ESCAPE


def make_starter() -> Starter:
    return Starter(label_pooled_head(), np.zeros((3, 256), np.float32))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path, starter=make_starter())
    stage.step_s = 1 / 15
    yield stage
    stage.app.close()


def labels(stage: Stage) -> dict[str, bool]:
    return {button.label: button.enabled for button in stage.app.screen.focus.buttons}


def test_a_newcomer_plays_with_one_key_and_leaves_no_player_behind(stage: Stage) -> None:
    stage.run(0.1)
    assert labels(stage)["Play at once"]
    assert any("once you calibrate" in text for text in stage.texts())
    stage.press(ENTER)
    assert stage.phase is Phase.MATCH
    stage.hand.show(Gesture.PAPER)
    stage.run(120, until=Phase.RESULT)
    stage.step()
    match = stage.context.session.match
    assert match is not None
    assert {played.player for played in match.rounds} == {Gesture.PAPER}
    assert stage.context.session.is_starter
    assert "not calibrated" in stage.texts()
    assert any("calibration" in text for text in stage.texts())
    assert "Save" not in labels(stage)
    stage.app.close()
    assert not (stage.paths.saves / file_name(LAST_PLAYER)).exists()
    assert stage.context.saves.list() == []


def test_the_last_player_is_not_played_over(tmp_path: Path) -> None:
    store = SaveStore(tmp_path / "saves")
    store.save(make_profile(fingerprint="0" * 64, head=label_pooled_head(), classes=CLASSES), LAST_PLAYER)
    stage = Stage(tmp_path, starter=make_starter())
    stage.run(0.1)
    assert labels(stage)["Play"]
    stage.press(ENTER)
    assert not stage.context.session.is_starter
    stage.app.close()
    assert load(stage.context.saves, LAST_PLAYER)


def test_whoever_has_moved_the_focus_keeps_it_when_the_camera_goes_and_comes(stage: Stage) -> None:
    stage.run(0.1)
    stage.press(pygame.K_DOWN, pygame.K_DOWN)
    assert stage.focused == "Opponent"
    stage.feed.lose(CameraLost("No camera works.", "Plug one in."))
    stage.run(0.3)
    assert "Use the drawn hand" in stage.labels()
    assert stage.focused == "Opponent"
    stage.feed.source, stage.feed.state, stage.feed.error = stage.hand, FeedState.RUNNING, None
    stage.run(0.5)
    assert "Use the drawn hand" not in stage.labels()
    assert stage.focused == "Opponent"


def test_without_a_starter_nothing_of_it_is_offered(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.run(0.1)
    assert labels(stage)["Play"] is False
    assert "Play at once" not in labels(stage)
    stage.app.close()


@pytest.mark.parametrize("pause", [True, False])
def test_calibrating_is_one_button_away_and_starts_from_the_starter(
    stage: Stage, training: MadeUpTraining, *, pause: bool
) -> None:
    training.head, training.report = label_pooled_head(), report(now=0.97, before=0.84)
    stage.run(0.1)
    stage.press(ENTER)
    stage.hand.show(Gesture.ROCK)
    if pause:
        stage.run(1)
        stage.press(ESC)
    else:
        stage.run(120, until=Phase.RESULT)
    player = Keyboard(stage)
    assert "Redo rock" not in labels(stage)
    player.press("Calibrate")
    assert stage.phase is Phase.CALIBRATE
    for gesture in (Gesture.NONE, *GESTURES):
        player.pose(gesture)
        player.press("Start")
        stage.run(3 + 40 / 8 + 2)
    player.press("Train")
    stage.run(5, until=Phase.REPORT)
    assert training.starter is stage.network.starter
    stage.step()
    assert "It was 84 of 100 before you showed me your hand. Now it is 97!" in stage.texts()
    assert not stage.context.session.is_starter
    stage.app.go_to(Phase.TITLE)
    stage.step()
    assert "Play" in labels(stage)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (0.9, 0.97, "It was 90 of 100 before you showed me your hand. Now it is 97!"),
        (0.9, 0.9, "90 of 100 before and after."),
        (1.0, 1.0, "100 of 100 before and after: there was nothing left to gain."),
        (0.9, 0.8, "It was 90 of 100 before, and is 80 now: show me a few more pictures."),
        (None, 0.8, None),
        (0.9, None, None),
    ],
)
def test_the_report_is_honest_about_the_gain(
    tmp_path: Path, before: float | None, now: float | None, said: str | None
) -> None:
    bench = Workbench(tmp_path, (640, 480))
    bench.context.session.report = report(now=now, before=before)
    screen = Report(bench.context)
    bench.context.theme.begin_frame()
    bench.step(screen)
    told = [box.string for box in bench.context.theme.boxes if "before" in box.string]
    assert told == ([] if said is None else [said])

"""A wrong hand through the real loop: asked about while it is recorded, and never praised."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest
from stage import Keyboard, Stage
from workbench import MadeUpTraining, label_pooled_head

from rps_game.calibration.capture import CaptureState
from rps_game.flow import Phase
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.heads.starter import Starter
from rps_game.ui.screens.calibrate.screen import Calibrate

ENTER, K = pygame.K_RETURN, pygame.K_k
ROCK, PAPER, SCISSORS = GESTURES


def make_starter() -> Starter:
    return Starter(label_pooled_head(), np.zeros((3, 256), np.float32))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path, starter=make_starter())
    stage.step_s = 1 / 15
    yield stage
    stage.app.close()


def calibrate(stage: Stage) -> Calibrate:
    stage.run(0.1)
    Keyboard(stage).press("New player")
    stage.run(5, until=Phase.CALIBRATE)
    screen = stage.app.screen
    assert isinstance(screen, Calibrate)
    return screen


def show(stage: Stage, screen: Calibrate, gesture: Gesture, wanted: Gesture) -> None:
    """Hold a gesture for what is wanted, started by Enter where it does not start by itself."""
    assert screen.wanted is wanted
    stage.hand.show(gesture)
    if gesture is not wanted:
        stage.press(ENTER)
    for _ in range(15 * 15):
        stage.step()
        if screen.wanted is not wanted or any("That looks like" in text for text in stage.texts()):
            return
    raise AssertionError(f"{wanted} was neither recorded nor asked about")


def test_a_wrong_hand_is_asked_about_and_the_right_one_recorded_in_its_place(stage: Stage) -> None:
    screen = calibrate(stage)
    show(stage, screen, Gesture.NONE, Gesture.NONE)
    show(stage, screen, PAPER, ROCK)
    assert "That looks like PAPER" in stage.texts()
    assert any("I asked for ROCK" in text for text in stage.texts())
    assert len(screen.samples) == 3
    stage.run(3)
    assert len(screen.samples) == 3  # it waits for an answer
    assert stage.misfits() == []
    stage.hand.show(ROCK)
    stage.press(ENTER)
    assert screen.samples == []
    assert screen.state is CaptureState.COUNTDOWN
    stage.run(10)
    rocks = stage.context.session.all_samples()[ROCK]
    assert len(rocks) == 40
    assert all(sample.features[0, 0, ROCK] == 1 for sample in rocks)


def test_another_gesture_is_named_before_anything_is_recorded(stage: Stage) -> None:
    screen = calibrate(stage)
    show(stage, screen, Gesture.NONE, Gesture.NONE)
    stage.hand.show(PAPER)
    stage.run(1.5)
    assert "That looks like PAPER" not in stage.texts()
    stage.run(2)
    assert "That looks like PAPER" in stage.texts()
    assert stage.misfits() == []
    assert screen.state is CaptureState.WAITING


def test_one_key_keeps_a_rock_that_looks_like_nobody_elses(stage: Stage) -> None:
    screen = calibrate(stage)
    show(stage, screen, Gesture.NONE, Gesture.NONE)
    show(stage, screen, PAPER, ROCK)
    stage.press(K)
    stage.run(10)
    assert len(stage.context.session.all_samples()[ROCK]) == 40
    assert all(sample.confirmed for sample in stage.context.session.all_samples()[ROCK])


def test_without_a_starter_it_is_compared_with_what_was_recorded(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.step_s = 1 / 15
    screen = calibrate(stage)
    for gesture in (Gesture.NONE, ROCK):
        stage.hand.show(gesture)
        stage.press(ENTER)
        stage.run(12)
        assert gesture in stage.context.session.recorded
    stage.press(ENTER)  # for paper, with a fist
    stage.run(6)
    assert "That looks like ROCK" in stage.texts()
    assert screen.state is CaptureState.PAUSED
    stage.app.close()


def test_swapped_gestures_are_not_praised_but_swapped_in_the_report(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The starter was not there to notice them while they were recorded."""
    monkeypatch.setattr("rps_game.ui.screens.train.train_head", MadeUpTraining())
    screen = calibrate(stage)
    stage.network.starter = None
    for shown, wanted in ((Gesture.NONE, Gesture.NONE), (PAPER, ROCK), (ROCK, PAPER), (SCISSORS, SCISSORS)):
        if shown is wanted:
            stage.press(ENTER)
        show(stage, screen, shown, wanted)
    stage.network.starter = make_starter()
    stage.press(ENTER)
    stage.run(20, until=Phase.REPORT)
    stage.step()
    assert any("did you show the right gesture?" in text for text in stage.texts())
    assert not any("Let us play" in text for text in stage.texts())
    assert stage.misfits() == []
    assert {"Redo rock", "Swap rock and paper"} <= set(stage.labels())
    stage.press_button("Swap rock and paper")
    stage.run(20, until=Phase.REPORT)
    stage.step()
    assert any("Let us play" in text for text in stage.texts())
    session = stage.context.session
    assert all(sample.features[0, 0, ROCK] == 1 for sample in session.samples[ROCK])
    assert all(sample.features[0, 0, PAPER] == 1 for sample in session.samples[PAPER])


def test_nobody_touches_a_key_and_everything_is_recorded_and_trained(stage: Stage) -> None:
    screen = calibrate(stage)
    began_s = stage.now
    for gesture in (Gesture.NONE, *GESTURES):
        stage.hand.show(gesture)
        for _ in range(15 * 12):
            stage.step()
            if screen.wanted is not gesture:
                break
        assert gesture in stage.context.session.recorded
    stage.run(20, until=Phase.REPORT)
    assert stage.now - began_s < 40


def test_a_key_that_was_to_start_does_not_pause_what_has_just_started_by_itself(stage: Stage) -> None:
    screen = calibrate(stage)
    stage.hand.show(Gesture.NONE)
    for _ in range(15 * 5):
        stage.step()
        if screen.state is CaptureState.RECORDING:
            break
    states = []
    for wait_s in (0, 2.1):
        stage.run(wait_s)
        stage.press(ENTER)
        states.append(screen.state)
    assert states == [CaptureState.RECORDING, CaptureState.PAUSED]


def test_a_hand_that_is_not_recognised_is_told_of_the_key(stage: Stage) -> None:
    screen = calibrate(stage)
    stage.hand.show(ROCK)  # and not an empty room
    stage.run(1)
    assert "Keep your hands out of the picture" not in stage.texts()
    stage.run(4)
    assert "Keep your hands out of the picture" in stage.texts()
    assert "or press Enter" not in stage.texts()
    stage.run(4)
    assert "or press Enter" in stage.texts()
    stage.press(ENTER)
    assert screen.state is CaptureState.COUNTDOWN

"""The report's table in the real loop: a cell opens its pictures, those of this session alone."""

from pathlib import Path

import pygame
import pytest
from profiles import make_profile
from stage import Gamepad, Keyboard, Mouse, Stage
from workbench import MADE_BY, fill, label_head, report

from rps_game.flow import Phase
from rps_game.game.gestures import GESTURES
from rps_game.heads.report import TrainingSettings
from rps_game.heads.training import finish, train_head
from rps_game.saves.names import file_name

OURS = "0" * 64  # the network of the stage
ROCK, PAPER, SCISSORS = GESTURES


def trained(stage: Stage) -> None:
    """Train for real, and come to the report."""
    session = stage.context.session
    stage.run(0.1)  # until the network is there
    head, made = finish(train_head(session.training_set(), TrainingSettings()))
    stage.context.use_trained_head(head, made)
    stage.app.go_to(Phase.REPORT)
    stage.run(0.2)


@pytest.mark.parametrize("device", [Keyboard, Mouse, Gamepad])
def test_a_cell_opens_its_pictures_and_closes_again(device: type[Keyboard], tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.step()
    fill(stage.context.session)
    wrong = stage.context.session.samples[PAPER][-1]
    stage.context.session.samples[PAPER][-1] = stage.context.session.samples[ROCK][0]
    trained(stage)
    tested = stage.context.session.tested
    assert {cell: len(squares) for cell, squares in tested.items()} == {
        (ROCK, ROCK): 2,
        (PAPER, PAPER): 1,
        (PAPER, ROCK): 1,
        (SCISSORS, SCISSORS): 2,
    }
    assert not any(square is wrong.square for squares in tested.values() for square in squares)
    player = device(stage)
    player.press("Details")
    player.press("Paper - Rock")
    stage.step()
    assert "Shown: Paper. Read: Rock." in stage.texts()
    player.press("Back")
    assert stage.phase is Phase.REPORT
    stage.step()
    assert "Shown: Paper. Read: Rock." not in stage.texts()
    assert stage.focused == "Paper - Rock"
    cells = {button.label: button.enabled for button in stage.app.screen.focus.buttons}
    assert not cells["Rock - Paper"]
    stage.press(pygame.K_ESCAPE)
    assert stage.focused == "Details"
    assert stage.phase is Phase.REPORT


def test_a_save_has_no_pictures_to_open(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.step()
    session = stage.context.session
    session.load(make_profile(frames=8, fingerprint=OURS), tmp_path / file_name("Anna"))
    fresh = Stage(tmp_path / "other").context.session
    fill(fresh)
    session.samples[ROCK] = fresh.samples[ROCK]  # which was recorded again
    trained(stage)
    assert {shown for shown, _ in session.tested} == {ROCK}


def test_each_gesture_shows_a_picture_of_this_session_and_how_often_it_was_read(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.step()
    fill(stage.context.session)
    trained(stage)
    assert {"Rock", "Paper", "Scissors"} <= set(stage.texts())
    assert stage.texts().count("2 of 2") == 3
    assert not any(text.startswith("looks like") for text in stage.texts())
    assert stage.focused == "Play"
    before = pygame.surfarray.array3d(stage.window.surface)
    for gesture in GESTURES:
        stage.context.session.samples[gesture].reverse()
    trained(stage)
    assert (before != pygame.surfarray.array3d(stage.window.surface)).any()


def test_a_gesture_that_was_misread_stands_out_and_is_recorded_again_with_one_key(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.step()
    session = stage.context.session
    fill(session)
    session.use_trained_head(label_head(), report([[10, 0, 0], [0, 10, 0], [0, 4, 6]]), "2025-03-01", MADE_BY)
    stage.app.go_to(Phase.REPORT)
    stage.step()
    assert [text for text in stage.texts() if text.startswith("looks like")] == ["looks like paper"]
    assert stage.texts().count("10 of 10") == 2
    assert "6 of 10" not in stage.texts()
    assert stage.focused == "Redo scissors"
    stage.press(pygame.K_RETURN)
    assert (stage.phase, session.redo) == (Phase.CALIBRATE, SCISSORS)

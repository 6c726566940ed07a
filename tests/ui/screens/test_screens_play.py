"""The screens from calibration to result, each on a workbench: by keys, by mouse, and by time."""

import hashlib
import itertools
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pygame
import pytest
from workbench import MadeUpTraining, Workbench, fill, label_head, report

from rps_game.calibration.capture import CaptureRules
from rps_game.camera.feed import FeedState
from rps_game.flow import Outcome
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.game.rhythm import Beat, Rhythm
from rps_game.game.voting import vote
from rps_game.heads.dataset import FEATURE_SHAPE
from rps_game.heads.dense import DenseHead
from rps_game.heads.report import Stage, Step
from rps_game.ui.drawing import Box, Symbol
from rps_game.ui.screens.match.result import Result
from rps_game.ui.screens.match.screen import PlayMatch
from rps_game.ui.screens.match.throw_reader import ThrowReader
from rps_game.ui.screens.match.view import MatchView
from rps_game.ui.screens.report.screen import Report
from rps_game.ui.screens.train import RESULT_S, SHARE_S, Train
from rps_game.ui.screens.try_it import TryIt
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.words.match import throw_again_sentence

RULES = CaptureRules()
SIZES = [(1280, 720), (800, 600), (2560, 1440)]
ENTER, ESC, BACKSPACE = pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_BACKSPACE
FOCUS_LOST = pygame.event.Event(pygame.WINDOWFOCUSLOST)


# TRAIN and REPORT


def test_training_shows_its_progress_and_goes_on_to_the_report(
    bench: Workbench, training: MadeUpTraining
) -> None:
    def steps() -> Iterator[Step | None]:
        """Yield one a frame."""
        for stage in Stage:
            for batch in range(1, 4):
                time.sleep(SHARE_S)
                yield Step(1, 1, batch, 3, 1.38 / batch, 0.5, stage)

    fill(bench.context.session)
    training.steps = steps()
    screen = Train(bench.context)
    for stage in Stage:
        for batch in range(1, 4):
            assert bench.step(screen) is None
            assert f"Loss {1.38 / batch:.3f}" in bench.texts()
            legend = "1 of 2" if stage is Stage.HOLDOUT else "2 of 2"
            assert any(text.startswith(legend) for text in bench.texts())
    assert bench.run(screen, 0.1) is None
    assert training.data is not None
    assert len(training.data) == 32
    assert bench.trained == [(training.head, training.report)]
    assert "Learnt!" in bench.texts()
    assert bench.run(screen, RESULT_S / 2) is None
    assert bench.run(screen, RESULT_S) is Outcome.DONE


def test_a_real_training_takes_several_frames_of_which_none_waits_for_its_end(bench: Workbench) -> None:
    fill(bench.context.session, frames=20)
    rng, samples = np.random.default_rng(0), bench.context.session.samples
    for gesture in samples:
        pattern = rng.uniform(0, 3, FEATURE_SHAPE)
        samples[gesture] = [
            replace(sample, features=(pattern + rng.uniform(0, 1, FEATURE_SHAPE)).astype(np.float32))
            for sample in samples[gesture]
        ]
    bench.context.settings = replace(bench.context.settings, head=DenseHead.kind)
    screen, frames = Train(bench.context), 0
    while not bench.trained:
        assert bench.step(screen, draw=False) is None
        frames += 1
    head, report = bench.trained[0]
    assert frames > 3
    assert (head.kind, report.holdout_accuracy) == (DenseHead.kind, 1.0)


def test_a_loss_that_is_no_number_is_drawn_and_cancel_works_at_once(
    bench: Workbench, training: MadeUpTraining
) -> None:
    fill(bench.context.session)
    nothing = itertools.repeat(None)
    training.steps = itertools.chain([Step(1, 20, 1, 3, float("nan"), 0.3, Stage.HOLDOUT)], nothing)
    screen = Train(bench.context)
    assert bench.step(screen) is None
    assert "Loss nan" in bench.texts()
    assert bench.press(screen, ENTER) is Outcome.BACK
    assert not bench.trained


def test_a_bad_report_redoes_what_it_names_with_one_key(bench: Workbench) -> None:
    fill(bench.context.session)
    bench.context.session.report = report([[10, 0, 0], [0, 10, 0], [0, 4, 6]])
    assert bench.press(Report(bench.context), ENTER) is Outcome.REDO
    assert bench.context.session.redo is Gesture.SCISSORS


@pytest.mark.parametrize("confusion", [np.diag([9, 9, 9]).tolist(), np.zeros((3, 3), int).tolist()])
def test_a_good_report_plays_with_one_key(bench: Workbench, confusion: list[list[int]]) -> None:
    bench.context.session.report = report(confusion)
    assert bench.press(Report(bench.context), ENTER) is Outcome.PLAY


# TRY


def test_trying_says_what_is_shown_and_redoes_it_with_one_key(bench: Workbench) -> None:
    bench.context.session.head = label_head()
    screen = TryIt(bench.context)
    bench.showing = Gesture.SCISSORS
    bench.run(screen, 1)
    assert bench.press(screen, pygame.K_d) is None  # what is read may be wrong: it only leads there
    assert bench.press(screen, ENTER) is Outcome.REDO
    assert bench.context.session.redo is Gesture.SCISSORS


def test_every_gesture_can_be_redone_by_mouse(bench: Workbench) -> None:
    bench.context.session.head = label_head(GESTURES)
    for gesture in GESTURES:
        screen = TryIt(bench.context)
        bench.step(screen)
        redo = [button for button in screen.focus.buttons if button.symbol is Symbol.REDO][gesture]
        assert bench.click(screen, redo.rect.center) is Outcome.REDO
        assert bench.context.session.redo is gesture


# MATCH and RESULT


def ready_to_play(bench: Workbench) -> PlayMatch:
    fill(bench.context.session)
    bench.context.session.head = label_head()
    bench.showing = Gesture.ROCK
    return PlayMatch(bench.context)


def test_a_match_counts_what_is_shown_in_the_window_until_a_side_has_three_wins(bench: Workbench) -> None:
    screen = ready_to_play(bench)
    assert bench.run(screen, 120) is Outcome.DONE
    match = bench.context.session.match
    assert match is not None
    assert match.over
    assert max(match.wins, match.losses) == 3
    assert {played.player for played in match.rounds} == {Gesture.ROCK}
    assert bench.recorded == list(match.rounds) == bench.context.session.history


def test_the_move_is_sealed_before_the_hand_is_read_and_the_seal_can_be_checked(bench: Workbench) -> None:
    screen = ready_to_play(bench)
    bench.run(screen, 1)
    sealed = screen.sealed
    assert sealed is not None
    shown = sealed.seal
    bench.run(screen, 2.5)
    assert bench.recorded[0].computer is sealed.move
    assert hashlib.sha256(f"{sealed.move.name.lower()} {sealed.nonce.hex()}".encode()).hexdigest() == shown


def test_no_hand_is_thrown_again_with_the_same_sealed_move_and_nothing_is_counted(bench: Workbench) -> None:
    screen = ready_to_play(bench)
    bench.showing = Gesture.NONE
    bench.run(screen, 1)
    sealed = screen.sealed
    assert sealed is not None
    bench.run(screen, 3)
    assert any("I saw no hand" in box.string for box in bench.context.theme.boxes)
    assert screen.sealed is sealed
    assert not bench.recorded
    bench.showing = Gesture.PAPER
    bench.run(screen, 5)
    assert bench.recorded[0].player is Gesture.PAPER
    assert bench.recorded[0].computer is sealed.move


def test_a_pause_in_the_window_begins_the_throw_again(bench: Workbench) -> None:
    screen = ready_to_play(bench)
    bench.run(screen, Rhythm().start_of(Beat.WINDOW) + 0.2)
    sealed = screen.sealed
    assert sealed is not None
    bench.press(screen, ESC)
    bench.run(screen, 5)
    assert not bench.recorded
    bench.press(screen, ENTER)
    bench.showing = Gesture.SCISSORS
    bench.run(screen, 3.5)
    assert bench.recorded[0].player is Gesture.SCISSORS
    assert bench.recorded[0].computer is sealed.move


def test_focus_lost_pauses_until_the_player_goes_on(bench: Workbench) -> None:
    screen = ready_to_play(bench)
    bench.run(screen, 1)
    bench.step(screen, FOCUS_LOST)
    bench.run(screen, 5)
    assert not bench.recorded
    bench.press(screen, ENTER)
    bench.run(screen, 3.5)
    assert len(bench.recorded) == 1


def test_a_lost_camera_pauses_and_its_return_goes_on_by_itself(bench: Workbench) -> None:
    screen = ready_to_play(bench)
    bench.run(screen, 2.5)
    bench.feed.state = FeedState.LOST
    bench.run(screen, 5)
    assert not bench.recorded
    bench.feed.state = FeedState.RUNNING
    bench.run(screen, 3.5)
    assert len(bench.recorded) == 1


def test_a_window_that_hung_over_the_throw_begins_it_again(bench: Workbench) -> None:
    screen = ready_to_play(bench)
    bench.run(screen, 1)
    bench.context.now += 10
    assert bench.run(screen, 0.5) is None
    assert not bench.recorded
    bench.run(screen, 3)
    assert len(bench.recorded) == 1


def test_escape_twice_leaves_a_match_and_an_endless_one_ends_with_its_result(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    screen = ready_to_play(bench)
    assert bench.press(screen, ESC, ESC) is Outcome.BACK
    bench = Workbench(tmp_path, best_of=None)
    screen = ready_to_play(bench)
    bench.run(screen, 10)
    assert bench.press(screen, ESC, ESC) is Outcome.DONE
    assert len(bench.recorded) >= 2


def test_the_mirror_throws_what_the_player_threw_last(tmp_path: Path) -> None:
    bench = Workbench(tmp_path, opponent="mirror", best_of=None)
    screen = ready_to_play(bench)
    bench.run(screen, 40)
    assert len(bench.recorded) > 5
    assert {played.computer for played in bench.recorded[1:]} == {Gesture.ROCK}


def test_the_result_offers_another_match_and_to_save_only_what_is_not_saved(bench: Workbench) -> None:
    bench.run(ready_to_play(bench), 120)
    bench.context.session.unsaved = True
    screen = Result(bench.context)
    assert Outcome.SAVE in {button.press for button in screen.focus.buttons}
    assert bench.press(screen, ENTER) is Outcome.AGAIN
    bench.context.session.unsaved = False
    assert Outcome.SAVE not in {button.press for button in Result(bench.context).focus.buttons}


# Everywhere


UNCLEAR = {
    "no hand": [[0.1, 0.0, 0.0, 0.9]] * 9,
    "two gestures": [[0.9, 0.1, 0.0, 0.0]] * 5 + [[0.0, 0.1, 0.9, 0.0]] * 4,
    "hardly two": [[0.4, 0.3, 0.1, 0.2]] * 9,
    "doubt": [[0.1, 0.1, 0.6, 0.2]] * 9,
    "too few": [[0.1, 0.1, 0.6, 0.2]] * 2,
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("factor", [1.0, 1.4])
def test_why_a_throw_does_not_count_is_said_in_words_that_fit(
    tmp_path: Path, size: tuple[int, int], factor: float
) -> None:
    bench = Workbench(tmp_path, size)
    bench.context.theme.text_factor = factor
    view = MatchView(CameraView())
    view.place(bench.context.theme, Box(18, 18, size[0] - 36, size[1] - 100), 4 / 3)
    said = set()
    for rows in UNCLEAR.values():
        verdict = vote(rows, thresholds=[0.7] * 4)
        assert verdict.gesture is None
        said.add(throw_again_sentence(verdict, len(rows)))
        bench.context.theme.begin_frame()
        view.draw_rethrow(bench.painter, throw_again_sentence(verdict, len(rows)))
        assert all(box.whole for box in bench.context.theme.boxes)
    assert len(said) == len(UNCLEAR)


def test_too_few_pictures_are_the_computers_fault_unless_the_camera_is_slow() -> None:
    verdict = vote(UNCLEAR["too few"])
    assert "computer was busy" in throw_again_sentence(verdict, 2)
    assert "more light" in throw_again_sentence(verdict, 2, slow_camera=True)
    for fps, slow in ((30.0, False), (10.0, False), (5.0, False), (3.0, True), (0.0, False)):
        assert ThrowReader(None, fps, 0.0).slow_camera is slow, fps

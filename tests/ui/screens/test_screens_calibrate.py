"""CALIBRATE on a workbench: what is taken, what is said, what is taken back, and what waits."""

# mypy: disable-error-code="comparison-overlap, unreachable"

from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from workbench import FRAME_S, Workbench, fill

from rps_game.calibration.capture import CaptureRules, Hint
from rps_game.calibration.coach import ADVISE_AFTER_S, PATIENCE_S, FrameVerdict
from rps_game.calibration.sampler import Sampler
from rps_game.camera.feed import FeedState
from rps_game.flow import Outcome
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.ui.drawing import Symbol
from rps_game.ui.screens.calibrate.recorder import VIEWS_WAIT_S
from rps_game.ui.screens.calibrate.screen import Calibrate
from rps_game.ui.widgets.thumbnails import Thumbnails
from rps_game.ui.words.calibration import advice_word, hint_word, step_word
from rps_game.ui.words.i18n import tr

RULES = CaptureRules()
SIZES = [(1280, 720), (800, 600), (2560, 1440)]
ENTER, ESC, BACKSPACE = pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_BACKSPACE


def record(bench: Workbench, screen: Calibrate, gesture: Gesture) -> Outcome | None:
    """Show a gesture and start its recording; until it is whole."""
    bench.showing = gesture
    return bench.press(screen, ENTER) or bench.run(screen, 3 + RULES.wanted(gesture) / 8 + 2)


def test_calibration_by_enter_alone_records_every_class(bench: Workbench) -> None:
    screen, session = Calibrate(bench.context), bench.context.session
    for gesture in (Gesture.NONE, *GESTURES):
        assert record(bench, screen, gesture) is None
    assert {g: len(session.samples[g]) for g in session.recorded} == {
        Gesture.ROCK: 40,
        Gesture.PAPER: 40,
        Gesture.SCISSORS: 40,
        Gesture.NONE: 30,
    }
    # Every sample is of the gesture that was shown, and no frame is there twice.
    for gesture, samples in session.samples.items():
        assert all(sample.features[0, 0, gesture] == 1 for sample in samples)
        assert len({sample.number for sample in samples}) == len(samples)
    assert bench.press(screen, ENTER) is Outcome.DONE


def test_the_empty_scene_may_be_skipped_and_is_then_no_class(bench: Workbench) -> None:
    screen = Calibrate(bench.context)
    skip = next(button for button in screen.focus.buttons if button.symbol is Symbol.FORWARD)
    assert bench.step(screen) is None
    assert bench.click(screen, skip.rect.center) is None
    for gesture in GESTURES:
        record(bench, screen, gesture)
    assert bench.context.session.recorded == GESTURES
    assert bench.press(screen, ENTER) is Outcome.DONE


def test_one_gesture_redone_keeps_the_others_and_its_own_until_it_is_whole(bench: Workbench) -> None:
    fill(bench.context.session)
    session = bench.context.session
    before = {gesture: list(samples) for gesture, samples in session.samples.items()}
    session.redo = Gesture.ROCK
    screen = Calibrate(bench.context)
    bench.showing = Gesture.ROCK
    bench.press(screen, ENTER)
    bench.run(screen, 4.0)
    assert session.samples == before
    bench.run(screen, 6.0)
    assert len(session.samples[Gesture.ROCK]) == 40
    assert {g: session.samples[g] for g in CLASSES if g is not Gesture.ROCK} == {
        g: before[g] for g in CLASSES if g is not Gesture.ROCK
    }
    assert session.redo is None
    assert bench.press(screen, ENTER) is Outcome.DONE


def test_escape_pauses_then_leaves_and_gives_up_the_redo(bench: Workbench) -> None:
    fill(bench.context.session)
    bench.context.session.redo = Gesture.PAPER
    screen = Calibrate(bench.context)
    bench.press(screen, ENTER)
    bench.run(screen, 4)
    assert bench.press(screen, ESC) is None
    assert bench.press(screen, ESC) is Outcome.BACK
    assert bench.context.session.redo is None


@pytest.mark.parametrize("lost", [FeedState.LOST, FeedState.FAILED])
def test_a_lost_camera_pauses_the_recording_and_its_return_resumes_it(
    bench: Workbench, lost: FeedState
) -> None:
    screen = Calibrate(bench.context)
    bench.press(screen, ENTER)
    bench.run(screen, 4)
    bench.feed.state = lost
    bench.run(screen, 5)
    bench.feed.state = FeedState.RUNNING
    assert bench.run(screen, 10) is None
    assert len(bench.context.session.samples[Gesture.NONE]) == 30


def test_taking_back_by_key_and_by_click_makes_room_for_new_frames(bench: Workbench) -> None:
    screen = Calibrate(bench.context)
    bench.press(screen, ENTER)
    bench.run(screen, 3 + 1)
    bench.press(screen, ESC)
    before = [sample.number for sample in screen.samples]
    bench.press(screen, BACKSPACE)
    (strip,) = (button for button in screen.focus.buttons if isinstance(button, Thumbnails))
    bench.click(screen, dict(strip.places())[before[-2]].center)
    taken = tuple(sample.number for sample in screen.samples)
    assert list(taken) == before[:-2]
    bench.press(screen, ENTER)
    bench.run(screen, 9)
    samples = bench.context.session.samples[Gesture.NONE]
    assert [sample.number for sample in samples][: len(taken)] == list(taken)
    assert len(samples) == 30


def test_without_the_network_nothing_is_recorded(bench: Workbench) -> None:
    screen = Calibrate(bench.context)
    bench.press(screen, ENTER)
    for _ in range(300):
        bench.context.now += FRAME_S
        bench.look()
        assert bench.context.observation is not None
        bench.context.observation = replace(bench.context.observation, features=None)
        screen.update(bench.context.now)
        screen.draw(bench.painter)
    assert not bench.context.session.recorded


def test_every_sample_gets_its_views_also_those_that_come_late(bench: Workbench) -> None:
    screen, session = Calibrate(bench.context), bench.context.session
    record(bench, screen, Gesture.NONE)
    assert all(sample.views is not None for sample in session.samples[Gesture.NONE])
    bench.view_maker.busy = True
    record(bench, screen, Gesture.ROCK)
    assert all(sample.views is None for sample in session.samples[Gesture.ROCK])
    bench.view_maker.busy = False
    bench.step(screen)
    for sample in session.samples[Gesture.ROCK]:
        assert sample.views is not None
        assert sample.views[0, 0] == sample.number
    assert bench.view_maker.requested == [
        sample.number for gesture in (Gesture.NONE, Gesture.ROCK) for sample in session.samples[gesture]
    ]


def test_the_training_waits_for_the_last_views_but_not_for_long(bench: Workbench) -> None:
    fill(bench.context.session)
    screen = Calibrate(bench.context)
    bench.view_maker.busy = True
    assert bench.press(screen, ENTER) is None
    assert bench.run(screen, VIEWS_WAIT_S / 2) is None
    bench.press(screen, ENTER)  # again: it is waited for no longer than before
    assert bench.run(screen, VIEWS_WAIT_S / 2 + 0.1) is Outcome.DONE

    screen = Calibrate(bench.context)
    assert bench.press(screen, ENTER) is None
    bench.view_maker.busy = False
    assert bench.step(screen) is Outcome.DONE


def test_who_records_a_gesture_again_does_not_train_yet(bench: Workbench) -> None:
    fill(bench.context.session)
    screen = Calibrate(bench.context)
    bench.view_maker.busy = True
    bench.press(screen, ENTER)
    step = next(button for button in screen.focus.buttons if button.label == step_word(Gesture.PAPER))
    bench.click(screen, step.rect.center)
    assert bench.run(screen, 2 * VIEWS_WAIT_S) is None
    assert screen.wanted is Gesture.PAPER


def test_the_coach_says_what_is_wrong_and_goes_on_in_the_end(bench: Workbench) -> None:
    screen = Calibrate(bench.context)
    record(bench, screen, Gesture.NONE)
    bench.press(screen, ENTER)  # and then shows no hand at all
    bench.run(screen, 3 + ADVISE_AFTER_S + 0.2)
    assert advice_word(FrameVerdict.NO_HAND) in bench.read(screen)
    assert screen.samples == []
    bench.run(screen, PATIENCE_S)
    assert len(screen.samples) == 1
    bench.showing = Gesture.ROCK
    bench.run(screen, 3)
    assert len(screen.samples) > 15
    assert advice_word(FrameVerdict.NO_HAND) not in bench.read(screen)
    assert {hint_word(hint) for hint in Hint} & set(bench.read(screen))
    bench.press(screen, ESC)
    bench.run(screen, 0.1)
    assert tr("Paused") in bench.read(screen)


@pytest.mark.parametrize("advice", [advice for advice in FrameVerdict if advice is not FrameVerdict.GOOD])
@pytest.mark.parametrize("size", SIZES)
def test_every_advice_fits_over_the_picture(
    tmp_path: Path, size: tuple[int, int], advice: FrameVerdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Workbench(tmp_path, size)
    screen = Calibrate(bench.context)
    bench.press(screen, ENTER)
    bench.run(screen, 4)
    monkeypatch.setattr(Sampler, "advice", lambda sampler, now: advice)
    assert advice_word(advice) in bench.read(screen)
    assert bench.misfits(screen) == []

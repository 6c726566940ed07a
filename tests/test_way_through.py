"""The way through the game loses nothing: pictures, matches, results, and where something was asked for."""

# mypy: disable-error-code="comparison-overlap, unreachable"

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest
from profiles import content, make_profile
from stage import Gamepad, Keyboard, Mouse, Stage
from workbench import label_head, label_pooled_head

from rps_game.camera.feed import FeedState
from rps_game.errors import CameraLost
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import CLASSES, Gesture
from rps_game.heads.starter import Starter
from rps_game.ui.drawing import Tone
from rps_game.ui.screens.calibrate.screen import Calibrate
from rps_game.ui.screens.match.screen import MatchState, PlayMatch
from rps_game.ui.screens.saves.screen import Saves

ENTER, ESC, UP, DOWN, LEFT, RIGHT = (
    pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_UP, pygame.K_DOWN, pygame.K_LEFT, pygame.K_RIGHT,
)  # fmt: skip
DEVICES = pytest.mark.parametrize("device", [Keyboard, Gamepad, Mouse])
OURS = "0" * 64


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Return a game at the title, with Anna, who is saved."""
    stage = Stage(tmp_path, starter=Starter(label_pooled_head(), np.zeros((3, 256), np.float32)))
    stage.step_s = 1 / 15
    stage.step()
    anna = make_profile(frames=2, fingerprint=OURS, head=label_head(), classes=CLASSES)
    stage.context.saves.save(anna, "Anna")
    path = stage.context.saves.path("Anna")
    stage.context.session.load(stage.context.saves.load(path), path)
    stage.app.go_to(Phase.TITLE)
    stage.step()
    yield stage
    stage.app.close()


def of_anna(stage: Stage) -> dict[str, object]:
    return content(stage.context.session.as_profile("Anna")())


def calibration(stage: Stage) -> Calibrate:
    assert isinstance(stage.app.screen, Calibrate)
    return stage.app.screen


def match(stage: Stage) -> PlayMatch:
    assert isinstance(stage.app.screen, PlayMatch)
    return stage.app.screen


def play(stage: Stage, rounds: int) -> PlayMatch:
    """Begin a match, and play so many rounds of it."""
    stage.app.change_settings(best_of=None)
    stage.app.go_to(Phase.TITLE)
    stage.press_button("Play")
    stage.hand.show(Gesture.ROCK)
    while len(match(stage).match.rounds) < rounds:
        stage.step()
    while match(stage).state is MatchState.REVEAL:
        stage.step()
    return match(stage)


# A new player.


def test_a_new_player_who_goes_back_leaves_the_present_one_whole(stage: Stage) -> None:
    before = of_anna(stage)
    stage.press_button("New player")
    assert calibration(stage).wanted is Gesture.NONE
    stage.press(ESC)
    assert of_anna(stage) == before
    stage.app.go_to(Phase.TRY)
    stage.hand.show(Gesture.PAPER)
    stage.run(1)
    stage.press(pygame.K_d, ENTER)
    assert calibration(stage).wanted is Gesture.PAPER
    stage.press(ESC)
    assert stage.phase is Phase.TRY


def test_what_was_recorded_of_a_new_player_is_kept_apart_and_asked_about(stage: Stage) -> None:
    before = of_anna(stage)
    stage.press_button("New player")
    stage.press_button("Start")
    stage.run(30 / 8 + 6)
    assert calibration(stage).wanted is Gesture.ROCK
    stage.press(ESC)
    assert of_anna(stage) == before
    stage.press_button("New player")
    assert any("Empty" in text for text in stage.texts())
    stage.press(ESC)
    assert stage.phase is Phase.TITLE
    stage.press_button("New player")
    stage.press(ENTER)  # go on
    assert calibration(stage).wanted is Gesture.ROCK
    stage.press(ESC)
    stage.press_button("New player")
    stage.press_button("Start anew")
    assert calibration(stage).wanted is Gesture.NONE
    assert of_anna(stage) == before


# The way back.


def test_a_match_that_is_left_for_a_calibration_or_the_settings_waits_in_its_pause(stage: Stage) -> None:
    screen = play(stage, 2)
    stage.press(ESC)
    rounds, sealed = screen.match.rounds, screen.sealed
    for label, phase in (("Redo scissors", Phase.CALIBRATE), ("Settings", Phase.SETTINGS)):
        if label == "Redo scissors":
            stage.press_button("Redo a gesture")
        stage.press_button(label)
        assert stage.phase is phase
        stage.press(ESC)
        assert (match(stage).state, match(stage).match.rounds) == (MatchState.PAUSED, rounds)
        assert match(stage).sealed is sealed
    stage.press(ENTER)
    stage.run(4)
    assert match(stage).match.rounds[:3][:2] == rounds
    assert len(match(stage).match.rounds) > len(rounds)


def test_settings_of_the_pause_hold_for_the_match_that_goes_on(stage: Stage) -> None:
    play(stage, 2)
    stage.press(ESC)
    sealed = match(stage).sealed
    stage.press_button("Settings")
    assert "Opponent" not in stage.texts()  # a match has one
    stage.app.change_settings(best_of=9)
    stage.press(ESC)
    assert match(stage).match.rules.best_of == 9
    assert match(stage).sealed is sealed
    assert len(match(stage).match.rounds) == 2


def test_giving_up_a_match_that_has_begun_is_asked_about(stage: Stage) -> None:
    play(stage, 1)
    stage.app.change_settings(best_of=9)
    stage.press(ESC)
    stage.press_button("Settings")
    stage.press(ESC, ESC)
    assert "Give up the match?" in stage.texts()
    stage.press(ENTER)
    assert match(stage).state is not MatchState.PAUSED
    stage.press(ESC)
    stage.press_button("Give up")
    assert stage.phase is Phase.MATCH
    stage.press_button("Give up")
    assert stage.phase is Phase.TITLE
    stage.press_button("Play")
    assert match(stage).match.rounds == ()


@pytest.mark.parametrize("label", ["Redo rock", "Other opponent"])
def test_a_result_is_there_again_after_what_was_opened_from_it(stage: Stage, label: str) -> None:
    played = play(stage, 1).match
    stage.press(ESC, ESC)
    assert stage.phase is Phase.RESULT
    if label == "Redo rock":
        stage.press_button("Read me wrong?")
        stage.press(ESC)
        assert stage.focused == "Play again"
        stage.press_button("Read me wrong?")
    stage.press_button(label)
    stage.press(ESC)
    assert stage.phase is Phase.RESULT
    assert stage.context.session.match == played
    stage.press(ENTER)
    assert match(stage).match.rounds == ()


@pytest.mark.parametrize("outcome", [Outcome.LEARN, Outcome.TRY, Outcome.REDO])
def test_a_report_is_there_again_after_what_was_opened_from_it(stage: Stage, outcome: Outcome) -> None:
    stage.app.go_to(Phase.REPORT)
    stage.app.apply(outcome)
    stage.step()
    stage.press(ESC)
    assert stage.phase is Phase.REPORT
    stage.press(ESC)
    assert stage.phase is Phase.TITLE


@pytest.mark.parametrize("from_phase", [Phase.REPORT, Phase.RESULT])
def test_saving_comes_back_to_where_it_was_asked_for(stage: Stage, from_phase: Phase) -> None:
    stage.context.session.unsaved, stage.context.session.saved_name = True, None
    stage.app.go_to(from_phase)
    stage.press_button("Save")
    stage.press(ESC)
    assert stage.phase is from_phase
    stage.press_button("Save")
    stage.type("Bert")
    stage.press(ENTER)
    stage.run(0.2)
    assert stage.phase is from_phase
    assert stage.context.session.saved_name == "Bert"


def test_at_the_title_only_a_second_escape_quits(stage: Stage) -> None:
    assert stage.press(ESC)
    assert any("once more" in text for text in stage.texts())
    stage.run(6)
    assert stage.press(ESC)
    assert not stage.press(ESC)


# Without a camera.


@DEVICES
@pytest.mark.parametrize("phase", [Phase.CALIBRATE, Phase.TRY, Phase.MATCH])
def test_where_a_camera_is_missed_one_press_takes_the_drawn_hand(
    stage: Stage, device: type[Keyboard], phase: Phase
) -> None:
    stage.feed.lose(CameraLost("No camera works.", "Plug one in."))
    stage.app.go_to(phase)
    stage.run(0.3)
    assert any("No camera works." in text for text in stage.texts())
    assert stage.focused == "Use the drawn hand"
    device(stage).press("Use the drawn hand")
    assert stage.feed.switched == 1
    assert stage.context.settings.camera == "demo"
    stage.feed.source, stage.feed.state, stage.feed.error = stage.hand, FeedState.RUNNING, None
    stage.run(0.5)
    assert not any("No camera works." in text for text in stage.texts())
    assert stage.phase is phase
    assert "Use the drawn hand" not in stage.labels()


def test_play_at_once_without_a_camera_is_no_dead_end(stage: Stage) -> None:
    stage.context.session.forget_head()
    stage.feed.lose(CameraLost("No camera works.", "Plug one in."))
    stage.step()
    Mouse(stage).press("Play at once")
    stage.run(0.3)
    assert "Use the drawn hand" in stage.labels()
    stage.press(ESC)
    assert stage.phase is Phase.TITLE


@pytest.mark.parametrize("phase", [Phase.CALIBRATE, Phase.TRY])
def test_the_card_without_a_camera_is_left_by_escape_and_the_screen_below_hears_nothing(
    stage: Stage, phase: Phase
) -> None:
    stage.app.go_to(phase)
    stage.run(0.3)
    stage.feed.lose(CameraLost("No camera works.", "Plug one in."))
    stage.step()
    assert stage.labels() == ["Back", "Use the drawn hand"]
    stage.press(pygame.K_F1)
    assert not any("start this gesture again" in text for text in stage.texts())
    stage.press(ESC, ESC)
    assert stage.phase is Phase.TITLE


def test_while_the_camera_is_being_opened_enter_takes_no_other(stage: Stage) -> None:
    stage.feed.source, stage.feed.state = None, FeedState.OPENING
    stage.app.go_to(Phase.CALIBRATE)
    stage.run(0.3)
    assert "Opening the camera" in stage.texts()
    stage.press(ENTER)
    assert stage.feed.switched == 0
    Mouse(stage).press("Use the drawn hand")
    assert stage.feed.switched == 1


def test_a_recording_that_is_over_is_no_dead_end(stage: Stage) -> None:
    stage.app.go_to(Phase.TRY)
    stage.run(0.3)
    stage.feed.state = FeedState.ENDED
    stage.step()
    assert "The recording is over" in stage.texts()
    assert stage.focused == "Use the drawn hand"


# Nobody there.


def test_after_three_throws_without_a_hand_the_match_waits_and_goes_on_with_one(stage: Stage) -> None:
    stage.press_button("Play")
    stage.hand.show(Gesture.NONE)
    throws = 0
    for _ in range(400):
        before = match(stage).verdict
        stage.step()
        throws += match(stage).verdict is not None and before is None
        if match(stage).state is MatchState.PAUSED:
            break
    assert throws == 3
    assert "Nobody there?" in stage.texts()
    assert any("Press R, P or S" in text for text in stage.texts())
    stage.run(30)
    assert match(stage).state is MatchState.PAUSED
    stage.press(pygame.K_p)
    stage.run(6)
    assert match(stage).match.rounds[0].player is Gesture.PAPER


def test_a_hand_between_empty_throws_begins_the_count_anew(stage: Stage) -> None:
    stage.press_button("Play")
    for gesture in (Gesture.NONE, Gesture.NONE, Gesture.ROCK, Gesture.NONE, Gesture.NONE):
        stage.hand.show(gesture)
        while match(stage).verdict is None:
            stage.step()
        while match(stage).verdict is not None:
            stage.step()
        assert match(stage).state is MatchState.THROWING


# The arrows.


def walk(stage: Stage, key: int, steps: int) -> list[str]:
    found = []
    for _ in range(steps):
        stage.press(key)
        found.append(stage.focused)
    return found


def test_arrows_stay_in_their_row_and_wrap(stage: Stage) -> None:
    stage.context.session.unsaved = True
    play(stage, 1)
    stage.press(ESC, ESC)
    stage.step()
    assert stage.focused == "Play again"
    row = ["Other opponent", "Save", "Read me wrong?", "Menu", "Play again"]
    stage.window.resize((1280, 720))
    stage.step()
    assert walk(stage, LEFT, 10) == row * 2
    assert walk(stage, RIGHT, 10) == list(reversed([row[-1], *row[:-1]])) * 2


def test_the_title_and_the_list_of_players_wrap(stage: Stage) -> None:
    stage.seek("Play")
    assert walk(stage, DOWN, 1) == ["Opponent"]
    assert walk(stage, RIGHT, 2) == ["Match", "Opponent"]
    assert walk(stage, UP, 1) == ["Play"]
    stage.seek("New player")
    assert walk(stage, LEFT, 2) == ["Quit", "Settings"]
    assert walk(stage, RIGHT, 2) == ["Quit", "New player"]
    stage.context.saves.save(make_profile(1, fingerprint=OURS), "Bert")
    stage.press_button("Players")
    stage.run(0.2)
    assert walk(stage, DOWN, 3) == ["Bert", "Anna", "Bert"]
    assert walk(stage, UP, 2) == ["Anna", "Bert"]
    stage.press(RIGHT)
    assert walk(stage, UP, 1) == ["Back"]


# The saved players.


def test_the_chosen_row_stays_filled_wherever_the_focus_is(stage: Stage) -> None:
    stage.context.saves.save(make_profile(1, fingerprint=OURS), "Bert")
    stage.press_button("Players")
    stage.run(0.2)
    stage.press(DOWN, RIGHT, DOWN)
    assert stage.focused == "Rename"
    assert isinstance(stage.app.screen, Saves)
    grounds = {}
    for button in stage.app.screen.focus.buttons[:2]:
        place = button.rect.right - 30, button.rect.centery
        grounds[button.label] = stage.window.surface.get_at(place)[:3]
    theme = stage.context.theme
    assert grounds == {"Anna": theme.colour(Tone.CARD), "Bert": theme.colour(Tone.RAISED)}


@DEVICES
def test_an_unsaved_player_stands_first_in_the_list_and_is_named_there(
    stage: Stage, device: type[Keyboard]
) -> None:
    stage.context.session.unsaved, stage.context.session.saved_name = True, None
    stage.app.go_to(Phase.TITLE)
    player = device(stage)
    player.press("Players")
    stage.run(0.2)
    assert stage.labels()[:2] == ["Unsaved player", "Anna"]
    player.press("Unsaved player")
    player.press("Back")
    assert stage.labels()[:2] == ["Unsaved player", "Anna"]
    player.press("Unsaved player")
    player.press("Save")
    stage.run(0.3)
    assert stage.phase is Phase.SAVES
    assert stage.labels()[:2] == ["Anna", "Player 1"]
    assert stage.focused == "Player 1" or device is Mouse
    assert stage.context.session.saved_name == "Player 1"
    player.press("Back")
    assert stage.phase is Phase.TITLE


def test_an_unsaved_player_is_played_from_the_list(stage: Stage) -> None:
    stage.context.session.unsaved = True
    stage.app.go_to(Phase.TITLE)
    stage.press_button("Players")
    stage.run(0.2)
    stage.press_button("Play")
    stage.run(0.2, until=Phase.MATCH)


# The mouse.


def test_a_click_counts_when_the_buttons_are_replaced_between_press_and_release(tmp_path: Path) -> None:
    starter = Starter(label_pooled_head(), np.zeros((3, 256), np.float32))
    stage = Stage(tmp_path, converted=False, starter=starter)
    stage.step()
    stage.network.converted.set()
    new_player = next(button for button in stage.app.screen.focus.buttons if button.label == "New player")
    place = new_player.rect.center
    stage.step(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=place, button=1))
    stage.network.load(convert=True)
    while "Play at once" not in stage.labels():
        stage.step()
    stage.step(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=place, button=1))
    stage.run(1, until=Phase.CALIBRATE)
    stage.app.close()


def test_a_match_is_paused_by_the_mouse_and_by_no_stray_key(stage: Stage) -> None:
    stage.press_button("Play")
    stage.run(0.5)
    stage.press(ENTER, pygame.K_SPACE)
    assert match(stage).state is MatchState.THROWING
    Mouse(stage).click(stage.app.screen.focus.buttons[0].rect.center)
    assert match(stage).state is MatchState.PAUSED

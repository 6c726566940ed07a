"""Who you play, how long and how fast: chosen at the title, on OPPONENT, in the pause and at the result."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest
from stage import Gamepad, Keyboard, Mouse, Stage
from workbench import MADE_BY, fill, label_head, label_starter, report

from rps_game.flow import Phase
from rps_game.game.gestures import Gesture
from rps_game.game.opponents import OPPONENTS
from rps_game.game.rhythm import Beat, Pace
from rps_game.ui.screens.match.screen import MatchState, PlayMatch

ENTER, ESC = pygame.K_RETURN, pygame.K_ESCAPE
UP, DOWN, LEFT, RIGHT = pygame.K_UP, pygame.K_DOWN, pygame.K_LEFT, pygame.K_RIGHT


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    (tmp_path / "settings.json").write_text('{"language": "en", "best_of": null}')
    stage = Stage(tmp_path, (1280, 720), starter=label_starter())
    fill(stage.context.session)
    stage.context.session.use_trained_head(label_head(), report(), "2025-03-01T12:00:00+01:00", MADE_BY)
    stage.run(0.2)
    yield stage
    stage.app.close()


def match(stage: Stage) -> PlayMatch:
    screen = stage.app.screen
    assert isinstance(screen, PlayMatch)
    return screen


def play_rounds(stage: Stage, rounds: int) -> None:
    """Play until so many rounds are counted, and pause in the next throw."""
    stage.hand.show(Gesture.ROCK)
    for _ in range(2000):
        stage.step()
        if len(match(stage).match.rounds) >= rounds and match(stage).state is MatchState.THROWING:
            break
    assert len(match(stage).match.rounds) == rounds
    stage.press(ESC)
    assert match(stage).state is MatchState.PAUSED


# TITLE.


@pytest.mark.parametrize("calibrated", [True, False])
def test_the_title_reads_the_hand_before_anything_is_chosen(stage: Stage, calibrated: bool) -> None:
    if not calibrated:
        stage.context.session.forget_head()
    for gesture, words in (
        (Gesture.ROCK, "I see ROCK"),
        (Gesture.PAPER, "I see PAPER"),
        (Gesture.SCISSORS, "I see SCISSORS"),
        (Gesture.NONE, "Show me your hand"),
    ):
        stage.hand.show(gesture)
        stage.run(1.0)
        said = {"I see ROCK", "I see PAPER", "I see SCISSORS", "Show me your hand"} & set(stage.texts())
        assert said == {words}


def test_opponent_and_length_are_changed_in_place_and_remembered(stage: Stage, tmp_path: Path) -> None:
    assert stage.focused == "Play"
    names = list(OPPONENTS)
    seen = []
    for _ in names:
        stage.press(RIGHT)
        seen.append(stage.context.settings.opponent)
        assert OPPONENTS[seen[-1]].title in stage.texts()
        assert stage.focused == "Play"
    assert seen == [*names[1:], names[0]]
    stage.press(LEFT)
    assert stage.context.settings.opponent == names[-1]
    stage.press(DOWN, RIGHT, ENTER)
    assert (stage.focused, stage.context.settings.best_of) == ("Match", 3)
    assert "first to 2" in stage.texts()
    stage.app.close()
    kept = json.loads((tmp_path / "settings.json").read_text())
    assert (kept["opponent"], kept["best_of"]) == (names[-1], 3)


def test_one_key_still_plays(stage: Stage) -> None:
    stage.press(ENTER)
    stage.run(0.1)
    assert stage.phase is Phase.MATCH


# OPPONENT.


@pytest.mark.parametrize("device", [Keyboard, Mouse, Gamepad])
def test_an_opponent_is_chosen_and_played_by_any_device(stage: Stage, device: type[Keyboard]) -> None:
    player = device(stage)
    player.press("Opponent")
    assert stage.phase is Phase.OPPONENT
    player.press("Polly")
    if device is Mouse:  # it chooses, and has a button to start with
        assert stage.phase is Phase.OPPONENT
        player.press("Play")
    stage.run(0.1, until=Phase.MATCH)
    assert stage.context.settings.opponent == "mirror"


def test_enter_means_the_same_again(stage: Stage) -> None:
    stage.app.change_settings(opponent="learner", pace=Pace.FAST)
    stage.app.go_to(Phase.OPPONENT)
    stage.step()
    assert stage.focused == "Hoot"
    stage.press(ENTER)
    stage.run(0.1, until=Phase.MATCH)
    assert (stage.context.settings.opponent, stage.context.settings.pace) == ("learner", Pace.FAST)


def test_the_arrows_go_through_faces_and_rows_and_wrap(stage: Stage) -> None:
    stage.press_button("Opponent")
    walked = []
    for key in (LEFT, RIGHT, DOWN, RIGHT, DOWN, RIGHT, DOWN, DOWN, UP):
        stage.press(key)
        walked.append(stage.focused)
    last = list(OPPONENTS.values())[-1].title
    assert walked == [last, "Pip", "Match", "Match", "Pace", "Pace", "Play", "Pip", "Play"]
    stage.press(ENTER)
    stage.run(0.1, until=Phase.MATCH)
    assert stage.context.settings.pace is Pace.FAST
    assert stage.context.settings.best_of == 3  # after "endless", the last


def test_the_fox_has_levels_that_say_what_they_do(stage: Stage, tmp_path: Path) -> None:
    stage.press_button("Opponent")
    said = "Easy leaves every second throw to chance, fair every fourth, hard none."
    assert "Level" not in stage.texts()
    for _ in range(list(OPPONENTS).index("fox")):
        stage.press(RIGHT)
    assert stage.focused == "Sly"
    assert {"Level", "easy", "fair", "hard", said} <= set(stage.texts())
    stage.press(DOWN, RIGHT)
    assert stage.focused == "Level"
    stage.press(DOWN)
    assert stage.focused == "Match"
    stage.press(DOWN, DOWN, ENTER)
    stage.run(0.1, until=Phase.MATCH)
    stage.app.close()
    kept = json.loads((tmp_path / "settings.json").read_text())
    assert (kept["opponent"], kept["level"]) == ("fox", "hard")


def test_esc_changes_nothing(stage: Stage) -> None:
    before = stage.context.settings
    stage.press_button("Opponent")
    stage.press(RIGHT, DOWN, RIGHT, DOWN, LEFT, ESC)
    assert (stage.phase, stage.context.settings) == (Phase.TITLE, before)


def test_what_was_won_stands_on_the_cards(stage: Stage) -> None:
    stage.press(ENTER)
    play_rounds(stage, 2)
    wins = match(stage).match.wins
    stage.press_button("Opponent and pace")
    assert f"{wins} of 2 throws won" in stage.texts()
    assert stage.texts().count("not played yet") == sum(one.counts for one in OPPONENTS.values()) - 1


def test_without_a_head_nothing_can_be_started(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.app.go_to(Phase.OPPONENT)
    stage.press(RIGHT, ENTER)
    assert "Who do you play against?" in stage.texts()
    stage.press(ESC)
    assert stage.phase is Phase.TITLE
    stage.app.close()


def test_a_newcomer_meets_an_opponent_with_the_starter(stage: Stage) -> None:
    stage.context.session.forget_head()
    stage.app.go_to(Phase.OPPONENT)
    stage.press(RIGHT, ENTER)
    stage.run(0.1, until=Phase.MATCH)
    assert stage.context.session.is_starter


# From the pause.


def test_the_match_goes_on_with_another_length_and_pace(stage: Stage) -> None:
    stage.press(ENTER)
    play_rounds(stage, 2)
    rounds, sealed = match(stage).match.rounds, match(stage).sealed
    stage.press_button("Opponent and pace")
    stage.press(DOWN, DOWN, RIGHT, DOWN)
    assert stage.focused == "Go on"
    stage.press(ENTER)
    stage.run(0.1, until=Phase.MATCH)
    assert (match(stage).match.rounds, match(stage).sealed) == (rounds, sealed)
    assert stage.context.settings.pace is Pace.FAST


def test_another_opponent_is_another_match_and_that_is_said_first(stage: Stage) -> None:
    stage.press(ENTER)
    play_rounds(stage, 2)
    score = f"{match(stage).match.wins} : {match(stage).match.losses}"
    stage.press_button("Opponent and pace")
    said = f"A new match begins: the one at {score} ends."
    assert said not in stage.texts()
    stage.press(RIGHT)
    assert said in stage.texts()
    stage.press(ESC)  # thought better of it
    assert (match(stage).state, len(match(stage).match.rounds)) == (MatchState.PAUSED, 2)
    assert stage.context.settings.opponent == "random"
    stage.press_button("Opponent and pace")
    stage.press(RIGHT, ENTER)
    stage.run(0.1, until=Phase.MATCH)
    assert match(stage).match.rounds == ()
    assert stage.context.settings.opponent == "learner"


def test_the_learner_remembers_while_somebody_else_is_played(stage: Stage) -> None:
    session = stage.context.session
    stage.app.change_settings(opponent="learner")
    stage.press(ENTER)
    play_rounds(stage, 2)
    habits = list(session.history)
    stage.app.change_settings(opponent="mirror")
    assert session.history == []
    stage.app.change_settings(opponent="learner")
    assert session.history == habits


# The pace.


@pytest.mark.parametrize(("pace", "shoot_s"), [("slow", 3.64), ("normal", 2.6), ("fast", 2.08)])
def test_the_match_is_counted_at_the_pace_that_was_chosen(stage: Stage, pace: str, shoot_s: float) -> None:
    stage.app.change_settings(pace=Pace(pace))
    stage.press(ENTER)
    while stage.phase is not Phase.MATCH or match(stage).state is not MatchState.THROWING:
        stage.step()
    began = stage.now
    while match(stage).beat is not Beat.SHOOT:
        stage.step()
    assert stage.now - began == pytest.approx(shoot_s, abs=2 * stage.step_s)
    while match(stage).beat is Beat.SHOOT:
        stage.step()
    opened = stage.now
    while match(stage).beat is Beat.WINDOW and match(stage).verdict is None:
        stage.step()
    assert stage.now - opened == pytest.approx(0.3, abs=4 * stage.step_s)  # the last frames are waited for


# The pause lets nothing be read through.


def test_the_match_behind_a_pause_cannot_be_read(stage: Stage) -> None:
    """No edge of the picture behind is sharp: beside the panel, neighbouring pixels hardly differ."""
    stage.press(ENTER)
    stage.hand.show(Gesture.PAPER)
    stage.run(2.0)
    area = pygame.Rect(0, 40, 380, 560)  # the player's picture, at the left of the panel

    def steepest() -> int:
        pixels = pygame.surfarray.array3d(stage.window.surface.subsurface(area)).astype(int)
        return int(max(np.abs(np.diff(pixels, axis=axis)).max() for axis in (0, 1)))

    assert steepest() > 60
    stage.press(ESC)
    assert steepest() < 12

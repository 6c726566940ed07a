"""RESULT: the deciding hand against the opponent's face, one line worth reading, and confetti for a win."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest
from stage import Stage
from workbench import MADE_BY, fill, label_head, report

from rps_game.flow import Phase
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.game.match import Match, Round, Rules
from rps_game.game.opponents import OPPONENTS
from rps_game.game.statistics import Statistics
from rps_game.ui.drawing import Tone
from rps_game.ui.drawing.confetti import CONFETTI_S
from rps_game.ui.words.statistics import result_sentence

HOOT = OPPONENTS["learner"]


def rounds_of(words: str) -> tuple[Round, ...]:
    """Return rounds from two letters each, the player's first: "RS" is rock against scissors."""
    letters = {gesture.name[0]: gesture for gesture in GESTURES}
    return tuple(Round(letters[player], letters[computer]) for player, computer in map(tuple, words.split()))


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    (tmp_path / "settings.json").write_text('{"language": "en", "opponent": "learner"}')
    stage = Stage(tmp_path, (1280, 720))
    fill(stage.context.session)
    stage.context.session.use_trained_head(label_head(), report(), "2025-03-01T12:00:00+01:00", MADE_BY)
    stage.run(0.2)
    yield stage
    stage.app.close()


def statistics(rounds: str) -> Statistics:
    record = Statistics()
    for played in rounds_of(rounds):
        record = record.record(played, "learner")
    return record


@pytest.mark.parametrize(
    ("before", "rounds", "said"),
    [
        ("", "RS PR SP", "3 wins in a row. Your best so far!"),
        ("RS RS RS RS RP", "RS PR SP", "3 wins in a row."),
        ("RP", "PP RS PR", "Not one throw lost."),
        ("", "RP SR PR RS RS RS RP", "You threw rock 5 times out of 7: that can be guessed."),
        ("RS", "RP PS RS PS", "You have won 2 of 5 throws against Hoot so far."),
        ("", "", HOOT.line),
    ],
)
def test_the_one_line_that_is_worth_reading(before: str, rounds: str, said: str) -> None:
    match = Match(Rules(2 if said.startswith("Not") else None), rounds_of(rounds))
    assert result_sentence(match, statistics(f"{before} {rounds}"), HOOT) == said


def test_who_turned_a_match_round_is_told_so() -> None:
    match = Match(Rules(3), rounds_of("RP SR PR SP PP RS"))
    record = statistics("SP SP SP SP SP SP RP SR PR SP PP RS")
    assert match.wins == 3
    assert result_sentence(match, record, HOOT) == "3 wins in a row."  # a run is told first
    interrupted = statistics("RP SR PR SP PP RP")  # as if the last was another one
    assert result_sentence(match, interrupted, HOOT) == "You were behind, and turned it round."


def picture(stage: Stage, box: pygame.Rect) -> np.ndarray:
    return pygame.surfarray.array3d(stage.window.surface.subsurface(box)).astype(int)


def enter(stage: Stage, rounds: str, wins_needed: int = 2) -> None:
    stage.context.session.match = Match(Rules(wins_needed), rounds_of(rounds))
    stage.app.go_to(Phase.RESULT)
    stage.run(0.7)


EMPTY = pygame.Rect(400, 110, 480, 60)
"""Between headline, hand, score and face there is nothing but the ground, and perhaps confetti."""


def confetti(stage: Stage) -> bool:
    ground = stage.context.theme.colour(Tone.GROUND)
    return bool((picture(stage, EMPTY) != ground).any())


@pytest.mark.parametrize(
    ("rounds", "less_motion", "flies"),
    [("RS RS", False, True), ("RP RP", False, False), ("RS RS", True, False)],
)
def test_confetti_flies_for_a_match_won_and_not_with_less_motion(
    stage: Stage, rounds: str, less_motion: bool, flies: bool
) -> None:
    stage.app.change_settings(reduced_motion=less_motion)
    enter(stage, rounds)
    assert confetti(stage) is flies
    stage.run(CONFETTI_S)
    assert not confetti(stage)  # it is over


def test_the_deciding_hand_stands_still_while_the_camera_goes_on(stage: Stage) -> None:
    stage.app.change_settings(best_of=3)
    stage.press(pygame.K_RETURN)
    stage.hand.show(Gesture.PAPER)
    stage.run(120, until=Phase.RESULT)
    stage.run(3)
    hand = pygame.Rect(60, 130, 240, 200)
    before = picture(stage, hand)
    assert np.ptp(before) > 0
    stage.hand.show(Gesture.NONE)
    stage.run(0.5)
    assert (picture(stage, hand) == before).all()
    assert "Paper" in stage.texts()


def test_the_face_is_glad_of_a_win_and_sad_of_a_loss(stage: Stage) -> None:
    stage.app.change_settings(reduced_motion=True)  # nobody blinks
    faces = []
    for rounds in ("RS RS", "RP RP"):
        enter(stage, rounds)
        faces.append(picture(stage, pygame.Rect(940, 110, 300, 300)).tobytes())
    assert faces[0] != faces[1]
    assert {"You", "Hoot", "Hoot wins the match"} <= set(stage.texts())

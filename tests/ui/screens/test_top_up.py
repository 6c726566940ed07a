"""A head that was loaded, in another light: a few more pictures are offered, added, and learnt."""

# mypy: disable-error-code="comparison-overlap, unreachable"

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest
from profiles import load, make_profile
from stage import Keyboard, Stage
from workbench import MADE_BY, MadeUpTraining, Workbench, features_of, label_pooled_head, report

from rps_game.flow import Outcome, Phase
from rps_game.game.drift import Drift
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.saves.names import LAST_PLAYER
from rps_game.saves.store import SaveStore
from rps_game.session import TopUp
from rps_game.ui.screens.calibrate.screen import Calibrate
from rps_game.ui.screens.match.result import Result
from rps_game.ui.screens.match.screen import PlayMatch
from rps_game.ui.screens.train import RESULT_S
from rps_game.ui.screens.try_it import TryIt

ENTER, ESC = pygame.K_RETURN, pygame.K_ESCAPE
DIM = 0.3
"""The hand is then read right, by 0.6 against 0.98."""

OLD = 12
SIZES = [(640, 480), (800, 600), (1280, 720)]


def keep_a_player(folder: Path, classes: tuple[Gesture, ...] = CLASSES) -> None:
    """Leave the last player of another day behind."""
    samples = {gesture: np.stack([features_of(gesture)] * OLD) for gesture in classes}
    head = label_pooled_head()
    kept = make_profile(fingerprint="0" * 64, head=head, classes=classes, samples=samples)
    SaveStore(folder / "saves").save(kept, LAST_PLAYER)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    keep_a_player(tmp_path)
    stage = Stage(tmp_path)
    stage.step_s = 1 / 15
    stage.run(0.1)
    yield stage
    stage.app.close()


def throw(stage: Stage, seconds: float) -> bool:
    """Play on, with the hands in turn; whether the fallen confidence was told of."""
    told = False
    for i in range(round(seconds / 0.5)):
        stage.hand.show(GESTURES[i // 6 % 3])
        stage.run(0.5)
        told |= any("read less surely" in text for text in stage.texts())
    return told


def record(stage: Stage) -> None:
    """Show whatever is asked for, and train."""
    player = Keyboard(stage)
    while isinstance(screen := stage.app.screen, Calibrate) and (wanted := screen.wanted) is not None:
        player.pose(wanted)
        player.press("Start")
        stage.run(3 + 10 / 8 + 2)
    player.press("Train")
    assert stage.phase is Phase.TRAIN
    stage.step()


def test_a_match_in_another_light_offers_a_top_up_and_goes_on_where_it_was(
    stage: Stage, training: MadeUpTraining
) -> None:
    training.head = label_pooled_head()
    stage.app.change_settings(best_of=None)
    stage.press(ENTER)
    assert stage.phase is Phase.MATCH
    stage.hand.light = DIM
    assert throw(stage, 22)
    assert stage.context.session.needs_top_up
    match = stage.context.session.match
    assert match is not None
    assert len(rounds := match.rounds) >= 4
    assert stage.phase is Phase.MATCH  # nobody was stopped
    stage.press(ESC)
    Keyboard(stage).press("More pictures")
    assert stage.phase is Phase.CALIBRATE
    record(stage)
    data = training.data
    assert data is not None
    assert np.bincount(data.labels).tolist() == [OLD + 10] * 3 + [OLD]
    dim = data.features.max(axis=(1, 2, 3)) < 0.5
    assert np.bincount(data.labels[dim]).tolist() == [10] * 3
    stage.run(RESULT_S + 1, until=Phase.MATCH)
    assert stage.context.session.match.rounds[: len(rounds)] == rounds
    assert stage.context.session.top_up is None
    assert not throw(stage, 22)
    stage.press(ESC)
    stage.step()
    assert "More pictures" not in stage.labels()
    stage.app.close()
    again = load(SaveStore(stage.paths.saves), LAST_PLAYER)
    kept = dict.fromkeys(GESTURES, OLD + 10) | {Gesture.NONE: OLD}
    assert {gesture: len(rows) for gesture, rows in again.samples.items()} == kept


def test_in_the_light_of_the_calibration_nothing_is_offered(stage: Stage) -> None:
    stage.press(ENTER)
    assert not throw(stage, 22)
    stage.press(ESC)
    stage.step()
    assert "More pictures" not in stage.labels()


def test_trying_in_another_light_offers_a_top_up_and_comes_back_to_it(
    stage: Stage, training: MadeUpTraining
) -> None:
    training.head = label_pooled_head()
    stage.app.go_to(Phase.TRY)
    stage.hand.light = DIM
    assert throw(stage, 12)
    assert "More pictures" in stage.labels()
    Keyboard(stage).press("More pictures")
    record(stage)
    stage.run(RESULT_S + 1, until=Phase.TRY)
    assert "More pictures" not in stage.labels()


def test_trying_without_a_hand_offers_nothing(stage: Stage) -> None:
    stage.app.go_to(Phase.TRY)
    stage.hand.light = DIM
    stage.hand.show(Gesture.NONE)
    stage.run(20)
    assert not stage.context.session.needs_top_up


def test_a_head_that_was_trained_just_now_is_not_doubted(stage: Stage) -> None:
    stage.context.session.use_trained_head(
        label_pooled_head(), report(), "2025-03-01T12:00:00+01:00", MADE_BY
    )
    stage.press(ENTER)
    stage.hand.light = DIM
    assert not throw(stage, 22)


def test_a_top_up_that_is_given_up_leaves_everything_as_it_was(stage: Stage) -> None:
    session = stage.context.session
    before = session.frames
    stage.app.go_to(Phase.MATCH)
    session.top_up = TopUp(Outcome.PLAY)
    stage.app.apply(Outcome.TOP_UP)
    stage.run(0.2, until=Phase.CALIBRATE)
    player = Keyboard(stage)
    player.pose(Gesture.NONE)
    player.press("Start")
    stage.run(6)
    stage.press(ESC)
    assert stage.phase is Phase.MATCH
    assert (session.frames, session.top_up) == (before, None)
    stage.press(ENTER)
    assert session.match is not None
    assert session.match.rounds == ()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("factor", [1.0, 1.4])
def test_the_offer_fits(tmp_path: Path, size: tuple[int, int], factor: float) -> None:
    keep_a_player(tmp_path)
    bench = Workbench(tmp_path / "bench", size)
    bench.context.theme.text_factor = factor
    session = bench.context.session
    session.load(load(SaveStore(tmp_path / "saves"), LAST_PLAYER))
    session.drift = Drift(0.95)
    for _ in range(8):
        session.drift.add(np.full((9, 4), 0.25, np.float32))
    for build, keys in ((TryIt, []), (PlayMatch, [ESC]), (Result, [])):
        screen = build(bench.context)
        bench.step(screen)
        bench.press(screen, *keys)
        screen.focus.focused = next(b for b in screen.focus.buttons if b.label == "More pictures")
        bench.step(screen)
        assert "More pictures" in [button.label for button in screen.focus.buttons]
        assert bench.misfits(screen) == []

"""Other rules than rock, paper, scissors, in the real loop: chosen, calibrated, played, saved, counted."""

# mypy: disable-error-code="comparison-overlap, unreachable"

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from profiles import make_profile
from stage import Stage, StageHand
from workbench import BenchViewMaker, label_head, label_starter

from rps_game.calibration.capture import CaptureState
from rps_game.flow import Phase
from rps_game.game.gestures import CLASSIC, LIZARD_SPOCK, Gesture, Move, RoundResult, RuleSet, judge
from rps_game.game.match import Round
from rps_game.game.opponents import OPPONENTS
from rps_game.heads.dataset import FEATURE_SHAPE, Features, Pooled
from rps_game.rules_store import save_rules
from rps_game.saves.names import LAST_PLAYER
from rps_game.session import Session
from rps_game.ui.screens.calibrate.screen import Calibrate

OURS = "0" * 64
NUMBERS = "one", "two", "three", "four", "five", "six", "seven"
SEVEN = RuleSet.of(
    "seven",
    "Seven fingers",
    [Move(name, name.title(), str(i)) for i, name in enumerate(NUMBERS, 1)],
    {(NUMBERS[i], NUMBERS[(i + step) % 7]): "eats" for i in range(7) for step in (1, 2, 3)},
)


class Hand(StageHand):
    """A hand with a channel for each move; the starter knows the first three, and no hand.

    Attributes:
        labelled: whether its features are those that `label_head` reads instead.
    """

    labelled = False

    def features(self) -> Features:
        if self.labelled:
            return super().features()
        features = np.zeros(FEATURE_SHAPE, np.float32)
        features[..., CLASSIC[self.shown.id] if self.shown.id in CLASSIC else 10 + self.shown] = 1.0
        return features


class NoViews(BenchViewMaker):
    def take_finished(self) -> list[tuple[int, Pooled]]:
        return []


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    save_rules(SEVEN, tmp_path / "data" / "rules")
    stage = Stage(tmp_path, (800, 600), starter=label_starter(), hand=Hand())
    stage.context.view_maker = NoViews()
    stage.step_s = 1 / 15
    stage.step()
    stage.step()
    yield stage
    stage.app.close()


def calibrate(stage: Stage) -> None:
    """Record what is asked for, and train."""
    stage.step_s = 1 / 8
    for _ in range(1000):
        screen = stage.app.screen
        assert isinstance(screen, Calibrate)
        if screen.wanted is None:
            break
        stage.hand.show(screen.wanted)
        stage.run(0.25)
        if stage.focused == "Start":
            stage.press_button("Start")
    stage.step_s = 1 / 15
    stage.press_button("Train")
    stage.run(60, until=Phase.REPORT)


@pytest.mark.parametrize("rules", [LIZARD_SPOCK, SEVEN], ids=lambda rules: rules.id)
def test_a_new_player_is_calibrated_and_plays_to_the_end(stage: Stage, rules: RuleSet) -> None:
    stage.app.choose_rules(rules)
    stage.step()
    assert (stage.context.rules, stage.context.can_play) == (rules, False)
    stage.seek("New player")
    stage.press_button("New player")
    calibrate(stage)
    session = stage.context.session
    assert session.head is not None
    assert session.head.classes == rules.classes
    assert session.holdout_accuracy == 1.0
    assert not stage.misfits()
    stage.press_button("Play")
    thrown = rules.moves[-1]
    stage.hand.show(thrown)
    stage.run(200, until=Phase.RESULT)
    match = session.match
    assert match is not None
    assert match.over
    assert all(played.player is thrown for played in match.rounds)
    assert all(played.computer.rules is rules for played in match.rounds)
    assert all(played.result is judge(thrown, played.computer) for played in match.rounds)
    records = stage.context.files.records
    assert records.of(session.record, rules).total.rounds == len(match.rounds)
    assert records.together(CLASSIC).total.rounds == 0
    stage.step()
    assert stage.context.saves.load(stage.context.saves.path(LAST_PLAYER)).rules is rules


def test_each_opponent_plays_by_the_rules(stage: Stage) -> None:
    rng = stage.context.rng
    for rules in (CLASSIC, LIZARD_SPOCK, SEVEN):
        for opponent in OPPONENTS.values():
            playing, history = opponent.start(rules), list[Round]()
            for _ in range(12):
                move = playing.choose(history, rng)
                assert move in rules.moves
                assert move.rules is rules
                history.append(Round(rules.moves[int(rng.integers(len(rules.moves)))], move))
                remark = playing.remark(history)
                assert remark is None or str(remark)


def test_the_robot_always_wins(stage: Stage) -> None:
    stage.app.change_settings(opponent="robot")
    profile = make_profile(
        fingerprint=OURS, head=label_head(SEVEN.classes), classes=SEVEN.classes, rules=SEVEN
    )
    stage.context.session.load(profile)
    stage.app.change_settings(rules="seven")
    stage.app.go_to(Phase.MATCH)
    assert isinstance(stage.hand, Hand)
    stage.hand.labelled = True
    stage.hand.show(SEVEN["four"])
    stage.run(200, until=Phase.RESULT)
    match = stage.context.session.match
    assert match is not None
    assert {played.result for played in match.rounds} == {RoundResult.LOSE}


def test_play_at_once_is_for_rock_paper_scissors_alone(stage: Stage) -> None:
    assert "Play at once" in stage.labels()
    stage.app.choose_rules(LIZARD_SPOCK)
    stage.step()
    assert "Play at once" not in stage.labels()
    assert stage.focused == "New player"
    stage.app.choose_rules(CLASSIC)
    stage.step()
    assert "Play at once" in stage.labels()


def test_a_player_plays_on_when_the_rule_file_has_gone_or_changed(stage: Stage, tmp_path: Path) -> None:
    profile = make_profile(
        fingerprint=OURS, head=label_head(SEVEN.classes), classes=SEVEN.classes, rules=SEVEN
    )
    stage.context.saves.save(profile, LAST_PLAYER)
    stage.app.change_settings(rules="seven")
    stage.app.close()
    (tmp_path / "data" / "rules" / "seven.json").unlink()
    again = Stage(tmp_path, starter=label_starter())
    again.run(1)
    assert again.context.session.rules is again.context.rules is again.context.new_rules is SEVEN
    assert again.context.can_play
    again.app.close()
    other = RuleSet.of("seven", "Other", [Move(m.id, m.id, m.id) for m in CLASSIC.moves], classic_verbs())
    save_rules(other, tmp_path / "data" / "rules")
    changed = Stage(tmp_path, starter=label_starter())
    changed.run(1)
    assert (changed.context.rules, changed.context.new_rules) == (SEVEN, other)
    changed.app.close()


def classic_verbs() -> dict[tuple[str, str], str]:
    return {(winner.id, loser.id): verb for (winner, loser), verb in CLASSIC.verbs.items()}


def test_the_last_player_waits_while_other_rules_are_chosen(stage: Stage) -> None:
    classic = make_profile(fingerprint=OURS, head=label_head(), classes=CLASSIC.classes)
    stage.context.saves.save(classic, LAST_PLAYER)
    stage.app.choose_rules(LIZARD_SPOCK)
    stage.step()
    session: Session = stage.context.session
    assert session.head is None
    stage.app.choose_rules(CLASSIC)
    stage.step()
    assert session.head is not None
    assert session.head.rules is CLASSIC


def test_a_recording_starts_by_itself_with_a_hand_that_none_of_the_others_was(stage: Stage) -> None:
    stage.app.choose_rules(SEVEN)
    stage.step()
    stage.press_button("New player")
    screen = stage.app.screen
    assert isinstance(screen, Calibrate)

    def record(shown: Gesture) -> None:
        """Show a hand until the next one is asked for."""
        stage.hand.show(shown)
        for _ in range(400):
            if screen.wanted is not shown:
                return
            stage.step()
        raise AssertionError(f"{shown} was not recorded in {screen.state}")

    record(SEVEN.none)
    record(SEVEN["one"])
    stage.run(3)  # the same hand is still there
    assert (screen.wanted, screen.state) == (SEVEN["two"], CaptureState.WAITING)
    assert "That looks like ONE" in stage.texts()
    record(SEVEN["two"])
    stage.hand.show(SEVEN.none)
    stage.run(3)
    assert (screen.wanted, screen.state) == (SEVEN["three"], CaptureState.WAITING)
    record(SEVEN["three"])

"""Each player's record in the real loop: saved, renamed, deleted, and at the next start."""

import json
from pathlib import Path

import pygame
import pytest
from profiles import make_profile
from stage import Gamepad, Keyboard, Mouse, Stage
from workbench import MADE_BY, label_head, report

from rps_game.file_thread import STATISTICS_FILE
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import Gesture
from rps_game.game.match import Round
from rps_game.game.statistics import EVERYONE, UNNAMED, Records, Statistics
from rps_game.saves.names import LAST_PLAYER, file_name
from rps_game.statistics_file import load_statistics

OURS = "0" * 64  # the network of the stage
WON, LOST = Round(Gesture.ROCK, Gesture.SCISSORS), Round(Gesture.ROCK, Gesture.PAPER)
TRAINED = "2025-03-01T12:00:00+00:00"


def kept(folder: Path) -> dict[str, int]:
    """The rounds of each record that the next game reads."""
    records, error = load_statistics(folder / "data" / STATISTICS_FILE)
    assert error is None
    return {player: statistics.total.rounds for player, statistics in records.players.items()}


def said(stage: Stage, *buttons: str, player: type[Keyboard] = Keyboard) -> str:
    """What the statistics say, after these buttons."""
    stage.app.go_to(Phase.TITLE)
    stage.step()
    for button in ("Statistics", *buttons):
        player(stage).press(button)
    stage.step()
    return " ".join(stage.texts()[:2])


def saved(stage: Stage, name: str) -> None:
    """Save the player who plays."""
    stage.context.session.saving = True
    stage.app.go_to(Phase.SAVES)
    stage.step()
    stage.type(name)
    stage.press(pygame.K_RETURN)
    stage.run(0.2)
    assert stage.context.session.saved_name == name


def in_list(stage: Stage, name: str, button: str, player: type[Keyboard] = Keyboard) -> None:
    """Press a button for a player of the list."""
    stage.app.apply(Outcome.LOAD)
    stage.run(0.2)
    stage.seek(name, lambda: stage.press(pygame.K_DOWN))
    stage.step()
    player(stage).press(button)
    stage.step()


def load(stage: Stage, name: str) -> None:
    path = stage.context.saves.path(name)
    stage.context.session.load(stage.context.saves.load(path), path)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A game with a last player without a name, Zoe in the list, and five rounds from before."""
    (tmp_path / "data").mkdir()
    before = Statistics()
    for _ in range(5):
        before = before.record(WON, "random")
    (tmp_path / "data" / STATISTICS_FILE).write_text(json.dumps({"format": 1, **before.to_json()}))
    stage = Stage(tmp_path)
    stage.context.saves.save(make_profile(1, fingerprint=OURS), "Zoe")
    stage.context.session.load(make_profile(2, name=LAST_PLAYER, fingerprint=OURS))
    stage.run(0.1)
    return stage


@pytest.mark.parametrize("player", [Keyboard, Mouse, Gamepad])
def test_the_statistics_are_the_players_and_everyones_are_a_button_away(
    stage: Stage, player: type[Keyboard]
) -> None:
    load(stage, "Zoe")
    assert said(stage) == "Statistics: Zoe No round was counted yet."
    stage.context.count_round(LOST)
    assert said(stage, player=player).startswith("Statistics: Zoe You won 0 of 1 round;")
    together = said(stage, "Everyone", player=player)
    assert together.startswith("Statistics: everyone You won 5 of 6 rounds;")
    assert said(stage, "Everyone", "This player", player=player).startswith("Statistics: Zoe")
    assert said(stage, "Forget", "This player's", player=player).endswith("No round was counted yet.")
    assert said(stage, "Everyone", player=player).startswith("Statistics: everyone You won 5 of 5 rounds;")
    assert said(stage, "Forget", "Everyone's", player=player).endswith("No round was counted yet.")
    stage.app.close()
    assert kept(stage.paths.data.parent) == {}


def test_naming_hands_over_the_rounds_without_a_name_and_no_others(stage: Stage, tmp_path: Path) -> None:
    stage.context.count_round(WON)
    saved(stage, "Anna")
    stage.context.count_round(WON)
    stage.app.close()
    assert kept(tmp_path) == {EVERYONE: 5, file_name("Anna"): 2}


def test_a_named_player_keeps_the_record_after_a_redo_and_a_new_one_begins_their_own(
    stage: Stage, tmp_path: Path
) -> None:
    load(stage, "Zoe")
    session = stage.context.session
    session.use_trained_head(label_head(), report(), TRAINED, MADE_BY)  # after one gesture was recorded again
    stage.context.count_round(WON)
    stage.app.apply(Outcome.NEW)
    stage.context.count_round(WON)  # the head is Zoe's still
    session.use_trained_head(label_head(), report(), TRAINED, MADE_BY)
    stage.context.count_round(LOST)
    stage.app.close()
    assert kept(tmp_path) == {EVERYONE: 5, file_name("Zoe"): 2, UNNAMED: 1}


def test_renaming_takes_the_record_along_also_what_another_game_has_added(
    stage: Stage, tmp_path: Path
) -> None:
    load(stage, "Zoe")
    stage.context.count_round(WON)
    stage.step()
    other = Stage(tmp_path)
    load(other, "Zoe")
    other.context.count_round(LOST)
    other.step()
    in_list(stage, "Zoe", "Rename")
    stage.type("Bob")
    stage.press(pygame.K_RETURN)
    stage.run(0.2)
    assert said(stage).startswith("Statistics: Bob You won 1 of 1 round;")
    stage.app.close()
    assert kept(tmp_path) == {EVERYONE: 5, file_name("Bob"): 2}
    other.context.count_round(LOST)  # who is still called Zoe there
    other.app.close()
    assert kept(tmp_path) == {EVERYONE: 5, file_name("Bob"): 2, file_name("Zoe"): 1}


@pytest.mark.parametrize("player", [Keyboard, Mouse, Gamepad])
@pytest.mark.parametrize(
    ("button", "left"),
    [("Keep", {EVERYONE: 5, "Zoe": 1}), ("Delete", {EVERYONE: 5}), ("Delete, keep rounds", {EVERYONE: 6})],
)
def test_deleting_a_player_asks_about_the_record(
    stage: Stage, button: str, left: dict[str, int], player: type[Keyboard], tmp_path: Path
) -> None:
    load(stage, "Zoe")
    stage.context.count_round(WON)
    in_list(stage, "Zoe", "Delete", player)
    assert any("So is 1 round in the statistics" in text for text in stage.texts())
    player(stage).press(button)
    stage.run(0.2)
    assert stage.names() == (["Zoe"] if button == "Keep" else [])
    stage.app.close()
    assert kept(tmp_path) == {file_name(name) if name == "Zoe" else name: n for name, n in left.items()}


def test_who_has_played_no_round_is_deleted_without_that_question(stage: Stage) -> None:
    in_list(stage, "Zoe", "Delete")
    assert stage.labels() == ["Delete", "Keep"]


def test_the_last_player_is_known_by_name_at_the_next_start(stage: Stage, tmp_path: Path) -> None:
    stage.context.use_trained_head(label_head(), report())
    stage.step()
    saved(stage, "Anna")
    stage.app.close()
    again = Stage(tmp_path)
    again.run(0.1)
    assert (again.context.session.saved_name, again.context.session.unsaved) == ("Anna", False)
    again.context.count_round(WON)
    again.app.close()
    assert kept(tmp_path)[file_name("Anna")] == 1


def test_records_that_would_be_too_large_to_be_read_again_are_not_written(
    stage: Stage, tmp_path: Path
) -> None:
    path = tmp_path / "data" / STATISTICS_FILE
    before = path.read_bytes()
    many = Records({f"{n:0200}": Statistics() for n in range(4000)})
    stage.context.files.change_records(lambda _: many)
    stage.step()
    assert "cannot be read or written" in " ".join(stage.texts())
    assert path.read_bytes() == before

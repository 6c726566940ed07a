"""`rps-game rules`, and `--rules` of calibrate and evaluate: folders called by the ids."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from rps_game.__main__ import main
from rps_game.game.gestures import LIZARD_SPOCK, Move, RuleSet
from rps_game.game.rules import text_of
from rps_game.rules_store import save_rules
from rps_game.saves.store import SaveStore

COUNT = RuleSet.of(
    "count",
    "一, 二, 三",
    [Move("one", "一", "1"), Move("two", "二", "2"), Move("three", "三", "3")],
    {("one", "three"): "胜", ("three", "two"): "胜", ("two", "one"): "胜"},
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RPS_GAME_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """Coloured bars of five kinds, and nothing: plainly different for any network."""
    rng = np.random.default_rng(0)
    for gesture in LIZARD_SPOCK.classes:
        folder = tmp_path / "session" / gesture.id
        folder.mkdir(parents=True)
        for number in range(12):
            picture = rng.integers(80, 110, (60, 80, 3))
            picture[10:50, 10 : 15 + 12 * gesture, gesture % 3] = 40 * gesture
            assert cv2.imwrite(str(folder / f"{number}.png"), picture.astype(np.uint8))
    return tmp_path / "session"


def test_the_rule_sets_are_listed_and_checked(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    classic, spock, where = capsys.readouterr().out.splitlines()
    assert classic.startswith("rock-paper-scissors ")
    assert "rock, paper, scissors, lizard, spock (ships with the game)" in spock
    folder = home / "data" / "rules"
    assert where.endswith(str(folder))
    save_rules(COUNT, folder)
    (folder / "bad.json").write_text("{}")
    assert main(["rules"]) == 1
    listed = capsys.readouterr().out
    assert "The rules in bad.json cannot be played. What to change: “id” is missing" in listed
    assert "count                 一, 二, 三: one, two, three (count.json)" in listed


def test_one_file_is_checked(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(text_of(COUNT), encoding="utf-8")
    bad.write_text(text_of(COUNT).replace('"three"', '"one"'), encoding="utf-8")
    assert main(["rules", str(good)]) == 0
    assert main(["rules", str(good), str(bad), str(tmp_path / "gone.json")]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == out[1]
    assert "Two moves are called “one”" in out[2] or "cannot beat itself" in out[2]
    assert "cannot be read" in out[3]


def test_five_moves_are_calibrated_evaluated_and_kept_with_the_player(
    home: Path, session: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_five = "--rules", "lizard-spock", "--views", "0"
    assert main(["calibrate", str(session), "--save", "Zoë", "--frames", "10", *by_five]) == 0
    store = SaveStore(home / "saves")
    profile = store.load(store.find("Zoë"))
    assert profile.rules is LIZARD_SPOCK
    assert profile.head.classes == LIZARD_SPOCK.classes
    capsys.readouterr()
    assert main(["evaluate", str(session), "--json", *by_five]) == 0
    assert json.loads(capsys.readouterr().out)["mean_frame_accuracy"] >= 0.9
    assert main(["evaluate", str(session), "--save", "Zoë", "--json"]) == 0  # by the player's own rules
    assert json.loads(capsys.readouterr().out)["mean_frame_accuracy"] > 0.9


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--rules", "unknown"), "There are no rules called unknown"),
        (("--rules", "lizard-spock", "--starter"), "The head that ships reads rock, paper and scissors"),
        (("--rules", "count"), "A session has folders one, two, three and perhaps none"),
    ],
)
def test_what_does_not_fit_is_said(
    arguments: tuple[str, ...], complaint: str, home: Path, session: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    save_rules(COUNT, home / "data" / "rules")
    assert main(["evaluate", str(session), *arguments]) == 2
    out, said = capfd.readouterr()
    assert out == ""
    assert complaint in said

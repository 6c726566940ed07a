"""The rule files of a folder: what is read, what is refused, and what is written."""

import json
from pathlib import Path

import pytest

from rps_game.errors import RulesError
from rps_game.game.gestures import CLASSIC, LIZARD_SPOCK, Move, RuleSet
from rps_game.game.rules import MOST_BYTES, fingerprint, text_of, to_json
from rps_game.paths import Paths
from rps_game.rules_store import find_rules, playable_rules, read_rules, rule_files, save_rules


def own(id: str = "water", verb: str = "burns") -> RuleSet:
    moves = [Move(name, name.title(), name) for name in ("fire", "tree", "water")]
    verbs = {("fire", "tree"): verb, ("tree", "water"): "drinks", ("water", "fire"): "puts out"}
    return RuleSet.of(id, "Вода", moves, verbs)


def test_a_copied_file_is_a_rule_set(tmp_path: Path) -> None:
    paths = Paths.below(tmp_path)
    assert rule_files(paths.rules) == []
    file = save_rules(own(), paths.rules)
    assert file == paths.rules / "water.json"
    assert list(playable_rules(rule_files(paths.rules)).values()) == [CLASSIC, LIZARD_SPOCK, own()]
    assert find_rules("water", paths) is find_rules(file, paths) is own()
    assert find_rules(None, paths) is CLASSIC
    assert find_rules("lizard-spock", paths) is LIZARD_SPOCK
    with pytest.raises(RulesError, match=r"There are no rules called fire.*water"):
        find_rules("fire", paths)
    with pytest.raises(RulesError, match="with the id water already"):
        save_rules(own(verb="eats"), paths.rules)
    save_rules(own(verb="eats"), paths.rules, replaces=file)
    assert find_rules("water", paths) is own(verb="eats")
    assert fingerprint(own(verb="eats")) != fingerprint(own())


def test_a_shipped_id_belongs_to_the_game(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="already"):
        save_rules(own("lizard-spock"), tmp_path)
    (tmp_path / "copy.json").write_text(text_of(LIZARD_SPOCK), encoding="utf-8")
    assert rule_files(tmp_path)[0].rules is LIZARD_SPOCK


def test_each_file_says_what_to_change(tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text(text_of(own()), encoding="utf-8")
    (tmp_path / "2.json").write_text(text_of(own(verb="eats")), encoding="utf-8")
    (tmp_path / "3.json").write_text(text_of(own("lizard-spock")), encoding="utf-8")
    (tmp_path / "4.json").write_bytes(b" " * (MOST_BYTES + 1))
    (tmp_path / "5.json").mkdir()
    unfair = to_json(own("unfair"))
    del unfair["moves"][0]["beats"]["tree"]
    (tmp_path / "6.JSON").write_text(json.dumps(unfair), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no rules")
    found = {file.path.name: str(file.error) if file.error else file.rules for file in rule_files(tmp_path)}
    assert found == {
        "1.json": own(),
        "2.json": "The rules in 2.json cannot be played."
        " What to change: Give it another id: “water” is there already.",
        "3.json": "The rules in 3.json cannot be played."
        " What to change: Give it another id: “lizard-spock” is there already.",
        "4.json": "The rules in 4.json cannot be played. What to change: "
        "The file is too large: take out what is no rule, until it has at most 64 KiB.",
        "5.json": found["5.json"],
        "6.JSON": "The rules in 6.JSON cannot be played."
        " What to change: Say which of “Fire” and “Tree” beats the other.",
    }
    assert "cannot be read" in str(found["5.json"])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="cannot be read"):
        read_rules(tmp_path / "gone.json")

"""Rule sets as data: every pair decided, fair, and each fault refused with what to change."""

import copy
import hashlib
import json
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rps_game.game.gestures import (
    CLASSIC,
    LIZARD_SPOCK,
    SHIPPED,
    Gesture,
    Move,
    RoundResult,
    RuleSet,
    RulesRefused,
    counter,
    counters,
    judge,
)
from rps_game.game.rules import MOST_BYTES, fingerprint, from_json, parse, text_of, to_json
from rps_game.game.sealing import NONCE_BYTES, SealedMove

OPPOSITE = {
    RoundResult.WIN: RoundResult.LOSE,
    RoundResult.LOSE: RoundResult.WIN,
    RoundResult.DRAW: RoundResult.DRAW,
}
NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)
IDS = st.text("abyz09-", min_size=1, max_size=20)


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    """Make one by turning round the arrows of three moves that beat each other in turn: it stays fair."""
    count = draw(st.sampled_from((3, 5, 7, 9)))
    beats = {(i, (i + step) % count) for i in range(count) for step in range(1, count // 2 + 1)}
    for _ in range(draw(st.integers(0, 20))):
        one, two, three = draw(st.permutations(range(count)))[:3]
        ring = {(one, two), (two, three), (three, one)}
        if ring <= beats:
            beats = (beats - ring) | {(loser, winner) for winner, loser in ring}
    ids = draw(st.lists(IDS, min_size=count, max_size=count, unique=True))
    titles = draw(st.lists(NAMES, min_size=count, max_size=count, unique_by=str.casefold))
    verbs = {(ids[winner], ids[loser]): draw(NAMES) for winner, loser in sorted(beats)}
    moves = [Move(id, title, "rock") for id, title in zip(ids, titles, strict=True)]
    return RuleSet.of("mine", draw(NAMES), moves, verbs)


@settings(max_examples=60, deadline=None)
@given(rule_sets())
def test_each_pair_is_decided_once_and_the_other_way_round_for_the_other_side(rules: RuleSet) -> None:
    for one in rules.moves:
        results = [judge(one, other) for other in rules.moves]
        assert [judge(other, one) for other in rules.moves] == [OPPOSITE[result] for result in results]
        assert results.count(RoundResult.DRAW) == 1
        assert results.count(RoundResult.WIN) == results.count(RoundResult.LOSE)
        assert all(judge(one, each) is RoundResult.LOSE for each in counters(one))
    assert {counter(one) for one in rules.moves} == set(rules.moves)
    assert all(judge(counter(one), one) is RoundResult.WIN for one in rules.moves)


@settings(max_examples=60, deadline=None)
@given(rule_sets())
def test_a_file_holds_all_of_it(rules: RuleSet) -> None:
    text = text_of(rules)
    assert parse(text.encode()) is rules
    assert parse(b"\xef\xbb\xbf" + text.encode()) is rules  # as Windows' editor writes it
    assert from_json(json.loads(json.dumps(to_json(rules)))) is rules


@settings(max_examples=60, deadline=None)
@given(rule_sets(), st.binary(min_size=NONCE_BYTES, max_size=NONCE_BYTES))
def test_a_seal_verifies_whatever_the_names(rules: RuleSet, nonce: bytes) -> None:
    for move in rules.moves:
        sealed = SealedMove(move, nonce)
        assert sealed.seal == hashlib.sha256(f"{move.id} {nonce.hex()}".encode()).hexdigest()
    with pytest.raises(ValueError, match="NONE"):
        SealedMove(rules.none, nonce)


@settings(max_examples=60, deadline=None)
@given(rule_sets(), st.data())
def test_any_change_makes_another_rule_set(rules: RuleSet, data: st.DataObject) -> None:
    changed = to_json(rules)
    move = data.draw(st.sampled_from(changed["moves"]))
    move["beats"][data.draw(st.sampled_from(sorted(move["beats"])))] += "!"
    other = from_json(changed)
    assert (other.id, len(other.moves)) == (rules.id, len(rules.moves))
    assert other is not rules
    assert fingerprint(other) != fingerprint(rules)


def test_the_shipped_ones() -> None:
    assert [len(rules.moves) for rules in SHIPPED] == [3, 5]
    assert [gesture.id for gesture in CLASSIC.classes] == ["rock", "paper", "scissors", "none"]
    assert all(rules.ships for rules in SHIPPED)
    spock, lizard = LIZARD_SPOCK["spock"], LIZARD_SPOCK["lizard"]
    assert counters(spock) == (LIZARD_SPOCK["paper"], lizard)
    assert LIZARD_SPOCK.verbs[LIZARD_SPOCK["paper"], spock] == "disproves"
    assert (CLASSIC.chance, LIZARD_SPOCK.chance) == (1 / 3, 0.4)
    assert Gesture.NONE.is_none
    assert lizard == 3  # its column, which is that of no hand in rock, paper, scissors
    assert not lizard.is_none


@settings(max_examples=30, deadline=None)
@given(rule_sets())
def test_a_gesture_stays_itself_in_another_process_or_a_copy(rules: RuleSet) -> None:
    for gesture in rules.classes:
        assert pickle.loads(pickle.dumps(gesture)) is copy.deepcopy(gesture) is gesture


def test_gestures_of_two_rule_sets_are_no_round() -> None:
    with pytest.raises(ValueError, match="one rule set"):
        judge(Gesture.ROCK, LIZARD_SPOCK["rock"])


def _classic(**changes: Any) -> dict[str, Any]:
    return {**to_json(CLASSIC), **changes}


def _well() -> dict[str, Any]:
    """Add a well that beats rock and scissors, as children do."""
    rules = _classic(id="well")
    rules["moves"].append({"id": "well", "name": "Well", "icon": "well", "beats": {"rock": "swallows"}})
    return rules


def _changed(move: int, **changes: Any) -> dict[str, Any]:
    rules = _classic()
    rules["moves"][move].update(changes)
    return rules


def _five(**beats: dict[str, str]) -> dict[str, Any]:
    rules = to_json(LIZARD_SPOCK)
    for move in rules["moves"]:
        move["beats"] = beats.get(move["id"], move["beats"])
    return rules


REFUSED: dict[str, tuple[object, str]] = {
    "even": (_well(), "Choose 3, 5, 7 or 9 moves: with an even number none can be fair. There are 4."),
    "none at all": (_classic(moves=[]), "Choose 3, 5, 7 or 9 moves"),
    "undecided": (_changed(0, beats={}), "Say which of “Rock” and “Scissors” beats the other."),
    "both ways": (
        _changed(0, beats={"scissors": "blunts", "paper": "tears"}),
        "“Rock” and “Paper” beat each other: take one of that out.",
    ),
    "unfair": (
        _five(
            spock={"scissors": "smashes", "rock": "vaporizes", "lizard": "frightens"},
            lizard={"paper": "eats"},
        ),
        "“Lizard” beats 1 and loses to 3: let every move beat 2.",
    ),
    "itself": (_changed(0, beats={"rock": "is", "scissors": "blunts"}), "“Rock” cannot beat itself"),
    "stranger": (_changed(0, beats={"well": "fills", "scissors": "blunts"}), "There is no move “well”"),
    "same name": (_changed(0, name="PAPER"), "Two moves are called “paper”: give one of them another name."),
    "same id": (_changed(0, id="paper", beats={}), "Two moves are called “paper”"),
    "id": (_changed(0, id="Камень"), "Call “Камень” by another id: 1 to 20 small letters a to z"),
    "reserved": (_changed(0, id="none"), "Call “none” by another id"),
    "long": (_changed(0, name="R" * 21), "1 to 20 letters in one line"),
    "two lines": (_changed(0, beats={"scissors": "a\nb"}), "1 to 40 letters in one line"),
    "icon": (_changed(0, icon=""), "Give “Rock” an icon of the game"),
    "outline": (_changed(0, outline=[[0, 0], [101, 5], [7, 7]]), "Record the outline of “Rock” again"),
    "missing": ({"id": "mine", "name": "Mine"}, "“moves” is missing: write it"),
    "unknown": (_changed(0, beat={}), "“beat” means nothing here: take it out."),
    "list": ([], "These are no rules of this game: begin with a copy of a rule file."),
    "number": (_changed(0, name=7), "These are no rules of this game"),
}


@pytest.mark.parametrize(("found", "sentence"), REFUSED.values(), ids=REFUSED)
def test_each_fault_says_what_to_change(found: object, sentence: str) -> None:
    with pytest.raises(RulesRefused) as refused:
        parse(json.dumps(found, ensure_ascii=False).encode())
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This is no JSON: mend line 1"),
        (b"{\n'id'", "This is no JSON: mend line 2"),
        (b"\xff\xfe", "This is no text in UTF-8"),
        (b"[" * 60_000, "These are no rules of this game"),
        (b'{"id": "a", "id": "b"}', "“id” stands twice in one place: keep one of them."),
        (b" " * (MOST_BYTES + 1), "too large: take out what is no rule, until it has at most 64 KiB"),
    ],
)
def test_damaged_files(data: bytes, sentence: str) -> None:
    with pytest.raises(RulesRefused, match=sentence):
        parse(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(RulesRefused):
        parse(data)

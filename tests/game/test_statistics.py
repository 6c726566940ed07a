"""What rounds add up to, beside chance, and the way through JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rps_game.game.gestures import GESTURES, LIZARD_SPOCK, RoundResult
from rps_game.game.match import Round
from rps_game.game.statistics import (
    EVERYONE,
    MOST_ROUNDS,
    UNNAMED,
    LaterFormatError,
    Records,
    Statistics,
    Tally,
)

ROCK, PAPER, SCISSORS = GESTURES
gestures = st.sampled_from(GESTURES)
played = st.lists(
    st.tuples(st.builds(Round, gestures, gestures), st.sampled_from(["random", "mirror"])), max_size=40
)


def recorded(rounds: list[tuple[Round, str]]) -> Statistics:
    statistics = Statistics()
    for one, opponent in rounds:
        statistics = statistics.record(one, opponent)
    return statistics


def counted(rounds: list[Round]) -> Tally:
    ended = [one.result for one in rounds]
    return Tally(ended.count(RoundResult.WIN), ended.count(RoundResult.LOSE), ended.count(RoundResult.DRAW))


@given(played)
def test_the_figures_are_those_of_the_rounds(rounds: list[tuple[Round, str]]) -> None:
    statistics = recorded(rounds)
    assert statistics.total == counted([one for one, _ in rounds])
    for gesture, tally in statistics.by_gesture.items():
        assert tally == counted([one for one, _ in rounds if one.player is gesture])
    for name in {name for _, name in rounds}:
        assert statistics.against(name) == counted([one for one, other in rounds if other == name])


@given(played)
def test_streaks_are_runs_of_decided_rounds(rounds: list[tuple[Round, str]]) -> None:
    letters = {RoundResult.WIN: "w", RoundResult.LOSE: "l", RoundResult.DRAW: ""}
    story = "".join(letters[one.result] for one, _ in rounds)
    statistics = recorded(rounds)
    assert statistics.longest_wins == max(map(len, story.split("l")))
    assert statistics.longest_losses == max(map(len, story.split("w")))
    last_run = len(story) - len(story.rstrip(story[-1:]))
    assert statistics.streak == (-last_run if story.endswith("l") else last_run)


def test_a_tally_stands_beside_chance() -> None:
    statistics = recorded([(Round(ROCK, SCISSORS), "random")] * 6 + [(Round(ROCK, ROCK), "mirror")] * 3)
    total = statistics.total
    assert (total.rounds, total.wins, total.by_chance) == (9, 6, 3.0)
    assert total.deviation == pytest.approx(3 / 2**0.5)
    alone, never = statistics.against("random"), statistics.against("nobody")
    assert (alone.rounds, alone.wins) == (6, 6)
    assert (never.rounds, never.deviation) == (0, 0.0)


@given(played)
def test_through_json_and_back(rounds: list[tuple[Round, str]]) -> None:
    statistics = recorded(rounds)
    assert Statistics.from_json(json.loads(json.dumps(statistics.to_json()))) == statistics


@given(played, played, played)
def test_records_go_through_json_and_what_moves_is_added(
    anna: list[tuple[Round, str]], unnamed: list[tuple[Round, str]], more: list[tuple[Round, str]]
) -> None:
    records = Records({"anna": recorded(anna), UNNAMED: recorded(unnamed)})
    for one, opponent in more:
        records = records.record("anna", one, opponent)
    moved = records.moved(UNNAMED, "anna")
    assert records.of("anna") == recorded(anna + more)
    assert moved.together().total == counted([one for one, _ in anna + unnamed + more])
    assert (moved.of(UNNAMED), moved.of("anna").total) == (Statistics(), moved.together().total)
    for written in (records, moved, moved.without("anna")):
        assert Records.from_json(json.loads(json.dumps(written.to_json()))) == written


@given(played)
def test_the_statistics_of_format_1_are_everyones(rounds: list[tuple[Round, str]]) -> None:
    first = {"format": 1, **recorded(rounds).to_json()}
    assert Records.from_json(first) == Records({EVERYONE: recorded(rounds)})


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"format": 2},
        {"format": True, "players": {}},
        {"format": 1, "players": {}},
        {"format": 0, "players": {}},
        {"format": 2, "players": []},
        {"format": 2, "players": {}, "extra": 1},
        {"format": 2, "players": {"anna": {}}},
    ],
)
def test_records_that_are_none_of_ours_are_refused(data: object) -> None:
    assert Records.from_json({"format": 2, "players": {}}) == Records()
    with pytest.raises(ValueError, match="expected"):
        Records.from_json(data)
    with pytest.raises(LaterFormatError):
        Records.from_json({"format": 4, "players": data})


GOOD: dict[str, Any] = recorded([(Round(ROCK, SCISSORS), "random"), (Round(ROCK, PAPER), "random")]).to_json()


@pytest.mark.parametrize(
    "change",
    [
        {"tables": [1]},
        {"tables": {"random": [[0, 0, 0], [0, 0, 0]]}},
        {"tables": {"random": [[0, 0], [0, 0, 0], [0, 0, 0]]}},
        {"tables": {"random": [[-1, 0, 0], [0, 0, 0], [0, 0, 0]]}},
        {"tables": {"random": [[0.5, 0, 0], [0, 0, 0], [0, 0, 0]]}},
        {"tables": {"random": [[0, 1, 1], [0, 0, 0], [0, 0, MOST_ROUNDS + 1]]}},
        {"streak": True},
        {"streak": "1"},
        {"streak": 0},
        {"streak": -2},
        {"longest_wins": 2},
        {"longest_losses": 0},
        {"extra": 1},
    ],
)
def test_json_that_is_none_of_ours_is_refused(change: dict[str, Any]) -> None:
    assert Statistics.from_json(GOOD).total == Tally(1, 1, 0)
    with pytest.raises(ValueError, match="expected"):
        Statistics.from_json(GOOD | change)


@pytest.mark.parametrize("data", [None, [], "x", {}, {k: v for k, v in GOOD.items() if k != "streak"}])
def test_json_with_anything_missing_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="expected a dictionary"):
        Statistics.from_json(data)


def test_each_rule_set_has_its_own_rounds() -> None:
    classic = [(Round(ROCK, SCISSORS), "random")]
    spock, lizard, paper = (LIZARD_SPOCK[name] for name in ("spock", "lizard", "paper"))
    records = Records({"anna": recorded(classic)}).record("anna", Round(spock, lizard), "random")
    records = records.record("anna", Round(lizard, paper), "fox").record("bo", Round(spock, spock), "fox")
    of_anna = records.of("anna", LIZARD_SPOCK)
    assert of_anna.total == Tally(1, 1, 0, 0.4)
    assert of_anna.by_gesture[lizard] == Tally(1, 0, 0, 0.4)
    assert (of_anna.total.by_chance, of_anna.longest_losses) == (0.8, 1)
    assert records.together(LIZARD_SPOCK).total.rounds == 3
    assert records.of("anna") == recorded(classic)
    again = Records.from_json(json.loads(json.dumps(records.to_json())))
    assert again == records
    assert records.to_json()["format"] == 3
    assert Records({"anna": recorded(classic)}).to_json()["format"] == 2  # which earlier games read
    assert (records.rounds_of("anna"), records.rounds_of("bo")) == (3, 1)
    moved = records.moved("anna", "cleo")
    assert (moved.of("cleo", LIZARD_SPOCK), moved.of("cleo")) == (of_anna, records.of("anna"))
    assert moved.without("cleo") == records.without("anna")
    assert list(records.without("anna").without("bo").players) == []
    misplaced = records.to_json()
    misplaced["players"]["bo"] = misplaced["players"].popitem()[1]
    with pytest.raises(ValueError, match="expected the rules"):
        Records.from_json(misplaced)

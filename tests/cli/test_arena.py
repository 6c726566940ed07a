"""The arena: opponents against each other and against made-up players."""

import json
import math

import pytest

from rps_game.__main__ import main
from rps_game.cli.arena import Result, opponents, play
from rps_game.game.made_up_players import MADE_UP_PLAYERS


def result(opponent: str, against: str, matches: int = 10, rounds: int = 60, seed: int = 0) -> Result:
    return play(opponent, against, rounds=rounds, matches=matches, seed=seed, tick=lambda: None)


def test_a_seed_repeats_every_round() -> None:
    assert result("fox", "cycles", 3) == result("fox", "cycles", 3)
    assert result("fox", "cycles", 3) != result("fox", "cycles", 3, seed=1)


def test_wins_are_those_of_the_first_name() -> None:
    assert result("mirror", "cycles").won < -0.5  # its last throw comes back, and is beaten by its next


def test_an_opponent_on_the_other_side_sees_the_rounds_from_there() -> None:
    """The mirror repeats the throws of its own opponent, wherever it sits."""
    assert result("learner", "mirror", rounds=200).won > 0.2
    assert result("mirror", "learner", rounds=200).won < -0.2


def test_an_interval_holds_99_of_100_seeds() -> None:
    found = [result("random", "favourite", 12, 20, seed) for seed in range(100)]
    assert sum(abs(each.won) <= each.interval for each in found) >= 92  # 12 matches: a little too narrow


def test_one_match_says_nothing_about_others(capsys: pytest.CaptureFixture[str]) -> None:
    assert math.isinf(result("random", "chance", 1, 5).interval)
    assert main(["arena", "random", "chance", "--rounds", "4", "--matches", "1", "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)["results"]
    assert one["interval"] is None


def test_the_fox_stands_where_the_learner_falls() -> None:
    assert result("learner", "knows-learner").won < -0.9
    assert result("fox", "knows-learner").won > 0.2
    assert result("fox", "knows-fox", 20).won > -0.2


@pytest.mark.parametrize("player", ["favourite", "cycles", "win-stay", "beats-your-last"])
def test_the_fox_beats_habits_and_less_on_a_lower_level(player: str) -> None:
    hard, easy = result("fox", player, 30), result("fox-easy", player, 30)
    assert hard.won > 0
    assert hard.won > easy.won


def test_the_command_prints_a_line_for_each_pair_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--rounds", "4", "--matches", "3"]
    assert main(["arena", "random", *options]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(MADE_UP_PLAYERS)
    assert main(["arena", "random", "learner", "chance", *options, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [(each["against"], each["rounds"]) for each in printed["results"]] == [
        ("learner", 4),
        ("chance", 4),
    ]


def test_who_peeks_is_not_in_it() -> None:
    assert "robot" not in opponents()
    with pytest.raises(SystemExit):
        main(["arena", "robot"])

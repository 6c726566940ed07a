"""STATISTICS: the figures in a player's words, kept across sessions, forgotten when that is confirmed."""

import itertools
from operator import methodcaller
from pathlib import Path

import pygame
import pytest
from stage import Gamepad, Keyboard, Mouse, Stage
from workbench import Workbench, label_head

from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import CLASSIC, GESTURES, LIZARD_SPOCK, RoundResult, judge
from rps_game.game.match import Round
from rps_game.game.opponents import OPPONENTS
from rps_game.game.statistics import EVERYONE, UNNAMED, Records, Statistics
from rps_game.ui.screens.statistics import StatisticsScreen
from rps_game.ui.screens.title import Title
from rps_game.ui.words.statistics import streak_sentences, total_sentences

ROCK, PAPER, SCISSORS = GESTURES
DICE, MIRROR = "random", "mirror"
WON, LOST, DRAWN = Round(ROCK, SCISSORS), Round(ROCK, PAPER), Round(ROCK, ROCK)


def played(*rounds: tuple[Round, int, str]) -> Statistics:
    statistics = Statistics()
    for one, times, opponent in rounds:
        for _ in range(times):
            statistics = statistics.record(one, opponent)
    return statistics


def use(bench: Workbench, statistics: Statistics, player: str = UNNAMED) -> None:
    """Have these be a player's."""
    bench.context.files.change_records(lambda records: Records({**records.players, player: statistics}))


def texts(bench: Workbench, screen: StatisticsScreen) -> list[str]:
    bench.step(screen)
    return bench.texts()


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(tmp_path, (1280, 720))


@pytest.mark.parametrize(
    ("wins", "losses", "said"),
    [
        (0, 0, "No round was counted yet."),
        (1, 0, "You won 1 of 1 round; by chance it would be 0. Too few rounds to tell skill from luck."),
        (9, 0, "You won 9 of 9 rounds; by chance it would be 3. Too few rounds to tell skill from luck."),
        (14, 16, "You won 14 of 30 rounds; by chance it would be 10. That is what luck does."),
        (15, 15, "You won 15 of 30 rounds; by chance it would be 10. That is more than luck."),
        (6, 24, "You won 6 of 30 rounds; by chance it would be 10. That is what luck does."),
        (5, 25, "You won 5 of 30 rounds; by chance it would be 10. Luck alone would have won you more."),
    ],
)
def test_all_rounds_stand_beside_chance(wins: int, losses: int, said: str) -> None:
    assert total_sentences(played((WON, wins, DICE), (LOST, losses, MIRROR)).total) == said


@pytest.mark.parametrize(
    ("rounds", "said"),
    [
        ([], "Longest run of wins: 0, of losses: 0."),
        ([(WON, 1, DICE)], "Longest run of wins: 1, of losses: 0."),
        ([(LOST, 4, DICE), (WON, 3, DICE), (DRAWN, 2, MIRROR)], "3, of losses: 4. Now 3 wins in a row."),
        ([(WON, 5, DICE), (LOST, 2, DICE)], "5, of losses: 2. Now 2 losses in a row."),
    ],
)
def test_runs(rounds: list[tuple[Round, int, str]], said: str) -> None:
    assert streak_sentences(played(*rounds)).endswith(said)


def test_each_gesture_and_each_opponent_has_its_line(bench: Workbench) -> None:
    paper = (Round(PAPER, ROCK), 2, MIRROR), (Round(PAPER, SCISSORS), 1, MIRROR)
    use(bench, played((WON, 6, DICE), (LOST, 6, DICE), *paper))
    said = texts(bench, StatisticsScreen(bench.context))
    by_name = dict(itertools.pairwise(said))
    assert {name: by_name[name] for name in ("Rock", "Paper", "Scissors")} == {
        "Rock": "6 won of 12; by chance 4",
        "Paper": "2 won of 3; by chance 1",
        "Scissors": "not played yet",
    }
    assert {name: by_name[name] for name in ("Pip", "Hoot", "Polly")} == {
        "Pip": "6 won of 12; by chance 4",
        "Hoot": "not played yet",
        "Polly": "2 won of 3; by chance 1",
    }


def test_to_forget_is_asked_for_and_what_has_the_focus_keeps(bench: Workbench) -> None:
    before = played((WON, 3, DICE))
    use(bench, before)
    screen = StatisticsScreen(bench.context)
    for back_out in (pygame.K_RETURN, pygame.K_ESCAPE):
        bench.press(screen, pygame.K_DELETE)
        assert "Forget whose rounds?" in texts(bench, screen)
        assert bench.press(screen, back_out) is None
        assert bench.context.statistics == before
        assert "Forget whose rounds?" not in texts(bench, screen)
    bench.press(screen, pygame.K_DELETE)
    forget = next(button for button in screen.focus.buttons if button.label == "This player's")
    bench.step(screen)
    bench.click(screen, forget.rect.center)
    assert bench.context.statistics == Statistics()
    assert "No round was counted yet." in texts(bench, screen)
    bench.press(screen, pygame.K_DELETE)  # there is nothing left to be asked about
    assert "Forget whose rounds?" not in texts(bench, screen)
    assert bench.press(screen, pygame.K_ESCAPE) is Outcome.BACK


def test_it_is_reached_from_the_title_and_plays_on_with_enter(bench: Workbench) -> None:
    assert Outcome.STATISTICS in {button.press for button in Title(bench.context).focus.buttons}
    assert bench.press(StatisticsScreen(bench.context), pygame.K_RETURN) is Outcome.BACK
    bench.context.session.head = label_head()
    assert bench.press(StatisticsScreen(bench.context), pygame.K_RETURN) is Outcome.PLAY


@pytest.mark.parametrize("size", [(800, 600), (1280, 720), (2560, 1440)])
@pytest.mark.parametrize("times", [1, 30, 300])
def test_words_fit_and_bars_lie_in_their_cards(
    language: str, size: tuple[int, int], times: int, tmp_path: Path
) -> None:
    bench = Workbench(tmp_path, size)
    bench.context.theme.text_factor = 1.4
    table = [[times, times // 2, times // 3]] * 3
    wins = len(OPPONENTS) * sum(
        table[p][c] for p in GESTURES for c in GESTURES if judge(p, c) is RoundResult.WIN
    )
    statistics = Statistics.from_json(
        {
            "tables": dict.fromkeys(OPPONENTS, table),
            "streak": wins,
            "longest_wins": wins,
            "longest_losses": 1,
        }
    )
    use(bench, statistics)
    use(bench, statistics, EVERYONE)
    bench.context.session.head = label_head()
    bench.context.session.saved_name = "Maximiliane von Hohenwaldeck-Wolkenstein"
    screen = StatisticsScreen(bench.context)
    for keys in ([], [pygame.K_DELETE]):
        bench.press(screen, *keys)
        bench.step(screen)
        assert bench.misfits(screen) == []
        boxes = bench.context.theme.boxes
        drawn = [box.drawn for box in boxes if box.string]
        for i, one in enumerate(drawn):
            assert one.collidelist(drawn[i + 1 :]) == -1, boxes[i].string


@pytest.mark.parametrize("player", [Keyboard, Mouse, Gamepad])
def test_they_outlive_the_game_until_they_are_forgotten(player: type[Keyboard], tmp_path: Path) -> None:
    def opened() -> Stage:
        stage = Stage(tmp_path)
        stage.run(0.1)
        player(stage).press("Statistics")
        assert stage.phase is Phase.STATISTICS
        stage.step()
        return stage

    stage = opened()
    assert "No round was counted yet." in stage.texts()
    stage.context.count_round(WON)
    stage.app.close()
    stage = opened()
    assert any("You won 1 of 1 round" in text for text in stage.texts())
    player(stage).press("Forget")
    player(stage).press("This player's")
    stage.app.close()
    stage = opened()
    assert "No round was counted yet." in stage.texts()
    stage.app.close()


def test_rounds_by_other_rules_are_not_forgotten(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.run(0.2)
    lizard, spock = LIZARD_SPOCK.moves[3:]
    files = stage.context.files
    for player in (UNNAMED, "anna"):
        for one in (WON, Round(lizard, spock)):
            record = methodcaller("record", player, one, DICE)
            files.change_records(record)
    stage.app.choose_rules(LIZARD_SPOCK)
    stage.run(0.2)
    stage.app.go_to(Phase.STATISTICS)
    for words, left in (("This player's", 1), ("Everyone's", 0)):
        stage.press(pygame.K_DELETE)
        Keyboard(stage).press(words)
        stage.step()
        assert files.records.together(LIZARD_SPOCK).total.rounds == left
        assert files.records.together(CLASSIC).total.rounds == 2
    stage.app.close()

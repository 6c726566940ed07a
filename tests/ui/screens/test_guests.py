"""Opponents of other packages: whatever they do, the match goes on at its rhythm."""

import importlib
import importlib.util
import logging
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pygame
import pytest
from conftest import ROOT
from stage import Stage
from workbench import fill, label_head, label_pooled_head, report

from rps_game.flow import Phase
from rps_game.game.gestures import LIZARD_SPOCK, Gesture, RoundResult
from rps_game.game.opponents import OPPONENTS
from rps_game.game.opponents.plugins import Guest
from rps_game.game.rhythm import Beat
from rps_game.heads.starter import Starter
from rps_game.ui.screens.match.screen import MatchState, PlayMatch

GUEST = """
import threading
from rps_game.game.gestures import Gesture
stop, asked = threading.Event(), []

class Guest:
    def choose(self, history, rng):
        asked.append(len(history))
        {does}

    def explain(self):
        return "Paper covers rock."
"""
GOOD = "return Gesture.PAPER"
FAILED = "Visitor has failed, and leaves this match: Pip throws instead."
SLOW = "Visitor thinks too long, and leaves this match: Pip throws instead."


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], ModuleType]]:
    """Install a package with an opponent that does this when it is to choose."""
    place = tmp_path / "site"
    modules = list[ModuleType]()

    def install(does: str) -> ModuleType:
        (place / "visitor-1.0.dist-info").mkdir(parents=True)
        (place / "visitor-1.0.dist-info" / "METADATA").write_text("Name: visitor\nVersion: 1.0\n")
        entry = "[rps_game.opponents]\nVisitor = visiting_opponent:Guest\nlearner = visiting_opponent:Guest\n"
        (place / "visitor-1.0.dist-info" / "entry_points.txt").write_text(entry)
        (place / "visiting_opponent.py").write_text(GUEST.format(does=does))
        monkeypatch.syspath_prepend(place)
        OPPONENTS.look_for_guests()
        assert "visiting_opponent" not in sys.modules, "imported before it was chosen"
        spec = importlib.util.spec_from_file_location("visiting_opponent", place / "visiting_opponent.py")
        assert spec is not None
        modules.append(importlib.util.module_from_spec(spec))
        return modules[0]

    yield install
    visiting = sys.modules.pop("visiting_opponent", None)
    if visiting is not None:
        visiting.stop.set()
    monkeypatch.undo()
    OPPONENTS.look_for_guests()


class Table(Stage):
    """A match, in which a guest's answer is waited for before the next frame, unless it hangs."""

    hangs = False

    def step(self, *events: pygame.event.Event) -> bool:
        goes_on = super().step(*events)
        for thread in threading.enumerate():
            if thread.name.startswith("guest ") and not self.hangs:
                thread.join(10)
        return goes_on


def table(folder: Path, opponent: str, *, hangs: bool = False) -> Table:
    folder.mkdir(exist_ok=True)
    (folder / "settings.json").write_text(f'{{"language": "en", "best_of": null, "opponent": "{opponent}"}}')
    starter = Starter(label_pooled_head(), np.zeros((3, 256), np.float32))
    stage = Table(folder, (640, 480), starter=starter)
    stage.hangs = hangs
    fill(stage.context.session)
    stage.context.session.use_trained_head(label_head(), report(), "2025-03-01T12:00:00+01:00")
    stage.run(0.2)
    stage.press(pygame.K_RETURN)
    stage.hand.show(Gesture.ROCK)
    return stage


def match(stage: Stage) -> PlayMatch:
    assert isinstance(stage.app.screen, PlayMatch)
    return stage.app.screen


def rounds_s(stage: Stage, rounds: int) -> list[float]:
    """Play so many rounds; the seconds from each to the next."""
    counted = list[float]()
    for _ in range(3000):
        stage.step()
        if stage.phase is Phase.MATCH and len(match(stage).match.rounds) > len(counted):
            counted.append(stage.now)
        if len(counted) == rounds:
            break
    assert len(counted) == rounds
    return np.diff(counted).tolist()


@pytest.fixture(scope="module")
def rhythm(tmp_path_factory: pytest.TempPathFactory) -> list[float]:
    """The seconds from round to round against the dice."""
    stage = table(tmp_path_factory.mktemp("dice"), "random")
    found = rounds_s(stage, 3)
    stage.app.close()
    return found


def test_a_guest_is_played_like_any_other(install: Callable[[str], ModuleType], tmp_path: Path) -> None:
    install(GOOD)
    stage = table(tmp_path / "home", "random")
    stage.app.go_to(Phase.OPPONENT)
    stage.press(pygame.K_LEFT)
    assert stage.focused == "Visitor"
    assert "visiting_opponent" not in sys.modules
    stage.press(pygame.K_RETURN)
    assert rounds_s(stage, 3)
    assert [played.result for played in match(stage).match.rounds] == [RoundResult.LOSE] * 3
    stage.run(2.0)
    assert "Paper covers rock." in stage.texts()
    assert stage.context.statistics.against("Visitor").losses == 3
    assert sys.modules["visiting_opponent"].asked[:3] == [0, 1, 2]
    stage.app.close()


def test_the_seal_is_there_before_the_first_beat(
    install: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    install(GOOD)
    stage = table(tmp_path / "home", "Visitor")
    while stage.phase is not Phase.MATCH or match(stage).state is not MatchState.THROWING:
        stage.step()
    assert match(stage).beat is Beat.READY
    sealed = match(stage).sealed
    assert sealed is not None
    assert sealed.move is Gesture.PAPER
    stage.app.close()


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("while not stop.is_set(): pass", SLOW),
        ("stop.wait(600)", SLOW),
        ("raise ValueError('nothing to throw')", FAILED),
        ("raise SystemExit", FAILED),
        ("return 'paper'", FAILED),
        ("return 1", FAILED),
        ("return Gesture.NONE", FAILED),
        ("return None", FAILED),
        ("print('PAPER! ' * 9); return Gesture.PAPER", None),
        ("history[:] = []", FAILED),
    ],
)
def test_whatever_a_guest_does_the_match_goes_on_at_its_rhythm(
    does: str,
    said: str | None,
    rhythm: list[float],
    install: Callable[[str], ModuleType],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    install(does)
    stage = table(tmp_path / "home", "Visitor", hangs="stop" in does)
    caplog.set_level(logging.ERROR)
    assert rounds_s(stage, 3) == pytest.approx(rhythm, abs=2 * stage.step_s)
    errors = [record.getMessage() for record in caplog.records if record.name.endswith("plugins")]
    assert errors == ([] if said is None else [said])
    assert len(sys.modules["visiting_opponent"].asked) == (4 if said is None else 1), (
        "asked after it had left"
    )
    stage.app.close()


def test_one_late_answer_is_thrown_by_chance_and_a_second_ends_it(
    install: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    install("stop.wait(600) if len(asked) in (2, 4) else None; return Gesture.PAPER")
    stage = table(tmp_path / "home", "Visitor", hangs=True)
    shown = list[str]()
    for _ in range(3000):
        stage.step()
        shown += [text for text in stage.texts() if text == SLOW]
        if len(match(stage).match.rounds if stage.phase is Phase.MATCH else ()) == 3:
            break
    assert shown
    stage.app.close()


def test_a_guest_that_is_not_there_any_more_is_replaced_and_its_setting_kept(
    install: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    stage = table(home, "Visitor")
    stage.run(0.2)
    assert "Visitor is not installed any more: Pip plays instead." in " ".join(stage.texts())
    rounds_s(stage, 1)
    assert stage.context.statistics.against("random").rounds == 1
    stage.app.change_settings(muted=True)
    stage.app.close()
    assert '"opponent": "Visitor"' in (home / "settings.json").read_text()
    install(GOOD)
    again = table(home, "Visitor")
    rounds_s(again, 1)
    assert match(again).match.rounds[0].computer is Gesture.PAPER
    again.app.close()


def test_a_guest_cannot_take_the_name_of_another(install: Callable[[str], ModuleType]) -> None:
    install(GOOD)
    assert not isinstance(OPPONENTS["learner"], Guest)
    assert isinstance(OPPONENTS["Visitor"], Guest)


def test_the_example_package_plays_once_it_is_installed(tmp_path: Path) -> None:
    source, place = tmp_path / "source", tmp_path / "place"
    shutil.copytree(ROOT / "examples" / "opponent", source)
    isolation = ["--no-build-isolation"] if importlib.util.find_spec("setuptools") else []
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        *isolation,
        "--target",
        str(place),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"pip cannot build the package here: {done.stderr[-300:]}")
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from rps_game.cli.arena import play\n"
        "assert 'rps_game_stubborn' not in sys.modules\n"
        "print(play('Stubborn', 'random', rounds=20, matches=3, seed=0, tick=lambda: None).won)\n"
    )
    played = subprocess.run(
        [sys.executable, "-c", script, place], capture_output=True, text=True, check=False
    )
    assert -1 < float(played.stdout) < 1, played.stderr


@pytest.mark.parametrize(
    ("does", "thrown"),
    [
        (GOOD, "paper"),  # one that was written for rock, paper, scissors
        ("return self.rules['spock']", "spock"),
        ("return self.rules.none", None),
        ("return 3", None),
    ],
)
def test_a_guest_plays_by_other_rules(
    install: Callable[[str], ModuleType], does: str, thrown: str | None
) -> None:
    install(does)
    guest = OPPONENTS["Visitor"].start(LIZARD_SPOCK)
    if thrown is not None:
        assert guest.choose([], np.random.default_rng(0)) is LIZARD_SPOCK[thrown]
    else:
        with pytest.raises(TypeError, match="a gesture of ROCK, PAPER, SCISSORS, LIZARD, SPOCK"):
            guest.choose([], np.random.default_rng(0))

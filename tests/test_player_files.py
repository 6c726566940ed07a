"""Settings and statistics in the real loop: two games share them, and whatever else stands in their place."""

import codecs
import contextlib
import errno
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import filelock
import pygame
import pytest
from profiles import make_profile
from stage import Keyboard, Stage, StageHand

from rps_game.errors import SaveNameTaken
from rps_game.file_thread import STATISTICS_FILE
from rps_game.flow import Phase
from rps_game.game.gestures import Gesture
from rps_game.game.match import Round
from rps_game.game.statistics import MOST_ROUNDS, UNNAMED, Records, Statistics
from rps_game.log import logging_to
from rps_game.settings import Settings
from rps_game.settings_file import load_settings
from rps_game.statistics_file import load_statistics

OURS = "0" * 64  # the network of the stage
WON, LOST = Round(Gesture.ROCK, Gesture.SCISSORS), Round(Gesture.ROCK, Gesture.PAPER)


def kept(folder: Path) -> tuple[Settings, Statistics]:
    """What the next game reads: the settings, and all rounds together."""
    settings, problems = load_settings(folder / "settings.json")
    assert problems == []
    return settings, records(folder).together()


def records(folder: Path) -> Records:
    """The records that the next game reads."""
    read, problem = load_statistics(folder / "data" / STATISTICS_FILE)
    assert problem is None
    return read


def play(stage: Stage, *rounds: Round) -> None:
    for played in rounds:
        stage.context.count_round(played)


def told(stage: Stage) -> str:
    stage.step()
    return " ".join(stage.texts())


def test_of_two_games_at_once_every_round_and_every_setting_is_kept(tmp_path: Path) -> None:
    one, two = Stage(tmp_path), Stage(tmp_path)
    play(one, *[WON] * 5)
    one.app.change_settings(volume=0.3)
    one.step()  # its files are written: the streak is that of the game that wrote last
    play(two, *[LOST] * 3)
    two.app.change_settings(mirror=False)
    two.step()
    one.app.close()
    two.app.close()
    settings, statistics = kept(tmp_path)
    assert settings == Settings(volume=0.3, mirror=False)
    assert (statistics.total.wins, statistics.total.losses) == (5, 3)
    assert records(tmp_path).of(UNNAMED).streak == -3


def test_a_game_that_is_killed_has_kept_every_round_and_every_setting(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    play(stage, WON)
    stage.app.change_settings(volume=0.3)
    stage.step()  # and no more
    settings, statistics = kept(tmp_path)
    assert (settings, statistics.total.wins) == (Settings(volume=0.3), 1)


def test_statistics_that_cannot_be_written_are_told_once_and_not_after_every_round(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.step()
    (tmp_path / "data").symlink_to("data")
    play(stage, WON)
    assert "cannot be read or written" in told(stage)
    stage.run(6)
    play(stage, WON)
    assert "cannot be read or written" not in told(stage)
    (tmp_path / "data").unlink()
    stage.app.close()
    assert kept(tmp_path)[1].total.wins == 2


def test_many_games_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    stages = [Stage(tmp_path) for _ in range(8)]
    for stage in stages:
        play(stage, WON)
    for stage in stages:
        stage.app.close()
    assert kept(tmp_path)[1].total.wins == 8


def test_what_one_game_forgets_is_forgotten_and_a_later_round_counts(tmp_path: Path) -> None:
    first = Stage(tmp_path)
    play(first, WON, WON)
    first.app.close()
    one, two = Stage(tmp_path), Stage(tmp_path)
    one.context.files.change_records(lambda _: Records())
    one.app.close()
    play(two, LOST)
    two.app.close()
    assert kept(tmp_path)[1].total.rounds == 1


@pytest.fixture
def held(tmp_path: Path) -> Iterator[list[Path]]:
    """Locks of both files, which another program holds until the test is over."""
    fcntl = pytest.importorskip("fcntl")
    locks = [tmp_path / ".settings.json.lock", tmp_path / "data" / f".{STATISTICS_FILE}.lock"]
    (tmp_path / "data").mkdir()
    with contextlib.ExitStack() as stack:
        for lock in locks:
            fcntl.flock(stack.enter_context(lock.open("w")), fcntl.LOCK_EX)
        yield locks


def test_a_lock_that_is_held_for_ever_is_given_up_and_no_frame_waits(
    tmp_path: Path, held: list[Path]
) -> None:
    stage = Stage(tmp_path)
    stage.waits_for_files = False
    stage.app.change_settings(volume=0.3)
    start_s = time.monotonic()
    stage.step()
    assert time.monotonic() - start_s < 0.25
    stage.waits_for_files = True
    assert "another program holds it" in told(stage)
    assert not stage.paths.settings.exists()
    held[0].unlink()  # as good as given back
    stage.app.close()
    assert kept(tmp_path)[0] == Settings(volume=0.3)


@pytest.mark.usefixtures("held")
def test_a_game_whose_files_are_locked_for_ever_closes_within_two_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits_s: list[float] = []
    acquire = filelock.FileLock.acquire

    def counted(lock: filelock.BaseFileLock, **options: Any) -> object:
        waits_s.append(lock.timeout)
        return acquire(lock, **options)

    monkeypatch.setattr(filelock.FileLock, "acquire", counted)
    stage = Stage(tmp_path)
    stage.app.change_settings(volume=0.3)
    play(stage, WON)
    stage.app.close()
    assert 2 <= len(waits_s) <= 3
    assert sum(waits_s) < 2
    assert kept(tmp_path) == (Settings(), Statistics())


def test_where_the_disk_knows_no_locks_the_files_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def flock(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", flock)
    stage = Stage(tmp_path)
    stage.app.change_settings(volume=0.3)
    play(stage, WON)
    stage.app.close()
    settings, statistics = kept(tmp_path)
    assert (settings, statistics.total.wins) == (Settings(volume=0.3), 1)


def fifo(path: Path) -> None:
    os.mkfifo(path)


def loop(path: Path) -> None:
    path.symlink_to(path)


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
@pytest.mark.parametrize("make", [fifo, loop, folder])
@pytest.mark.parametrize("name", ["settings.json", f"data/{STATISTICS_FILE}"])
def test_what_cannot_be_read_is_left_alone_and_told(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    make(path)
    before = path.lstat()
    stage = Stage(tmp_path)
    assert str(path) in told(stage) or name == "settings.json"  # `play` shows those of the settings
    assert len(load_settings(stage.paths.settings)[1]) == (name == "settings.json")
    play(stage, WON)
    stage.app.change_settings(volume=0.3)
    assert str(path) in told(stage)
    assert path.lstat() == before
    # As after a moment's trouble: what was there comes back, and what was done meanwhile joins it.
    path.rmdir() if path.is_dir() else path.unlink()
    if name == "settings.json":
        path.write_text('{"mirror": false}')
    else:
        path.write_text(json.dumps(Records().record(UNNAMED, LOST, "random").to_json()))
    stage.app.close()
    settings, statistics = kept(tmp_path)
    assert settings == Settings(volume=0.3, mirror=name != "settings.json")
    assert statistics.total.rounds == 1 + (name != "settings.json")


def test_statistics_of_a_later_version_are_left_alone_and_told(tmp_path: Path) -> None:
    path = tmp_path / "data" / STATISTICS_FILE
    path.parent.mkdir()
    path.write_text('{"format": 4, "everything": "else"}')
    stage = Stage(tmp_path)
    assert "later version" in told(stage)
    play(stage, WON)
    stage.app.close()
    assert path.read_text() == '{"format": 4, "everything": "else"}'


@pytest.mark.parametrize("name", ["settings.json", f"data/{STATISTICS_FILE}"])
def test_no_earlier_damaged_file_is_replaced(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    for number in range(3):
        path.write_text(f"damaged {number}")
        stage = Stage(tmp_path)
        assert ".damaged" in told(stage) or name == "settings.json"
        stage.app.close()
    assert sorted(file.read_text() for file in path.parent.glob(f"{path.name}.damaged*")) == [
        f"damaged {number}" for number in range(3)
    ]


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_a_byte_order_mark_is_read(tmp_path: Path, mark: bytes) -> None:
    encoding = "utf-8" if mark == codecs.BOM_UTF8 else "utf-16-le"
    (tmp_path / "data").mkdir()
    written = json.dumps(Records().record(UNNAMED, WON, "random").to_json())
    (tmp_path / "data" / STATISTICS_FILE).write_bytes(mark + written.encode(encoding))
    (tmp_path / "settings.json").write_bytes(mark + '{"mirror": false}'.encode(encoding))
    stage = Stage(tmp_path)
    assert (stage.context.settings.mirror, stage.context.statistics.total.wins) == (False, 1)


@pytest.mark.parametrize(
    "text",
    [
        '{"backbone": "a\\u0000b"}',
        '{"camera": "  "}',
        json.dumps({"camera": "x" * 100_000}),
        json.dumps({"theme": "x" * 100_000}),
        '{"theme": ' + "[" * 900 + "]" * 900 + "}",
    ],
    ids=["NUL", "blank", "long path", "long value", "deep value"],
)
def test_an_impossible_value_is_a_short_sentence_and_the_default(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_text(text)
    settings, (error,) = load_settings(tmp_path / "settings.json")
    assert settings == Settings()
    assert len(str(error)) < 300
    Stage(tmp_path).app.close()


@pytest.mark.parametrize("value", ["[" * 900 + "]" * 900, f'"{"x" * 100_000}"', "[" + "1," * 500_000 + "1]"])
def test_settings_are_never_written_so_that_they_cannot_be_read(tmp_path: Path, value: str) -> None:
    (tmp_path / "settings.json").write_text(f'{{"wallpaper": {value}, "mirror": false}}')
    stage = Stage(tmp_path)
    stage.app.change_settings(volume=0.3)
    stage.app.close()
    assert kept(tmp_path)[0] == Settings(volume=0.3, mirror=False)


def test_deep_statistics_are_damaged_ones(tmp_path: Path) -> None:
    path = tmp_path / "data" / STATISTICS_FILE
    path.parent.mkdir()
    for depth in range(850, 1000, 5):
        good = json.dumps(Records({UNNAMED: Statistics()}).to_json())
        path.write_text(good.replace('"streak": 0', f'"streak": {"[" * depth}{"]" * depth}'))
        assert load_statistics(path)[1] is not None


def test_statistics_are_never_written_so_that_they_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "data" / STATISTICS_FILE
    path.parent.mkdir()
    many = Statistics({"random": ((0, 0, MOST_ROUNDS),) * 3}, 7, MOST_ROUNDS, 1)
    path.write_text(json.dumps(Records({UNNAMED: many}).to_json()))
    one, two = Stage(tmp_path), Stage(tmp_path)
    for stage in (one, two):
        stage.app.change_settings(opponent="random")
        play(stage, WON, LOST, WON)
        stage.app.close()
    assert kept(tmp_path)[1].against("random").rounds >= 3 * MOST_ROUNDS


LOCKED = """
import sys
from pathlib import Path
from profiles import make_profile
from stage import Keyboard, Stage, StageHand
from workbench import MadeUpTraining

stage = Stage(Path(sys.argv[1]))
stage.run(0.1)  # until the network is there
made = MadeUpTraining()
stage.context.session.load(make_profile(fingerprint="0" * 64))
stage.context.use_trained_head(made.head, made.report)
stage.step()
print(stage.phase.name, stage.texts())
Keyboard(stage).press("Players")
stage.run(0.2)
print(stage.phase.name, stage.texts())
"""


@pytest.mark.parametrize("locked", ["saves", "above"])
def test_saves_that_may_not_be_entered_are_told_after_a_training_and_in_the_list(
    tmp_path: Path, locked: str
) -> None:
    if locked == "above":
        (tmp_path / "saves").symlink_to(tmp_path / "locked" / "saves")
    (tmp_path / ("locked" if locked == "above" else "saves")).mkdir(0)
    folders = Path(__file__).parent, Path(__file__).parents[1]
    done = subprocess.run(
        ["unshare", "--user", "--map-user=54321", sys.executable, "-c", LOCKED, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders))},
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare" in done.stderr:
        pytest.skip("this system does not let the test be another user")
    assert done.returncode == 0, done.stderr
    trained, listed = done.stdout.splitlines()[-2:]
    assert trained.startswith("TITLE")
    assert "The game is not allowed to write to" in trained
    assert listed.startswith("SAVES")
    assert "The game cannot look for saved players in" in listed
    assert "Nobody is saved yet" not in listed


def test_an_empty_file_is_told_as_what_it_is_and_its_name_can_be_taken(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    store = stage.context.saves
    store.folder.mkdir()
    store.path("Anna").touch()
    stage.step()
    Keyboard(stage).press("Players")
    stage.run(0.2)
    assert any("is empty: the game was ended while it saved" in text for text in stage.texts())
    stage.context.files.run(partial(store.save, make_profile(fingerprint=OURS), "Anna"))
    stage.step()
    assert stage.names() == ["Anna"]
    assert [line.usable for line in store.list()] == [True]
    with pytest.raises(SaveNameTaken):
        store.save(make_profile(), "Anna")


def test_names_that_are_no_text_are_drawn_and_logged_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StageHand, "name", "caf\udce9\0\n")
    with logging_to(tmp_path / "log.txt") as log:
        stage = Stage(tmp_path)
        store = stage.context.saves
        store.save(make_profile(fingerprint=OURS), "Anna")
        (store.folder / "caf\udce9\nforged line.safetensors").write_text("nothing")
        stage.step()
        Keyboard(stage).press("Players")
        stage.run(0.2)
        assert [line.name for line in store.list()] == ["Anna", "caf\ufffd\ufffdforged line"]
        assert any("caf\ufffd\ufffdforged line" in text for text in stage.texts())
        Keyboard(stage).press("Rename")
        stage.type("A\udce9")
        stage.press(pygame.K_RETURN)
        stage.step()
        assert any("U+DCE9" in text for text in stage.texts())
        assert stage.phase is Phase.SAVES
        stage.app.close()
    lines = log.read_text("utf-8").splitlines()
    assert any("forged line" in line for line in lines)
    assert not [line for line in lines if line.startswith("forged")]

"""Writers that are killed, that run into a full disk, or that race each other: real processes."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from profiles import content, make_profile

from rps_game.errors import SaveNotFound
from rps_game.files import TEMPORARY_PREFIX
from rps_game.saves.store import SaveStore

KILLS = 50
AT_ONCE = 5  # writers that start together, for starting takes longest; they write and die one by one
RACES = 20
WRITER = """
import sys
from pathlib import Path
from profiles import make_profile
from rps_game.saves.store import SaveStore
store = SaveStore(Path(sys.argv[1]))
players = [make_profile(seed) for seed in (0, 1)]
print("ready", flush=True)
sys.stdin.readline()
for turn in range(1000):
    store.save(players[turn % 2], "Anna", overwrite=True)
    store.save(players[turn % 2], f"{sys.argv[2]} {turn}")
"""
RACER = """
import os, sys
from pathlib import Path
from profiles import make_profile
from rps_game.errors import SaveNameTaken
from rps_game.saves.store import SaveStore
def refuse(source, target):
    raise PermissionError(1, "no hard links on this disk")
if sys.argv[3] == "no links":
    os.link = refuse
store = SaveStore(Path(sys.argv[1]))
player = make_profile(int(sys.argv[2]))
print("ready", flush=True)
for line in sys.stdin:
    try:
        store.save(player, line.strip())
        print("won", flush=True)
    except SaveNameTaken:
        print("taken", flush=True)
"""
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from profiles import make_profile
from rps_game.errors import SaveNotWritten
from rps_game.saves.store import SaveStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    SaveStore(Path(sys.argv[1])).save(make_profile(1), "Anna", overwrite=True)
except SaveNotWritten as error:
    print(error)
"""


@contextmanager
def child(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A process that has imported what it needs and waits for a line."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_killed_at_any_moment_the_old_file_or_the_new_one_is_there(tmp_path: Path) -> None:
    whole = [content(make_profile(seed)) for seed in (0, 1)]
    store = SaveStore(tmp_path)
    moments = random.Random(0)
    unfinished = 0
    for batch in range(KILLS // AT_ONCE):
        with ExitStack() as stack:
            names = [f"kill {batch} {number}" for number in range(AT_ONCE)]
            for writer in [stack.enter_context(child(WRITER, tmp_path, name)) for name in names]:
                assert answer(writer) == "ready"
                tell(writer, "go")
                time.sleep(moments.uniform(0, 0.02))
                writer.kill()
                writer.wait()
                try:
                    assert content(store.load(store.path("Anna"))) in whole
                except SaveNotFound:
                    assert not store.list(), "the first of all files was there before, and is gone"
                assert all(store.check(info).usable for info in store.list())
                for left in tmp_path.glob(f"{TEMPORARY_PREFIX}*"):
                    unfinished += 1
                    left.unlink()
    assert unfinished > KILLS // 10, "the kills came between the saves, not during them"


@pytest.mark.parametrize("links", ["links", "no links"])
def test_of_several_games_that_save_one_name_one_succeeds(tmp_path: Path, links: str) -> None:
    store = SaveStore(tmp_path)
    with child(RACER, tmp_path, 0, links) as first, child(RACER, tmp_path, 1, links) as second:
        racers = first, second
        assert [answer(racer) for racer in racers] == ["ready", "ready"]
        for race in range(RACES):
            name = f"race {race}"
            for racer in racers:
                tell(racer, name)
            results = [answer(racer) for racer in racers]
            assert sorted(results) == ["taken", "won"]
            winner = make_profile(results.index("won"), name)
            assert content(store.load(store.path(name))) == content(winner)
    assert len(list(tmp_path.iterdir())) == RACES


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX limits the size of a process' files")
def test_a_disk_that_fills_up_in_the_middle_leaves_the_old_file(tmp_path: Path) -> None:
    store = SaveStore(tmp_path)
    saved = store.save(make_profile(0), "Anna")
    with child(FULL_DISK, tmp_path) as writer:
        assert answer(writer).startswith("There is no room left on the disk")
    assert content(store.load(store.path("Anna"))) == content(saved)
    assert len(list(tmp_path.iterdir())) == 1

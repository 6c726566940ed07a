"""The commands where the system refuses: paths, streams, encodings, disks, and other users' folders."""

import json
import math
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pygame
import pytest

from rps_game.__main__ import main
from rps_game.drawn_hand.source import HandSource
from rps_game.game.gestures import CLASSES
from rps_game.paths import HOME_VARIABLE, assets
from rps_game.saves.store import SaveStore
from tools.campaign.places import OWN_MOUNTS, STRANGER
from tools.campaign.trial import ROOT

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such thing")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of coloured patches."""
    folder = tmp_path_factory.mktemp("session")
    for gesture in CLASSES:
        (folder / gesture.name.lower()).mkdir()
        for number in range(10):
            picture = np.full((60, 80, 3), 50 * gesture + number, np.uint8)
            path = folder / gesture.name.lower() / f"{number}.bmp"
            path.write_bytes(cv2.imencode(".bmp", picture)[1].tobytes())
    return folder


def run(
    home: Path | None,
    *arguments: str | Path,
    before: str = ":",
    streams: str = "",
    within: Sequence[str] = (),
    **variables: str,
) -> subprocess.CompletedProcess[bytes]:
    """Run a command from a shell that does `before`, with redirected streams, within another command."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), HOME_VARIABLE: str(home), **variables}
    if home is None:
        del environment[HOME_VARIABLE]
    shell = ["sh", "-c", f'{before}; exec "$@" {streams}', "sh", sys.executable, "-m", "rps_game"]
    return subprocess.run(
        [os.fsencode(word) for word in (*within, *shell, *arguments)],
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )


def need(*command: str) -> None:
    if not shutil.which(command[0]) or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip(f"this system does not allow {' '.join(command[:3])}")


def one_sentence(done: subprocess.CompletedProcess[bytes], code: int) -> str:
    said = done.stderr.decode()
    assert done.returncode == code, said
    assert said.startswith("rps-game"), said
    assert said.count("\n") == 1, said
    assert "should not" not in said
    return said


def long_name(_folder: Path) -> str:
    return "x" * 300


def circle(folder: Path) -> str:
    path = folder / "circle"
    path.symlink_to(path)
    return str(path)


def no_user(_folder: Path) -> str:
    return "~nosuchuser/x"


@posix
@pytest.mark.parametrize("make", [long_name, circle, no_user])
@pytest.mark.parametrize(
    "arguments",
    [
        ["calibrate", "PATH", "--save", "me"],
        ["evaluate", "PATH"],
        ["cameras", "--saves", "PATH"],
        ["cameras", "--log", "PATH"],
        ["play", "--backbone", "PATH"],
        ["cameras", HOME_VARIABLE],
    ],
    ids=" ".join,
)
def test_a_path_that_the_system_refuses_is_one_sentence_and_exit_code_2(
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    make: Callable[[Path], str],
) -> None:
    path = make(tmp_path)
    if HOME_VARIABLE in arguments:
        monkeypatch.setenv(HOME_VARIABLE, path)
    given = [path if argument == "PATH" else argument for argument in arguments if argument != HOME_VARIABLE]
    code: object
    try:
        code = main(given)
    except SystemExit as end:
        code = end.code
    said = capfd.readouterr().err
    assert code == 2, said
    assert said.startswith("rps-game")
    assert said.count("\n") == 1
    assert not Path("~nosuchuser").exists()


@posix
@pytest.mark.parametrize("make", [long_name, circle, no_user])
@pytest.mark.parametrize("suffix", ["", "/x", ".mp4"])
@pytest.mark.usefixtures("home")
def test_the_doctor_finds_no_camera_at_such_a_path(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], make: Callable[[Path], str], suffix: str
) -> None:
    assert main(["doctor", "--camera", make(tmp_path) + suffix]) == 1
    (line,) = re.findall("problem  camera .*", capfd.readouterr().out)
    assert "There is no" in line


@posix
@pytest.mark.parametrize("make", [long_name, circle, no_user])
@pytest.mark.parametrize("suffix", ["", "/x", ".mp4"])
def test_a_remembered_camera_and_network_at_such_a_path_give_way(
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], str],
    suffix: str,
) -> None:
    def first_working_camera() -> HandSource:
        pygame.event.post(pygame.event.Event(pygame.QUIT))
        return HandSource()

    home.mkdir()
    path = make(tmp_path) + suffix
    (home / "settings.json").write_text(json.dumps({"camera": path, "backbone": path}))
    monkeypatch.setattr("rps_game.cli.play.first_working_camera", first_working_camera)
    assert main(["play"]) == 0
    assert "of last time cannot be used" in (home / "rps-game.log").read_text()


@posix
@pytest.mark.parametrize(
    "description",
    ["[" * 100_000, {"preprocess_version": math.inf}, {"name": "two\nlines"}, {"fingerprint": []}, None],
    ids=["deep", "infinite", "lines", "types", "pipe"],
)
@pytest.mark.usefixtures("home")
def test_a_hostile_description_of_a_network_is_passed_over(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], description: str | dict[str, object] | None
) -> None:
    shutil.copy(assets() / "backbone.tflite", tmp_path / "mine.tflite")
    if description is None:
        os.mkfifo(tmp_path / "mine.json")
    else:
        right = json.loads((assets() / "backbone.json").read_text())
        text = description if isinstance(description, str) else json.dumps(right | description)
        (tmp_path / "mine.json").write_text(text)
    main(["doctor", "--backbone", str(tmp_path / "mine.tflite"), "--camera", "demo"])
    assert "backbone  mine, weights" in capfd.readouterr().out


@posix
def test_a_pipe_in_the_logs_place_keeps_nobody_waiting(home: Path, tmp_path: Path) -> None:
    home.mkdir()
    os.mkfifo(home / "rps-game.log")
    done = run(home, "evaluate", "nowhere", TMPDIR=str(tmp_path))
    one_sentence(done, 2)
    (log,) = tmp_path.glob("rps-game-*/rps-game.log")
    assert "nowhere" in log.read_text()


@posix
def test_without_standard_streams_the_log_has_all(home: Path, session: Path) -> None:
    done = run(
        home, "calibrate", session, "--save", "Anna", "--frames", "5", "--views", "0", streams="<&- >&- 2>&-"
    )
    assert done.returncode == 0
    assert [line.name for line in SaveStore(home / "saves").list()] == ["Anna"]
    done = run(home, "calibrate", "nowhere", "--save", "Zoë", streams="<&- >&- 2>&-")
    assert done.returncode == 2
    assert "0 pictures in nowhere" in (home / "rps-game.log").read_text("utf-8")


@posix
@pytest.mark.parametrize(
    ("encoding", "arguments", "said"),
    [
        ("cp1252", ["calibrate", "SESSION", "--save", "Zo\u00eb \u624b"], rb"\u624b: 20 frames"),
        ("cp437", ["doctor", "--camera", "SESSION/rock"], rb"\u201crock\u201d, 80 x 60"),
        ("koi8-r", ["evaluate", "SESSION"], rb"\u624b \ufffd"),
    ],
)
def test_what_the_terminal_cannot_show_is_written_with_backslashes(
    home: Path, session: Path, tmp_path: Path, encoding: str, arguments: list[str], said: bytes
) -> None:
    folder = tmp_path / "\u624b \udce9"
    shutil.copytree(session, folder)
    options = ["--frames", "5", "--views", "0"] if arguments[0] != "doctor" else []
    given = [word.replace("SESSION", str(folder)) for word in arguments] + options
    done = run(home, *given, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"") or arguments[0] == "doctor"
    assert said in done.stdout


@posix
def test_names_that_are_no_text_are_logged_and_said(home: Path) -> None:
    done = run(home, "evaluate", "caf\udce9\nforged INFO line")
    said = one_sentence(done, 2)
    assert "caf\N{REPLACEMENT CHARACTER} forged" in said
    log = (home / "rps-game.log").read_text("utf-8")
    assert "caf" in log
    assert not [line for line in log.splitlines() if line.startswith("forged")]


@posix
def test_output_that_cannot_be_written_is_one_sentence_too(home: Path) -> None:
    assert "could not write" in one_sentence(run(home, "cameras", streams=">/dev/full"), 1)
    assert run(home, "evaluate", "nowhere", streams="2>/dev/full").returncode == 2


@posix
def test_a_full_disk_is_one_sentence(tmp_path: Path, session: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f'mount -t tmpfs -o size=64k none "{disk}"'
    need(*OWN_MOUNTS, "sh", "-c", mount)
    done = run(
        disk,
        *("calibrate", session, "--save", "Anna", "--frames", "5", "--views", "0"),
        before=f'{mount}; dd if=/dev/zero of="{disk}/zeros" bs=1k 2>/dev/null',
        within=OWN_MOUNTS,
    )
    assert "There is no room left on the disk" in one_sentence(done, 1)


@posix
def test_without_a_home_folder_one_sentence_names_the_ways_out() -> None:
    need(*STRANGER, "true")
    said = one_sentence(run(None, "cameras", before="unset HOME", within=STRANGER), 2)
    assert "HOME" in said
    assert HOME_VARIABLE in said


@posix
def test_without_a_temporary_folder_it_simply_runs(tmp_path: Path) -> None:
    need(*OWN_MOUNTS, "true")
    read_only = "mount --bind {0} {0}; mount -o remount,bind,ro {0}"
    shut = "; ".join(read_only.format(folder) for folder in ("/tmp", "/var/tmp"))
    before = f"mount --bind {tmp_path} /mnt; {shut}; cd /proc"
    done = run(Path("/mnt"), "cameras", before=before, within=OWN_MOUNTS)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "rps-game.log").exists()


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        ["calibrate", "LOCKED", "--save", "me"],
        ["evaluate", "LOCKED/x"],
        ["cameras", "--saves", "LOCKED/x"],
        ["cameras", "--log", "LOCKED/x"],
        ["play", "--backbone", "LOCKED/x.tflite"],
        ["cameras", HOME_VARIABLE],
    ],
    ids=" ".join,
)
def test_a_folder_that_may_not_be_entered_is_one_sentence(
    home: Path, tmp_path: Path, arguments: list[str]
) -> None:
    need(*STRANGER, "true")
    locked = tmp_path / "locked"
    locked.mkdir(0)
    if HOME_VARIABLE in arguments:
        home = locked / "x"
        arguments = arguments[:-1]
    one_sentence(run(home, *(word.replace("LOCKED", str(locked)) for word in arguments), within=STRANGER), 2)


@posix
def test_a_network_that_may_not_be_read_is_not_called_damaged(home: Path, tmp_path: Path) -> None:
    need(*STRANGER, "true")
    shutil.copy(assets() / "backbone.tflite", tmp_path / "mine.tflite")
    (tmp_path / "mine.tflite").chmod(0)
    done = run(home, "doctor", "--backbone", tmp_path / "mine.tflite", "--camera", "demo", within=STRANGER)
    assert b"mine.tflite cannot be read (Permission denied)" in done.stdout


@posix
def test_a_saves_folder_below_one_that_may_not_be_entered(home: Path, tmp_path: Path, session: Path) -> None:
    need(*STRANGER, "true")
    (home / "saves").mkdir(parents=True)
    options = ("--frames", "5", "--views", "0")
    for mode in (0o555, 0):
        (home / "saves").chmod(mode)
        done = run(home, "calibrate", session, "--save", "Anna", *options, within=STRANGER)
        assert "The game is not allowed to write" in one_sentence(done, 1)
    done = run(home, "evaluate", session, "--save", "Anna", within=STRANGER)
    assert "cannot look for saved players" in one_sentence(done, 2)
    done = run(home, "doctor", within=STRANGER)
    assert b"problem  saves" in done.stdout


@posix
def test_log_and_players_are_for_nobody_else(home: Path, session: Path, tmp_path: Path) -> None:
    before = f"umask 000; export TMPDIR={tmp_path}"
    run(home, "calibrate", session, "--save", "Anna", "--frames", "5", "--views", "0", before=before)
    modes = {path.name.split("-")[0]: path.stat().st_mode & 0o777 for path in (home, *home.rglob("*"))}
    assert modes == {"home": 0o700, "saves": 0o700, "rps": 0o600, "anna": 0o600}


@posix
def test_a_link_under_a_guessed_name_is_not_written_through(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.touch()
    links = "for n in $(seq $$ $(($$ + 50))); do ln -s victim rps-game-$n.log; done"
    done = run(Path("/proc/nowhere"), "cameras", before=f"cd {tmp_path}; export TMPDIR={tmp_path}; {links}")
    assert done.returncode == 0, done.stderr
    assert victim.read_text() == ""
    (log,) = tmp_path.glob("rps-game-*/rps-game.log")
    assert log.stat().st_mode & 0o777 == 0o600

"""The recogniser for other programs: what it reads, how it learns, and what it says when it cannot."""

import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import ROOT
from profiles import make_profile

from rps_game import Gesture, Recognizer
from rps_game.__main__ import main
from rps_game.camera.frames import camera_frame
from rps_game.camera.observation import Frame
from rps_game.camera.pictures import read_picture
from rps_game.camera.preprocess import to_square
from rps_game.errors import (
    BackboneUnavailable,
    CameraLost,
    DataError,
    RulesError,
    SaveDamaged,
    SaveNameTaken,
    SaveNotFound,
)
from rps_game.game.gestures import CLASSES, GESTURES, LIZARD_SPOCK
from rps_game.game.voting import VoteReason
from rps_game.paths import HOME_VARIABLE
from rps_game.saves.names import clean_name
from rps_game.saves.store import SaveStore

API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
PRINT, ROBOT, FOLDER = re.findall(r"```python\n(.*?)```", API, re.DOTALL)


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that this module takes for the player's own."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(folder))
        yield folder


def picture(gesture: Gesture, number: int) -> Frame:
    """A coloured patch: no hand, but plainly different for any network."""
    rng = np.random.default_rng(number)
    frame = rng.integers(80, 110, (60, 80, 3))
    frame[10:50, 10 : 20 + 15 * gesture, 0] = (40, 120, 200, 250)[gesture]
    return frame.astype(np.uint8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of 12 patches of each class."""
    folder = tmp_path_factory.mktemp("session")
    for gesture in CLASSES:
        (folder / gesture.name.lower()).mkdir()
        for number in range(12):
            assert cv2.imwrite(
                str(folder / gesture.name.lower() / f"{number:02}.png"), picture(gesture, number)
            )
    return folder


@pytest.fixture(scope="module")
def zoe(folder: Path) -> Recognizer:
    """A recogniser that has learnt the patches, and is saved as Zoë."""
    hand = Recognizer.starter()
    for path in sorted(folder.glob("*/*.png")):
        hand.add_example(path.parent.name, read_picture(path))
    assert hand.train().holdout_accuracy == 1
    hand.save("Zoë")
    return hand


@pytest.fixture
def camera(tmp_path: Path, folder: Path) -> Path:
    """A folder as a camera: three scissors, then three rocks."""
    paths = [*sorted((folder / "scissors").iterdir())[:3], *sorted((folder / "rock").iterdir())[:3]]
    for number, path in enumerate(paths):
        (tmp_path / f"{number}.png").write_bytes(path.read_bytes())
    return tmp_path


def test_a_program_learns_what_the_command_learns(zoe: Recognizer, folder: Path, home: Path) -> None:
    assert main(["calibrate", str(folder), "--save", "by command"]) == 0
    by_command = Recognizer.load("by command").head.tensors()
    for name, tensor in zoe.head.tensors().items():
        np.testing.assert_array_equal(tensor, by_command[name])


def test_what_was_saved_reads_what_the_game_reads(zoe: Recognizer, home: Path) -> None:
    by_name = Recognizer.load("zoë")
    by_file = Recognizer.load(SaveStore(home / "saves").find("Zoë"))
    assert by_name.name == by_file.name == "Zoë"
    for gesture in CLASSES:
        frame = picture(gesture, 50)
        reading = by_name.read(frame)
        assert reading == zoe.read(frame) == by_file.read(frame)
        features = by_name.backbone.embed(to_square(camera_frame(frame, "game")))
        (row,) = by_name.head.predict(features[None])
        assert list(reading.probabilities.values()) == row.tolist()
        assert list(reading.probabilities) == list(CLASSES)
        assert reading.gesture is gesture
        assert by_name.head.thresholds is not None
        assert reading.sure == (row.max() >= by_name.head.thresholds[gesture])


def test_a_recording_is_read_to_its_end_and_voted_on(zoe: Recognizer, camera: Path) -> None:
    readings = list(zoe.stream(camera))
    assert [reading.gesture for reading in readings] == [Gesture.SCISSORS] * 3 + [Gesture.ROCK] * 3
    assert zoe.vote(readings[:3]).gesture is Gesture.SCISSORS
    assert zoe.vote(readings).reason is VoteReason.UNCLEAR
    assert zoe.vote([]).reason is VoteReason.TOO_FEW


class LostCamera:
    """A webcam that is unplugged after two frames, or stands still."""

    name, live = "Desk Camera", True

    def __init__(self, *, still: bool) -> None:
        self.left, self.still, self.closed = 2, still, False

    def read(self) -> Frame | None:
        self.left -= 1
        return picture(Gesture.ROCK, 0) if self.left >= 0 or self.still else None

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("still", [False, True])
def test_a_camera_that_is_lost_ends_the_stream_with_a_sentence(
    zoe: Recognizer, monkeypatch: pytest.MonkeyPatch, still: bool
) -> None:
    lost = LostCamera(still=still)
    monkeypatch.setattr("rps_game.camera.sources.open_source", lambda spec, loop: lost)
    monkeypatch.setattr("rps_game.camera.feed.FROZEN_S", 0.05)
    with pytest.raises(CameraLost, match="“Desk Camera” is gone, or its picture stands still"):
        list(zoe.stream())
    assert lost.closed


def test_leaving_the_loop_closes_the_camera(zoe: Recognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = LostCamera(still=True)
    monkeypatch.setattr("rps_game.camera.sources.open_source", lambda spec, loop: lost)
    with contextlib.closing(zoe.stream()) as stream:
        next(stream)
        assert not lost.closed
    assert lost.closed


@pytest.mark.parametrize(
    "frame",
    [
        np.zeros((60, 80), np.uint8),
        np.zeros((60, 80, 4), np.uint8),
        np.zeros((60, 80, 3), np.float32),
        np.zeros((0, 80, 3), np.uint8),
    ],
    ids=lambda frame: f"{frame.dtype}{frame.shape}",
)
def test_what_is_no_picture_is_refused_in_one_sentence(frame: Frame) -> None:
    hand = Recognizer.starter()
    for take in (hand.read, lambda frame: hand.add_example("rock", frame)):
        with pytest.raises(ValueError, match=r"expected a BGR frame, uint8 \(height, width, 3\), got"):
            take(frame)


def test_training_says_what_is_missing_and_saving_that_nothing_was_trained() -> None:
    hand = Recognizer.starter()
    for number in range(5):
        hand.add_example("rock", picture(Gesture.ROCK, number))
        hand.add_example(Gesture.NONE, picture(Gesture.NONE, number))
    hand.add_example(Gesture.PAPER, picture(Gesture.PAPER, 0))
    with pytest.raises(DataError, match="rock 5, paper 1, scissors 0"):
        hand.train()
    with pytest.raises(DataError, match="nothing has been trained"):
        hand.save("Nobody")
    with pytest.raises(ValueError, match="expected one of rock, paper, scissors, none, got 'fist'"):
        hand.add_example("fist", picture(Gesture.ROCK, 0))


def test_a_player_has_no_more_examples_than_a_save_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rps_game.session.MAX_SAMPLES", 4)
    hand = Recognizer.starter()
    hand.add_example("rock", picture(Gesture.ROCK, 0))
    with pytest.raises(DataError, match="There are 1 examples of rock"):
        hand.add_example("rock", picture(Gesture.ROCK, 1))


@pytest.mark.usefixtures("zoe")
def test_a_loaded_player_goes_on_learning_and_keeps_their_name_only_if_told(home: Path) -> None:
    hand = Recognizer.load("Zoë")
    for gesture in GESTURES:
        hand.add_example(gesture, picture(gesture, 77))
    hand.train()
    before = {path: path.read_bytes() for path in (home / "saves").iterdir()}
    with pytest.raises(SaveNameTaken, match="Zoë"):
        hand.save("Zoë")
    assert {path: path.read_bytes() for path in (home / "saves").iterdir()} == before
    path = hand.save("Zoë the second")
    again = Recognizer.load(path)
    assert again.name == "Zoë the second"
    store = SaveStore(home / "saves")
    assert len(store.load(path).samples[Gesture.ROCK]) == 13


def test_players_that_are_not_there_or_damaged_are_refused(
    home: Path, tmp_path: Path, zoe: Recognizer
) -> None:
    with pytest.raises(SaveNotFound, match="nobody"):
        Recognizer.load("nobody")
    with pytest.raises(SaveNotFound):
        Recognizer.load(tmp_path / "gone.safetensors")
    damaged = bytearray(SaveStore(home / "saves").find("Zoë").read_bytes())
    for name, content in (("short", bytes(damaged[:100])), ("changed", bytes(damaged[:-1]) + b"x")):
        path = tmp_path / f"{name}.safetensors"
        path.write_bytes(content)
        with pytest.raises(SaveDamaged):
            Recognizer.load(path)


@pytest.mark.parametrize("name", ["Zoe\u0308", " Bob ", "a  b"])
def test_a_name_is_saved_as_the_game_writes_it(zoe: Recognizer, name: str) -> None:
    path = zoe.save(name, replace=True)
    assert zoe.name == clean_name(name) != name
    assert Recognizer.load(path).name == Recognizer.load(name).name == zoe.name
    zoe.save("Zoë", replace=True)


@pytest.mark.parametrize("network", ["//evil.example/share/x.tflite", "x", "../x.tflite"])
def test_a_save_names_no_file_to_open(home: Path, tmp_path: Path, network: str) -> None:
    profile = make_profile(name="Foreign", backbone_name=network)
    SaveStore(home / "saves").save(profile, "Foreign", overwrite=True)
    with pytest.raises(BackboneUnavailable, match="does not come with the game"):
        Recognizer.load("Foreign")
    assert main(["read", "Foreign", "--camera", "demo"]) == 1


def test_a_program_gets_neither_pygame_nor_tensorflow(folder: Path) -> None:
    script = (
        "import sys, cv2\nfrom rps_game import Recognizer\nhand = Recognizer.starter()\n"
        f"hand.read(cv2.imread({str(folder / 'rock' / '00.png')!r}))\n"
        "print([name for name in ('pygame', 'tensorflow', 'keras') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def run(example: str, replaced: dict[str, str], folder: Path) -> str:
    """Run an example of docs/api.md, with other places in it; return what it prints."""
    for old, new in replaced.items():
        assert old in example
        example = example.replace(old, new)
    script = folder / "example.py"
    script.write_text(example, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.usefixtures("zoe")
def test_the_example_that_prints_a_webcam(camera: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    replaced = {"stream()": f"stream({str(camera)!r})"}
    lines = run(PRINT, replaced, tmp_path_factory.mktemp("example")).splitlines()
    assert [line.split()[0] for line in lines] == ["SCISSORS"] * 3 + ["ROCK"] * 3
    assert all(0 < float(line.split()[1]) <= 1 for line in lines)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.usefixtures("zoe")
def test_the_example_that_drives_a_robot(
    camera: Path, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    import os
    import pty
    import tty

    for number in range(6, 12):  # long enough for rocks to win the vote
        (camera / f"{number:02}.png").write_bytes((folder / "rock" / f"{number:02}.png").read_bytes())
    robot, port = pty.openpty()
    tty.setraw(port)
    replaced = {"/dev/ttyUSB0": os.ttyname(port), "stream()": f"stream({str(camera)!r})"}
    run(ROBOT, replaced, tmp_path_factory.mktemp("example"))
    assert os.read(robot, 100) == b"SR"
    os.close(robot)
    os.close(port)


def test_the_example_that_trains_on_a_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    replaced = {"my pictures": str(folder), "*.jpg": "*.png", '"Zoë", replace': '"By example", replace'}
    said = run(FOLDER, replaced, tmp_path_factory.mktemp("example"))
    assert said == "100% of the last quarter were read right.\n"
    assert Recognizer.load("By example").read(picture(Gesture.PAPER, 99)).gesture is Gesture.PAPER


def test_the_examples_are_typed(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    for number, example in enumerate((PRINT, ROBOT, FOLDER)):
        (tmp_path / f"example_{number}.py").write_text(example, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--cache-dir",
        str(ROOT / ".mypy_cache"),
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_prints_a_line_a_frame(
    zoe: Recognizer, camera: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", "zoë", "--camera", str(camera), "--json"]) == 0
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [line["gesture"] for line in lines] == ["scissors"] * 3 + ["rock"] * 3
    reading = zoe.read(picture(Gesture.SCISSORS, 0))
    assert lines[0]["sure"] == reading.sure
    assert list(lines[0]["probabilities"]) == ["rock", "paper", "scissors", "none"]
    assert list(lines[0]["probabilities"].values()) == pytest.approx(
        list(reading.probabilities.values()), abs=6e-5
    )
    assert main(["read", "--camera", str(camera)]) == 0
    assert len(capfd.readouterr().out.splitlines()) == 6


def test_a_reader_that_goes_away_ends_the_command_quietly(zoe: Recognizer) -> None:
    command = [sys.executable, "-m", "rps_game", "read", "Zoë", "--camera", "demo", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        assert "gesture" in json.loads(reading.stdout.readline())
        reading.stdout.close()
        assert reading.wait(30) == 0
        assert reading.stderr.read() == b""


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (("nobody",), 2, "no saved player called nobody"),
        (("Zoë", "--camera", "nowhere.mp4"), 1, "no file"),
    ],
)
def test_the_command_says_what_cannot_be_read(
    zoe: Recognizer, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, complaint: str
) -> None:
    assert main(["read", *arguments]) == code
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert complaint in said.err


def test_a_program_learns_other_rules(home: Path) -> None:
    hand = Recognizer.starter(rules="lizard-spock")
    assert [gesture.id for gesture in hand.rules.moves] == ["rock", "paper", "scissors", "lizard", "spock"]
    with pytest.raises(ValueError, match="expected one of rock, paper, scissors, lizard, spock, none"):
        hand.add_example("well", picture(Gesture.ROCK, 0))
    for number in range(8):
        for column, gesture in enumerate(LIZARD_SPOCK.moves):
            frame = picture(Gesture.ROCK, number)
            frame[:, 12 * column : 12 * column + 12, column % 3] = 250
            hand.add_example(gesture.id, frame)
    hand.train()
    hand.save("Юра")
    again = Recognizer.load("Юра")
    assert (again.rules, again.head.rules) == (LIZARD_SPOCK, LIZARD_SPOCK)
    frame = picture(Gesture.ROCK, 3)
    frame[:, 48:60, 1] = 250
    readings = [again.read(frame)] * 3
    assert readings[0].gesture is LIZARD_SPOCK["spock"]
    assert again.vote(readings).gesture is LIZARD_SPOCK["spock"]
    with pytest.raises(RulesError, match="There are no rules called mine"):
        Recognizer.starter(rules="mine")

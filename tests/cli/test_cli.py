"""The command line, as a shell runs it: what is printed where, and with which exit code."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import cv2
import numpy as np
import pytest
from profiles import load

from rps_game.__main__ import main
from rps_game.calibration.augmentation import VIEWS
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.paths import HOME_VARIABLE
from rps_game.saves.store import SaveStore

COMMANDS = ("play", "cameras", "calibrate", "evaluate", "read", "export", "arena", "rules", "doctor")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """A folder that the commands of this module take for the player's own."""
    folder = tmp_path_factory.mktemp("home")
    if importlib.util.find_spec("tensorflow") is None:
        shutil.copytree(cache, folder / "cache")
    return folder


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of coloured patches: not hands, but plainly different for any network."""
    folder = tmp_path_factory.mktemp("session")
    rng = np.random.default_rng(0)
    colours = {Gesture.ROCK: 40, Gesture.PAPER: 120, Gesture.SCISSORS: 200, Gesture.NONE: 250}
    for gesture in CLASSES:
        (folder / gesture.name.lower()).mkdir()
        for number in range(20):
            picture = rng.integers(0, 30, (60, 80, 3)) + 80
            picture[10:50, 10 : 20 + 15 * gesture, 0] = colours[gesture]
            path = folder / gesture.name.lower() / f"{number}.jpg"
            assert cv2.imwrite(str(path), picture.clip(0, 255).astype(np.uint8))
    return folder


def run(home: Path, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"RPS_GAME_HOME": str(home)} | variables
    return subprocess.run(
        [sys.executable, "-m", "rps_game", *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", [("--help",), *((command, "--help") for command in COMMANDS)])
def test_everything_answers_help(home: Path, arguments: tuple[str, ...]) -> None:
    done = run(home, *arguments)
    assert done.returncode == 0
    assert done.stdout.startswith("usage: rps-game")
    assert done.stderr == ""
    if arguments == ("--help",):
        assert all(command in done.stdout for command in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("fly",), "fly"),
        (("--fly",), "--fly"),
        (("--camera", " "), "--camera"),
        (("play", "--backbone", "nonsense"), "imagenet"),
        (("evaluate",), "SESSION"),
        (("evaluate", "x", "--frames", "4"), "from 5"),
        (("evaluate", "x", "--frames", "many"), "from 5"),
        (("evaluate", "x", "--take", "last"), "first"),
        (("evaluate", "x", "--head", "neck"), "dense"),
        (("evaluate", "nowhere"), "0 pictures in nowhere"),
        (("evaluate", "SESSION", "--save", "nobody"), "nobody"),
        (("calibrate", "SESSION"), "--save"),
        (("calibrate", "SESSION", "--save", "  "), "name"),
        (("calibrate", "nowhere", "--save", "me"), "0 pictures in nowhere"),
    ],
)
def test_bad_arguments_get_one_line_and_exit_code_2(
    home: Path, session: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    done = run(home, *(str(session) if argument == "SESSION" else argument for argument in arguments))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("rps-game")
    assert complaint in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_output_that_nobody_reads_on_is_no_trouble(home: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "rps_game", "cameras"],
        env=os.environ | {"RPS_GAME_HOME": str(home)},
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.fixture(scope="module")
def calibrated(home: Path, session: Path) -> subprocess.CompletedProcess[str]:
    """Calibrate Zoë on the session by the random network, converted first if it can be; return the output."""
    return run(home, "calibrate", session, "--save", "Zoë", "--backbone", "random")


def test_calibrate_saves_a_player(home: Path, calibrated: subprocess.CompletedProcess[str]) -> None:
    assert calibrated.returncode == 0, calibrated.stderr
    assert calibrated.stderr == "", "what TensorFlow and LiteRT have to say belongs into the log"
    assert calibrated.stdout.startswith("Saved Zoë: 80 frames")
    profile = load(SaveStore(home / "saves"), "Zoë")
    assert profile.network.name == "random"
    assert {gesture: len(rows) for gesture, rows in profile.samples.items()} == dict.fromkeys(CLASSES, 20)
    assert {len(rows) for of_class in profile.views.values() for rows in of_class} == {VIEWS}
    assert set(profile.views) == set(CLASSES)


@pytest.mark.usefixtures("calibrated")
def test_no_player_is_replaced_without_being_told(home: Path, session: Path) -> None:
    done = run(home, "calibrate", session, "--save", "zoë", "--backbone", "random")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "--replace" in done.stderr


def test_more_frames_than_a_file_holds_are_refused_before_the_training(
    home: Path, session: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    monkeypatch.setattr("rps_game.cli.sessions.MOST_SAMPLE_BYTES", 2**20)
    monkeypatch.setattr("rps_game.cli.sessions.train_head", pytest.fail)
    assert main(["calibrate", str(session), "--save", "Large"]) == 2
    assert "Take fewer with --frames" in capfd.readouterr().err


@pytest.mark.usefixtures("calibrated")
def test_evaluate_trains_on_one_half_and_prints_json_and_nothing_else(home: Path, session: Path) -> None:
    done = run(home, "evaluate", session, "--backbone", "random", "--frames", "8", "--views", "0", "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    figures = json.loads(done.stdout)
    (one,) = figures["sessions"]
    assert one["name"] == session.name
    assert one["frame_accuracy"] == figures["min_frame_accuracy"] > 0.5
    assert one["train_s"] > 0


@pytest.mark.usefixtures("calibrated")
def test_evaluate_tests_a_saved_head_on_everything(home: Path, session: Path) -> None:
    done = run(home, "evaluate", session, session, "--save", "zoë", "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert [one["train_loss"] for one in figures["sessions"]] == [None, None]
    assert figures["mean_train_loss"] is None
    assert figures["mean_frame_accuracy"] > 0.9  # it has seen all of them


@pytest.mark.usefixtures("calibrated")
def test_a_saved_head_is_not_tried_on_another_network(home: Path, session: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.tflite"
    shutil.copy(next((home / "cache").glob("*.tflite")), stranger)
    done = run(home, "evaluate", session, "--save", "Zoë", "--backbone", stranger)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "another network" in done.stderr


@pytest.mark.usefixtures("calibrated")
def test_playing_with_a_saved_head_never_imports_tensorflow(home: Path) -> None:
    throw = """
        import sys
        from pathlib import Path
        from rps_game.game.gestures import Gesture
        from rps_game.game.voting import vote
        from rps_game.saves.store import SaveStore
        from rps_game.network.backbone import load_backbone
        from rps_game.drawn_hand.source import HandSource
        from rps_game.camera.preprocess import to_square

        home = Path(sys.argv[1])
        store = SaveStore(home / "saves")
        profile = store.load(store.path("Zoë"))
        backbone = load_backbone(profile.network.name, home / "cache")
        camera = HandSource(seed=1)
        camera.show(Gesture.PAPER)
        frames = [to_square(camera.read()) for _ in range(4)]
        print(vote(profile.head.predict(backbone.embed_batch(frames))).reason)
        print([name for name in ("tensorflow", "keras") if name in sys.modules])
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(throw), str(home)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.usefixtures("calibrated")
def test_without_empty_scenes_there_is_no_auroc(home: Path, session: Path, tmp_path: Path) -> None:
    for gesture in GESTURES:
        shutil.copytree(session / gesture.name.lower(), tmp_path / "s" / gesture.name.lower())
    done = run(home, "evaluate", tmp_path / "s", "--save", "Zoë")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1].split()[-3:] == ["-", "-", "-"]


@pytest.mark.usefixtures("calibrated")
def test_a_picture_that_cannot_be_read_is_named(home: Path, session: Path, tmp_path: Path) -> None:
    shutil.copytree(session, tmp_path / "s")
    (tmp_path / "s" / "rock" / "7.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more")
    done = run(home, "evaluate", tmp_path / "s", "--save", "Zoë", "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "7.jpg" in done.stderr


@pytest.mark.usefixtures("tensorflow")
def test_without_weights_and_network_evaluate_says_what_to_do(
    home: Path, session: Path, tmp_path: Path
) -> None:
    done = run(
        home,
        "evaluate",
        session,
        "--backbone",
        "imagenet",
        KERAS_HOME=str(tmp_path),
        https_proxy="http://127.0.0.1:9",  # nobody answers there, at once
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert str(tmp_path / "models") in done.stderr


def test_without_tensorflow_evaluate_says_what_to_do(home: Path, session: Path, tmp_path: Path) -> None:
    (tmp_path / "tensorflow.py").write_text("raise ModuleNotFoundError('hidden', name='tensorflow')")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = run(home, "evaluate", session, "--backbone", "imagenet", PYTHONPATH=path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("rps-game: This network needs TensorFlow, which is not installed.")
    assert "(own)" in done.stderr


def test_cameras_are_listed(home: Path) -> None:
    done = run(home, "cameras")
    assert done.returncode == 0
    assert done.stdout.strip()
    assert done.stderr == ""

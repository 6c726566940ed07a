"""What an export's folder holds, and what is said where there can be none."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest
from profiles import BUILD, make_profile

from rps_game import Recognizer
from rps_game.__main__ import main
from rps_game.errors import ExportError
from rps_game.export.folder import Format, Player, export
from rps_game.heads.kinds import HEAD_KINDS
from rps_game.network.backbone import Backbone
from rps_game.paths import HOME_VARIABLE
from rps_game.saves.store import SaveStore

BESIDE = {
    Format.TFJS: {"model.json", "weights.bin", "metadata.json", "index.html"},
    Format.TFLITE: {"model.tflite", "labels.txt"},
}
"""What lies beside the README; tests/export/test_agreement.py opens those of the other formats."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder for exports, with nothing in it."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.mark.parametrize("kind", HEAD_KINDS)
def test_each_kind_of_head_says_its_layers(kind: str) -> None:
    layers = BUILD[kind]().layers()
    assert layers[-1].config["activation"] == "softmax"
    assert layers[-1].config["units"] == 4


@pytest.mark.parametrize("to", BESIDE)
def test_an_export_has_its_files_and_a_readme(to: Format, out: Path, request: pytest.FixtureRequest) -> None:
    if to is not Format.TFJS:
        request.getfixturevalue("tensorflow")
    assert main(["export", "--to", to, str(out / "new" / "hand")]) == 0
    there = {path.name for path in (out / "new" / "hand").iterdir()}
    assert there == BESIDE[to] | {"README.md"}
    assert [path.name for path in (out / "new").iterdir()] == ["hand"]
    readme = (out / "new" / "hand" / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) == 10
    for fact in (
        "Input: float32 (n, 224, 224, 3), RGB",
        "rock, paper, scissors, none",
        "CC BY-SA 4.0",
        "To run it: `",
    ):
        assert fact in readme


def test_tensorflow_js_gets_labels_thresholds_and_weights_in_their_order(out: Path, home: Path) -> None:
    hand = Recognizer.starter()
    profile = make_profile(
        name="Zoë <b>",
        head=BUILD["pooled"](),
        classes=tuple(hand.head.classes),
        backbone_name="own",
        fingerprint=hand.backbone.fingerprint,
    )
    SaveStore(home / "saves").save(profile, "Zoë <b>")
    assert main(["export", "zoë <b>", "--to", "tfjs", str(out)]) == 0
    facts = json.loads((out / "metadata.json").read_text(encoding="utf-8"))
    assert facts["modelName"] == "Zoë <b>"
    assert facts["labels"] == ["rock", "paper", "scissors", "none"]
    assert profile.head.thresholds is not None
    assert facts["userMetadata"]["thresholds"] == pytest.approx(profile.head.thresholds.tolist(), abs=1e-4)
    (manifest,) = json.loads((out / "model.json").read_text(encoding="utf-8"))["weightsManifest"]
    assert manifest["paths"] == ["weights.bin"]
    content = np.fromfile(out / "weights.bin", "<f4")
    assert sum(int(np.prod(each["shape"])) for each in manifest["weights"]) == len(content)
    assert manifest["weights"][-1] == {"name": "probabilities/bias", "shape": [4], "dtype": "float32"}
    np.testing.assert_array_equal(content[-4:], profile.head.tensors()["bias"])


def refused(capfd: pytest.CaptureFixture[str], code: int, *arguments: str | Path) -> str:
    """Run the command, which must fail with this code and one line; return that."""
    assert main(["export", *map(str, arguments)]) == code
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


@pytest.mark.parametrize("fault", ["two graphs", "no multiplier"])
def test_a_network_that_only_the_game_can_run_is_refused(fault: str, tmp_path: Path) -> None:
    flatbuffers = pytest.importorskip("flatbuffers")
    schema = pytest.importorskip("ai_edge_litert.schema_py_generated")
    hand = Recognizer.starter()
    model = schema.ModelT.InitFromPackedBuf(hand.backbone.model, 0)
    if fault == "two graphs":
        model.subgraphs.append(model.subgraphs[0])
    else:
        model.subgraphs[0].operators[1].builtinOptions.depthMultiplier = 0
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"TFL3")
    backbone = Backbone("mine", hand.backbone.fingerprint, bytes(builder.Output()))
    with pytest.raises(ExportError, match="built of other layers"):
        export(Player("", hand.head, backbone), Format.TFJS, tmp_path / "out", tmp_path / "log")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_empty_stays_as_it_is_unless_told(
    out: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (out / "model.json").write_text("mine")
    (out / "letter.txt").write_text("mine too")
    assert "is not empty" in refused(capfd, 2, "--to", "tfjs", out)
    assert {path.name for path in out.iterdir()} == {"model.json", "letter.txt"}
    assert (out / "model.json").read_text() == "mine"
    assert main(["export", "--to", "tfjs", str(out), "--replace"]) == 0
    assert {path.name for path in out.iterdir()} == {"letter.txt", "README.md", *BESIDE[Format.TFJS]}
    assert (out / "model.json").read_text() != "mine"
    assert (out / "letter.txt").read_text() == "mine too"


def test_a_folder_that_is_there_stays_the_same_folder(out: Path) -> None:
    out.chmod(0o700)
    before = out.stat()
    assert main(["export", "--to", "tfjs", str(out)]) == 0
    after = out.stat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert {path.name for path in out.iterdir()} == {"README.md", *BESIDE[Format.TFJS]}


def test_nothing_is_replaced_where_something_cannot_be(out: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("README.md", "model.json"):
        (out / name).write_text("mine")
    (out / "weights.bin").mkdir()
    (out / "weights.bin" / "letter.txt").write_text("mine too")
    assert "cannot be written" in refused(capfd, 1, "--to", "tfjs", out, "--replace")
    assert {path.name for path in out.iterdir()} == {"README.md", "model.json", "weights.bin"}
    assert {(out / name).read_text() for name in ("README.md", "model.json")} == {"mine"}
    assert (out / "weights.bin" / "letter.txt").read_text() == "mine too"


def test_a_folder_may_be_on_another_disk(out: Path) -> None:
    disk = Path("/dev/shm")
    if not disk.is_dir() or disk.stat().st_dev == out.stat().st_dev:
        pytest.skip("there is no other file system at /dev/shm")
    with tempfile.TemporaryDirectory(dir=disk) as there:
        (out / "link").symlink_to(there)
        assert main(["export", "--to", "tfjs", str(out / "link")]) == 0
        assert {path.name for path in Path(there).iterdir()} == {"README.md", *BESIDE[Format.TFJS]}


def test_players_and_formats_that_there_are_not(
    out: Path, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "nobody" in refused(capfd, 2, "nobody", "--to", "tfjs", out)
    with pytest.raises(SystemExit) as ended:
        main(["export", "--to", "onnx", str(out)])
    assert ended.value.code == 2
    assert "expected one of tfjs, keras, savedmodel, tflite, got 'onnx'" in capfd.readouterr().err
    (home / "saves").mkdir(exist_ok=True)
    (home / "saves" / "x.safetensors").write_bytes(b"no player")
    assert "x" in refused(capfd, 1, home / "saves" / "x.safetensors", "--to", "tfjs", out)
    assert list(out.iterdir()) == []


def test_a_file_is_no_folder(out: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (out / "file").write_text("mine")
    assert "cannot be written" in refused(capfd, 1, "--to", "tfjs", out / "file")
    assert (out / "file").read_text() == "mine"


@pytest.fixture(params=["tfjs", "keras"])
def full_disk(request: pytest.FixtureRequest) -> str:
    """A format to be written where no file may grow beyond 100 kB."""
    if sys.platform == "win32":
        pytest.skip("Windows has no limit for files")
    if request.param != "tfjs":
        request.getfixturevalue("tensorflow")
    return str(request.param)


def test_a_full_disk_leaves_nothing(full_disk: str, out: Path) -> None:
    script = (
        "import resource, signal, sys\n"
        "from rps_game.__main__ import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "if __name__ == '__main__': sys.exit(main(sys.argv[1:]))\n"
    )
    program = out.parent / "limited.py"
    program.write_text(script)
    command = [sys.executable, str(program), "export", "--to", full_disk, str(out / "hand")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "cannot be written" in done.stderr
    assert list(out.iterdir()) == []


def test_without_tensorflow_a_sentence_says_so(out: Path, tmp_path: Path) -> None:
    (tmp_path / "tensorflow.py").write_text("raise ModuleNotFoundError('hidden', name='tensorflow')")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "rps_game", "export", "--to", "tflite", str(out / "hand")]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": path}
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "written by TensorFlow, which is not installed" in done.stderr
    assert list(out.iterdir()) == []


@pytest.mark.usefixtures("tensorflow")
def test_an_export_that_is_given_up_writes_nothing(out: Path, tmp_path: Path) -> None:
    hand, stopped = Recognizer.starter(), threading.Event()
    shares: list[float] = []

    def stop(share: float) -> None:
        shares.append(share)
        stopped.set()

    player = Player("", hand.head, hand.backbone)
    export(player, Format.KERAS, out / "hand", tmp_path / "log", on_progress=stop, stopped=stopped)
    assert shares == [0.1]
    assert list(out.iterdir()) == []

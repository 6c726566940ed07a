"""The conversion of Keras' network in a process of its own: its errors, its deaths, its end."""

# mypy: disable-error-code="comparison-overlap"

import ctypes
import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace

import pytest

from rps_game.errors import BackboneDamaged, BackboneError, BackboneUnavailable
from rps_game.network.backbone import load_backbone
from rps_game.network.convert import OnStage, Preparation
from rps_game.network.convert_process import Convert, convert_apart
from rps_game.network.loader import Network, NetworkState

PATIENCE_S = 120.0
"""For what a process does on a busy machine; nothing here takes that long by itself."""

# What runs in the process instead of the real conversion, and is found there by its name.


def go_on(name: str, cache_dir: Path, on_stage: OnStage) -> None:
    for number, stage in enumerate(Preparation):
        on_stage(stage, number / 4)


def find_damage(name: str, cache_dir: Path, on_stage: OnStage) -> None:
    raise BackboneDamaged("{name} is damaged.", "Delete it.", name=name)


def meet_the_unexpected(name: str, cache_dir: Path, on_stage: OnStage) -> None:
    raise PermissionError(13, "Permission denied", str(cache_dir))


def die(name: str, cache_dir: Path, on_stage: OnStage) -> None:
    on_stage(Preparation.CONVERTING, 0.6)
    os.kill(os.getpid(), signal.SIGKILL)


def hang(name: str, cache_dir: Path, on_stage: OnStage) -> None:
    (cache_dir / "process").write_text(str(os.getpid()))
    on_stage(Preparation.STARTING, 0.0)
    time.sleep(PATIENCE_S)


def stop(name: str, cache_dir: Path, on_stage: OnStage) -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def repeat_itself(name: str, cache_dir: Path, on_stage: OnStage) -> None:
    while True:
        on_stage(Preparation.STARTING, 0.0)
        time.sleep(0.01)


def own_end() -> Connection:
    """Return the process's end of the pipe."""
    return next(o for o in gc.get_objects() if isinstance(o, Connection) and not o.closed and o.writable)


def begin_a_message(name: str, cache_dir: Path, on_stage: OnStage) -> None:
    os.write(own_end().fileno(), b"\0\0\0\x50half of")
    time.sleep(PATIENCE_S)


def write_garbage(name: str, cache_dir: Path, on_stage: OnStage) -> None:
    own_end().send_bytes(b"WARNING: All log messages before absl::InitializeLog() is called")
    time.sleep(PATIENCE_S)


def write_without_end(name: str, cache_dir: Path, on_stage: OnStage) -> None:
    os.write(own_end().fileno(), b"W" * 1000)
    time.sleep(PATIENCE_S)


def write_something_else(name: str, cache_dir: Path, on_stage: OnStage) -> None:
    own_end().send(["no", "stage"])
    time.sleep(PATIENCE_S)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither SIGSTOP nor such pipes")
@pytest.mark.parametrize(
    ("convert", "said"),
    [
        (stop, "nothing has happened for 2 s"),
        (repeat_itself, "nothing has happened for 2 s"),
        (begin_a_message, "nothing has happened for 2 s"),
        (write_garbage, "could not be converted: "),
        (write_without_end, "could not be converted: "),
        (write_something_else, "could not be converted: expected a stage"),
    ],
)
def test_a_process_that_stops_or_writes_garbage_is_ended_and_told_of(
    convert: Convert, said: str, tmp_path: Path
) -> None:
    patience_s = 2.0 if "for 2 s" in said else PATIENCE_S  # a busy machine starts a process in 2 s
    before = threading.enumerate()  # those of other tests in this process
    network = Network(
        "random",
        tmp_path,
        tmp_path / "log",
        converter=partial(convert_apart, patience_s=patience_s, convert=convert),
    )
    network.load(convert=True)
    deadline_s = time.monotonic() + PATIENCE_S
    while network.state is NetworkState.LOADING:
        assert not network.finish_loading()
        assert time.monotonic() < deadline_s
        time.sleep(0.01)
    assert isinstance(network.error, BackboneUnavailable)
    assert said in network.error.what
    assert not multiprocessing.active_children()
    for thread in threading.enumerate():
        if thread not in before and thread.name in {"network", "convert pipe"}:
            thread.join(PATIENCE_S)
            assert not thread.is_alive()


@pytest.mark.usefixtures("tensorflow")
def test_it_converts_and_tells_how_it_goes(tmp_path: Path) -> None:
    told: list[tuple[Preparation, float]] = []
    convert_apart("random", tmp_path, tmp_path / "log", lambda stage, share: told.append((stage, share)))
    assert [stage for stage, _ in told] == list(Preparation)
    assert load_backbone("random", tmp_path).name == "random"


def test_an_error_arrives_as_it_was_raised(tmp_path: Path) -> None:
    with pytest.raises(BackboneDamaged, match=r"random is damaged\. Delete it\."):
        convert_apart("random", tmp_path, tmp_path / "log", convert=find_damage)


def test_any_other_error_is_named_and_the_log_has_its_traceback(tmp_path: Path) -> None:
    with pytest.raises(BackboneUnavailable, match=r"PermissionError: .*Permission denied.*log tells more"):
        convert_apart("random", tmp_path, tmp_path / "log", convert=meet_the_unexpected)
    assert "meet_the_unexpected" in (tmp_path / "log").read_text()


def test_a_process_that_dies_is_told_of(tmp_path: Path) -> None:
    told = []
    with pytest.raises(BackboneUnavailable, match="ended by itself"):
        convert_apart("random", tmp_path, tmp_path / "log", lambda *stage: told.append(stage), convert=die)
    assert told == [(Preparation.CONVERTING, 0.6)]


def test_a_process_that_hangs_is_ended(tmp_path: Path) -> None:
    with pytest.raises(BackboneUnavailable, match=r"nothing has happened for \d+ s"):
        convert_apart("random", tmp_path, tmp_path / "log", patience_s=5.0, convert=hang)
    process = tmp_path / "process"
    assert not process.exists() or gone(int(process.read_text()))


def test_a_network_that_is_given_up_ends_the_process(tmp_path: Path) -> None:
    def convert(*arguments: object, **options: object) -> None:
        convert_apart(*arguments, **options, convert=hang)  # type: ignore[arg-type]

    network = Network("random", tmp_path, tmp_path / "log", converter=convert)
    network.load(convert=True)
    deadline_s = time.monotonic() + PATIENCE_S
    while network.preparation is None:
        assert time.monotonic() < deadline_s
        time.sleep(0.01)
    assert network.state is NetworkState.LOADING
    network.stop(PATIENCE_S)
    assert not network.finish_loading()
    assert (network.state, network.error, network.preparation) == (NetworkState.ABSENT, None, None)
    assert gone(int((tmp_path / "process").read_text()))


def test_it_can_be_stopped_before_it_has_begun(tmp_path: Path) -> None:
    stopped = threading.Event()
    stopped.set()
    convert_apart("random", tmp_path, tmp_path / "log", stopped=stopped, convert=go_on)


def test_no_orphan_stays_when_the_window_is_killed(tmp_path: Path) -> None:
    window = """
        import sys
        from pathlib import Path
        sys.path.insert(0, sys.argv[2])
        from test_convert_process import hang
        from rps_game.network.convert_process import Convert, convert_apart

        def say_so(*_):
            print("begun", flush=True)

        if __name__ == "__main__":
            folder = Path(sys.argv[1])
            convert_apart("random", folder, folder / "log", say_so, convert=hang)
    """
    script = tmp_path / "window.py"
    script.write_text(textwrap.dedent(window))
    command = [sys.executable, str(script), str(tmp_path), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "begun\n"
        parent.kill()
    assert gone(int((tmp_path / "process").read_text()))


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("raise ModuleNotFoundError('it is not there', name='tensorflow')", "is not installed"),
        ("raise ImportError('libcudart is missing')", "cannot be loaded: libcudart is missing"),
    ],
)
def test_without_tensorflow_that_is_what_is_said(
    module: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tensorflow.py").write_text(module)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])  # the process gets it, too
    with pytest.raises(BackboneError, match=said):
        convert_apart("random", tmp_path / "cache", tmp_path / "log")


@pytest.mark.usefixtures("tensorflow")
@pytest.mark.parametrize("home", ["file", "a" * 300])
def test_weights_that_cannot_be_read_are_named(
    home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / home))
    with pytest.raises(BackboneUnavailable, match=r"cannot be read at .*KERAS_HOME"):
        convert_apart("imagenet", tmp_path / "cache", tmp_path / "log")


def gone(process_id: int) -> bool:
    """Return whether the process ends within some seconds."""
    deadline_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline_s:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


class OnWindows:
    """A conversion that is told, when the process begins, that it is on Windows and without a terminal."""

    def __setstate__(self, state: object) -> None:
        self.classes: list[int] = []
        kernel = SimpleNamespace(
            GetCurrentProcess=lambda: -1, SetPriorityClass=lambda process, kind: self.classes.append(kind)
        )
        vars(ctypes)["windll"] = SimpleNamespace(kernel32=kernel)
        vars(sys).update(platform="win32", stdout=None)

    def __getstate__(self) -> str:
        return "anything"

    def __call__(self, name: str, cache_dir: Path, on_stage: OnStage) -> None:
        below_normal = 0x4000
        if self.classes != [below_normal]:
            raise AssertionError(self.classes)
        sys.stdout.write("as Keras does")


def test_on_windows_it_gives_way_to_the_window_and_prints_into_the_log(tmp_path: Path) -> None:
    convert_apart("random", tmp_path, tmp_path / "log", lambda stage, share: None, convert=OnWindows())
    assert "as Keras does" in (tmp_path / "log").read_text("utf-8")

"""The game as `rps-game` starts it, with the real loop and clock, on this system and imitations of others."""

import errno
import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pygame
import pytest

from rps_game.__main__ import main
from rps_game.app import App
from rps_game.camera.feed import FeedState
from rps_game.camera.webcam import WebcamSource
from rps_game.flow import Phase
from rps_game.paths import HOME_VARIABLE
from rps_game.ui.window import SMALLEST
from tools.driven_game import key_down, misfits

MOST_S = 300.0
ROOT = Path(__file__).parents[2]
IMITATION = ROOT / "tests" / "imitated_windows.py"
posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes the streams")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return tmp_path


def start(monkeypatch: pytest.MonkeyPatch, done: Callable[[App], object], *options: str) -> list[str]:
    """Start the game, close its window when `done`, and return all that was said in it till then."""
    said: list[str] = []
    until_s = time.monotonic() + MOST_S

    class Watched(App):
        def step(self, events: Sequence[pygame.event.Event], now: float) -> bool:
            goes_on = super().step(events, now)
            said.extend(box.string for box in self.context.theme.boxes if box.string not in said)
            if done(self) or now > until_s:
                pygame.event.post(pygame.event.Event(pygame.QUIT))
            return goes_on

    monkeypatch.setattr("rps_game.cli.play.App", Watched)
    assert main(["play", *options]) == 0
    return said


def test_every_setting_that_is_damaged_is_told_of(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "settings.json").write_text('{"volume": 9, "frames": 1}')
    frames = iter(range(3))
    said = start(monkeypatch, lambda app: next(frames, None) is None, "--camera", "demo")
    (message,) = (text for text in said if "volume" in text)
    assert "frames" in message


class Mac:
    """An imitation of a Mac with one camera, which OpenCV opens only where the player has allowed it.

    Attributes:
        status: AVFoundation's: 0 undecided, 2 denied, 3 allowed.
        asked_in: the thread in which it was asked to ask the player, each time.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
        self.status, self.asked_in = status, list[threading.Thread]()
        self._answer: Callable[[bool], object]
        device = SimpleNamespace(
            authorizationStatusForMediaType_=lambda media: self.status,
            requestAccessForMediaType_completionHandler_=self._ask,
        )
        framework: Any = SimpleNamespace(AVCaptureDevice=device, AVMediaTypeVideo="vide")
        entry = SimpleNamespace(index=0, name="FaceTime HD Camera", path=None)
        listing: Any = SimpleNamespace(
            enumerate_cameras=lambda backend: [entry] if backend == cv2.CAP_AVFOUNDATION else []
        )
        monkeypatch.setitem(sys.modules, "AVFoundation", framework)
        monkeypatch.setitem(sys.modules, "cv2_enumerate_cameras", listing)
        monkeypatch.setattr(platform, "system", lambda: "Darwin")
        defaults = WebcamSource.__init__.__kwdefaults__
        assert defaults is not None
        monkeypatch.setitem(defaults, "open_capture", self._open)

    def _ask(self, media: str, handler: Callable[[bool], object]) -> None:
        self.asked_in.append(threading.current_thread())
        self._answer = handler

    def allow(self) -> None:
        """Answer the question, as the player does: macOS calls back in a thread of its own."""
        self.status = 3
        answering = threading.Thread(target=self._answer, args=(True,))
        answering.start()
        answering.join()

    def _open(self, index: int, backend: int) -> Any:
        assert (index, backend) == (0, cv2.CAP_AVFOUNDATION)
        rng = np.random.default_rng()

        def read() -> tuple[bool, npt.NDArray[np.uint8]]:
            time.sleep(0.01)
            return True, rng.integers(0, 256, (48, 64, 3), np.uint8)

        opened = self.status == 3
        return SimpleNamespace(isOpened=lambda: opened, read=read, set=lambda *_: True, release=lambda: None)


def test_on_a_macs_first_start_it_is_asked_and_the_picture_comes_when_the_player_has_allowed_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mac = Mac(monkeypatch, status=0)

    def answered(app: App) -> bool:
        if mac.status == 0 and any("macOS asks" in box.string for box in app.context.theme.boxes):
            mac.allow()
        return app.context.feed.state is FeedState.RUNNING

    said = start(monkeypatch, answered)
    assert mac.asked_in == [threading.main_thread()]
    assert mac.status == 3
    (sentence,) = (text for text in said if "macOS asks" in text)
    assert "“FaceTime HD Camera”. Answer that it may" in sentence
    assert "FaceTime HD Camera" in (home / "rps-game.log").read_text()


@pytest.mark.parametrize(
    ("language", "status", "words"),
    [
        ("en", 0, ["macOS asks whether this program may use", "Answer that it may"]),
        ("ru", 0, ["macOS спрашивает, можно ли", "Ответь, что можно"]),
        ("en", 2, ["macOS does not let this program use", "System Settings, Privacy & Security, Camera"]),
        ("ru", 2, ["macOS не даёт этой программе", "Системные настройки"]),
    ],
)
def test_the_title_says_what_to_do_for_a_camera_that_a_mac_has_not_allowed(
    language: str, status: int, words: list[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "settings.json").write_text(json.dumps({"language": language, "text_size": "largest"}))
    monkeypatch.setattr("rps_game.ui.window.DESIGN_SIZE", SMALLEST)
    mac = Mac(monkeypatch, status)
    found: list[str] = []

    def told(app: App) -> bool:
        assert app.context.theme.size == SMALLEST
        found[:] = misfits(app.screen, pygame.display.get_surface())
        return any(words[0] in box.string for box in app.context.theme.boxes)

    said = start(monkeypatch, told)
    (sentence,) = (text for text in said if words[0] in text)
    assert words[1] in sentence
    assert found == []
    assert len(mac.asked_in) == (status == 0)


def test_a_mac_is_asked_for_webcams_and_for_nothing_else(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mac = Mac(monkeypatch, status=0)
    for options in (["--camera", "demo"], ["--camera", str(home)]):
        start(monkeypatch, lambda app: True, *options)
    for remembered in ("demo", str(home)):
        (home / "settings.json").write_text(json.dumps({"camera": remembered}))
        start(monkeypatch, lambda app: True)
    assert mac.asked_in == []
    start(monkeypatch, lambda app: True, "--camera", "0")
    (home / "settings.json").write_text(json.dumps({"camera": "FaceTime HD Camera"}))
    start(monkeypatch, lambda app: True)
    assert mac.asked_in == [threading.main_thread()] * 2


def test_a_mac_is_asked_for_a_webcam_that_is_chosen_in_the_settings(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mac = Mac(monkeypatch, status=0)

    def chosen(app: App) -> bool:
        focused = app.screen.focus.focused
        if app.phase is Phase.SETTINGS:
            at_camera = focused is not None and focused.label == "Camera"
            pygame.event.post(key_down(pygame.K_RIGHT if at_camera else pygame.K_DOWN))
        elif focused is not None and focused.label == "Settings":
            pygame.event.post(key_down(pygame.K_RETURN))
        else:
            pygame.event.post(key_down(pygame.K_TAB))
        return bool(mac.asked_in)

    start(monkeypatch, chosen, "--camera", "demo")
    assert set(mac.asked_in) == {threading.main_thread()}


def test_the_doctor_asks_a_mac(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    mac = Mac(monkeypatch, status=0)
    main(["doctor"])
    assert mac.asked_in == [threading.main_thread()]
    assert "macOS asks whether" in capfd.readouterr().out


def test_a_camera_that_another_program_uses_is_named_on_linux(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")
    (home / "video0").touch()
    entry = SimpleNamespace(index=0, name="Desk camera", path=str(home / "video0"))
    listing: Any = SimpleNamespace(
        enumerate_cameras=lambda backend: [entry] if backend == cv2.CAP_V4L2 else []
    )

    def ioctl(descriptor: int, request: int, argument: bytes) -> None:
        raise OSError(errno.EBUSY, "busy")

    monkeypatch.setitem(sys.modules, "cv2_enumerate_cameras", listing)
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    busy = "The camera “Desk camera” is in use by another program."
    said = start(monkeypatch, lambda app: any(box.string.startswith(busy) for box in app.context.theme.boxes))
    assert any(text.startswith(busy) for text in said)


def on_windows(folder: Path, *options: str, home: str = "Профиль Анны", **variables: str) -> tuple[int, str]:
    """Start the game without standard streams on an imitation of Windows; return its code and all it said."""
    report = folder / "report.txt"
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, str(IMITATION), str(report), *options],
        env={**os.environ, "PYTHONPATH": str(ROOT), HOME_VARIABLE: str(folder / home), **variables},
        timeout=MOST_S,
        check=False,
    )
    return done.returncode, report.read_text("utf-8")


@posix
def test_on_windows_without_a_terminal_the_game_starts_and_keeps_what_is_chosen(tmp_path: Path) -> None:
    code, said = on_windows(tmp_path)
    assert code == 0
    assert "Windows does not let desktop programs use the camera “Kamera”. Allow it in Settings" in said
    assert json.loads((tmp_path / "Профиль Анны" / "settings.json").read_text("utf-8"))["volume"] == 0.3
    assert "TITLE -> QUIT" in (tmp_path / "Профиль Анны" / "rps-game.log").read_text("utf-8")


@posix
def test_on_windows_a_path_that_is_too_long_costs_no_more_than_what_was_to_be_kept_there(
    tmp_path: Path,
) -> None:
    code, said = on_windows(tmp_path, "--camera", "demo", home="д" * 60 + "/д" * 120, TMPDIR=str(tmp_path))
    assert (code, "Play at once" in said) == (0, True)
    (log,) = tmp_path.glob("rps-game-*/rps-game.log")
    assert "The settings cannot be written to" in log.read_text("utf-8")
    assert "TITLE -> QUIT" in log.read_text("utf-8")


@posix
def test_on_windows_without_a_terminal_a_box_says_why_the_game_does_not_start(tmp_path: Path) -> None:
    code, said = on_windows(tmp_path, SDL_VIDEODRIVER="nonsense")
    assert code == 1
    assert said.startswith("box: rps-game: No window can be opened (nonsense not available).")


def test_windows_scales_no_window_up_unless_the_player_wants_it() -> None:
    for chosen, awareness in ({}, "permonitorv2"), ({"SDL_WINDOWS_DPI_AWARENESS": "unaware"}, "unaware"):
        shown = "import rps_game.__main__, os; print(os.environ['SDL_WINDOWS_DPI_AWARENESS'])"
        environment = {name: value for name, value in os.environ.items() if "DPI" not in name}
        done = subprocess.run(
            [sys.executable, "-c", shown],
            env=environment | chosen,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == awareness


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "cp1252"])
def test_a_profile_in_cyrillic_letters_is_named_in_the_terminals_code_page(
    encoding: str, tmp_path: Path
) -> None:
    home = tmp_path / "Профиль Анны"
    done = subprocess.run(
        [sys.executable, "-m", "rps_game", "doctor", "--camera", "demo"],
        env={**os.environ, "PYTHONIOENCODING": encoding, HOME_VARIABLE: str(home)},
        cwd=ROOT,
        capture_output=True,
        timeout=MOST_S,
        check=False,
    )
    assert done.stderr == b""
    assert str(home / "saves").encode(encoding, "backslashreplace") in done.stdout


LIBRARY_MISSING = "libxcb.so.1: cannot open shared object file: No such file or directory"


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("play", 1, f"({LIBRARY_MISSING}). “rps-game doctor” says what to install."),
        ("cameras", 1, "“rps-game doctor” says what to install."),
        ("doctor", 1, "sudo apt install libgl1 libglib2.0-0"),
    ],
)
def test_on_a_slim_linux_it_says_what_to_install(command: str, code: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "cv2.py").write_text(f'raise ImportError("{LIBRARY_MISSING}")')
    done = subprocess.run(
        [sys.executable, "-m", "rps_game", command],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]),
            HOME_VARIABLE: str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=MOST_S,
        check=False,
    )
    assert done.returncode == code
    assert said in done.stdout + done.stderr
    assert "should not" not in done.stdout + done.stderr

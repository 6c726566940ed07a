"""Listing cameras and finding out why one refuses, on imitated systems."""

import errno
import os
import platform
import sys
import threading
from types import ModuleType, SimpleNamespace
from typing import Any

import cv2
import pytest

from rps_game.__main__ import main
from rps_game.camera import devices as cameras
from rps_game.camera import sources
from rps_game.camera.devices import CameraInfo, ask_permission, list_cameras, refusal
from rps_game.camera.sources import CameraSpec, open_source
from rps_game.errors import CameraBusy, CameraDenied, CameraNotFound

CAMERA = CameraInfo(0, cv2.CAP_V4L2, "Desk camera", "/dev/video0")


def entry(index: int, name: str) -> SimpleNamespace:
    return SimpleNamespace(index=index, name=name, path=f"/dev/video{index}")


def enumeration(
    monkeypatch: pytest.MonkeyPatch, system: str, by_backend: dict[int, list[SimpleNamespace]]
) -> None:
    def enumerate_cameras(backend: int) -> list[SimpleNamespace]:
        if backend not in by_backend:
            raise NotImplementedError
        return by_backend[backend]

    module: Any = ModuleType("cv2_enumerate_cameras")
    module.enumerate_cameras = enumerate_cameras
    monkeypatch.setitem(sys.modules, "cv2_enumerate_cameras", module)
    monkeypatch.setattr(platform, "system", lambda: system)


def test_cameras_come_in_the_order_of_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    enumeration(monkeypatch, "Linux", {cv2.CAP_V4L2: [entry(2, "Second"), entry(0, "First")]})
    assert list_cameras() == [
        CameraInfo(0, cv2.CAP_V4L2, "First", "/dev/video0"),
        CameraInfo(2, cv2.CAP_V4L2, "Second", "/dev/video2"),
    ]


def test_a_camera_of_two_backends_is_listed_once_with_the_backend_of_its_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    both = {cv2.CAP_MSMF: [entry(0, "Real")], cv2.CAP_DSHOW: [entry(0, "Virtual"), entry(1, "Real")]}
    enumeration(monkeypatch, "Windows", both)
    assert [(c.index, c.backend, c.name) for c in list_cameras()] == [
        (0, cv2.CAP_MSMF, "Real"),
        (0, cv2.CAP_DSHOW, "Virtual"),
    ]
    assert main(["cameras"]) == 0
    assert capsys.readouterr().out.splitlines() == ["  0  Real", "     Virtual"]


def test_cameras_of_one_name_are_told_apart_and_known_by_their_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    two = [entry(2, "HD Webcam"), entry(0, "HD Webcam"), entry(4, "Desk camera")]
    enumeration(monkeypatch, "Linux", {cv2.CAP_V4L2: two})
    listed = list_cameras()
    assert [camera.name for camera in listed] == ["HD Webcam (1)", "HD Webcam (2)", "Desk camera"]
    assert [camera.choice for camera in listed] == ["/dev/video0", "/dev/video2", "Desk camera"]
    opened: list[int] = []
    monkeypatch.setattr(sources, "WebcamSource", lambda camera: opened.append(camera.index))
    for wanted in (*(camera.choice for camera in listed), "hd webcam (2)", "HD Webcam"):
        open_source(CameraSpec.parse(wanted))
    assert opened == [0, 2, 4, 2, 0]


def test_without_enumeration_there_is_an_empty_list(monkeypatch: pytest.MonkeyPatch) -> None:
    enumeration(monkeypatch, "Linux", {})
    assert list_cameras() == []
    monkeypatch.setitem(sys.modules, "cv2_enumerate_cameras", None)
    assert list_cameras() == []


def test_a_driver_that_hangs_while_it_is_listed_keeps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    back = threading.Event()

    class Hanging(dict[int, list[SimpleNamespace]]):
        def __getitem__(self, backend: int) -> list[SimpleNamespace]:
            asked.append(backend)
            if len(asked) == 1:
                back.wait(30)
            return [entry(0, "Desk camera")]

    monkeypatch.setattr(cameras, "LIST_S", 0.05)
    enumeration(monkeypatch, "Linux", Hanging({cv2.CAP_V4L2: []}))
    assert [list_cameras() for _ in range(3)] == [[], [], []]
    assert len(asked) == 1
    back.set()
    monkeypatch.setattr(cameras, "LIST_S", 30)
    assert [camera.name for camera in list_cameras()] == ["Desk camera"]


def test_whatever_a_driver_says_when_it_is_listed_is_an_empty_list(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(dict[int, list[SimpleNamespace]]):
        def __getitem__(self, backend: int) -> list[SimpleNamespace]:
            raise ValueError("nobody knows what a driver says")

    enumeration(monkeypatch, "Linux", Failing({cv2.CAP_V4L2: []}))
    assert list_cameras() == []


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.EACCES, CameraDenied),
        (errno.EBUSY, CameraBusy),
        (errno.ENOENT, CameraNotFound),
        (errno.ENODEV, CameraNotFound),
    ],
)
def test_linux_tells_busy_from_denied(
    monkeypatch: pytest.MonkeyPatch, code: int, kind: type[Exception]
) -> None:
    def refuse(path: str, flags: int) -> int:
        assert path == "/dev/video0"
        raise OSError(code, "refused")

    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(os, "open", refuse)
    assert type(refusal(CAMERA)) is kind
    assert "Desk camera" in str(refusal(CAMERA))


@pytest.mark.skipif(sys.platform == "win32", reason="V4L2 is Linux's")
def test_linux_asks_the_device_for_buffers_because_a_busy_one_opens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    fcntl = pytest.importorskip("fcntl")
    device = tmp_path / "video0"
    device.touch()

    def ioctl(descriptor: int, request: int, argument: bytes) -> None:
        assert len(argument) == 20
        raise OSError(errno.EBUSY, "busy")

    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    assert isinstance(refusal(CameraInfo(0, cv2.CAP_V4L2, "Desk camera", str(device))), CameraBusy)


class Registry(ModuleType):
    """The used functions of winreg, over a dictionary of paths to values."""

    HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER = "HKLM", "HKCU"

    def __init__(self, values: dict[str, dict[str, object]]) -> None:
        super().__init__("winreg")
        self.values = values

    def OpenKey(self, root: str, path: str) -> Any:
        from contextlib import nullcontext

        full = f"{root}\\{path}"
        if not any(key == full or key.startswith(full + "\\") for key in self.values):
            raise FileNotFoundError(full)
        return nullcontext(full)

    def QueryValueEx(self, key: str, name: str) -> tuple[object, int]:
        try:
            return self.values[key][name], 1
        except KeyError:
            raise FileNotFoundError(name) from None

    def _children(self, key: str) -> list[str]:
        return sorted(
            {other[len(key) + 1 :].split("\\")[0] for other in self.values if other.startswith(key + "\\")}
        )

    def QueryInfoKey(self, key: str) -> tuple[int, int, int]:
        return len(self._children(key)), 0, 0

    def EnumKey(self, key: str, index: int) -> str:
        return self._children(key)[index]


CONSENT = "HKCU\\" + cameras.CONSENT_KEY
MEETING = CONSENT + "\\NonPackaged\\C:#Program Files#Meeting#meeting.exe"


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({CONSENT: {"Value": "Allow"}, CONSENT + "\\NonPackaged": {"Value": "Deny"}}, CameraDenied),
        ({CONSENT: {"Value": "Allow"}, MEETING: {"LastUsedTimeStop": 0}}, CameraBusy),
        ({CONSENT: {"Value": "Allow"}, MEETING: {"LastUsedTimeStop": 133}}, CameraNotFound),
        ({}, CameraNotFound),
    ],
)
def test_windows_tells_busy_from_denied(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, dict[str, object]], kind: type[Exception]
) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    monkeypatch.setitem(sys.modules, "winreg", Registry(values))
    assert type(refusal(CAMERA)) is kind


@pytest.mark.parametrize(
    ("status", "kind", "asked"), [(0, CameraDenied, 1), (2, CameraDenied, 0), (3, CameraNotFound, 0)]
)
def test_macos_is_asked_once_and_its_refusal_understood(
    monkeypatch: pytest.MonkeyPatch, status: int, kind: type[Exception], asked: int
) -> None:
    questions: list[object] = []
    framework: Any = ModuleType("AVFoundation")
    framework.AVMediaTypeVideo = "vide"
    framework.AVCaptureDevice = SimpleNamespace(
        authorizationStatusForMediaType_=lambda media: status,
        requestAccessForMediaType_completionHandler_=lambda media, handler: questions.append(media),
    )
    monkeypatch.setitem(sys.modules, "AVFoundation", framework)
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    ask_permission()
    assert len(questions) == asked
    assert type(refusal(CAMERA)) is kind

"""Lists the cameras, asks for permission to use them, and finds out why one does not open."""

import errno
import importlib
import logging
import os
import platform
import struct
import sys
import threading
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final

import cv2

from rps_game.errors import CameraBusy, CameraDenied, CameraError, CameraNotFound

_log: Final = logging.getLogger(__name__)

_BACKENDS: Final = {
    "Linux": (cv2.CAP_V4L2,),
    "Darwin": (cv2.CAP_AVFOUNDATION,),
    # DirectShow second: some virtual cameras exist only there.
    "Windows": (cv2.CAP_MSMF, cv2.CAP_DSHOW),
}

CONSENT_KEY: Final = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"
"""Windows' registry key of the programs that may use the camera, and that use it at the moment."""

_UNDECIDED, _AUTHORIZED = 0, 3
"""AVFoundation's AVAuthorizationStatus; 1 and 2 are restricted and denied."""

LIST_S: Final = 0.8
"""How long a list may take, which the settings' screen waits for; mostly some milliseconds."""


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A camera, as the system lists it.

    Attributes:
        index: its number, which is valid only together with `backend`.
        backend: the `cv2.CAP_...` constant that the number belongs to.
        name: the maker's; with a number after it where several have the same.
        path: the system's name for the device, such as /dev/video0; None where there is none.
        shares_name: whether several have the same maker's name.
    """

    index: int
    backend: int
    name: str
    path: str | None
    shares_name: bool = False

    @property
    def choice(self) -> str:
        """Value for `--camera` and the settings: its name, or its path if several cameras share the name."""
        return self.path if self.shares_name and self.path else self.name


class _Listing(threading.Thread):
    """Lists the cameras once. Drivers are asked for it, and may hang."""

    def __init__(self) -> None:
        super().__init__(name="camera list", daemon=True)
        self.found: list[CameraInfo] = []

    def run(self) -> None:
        self.found = _told_apart(_enumerate())


_listing: _Listing | None = None
_listing_lock: Final = threading.Lock()


def list_cameras() -> list[CameraInfo]:
    """List the connected cameras by number; empty where there are none, or where they cannot be listed.

    It waits `LIST_S` at most, and never asks again while a driver still hangs from the last time.
    """
    global _listing  # noqa: PLW0603 - one for the whole process, as the drivers are
    with _listing_lock:
        if _listing is None or not _listing.is_alive():
            _listing = _Listing()
            _listing.start()
        listing = _listing
    listing.join(LIST_S)
    if listing.is_alive():
        _log.warning("the cameras cannot be listed: a driver hangs")
    return list(listing.found)


def _enumerate() -> list[CameraInfo]:
    try:
        # Imported here: on macOS it loads PyObjC, which may be missing or broken.
        enumerate_cameras = importlib.import_module("cv2_enumerate_cameras").enumerate_cameras
    except Exception:
        _log.warning("cameras cannot be listed", exc_info=True)
        return []
    found: list[CameraInfo] = []
    for backend in _BACKENDS.get(platform.system(), ()):
        known = {camera.name for camera in found}
        try:
            found += [
                CameraInfo(entry.index, backend, entry.name or f"camera {entry.index}", entry.path)
                for entry in sorted(enumerate_cameras(backend), key=lambda entry: int(entry.index))
                if entry.name not in known
            ]
        except Exception:  # another's code, and what drivers tell it
            _log.warning("cameras of backend %d cannot be listed", backend, exc_info=True)
    return found


def _told_apart(cameras: list[CameraInfo]) -> list[CameraInfo]:
    """Add numbers to the names that several cameras have, in the order of the list."""
    of_name = Counter(camera.name for camera in cameras)
    numbers: Counter[str] = Counter()
    result = []
    for camera in cameras:
        numbers[camera.name] += 1
        name = f"{camera.name} ({numbers[camera.name]})"
        shared = of_name[camera.name] > 1
        result.append(replace(camera, name=name, shares_name=True) if shared else camera)
    return result


def ask_permission() -> None:
    """Ask the player, by the system's own dialog, for permission to use the camera.

    To be called from the main thread: macOS shows its dialog only then. It returns at once; the camera opens
    when the answer is yes. Other systems do not ask.
    """
    device, video = _avfoundation()
    if device is not None and device.authorizationStatusForMediaType_(video) == _UNDECIDED:
        device.requestAccessForMediaType_completionHandler_(video, lambda _granted: None)


def refusal(camera: CameraInfo) -> CameraError:
    """Find out why a listed camera does not open: in use, not permitted, or for an unknown reason.

    To be called after our own handle is closed, or the camera is in use by ourselves.
    """
    refusals = {"Linux": _linux_refusal, "Windows": _windows_refusal, "Darwin": _macos_refusal}
    return refusals.get(platform.system(), _unknown_refusal)(camera)


def _linux_refusal(camera: CameraInfo) -> CameraError:
    code = _device_error(camera.path or f"/dev/video{camera.index}")
    if code in (errno.EACCES, errno.EPERM):
        return CameraDenied(
            "The system does not let you use the camera “{camera}”.",
            "Add yourself to the group “video” (sudo usermod -aG video $USER), log in again, and try again.",
            camera=camera.name,
        )
    return _in_use(camera) if code == errno.EBUSY else _unknown_refusal(camera)


def _device_error(path: str) -> int | None:
    """Return the errno with which a V4L2 device refuses us; None when it does not.

    Opening alone succeeds while another program streams; only a request for buffers, here for none, fails.
    """
    fcntl = importlib.import_module("fcntl")
    request_buffers = 0xC0145608  # VIDIOC_REQBUFS, _IOWR('V', 8, struct v4l2_requestbuffers of 20 bytes)
    no_capture_buffers = struct.pack("=5I", 0, 1, 1, 0, 0)  # count, capture, mmap
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        try:
            fcntl.ioctl(descriptor, request_buffers, no_capture_buffers)
        finally:
            os.close(descriptor)
    except OSError as error:
        return error.errno
    return None


def _windows_refusal(camera: CameraInfo) -> CameraError:
    winreg = importlib.import_module("winreg")
    player, keys = winreg.HKEY_CURRENT_USER, (CONSENT_KEY, CONSENT_KEY + r"\NonPackaged")
    for root in (winreg.HKEY_LOCAL_MACHINE, player):
        for key in keys:
            if _registry_value(winreg, root, key, "Value") == "Deny":
                return CameraDenied(
                    "Windows does not let desktop programs use the camera “{camera}”.",
                    "Allow it in Settings, Privacy & security, Camera, and try again.",
                    camera=camera.name,
                )
    ourselves = sys.executable.replace("\\", "#").casefold()
    for key in keys:
        for program in _registry_subkeys(winreg, player, key):
            last_stop = _registry_value(winreg, player, rf"{key}\{program}", "LastUsedTimeStop")
            if last_stop == 0 and program.casefold() != ourselves:  # it has started and not stopped
                return _in_use(camera)
    return _unknown_refusal(camera)


def _registry_value(winreg: Any, root: Any, path: str, name: str) -> object:
    try:
        with winreg.OpenKey(root, path) as key:
            return winreg.QueryValueEx(key, name)[0]
    except OSError:
        return None


def _registry_subkeys(winreg: Any, root: Any, path: str) -> list[str]:
    try:
        with winreg.OpenKey(root, path) as key:
            return [winreg.EnumKey(key, index) for index in range(winreg.QueryInfoKey(key)[0])]
    except OSError:
        return []


def _macos_refusal(camera: CameraInfo) -> CameraError:
    device, video = _avfoundation()
    status = _AUTHORIZED if device is None else device.authorizationStatusForMediaType_(video)
    if status == _UNDECIDED:
        return CameraDenied(
            "macOS asks whether this program may use the camera “{camera}”.",
            "Answer that it may, and the picture comes by itself.",
            camera=camera.name,
        )
    if status != _AUTHORIZED:
        return CameraDenied(
            "macOS does not let this program use the camera “{camera}”.",
            "Allow it or its terminal in System Settings, Privacy & Security, Camera, and start it again.",
            camera=camera.name,
        )
    return _unknown_refusal(camera)


def _avfoundation() -> tuple[Any, Any]:
    """Return macOS's capture device class and its name for video; two None anywhere else."""
    if platform.system() != "Darwin":
        return None, None
    try:
        framework = importlib.import_module("AVFoundation")
    except ImportError:
        _log.warning("macOS cannot be asked for the camera", exc_info=True)
        return None, None
    return framework.AVCaptureDevice, framework.AVMediaTypeVideo


def _in_use(camera: CameraInfo) -> CameraBusy:
    return CameraBusy(
        "The camera “{camera}” is in use by another program.",
        "Close the video call or the browser tab that shows its picture, and try again.",
        camera=camera.name,
    )


def _unknown_refusal(camera: CameraInfo) -> CameraNotFound:
    return CameraNotFound(
        "The camera “{camera}” cannot be opened.",
        "Plug it in again, or choose another one: “rps-game cameras” lists them.",
        camera=camera.name,
    )

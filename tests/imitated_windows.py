"""Makes of this process what it would be on Windows, as far as the game can tell, and starts the game in it.

    python tests/imitated_windows.py REPORT OPTION ...

What was drawn, and what a message box said, is written to the file REPORT, a line each.
"""

import ctypes
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

MOST_LETTERS = 259
"""Of a path, where nobody has changed Windows' registry."""

ABSENT = {"O_NONBLOCK", "O_NOFOLLOW", "set_blocking"}
"""From the module os."""

FRAMES = 3
"""That are drawn once camera and network have come or failed; then the window is closed."""


def refuse_long_paths(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: every path that a file function gets."""
    if event in {"open", "os.mkdir", "os.listdir", "os.scandir", "os.rename", "os.link", "os.remove"}:
        for path in arguments[:2]:
            refuse_long(path)


def refuse_long(path: object) -> None:
    if isinstance(path, str | os.PathLike) and len(os.fspath(path)) > MOST_LETTERS:
        raise FileNotFoundError(2, "The filename or extension is too long", os.fspath(path))


class Registry(ModuleType):
    """The used functions of winreg: the player lets no desktop program use the camera."""

    HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER = 0, 1

    def OpenKey(self, root: int, path: str) -> Any:
        from contextlib import nullcontext

        return nullcontext(path)

    def QueryValueEx(self, key: str, name: str) -> tuple[object, int]:
        return "Deny", 1

    def QueryInfoKey(self, key: str) -> tuple[int, int, int]:
        return 0, 0, 0


def become_windows(report: list[str]) -> None:
    import cv2

    from rps_game import files
    from rps_game.camera.webcam import WebcamSource

    stat = os.stat

    def checked_stat(path: Any, **options: Any) -> os.stat_result:
        refuse_long(path)
        return stat(path, **options)

    sys.addaudithook(refuse_long_paths)
    box = SimpleNamespace(MessageBoxW=lambda window, words, title, kind: report.append(f"box: {words}"))
    entry = SimpleNamespace(index=0, name="Kamera", path=None)
    changes: list[tuple[object, str, object]] = [
        (os, "stat", checked_stat),
        (platform, "system", lambda: "Windows"),
        (files, "os", SimpleNamespace(**{name: vars(os)[name] for name in dir(os) if name not in ABSENT})),
        (ctypes, "windll", SimpleNamespace(user32=box)),
        (WebcamSource.__init__, "__kwdefaults__", {"timeout_s": 1.0, "open_capture": NoCapture}),
    ]
    for owner, name, value in changes:
        setattr(owner, name, value)
    modules: dict[str, Any] = {
        "winreg": Registry("winreg"),
        "cv2_enumerate_cameras": SimpleNamespace(
            enumerate_cameras=lambda backend: [entry] if backend == cv2.CAP_MSMF else []
        ),
    }
    sys.modules.update(modules)


class NoCapture:
    """What OpenCV opens of a camera that Windows refuses."""

    def __init__(self, index: int, backend: int) -> None:
        pass

    def isOpened(self) -> bool:
        return False

    def release(self) -> None:
        pass


def main(report_path: str, options: Sequence[str]) -> int:
    from rps_game.__main__ import import_pygame
    from rps_game.__main__ import main as run_game

    report: list[str] = []
    import_pygame()
    import pygame

    from rps_game.app import App
    from rps_game.camera.feed import FeedState
    from rps_game.network.loader import NetworkState

    step, frames = App.step, iter(range(FRAMES))

    def watched(app: App, events: Sequence[pygame.event.Event], now: float) -> bool:
        goes_on = step(app, events, now)
        report.extend(box.string for box in app.context.theme.boxes if box.string not in report)
        waits = (
            app.context.feed.state is FeedState.OPENING or app.context.network.state is NetworkState.LOADING
        )
        if not waits and next(frames, None) is None:
            app.change_settings(volume=0.3)
            pygame.event.post(pygame.event.Event(pygame.QUIT))
        return goes_on

    App.step = watched  # type: ignore[assignment, method-assign]
    become_windows(report)
    code = run_game(options)
    sys.stdout.write("to nobody")
    Path(report_path).write_text("\n".join(report), "utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

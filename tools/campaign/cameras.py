"""Trials of the camera: each fault in each phase, and the game goes on when the camera does."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import cv2
import numpy as np
import pygame

from rps_game.camera.devices import CameraInfo
from rps_game.camera.feed import Feed, FeedState
from rps_game.camera.sources import Source
from rps_game.camera.webcam import WebcamSource
from rps_game.errors import CameraBusy, CameraDenied, CameraLost, CameraNotFound
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import Gesture
from rps_game.game.match import Match, Rules
from rps_game.network.backbone import DEFAULT_BACKBONE
from rps_game.network.loader import Network
from tools.campaign.game import CampaignGame, backbone, pictures, trained
from tools.campaign.trial import check_words

WEBCAM_S: Final = 0.3
"""That a webcam is given for its first picture."""

Open = Callable[[threading.Event], Source]
"""Opens a faulty camera; what hangs in it returns when the event is set."""


class Camera:
    """Gives what `picture` returns for each number. A `Source`."""

    live = True

    def __init__(
        self,
        picture: Callable[[int], Any],
        *,
        name: str = "Desk camera",
        close: Callable[[], object] = lambda: None,
    ) -> None:
        self.name, self._picture, self._close, self._number = name, picture, close, 0

    def read(self) -> Any:
        time.sleep(0.001)
        self._number += 1
        return self._picture(self._number)

    def close(self) -> None:
        self._close()


def good(number: int) -> Any:
    """Return a picture that a camera should give, uint8 (240, 320, 3)."""
    shown = pictures()[Gesture.ROCK]
    return shown[number % len(shown)]


def raising(error: BaseException) -> Callable[..., Any]:
    """Return a function that raises an error."""

    def fail(*_: object) -> Any:
        raise error

    return fail


def opens_not(error: Exception) -> Open:
    """Return a camera that fails to open."""
    return raising(error)


def gives(picture: Callable[[int], Any], **others: Any) -> Open:
    """Return a camera that gives these pictures."""
    return lambda _freed: Camera(picture, **others)


def converted(convert: Callable[[Any], Any]) -> Open:
    """Return a camera that gives good pictures in another form."""
    return gives(lambda number: convert(good(number)))


def hangs(where: str) -> Open:
    """Return a camera that hangs when it is opened, read or closed."""

    def open_camera(freed: threading.Event) -> Source:
        def wait(*_: object) -> Any:
            freed.wait(60)

        if where == "open":
            wait()
        return Camera(wait if where == "read" else good, close=wait if where == "close" else lambda: None)

    return open_camera


def webcam(
    read: Callable[[threading.Event, int], tuple[bool, Any]], *, opened: bool = True, fails: bool = False
) -> Open:
    """Return a webcam whose driver answers so."""

    def open_camera(freed: threading.Event) -> Source:
        def capture(*_: int) -> Any:
            if fails:
                raise cv2.error("the driver failed")
            numbers = iter(range(10**9))

            def read_next() -> tuple[bool, Any]:
                time.sleep(0.001)
                return read(freed, next(numbers))

            return SimpleNamespace(
                isOpened=lambda: opened, set=lambda *_: True, read=read_next, release=lambda: None
            )

        # A device of its own each time: the one before may hang.
        camera = CameraInfo(index=0, backend=0, name="Desk camera", path=f"/nowhere/{time.monotonic_ns()}")
        return WebcamSource(camera, timeout_s=WEBCAM_S, open_capture=capture)

    return open_camera


def overwrites(_freed: threading.Event) -> Source:
    """Return a camera that gives the same memory for every picture."""
    memory = good(0).copy()

    def picture(number: int) -> Any:
        memory[:] = good(number)
        return memory

    return Camera(picture)


def noise(number: int) -> Any:
    """Return noise, uint8 (240, 320, 3)."""
    return np.random.default_rng(number).integers(0, 256, (240, 320, 3), np.uint8)


FAULTS: Final[Mapping[str, Open]] = {
    "is not found": opens_not(CameraNotFound("There is no camera.", "Plug one in.")),
    "is busy": opens_not(CameraBusy("The camera is busy.", "Close the other program.")),
    "is denied": opens_not(CameraDenied("The camera is denied.", "Allow it.")),
    "opens with an OSError": opens_not(OSError(5, "Input/output error")),
    "opens with an error of OpenCV": opens_not(cv2.error("\ud800 {0}\n")),
    "opens with an error without words": opens_not(RuntimeError()),
    "opens with no memory": opens_not(MemoryError()),
    "hangs when it is opened": hangs("open"),
    "hangs when it is read": hangs("read"),
    "hangs when it is closed": hangs("close"),
    "is a webcam that does not open": webcam(lambda *_: (False, None), opened=False),
    "is a webcam whose driver fails": webcam(lambda *_: (False, None), fails=True),
    "is a webcam without pictures": webcam(lambda *_: (False, None)),
    "is a webcam that gives nothing": webcam(lambda *_: (True, None)),
    "is a black webcam": webcam(lambda *_: (True, np.zeros((240, 320, 3), np.uint8))),
    "is a webcam that hangs": webcam(lambda freed, _: (not freed.wait(60), None)),
    "is a webcam that ends": webcam(lambda _, number: (number < 12, good(number))),
    "ends at once": gives(lambda _: None),
    "ends soon": gives(lambda number: good(number) if number < 5 else None),
    "is lost": gives(raising(CameraLost("The camera is lost.", "Plug it in."))),
    "is read with an OSError": gives(raising(OSError(19, "No such device"))),
    "is read with an error of OpenCV": gives(raising(cv2.error("no frame"))),
    "stands still": gives(lambda _: good(0)),
    "is black": gives(lambda _: np.zeros((240, 320, 3), np.uint8)),
    "gives noise": gives(noise),
    "gives empty pictures": gives(lambda _: np.zeros((0, 0, 3), np.uint8)),
    "gives lines": gives(lambda _: np.zeros((1, 640, 3), np.uint8)),
    "gives columns": gives(lambda _: np.zeros((3000, 1, 3), np.uint8)),
    "gives vast pictures": gives(lambda _: np.broadcast_to(np.uint8(7), (30_000, 30_000, 3))),
    "gives grey pictures": converted(lambda picture: picture[..., 0]),
    "gives one channel": converted(lambda picture: picture[..., :1]),
    "gives two channels": converted(lambda picture: picture[..., :2]),
    "gives four channels": converted(lambda picture: np.dstack([picture, picture[..., :1]])),
    "gives 16 bits": converted(lambda picture: picture.astype(np.uint16) * 257),
    "gives fractions": converted(lambda picture: picture.astype(np.float32) / 255),
    "gives no numbers": converted(lambda picture: np.full(picture.shape, np.nan, np.float32)),
    "gives truth values": converted(lambda picture: picture > 127),
    "gives objects": converted(lambda picture: picture[:40, :40].astype(object)),
    "gives lists": converted(lambda picture: picture[:40, :40].tolist()),
    "gives text": gives(lambda _: "a picture"),
    "changes its size": gives(lambda number: good(number)[: 40 + number % 200, : 50 + 7 * number % 200]),
    "gives pictures upside down in memory": converted(lambda picture: picture[::-1, ::-1]),
    "gives the same memory again": overwrites,
    "fails when it is closed": gives(good, close=raising(OSError(5, "Input/output error"))),
    "has an odd name": gives(good, name="two\nlines \udce9 {reason}"),
}
PHASES: Final = tuple(phase for phase in Phase if phase is not Phase.QUIT)


def cameras(seed: int, folder: Path) -> Counter[str]:
    """Have the camera fail in a phase: the window goes on, and so does the camera when it works again."""
    turn = seed // len(FAULTS)
    name, phase = list(FAULTS)[seed % len(FAULTS)], PHASES[turn % len(PHASES)]
    mends = (seed + turn) % 2 == 0
    freed, loads = threading.Event(), threading.Event()
    feed = Feed(lambda: Camera(good), clock=lambda: game.now, pauses_s=(0.02,))

    def load(*_: object) -> Any:
        assert loads.wait(60)
        return backbone()

    network = Network(DEFAULT_BACKBONE, folder / "cache", folder / "log", load)
    game = CampaignGame(folder, feed=feed, network=network)
    game.step()
    try:
        if phase is not Phase.PREPARE:
            loads.set()
            _step_until(game, lambda: network.backbone is not None)
        _enter(game, phase)
        _step_until(game, lambda: feed.state is FeedState.RUNNING)
        feed.switch(lambda: FAULTS[name](freed))
        for key in (0, pygame.K_TAB, pygame.K_h, pygame.K_F1, pygame.K_F1, 0, 0, 0):
            for _ in range(6):
                game.step()
                time.sleep(0.002)
            game.press(*[key] * (key != 0))
        assert game.phase is not Phase.TROUBLE or phase is Phase.TROUBLE, (name, phase)
        if feed.error is not None:
            check_words(feed.error)
        if mends:
            freed.set()
            feed.switch(lambda: Camera(good))
            _step_until(game, lambda: feed.state is FeedState.RUNNING)
            loads.set()
            game.home()
    finally:
        loads.set()
        game.app.close()
        freed.set()
    return Counter({"faults": 1, "mended" if mends else "closed with it": 1})


def _enter(game: CampaignGame, phase: Phase) -> None:
    session, (player, report) = game.context.session, trained()
    match phase:
        case Phase.TITLE:
            return
        case Phase.PREPARE | Phase.CALIBRATE:
            game.app.apply(Outcome.NEW)
        case Phase.TROUBLE:
            game.app.screen.tick = raising(ValueError())  # type: ignore[method-assign]
        case Phase.RESULT:
            session.load(player)
            session.match = Match(Rules.from_best_of(3))
            for _ in range(2):
                session.match = session.match.play(Gesture.ROCK, Gesture.SCISSORS)
            game.app.go_to(phase)
        case _:
            session.load(player)
            session.report = report
            game.app.go_to(phase)
    game.step()
    assert game.phase is phase


def _step_until(game: CampaignGame, wanted: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + 30
    while not wanted():
        assert time.monotonic() < deadline_s, (game.phase, game.texts())
        game.step()
        time.sleep(0.002)

"""The camera thread: reads, crops and embeds frames, and keeps only the newest."""

import atexit
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import Final

import numpy as np

from rps_game.camera.frames import camera_frame
from rps_game.camera.observation import Embed, Frame, Observation
from rps_game.camera.preprocess import to_square
from rps_game.camera.sources import Source
from rps_game.errors import CameraError, CameraLost, CameraNotFound, GameError

_log: Final = logging.getLogger(__name__)

SourceFactory = Callable[[], Source]

RETRY_PAUSES_S: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Between attempts to open a camera: soon after a loose plug, seldom when it stays away, as each attempt may
light its lamp. The last one repeats."""

FROZEN_S: Final = 2.0
"""A live camera whose image has not changed by a single bit for so long is frozen."""

HAND_OVER_S: Final = 3.0
"""How long a new source waits for the old one to close, as it may be the same device."""

_RATE_WINDOW: Final = 31
"""Arrivals that the frame rate is measured over: about a second of a webcam's."""

_RATE_STALE_S: Final = 1.0


class FeedState(Enum):
    """State of the camera."""

    OPENING = auto()  # not yet opened, or no frame yet
    RUNNING = auto()
    LOST = auto()  # unplugged or frozen; it is opened again until it works
    FAILED = auto()  # it cannot be used, for the reason in `error`; it is opened again until it works
    ENDED = auto()  # a recording is over


class FrozenImageDetector:
    """Detects a frozen camera image: some drivers repeat the last frame for ever after an unplug.

    Noise makes two equal frames of a real sensor all but impossible. A virtual camera may legitimately show a
    still picture, and a shutter makes some cameras send pure black; nobody can play before either, so they
    count as frozen, too. One detector serves all attempts to open a camera: the same image once more does not
    end the loss for a moment, the first different one does.
    """

    def __init__(self) -> None:
        self._last: Frame | None = None
        self._since_s = 0.0

    def is_frozen(self, frame: Frame, now_s: float) -> bool:
        """Return whether all frames of more than `FROZEN_S` have been equal to `frame`."""
        last = self._last
        # Some rows first: they nearly always differ, and comparing whole frames costs ten times as much.
        if last is None or not (np.array_equal(last[::16], frame[::16]) and np.array_equal(last, frame)):
            self._last, self._since_s = frame, now_s
        return now_s - self._since_s > FROZEN_S


class Feed:
    """Reads a camera in a thread and keeps the newest Observation.

    No method blocks its caller, except `close`, which has a time limit. The thread survives any exception of
    its source or `embed`: the state becomes FAILED or LOST, `error` says why, and the source is opened again
    after growing pauses.

    Args:
        source_factory: opens the camera; called in the thread, again after every loss.
        embed: the backbone; called in the thread for every frame, its answer is copied.
        clock: seconds, for `Observation.captured_s`.
        pauses_s: between attempts to open.

    Attributes:
        state: of the camera.
        error: why the state is LOST or FAILED, the camera's or the backbone's; None in any other.
        source: the open source; None while none is open.
    """

    def __init__(
        self,
        source_factory: SourceFactory,
        embed: Embed | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        pauses_s: Sequence[float] = RETRY_PAUSES_S,
    ) -> None:
        self._factory = source_factory
        self._embed = embed
        self._clock = clock
        self._pauses_s = pauses_s
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()  # of this thread; each `switch` starts another
        self.state = FeedState.OPENING
        self.error: GameError | None = None
        self.source: Source | None = None
        self._newest: Observation | None = None
        self._number = 0
        self._arrivals_s: deque[float] = deque(maxlen=_RATE_WINDOW)

    @property
    def fps(self) -> float:
        """Frames a second over the last second or so; 0 while none arrive."""
        with self._lock:
            times_s = tuple(self._arrivals_s)
        if len(times_s) < 2 or times_s[-1] <= times_s[0] or self._clock() - times_s[-1] > _RATE_STALE_S:
            return 0.0
        return (len(times_s) - 1) / (times_s[-1] - times_s[0])

    def latest(self) -> Observation | None:
        """Return the newest frame, the same one until a newer arrives; None before the source's first."""
        return self._newest

    def set_embed(self, embed: Embed | None) -> None:
        """Use another backbone, or none, from the next frame on; the newest frame loses its features."""
        with self._lock:
            self._embed = embed
            if self._newest is not None:
                self._newest = replace(self._newest, features=None)

    def start(self) -> None:
        """Open the camera; does nothing when the feed runs already."""
        if self._thread is None:
            self.switch(self._factory)

    def switch(self, source_factory: SourceFactory) -> None:
        """Change to another source at once; the old one is closed as soon as its `read` returns."""
        with self._lock:
            self._stop.set()
            self._stop, self._factory = threading.Event(), source_factory
            self.state, self.error, self.source, self._newest = FeedState.OPENING, None, None, None
            self._arrivals_s.clear()
            run = source_factory, self._stop, self._thread
            self._thread = threading.Thread(target=self._work, args=run, name="camera feed", daemon=True)
            self._thread.start()
        # Python ends a thread that comes back from OpenCV while the interpreter shuts down by unwinding its
        # C++ frames, which aborts the process ("exception not rethrown"): end it before that.
        atexit.unregister(self.close)
        atexit.register(self.close)

    def close(self, timeout_s: float = 2.0) -> bool:
        """Turn the camera off. Returns False if its driver still blocks after `timeout_s`.

        The thread is a daemon and ends with the process, whatever its driver does; after False, end it by
        `os._exit`, lest the thread comes back in the middle of Python's own end. `start` opens it again.
        """
        atexit.unregister(self.close)
        with self._lock:
            thread, self._thread = self._thread, None
            self.state, self.source = FeedState.OPENING, None
            self._stop.set()
        if thread is None:
            return True
        thread.join(timeout_s)
        return not thread.is_alive()

    def _work(
        self, factory: SourceFactory, stop: threading.Event, predecessor: threading.Thread | None
    ) -> None:
        """Run the thread. Once `stop` is set, under the lock, its state and frames count no more."""
        if predecessor is not None:
            predecessor.join(HAND_OVER_S)
        detector = FrozenImageDetector()
        failures = 0
        while not stop.is_set():
            before = self._number
            try:
                self._read(factory, stop, detector)
            except CameraError as error:
                self._fail(stop, error)
            except GameError as error:  # of the backbone
                _log.exception("the camera thread failed")
                self._fail(stop, error)
            except Exception as error:  # a thread has no caller to raise to
                _log.exception("the camera thread failed")
                unknown = CameraError(
                    "Something went wrong while reading the camera: {reason}.",
                    "The game tries again by itself; the log has the details.",
                    reason=str(error) or type(error).__name__,
                )
                self._fail(stop, unknown)
            else:
                return
            if self._number > before:
                failures = 0
            stop.wait(self._pauses_s[min(failures, len(self._pauses_s) - 1)])
            failures += 1

    def _read(self, factory: SourceFactory, stop: threading.Event, detector: FrozenImageDetector) -> None:
        """Open the source and publish its frames until it ends or `stop` is set."""
        source = factory()
        try:
            with self._lock:
                if not stop.is_set():
                    self.source = source
            while not stop.is_set():
                picture = source.read()
                now_s = self._clock()
                if picture is None:
                    self._end(stop, source)
                    return
                frame = camera_frame(picture, source.name)
                if source.live and detector.is_frozen(frame, now_s):
                    raise CameraLost(
                        "The picture of the camera “{camera}” stands still.",
                        "Open its shutter or plug it in again; the game goes on by itself.",
                        camera=source.name,
                    )
                self._publish(stop, frame, now_s)
        finally:
            with self._lock:
                if not stop.is_set():
                    self.source = None
            source.close()

    def _end(self, stop: threading.Event, source: Source) -> None:
        if source.live:
            raise CameraLost(
                "The camera “{camera}” is gone.",
                "Plug it in again; the game goes on by itself.",
                camera=source.name,
            )
        with self._lock:
            if not stop.is_set():
                self.state, self.error = FeedState.ENDED, None

    def _publish(self, stop: threading.Event, frame: Frame, now_s: float) -> None:
        square = to_square(frame)
        embed = self._embed
        # Copied, as a backbone may answer with a view of memory that its next call writes to.
        features = None if embed is None else np.array(embed(square), dtype=np.float32)
        with self._lock:
            if stop.is_set():
                return
            if embed != self._embed:
                features = None  # `set_embed` came in between
            self._number += 1
            self._newest = Observation(self._number, now_s, frame, square, features)
            self.state, self.error = FeedState.RUNNING, None
            self._arrivals_s.append(now_s)

    def _fail(self, stop: threading.Event, error: GameError) -> None:
        with self._lock:
            if stop.is_set():
                return
            self._arrivals_s.clear()
            if self.state is FeedState.LOST and isinstance(error, CameraNotFound):
                return  # the player has been told already that the camera is lost
            _log.info("camera: %s", error)
            self.state = FeedState.LOST if isinstance(error, CameraLost) else FeedState.FAILED
            self.error = error

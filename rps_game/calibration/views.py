"""Makes augmented views of the taken frames in a background thread, beside the camera's.

A player shows eight frames a second, and each has eight views of 1.4 ms (median, on a busy machine), 0.6 of
them in the network: a fifteenth of one core. The camera thread uses the same network, which one caller at a
time may use. It never waits for more than one view: the next is made outside of the network, and before it
begins, a camera frame that came meanwhile has its turn. Measured beside a camera at 30 frames a second,
embedding its frames takes 0.8 ms with views being made and without, and a network for each of the two makes
it no quicker.
"""

import logging
import threading
from collections import deque
from typing import Final

from rps_game.calibration.augmentation import VIEWS, nth_view, pooled_views
from rps_game.camera.observation import Embed, Square
from rps_game.heads.dataset import Pooled

_log: Final = logging.getLogger(__name__)


class ViewMaker:
    """Makes the views of one frame after the other. No method blocks its caller, except `close`.

    The thread is a daemon, started with the first frame. A frame whose views fail, for whatever reason, has
    none: the reason is logged, and the next frame is tried.

    Args:
        embed: the backbone; called in the thread, once for each view. None until there is one.
    """

    def __init__(self, embed: Embed | None = None) -> None:
        self._embed = embed
        self._waiting: deque[tuple[int, Square, Embed]] = deque()
        self._finished: list[tuple[int, Pooled]] = []
        self._working = False
        self._closed = False
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()

    @property
    def busy(self) -> bool:
        """Whether frames wait for their views."""
        with self._changed:
            return self._working or bool(self._waiting)

    def set_embed(self, embed: Embed) -> None:
        """Use another backbone for the frames that are requested from now on."""
        self._embed = embed

    def request(self, key: int, square: Square) -> None:
        """Request the views of a frame; after `close`, or without a backbone, it does nothing.

        Args:
            key: from 0, identifies the frame in `take_finished`. The same key has the same views.
            square: uint8 (224, 224, 3), RGB; it must not change any more.
        """
        with self._changed:
            if self._closed or self._embed is None:
                return
            self._waiting.append((key, square, self._embed))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="view maker", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def take_finished(self) -> list[tuple[int, Pooled]]:
        """Return the keys and views, float32 (v, 256), of the frames finished since the last call."""
        with self._changed:
            finished, self._finished = self._finished, []
        return finished

    def close(self, timeout_s: float) -> bool:
        """End the thread, and drop all frames. Returns False when it has not ended within `timeout_s`."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._finished.clear()
            self._changed.notify_all()
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            key, square, embed = job
            squares = (nth_view(square, key, number) for number in range(VIEWS) if not self._closed)
            try:
                views = pooled_views(squares, embed)
            except Exception:  # the game goes on without one frame's views
                _log.exception("the views of frame %d could not be made", key)
                views = None
            with self._changed:
                self._working = False
                if views is not None and not self._closed:
                    self._finished.append((key, views))

    def _next(self) -> tuple[int, Square, Embed] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._waiting)
            if self._closed:
                return None
            self._working = True
            return self._waiting.popleft()

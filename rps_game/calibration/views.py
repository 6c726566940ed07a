"""The darkroom: a thread that embeds augmented views of the taken frames, between the camera's own.

A player shows eight frames a second, and each has eight views of 1.4 ms (median, on a busy machine), 0.6 of
them in the network: a fifteenth of one core. The camera thread uses the same network, which one caller at a
time may use. It never waits for more than one view: the next is made outside of the network, and before it
begins, a camera frame that came meanwhile has its turn. Measured beside a camera at 30 frames a second,
embedding its frames takes 0.8 ms with the darkroom at work and without, and a network for each of the two
makes it no quicker.
"""

import logging
import threading
from collections import deque
from collections.abc import Iterator
from typing import Final

from rps_game.calibration.augmentation import VIEWS, Embed, Square, nth_view, pooled_views
from rps_game.heads.dataset import Pooled

_log: Final = logging.getLogger(__name__)


class Darkroom:
    """Makes the views of one frame after the other. Nothing here blocks its caller longer than it says.

    The thread is a daemon, started with the first frame. A frame whose views fail, whatever the reason, has
    none: the log says why, and the next frame is tried.

    Args:
        embed: the backbone's; called in the thread, once for each view.
        views: of each frame.
    """

    def __init__(self, embed: Embed, views: int = VIEWS) -> None:
        self._embed = embed
        self._views = views
        self._waiting: deque[tuple[int, Square]] = deque()
        self._finished: list[tuple[int, Pooled]] = []
        self._developing = False
        self._age = 0  # counts `forget`: what was begun before it is dropped
        self._closed = False
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()

    @property
    def busy(self) -> bool:
        """Whether frames wait for their views."""
        with self._changed:
            return self._developing or bool(self._waiting)

    def develop(self, key: int, square: Square) -> None:
        """Have the views of a frame made; after `close` it does nothing.

        Args:
            key: from 0, names the frame in `finished`. The same key has the same views.
            square: uint8 (224, 224, 3), RGB; it is not to change any more.
        """
        with self._changed:
            if self._closed:
                return
            self._waiting.append((key, square))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="darkroom", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def finished(self) -> list[tuple[int, Pooled]]:
        """The frames whose views were finished since it was asked last, and their views, float32 (v, 256)."""
        with self._changed:
            finished, self._finished = self._finished, []
        return finished

    def forget(self) -> None:
        """Drop all frames, finished or not."""
        with self._changed:
            self._age += 1
            self._waiting.clear()
            self._finished.clear()
            self._changed.notify_all()

    def settle(self, timeout_s: float) -> bool:
        """Wait until no frame waits for its views, no longer than `timeout_s`; whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not (self._developing or self._waiting), timeout_s)

    def close(self, timeout_s: float) -> bool:
        """End the thread, and drop all frames. Returns False when it has not ended within `timeout_s`."""
        with self._changed:
            self._closed = True
            thread = self._thread
        self.forget()
        if thread is None:
            return True
        thread.join(timeout_s)
        return not thread.is_alive()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            key, square, age = job
            try:
                views = pooled_views(self._views_of(key, square, age), self._embed)
            except Exception:  # one frame's views are not worth the game
                _log.exception("the views of frame %d could not be made", key)
                views = None
            with self._changed:
                self._developing = False
                if views is not None and age == self._age:
                    self._finished.append((key, views))
                self._changed.notify_all()

    def _next(self) -> tuple[int, Square, int] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._waiting)
            if self._closed:
                return None
            self._developing = True
            return *self._waiting.popleft(), self._age

    def _views_of(self, key: int, square: Square, age: int) -> Iterator[Square]:
        """Make the views of one frame one by one, as long as nobody has forgotten it."""
        for number in range(self._views):
            if age != self._age:
                return
            yield nth_view(square, key, number)

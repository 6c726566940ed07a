"""Whether a camera's picture still moves."""

from typing import Final

import numpy as np
import numpy.typing as npt

Frame = npt.NDArray[np.uint8]

FROZEN_S: Final = 2.0
"""A live picture that has not changed by a single bit for so long has stopped."""


class StillPicture:
    """Notices when a live camera repeats one picture for ever, as some drivers do after an unplug.

    Noise makes two equal frames of a real sensor all but impossible. A virtual camera may legitimately show a
    still picture, and a shutter makes some cameras send pure black; nobody can play before either, so they
    count as lost, too. The picture is remembered while the camera is opened again: the same one once more
    does not make it come back for a moment, and the first one that differs does.
    """

    def __init__(self) -> None:
        self._last: Frame | None = None
        self._since_s = 0.0

    def lasts(self, frame: Frame, now_s: float) -> bool:
        """Whether `frame` is what was shown `FROZEN_S` ago and ever since."""
        if self._last is None or not _same(self._last, frame):
            self._last, self._since_s = frame, now_s
        return now_s - self._since_s > FROZEN_S


def _same(a: Frame, b: Frame) -> bool:
    # Some rows first: they nearly always differ, and comparing whole frames costs ten times as much.
    return a.shape == b.shape and np.array_equal(a[::16], b[::16]) and np.array_equal(a, b)

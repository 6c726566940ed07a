"""Draws a session for `rps-game calibrate` into the folder that is named."""

import sys
from pathlib import Path

import cv2

from rps_game.drawn_hand.source import HandSource
from rps_game.game.gestures import CLASSES

ARRIVAL, PICTURES = 15, 30
"""Frames until the hand is there, and frames that are kept."""


def main() -> None:
    """Draw it; the folder is made."""
    hand = HandSource(paced=False)
    for gesture in CLASSES:
        folder = Path(sys.argv[1], gesture.name.lower())
        folder.mkdir(parents=True)
        hand.show(gesture)
        for number in range(ARRIVAL + PICTURES):
            picture = hand.read()
            if number >= ARRIVAL and picture is not None:
                # Not imwrite, which on Windows takes no letters that its code page lacks.
                (folder / f"{number}.png").write_bytes(cv2.imencode(".png", picture)[1].tobytes())


if __name__ == "__main__":
    main()

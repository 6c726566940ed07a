"""Measures keys and seconds from launch to the first throw that is read, through the real loop.

    python -m benchmarks.first_throw [--shared ../shared] [--write]

The camera shows a session's frames of what the screen asks for, half a second after it asks. Seconds are the
game's: a computer that keeps up with 30 frames a second shows them so.
"""

import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import cv2
import pygame

from benchmarks import parser_of
from benchmarks.recognition.tables import commit, table
from benchmarks.wrong_hand import write_block
from rps_game.flow import Phase
from rps_game.network.loader import NetworkState
from rps_game.ui.screens.match.screen import PlayMatch
from tools.asked_camera import AskedCamera, AskedGame

SESSIONS: Final = ("best_of_one", "rock_paper_scissors_ml")
WAYS: Final = ("Play at once", "New player")
AT_MOST_KEYS, AT_MOST_S = 3, 40
PATIENCE_S: Final = 90


@dataclass
class Way:
    """One way to the first throw: the keys pressed, and when each phase began, in seconds from launch."""

    keys: int = 0
    phases: dict[Phase, float] = field(default_factory=dict)
    seconds: float = 0.0


def walk(session: Path, button: str) -> Way:
    """Launch a game, press a button of the title, and whatever is the primary one until a throw is read."""
    way = Way()
    with tempfile.TemporaryDirectory() as home:
        game = AskedGame(Path(home), AskedCamera(session), size=(640, 480))
        began_s = game.now

        def press(key: int) -> None:
            way.keys += 1
            game.press(key)

        game.step()
        while game.context.network.state is not NetworkState.READY:
            time.sleep(0.01)  # loads in real time
            game.step()
        game.run(0.5)
        focus = game.app.screen.focus
        while game.focused != button:
            press(pygame.K_DOWN if way.keys < len(focus.buttons) else pygame.K_TAB)
        press(pygame.K_RETURN)
        while game.now - began_s < PATIENCE_S:
            game.step()
            way.phases.setdefault(game.phase, game.now - began_s)
            if game.phase is Phase.REPORT:
                press(pygame.K_RETURN)
            screen = game.app.screen
            if isinstance(screen, PlayMatch) and screen.match.rounds:
                way.seconds = game.now - began_s
                break
        game.app.close()
    return way


def main() -> None:
    """Measure and print."""
    parser = parser_of(__doc__)
    parser.add_argument("--write", action="store_true", help="write the table into docs/calibration.md")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    rows = []
    for button in WAYS:
        for session in SESSIONS:
            way = walk(options.shared / "hands" / session, button)
            read = f"{way.seconds:.1f}" if way.seconds else "-"
            phases = ", ".join(f"{phase.name.lower()} {at_s:.1f}" for phase, at_s in way.phases.items())
            rows.append([button, session, phases, str(way.keys), read])
            print(*rows[-1], sep=" | ", flush=True)
    text = table(["way", "session", "screens, from second", "keys", "first throw read, s"], rows, texts=3)
    print(text)
    if options.write:
        write_block("first-throw", f"{text}\n\nMeasured at commit `{commit()}`.\n")


if __name__ == "__main__":
    main()

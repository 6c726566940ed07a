"""Measures keys and seconds from launch to the first throw that is read, through the real loop.

The camera shows a session's frames of what the screen asks for, half a second after it asks. Seconds are the
game's: a computer that keeps up with 60 frames a second shows them so.
"""

import tempfile
import time
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Final

import pygame

from benchmarks.coach import SETS
from benchmarks.recognition.tables import table
from rps_game.flow import Phase
from rps_game.network.loader import NetworkState
from rps_game.ui.screens.match.screen import PlayMatch
from tools.asked_camera import AskedCamera, AskedGame

SESSIONS: Final = ("best_of_one", "rock_paper_scissors_ml")
WAYS: Final = ("Play at once", "New player")
HEAD: Final = ("way", "session", "screens, from second", "keys", "first throw read, s")
PATIENCE_S: Final = 90


@dataclass
class Way:
    """One way to the first throw: the keys pressed, and when each phase began, in seconds from launch."""

    keys: int = 0
    phases: dict[Phase, float] = field(default_factory=dict)
    seconds: float = 0.0


def walk(session: Path, button: str, own: str) -> Way:
    """Launch a game, press a button of the title, and whatever is the primary one until a throw is read.

    Raises:
        TimeoutError: when none was.
    """
    way = Way()
    with tempfile.TemporaryDirectory() as home:
        game = AskedGame(
            Path(home), AskedCamera(session, empty=SETS[session.name].empty), size=(640, 480), backbone=own
        )
        began_s = game.now

        def press(key: int) -> None:
            way.keys += 1
            game.press(key)

        game.step()
        while game.context.network.state is not NetworkState.READY:
            time.sleep(0.01)  # loads in real time
            game.step()
        game.run(0.5)
        game.seek(button, lambda: press(pygame.K_TAB))
        press(pygame.K_RETURN)
        while game.now - began_s < PATIENCE_S:
            game.step()
            way.phases.setdefault(game.phase, game.now - began_s)
            if game.phase is Phase.REPORT:
                press(pygame.K_RETURN)
            screen = game.app.screen
            if isinstance(screen, PlayMatch) and screen.match.rounds:
                way.seconds = game.now - began_s
                game.app.close()
                return way
    raise TimeoutError(f"{button}: no throw was read within {PATIENCE_S} s; {way}")


def measure(hands: Path, own: str) -> str:
    """Go each way before each session, with this network."""
    rows = []
    for button, session in product(WAYS, SESSIONS):
        way = walk(hands / session, button, own)
        phases = ", ".join(f"{phase.name.lower()} {at_s:.1f}" for phase, at_s in way.phases.items())
        rows.append([button, session, phases, str(way.keys), f"{way.seconds:.1f}"])
    return table(HEAD, rows, texts=3)

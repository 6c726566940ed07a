"""Plays a whole game on the drawn hand as a player does: by keys, in a window that nobody sees.

    python packaging/whole_game.py rps-game

The command is started in a new folder of its own, with `--camera demo` after it. A new player is calibrated,
plays a match with all three gestures, and leaves. Needs the Debian packages xvfb and xdotool.
"""

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

TITLE: Final = "Rock, paper, scissors"
SETTINGS: Final = {"frames": 30, "best_of": 3, "language": "en", "muted": True}
GESTURES: Final = ("rock", "paper", "scissors")
"""In the order of the rows of the statistics."""

PATIENCE_S: Final = 600.0
"""For one step of the game, on a busy computer."""


class Player:
    """A player at a running game. It reads what the game writes: its log and its statistics.

    Args:
        command: starts the game.
        home: folder for all of the game's files; it is made.
        display: the X server's, like ":1".

    Attributes:
        opened_s: seconds from the start until the window had its title.
    """

    def __init__(self, command: Sequence[str], home: Path, display: str) -> None:
        home.mkdir(parents=True)
        (home / "settings.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
        self._home = home
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "SDL_VIDEODRIVER"},
            "DISPLAY": display,
            "RPS_GAME_HOME": str(home),
            "SDL_AUDIODRIVER": "dummy",
        }
        start_s = time.perf_counter()
        self._game = subprocess.Popen([*command, "--camera", "demo"], env=self._environment, cwd=home)
        self._wait(lambda: self._window_title() == TITLE, "the window")
        self.opened_s = time.perf_counter() - start_s

    def play(self) -> int:
        """Play from the title until the game has ended, and return how many rounds counted."""
        time.sleep(2)
        while self._phase() != "CALIBRATE":
            # "New player" is the second button, once the network is there; before, Tab leads somewhere else.
            self._press(*(["Tab", "Return"] if self._phase() == "TITLE" else ["Escape"]))
            time.sleep(2)
        for key, gesture in zip("nrps", ("none", *GESTURES), strict=True):
            self._press(key)  # the recording starts by itself
            self._wait_for_log(f"recorded {gesture.upper()}")
        self._press("Return")
        self._reach("REPORT")
        self._press("r", "Return")
        self._reach("MATCH")
        thrown = 0
        while self._phase() == "MATCH":
            self._wait_for_round(thrown)
            if sum(self._read()) > thrown:
                thrown += 1
                self._press(GESTURES[thrown % len(GESTURES)][0])
        self._reach("RESULT")
        self._press("Escape")
        self._reach("TITLE")
        self.leave()
        read = self._read()
        if read != [len(range(row, thrown, len(GESTURES))) for row in range(len(GESTURES))]:
            raise AssertionError(f"of {thrown} rounds the game read {dict(zip(GESTURES, read, strict=True))}")
        return thrown

    def leave(self) -> None:
        """Leave the game from the title."""
        self._press("Escape", "Escape")
        self._wait(lambda: self._game.poll() is not None, "the end")
        if self._game.returncode != 0:
            raise AssertionError(f"the game ended with {self._game.returncode}: {self._log()}")

    def kill(self) -> None:
        """End the game if it still runs."""
        self._game.kill()
        self._game.wait()

    def _press(self, *keys: str) -> None:
        for key in keys:
            self._xdotool("key", key)
            time.sleep(0.3)

    def _reach(self, phase: str) -> None:
        self._wait(lambda: self._phase() == phase, phase)

    def _phase(self) -> str:
        phases: list[str] = re.findall(r"-> (\w+)$", f"-> TITLE\n{self._log()}", flags=re.MULTILINE)
        return phases[-1]

    def _log(self) -> str:
        with contextlib.suppress(FileNotFoundError):
            return (self._home / "rps-game.log").read_text(encoding="utf-8")
        return ""

    def _wait_for_log(self, words: str) -> None:
        self._wait(lambda: words in self._log(), words)

    def _wait_for_round(self, thrown: int) -> None:
        """Wait until more rounds were counted than `thrown`, or the match has ended."""
        self._wait(lambda: sum(self._read()) > thrown or self._phase() != "MATCH", "a round")

    def _read(self) -> list[int]:
        """Return how many rounds were counted of each gesture."""
        with contextlib.suppress(FileNotFoundError):
            written = json.loads((self._home / "data" / "statistics.json").read_text(encoding="utf-8"))
            tables = [table for record in written["players"].values() for table in record["tables"].values()]
            return [sum(sum(table[row]) for table in tables) for row in range(len(GESTURES))]
        return [0] * len(GESTURES)

    def _wait(self, wanted: Callable[[], bool], what: str) -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while not wanted():
            if time.monotonic() > deadline_s or (self._game.poll() is not None and what != "the end"):
                raise AssertionError(f"no sign of {what} in {self._phase()}: {self._log()}")
            time.sleep(0.02)

    def _window_title(self) -> str:
        return self._xdotool("search", "--onlyvisible", "--class", ".", "getwindowname")

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()


@contextlib.contextmanager
def display() -> Iterator[str]:
    """Run an X server without a screen; yield its display."""
    server = subprocess.Popen(
        ["Xvfb", "-noreset", "-displayfd", "1", "-screen", "0", "800x600x24"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        yield f":{server.stdout.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def main() -> int:
    """Play once, and print how it went."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("command", nargs="+", help="what starts the game, after -- if it has options")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, display() as shown:
        player = Player(options.command, Path(folder) / "home", shown)
        try:
            rounds = player.play()
        finally:
            player.kill()
    print(f"A whole game: {rounds} rounds, each read right; the window came after {player.opened_s:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())

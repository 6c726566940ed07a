"""Guests: opponents of other packages, found by their entry points. Nothing of theirs is imported unasked."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final, Protocol, Self

import numpy as np

from rps_game.game.gestures import CLASSIC, Gesture, RuleSet
from rps_game.game.match import Round
from rps_game.game.opponents.base import Opponent
from rps_game.words import Sentence, mark, printable

GROUP: Final = "rps_game.opponents"
"""The entry-point group: each entry is a name, and a class with the methods of `OpponentPlugin`."""

MOST_GUESTS: Final = 5
"""The first in the order of their names: on the second page of OPPONENT."""

MOST_LETTERS: Final = 30
"""Of a guest's name."""

MOST_SAID: Final = 100
"""Letters of what a guest says after a throw."""

DEADLINE_S: Final = 2.0
"""The longest that a guest may think. The card turns in about this time."""

MISSES: Final = 2
"""So many throws of a match that were not chosen in time, and the guest leaves."""

_log: Final = logging.getLogger(__name__)


class OpponentPlugin(Protocol):
    """What a guest's class has. One is made for each match, without arguments.

    By other rules than rock, paper, scissors its attribute `rules` is set before the first choice. One that
    chooses what `rules.moves` lacks leaves the match.
    """

    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:
        """Return the next move: ROCK, PAPER or SCISSORS, or one of `rules.moves`.

        Args:
            history: every round against this opponent, with this player and by these rules, since the game
                was opened, oldest first; `player` is the person's gesture, `computer` the opponent's own.
            rng: the source of all chance, so that a seed repeats a match.
        """

    def explain(self) -> str:
        """Return one short sentence about the last choice, said after the throw; "" for nothing."""


class Guest(Opponent):
    """An opponent of another package; its class is loaded when it first chooses.

    Args:
        entry: its entry point, whose name is the opponent's.
    """

    line = mark("A guest, from a package that you installed.")

    def __init__(self, entry: EntryPoint) -> None:
        self._entry = entry
        self.name = entry.name
        self.title = printable(entry.name)
        self.against = mark("against a guest")
        self._plugin: OpponentPlugin | None = None

    def start(self, rules: RuleSet = CLASSIC) -> Self:
        guest = type(self)(self._entry)
        guest.rules = rules
        return guest

    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:
        """Return the plug-in's next move.

        Raises:
            TypeError: it returned something else.
            BaseException: whatever the plug-in raises.
        """
        if self._plugin is None:
            plugin: Any = self._entry.load()()
            if self.rules is not CLASSIC:
                plugin.rules = self.rules
            self._plugin = plugin
        move = self._plugin.choose(tuple(history), rng)
        if not isinstance(move, Gesture) or move.is_none or move.id not in self.rules:
            expected = ", ".join(each.name for each in self.rules.moves)
            raise TypeError(f"expected a gesture of {expected}, got {move!r:.100}")
        return self.rules[move.id]

    def explain(self) -> str:
        """Return what the plug-in says about its last choice, in printable letters."""
        said = "" if self._plugin is None else self._plugin.explain()
        return printable(str(said or ""))[:MOST_SAID]


def guests(taken: Sequence[str] = ()) -> dict[str, Guest]:
    """Return the guests that are installed, by their names; those with a name that is taken are left out."""
    try:
        found = {entry.name: Guest(entry) for entry in entry_points(group=GROUP)}
    except Exception as error:  # whatever is wrong with any package that is installed
        _log.warning("the packages with opponents cannot be listed", exc_info=error)
        return {}
    names = sorted(name for name in found if name not in taken and len(name) <= MOST_LETTERS)
    return {name: found[name] for name in names[:MOST_GUESTS]}


@dataclass(slots=True)
class _Call:
    asked_s: float
    done: threading.Event = field(default_factory=threading.Event)
    move: Gesture | None = None
    said: str = ""
    error: BaseException | None = None


class GuestPlayer:
    """Has a guest choose in a thread that nobody waits for. Times are of the caller's clock, in seconds.

    Args:
        guest: just started.

    Attributes:
        left: why the guest has left the match; None while it plays.
    """

    def __init__(self, guest: Guest) -> None:
        self._guest = guest
        self._call: _Call | None = None
        self._misses = 0
        self.left: Sentence | None = None

    def ask(self, history: Sequence[Round], rng: np.random.Generator, now: float) -> None:
        """Ask for the next move. What was asked before and is not answered yet is not wanted any more."""
        if self._call is not None and not self._call.done.is_set():
            self._leave_if_late(self._call, now)
            return  # it thinks still: a second call would meet it in the middle
        if self.left is None:
            self._call = call = _Call(now)
            # A generator of its own: the game goes on drawing from the other meanwhile.
            own = np.random.default_rng(rng.integers(2**63))
            arguments = call, self._guest, tuple(history), own
            threading.Thread(
                target=_think, args=arguments, name=f"guest {self._guest.name}", daemon=True
            ).start()

    def is_due(self, now: float) -> bool:
        """Return whether nothing is to be waited for: there is an answer, or it is too late for one."""
        call = self._call
        return call is None or call.done.is_set() or now - call.asked_s >= DEADLINE_S

    def answer(self, now: float) -> tuple[Gesture, str] | None:
        """Return its move, and what it says about it; None for none in time."""
        call = self._call
        if self.left is not None or call is None:
            return None
        if not call.done.is_set():
            self._misses += 1
            self._leave_if_late(call, now)
            return None
        self._call = None
        if call.error is not None:
            self._leave(
                Sentence("{name} has failed, and leaves this match: Pip throws instead.", self._named),
                call.error,
            )
        return None if call.move is None else (call.move, call.said)

    @property
    def _named(self) -> dict[str, object]:
        return {"name": self._guest.title}

    def _leave_if_late(self, call: _Call, now: float) -> None:
        if now - call.asked_s >= DEADLINE_S or self._misses >= MISSES:
            self._leave(
                Sentence("{name} thinks too long, and leaves this match: Pip throws instead.", self._named)
            )

    def _leave(self, why: Sentence, error: BaseException | None = None) -> None:
        self.left, self._call = why, None
        _log.error("%s", why, exc_info=error)


def _think(call: _Call, guest: Guest, history: Sequence[Round], rng: np.random.Generator) -> None:
    try:
        move = guest.choose(history, rng)
        call.said = guest.explain()
        call.move = move
    except BaseException as error:  # also SystemExit: it is another's code
        call.error = error
    call.done.set()

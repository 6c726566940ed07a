"""The whole game at a glance: where each screen's outcome leads. Nothing else decides where the game goes."""

from enum import Enum, auto
from typing import Final


class Phase(Enum):
    """A screen of the game."""

    TITLE = auto()
    PREPARE = auto()
    CALIBRATE = auto()
    TRAIN = auto()
    REPORT = auto()
    TRY = auto()
    OPPONENT = auto()
    RULES = auto()
    EDITOR = auto()
    MATCH = auto()
    RESULT = auto()
    SAVES = auto()
    SETTINGS = auto()
    LEARN = auto()
    STATISTICS = auto()
    TROUBLE = auto()
    QUIT = auto()


class Outcome(Enum):
    """The ways in which a screen can end."""

    NEW = auto()  # calibrate a new player
    PLAY = auto()  # a match with the head that is loaded
    OPPONENT = auto()  # who to play against, how long, and how fast
    RULES = auto()  # which moves there are, and which beats which
    EDIT = auto()  # write rules
    LOAD = auto()  # the list of saved players
    LEARN = auto()  # how it works
    STATISTICS = auto()
    SETTINGS = auto()
    REDO = auto()  # record one gesture again
    TOP_UP = auto()  # record a few frames more of each
    TRY = auto()
    SAVE = auto()  # keep the head under a name
    AGAIN = auto()
    DONE = auto()
    BACK = auto()
    QUIT = auto()
    FAILED = auto()


FLOW: Final[dict[Phase, dict[Outcome, Phase]]] = {
    Phase.TITLE: {
        Outcome.NEW: Phase.PREPARE,
        Outcome.PLAY: Phase.PREPARE,
        Outcome.OPPONENT: Phase.OPPONENT,
        Outcome.RULES: Phase.RULES,
        Outcome.LOAD: Phase.SAVES,
        Outcome.LEARN: Phase.LEARN,
        Outcome.STATISTICS: Phase.STATISTICS,
        Outcome.SETTINGS: Phase.SETTINGS,
        Outcome.BACK: Phase.QUIT,
    },
    Phase.PREPARE: {
        Outcome.DONE: Phase.CALIBRATE,
        Outcome.PLAY: Phase.MATCH,
        Outcome.TRY: Phase.TRY,
        Outcome.BACK: Phase.TITLE,
    },
    Phase.CALIBRATE: {Outcome.DONE: Phase.TRAIN, Outcome.BACK: Phase.TITLE},
    Phase.TRAIN: {
        Outcome.DONE: Phase.REPORT,
        Outcome.PLAY: Phase.MATCH,
        Outcome.TRY: Phase.TRY,
        Outcome.BACK: Phase.CALIBRATE,
    },
    Phase.REPORT: {
        Outcome.DONE: Phase.TRAIN,
        Outcome.PLAY: Phase.MATCH,
        Outcome.TRY: Phase.TRY,
        Outcome.REDO: Phase.CALIBRATE,
        Outcome.SAVE: Phase.SAVES,
        Outcome.LEARN: Phase.LEARN,
        Outcome.BACK: Phase.TITLE,
    },
    Phase.TRY: {
        Outcome.PLAY: Phase.MATCH,
        Outcome.REDO: Phase.PREPARE,
        Outcome.TOP_UP: Phase.PREPARE,
        Outcome.BACK: Phase.TITLE,
    },
    Phase.OPPONENT: {Outcome.PLAY: Phase.PREPARE, Outcome.BACK: Phase.TITLE},
    Phase.RULES: {Outcome.EDIT: Phase.EDITOR, Outcome.BACK: Phase.TITLE},
    Phase.EDITOR: {Outcome.BACK: Phase.TITLE},
    Phase.MATCH: {
        Outcome.DONE: Phase.RESULT,
        Outcome.OPPONENT: Phase.OPPONENT,
        Outcome.NEW: Phase.PREPARE,
        Outcome.REDO: Phase.PREPARE,
        Outcome.TOP_UP: Phase.PREPARE,
        Outcome.SETTINGS: Phase.SETTINGS,
        Outcome.BACK: Phase.TITLE,
    },
    Phase.RESULT: {
        Outcome.AGAIN: Phase.MATCH,
        Outcome.OPPONENT: Phase.OPPONENT,
        Outcome.NEW: Phase.PREPARE,
        Outcome.REDO: Phase.PREPARE,
        Outcome.TOP_UP: Phase.PREPARE,
        Outcome.SAVE: Phase.SAVES,
        Outcome.BACK: Phase.TITLE,
    },
    Phase.SAVES: {
        Outcome.PLAY: Phase.PREPARE,
        Outcome.TRY: Phase.PREPARE,
        Outcome.BACK: Phase.TITLE,
    },
    Phase.SETTINGS: {Outcome.BACK: Phase.TITLE},
    Phase.LEARN: {Outcome.BACK: Phase.TITLE},
    Phase.STATISTICS: {Outcome.PLAY: Phase.PREPARE, Outcome.BACK: Phase.TITLE},
    Phase.TROUBLE: {Outcome.AGAIN: Phase.PREPARE, Outcome.BACK: Phase.TITLE, Outcome.QUIT: Phase.QUIT},
    Phase.QUIT: {},
}
"""FAILED leads from any phase to TROUBLE, and is therefore not written at each.

BACK to TITLE is one step that way: to the phase that this one was opened from, if it is on the `Way`.

PREPARE comes before everything that needs the frozen network: it is seen only when there is something to
wait for, and goes on to the session's goal. From TRAIN a top-up leads back to where it was asked for;
everything else that was trained is reported first.
"""

Way = tuple[Phase, ...]
"""The phases from the title to the one that is shown, through which BACK leads one by one."""

AT_TITLE: Final[Way] = (Phase.TITLE,)

STAYS: Final = {Phase.TITLE, Phase.RULES, Phase.REPORT, Phase.TRY, Phase.MATCH, Phase.RESULT}
"""Phases that stay on the way when another is opened from them; all others are passed through."""

BELOW_TITLE: Final = {Phase.MATCH, Phase.RESULT, Phase.TROUBLE}
"""Phases from which BACK always leads to the title."""


def way_after(way: Way, outcome: Outcome) -> Way:
    """Return the way after an outcome of its last phase."""
    after = FLOW[way[-1]][outcome]
    if outcome is Outcome.BACK and after is Phase.TITLE:
        return way[:-1]
    return way_to(way, after)


def way_to(way: Way, phase: Phase) -> Way:
    """Return the way to a phase: cut off behind it if it is on the way, else extended by it."""
    if phase in way:
        return way[: way.index(phase) + 1]
    if phase in BELOW_TITLE:
        return (*AT_TITLE, phase)
    return (*(way if way[-1] in STAYS else way[:-1]), phase)

"""Keys and what they do: one declaration both acts and stands in the help (F1), so that the help cannot lie.

    Binding(LEFT_RIGHT, tr("turn the page"), partial(turn, -1), partial(turn, 1))

A screen lists its own; those of a gamepad come along, as its buttons make the same actions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rps_game.flow import Outcome
from rps_game.ui.inputs import Action
from rps_game.ui.words.i18n import tr_marked
from rps_game.words import mark

Press = Outcome | Callable[[], Outcome | None]
"""What a press leads to: an outcome, or a function that may return one."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys that the help names together.

    Attributes:
        name: of the keys, in the help; others may make the same actions.
        actions: which they make.
    """

    name: str
    actions: tuple[Action, ...]


ENTER: Final = Keys("Enter", (Action.CONFIRM,))
ENTER_OR_PAUSE: Final = Keys("Enter", (Action.CONFIRM, Action.PAUSE))
ENTER_SPACE: Final = Keys(mark("Enter, Space"), (Action.CONFIRM,))
TAB: Final = Keys("Tab", (Action.PREVIOUS, Action.NEXT))
UP_DOWN: Final = Keys(mark("Up, down"), (Action.UP, Action.DOWN))
LEFT_RIGHT: Final = Keys(mark("Left, right"), (Action.LEFT, Action.RIGHT))
LEFT_OR_PREVIOUS: Final = Keys(mark("Left"), (Action.LEFT, Action.PREVIOUS))
RIGHT_OR_NEXT: Final = Keys(mark("Right"), (Action.RIGHT, Action.NEXT))
TAB_ARROWS: Final = Keys(mark("Tab, arrows"), TAB.actions + UP_DOWN.actions + LEFT_RIGHT.actions)
ESC: Final = Keys("Esc", (Action.BACK,))
BACKSPACE: Final = Keys("Backspace", (Action.REMOVE,))
DELETE: Final = Keys("Del", (Action.REMOVE,))
D: Final = Keys("D", (Action.REDO,))
F: Final = Keys("F", (Action.PAUSE,))
H: Final = Keys("H", (Action.TOGGLE,))
K: Final = Keys("K", (Action.KEEP,))
M: Final = Keys("M", (Action.MUTE,))
F1: Final = Keys("F1", (Action.HELP,))
F11: Final = Keys("F11", (Action.FULLSCREEN,))


class Binding:
    """Keys, what they do, and the words for it.

    Args:
        keys: on the keyboard.
        effect: what they do, in the player's language.
        presses: what each of their actions leads to, in the same order.
    """

    def __init__(self, keys: Keys, effect: str, *presses: Press) -> None:
        self.keys = keys
        self.effect = effect
        self.presses = dict(zip(keys.actions, presses, strict=True))


def pressed(press: Press) -> Outcome | None:
    """Do what a press leads to, and return the outcome, if any."""
    return press if isinstance(press, Outcome) else press()


def presses_of(bindings: Sequence[Binding]) -> dict[Action, Press]:
    """Return what each action leads to: what the first binding of it says."""
    return {action: press for binding in reversed(bindings) for action, press in binding.presses.items()}


def help_lines(bindings: Sequence[Binding]) -> list[tuple[str, str]]:
    """Return the name and the effect of the keys of each binding that an earlier one does not replace."""
    presses = presses_of(bindings)
    return [
        (tr_marked(binding.keys.name), binding.effect)
        for binding in bindings
        if any(presses[action] == press for action, press in binding.presses.items())
    ]

"""The player's settings, validated: each is one field of `Settings`, which says all there is to say about it.

The checks, the settings screen and the file (`settings_file`) are made from the fields.
"""

import json
import re
import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import Enum, StrEnum, auto
from typing import Any, Final, TypeVar

from rps_game.errors import SettingsError
from rps_game.game.gestures import CLASSIC, ID
from rps_game.game.opponents import DEFAULT_OPPONENT, OPPONENTS
from rps_game.game.opponents.base import Level
from rps_game.game.opponents.plugins import MOST_LETTERS as LETTERS_OF_A_NAME
from rps_game.game.rhythm import Pace
from rps_game.heads.kinds import HEAD_KINDS
from rps_game.words import LANGUAGES, mark

BEST_OF_CHOICES: Final = (3, 5, 7, 9, 19, None)
"""Rounds of a match; the longer ones are called "first to 5" and "first to 10"; None is an endless one."""

SYSTEM_LANGUAGE: Final = "system"
"""The language setting that follows the system's."""

T = TypeVar("T")


class ThemeName(StrEnum):
    """The palette."""

    DARK = "dark"
    LIGHT = "light"


class TextSize(StrEnum):
    """The size of the text."""

    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"

    @property
    def factor(self) -> float:
        """The theme's sizes are multiplied by it: in steps that one sees, up to what still fits."""
        return {TextSize.NORMAL: 1.0, TextSize.LARGE: 1.2, TextSize.LARGEST: 1.4}[self]


class Group(Enum):
    """The subject of a setting."""

    PLAY = auto()
    PICTURE = auto()
    LOOK_AND_SOUND = auto()
    ADVANCED = auto()  # folded away on the settings screen
    FILE_ONLY = auto()  # which the settings screen leaves out


@dataclass(frozen=True, slots=True)
class Rule:
    """The values that a setting may have.

    Attributes:
        accepts: returns whether a value is one of them.
        expected: returns them as they would stand in the file, so that they need no translation.
        choices: returns those that the settings screen offers, in its order, each with its word: marked
            English, or what is the same in every language. Empty where the screen makes them itself.
    """

    accepts: Callable[[object], bool]
    expected: Callable[[], str]
    choices: Callable[[], Mapping[Any, str]] = dict


def one_of(values: Mapping[Any, T], word: Callable[[T], str] = str, *, or_none: bool = False) -> Rule:
    """Allow the keys of `values`, also those that join it later: texts, StrEnums, whole numbers or None.

    Args:
        values: by each choice what `word` makes its word of.
        word: returns the word of a choice.
        or_none: whether None is allowed besides, which the settings screen does not offer.
    """

    def allowed() -> list[object]:
        return [*values, *[None] * or_none]

    return Rule(
        accepts=lambda value: any(type(value) is type(known) and value == known for known in allowed()),
        expected=lambda: ", ".join(json.dumps(known) for known in allowed()),
        choices=lambda: {key: word(value) for key, value in values.items()},
    )


def whole(numbers: range, step: int) -> Rule:
    """Allow the whole numbers of a range; the settings screen offers the multiples of `step`."""
    return Rule(
        accepts=lambda value: type(value) is int and value in numbers,
        expected=lambda: f"{numbers[0]} ... {numbers[-1]}",
        choices=lambda: {n: str(n) for n in numbers if n % step == 0},
    )


def share(steps: int) -> Rule:
    """Allow the numbers from 0 to 1; the settings screen offers so many steps, in per cent."""
    return Rule(
        accepts=lambda value: (
            isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
        ),
        expected=lambda: "0 ... 1",
        choices=lambda: {i / steps: f"{100 * i // steps} %" for i in range(steps + 1)},
    )


def switch(*, on: bool = True) -> Rule:
    """Allow the truth values; `on` is the one that the player reads as "on"."""
    return Rule(
        accepts=lambda value: isinstance(value, bool),
        expected=lambda: "true, false",
        choices=lambda: {on: mark("on"), not on: mark("off")},
    )


MOST_LETTERS: Final = 4096
"""Of a text; no path of any system is longer."""

TEXT: Final = Rule(
    accepts=lambda value: (
        value is None
        or (
            isinstance(value, str)
            and value.strip() != ""
            and "\0" not in value
            and len(value) <= MOST_LETTERS
        )
    ),
    expected=lambda: '"...", null',
)


@dataclass(frozen=True, slots=True)
class Definition:
    """All that a field of `Settings` says about its setting, beside type and default."""

    rule: Rule
    group: Group
    label: str = ""  # its name for the player, marked English; empty for a FILE_ONLY one, which has no row
    help: str = ""  # one short sentence about it, marked English; likewise


def setting(default: T, rule: Rule, group: Group, label: str = "", help: str = "") -> T:
    """Make a field of `Settings`: its default value, and its `Definition`."""
    made: T = field(default=default, metadata={"definition": Definition(rule, group, label, help)})
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The player's choices. The settings screen shows the fields in this order.

    Raises:
        SettingsError: at once, for a value that its rule does not accept.
    """

    opponent: str = setting(
        DEFAULT_OPPONENT,
        # One that is not installed may be again: the name is kept, and `Context.opponent` has another play.
        Rule(
            accepts=lambda value: (
                isinstance(value, str) and value.isprintable() and 0 < len(value) <= LETTERS_OF_A_NAME
            ),
            expected=lambda: ", ".join(json.dumps(name) for name in OPPONENTS),
            choices=lambda: {name: opponent.title for name, opponent in OPPONENTS.items()},
        ),
        Group.PLAY,
        mark("Opponent"),
        mark("Who you play against."),
    )
    level: Level = setting(  # of an opponent that has levels; chosen on OPPONENT
        Level.FAIR,
        one_of({Level.EASY: mark("easy"), Level.FAIR: mark("fair"), Level.HARD: mark("hard")}),
        Group.FILE_ONLY,
    )
    rules: str = setting(  # the id of the rule set that a new player plays by; its file may be gone
        CLASSIC.id,
        Rule(
            accepts=lambda value: isinstance(value, str) and re.fullmatch(ID, value) is not None,
            expected=lambda: json.dumps(CLASSIC.id),
        ),
        Group.FILE_ONLY,
    )
    best_of: int | None = setting(  # its words are those of the match: `ui.words.match`
        5,
        one_of(dict.fromkeys(BEST_OF_CHOICES, "")),
        Group.PLAY,
        mark("Match"),
        mark("How many wins a match takes."),
    )
    pace: Pace = setting(
        Pace.NORMAL,
        one_of({Pace.SLOW: mark("slow"), Pace.NORMAL: mark("normal"), Pace.FAST: mark("fast")}),
        Group.PLAY,
        mark("Pace"),
        mark("How fast “rock, paper, scissors” is counted."),
    )
    camera: str | None = setting(  # what `--camera` takes; None for the first that works
        None, TEXT, Group.PICTURE, mark("Camera"), mark("Which camera sees your hand.")
    )
    mirror: bool = setting(
        True, switch(), Group.PICTURE, mark("Mirror"), mark("You see yourself as in a mirror.")
    )
    theme: ThemeName = setting(
        ThemeName.DARK,
        one_of({ThemeName.DARK: mark("dark"), ThemeName.LIGHT: mark("light")}),
        Group.LOOK_AND_SOUND,
        mark("Colours"),
        mark("By night or by day."),
    )
    text_size: TextSize = setting(
        TextSize.NORMAL,
        one_of(
            {
                TextSize.NORMAL: mark("normal"),
                TextSize.LARGE: mark("large"),
                TextSize.LARGEST: mark("largest"),
            }
        ),
        Group.LOOK_AND_SOUND,
        mark("Text size"),
        mark("How large the words are."),
    )
    language: str = setting(
        SYSTEM_LANGUAGE,
        one_of({SYSTEM_LANGUAGE: mark("system"), **LANGUAGES}),
        Group.LOOK_AND_SOUND,
        mark("Language"),
        mark("The language of the game."),
    )
    muted: bool = setting(
        False,
        switch(on=False),
        Group.LOOK_AND_SOUND,
        mark("Sound"),
        mark("Sounds or silence; M does the same."),
    )
    volume: float = setting(
        0.7, share(steps=10), Group.LOOK_AND_SOUND, mark("Volume"), mark("How loud the sounds are.")
    )
    reduced_motion: bool = setting(
        False,
        switch(),
        Group.LOOK_AND_SOUND,
        mark("Less motion"),
        mark("No gliding, no flashes, no confetti."),
    )
    fullscreen: bool = setting(
        False,
        switch(),
        Group.LOOK_AND_SOUND,
        mark("Full screen"),
        mark("The game fills the screen; F11 does the same."),
    )
    frames: int = setting(  # samples to record of each gesture
        40,
        whole(range(30, 51), step=5),  # the origin's own limits
        Group.ADVANCED,
        mark("Pictures per gesture"),
        mark("More make it surer of your hand, and take longer."),
    )
    head: str | None = setting(  # the kind of head that is trained; None for the default
        None,
        one_of(HEAD_KINDS, lambda kind: kind.label, or_none=True),
        Group.ADVANCED,
        mark("Way of learning"),
        mark("How the game learns your hand."),
    )
    backbone: str | None = setting(  # the name or the file of the network; None for the default
        None, TEXT, Group.FILE_ONLY
    )

    def __post_init__(self) -> None:
        for name, definition in DEFINITIONS.items():
            if not definition.rule.accepts(getattr(self, name)):
                raise SettingsError(
                    "The setting {setting} is {value}, and should be one of these: {expected}.",
                    "Choose it again in the settings.",
                    setting=name,
                    value=reprlib.repr(getattr(self, name)),
                    expected=definition.rule.expected(),
                )


DEFINITIONS: Final[Mapping[str, Definition]] = {
    made.name: made.metadata["definition"] for made in fields(Settings)
}
"""The definition of each setting by its name, in the order of the fields."""

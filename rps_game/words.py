"""Marks the sentences that low floors hold for the player; the window translates them (`ui.words.i18n`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

LANGUAGES: Final[Mapping[str, str]] = {
    "en": "English",
    "ru": "\u0420\u0443\u0441\u0441\u043a\u0438\u0439",
}
"""Each language that the game speaks, by its code, as it calls itself. English stands in the code; every
other one has a catalogue, assets/locale/CODE/LC_MESSAGES/rps_game.po."""


def mark(text: str) -> str:
    """Mark an English text for translation, and return it as it is (gettext calls this N_)."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is translated later, when a screen shows it.

    Attributes:
        text: English, literally at the call, so that it can be extracted; a `str.format` template over
            `values`.
        values: what the template names; a value may be a Sentence.
        plural: the template for other counts than one; None for a sentence that does not count.
        n: the count, which both templates may name.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    n: int = 1

"""Marks English words that low floors hold for the player; the window translates them (`ui.words.i18n`).

And makes texts of others, which may be anything, such that they can be shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

LANGUAGES: Final[Mapping[str, str]] = {
    "en": "English",
    "ru": "\u0420\u0443\u0441\u0441\u043a\u0438\u0439",
}
"""The game's languages: each one's name for itself by its code. English stands in the code; each other one
has a catalogue, assets/locale/CODE/LC_MESSAGES/rps_game.po."""


JOINERS: Final = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
"""Part of Persian words and of emoji, though Python calls them not printable."""


def printable(text: str) -> str:
    """Return a text, such as a file's name, with replacement characters for what cannot be shown."""
    if text.isprintable():
        return text
    known = JOINERS + "\N{NO-BREAK SPACE}"  # between the thousands of a number
    shown = (each if each.isprintable() or each in known else "\N{REPLACEMENT CHARACTER}" for each in text)
    return "".join(shown)


def mark(text: str) -> str:
    """Mark an English text for translation, and return it unchanged (gettext calls this N_)."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is translated when a screen shows it.

    Attributes:
        text: English, literally at the call, so that it can be extracted; a `str.format` template over
            `values`.
        values: the template's values; a Sentence among them is translated too.
        plural: the template for other counts than one; None for a sentence that does not count.
        n: the count, which both templates may name as `{n}`.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    n: int = 1

    @classmethod
    def of_marked(cls, text: str) -> "Sentence":
        """Return a text that was marked elsewhere, to stand in another sentence."""
        return cls(text)

    def __str__(self) -> str:
        """Return the sentence in English, for a log or a terminal."""
        text = self.text if self.plural is None or self.n == 1 else self.plural
        return text.format(**{"n": self.n, **self.values})

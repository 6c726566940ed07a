"""Players' names, and file names for them that every system takes."""

import hashlib
import re
import unicodedata
from typing import Final

from rps_game.errors import SaveNameInvalid
from rps_game.words import JOINERS

MAX_NAME_CHARACTERS: Final = 40
"""As many as fit into a line of the list of players."""

LAST_PLAYER: Final = "\N{WORD JOINER}last player"
"""The name under which a head is saved before the player has named it. No player can be called so:
`clean_name` refuses its first character, which is invisible."""

SAVE_SUFFIX: Final = ".safetensors"
_SLUG_CHARACTERS: Final = 40
_HASH_DIGITS: Final = 12
"""48 bits: two of a million names share them once in 500 folders, and then the second is refused as taken."""


def clean_name(name: str) -> str:
    """Return the name in Unicode's composed form (NFC), with single spaces inside and none around.

    Raises:
        SaveNameInvalid: nothing visible in it, too long, or with characters that steer rather than show.
    """
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    if not any(unicodedata.category(character)[0] in "LNPS" for character in clean):
        raise SaveNameInvalid("A player's name needs at least one letter, digit or sign.", "Type a name.")
    if len(clean) > MAX_NAME_CHARACTERS:
        raise SaveNameInvalid(
            "This name has {characters} characters, and a name may have at most {limit}.",
            "Choose a shorter name.",
            characters=len(clean),
            limit=MAX_NAME_CHARACTERS,
        )
    for character in clean:
        if unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in JOINERS:
            raise SaveNameInvalid(
                "The name contains an invisible character ({character}) that a name cannot have.",
                "Type the name again by hand.",
                character=f"U+{ord(character):04X}",
            )
    return clean


def file_name(name: str) -> str:
    """Return a player's file name, the same for names that differ only in case or in Unicode form.

    Lower-case ASCII letters, digits and "-", at most 65 bytes: safe on every file system, whatever the name's
    script and length. The hash in it keeps different names apart, and keeps Windows' reserved names away.

    Args:
        name: a clean name, or `LAST_PLAYER`; any other text has a file name too, which is no player's.
    """
    if name == LAST_PLAYER:
        return f"last-player{SAVE_SUFFIX}"  # without a hash: no name's file can be called so
    key = _key(name)
    ascii_letters = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode("ascii")
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_letters)[:_SLUG_CHARACTERS].strip("-") or "player"
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
    return f"{slug}-{digest}{SAVE_SUFFIX}"


def same_name(one: str, other: str) -> bool:
    """Return whether two names differ at most in case or in Unicode form."""
    return _key(one) == _key(other)


def _key(name: str) -> str:
    # Unicode's canonical caseless match (section 3.13, D145).
    decomposed = unicodedata.normalize("NFD", name).casefold()
    return unicodedata.normalize("NFD", decomposed)

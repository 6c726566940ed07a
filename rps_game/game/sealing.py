"""The sealed move, which shows that the computer did not peek: a digest that is shown before the throw."""

import hashlib
from dataclasses import dataclass
from typing import Final

from rps_game.game.gestures import Gesture

NONCE_BYTES: Final = 16
"""128 bits: without them the digest of one of three moves could be looked up in a table of three."""


@dataclass(frozen=True, slots=True)
class SealedMove:
    """The computer's move, chosen and sealed before a hand is read.

    Attributes:
        move: a move of any rule set.
        nonce: 16 bytes, fresh for each throw from `secrets.token_bytes(NONCE_BYTES)`: a seeded generator's
            could be foreseen.

    Raises:
        ValueError: for the empty scene, or a nonce of another length.
    """

    move: Gesture
    nonce: bytes

    def __post_init__(self) -> None:
        if self.move.is_none:
            raise ValueError(f"expected a move, got {self.move!r}")
        if len(self.nonce) != NONCE_BYTES:
            raise ValueError(f"expected a nonce of {NONCE_BYTES} bytes, got {len(self.nonce)}")

    @property
    def text(self) -> str:
        """The sealed text: `rock 000102...0f`, the move's id, a space, the nonce in hexadecimal.

        Plain text, so that a player can check it without us: `printf 'rock 0001...' | sha256sum`.
        """
        return f"{self.move.id} {self.nonce.hex()}"

    @property
    def seal(self) -> str:
        """The SHA-256 of `text`, 64 lower-case hexadecimal digits.

        Shown before the throw, it binds the computer to its move and tells nothing about it.
        """
        return hashlib.sha256(self.text.encode("ascii")).hexdigest()

"""The computer's side of a match: a sealed move for each throw, and the opponent's remark after it."""

import logging
import secrets
from typing import Final

from rps_game.game.opponents import OPPONENTS
from rps_game.game.sealing import NONCE_BYTES, SealedMove
from rps_game.ui.context import Context
from rps_game.ui.words.i18n import tr_sentence

_log: Final = logging.getLogger(__name__)


class Dealer:
    """Plays for the opponent of the settings, from nothing but the rounds that were counted.

    Attributes:
        name: the opponent's.
        said: its remark on the last throw; "" for none.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.name = context.settings.opponent
        self._opponent = OPPONENTS[self.name]
        self.said = ""

    def deal(self) -> SealedMove | None:
        """Choose and seal the next move; None for an opponent that peeks.

        The log has the whole seal, for whoever wants to check it later.
        """
        if self._opponent.peeks:
            return None
        move = self._opponent.choose(self._context.session.history, self._context.rng)
        sealed = SealedMove(move, secrets.token_bytes(NONCE_BYTES))
        _log.info("sealed: SHA-256 %s", sealed.seal)
        return sealed

    def open(self, sealed: SealedMove | None) -> None:
        """Open a move whose round was recorded, and let the opponent remark on it."""
        if sealed is not None:
            _log.info("opened: %s", sealed.text)
        remark = self._opponent.remark(self._context.session.history)
        self.said = "" if remark is None else tr_sentence(remark)

"""The computer's side of a match: a move sealed before each throw, and what is said of it afterwards."""

import logging
import secrets
from typing import Final

from rps_game.game.opponents.all import NONCE_BYTES, OPPONENTS, Expectation, Learner, sealed_text
from rps_game.game.throw import SealedMove
from rps_game.ui.context import Context
from rps_game.ui.words.learner import expectation_sentence

_log: Final = logging.getLogger(__name__)


class Dealer:
    """Plays for the opponent of the settings, from nothing but the rounds that were counted.

    Args:
        context: of the match.

    Attributes:
        said: of the last move that was opened, in a sentence; "" for nothing.
    """

    def __init__(self, context: Context) -> None:
        self.said = ""
        self._context = context
        self._opponent = OPPONENTS[context.settings.opponent]
        self._expected: Expectation | None = None

    @property
    def speaks(self) -> bool:
        """Whether the opponent has anything to say: to expect something is the learner's alone."""
        return isinstance(self._opponent, Learner)

    def deal(self) -> SealedMove:
        """The next move, sealed. The log has the whole seal, for whoever wants to check it later."""
        history = self._context.session.history
        if isinstance(self._opponent, Learner):
            self._expected = self._opponent.expect(history)  # before the throw, as its move
        move = self._opponent.choose(history, self._context.rng)
        sealed = SealedMove(move, secrets.token_bytes(NONCE_BYTES))
        _log.info("sealed: SHA-256 %s", sealed.commitment.digest)
        return sealed

    def open(self, sealed: SealedMove) -> None:
        """Turn a move over, after the hand was read."""
        _log.info("opened: %s", sealed_text(sealed.move, sealed.nonce))
        if self.speaks:
            self.said = expectation_sentence(self._expected)

"""The computer's side of a match: a sealed move for each throw, and the opponent's remark after it."""

import logging
import secrets
from typing import Final

from rps_game.game.gestures import Gesture, counters
from rps_game.game.opponents import OPPONENTS
from rps_game.game.opponents.base import any_gesture, any_of
from rps_game.game.opponents.plugins import Guest, GuestPlayer
from rps_game.game.sealing import NONCE_BYTES, SealedMove
from rps_game.ui.context import Context
from rps_game.ui.words.i18n import tr, tr_marked, tr_sentence

_log: Final = logging.getLogger(__name__)


class Dealer:
    """Plays for the opponent of the settings, from nothing but the rounds that were counted.

    Attributes:
        name: the opponent's.
        said: its remark on the last throw; "" for none.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._opponent = context.opponent.start(context.session.rules)
        self._guest = GuestPlayer(self._opponent) if isinstance(self._opponent, Guest) else None
        self._guest_said = ""  # about the sealed move
        self.name = self._opponent.name
        self.said = ""
        wanted = context.settings.opponent
        if wanted not in OPPONENTS:
            _log.warning("the opponent %s is not installed", wanted)
            words = tr(
                "{name} is not installed any more: {other} plays instead.",
                name=wanted,
                other=tr_marked(self._opponent.title),
            )
            context.show_message(words)

    def ask(self) -> None:
        """Ask a guest for its next move, to be dealt later."""
        if self._guest is not None:
            self._guest.ask(self._context.session.history, self._context.rng, self._context.now)

    @property
    def is_ready(self) -> bool:
        """Whether a move can be dealt, or none will come: then chance throws."""
        return self._guest is None or self._guest.is_due(self._context.now)

    def deal(self) -> SealedMove | None:
        """Choose and seal the next move; None for an opponent that peeks.

        The log has the whole seal, for whoever wants to check it later.
        """
        context = self._context
        if self._opponent.peeks:
            return None
        if self._guest is None:
            move = self._opponent.choose(context.session.history, context.rng)
        else:
            playing = self._guest.left is None
            move, self._guest_said = self._guest.answer(context.now) or (
                any_gesture(context.rng, context.session.rules),
                "",
            )
            if playing and self._guest.left is not None:
                context.show_message(tr_sentence(self._guest.left))
        sealed = SealedMove(move, secrets.token_bytes(NONCE_BYTES))
        _log.info("sealed: SHA-256 %s", sealed.seal)
        return sealed

    def answer(self, thrown: Gesture) -> Gesture:
        """Return what beats a hand that was read: the move of an opponent that peeks."""
        return any_of(counters(thrown), self._context.rng)

    def open(self, sealed: SealedMove | None) -> None:
        """Open a move whose round was recorded, and let the opponent remark on it."""
        if sealed is not None:
            _log.info("opened: %s", sealed.text)
        remark = self._opponent.remark(self._context.session.history)
        self.said = self._guest_said if remark is None else tr_sentence(remark)

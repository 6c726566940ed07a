"""Who the player throws against, and the sealed move that shows that nobody peeked."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Final, Protocol

import numpy as np

from rps_game.game.gestures import GESTURES, Gesture, RoundResult, counter
from rps_game.game.match import Round

NONCE_BYTES: Final = 16
"""128 bits: without them the digest of one of three moves could be looked up in a table of three."""


HORIZON: Final = 200
"""Rounds that the learner looks back on: a quarter of an hour of play. It bounds the time a choice takes."""


class OpponentName(StrEnum):
    """What an opponent is called in settings and statistics."""

    RANDOM = "random"
    LEARNER = "learner"
    MIRROR = "mirror"


class Opponent(Protocol):
    """The computer's side. It chooses before the player's hand is read, and keeps nothing between throws."""

    @property
    def name(self) -> OpponentName:
        """What it is called in settings and statistics."""
        ...

    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:
        """Its next move, never `Gesture.NONE`.

        Args:
            history: the rounds so far, oldest first.
            rng: whatever is left to chance.
        """
        ...


@dataclass(frozen=True, slots=True)
class Random:
    """Throws blindly: the honest default, which nobody beats in the long run and which beats nobody."""

    name: OpponentName = OpponentName.RANDOM

    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:  # noqa: ARG002
        """Any of the three, each as likely."""
        return GESTURES[rng.integers(len(GESTURES))]


@dataclass(frozen=True, slots=True)
class Mirror:
    """Throws what the player threw last."""

    name: OpponentName = OpponentName.MIRROR

    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:
        """The player's last gesture; in the first round any."""
        return history[-1].player if history else Random().choose(history, rng)


class Pattern(Enum):
    """A habit that the learner looks for: what the player's next gesture may depend on."""

    ALWAYS = "always"  # on nothing: a favourite gesture
    AFTER_GESTURE = "after gesture"  # on the player's last gesture
    AFTER_TWO = "after two"  # on the player's last two
    AFTER_ROUND = "after round"  # on the last round: both gestures, and so on who won it


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the learner expects of the player, and why; all of it data, so that a screen can put it in words.

    Attributes:
        gesture: what it expects the player to throw.
        pattern: the habit that told it so.
        context: the player's gestures that the pattern looks back on, oldest first: none, one or two.
        result: how the last round ended, for AFTER_ROUND; else None.
        seen: how often that situation came up in what the learner remembers, at least 1.
        followed: in how many of those the player then threw `gesture`.
        confidence: how likely it holds `gesture` to be, above 1/3 and below 1.
    """

    gesture: Gesture
    pattern: Pattern
    context: tuple[Gesture, ...]
    result: RoundResult | None
    seen: int
    followed: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Learner:
    """Looks for habits in the player's throws, and throws what beats the gesture it expects.

    For each pattern it counts what followed when the present situation came up before, and believes the one
    with the greatest (followed + 1) / (seen + 3): a count of three that was always right tells more than
    one of one, and a situation never met tells nothing (1/3).

    Attributes:
        memory: of each situation only so many latest cases count. Wins less losses per round in simulations,
            with 8, 12, 40: against a player with a favourite (5:3:2) 0.17, 0.20, 0.23; against one whose
            favourite changes every 30 rounds 0.42, 0.41, 0.31.
    """

    name: OpponentName = OpponentName.LEARNER
    memory: int = 12

    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:
        """What beats the gesture expected; any while nothing is expected."""
        expected = self.expect(history)
        return counter(expected.gesture) if expected else Random().choose(history, rng)

    def expect(self, history: Sequence[Round]) -> Expectation | None:
        """What it expects after `history`; None while no gesture stands out.

        The same history gives the same answer: asked after the throw with the rounds before it, it says what
        it expected then.
        """
        best: Expectation | None = None
        for pattern in Pattern:
            found = self._look_for(pattern, history)
            # The patterns come from plain to intricate, and of two equally likely the plainer is believed.
            if found and (best is None or found.confidence > best.confidence):
                best = found
        return best

    def _look_for(self, pattern: Pattern, history: Sequence[Round]) -> Expectation | None:
        now = _situation(pattern, history, len(history))
        if now is None:
            return None
        followers = Counter(self._followers(pattern, now, history))
        # Of gestures that followed equally often, the one that followed last: Counter keeps that order.
        gesture, followed = max(followers.items(), key=lambda item: item[1], default=(None, 0))
        seen = followers.total()
        confidence = (followed + 1) / (seen + len(GESTURES))
        if gesture is None or confidence <= 1 / len(GESTURES):
            return None
        context, result = now
        return Expectation(gesture, pattern, context, result, seen, followed, confidence)

    def _followers(self, pattern: Pattern, now: "_Situation", history: Sequence[Round]) -> Iterator[Gesture]:
        """What the player threw in the same situation before, latest first."""
        left = self.memory
        for i in range(len(history) - 1, max(len(history) - HORIZON, 0) - 1, -1):
            if left and _situation(pattern, history, i) == now:
                left -= 1
                yield history[i].player


_Situation = tuple[tuple[Gesture, ...], RoundResult | None]


def _situation(pattern: Pattern, history: Sequence[Round], i: int) -> _Situation | None:
    """What `pattern` sees just before round `i`; None where too few rounds lie before it."""
    match pattern:
        case Pattern.ALWAYS:
            return (), None
        case Pattern.AFTER_GESTURE if i >= 1:
            return (history[i - 1].player,), None
        case Pattern.AFTER_TWO if i >= 2:
            return (history[i - 2].player, history[i - 1].player), None
        case Pattern.AFTER_ROUND if i >= 1:
            return (history[i - 1].player,), history[i - 1].result
    return None


OPPONENTS: Final[Mapping[OpponentName, Opponent]] = MappingProxyType(
    {opponent.name: opponent for opponent in (Random(), Learner(), Mirror())}
)
"""Every opponent by its name; a name's plain string finds it too."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A move laid face down: shown before the hand is read, it binds the computer and tells nothing.

    Attributes:
        digest: SHA-256 of `sealed_text`, 64 lower-case hexadecimal digits.
    """

    digest: str

    def verify(self, move: Gesture, nonce: bytes) -> bool:
        """Whether this move and this nonce, revealed after the throw, are the ones that were sealed."""
        return move in GESTURES and len(nonce) == NONCE_BYTES and seal(move, nonce) == self


def sealed_text(move: Gesture, nonce: bytes) -> str:
    """What the digest is taken of: `rock 000102...0f`, the move's name, a space, the nonce in hexadecimal.

    Plain text, so that a player can check it without us: `printf 'rock 0001...' | sha256sum`.
    """
    return f"{move.name.lower()} {nonce.hex()}"


def seal(move: Gesture, nonce: bytes) -> Commitment:
    """Commit to a move.

    Args:
        move: one of GESTURES.
        nonce: 16 bytes, fresh for each throw from `secrets.token_bytes(NONCE_BYTES)`: a seeded generator's
            could be foreseen.

    Raises:
        ValueError: for no move, or a nonce of another length.
    """
    if move not in GESTURES:
        raise ValueError(f"expected one of GESTURES, got {move!r}")
    if len(nonce) != NONCE_BYTES:
        raise ValueError(f"expected a nonce of {NONCE_BYTES} bytes, got {len(nonce)}")
    return Commitment(hashlib.sha256(sealed_text(move, nonce).encode("ascii")).hexdigest())

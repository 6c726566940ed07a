"""The seal: it fits its move and its nonce and no others, and anybody can check it."""

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rps_game.game.gestures import GESTURES, Gesture
from rps_game.game.sealing import NONCE_BYTES, SealedMove

gestures = st.sampled_from(GESTURES)
nonces = st.binary(min_size=NONCE_BYTES, max_size=NONCE_BYTES)


@given(nonces)
def test_each_move_has_a_seal_of_its_own(nonce: bytes) -> None:
    assert len({SealedMove(move, nonce).seal for move in GESTURES}) == len(GESTURES)


@given(gestures, gestures, nonces, nonces)
def test_no_move_has_the_seal_of_another_nonce(
    move: Gesture, other: Gesture, nonce: bytes, other_nonce: bytes
) -> None:
    assume(nonce != other_nonce)
    assert SealedMove(move, nonce).seal != SealedMove(other, other_nonce).seal


def test_a_seal_can_be_checked_without_us() -> None:
    # printf 'rock 000102030405060708090a0b0c0d0e0f' | sha256sum
    sealed = SealedMove(Gesture.ROCK, bytes(range(16)))
    assert sealed.text == "rock 000102030405060708090a0b0c0d0e0f"
    assert sealed.seal == "6815d89b8d71ac40b161a03a1159fddafe04a29dd57a797ddb08702b1b61ac6f"
    assert hashlib.sha256(sealed.text.encode()).hexdigest() == sealed.seal


def test_what_cannot_be_sealed_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a move"):
        SealedMove(Gesture.NONE, bytes(NONCE_BYTES))
    with pytest.raises(ValueError, match="16 bytes"):
        SealedMove(Gesture.ROCK, b"short")

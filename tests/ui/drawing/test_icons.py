"""Icons: each its own at the smallest size that is used, whole, and a letter for those that nobody drew."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pygame
import pytest

from rps_game.game.gestures import CLASSES
from rps_game.ui.drawing import Symbol
from rps_game.ui.drawing.icons import MOVE_ICONS, Outline, icon_picture

Icon = Symbol | Outline | str
WHITE = (255, 255, 255)
HAND: Outline = ((20, 95), (20, 40), (30, 10), (45, 35), (60, 10), (75, 45), (70, 95))
MOVES: list[Icon] = [*MOVE_ICONS, "1", "9", "a", "unheard-of", HAND]


def ink(what: Icon, side: int, *, flip: bool = False) -> npt.NDArray[np.int16]:
    """How much of each pixel is drawn, 0 to 255."""
    return pygame.surfarray.array_alpha(icon_picture(what, side, WHITE, flip=flip)).astype(np.int16)


@pytest.mark.parametrize("kind", [MOVES, list(Symbol)], ids=["moves", "symbols"])
def test_no_icon_looks_like_another_even_when_it_is_small(kind: list[Icon]) -> None:
    pictures = [ink(what, 20) for what in kind]
    for i, one in enumerate(pictures):
        for other in pictures[:i]:
            assert (np.abs(one - other) > 100).sum() >= 8


@pytest.mark.parametrize("what", [*MOVES, *Symbol])
def test_an_icon_is_whole_and_fills_its_square(what: Icon) -> None:
    drawn = ink(what, 100) > 60
    wide, tall = (np.flatnonzero(drawn.any(axis=axis)) for axis in (1, 0))
    edge = np.concatenate([drawn[0], drawn[-1], drawn[:, 0], drawn[:, -1]])
    assert not edge.any()
    assert max(np.ptp(wide), np.ptp(tall)) >= 58


def test_the_gestures_have_the_icons_of_their_names() -> None:
    for gesture in CLASSES:
        drawn = pygame.surfarray.array_alpha(icon_picture(gesture, 40, WHITE))
        assert np.array_equal(drawn, ink(gesture.name.lower(), 40))


def test_hands_are_mirrored_and_letters_are_not() -> None:
    for what in ("rock", "dragon", HAND):
        assert np.array_equal(ink(what, 48, flip=True), ink(what, 48)[::-1])
    for what in ("2", "r"):
        assert np.array_equal(ink(what, 48, flip=True), ink(what, 48))


@pytest.mark.parametrize("word", ["", "-", "x9", "no-such-thing"])
def test_what_is_no_icon_gets_a_letter(word: str) -> None:
    assert (ink(word, 48) > 200).sum() > 48


def test_an_outline_is_drawn_where_its_corners_are() -> None:
    box = tuple((x, y) for x, y in ((10, 10), (60, 10), (60, 90), (10, 90)) for _ in range(2))
    drawn = ink(box, 100)
    assert (drawn[12:58, 12:88] == 255).all()
    assert not drawn[63:].any()


def test_the_document_names_every_icon() -> None:
    text = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
    named = text.partition("<!-- icons -->")[2].partition("<!-- end -->")[0].replace("\n", " ").split(",")
    assert [name.strip() for name in named] == [name for name in MOVE_ICONS if name != "none"]

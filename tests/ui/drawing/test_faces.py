"""The opponents' faces: each its own, in three moods, at every size."""

import pygame
import pytest

from rps_game.game.opponents import OPPONENTS
from rps_game.ui.drawing import Box, Painter, Theme
from rps_game.ui.drawing.faces import BLINK_EVERY_S, BLINK_S, Mood, draw_face, face_picture


def pixels(name: str, mood: Mood = Mood.CALM, side: int = 96) -> bytes:
    return pygame.image.tobytes(face_picture(name, mood, side), "RGBA")


@pytest.mark.parametrize("name", [*OPPONENTS, "robot", "a stranger"])
def test_each_mood_is_a_picture_of_its_own(name: str) -> None:
    assert len({pixels(name, mood) for mood in Mood}) == len(Mood)


def test_nobody_has_the_face_of_another() -> None:
    names = [*OPPONENTS, "robot", "a stranger", "another stranger"]
    assert len({pixels(name) for name in names}) == len(names)


@pytest.mark.parametrize("side", [1, 2, 17, 700])
def test_a_face_fills_its_square_at_any_size(side: int) -> None:
    for name in [*OPPONENTS, "a stranger"]:
        picture = face_picture(name, Mood.HAPPY, side)
        assert picture.get_size() == (side, side)
        assert picture.get_bounding_rect().width >= 0.8 * side


@pytest.mark.parametrize(("less_motion", "blinks"), [(False, True), (True, False)])
def test_a_face_blinks_now_and_then_but_not_with_less_motion(less_motion: bool, blinks: bool) -> None:
    surface = pygame.Surface((100, 100))
    painter = Painter(surface, Theme(reduced_motion=less_motion))
    seen = []
    for frame in range(round(BLINK_EVERY_S / BLINK_S * 3)):
        surface.fill((0, 0, 0))
        draw_face(painter, Box(0, 0, 100, 100), "learner", now=frame * BLINK_S / 3)
        seen.append(pygame.image.tobytes(surface, "RGB"))
    assert (len(set(seen)) == 2) is blinks
    assert seen.count(seen[0]) in ({len(seen)} if not blinks else range(len(seen) - 5, len(seen)))

"""The opponents' faces: each its own, in three moods, at every size."""

import numpy as np
import pygame
import pytest

from rps_game.game.opponents import OPPONENTS
from rps_game.ui.drawing import Box, Painter, Theme
from rps_game.ui.drawing.faces import BLINK_EVERY_S, BLINK_S, Mood, draw_face, face_picture


def pixels(name: str, mood: Mood = Mood.CALM, side: int = 96) -> bytes:
    return pygame.image.tobytes(face_picture(name, mood, side), "RGBA")


@pytest.mark.parametrize("name", [*OPPONENTS, "a stranger"])
def test_each_mood_is_a_picture_of_its_own(name: str) -> None:
    assert len({pixels(name, mood) for mood in Mood}) == len(Mood)


def test_nobody_has_the_face_of_another() -> None:
    names = [*OPPONENTS, "a stranger", "another stranger"]
    assert len({pixels(name) for name in names}) == len(names)


@pytest.mark.parametrize("side", [1, 2, 17, 700])
def test_a_face_fills_its_square_at_any_size(side: int) -> None:
    for name in [*OPPONENTS, "a stranger"]:
        picture = face_picture(name, Mood.HAPPY, side)
        assert picture.get_size() == (side, side)
        assert picture.get_bounding_rect().width >= 0.8 * side


@pytest.mark.parametrize("less_motion", [False, True])
def test_a_face_breathes_and_blinks_but_not_with_less_motion(less_motion: bool) -> None:
    surface = pygame.Surface((100, 120))
    painter = Painter(surface, Theme(reduced_motion=less_motion))
    whites, places = [], set()
    for frame in range(round(BLINK_EVERY_S / BLINK_S * 3)):
        surface.fill((0, 0, 0))
        draw_face(painter, Box(0, 10, 100, 100), "learner", now=frame * BLINK_S / 3)
        pixels = pygame.surfarray.array3d(surface)
        whites.append(int((pixels.min(axis=2) > 240).sum()))  # of the eyes
        places.add(int(np.flatnonzero(pixels.any(axis=(0, 2)))[0]))  # the first row of the face
    assert (min(whites) < max(whites), len(places) > 1) == (not less_motion, not less_motion)
    assert whites.count(min(whites)) > len(whites) / 2  # open, with dark pupils

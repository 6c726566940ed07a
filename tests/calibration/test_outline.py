"""The outline of a recorded hand, against the mask that the drawn hand was drawn with."""

import cv2
import numpy as np
import pygame
import pytest

from rps_game.calibration.outline import OUTLINE_POINTS, hand_outline
from rps_game.camera.observation import Square
from rps_game.camera.preprocess import to_square
from rps_game.drawn_hand.drawing import draw_on, grain
from rps_game.drawn_hand.people import random_person
from rps_game.drawn_hand.rooms import room
from rps_game.drawn_hand.skeleton import MOVE_POSES, View, vary
from rps_game.ui.drawing.icons import icon_picture


def recorded(name: str, seed: int) -> tuple[list[Square], list[Square], np.ndarray]:
    """Frames of a hand, of the scene without it, and the hand's mask, (224, 224), 0 to 255."""
    rng = np.random.default_rng([seed, 1])
    scene, person = room(rng, 300, 300), random_person(rng)
    shown = scene.copy()
    mask = draw_on(shown, vary(MOVE_POSES[name], rng, 0.3), View(0, 5, 0, (150, 160), 170), person)

    def seen(picture: np.ndarray) -> Square:
        noisy = np.clip(picture + grain(rng, 300, 300, 2.0), 0, 255)
        return to_square(noisy.astype(np.uint8))

    return [seen(shown) for _ in range(3)], [seen(scene) for _ in range(3)], cv2.resize(mask, (224, 224))


@pytest.mark.parametrize("name", ["paper", "scissors", "rock", "spock"])
def test_the_outline_is_the_hands(name: str) -> None:
    likeness = []
    for seed in range(3):
        hand, empty, mask = recorded(name, seed)
        outline = hand_outline(hand, empty)
        assert outline is not None
        assert len(outline) == OUTLINE_POINTS
        assert 0 <= min(map(min, outline)) <= max(map(max, outline)) <= 100
        drawn = pygame.surfarray.array_alpha(icon_picture(outline, 100, (0, 0, 0))).T > 127
        rows, columns = (np.flatnonzero((mask > 127).any(axis=axis)) for axis in (1, 0))
        part = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        scale = 92 / max(part.shape)
        truth = np.zeros((100, 100), bool)
        small = cv2.resize(cv2.flip(part, 1), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) > 127
        top, left = ((100 - side) // 2 for side in small.shape)
        truth[top : top + small.shape[0], left : left + small.shape[1]] = small
        likeness.append((drawn & truth).sum() / (drawn | truth).sum())
    assert np.median(likeness) > 0.85


def test_without_a_hand_or_the_empty_scene_there_is_no_outline() -> None:
    hand, empty, _ = recorded("paper", 0)
    assert hand_outline([], empty) is None
    assert hand_outline(hand, []) is None
    assert hand_outline(empty, empty) is None

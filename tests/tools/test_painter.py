"""The painter changes a picture as much as it is told to."""

import numpy as np
import pytest

from tools.pretrain.bank import Kind, opaque
from tools.pretrain.painter import paint

SIDE = 64


@pytest.fixture(scope="module")
def scene() -> np.ndarray:
    """Waves of every colour, uint8 (SIDE, SIDE, 4): nothing in it is the same after a shift or a turn."""
    down, across = np.mgrid[:SIDE, :SIDE] / SIDE
    waves = [np.sin(7 * across + 3 * k * down) * np.cos(k + 5 * down) for k in range(3)]
    return opaque(np.asarray(127.5 + 100 * np.stack(waves, axis=-1), np.uint8))


def farness(scene: np.ndarray, strength: float, seed: int) -> float:
    """Mean difference in levels between a painted scene and the stored one, or its mirror image."""
    rng = np.random.default_rng(seed)
    painted = paint(rng, scene, Kind.SCENE, scene, SIDE, strength=strength).picture.astype(float)
    return float(min(np.abs(painted - stored).mean() for stored in (scene[..., :3], scene[:, ::-1, :3])))


@pytest.mark.parametrize("seed", range(8))
def test_without_strength_a_scene_stays_as_it_is_or_mirrored(scene: np.ndarray, seed: int) -> None:
    assert farness(scene, 0.0, seed) < 2


def test_plain_pictures_lie_between_that_and_full_strength(scene: np.ndarray) -> None:
    plain, full = (np.mean([farness(scene, strength, seed) for seed in range(40)]) for strength in (0.3, 1.0))
    assert 2 < plain < 0.6 * full

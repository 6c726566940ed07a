"""Finds the outline of a recorded hand, to be a move's icon."""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.calibration.empty_scene import EmptyScene
from rps_game.calibration.quality import Floats, Mask, halve
from rps_game.camera.observation import Square

OUTLINE_POINTS: Final = 72
"""Of an outline: enough for five fingers."""

MARGIN: Final = 4
"""Around the hand, in hundredths of the icon."""

LOOKED_AT: Final = 8
"""Frames of a recording of which the most usual hand is chosen."""

LEAST_SHARE: Final = 0.03
"""Of the square: a smaller area is no hand that fills an icon."""

NEAR: Final = 13
"""Width in pixels of the border in which the exact edge is looked for."""

SHADOW: Final = 0.45, 0.97
"""Of the empty scene's light, what a shadow leaves."""

SHADOW_LEVELS: Final = 12
"""How far a colour in a shadow may be off, in grey levels."""

HAND: Final = cv2.GC_FGD, cv2.GC_PR_FGD
"""GrabCut's labels of what is the hand, surely or perhaps."""

ROUNDS: Final = 2
"""Of GrabCut, which takes most of the time: about 30 ms each."""


def hand_outline(squares: Sequence[Square], empty: Sequence[Square]) -> tuple[tuple[int, int], ...] | None:
    """Return the outline of a recorded hand, as its player sees it in the mirror. Takes some 0.1 s.

    Args:
        squares: frames of the hand, uint8 (224, 224, 3), RGB.
        empty: frames of the scene without it.

    Returns:
        Hundredths of an icon from its left and top, `OUTLINE_POINTS` of them; None if no hand is found.
    """
    if not squares or not empty:
        return None
    looked_at = squares[:: max(len(squares) // LOOKED_AT, 1)]
    scene = EmptyScene.of(empty)
    hands = [scene.hand_in(halve(each)) for each in looked_at]
    usual = int(
        np.abs(np.array([hand.share for hand in hands]) - np.median([h.share for h in hands])).argmin()
    )
    if hands[usual].share < LEAST_SHARE:
        return None
    labels = _labels(looked_at[usual], hands[usual].mask, np.median(empty[:LOOKED_AT], axis=0))
    return _outline(_cut_out(looked_at[usual], labels)[:, ::-1])


def _labels(square: Square, rough: Mask, scene: npt.NDArray[np.float64]) -> Mask:
    """Return what GrabCut begins with, of the square's size: what is hand and what is not, surely or not."""
    large = cv2.resize(rough, square.shape[:2], interpolation=cv2.INTER_NEAREST)
    labels = np.where(large > 0, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    near = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (NEAR, NEAR))
    shadow = _shadow(square, scene)
    labels[(large > 0) & shadow] = cv2.GC_PR_BGD
    labels[(cv2.erode(large, near) > 0) & ~shadow] = cv2.GC_FGD
    labels[cv2.dilate(large, near) == 0] = cv2.GC_BGD
    return labels


def _shadow(square: Square, scene: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return where the square, bool (224, 224), shows the empty scene with less light."""
    seen = square.astype(np.float64)
    light = (seen * scene).sum(axis=2) / ((scene * scene).sum(axis=2) + 1)
    off = np.abs(seen - light[..., None] * scene).max(axis=2)
    return np.asarray((SHADOW[0] < light) & (light < SHADOW[1]) & (off < SHADOW_LEVELS))


def _cut_out(square: Square, labels: Mask) -> Mask:
    """Return the hand's mask, uint8 (224, 224), 0 or 1."""
    left, top, wide, tall = cv2.boundingRect((labels != cv2.GC_BGD).astype(np.uint8))
    part = slice(max(top - NEAR, 0), top + tall + NEAR), slice(max(left - NEAR, 0), left + wide + NEAR)
    cut = labels[part].copy()
    if 0 < np.isin(cut, HAND).mean() < 1:  # else there is nothing to learn the colours from
        cv2.setRNGSeed(1)
        bgr = np.ascontiguousarray(square[part][..., ::-1])
        ground, hand = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.grabCut(bgr, cut, (0, 0, 1, 1), ground, hand, ROUNDS, cv2.GC_INIT_WITH_MASK)
    mask = np.zeros_like(labels)
    mask[part] = np.isin(cut, HAND)
    return mask


def _outline(mask: Mask) -> tuple[tuple[int, int], ...] | None:
    large = cv2.resize(mask * 255, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    soft = cv2.GaussianBlur(large, (0, 0), 2)
    edges, _ = cv2.findContours((soft > 127).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not edges:
        return None
    edge = max(edges, key=cv2.contourArea)[:, 0].astype(np.float32)  # (n, 2)
    if cv2.contourArea(edge) < LEAST_SHARE * soft.size:
        return None
    return _fitted(_even(edge))


def _even(edge: Floats) -> Floats:
    """Return `OUTLINE_POINTS` places on a closed line, equally far from each other."""
    closed = np.concatenate([edge, edge[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    at = np.arange(OUTLINE_POINTS) * (along[-1] / OUTLINE_POINTS)
    return np.stack([np.interp(at, along, closed[:, axis]) for axis in (0, 1)], axis=1).astype(np.float32)


def _fitted(edge: Floats) -> tuple[tuple[int, int], ...]:
    low, high = edge.min(axis=0), edge.max(axis=0)
    scale = (100 - 2 * MARGIN) / float((high - low).max())
    placed = np.round((edge - (low + high) / 2) * scale + 50).astype(int)
    return tuple((int(x), int(y)) for x, y in placed)

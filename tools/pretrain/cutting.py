"""Hands cut out of easy backgrounds, green, white or a plain wall, and pictures made square."""

import cv2
import numpy as np
import numpy.typing as npt


def square_crop(
    image: npt.NDArray[np.uint8], cx: float, cy: float, side: float, out: int
) -> npt.NDArray[np.uint8]:
    """Cut a square of `side` pixels around (cx, cy), reflected at the borders, as (out, out, channels)."""
    scale = out / side
    matrix = np.array([[scale, 0, out / 2 - cx * scale], [0, scale, out / 2 - cy * scale]], np.float32)
    if scale < 1:  # warpAffine does not average: shrink first
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        matrix = np.array([[1, 0, out / 2 - cx * scale], [0, 1, out / 2 - cy * scale]], np.float32)
        image = small
    return cv2.warpAffine(
        image, matrix, (out, out), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
    )


def box_crop(
    image: npt.NDArray[np.uint8], box: tuple[float, float, float, float], room: float, out: int
) -> npt.NDArray[np.uint8]:
    """Cut a square around a box (x0, y0, x1, y1), `room` times as large, no larger than the picture is high.

    It is moved into the picture as far as it goes.
    """
    x0, y0, x1, y1 = box
    h, w = image.shape[:2]
    side = min(room * max(x1 - x0, y1 - y0), h)
    cx = float(np.clip((x0 + x1) / 2, side / 2, max(w - side / 2, side / 2)))
    cy = float(np.clip((y0 + y1) / 2, side / 2, max(h - side / 2, side / 2)))
    return square_crop(image, cx, cy, side, out)


def largest_part(mask: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return the largest connected part of a mask (0 or 1), its holes up to 1 % of the picture filled."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    if count < 2:
        return mask
    part = (labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))).astype(np.uint8)
    holes, hole_labels, hole_stats, _ = cv2.connectedComponentsWithStats(1 - part, connectivity=4)
    for hole in range(1, holes):
        if hole_stats[hole, cv2.CC_STAT_AREA] < 0.01 * part.size:
            part[hole_labels == hole] = 1
    return part


def smooth_background(image: npt.NDArray[np.uint8], sure: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """Make a quadratic fit of each channel over the pixels that are surely background, float32 (h, w, 3)."""
    h, w = image.shape[:2]
    y, x = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j]
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)
    fit, *_ = np.linalg.lstsq(terms[sure], image[sure].astype(np.float64), rcond=None)
    return np.asarray(terms @ fit, np.float32)


def cut_from_plain(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8] | None:
    """Return the hand's mask (0 or 1) before a plain wall; None where the cut is not to be trusted.

    The wall is a smooth surface fitted to the border twice, the second time without what stands out; GrabCut
    (Rother, Kolmogorov, Blake 2004) draws the edge.
    """
    h, w = image.shape[:2]
    sure = np.zeros((h, w), bool)
    rim = max(3, h // 12)
    sure[:rim], sure[:, :rim], sure[:, -rim:] = True, True, True  # the arm comes from below
    for _ in range(3):
        distance = np.abs(image - smooth_background(image, sure)).max(axis=2)
        sure = distance < max(10.0, 1.2 * float(np.median(distance[sure])))
        if sure.mean() < 0.15:
            return None
    lab = cv2.cvtColor(image, cv2.COLOR_BGR2LAB).astype(np.float32)
    wall = np.median(lab[sure], axis=0)
    chroma = np.hypot(lab[..., 1] - wall[1], lab[..., 2] - wall[2])
    marks = np.full((h, w), cv2.GC_PR_BGD, np.uint8)
    marks[(distance > 28) & (chroma > 4)] = cv2.GC_PR_FGD
    marks[(distance > 45) & (chroma > 8)] = cv2.GC_FGD
    marks[distance < 7] = cv2.GC_BGD
    return _grab(image, marks)


def _grab(image: npt.NDArray[np.uint8], marks: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8] | None:
    foreground = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).mean()
    if not 0.03 < foreground < 0.8:
        return None
    back, front = np.zeros((1, 65)), np.zeros((1, 65))
    try:
        cv2.grabCut(image, marks, None, back, front, 3, cv2.GC_INIT_WITH_MASK)
    except cv2.error:
        return None
    mask = largest_part(np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8))
    return mask if 0.04 < mask.mean() < 0.75 else None


def cut_from_green(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8] | None:
    """Return the mask of a hand before a green screen."""
    b, g, r = (image[..., i].astype(np.int16) for i in range(3))
    greenness = g - np.maximum(r, b)
    marks = np.full(image.shape[:2], cv2.GC_PR_FGD, np.uint8)
    marks[greenness > 12] = cv2.GC_PR_BGD
    marks[greenness > 35] = cv2.GC_BGD
    marks[(greenness < -10)] = cv2.GC_FGD
    return _grab(image, marks)


def cut_from_white(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8] | None:
    """Return the mask of a rendered hand before white with a soft grey shadow."""
    low = image.min(axis=2).astype(np.int16)
    colour = image.max(axis=2).astype(np.int16) - low
    marks = np.full(image.shape[:2], cv2.GC_PR_BGD, np.uint8)
    marks[(colour > 14) | (low < 150)] = cv2.GC_PR_FGD
    marks[(colour > 30) | (low < 100)] = cv2.GC_FGD
    marks[(low > 240)] = cv2.GC_BGD
    return _grab(image, marks)


def with_alpha(
    image: npt.NDArray[np.uint8], mask: npt.NDArray[np.uint8], out: int, turn_upright: bool = False
) -> npt.NDArray[np.uint8]:
    """Centre a cut-out on its hand, RGBA (out, out, 4); the mask is drawn in by a pixel and softened."""
    alpha = cv2.GaussianBlur(cv2.erode(mask, np.ones((3, 3), np.uint8)) * 255, (0, 0), 0.8)
    # The colour beside the edge is mixed with the old background: carry the hand's own colour outwards.
    core = cv2.erode(mask, np.ones((5, 5), np.uint8))
    colour = cv2.inpaint(
        image, (1 - core) * cv2.dilate(mask, np.ones((7, 7), np.uint8)), 3, cv2.INPAINT_TELEA
    )
    rgba = np.dstack([cv2.cvtColor(colour, cv2.COLOR_BGR2RGB), alpha])
    if turn_upright:
        rgba = np.ascontiguousarray(np.rot90(rgba, -1))
    h, w = rgba.shape[:2]
    side = max(h, w)
    canvas = np.zeros((side, side, 4), np.uint8)
    top = side - h  # an arm that enters from below keeps touching the lower edge
    canvas[top:, (side - w) // 2 : (side - w) // 2 + w] = rgba
    scaled = cv2.resize(canvas, (out, out), interpolation=cv2.INTER_AREA if side > out else cv2.INTER_CUBIC)
    return np.asarray(scaled, np.uint8)


CROP_SHARE = 0.66
"""Of the stored square, the longer side of a tight crop: as much as a cut-out hand fills of its own."""

LEAST_ALPHA = 8
"""Of the made surroundings of a tight crop: above 0, since WebP keeps no colour under a zero alpha."""


def with_room(image: npt.NDArray[np.uint8], out: int) -> npt.NDArray[np.uint8]:
    """Make a tightly cut hand in the middle of a square, with made surroundings, RGBA (out, out, 4).

    The crop's border is drawn outwards, so that an arm goes on, and blurred more and more. Alpha is 255 in
    the crop and falls off beside it to `LEAST_ALPHA`: it says where another background may take over.
    """
    h, w = image.shape[:2]
    scale = CROP_SHARE * out / max(h, w)
    width, height = max(2, round(w * scale)), max(2, round(h * scale))
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    left, top = (out - width) // 2, (out - height) // 2
    rims = (top, out - height - top, left, out - width - left)
    filled = cv2.copyMakeBorder(small, *rims, cv2.BORDER_REPLICATE)
    inside = np.zeros((out, out), np.uint8)
    inside[top : top + height, left : left + width] = 1
    away = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5)[..., None] / out
    colour = filled.astype(np.float32)
    for sigma, near in ((2.0, 0.01), (5.0, 0.04), (11.0, 0.1)):
        blurred = cv2.GaussianBlur(filled, (0, 0), sigma).astype(np.float32)
        colour += np.clip(away / near, 0, 1) * (blurred - colour)
    alpha = np.clip(1 - away / 0.05, 0, 1) * (255 - LEAST_ALPHA) + LEAST_ALPHA
    return np.dstack([colour[..., ::-1], alpha]).round().astype(np.uint8)


def around_mask(
    image: npt.NDArray[np.uint8], mask: npt.NDArray[np.uint8]
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Picture and mask cut to the mask's box, a little larger where there is room: small hands grow so."""
    x, y, w, h = cv2.boundingRect(mask)
    room = round(0.08 * max(w, h))
    rows = slice(max(0, y - room), min(mask.shape[0], y + h + room))
    columns = slice(max(0, x - room), min(mask.shape[1], x + w + room))
    return np.ascontiguousarray(image[rows, columns]), np.ascontiguousarray(mask[rows, columns])


CLEAR_RIM = 2  # pixels


def clear_rim(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Make a cut-out with alpha 0 along all sides but the lower one.

    Then replicating the border draws out the arm that the lower edge cut, and nothing else.
    """
    picture = picture.copy()
    picture[:CLEAR_RIM, :, 3] = 0
    picture[:, :CLEAR_RIM, 3] = 0
    picture[:, -CLEAR_RIM:, 3] = 0
    return picture


def whole_square(image: npt.NDArray[np.uint8], out: int) -> npt.NDArray[np.uint8]:
    """Return the centre square of a picture."""
    h, w = image.shape[:2]
    return square_crop(image, w / 2, h / 2, min(h, w), out)

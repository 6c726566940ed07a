"""Random backgrounds: walls, windows, shelves, plants, out of focus as a webcam shows them.

Colours are BGR, 0 to 255.
"""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Image = npt.NDArray[np.float32]
Colour = tuple[float, float, float]

WALLS: Final = (
    (198, 208, 214), (178, 194, 206), (206, 202, 190), (170, 186, 176), (196, 182, 186), (150, 164, 178),
    (122, 134, 128), (106, 96, 90), (214, 220, 224), (146, 128, 112), (88, 104, 136), (132, 152, 170),
)  # fmt: skip
WOODS: Final = ((58, 92, 138), (86, 122, 164), (40, 60, 92), (150, 176, 196), (70, 78, 84))
SPINES: Final = (
    (60, 60, 178), (150, 92, 48), (70, 140, 190), (92, 130, 70), (190, 196, 204), (60, 54, 52),
    (130, 80, 130), (40, 120, 210), (170, 150, 90),
)  # fmt: skip
LEAVES: Final = ((60, 118, 66), (74, 142, 92), (48, 92, 58), (92, 150, 120))


def random_scene(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Draw a background: mostly a room, else a plain surface or a texture.

    Returns:
        uint8 (height, width, 3), BGR.
    """
    kind = rng.random()
    if kind < 0.70:
        return room(rng, width, height)
    draw = _plain if kind < 0.80 else _texture
    return _finish(draw(rng, width, height), rng)


def room(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Draw a wall and things before it, lit from one side and out of focus: uint8 (height, width, 3), BGR."""
    picture = _plain(rng, width, height)
    if rng.random() < 0.35:
        _floor(picture, rng)
    things = [_window, _shelf, _pictures, _curtain, _door, _lamp, _plant, _sofa]
    chances = (0.40, 0.55, 0.45, 0.25, 0.20, 0.35, 0.55, 0.25)
    for thing, chance in zip(things, chances, strict=True):
        if rng.random() < chance:
            thing(picture, rng)
    return _finish(picture, rng)


def _pick(rng: np.random.Generator, colours: tuple[tuple[int, int, int], ...]) -> Colour:
    return _colour(np.array(colours[rng.integers(len(colours))]) + rng.normal(0, 8, 3))


def _colour(values: npt.NDArray[np.float64]) -> Colour:
    blue, green, red = np.clip(values, 0, 255).tolist()
    return blue, green, red


def _noise(rng: np.random.Generator, width: int, height: int, cells: int) -> Image:
    """Return smooth noise, about -1 to 1, (height, width), with `cells` of its cells across the width."""
    rows = max(2, round(cells * height / width))
    seed = rng.normal(0.0, 0.6, (rows, max(cells, 2))).astype(np.float32)
    return cv2.resize(seed, (width, height), interpolation=cv2.INTER_CUBIC)  # type: ignore[return-value]


def _plain(rng: np.random.Generator, width: int, height: int) -> Picture:
    colour = np.array(_pick(rng, WALLS), np.float32)
    ys, xs = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    angle = rng.uniform(0.0, 2.0 * np.pi)
    slope = np.float32(rng.uniform(0.0, 0.30))
    light = 1.0 + slope * ((xs - 0.5) * np.float32(np.cos(angle)) + (ys - 0.5) * np.float32(np.sin(angle)))
    light += 0.03 * _noise(rng, width, height, 5) + 0.012 * _noise(rng, width, height, 40)
    return np.asarray(np.clip(colour * light[..., None], 0, 255), np.uint8)


def _texture(rng: np.random.Generator, width: int, height: int) -> Picture:
    """Draw smooth noise of three colours at several sizes, like foliage, carpets or crowds."""
    colours = rng.uniform(20, 235, (3, 3)).astype(np.float32)
    picture = np.broadcast_to(colours[0], (height, width, 3)).copy()
    for colour in colours[1:]:
        cells = rng.choice([3, 6, 12, 30, 70], 3).tolist()
        mask = sum(_noise(rng, width, height, n) / (i + 1) for i, n in enumerate(cells))
        share = np.clip(np.asarray(mask) * rng.uniform(0.6, 3.0) + rng.normal(0.0, 0.3), 0.0, 1.0)[..., None]
        picture += (colour - picture) * share
    if rng.random() < 0.4:
        stripes = np.sin(np.linspace(0, rng.uniform(20, 160), width, dtype=np.float32))[None, :, None]
        picture *= 1.0 + np.float32(rng.uniform(0.03, 0.25)) * stripes
    return np.asarray(np.clip(picture, 0, 255), np.uint8)


def _box(picture: Picture, box: tuple[float, float, float, float], colour: Colour) -> None:
    """Fill a box: left, top, width, height."""
    x, y, w, h = box
    corner, other = (round(x), round(y)), (round(x + w), round(y + h))
    cv2.rectangle(picture, corner, other, colour, -1, cv2.LINE_AA)


def _darker(colour: Colour, share: float) -> Colour:
    return colour[0] * share, colour[1] * share, colour[2] * share


def _floor(picture: Picture, rng: np.random.Generator) -> None:
    height, width = picture.shape[:2]
    top = height * rng.uniform(0.74, 0.92)
    _box(picture, (0, top, width, height - top), _pick(rng, WOODS))
    _box(picture, (0, top - height * 0.025, width, height * 0.025), (226, 230, 232))


def _window(picture: Picture, rng: np.random.Generator) -> None:
    height, width = picture.shape[:2]
    w, h = width * rng.uniform(0.22, 0.42), height * rng.uniform(0.45, 0.75)
    x, y = rng.uniform(-0.1, 0.8) * width, height * rng.uniform(-0.1, 0.15)
    u = width / 640  # frames are as thick, relative to the picture, at any size
    _box(picture, (x - 7 * u, y - 7 * u, w + 14 * u, h + 14 * u), (232, 234, 236))
    _box(picture, (x, y, w, h), _colour(np.array((250, 236, 214)) * rng.uniform(0.75, 1.0)))
    left, top = max(round(x), 0), max(round(y), 0)
    pane = picture[top : max(round(y + h), 0), left : max(round(x + w), 0)]
    for _ in range(rng.integers(2, 6)):  # trees outside
        centre = (round(x + w * rng.uniform(0.1, 0.9)) - left, round(y + h * rng.uniform(0.65, 0.95)) - top)
        size = (round(w * rng.uniform(0.08, 0.2)), round(h * rng.uniform(0.06, 0.2)))
        if pane.size:
            cv2.ellipse(pane, centre, size, 0, 0, 360, (150, 190, 160), -1, cv2.LINE_AA)
    _box(picture, (x + w / 2 - 3 * u, y, 6 * u, h), (226, 228, 230))
    _box(picture, (x, y + h * 0.42, w, 6 * u), (226, 228, 230))
    _box(picture, (x - 14 * u, y + h + 5 * u, w + 28 * u, 9 * u), (238, 240, 242))


def _curtain(picture: Picture, rng: np.random.Generator) -> None:
    width = picture.shape[1]
    w = round(width * rng.uniform(0.12, 0.3))
    x = 0 if rng.random() < 0.5 else width - w
    colour = np.array(_pick(rng, (*WALLS, *SPINES)), np.float32)
    folds = np.sin(np.linspace(0, w / rng.uniform(4, 9), w, dtype=np.float32) + rng.uniform(0, 6))
    picture[:, x : x + w] = np.clip(colour * (0.92 + 0.16 * folds[:, None]), 0, 255)


def _shelf(picture: Picture, rng: np.random.Generator) -> None:
    height, width = picture.shape[:2]
    wood = _pick(rng, WOODS)
    w = width * rng.uniform(0.3, 0.6)
    x = rng.uniform(-0.15, 0.75) * width
    y = height * rng.uniform(0.18, 0.4)
    for _ in range(rng.integers(1, 4)):
        spot = x + 6
        while spot < x + w - 12:
            if rng.random() < 0.22:
                spot += width * rng.uniform(0.02, 0.08)
                continue
            thick, tall = width * rng.uniform(0.012, 0.035), height * rng.uniform(0.09, 0.16)
            _box(picture, (spot, y - tall, thick - 1, tall), _pick(rng, SPINES))
            spot += thick
        _box(picture, (x, y, w, width / 80), wood)
        _box(picture, (x, y + width / 80, w, width / 130), _darker(wood, 0.55))
        y += height * rng.uniform(0.22, 0.28)


def _pictures(picture: Picture, rng: np.random.Generator) -> None:
    height, width = picture.shape[:2]
    for _ in range(rng.integers(1, 4)):
        w, h = width * rng.uniform(0.1, 0.2), height * rng.uniform(0.13, 0.27)
        x, y = rng.uniform(0, 0.9) * width, rng.uniform(0.02, 0.4) * height
        _box(picture, (x - width / 128, y - width / 128, w + width / 64, h + width / 64), _pick(rng, WOODS))
        _box(picture, (x, y, w, h), (232, 234, 234))
        _box(picture, (x + w * 0.12, y + h * 0.12, w * 0.76, h * 0.76), _pick(rng, SPINES))
        centre = (round(x + w * rng.uniform(0.3, 0.7)), round(y + h * rng.uniform(0.3, 0.7)))
        cv2.circle(picture, centre, round(w * rng.uniform(0.1, 0.22)), _pick(rng, SPINES), -1, cv2.LINE_AA)


def _door(picture: Picture, rng: np.random.Generator) -> None:
    height, width = picture.shape[:2]
    x, w, y = width * rng.uniform(0.0, 0.8), width * rng.uniform(0.2, 0.28), height * rng.uniform(0.05, 0.15)
    colour = _pick(rng, (*WOODS, *WALLS))
    _box(picture, (x - width / 80, y - width / 80, w + width / 40, height), (222, 226, 228))
    _box(picture, (x, y, w, height), colour)
    shade = _darker(colour, 0.86)
    for top, tall in ((0.08, 0.34), (0.52, 0.4)):
        _box(picture, (x + w * 0.15, y + height * top, w * 0.7, height * tall), shade)
    knob = (round(x + w * 0.9), round(y + height * 0.48))
    cv2.circle(picture, knob, max(round(w * 0.035), 1), (120, 190, 216), -1, cv2.LINE_AA)


def _lamp(picture: Picture, rng: np.random.Generator) -> None:
    height, width = picture.shape[:2]
    x, y = width * rng.uniform(0.05, 0.95), height * rng.uniform(0.2, 0.5)
    size = width * rng.uniform(0.05, 0.1)
    _box(picture, (x - width / 320, y, width / 160, height), (60, 66, 70))
    shade = np.array(
        [[x - size, y], [x + size, y], [x + size * 0.6, y - size * 1.2], [x - size * 0.6, y - size * 1.2]]
    )
    cv2.fillPoly(picture, [np.round(shade).astype(np.int32)], (176, 224, 250), cv2.LINE_AA)
    ys, xs = np.ogrid[:height, :width]
    far = ((xs - x) ** 2 + (ys - y + size * 0.6) ** 2) / np.float32((size * 3.2) ** 2)
    glow = np.exp(-far).astype(np.float32)[..., None] * np.array((34, 58, 70), np.float32)
    picture[:] = np.clip(picture + glow, 0, 255).astype(np.uint8)


def _plant(picture: Picture, rng: np.random.Generator) -> None:
    height, width = picture.shape[:2]
    x, y = width * rng.uniform(0.03, 0.97), height * rng.uniform(0.6, 0.95)
    size = width * rng.uniform(0.07, 0.15)
    for _ in range(rng.integers(9, 22)):
        angle = rng.uniform(200, 340)
        length = size * rng.uniform(0.7, 1.6)
        way = np.radians(angle)
        centre = (round(x + 0.62 * length * np.cos(way)), round(y + 0.62 * length * np.sin(way)))
        leaf = (round(length * 0.55), max(round(length * rng.uniform(0.08, 0.2)), 1))
        cv2.ellipse(picture, centre, leaf, angle, 0, 360, _pick(rng, LEAVES), -1, cv2.LINE_AA)
    pot = np.array(
        [[x - size * 0.5, y], [x + size * 0.5, y], [x + size * 0.36, y + size], [x - size * 0.36, y + size]]
    )
    cv2.fillPoly(picture, [np.round(pot).astype(np.int32)], _pick(rng, (*SPINES, *WALLS)), cv2.LINE_AA)


def _sofa(picture: Picture, rng: np.random.Generator) -> None:
    height, width = picture.shape[:2]
    colour = np.array(_pick(rng, SPINES))
    x, w, y = width * rng.uniform(-0.2, 0.5), width * rng.uniform(0.4, 0.7), height * rng.uniform(0.68, 0.85)
    for left, top, wide, tone in ((0.0, 0.0, 1.0, 1.0), (0.04, 0.08, 0.45, 1.12), (0.51, 0.08, 0.45, 1.12)):
        _box(picture, (x + left * w, y + top * height, wide * w, height), _colour(colour * tone))


def _finish(picture: Picture, rng: np.random.Generator) -> Picture:
    """Blur, darken the corners, and shift the white balance."""
    height, width = picture.shape[:2]
    sigma = width / 640 * rng.uniform(1.2, 6.0)
    soft = cv2.GaussianBlur(picture, (0, 0), sigma).astype(np.float32)
    ys, xs = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    soft *= (1.0 - np.float32(rng.uniform(0.02, 0.14)) * (xs * xs + ys * ys)).astype(np.float32)[..., None]
    soft *= rng.normal(1.0, 0.03, 3).astype(np.float32) * np.float32(rng.uniform(0.62, 1.08))
    return np.clip(soft, 0, 255).astype(np.uint8)

"""Draws the icon that menus show, in the formats of Linux, Windows and macOS: `python -m tools.icons`."""

import io
import os
import struct
from pathlib import Path
from typing import Final

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from rps_game.game.gestures import Gesture
from rps_game.ui.drawing.icons import OVERSAMPLING, icon_picture
from rps_game.ui.drawing.palette import DARK

FOLDER: Final = Path(__file__).resolve().parents[1] / "packaging" / "icons"
SIZES: Final = (16, 24, 32, 48, 64, 128, 256, 512)
"""In pixels, of the PNG files of Linux."""

ICO_SIZES: Final = (16, 24, 32, 48, 64, 256)
ICNS_SIZES: Final = {
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}
"""By Apple's type of each picture; some are the same picture for screens of different density."""

MARGIN: Final = 0.04
CORNER: Final = 0.22
HAND: Final = 0.68
"""Shares of the icon's side: around its tile, of the tile's corners, and of the hand."""


def app_icon(side: int) -> pygame.Surface:
    """Return the icon, `side` pixels wide and high: a hand that shows scissors, on a dark tile."""
    large = side * OVERSAMPLING
    tile = pygame.Surface((large, large), pygame.SRCALPHA)
    tile.fill((*DARK.card, 0))  # transparent, but of the tile's colour: scaling mixes it into the edges
    rect = tile.get_rect().inflate(*[-2 * round(MARGIN * large)] * 2)
    pygame.draw.rect(tile, DARK.card, rect, border_radius=round(CORNER * large))
    hand = icon_picture(Gesture.SCISSORS, round(HAND * large), DARK.accent)
    tile.blit(hand, hand.get_rect(center=rect.center))
    return pygame.transform.smoothscale(tile, (side, side))


def png(side: int) -> bytes:
    """Return the icon as a PNG file."""
    file = io.BytesIO()
    pygame.image.save(app_icon(side), file, "icon.png")
    return file.getvalue()


def ico(sizes: tuple[int, ...] = ICO_SIZES) -> bytes:
    """Return the icon as a file of Windows: a table of PNG files, and then those."""
    pictures = [png(side) for side in sizes]
    table, start = struct.pack("<3H", 0, 1, len(sizes)), 6 + 16 * len(sizes)
    for side, picture in zip(sizes, pictures, strict=True):
        # 256 is written as 0. No palette, one plane, 32 bits a pixel.
        table += struct.pack("<4B2H2I", side % 256, side % 256, 0, 0, 1, 32, len(picture), start)
        start += len(picture)
    return table + b"".join(pictures)


def icns() -> bytes:
    """Return the icon as a file of macOS: PNG files, each with its type and length before it."""
    pictures = {kind: png(side) for kind, side in ICNS_SIZES.items()}
    parts = b"".join(kind + struct.pack(">I", 8 + len(data)) + data for kind, data in pictures.items())
    return b"icns" + struct.pack(">I", 8 + len(parts)) + parts


def write_icons(folder: Path) -> None:
    """Write all files; those of Linux where its icon theme has them."""
    for side in SIZES:
        path = folder / "hicolor" / f"{side}x{side}" / "apps" / "rps-game.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(side))
    (folder / "rps-game.ico").write_bytes(ico())
    (folder / "rps-game.icns").write_bytes(icns())


if __name__ == "__main__":
    write_icons(FOLDER)

"""The computer's card: face down with the seal of its move, or face up with the move and its proof."""

import math
from typing import Final

import pygame

from rps_game.game.gestures import GESTURES
from rps_game.game.sealing import SealedMove
from rps_game.ui.drawing import Align, Box, Painter, Size, Theme, Tone
from rps_game.ui.widgets.widget import Widget
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr

DIGITS_SHOWN: Final = 16
"""Digits of the seal, of 64: 64 bits are more than anybody can search for a second move that fits."""


class SealedCard(Widget):
    """The card of one move."""

    def draw(self, painter: Painter, sealed: SealedMove, turned: float, border: Tone) -> None:
        """Draw the card, face down where `turned` is 0, face up where it is 1, and turning between them."""
        if self.rect.width <= 0 or self.rect.height <= 0:
            return
        turning = 0 < turned < 1
        face, rect = painter, self.rect
        if turning:
            face = Painter(pygame.Surface(rect.pixels, pygame.SRCALPHA), painter.theme)
            rect = Box(0, 0, *rect.size)
        if turned < 0.5:
            _draw_back(face, rect, sealed)
        else:
            _draw_front(face, rect, sealed, border)
        if turning:
            width = max(round(self.rect.width * abs(math.cos(math.pi * turned))), 1)
            narrow = pygame.transform.smoothscale(face.surface, (width, self.rect.height))
            painter.surface.blit(narrow, narrow.get_rect(center=self.rect.center))


def _draw_back(painter: Painter, rect: Box, sealed: SealedMove) -> None:
    theme = painter.theme
    painter.card(rect, Tone.RAISED, radius=18)
    inner = rect.inset(theme.unit(14))
    painter.card(inner, radius=12, border=Tone.LINE)
    words = inner.inset(theme.unit(12), theme.unit(14))
    code = _code(theme, sealed, words.width)
    words = words.take_bottom(theme.line(Size.SMALL, 1 + _lines(code)))
    inner.height = words.top - inner.top
    side = min((inner.width - theme.unit(48)) // 3, inner.height - theme.unit(24))
    if side > 0:
        for gesture, box in zip(GESTURES, inner.centred(3 * side, side).columns(3), strict=True):
            painter.icon(gesture, box, Tone.LINE, flip=True)
    head = words.take_top(theme.line(Size.SMALL))
    painter.small(tr("Chosen and sealed"), head, align=Align.CENTER)
    _draw_code(painter, code, words)


def _draw_front(painter: Painter, rect: Box, sealed: SealedMove, border: Tone) -> None:
    theme = painter.theme
    painter.card(rect, radius=18, border=border, border_px=5)
    inner = rect.inset(theme.unit(18), theme.unit(14))
    text, code = _opened(theme, sealed, inner.width), _code(theme, sealed, inner.width)
    below = inner.take_bottom(theme.line(Size.SMALL, _lines(code)))
    # The sealed text, word for word, above the code that was on the back.
    above = inner.take_bottom(theme.line(Size.SMALL, _lines(text)), theme.unit(4))
    painter.title(gesture_word(sealed.move), inner.take_bottom(theme.line(Size.TITLE)), align=Align.CENTER)
    if min(inner.size) > 0:
        painter.icon(sealed.move, inner, flip=True)
    painter.small(text, above, align=Align.CENTER, wrap=True)
    _draw_code(painter, code, below)


def proof_height(theme: Theme) -> int:
    """Return the height that `draw_proof` needs, in pixels."""
    return theme.line(Size.SMALL, 3)


def draw_proof(painter: Painter, box: Box, sealed: SealedMove, *, opened: bool) -> None:
    """Draw the whole seal, and when `opened` what was sealed, to be written down or checked."""
    theme, seal = painter.theme, sealed.seal
    groups = " ".join(seal[i : i + DIGITS_SHOWN] for i in range(0, len(seal), DIGITS_SHOWN))
    words = [tr("Sealed with SHA-256:"), groups]
    if opened:
        words = [tr("The SHA-256 of this text is what was sealed:"), sealed.text, groups]
    line = theme.line(Size.SMALL)
    painter.card(box.inset(0, -theme.unit(4)), Tone.GROUND, radius=8)
    rest = box.copy()
    for text in reversed(words):
        tone = Tone.MUTED if text is words[0] else Tone.INK
        painter.text(text, rest.take_bottom(line), size=Size.SMALL, tone=tone, align=Align.CENTER)


def _draw_code(painter: Painter, code: str, box: Box) -> None:
    painter.text(code, box, size=Size.SMALL, tone=Tone.ACCENT, align=Align.CENTER, bold=True, wrap=True)


def _code(theme: Theme, sealed: SealedMove, width: int) -> str:
    """Return the seal's first digits in groups of four, in two lines where one is too narrow."""
    digits = sealed.seal[:DIGITS_SHOWN]
    groups = [digits[i : i + 4] for i in range(0, DIGITS_SHOWN, 4)]
    halves = "  ".join(groups[:2]), "  ".join(groups[2:])
    return _joined(theme, halves, "  ", width)


def _opened(theme: Theme, sealed: SealedMove, width: int) -> str:
    """Return what was sealed, in as few lines as fit."""
    move, nonce = sealed.text.split(" ")
    return _joined(theme, (_joined(theme, (move, nonce[:16]), " ", width), nonce[16:]), "", width)


def _joined(theme: Theme, parts: tuple[str, str], between: str, width: int) -> str:
    line = between.join(parts)
    fits = "\n" not in line and theme.width(line, Size.SMALL, bold=True) <= width
    return line if fits else "\n".join(parts)


def _lines(words: str) -> int:
    return words.count("\n") + 1

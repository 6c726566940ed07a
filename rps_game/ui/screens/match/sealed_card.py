"""The computer's card: face down with the seal of its move, or face up with the move and its proof."""

import math
from typing import Final

import pygame

from rps_game.game.gestures import GESTURES
from rps_game.game.sealing import SealedMove
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Align, Size, Theme
from rps_game.ui.widgets.widget import Widget
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr

DIGITS_SHOWN: Final = 16
"""Digits of the seal, of 64: 64 bits are more than anybody can search for a second move that fits."""


class SealedCard(Widget):
    """The card of one move."""

    def draw(
        self, surface: pygame.Surface, theme: Theme, sealed: SealedMove, turned: float, border: Tone
    ) -> None:
        """Draw the card, face down where `turned` is 0, face up where it is 1, and turning between them."""
        if self.rect.width <= 0 or self.rect.height <= 0:
            return
        turning = 0 < turned < 1
        face = pygame.Surface(self.rect.size, pygame.SRCALPHA) if turning else surface
        rect = face.get_rect() if turning else self.rect
        if turned < 0.5:
            _draw_back(face, theme, rect, sealed)
        else:
            _draw_front(face, theme, rect, sealed, border)
        if turning:
            width = max(round(self.rect.width * abs(math.cos(math.pi * turned))), 1)
            narrow = pygame.transform.smoothscale(face, (width, self.rect.height))
            surface.blit(narrow, narrow.get_rect(center=self.rect.center))


def _draw_back(surface: pygame.Surface, theme: Theme, rect: pygame.Rect, sealed: SealedMove) -> None:
    theme.card(surface, rect, Tone.RAISED, radius=18)
    inner = rect.inflate(-theme.unit(28), -theme.unit(28))
    theme.card(surface, inner, Tone.CARD, radius=12, border=Tone.LINE)
    words = pygame.Rect(0, 0, inner.width - theme.unit(24), 0)
    code = _code(theme, sealed, words.width)
    words.height = theme.line(Size.SMALL, 1 + _lines(code))
    words.midbottom = inner.centerx, inner.bottom - theme.unit(14)
    side = min((inner.width - theme.unit(48)) // 3, words.top - inner.top - theme.unit(24))
    if side > 0:
        middle = (inner.top + words.top) // 2
        for i, gesture in enumerate(GESTURES):
            box = pygame.Rect(0, 0, side, side)
            box.center = inner.centerx + (i - 1) * side, middle
            theme.icon(surface, gesture, box, Tone.LINE, flip=True)
    head = pygame.Rect(words.left, words.top, words.width, theme.line(Size.SMALL))
    theme.text(surface, tr("Chosen and sealed"), head, size=Size.SMALL, tone=Tone.MUTED, align=Align.CENTER)
    _draw_code(surface, theme, code, words, head.bottom)


def _draw_front(
    surface: pygame.Surface, theme: Theme, rect: pygame.Rect, sealed: SealedMove, border: Tone
) -> None:
    theme.card(surface, rect, Tone.CARD, radius=18, border=border, border_px=5)
    inner = rect.inflate(-theme.unit(36), -theme.unit(28))
    text, code = _opened(theme, sealed, inner.width), _code(theme, sealed, inner.width)
    proof = pygame.Rect(inner.left, 0, inner.width, 0)
    proof.height = theme.line(Size.SMALL, _lines(text) + _lines(code))
    proof.bottom = inner.bottom
    word = pygame.Rect(inner.left, 0, inner.width, theme.line(Size.TITLE))
    word.bottom = proof.top - theme.unit(4)
    side = min(inner.width, word.top - inner.top)
    if side > 0:
        hand = pygame.Rect(0, 0, side, side)
        hand.center = inner.centerx, (inner.top + word.top) // 2
        theme.icon(surface, sealed.move, hand, flip=True)
    theme.text(surface, gesture_word(sealed.move), word, size=Size.TITLE, align=Align.CENTER, bold=True)
    # The sealed text, word for word, above the code that was on the back.
    above = pygame.Rect(proof.left, proof.top, proof.width, theme.line(Size.SMALL, _lines(text)))
    theme.text(surface, text, above, size=Size.SMALL, tone=Tone.MUTED, align=Align.CENTER, wrap=True)
    _draw_code(surface, theme, code, proof, above.bottom)


def proof_height(theme: Theme) -> int:
    """Return the height that `draw_proof` needs, in pixels."""
    return theme.line(Size.SMALL, 3)


def draw_proof(
    surface: pygame.Surface, theme: Theme, box: pygame.Rect, sealed: SealedMove, *, opened: bool
) -> None:
    """Draw the whole seal, and when `opened` what was sealed, to be written down or checked."""
    seal = sealed.seal
    groups = " ".join(seal[i : i + DIGITS_SHOWN] for i in range(0, len(seal), DIGITS_SHOWN))
    words = [tr("Sealed with SHA-256:"), groups]
    if opened:
        words = [tr("The SHA-256 of this text is what was sealed:"), sealed.text, groups]
    line = theme.line(Size.SMALL)
    theme.card(surface, box.inflate(0, theme.unit(8)), Tone.GROUND, radius=8)
    for i, text in enumerate(words):
        row = pygame.Rect(box.left, box.bottom - line * (len(words) - i), box.width, line)
        tone = Tone.MUTED if i == 0 else Tone.INK
        theme.text(surface, text, row, size=Size.SMALL, tone=tone, align=Align.CENTER)


def _draw_code(surface: pygame.Surface, theme: Theme, code: str, box: pygame.Rect, top: int) -> None:
    below = pygame.Rect(box.left, top, box.width, theme.line(Size.SMALL, _lines(code)))
    theme.text(
        surface, code, below, size=Size.SMALL, tone=Tone.ACCENT, align=Align.CENTER, bold=True, wrap=True
    )


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

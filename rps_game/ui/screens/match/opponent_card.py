"""The opponent's card: face down with its face and a sealed move, or face up with the move and its proof."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import pygame

from rps_game.game.gestures import Gesture, RuleSet
from rps_game.game.sealing import SealedMove
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Theme, Tone
from rps_game.ui.drawing.faces import Mood, draw_face, face_colour, face_picture
from rps_game.ui.drawing.icons import icon_picture
from rps_game.ui.drawing.palette import mixed
from rps_game.ui.drawing.theme import TextBox
from rps_game.ui.widgets.over_camera import draw_pill
from rps_game.ui.widgets.widget import Widget
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr

DIGITS_SHOWN: Final = 16
"""Digits of the seal, of 64: 64 bits are more than anybody can search for a second move that fits."""

LIFT: Final = 0.05
"""How much taller the card is when it stands on edge: it comes nearer as it turns."""

MOST_SMOOTH: Final = 600_000
"""Pixels of a turning card that are scaled smoothly; more are scaled faster, which nobody sees in 0.4 s."""

RADIUS: Final = 16
"""Of its corners, in pixels of the design: that of the camera's picture beside it."""

TINT: Final = 0.16
"""Share of the opponent's colour in the card's back."""

FACE, FACE_IN_CORNER = 0.62, 0.27
"""Side of the opponent's face on the back and on the front, in heights of the card."""


@dataclass(frozen=True, slots=True)
class Dealt:
    """What lies on the table.

    Attributes:
        opponent: whose card it is, by name.
        move: what it shows when it is turned; None while that is not known.
        sealed: the move as it was sealed; None for an opponent that reads the hand first.
        rules: what the move is of.
    """

    opponent: str
    move: Gesture | None
    sealed: SealedMove | None
    rules: RuleSet


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a card as a picture, and the texts in it."""

    key: object  # what it was drawn for
    picture: pygame.Surface
    texts: list[TextBox]


class OpponentCard(Widget):
    """The card of one move. Each side is drawn once, and then shown and turned as a picture."""

    def __init__(self) -> None:
        super().__init__()
        self._sides: dict[bool, _Side] = {}

    def draw(self, painter: Painter, dealt: Dealt, turned: float, now: float) -> None:
        """Draw the card, face down where `turned` is 0, face up where it is 1, and turning between them."""
        if min(self.rect.size) <= 0:
            return
        up = turned >= 0.5
        side = self._side(painter.theme, dealt, up=up)
        if 0 < turned < 1:
            across, down = abs(math.cos(math.pi * turned)), 1 + LIFT * math.sin(math.pi * turned)
            face = _face_box(self.rect, up=up)
            face_now = face_picture(dealt.opponent, Mood.CALM, face.width, blinks=False)
            for picture, box in ((side.picture, self.rect), (face_now, face)):
                size = max(round(box.width * across), 1), round(box.height * down)
                place = Box(*self.rect.center).move(
                    (box.centerx - self.rect.centerx) * across, (box.centery - self.rect.centery) * down
                )
                smooth = size[0] * size[1] < MOST_SMOOTH
                scale = pygame.transform.smoothscale if smooth else pygame.transform.scale
                turning = scale(picture, size)
                painter.surface.blit(turning, turning.get_rect(center=place.topleft))
            return
        painter.surface.blit(side.picture, self.rect)
        painter.theme.boxes += [text.move(*self.rect.topleft) for text in side.texts]
        if not up:
            self.draw_face(painter, dealt, Mood.CALM, now, up=False)

    def draw_face(
        self, painter: Painter, dealt: Dealt, mood: Mood, now: float | None = None, *, up: bool = True
    ) -> None:
        """Draw the opponent's face on a card that lies still, over whatever lies on it."""
        draw_face(painter, _face_box(self.rect, up=up), dealt.opponent, mood, now)

    def prepare(self, theme: Theme, dealt: Dealt, share: float) -> None:
        """Draw ahead one of the pictures that a turned card shows: a large one takes longer than a frame.

        Args:
            theme: to draw in.
            dealt: the card.
            share: of the time for all of them, 0..1.
        """
        face = _face_box(self.rect, up=True).width
        if face <= 0:
            return
        pictures: list[Callable[[], object]] = [
            partial(face_picture, dealt.opponent, mood, face, blinks=False) for mood in Mood
        ]
        if dealt.move is not None:
            pictures.append(partial(self._side, theme, dealt, up=True))
        else:
            hand, ink = min(_hand_box(theme, self.rect, dealt.sealed).pixels), theme.colour(Tone.INK)
            pictures += [
                partial(icon_picture, gesture, hand, ink, flip=True) for gesture in dealt.rules.moves
            ]
        pictures[min(int(share * len(pictures)), len(pictures) - 1)]()

    def _side(self, theme: Theme, dealt: Dealt, *, up: bool) -> "_Side":
        # Opaque, on the ground's colour: that is scaled and drawn several times as fast as with transparency.
        key = dealt, self.rect.size, theme.layout_key
        if up not in self._sides or self._sides[up].key != key:
            before = len(theme.boxes)
            painter, box = Painter(pygame.Surface(self.rect.pixels), theme), Box(0, 0, *self.rect.size)
            painter.surface.fill(theme.colour(Tone.GROUND))
            if up:
                _draw_front(painter, box, dealt)
            else:
                _draw_back(painter, box, dealt)
            self._sides[up] = _Side(key, painter.surface, theme.boxes[before:])
            del theme.boxes[before:]
        return self._sides[up]


def _draw_front(painter: Painter, rect: Box, dealt: Dealt) -> None:
    assert dealt.move is not None
    painter.card(rect, Tone.CARD, radius=RADIUS, border=Tone.LINE)
    painter.icon(dealt.move, _hand_box(painter.theme, rect, dealt.sealed), flip=True)
    _draw_lock(painter, rect, dealt, opened=True)
    draw_throw(painter, rect, dealt.move)


def _hand_box(theme: Theme, rect: Box, sealed: SealedMove | None) -> Box:
    """Return the place of the hand: below what is said about the seal, above the name of the gesture."""
    box = rect.inset(0, theme.unit(20))
    box.take_top(theme.line(Size.SMALL, len(_seal_words(theme, rect, sealed))))
    box.take_bottom(theme.line(Size.TITLE))
    return box


def _face_box(rect: Box, *, up: bool) -> Box:
    """Return the place of the opponent's face: large on the back, in a corner beside the move."""
    side = round(rect.height * (FACE_IN_CORNER if up else FACE))
    inner = rect.inset(round(rect.height * 0.04))
    return inner.take_top(side).take_right(side) if up else inner.centred(side)


def draw_throw(painter: Painter, card: Box, gesture: Gesture) -> None:
    """Draw the name of what a side threw at the lower edge of its card."""
    theme = painter.theme
    place = card.centerx, card.bottom - theme.unit(16) - theme.line(Size.TITLE) // 2
    draw_pill(painter, gesture_word(gesture), place, room=card.width, size=Size.TITLE, icon=gesture)


def _draw_back(painter: Painter, rect: Box, dealt: Dealt) -> None:
    theme = painter.theme
    colour = face_colour(dealt.opponent)
    painter.card(rect, mixed(theme.colour(Tone.RAISED), colour, TINT), radius=RADIUS)
    inner = rect.inset(theme.unit(12))
    line = mixed(theme.colour(Tone.RAISED), colour, 3 * TINT)
    painter.rect(inner, line, max(theme.unit(2), 1), theme.unit(10))
    # Hands on both sides of the face, like the figures of a playing card.
    moves = dealt.rules.moves
    side = round(inner.height * min(0.2, 0.8 / len(moves)))
    for number, gesture in enumerate(moves):
        for x in (inner.left + inner.width * 9 // 100, inner.right - inner.width * 9 // 100):
            y = inner.top + inner.height * (number + 1) // (len(moves) + 1)
            painter.icon(gesture, Box(x, y).centred(side), line, flip=x > inner.centerx)
    _draw_lock(painter, rect, dealt, opened=False)


def _draw_lock(painter: Painter, rect: Box, dealt: Dealt, *, opened: bool) -> None:
    """Draw the lock and the seal: at the foot of the back; at the head of the front, with what was sealed."""
    theme, sealed = painter.theme, dealt.sealed
    line, row = theme.line(Size.SMALL), rect.inset(theme.unit(22), theme.unit(20))
    words = _seal_words(theme, rect, sealed)
    if opened:
        row.width -= round(rect.height * FACE_IN_CORNER)
    else:
        words = words[-1:]
        width = theme.width(words[0], Size.SMALL, bold=True) + 2 * line
        row = row.take_bottom(line).centred(min(width, row.width), line)
    symbol = Symbol.LOCK if sealed is not None and not opened else Symbol.UNLOCKED
    painter.icon(symbol, row.take_left(line, line // 2).take_top(line), Tone.ACCENT if sealed else Tone.MUTED)
    for text in words:
        code = sealed is not None and text is words[-1]
        tone = Tone.ACCENT if code else Tone.MUTED
        painter.text(text, row.take_top(line), size=Size.SMALL, tone=tone, bold=code)


def _seal_words(theme: Theme, rect: Box, sealed: SealedMove | None) -> list[str]:
    """Return what was sealed, in two lines where one is too short, and the first digits of the seal."""
    if sealed is None:
        return [tr("No seal: I look first")]
    code = _grouped(sealed.seal[:DIGITS_SHOWN])
    width = rect.width - 2 * theme.unit(22) - round(rect.height * FACE_IN_CORNER) - 2 * theme.line(Size.SMALL)
    if theme.width(sealed.text, Size.SMALL) <= width:
        return [sealed.text, code]
    move, nonce = sealed.text.split(" ")
    return [f"{move} {nonce[:16]}", nonce[16:], code]


def _grouped(digits: str) -> str:
    return "  ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


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

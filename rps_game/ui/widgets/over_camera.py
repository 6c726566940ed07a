"""What lies over a camera picture: an edge, words on a card, words that grow; and small buttons."""

from collections.abc import Callable
from functools import partial

import pygame

from rps_game.flow import Outcome
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.ui.drawing.icons import Symbol
from rps_game.ui.drawing.palette import Colour, Tone
from rps_game.ui.drawing.theme import Align, Size, Theme
from rps_game.ui.widgets import Button, CameraView, ProgressRing
from rps_game.ui.words.calibration import redo_word, step_word


def inset_square(camera: CameraView, theme: Theme) -> pygame.Rect:
    """Where a line around the network's square runs: just inside, as the square often fills the picture."""
    return camera.square_rect.inflate(-theme.unit(14), -theme.unit(14))


def draw_square_edge(
    surface: pygame.Surface, theme: Theme, camera: CameraView, tone: Tone = Tone.LINE
) -> None:
    """Mark the network's square softly."""
    ring = ProgressRing(square=True)
    ring.rect = inset_square(camera, theme)
    ring.draw(surface, theme, 1.0, tone=tone, width=2, track=False)


def draw_pill(
    surface: pygame.Surface,
    theme: Theme,
    words: str,
    centre: tuple[int, int],
    *,
    room: int,
    tone: Tone = Tone.INK,
    size: Size = Size.BODY,
    symbol: Symbol | None = None,
    gesture: Gesture | None = None,
) -> pygame.Rect:
    """Words on a small card over a picture, readable on any; `room` is the greatest width in pixels."""
    height = theme.line(size) + theme.unit(14)
    side = round(theme.text_px(size) * 1.1)
    picture = side + theme.unit(10) if symbol is not None or gesture is not None else 0
    width = min(theme.width(words, size, bold=True) + picture + theme.unit(36), room)
    pill = pygame.Rect(0, 0, width, height)
    pill.center = centre
    draw_ground(surface, theme, pill, pill.height // 2)
    inner = pill.inflate(-theme.unit(32), 0)
    if picture:
        box = pygame.Rect(inner.left, 0, side, side)
        box.centery = inner.centery
        if symbol is not None:
            theme.symbol(surface, symbol, box, tone)
        elif gesture is not None:
            theme.icon(surface, gesture, box, tone)
        inner = pygame.Rect(inner.left + picture, inner.top, inner.width - picture, inner.height)
    theme.text(surface, words, inner, size=size, tone=tone, align=Align.CENTER, bold=True)
    return pill


def draw_note(
    surface: pygame.Surface, theme: Theme, title: str, words: str, room: pygame.Rect, *, symbol: Symbol
) -> None:
    """A title and a warning on a card in the middle of a picture, in as many lines as they need there."""
    padding, gap = theme.unit(20), theme.unit(12)
    side = round(theme.text_px(Size.TITLE) * 1.1)
    most = room.width - 2 * padding
    widest = max(theme.width(title, Size.TITLE, bold=True) + side + gap, theme.width(words, bold=True))
    width = min(widest, most)
    # The bold cut is a little wider than the one that `lines` measures.
    below = theme.line(Size.BODY, len(theme.lines(words, round(width * 0.93))))
    card = pygame.Rect(0, 0, width + 2 * padding, theme.line(Size.TITLE) + below + 2 * padding)
    card.height = min(card.height, room.height)
    card.center = room.center
    draw_ground(surface, theme, card, theme.unit(18))
    inner = card.inflate(-2 * padding, -2 * padding)
    head = pygame.Rect(0, inner.top, theme.width(title, Size.TITLE, bold=True), theme.line(Size.TITLE))
    head.width = min(head.width, inner.width - side - gap)
    head.left = inner.centerx - (head.width - side - gap) // 2
    picture = pygame.Rect(head.left - gap - side, 0, side, side)
    picture.centery = head.centery
    theme.symbol(surface, symbol, picture)
    theme.text(surface, title, head, size=Size.TITLE, bold=True)
    body = pygame.Rect(inner.left, head.bottom, inner.width, inner.bottom - head.bottom)
    theme.text(surface, words, body, tone=Tone.WARN, align=Align.CENTER, bold=True, wrap=True)


def draw_ground(surface: pygame.Surface, theme: Theme, card: pygame.Rect, radius: int) -> None:
    """What words over a picture lie on: nearly as solid as the ground of the window."""
    back = pygame.Surface(card.size, pygame.SRCALPHA)
    pygame.draw.rect(back, (*theme.colour(Tone.GROUND), 225), back.get_rect(), border_radius=radius)
    surface.blit(back, card)


class BigWord:
    """A word that is a picture: it grows and fades without being set anew in each frame."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._picture = pygame.Surface((1, 1))

    def draw(
        self,
        surface: pygame.Surface,
        theme: Theme,
        words: str,
        box: pygame.Rect,
        *,
        tone: Tone | Colour = Tone.INK,
        scale: float = 1.0,
        alpha: float = 1.0,
    ) -> None:
        """Draw it in the middle of `box`, of which it takes `scale` (0..1), as solid as `alpha` (0..1)."""
        key = words, box.size, theme.colour(tone), theme.look
        if key != self._key:
            self._picture, self._key = self._set(theme, words, box.size, tone), key
        size = max(round(box.width * scale), 1), max(round(box.height * scale), 1)
        picture = self._picture
        if size != box.size:
            picture = pygame.transform.smoothscale(picture, size)
        picture.set_alpha(round(255 * min(max(alpha, 0.0), 1.0)))
        surface.blit(picture, picture.get_rect(center=box.center))

    def _set(self, theme: Theme, words: str, size: tuple[int, int], tone: Tone | Colour) -> pygame.Surface:
        picture = pygame.Surface(size, pygame.SRCALPHA)
        inner = picture.get_rect().inflate(-theme.unit(16), -theme.unit(8))
        # A dark edge keeps it readable on any picture.
        edge = max(theme.unit(3), 1)
        for x, y in ((-edge, 0), (edge, 0), (0, -edge), (0, edge), (edge, edge), (-edge, edge)):
            theme.text(
                picture,
                words,
                inner.move(x, y),
                size=Size.DISPLAY,
                tone=theme.palette[Tone.GROUND],
                align=Align.CENTER,
                bold=True,
            )
        theme.text(picture, words, inner, size=Size.DISPLAY, tone=tone, align=Align.CENTER, bold=True)
        return picture


class StepButton(Button):
    """One of the four dots of the calibration: its hand, whether it is done, and that it can be redone.

    Attributes:
        done: whether the class has its frames.
        current: whether it is being recorded.
    """

    def __init__(self, gesture: Gesture, press: Callable[[], Outcome | None]) -> None:
        super().__init__(step_word(gesture), press, gesture=gesture)
        self.step = gesture
        self.done = False
        self.current = False

    def draw(
        self, surface: pygame.Surface, theme: Theme, *, focused: bool = False, held: bool = False
    ) -> None:
        """Draw the dot, and its word below."""
        label_height = theme.line(Size.SMALL)
        side = min(self.rect.width - theme.unit(6), self.rect.height - label_height - theme.unit(4))
        dot = pygame.Rect(0, 0, side, side)
        dot.midtop = self.rect.midtop
        if held:
            dot.inflate_ip(-theme.unit(4), -theme.unit(4))
        ground, ink = Tone.CARD, Tone.MUTED
        if self.current:
            ground, ink = Tone.ACCENT, Tone.ON_ACCENT
        elif self.done:
            ground, ink = Tone.RAISED, Tone.INK
        pygame.draw.circle(surface, theme.colour(ground), dot.center, side / 2)
        if not self.current:
            pygame.draw.circle(surface, theme.colour(Tone.LINE), dot.center, side / 2, max(theme.unit(2), 1))
        theme.icon(surface, self.step, dot.inflate(-side * 0.36, -side * 0.36), ink)
        if focused:
            pygame.draw.circle(
                surface,
                theme.colour(Tone.ACCENT),
                dot.center,
                side / 2 + theme.unit(5),
                max(theme.unit(3), 2),
            )
        if self.done:
            badge = pygame.Rect(0, 0, round(side * 0.36), round(side * 0.36))
            badge.center = dot.right - badge.width // 3, dot.top + badge.height // 3
            pygame.draw.circle(surface, theme.colour(Tone.GOOD), badge.center, badge.width / 2)
            theme.symbol(
                surface, Symbol.CHECK, badge.inflate(-badge.width * 0.4, -badge.width * 0.4), Tone.GROUND
            )
        # A word may be a little wider than its dot's share of the row: the row has gaps.
        label = pygame.Rect(self.rect.left, self.rect.bottom - label_height, self.rect.width, label_height)
        label.inflate_ip(theme.unit(8), 0)
        theme.text(
            surface,
            self.label,
            label,
            size=Size.SMALL,
            tone=Tone.INK if self.current else Tone.MUTED,
            align=Align.CENTER,
        )


def redo_buttons(redo: Callable[[Gesture], Outcome | None]) -> list[Button]:
    """A button for each gesture that records it again."""
    return [Button(redo_word(gesture), partial(redo, gesture), gesture=gesture) for gesture in GESTURES]


def eased(share: float) -> float:
    """0..1 to 0..1: fast at first, then gently to rest."""
    left = 1 - min(max(share, 0.0), 1.0)
    return 1 - left**3

"""Words and cards over a camera picture, and the round buttons of the calibration."""

from collections.abc import Callable

import pygame

from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture
from rps_game.ui.drawing.palette import Colour, Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Align, Size, Theme
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.panels import draw_backdrop
from rps_game.ui.words.calibration import step_word


def inset_square(camera: CameraView, theme: Theme) -> pygame.Rect:
    """Return the network's square less a narrow edge: a line along it shows even if it fills the picture."""
    return camera.square_rect.inflate(-theme.unit(14), -theme.unit(14))


def draw_pill(
    surface: pygame.Surface,
    theme: Theme,
    words: str,
    centre: tuple[int, int],
    *,
    room: int,
    tone: Tone = Tone.INK,
    size: Size = Size.BODY,
    icon: Symbol | Gesture | None = None,
) -> None:
    """Draw words on a small card over a picture; `room` is the greatest width in pixels."""
    height = theme.line(size) + theme.unit(14)
    side = round(theme.text_px(size) * 1.1)
    picture = side + theme.unit(10) if icon is not None else 0
    width = min(theme.width(words, size, bold=True) + picture + theme.unit(36), room)
    pill = pygame.Rect(0, 0, width, height)
    pill.center = centre
    draw_backdrop(surface, theme, pill, pill.height // 2)
    inner = pill.inflate(-theme.unit(32), 0)
    if icon is not None:
        box = pygame.Rect(inner.left, 0, side, side)
        box.centery = inner.centery
        theme.icon(surface, icon, box, tone)
        inner = pygame.Rect(inner.left + picture, inner.top, inner.width - picture, inner.height)
    theme.text(surface, words, inner, size=size, tone=tone, align=Align.CENTER, bold=True)


def draw_note(
    surface: pygame.Surface, theme: Theme, title: str, words: str, room: pygame.Rect, *, symbol: Symbol
) -> None:
    """Draw a title and a warning on a card in the middle of a picture, in as many lines as they need."""
    padding, gap = theme.unit(20), theme.unit(12)
    side = round(theme.text_px(Size.TITLE) * 1.1)
    most = room.width - 2 * padding
    widest = max(theme.width(title, Size.TITLE, bold=True) + side + gap, theme.width(words, bold=True))
    width = min(widest, most)
    # Bold text is a little wider than the text that `lines` measures.
    below = theme.line(Size.BODY, len(theme.lines(words, round(width * 0.93))))
    card = pygame.Rect(0, 0, width + 2 * padding, theme.line(Size.TITLE) + below + 2 * padding)
    card.height = min(card.height, room.height)
    card.center = room.center
    draw_backdrop(surface, theme, card, theme.unit(18))
    inner = card.inflate(-2 * padding, -2 * padding)
    head = pygame.Rect(0, inner.top, theme.width(title, Size.TITLE, bold=True), theme.line(Size.TITLE))
    head.width = min(head.width, inner.width - side - gap)
    head.left = inner.centerx - (head.width - side - gap) // 2
    picture = pygame.Rect(head.left - gap - side, 0, side, side)
    picture.centery = head.centery
    theme.icon(surface, symbol, picture)
    theme.text(surface, title, head, size=Size.TITLE, bold=True)
    body = pygame.Rect(inner.left, head.bottom, inner.width, inner.bottom - head.bottom)
    theme.text(surface, words, body, tone=Tone.WARN, align=Align.CENTER, bold=True, wrap=True)


class BigWord:
    """A large word that can grow and fade: rendered once, then scaled as a picture."""

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
        """Draw the word in the middle of `box`, at `scale` (0..1) of its size and `alpha` (0..1) opaque."""
        key = words, box.size, theme.colour(tone), theme.layout_key
        if key != self._key:
            self._picture, self._key = self._render(theme, words, box.size, tone), key
        size = max(round(box.width * scale), 1), max(round(box.height * scale), 1)
        picture = self._picture
        if size != box.size:
            picture = pygame.transform.smoothscale(picture, size)
        picture.set_alpha(round(255 * min(max(alpha, 0.0), 1.0)))
        surface.blit(picture, picture.get_rect(center=box.center))

    def _render(self, theme: Theme, words: str, size: tuple[int, int], tone: Tone | Colour) -> pygame.Surface:
        picture = pygame.Surface(size, pygame.SRCALPHA)
        inner = picture.get_rect().inflate(-theme.unit(16), -theme.unit(8))
        # An outline in the colour of the ground keeps it readable on any picture.
        edge = theme.unit(3)
        outline = ((-edge, 0), (edge, 0), (0, -edge), (0, edge), (edge, edge), (-edge, edge))
        for (x, y), ink in (*((offset, Tone.GROUND) for offset in outline), ((0, 0), tone)):
            box = inner.move(x, y)
            theme.text(picture, words, box, size=Size.DISPLAY, tone=ink, align=Align.CENTER, bold=True)
        return picture


class StepButton(Button):
    """A round button for one class of the calibration: its icon, with a badge when it is done."""

    def __init__(self, gesture: Gesture, press: Callable[[], Outcome | None]) -> None:
        super().__init__(step_word(gesture), press, gesture=gesture)
        self.step = gesture
        self.done = False  # whether the class has its frames
        self.current = False  # whether it is being recorded

    def draw(
        self, surface: pygame.Surface, theme: Theme, *, focused: bool = False, held: bool = False
    ) -> None:
        """Draw the dot, and the label below it."""
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
            pygame.draw.circle(surface, theme.colour(Tone.LINE), dot.center, side / 2, theme.unit(2))
        theme.icon(surface, self.step, dot.inflate(-side * 0.36, -side * 0.36), ink)
        if focused:
            radius, width = side / 2 + theme.unit(5), max(theme.unit(3), 2)
            pygame.draw.circle(surface, theme.colour(Tone.ACCENT), dot.center, radius, width)
        if self.done:
            badge = pygame.Rect(0, 0, round(side * 0.36), round(side * 0.36))
            badge.center = dot.right - badge.width // 3, dot.top + badge.height // 3
            pygame.draw.circle(surface, theme.colour(Tone.GOOD), badge.center, badge.width / 2)
            check = badge.inflate(-badge.width * 0.4, -badge.width * 0.4)
            theme.icon(surface, Symbol.CHECK, check, Tone.GROUND)
        # A label may be a little wider than the button: the row has gaps.
        label = pygame.Rect(self.rect.left, self.rect.bottom - label_height, self.rect.width, label_height)
        label.inflate_ip(theme.unit(8), 0)
        tone = Tone.INK if self.current else Tone.MUTED
        theme.text(surface, self.label, label, size=Size.SMALL, tone=tone, align=Align.CENTER)


def eased(share: float) -> float:
    """Ease out a share of 0..1, cubically: fast at first, then gently to rest."""
    left = 1 - min(max(share, 0.0), 1.0)
    return 1 - left**3

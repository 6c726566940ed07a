"""Words and cards over a camera picture, and the round buttons of the calibration."""

from collections.abc import Callable

import pygame

from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture
from rps_game.ui.drawing import Align, Box, Colour, Painter, Size, Symbol, Theme, Tone
from rps_game.ui.drawing.theme import TextBox
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.focus import Button
from rps_game.ui.words.calibration import step_word


def inset_square(camera: CameraView, theme: Theme) -> Box:
    """Return the network's square less a narrow edge: a line along it shows even if it fills the picture."""
    return camera.square_rect.inset(theme.unit(7))


def draw_pill(
    painter: Painter,
    words: str,
    centre: tuple[int, int],
    *,
    room: int,
    tone: Tone = Tone.INK,
    size: Size = Size.BODY,
    icon: Symbol | Gesture | None = None,
) -> None:
    """Draw words on a small card over a picture; `room` is the greatest width in pixels."""
    theme = painter.theme
    height = theme.line(size) + theme.unit(14)
    side = round(theme.text_px(size) * 1.1)
    picture = side + theme.unit(10) if icon is not None else 0
    width = min(theme.width(words, size, bold=True) + picture + theme.unit(36), room)
    pill = Box(*centre).centred(width, height)
    painter.backdrop(pill, pill.height // 2)
    inner = pill.inset(theme.unit(16), 0)
    if icon is not None:
        painter.icon(icon, inner.take_left(side, picture - side), tone)
    painter.text(words, inner, size=size, tone=tone, align=Align.CENTER, bold=True)


def draw_warning(painter: Painter, words: str, room: Box) -> None:
    """Draw a warning on a card at the foot of a picture, in as many lines as it needs."""
    theme = painter.theme
    padding = theme.unit(14)
    width = min(theme.width(words, bold=True), room.width - 2 * padding)
    # Bold text is a little wider than the text that `lines` measures.
    height = theme.line(Size.BODY, len(theme.lines(words, round(width * 0.93))))
    card = room.copy().take_bottom(min(height + padding, room.height))
    card = card.centred(width + 2 * padding, card.height)
    painter.backdrop(card, theme.unit(14))
    body = card.centred(width, card.height)
    painter.text(words, body, tone=Tone.WARN, align=Align.CENTER, bold=True, wrap=True)


class BigWord:
    """A large word that can grow and fade: rendered once, then scaled as a picture."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._picture, self._text = pygame.Surface((1, 1)), TextBox("", Box(), Box(), whole=True)

    def draw(
        self,
        painter: Painter,
        words: str,
        box: Box,
        *,
        tone: Tone | Colour = Tone.INK,
        scale: float = 1.0,
        alpha: float = 1.0,
    ) -> None:
        """Draw the word in the middle of `box`, at `scale` (0..1) of its size and `alpha` (0..1) opaque."""
        theme = painter.theme
        key = words, box.pixels, theme.colour(tone), theme.layout_key
        if key != self._key:
            self._key = key
            self._render(theme, words, box.pixels, tone)
        size = max(round(box.width * scale), 1), max(round(box.height * scale), 1)
        picture = self._picture
        if size != box.pixels:
            picture = pygame.transform.smoothscale(picture, size)
        picture.set_alpha(round(255 * min(max(alpha, 0.0), 1.0)))
        painter.surface.blit(picture, picture.get_rect(center=box.center))
        theme.boxes.append(self._text.move(*box.topleft))

    def _render(self, theme: Theme, words: str, size: tuple[int, int], tone: Tone | Colour) -> None:
        picture, before = pygame.Surface(size, pygame.SRCALPHA), len(theme.boxes)
        painter, inner = Painter(picture, theme), Box(0, 0, *size).inset(theme.unit(8), theme.unit(4))
        # An outline in the colour of the ground keeps it readable on any picture.
        edge = theme.unit(3)
        outline = ((-edge, 0), (edge, 0), (0, -edge), (0, edge), (edge, edge), (-edge, edge))
        for (x, y), ink in (*((offset, Tone.GROUND) for offset in outline), ((0, 0), tone)):
            box = inner.move(x, y)
            painter.text(words, box, size=Size.DISPLAY, tone=ink, align=Align.CENTER, bold=True)
        self._picture, self._text = picture, theme.boxes[-1]
        del theme.boxes[before:]  # outlines, at places in the picture


class StepButton(Button):
    """A round button for one class of the calibration: its icon, with a badge when it is done."""

    def __init__(self, gesture: Gesture, press: Callable[[], Outcome | None]) -> None:
        super().__init__(step_word(gesture), press, gesture=gesture)
        self.step = gesture
        self.done = False  # whether the class has its frames
        self.current = False  # whether it is being recorded

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the dot, and the label below it."""
        theme = painter.theme
        dot = self.rect.copy()
        label = dot.take_bottom(theme.line(Size.SMALL))
        side = min(dot.width - theme.unit(6), dot.height - theme.unit(4))
        dot.height = side
        dot = dot.centred(side - theme.unit(4) if held else side)
        ground, ink = Tone.CARD, Tone.MUTED
        if self.current:
            ground, ink = Tone.ACCENT, Tone.ON_ACCENT
        elif self.done:
            ground, ink = Tone.RAISED, Tone.INK
        painter.circle(dot.center, side / 2, ground)
        if not self.current:
            painter.circle(dot.center, side / 2, Tone.LINE, theme.unit(2))
        painter.icon(self.step, dot.inflate(-side * 0.36, -side * 0.36), ink)
        if focused:
            painter.circle(dot.center, side / 2 + theme.unit(5), Tone.ACCENT, max(theme.unit(3), 2))
        if self.done:
            badge = Box(0, 0, round(side * 0.36), round(side * 0.36))
            badge.center = dot.right - badge.width // 3, dot.top + badge.height // 3
            painter.circle(badge.center, badge.width / 2, Tone.GOOD)
            check = badge.inflate(-badge.width * 0.4, -badge.width * 0.4)
            painter.icon(Symbol.CHECK, check, Tone.GROUND)
        # A label may be a little wider than the button: the row has gaps.
        label = label.inset(-theme.unit(4), 0)
        tone = Tone.INK if self.current else Tone.MUTED
        painter.text(self.label, label, size=Size.SMALL, tone=tone, align=Align.CENTER)


def eased(share: float) -> float:
    """Ease out a share of 0..1, cubically: fast at first, then gently to rest."""
    left = 1 - min(max(share, 0.0), 1.0)
    return 1 - left**3

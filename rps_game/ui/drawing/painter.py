"""The painter: draws text, shapes and pictures on one surface, in one theme."""

from typing import Final

import pygame

from rps_game.game.gestures import Gesture
from rps_game.ui.drawing.box import Box
from rps_game.ui.drawing.icons import Outline, icon_picture
from rps_game.ui.drawing.palette import Colour, Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Align, Size, TextBox, Theme

_STRIP_PX: Final = 32
"""Height of the strips that a veil is drawn in: to make a picture of half a large window takes longer than to
draw it."""

Place = tuple[float, float]
"""Of a point: pixels from the left and from the top."""


class Painter:
    """Draws in the colours, measures and fonts of a theme.

    Args:
        surface: to draw on.
        theme: to draw in.
    """

    def __init__(self, surface: pygame.Surface, theme: Theme) -> None:
        self.surface = surface
        self.theme = theme

    def text(
        self,
        string: str,
        rect: pygame.Rect,
        *,
        size: Size = Size.BODY,
        tone: Tone | Colour = Tone.INK,
        align: Align = Align.LEFT,
        bold: bool = False,
        wrap: bool = False,
        top: bool = False,
        alpha: int = 255,
    ) -> pygame.Rect:
        """Draw text that never leaves its box: it wraps, shrinks a little, then ends in an ellipsis.

        Args:
            string: may hold line breaks if `wrap`.
            rect: the box.
            size: on the type scale; DISPLAY fills the box.
            tone: its colour.
            align: its horizontal place in the box.
            bold: whether it is set in bold.
            wrap: whether it may take several lines.
            top: whether it starts at the top of the box, instead of standing in its middle.
            alpha: 0 (invisible) to 255 (opaque).

        Returns:
            What the letters cover, without the empty space above and below them.
        """
        theme = self.theme
        lines, px, whole = theme.fit(string, rect, size, bold=bold, wrap=wrap)
        line_height = theme.fonts.line_height(px)
        y = rect.top if top else rect.centery - line_height * len(lines) // 2
        drawn = pygame.Rect(rect.topleft, (0, 0))
        for line in lines:
            picture, ink = theme.fonts.picture(line, px, theme.colour(tone), bold=bold)
            width = theme.fonts.width(line, px, bold=bold)
            x = {
                Align.LEFT: rect.left,
                Align.CENTER: rect.centerx - width // 2,
                Align.RIGHT: rect.right - width,
            }[align]
            if len(lines) == 1:
                # Large letters stand in the middle of a box that their tails would hang out of.
                tail = ink.bottom + y - rect.bottom
                y -= max(min(tail, ink.top + y - rect.top), 0)
            picture.set_alpha(alpha)
            self.surface.blit(picture, (x, y))
            picture.set_alpha(255)
            here = ink.move(x, y)
            drawn = here if drawn.width == 0 else drawn.union(here)
            y += line_height
        theme.boxes.append(TextBox(string, rect.copy(), drawn, whole))
        return drawn

    def card(
        self,
        rect: pygame.Rect,
        tone: Tone | Colour = Tone.CARD,
        *,
        radius: float = 16,
        border: Tone | None = None,
        border_px: float = 2,
    ) -> None:
        """Draw a rounded box; `radius` and `border_px` in pixels of the design."""
        corner = min(self.theme.unit(radius), rect.height // 2, rect.width // 2)
        self.rect(rect, tone, radius=corner)
        if border is not None:
            self.rect(rect, border, self.theme.unit(border_px), corner)

    def icon(
        self,
        what: Gesture | Symbol | Outline | str,
        rect: pygame.Rect,
        tone: Tone | Colour = Tone.INK,
        *,
        flip: bool = False,
        alpha: int = 255,
    ) -> None:
        """Draw a symbol or a move's icon as large as fits into a box; `flip` mirrors it."""
        side = max(min(rect.size), 1)
        picture = icon_picture(what, side, self.theme.colour(tone), flip=flip)
        picture.set_alpha(alpha)
        self.surface.blit(picture, picture.get_rect(center=rect.center))

    def small(
        self, string: str, rect: pygame.Rect, *, align: Align = Align.LEFT, wrap: bool = False
    ) -> pygame.Rect:
        """Draw small text that matters less, as `text` does."""
        return self.text(string, rect, size=Size.SMALL, tone=Tone.MUTED, align=align, wrap=wrap)

    def title(
        self, string: str, rect: pygame.Rect, *, align: Align = Align.LEFT, tone: Tone = Tone.INK
    ) -> None:
        """Draw a title, as `text` does."""
        self.text(string, rect, size=Size.TITLE, tone=tone, align=align, bold=True)

    def line(self, start: Place, end: Place, tone: Tone, width: int = 1) -> None:
        """Draw a straight line, `width` pixels wide."""
        pygame.draw.line(self.surface, self.theme.colour(tone), start, end, width)

    def circle(self, centre: Place, radius: float, tone: Tone | Colour, width: int = 0) -> None:
        """Draw a disc; or its edge, `width` pixels wide."""
        pygame.draw.circle(self.surface, self.theme.colour(tone), centre, radius, width)

    def rect(self, rect: pygame.Rect, tone: Tone | Colour, width: int = 0, radius: int = -1) -> None:
        """Draw a box with corners of a radius in pixels; or its edge, `width` pixels wide."""
        pygame.draw.rect(self.surface, self.theme.colour(tone), rect, width, border_radius=radius)

    def backdrop(self, rect: pygame.Rect, radius: int = 0, *, alpha: int = 225) -> None:
        """Draw a translucent box in the ground's colour: by default words on it are readable anywhere."""
        back = pygame.Surface(Box(*rect).pixels, pygame.SRCALPHA)
        colour = (*self.theme.colour(Tone.GROUND), alpha)
        pygame.draw.rect(back, colour, back.get_rect(), border_radius=radius)
        self.surface.blit(back, rect)

    def veil(
        self, rect: pygame.Rect, share: float = 0.72, tone: Tone | Colour = Tone.GROUND, *, radius: float = 0
    ) -> None:
        """Fade an area to `share` (0..1) of a colour: of the ground's, so that something can lie over it.

        Corners of `radius` pixels of the design are painted over with the ground's colour.
        """
        strip = pygame.Surface((max(rect.width, 1), _STRIP_PX))
        strip.fill(self.theme.colour(tone))
        strip.set_alpha(round(255 * share))
        for y in range(rect.top, rect.bottom, _STRIP_PX):
            self.surface.blit(strip, (rect.left, y), (0, 0, rect.width, rect.bottom - y))
        self.round_corners(rect, self.theme.unit(radius))

    def picture(self, drawn: pygame.Surface, rect: pygame.Rect, ground: Tone = Tone.GROUND) -> None:
        """Draw a small picture, its corners rounded by the colour that it lies on."""
        self.surface.blit(drawn, rect)
        self.round_corners(rect, self.theme.unit(8), ground)

    def round_corners(self, rect: pygame.Rect, radius: int, ground: Tone = Tone.GROUND) -> None:
        """Paint over what lies outside a box's corners, rounded by `radius` pixels."""
        radius = min(radius, rect.width // 2, rect.height // 2)
        if radius <= 0:
            return
        colour = self.theme.colour(ground)
        corner = pygame.Surface((radius, radius), pygame.SRCALPHA)
        corner.fill((*colour, 255))
        pygame.draw.circle(corner, (*colour, 0), (radius, radius), radius)
        for flip_x, x in ((False, rect.left), (True, rect.right - radius)):
            for flip_y, y in ((False, rect.top), (True, rect.bottom - radius)):
                self.surface.blit(pygame.transform.flip(corner, flip_x, flip_y), (x, y))

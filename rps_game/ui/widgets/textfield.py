"""A line of text that the player types, in any script."""

import pygame

from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Theme


class TextField:
    """Takes what the keyboard, or an input method, writes.

    Args:
        text: what is in it at first: a suggestion, which the first letter replaces.
        most: characters that fit.

    Attributes:
        rect: where it is; set by the screen's `place`.
    """

    def __init__(self, text: str = "", most: int = 40) -> None:
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.text = text
        self.most = most
        self._composing = ""
        self._suggested = text != ""

    def handle(self, event: pygame.event.Event) -> bool:
        """Take an event, and say whether it was one for the text."""
        if event.type == pygame.TEXTINPUT:
            self.text = (("" if self._suggested else self.text) + event.text)[: self.most]
            self._composing, self._suggested = "", False
        elif event.type == pygame.TEXTEDITING:
            self._composing = event.text
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_BACKSPACE:
            word, self._suggested = getattr(event, "mod", 0) & pygame.KMOD_CTRL, False
            self.text = self.text.rstrip().rpartition(" ")[0] if word else self.text[:-1]
        else:
            return False
        return True

    def draw(self, surface: pygame.Surface, theme: Theme, *, now: float) -> None:
        """Draw it with its cursor, which blinks with the time."""
        theme.card(surface, self.rect, Tone.RAISED, radius=12, border=Tone.ACCENT)
        inner = self.rect.inflate(-theme.unit(32), -theme.unit(8))
        if self._suggested:
            marked = inner.inflate(theme.unit(8), -theme.unit(12))
            marked.width = min(theme.width(self.text) + theme.unit(8), marked.width)
            theme.card(surface, marked, Tone.LINE, radius=6)
        drawn = theme.text(surface, self.text + self._composing, inner)
        if now % 1 < 0.6:
            x = min(drawn.right if self.text or self._composing else inner.left, inner.right) + theme.unit(2)
            height = theme.line() * 3 // 4
            top = inner.centery - height // 2
            pygame.draw.line(
                surface, theme.colour(Tone.ACCENT), (x, top), (x, top + height), max(theme.unit(2), 1)
            )

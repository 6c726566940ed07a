"""A text field for one line, in any script."""

import pygame

from rps_game.ui.drawing import Painter, Tone
from rps_game.ui.widgets.widget import Widget


class TextField(Widget):
    """A line of text from the keyboard or an input method.

    Args:
        text: a suggestion, which the first letter replaces.
        most: characters that fit.

    Attributes:
        composing: what an input method has composed so far; until it commits that, keys are its own.
    """

    def __init__(self, text: str = "", most: int = 40) -> None:
        super().__init__()
        self.text = text
        self.most = most
        self.composing = ""
        self.suggested = text != ""

    def handle(self, event: pygame.event.Event) -> bool:
        """Handle an event; return whether it changed the text."""
        if event.type == pygame.TEXTINPUT:
            self.text = (("" if self.suggested else self.text) + event.text)[: self.most]
            self.composing, self.suggested = "", False
        elif event.type == pygame.TEXTEDITING:
            self.composing = event.text
        elif event.type == pygame.WINDOWFOCUSLOST:
            self.composing = ""
        elif event.type == pygame.KEYDOWN and event.key == pygame.K_BACKSPACE:
            word, self.suggested = getattr(event, "mod", 0) & pygame.KMOD_CTRL, False
            self.text = self.text.rstrip().rpartition(" ")[0] if word else self.text[:-1]
        else:
            return False
        return True

    def draw(self, painter: Painter, *, now: float) -> None:
        """Draw the field, with a cursor that blinks."""
        theme = painter.theme
        painter.card(self.rect, Tone.RAISED, radius=12, border=Tone.LINE)
        inner = self.rect.inset(theme.unit(16), theme.unit(4))
        if self.suggested and not self.composing:
            marked = inner.inset(-theme.unit(4), theme.unit(6))
            marked.width = min(theme.width(self.text) + theme.unit(8), marked.width)
            painter.card(marked, Tone.LINE, radius=6)
        kept = "" if self.suggested and self.composing else self.text
        drawn = painter.text(kept + self.composing, inner)
        if now % 1 < 0.6:
            x = min(drawn.right if self.text or self.composing else inner.left, inner.right) + theme.unit(2)
            height = theme.line() * 3 // 4
            top = inner.centery - height // 2
            painter.line((x, top), (x, top + height), Tone.ACCENT, theme.unit(2))

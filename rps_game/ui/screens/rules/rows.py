"""The rows of the editor: a line of text, a move's icon, and what two moves do to each other."""

from collections.abc import Callable

import pygame

from rps_game.flow import Outcome
from rps_game.game.draft import DraftMove, RulesDraft
from rps_game.game.gestures import MOST_IN_A_LINE, Point
from rps_game.ui.bindings import Press
from rps_game.ui.drawing import Box, Painter, Tone
from rps_game.ui.widgets.choices import LABEL_SHARE
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.textfield import TextField
from rps_game.ui.words.i18n import tr

Icon = str | tuple[Point, ...]
"""The id of a drawn one, or an outline."""


def icon_of(move: DraftMove) -> Icon:
    """Return what a move's icon is drawn of."""
    return move.outline or move.icon


class TextRow(Button):
    """A line of text with its name before it. A press begins to write, and the next one ends it.

    Args:
        label: its name.
        read: returns the text.
        write: is called with the text, letter by letter.
        most: letters that fit.
    """

    def __init__(self, label: str, read: Callable[[], str], write: Callable[[str], None], most: int) -> None:
        super().__init__(label, self._press)
        self._read, self._write, self._most = read, write, most
        self._before = ""
        self._field: TextField | None = None

    @property
    def writing(self) -> bool:
        """Whether letters are taken."""
        return self._field is not None

    @property
    def composing(self) -> bool:
        """Whether an input method composes a part of the text."""
        return self._field is not None and self._field.composing != ""

    def _press(self) -> None:
        if self._field is None:
            self._before = self._read()
            self._field = TextField(self._before, self._most)
        else:
            self.end()

    def end(self, *, undo: bool = False) -> None:
        """End the writing; what was there before comes back where nothing was written, or at will."""
        if self._field is not None and (undo or not self._read().strip()):
            self._write(self._before)
        self._field = None

    def take(self, event: pygame.event.Event) -> bool:
        """Take an event while writing; return whether the text has changed."""
        if self._field is None or not self._field.handle(event):
            return False
        self._write(self._field.text)
        return True

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False, now: float = 0.0) -> None:
        """Draw the name and the text, or the field while it is written."""
        tone = Tone.RAISED if focused or held else Tone.CARD
        painter.card(self.rect, tone, radius=12, border=Tone.ACCENT if focused else None)
        inner = self.rect.inset(self.rect.height // 3, self.rect.height // 9)
        if self.label:
            painter.text(self.label, inner.take_left(round(inner.width * LABEL_SHARE), inner.width // 40))
        self.draw_text(painter, inner, now, focused=focused)

    def draw_text(self, painter: Painter, box: Box, now: float, *, focused: bool) -> None:
        """Draw the text in a box, or the field."""
        if self._field is None:
            painter.text(self._read(), box, bold=True)
        else:
            self._field.rect = box
            self._field.draw(painter, now=now if focused else 0.9)


class IconRow(Button):
    """A move's icon; a press shows all that there are."""

    def __init__(self, label: str, move: DraftMove, press: Press) -> None:
        super().__init__(label, press)
        self._move = move

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the name and the icon."""
        tone = Tone.RAISED if focused or held else Tone.CARD
        painter.card(self.rect, tone, radius=12, border=Tone.ACCENT if focused else None)
        inner = self.rect.inset(self.rect.height // 3, self.rect.height // 12)
        painter.text(self.label, inner.take_left(round(inner.width * LABEL_SHARE), inner.width // 40))
        painter.icon(icon_of(self._move), inner.take_left(inner.height), Tone.INK)


class IconChoice(Button):
    """One of the icons that a move can have.

    Args:
        icon: the icon.
        press: what a press leads to.
        chosen: whether the move has it.
    """

    def __init__(self, icon: Icon, press: Press, *, chosen: bool) -> None:
        super().__init__(icon if isinstance(icon, str) else tr("your hand"), press)
        self.icon, self._chosen = icon, chosen

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the icon."""
        ground = Tone.ACCENT if focused else Tone.RAISED if self._chosen or held else Tone.CARD
        painter.card(self.rect, ground, radius=10)
        ink = Tone.ON_ACCENT if focused else Tone.INK if isinstance(self.icon, str) else Tone.ACCENT
        painter.icon(self.icon, self.rect.inset(self.rect.width // 8), ink)


class MoveNode(Button):
    """A move's disc in the circle.

    Attributes:
        chosen: whether its rows are shown.
        unfair: whether it beats more or fewer than it loses to.
    """

    def __init__(self, move: DraftMove, press: Callable[["MoveNode"], Outcome | None]) -> None:
        super().__init__(move.title, lambda: press(self))
        self.move = move
        self.chosen = self.unfair = False

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the disc: filled where it is chosen, with a ring where it is unfair or has the focus."""
        theme, radius = painter.theme, self.rect.width / 2
        painter.circle(self.rect.center, radius, Tone.RAISED if self.chosen or held else Tone.CARD)
        ring = Tone.ACCENT if focused else Tone.WARN if self.unfair else Tone.LINE
        painter.circle(self.rect.center, radius, ring, max(theme.unit(4 if focused or self.unfair else 2), 1))
        ink = Tone.ACCENT if self.chosen else Tone.INK
        painter.icon(icon_of(self.move), self.rect.inset(self.rect.width // 6), ink)


class PairRow(TextRow):
    """What the chosen move and another one do to each other. A press writes the verb.

    Args:
        draft: holds both.
        chosen: the one whose rows these are.
        other: the other one.
        changed: is called when the verb has changed.
    """

    def __init__(
        self, draft: RulesDraft, chosen: DraftMove, other: DraftMove, changed: Callable[[], None]
    ) -> None:
        super().__init__("", self._verb, self._set_verb, MOST_IN_A_LINE)
        self._draft, self._changed = draft, changed
        self.chosen, self.other = chosen, other

    @property
    def pair(self) -> tuple[DraftMove, DraftMove]:
        """The winner and the loser."""
        wins = self._draft.beats(self.chosen.id, self.other.id)
        return (self.chosen, self.other) if wins else (self.other, self.chosen)

    def _verb(self) -> str:
        winner, loser = self.pair
        return self._draft.verbs[winner.id, loser.id]

    def _set_verb(self, verb: str) -> None:
        winner, loser = self.pair
        self._draft.verbs[winner.id, loser.id] = verb
        self._changed()

    def draw_text(self, painter: Painter, box: Box, now: float, *, focused: bool) -> None:
        """Draw the other one's icon, and the sentence; green where the chosen one wins."""
        painter.icon(icon_of(self.other), box.take_left(box.height, painter.theme.unit(10)), Tone.MUTED)
        if self.writing:
            super().draw_text(painter, box, now, focused=focused)
            return
        winner, loser = self.pair
        words = tr("{winner} {verb} {loser}", winner=winner.title, verb=self._verb(), loser=loser.title)
        painter.text(words, box, tone=Tone.GOOD if winner is self.chosen else Tone.BAD, bold=focused)

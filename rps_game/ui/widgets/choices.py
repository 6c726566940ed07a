"""Rows with a name at the left and a value to choose at the right: by arrows, parts, a switch or a slider."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from rps_game.flow import Outcome
from rps_game.ui.drawing import Align, Box, Painter, Symbol, Theme, Tone
from rps_game.ui.drawing.faces import draw_face
from rps_game.ui.drawing.palette import Palette
from rps_game.ui.widgets.focus import Button

LABEL_SHARE: Final = 0.34
"""Of the row's width, for the name; the rest is for the value."""

MOST_PARTS: Final = 4
"""Values that stand side by side; of more one is shown, between arrows."""

Choices = Sequence[tuple[str, Any]]
"""The words that the player reads, and the value that they stand for."""


class ChoiceRow(Button):
    """A value to choose among several. A press chooses the next, a click on the left arrow the one before.

    Args:
        label: the name, in the player's language.
        choices: at least one.
        chosen: one of their values; any other counts as the first.
        choose: called with another one, at once.
    """

    label_share = LABEL_SHARE

    def __init__(self, label: str, choices: Choices, chosen: Any, choose: Callable[[Any], None]) -> None:
        super().__init__(label, partial(self.step, 1))
        self.choices, self._choose = choices, choose
        self.index = next((i for i, (_, value) in enumerate(choices) if value == chosen), 0)

    @property
    def value(self) -> Any:
        """The value that is chosen."""
        return self.choices[self.index][1]

    def step(self, by: int) -> None:
        """Choose the next value, or for -1 the one before; from the last one on the first."""
        self._take((self.index + by) % len(self.choices))

    def _take(self, index: int) -> None:
        if index != self.index:
            self.index = index
            self._choose(self.value)

    def fit(self, theme: Theme) -> None:
        """Fit what is drawn to the row's box, whenever that was set."""

    def clicked(self, place: tuple[int, int]) -> Outcome | None:
        """Choose by a click on this place."""
        self._click(self._split()[1], place)
        return None

    def _click(self, control: Box, place: tuple[int, int]) -> None:
        self.step(-1 if place[0] < control.left + control.width // 3 and control.collidepoint(place) else 1)

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the name and the value; those of the focused row stand out."""
        tone, border = (Tone.RAISED, Tone.ACCENT) if focused or held else (Tone.CARD, None)
        painter.card(self.rect, tone, radius=12, border=border)
        name, control = self._split()
        painter.text(self.label, name, bold=focused)
        self._draw_control(painter, control, focused=focused)

    def _split(self) -> tuple[Box, Box]:
        # The name, and the place of the value.
        control = self.rect.inset(self.rect.height // 3, self.rect.height // 9)
        return control.take_left(round(control.width * self.label_share), self.rect.height // 4), control

    def _draw_control(self, painter: Painter, box: Box, *, focused: bool) -> None:
        side, tone = box.height * 2 // 3, Tone.ACCENT if focused else Tone.MUTED
        for arrow, symbol in ((box.take_left(side), Symbol.BACK), (box.take_right(side), Symbol.FORWARD)):
            painter.icon(symbol, arrow.centred(arrow.height // 2), tone)
        self._draw_part(painter, box, self.index, Tone.INK)

    def _draw_part(self, painter: Painter, box: Box, index: int, tone: Tone) -> None:
        bold = index == self.index
        painter.text(self.choices[index][0], box, tone=tone, align=Align.CENTER, bold=bold)


class PartsRow(ChoiceRow):
    """Shows all values side by side where they have room, of which a click chooses one."""

    _has_room = True

    def fit(self, theme: Theme) -> None:
        """See whether all values have room side by side; else one stands between arrows."""
        parts = self._parts(self._split()[1])
        self._has_room = all(
            self._width(theme, part.height, i) <= part.width - part.height // 3
            for i, part in enumerate(parts)
        )

    def _width(self, theme: Theme, height: int, index: int) -> int:  # noqa: ARG002 - for subclasses
        return theme.width(self.choices[index][0], bold=True)

    def _click(self, control: Box, place: tuple[int, int]) -> None:
        if not self._has_room:
            super()._click(control, place)
            return
        part = next((i for i, box in enumerate(self._parts(control)) if box.collidepoint(place)), None)
        if part is not None:
            self._take(part)

    def _parts(self, control: Box) -> list[Box]:
        return control.columns(len(self.choices))

    def _draw_control(self, painter: Painter, box: Box, *, focused: bool) -> None:
        if not self._has_room:
            super()._draw_control(painter, box, focused=focused)
            return
        painter.card(box, Tone.CARD if focused else Tone.GROUND, radius=9)
        for i, part in enumerate(self._parts(box)):
            tone = Tone.MUTED
            if i == self.index:
                ground, tone = (Tone.ACCENT, Tone.ON_ACCENT) if focused else (Tone.LINE, Tone.INK)
                painter.card(part, ground, radius=9)
                if not focused:
                    painter.card(part.inset(1), Tone.RAISED, radius=9)
            self._draw_part(painter, part.inset(part.height // 6, 0), i, tone)


class FacesRow(PartsRow):
    """Opponents by their faces; the chosen one has its name beside it."""

    def _width(self, theme: Theme, height: int, index: int) -> int:
        words = super()._width(theme, height, index) + theme.unit(8) if index == self.index else 0
        return height + words

    def _parts(self, control: Box) -> list[Box]:
        return control.columns([2.4 if i == self.index else 1 for i in range(len(self.choices))])

    def _draw_part(self, painter: Painter, box: Box, index: int, tone: Tone) -> None:
        words, name = self.choices[index]
        if index != self.index:
            draw_face(painter, box, name)
            return
        width = box.height + painter.theme.unit(8) + painter.theme.width(words, bold=True)
        box = box.centred(min(width, box.width), box.height)
        draw_face(painter, box.take_left(box.height, painter.theme.unit(8)), name)
        painter.text(words, box, tone=tone, bold=True)


class SwatchesRow(PartsRow):
    """Palettes: each value is painted in its own colours.

    Args:
        palettes: of each value, in the order of the choices.
    """

    def __init__(
        self,
        label: str,
        choices: Choices,
        chosen: Any,
        choose: Callable[[Any], None],
        palettes: Sequence[Palette] = (),
    ) -> None:
        super().__init__(label, choices, chosen, choose)
        self._palettes = palettes

    def _width(self, theme: Theme, height: int, index: int) -> int:
        return super()._width(theme, height, index) + 2 * height + theme.unit(8)

    def _draw_part(self, painter: Painter, box: Box, index: int, tone: Tone) -> None:
        palette, theme = self._palettes[index], painter.theme
        dots = box.take_left(min(box.height * 2, box.width // 2), theme.unit(8)).inset(0, box.height // 6)
        painter.card(dots, palette.ground, radius=8, border=Tone.LINE, border_px=1)
        radius = dots.height * 0.26
        for dot, colour in zip(dots.columns(3), (palette.ink, palette.accent, palette.warn), strict=True):
            painter.circle(dot.center, radius, colour)
        super()._draw_part(painter, box, index, tone)


class SwitchRow(ChoiceRow):
    """A value that is on or off: the first of two choices is "on"."""

    label_share = 0.6

    def _click(self, control: Box, place: tuple[int, int]) -> None:  # noqa: ARG002 - wherever it was clicked
        self.step(1)

    def _draw_control(self, painter: Painter, box: Box, *, focused: bool) -> None:
        theme, on = painter.theme, self.index == 0
        track = box.take_right(box.height * 7 // 4, theme.unit(12)).inset(0, box.height // 10)
        radius = track.height // 2
        painter.rect(track, (Tone.ACCENT if on else Tone.LINE), radius=radius)
        if not on:
            painter.rect(track.inset(max(theme.unit(2), 1)), Tone.CARD, radius=radius)
        knob = track.right - radius if on else track.left + radius
        painter.circle((knob, track.centery), radius * 0.72, Tone.ON_ACCENT if on else Tone.MUTED)
        words = self.choices[self.index][0]
        painter.text(words, box, tone=Tone.INK if on else Tone.MUTED, align=Align.RIGHT, bold=focused)


class SliderRow(ChoiceRow):
    """A value between two ends, whose choices are its steps; a click goes to the nearest."""

    label_share = 0.44

    def step(self, by: int) -> None:
        """Go a step up, or for -1 down, as far as there are steps."""
        self._take(min(max(self.index + by, 0), len(self.choices) - 1))

    def _click(self, control: Box, place: tuple[int, int]) -> None:
        track = self._track(control)
        share = (place[0] - track.left) / max(track.width, 1)
        self._take(round(min(max(share, 0.0), 1.0) * (len(self.choices) - 1)))

    def _track(self, control: Box) -> Box:
        track = control.copy()
        track.take_right(round(control.width * 0.24))
        return track.inset(control.height // 3, 0)

    def _draw_control(self, painter: Painter, box: Box, *, focused: bool) -> None:
        track, thick = self._track(box), max(box.height // 6, 3)
        words = box.copy().take_right(round(box.width * 0.24))
        line = track.centred(track.width, thick)
        painter.rect(line, Tone.LINE, radius=thick // 2)
        filled = line.copy()
        filled.width = round(line.width * self.index / max(len(self.choices) - 1, 1))
        tone = Tone.ACCENT if focused else Tone.MUTED
        if filled.width:
            painter.rect(filled, tone, radius=thick // 2)
        painter.circle((filled.right, line.centery), box.height * 0.3, tone)
        painter.text(self.choices[self.index][0], words, align=Align.RIGHT, bold=focused)


def row_kind(choices: Choices) -> type[ChoiceRow]:
    """Return the kind of row for these choices: side by side if they are few, else one between arrows."""
    return PartsRow if 1 < len(choices) <= MOST_PARTS else ChoiceRow


def row_height(theme: Theme) -> int:
    """Return the height of a row, in pixels."""
    return theme.line() + theme.unit(18)

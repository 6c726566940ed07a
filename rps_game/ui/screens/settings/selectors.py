"""A list of things to choose: names at the left, and between arrows the chosen values.

The list is pygame-menu's: it scrolls, and keys, gamepad, mouse and touch all work its selectors. It is only
ever updated and drawn here, since its own loop would stop the game's.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import pygame
import pygame_menu
from pygame_menu.font import FONT_OPEN_SANS
from pygame_menu.themes import TRANSPARENT_COLOR
from pygame_menu.widgets import NoneSelection

from rps_game.ui.drawing import Box, Painter, Theme, Tone
from rps_game.ui.drawing.palette import Palette
from rps_game.ui.drawing.theme import TextBox
from rps_game.ui.widgets.widget import Widget

LINE_PADDING: Final = 7
"""Above and below each line of the list, in pixels of the design."""

LINE_PADDING_X: Final = 20
"""To the left and right of its words."""

LABEL_SHARE: Final = 0.46
"""Of the list's width, for what is chosen; the rest is for the choice."""

Choices = Sequence[tuple[str, Any]]
"""The words that the player reads, and the value that they stand for."""


class Row(NamedTuple):
    """One line: its words, its name, the choices, and the one chosen."""

    label: str
    name: str
    choices: Choices
    chosen: Any


class SelectorList(Widget):
    """Lines of words and choices in a box of the window.

    Args:
        choose: called with the name of a line and the value chosen, at once.
    """

    def __init__(self, choose: Callable[[str, Any], None]) -> None:
        super().__init__()
        self._choose = choose
        self._menu: pygame_menu.Menu | None = None

    @property
    def selected(self) -> str:
        """The name of the selected line; "" before `build`."""
        return "" if self._menu is None else self._menu.get_selected_widget().get_id()

    def build(self, theme: Theme, rows: Sequence[Row]) -> None:
        """Lay the lines out in `rect`, for this theme; the line that was selected stays so."""
        selected = self.selected or rows[0].name
        self._menu = self._new_menu(theme, rows)
        self._menu.select_widget(selected)

    def update(self, event: pygame.event.Event) -> None:
        """Take one event."""
        if self._menu is not None:
            self._menu.update([event])

    def press(self, key: int) -> None:
        """Take a key, one of pygame's."""
        event = pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="", scancode=0)
        self.update(event)

    def draw(self, painter: Painter) -> None:
        """Draw the lines."""
        theme = painter.theme
        if self._menu is not None:
            self._paint_lines(painter, self._menu)
            self._menu.draw(painter.surface)
            self._measure(theme, self._menu)

    def _paint_lines(self, painter: Painter, menu: pygame_menu.Menu) -> None:
        # The list draws its words; the cards below them are ours, like everywhere else.
        theme = painter.theme
        selected = menu.get_selected_widget()
        before = painter.surface.get_clip()
        painter.surface.set_clip(self.rect)
        for widget in menu.get_widgets():
            if widget.is_selectable:
                chosen = widget is selected
                line = widget.get_rect(to_real_position=True)
                card = Box(self.rect.left, line.top, self.rect.width - theme.unit(12), line.height)
                card.inflate_ip(0, -theme.unit(4))
                tone, border = (Tone.RAISED, Tone.ACCENT) if chosen else (Tone.CARD, None)
                painter.card(card, tone, radius=10, border=border)
        painter.surface.set_clip(before)

    def _new_menu(self, theme: Theme, rows: Sequence[Row]) -> pygame_menu.Menu:
        box, padding = self.rect, theme.unit(LINE_PADDING_X)
        # Two columns: the names, and the values between arrows. All lines are of one height and size.
        widths = round(box.width * LABEL_SHARE), box.width - round(box.width * LABEL_SHARE)
        labels, px = theme.fitted([row.label for row in rows], widths[0] - 2 * padding)
        words = [word for row in rows for word, _ in row.choices]
        room = widths[1] - 2 * padding - theme.width("<  >") - theme.unit(20)
        fitted, choices_px = theme.fitted(words, room)
        shown = dict(zip(words, fitted, strict=True))
        menu = pygame_menu.Menu(
            "",
            box.width,
            box.height,
            columns=2,
            rows=len(rows),
            column_min_width=widths,
            position=(box.left, box.top, False),
            theme=_menu_theme(theme.palette, min(px, choices_px), theme.unit),
            center_content=False,
            mouse_motion_selection=True,
            joystick_enabled=True,
            screen_dimension=theme.size,
            keyboard_ignore_nonphysical=False,  # or it asks SDL, which knows of real keys only
            verbose=False,  # or it warns where there is no sound card
        )
        for label in labels:
            menu.add.label(label)
        for row in rows:
            values = [value for _, value in row.choices]
            menu.add.selector(
                "",
                [(shown[word], value) for word, value in row.choices],
                default=values.index(row.chosen) if row.chosen in values else 0,
                onchange=lambda _, value, name=row.name: self._choose(name, value),
                selector_id=row.name,
            )
        return menu

    def _measure(self, theme: Theme, menu: pygame_menu.Menu) -> None:
        # The list draws its texts itself; they are measured like all others.
        for widget in menu.get_widgets():
            rect = widget.get_rect(to_real_position=True, apply_padding=False)
            whole = rect.left >= self.rect.left and rect.right <= self.rect.right
            words = widget.get_title() or widget.get_value()[0][0]
            theme.boxes.append(TextBox(str(words), self.rect.copy(), rect, whole))


def _menu_theme(palette: Palette, font_px: int, unit: Callable[[float], int]) -> pygame_menu.Theme:
    return pygame_menu.Theme(
        background_color=TRANSPARENT_COLOR,
        border_width=0,
        title=False,
        scrollarea_position=pygame_menu.locals.POSITION_EAST,
        scrollbar_color=palette.card,
        scrollbar_slider_color=palette.line,
        scrollbar_slider_hover_color=palette.muted,
        scrollbar_thick=unit(8),
        selection_color=palette.accent,
        widget_alignment=pygame_menu.locals.ALIGN_LEFT,
        widget_font=FONT_OPEN_SANS,
        widget_font_antialias=True,
        widget_font_color=palette.ink,
        widget_font_size=font_px,
        widget_margin=(0, 0),
        widget_padding=(unit(LINE_PADDING), unit(LINE_PADDING_X)),
        widget_selection_effect=NoneSelection(),
        readonly_color=palette.muted,
        focus_background_color=(*palette.ground, 1),  # none at all is not allowed
    )

"""SETTINGS: rows in three groups and a fold, beside the live camera; a choice takes effect at once."""

from functools import partial
from typing import Any, Final

import pygame

from rps_game.camera.devices import list_cameras
from rps_game.camera.sources import DEMO
from rps_game.flow import Outcome
from rps_game.game.match import Rules
from rps_game.settings import DEFINITIONS, Definition, Group, ThemeName
from rps_game.ui.bindings import LEFT_RIGHT, TAB, UP_DOWN, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.drawing.palette import DARK, LIGHT
from rps_game.ui.inputs import Action
from rps_game.ui.screens.base import Screen
from rps_game.ui.sound import Cue
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.choices import (
    ChoiceRow,
    Choices,
    FacesRow,
    SliderRow,
    SwatchesRow,
    SwitchRow,
    row_height,
    row_kind,
)
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.scroll import ScrollList
from rps_game.ui.words.calibration import camera_word
from rps_game.ui.words.i18n import tr, tr_marked
from rps_game.ui.words.match import rules_word

SHOWN = {name: each for name, each in DEFINITIONS.items() if each.group is not Group.FILE_ONLY}
"""The settings with a row, in the order of the fields of `Settings`."""

PALETTES: Final = {ThemeName.DARK: DARK, ThemeName.LIGHT: LIGHT}


class Fold(ChoiceRow):
    """Shows or hides the rows below it."""

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the name, and an arrow: down where it is open."""
        painter.card(
            self.rect,
            Tone.RAISED if focused or held else Tone.GROUND,
            radius=12,
            border=Tone.ACCENT if focused else None,
        )
        inner = self.rect.inset(self.rect.height // 3, 0)
        arrow = inner.take_left(self.rect.height // 2, self.rect.height // 5)
        symbol = Symbol.DOWN if self.value else Symbol.FORWARD
        painter.icon(symbol, arrow.centred(self.rect.height * 2 // 5), Tone.ACCENT if focused else Tone.MUTED)
        painter.text(self.label, inner, tone=Tone.INK if focused else Tone.MUTED, bold=True)


class SettingsScreen(Screen):
    """Shows the rows at the left, the camera and a sentence about the focused row at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._camera = CameraView(mirror=context.settings.mirror)
        self._cameras = list_cameras()
        self._list: ScrollList[ChoiceRow] = ScrollList()
        self._headings: dict[ChoiceRow, Group] = {}  # of the first row of each group
        self._selected = 0  # the row that had the focus last
        self._unfolded = False
        self._sentence = self._source = Box()
        self._back = Button("", Outcome.BACK, symbol=Symbol.BACK)
        self._shown = context.settings  # by the rows

    def keys(self) -> list[Binding]:
        row = self.focus.focused
        if not isinstance(row, ChoiceRow):
            return []
        move = self.focus.move
        return [
            Binding(UP_DOWN, tr("go through the settings"), *[partial(self._go, by) for by in (-1, 1)]),
            Binding(LEFT_RIGHT, tr("choose"), *[partial(row.step, by) for by in (-1, 1)]),
            Binding(
                TAB, tr("go to the next button"), partial(move, Action.PREVIOUS), partial(move, Action.NEXT)
            ),
        ]

    def notes(self) -> list[tuple[str, str]]:
        """Return the help of the selected setting."""
        row = self._list.rows[self._selected]
        if isinstance(row, Fold):
            return [(row.label, tr("What hardly anybody needs to change."))]
        definition = next(each for each in SHOWN.values() if tr_marked(each.label) == row.label)
        return [(row.label, tr_marked(definition.help))]

    def on_event(self, event: pygame.event.Event) -> Outcome | None:
        """Scroll by the mouse wheel."""
        if event.type == pygame.MOUSEWHEEL:
            self._list.scroll(self.theme, -event.y)
            if isinstance(self.focus.focused, ChoiceRow):
                self.focus.focused = self._list.visible_near(self.focus.focused)
        return None

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - the context has it
        """Show the camera's newest frame, and the focused row; new rows when settings have changed."""
        context = self.context
        self._camera.mirror = context.settings.mirror
        if context.observation is None:
            self._camera.clear()
        else:
            self._camera.show(context.observation.frame, context.observation.number)
        if isinstance(self.focus.focused, ChoiceRow):
            self._selected = self._list.rows.index(self.focus.focused)
            self._list.scroll_to(self.theme, self.focus.focused)
        if self._shown is not context.settings:  # another language, or M has switched the sound
            self.request_layout()
        return None

    def place(self, area: Box) -> None:
        """Make the rows for this size, these looks and this language; the focus stays where it was."""
        theme = self.theme
        self._shown = self.context.settings
        self._back.label = tr("Back")
        self._make_rows()
        in_list = self.focus.focused is not self._back
        self.focus.show(
            [*self._list.rows, self._back], self._list.rows[self._selected] if in_list else self._back
        )
        area.take_top(theme.line(Size.TITLE), theme.unit(8))
        if area.height > area.width:  # the picture above the rows
            self.place_buttons(area, [self._back], gap=theme.unit(12))
            beside = area.take_top(area.height * 2 // 5, theme.unit(16))
            rows = area
        else:
            beside = area.copy()
            wide = area.width > 2 * area.height
            rows = beside.take_left(round(area.width * (0.5 if wide else 0.6)), theme.unit(28))
            self.place_buttons(beside, [self._back], gap=theme.unit(12))
        self._list.place(theme, rows, row_height(theme), theme.unit(5), self._room_above)
        for row in self._list.rows:
            row.fit(theme)
        words = beside.take_bottom(theme.line(lines=3))
        self._source = beside.take_bottom(theme.line(Size.SMALL), theme.unit(10))
        self._sentence = words
        self._camera.rect = beside

    def _room_above(self, row: ChoiceRow) -> int:
        return self.theme.line(Size.SMALL) + self.theme.unit(6) if row in self._headings else 0

    def _make_rows(self) -> None:
        rows: list[ChoiceRow] = []
        self._headings = {}
        under_way = self.context.session.playing  # then OPPONENT alone asks whether to end the match
        for name, definition in SHOWN.items():
            if definition.group is Group.ADVANCED or (under_way and name == "opponent"):
                continue
            row = self._row(name, definition)
            if definition.group not in self._headings.values():
                self._headings[row] = definition.group
            rows.append(row)
        yes_no: Choices = [(tr("More"), False), (tr("More"), True)]
        rows.append(Fold(tr("More"), yes_no, self._unfolded, self._fold))
        if self._unfolded:
            rows += [
                self._row(name, definition)
                for name, definition in SHOWN.items()
                if definition.group is Group.ADVANCED
            ]
        self._list.rows = rows
        self._selected = min(self._selected, len(rows) - 1)

    def _fold(self, unfolded: bool) -> None:
        self._unfolded = unfolded
        self.request_layout()

    def paint(self, painter: Painter) -> None:
        theme = self.theme
        self.heading(painter, tr("Settings"))
        self._camera.draw(painter, nothing=tr("No picture"))
        source = self.context.feed.source
        name = camera_word(source.name) if source is not None else tr("no camera")
        below = self._source.copy()
        below.top = min(self._camera.picture_rect.bottom + theme.unit(4), below.top)
        painter.small(name, below, align=Align.CENTER)
        painter.text(self.notes()[0][1], self._sentence, align=Align.CENTER, wrap=True, top=True)
        self._list.draw(painter)
        names = {
            Group.PLAY: tr("Play"),
            Group.PICTURE: tr("Picture"),
            Group.LOOK_AND_SOUND: tr("Look and sound"),
        }
        for row, group in self._headings.items():
            if row.visible:
                words = row.rect.above(theme.line(Size.SMALL), theme.unit(3)).inset(theme.unit(14), 0)
                painter.text(names[group], words, size=Size.SMALL, tone=Tone.ACCENT, bold=True)

    def _go(self, by: int) -> None:
        rows = self._list.rows
        self.focus.focused = rows[(self._selected + by) % len(rows)]

    def _row(self, name: str, definition: Definition) -> ChoiceRow:
        chosen = getattr(self.context.settings, name)
        offered = definition.rule.choices()
        label, choose = tr_marked(definition.label), partial(self._choose, name)
        choices: Choices = [(tr_marked(word), value) for value, word in offered.items()]
        match name:
            case "camera":
                choices = self._camera_choices()
                return ChoiceRow(label, choices, self._camera_in_use(choices), choose)  # names may be long
            case "best_of":
                choices = [(rules_word(Rules.from_best_of(rounds)), rounds) for rounds in offered]
            case "opponent":
                return FacesRow(label, choices, chosen, choose)
            case "theme":
                return SwatchesRow(label, choices, chosen, choose, [PALETTES[name] for name in offered])
            case "frames" | "volume":
                if chosen not in offered:  # between the steps that are offered
                    word = str(chosen) if name == "frames" else f"{100 * chosen:.0f} %"
                    choices = sorted([*choices, (word, chosen)], key=lambda choice: choice[1])
                return SliderRow(label, choices, chosen, choose)
        kind = SwitchRow if set(offered) == {True, False} else row_kind(choices)
        return kind(label, choices, chosen, choose)

    def _camera_choices(self) -> Choices:
        chosen = self.context.settings.camera
        choices: list[tuple[str, Any]] = [(tr("automatic"), None)]
        choices += [(camera.name, camera.choice) for camera in self._cameras]
        choices.append((camera_word(DEMO), DEMO))
        if chosen not in [value for _, value in choices]:
            choices.append((str(chosen), chosen))
        return choices

    def _camera_in_use(self, choices: Choices) -> str | None:
        # The command line may have named another one than the settings, or the chosen one may be missing.
        chosen, source = self.context.settings.camera, self.context.feed.source
        name = "" if source is None else camera_word(source.name)
        in_use = [value for word, value in choices if word == name]
        if not in_use or chosen in in_use or (chosen is None and in_use != [DEMO]):
            return chosen
        return str(in_use[0])

    def _choose(self, setting: str, value: Any) -> None:
        if setting == "camera":
            self.context.use_camera(value)
        else:
            self.context.change_settings(**{setting: value})
        if setting in {"volume", "muted"}:
            self.context.sound.play(Cue.ROCK)

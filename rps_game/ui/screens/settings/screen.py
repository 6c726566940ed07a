"""SETTINGS: the settings, beside the live camera; a choice takes effect at once."""

from functools import partial
from typing import Any

import pygame

from rps_game.camera.devices import list_cameras
from rps_game.camera.sources import DEMO
from rps_game.flow import Outcome
from rps_game.game.match import Rules
from rps_game.settings import DEFINITIONS, Definition, Group
from rps_game.ui.bindings import LEFT_RIGHT, TAB, UP_DOWN, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.inputs import Action
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.settings.choice_row import ChoiceRow, Choices
from rps_game.ui.sound import Cue
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.scroll import ScrollList
from rps_game.ui.words.calibration import camera_word
from rps_game.ui.words.i18n import tr, tr_marked
from rps_game.ui.words.match import rules_word

SHOWN = {name: each for name, each in DEFINITIONS.items() if each.group is not Group.ADVANCED}
"""The settings with a row, in the order of the fields of `Settings`."""


class SettingsScreen(Screen):
    """Shows the rows at the left, the camera and a sentence about the focused row at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._camera = CameraView(mirror=context.settings.mirror)
        self._cameras = list_cameras()
        self._list: ScrollList[ChoiceRow] = ScrollList()
        self._selected = 0  # the row that had the focus last
        self._back = Button("", Outcome.BACK, symbol=Symbol.BACK)
        self._language = context.settings.language  # of the rows

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
        definition = list(SHOWN.values())[self._selected]
        return [(tr_marked(definition.label), tr_marked(definition.help))]

    def on_event(self, event: pygame.event.Event) -> Outcome | None:
        """Scroll by the mouse wheel."""
        if event.type == pygame.MOUSEWHEEL:
            self._list.scroll(self.theme, -event.y)
            if isinstance(self.focus.focused, ChoiceRow):
                self.focus.focused = self._list.visible_near(self.focus.focused)
        return None

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - the context has it
        """Show the camera's newest frame, and the focused row; new rows when another language was chosen."""
        context = self.context
        self._camera.mirror = context.settings.mirror
        if context.observation is None:
            self._camera.clear()
        else:
            self._camera.show(context.observation.frame, context.observation.number)
        if isinstance(self.focus.focused, ChoiceRow):
            self._selected = self._list.rows.index(self.focus.focused)
            self._list.scroll_to(self.theme, self.focus.focused)
        if self._language != context.settings.language:
            self.request_layout()
        return None

    def place(self, area: Box) -> None:
        """Make the rows for this size, these looks and this language; the focus stays where it was."""
        theme = self.theme
        self._language = self.context.settings.language
        self._back.label = tr("Back")
        self._list.rows = [self._row(name, definition) for name, definition in SHOWN.items()]
        in_list = self.focus.focused is not self._back
        self.focus.show(
            [*self._list.rows, self._back], self._list.rows[self._selected] if in_list else self._back
        )
        area.take_top(theme.line(Size.TITLE), theme.unit(12))
        camera = area.copy()
        rows = camera.take_left(round(area.width * 0.62), theme.unit(28))
        self._list.place(theme, rows, theme.line() + theme.unit(10), theme.unit(4))
        self.place_buttons(area, [self._back], gap=theme.line(lines=4))
        camera.height = min(camera.width * 3 // 4, area.height)
        self._camera.rect = camera

    def paint(self, painter: Painter) -> None:
        theme = self.theme
        self.heading(painter, tr("Settings"))
        self._camera.draw(painter, nothing=tr("No picture"))
        source = self.context.feed.source
        words = self._camera.rect.below(theme.line(lines=4))
        words.top = self._camera.picture_rect.bottom + theme.unit(10)
        name = camera_word(source.name) if source is not None else tr("no camera")
        painter.text(name, words.take_top(theme.line(), theme.unit(16)), align=Align.CENTER, tone=Tone.MUTED)
        words.height = self._back.rect.top - words.top
        painter.text(self.notes()[0][1], words, align=Align.CENTER, wrap=True, top=True)
        self._list.draw(painter)

    def _go(self, by: int) -> None:
        rows = self._list.rows
        self.focus.focused = rows[(self._selected + by) % len(rows)]

    def _row(self, name: str, definition: Definition) -> ChoiceRow:
        chosen = getattr(self.context.settings, name)
        offered = definition.rule.choices()
        choices: Choices = [(tr_marked(word), value) for value, word in offered.items()]
        match name:
            case "camera":
                choices = self._camera_choices()
                chosen = self._camera_in_use(choices)
            case "best_of":
                choices = [(rules_word(Rules.from_best_of(rounds)), rounds) for rounds in offered]
            case "frames" | "volume" if chosen not in offered:  # between the steps that are offered
                word = str(chosen) if name == "frames" else f"{100 * chosen:.0f} %"
                choices = sorted([*choices, (word, chosen)], key=lambda choice: choice[1])
        return ChoiceRow(tr_marked(definition.label), choices, chosen, partial(self._choose, name))

    def _camera_choices(self) -> Choices:
        chosen = self.context.settings.camera
        choices: list[tuple[str, Any]] = [(tr("the first that works"), None)]
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
            self.context.sound.play(Cue.BEAT)

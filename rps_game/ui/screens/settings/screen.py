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
from rps_game.ui.inputs import action_of
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.settings.selectors import Choices, Row, SelectorList
from rps_game.ui.sound import Cue
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.focus import Button
from rps_game.ui.words.calibration import camera_word
from rps_game.ui.words.i18n import tr, tr_marked
from rps_game.ui.words.match import rules_word


class SettingsScreen(Screen):
    """Shows the list at the left, the camera at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._camera = CameraView(mirror=context.settings.mirror)
        self._cameras = list_cameras()
        self._list = SelectorList(self._choose)
        self._language: object = None  # of the rows
        self._back = Button("", Outcome.BACK, symbol=Symbol.BACK)
        self.focus.show([self._back])
        self.focus.focused = None

    def keys(self) -> list[Binding]:
        up_down = [partial(self._list.press, key) for key in (pygame.K_UP, pygame.K_DOWN)]
        left_right = [partial(self._list.press, key) for key in (pygame.K_LEFT, pygame.K_RIGHT)]
        return [
            Binding(UP_DOWN, tr("go through the settings"), *up_down),
            Binding(LEFT_RIGHT, tr("choose"), *left_right),
            Binding(TAB, tr("go through the settings"), *up_down),
        ]

    def notes(self) -> list[tuple[str, str]]:
        """Return the help of the selected setting."""
        selected = DEFINITIONS[self._list.selected]
        return [(tr_marked(selected.label), tr_marked(selected.help))]

    def on_event(self, event: pygame.event.Event) -> Outcome | None:
        """Hand the mouse to the list, and what is no action."""
        at_back = hasattr(event, "pos") and self._back.rect.collidepoint(event.pos)
        self.focus.focused = self._back if at_back else None
        if action_of(event) is None and event.type != pygame.JOYAXISMOTION:  # of a stick the app makes steps
            self._list.update(event)
        return None

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - the context has it
        """Show the camera's newest frame; build the list anew when another language was chosen."""
        context = self.context
        self._camera.mirror = context.settings.mirror
        if context.observation is None:
            self._camera.clear()
        else:
            self._camera.show(context.observation.frame, context.observation.number)
        if self._language != context.settings.language:
            self.request_layout()
        return None

    def place(self, area: Box) -> None:
        """Build the list for this size, these looks and this language; the selected line stays selected."""
        theme = self.theme
        self._language = self.context.settings.language
        self._back.label = tr("Back")
        area.take_top(theme.line(Size.TITLE), theme.unit(12))
        camera = area.copy()
        self._list.rect = camera.take_left(round(area.width * 0.62), theme.unit(28))
        self.place_buttons(area, gap=theme.unit(80))
        camera.height = min(camera.width * 3 // 4, area.height)
        self._camera.rect = camera
        self._list.build(theme, self._rows())

    def paint(self, painter: Painter) -> None:
        theme = self.theme
        self.heading(painter, tr("Settings"))
        self._camera.draw(painter, nothing=tr("No picture"))
        source = self.context.feed.source
        words = self._camera.rect.below(theme.line(Size.BODY))
        words.top = self._camera.picture_rect.bottom + theme.unit(10)
        name = camera_word(source.name) if source is not None else tr("no camera")
        painter.text(name, words, align=Align.CENTER, tone=Tone.MUTED)
        self._list.draw(painter)

    def _rows(self) -> list[Row]:
        """Return a row for each setting, in the order of the fields of `Settings`."""
        return [
            self._row(name, definition)
            for name, definition in DEFINITIONS.items()
            if definition.group is not Group.ADVANCED
        ]

    def _row(self, name: str, definition: Definition) -> Row:
        chosen = getattr(self.context.settings, name)
        offered = definition.rule.choices()
        choices: Choices = [(tr_marked(word), value) for value, word in offered.items()]
        match name:
            case "camera":
                choices = self._camera_choices()
            case "frames" if chosen not in offered:
                choices = sorted([*choices, (str(chosen), chosen)], key=lambda choice: choice[1])
            case "best_of":
                choices = [(rules_word(Rules.from_best_of(rounds)), rounds) for rounds in offered]
            case "volume":
                chosen = min(offered, key=lambda volume: abs(volume - chosen))
        return Row(tr_marked(definition.label), name, choices, chosen)

    def _camera_choices(self) -> Choices:
        chosen = self.context.settings.camera
        choices: list[tuple[str, Any]] = [(tr("the first that works"), None)]
        choices += [(camera.name, camera.choice) for camera in self._cameras]
        choices.append((camera_word(DEMO), DEMO))
        if chosen not in [value for _, value in choices]:
            choices.append((str(chosen), chosen))
        return choices

    def _choose(self, setting: str, value: Any) -> None:
        if setting == "camera":
            self.context.use_camera(value)
        else:
            self.context.change_settings(**{setting: value})
        if setting in {"volume", "muted"}:
            self.context.sound.play(Cue.BEAT)

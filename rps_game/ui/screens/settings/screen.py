"""SETTINGS: everything one can choose, beside the live camera; it takes effect at once."""

from typing import Any, Final

import pygame

from rps_game.camera.devices import list_cameras
from rps_game.camera.sources import DEMO
from rps_game.flow import Outcome
from rps_game.game.match import Rules
from rps_game.game.opponents.all import OpponentName
from rps_game.settings import BEST_OF_CHOICES, FRAMES_RANGE, HeadName, Language, TextSize, ThemeName
from rps_game.ui.context import Context
from rps_game.ui.drawing.icons import Symbol
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Align, Size
from rps_game.ui.inputs import Action, action_of
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.settings.selectors import Choices, Row, SelectorList
from rps_game.ui.sound import Cue
from rps_game.ui.widgets import Button, CameraView
from rps_game.ui.widgets.layout import button_height, place_row
from rps_game.ui.words.i18n import tr
from rps_game.ui.words.match import opponent_word, rules_word

FRAMES_STEP: Final = 5
VOLUME_STEPS: Final = 10


class SettingsScreen(Screen):
    """The list at the left, the camera at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._camera = CameraView(mirror=context.settings.mirror)
        self._cameras = list_cameras()
        self._list = SelectorList(self._choose)
        self._spoken: object = None
        self._back = Button("", Outcome.BACK, symbol=Symbol.BACK)
        self.focus.show([self._back])
        self.focus.focused = None

    def handle(self, event: pygame.event.Event) -> Outcome | None:
        """Esc leaves, and so does the button; everything else is for the list."""
        self._place_if_changed()
        outcome = self.focus.handle(event)
        if outcome is not None:
            return outcome
        action = action_of(event)
        if action is Action.BACK:
            return Outcome.BACK
        if action in {Action.NEXT, Action.PREVIOUS}:
            down = pygame.K_DOWN if action is Action.NEXT else pygame.K_UP
            event = pygame.event.Event(pygame.KEYDOWN, key=down, mod=0, unicode="", scancode=0)
        if event.type == pygame.JOYAXISMOTION:
            return None  # the app has made a step of it already, and the list would make another
        self.focus.focused = self._back if self._points_at_back(event) else None
        self._list.update(event)
        return None

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - the context has it
        """Show the camera; speak another language when that was chosen."""
        context = self.context
        self._camera.mirror = context.settings.mirror
        if context.observation is None:
            self._camera.clear()
        else:
            self._camera.show(context.observation.frame, context.observation.number)
        if self._spoken is not context.settings.language:
            self.request_layout()
        return None

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this screen."""
        return [(tr("Up, down"), tr("go through the settings")), (tr("Left, right"), tr("choose"))]

    def place(self, area: pygame.Rect) -> None:
        """Build the list for this size, these looks and this language; the selected line stays selected."""
        theme, height = self.theme, button_height(self.theme)
        self._spoken = self.context.settings.language
        self._back.label = tr("Back")
        place_row([self._back], pygame.Rect(area.left, area.bottom - height, area.width, height), theme)
        top = area.top + theme.line(Size.TITLE) + theme.unit(12)
        self._list.rect = pygame.Rect(area.left, top, round(area.width * 0.62), area.bottom - top)
        left = self._list.rect.right + theme.unit(28)
        width = area.right - left
        self._camera.rect = pygame.Rect(
            left, top, width, min(width * 3 // 4, self._back.rect.top - top - theme.unit(80))
        )
        self._list.build(theme, self._rows())

    def paint(self, surface: pygame.Surface) -> None:
        """Draw the list and the camera."""
        theme = self.theme
        self.heading(surface, tr("Settings"))
        self._camera.draw(surface, theme, nothing=tr("No picture"))
        source = self.context.feed.source
        words = pygame.Rect(self._camera.rect.left, 0, self._camera.rect.width, theme.line(Size.BODY))
        words.top = self._camera.picture_rect.bottom + theme.unit(10)
        name = source.name if source is not None else tr("no camera")
        theme.text(
            surface, tr("drawn hand") if name == DEMO else name, words, align=Align.CENTER, tone=Tone.MUTED
        )
        self._list.draw(surface, theme)

    def _points_at_back(self, event: pygame.event.Event) -> bool:
        return hasattr(event, "pos") and self._back.rect.collidepoint(event.pos)

    def _rows(self) -> list[Row]:
        now = self.context.settings
        switch = [(tr("on"), True), (tr("off"), False)]
        rounds = [(rules_word(Rules.from_best_of(n)), n) for n in BEST_OF_CHOICES]
        frames = [(str(n), n) for n in FRAMES_RANGE if n % FRAMES_STEP == 0]
        if (str(now.frames), now.frames) not in frames:
            frames = sorted([*frames, (str(now.frames), now.frames)], key=lambda choice: choice[1])
        volumes = [(f"{100 * i // VOLUME_STEPS} %", i / VOLUME_STEPS) for i in range(VOLUME_STEPS + 1)]
        languages = [
            (tr("as the system"), Language.SYSTEM),
            ("English", Language.ENGLISH),
            ("\u0420\u0443\u0441\u0441\u043a\u0438\u0439", Language.RUSSIAN),
        ]
        sizes = [
            (tr("normal"), TextSize.NORMAL),
            (tr("large"), TextSize.LARGE),
            (tr("largest"), TextSize.LARGEST),
        ]
        opponents = [(opponent_word(name), name) for name in OpponentName]
        heads = [(tr("quick and robust"), HeadName.POOLED), (tr("like the original"), HeadName.DENSE)]
        looks = [(tr("dark"), ThemeName.DARK), (tr("light"), ThemeName.LIGHT)]
        return [
            Row(tr("Camera"), "camera", self._camera_choices(), now.camera),
            Row(tr("Mirror"), "mirror", switch, now.mirror),
            Row(tr("Pictures per gesture"), "frames", frames, now.frames),
            Row(tr("Rounds"), "best_of", rounds, now.best_of),
            Row(tr("Opponent"), "opponent", opponents, now.opponent),
            Row(tr("Training"), "head", heads, now.head),
            Row(tr("Language"), "language", languages, now.language),
            Row(tr("Text size"), "text_size", sizes, now.text_size),
            Row(tr("Colours"), "theme", looks, now.theme),
            Row(tr("Volume"), "volume", volumes, round(now.volume * VOLUME_STEPS) / VOLUME_STEPS),
            Row(tr("Sound"), "muted", [(tr("on"), False), (tr("off"), True)], now.muted),
            Row(tr("Less motion"), "reduced_motion", switch, now.reduced_motion),
            Row(tr("Full screen"), "fullscreen", switch, now.fullscreen),
        ]

    def _camera_choices(self) -> Choices:
        chosen = self.context.settings.camera
        choices: list[tuple[str, Any]] = [(tr("the first that works"), None)]
        choices += [(camera.name, camera.name) for camera in self._cameras]
        choices.append((tr("drawn hand"), DEMO))
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

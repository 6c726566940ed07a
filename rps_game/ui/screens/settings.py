"""SETTINGS: everything one can choose, beside the live camera; it takes effect at once.

The list is pygame-menu's: it scrolls, and keys, gamepad, mouse and touch all work its selectors. It is only
ever updated and drawn here, since its own loop would stop the game's.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import pygame
import pygame_menu
from pygame_menu.font import FONT_OPEN_SANS
from pygame_menu.themes import TRANSPARENT_COLOR
from pygame_menu.widgets import NoneSelection

from rps_game.flow import Outcome
from rps_game.game.opponents import OpponentName
from rps_game.settings import BEST_OF_CHOICES, FRAMES_RANGE, Language, TextSize, ThemeName
from rps_game.ui.context import Context
from rps_game.ui.i18n import tr
from rps_game.ui.icons import Symbol
from rps_game.ui.inputs import Action, action_of
from rps_game.ui.layout import button_height, place_row
from rps_game.ui.palette import Palette, Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.sound import Cue
from rps_game.ui.theme import Align, Size, TextBox
from rps_game.ui.widgets import Button, CameraView
from rps_game.ui.words import opponent_word
from rps_game.vision.cameras import list_cameras
from rps_game.vision.sources import DEMO

FRAMES_STEP: Final = 5
VOLUME_STEPS: Final = 10
LINE_PADDING: Final = 7
"""Above and below each line of the list, in pixels of the design."""

LINE_PADDING_X: Final = 20
"""To the left and right of its words."""

LABEL_SHARE: Final = 0.46
"""Of the list's width, for what is chosen; the rest is for the choice."""

Choices = Sequence[tuple[str, Any]]
"""What the player reads, and the value that it stands for."""


class SettingsScreen(Screen):
    """The list at the left, the camera at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._camera = CameraView(mirror=context.settings.mirror)
        self._cameras = list_cameras()
        self._list = pygame.Rect(0, 0, 0, 0)
        self._menu: pygame_menu.Menu | None = None
        self._spoken: object = None
        self._back = Button("", Outcome.BACK, symbol=Symbol.BACK)
        self.focus.show([self._back])
        self.focus.focused = None

    def handle(self, event: pygame.event.Event) -> Outcome | None:
        """Esc leaves, and so does the button; everything else is for the list."""
        self._fit()
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
        if self._menu is not None:
            self._menu.update([event])
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
            self.replace()
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
        self._list = pygame.Rect(area.left, top, round(area.width * 0.62), area.bottom - top)
        left = self._list.right + theme.unit(28)
        width = area.right - left
        self._camera.rect = pygame.Rect(
            left, top, width, min(width * 3 // 4, self._back.rect.top - top - theme.unit(80))
        )
        chosen = self._menu.get_selected_widget() if self._menu is not None else None
        self._menu = self._new_menu()
        if chosen is not None:
            self._menu.select_widget(chosen.get_id())

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
        if self._menu is not None:
            self._paint_lines(surface, self._menu)
            self._menu.draw(surface)
            self._measure(self._menu)

    def _paint_lines(self, surface: pygame.Surface, menu: pygame_menu.Menu) -> None:
        # The list draws its words; the cards below them are ours, like everywhere else.
        theme, selected = self.theme, menu.get_selected_widget()
        before = surface.get_clip()
        surface.set_clip(self._list)
        for widget in menu.get_widgets():
            if widget.is_selectable:
                chosen = widget is selected
                line = widget.get_rect(to_real_position=True)
                card = pygame.Rect(self._list.left, line.top, self._list.width - theme.unit(12), line.height)
                card.inflate_ip(0, -theme.unit(4))
                tone, border = (Tone.RAISED, Tone.ACCENT) if chosen else (Tone.CARD, None)
                theme.card(surface, card, tone, radius=10, border=border)
        surface.set_clip(before)

    def _points_at_back(self, event: pygame.event.Event) -> bool:
        return hasattr(event, "pos") and self._back.rect.collidepoint(event.pos)

    def _new_menu(self) -> pygame_menu.Menu:
        theme, box, padding = self.theme, self._list, self.theme.unit(LINE_PADDING_X)
        rows = self._rows()
        # Two columns: what is chosen, and between arrows what it is. All lines are of one height and size.
        widths = round(box.width * LABEL_SHARE), box.width - round(box.width * LABEL_SHARE)
        labels, px = theme.fitted([label for label, *_ in rows], widths[0] - 2 * padding)
        words = [word for _, _, choices, _ in rows for word, _ in choices]
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
        for _, setting, choices, chosen in rows:
            values = [value for _, value in choices]
            menu.add.selector(
                "",
                [(shown[word], value) for word, value in choices],
                default=values.index(chosen) if chosen in values else 0,
                onchange=partial(self._choose, setting),
                selector_id=setting,
            )
        menu.select_widget(rows[0][1])
        return menu

    def _rows(self) -> list[tuple[str, str, Choices, Any]]:
        # The label, the setting's name, its choices, and the present one.
        now = self.context.settings
        switch = [(tr("on"), True), (tr("off"), False)]
        rounds = [
            (tr("endless"), None) if n is None else (tr("best of {n}", n=n), n) for n in BEST_OF_CHOICES
        ]
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
        looks = [(tr("dark"), ThemeName.DARK), (tr("light"), ThemeName.LIGHT)]
        return [
            (tr("Camera"), "camera", self._camera_choices(), now.camera),
            (tr("Mirror"), "mirror", switch, now.mirror),
            (tr("Pictures per gesture"), "frames", frames, now.frames),
            (tr("Rounds"), "best_of", rounds, now.best_of),
            (
                tr("Opponent"),
                "opponent",
                [(opponent_word(name), name) for name in OpponentName],
                now.opponent,
            ),
            (tr("Language"), "language", languages, now.language),
            (tr("Text size"), "text_size", sizes, now.text_size),
            (tr("Colours"), "theme", looks, now.theme),
            (tr("Volume"), "volume", volumes, round(now.volume * VOLUME_STEPS) / VOLUME_STEPS),
            (tr("Sound"), "muted", [(tr("on"), False), (tr("off"), True)], now.muted),
            (tr("Less motion"), "reduced_motion", switch, now.reduced_motion),
            (tr("Full screen"), "fullscreen", switch, now.fullscreen),
        ]

    def _camera_choices(self) -> Choices:
        chosen = self.context.settings.camera
        choices: list[tuple[str, Any]] = [(tr("the first that works"), None)]
        choices += [(camera.name, camera.name) for camera in self._cameras]
        choices.append((tr("drawn hand"), DEMO))
        if chosen not in [value for _, value in choices]:
            choices.append((str(chosen), chosen))
        return choices

    def _choose(self, setting: str, _chosen: object, value: Any) -> None:
        if setting == "camera":
            self.context.use_camera(value)
        else:
            self.context.change(**{setting: value})
        if setting in {"volume", "muted"}:
            self.context.sound.play(Cue.BEAT)

    def _measure(self, menu: pygame_menu.Menu) -> None:
        # The list draws its texts itself; they are measured like all others.
        for widget in menu.get_widgets():
            rect = widget.get_rect(to_real_position=True, apply_padding=False)
            whole = rect.left >= self._list.left and rect.right <= self._list.right
            words = widget.get_title() or widget.get_value()[0][0]
            self.theme.boxes.append(TextBox(str(words), self._list.copy(), rect, whole))


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

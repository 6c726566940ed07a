"""TITLE: the main menu, with the game's name, the three gestures and the camera in a corner."""

from functools import partial

import pygame

from rps_game.camera.feed import FeedState
from rps_game.camera.sources import DEMO
from rps_game.flow import Outcome
from rps_game.game.gestures import GESTURES
from rps_game.game.match import Rules
from rps_game.ui.context import Context
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Align, Size
from rps_game.ui.screens.base import Screen
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import GAP, button_height, place_column
from rps_game.ui.words.i18n import ntr, tr, tr_error
from rps_game.ui.words.match import rules_word


class Title(Screen):
    """The main menu, where the game begins and every way back leads."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._camera = CameraView(mirror=context.settings.mirror)
        self._tiles = [pygame.Rect(0, 0, 0, 0) for _ in GESTURES]
        self._name = self._motto = self._words = pygame.Rect(0, 0, 0, 0)
        self._camera_works, self._can_play, self._no_player = True, False, True
        self._show_buttons()

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - the context has it
        """Show the camera; update the buttons when the camera fails or works, or a head arrives."""
        context = self.context
        camera_works = context.feed.state is not FeedState.FAILED
        shown = self._camera_works, self._can_play, self._no_player
        if (camera_works, self._playable(), self._has_no_player()) != shown:
            self._camera_works = camera_works
            self._show_buttons()
        if context.observation is not None:
            self._camera.show(context.observation.frame, context.observation.number)
        elif context.feed.state is FeedState.OPENING:
            self._camera.clear()
        return None

    def place(self, area: pygame.Rect) -> None:
        """Lay out gestures and name at the top, the buttons at the left, the camera at the right."""
        theme, gap, side = self.theme, self.theme.unit(GAP), self.theme.unit(128)
        for i, tile in enumerate(self._tiles):
            tile.update(area.left + i * (side + gap), area.top, side, side)
        left = self._tiles[-1].right + theme.unit(36)
        self._name = pygame.Rect(left, area.top + side // 16, area.right - left, side // 2)
        motto = self._name.bottom + side // 8
        self._motto = pygame.Rect(left, motto, area.right - left, area.top + side + theme.unit(20) - motto)
        top = area.top + side + theme.unit(40)
        # At most half of the width for the buttons, so that a sentence has room beside them.
        column = pygame.Rect(area.left, top, theme.unit(440), area.bottom - top)
        buttons = [button for button in self.focus.buttons if button is not self._demo]
        place_column(buttons, column, theme, gap=10)
        left, gap, words = column.right + theme.unit(56), theme.unit(12), theme.line(Size.BODY, 4)
        height = min(column.height - words - gap, (area.right - left) * 3 // 4)
        width = height * 4 // 3
        corner = self._camera.rect = pygame.Rect(area.right - width, top, width, height)
        self._words = pygame.Rect(left, corner.bottom + gap, area.right - left, words)
        self._demo.rect = pygame.Rect(0, 0, width - theme.unit(48), button_height(theme))
        self._demo.rect.midbottom = corner.centerx, corner.bottom - theme.unit(20)

    def paint(self, surface: pygame.Surface) -> None:
        theme = self.theme
        for tile, gesture in zip(self._tiles, GESTURES, strict=True):
            theme.card(surface, tile, Tone.CARD, radius=24)
            inset = -tile.width // 4
            theme.icon(surface, gesture, tile.inflate(inset, inset), Tone.ACCENT)
        theme.text(surface, tr("Rock, paper, scissors"), self._name, size=Size.DISPLAY, bold=True)
        motto = tr("The game learns your own hand in a minute.")
        theme.text(surface, motto, self._motto, tone=Tone.MUTED, wrap=True, top=True)
        self._paint_camera(surface)
        focused = self.focus.focused
        hint = focused.hint if focused is not None else ""
        theme.text(surface, hint, self._words, tone=Tone.MUTED, align=Align.RIGHT, wrap=True, top=True)

    def _paint_camera(self, surface: pygame.Surface) -> None:
        theme, feed = self.theme, self.context.feed
        if self._camera_works:
            self._camera.draw(surface, theme, nothing=tr("Opening the camera ..."))
            return
        theme.card(surface, self._camera.rect, Tone.CARD)
        inner = self._camera.rect.inflate(-theme.unit(40), -theme.unit(32))
        side = theme.unit(44)
        picture = pygame.Rect(0, inner.top, side, side)
        picture.centerx = inner.centerx
        theme.icon(surface, Symbol.CAMERA, picture, Tone.MUTED)
        words = tr("No camera gives a picture.") if feed.error is None else tr_error(feed.error)[0]
        words += " " + tr("You can play with a drawn hand meanwhile.")
        box = pygame.Rect(inner.left, picture.bottom + theme.unit(8), inner.width, 0)
        box.height = self._demo.rect.top - theme.unit(8) - box.top
        theme.text(surface, words, box, align=Align.CENTER, wrap=True)

    def _show_buttons(self) -> None:
        can_play = self._can_play = self._playable()
        self._no_player = self._has_no_player()
        self._demo = Button(
            tr("Use the drawn hand"),
            partial(self.context.use_camera, DEMO),
            primary=not self._camera_works,
            hint=tr("A hand that we have drawn: R, P and S pose it, and the game reads it like yours."),
        )
        buttons = [
            Button(
                tr("Play at once") if self._no_player and can_play else tr("Play"),
                self._play,
                symbol=Symbol.PLAY,
                primary=can_play and self._camera_works,
                enabled=can_play,
                hint=self._play_hint(),
            ),
            Button(
                tr("New player"),
                Outcome.NEW,
                symbol=Symbol.PLUS,
                primary=not can_play and self._camera_works,
                hint=self._new_player_hint(),
            ),
            *(Button(label, press, symbol=symbol, hint=hint) for press, symbol, label, hint in _other_ways()),
        ]
        self.focus.focused = None
        self.focus.show(buttons if self._camera_works else [*buttons, self._demo])
        self.request_layout()

    def _has_no_player(self) -> bool:
        session = self.context.session
        return not session.loading and (session.head is None or session.is_starter)

    def _playable(self) -> bool:
        return not self._has_no_player() or self.context.network.starter is not None

    def _play(self) -> Outcome:
        session, network = self.context.session, self.context.network
        if session.head is None and network.starter is not None and network.id is not None:
            session.use_starter(network.starter.head, network.id)
        return Outcome.PLAY

    def _play_hint(self) -> str:
        if self._no_player:
            return tr(
                "Without calibration: the game knows many hands, and reads yours better once you calibrate."
            )
        session = self.context.session
        length = rules_word(Rules.from_best_of(self.context.settings.best_of))
        return tr("As {name}, {length}.", name=session.saved_name or tr("the last player"), length=length)

    def _new_player_hint(self) -> str:
        words = ntr(
            "Show each gesture until {n} picture is taken.",
            "Show each gesture until {n} pictures are taken.",
            self.context.settings.frames,
        )
        if not self._can_play:
            return tr("Before the first match the game learns your hand.") + " " + words
        if self._no_player:
            return tr("The game learns your hand, and reads it better from then on.") + " " + words
        return words


def _other_ways() -> tuple[tuple[Outcome, Symbol, str, str], ...]:
    """Return the outcome, symbol, label and hint of each button that does not depend on the session."""
    learn_hint = tr("What the game learns from your pictures, and what it does not.")
    saves_hint = tr("Be somebody whose hand was learnt before.")
    statistics_hint = tr("Your rounds, beside what luck would have won.")
    settings_hint = tr("Camera, rounds, opponent, language, looks and sound.")
    return (
        (Outcome.LOAD, Symbol.PEOPLE, tr("Saved players"), saves_hint),
        (Outcome.LEARN, Symbol.LEARN, tr("How it works"), learn_hint),
        (Outcome.STATISTICS, Symbol.CHART, tr("Statistics"), statistics_hint),
        (Outcome.SETTINGS, Symbol.SETTINGS, tr("Settings"), settings_hint),
        (Outcome.BACK, Symbol.QUIT, tr("Quit"), tr("Until next time!")),
    )

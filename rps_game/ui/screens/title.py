"""TITLE: the main menu, with the game's name, the three gestures and the camera in a corner."""

from functools import partial
from typing import Final

from rps_game.camera.feed import FeedState
from rps_game.errors import CameraDenied
from rps_game.flow import Outcome
from rps_game.game.gestures import GESTURES
from rps_game.game.match import Rules
from rps_game.ui.bindings import ESC, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.no_camera import MISSED, drawn_hand_button
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import GAP, button_height, place_column
from rps_game.ui.words.calibration import step_word
from rps_game.ui.words.i18n import ntr, tr, tr_error
from rps_game.ui.words.match import rules_word

QUIT_S: Final = 5.0
"""How long a second Esc quits, and the screen says so."""


class Title(Screen):
    """The main menu, where the game begins and every way back leads."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._camera = CameraView(mirror=context.settings.mirror)
        self._tiles: list[Box] = []
        self._name = self._motto = self._words = Box()
        self._camera_works, self._can_play, self._no_player = True, False, True
        self._asks = False  # whether the calibration that was left goes on
        self._quits_by_s = 0.0  # until then another Esc quits
        self._show_buttons()

    def keys(self) -> list[Binding]:
        if self._asks:
            return [Binding(ESC, tr("back"), partial(self._ask, asks=False))]
        return [Binding(ESC, tr("twice: quit"), self._quit)]

    def _quit(self) -> Outcome | None:
        now = self.context.now
        if now < self._quits_by_s:
            return Outcome.BACK
        self._quits_by_s = now + QUIT_S
        return None

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - the context has it
        """Show the camera; update the buttons when the camera fails or works, or a head arrives."""
        context = self.context
        camera_works = context.feed.state not in MISSED
        shown = self._camera_works, self._can_play, self._no_player
        if (camera_works, self.context.can_play, self._has_no_player()) != shown:
            self._camera_works = camera_works
            self._show_buttons()
        if context.observation is not None:
            self._camera.show(context.observation.frame, context.observation.number)
        elif context.feed.state is FeedState.OPENING:
            self._camera.clear()
        return None

    def place(self, area: Box) -> None:
        """Lay out gestures and name at the top, the buttons at the left, the camera at the right."""
        theme, gap, side = self.theme, self.theme.unit(GAP), self.theme.unit(128)
        top = area.take_top(side, theme.unit(20))
        self._tiles = [top.take_left(side, gap) for _ in GESTURES]
        top.take_left(theme.unit(36) - gap)
        top.height += theme.unit(20)
        top.take_top(side // 16)
        self._name = top.take_top(side // 2, side // 8)
        self._motto = top
        area.take_top(theme.unit(20))
        # At most half of the width for the buttons, so that a sentence has room beside them.
        column = area.take_left(theme.unit(440), theme.unit(56))
        buttons = [button for button in self.focus.buttons if button is not self._demo]
        place_column(buttons, column, theme, gap=10)
        gap, words = theme.unit(12), theme.line(Size.BODY, 4)
        height = min(area.height - words - gap, area.width * 3 // 4)
        picture = area.take_top(height, gap)
        self._camera.rect = picture.take_right(height * 4 // 3)
        self._words = area.take_top(words)
        demo = self._camera.rect.inset(theme.unit(24), theme.unit(20))
        self._demo.rect = demo.take_bottom(button_height(theme))

    def paint(self, painter: Painter) -> None:
        for tile, gesture in zip(self._tiles, GESTURES, strict=True):
            painter.card(tile, radius=24)
            inset = -tile.width // 4
            painter.icon(gesture, tile.inflate(inset, inset), Tone.ACCENT)
        painter.text(tr("Rock, paper, scissors"), self._name, size=Size.DISPLAY, bold=True)
        motto = tr("The game learns your own hand in a minute.")
        painter.text(motto, self._motto, tone=Tone.MUTED, wrap=True, top=True)
        self._paint_camera(painter)
        focused = self.focus.focused
        hint = focused.hint if focused is not None else ""
        if self.context.now < self._quits_by_s:
            hint = tr("Press Esc once more to quit.")
        painter.text(hint, self._words, tone=Tone.MUTED, align=Align.RIGHT, wrap=True, top=True)

    def _paint_camera(self, painter: Painter) -> None:
        theme, feed = self.theme, self.context.feed
        if self._camera_works:
            self._camera.draw(painter, nothing=tr("Opening the camera ..."))
            return
        painter.card(self._camera.rect)
        inner = self._camera.rect.inset(theme.unit(20), theme.unit(16))
        painter.icon(Symbol.CAMERA, inner.take_top(theme.unit(44), theme.unit(8)), Tone.MUTED)
        what, remedy = (tr("No camera gives a picture."), "") if feed.error is None else tr_error(feed.error)
        if not isinstance(feed.error, CameraDenied):  # else the player must do something
            remedy = tr("You can play with a drawn hand meanwhile.")
        inner.height = self._demo.rect.top - theme.unit(8) - inner.top
        painter.text(f"{what} {remedy}", inner, align=Align.CENTER, wrap=True)

    def _show_buttons(self) -> None:
        can_play = self._can_play = self.context.can_play
        self._no_player = self._has_no_player()
        self._demo = drawn_hand_button(self.context, primary=not self._camera_works)
        buttons = self._questions() if self._asks else self._ways(can_play=can_play)
        self.focus.focused = None
        self.focus.show(buttons if self._camera_works or self._asks else [*buttons, self._demo])
        self.request_layout()

    def _questions(self) -> list[Button]:
        kept = self.context.session.new_samples
        hint = tr(
            "Pictures are there already of: {gestures}.", gestures=", ".join(map(step_word, sorted(kept)))
        )
        return [
            Button(tr("Go on calibrating"), Outcome.NEW, symbol=Symbol.FORWARD, primary=True, hint=hint),
            Button(tr("Start anew"), self._start_anew, symbol=Symbol.REDO, hint=self._new_player_hint()),
            Button(tr("Back"), partial(self._ask, asks=False), symbol=Symbol.BACK),
        ]

    def _ask(self, *, asks: bool) -> None:
        self._asks = asks
        self._show_buttons()

    def _start_anew(self) -> Outcome:
        self.context.session.new_samples.clear()
        return Outcome.NEW

    def _ways(self, *, can_play: bool) -> list[Button]:
        return [
            Button(
                tr("Play at once") if self._no_player and can_play else tr("Play"),
                self.context.play,
                symbol=Symbol.PLAY,
                primary=can_play and self._camera_works,
                enabled=can_play,
                hint=self._play_hint(),
            ),
            Button(
                tr("New player"),
                partial(self._ask, asks=True) if self.context.session.new_samples else Outcome.NEW,
                symbol=Symbol.PLUS,
                primary=not can_play and self._camera_works,
                hint=self._new_player_hint(),
            ),
            *(
                Button(label, press, symbol=symbol, hint=hint)
                for press, symbol, label, hint in self._other_ways()
            ),
        ]

    def _has_no_player(self) -> bool:
        session = self.context.session
        return not session.loading and (session.head is None or session.is_starter)

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

    def _other_ways(self) -> tuple[tuple[Outcome, Symbol, str, str], ...]:
        """Return the outcome, symbol, label and hint of each button that is always there."""
        learn_hint = tr("What the game learns from your pictures, and what it does not.")
        saves_hint = tr("Be somebody whose hand was learnt before.")
        if self.context.session.unsaved:
            saves_hint = tr("The last player has no name yet: here they get one.")
        statistics_hint = tr("Your rounds, beside what luck would have won.")
        settings_hint = tr("Camera, rounds, opponent, language, looks and sound.")
        return (
            (Outcome.LOAD, Symbol.PEOPLE, tr("Saved players"), saves_hint),
            (Outcome.LEARN, Symbol.LEARN, tr("How it works"), learn_hint),
            (Outcome.STATISTICS, Symbol.CHART, tr("Statistics"), statistics_hint),
            (Outcome.SETTINGS, Symbol.SETTINGS, tr("Settings"), settings_hint),
            (Outcome.BACK, Symbol.QUIT, tr("Quit"), tr("Until next time!")),
        )

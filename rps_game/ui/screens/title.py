"""TITLE: the live picture and what is read from it, Play with the opponent and the length, the menu."""

from functools import partial
from typing import Final

from rps_game.camera.feed import FeedState
from rps_game.errors import CameraDenied
from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture
from rps_game.game.match import Rules
from rps_game.game.opponents import OPPONENTS
from rps_game.game.smoothing import Smoother
from rps_game.settings import DEFINITIONS
from rps_game.ui.bindings import ESC, LEFT_RIGHT, Binding
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.drawing.faces import Mood, draw_face
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.no_camera import MISSED, drawn_hand_button
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.charts import ProgressRing
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import GAP, button_height, place_column
from rps_game.ui.widgets.over_camera import draw_pill, inset_square
from rps_game.ui.widgets.tiles import BigButton, IconTile, ValueTile
from rps_game.ui.words.calibration import see_word, step_word
from rps_game.ui.words.i18n import ntr, tr, tr_error, tr_marked
from rps_game.ui.words.match import rules_word

QUIT_S: Final = 5.0
"""How long a second Esc quits, and the screen says so."""

MENU_HEIGHT: Final = 92
PLAY_HEIGHT: Final = 84
TILE_HEIGHT: Final = 76
"""Of a tile of the menu, of Play and of a tile below it, in pixels of the design."""


class Title(Screen):
    """The main menu, where the game begins and every way back leads."""

    edge = 28

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._camera = CameraView(mirror=context.settings.mirror)
        self._square = ProgressRing()
        self._reader, self._read = Smoother(), 0  # and the number of the frame that it has read last
        self._name = self._motto = self._words = self._hands = Box()
        self._aspect = 4 / 3  # width by height of the camera's frames
        self._camera_works, self._can_play, self._no_player = True, False, True
        self._asks = False  # whether the calibration that was left goes on
        self._quits_by_s = 0.0  # until then another Esc quits
        self._play: Button | None = None
        self._menu: list[Button] = []
        self._show_buttons()

    def keys(self) -> list[Binding]:
        if self._asks:
            return [Binding(ESC, tr("back"), partial(self._ask, asks=False))]
        keys = [Binding(ESC, tr("twice: quit"), self._quit)]
        if self._play is not None and self.focus.focused is self._play:
            others = [partial(self._next_opponent, by) for by in (-1, 1)]
            keys.append(Binding(LEFT_RIGHT, tr("choose an opponent"), *others))
        return keys

    def _quit(self) -> Outcome | None:
        now = self.context.now
        if now < self._quits_by_s:
            return Outcome.BACK
        self._quits_by_s = now + QUIT_S
        return None

    def _next_opponent(self, by: int) -> None:
        names = list(OPPONENTS)
        now = names.index(self.context.opponent.name)
        self.context.change_settings(opponent=names[(now + by) % len(names)])
        if self._play is not None:
            self._play.hint = self._play_hint()

    def _next_length(self) -> None:
        lengths = list(DEFINITIONS["best_of"].rule.choices())
        now = lengths.index(self.context.settings.best_of)
        self.context.change_settings(best_of=lengths[(now + 1) % len(lengths)])

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - the context has it
        """Show and read the camera; update the buttons when the camera fails or works, or a head arrives."""
        context, observation = self.context, self.context.observation
        camera_works = context.feed.state not in MISSED
        shown = self._camera_works, self._can_play, self._no_player
        if (camera_works, context.can_play, self._has_no_player()) != shown:
            self._camera_works = camera_works
            self._show_buttons()
        self._camera.mirror = context.settings.mirror
        if observation is not None:
            self._camera.show(observation.frame, observation.number)
            height, width = observation.frame.shape[:2]
            if width / height != self._aspect:
                self._aspect = width / height
                self.request_layout()
            self._look()
        elif context.feed.state is FeedState.OPENING:
            self._camera.clear()
        return None

    def _look(self) -> None:
        """Read the newest frame: with the player's head, or with the starter."""
        context, observation = self.context, self.context.observation
        starter = context.network.starter
        reads = starter.head if starter is not None and context.starter_knows else None
        head = context.session.head or reads
        if observation is None or observation.features is None or observation.number == self._read:
            return
        self._read = observation.number
        if head is not None:
            self._reader.add(observation.captured_s, head.predict(observation.features[None])[0], head.rules)

    def place(self, area: Box) -> None:
        """Lay out the menu at the bottom, Play and its tiles at the left, the picture in what is left."""
        theme, gap = self.theme, self.theme.unit(GAP)
        upright = area.height > area.width
        self._place_menu(area, gap, rows=2 if upright else 1)
        words = theme.line(Size.BODY, 3)
        if upright:
            self._name = area.take_top(theme.unit(96), gap // 2)
            self._motto = area.take_top(theme.line(), gap)
            column = area.take_bottom(area.height - min(area.height // 2, round(area.width / self._aspect)))
            column.take_top(gap)
            self._camera.rect = area
        else:
            between = theme.unit(36)
            free = area.width - round(area.height * self._aspect) - between  # beside the whole picture
            column = area.take_left(max(min(free, round(area.width * 0.42)), theme.unit(404)), between)
            self._name = column.take_top(min(theme.unit(64), column.height // 8), theme.unit(4))
            self._motto = column.take_top(theme.line(Size.BODY, 2))
            self._camera.rect = area
        self._words = column.take_bottom(min(words, column.height // 4), gap // 2)
        self._place_play(column, gap)
        demo = self._camera.rect.inset(theme.unit(24), theme.unit(20))
        width = min(self._demo.width(theme) + theme.unit(40), demo.width)
        self._demo.rect = demo.take_bottom(button_height(theme)).centred(width, button_height(theme))

    def _place_menu(self, area: Box, gap: int, rows: int) -> None:
        theme = self.theme
        height = max(theme.unit(MENU_HEIGHT), theme.line(Size.SMALL) + theme.unit(52))
        menu = area.take_bottom(height * rows + gap * (rows - 1), gap)
        if not self._menu:
            return
        columns = -(-len(self._menu) // rows)
        for i, tile in enumerate(self._menu):
            tile.rect = menu.rows(rows, gap)[i // columns].columns(columns, gap)[i % columns]

    def _place_play(self, column: Box, gap: int) -> None:
        # In the middle of the column: a large button, and below it two tiles; or the questions.
        theme = self.theme
        mine = [button for button in self.focus.buttons if button not in {*self._menu, self._demo}]
        if self._asks:
            column.take_top(gap)
            place_column(mine, column, theme)
            return
        *large, opponent, match = mine
        heights = [max(theme.unit(PLAY_HEIGHT), theme.line() + theme.unit(16))]
        heights += [button_height(theme)] * (len(large) - 1)
        heights.append(max(theme.unit(TILE_HEIGHT), theme.line() + theme.unit(14)))
        between = gap if len(large) == 1 else max(gap * 3 // 4, 1)
        free = column.height - between * len(large)
        if sum(heights) > free:
            heights = [round(height * free / sum(heights)) for height in heights]
        spare = free - sum(heights)
        hands = min(theme.unit(96), round(spare * 0.5), column.width // 4)
        self._hands = column.take_top(hands if hands >= theme.unit(40) else 0)
        column.take_top(max((spare - self._hands.height) // 2, 0))
        for button, height in zip(large, heights, strict=False):
            button.rect = column.take_top(height, between)
        row = column.take_top(heights[-1])
        opponent.rect, match.rect = row.columns([11, 10], gap)

    def paint(self, painter: Painter) -> None:
        painter.text(tr("Rock, paper, scissors"), self._name, size=Size.DISPLAY, bold=True)
        painter.text(self._greeting(), self._motto, tone=Tone.MUTED, wrap=True, top=True)
        moves = self.context.rules.moves
        for hand, gesture in zip(self._hands.columns(len(moves)), moves, strict=True):
            if min(hand.size) > 0:
                painter.icon(gesture, hand.centred(min(hand.size)), Tone.ACCENT)
        self._paint_camera(painter)
        focused = self.focus.focused
        hint = focused.hint if focused is not None else ""
        if self.context.now < self._quits_by_s:
            hint = tr("Press Esc once more to quit.")
        painter.text(hint, self._words, tone=Tone.MUTED, wrap=True)

    def _greeting(self) -> str:
        name = self.context.session.saved_name
        if self._no_player or name is None:
            return tr("With your own hand, before your own camera.")
        return tr("Good to see you, {name}.", name=name)

    def _paint_camera(self, painter: Painter) -> None:
        theme, feed = self.theme, self.context.feed
        if self._camera_works:
            self._camera.draw(painter, nothing=tr("Opening the camera ..."))
            if self.context.observation is not None:
                self._square.rect = inset_square(self._camera, theme)
                self._square.draw(painter, 1.0, tone=Tone.LINE, width=2, track=False)
                self._paint_opponent(painter)
                self._paint_reading(painter)
            return
        painter.card(self._camera.rect)
        inner = self._camera.rect.inset(theme.unit(32), theme.unit(24))
        inner.height = self._demo.rect.top - theme.unit(16) - inner.top
        what, remedy = (tr("No camera gives a picture."), "") if feed.error is None else tr_error(feed.error)
        if not isinstance(feed.error, CameraDenied):  # else the player must do something
            remedy = tr("You can play with a drawn hand meanwhile.")
        words = f"{what} {remedy}"
        lines = theme.line(Size.BODY, len(theme.lines(words, inner.width)))
        picture = min(theme.unit(96), max(inner.height - lines, 0))
        inner = inner.centred(inner.width, min(picture + lines + theme.unit(12), inner.height))
        painter.icon(Symbol.CAMERA, inner.take_top(picture, theme.unit(12)), Tone.MUTED)
        painter.text(words, inner, align=Align.CENTER, wrap=True)

    def _paint_opponent(self, painter: Painter) -> None:
        """Draw who is played in a corner of the picture, glad of a hand that is shown."""
        mood = Mood.CALM if self._seen is None else Mood.HAPPY
        draw_face(painter, self._corner, self.context.opponent.name, mood, self.context.now)

    @property
    def _seen(self) -> Gesture | None:
        word = self._reader.word
        return None if word is None or word.is_none else word

    @property
    def _corner(self) -> Box:
        picture = self._camera.picture_rect
        side = min(self.theme.unit(190), picture.height // 3, picture.width // 4)
        return picture.take_right(side).take_bottom(side).move(-side // 10, -side // 20)

    def _paint_reading(self, painter: Painter) -> None:
        hand, theme = self._seen, self.theme
        if self._reader.shares is None:
            return
        words = tr("Show me your hand") if hand is None else see_word(hand)
        # Over the wrist, beside the face: above there are fingers.
        picture, corner = self._camera.picture_rect, self._corner
        room = corner.left - picture.left - theme.unit(24)
        width = min(theme.width(words, Size.TITLE, bold=True) + theme.unit(100), room)
        middle = min(picture.centerx, corner.left - theme.unit(12) - width // 2)
        place = middle, picture.bottom - theme.line(Size.TITLE) // 2 - theme.unit(28)
        size, tone = (Size.BODY, Tone.MUTED) if hand is None else (Size.TITLE, Tone.ACCENT)
        draw_pill(painter, words, place, room=room, size=size, icon=hand, tone=tone)

    def _show_buttons(self) -> None:
        can_play = self._can_play = self.context.can_play
        self._no_player = self._has_no_player()
        self._demo = drawn_hand_button(self.context, primary=not self._camera_works)
        if self._asks:
            buttons, self._menu, self._play = self._questions(), [], None
        else:
            self._play = self._play_button(can_play=can_play)
            self._menu = [
                IconTile(label, press, symbol=symbol, hint=hint)
                for press, symbol, label, hint in self._other_ways()
            ]
            new_player = self._new_player_button(can_play=can_play)
            if self._no_player:  # who is new finds it below Play
                buttons = [self._play, new_player, *self._tiles(), *self._menu]
            else:
                self._menu.insert(0, new_player)
                buttons = [self._play, *self._tiles(), *self._menu]
        if not self._camera_works and not self._asks:
            buttons.append(self._demo)
        # Whoever has moved the focus keeps it there when the camera or the network comes.
        before, self.focus.focused = self.focus.focused, None
        label = "" if before is None or before.primary else before.label
        same = [button for button in buttons if button.enabled and button.label == label]
        self.focus.show(buttons, next(iter(same), None))
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

    def _begin_new_player(self) -> Outcome | None:
        """Ask whether a calibration by the chosen rules that was left goes on, if there is one."""
        session = self.context.session
        if not session.new_samples or session.new_rules is not self.context.new_rules:
            return Outcome.NEW
        self._ask(asks=True)
        return None

    def _ask(self, *, asks: bool) -> None:
        self._asks, self._hands = asks, Box()
        self._show_buttons()

    def _start_anew(self) -> Outcome:
        self.context.session.new_samples.clear()
        return Outcome.NEW

    def _play_button(self, *, can_play: bool) -> Button:
        return BigButton(
            tr("Play at once") if self._no_player and can_play else tr("Play"),
            self.context.play,
            symbol=Symbol.PLAY,
            primary=can_play and self._camera_works,
            enabled=can_play,
            hint=self._play_hint(),
        )

    def _tiles(self) -> list[Button]:
        context = self.context
        return [
            ValueTile(
                tr("Opponent"),
                Outcome.OPPONENT,
                lambda: tr_marked(context.opponent.title),
                lambda painter, box: draw_face(painter, box, context.opponent.name, now=context.now),
                hint=tr("Who you play against, how long, and how fast."),
            ),
            ValueTile(
                tr("Match"),
                self._next_length,
                lambda: rules_word(Rules.from_best_of(context.settings.best_of)),
                hint=tr("How many wins a match takes. Each press is another length."),
            ),
        ]

    def _new_player_button(self, *, can_play: bool) -> Button:
        kind = Button if self._no_player else IconTile
        return kind(
            tr("New player"),
            self._begin_new_player,
            symbol=Symbol.PLUS,
            primary=not can_play and self._camera_works,
            hint=self._new_player_hint(),
        )

    def _has_no_player(self) -> bool:
        session = self.context.session
        return not session.loading and (session.head is None or session.is_starter)

    def _play_hint(self) -> str:
        if self._no_player and not self.context.starter_knows and self.context.network.starter is not None:
            return tr("Without calibration the game knows only rock, paper and scissors.")
        if self._no_player:
            return tr(
                "Without calibration: the game knows many hands, and reads yours better once you calibrate."
            )
        return tr_marked(self.context.opponent.line)

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
        rules_hint = tr("Which moves there are and what beats what; lizard and Spock, or your own.")
        learn_hint = tr("See what the game sees in your hand.")
        saves_hint = tr("Everybody whose hand the game knows.")
        if self.context.session.unsaved:
            saves_hint = tr("You have no name yet: here you get one.")
        statistics_hint = tr("What you have won, beside what luck would have won.")
        settings_hint = tr("Camera, language, colours, sound and more.")
        return (
            (Outcome.LOAD, Symbol.PEOPLE, tr("Players"), saves_hint),
            (Outcome.RULES, Symbol.RULES, tr("Rules"), rules_hint),
            (Outcome.LEARN, Symbol.LEARN, tr("How it works"), learn_hint),
            (Outcome.STATISTICS, Symbol.CHART, tr("Statistics"), statistics_hint),
            (Outcome.SETTINGS, Symbol.SETTINGS, tr("Settings"), settings_hint),
            (Outcome.BACK, Symbol.QUIT, tr("Quit"), tr("Until next time!")),
        )

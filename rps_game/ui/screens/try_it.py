"""TRY: what the head reads from the hand, live: a word, a bar for each gesture, and the speed."""

from collections import deque
from functools import partial
from statistics import median
from typing import Final

from rps_game.camera.observation import Observation
from rps_game.flow import Outcome
from rps_game.game.drift import LookCollector
from rps_game.game.gestures import Gesture
from rps_game.game.smoothing import Smoother
from rps_game.ui.advice import redo, top_up_button, track_confidence
from rps_game.ui.bindings import Binding, D
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.screens.camera_screen import CameraScreen, place_at_bottom, split_for_camera
from rps_game.ui.widgets.charts import Bar
from rps_game.ui.widgets.focus import Button
from rps_game.ui.words.calibration import gesture_word, redo_word
from rps_game.ui.words.i18n import tr

DELAYS_KEPT: Final = 31
"""Delays of about a second, of which the median is shown: a number that can be read."""


class TryIt(CameraScreen):
    """Reads every frame with the head that is loaded."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        context.session.end_top_up()
        self._smoother, self._looks = Smoother(), LookCollector(context.session.rules)
        self._delays_s: deque[float] = deque(maxlen=DELAYS_KEPT)
        head = context.session.head
        self._classes = context.session.rules.moves if head is None else head.classes
        self._bars = {gesture: Bar() for gesture in self._classes}
        self._signs: dict[Gesture, Box] = {}
        self._word = self._facts = Box()
        # Only a symbol each, in the row of its gesture; the key D leads to them.
        self._redo_buttons = {
            g: Button("", partial(redo, context.session, g), symbol=Symbol.REDO, hint=redo_word(g))
            for g in self._classes
        }
        self._buttons = [
            Button(tr("Play"), Outcome.PLAY, symbol=Symbol.PLAY, primary=True),
            Button(tr("Back"), Outcome.BACK, symbol=Symbol.BACK),
        ]
        self._show_buttons()

    @property
    def word(self) -> Gesture | None:
        """What is read now; None while that is not sure."""
        return self._smoother.word

    def keys(self) -> list[Binding]:
        return [Binding(D, tr("choose a gesture to record again"), self._choose_redo), *super().keys()]

    def _choose_redo(self) -> None:
        # Of the gesture that is read first, then the next ones: what is read may be the wrong one.
        buttons = list(self._redo_buttons.values())
        if self.focus.focused in buttons:
            self.focus.focused = buttons[(buttons.index(self.focus.focused) + 1) % len(buttons)]
        else:
            self.focus.focused = self._redo_buttons.get(self._smoother.word or self._classes[0], buttons[0])

    def _show_buttons(self) -> None:
        if self.context.session.needs_top_up:
            self._buttons.insert(1, top_up_button(self.context.session, Outcome.TRY))
        self.focus.show([*self._buttons, *self._redo_buttons.values()])
        self.request_layout()

    def tick(self, now: float) -> Outcome | None:
        observation = self.new_observation()
        self.show_live()
        if observation is not None:
            self._read(observation, now)
        return None

    def _read(self, observation: Observation, now: float) -> None:
        session = self.context.session
        if session.head is None or observation.features is None:
            return
        probabilities = session.head.predict(observation.features[None])[0]  # (classes,)
        self._smoother.add(observation.captured_s, probabilities, session.head.rules)
        self._delays_s.append(max(now - observation.captured_s, 0.0))
        mean = self._looks.add(observation.captured_s, probabilities)
        if mean is not None:
            needed = session.needs_top_up
            track_confidence(self.context, mean, tr("More pictures help."))
            if session.needs_top_up and not needed:
                self._show_buttons()

    def place(self, area: Box) -> None:
        """Lay out the picture at the left; the word, the bars, the figures and the buttons at the right."""
        theme, gap = self.theme, self.theme.unit(12)
        self.camera.rect, column = split_for_camera(theme, area, self.aspect)
        place_at_bottom(self._buttons, column, theme, gap)
        self._facts = column.take_bottom(theme.line(Size.SMALL) + theme.unit(8), gap)
        height = min(theme.unit(62), column.height // (len(self._classes) + 2))
        side = min(height - theme.unit(10), theme.unit(46))
        rows = column.take_bottom(height * len(self._classes)).rows(len(self._classes))
        self._word = column
        for gesture, row in zip(self._classes, rows, strict=True):
            self._redo_buttons[gesture].rect = row.take_right(side, gap).centred(side)
            self._signs[gesture] = row.take_left(side, theme.unit(10))
            row.take_top(height // 2 + theme.unit(2))
            self._bars[gesture].rect = row.take_top(theme.unit(16))

    def paint(self, painter: Painter) -> None:
        self.draw_camera(painter)
        self.heat.draw(painter)
        self._paint_word(painter)
        for gesture in self._classes:
            self._paint_row(painter, gesture)
        self._paint_facts(painter)

    def _paint_word(self, painter: Painter) -> None:
        theme, word, rest = self.theme, self._smoother.word, self._word.copy()
        line = theme.unit(58)
        side = min(rest.height - line - theme.unit(20), theme.unit(190))
        rest.take_top((rest.height - side - line) // 2)
        picture, below = rest.take_top(side), rest.take_top(line)
        if word is None or not self.ready:
            words = tr("I am not sure") if self.ready else tr("The network is being loaded ...")
            size = Size.TITLE if self.ready else Size.BODY
            painter.text(words, below, size=size, tone=Tone.MUTED, align=Align.CENTER)
            return
        tone = Tone.MUTED if word.is_none else Tone.ACCENT
        if side >= theme.unit(40):
            painter.icon(word, picture, tone)
        name = gesture_word(word)
        painter.text(name, below, size=Size.DISPLAY, tone=tone, align=Align.CENTER, bold=True)

    def _paint_row(self, painter: Painter, gesture: Gesture) -> None:
        theme, bar, shares = self.theme, self._bars[gesture], self._smoother.shares
        share = 0.0 if shares is None or gesture >= len(shares) else float(shares[gesture])
        read = gesture is self._smoother.word
        painter.icon(gesture, self._signs[gesture].inset(theme.unit(2)))
        label = bar.rect.above(theme.line(Size.SMALL))
        painter.text(gesture_word(gesture), label, size=Size.SMALL, bold=read)
        painter.text(f"{share:.0%}", label, size=Size.SMALL, align=Align.RIGHT, bold=read)
        bar.draw(painter, share, tone=Tone.ACCENT if read else Tone.LINE)

    def _paint_facts(self, painter: Painter) -> None:
        words = tr("{fps} pictures a second", fps=round(self.context.feed.fps))
        if self._delays_s:
            words += ", " + tr("{ms} ms to read one", ms=round(1000 * median(self._delays_s)))
        if self.focus.focused is not None and self.focus.focused.hint:
            words = self.focus.focused.hint
        painter.small(words, self._facts, align=Align.CENTER)

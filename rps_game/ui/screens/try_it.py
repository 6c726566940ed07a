"""TRY: what the head reads from the hand, live: a word, a bar for each gesture, and the speed."""

from collections import deque
from functools import partial
from statistics import median
from typing import Final

import pygame

from rps_game.camera.observation import Observation
from rps_game.flow import Outcome
from rps_game.game.drift import LookCollector
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.game.smoothing import Smoother
from rps_game.ui.advice import redo, top_up_button, track_confidence
from rps_game.ui.context import Context
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Align, Size
from rps_game.ui.inputs import Action
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
        self._smoother, self._looks = Smoother(), LookCollector()
        self._delays_s: deque[float] = deque(maxlen=DELAYS_KEPT)
        head = context.session.head
        self._classes = GESTURES if head is None else head.classes
        self._bars = {gesture: Bar() for gesture in self._classes}
        self._rows: dict[Gesture, pygame.Rect] = {}
        self._word = self._facts = pygame.Rect(0, 0, 0, 0)
        # Only a symbol each, in the row of its gesture; the key D does the same.
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

    def act(self, action: Action) -> Outcome | None:
        """Record the gesture that is read now again with D."""
        word = self._smoother.word
        if action is Action.REDO and word is not None:
            return redo(self.context.session, word)
        return super().act(action)

    def keys(self) -> list[tuple[str, str]]:
        return [(tr("D"), tr("record the gesture that is read now again")), *super().keys()]

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
        self._smoother.add(observation.captured_s, probabilities)
        self._delays_s.append(max(now - observation.captured_s, 0.0))
        mean = self._looks.add(observation.captured_s, probabilities)
        if mean is not None:
            needed = session.needs_top_up
            track_confidence(self.context, mean, tr("More pictures help."))
            if session.needs_top_up and not needed:
                self._show_buttons()

    def place(self, area: pygame.Rect) -> None:
        """Lay out the picture at the left; the word, the bars, the figures and the buttons at the right."""
        theme = self.theme
        self.camera.rect, column = split_for_camera(theme, area, self.aspect)
        gap, facts = theme.unit(12), theme.line(Size.SMALL) + theme.unit(8)
        top = place_at_bottom(self._buttons, column, theme)
        self._facts = pygame.Rect(column.left, top - facts - gap, column.width, facts)
        room = self._facts.top - column.top - gap
        row = min(theme.unit(62), room // (len(self._classes) + 2))
        self._word = pygame.Rect(column.left, column.top, column.width, room - row * len(self._classes))
        for i, gesture in enumerate(self._classes):
            box = pygame.Rect(column.left, self._word.bottom + i * row, column.width, row)
            self._rows[gesture] = box
            side = min(row - theme.unit(10), theme.unit(46))
            redo = self._redo_buttons[gesture].rect = pygame.Rect(box.right - side, 0, side, side)
            redo.centery = box.centery
            left, top = box.left + side + theme.unit(10), box.centery + theme.unit(2)
            width = redo.left - theme.unit(12) - left
            self._bars[gesture].rect = pygame.Rect(left, top, width, theme.unit(16))

    def paint(self, surface: pygame.Surface) -> None:
        self.draw_camera(surface)
        self.heat.draw(surface, self.theme)
        self._paint_word(surface)
        for gesture in self._classes:
            self._paint_row(surface, gesture)
        self._paint_facts(surface)

    def _paint_word(self, surface: pygame.Surface) -> None:
        theme, word = self.theme, self._smoother.word
        line = theme.unit(58)
        side = min(self._word.height - line - theme.unit(20), theme.unit(190))
        picture = pygame.Rect(0, 0, side, side)
        picture.midtop = self._word.centerx, self._word.top + (self._word.height - side - line) // 2
        below = pygame.Rect(self._word.left, picture.bottom, self._word.width, line)
        if word is None or not self.ready:
            words = tr("I am not sure") if self.ready else tr("The network is being loaded ...")
            size = Size.TITLE if self.ready else Size.BODY
            theme.text(surface, words, below, size=size, tone=Tone.MUTED, align=Align.CENTER)
            return
        tone = Tone.MUTED if word is Gesture.NONE else Tone.ACCENT
        if side >= theme.unit(40):
            theme.icon(surface, word, picture, tone)
        name = gesture_word(word)
        theme.text(surface, name, below, size=Size.DISPLAY, tone=tone, align=Align.CENTER, bold=True)

    def _paint_row(self, surface: pygame.Surface, gesture: Gesture) -> None:
        theme, box, bar = self.theme, self._rows[gesture], self._bars[gesture]
        shares = self._smoother.shares
        share = 0.0 if shares is None or gesture >= len(shares) else float(shares[gesture])
        read = gesture is self._smoother.word
        side = self._redo_buttons[gesture].rect.width
        picture = pygame.Rect(box.left, 0, side, side)
        picture.centery = box.centery
        theme.icon(surface, gesture, picture.inflate(-theme.unit(4), -theme.unit(4)))
        label = pygame.Rect(bar.rect.left, 0, bar.rect.width, theme.line(Size.SMALL))
        label.bottom = bar.rect.top
        theme.text(surface, gesture_word(gesture), label, size=Size.SMALL, bold=read)
        theme.text(surface, f"{share:.0%}", label, size=Size.SMALL, align=Align.RIGHT, bold=read)
        bar.draw(surface, theme, share, tone=Tone.ACCENT if read else Tone.LINE)

    def _paint_facts(self, surface: pygame.Surface) -> None:
        words = tr("{fps} pictures a second", fps=round(self.context.feed.fps))
        if self._delays_s:
            words += ", " + tr("{ms} ms to read one", ms=round(1000 * median(self._delays_s)))
        if self.focus.focused is not None and self.focus.focused.hint:
            words = self.focus.focused.hint
        self.theme.text(surface, words, self._facts, size=Size.SMALL, tone=Tone.MUTED, align=Align.CENTER)

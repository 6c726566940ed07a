"""Lesson 3: the head turns feature maps into probabilities; only it is trained on the player's pictures."""

import numpy as np
import pygame

from rps_game.game.gestures import Gesture
from rps_game.game.smoothing import Smoother
from rps_game.heads.analysis import heat_of
from rps_game.heads.dense import INPUTS
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Tone
from rps_game.ui.drawing.arrays import heat_picture, map_picture
from rps_game.ui.screens.learn.layers import heads_of, hidden_label, hidden_values, layers_sentence
from rps_game.ui.screens.learn.lesson import (
    GAP,
    Example,
    Lesson,
    caption_height,
    example_caption,
    grouped,
    newest,
    newest_picture,
)
from rps_game.ui.widgets.charts import Bar
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import ntr, tr


class HeadLesson(Lesson):
    """A picture with its heat map, the head's intermediate values, and a bar for each class's probability.

    Attributes:
        bars: of the head's classes, in their order.
        hidden: the picture of the intermediate values.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("A small head decides"))
        self._head, self._starter = heads_of(context)
        self._smoother, self._starter_smoother = Smoother(), Smoother()
        self._example: Example | None = None
        self.bars = [Bar() for _ in (self._head.classes if self._head else context.session.rules.moves)]
        self._signs: list[Box] = []
        self._arrows: list[Box] = []
        self._heat_picture = self.hidden = pygame.Surface((1, 1))
        self._picture = self._hidden_box = Box()
        self._label, self._worded = "", True
        samples = (newest(context.session, gesture) for gesture in context.session.rules.moves)
        self._read(newest_picture(context.session) or next(filter(None, samples), None))
        self._set_words()

    def tick(self, now: float) -> None:
        example = self.next_frame(now)
        if example is not None:
            self._read(example)
            self.build()

    def _read(self, example: Example | None) -> None:
        if example is None or example.features is None or self._head is None:
            return
        before = self._example
        if before is not None and before.gesture is not example.gesture:
            # From a sample to the camera: smoothing starts again.
            self._smoother, self._starter_smoother = Smoother(), Smoother()
        self._example = example
        self._smoother.add(
            example.captured_s, self._head.predict(example.features[None])[0], self._head.rules
        )
        if self._starter is not None and self._starter.rules is self._head.rules:
            read = self._starter.predict(example.features[None])[0]
            self._starter_smoother.add(example.captured_s, read, self._starter.rules)

    @property
    def _leader(self) -> Gesture:
        shares = self._smoother.shares
        classes = self.context.session.rules.classes if self._head is None else self._head.classes
        return classes[0 if shares is None else int(shares.argmax())]

    def _set_words(self) -> None:
        head = self._head
        if head is None:
            self.words = tr(
                "On top comes a small head. Nothing else learns from your pictures, and so it takes seconds: "
                "the maps of each picture were computed when it was taken. Once your gestures are recorded, "
                "you can watch it here."
            )
            return
        self.words = f"{self._trained()} {layers_sentence(head, self._starter)} " + tr(
            "A plus marks places that spoke for what is read, a minus those against it."
        )

    def _trained(self) -> str:
        session = self.context.session
        if session.report is not None:
            return ntr(
                "Only this part learnt from you: {n} picture, {seconds} seconds.",
                "Only this part learnt from you: {n} pictures, {seconds} seconds.",
                session.frames,
                seconds=f"{session.report.seconds:.1f}",
            )
        if session.frames:
            return ntr(
                "Only this part learnt from you, from {n} picture.",
                "Only this part learnt from you, from {n} pictures.",
                session.frames,
            )
        if session.head is None:
            return tr("This part has only seen other hands; record your gestures, and it learns yours.")
        return tr("Only this part is trained on gestures.")

    def build(self) -> None:
        head, example = self._head, self._example
        if head is None or example is None or example.features is None or self.stage.height <= 0:
            return
        theme, stage = self.theme, self.stage
        gap = theme.unit(GAP)
        arrow = min(theme.unit(72), stage.width // 14)
        names = max(theme.width(gesture_word(gesture), bold=True) for gesture in head.classes)
        names = min(names + self._percent_width, stage.width // 4) + theme.unit(64)
        most = min(stage.width * 2 // 5, stage.width - stage.width // 5 - 2 * arrow - names)
        side = min(stage.height - caption_height(theme), most)
        hidden = hidden_values(head, example.features)
        across = int(np.ceil(np.sqrt(len(hidden))))
        tile_side = min(side // 2, stage.width // 5) // max(across, 1) * across
        bars = stage.copy()
        bars.height = side
        self._picture = bars.take_left(side)
        self._arrows = [bars.take_left(arrow)]
        self._hidden_box = bars.take_left(tile_side).centred(tile_side)
        if tile_side:
            self._arrows.append(bars.take_left(arrow))
        self._label = hidden_label(head, len(hidden))
        lowest = min(theme.line() + theme.unit(20), stage.height // len(self.bars))
        height = min(max(side // len(self.bars), lowest), theme.unit(96))
        bars.height = max(side, height * len(self.bars))
        rows = bars.centred(bars.width, height * len(self.bars)).rows(len(self.bars))
        icon = min(height - gap // 2, theme.unit(64))
        self._signs = [row.take_left(icon, gap) for row in rows]
        # Of many moves in a small window with large text the bars alone, beside their icons.
        self._worded = height >= theme.text_px(Size.BODY) + theme.unit(8)
        for bar, row in zip(self.bars, rows, strict=True):
            row.take_top(height // 2 + theme.unit(2) if self._worded else (height - theme.unit(16)) // 2)
            bar.rect = row.take_top(theme.unit(16))
        if side <= 0:
            return
        self._heat_picture = heat_picture(
            None if example.square is None else self.for_display(example.square),
            self.for_display(heat_of(head, example.features, self._leader)),
            side,
            theme,
        )
        if tile_side > 0:
            filled = np.zeros(across * across, np.float32)
            filled[: len(hidden)] = hidden
            low, high = theme.colour(Tone.RAISED), theme.colour(Tone.ACCENT)
            self.hidden = map_picture(filled.reshape(across, across), tile_side, low, high)

    def draw(self, painter: Painter) -> None:
        theme, example = self.theme, self._example
        if example is None or self._head is None:
            self.draw_icons(painter, (Symbol.EYE, Symbol.FORWARD, *self.context.session.rules.moves))
            return
        painter.picture(self._heat_picture, self._picture, Tone.CARD)
        self.caption(painter, example_caption(example.gesture), self._picture.inset(-theme.unit(GAP), 0))
        for box in self._arrows:
            painter.icon(Symbol.FORWARD, box.centred(min(theme.unit(36), box.width)), Tone.MUTED)
        if self._hidden_box.width:
            painter.surface.blit(self.hidden, self._hidden_box)
            wide = self._hidden_box.inset(-theme.unit(30), 0)
            self.caption(painter, self._label, wide)
            self.caption_above(painter, tr("{n} numbers", n=grouped(INPUTS)), wide)
        for gesture, sign, bar in zip(self._head.classes, self._signs, self.bars, strict=True):
            self._draw_bar(painter, gesture, sign, bar)

    @property
    def _percent_width(self) -> int:
        return self.theme.width("100%", bold=True) + self.theme.unit(8)

    def _draw_bar(self, painter: Painter, gesture: Gesture, sign: Box, bar: Bar) -> None:
        shares, before = self._smoother.shares, self._starter_smoother.shares
        share = 0.0 if shares is None else float(shares[gesture])
        read = gesture is self._leader
        painter.icon(gesture, sign, Tone.INK if read else Tone.MUTED)
        if self._worded:
            label = bar.rect.above(self.theme.line())
            percent = label.take_right(self._percent_width)
            painter.text(f"{share:.0%}", percent, align=Align.RIGHT, bold=read)
            painter.text(gesture_word(gesture), label, bold=read)
        mark = None if before is None else float(before[gesture])
        bar.draw(painter, share, tone=Tone.ACCENT if read else Tone.LINE, mark=mark)

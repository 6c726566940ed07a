"""Lesson 5: a head learns whatever separates the classes, and the background may do that too."""

from dataclasses import dataclass

import numpy as np
import pygame

from rps_game.calibration.empty_scene import EmptyScene
from rps_game.calibration.quality import halve
from rps_game.game.gestures import CLASSIC, Gesture
from rps_game.heads.analysis import coverage, share_off_hand
from rps_game.heads.base import Head
from rps_game.heads.dataset import Features
from rps_game.heads.explanation import Explanation, compare, heat
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Size, Symbol, Tone
from rps_game.ui.drawing.arrays import heat_picture
from rps_game.ui.screens.learn.layers import heads_of
from rps_game.ui.screens.learn.lesson import GAP, Example, Lesson, caption_height, newest
from rps_game.ui.widgets.charts import Bar
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr


@dataclass(frozen=True, slots=True, eq=False)
class _Evidence:
    """An example, its explanation, and the share of what spoke for it beside the hand, 0..1, if known."""

    example: Example
    explained: Explanation
    beside: float | None


class BackgroundLesson(Lesson):
    """For each class the newest picture with its heat map, and the share of evidence beside the hand."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Why the background matters"))
        self._head, _ = heads_of(context)
        self._evidence = self._own()
        self._from_camera = not self._evidence
        self._bar = Bar()
        self._boxes: list[Box] = []
        self._pictures: list[pygame.Surface] = []
        self._set_words()

    def _own(self) -> list[_Evidence]:
        head, session = self._head, self.context.session
        if head is None:
            return []
        empty = [s.square for s in session.samples.get(session.rules.none, []) if s.square is not None]
        scene = EmptyScene.of(empty) if empty else None
        found = []
        for gesture in head.classes:
            example = newest(session, gesture)
            if example is None or example.square is None or example.features is None:
                continue
            explained = explain_against_others(head, example.features, gesture)
            beside = None
            if scene is not None and not gesture.is_none:
                beside = share_off_hand(explained, coverage(scene.hand_in(halve(example.square)).mask))
            found.append(_Evidence(example, explained, beside))
        return found

    def tick(self, now: float) -> None:
        example = self.next_frame(now) if self._from_camera else None
        if example is None or example.features is None or self._head is None:
            return
        read = self._head.classes[int(self._head.predict(example.features[None])[0].argmax())]
        explained = explain_against_others(self._head, example.features, read)
        self._evidence = [_Evidence(example, explained, None)]
        self._set_words()
        self.build()

    def _set_words(self) -> None:
        words = [
            tr(
                "The head learns whatever tells your pictures apart; nobody told it which part is the hand. "
                "If the curtain moved between two gestures, it may have learnt the curtain."
            )
        ]
        known = [evidence.beside for evidence in self._evidence if evidence.beside is not None]
        if known:
            words.append(
                tr(
                    "Of what spoke for these gestures, {share} lies beside the hand; some always does.",
                    share=f"{np.mean(known):.0%}",
                )
            )
        words.append(tr("So calibrate where you play, and move your hand about."))
        self.words = " ".join(words)

    def build(self) -> None:
        theme, stage = self.theme, self.stage
        count = len(self._evidence)
        gap = theme.unit(GAP)
        under = caption_height(theme, 2) + theme.unit(20)
        self._boxes, self._pictures = [], []
        grids = []
        for rows in range(1, count + 1):
            columns = -(-count // rows)
            grids.append(
                (
                    min(stage.height // rows - under, (stage.width - gap * (columns - 1)) // columns),
                    rows,
                    columns,
                )
            )
        side, rows, columns = max(grids, default=(0, 0, 0))  # the one with the largest pictures
        if side <= 0:
            return
        for part in stage.rows(rows):
            row = part.centred(columns * side + (columns - 1) * gap, part.height)
            row.take_top((part.height - under - side) // 2)
            row.height = side
            self._boxes += row.columns(columns, gap)
        del self._boxes[count:]
        for evidence in self._evidence:
            assert evidence.example.square is not None
            square = self.for_display(evidence.example.square)
            values = self.for_display(heat(evidence.explained))
            self._pictures.append(heat_picture(square, values, side, theme))

    def draw(self, painter: Painter) -> None:
        if not self._boxes:
            rules = self.context.session.rules
            if self._head is None:
                self.draw_icons(painter, (Symbol.WARNING, Symbol.FORWARD, *rules.moves))
            else:
                self.draw_icons(painter, rules.classes)
            return
        for evidence, box, picture in zip(self._evidence, self._boxes, self._pictures, strict=True):
            painter.picture(picture, box, Tone.CARD)
            gesture = evidence.explained.gesture
            words = gesture_word(gesture)
            if evidence.example.gesture is None:
                words = tr("Now: {gesture}", gesture=words)
            if self.theme.width(words, Size.SMALL, bold=True) <= box.width or gesture.rules is CLASSIC:
                self.caption(painter, words, box, bold=True)
            else:
                painter.icon(gesture, box.below(self.theme.line(Size.SMALL), self.theme.unit(4)))
            if evidence.beside is not None:
                self._draw_share(painter, evidence.beside, box)

    def _draw_share(self, painter: Painter, beside: float, box: Box) -> None:
        theme = self.theme
        below = box.inset(-theme.unit(GAP // 2), 0).move(0, caption_height(theme))
        share = f"{beside:.0%}"
        words = tr("{share} beside it", share=share)
        self.caption(painter, words if theme.width(words, Size.SMALL) <= below.width else share, below)
        self._bar.rect = box.below(theme.unit(8), caption_height(theme, 2) + theme.unit(8))
        self._bar.draw(painter, beside, tone=Tone.WARN)


def explain_against_others(head: Head, frame: Features, gesture: Gesture) -> Explanation:
    """Explain a class's logit less the mean of the other logits, for one frame, float32 (7, 7, 256)."""
    explained = head.explain_all(frame)
    return compare(explained.pop(gesture), list(explained.values()))

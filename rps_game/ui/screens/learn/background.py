"""Lesson 5: the head learns whatever tells the pictures apart, and the room is in them too."""

from dataclasses import dataclass

import numpy as np
import pygame

from rps_game.calibration.empty_scene import EmptyScene
from rps_game.calibration.quality import halve
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.base import Head
from rps_game.heads.dataset import Features
from rps_game.heads.explanation import Explanation, compare, heat
from rps_game.heads.insight import coverage, share_beside
from rps_game.ui.context import Context
from rps_game.ui.drawing.icons import Symbol
from rps_game.ui.drawing.maps import heated, mirrored
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.screens.learn.layers import heads_of
from rps_game.ui.screens.learn.lesson import (
    GAP,
    Lesson,
    LiveView,
    Specimen,
    caption,
    caption_height,
    draw_icons,
    newest,
    side_by_side,
)
from rps_game.ui.widgets import Bar, round_corners
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr


@dataclass(frozen=True, slots=True, eq=False)
class _Proof:
    """One picture and what spoke for its gesture in it; `beside` is the share without any hand, 0..1."""

    specimen: Specimen
    explained: Explanation
    beside: float | None


class BackgroundLesson(Lesson):
    """For each class the newest picture under its heat map, and how much of that lies beside the hand."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title = tr("Why the background matters")
        self._live = LiveView(context)
        self._head, _ = heads_of(context)
        self._proofs = self._own()
        self._from_camera = not self._proofs
        self._bar = Bar()
        self._boxes: list[pygame.Rect] = []
        self._pictures: list[pygame.Surface] = []
        self._tell()

    def _own(self) -> list[_Proof]:
        head, session = self._head, self.context.session
        if head is None:
            return []
        empty = [s.square for s in session.samples.get(Gesture.NONE, []) if s.square is not None]
        scene = EmptyScene.of(empty) if empty else None
        proofs = []
        for gesture in head.classes:
            specimen = newest(session, gesture)
            if specimen is None or specimen.square is None or specimen.features is None:
                continue
            explained = speaking(head, specimen.features, gesture)
            beside = None
            if scene is not None and gesture is not Gesture.NONE:
                beside = share_beside(explained, coverage(scene.hand_in(halve(specimen.square)).mask))
            proofs.append(_Proof(specimen, explained, beside))
        return proofs

    def tick(self, now: float) -> None:
        """Follow the camera when there are no pictures of the player's own."""
        specimen = self._live.look(now) if self._from_camera else None
        if specimen is None or specimen.features is None or self._head is None:
            return
        read = self._head.classes[int(self._head.predict(specimen.features[None])[0].argmax())]
        self._proofs = [_Proof(specimen, speaking(self._head, specimen.features, read), None)]
        self._tell()
        self.build()

    def _tell(self) -> None:
        words = [
            tr(
                "The head learns whatever tells your pictures apart; nobody told it which part is the hand. "
                "If the curtain moved between two gestures, it may have learnt the curtain."
            )
        ]
        known = [proof.beside for proof in self._proofs if proof.beside is not None]
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
        count = len(self._proofs)
        gap = theme.unit(GAP)
        under = caption_height(theme, 2) + theme.unit(20)
        side = min(stage.height - under, (stage.width - gap * (count - 1)) // max(count, 1))
        self._boxes, self._pictures = [], []
        if side <= 0 or not count:
            return
        room = stage.inflate(0, -max(stage.height - under - side, 0))
        self._boxes = list(side_by_side(room, count, side, gap))
        for proof in self._proofs:
            assert proof.specimen.square is not None
            warmth = mirrored(heat(proof.explained), mirror=self.mirror)
            self._pictures.append(heated(self.seen(proof.specimen.square), warmth, side, theme))

    def draw(self, surface: pygame.Surface) -> None:
        theme = self.theme
        if not self._boxes:
            signs = CLASSES if self._head is not None else (Symbol.WARNING, Symbol.FORWARD, *GESTURES)
            draw_icons(surface, theme, self.stage, signs)
            return
        for proof, box, picture in zip(self._proofs, self._boxes, self._pictures, strict=True):
            surface.blit(picture, box)
            round_corners(surface, box, theme.unit(8), theme.colour(Tone.CARD))
            gesture = gesture_word(proof.explained.gesture)
            words = gesture if proof.specimen.gesture is not None else tr("Now: {gesture}", gesture=gesture)
            caption(surface, theme, words, box, bold=True)
            if proof.beside is not None:
                self._draw_share(surface, proof.beside, box)

    def _draw_share(self, surface: pygame.Surface, beside: float, box: pygame.Rect) -> None:
        theme = self.theme
        below = box.inflate(theme.unit(GAP), 0).move(0, caption_height(theme))
        caption(surface, theme, tr("{share} beside it", share=f"{beside:.0%}"), below)
        self._bar.rect = pygame.Rect(box.left, 0, box.width, theme.unit(8))
        self._bar.rect.top = box.bottom + caption_height(theme, 2) + theme.unit(8)
        self._bar.draw(surface, theme, beside, tone=Tone.WARN)


def speaking(head: Head, frame: Features, gesture: Gesture) -> Explanation:
    """What spoke for a class in one frame, float32 (7, 7, 256), more than for the others."""
    others = [head.explain(frame, other) for other in head.classes if other is not gesture]
    return compare(head.explain(frame, gesture), others)

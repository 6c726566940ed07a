"""Lesson 3: the small head makes probabilities of the maps; it is all that learnt from the player."""

import numpy as np
import pygame

from rps_game.game.gestures import GESTURES, Gesture
from rps_game.game.smoothing import Smoother
from rps_game.heads.dense import INPUTS
from rps_game.heads.insight import heat_of
from rps_game.ui.context import Context
from rps_game.ui.drawing.icons import Symbol
from rps_game.ui.drawing.maps import heated, mirrored, tile
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Align, Size
from rps_game.ui.screens.learn.layers import heads_of, layers_words, middle_of, middle_words
from rps_game.ui.screens.learn.lesson import (
    GAP,
    Lesson,
    LiveView,
    Specimen,
    caption,
    caption_height,
    draw_icons,
    grouped,
    newest,
    newest_picture,
    specimen_words,
)
from rps_game.ui.widgets import Bar, round_corners
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import ntr, tr


class HeadLesson(Lesson):
    """The picture and which places spoke, what the head makes of it, and a bar for each class."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title = tr("A small head decides")
        self._live = LiveView(context)
        self._head, self._before = heads_of(context)
        self._smoother, self._smoother_before = Smoother(), Smoother()
        self._specimen: Specimen | None = None
        self._bars = [Bar() for _ in (self._head.classes if self._head else GESTURES)]
        self._rows: list[pygame.Rect] = []
        self._heated = self._middle = pygame.Surface((1, 1))
        self._picture = self._middle_box = pygame.Rect(0, 0, 0, 0)
        self._label = ""
        self._look(newest_picture(context.session) or self._any_sample())
        self._tell()

    def tick(self, now: float) -> None:
        """Read what the camera sees."""
        specimen = self._live.look(now)
        if specimen is not None:
            self._look(specimen)
            self.build()

    def _any_sample(self) -> Specimen | None:
        return next((s for g in GESTURES if (s := newest(self.context.session, g)) is not None), None)

    def _look(self, specimen: Specimen | None) -> None:
        if specimen is None or specimen.features is None or self._head is None:
            return
        before = self._specimen
        if before is not None and before.gesture is not specimen.gesture:
            # From a sample to the camera: nothing to be smoothed.
            self._smoother, self._smoother_before = Smoother(), Smoother()
        self._specimen = specimen
        self._smoother.add(specimen.captured_s, self._head.predict(specimen.features[None])[0])
        if self._before is not None:
            self._smoother_before.add(specimen.captured_s, self._before.predict(specimen.features[None])[0])

    @property
    def _leader(self) -> Gesture:
        shares = self._smoother.shares
        return Gesture(0 if shares is None else int(shares.argmax()))

    def _tell(self) -> None:
        head = self._head
        if head is None:
            self.words = tr(
                "On top comes a small head. Nothing else learns from your pictures, and so it takes seconds: "
                "the maps of each picture were computed when it was taken. Once your gestures are recorded, "
                "you can watch it here."
            )
            return
        self.words = f"{self._trained()} {layers_words(head, self._before)} " + tr(
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
        head, specimen = self._head, self._specimen
        if head is None or specimen is None or specimen.features is None or self.stage.height <= 0:
            return
        theme, stage = self.theme, self.stage
        gap = theme.unit(GAP)
        side = min(stage.height - caption_height(theme), stage.width * 2 // 5)
        self._picture = pygame.Rect(stage.left, stage.top, side, side)
        middle = middle_of(head, specimen.features)
        across = int(np.ceil(np.sqrt(len(middle))))
        tile_side = min(side // 2, stage.width // 5) // max(across, 1) * across
        arrow = theme.unit(72)
        self._middle_box = pygame.Rect(self._picture.right + arrow, 0, tile_side, tile_side)
        self._middle_box.centery = self._picture.centery
        self._label = middle_words(head, len(middle))
        left = self._middle_box.right + (arrow if tile_side else 0)
        row = min(side // len(self._bars), theme.unit(96))
        top = self._picture.centery - row * len(self._bars) // 2
        self._rows = [
            pygame.Rect(left, top + i * row, stage.right - left, row) for i in range(len(self._bars))
        ]
        for bar, box in zip(self._bars, self._rows, strict=True):
            icon = min(row - gap // 2, theme.unit(64))
            bar.rect = pygame.Rect(box.left + icon + gap, 0, box.width - icon - gap, theme.unit(16))
            bar.rect.top = box.centery + theme.unit(2)
        if side <= 0:
            return
        self._heated = heated(
            None if specimen.square is None else self.seen(specimen.square),
            mirrored(heat_of(head, specimen.features, self._leader), mirror=self.mirror),
            side,
            theme,
        )
        if tile_side > 0:
            filled = np.zeros(across * across, np.float32)
            filled[: len(middle)] = middle
            low, high = theme.colour(Tone.RAISED), theme.colour(Tone.ACCENT)
            self._middle = tile(filled.reshape(across, across), tile_side, low, high)

    def draw(self, surface: pygame.Surface) -> None:
        theme, specimen = self.theme, self._specimen
        if specimen is None or self._head is None:
            draw_icons(surface, theme, self.stage, (Symbol.EYE, Symbol.FORWARD, *GESTURES))
            return
        surface.blit(self._heated, self._picture)
        round_corners(surface, self._picture, theme.unit(8), theme.colour(Tone.CARD))
        wide = self._picture.inflate(theme.unit(GAP * 2), 0)
        caption(surface, theme, specimen_words(specimen.gesture), wide)
        self._draw_arrow(surface, self._picture.right, self._middle_box.left)
        if self._middle_box.width:
            self._draw_middle(surface)
        for gesture, bar, row in zip(self._head.classes, self._bars, self._rows, strict=True):
            self._draw_row(surface, gesture, bar, row)

    def _draw_middle(self, surface: pygame.Surface) -> None:
        theme, box = self.theme, self._middle_box
        surface.blit(self._middle, box)
        wide = box.inflate(theme.unit(60), 0)
        caption(surface, theme, self._label, wide)
        above = pygame.Rect(wide.left, wide.top - caption_height(theme), wide.width, theme.line(Size.SMALL))
        words = tr("{n} numbers", n=grouped(INPUTS))
        theme.text(surface, words, above, size=Size.SMALL, tone=Tone.MUTED, align=Align.CENTER)
        self._draw_arrow(surface, box.right, self._rows[0].left)

    def _draw_arrow(self, surface: pygame.Surface, left: int, right: int) -> None:
        theme = self.theme
        side = min(theme.unit(36), right - left)
        box = pygame.Rect(0, 0, side, side)
        box.center = (left + right) // 2, self._picture.centery
        theme.symbol(surface, Symbol.FORWARD, box, Tone.MUTED)

    def _draw_row(self, surface: pygame.Surface, gesture: Gesture, bar: Bar, row: pygame.Rect) -> None:
        theme, shares, before = self.theme, self._smoother.shares, self._smoother_before.shares
        share = 0.0 if shares is None else float(shares[gesture])
        read = gesture is self._leader
        side = bar.rect.left - row.left - theme.unit(GAP)
        icon = pygame.Rect(row.left, 0, side, side)
        icon.centery = row.centery
        theme.icon(surface, gesture, icon, Tone.INK if read else Tone.MUTED)
        label = pygame.Rect(bar.rect.left, 0, bar.rect.width, theme.line())
        label.bottom = bar.rect.top
        theme.text(surface, gesture_word(gesture), label, bold=read)
        theme.text(surface, f"{share:.0%}", label, align=Align.RIGHT, bold=read)
        mark = None if before is None else float(before[gesture])
        bar.draw(surface, theme, share, tone=Tone.ACCENT if read else Tone.LINE, mark=mark)

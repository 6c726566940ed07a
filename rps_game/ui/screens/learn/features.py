"""Lesson 2: the frozen network turns a picture into maps, and never learns anything of the player."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pygame

from rps_game.game.gestures import GESTURES, Gesture
from rps_game.heads.dense import INPUTS
from rps_game.heads.insight import restless_channels, telling_channels
from rps_game.network.backbone import BackboneName
from rps_game.ui.context import Context
from rps_game.ui.drawing.icons import Symbol
from rps_game.ui.drawing.maps import mirrored, picture, tile
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Align, Size
from rps_game.ui.screens.learn.lesson import (
    Lesson,
    LiveView,
    Specimen,
    caption_height,
    draw_icons,
    grouped,
    newest,
    newest_picture,
)
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr

COLUMNS: Final = 12
"""Maps in a row: four for each gesture."""


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """A specimen, where it is drawn, and what is drawn of it: its picture first, then its maps."""

    specimen: Specimen
    boxes: list[pygame.Rect]
    pictures: list[pygame.Surface]


class FeaturesLesson(Lesson):
    """The maps that differ most between the player's gestures, one row a gesture, and the camera's below."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title = tr("A frozen network describes it")
        self._live = LiveView(context)
        session = context.session
        own = [newest(session, gesture) for gesture in GESTURES]
        self._own = [specimen for specimen in own if specimen is not None]
        self._now: Specimen | None = None
        self._groups: dict[Gesture, tuple[int, ...]] = {}
        self._channels: tuple[int, ...] = ()
        if len(self._own) > 1:
            frames = {
                gesture: [sample.features for sample in session.samples[gesture]]
                for gesture in GESTURES
                if session.samples.get(gesture)
            }
            self._groups = telling_channels(frames, COLUMNS // len(frames))
            self._channels = tuple(channel for group in self._groups.values() for channel in group)
        elif self._own:
            self._choose(newest_picture(session) or self._own[0])
        self._highest = self._strongest(self._own)
        self._rows: list[_Row] = []
        self._side = 0
        self._tell()

    def tick(self, now: float) -> None:
        """Have a row of what the camera sees."""
        specimen = self._live.look(now)
        if specimen is None or specimen.features is None:
            return
        self._now = specimen
        if not self._channels:
            self._choose(specimen)
            self._highest = self._strongest([specimen])
        elif not self._own:  # so that it does not flicker, the scale only grows
            self._highest = np.maximum(self._highest, self._strongest([specimen]))
        self._tell()
        self.build()

    def _choose(self, specimen: Specimen) -> None:
        if specimen.features is not None:
            self._channels = restless_channels(specimen.features, COLUMNS)

    def _strongest(self, specimens: list[Specimen]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        # Of each channel, so that maps of one column compare.
        highest = np.full(len(self._channels), 1e-6, np.float32)
        for specimen in specimens:
            if specimen.features is not None and self._channels:
                shown = specimen.features[..., list(self._channels)]
                highest = np.maximum(highest, shown.max(axis=(0, 1)))
        return highest

    def _tell(self) -> None:
        learnt = {
            BackboneName.IMAGENET: tr(
                "This network was trained by others, on 1.3 million photographs of everything but your hand."
            ),
            BackboneName.OWN: tr("This network was trained before, on many hands but not on yours."),
            BackboneName.RANDOM: tr("This network was never trained: its weights are random, for a test."),
        }
        words = [
            learnt.get(
                self.context.network.spec,  # type: ignore[call-overload]
                tr("This network was trained before, on other pictures than yours."),
            ),
            tr(
                "It turns every picture into 256 maps of 7 x 7 places, {n} numbers, and is never changed.",
                n=grouped(INPUTS),
            ),
        ]
        if self._groups:
            words.append(tr("These are the maps that tell your gestures apart best."))
        elif self._channels:
            words.append(tr("These are the maps in which most happens."))
        else:
            words.append(tr("Record your gestures, and you see the maps here."))
        self.words = " ".join(words)

    def build(self) -> None:
        specimens = [*self._own, *([self._now] if self._now is not None else [])]
        if not specimens or not self._channels or self.stage.height <= 0:
            self._rows = []
            return
        theme, stage = self.theme, self.stage
        gap, apart = max(theme.unit(6), 2), theme.unit(22)
        header = caption_height(theme) if self._groups else 0
        groups = list(self._groups.values()) or [self._channels[i : i + 4] for i in range(0, COLUMNS, 4)]
        rows, columns = len(specimens), len(self._channels)
        wide = stage.width - apart * len(groups) - gap * (columns - len(groups)) - theme.unit(8)
        side = min((stage.height - header - gap * (rows - 1)) // rows, wide // (columns + 1), theme.unit(120))
        side = self._side = max(side // 7 * 7, 7)  # all places equally large
        width = side * (columns + 1) + apart * len(groups) + gap * (columns - len(groups))
        left = stage.centerx - width // 2
        top = stage.top + header + max(stage.height - header - rows * side - gap * (rows - 1), 0) // 2
        places = [left]
        for group in groups:
            start = places[-1] + side + apart
            places += [start + i * (side + gap) for i in range(len(group))]
        self._rows = [
            self._row(specimen, [pygame.Rect(x, top + i * (side + gap), side, side) for x in places])
            for i, specimen in enumerate(specimens)
        ]

    def _row(self, specimen: Specimen, boxes: list[pygame.Rect]) -> _Row:
        low, high = self.theme.colour(Tone.RAISED), self.theme.colour(Tone.ACCENT)
        assert specimen.features is not None
        maps = mirrored(specimen.features[..., list(self._channels)], mirror=self.mirror) / self._highest
        pictures = [tile(maps[..., i], self._side, low, high) for i in range(len(self._channels))]
        if specimen.square is None:
            return _Row(specimen, boxes, pictures)
        return _Row(specimen, boxes, [picture(self.seen(specimen.square), self._side), *pictures])

    def draw(self, surface: pygame.Surface) -> None:
        theme = self.theme
        if not self._rows:
            draw_icons(surface, theme, self.stage, (Symbol.CAMERA, Symbol.FORWARD, Symbol.EYE))
            return
        self._draw_headings(surface)
        for row in self._rows:
            first, *rest = row.boxes
            if row.specimen.square is None:
                theme.card(surface, first, Tone.RAISED, radius=8)
                gesture = Gesture.NONE if row.specimen.gesture is None else row.specimen.gesture
                theme.icon(surface, gesture, first.inflate(-first.width // 4, 0))
            else:
                surface.blit(row.pictures[0], first)
            if row.specimen.gesture is None:
                pygame.draw.rect(surface, theme.colour(Tone.ACCENT), first.inflate(4, 4), 2)
            for box, map_ in zip(rest, row.pictures[-len(rest) :], strict=True):
                surface.blit(map_, box)

    def _draw_headings(self, surface: pygame.Surface) -> None:
        theme = self.theme
        boxes = self._rows[0].boxes[1:]
        for gesture, group in self._groups.items():
            across = boxes[0].unionall(boxes[: len(group)])
            boxes = boxes[len(group) :]
            line = theme.line(Size.SMALL)
            box = pygame.Rect(across.left, across.top - caption_height(theme), across.width, line)
            theme.text(surface, heading(gesture), box, size=Size.SMALL, tone=Tone.MUTED, align=Align.CENTER)


def heading(gesture: Gesture) -> str:
    """Over the maps that speak up for a gesture."""
    return {
        Gesture.ROCK: tr("Most for rock"),
        Gesture.PAPER: tr("Most for paper"),
        Gesture.SCISSORS: tr("Most for scissors"),
    }.get(gesture, gesture_word(gesture))

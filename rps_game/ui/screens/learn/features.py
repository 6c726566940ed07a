"""Lesson 2: the frozen network turns a picture into feature maps; the player's pictures do not train it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pygame

from rps_game.game.gestures import CLASSIC, Gesture
from rps_game.heads.analysis import distinctive_channels, uneven_channels
from rps_game.heads.dense import INPUTS
from rps_game.network.backbone import BackboneName
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Size, Symbol, Tone
from rps_game.ui.drawing.arrays import Values, map_picture, picture
from rps_game.ui.screens.learn.lesson import (
    Example,
    Lesson,
    caption_height,
    grouped,
    newest,
    newest_picture,
)
from rps_game.ui.words.calibration import gesture_word, word_id
from rps_game.ui.words.i18n import tr

COLUMNS: Final = 12
"""Feature maps in a row: four for each gesture."""


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """An example, the boxes of its picture and its feature maps, and what is drawn there.

    `boxes` begins with the one of the picture, and so does `pictures` if the example has one.
    """

    example: Example
    boxes: list[Box]
    pictures: list[pygame.Surface]


class FeaturesLesson(Lesson):
    """The feature maps that tell the gestures apart best: a row for each gesture, and one for the camera.

    With at most one gesture recorded, the maps with the greatest spread over the places of one example.

    Attributes:
        rows: of the gestures, then the camera's; none before there is anything to show.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("A frozen network describes it"))
        session = context.session
        self._own = [
            example for gesture in session.rules.moves if (example := newest(session, gesture)) is not None
        ]
        self._now: Example | None = None
        self._groups: dict[Gesture, tuple[int, ...]] = {}
        self._channels: tuple[int, ...] = ()
        if len(self._own) > 1:
            frames = {
                gesture: [sample.features for sample in session.samples[gesture]]
                for gesture in session.rules.moves
                if session.samples.get(gesture)
            }
            self._groups = distinctive_channels(frames, max(COLUMNS // len(frames), 1))
            self._channels = tuple(channel for group in self._groups.values() for channel in group)
        elif self._own:
            self._choose_channels(newest_picture(session) or self._own[0])
        self._highest = self._strongest(self._own)
        self.rows: list[_Row] = []
        self._side = 0
        self._set_words()

    def tick(self, now: float) -> None:
        example = self.next_frame(now)
        if example is None or example.features is None:
            return
        self._now = example
        if not self._channels:
            self._choose_channels(example)
            self._highest = self._strongest([example])
        elif not self._own:  # the scale only grows, so that it does not flicker
            self._highest = np.maximum(self._highest, self._strongest([example]))
        self._set_words()
        self.build()

    def _choose_channels(self, example: Example) -> None:
        if example.features is not None:
            self._channels = uneven_channels(example.features, COLUMNS)

    def _strongest(self, examples: list[Example]) -> Values:
        # The maximum of each channel, float32 (channels,): the maps of one column share a scale.
        highest = np.full(len(self._channels), 1e-6, np.float32)
        for example in examples:
            if example.features is not None and self._channels:
                shown = example.features[..., list(self._channels)]
                highest = np.maximum(highest, shown.max(axis=(0, 1)))
        return highest

    def _set_words(self) -> None:
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
        examples = self._own
        if self._now is not None:  # those of a save have no pictures, and the camera's has
            examples = [*(example for example in self._own if example.square is not None), self._now]
        if not examples or not self._channels or self.stage.height <= 0:
            self.rows = []
            return
        theme, stage = self.theme, self.stage
        gap, apart = max(theme.unit(6), 2), theme.unit(22)
        header = caption_height(theme) if self._groups else 0
        groups = list(self._groups.values()) or [self._channels[i : i + 4] for i in range(0, COLUMNS, 4)]
        rows, columns = len(examples), len(self._channels)
        wide = stage.width - apart * len(groups) - gap * (columns - len(groups)) - theme.unit(8)
        side = min((stage.height - header - gap * (rows - 1)) // rows, wide // (columns + 1), theme.unit(120))
        side = self._side = max(side // 7 * 7, 7)  # all places have the same size
        width = side * (columns + 1) + apart * len(groups) + gap * (columns - len(groups))
        left = stage.centerx - width // 2
        top = stage.top + header + max(stage.height - header - rows * side - gap * (rows - 1), 0) // 2
        places = [left]
        for group in groups:
            start = places[-1] + side + apart
            places += [start + i * (side + gap) for i in range(len(group))]
        self.rows = [
            self._row(example, [Box(x, top + i * (side + gap), side, side) for x in places])
            for i, example in enumerate(examples)
        ]

    def _row(self, example: Example, boxes: list[Box]) -> _Row:
        low, high = self.theme.colour(Tone.RAISED), self.theme.colour(Tone.ACCENT)
        assert example.features is not None
        maps = self.for_display(example.features[..., list(self._channels)]) / self._highest
        pictures = [map_picture(maps[..., i], self._side, low, high) for i in range(len(self._channels))]
        if example.square is not None:
            pictures.insert(0, picture(self.for_display(example.square), self._side))
        return _Row(example, boxes, pictures)

    def draw(self, painter: Painter) -> None:
        if not self.rows:
            self.draw_icons(painter, (Symbol.CAMERA, Symbol.FORWARD, Symbol.EYE))
            return
        self._draw_headings(painter)
        for row in self.rows:
            first, *rest = row.boxes
            if row.example.square is None:
                painter.card(first, Tone.RAISED, radius=8)
                gesture = (
                    self.context.session.rules.none if row.example.gesture is None else row.example.gesture
                )
                painter.icon(gesture, first.inflate(-first.width // 4, 0))
            else:
                painter.surface.blit(row.pictures[0], first)
            if row.example.gesture is None:
                painter.rect(first.inset(-2), Tone.ACCENT, 2)
            for box, map_ in zip(rest, row.pictures[-len(rest) :], strict=True):
                painter.surface.blit(map_, box)

    def _draw_headings(self, painter: Painter) -> None:
        boxes = self.rows[0].boxes[1:]
        headings = {
            "rock": tr("Most for rock"),
            "paper": tr("Most for paper"),
            "scissors": tr("Most for scissors"),
        }
        for gesture, group in self._groups.items():
            maps = Box(*boxes[0].unionall(boxes[: len(group)]))
            words = headings.get(word_id(gesture)) or tr("Most for “{move}”", move=gesture_word(gesture))
            self._draw_heading(painter, gesture, words, maps)
            boxes = boxes[len(group) :]

    def _draw_heading(self, painter: Painter, gesture: Gesture, words: str, maps: Box) -> None:
        """Draw the words above the maps; of many moves, where these have no room, the icon."""
        if self.theme.width(words, Size.SMALL) <= maps.width or gesture.rules is CLASSIC:
            self.caption_above(painter, words, maps)
        else:
            painter.icon(gesture, maps.above(self.theme.line(Size.SMALL), self.theme.unit(6)))

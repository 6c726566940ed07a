"""Base of the lessons: the pictures that they explain, and the drawing that they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy.typing as npt

from rps_game.game.gestures import Gesture
from rps_game.heads.dataset import Features
from rps_game.session import Session
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Theme, Tone
from rps_game.ui.drawing.arrays import Number, Square, mirrored, picture
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr

PACE_S: Final = 0.1
"""Between two frames that a lesson takes from the camera: numbers that change faster cannot be read."""

GAP: Final = 20
"""Between two things on a page, in pixels of the design."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A picture that a lesson explains: a sample, or a frame of the camera.

    Attributes:
        number: of the sample or frame.
        gesture: the class that it was recorded as; None for a frame of the camera.
        captured_s: when the camera saw it; 0 for a sample.
        square: uint8 (224, 224, 3) RGB, not mirrored; None for a sample from a save.
        features: float32 (7, 7, 256); None while there is no network.
    """

    number: int
    gesture: Gesture | None
    captured_s: float
    square: Square | None
    features: Features | None


def newest(session: Session, gesture: Gesture) -> Example | None:
    """Return the newest sample of a class."""
    samples = session.samples.get(gesture)
    if not samples:
        return None
    return Example(samples[-1].number, gesture, 0.0, samples[-1].square, samples[-1].features)


def newest_picture(session: Session) -> Example | None:
    """Return the newest sample of a gesture that has a picture; without one, that of the empty scene."""
    last = [newest(session, gesture) for gesture in session.recorded]
    return max(
        (example for example in last if example is not None and example.square is not None),
        key=lambda example: (not (example.gesture is not None and example.gesture.is_none), example.number),
        default=None,
    )


def example_caption(gesture: Gesture | None) -> str:
    """Return the caption of an example of this class."""
    if gesture is None:
        return tr("What the camera sees now")
    word = gesture_word(gesture)
    ships = gesture.is_none or gesture.rules.ships
    return tr("Your newest picture: {gesture}", gesture=word.casefold() if ships else word)


class Lesson:
    """One page: a title, a few sentences, and the stage below them, where the lesson draws.

    The screen calls `place` whenever the stage changes, `tick` once a frame, then `draw`, which changes
    nothing. Pictures are made in `place` and `tick`, when what they show has changed.

    Attributes:
        title: of the page, in the player's language.
        words: the sentences below it; they may change with the data.
        stage: the box for everything below the sentences.
    """

    words = ""

    def __init__(self, context: Context, title: str = "") -> None:
        self.context = context
        self.theme = context.theme
        self.title = title
        self.stage = Box()
        self._number, self._due_s = 0, 0.0  # of the camera's frame taken last; when the next may be

    def place(self, stage: Box) -> None:
        """Draw in this stage from now on, with the theme as it is now."""
        self.stage = stage
        self.build()

    def build(self) -> None:
        """Lay out the stage and make its pictures."""

    def tick(self, now: float) -> None:
        """Take in what is new."""

    def draw(self, painter: Painter) -> None:
        """Draw the stage."""

    def next_frame(self, now: float) -> Example | None:
        """Return the camera's newest frame, if it is new, and `PACE_S` after the one before."""
        seen = self.context.observation if self.context.camera_live else None
        if seen is None or seen.number == self._number or now < self._due_s:
            return None
        self._number, self._due_s = seen.number, now + PACE_S
        return Example(seen.number, None, seen.captured_s, seen.square, seen.features)

    def for_display(self, array: npt.NDArray[Number]) -> npt.NDArray[Number]:
        """Return a picture or a map, (rows, columns, ...), mirrored as the settings say."""
        return mirrored(array, mirror=self.context.settings.mirror)

    def caption(self, painter: Painter, words: str, picture: Box, *, bold: bool = False) -> None:
        """Draw a small line below a picture, as wide as it."""
        box = picture.below(painter.theme.line(Size.SMALL), painter.theme.unit(4))
        tone = Tone.INK if bold else Tone.MUTED
        painter.text(words, box, size=Size.SMALL, tone=tone, align=Align.CENTER, bold=bold)

    def caption_above(self, painter: Painter, words: str, picture: Box) -> None:
        """Draw a small line above a picture, as wide as it."""
        theme = painter.theme
        painter.small(words, picture.above(theme.line(Size.SMALL), theme.unit(6)), align=Align.CENTER)

    def draw_icons(self, painter: Painter, icons: Sequence[Gesture | Symbol]) -> None:
        """Draw what the camera sees, where there is no data to show yet; without a camera icons in a row."""
        theme, stage = self.theme, self.stage
        seen = self.context.observation if self.context.camera_live else None
        if seen is not None:
            box = stage.centred(min(stage.height - caption_height(theme), stage.width))
            box.bottom -= caption_height(theme) // 2
            painter.picture(picture(self.for_display(seen.square), box.width), box, Tone.CARD)
            self.caption(painter, example_caption(None), box)
            return
        side = min(stage.height, theme.unit(180))
        middle = stage.centred(min(stage.width, (side + theme.unit(40)) * len(icons)), side)
        for box, icon in zip(middle.columns(len(icons), theme.unit(16)), icons, strict=True):
            if isinstance(icon, Gesture):
                painter.icon(icon, box, Tone.ACCENT)
            else:
                painter.icon(icon, box.inflate(-box.width // 3, -box.height // 3))


def grouped(number: int) -> str:
    """Return a number with a separator between its thousands."""
    # Between the thousands of a number: a comma in English, in other languages a space or a point.
    return f"{number:,}".replace(",", tr(","))


def caption_height(theme: Theme, lines: int = 1) -> int:
    """Return the height of captions and the gap to their picture, in pixels."""
    return theme.line(Size.SMALL, lines) + theme.unit(6)

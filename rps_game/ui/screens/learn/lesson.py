"""What the lessons have in common: what they look at, and where they draw."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pygame

from rps_game.camera.observation import Sample
from rps_game.game.gestures import Gesture
from rps_game.heads.dataset import Features
from rps_game.session import Session
from rps_game.ui.context import Context
from rps_game.ui.drawing.icons import Symbol
from rps_game.ui.drawing.maps import Square, mirrored
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Align, Size, Theme
from rps_game.ui.widgets.layout import columns
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr

PACE_S: Final = 0.1
"""A lesson looks at the camera so often: numbers that change faster cannot be read."""

GAP: Final = 20
"""Between two things on a page, in pixels of the design."""


@dataclass(frozen=True, slots=True, eq=False)
class Specimen:
    """One picture that is looked at.

    Attributes:
        number: tells it apart from others of its kind, a sample or a frame.
        gesture: what it was recorded as; None for the camera's.
        captured_s: when the camera saw it; 0 for a sample.
        square: uint8 (224, 224, 3) RGB, not mirrored; None for a sample out of a save.
        features: float32 (7, 7, 256); None while there is no network.
    """

    number: int
    gesture: Gesture | None
    captured_s: float
    square: Square | None
    features: Features | None

    @classmethod
    def of(cls, gesture: Gesture, sample: Sample) -> "Specimen":
        """A sample."""
        return cls(sample.number, gesture, 0.0, sample.square, sample.features)


def newest(session: Session, gesture: Gesture) -> Specimen | None:
    """The newest sample of a class."""
    samples = session.samples.get(gesture)
    return Specimen.of(gesture, samples[-1]) if samples else None


def newest_picture(session: Session) -> Specimen | None:
    """The newest sample that has a picture, of a gesture; without one, of the empty scene."""
    last = [newest(session, gesture) for gesture in session.recorded]
    return max(
        (specimen for specimen in last if specimen is not None and specimen.square is not None),
        key=lambda specimen: (specimen.gesture is not Gesture.NONE, specimen.number),
        default=None,
    )


def specimen_words(gesture: Gesture | None) -> str:
    """Which picture this is."""
    if gesture is None:
        return tr("What the camera sees now")
    return tr("Your newest picture: {gesture}", gesture=gesture_word(gesture).casefold())


class LiveView:
    """The camera's frames, no more of them than `PACE_S` allows."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._number = 0
        self._due_s = 0.0

    def look(self, now: float) -> Specimen | None:
        """A frame that was not looked at before, when it is time for one."""
        seen = self._context.observation if self._context.camera_live else None
        if seen is None or seen.number == self._number or now < self._due_s:
            return None
        self._number, self._due_s = seen.number, now + PACE_S
        return Specimen(seen.number, None, seen.captured_s, seen.square, seen.features)


class Lesson:
    """One page: a title, a few words, and something to look at below them.

    The screen calls `place` whenever the stage changes, `tick` once a frame, then `draw`, which changes
    nothing. Pictures are made in `place` and `tick`, when what they show has changed.

    Attributes:
        title: of the page, in the player's language.
        words: below it; they may change with what there is to show.
        stage: where the lesson draws.
    """

    title = ""
    words = ""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.theme: Theme = context.theme
        self.stage = pygame.Rect(0, 0, 0, 0)

    @property
    def mirror(self) -> bool:
        """Whether pictures are shown as in a mirror."""
        return self.context.settings.mirror

    def place(self, stage: pygame.Rect) -> None:
        """Draw here from now on, at this size and in these colours."""
        self.stage = stage
        self.build()

    def build(self) -> None:
        """Make the pictures anew."""

    def tick(self, now: float) -> None:
        """Look at what is new."""

    def draw(self, surface: pygame.Surface) -> None:
        """Draw what there is to see."""

    def seen(self, square: Square) -> Square:
        """A picture as the player is to see it."""
        return mirrored(square, mirror=self.mirror)


def grouped(number: int) -> str:
    """A number with its thousands apart."""
    # Between the thousands of a number: a comma in English, in other languages a space or a point.
    return f"{number:,}".replace(",", tr(","))


def caption(
    surface: pygame.Surface, theme: Theme, words: str, below: pygame.Rect, *, bold: bool = False
) -> None:
    """A small line under a picture, as wide as it."""
    box = pygame.Rect(below.left, below.bottom + theme.unit(4), below.width, theme.line(Size.SMALL))
    tone = Tone.INK if bold else Tone.MUTED
    theme.text(surface, words, box, size=Size.SMALL, tone=tone, align=Align.CENTER, bold=bold)


def caption_height(theme: Theme, lines: int = 1) -> int:
    """What captions take below a picture, in pixels."""
    return theme.line(Size.SMALL, lines) + theme.unit(6)


def side_by_side(room: pygame.Rect, count: int, side: int, gap: int) -> Iterator[pygame.Rect]:
    """Square boxes in a row, in the middle of a room."""
    left = room.centerx - (count * side + (count - 1) * gap) // 2
    for i in range(count):
        yield pygame.Rect(left + i * (side + gap), room.top, side, side)


def draw_icons(
    surface: pygame.Surface, theme: Theme, stage: pygame.Rect, pictures: Sequence[Gesture | Symbol]
) -> None:
    """Signs in a row, where there is nothing of the player's own to show yet."""
    side = min(stage.height, theme.unit(180))
    width = min(stage.width, (side + theme.unit(40)) * len(pictures))
    middle = pygame.Rect(0, 0, width, side)
    middle.center = stage.center
    for box, sign in zip(columns(middle, [1] * len(pictures), theme.unit(16)), pictures, strict=True):
        if isinstance(sign, Gesture):
            theme.icon(surface, sign, box, Tone.ACCENT)
        else:
            theme.symbol(surface, sign, box.inflate(-box.width // 3, -box.height // 3), Tone.INK)

"""How it works, taught with the player's own pictures: one idea a page, in the order of the pages."""

from typing import Final

from rps_game.ui.lessons.background import BackgroundLesson
from rps_game.ui.lessons.base import Lesson
from rps_game.ui.lessons.features import FeaturesLesson
from rps_game.ui.lessons.head import HeadLesson
from rps_game.ui.lessons.loss import LossLesson
from rps_game.ui.lessons.picture import PictureLesson

__all__ = ["LESSONS", "Lesson"]

LESSONS: Final[tuple[type[Lesson], ...]] = (
    PictureLesson,
    FeaturesLesson,
    HeadLesson,
    LossLesson,
    BackgroundLesson,
)

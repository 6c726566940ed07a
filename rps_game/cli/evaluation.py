"""The figures of `rps-game evaluate`: how well a head reads a recorded session.

A session is cut in time, never shuffled: consecutive frames are near copies of each other, and a random
split would only measure how well a head remembers.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from rps_game.calibration.augmentation import pooled_views, views_of
from rps_game.camera.pictures import FORMATS, besides, pictures_in, read_picture
from rps_game.camera.preprocess import to_square
from rps_game.errors import DataError
from rps_game.game.gestures import CLASSIC, Gesture, RuleSet
from rps_game.game.voting import vote
from rps_game.heads.base import Head, Probabilities
from rps_game.heads.dataset import Features, Pooled, TrainingSet
from rps_game.heads.report import TrainingReport
from rps_game.network.backbone import Backbone
from rps_game.paths import given_path
from rps_game.words import printable

MIN_FRAMES: Final = 5
"""A gesture with fewer to calibrate on gives a figure that says nothing about the game."""

MIN_PICTURES: Final = 2 * MIN_FRAMES
"""So many pictures of a gesture have that many in their first half."""

THROW_FRAMES: Final = 9
"""A throw window, 0.3 s, at a webcam's 30 frames a second."""

_log: Final = logging.getLogger(__name__)

FramesByClass = Mapping[Gesture, Features]
Train = Callable[[TrainingSet], tuple[Head, TrainingReport]]
ViewsOf = Callable[[Gesture, int], Pooled]


class Take(StrEnum):
    """Which frames to calibrate on."""

    SPREAD = "spread"  # evenly over the time there is
    FIRST = "first"  # the first ones

    def rows(self, available: int, wanted: int) -> npt.NDArray[np.intp]:
        """Choose at most `wanted` of the frames 0 to `available` - 1; return their numbers, rising."""
        count = min(available, wanted)
        if self is Take.FIRST:
            return np.arange(count)
        return np.linspace(0, available - 1, count).round().astype(np.intp)


@dataclass(frozen=True, slots=True)
class PictureFolder:
    """The pictures of a recorded session: a folder for each move, called by its id, and perhaps none/."""

    name: str  # of the folder
    pictures: Mapping[Gesture, Sequence[Path]]  # for each class that has any, in natural order of file names

    @classmethod
    def find(cls, folder: Path, frames_needed: int = 1, rules: RuleSet = CLASSIC) -> Self:
        """List the files of a session; no picture is read yet.

        Raises:
            DataError: a gesture has fewer than `frames_needed` pictures.
            PathRefused: the system refuses the path.
        """
        for gesture in rules.moves:
            given_path(folder / gesture.id)
        pictures = {gesture: pictures_in(folder / gesture.id) for gesture in rules.classes}
        for gesture in rules.moves:
            if len(pictures[gesture]) < frames_needed:
                raise DataError(
                    "There are {found} pictures in {folder}, and at least {needed} are needed; {besides}.",
                    "A session has folders {folders} and perhaps none, with pictures: {formats}.",
                    found=len(pictures[gesture]),
                    folder=folder / gesture.id,
                    needed=frames_needed,
                    besides=besides(folder / gesture.id),
                    formats=FORMATS,
                    folders=", ".join(move.id for move in rules.moves),
                )
        return cls(folder.resolve().name, {gesture: files for gesture, files in pictures.items() if files})

    def features(self, backbone: Backbone) -> dict[Gesture, Features]:
        """Read all pictures as a camera's frames, and embed them: for each class float32 (n, 7, 7, 256).

        Raises:
            DataError: some cannot be used; it says how many, and what is wrong with the first.
        """
        refused: list[DataError] = []
        features: dict[Gesture, list[Features]] = {gesture: [] for gesture in self.pictures}
        for gesture, path in ((gesture, path) for gesture, files in self.pictures.items() for path in files):
            try:
                features[gesture].append(backbone.embed(to_square(read_picture(path))))
            except DataError as error:
                _log.warning("%s", error.what)
                refused.append(error)
        if len(refused) > 1:
            raise DataError(
                "{count} of the {all} pictures of {session} cannot be used; the first is {path}: {reason}.",
                "Remove them, or put others there: {formats}. The log names each.",
                count=len(refused),
                all=sum(len(files) for files in self.pictures.values()),
                session=self.name,
                path=refused[0].values["path"],
                reason=refused[0].values["reason"],
                formats=FORMATS,
            ) from refused[0]
        if refused:
            raise refused[0]
        return {gesture: np.stack(rows) for gesture, rows in features.items()}

    def views(self, gesture: Gesture, row: int, count: int, backbone: Backbone) -> Pooled:
        """Embed so many augmented views of one picture: float32 (count, 256); always the same ones.

        Raises:
            DataError: the file cannot be used.
        """
        square = to_square(read_picture(self.pictures[gesture][row]))
        return pooled_views(
            views_of(square, count, seed=len(gesture.rules.classes) * row + gesture), backbone.embed
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one session. Shares are of 1; None where there was nothing to count.

    Attributes:
        name: of the session.
        frame_accuracy: frames of the gestures whose best gesture is the true one.
        throw_accuracy: windows of nine frames voted as the true gesture, of those that the vote was clear on.
        throw_again: windows that it was not clear on, of all.
        none_auroc: the chance that a frame with a gesture has a surer gesture than a frame of none/.
        train_loss: mean of the final training's last epoch; None for a saved head.
        train_s: seconds that training took; None for a saved head.
    """

    name: str
    frame_accuracy: float
    throw_accuracy: float | None
    throw_again: float | None
    none_auroc: float | None
    train_loss: float | None
    train_s: float | None


def calibration_set(
    recorded: FramesByClass, frames: int, take: Take, views_of: ViewsOf | None = None
) -> TrainingSet:
    """Choose at most so many of each class's frames, which are in their order, to train a head on.

    `views_of` makes the views of one frame, by its class and number: float32 (v, 256); None for no views.
    """
    chosen = {gesture: rows[take.rows(len(rows), frames)] for gesture, rows in recorded.items()}
    if views_of is None:
        return TrainingSet.of(chosen)
    views = {
        gesture: [views_of(gesture, row) for row in take.rows(len(rows), frames).tolist()]
        for gesture, rows in recorded.items()
    }
    return TrainingSet.of(chosen, views)


def halves(recorded: FramesByClass) -> tuple[FramesByClass, FramesByClass]:
    """Split each class into its first half in time, to calibrate on, and its second, to test on."""
    first = {gesture: rows[: len(rows) // 2] for gesture, rows in recorded.items()}
    second = {gesture: rows[len(rows) // 2 :] for gesture, rows in recorded.items()}
    return first, second


def calibrate_and_test(
    name: str,
    recorded: FramesByClass,
    frames: int,
    take: Take,
    *,
    train: Train,
    views_of: ViewsOf | None = None,
) -> Figures:
    """Train on frames of the first half of each class, as the game would, and test on the second.

    `train` trains the head; all else is as for `calibration_set` and `Figures`.
    """
    first_half, second_half = halves(recorded)
    head, report = train(calibration_set(first_half, frames, take, views_of))
    return measure(name, head, second_half, report)


def measure(name: str, head: Head, test: FramesByClass, report: TrainingReport | None = None) -> Figures:
    """Test a head on frames of each gesture, and of none perhaps, in their order."""
    probabilities = {gesture: head.predict(rows) for gesture, rows in test.items()}
    moves = head.rules.moves
    of_moves = {gesture: rows[:, : len(moves)] for gesture, rows in probabilities.items()}
    right = np.concatenate([of_moves[true].argmax(axis=1) == true for true in moves])
    thrown = [(true, _throws(head, probabilities[true])) for true in moves]
    counted = [(true, throw) for true, throws in thrown for throw in throws if throw is not None]
    windows = sum(len(throws) for _, throws in thrown)
    sureness = np.concatenate([of_moves[true].max(axis=1) for true in moves])
    none = of_moves.get(head.rules.none)
    return Figures(
        name=name,
        frame_accuracy=float(right.mean()),
        throw_accuracy=float(np.mean([true == throw for true, throw in counted])) if counted else None,
        throw_again=(windows - len(counted)) / windows if windows else None,
        none_auroc=None if none is None else auroc(sureness, none.max(axis=1)),
        train_loss=None if report is None else report.train_loss,
        train_s=None if report is None else report.seconds,
    )


def _throws(head: Head, probabilities: Probabilities) -> list[Gesture | None]:
    """Return the vote of each whole window of consecutive frames; None where it was not clear."""
    starts = range(0, len(probabilities) - THROW_FRAMES + 1, THROW_FRAMES)
    windows = [probabilities[start : start + THROW_FRAMES] for start in starts]
    return [vote(window, head.thresholds, head.rules).gesture for window in windows]


def auroc(positives: npt.NDArray[np.floating], negatives: npt.NDArray[np.floating]) -> float:
    """Return the area under the ROC curve: the chance that a positive scores above a negative, ties as half.

    Both are float (n,), n at least 1.
    """
    ranked = np.sort(negatives)
    below = np.searchsorted(ranked, positives, "left")
    not_above = np.searchsorted(ranked, positives, "right")
    return float((below + not_above).mean() / (2 * len(negatives)))


STATISTICS: Final[Mapping[str, Callable[[list[float]], np.floating]]] = {
    "mean": np.mean,
    "median": np.median,
    "min": np.min,
}
HEADINGS: Final = {
    "frame_accuracy": "frames right",
    "throw_accuracy": "throws right",
    "throw_again": "thrown again",
    "none_auroc": "none AUROC",
    "train_loss": "train loss",
    "train_s": "train s",
}
"""The figures of `Figures` by name, as the table calls them."""


def summary(sessions: Sequence[Figures]) -> dict[str, float | None]:
    """Return mean, median and minimum of each figure over the sessions that have it; None where none has.

    The keys are mean_frame_accuracy and so on.
    """
    result: dict[str, float | None] = {}
    for statistic, function in STATISTICS.items():
        for figure in HEADINGS:
            found = (getattr(session, figure) for session in sessions)
            values = [value for value in found if value is not None]
            result[f"{statistic}_{figure}"] = float(function(values)) if values else None
    return result


def as_json(sessions: Sequence[Figures]) -> dict[str, object]:
    """Return what `--json` prints."""
    return {"sessions": [asdict(session) for session in sessions], **summary(sessions)}


def as_table(sessions: Sequence[Figures]) -> str:
    """Lay the figures out as text: a line for each session, then mean, median and minimum."""
    overall = summary(sessions)
    lines = [
        (printable(session.name), [getattr(session, figure) for figure in HEADINGS]) for session in sessions
    ]
    lines += [(name, [overall[f"{name}_{figure}"] for figure in HEADINGS]) for name in STATISTICS]
    width = max(len(name) for name, _ in [("session", []), *lines])
    table = [f"{'session':{width}}" + "".join(f"  {heading:>12}" for heading in HEADINGS.values())]
    for name, values in lines:
        cells = ["-" if value is None else f"{value:.4f}" for value in values]
        table.append(f"{name:{width}}" + "".join(f"  {cell:>12}" for cell in cells))
    return "\n".join(table)

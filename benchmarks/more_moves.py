"""Measures how well five moves are read on real pictures.

    python -m benchmarks.more_moves [--shared ../shared] [--backbone own]

One man's fist, flat hand and two fingers (`hands_dataset`, cropped around the hand) and two of his one, three
and four fingers stand for rock, paper, scissors, lizard and Spock. In each of his rooms the first half of a
move's frames is what he calibrates on, 40 of all rooms together, and the second is the test.
"""

from itertools import combinations
from typing import Final

from benchmarks import parser_of
from benchmarks.recognition.sets import boxed_squares
from rps_game.calibration.augmentation import VIEWS, pooled_views, views_of
from rps_game.camera.observation import Square
from rps_game.cli.evaluation import Take, calibration_set, measure
from rps_game.game.gestures import LIZARD_SPOCK, Gesture
from rps_game.heads.dataset import Pooled
from rps_game.heads.report import TrainingSettings
from rps_game.heads.training import finish, train_head
from rps_game.network.backbone import DEFAULT_BACKBONE
from rps_game.network.loader import prepare_network
from rps_game.paths import default_paths

FRAMES: Final = 40
KNOWN: Final = ("0", "5", "2")
"""Fingers of rock, paper and scissors."""

OTHERS: Final = ("1", "3", "4")
"""Fingers of which two are lizard and Spock."""

Rooms = dict[str, list[Square]]


def halves(rooms: Rooms) -> tuple[list[Square], list[Square]]:
    """Return the first half of each room's frames, and the second."""
    first = [square for frames in rooms.values() for square in frames[: len(frames) // 2]]
    second = [square for frames in rooms.values() for square in frames[len(frames) // 2 :]]
    return first, second


def main() -> None:
    """Print a line for each pair of further moves."""
    parser = parser_of(__doc__)
    parser.add_argument("--backbone", default=str(DEFAULT_BACKBONE), help="a name, or the path of a .tflite")
    options = parser.parse_args()
    backbone, starter = prepare_network(options.backbone, default_paths())
    hands: dict[str, Rooms] = {}
    for fingers_up, room, square in boxed_squares(options.shared / "hands" / "hands_dataset"):
        hands.setdefault(fingers_up, {}).setdefault(room, []).append(square)
    cut = {fingers: halves(rooms) for fingers, rooms in hands.items()}
    embedded = {fingers: [backbone.embed_batch(part) for part in parts] for fingers, parts in cut.items()}
    print("| lizard, Spock | frames right | throws right | thrown again |\n|---|---|---|---|")
    for pair in combinations(OTHERS, 2):
        fingers = dict(zip(LIZARD_SPOCK.moves, (*KNOWN, *pair), strict=True))

        def views(move: Gesture, row: int, fingers: dict[Gesture, str] = fingers) -> Pooled:
            square = cut[fingers[move]][0][row]
            return pooled_views(views_of(square, VIEWS, seed=len(fingers) * row + move), backbone.embed)

        recorded, tested = ({move: embedded[fingers[move]][half] for move in fingers} for half in (0, 1))
        data = calibration_set(recorded, FRAMES, Take.SPREAD, views)
        head, _ = finish(train_head(data, TrainingSettings(), starter))
        figures = measure("", head, tested)
        assert figures.throw_accuracy is not None
        assert figures.throw_again is not None
        shown = (figures.frame_accuracy, figures.throw_accuracy, figures.throw_again)
        print("|", " | ".join([f"{' and '.join(pair)} fingers", *(f"{each:.3f}" for each in shown)]), "|")


if __name__ == "__main__":
    main()

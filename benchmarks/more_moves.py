"""Measures how well five moves are read on real pictures, and how often a wrong one is noticed.

    python -m benchmarks.more_moves [--shared ../shared] [--backbone own] [--frames 40]

One man's fist, flat hand and two fingers (`hands_dataset`, cropped around the hand) and two of his one, three
and four fingers stand for rock, paper, scissors, lizard and Spock. In each of his rooms the first half of a
move's frames is what he calibrates on, 40 of all rooms together, and the second is the test.

The guard against the wrong hand, for pairs that the starter does not know, watches ten frames in a row of the
second halves, after 40 of the first were recorded: of this man, and of the two people of `epsrc_fingers`, who
show no fist. Its number was chosen on all three.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks import parser_of
from benchmarks.recognition.sets import boxed_squares, square_of
from rps_game.calibration.augmentation import VIEWS, pooled_views, views_of
from rps_game.calibration.wrong_hand import JUDGED_AT, LEAST_FRAMES, WrongHand
from rps_game.camera.observation import Sample, Square
from rps_game.camera.pictures import pictures_in
from rps_game.cli.evaluation import Take, calibration_set, measure
from rps_game.game.gestures import LIZARD_SPOCK, Gesture
from rps_game.heads.dataset import Pooled
from rps_game.heads.report import TrainingSettings
from rps_game.heads.starter import Starter
from rps_game.heads.training import finish, train_head
from rps_game.network.backbone import DEFAULT_BACKBONE, Backbone
from rps_game.network.loader import prepare_network
from rps_game.paths import default_paths

FRAMES: Final = 40
KNOWN: Final = ("0", "5", "2")
"""Fingers of rock, paper and scissors."""

OTHERS: Final = ("1", "3", "4")
"""Fingers of which two are lizard and Spock."""

Rooms = dict[str, list[Square]]
APART: Final = 3
"""Frames between two recordings of the guard: they overlap, as there are few frames."""

PERSON: Final = re.compile(r"(Set\d)_(\d)_[a-z]+_(\d+)")
"""Of epsrc_fingers' file names: who, how many fingers, and the frame's number."""


def counted_fingers(folder: Path) -> dict[str, dict[str, Rooms]]:
    """Return the frames of epsrc_fingers in their order, by person and number of fingers."""
    found = []
    for name in ("paper", "scissors", "other"):
        for path in pictures_in(folder / name):
            if told := PERSON.search(path.name):
                found.append((told[1], told[2], int(told[3]), path))
    people: dict[str, dict[str, Rooms]] = {}
    for person, fingers, _, path in sorted(found):
        rooms = people.setdefault(person, {}).setdefault(fingers, {person: []})
        rooms[person].append(square_of(path))
    return people


def asked_about(
    starter: Starter | None,
    recorded: Mapping[str, Sequence[Sample]],
    shown: Mapping[str, Sequence[Sequence[Sample]]],
) -> Iterator[tuple[bool, bool]]:
    """Record each move after the others; yield whether a wrong one was shown, and whether it was asked about.

    Args:
        starter: of the network.
        recorded: 40 frames of each number of fingers.
        shown: other frames of each, by room; ten in a row are one recording.
    """
    for pair in combinations(OTHERS, 2):
        fingers = dict(zip(LIZARD_SPOCK.moves, (*KNOWN, *pair), strict=True))
        known = {move: recorded[number] for move, number in fingers.items() if number in recorded}
        for asked, seen in product(known, known):
            before = {move: samples for move, samples in known.items() if move < asked}
            guard = WrongHand(asked, starter, before)
            others = [move for move in before if not guard.knows(move)]
            if (seen is not asked and seen not in others) or not others:
                continue
            for frames in shown[fingers[seen]]:
                for start in range(0, len(frames) - JUDGED_AT + 1, APART):
                    ten = frames[start : start + JUDGED_AT]
                    told = any(guard.read(ten[:n]) for n in range(LEAST_FRAMES, JUDGED_AT + 1))
                    yield seen is not asked, told


def halves(rooms: Rooms) -> tuple[list[Square], list[Square]]:
    """Return the first half of each room's frames, and the second."""
    first = [square for frames in rooms.values() for square in frames[: len(frames) // 2]]
    second = [square for frames in rooms.values() for square in frames[len(frames) // 2 :]]
    return first, second


def guard_line(name: str, hands: Mapping[str, Rooms], backbone: Backbone, starter: Starter | None) -> str:
    """Return how many wrong and right recordings of a set were asked about."""
    numbers = itertools.count()

    def samples(squares: Sequence[Square]) -> list[Sample]:
        return [Sample(next(numbers), None, backbone.embed(square)) for square in squares]

    recorded = {}
    for fingers, rooms in hands.items():
        first, _ = halves(rooms)
        chosen = Take.SPREAD.rows(len(first), FRAMES)
        recorded[fingers] = samples([first[row] for row in chosen])
    shown = {
        fingers: [samples(frames[len(frames) // 2 :]) for frames in rooms.values()]
        for fingers, rooms in hands.items()
    }
    found = list(asked_about(starter, recorded, shown))
    cells = []
    for wrong in (True, False):
        asked = [told for was_wrong, told in found if was_wrong is wrong]
        cells.append(f"{100 * float(np.mean(asked)):.0f} of 100 ({len(asked)})")
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Print a line for each pair of further moves."""
    parser = parser_of(__doc__)
    parser.add_argument("--backbone", default=str(DEFAULT_BACKBONE), help="a name, or the path of a .tflite")
    parser.add_argument("--frames", type=int, default=FRAMES, help="of each move, to calibrate on")
    options = parser.parse_args()
    backbone, starter = prepare_network(options.backbone, default_paths)
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
        data = calibration_set(recorded, options.frames, Take.SPREAD, views)
        head, _ = finish(train_head(data, TrainingSettings(), starter))
        figures = measure("", head, tested)
        assert figures.throw_accuracy is not None
        assert figures.throw_again is not None
        shown = (figures.frame_accuracy, figures.throw_accuracy, figures.throw_again)
        print("|", " | ".join([f"{' and '.join(pair)} fingers", *(f"{each:.3f}" for each in shown)]), "|")
    print("\n| pairs unknown to the starter | wrong, asked about | right, asked about |\n|---|---|---|")
    print(guard_line("hands_dataset", hands, backbone, starter))
    for person, counted in counted_fingers(options.shared / "hands" / "epsrc_fingers").items():
        print(guard_line(f"epsrc_fingers, {person}", counted, backbone, starter))


if __name__ == "__main__":
    main()

"""`python -m benchmarks.recognition.rendered`: how the starter reads 3,000 fixed rendered hands.

    python -m benchmarks.recognition.rendered [--assets FOLDER]

The hands are rendered from ../shared/hand3d by the recipe's own renderer and put on real backgrounds by its
painter; one seed, so always the same. Tints and lamps are others than in the training. The backgrounds are
strips of `drone_gestures/other`, another room than those that the bank takes; legs of training before this
bank saw half of them. Beside them stand the real hands of `pairs_hawkinson`, papers mostly from the back,
closed or edge-on; of a network that learnt from that set they say little.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks import ROOT, parser_of
from benchmarks.recognition.sets import Square, square_of, strips
from benchmarks.recognition.tables import share, short, table
from rps_game.camera.pictures import pictures_in
from rps_game.camera.preprocess import INPUT_SIDE
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.heads.dataset import pooled
from rps_game.heads.starter import load_starter
from rps_game.network.backbone import load_backbone
from tools.pretrain.bank import Kind, opaque
from tools.pretrain.classes import class_of_pose
from tools.pretrain.cutting import clear_rim
from tools.pretrain.painter import paint
from tools.pretrain.rendered.hands import Rendered, Renderer

ASSETS: Final = ROOT / "assets"
SEED: Final = 17
EACH: Final = 1000
"""Hands of each gesture."""

THUMB_AND_INDEX: Final = 0.2
"""Share of the scissors that are shown with thumb and index finger."""

EDGE_DEG: Final = 65.0
"""From the edge: the palm's normal, in either direction, so far or farther off the view axis."""

SMALL, LARGE = 0.25, 0.5
"""Of the square's side: what the longer side of the box around a small or a large hand's joints is."""

# Places in the folder `paper` of pairs_hawkinson, in the order of the names, told apart by eye. Nearly all of
# these hands are seen from the back.
CLOSED: Final = tuple(chain(range(16, 25), range(77, 120), range(360, 396), range(437, 524)))
"""Fingers side by side; the thumb may be out."""

EDGE_ON: Final = tuple(
    chain(
        range(72, 77),
        range(133, 148),
        (178, 179, 182),
        range(525, 529),
        (532, 537, 540, 543, 549, 552, 555, 558, 560, 563, 564, 567, 570, 572),
    )
)
"""The palm's normal nearly across the view: the hand is a narrow strip."""

PAPERS: Final[Mapping[str, Sequence[int]]] = {"closed": CLOSED, "edge-on": EDGE_ON}

Group = Callable[["TestHand"], str]
Reader = Callable[[Sequence[Square]], npt.NDArray[np.intp]]


@dataclass(frozen=True, slots=True, eq=False)
class TestHand:
    """One fixed hand, and what is known of it."""

    square: Square  # its picture, uint8 (224, 224, 3) RGB
    gesture: Gesture
    truth: Rendered  # all that the renderer knows
    size: float  # the longer side of the box around its joints, as a share of the square's side


def main() -> None:
    """Make the hands, read them, print the tables."""
    parser = parser_of(__doc__)
    parser.add_argument("--assets", type=Path, default=ASSETS, help="where backbone and starter are")
    arguments = parser.parse_args()
    read, fingerprint = _reader(arguments.assets)
    hands = list(test_hands(arguments.shared))
    parts = [f"Network `{short(fingerprint)}`, pictures `{digest(hands)}`."]
    right = read([hand.square for hand in hands]) == [hand.gesture for hand in hands]
    parts += [_by_group(title, hands, right, group) for title, group in GROUPS.items()]
    parts.append(_real(arguments.shared / "hands" / "pairs_hawkinson", read))
    print("\n\n".join(parts))


def _reader(assets: Path) -> tuple[Reader, str]:
    backbone = load_backbone(str(assets / "backbone.tflite"), assets)
    starter = load_starter(backbone.fingerprint, assets)
    if starter is None:
        raise SystemExit("this network has no starter beside it")

    def read(squares: Sequence[Square]) -> npt.NDArray[np.intp]:
        logits = [starter.head.logits(pooled(backbone.embed(square)[None]))[0] for square in squares]
        return np.asarray(np.array(logits)[:, : len(GESTURES)].argmax(axis=1))

    return read, backbone.fingerprint


def test_hands(shared: Path) -> Iterator[TestHand]:
    """The fixed hands, gesture after gesture; always the same ones."""
    others = pictures_in(shared / "hands" / "drone_gestures" / "other")[::3]
    rooms = [opaque(strip) for strip in strips(others)]
    renderer = Renderer(shared / "hand3d", INPUT_SIDE, test=True)
    for gesture in GESTURES:
        made, number = 0, 0
        while made < EACH:
            rng = np.random.default_rng((SEED, gesture, number))
            number += 1
            pose = _pose(gesture, rng)
            hand = renderer.render(rng, pose)
            if class_of_pose(pose, hand.off_axis_deg, hand.index_off_axis_deg) != gesture:
                continue  # thumb and index finger from the edge
            room = rooms[int(rng.integers(len(rooms)))]
            painted = paint(rng, clear_rim(hand.picture), Kind.CUTOUT, room, INPUT_SIDE, made=0.0)
            joints = painted.moved(hand.joints)
            size = float((joints.max(axis=0) - joints.min(axis=0)).max()) / INPUT_SIDE
            inside = ((joints >= 0) & (joints < INPUT_SIDE)).all(axis=1).mean()
            if inside < 0.8:
                continue  # a hand cut off by the picture's edge is another matter
            yield TestHand(painted.picture, gesture, hand, size)
            made += 1


def _pose(gesture: Gesture, rng: np.random.Generator) -> str:
    if gesture is Gesture.SCISSORS and rng.random() < THUMB_AND_INDEX:
        return "thumb_and_index"
    return {Gesture.ROCK: "fist", Gesture.PAPER: "flat", Gesture.SCISSORS: "two"}[gesture]


def digest(hands: Sequence[TestHand]) -> str:
    """Letters that tell these pictures from others, by means rounded to sixteenths of the range."""
    means = np.stack([hand.square.reshape(4, 56, 4, 56, 3).mean(axis=(1, 3)) for hand in hands])
    return hashlib.sha256(np.round(means / 16).astype(np.uint8).tobytes()).hexdigest()[:16]


def _shown(hand: TestHand) -> str:
    return "thumb and index" if hand.truth.gesture == "thumb_and_index" else "as usual"


def _view(hand: TestHand) -> str:
    if hand.truth.off_axis_deg >= EDGE_DEG:
        return "edge"
    return "palm" if hand.truth.palm_seen else "back"


def _size(hand: TestHand) -> str:
    return "small" if hand.size < SMALL else "large" if hand.size > LARGE else "middle"


def _fingers(hand: TestHand) -> str:
    if hand.gesture is Gesture.ROCK:
        return "fist"
    return "closed" if hand.truth.spread < 0.02 else "spread"


GROUPS: Final[dict[str, Group]] = {
    "all": lambda _: "all",
    "shown": _shown,
    "view": _view,
    "skin tint": lambda hand: f"{hand.truth.brightness:.2f}",
    "size": _size,
    "fingers": _fingers,
}
"""How the hands are told apart in the tables."""


def _by_group(title: str, hands: Sequence[TestHand], right: npt.NDArray[np.bool_], group: Group) -> str:
    groups = np.array([group(hand) for hand in hands])
    gestures = np.array([hand.gesture for hand in hands])
    rows = []
    for name in sorted(set(groups.tolist())):
        here = groups == name
        cells = [_share(right[here & (gestures == gesture)]) for gesture in GESTURES]
        rows.append([name, *cells, _share(right[here]), str(int(here.sum()))])
    return table([title, *(gesture.name.lower() for gesture in GESTURES), "together", "hands"], rows)


def _share(right: npt.NDArray[np.bool_]) -> str:
    return share(float(right.mean()) if len(right) else None)


def _real(folder: Path, read: Reader) -> str:
    """Real hands, most of them from the back; of the papers also the closed ones and those from the edge."""
    rows = []
    for gesture in GESTURES:
        squares = [square_of(path) for path in pictures_in(folder / gesture.name.lower())]
        right = read(squares) == gesture
        rows.append([gesture.name.lower(), _share(right), str(len(right))])
        if gesture is Gesture.PAPER:
            for name, numbers in PAPERS.items():
                some = right[list(numbers)]
                rows.append([f"paper, {name}", _share(some), str(len(some))])
    return table([f"real: {folder.name}", "right", "hands"], rows)


if __name__ == "__main__":
    main()

"""Measures the capture coach: its thresholds on the set they were chosen on, and its verdicts on the others.

    python -m benchmarks.coach [--shared ../shared] [--sets NAME ...]

Good frames are every eighth of a session at 30 frames a second, or pictures that were taken one by one.
Faulty ones are made of them: darkened, brightened (in stops of light), blurred, moved, shown twice, cut off,
and empty. `caught` is what the coach refuses, `named` what it refuses for the right reason.
"""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks import parser_of
from rps_game.calibration import coach as rules
from rps_game.calibration.coach import Coach, FrameMeasurements, FrameVerdict, measure
from rps_game.calibration.empty_scene import EmptyScene
from rps_game.calibration.quality import difference, halve
from rps_game.camera.observation import Square
from rps_game.camera.pictures import pictures_in, read_picture
from rps_game.camera.preprocess import INPUT_SIDE, to_square
from rps_game.game.gestures import GESTURES, Gesture

CHOSEN_ON: Final = "best_of_one"
SPACING_S: Final = 8 / 30
"""Time between two good frames: every eighth at 30 a second."""

NOISE_LEVELS: Final = 2.0
"""Sensor noise, added to every faulty frame after its fault: real noise is neither dark nor blurred."""

TOWARDS_FAULTY: Final = 0.75
"""Place of a threshold between the worst good frame and the best faulty one."""


@dataclass(frozen=True, slots=True)
class Set:
    """A set of pictures, and where its sessions are in it."""

    name: str
    empty: int = 0  # of none/, how many frames from its start show nothing but the room
    late_empty: int = 0  # and from which one on again
    step: int = 8  # every so many pictures are the good frames


SETS: Final = {
    entry.name: entry
    for entry in (
        Set("best_of_one", empty=64, late_empty=216),
        Set("rock_paper_scissors_ml", empty=48, late_empty=440),
        Set("hands_dataset", step=2),
        Set("drone_gestures"),
        Set("rps_cv"),
        Set("sign_digits"),
    )
}
"""rps_cgi is left out: rendered before pure white, it counts as overexposed."""


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """One gesture in one place: its frames in their order, and the empty scene's."""

    gesture: Gesture
    frames: list[Square]
    spacing_s: float
    empty: list[Square]
    late_empty: list[Square]

    def coach(self) -> Coach:
        """Return a coach for this session."""
        return Coach(self.gesture, EmptyScene.of(self.empty) if self.empty else None)


def squares(paths: Sequence[Path]) -> list[Square]:
    """Read pictures as the network's input."""
    return [to_square(read_picture(path)) for path in paths]


def sessions(folder: Path, entry: Set) -> Iterator[Session]:
    """Yield the sessions of a set: one for each gesture, and for each place where the names have it."""
    scene = pictures_in(folder / "none") if entry.empty else []
    empty = squares(scene[: entry.empty : entry.step])
    late = squares(scene[entry.late_empty :: entry.step]) if scene else []
    for gesture in GESTURES:
        if not (folder / gesture.name.lower()).is_dir():
            continue
        places: dict[str, list[Path]] = {}
        for path in pictures_in(folder / gesture.name.lower()):
            place = path.stem.split("_", 1)[1].rsplit("_f", 1)[0] if entry.name == "hands_dataset" else ""
            places.setdefault(place, []).append(path)
        for paths in places.values():
            yield Session(gesture, squares(paths[:: entry.step]), SPACING_S, empty, late)


# What is done to good frames

Fault = Callable[[Square, np.random.Generator], npt.NDArray[np.floating] | Square]


def stops(amount: float) -> Fault:
    """Return a fault: brighter by so many stops, in a camera's gamma."""
    return lambda square, _: 255 * np.clip((square / 255.0) ** 2.2 * 2.0**amount, 0, 1) ** (1 / 2.2)


def blurred(sigma_px: float) -> Fault:
    """Return a fault: out of focus."""
    return lambda square, _: cv2.GaussianBlur(square, (0, 0), sigma_px).astype(np.uint8, copy=False)


def moved(length_px: int) -> Fault:
    """Return a fault: moved by so much during the exposure, in a random direction."""

    def move(square: Square, rng: np.random.Generator) -> Square:
        kernel = np.zeros((length_px, length_px), np.float32)
        angle, middle = rng.uniform(0, np.pi), (length_px - 1) / 2
        for along in np.linspace(-middle, middle, 4 * length_px):
            row, column = middle + along * np.sin(angle), middle + along * np.cos(angle)
            kernel[round(row), round(column)] = 1
        blurry = cv2.filter2D(square, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)
        return blurry.astype(np.uint8, copy=False)

    return move


def again(square: Square, rng: np.random.Generator) -> npt.NDArray[np.floating]:
    """Repeat a frame in a light that varies by 3 %."""
    return square * rng.uniform(0.97, 1.03)


FAULTS: Final[Mapping[str, tuple[FrameVerdict, Fault]]] = {
    "3 stops darker": (FrameVerdict.TOO_DARK, stops(-3)),
    "4 stops darker": (FrameVerdict.TOO_DARK, stops(-4)),
    "2 stops brighter": (FrameVerdict.TOO_BRIGHT, stops(2)),
    "3 stops brighter": (FrameVerdict.TOO_BRIGHT, stops(3)),
    "blurred, sigma 2 px": (FrameVerdict.BLURRED, blurred(2)),
    "blurred, sigma 3 px": (FrameVerdict.BLURRED, blurred(3)),
    "blurred, sigma 6 px": (FrameVerdict.BLURRED, blurred(6)),
    "moved by 15 px": (FrameVerdict.BLURRED, moved(15)),
    "moved by 21 px": (FrameVerdict.BLURRED, moved(21)),
}


def spoil(square: Square, fault: Fault, rng: np.random.Generator) -> Square:
    """Apply a fault and a sensor's noise to a frame."""
    noise = rng.normal(0, NOISE_LEVELS, square.shape)
    return np.clip(fault(square, rng) + noise, 0, 255).astype(np.uint8)


def cut_offs(session: Session) -> Iterator[tuple[Square, EmptyScene]]:
    """Yield windows of each frame whose left, right or upper edge goes through the middle of the palm.

    Fingers that reach in from below are left out: to the coach they are an arm.
    """
    scene = EmptyScene.of(session.empty)
    for frame in session.frames:
        palm = cv2.distanceTransform(
            cv2.copyMakeBorder(scene.hand_in(halve(frame)).mask, 1, 0, 1, 1, 0), cv2.DIST_L2, 3
        )
        row, column = np.unravel_index(int(palm.argmax()), palm.shape)
        y, x = (int((place - 1) * INPUT_SIDE / (palm.shape[0] - 1)) for place in (row, column))
        for side in (120, 150, 180):
            for left, top in ((x, y - side // 2), (x - side, y - side // 2), (x - side // 2, y)):
                if 0 <= left <= INPUT_SIDE - side and 0 <= top <= INPUT_SIDE - side:
                    window = slice(top, top + side), slice(left, left + side)
                    room = EmptyScene.of([_whole(frame[window]) for frame in session.empty])
                    yield _whole(frame[window]), room


def _whole(part: npt.NDArray[np.uint8]) -> Square:
    size = (INPUT_SIDE, INPUT_SIDE)
    return cv2.resize(part, size, interpolation=cv2.INTER_LINEAR).astype(np.uint8, copy=False)


# What comes of it


@dataclass(slots=True)
class Tally:
    """Counts of a kind of frames: all, those refused, and those refused for the right reason."""

    frames: int = 0
    caught: int = 0
    named: int = 0

    def count(self, advice: FrameVerdict, expected: FrameVerdict) -> None:
        """Count one frame."""
        self.frames += 1
        self.caught += advice is not FrameVerdict.GOOD
        self.named += advice is expected


def try_on(
    folder: Path, entry: Set, faults: Mapping[str, tuple[FrameVerdict, Fault]] = FAULTS
) -> dict[str, Tally]:
    """Judge the good frames of a set in their order, and the faulty ones each in its frame's place."""
    rng = np.random.default_rng(0)
    tallies: dict[str, Tally] = {}

    def count(name: str, advice: FrameVerdict, expected: FrameVerdict) -> None:
        tallies.setdefault(name, Tally()).count(advice, expected)

    for session in sessions(folder, entry):
        coach, now = session.coach(), 0.0
        for square in session.frames:
            for name, (expected, fault) in faults.items():
                count(name, coach.judge(spoil(square, fault, rng), now), expected)
            advice = coach.judge(square, now)
            count("good", advice, FrameVerdict.GOOD)
            if advice is not FrameVerdict.GOOD:
                count(f"good taken for {advice.name}", advice, advice)
            if coach.accepts(now):
                coach.note_taken(now)
                count("repeated", coach.judge(spoil(square, again, rng), now), FrameVerdict.SAME_AS_LAST)
            now += session.spacing_s
        for square in session.late_empty:
            count("no hand", session.coach().judge(square, 0), FrameVerdict.NO_HAND)
    return tallies


def try_cut_offs(folder: Path, entry: Set) -> Tally:
    """Judge hands that are half outside, where there is an empty scene."""
    tally = Tally()
    for session in sessions(folder, entry):
        for square, room in cut_offs(session):
            tally.count(Coach(session.gesture, room).judge(square, 0), FrameVerdict.CUT_OFF)
    return tally


def choices(folder: Path, entry: Set) -> Iterator[str]:
    """Format the thresholds that the choosing set suggests, beside those in use."""
    rng = np.random.default_rng(0)
    found = [(session, EmptyScene.of(session.empty)) for session in sessions(folder, entry)]
    good = [[measure(square, room) for square in session.frames] for session, room in found]

    def spoilt(fault: Fault) -> list[list[FrameMeasurements]]:
        return [[measure(spoil(s, fault, rng), room) for s in session.frames] for session, room in found]

    def each(name: str, faulty: list[list[FrameMeasurements]]) -> list[list[float]]:
        return [[getattr(look, name) for session in looks for look in session] for looks in (good, faulty)]

    def relative(faulty: list[list[FrameMeasurements]]) -> list[list[float]]:
        usual = [statistics.median(look.sharpness for look in session) for session in good]
        return [
            [look.sharpness / u for session, u in zip(looks, usual, strict=True) for look in session]
            for looks in (good, faulty)
        ]

    hands = [look.hand for session in good for look in session if look.hand]
    rooms = [room.hand_in(halve(square)) for session, room in found[:1] for square in session.late_empty]
    cuts = [room.hand_in(halve(square)) for session, _ in found for square, room in cut_offs(session)]
    shares = [[hand.share for hand in some] for some in (hands, rooms)]
    contact = [hand.contact for hand in cuts if hand.across <= rules.CUT_ABOVE_ACROSS]
    across = [hand.across for hand in cuts if hand.contact <= rules.CUT_ABOVE_CONTACT]
    small = [[[look.small for look in session] for session in looks] for looks in (good, spoilt(again))]
    pairs = [pair for session in small[0] for pair in pairwise(session)]
    repeats = [pair for sessions in zip(*small, strict=True) for pair in zip(*sessions, strict=True)]
    dark, bright, soft, softer, soft_again = map(spoilt, (stops(-3), stops(2), *map(blurred, (3, 2, 3))))
    # Which good frame is the worst, the good and the faulty frames' values, the threshold in use.
    lines: dict[str, tuple[Callable[..., float], Sequence[Sequence[float]], float]] = {
        "brightest twentieth, level (3 stops darker)": (min, each("brightest", dark), rules.DARK_BELOW_LEVEL),
        "washed out, share (2 stops brighter)": (max, each("washed_out", bright), rules.BRIGHT_ABOVE_SHARE),
        "hand, share (no hand)": (min, shares, rules.NO_HAND_BELOW_SHARE),
        "contact with the edge, widths (cut off)": (
            max,
            ([hand.contact for hand in hands], contact),
            rules.CUT_ABOVE_CONTACT,
        ),
        "across the square, share (cut off)": (
            max,
            ([hand.across for hand in hands], across),
            rules.CUT_ABOVE_ACROSS,
        ),
        "sharpness (sigma 3 px)": (min, each("sharpness", soft), rules.BLURRED_BELOW),
        "sharpness, share of the usual (sigma 2 px)": (min, relative(softer), rules.BLURRED_BELOW_SHARE),
        "sharpness, share of the usual (sigma 3 px)": (min, relative(soft_again), rules.BLURRED_BELOW_SHARE),
        "difference, levels (repeated)": (
            min,
            [[difference(*pair) for pair in some] for some in (pairs, repeats)],
            rules.SAME_BELOW_LEVELS,
        ),
    }
    for name, (worst, (right, wrong), used) in lines.items():
        of_good, of_faulty = worst(right), (max if worst is min else min)(wrong)
        suggested = of_good + TOWARDS_FAULTY * (of_faulty - of_good)
        yield f"  {name:48}{of_good:9.2f}{of_faulty:9.2f}{suggested:9.2f}{used:9.2f}"


def cost_ms(session: Session, rounds: int = 200) -> tuple[float, float]:
    """Measure the judging of one frame: median and 99th percentile, in milliseconds."""
    coach, spent = session.coach(), []
    for number in range(rounds):
        started = time.perf_counter()
        coach.judge(session.frames[number % len(session.frames)], number / 8)
        spent.append((time.perf_counter() - started) * 1e3)
        coach.note_taken(number / 8)
    return float(np.median(spent)), float(np.percentile(spent, 99))


def report(shared: Path, names: Sequence[str]) -> Iterator[str]:
    """Measure everything, and format it line by line."""
    hands, chosen = shared / "hands", SETS[CHOSEN_ON]
    yield f"Chosen on {CHOSEN_ON}: good frames | faulty frames | three quarters of the way | used"
    yield from choices(hands / CHOSEN_ON, chosen)
    tallies = {name: try_on(hands / name, SETS[name]) for name in names}
    for name in names:
        if SETS[name].empty:
            tallies[name]["cut off"] = try_cut_offs(hands / name, SETS[name])
    kinds = {kind for found in tallies.values() for kind in found}
    yield "\nCaught, and named rightly, in 100 frames (of good frames: refused)"
    yield " " * 28 + "".join(f"{name[:15]:>16}" for name in names)
    for kind in sorted(kinds, key=lambda kind: (not kind.startswith("good"), kind)):
        yield f"{kind:28}" + "".join(f"{_cell(kind, tallies[name].get(kind)):>16}" for name in names)
    median, late = cost_ms(next(sessions(hands / CHOSEN_ON, chosen)))
    yield f"\nOne frame is judged in {median:.2f} ms (median; 99th percentile {late:.2f})"


def _cell(kind: str, tally: Tally | None) -> str:
    if tally is None:
        return "-"
    if kind.startswith("good"):
        return (
            f"{100 * tally.caught / tally.frames:.1f} of {tally.frames}"
            if kind == "good"
            else str(tally.frames)
        )
    return f"{100 * tally.caught / tally.frames:.0f} ({100 * tally.named / tally.frames:.0f})"


def main() -> None:
    """Measure and print."""
    parser = parser_of(__doc__)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS), help="to try them on")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    for line in report(options.shared, options.sets):
        print(line, flush=True)


if __name__ == "__main__":
    main()

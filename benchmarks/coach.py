"""Measures the capture coach: its thresholds on the set they were chosen on, and its verdicts on the others.

    python -m benchmarks.coach [--shared ../shared] [--sets NAME ...] [--json]

Good frames are every eighth of a session at 30 frames a second, or pictures that were taken one by one.
Faulty ones are made of them: darkened, brightened (in stops of light), blurred, moved, shown twice, cut off,
and empty. `caught` is what the coach refuses, `named` what it refuses for the right reason.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

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
    """A set of pictures, and where its sessions are in it.

    Attributes:
        steady: consecutive frames of one recording; else pictures taken one by one.
        empty: of none/, how many frames from its start show nothing but the room.
        late_empty: and from which one on again.
        step: every so many pictures are the good frames.
    """

    name: str
    steady: bool
    empty: int = 0
    late_empty: int = 0
    step: int = 8


SETS: Final = {
    entry.name: entry
    for entry in (
        Set("best_of_one", steady=True, empty=64, late_empty=216),
        Set("rock_paper_scissors_ml", steady=True, empty=48, late_empty=440),
        Set("hands_dataset", steady=False, step=2),
        Set("drone_gestures", steady=False),
        Set("rps_cv", steady=False),
        Set("sign_digits", steady=False),
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

    def as_json(self) -> dict[str, float]:
        """Return shares, 0..1, and the number of frames."""
        return {"frames": self.frames, "caught": self.caught / self.frames, "named": self.named / self.frames}


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


@dataclass(frozen=True, slots=True)
class Choice:
    """How a threshold was chosen."""

    name: str
    good: float
    faulty: float
    used: float

    @property
    def suggested(self) -> float:
        """Three quarters of the way from the worst good frame to the best faulty one."""
        return self.good + TOWARDS_FAULTY * (self.faulty - self.good)


def choices(folder: Path, entry: Set) -> list[Choice]:
    """Compute the thresholds that the choosing set suggests, beside those in use."""
    rng = np.random.default_rng(0)
    found = [(session, EmptyScene.of(session.empty)) for session in sessions(folder, entry)]
    good = [[measure(square, room) for square in session.frames] for session, room in found]
    every = [look for looks in good for look in looks]

    def spoilt(fault: Fault) -> list[list[FrameMeasurements]]:
        return [[measure(spoil(s, fault, rng), room) for s in session.frames] for session, room in found]

    def each(looks: list[list[FrameMeasurements]], name: str) -> list[float]:
        return [getattr(look, name) for session in looks for look in session]

    def relative(looks: list[list[FrameMeasurements]]) -> list[float]:
        usual = [statistics.median(look.sharpness for look in session) for session in good]
        return [look.sharpness / u for session, u in zip(looks, usual, strict=True) for look in session]

    hands = [look.hand for look in every if look.hand]
    rooms = [room.hand_in(halve(square)) for session, room in found[:1] for square in session.late_empty]
    cuts = [room.hand_in(halve(square)) for session, _ in found for square, room in cut_offs(session)]
    neighbours = [pair for session in good for pair in pairwise(session)]
    repeats = zip(every, [look for session in spoilt(again) for look in session], strict=True)
    return [
        Choice(
            "brightest twentieth, level (3 stops darker)",
            min(each(good, "brightest")),
            max(each(spoilt(stops(-3)), "brightest")),
            rules.DARK_BELOW_LEVEL,
        ),
        Choice(
            "washed out, share (2 stops brighter)",
            max(each(good, "washed_out")),
            min(each(spoilt(stops(2)), "washed_out")),
            rules.BRIGHT_ABOVE_SHARE,
        ),
        Choice(
            "hand, share (no hand)",
            min(hand.share for hand in hands),
            max(hand.share for hand in rooms),
            rules.NO_HAND_BELOW_SHARE,
        ),
        Choice(
            "contact with the edge, widths (cut off)",
            max(hand.contact for hand in hands),
            min(hand.contact for hand in cuts if hand.across <= rules.CUT_ABOVE_ACROSS),
            rules.CUT_ABOVE_CONTACT,
        ),
        Choice(
            "across the square, share (cut off)",
            max(hand.across for hand in hands),
            min(hand.across for hand in cuts if hand.contact <= rules.CUT_ABOVE_CONTACT),
            rules.CUT_ABOVE_ACROSS,
        ),
        Choice(
            "sharpness (sigma 3 px)",
            min(each(good, "sharpness")),
            max(each(spoilt(blurred(3)), "sharpness")),
            rules.BLURRED_BELOW,
        ),
        Choice(
            "sharpness, share of the usual (sigma 2 px)",
            min(relative(good)),
            max(relative(spoilt(blurred(2)))),
            rules.BLURRED_BELOW_SHARE,
        ),
        Choice(
            "sharpness, share of the usual (sigma 3 px)",
            min(relative(good)),
            max(relative(spoilt(blurred(3)))),
            rules.BLURRED_BELOW_SHARE,
        ),
        Choice(
            "difference, levels (repeated)",
            min(difference(after.small, before.small) for before, after in neighbours),
            max(difference(after.small, before.small) for before, after in repeats),
            rules.SAME_BELOW_LEVELS,
        ),
    ]


def cost_ms(session: Session, rounds: int = 200) -> tuple[float, float]:
    """Measure the judging of one frame: median and 99th percentile, in milliseconds."""
    coach, spent = session.coach(), []
    for number in range(rounds):
        started = time.perf_counter()
        coach.judge(session.frames[number % len(session.frames)], number / 8)
        spent.append((time.perf_counter() - started) * 1e3)
        coach.note_taken(number / 8)
    return float(np.median(spent)), float(np.percentile(spent, 99))


def report(shared: Path, names: Sequence[str]) -> dict[str, Any]:
    """Measure all figures of the JSON."""
    hands = shared / "hands"
    chosen = SETS[CHOSEN_ON]
    median, late = cost_ms(next(sessions(hands / CHOSEN_ON, chosen)))
    return {
        "chosen_on": CHOSEN_ON,
        "thresholds": [
            {"name": c.name, "good": c.good, "faulty": c.faulty, "suggested": c.suggested, "used": c.used}
            for c in choices(hands / CHOSEN_ON, chosen)
        ],
        "sets": {name: _try_all(hands / name, SETS[name]) for name in names},
        "judge_ms": {"median": median, "p99": late},
    }


def _try_all(folder: Path, entry: Set) -> dict[str, dict[str, float]]:
    tallies = try_on(folder, entry)
    if entry.empty:
        tallies["cut off"] = try_cut_offs(folder, entry)
    return {kind: tally.as_json() for kind, tally in tallies.items()}


def as_table(figures: Mapping[str, Any]) -> str:
    """Format the figures as text."""
    lines = [
        f"Chosen on {figures['chosen_on']}: good frames | faulty frames | three quarters of the way | used"
    ]
    lines += [
        f"  {c['name']:48}{c['good']:9.2f}{c['faulty']:9.2f}{c['suggested']:9.2f}{c['used']:9.2f}"
        for c in figures["thresholds"]
    ]
    kinds = list(dict.fromkeys(kind for tallies in figures["sets"].values() for kind in tallies))
    names = list(figures["sets"])
    lines += ["", "Caught, and named rightly, in 100 frames (of good frames: refused)"]
    lines.append(" " * 28 + "".join(f"{name[:15]:>16}" for name in names))
    for kind in sorted(kinds, key=lambda kind: (not kind.startswith("good"), kind)):
        cells = [figures["sets"][name].get(kind) for name in names]
        lines.append(f"{kind:28}" + "".join(f"{_cell(kind, cell):>16}" for cell in cells))
    cost = figures["judge_ms"]
    lines += [
        "",
        f"One frame is judged in {cost['median']:.2f} ms (median; 99th percentile {cost['p99']:.2f})",
    ]
    return "\n".join(lines)


def _cell(kind: str, cell: Mapping[str, float] | None) -> str:
    if cell is None:
        return "-"
    if kind == "good":
        return f"{100 * cell['caught']:.1f} of {cell['frames']}"
    if kind.startswith("good"):
        return f"{cell['frames']}"
    return f"{100 * cell['caught']:.0f} ({100 * cell['named']:.0f})"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    there = os.environ.get("RPS_SHARED", Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--shared", type=Path, default=Path(there), help="the folder that has hands/")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS), help="to try them on")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    figures = report(options.shared, options.sets)
    print(json.dumps(figures, indent=2) if options.json else as_table(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Measures how often a calibration notices a wrong hand, and how often it asks about a right one.

A recording is 40 frames, taken by the game's own sampler and coach from a random start in a set's pictures: a
film of 30 frames a second, or pictures that come eight a second. What the game asks for before has been
recorded rightly, elsewhere in the same set. A set that the network has learnt from flatters it.
"""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.recognition.sets import square_of
from benchmarks.recognition.tables import table
from rps_game.calibration.capture import CaptureRules, CaptureState
from rps_game.calibration.empty_scene import EmptyScene
from rps_game.calibration.sampler import Sampler
from rps_game.calibration.wrong_hand import WrongHand
from rps_game.camera.observation import Embed, Observation, Sample
from rps_game.camera.pictures import pictures_in
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.starter import Starter

RULES: Final = CaptureRules(countdown_s=0.0)

WITHIN: Final = 10
"""Frames within which a wrong hand is to be noticed."""

WRONG, RIGHT = 30, 60
"""Recordings of each pair of gestures, and of each gesture, with each seed."""

SEEDS: Final = (20261129, 20261130, 20261131)
"""Drawn with only after the rule was what it is; with others it was changed."""

WRONG_AT_LEAST, RIGHT_AT_MOST = 95, 5
"""Of 100, over the measured sets."""

HEAD: Final = (
    "of 100 recordings",
    "recordings",
    f"wrong, stopped within {WITHIN} frames",
    "right, asked about",
    *(f"{shown.name.lower()} for {asked.name.lower()}" for asked, shown in permutations(GESTURES, 2)),
    *(f"right {gesture.id}" for gesture in GESTURES),
)

KEPT_PICTURES: Final = 1500
"""In memory, of 200 kB each with their features."""

Look = Callable[[Path], Sample]


@dataclass(frozen=True, slots=True)
class Set:
    """A set of pictures.

    Attributes:
        name: of its folder.
        fps: pictures a second.
        empty: of none/, how many from its start show nothing but the room.
    """

    name: str
    fps: float = 8.0
    empty: int = 0


MEASURED: Final = (Set("rock_paper_scissors_ml", 30, empty=48), Set("pairs_hawkinson"), Set("epsrc_fingers"))
"""The network that ships has learnt from none of them, and no number of the rule was chosen on them. But
rules that did worse on them were dropped: they are not sets that nobody has looked at."""

CHOSEN_ON: Final = (
    Set("best_of_one", 30, empty=64),
    Set("hagrid_crops"),
    Set("lebanese_fingers"),
    Set("rps_cv"),
    Set("sign_digits"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one recording.

    Attributes:
        place: the set that its pictures are of.
        asked, shown: the gesture that the game asked for, and the one that was shown.
        after: number of frames taken when the game asked about the hand; None if it never did.
        seen: the gesture that the game took the hand for; None if it never asked.
    """

    place: Set
    asked: Gesture
    shown: Gesture
    after: int | None
    seen: Gesture | None

    @property
    def good(self) -> bool:
        """Return True if a wrong hand was noticed within `WITHIN` frames, or a right one not questioned."""
        if self.asked is self.shown:
            return self.after is None
        return self.after is not None and self.after <= WITHIN


def record(
    place: Set,
    files: Mapping[Gesture, Sequence[Path]],
    asked: Gesture,
    shown: Gesture,
    *,
    look: Look,
    starter: Starter | None,
    rng: np.random.Generator,
) -> Outcome:
    """Make one recording, up to the question if there is one."""
    pictures = files[shown]
    start = int(rng.integers(len(pictures)))
    step = round(place.fps / RULES.rate_hz)
    span = {(start + i) % len(pictures) for i in range(RULES.frames * step)}
    earlier = [gesture for gesture in GESTURES if gesture < asked and gesture in files]
    recorded = {
        gesture: _elsewhere(files[gesture], step, span if gesture is shown else set(), look, rng)
        for gesture in earlier
    }
    empty = [look(path) for path in files.get(Gesture.NONE, ())[: place.empty : step]]
    wrong_hand = WrongHand(asked, starter, {**recorded, Gesture.NONE: empty})
    sampler = Sampler(asked, RULES, EmptyScene.of_samples(empty), wrong_hand)
    sampler.capture.start(0.0)
    number = 0
    while sampler.capture.state is not CaptureState.DONE and sampler.mistaken is None:
        now, path = number / place.fps, pictures[(start + number) % len(pictures)]
        number += 1  # a feed's first frame has number 1
        if sampler.capture.due(number, now):
            seen = look(path)
            assert seen.square is not None
            sampler.offer(Observation(number, now, seen.square, seen.square, seen.features), now)
    after = None if sampler.mistaken is None else len(sampler.samples)
    return Outcome(place, asked, shown, after, sampler.mistaken)


def _elsewhere(
    pictures: Sequence[Path], step: int, taken: set[int], look: Look, rng: np.random.Generator
) -> list[Sample]:
    """Take the frames of a recording that has none of these places."""
    free = [i for i in range(len(pictures)) if i not in taken]
    start = int(rng.integers(len(free)))
    return [look(pictures[free[(start + i * step) % len(free)]]) for i in range(min(RULES.frames, len(free)))]


def outcomes(hands: Path, places: Sequence[Set], *, look: Look, starter: Starter | None) -> Iterator[Outcome]:
    """Make the recordings of these sets."""
    for place, seed in product(places, SEEDS):
        rng = np.random.default_rng(seed)
        folders = {gesture: hands / place.name / gesture.id for gesture in CLASSES}
        files = {gesture: pictures_in(folder) for gesture, folder in folders.items() if folder.is_dir()}
        pairs = [(asked, shown) for asked, shown in permutations(GESTURES, 2) if shown in files]
        rights = [(gesture, gesture) for gesture in GESTURES if gesture in files]
        for chosen, count in ((pairs, WRONG), (rights, RIGHT)):
            for asked, shown in chosen:
                for _ in range(count):
                    yield record(place, files, asked, shown, look=look, starter=starter, rng=rng)


def share_of(found: Sequence[Outcome], *, wrong: bool) -> float | None:
    """Return how many of 100 were asked about: wrong ones in time, right ones ever; None without any."""
    asked = [each.good is wrong for each in found if (each.asked is not each.shown) is wrong]
    return None if not asked else 100 * float(np.mean(asked))


def report(found: Sequence[Outcome]) -> str:
    """Format a line for each set, and one for all that were measured and all that were chosen on."""

    def line(name: str, of: Sequence[Outcome]) -> list[str]:
        cells = [share_of(of, wrong=True), share_of(of, wrong=False)]
        for asked, shown in (*permutations(GESTURES, 2), *((gesture, gesture) for gesture in GESTURES)):
            pair = [each for each in of if (each.asked, each.shown) == (asked, shown)]
            cells.append(share_of(pair, wrong=asked is not shown))
        return [name, str(len(of)), *("-" if cell is None else f"{cell:.0f}" for cell in cells)]

    rows = []
    for title, places in (("measured", MEASURED), ("chosen on", CHOSEN_ON)):
        of_all = [each for each in found if each.place in places]
        if of_all:
            rows += [line(place.name, [each for each in found if each.place == place]) for place in places]
            wrong, right = (share_of(of_all, wrong=wrong) for wrong in (True, False))
            whole = line(f"**{title}**", of_all)
            rows.append([*whole[:2], f"**{wrong:.1f}**", f"**{right:.1f}**", *whole[4:]])
    return table(HEAD, rows)


def measure(hands: Path, embed: Embed, starter: Starter | None) -> str:
    """Make all recordings, on the measured sets and on those that the rule was chosen on."""

    @functools.lru_cache(KEPT_PICTURES)
    def look(path: Path) -> Sample:
        square = square_of(path)
        return Sample(0, square, embed(square))

    return report(list(outcomes(hands, (*MEASURED, *CHOSEN_ON), look=look, starter=starter)))

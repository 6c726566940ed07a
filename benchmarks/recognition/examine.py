"""Tests every recipe on every network with one set, as it was recorded."""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.recognition.measuring import Counts, Misread, Result, confusion, misread, thrown, throws
from benchmarks.recognition.recipes import (
    CHOICES,
    DEFAULT,
    RANDOM_DRAW,
    RECIPES,
    VIEWS,
    Recipe,
    fit,
    fit_otherwise,
)
from benchmarks.recognition.sets import Cut, Embedded, cuts_of
from rps_game.cli.evaluation import PictureFolder
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.heads.base import Head
from rps_game.heads.dataset import Features
from rps_game.heads.starter import Starter
from rps_game.network.backbone import Backbone


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A backbone that is compared."""

    label: str  # in the tables
    backbone: Backbone
    starter: Starter | None

    def can(self, recipe: Recipe) -> bool:
        """Return whether it has what the recipe needs."""
        return self.starter is not None or not recipe.wants_starter

    @property
    def game(self) -> Recipe:
        """The game's recipe for this network."""
        return VIEWS if self.starter is None else DEFAULT


Key = tuple[Network, Recipe]


@dataclass(slots=True, eq=False)
class Findings:
    """All results of one set."""

    folder: PictureFolder
    networks: Sequence[Network]  # the last one is the game's
    cut: Cut  # the first one; the only one of a set with an order
    results: dict[Key, list[Result]] = field(default_factory=dict)  # one for each cut and seed
    heads: dict[Key, Head] = field(default_factory=dict)  # the first of each
    # Throw windows of none/ by what was read in them, where there is none/.
    none_read: dict[Key, list[int]] = field(default_factory=dict)
    # By the game's head: `confusion`, `throws`, and its errors.
    frames_read: Counts | None = None
    throws_read: Counts | None = None
    errors: list[Misread] = field(default_factory=list)
    # Its probability of the true gesture, frame by frame, and whether that is the likeliest gesture.
    traces: dict[Gesture, list[tuple[float, bool]]] = field(default_factory=dict)
    # By the name of the change, for those that were tried.
    harder: dict[str, dict[Key, Result]] = field(default_factory=dict)
    # The game's head with other numbers in its recipe; and what each reads: as recorded, then of each change.
    choices: dict[str, Head] = field(default_factory=dict)
    chosen: dict[str, list[Result]] = field(default_factory=dict)

    @property
    def game(self) -> Key:
        """The network and recipe of the game."""
        return self.networks[-1], self.networks[-1].game

    def keys(self, recipes: Sequence[Recipe]) -> Iterator[Key]:
        """Yield those of the recipes that were trained, network by network."""
        for network in self.networks:
            yield from ((network, recipe) for recipe in recipes if (network, recipe) in self.heads)


def say(text: str, started_s: float = time.monotonic()) -> None:
    """Print progress, with the time since the start, to stderr."""
    print(f"{time.monotonic() - started_s:6.1f} s  {text}", file=sys.stderr, flush=True)


def examine(folder: PictureFolder, networks: Sequence[Network], seeds: int, *, choose: bool) -> Findings:
    """Train and test everything on one set.

    Args:
        folder: the set.
        networks: that are compared; the last one is the game's.
        seeds: of each training that depends on chance.
        choose: whether to train the game's head with other numbers too: never on a set that chooses nothing.
    """
    counts = {gesture: len(files) for gesture, files in folder.pictures.items()}
    cuts = cuts_of(folder.name, counts)
    found = Findings(folder, networks, cuts[0])
    for network in networks:
        embedded = Embedded.of(folder, network.backbone)
        for recipe in filter(network.can, RECIPES if len(cuts) == 1 else RANDOM_DRAW):
            _compare(found, (network, recipe), embedded, cuts, range(seeds if recipe.chance else 1))
            say(f"{folder.name}, {network.label}: {recipe.name}")
        if network is networks[-1]:
            _look_closely(found, embedded.test(found.cut))
            if choose:
                data = embedded.calibration(found.cut, network.game.take, views=network.game.views)
                for name, choice in CHOICES.items():
                    head = found.choices[name] = fit_otherwise(choice, data, network.starter)
                    found.chosen[name] = [Result.of(head, embedded.test(found.cut))]
    return found


def _compare(found: Findings, key: Key, embedded: Embedded, cuts: Sequence[Cut], seeds: range) -> None:
    network, recipe = key
    for number, cut in enumerate(cuts):
        data = embedded.calibration(cut, recipe.take, views=recipe.views)
        test = embedded.test(cut)
        for seed in seeds if len(cuts) == 1 else [number]:  # each draw has its own seed
            head, report = fit(recipe, data, network.starter, seed)
            found.results.setdefault(key, []).append(Result.of(head, test, report))
            if key not in found.heads:
                found.heads[key] = head
                if Gesture.NONE in test:
                    found.none_read[key] = thrown(head, test[Gesture.NONE])


def _look_closely(found: Findings, test: Mapping[Gesture, Features]) -> None:
    head = found.heads[found.game]
    found.frames_read, found.throws_read = confusion(head, test), throws(head, test)
    found.errors = misread(head, test)
    for gesture in GESTURES:
        read = head.predict(test[gesture])[:, : len(GESTURES)]
        right = read.argmax(axis=1) == gesture
        found.traces[gesture] = list(zip(read[:, gesture].tolist(), right.tolist(), strict=True))

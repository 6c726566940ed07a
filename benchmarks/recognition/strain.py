"""Tests heads on harder pictures, and on hands that show no gesture."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.recognition.examine import Findings, Key, Network, say
from benchmarks.recognition.harder import CUTTERS, HARDER, before, cut_out, made_harder
from benchmarks.recognition.measuring import AGAIN, Result, held
from benchmarks.recognition.recipes import CHOICES, STRAINED, fit, fit_otherwise
from benchmarks.recognition.sets import FRAMES, BoxedHands, Cut, Embedded, Square, square_of, tested_squares
from rps_game.camera.pictures import pictures_in
from rps_game.cli.evaluation import THROW_FRAMES, Take
from rps_game.game.gestures import Gesture

Squares = Mapping[Gesture, Sequence[Square]]

MOST: Final = 27 * THROW_FRAMES
"""Pictures of each gesture that are made harder, from the start of the test."""

ROOM_WINDOWS: Final = 5
"""Throw windows of each gesture that are put before other rooms; cutting the hands out takes the longest."""

UNCHANGED: Final = "unchanged"
OTHER_ROOM: Final = "other room"


def strain(found: Findings, rooms: Sequence[Square]) -> None:
    """Test heads on harder pictures than those they were calibrated on; fills `harder` and `chosen`."""
    squares = {gesture: rows[:MOST] for gesture, rows in tested_squares(found.folder, found.cut).items()}
    for name, changed in _changes(found.folder.name, squares, rooms):
        for network in found.networks:
            test = {gesture: network.backbone.embed_batch(rows) for gesture, rows in changed.items()}
            for key in found.keys(STRAINED):
                if key[0] is network:
                    found.harder.setdefault(name, {})[key] = Result.of(found.heads[key], test)
            if network is found.networks[-1] and name != UNCHANGED:
                for choice, head in found.choices.items():
                    found.chosen[choice].append(Result.of(head, test))
        say(f"{found.folder.name}: {name}")


def _changes(name: str, squares: Squares, rooms: Sequence[Square]) -> Iterator[tuple[str, Squares]]:
    yield UNCHANGED, squares
    for change, function in HARDER.items():
        yield change, {gesture: list(made_harder(rows, function)) for gesture, rows in squares.items()}
    if name in CUTTERS:
        yield OTHER_ROOM, {gesture: _elsewhere(name, rows, rooms) for gesture, rows in squares.items()}


def _elsewhere(name: str, squares: Sequence[Square], rooms: Sequence[Square]) -> list[Square]:
    """Put some throws, spread over the test, each before a room; hands that cannot be cut out are omitted."""
    placed = []
    for window, start in enumerate(np.linspace(0, len(squares) - THROW_FRAMES, ROOM_WINDOWS).astype(int)):
        for square in squares[start : start + THROW_FRAMES]:
            hand = cut_out(name, square)
            if hand is not None:
                placed.append(before(hand, rooms[window % len(rooms)]))
    return placed


@dataclass(slots=True, eq=False)
class Doubt:
    """Gestures read in hands held still."""

    # By what the hand shows and by the head.
    heads: dict[str, dict[Key, list[int]]] = field(default_factory=dict)
    # By the name of the choice, of the game's head with other numbers in its recipe, and by what is shown.
    choices: dict[str, dict[str, list[int]]] = field(default_factory=dict)


def doubts(hands: Path, networks: Sequence[Network]) -> Doubt:
    """Read one, three and four fingers by heads that were calibrated on hands_dataset's own player.

    The same heads read three fingers of other people, from sign_digits, and the real gestures of both sets: a
    head that rejects everything is useless, too.
    """
    boxed = BoxedHands.read(hands / "hands_dataset")
    shown = {f"{_spelled(number)}, the same player": rows for number, rows in boxed.fingers.items()}
    for folder, name in (("other", "three fingers"), ("not_fist_digit0", "a ring of thumb and finger")):
        files = pictures_in(hands / "sign_digits" / folder)
        shown[f"{name}, other people"] = [square_of(path) for path in files]
    for gesture in (Gesture.PAPER, Gesture.SCISSORS):
        files = pictures_in(hands / "sign_digits" / gesture.name.lower())
        shown[f"{gesture.name.lower()}, other people"] = [square_of(path) for path in files]
    doubt = Doubt()
    for network in networks:
        embedded = Embedded.of(boxed, network.backbone)
        chosen = {g: Take.SPREAD.rows(count, FRAMES) for g, count in embedded.counts.items()}
        cut = Cut.at(chosen, embedded.counts)
        features = {name: network.backbone.embed_batch(rows) for name, rows in shown.items()}
        own = {f"{g.name.lower()}, the same player": rows for g, rows in embedded.test(cut).items()}
        for recipe in filter(network.can, STRAINED):
            data = embedded.calibration(cut, recipe.take, views=recipe.views)
            head, _ = fit(recipe, data, network.starter, 0)
            for name, rows in {**features, **own}.items():
                doubt.heads.setdefault(name, {})[network, recipe] = held(head, rows)
            say(f"doubt, {network.label}: {recipe.name}")
        if network is networks[-1]:
            data = embedded.calibration(cut, network.game.take, views=network.game.views)
            for choice, numbers in CHOICES.items():
                head = fit_otherwise(numbers, data, network.starter)
                doubt.choices[choice] = {name: held(head, rows) for name, rows in {**features, **own}.items()}
    return doubt


def clear(read: Sequence[int]) -> int:
    """Count those that were read as a gesture."""
    return sum(gesture != AGAIN for gesture in read)


def _spelled(number: str) -> str:
    return {"1": "one finger", "3": "three fingers", "4": "four fingers"}[number]

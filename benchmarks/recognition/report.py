"""Formats the findings as tables."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from benchmarks.recognition.examine import Findings, Key, Network
from benchmarks.recognition.measuring import Misread, Result, mean
from benchmarks.recognition.recipes import SHORT, STRAINED
from benchmarks.recognition.sets import ORDERED
from benchmarks.recognition.strain import Doubt, clear
from benchmarks.recognition.tables import between, matrix, share, table
from rps_game.game.gestures import CLASSES, GESTURES, Gesture

NAMES: Final = [gesture.name.lower() for gesture in CLASSES]
WORST: Final = 8
"""Errors, or runs of errors, listed for each set."""

NEIGHBOURS: Final = 5
"""Errors at most so many consecutive frames apart are one run."""


def heads_table(found: Findings) -> str:
    """Tabulate every recipe on every network."""
    head = ["network", "head", "frames right", *NAMES[:3], "throws right", "thrown again", "AUROC", "train s"]
    rows = []
    for (network, recipe), results in found.results.items():
        recalls: list[float] = np.mean([result.recall for result in results], axis=0).tolist()
        figures = [mean(results, name) for name in ("throw_accuracy", "throw_again", "none_auroc")]
        seconds = mean(results, "train_s")
        accuracy = between([result.figures.frame_accuracy for result in results])
        cells = [accuracy, *(share(recall, 2) for recall in recalls), *map(share, figures)]
        rows.append([network.label, recipe.name, *cells, "-" if seconds is None else f"{seconds:.1f}"])
    return table(head, rows, texts=2)


def harder_table(found: Findings) -> str:
    """Tabulate heads on harder pictures: frames right, and throws to be thrown again."""
    keys = list(found.keys(STRAINED))
    rows = [[name, *(_pair(results[key]) for key in keys)] for name, results in found.harder.items()]
    return table(["pictures", *map(column_name, keys)], rows)


def column_name(key: Key) -> str:
    """Return a short name of a network and its head."""
    network, recipe = key
    return f"{network.label.split(',')[0]}: {SHORT.get(recipe, recipe.name)}"


def _pair(result: Result) -> str:
    return f"{share(result.figures.frame_accuracy)} / {share(result.figures.throw_again, 2)}"


def none_table(findings: Sequence[Findings]) -> str:
    """Tabulate throw windows of none/ that are read as a gesture."""
    with_none = [found for found in findings if found.none_read]
    head = ["network", "head", *(f"{found.folder.name}, none" for found in with_none)]
    rows = []
    for place, (network, recipe) in enumerate(with_none[0].none_read):
        read = [list(found.none_read.values())[place] for found in with_none]
        cells = [f"{clear(windows)} of {len(windows)}" for windows in read]
        rows.append([network.label.split(",")[0], recipe.name, *cells])
    return table(head, rows, texts=2)


def doubt_table(doubt: Doubt) -> str:
    """Tabulate hands held still that are read as a gesture."""
    keys = list(next(iter(doubt.heads.values())))
    rows = []
    for name, by_key in doubt.heads.items():
        reads = [by_key[key] for key in keys]
        rows.append([f"{name}: any gesture", *(share(clear(read) / len(read), 2) for read in reads)])
        asked = _asked(name)
        if asked is not None:
            counted = [read.count(asked) / len(read) for read in reads]
            rows.append([f"{name}: {NAMES[asked]}", *(share(value, 2) for value in counted)])
    return table(["shown: read as", *map(column_name, keys)], rows)


def _asked(name: str) -> int | None:
    """Return the gesture that a hand shows, or is easily taken for."""
    shown = name.split(",", maxsplit=1)[0]
    if shown.startswith("three"):
        return int(Gesture.SCISSORS)
    return NAMES.index(shown) if shown in NAMES else None


SHOWN: Final = ("three fingers, the same player", "scissors, the same player", "scissors, other people")
"""Hands of `Doubt` in the table of choices, which counts how many are read as scissors."""


def choices_table(findings: Sequence[Findings], doubt: Doubt) -> str:
    """Tabulate the game's head with other values in its recipe."""
    judged = [found for found in findings if found.chosen]
    head = ["recipe"]
    for found in judged:
        head += [f"{found.folder.name}: frames", "harder: frames", "throws", "again"]
    head += [f"{name}: scissors" for name in SHOWN]
    rows = []
    for name in judged[0].chosen:
        row = [name]
        for found in judged:
            plain, *harder = found.chosen[name]
            figures = [mean(harder, figure) for figure in ("frame_accuracy", "throw_accuracy", "throw_again")]
            row += [share(value) for value in (plain.figures.frame_accuracy, *figures)]
        reads = [doubt.choices[name][shown] for shown in SHOWN]
        rows.append([*row, *(share(read.count(Gesture.SCISSORS) / len(read), 2) for read in reads)])
    return table(head, rows)


def confusion_tables(findings: Sequence[Findings]) -> str:
    """Tabulate the confusions of the game's head, by frame and by throw."""
    parts = []
    for found in findings:
        assert found.frames_read is not None
        assert found.throws_read is not None
        again = [*NAMES[: len(GESTURES)], "thrown again"]
        parts += [
            f"{found.folder.name}, frames:",
            matrix(found.frames_read, NAMES, NAMES),
            f"{found.folder.name}, throws:",
            matrix(found.throws_read, NAMES, again),
        ]
    return "\n\n".join(parts)


def errors_table(findings: Sequence[Findings]) -> str:
    """Tabulate the surest errors of the game's head, by set and number of the picture."""
    rows = []
    for found in findings:
        for run in runs(found.errors, NEIGHBOURS if found.folder.name in ORDERED else 0)[:WORST]:
            numbers = [_number(found, run[0]), _number(found, run[-1])]
            place = f"{found.folder.name}/{NAMES[run[0].true]}/{'-'.join(dict.fromkeys(numbers))}"
            surest = max(error.probability for error in run)
            rows.append([place, NAMES[run[0].read], str(len(run)), share(surest, 2)])
    counts = ", ".join(f"{found.folder.name} {len(found.errors)}" for found in findings)
    return f"Frames of a gesture read as another one: {counts}. The surest of them:\n\n" + table(
        ["pictures", "read as", "how many", "the surest"], rows, texts=2
    )


def runs(errors: Sequence[Misread], gap: int) -> list[list[Misread]]:
    """Group errors of one kind that are at most `gap` frames apart; the surest runs first."""
    found: list[list[Misread]] = []
    for error in sorted(errors, key=lambda error: (error.true, error.read, error.row)):
        last = found[-1][-1] if found else None
        if last and (last.true, last.read) == (error.true, error.read) and error.row - last.row <= gap:
            found[-1].append(error)
        else:
            found.append([error])
    return sorted(found, key=lambda run: -max(error.probability for error in run))


def _number(found: Findings, error: Misread) -> str:
    picture = found.folder.pictures[error.true][int(found.cut.test[error.true][error.row])]
    return picture.stem.split("_")[0]


def named(networks: Sequence[Network]) -> list[tuple[str, str]]:
    """Return label and fingerprint of each network once, for the line below a table."""
    labels: dict[str, str] = {}
    for network in networks:
        labels.setdefault(network.backbone.fingerprint, network.label)
    return [(label, fingerprint) for fingerprint, label in labels.items()]

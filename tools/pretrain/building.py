"""Builds the three parts of the bank: filmed hands, drawn hands, rendered hands."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.pretrain.bank import Entry, load, write
from tools.pretrain.filmed_hands import TRAINING_SETS, entries_of_rooms, entries_of_set
from tools.pretrain.made_hands import entries_drawn, entries_rendered


def build(hands: Path, folder: Path, settings: dict[str, Any], seed: int) -> None:
    """Write `real.npz`, `drawn.npz` and `rendered.npz`; the most of it goes into GrabCut and the made hands.

    Args:
        hands: ../shared/hands; the mesh is in hand3d beside it.
        folder: to write into.
        settings: the table `bank` of the settings.
        seed: of the made hands.

    Raises:
        OSError: the mesh is not there.
        RuntimeError: nothing to render with; see `rendered.canvas.Canvas`.
    """
    side, every, quality = settings["side"], settings["every"], settings["quality"]

    def filmed() -> Iterator[Entry]:
        for name in TRAINING_SETS:
            yield from entries_of_set(hands, name, side, every)
        yield from entries_of_rooms(hands, side, every)

    if settings["rendered_per_class"]:
        rendered = entries_rendered(hands.parent / "hand3d", side, settings["rendered_per_class"], seed)
        write(rendered, folder / "rendered.npz", side, quality)
    write(filmed(), folder / "real.npz", side, quality)
    real = load(folder, "real")
    drawn = entries_drawn(side, settings["drawn_per_class"], settings["drawn_rooms"], real, seed)
    write(drawn, folder / "drawn.npz", side, quality)


def build_apart(*arguments: Any) -> None:
    """`build` in a process of its own: what Mesa draws with and TensorFlow do not go together in one.

    Raises:
        SystemExit: it failed; what it printed says why.
    """
    process = multiprocessing.get_context("spawn").Process(target=build, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit("the bank was not built: it says above why")

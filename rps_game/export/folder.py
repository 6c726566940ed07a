"""Exports a player into a folder, which is there whole afterwards, or as it was before."""

import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final

from rps_game.errors import PathRefused
from rps_game.export.by_tensorflow import not_written, write_by_tensorflow
from rps_game.export.layers import network_layers
from rps_game.export.tfjs import write_tfjs
from rps_game.files import TEMPORARY_PREFIX, make_folder
from rps_game.heads.base import Head
from rps_game.network.backbone import Backbone, BackboneName
from rps_game.network.convert_process import convert_apart


class Format(StrEnum):
    """What a player can be exported to."""

    TFJS = "tfjs"  # TensorFlow.js, in Teachable Machine's layout, with a page
    KERAS = "keras"
    SAVEDMODEL = "savedmodel"  # TensorFlow
    TFLITE = "tflite"  # LiteRT: phones, microcontrollers


_CC_BY_SA: Final = "rps-game's, CC BY-SA 4.0; its NOTICES.md names whose pictures taught them"
LICENCES: Final[Mapping[str, str]] = {
    BackboneName.OWN: _CC_BY_SA,
    BackboneName.FORMER: _CC_BY_SA,
    BackboneName.IMAGENET: "MobileNet by Keras (ImageNet), Apache-2.0",
}
"""Of the frozen network's weights, by its name."""

_INPUT: Final = "RGB, 0 to 255; the network scales them itself"
_INPUT_OF: Final = {Format.TFJS: "RGB, 0 to 255 divided by 127.5, less 1: from -1 to 1"}
_HOW: Final = {
    Format.TFJS: "`python3 -m http.server` here, then http://localhost:8000 (TensorFlow.js comes from the "
    "internet, or from a `tf.min.js` put here); in code `tf.loadLayersModel`, or @teachablemachine/image",
    Format.KERAS: '`keras.models.load_model("model.keras").predict(pictures)`',
    Format.SAVEDMODEL: "`network = tf.saved_model.load(folder)`, then `network.serve(pictures)`",
    Format.TFLITE: '`ai_edge_litert.interpreter.Interpreter("model.tflite")`, or LiteRT on a phone',
}

README: Final = """# {title}

From a picture to probabilities, as rps-game reads them. Format: {format}.

- Input: float32 (n, 224, 224, 3), {input}.
- Picture: the square in the middle, not mirrored, scaled by area.
- Output: float32 (n, {count}), probabilities of {labels}, in this order.
- The game counts a reading from {thresholds}.
- To run it: {how}.
- Licence of the weights: the network's are {licence}; {head}.
"""


@dataclass(frozen=True, slots=True)
class Player:
    """Who is exported."""

    name: str  # "" for the starter
    head: Head
    backbone: Backbone


def export(
    player: Player,
    to: Format,
    folder: Path,
    log_path: Path,
    *,
    replace: bool = False,
    on_progress: Callable[[float], None] = lambda _share: None,
    stopped: threading.Event | None = None,
) -> None:
    """Write a player's whole network, with a README, into a folder.

    Args:
        player: whose head and network.
        to: the format.
        folder: where to; it is made, or must be empty.
        log_path: where TensorFlow's process writes what its libraries have to say.
        replace: write into a folder that is not empty, over files of the same names; others stay, and
            all are as before when something goes wrong.
        on_progress: is told the share of the work that is done, 0..1.
        stopped: gives it up when it is set; then nothing was written.

    Raises:
        PathRefused: the folder is not empty, or no folder.
        ExportError: the format cannot be made here, or the system does not let us write.
        BackboneError: TensorFlow's process hung or died.
    """
    stopped = stopped or threading.Event()
    _check_place(folder, replace=replace)
    layers = [*network_layers(player.backbone), *player.head.layers()]
    labels = [gesture.id for gesture in player.head.classes]
    thresholds = (
        [] if player.head.thresholds is None else [round(float(t), 4) for t in player.head.thresholds]
    )
    try:
        make_folder(folder.parent)
        # On the folder's own disk, so that renames are enough in the end.
        there = folder if folder.is_dir() else folder.parent
        unfinished = Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir=there))
        try:
            if to is Format.TFJS:
                write_tfjs(unfinished, layers, labels, player.name or "starter", thresholds)
            else:
                convert_apart(
                    to,
                    unfinished,
                    log_path,
                    lambda _stage, share: on_progress(share),
                    stopped=stopped,
                    convert=write_by_tensorflow(layers),
                )
                (unfinished / "labels.txt").write_text("".join(f"{label}\n" for label in labels))
            (unfinished / "README.md").write_text(_readme(player, to, labels, thresholds), encoding="utf-8")
            if not stopped.is_set():
                _put(unfinished, folder)
                on_progress(1.0)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise not_written(folder, error) from error


def _check_place(folder: Path, *, replace: bool) -> None:
    try:
        empty = not any(folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        raise not_written(folder, error) from error
    if not empty and not replace:
        raise PathRefused(
            "The folder {folder} is not empty.", "Name another one, or add --replace.", folder=folder
        )


def _put(unfinished: Path, folder: Path) -> None:
    """Make it the folder, or move its files into the one that is there: all of them, or none."""
    if not folder.is_dir():
        unfinished.chmod(0o755)  # a folder for others to read, unlike a temporary one
        unfinished.rename(folder)
        return
    replaced = Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir=folder))
    undo: list[Callable[[], object]] = []
    try:
        for number, path in enumerate(sorted(unfinished.rglob("*"))):
            target, old = folder / path.relative_to(unfinished), replaced / str(number)
            if path.is_dir():
                if not target.is_dir():
                    target.mkdir()
                    undo.append(target.rmdir)
                continue
            if target.is_file():
                target.rename(old)
                undo.append(partial(old.rename, target))
            path.rename(target)
            undo.append(partial(target.rename, path))
    except OSError:
        for step in reversed(undo):
            step()
        raise
    finally:
        shutil.rmtree(replaced, ignore_errors=True)


def _readme(player: Player, to: Format, labels: Sequence[str], thresholds: Sequence[float]) -> str:
    named = zip(labels, thresholds, strict=False)
    name = player.backbone.name
    return README.format(
        title=f"The hand of {player.name}" if player.name else "Any hand: the starter",
        format=to,
        labels=", ".join(labels),
        input=_INPUT_OF.get(to, _INPUT),
        count=len(labels),
        thresholds=", ".join(f"{label} {threshold:.2f}" for label, threshold in named) or "any",
        how=_HOW[to],
        licence=LICENCES.get(name, f"those of the network {name}: ask whoever made it"),
        head=f"the head's are {player.name}'s own" if player.name else "so are the head's",
    )

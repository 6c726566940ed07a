"""Chapter 1: from a camera's picture to what is read in it."""

from collections.abc import Mapping
from typing import Any, Final

from benchmarks.speed import tfjs
from benchmarks.speed.apart import apart, threads
from benchmarks.speed.figures import Bound, Cell, Chapter, Effort, Run, Table

SIZES: Final = ("640x480", "1280x720")
COLUMNS: Final = tuple(f"{size}, {count}, ms" for count in ("1 thread", "2 threads") for size in SIZES)
JS: Final = "TensorFlow.js, WASM"
AT: Final = COLUMNS[0]
"""Where the bounds are: the game reads a picture on one thread."""


def measure(effort: Effort) -> Run:
    """One run."""
    found: dict[str, dict[str, Cell]] = {}
    for count, name in ((1, "1 thread"), (2, "2 threads")):
        own = threads(count)
        parts = (
            apart("benchmarks.speed.verdict_rows:measure", own, threads=count, calls=effort.calls),
            apart("benchmarks.speed.keras_rows:measure", own, threads=count, calls=effort.slow_calls),
        )
        for part in parts:
            put(found, part, f"{{}}, {name}, ms")
    why = tfjs.why_not()
    answer = {} if why else tfjs.measured(effort)["ms"]
    for size in SIZES:
        row = found.setdefault(JS, {})
        row[f"{size}, 1 thread, ms"] = why or answer[size]
        row[f"{size}, 2 threads, ms"] = "none under Node"
    return found


def put(found: dict[str, dict[str, Cell]], part: Mapping[str, Mapping[str, Any]], column: str) -> None:
    """Add figures that come by column and row; `column` is what their name is put into."""
    for name, rows in part.items():
        for row, cell in rows.items():
            found.setdefault(row, {})[column.format(name)] = cell


GAME: Final = "the game, pooled head"

CHAPTER: Final = Chapter(
    key="verdict",
    title="From a picture to a verdict",
    words="""The game's own network, and the same topology elsewhere. "The game" is everything
together, as it happens to each picture: crop and scale, network, head, and a vote over nine frames (the
game votes once a throw). The bare resize is the game's own steps of scaling into memory that is there
already; the bare invoke is LiteRT's, its input in place: less cannot be done with this network. Keras
and TensorFlow.js start from the same picture and end with probabilities, without a vote; Keras gets it
prepared by the game's function, which is faster than its own. On two threads OpenCV, LiteRT, NumPy and
TensorFlow have two each; the game itself uses one, so that the window keeps the other core.""",
    tables=(
        Table(
            "the parts",
            (
                "preprocess",
                "backbone",
                "head, pooled",
                "head, dense",
                "vote of nine frames",
                "OpenCV's area resize in one call",
                "OpenCV's linear resize in one call",
                "bare resize",
                "bare invoke",
            ),
            COLUMNS,
        ),
        Table(
            "together",
            (
                "bare resize and invoke",
                GAME,
                "the game, dense head",
                "Keras in tf.function",
                JS,
                "Keras, eager call",
                "Keras predict",
            ),
            COLUMNS,
        ),
    ),
    bounds=(
        Bound(
            "picture to verdict over bare resize and invoke",
            lambda take: take(GAME, AT) / take("bare resize and invoke", AT),
            at_most=1.3,
        ),
        Bound("TensorFlow.js over the game", lambda take: take(JS, AT) / take(GAME, AT), at_least=6),
        Bound(
            "Keras predict over the game",
            lambda take: take("Keras predict", AT) / take(GAME, AT),
            at_least=15,
        ),
    ),
    measure=measure,
)

"""A picture of the comparison: bars on logarithmic scales, the game's own in colour."""

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.speed import memory, start, training, verdict
from benchmarks.speed.figures import Figure, Run, gathered, rounded

SIZE: Final = (1280, 760)
EDGE: Final = 36
ROW: Final = 46
LABEL: Final = 300
VALUE: Final = 76
CAPTION: Final = 26
WORDS: Final = (
    "Scales are logarithmic, each from half of its least figure. In colour: the game. Shorter is better."
)


@dataclass(frozen=True, slots=True)
class Panel:
    """Some figures of one chapter.

    Attributes:
        chapter: its key.
        title: with the unit.
        bars: rows and columns.
        ours: which rows are the game's.
    """

    chapter: str
    title: str
    bars: tuple[tuple[str, str], ...]
    ours: frozenset[str]


PANELS: Final = (
    Panel(
        "verdict",
        "From a picture to a verdict, ms",
        tuple(
            (row, verdict.AT)
            for row in (
                "bare resize and invoke",
                verdict.GAME,
                "the game, dense head",
                "Keras in tf.function",
                verdict.JS,
                "Keras predict",
            )
        ),
        frozenset({verdict.GAME, "the game, dense head"}),
    ),
    Panel(
        "training",
        "Training on 3 x 40 frames, s",
        (
            (training.POOLED_WARM, training.ALONE),
            (training.DENSE_WARM, training.ALONE),
            (training.STEPS, training.ONCE),
            (training.CACHED, training.ONCE),
            ("Keras fit, through the frozen base", training.ONCE),
            (training.JS, training.ONCE),
        ),
        frozenset({training.POOLED_WARM, training.DENSE_WARM, training.STEPS}),
    ),
    Panel(
        "start",
        "Start, ms",
        tuple((row, start.MS) for row in (start.BARE, start.FIRST_FRAME, start.FIRST_VERDICT)),
        frozenset({start.FIRST_FRAME, start.FIRST_VERDICT}),
    ),
    Panel(
        "memory",
        "Memory, MB",
        (
            (memory.PLAYING, memory.BOTH),
            ("calibrating, pooled head", memory.BOTH),
            ("training, pooled head, at most", memory.BOTH),
            ("training, dense head, at most", memory.BOTH),
        ),
        frozenset(
            {
                memory.PLAYING,
                "calibrating, pooled head",
                "training, pooled head, at most",
                "training, dense head, at most",
            }
        ),
    ),
)


def shares(values: Sequence[float]) -> list[float]:
    """How long the bars are, 0..1, on a logarithmic scale from half the least to the greatest."""
    low, high = math.log(min(values) / 2), math.log(max(values))
    return [(math.log(value) - low) / (high - low) for value in values]


def draw_chart(runs: Mapping[str, Sequence[Run]], path: Path) -> None:
    """Draw it, and write it as PNG."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    import pygame

    from rps_game.ui.drawing.painter import Painter
    from rps_game.ui.drawing.palette import DARK, Tone
    from rps_game.ui.drawing.theme import Size, Theme

    surface = pygame.Surface(SIZE)
    surface.fill(DARK.ground)
    painter = Painter(surface, Theme(palette=DARK))
    width, height = (SIZE[0] - 3 * EDGE) // 2, (SIZE[1] - 3 * EDGE - CAPTION) // 2
    for place, panel in enumerate(PANELS):
        left = EDGE + place % 2 * (width + EDGE)
        top = EDGE + place // 2 * (height + EDGE)
        _panel(painter, panel, gathered(runs[panel.chapter]), pygame.Rect(left, top, width, height))
    caption = pygame.Rect(EDGE, SIZE[1] - EDGE - CAPTION, SIZE[0] - 2 * EDGE, CAPTION)
    painter.text(WORDS, caption, size=Size.SMALL, tone=Tone.MUTED)
    path.parent.mkdir(parents=True, exist_ok=True)
    pygame.image.save(surface, path)


def _panel(painter, panel, found, box) -> None:  # type: ignore[no-untyped-def]
    import pygame

    from rps_game.ui.drawing.palette import DARK, Tone
    from rps_game.ui.drawing.theme import Align, Size

    painter.text(panel.title, pygame.Rect(box.x, box.y, box.width, 34), bold=True)
    cells = {row: found.get(row, {}).get(column) for row, column in panel.bars}
    medians = {row: cell.median for row, cell in cells.items() if isinstance(cell, Figure)}
    lengths = dict(zip(medians, shares(list(medians.values())), strict=True)) if medians else {}
    for place, row in enumerate(medians):
        line = pygame.Rect(box.x, box.y + 44 + place * ROW, box.width, ROW)
        name = row.partition(" (")[0]
        painter.text(name, pygame.Rect(line.x, line.y, LABEL, ROW), size=Size.SMALL, tone=Tone.MUTED)
        track = pygame.Rect(line.x + LABEL, line.y + 8, line.width - LABEL - VALUE, ROW - 16)
        pygame.draw.rect(painter.surface, DARK.card, track)
        bar = pygame.Rect(track.x, track.y, max(round(track.width * lengths[row]), 2), track.height)
        pygame.draw.rect(painter.surface, DARK[Tone.ACCENT if row in panel.ours else Tone.MUTED], bar)
        value = pygame.Rect(track.right, line.y, VALUE, ROW)
        painter.text(rounded(medians[row]), value, size=Size.SMALL, align=Align.RIGHT)

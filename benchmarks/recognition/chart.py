"""Charts errors: of the game's head over the time of a session, and of heads on harder pictures."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import SubFigure

from benchmarks.charts import colour, new_figure, style, write
from benchmarks.recognition.examine import Findings, Key
from benchmarks.recognition.recipes import ORIGIN, STARTER
from benchmarks.recognition.report import column_name
from benchmarks.recognition.sets import ORDERED
from rps_game.game.gestures import GESTURES
from rps_game.ui.drawing.palette import Tone

SIZE: Final = (1280, 950)
LOWEST: Final = 0.4
"""Accuracy at the start of the bars: a third is chance."""


def draw_chart(findings: Sequence[Findings], path: Path) -> None:
    """Draw the chart, and write it as PNG."""
    figure = new_figure(*SIZE)
    parts: Any = figure.subfigures(2, 1)
    above, below = parts
    films = [found for found in findings if found.folder.name in ORDERED]
    for part, found in zip(np.ravel(above.subfigures(1, len(films))), films, strict=True):
        _film(part, found)
    for axes, found in zip(np.ravel(below.subplots(1, len(findings))), findings, strict=True):
        _harder(axes, found)
    for part in parts:
        part.set_facecolor("none")
    bars, names = axes.get_legend_handles_labels()
    below.legend(bars, names, loc="outside lower left", ncols=len(names), frameon=False, labelcolor="white")
    write(figure, path)


def _film(part: SubFigure, found: Findings) -> None:
    """Draw a bar for each frame: the probability of the true gesture, and whether it was the likeliest."""
    part.set_facecolor("none")
    title = f"{found.folder.name}, second half, each frame in its time"
    for axes, gesture in zip(part.subplots(len(GESTURES), 1), GESTURES, strict=True):
        probabilities, right = np.array(found.traces[gesture]).T
        tones = [colour(Tone.ACCENT if true else Tone.BAD) for true in right]
        axes.bar(np.arange(len(right)), probabilities, 1, color=tones)
        axes.set_xlim(-0.5, len(right) - 0.5)
        axes.set_ylim(0, 1)
        axes.set_xticks([])
        axes.set_yticks([0.5], [gesture.name.lower()])
        style(axes, title)
        title = ""


def _harder(axes: Axes, found: Findings) -> None:
    """Draw, for each change, a bar for each head: the frames read right."""
    series = _series(found)
    places, height = np.arange(len(found.harder)), 0.8 / len(series)
    for number, (key, tone) in enumerate(series):
        shares = [results[key].figures.frame_accuracy for results in found.harder.values()]
        name = column_name(key).replace("*", "")
        bars = axes.barh(places + number * height, shares, height, color=colour(tone), label=name)
        if key == found.game:
            axes.bar_label(bars, [f"{share:.0%}" for share in shares], padding=4, color="white")
    axes.set_yticks(places + 0.4 - height / 2, list(found.harder))
    axes.set_xlim(LOWEST, 1.1)
    axes.set_xticks([])
    axes.invert_yaxis()
    axes.set_xlabel(f"frames read right, from {LOWEST:.0%} to 100%", color=colour(Tone.MUTED))
    style(axes, found.folder.name)


def _series(found: Findings) -> list[tuple[Key, Tone]]:
    """Return the heads of the chart: the origin's, the starter, the game's."""
    series: list[tuple[Key, Tone]] = [((found.networks[0], ORIGIN), Tone.MUTED)]
    starter = found.networks[-1], STARTER
    if starter in found.heads:
        series.append((starter, Tone.WARN))
    return [*series, (found.game, Tone.ACCENT)]

"""Writes the results of `rps-game arena` into docs/opponents.md, as a table and a chart.

for one in random mirror learner fox-easy fox-fair fox; do
    rps-game arena $one --rounds 60 --matches 300 --json > $one.json
done
python -m benchmarks.arena *.json
"""

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks import ROOT
from benchmarks.charts import colour, new_figure, style, write
from rps_game.cli.arena import Result
from rps_game.files import write_whole
from rps_game.game.made_up_players import MADE_UP_PLAYERS, UNUSED_IN_TUNING
from rps_game.ui.drawing.faces import face_colour
from rps_game.ui.drawing.palette import Tone

DOCUMENT: Final = ROOT / "docs" / "opponents.md"
CHART: Final = ROOT / "docs" / "images" / "arena.png"
ORDER: Final = ("random", "mirror", "learner", "fox-easy", "fox-fair", "fox")
CHARTED: Final = {"random": "Pip", "mirror": "Polly", "learner": "Hoot", "fox": "Sly, hard"}

Results = Mapping[str, Mapping[str, Result]]
"""By the opponent and the other side."""


def read(paths: Sequence[Path]) -> Results:
    """Read what `rps-game arena --json` has printed."""
    found: dict[str, dict[str, Result]] = {}
    for path in paths:
        for values in json.loads(path.read_text(encoding="utf-8"))["results"]:
            result = Result(**values)
            found.setdefault(result.opponent, {})[result.against] = result
    return {name: found[name] for name in ORDER if name in found}


def table(results: Results) -> str:
    """Return the table in Markdown; players that nothing was tuned on are marked."""
    lines = ["| against | " + " | ".join(f"`{name}`" for name in results) + " |"]
    lines.append("|---|" + "--:|" * len(results))
    for against in MADE_UP_PLAYERS:
        star = " *" if against in UNUSED_IN_TUNING else ""
        cells = [f"{of[against].won:+.3f} ± {of[against].interval:.3f}" for of in results.values()]
        lines.append(f"| `{against}`{star} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def draw(results: Results, path: Path) -> None:
    """Draw a bar with its interval for each pair."""
    figure = new_figure(1280, 620)
    axes = figure.subplots()
    shown = [name for name in CHARTED if name in results]
    places, width = np.arange(len(MADE_UP_PLAYERS)), 0.8 / len(shown)
    for i, name in enumerate(shown):
        of = [results[name][against] for against in MADE_UP_PLAYERS]
        axes.bar(
            places + (i + 0.5) * width - 0.4,
            [result.won for result in of],
            width * 0.9,
            yerr=[result.interval for result in of],
            ecolor=colour(Tone.MUTED),
            color=colour(face_colour(name)),
            label=CHARTED[name],
        )
    axes.axhline(0, color=colour(Tone.MUTED), linewidth=1)
    names = [f"{name} *" if name in UNUSED_IN_TUNING else name for name in MADE_UP_PLAYERS]
    axes.set_xticks(places, [name.replace("-", "-\n", 1) for name in names])
    style(axes, "Wins less losses a round against made-up players (* nothing was tuned on these)")
    axes.legend(frameon=False, labelcolor=colour(Tone.INK), ncols=len(shown))
    write(figure, path)


def main() -> None:
    """Write the table and the chart."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "results", type=Path, nargs="+", metavar="FILE", help="output of rps-game arena --json"
    )
    results = read(parser.parse_args().results)
    marks = "<!-- arena -->\n", "<!-- end of arena -->"
    page = DOCUMENT.read_text(encoding="utf-8")
    pattern = re.escape(marks[0]) + ".*?" + re.escape(marks[1])
    page = re.sub(pattern, lambda _: marks[0] + table(results) + "\n" + marks[1], page, flags=re.DOTALL)
    write_whole(DOCUMENT, page.encode(), replace=True)
    draw(results, CHART)


if __name__ == "__main__":
    main()

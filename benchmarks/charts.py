"""Charts in the game's colours, by matplotlib."""

from pathlib import Path
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from rps_game.ui.drawing.palette import DARK, Colour, Tone

DPI: Final = 100
PAD: Final = 0.12
"""Inches around axes."""


def colour(value: Colour | Tone) -> tuple[float, float, float]:
    """Return a colour of the dark palette as matplotlib takes it."""
    red, green, blue = DARK[value] if isinstance(value, Tone) else value
    return red / 255, green / 255, blue / 255


def new_figure(width_px: int, height_px: int) -> Figure:
    """Return an empty figure of that size, laid out when it is written."""
    layout = ConstrainedLayoutEngine(w_pad=PAD, h_pad=PAD)
    return Figure((width_px / DPI, height_px / DPI), DPI, facecolor=colour(DARK.ground), layout=layout)


def style(axes: Axes, title: str) -> None:
    """Give axes a title and the game's colours, without a frame."""
    axes.set_title(title, loc="left", fontweight="bold", color=colour(Tone.INK))
    axes.set_facecolor(colour(DARK.card))
    axes.tick_params(colors=colour(Tone.MUTED), length=0)
    axes.spines[:].set_visible(False)


def write(figure: Figure, path: Path) -> None:
    """Write it as PNG; the same figure as the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="png", metadata={"Software": None})

"""Charts errors: of the game's head over the time of a session, and of heads on harder pictures."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pygame

from benchmarks.recognition.examine import Findings, Key
from benchmarks.recognition.recipes import ORIGIN, STARTER
from benchmarks.recognition.report import column_name
from benchmarks.recognition.sets import ORDERED
from rps_game.game.gestures import GESTURES
from rps_game.ui.drawing import Align, Painter, Size, Theme, Tone
from rps_game.ui.drawing.palette import DARK

SIZE: Final = (1280, 950)
EDGE: Final = 28
STRIP: Final = 84
"""Height of a gesture's frames, in pixels."""

BAR: Final = 9
LOWEST: Final = 0.4
"""Accuracy at the start of the bars: a third is chance."""


def draw_chart(findings: Sequence[Findings], path: Path) -> None:
    """Draw the chart, and write it as PNG."""
    surface = pygame.Surface(SIZE)
    surface.fill(DARK.ground)
    painter = Painter(surface, Theme(palette=DARK))
    films = [found for found in findings if found.folder.name in ORDERED]
    for column, found in enumerate(films):
        _films(painter, found, _column(column, len(films), EDGE, 400))
    for column, found in enumerate(findings):
        _harder(painter, found, _column(column, len(findings), 408, 490))
    series = _series(findings[0])
    for place, (key, tone) in enumerate(series):
        box = pygame.Rect(EDGE + place * 400, SIZE[1] - 46, 390, 24)
        pygame.draw.rect(painter.surface, DARK[tone], (box.x, box.centery - 6, 12, 12))
        name = column_name(key).replace("*", "")
        painter.text(name, box.move(22, 0), size=Size.SMALL, tone=Tone.MUTED)
    path.parent.mkdir(parents=True, exist_ok=True)
    pygame.image.save(surface, path)


def _column(place: int, columns: int, top: int, height: int) -> pygame.Rect:
    width = (SIZE[0] - EDGE * (columns + 1)) // columns
    return pygame.Rect(EDGE + place * (width + EDGE), top, width, height)


def _films(painter: Painter, found: Findings, box: pygame.Rect) -> None:
    """Draw a bar for each frame: the probability of the true gesture, and whether it was the likeliest."""
    top = _heading(painter, box, f"{found.folder.name}, second half", "each frame in its time")
    for gesture in GESTURES:
        label = pygame.Rect(box.x, top, 76, STRIP)
        painter.text(gesture.name.lower(), label, size=Size.SMALL, tone=Tone.MUTED)
        strip = pygame.Rect(box.x + 80, top, box.width - 80, STRIP)
        pygame.draw.rect(painter.surface, DARK.card, strip)
        frames = found.traces[gesture]
        for number, (probability, right) in enumerate(frames):
            left = strip.x + strip.width * number // len(frames)
            width = max(strip.x + strip.width * (number + 1) // len(frames) - left, 1)
            height = max(round(strip.height * probability), 2)
            tone = Tone.ACCENT if right else Tone.BAD
            pygame.draw.rect(painter.surface, DARK[tone], (left, strip.bottom - height, width, height))
        top += STRIP + 12


def _harder(painter: Painter, found: Findings, box: pygame.Rect) -> None:
    """Draw, for each change, a bar for each head: the frames read right."""
    top = _heading(painter, box, found.folder.name, f"frames read right, from {LOWEST:.0%} to 100%")
    for name, results in found.harder.items():
        painter.text(name, pygame.Rect(box.x, top, 88, 3 * BAR), size=Size.SMALL, tone=Tone.MUTED)
        track = pygame.Rect(box.x + 92, top, box.width - 92 - 48, 3 * BAR)
        pygame.draw.rect(painter.surface, DARK.card, track)
        for place, (key, tone) in enumerate(_series(found)):
            accuracy = results[key].figures.frame_accuracy
            width = max(round(track.width * (accuracy - LOWEST) / (1 - LOWEST)), 1)
            pygame.draw.rect(painter.surface, DARK[tone], (track.x, top + place * BAR, width, BAR - 1))
        game = results[found.game].figures.frame_accuracy
        value = pygame.Rect(track.right, top, 48, 3 * BAR)
        painter.text(f"{game:.0%}", value, size=Size.SMALL, align=Align.RIGHT)
        top += 3 * BAR + 20


def _heading(painter: Painter, box: pygame.Rect, title: str, below: str) -> int:
    painter.text(title, pygame.Rect(box.x, box.y, box.width, 30), bold=True)
    under = pygame.Rect(box.x, box.y + 30, box.width, 24)
    painter.text(below, under, size=Size.SMALL, tone=Tone.MUTED)
    return box.y + 66


def _series(found: Findings) -> list[tuple[Key, Tone]]:
    """Return the heads of the chart: the origin's, the starter, the game's."""
    series: list[tuple[Key, Tone]] = [((found.networks[0], ORIGIN), Tone.MUTED)]
    starter = found.networks[-1], STARTER
    if starter in found.heads:
        series.append((starter, Tone.WARN))
    return [*series, (found.game, Tone.ACCENT)]

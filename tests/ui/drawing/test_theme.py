"""Theme: contrast of the palettes, and text that stays in its box."""

import itertools

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rps_game.ui.drawing import Align, Colour, Painter, Size, Theme, Tone
from rps_game.ui.drawing.palette import DARK, LIGHT, Palette
from rps_game.ui.drawing.theme import SMALLEST_TEXT_PX, wrapped

TEXTS = (Tone.INK, Tone.MUTED, Tone.ACCENT, Tone.GOOD, Tone.WARN, Tone.BAD)
GROUNDS = (Tone.GROUND, Tone.CARD, Tone.RAISED)
SIZES = [(640, 480), (800, 600), (1280, 720), (2560, 1440)]


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_every_text_can_be_read_on_every_ground(palette: Palette) -> None:
    pairs = [*itertools.product(TEXTS, GROUNDS), (Tone.ON_ACCENT, Tone.ACCENT)]
    assert {
        pair: contrast(palette[pair[0]], palette[pair[1]])
        for pair in pairs
        if contrast(palette[pair[0]], palette[pair[1]]) < 4.5
    } == {}


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)
    assert luminance((255, 0, 0)) == pytest.approx(0.2126)


def luminance(colour: Colour) -> float:
    """Return the relative luminance of WCAG 2, 0 to 1."""
    shares = (channel / 255 for channel in colour)
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of WCAG 2, 1 (none) to 21 (black and white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@given(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=120),
    st.integers(10, 600),
    st.integers(16, 200),
    st.sampled_from([Size.TITLE, Size.BODY, Size.SMALL]),
    st.sampled_from(Align),
    st.booleans(),
)
def test_text_stays_between_the_edges_of_its_box(
    string: str, width: int, height: int, size: Size, align: Align, wrap: bool
) -> None:
    theme = _theme()
    painter = Painter(pygame.Surface((1280, 720)), theme)
    box = pygame.Rect(40, 30, width, height)
    drawn = painter.text(string, box, size=size, align=align, wrap=wrap)
    if drawn.width:
        assert box.left <= drawn.left
        assert drawn.right <= box.right + 1  # digits count as wide as "0", but for a pixel's rounding
    (told,) = theme.boxes
    assert (told.string, told.box, told.drawn) == (string, box, drawn)


def _theme(themes: list[Theme] = []) -> Theme:  # noqa: B006 - one for all examples: it keeps its fonts
    if not themes:
        themes.append(Theme())
    themes[0].begin_frame()
    return themes[0]


def test_what_does_not_fit_shrinks_and_then_ends_in_an_ellipsis() -> None:
    theme = Theme()
    painter = Painter(pygame.Surface((1280, 720)), theme)
    words = "Scissors were taken for paper"
    wide = theme.width(words)
    for width, whole in ((wide, True), (round(wide * 0.8), True), (wide // 3, False)):
        painter.text(words, pygame.Rect(0, 0, width, 40))
        assert theme.boxes[-1].whole is whole


@given(st.lists(st.text("ab", min_size=1, max_size=6), min_size=1, max_size=30), st.integers(1, 40))
def test_wrapping_loses_no_word_and_fills_lines(words: list[str], width: int) -> None:
    lines = wrapped(" ".join(words), width, len)
    assert " ".join(lines) == " ".join(words)
    assert all(len(line) <= width or " " not in line for line in lines)
    assert all(len(a) + 1 + len(b.split(" ")[0]) > width for a, b in itertools.pairwise(lines))


@pytest.mark.parametrize("size", SIZES)
def test_nothing_jumps_when_numbers_change(size: tuple[int, int]) -> None:
    theme = Theme(size)
    for text_size in (Size.TITLE, Size.BODY, Size.SMALL):
        for bold in (False, True):
            assert len({theme.width(digit * 3, text_size, bold=bold) for digit in "0123456789"}) == 1
        assert theme.text_px(text_size) >= SMALLEST_TEXT_PX


def test_the_text_size_is_seen() -> None:
    assert Theme(text_factor=1.4).line() > 1.3 * Theme().line()


def test_a_layout_knows_what_it_depends_on() -> None:
    theme = Theme()
    looks = {theme.layout_key}
    for change in ({"size": (800, 600)}, {"text_factor": 1.2}, {"palette": LIGHT}):
        for name, value in change.items():
            setattr(theme, name, value)
        looks.add(theme.layout_key)
    assert len(looks) == 4


def test_a_name_in_another_script_is_drawn() -> None:
    painter = Painter(pygame.Surface((400, 60)), Theme())
    for name in ("Zoë", "Анна", "花子", "עדי", "\N{GRINNING FACE}"):
        assert painter.text(name, pygame.Rect(0, 0, 400, 60)).width > 0

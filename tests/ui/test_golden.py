"""Every screen looks as its golden picture in tests/ui/golden, which somebody has looked at.

    python -m pytest tests/ui/test_golden.py --renew-golden

replaces those that look different; look at them before you commit them. They have half the size of the
window and at most 255 colours: that is what `likeness` compares, and all of them take 0.4 MB together.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pygame
import pytest
from golden_game import GoldenStage
from golden_scenes import SCENES
from likeness import Picture, compare, difference, halved, load

from rps_game.flow import Phase
from rps_game.ui.drawing import Painter
from rps_game.ui.drawing.fonts import Fonts
from tools.palette_png import write_png

GOLDEN = Path(__file__).parent / "golden"
RENEW = "python -m pytest tests/ui/test_golden.py --renew-golden"

Setting = Callable[[str], GoldenStage]


@pytest.fixture
def setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Setting:
    def set_up(name: str) -> GoldenStage:
        stage = GoldenStage(tmp_path, monkeypatch, converted=name != "prepare")
        SCENES[name](stage)
        assert (stage.phase is Phase.TROUBLE) == (name == "trouble")
        return stage

    return set_up


def check(name: str, picture: Picture, golden: Picture, folder: Path) -> None:
    """Compare two pictures; if they differ, write both and their difference to a folder, and fail."""
    likeness = compare(picture, golden)
    if likeness.alike:
        return
    write_png(folder / f"{name}.png", [picture])
    write_png(folder / f"{name}-golden.png", [golden])
    write_png(folder / f"{name}-difference.png", [difference(picture, likeness)])
    pytest.fail(
        f"{name} looks different: {likeness.far:.2%} of it is far off, and {likeness.mean:.2f} levels in the "
        f"mean. Picture, golden picture and difference are in {folder}; if it is meant so: {RENEW}"
    )


@pytest.mark.parametrize("name", SCENES)
def test_a_screen_looks_as_before(
    name: str, setting: Setting, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    picture = halved(setting(name).window.surface)
    path = GOLDEN / f"{name}.png"
    if request.config.getoption("--renew-golden"):
        if not path.exists() or not compare(picture, load(path)).alike:
            write_png(path, [picture])
        return
    assert path.exists(), f"there is no golden picture of {name}: {RENEW}"
    check(name, picture, load(path), tmp_path)


def test_there_are_no_others_and_they_are_small() -> None:
    files = list(GOLDEN.iterdir())
    assert {file.name for file in files} == {f"{name}.png" for name in SCENES}
    assert sum(file.stat().st_size for file in files) < 750_000


@pytest.mark.parametrize("name", ["title", "report-confused", "match-paused", "saves", "calibrate-recording"])
def test_a_button_that_moved_by_8_pixels_is_seen(name: str, setting: Setting) -> None:
    stage, golden = setting(name), load(GOLDEN / f"{name}.png")
    unseen = []
    for button in stage.app.screen.focus.buttons:
        for way in ((8, 0), (-8, 0), (0, 8), (0, -8)):
            place = button.rect.copy()
            button.rect.move_ip(way)
            stage.app.draw()
            button.rect = place
            if compare(halved(stage.window.surface), golden).alike:
                unseen.append((button.label, way))
    assert stage.app.screen.focus.buttons
    assert unseen == []


@pytest.mark.parametrize("name", ["title", "report-confused", "match-reveal", "statistics", "try"])
def test_a_word_that_is_missing_is_seen(name: str, setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    stage, golden = setting(name), load(GOLDEN / f"{name}.png")
    draw, words = Painter.text, {box.string for box in stage.context.theme.boxes if box.string.strip()}

    def seen_without(word: str) -> bool:
        def draw_others(painter: Painter, string: str, *args, **kwargs) -> pygame.Rect:  # type: ignore[no-untyped-def]
            return draw(painter, "" if string == word else string, *args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(Painter, "text", draw_others)
            stage.context.theme.text_factor *= 1 + 1e-9  # words that were drawn as pictures are drawn anew
            stage.app.draw()
        return not compare(halved(stage.window.surface), golden).alike

    assert len(words) > 10
    assert [word for word in sorted(words) if not seen_without(word)] == []


@pytest.mark.parametrize("name", ["title", "report", "settings", "learn-4", "match-heat"])
def test_another_rasteriser_passes(name: str, setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw letters half a pixel farther right, and bolder."""
    stage, golden = setting(name), load(GOLDEN / f"{name}.png")
    before, render = halved(stage.window.surface), Fonts.picture

    def fatter(fonts: Fonts, *args, **kwargs) -> tuple[pygame.Surface, pygame.Rect]:  # type: ignore[no-untyped-def]
        picture = render(fonts, *args, **kwargs)[0].copy()
        solid = pygame.surfarray.array_alpha(picture) / 255
        solid[1:] = (solid[1:] + solid[:-1]) / 2
        pygame.surfarray.pixels_alpha(picture)[:] = np.round(255 * solid**0.8)
        return picture, picture.get_bounding_rect()

    monkeypatch.setattr(Fonts, "picture", fatter)
    stage.app.draw()
    drawn = halved(stage.window.surface)
    assert np.abs(drawn.astype(int) - before).max() > 30
    assert compare(drawn, golden).alike


def test_a_difference_is_laid_out_to_be_looked_at(tmp_path: Path) -> None:
    golden = load(GOLDEN / "title.png")
    changed = golden.copy()
    changed[100:140, 50:90] = 255
    with pytest.raises(pytest.fail.Exception, match="looks different") as failed:
        check("title", changed, golden, tmp_path)
    assert str(tmp_path) in str(failed.value)
    assert RENEW in str(failed.value)
    shown = load(tmp_path / "title-difference.png")
    assert shown[120, 70, 0] > 200
    assert shown[300, 500, 0] < 100
    assert np.array_equal(load(tmp_path / "title-golden.png") > 128, golden > 128)
    assert (tmp_path / "title.png").exists()

"""The window through the real loop: closed at any time, on any desktop, of any size, with any picture."""

import ctypes
import json
import os
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt
import pygame
import pytest
from profiles import make_profile
from stage import Stage, StageHand
from workbench import MADE_BY, fill, label_head, report

from rps_game.flow import Phase
from rps_game.game.gestures import Gesture
from rps_game.game.match import Round
from rps_game.settings_file import load_settings
from rps_game.ui.window import SMALLEST, Window, take_events
from tools.driven_game import key_down

CLOSED = pygame.event.Event(pygame.QUIT)
PHASES = [phase for phase in Phase if phase is not Phase.QUIT]
ODD = [(1, 640), (3000, 1), (100, 2000), (480, 16), (1, 1)]
"""Heights and widths of pictures."""


class OddHand(StageHand):
    """A camera whose pictures have any shape."""

    def __init__(self, shape: tuple[int, int]) -> None:
        super().__init__()
        self.shape = shape

    def frame(self) -> npt.NDArray[np.uint8]:
        return np.full((*self.shape, 3), 90, np.uint8)


def furnish(stage: Stage) -> None:
    """Give it a trained player who shows scissors."""
    fill(stage.context.session)
    made = report([[9, 1, 0], [0, 10, 0], [4, 0, 6]])
    stage.context.session.use_trained_head(label_head(), made, "2025-03-01T12:00:00+01:00", MADE_BY)
    stage.hand.show(Gesture.SCISSORS)


def walk(stage: Stage, phase: Phase) -> None:
    """Enter a phase and stay for some seconds, with what lies over it; it must not end in TROUBLE."""
    if phase is Phase.RESULT:
        stage.app.go_to(Phase.MATCH)
    stage.app.go_to(phase)
    keys = [pygame.K_h, pygame.K_RETURN, *[None] * 12, pygame.K_F1, pygame.K_F1, pygame.K_ESCAPE, None]
    for key in keys if phase in {Phase.CALIBRATE, Phase.MATCH, Phase.TRY} else [None] * 3:
        stage.now += 0.35
        stage.step() if key is None else stage.press(key)
        assert (stage.phase is Phase.TROUBLE) == (phase is Phase.TROUBLE), stage.texts()


@pytest.mark.parametrize("phase", PHASES)
def test_closing_the_window_keeps_everything(phase: Phase, tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.step()
    furnish(stage)
    walk(stage, phase)
    stage.app.change_settings(volume=0.3)
    stage.context.count_round(Round(Gesture.ROCK, Gesture.PAPER))
    stage.context.files.run(partial(stage.context.saves.save, make_profile(), "Anna"))
    assert stage.step(key_down(pygame.K_F4, pygame.KMOD_ALT), pygame.event.Event(pygame.WINDOWCLOSE))
    assert not stage.step(CLOSED)
    stage.app.close()
    assert stage.feed.closed
    assert stage.view_maker.closed
    assert load_settings(stage.paths.settings)[0].volume == 0.3
    again = Stage(tmp_path)
    assert again.names() == ["Anna"]
    assert again.context.statistics.total.rounds == 1
    again.app.close()


@pytest.mark.parametrize(
    "more", [[pygame.K_ESCAPE], [pygame.K_RETURN], [pygame.K_F11, pygame.K_F1, pygame.K_m]], ids=str
)
def test_nothing_is_handled_after_the_end(stage: Stage, more: list[int]) -> None:
    ends = [key_down(pygame.K_ESCAPE)] * 2
    assert not stage.step(*ends, *map(key_down, more), CLOSED, key_down(pygame.K_ESCAPE))
    assert stage.phase is Phase.QUIT
    assert not stage.context.settings.fullscreen


def test_a_double_click_on_quit_closes_the_window(stage: Stage) -> None:
    place = next(button for button in stage.app.screen.focus.buttons if button.label == "Quit").rect.center
    click = [pygame.event.Event(kind, pos=place, button=1) for kind in (1025, 1026)]
    assert not stage.step(*click, *click)


def test_the_window_closes_although_something_else_fails(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage.app.screen, "handle", lambda event: 1 / 0)
    assert not stage.step(key_down(pygame.K_DOWN), CLOSED)


@pytest.mark.parametrize(
    ("desktop", "expected"),
    [
        ((1920, 1080), (1280, 720)),
        ((1024, 600), (1008, 520)),
        ((800, 600), (784, 520)),
        ((480, 320), (464, 240)),
    ],
    ids=str,
)
def test_the_window_opens_within_the_desktop(
    desktop: tuple[int, int], expected: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pygame.display, "get_desktop_sizes", lambda: [desktop])
    window = Window()
    window.show_fullscreen(on=True)
    window.show_fullscreen(on=False)
    assert pygame.display.get_window_size() == expected
    window.handle(pygame.event.Event(pygame.VIDEORESIZE, w=10, h=10, size=(10, 10)))
    least = tuple(map(min, SMALLEST, expected))
    assert pygame.display.get_window_size() == least
    assert window.surface.get_size() == SMALLEST
    window.close()


@pytest.mark.parametrize("phase", PHASES)
def test_the_window_may_be_dragged_to_any_size(phase: Phase, tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.step()
    furnish(stage)
    for size in ((200, 150), (30, 900)):
        pygame.display.set_mode(size, pygame.RESIZABLE)  # as SDL does it before it tells
        stage.step(pygame.event.Event(pygame.VIDEORESIZE, w=size[0], h=size[1], size=size))
        assert pygame.display.get_window_size() >= SMALLEST
        pygame.display.set_mode(size, pygame.RESIZABLE)  # and a window manager that does not care
        walk(stage, phase)
    stage.app.close()


@pytest.mark.parametrize("shape", ODD, ids=str)
def test_a_picture_of_any_shape_is_drawn(shape: tuple[int, int], tmp_path: Path) -> None:
    stage = Stage(tmp_path, (1280, 720), hand=OddHand(shape))
    stage.step()
    furnish(stage)
    for phase in PHASES:
        walk(stage, phase)
    stage.app.close()


class DropEvent(ctypes.Structure):
    """SDL's, of a file that is dropped onto the window."""

    _fields_ = (
        ("type", ctypes.c_uint32),
        ("timestamp", ctypes.c_uint32),
        ("file", ctypes.c_void_p),
        ("others", ctypes.c_uint8 * 64),
    )


def test_a_dropped_file_with_any_name_does_not_end_the_game(stage: Stage) -> None:
    libraries = list(Path(pygame.__file__).parents[1].glob("pygame*.libs/libSDL2-2*"))
    if not libraries:
        pytest.skip("pygame's own SDL is not where its wheels for Linux have it")
    sdl = ctypes.CDLL(str(libraries[0]))
    sdl.SDL_strdup.restype = ctypes.c_void_p
    take_events()
    dropped = DropEvent(type=pygame.DROPFILE, file=sdl.SDL_strdup(b"/tmp/caf\xe9"))
    pygame.event.post(key_down(pygame.K_m))
    assert sdl.SDL_PushEvent(ctypes.byref(dropped)) == 1
    pygame.event.post(CLOSED)
    stage.app.run()
    assert stage.phase is Phase.QUIT
    assert stage.context.settings.muted  # no event was lost with it


def test_a_settings_file_is_not_rounded_by_looking_at_it(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"volume": 0.42}))
    stage = Stage(tmp_path)
    stage.step()
    walk(stage, Phase.SETTINGS)
    stage.step(CLOSED)
    stage.app.close()
    assert load_settings(stage.paths.settings)[0].volume == 0.42


@pytest.mark.parametrize(("system", "acceleration"), [("linux", "0"), ("darwin", None), ("win32", None)])
def test_on_linux_alone_sdl_is_told_to_draw_without_opengl(
    system: str, acceleration: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_FRAMEBUFFER_ACCELERATION", "")
    monkeypatch.delenv("SDL_FRAMEBUFFER_ACCELERATION")
    monkeypatch.setattr("rps_game.ui.window.sys", SimpleNamespace(platform=system))
    Window(SMALLEST).close()
    assert os.environ.get("SDL_FRAMEBUFFER_ACCELERATION") == acceleration

"""The heat map over the live picture: its place, its button and keys, and how often it is computed."""

from pathlib import Path

import numpy as np
import pygame
import pytest
from workbench import SMALL_WINDOW, Workbench, fill, label_head, label_pooled_head

from rps_game.camera.observation import Observation
from rps_game.camera.preprocess import to_square
from rps_game.game.gestures import CLASSES, Gesture
from rps_game.heads.explanation import FULL_HEAT
from rps_game.heads.pooled import PooledHead
from rps_game.heads.starter import Starter
from rps_game.ui.bindings import help_lines
from rps_game.ui.drawing import Colour
from rps_game.ui.drawing.arrays import AGAINST, FOR
from rps_game.ui.screens.calibrate.screen import Calibrate
from rps_game.ui.screens.camera_screen import CameraScreen
from rps_game.ui.screens.match.moment import TOLD_S
from rps_game.ui.screens.match.screen import PlayMatch
from rps_game.ui.screens.try_it import TryIt

SCREENS = [Calibrate, TryIt, PlayMatch]
GREY = np.full((240, 320, 3), 128, np.uint8)
PAD_Y = pygame.event.Event(pygame.CONTROLLERBUTTONDOWN, instance_id=0, button=3)
KEY_H = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_h, mod=0, unicode="h")


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return furnished(tmp_path)


def furnished(folder: Path, size: tuple[int, int] = SMALL_WINDOW, **settings: object) -> Workbench:
    """Return a game with a player, whose camera stands still until the test shows something."""
    bench = Workbench(folder, size, **settings)
    fill(bench.context.session)
    bench.context.session.samples.pop(Gesture.PAPER)  # so that CALIBRATE has something to do
    bench.context.session.head = label_pooled_head()
    bench.feed.frozen = True
    return bench


def show(bench: Workbench, gesture: Gesture, row: int, column: int) -> None:
    """Show a new grey picture, in which one place speaks as strongly as possible for a gesture."""
    features = np.zeros((7, 7, 256), np.float32)
    features[row, column, gesture] = 1.0
    bench.number += 1
    bench.context.observation = Observation(bench.number, bench.context.now, GREY, to_square(GREY), features)


def drawn(bench: Workbench, screen: CameraScreen) -> np.ndarray:
    """Return the network's square as the window shows it, int64 (side, side, 3)."""
    bench.step(screen)
    square = screen.camera.square_rect
    pixels = pygame.surfarray.array3d(bench.surface).swapaxes(0, 1).astype(np.int64)
    return pixels[square.top : square.bottom, square.left : square.right]


def bluest_place(pixels: np.ndarray) -> tuple[int, int]:
    """Return the row and column of 7 x 7 in which a grey picture has become bluest."""
    side = len(pixels) // 7
    blue = (
        (pixels[..., 2] - pixels[..., 0])[: 7 * side, : 7 * side].reshape(7, side, 7, side).sum(axis=(1, 3))
    )
    row, column = np.unravel_index(blue.argmax(), blue.shape)
    return int(row), int(column)


def texts(bench: Workbench, screen: CameraScreen) -> list[str]:
    bench.step(screen)
    return bench.texts()


@pytest.mark.parametrize("mirror", [True, False])
@pytest.mark.parametrize("build", SCREENS)
def test_the_map_is_where_the_hand_is_and_moves_with_it(
    build: type[CameraScreen], *, mirror: bool, tmp_path: Path
) -> None:
    bench = furnished(tmp_path, mirror=mirror)
    bench.context.shows_heat = True
    screen = build(bench.context)
    for row, column in ((1, 5), (5, 4), (3, 1)):
        bench.context.now += 1  # long enough for the last one to be forgotten
        show(bench, Gesture.PAPER, row, column)
        assert bluest_place(drawn(bench, screen)) == (row, 6 - column if mirror else column)


def test_a_place_that_spoke_against_is_warm_and_a_quiet_one_stays_as_it_is(bench: Workbench) -> None:
    screen = TryIt(bench.context)
    show(bench, Gesture.ROCK, 3, 3)
    assert bench.context.session.head is not None
    kernel = bench.context.session.head.tensors()["kernel"].copy()
    kernel[10, Gesture.ROCK] = -3 * 49 * FULL_HEAT
    tensors = {**bench.context.session.head.tensors(), "kernel": kernel}
    bench.context.session.head = PooledHead.from_tensors(tensors, CLASSES)
    assert bench.context.observation is not None
    bench.context.observation.features[5, 1, 10] = 3.2  # type: ignore[index]
    plain = drawn(bench, screen)
    bench.context.shows_heat = True
    shown = drawn(bench, screen)
    side = len(plain) // 7
    difference = (shown - plain)[side * 5 : side * 6, side * 5 : side * 6].mean(axis=(0, 1))  # mirrored
    assert difference[0] > 10 > -10 > difference[2]
    corner = (slice(side * 5, side * 6), slice(0, side))
    assert np.abs(shown[corner] - plain[corner]).max() <= 2


@pytest.mark.parametrize("how", ["key", "pad", "mouse"])
@pytest.mark.parametrize("build", SCREENS)
def test_it_is_shown_and_hidden_by_key_pad_and_mouse(
    build: type[CameraScreen], how: str, bench: Workbench
) -> None:
    screen = build(bench.context)
    show(bench, Gesture.PAPER, 5, 1)  # away from the words over the picture's middle
    off = drawn(bench, screen)
    words = set(texts(bench, screen))

    def toggle() -> None:
        if how == "mouse":
            bench.click(screen, screen.heat.button.center)
            bench.step(screen, pygame.event.Event(pygame.MOUSEMOTION, pos=(1, 1)))
        else:
            bench.step(screen, KEY_H if how == "key" else PAD_Y)

    toggle()
    assert np.abs(drawn(bench, screen) - off).max() > 50
    assert bluest_place(drawn(bench, screen)) == (5, 5)  # mirrored
    assert {"Spoke for paper", "Spoke against it"} <= set(texts(bench, screen))
    toggle()
    assert np.abs(drawn(bench, screen) - off).max() <= 2 or build is PlayMatch  # whose words move
    assert bluest_place(drawn(bench, screen)) != (5, 5)
    assert not {text for text in texts(bench, screen) if "Spoke" in text}
    assert "Spoke for paper" not in words


def test_off_at_first_and_then_as_it_was_left_on_every_screen(bench: Workbench) -> None:
    show(bench, Gesture.ROCK, 2, 2)
    assert not bench.context.shows_heat
    bench.step(TryIt(bench.context), KEY_H)
    for build in SCREENS:
        assert any("Spoke for rock" in text for text in texts(bench, build(bench.context)))


def test_without_a_head_nothing_is_offered_and_the_starter_is_one(bench: Workbench) -> None:
    bench.context.session.head = None
    show(bench, Gesture.ROCK, 2, 2)
    screen = Calibrate(bench.context)
    plain = drawn(bench, screen)
    bench.step(screen, KEY_H)
    bench.click(screen, screen.heat.button.center)
    assert not bench.context.shows_heat
    assert "H" not in dict(help_lines(screen.keys()))
    bench.network.starter = Starter(label_pooled_head(), np.zeros((1, 256), np.float32))
    assert "H" in dict(help_lines(screen.keys()))
    bench.step(screen, KEY_H)
    assert np.abs(drawn(bench, screen) - plain).max() > 50
    assert "Spoke for rock" in texts(bench, screen)


@pytest.mark.parametrize("build", SCREENS)
def test_the_keys_tell_of_it(build: type[CameraScreen], bench: Workbench) -> None:
    assert dict(help_lines(build(bench.context).keys()))["H"] == "show or hide what the network sees"


def test_the_mouse_asks_what_the_button_is_for(bench: Workbench) -> None:
    screen = TryIt(bench.context)
    show(bench, Gesture.ROCK, 2, 2)
    bench.step(screen)
    assert "What does the network see?" not in texts(bench, screen)
    bench.step(screen, pygame.event.Event(pygame.MOUSEMOTION, pos=screen.heat.button.center))
    assert "What does the network see?" in texts(bench, screen)


def test_each_frame_is_read_once_and_none_while_it_is_off(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    explain_all = PooledHead.explain_all

    def counted(self: PooledHead, features: np.ndarray) -> object:
        read.append(bench.number)
        return explain_all(self, features)

    monkeypatch.setattr(PooledHead, "explain_all", counted)
    screen = TryIt(bench.context)
    for shows in (False, True):
        bench.context.shows_heat = shows
        for _ in range(3):
            show(bench, Gesture.ROCK, 2, 2)
            for _ in range(4):
                bench.step(screen)
    assert read == [4, 5, 6]


def test_a_hand_that_trembles_moves_the_map_gently(bench: Workbench) -> None:
    bench.context.shows_heat = True
    screen = TryIt(bench.context)
    show(bench, Gesture.ROCK, 2, 2)
    bench.step(screen)
    for _ in range(3):
        show(bench, Gesture.ROCK, 4, 4)
        bench.step(screen)
    heat = screen.camera.heat
    assert heat is not None
    assert heat[2, 2] > heat[4, 4] > 0.1


@pytest.mark.parametrize("head", [label_pooled_head(), label_head()], ids=["pooled", "dense"])
def test_the_reveal_shows_the_map_of_what_was_read(bench: Workbench, head: object) -> None:
    bench.context.session.head = head  # type: ignore[assignment]
    bench.context.shows_heat = True
    bench.feed.frozen = False
    bench.showing = Gesture.SCISSORS
    screen = PlayMatch(bench.context)
    while screen.verdict is None:
        bench.step(screen, draw=False)
    assert screen.verdict.gesture is Gesture.SCISSORS
    bench.showing = Gesture.ROCK
    for _ in range(10):
        bench.step(screen, draw=False)
    assert "Spoke for scissors" not in texts(bench, screen)  # before the card has turned nothing is told
    bench.run(screen, TOLD_S + 0.1)
    assert screen.heat.gesture is Gesture.SCISSORS
    assert "Spoke for scissors" in texts(bench, screen)


@pytest.mark.parametrize("size", [(800, 600), (1280, 720), (2560, 1440)])
def test_button_and_legend_lie_on_the_picture_and_off_the_other_buttons(
    size: tuple[int, int], tmp_path: Path
) -> None:
    bench = furnished(tmp_path, size)
    bench.context.shows_heat = True
    bench.context.theme.text_factor = 1.4
    show(bench, Gesture.SCISSORS, 2, 2)
    for build in SCREENS:
        screen = build(bench.context)
        bench.step(screen)
        assert screen.camera.picture_rect.contains(screen.heat.button)
        assert screen.heat.button.collidelist([button.rect for button in screen.focus.buttons]) == -1
        bench.context.theme.begin_frame()
        bench.step(screen)
        legend = [box for box in bench.context.theme.boxes if "Spoke" in box.string]
        assert len(legend) == 2
        for box in legend:
            assert box.whole
            assert screen.camera.picture_rect.contains(box.drawn)
            assert not screen.heat.button.colliderect(box.drawn)


LIKE_EYES = {
    "all cones": np.eye(3),
    "no red": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "no green": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "no blue": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}
"""Linear RGB as seen without one kind of cone: Machado, Oliveira and Fernandes, 2009."""


def lab(colour: Colour, eyes: object) -> np.ndarray:
    """Return CIELAB of a colour of sRGB, as these eyes see it."""
    share = np.array(colour) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.asarray(eyes) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    x, y, z = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz / [0.9505, 1, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("eyes", LIKE_EYES)
def test_for_and_against_are_told_apart_by_all_eyes(eyes: str) -> None:
    apart = np.linalg.norm(lab(FOR, LIKE_EYES[eyes]) - lab(AGAINST, LIKE_EYES[eyes]))
    assert apart > 60  # 2 can just be seen side by side

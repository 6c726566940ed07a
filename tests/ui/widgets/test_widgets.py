"""Widgets, inputs and sound."""

# mypy: disable-error-code="comparison-overlap, unreachable"

from collections.abc import Sequence

import numpy as np
import pygame
import pytest

from rps_game.flow import Outcome
from rps_game.ui.drawing import Box, Painter, Symbol, Theme, Tone
from rps_game.ui.inputs import Action, action_of
from rps_game.ui.sound import RATE_HZ, Cue, Sound, wave
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.charts import ProgressRing
from rps_game.ui.widgets.focus import Button, FocusRing
from rps_game.ui.widgets.textfield import TextField
from rps_game.ui.widgets.thumbnails import Thumbnails


def key(code: int, mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod, unicode="")


def mouse(kind: int, place: tuple[int, int]) -> pygame.event.Event:
    return pygame.event.Event(kind, pos=place, button=1)


@pytest.fixture
def ring() -> FocusRing:
    """Return two rows of two buttons; the primary one is at the lower left, the last one is disabled."""
    buttons = [
        Button("a", Outcome.NEW),
        Button("b", Outcome.LOAD),
        Button("c", Outcome.PLAY, primary=True),
        Button("d", Outcome.BACK, enabled=False),
    ]
    for i, button in enumerate(buttons):
        button.rect = Box(i % 2 * 120, i // 2 * 60, 100, 40)
    return FocusRing(buttons)


# FocusRing


def test_enter_presses_the_primary_button_first(ring: FocusRing) -> None:
    assert ring.press() is Outcome.PLAY


def test_the_focus_goes_round_in_order_and_to_the_nearest_by_arrows(ring: FocusRing) -> None:
    a, b, c, _ = ring.buttons
    ring.move(Action.NEXT)
    assert ring.focused is a  # over the one that cannot be pressed
    ring.move(Action.PREVIOUS)
    assert ring.focused is c
    for action, there in ((Action.UP, a), (Action.RIGHT, b), (Action.LEFT, a), (Action.DOWN, c)):
        ring.move(action)
        assert ring.focused is there
    ring.move(Action.RIGHT)  # diagonally, rather than nowhere
    assert ring.focused is b
    ring.move(Action.UP)
    assert ring.focused is b


def test_a_click_counts_when_it_ends_where_it_began(ring: FocusRing) -> None:
    b = ring.buttons[1]
    ring.handle(mouse(pygame.MOUSEMOTION, b.rect.center))
    assert ring.focused is b
    ring.handle(mouse(pygame.MOUSEBUTTONDOWN, b.rect.center))
    assert ring.handle(mouse(pygame.MOUSEBUTTONUP, (900, 900))) is None
    ring.handle(mouse(pygame.MOUSEBUTTONDOWN, b.rect.center))
    assert ring.handle(mouse(pygame.MOUSEBUTTONUP, b.rect.center)) is Outcome.LOAD


def test_what_cannot_be_pressed_is_not(ring: FocusRing) -> None:
    off = ring.buttons[3]
    for kind in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        assert ring.handle(mouse(kind, off.rect.center)) is None
    assert ring.focused is not off


def test_the_focus_stays_while_its_button_does(ring: FocusRing) -> None:
    a, b, c, d = ring.buttons
    ring.show([a, b, d], focus=b)
    ring.show([b, c, d])
    assert ring.focused is b
    ring.show([a, c, d])
    assert ring.focused is c
    ring.show([d])
    assert ring.focused is None
    assert ring.press() is None


def test_arrows_wrap_in_their_row_and_go_to_no_other() -> None:
    ring = FocusRing([Button(str(i), Outcome.NEW) for i in range(5)])
    for i, button in enumerate(ring.buttons[:3]):
        button.rect = Box(i * 110, 60, 100, 40)
    for i, button in enumerate(ring.buttons[3:]):
        button.rect = Box(60 + i * 110, 10, 100, 40)  # above the gaps of the others
    ring.focused = ring.buttons[2]
    labels = []
    for action in (
        [Action.LEFT] * 3 + [Action.RIGHT] * 3 + [Action.UP, Action.RIGHT, Action.RIGHT, Action.DOWN]
    ):
        ring.move(action)
        assert ring.focused is not None
        labels.append(ring.focused.label)
    assert labels == ["1", "0", "2", "0", "1", "2", "4", "3", "4", "2"]


def test_a_held_button_that_is_replaced_by_one_of_its_label_is_still_pressed(ring: FocusRing) -> None:
    b = ring.buttons[1]
    ring.handle(mouse(pygame.MOUSEBUTTONDOWN, b.rect.center))
    again, other = Button("b", Outcome.SAVE), Button("x", Outcome.TRY)
    again.rect, other.rect = b.rect, Box(0, 0, 1, 1)
    ring.show([other, again])
    assert ring.handle(mouse(pygame.MOUSEBUTTONUP, b.rect.center)) is Outcome.SAVE


# Inputs


def test_keys_and_pads_become_the_same_actions() -> None:
    assert action_of(key(pygame.K_SPACE)) is Action.CONFIRM
    assert action_of(key(pygame.K_TAB, pygame.KMOD_LSHIFT)) is Action.PREVIOUS
    assert action_of(pygame.event.Event(pygame.CONTROLLERBUTTONDOWN, button=0)) is Action.CONFIRM
    assert action_of(key(pygame.K_q)) is None


# Pictures


@pytest.fixture(autouse=True, scope="module")
def _display() -> None:
    pygame.display.init()


def test_the_camera_is_a_mirror_only_on_the_screen() -> None:
    frame = np.zeros((90, 120, 3), np.uint8)
    frame[:, :40] = (0, 0, 255)  # BGR: the left third is red
    theme, surface = Theme(), pygame.Surface((240, 180))
    for mirror, x in ((False, 60), (True, 180)):
        view = CameraView(mirror=mirror)
        view.rect = Box(0, 0, *surface.get_size())
        view.show(frame, 1)
        view.draw(Painter(surface, theme))
        assert surface.get_at((x, 90))[:3] == (255, 0, 0)
        assert surface.get_at((240 - x, 90))[:3] == (0, 0, 0)


def test_the_square_is_where_the_network_looks() -> None:
    view = CameraView()
    view.rect = Box(10, 20, 640, 700)
    view.show(np.zeros((480, 640, 3), np.uint8), 1)
    assert view.picture_rect.size == (640, 480)
    assert view.square_rect.size == (480, 480)
    assert view.square_rect.center == view.picture_rect.center == view.rect.center


def thumbnails(numbers: Sequence[int], pressed: list[int]) -> Thumbnails:
    """A row of four places."""
    strip = Thumbnails(Theme(), pressed.append)
    strip.rect = Box(100, 100, 270, 60)
    strip.show({number: np.zeros((8, 8, 3), np.uint8) for number in numbers}, ())
    return strip


def test_the_newest_small_picture_comes_first_and_all_are_reached_by_clicks() -> None:
    pressed: list[int] = []
    strip = thumbnails(range(4, 10), pressed)
    for forward, newest in ((True, 9), (True, 7), (True, 5), (False, 5), (False, 7), (False, 9)):
        shown = [one for one, _ in strip.places()]
        assert shown == [Symbol.BACK, newest, newest - 1, Symbol.FORWARD]
        strip.clicked(strip.places()[1][1].center)
        strip.clicked((99, 101))
        strip.clicked(strip.places()[-1 if forward else 0][1].center)
    assert pressed == [9, 7, 5, 5, 7, 9]


@pytest.mark.parametrize("by", [1, -1])
def test_small_pictures_are_marked_one_after_the_other_and_the_last_leads_to_the_first(by: int) -> None:
    pressed: list[int] = []
    strip = thumbnails(range(4, 10), pressed)
    strip.mark_first()
    for _ in range(7):
        strip.pressed()
        strip.mark_next(by)
        strip.draw(Painter(pygame.Surface((400, 200)), Theme()), focused=True)
    assert pressed == [9, *([8, 7, 6, 5, 4] if by == 1 else [4, 5, 6, 7, 8]), 9]


def test_the_marked_small_picture_stays_in_place_while_new_ones_come() -> None:
    strip = thumbnails(range(4, 10), [])
    place = strip.places()[1][1]
    strip.mark_at(place.center)
    strip.show({number: np.zeros((8, 8, 3), np.uint8) for number in range(4, 14)}, ())
    assert (9, place) in strip.places()


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.8, 1.0])
def test_a_ring_fills_by_length(share: float) -> None:
    def drawn(progress: float) -> int:
        surface, ring = pygame.Surface((320, 120), pygame.SRCALPHA), ProgressRing()
        ring.rect = Box(10, 10, 300, 100)
        ring.draw(Painter(surface, Theme()), progress, track=False)
        return pygame.mask.from_surface(surface).count()

    assert drawn(share) == pytest.approx(drawn(1.0) * share, rel=0.05)


def test_a_ring_is_drawn_from_the_top_clockwise() -> None:
    theme, surface = Theme(), pygame.Surface((100, 100))
    ring = ProgressRing()
    ring.rect = Box(20, 20, 60, 60)
    ring.draw(Painter(surface, theme), 0.5, track=False)
    assert surface.get_at((80, 50))[:3] == theme.colour(Tone.ACCENT)
    assert surface.get_at((20, 50))[:3] == (0, 0, 0)


# Text


def test_a_name_can_be_typed_in_any_script() -> None:
    field = TextField(most=8)
    for text in ("花", "子", " ", "и", "Zoë and more"):
        assert field.handle(pygame.event.Event(pygame.TEXTINPUT, text=text))
    assert field.text == "花子 иZoë "
    field.handle(key(pygame.K_BACKSPACE, pygame.KMOD_LCTRL))
    assert field.text == "花子"
    field.handle(key(pygame.K_BACKSPACE))
    assert field.text == "花"
    assert not field.handle(key(pygame.K_RETURN))


def test_the_first_letter_replaces_a_suggestion_and_the_first_backspace_mends_it() -> None:
    replaced, mended = TextField("Player 1"), TextField("Player 1")
    for letter in "Bo":
        replaced.handle(pygame.event.Event(pygame.TEXTINPUT, text=letter))
    assert replaced.text == "Bo"
    mended.handle(key(pygame.K_BACKSPACE))
    mended.handle(pygame.event.Event(pygame.TEXTINPUT, text="2"))
    assert mended.text == "Player 2"


# Sound


@pytest.mark.parametrize("cue", Cue)
def test_a_cue_is_short_and_begins_and_ends_in_silence(cue: Cue) -> None:
    samples = wave(cue)
    assert len(samples) < RATE_HZ / 2
    assert abs(int(samples[0])) < 200
    assert abs(int(samples[-1])) < 200
    assert 5_000 < np.abs(samples).max() < 32_767


def test_without_a_sound_card_all_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    sound = Sound()
    assert not sound.open()
    sound.play(Cue.WIN)
    sound.close()

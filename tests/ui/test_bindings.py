"""The help names keys, and each of them does something: the tests press them, on every screen."""

import inspect
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pygame
import pytest
from stage import Stage
from workbench import MADE_BY, Workbench, fill, label_head, report, wait_for_files

from rps_game.flow import Phase
from rps_game.game.gestures import Gesture
from rps_game.game.match import Match, Round
from rps_game.ui import bindings
from rps_game.ui.bindings import Keys, help_lines
from rps_game.ui.inputs import action_of
from rps_game.ui.screens import open_screen
from rps_game.ui.screens.base import Screen
from rps_game.ui.window import Window

Press = tuple[int, int]
"""A key, and what is held with it."""

TAB, BACK_TAB = (pygame.K_TAB, 0), (pygame.K_TAB, pygame.KMOD_LSHIFT)
UP, DOWN, LEFT, RIGHT = ((key, 0) for key in (pygame.K_UP, pygame.K_DOWN, pygame.K_LEFT, pygame.K_RIGHT))

PRINTED: dict[str, list[list[Press]]] = {
    "Enter": [[(pygame.K_RETURN, 0)]],
    "Enter, Space": [[(pygame.K_RETURN, 0)], [(pygame.K_SPACE, 0)]],
    "Tab": [[TAB, BACK_TAB]],
    "Tab, arrows": [[TAB, BACK_TAB], [UP, DOWN, LEFT, RIGHT]],
    "Up, down": [[UP, DOWN]],
    "Left, right": [[LEFT], [RIGHT]],
    "Left": [[LEFT]],
    "Right": [[RIGHT]],
    "Esc": [[(pygame.K_ESCAPE, 0)]],
    "Backspace": [[(pygame.K_BACKSPACE, 0)]],
    "Del": [[(pygame.K_DELETE, 0)]],
    "F1": [[(pygame.K_F1, 0)]],
    "F11": [[(pygame.K_F11, 0)]],
    **{letter: [[(ord(letter.lower()), 0)]] for letter in "DFHKM"},
}
"""What stands on the keys of a name, in groups: of each group one key at least does something.

At the end of a row of buttons an arrow may lead nowhere.
"""

ROCK_WINS = Round(Gesture.ROCK, Gesture.SCISSORS)


def key_down(press: Press) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=press[0], mod=press[1], unicode="")


@pytest.mark.parametrize(
    "keys", [value for _, value in inspect.getmembers(bindings) if isinstance(value, Keys)], ids=str
)
def test_a_name_is_that_of_keys_that_make_its_actions(keys: Keys) -> None:
    made = {action_of(key_down(press)) for group in PRINTED[keys.name] for press in group}
    assert made <= set(keys.actions)


def calibrated(folder: Path) -> Workbench:
    """Return a bench with a player who has a report, a save and a round, and who shows rock."""
    bench = Workbench(folder, best_of=None)
    session = bench.context.session
    fill(session)
    session.use_trained_head(label_head(), report(), "2025-03-01T12:00:00+01:00", MADE_BY)
    session.match = Match().play(ROCK_WINS.player, ROCK_WINS.computer)
    bench.count(ROCK_WINS, "random")
    for name in ("Anna", "Zoe"):
        bench.context.saves.save(session.as_profile(name)(), name, overwrite=True)
    bench.showing = Gesture.ROCK
    return bench


def of(phase: Phase, seconds: float = 0.3, *keys: int) -> Callable[[Workbench], Screen]:
    """Return what enters a phase, waits, and presses keys."""

    def enter(bench: Workbench) -> Screen:
        screen = open_screen(phase, bench.context)
        assert bench.run(screen, seconds) is None
        for key in keys:
            assert bench.press(screen, key) is None
            assert bench.run(screen, seconds) is None
        return screen

    return enter


def saving(bench: Workbench) -> Screen:
    bench.context.session.saving = True
    return of(Phase.SAVES)(bench)


def recording(bench: Workbench) -> Screen:
    bench.showing = Gesture.NONE
    bench.context.session.begin_new_player()
    screen = of(Phase.CALIBRATE, 0.3, pygame.K_RETURN)(bench)
    assert bench.run(screen, 4.0) is None  # past the countdown: there are pictures to take back
    return screen


STATES = {
    **{
        phase.name: of(phase)
        for phase in (Phase.TITLE, Phase.CALIBRATE, Phase.REPORT, Phase.TRY, Phase.MATCH)
    },
    **{
        phase.name: of(phase)
        for phase in (
            Phase.OPPONENT,
            Phase.RESULT,
            Phase.SAVES,
            Phase.SETTINGS,
            Phase.STATISTICS,
            Phase.TROUBLE,
        )
    },
    "CALIBRATE, recording": recording,
    "OPPONENT, a row": of(Phase.OPPONENT, 0.1, pygame.K_DOWN),
    "RESULT, read wrong": of(Phase.RESULT, 0.1, pygame.K_TAB, pygame.K_TAB, pygame.K_RETURN),
    "MATCH, paused": of(Phase.MATCH, 0.3, pygame.K_ESCAPE),
    "SAVES, beside the list": of(Phase.SAVES, 0.1, pygame.K_RIGHT, pygame.K_DOWN),
    "SAVES, a name": saving,
    "SAVES, delete": of(Phase.SAVES, 0.1, pygame.K_DELETE),
    "STATISTICS, forget": of(Phase.STATISTICS, 0.1, pygame.K_DELETE),
    "LEARN, page 2": of(Phase.LEARN, 0.1, pygame.K_RIGHT),
}
"""Screens and their states, without those that are never twice the same: TRAIN and PREPARE."""


@pytest.mark.parametrize("state", STATES)
def test_what_the_help_names_does_something(
    state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Press it, and compare with the same screen on which nothing is pressed."""
    Window()
    known = SimpleNamespace(token_bytes=lambda count: bytes(range(count)))
    monkeypatch.setattr("rps_game.ui.screens.match.dealer.secrets", known)

    def after(press: Press | None) -> object:
        shutil.rmtree(tmp_path)
        bench = calibrated(tmp_path)
        screen = STATES[state](bench)
        outcome = bench.step(screen, *([] if press is None else [key_down(press)]))
        outcome = outcome or bench.run(screen, 0.1)  # a file is read
        wait_for_files(bench.context)  # nothing is written into the next one's folder
        return outcome or pygame.image.tobytes(bench.surface, "RGB")

    bench = calibrated(tmp_path)
    wait_for_files(bench.context)
    names = [name for name, _ in help_lines(STATES[state](bench).bindings())]
    untouched = after(None)
    assert untouched == after(None)
    assert "Esc" in names
    for name in names:
        for group in PRINTED[name]:
            assert any(after(press) != untouched for press in group), f"{name} does nothing in {state}"


def test_the_keys_of_every_screen_act_and_stand_in_its_help(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.step()
    stage.press(pygame.K_F1)
    shown = stage.texts()
    assert {"F1", "F11", "M", "close this", "full screen", "sound on or off"} <= set(shown)
    stage.press(pygame.K_F1)
    assert "close this" not in stage.texts()
    stage.press(pygame.K_m)
    assert stage.context.settings.muted
    stage.press(pygame.K_F11)
    assert stage.context.settings.fullscreen
    stage.app.close()


def test_while_a_name_is_typed_the_help_names_no_letter(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.context.session.saving = True
    stage.app.go_to(Phase.SAVES)
    stage.press(pygame.K_m)
    assert not stage.context.settings.muted
    stage.press(pygame.K_F1)
    assert "F11" in stage.texts()
    assert "M" not in stage.texts()
    stage.app.close()

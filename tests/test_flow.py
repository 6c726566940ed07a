"""The flow's table, walked; and every screen, pressed everywhere, keeps to it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pygame
import pytest
from profiles import make_profile
from workbench import MADE_BY, Workbench, features_of, label_head, report

from rps_game.camera.observation import Sample
from rps_game.flow import FLOW, Outcome, Phase
from rps_game.game.gestures import CLASSES, Gesture
from rps_game.game.match import Match, Rules
from rps_game.ui.screens import SCREENS, open_screen

AWAY = {Outcome.FAILED, Outcome.QUIT}
"""What a screen may return without an entry in the table: the app knows where they lead from anywhere."""


@pytest.fixture(autouse=True, scope="module")
def _window() -> None:
    pygame.init()
    pygame.display.set_mode((64, 48))


def test_every_phase_can_be_reached_and_has_a_screen() -> None:
    reached, found = set(), [Phase.TITLE]
    while found:
        phase = found.pop()
        reached.add(phase)
        found += [after for after in FLOW[phase].values() if after not in reached]
    assert reached | {Phase.TROUBLE} == set(Phase) == set(FLOW) == {*SCREENS, Phase.QUIT}


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.QUIT])
def test_back_always_leads_to_quit_in_the_end(phase: Phase) -> None:
    seen = []
    while phase is not Phase.QUIT:
        assert phase not in seen
        seen.append(phase)
        phase = FLOW[phase][Outcome.BACK]


def furnished(folder: Path) -> Workbench:
    """A game in which everything is there that a screen may want."""
    bench = Workbench(folder)
    session = bench.context.session
    square = np.zeros((224, 224, 3), np.uint8)
    for gesture in CLASSES:
        session.samples[gesture] = [Sample(1000 + i, square, features_of(gesture)) for i in range(4)]
    confusion = np.array([[7, 0, 0], [0, 7, 0], [0, 5, 2]])
    session.head_network = MADE_BY
    session.head = label_head()
    session.report = report(confusion, 0.76)
    session.created = "2025-03-01T12:00:00+01:00"
    session.match = Match(Rules(1)).play(Gesture.ROCK, Gesture.SCISSORS)
    session.history = list(session.match.rounds)
    bench.context.saves.save(make_profile(name="Anna"), "Anna")
    bench.context.can_retry = True
    return bench


@pytest.mark.parametrize("phase", SCREENS)
def test_no_screen_returns_an_outcome_that_the_table_lacks(phase: Phase, tmp_path: Path) -> None:
    """Each button is pressed once, each on a screen entered anew; then Esc, until the screen is left."""
    seen: set[Outcome | None] = set()
    bench = furnished(tmp_path)
    screen = open_screen(phase, bench.context)
    seen.add(bench.step(screen))
    for i in range(len(screen.focus.buttons)):
        bench = furnished(tmp_path / str(i))
        screen = open_screen(phase, bench.context)
        bench.step(screen)
        if i < len(screen.focus.buttons) and screen.focus.buttons[i].enabled:
            seen.add(screen.focus.buttons[i].pressed())
            seen.add(bench.step(screen))
    if phase is not Phase.PREPARE:  # which is left by itself
        for _ in range(4):
            left = bench.press(screen, pygame.K_ESCAPE)
            seen.add(left)
            if left is not None:
                break
        assert left in {Outcome.BACK}
    assert seen - {None} <= {*FLOW[phase], *AWAY}
    assert seen != {None}


def test_prepare_is_a_gate(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    for goal in (Outcome.DONE, Outcome.PLAY, Outcome.TRY):
        bench.context.session.goal = goal
        assert bench.step(open_screen(Phase.PREPARE, bench.context)) is goal


def test_settings_of_a_match_are_the_players(tmp_path: Path) -> None:
    bench = furnished(tmp_path)
    bench.context.settings = replace(bench.context.settings, best_of=7)
    open_screen(Phase.MATCH, bench.context)
    assert bench.context.session.match == Match(Rules.from_best_of(7))

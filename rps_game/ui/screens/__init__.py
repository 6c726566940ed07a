"""The screens, one file or folder each, and the table from phases to screens."""

import pkgutil
from collections.abc import Mapping
from typing import Final

from rps_game.flow import Phase
from rps_game.ui.context import Context
from rps_game.ui.screens.base import Screen

SCREENS: Final[Mapping[Phase, str]] = {
    Phase.TITLE: "title:Title",
    Phase.PREPARE: "prepare:Prepare",
    Phase.CALIBRATE: "calibrate.screen:Calibrate",
    Phase.TRAIN: "train:Train",
    Phase.REPORT: "report.screen:Report",
    Phase.TRY: "try_it:TryIt",
    Phase.OPPONENT: "opponent:OpponentScreen",
    Phase.RULES: "rules.screen:RulesScreen",
    Phase.EDITOR: "rules.editor:Editor",
    Phase.MATCH: "match.screen:PlayMatch",
    Phase.RESULT: "match.result:Result",
    Phase.SAVES: "saves.screen:Saves",
    Phase.SETTINGS: "settings:SettingsScreen",
    Phase.LEARN: "learn.screen:Learn",
    Phase.STATISTICS: "statistics:StatisticsScreen",
    Phase.TROUBLE: "trouble:Trouble",
}
"""The module and the class of each phase's screen. QUIT has none: the game ends instead."""


def open_screen(phase: Phase, context: Context) -> Screen:
    """Build the screen of a phase, which enters it."""
    screen: Screen = load_screen(phase)(context)
    return screen


def load_screen(phase: Phase) -> type[Screen]:
    """Import the screen of a phase; the title's is there in half the time without the others."""
    screen: type[Screen] = pkgutil.resolve_name(f"{__name__}.{SCREENS[phase]}")
    return screen

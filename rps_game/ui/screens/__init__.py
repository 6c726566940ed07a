"""The screens, one file or folder each, and the table from phases to screens."""

from collections.abc import Mapping
from typing import Final

from rps_game.flow import Phase
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.calibrate.screen import Calibrate
from rps_game.ui.screens.learn.screen import Learn
from rps_game.ui.screens.match.result import Result
from rps_game.ui.screens.match.screen import PlayMatch
from rps_game.ui.screens.prepare import Prepare
from rps_game.ui.screens.report import Report
from rps_game.ui.screens.saves.screen import Saves
from rps_game.ui.screens.settings.screen import SettingsScreen
from rps_game.ui.screens.statistics import StatisticsScreen
from rps_game.ui.screens.title import Title
from rps_game.ui.screens.train import Train
from rps_game.ui.screens.trouble import Trouble
from rps_game.ui.screens.try_it import TryIt

SCREENS: Final[Mapping[Phase, type[Screen]]] = {
    Phase.TITLE: Title,
    Phase.PREPARE: Prepare,
    Phase.CALIBRATE: Calibrate,
    Phase.TRAIN: Train,
    Phase.REPORT: Report,
    Phase.TRY: TryIt,
    Phase.MATCH: PlayMatch,
    Phase.RESULT: Result,
    Phase.SAVES: Saves,
    Phase.SETTINGS: SettingsScreen,
    Phase.LEARN: Learn,
    Phase.STATISTICS: StatisticsScreen,
    Phase.TROUBLE: Trouble,
}
"""The screen of each phase. QUIT has none: the game ends instead."""

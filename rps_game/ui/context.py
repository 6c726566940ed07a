"""The context of every screen: the state of the game, and callbacks into the app."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rps_game.calibration.views import ViewMaker
from rps_game.camera.feed import Feed, FeedState
from rps_game.camera.observation import Observation
from rps_game.errors import GameError
from rps_game.file_thread import FileThread
from rps_game.flow import Outcome
from rps_game.game.draft import RulesDraft
from rps_game.game.gestures import CLASSIC, RuleSet
from rps_game.game.match import Round
from rps_game.game.opponents import OPPONENTS
from rps_game.game.opponents.base import Opponent
from rps_game.game.statistics import Statistics
from rps_game.heads.base import Head
from rps_game.heads.report import TrainingReport
from rps_game.network.loader import Network
from rps_game.rules_store import RuleFile, playable_rules
from rps_game.saves.store import SaveStore
from rps_game.session import Session
from rps_game.settings import Settings
from rps_game.ui.drawing import Theme
from rps_game.ui.sound import Sound


@dataclass(slots=True)
class Context:
    """State and callbacks that a screen works with.

    Attributes:
        session: the player; screens read and change it.
        settings: the player's choices; read only, `change_settings` replaces them.
        feed: the camera, for its state; frames come in `observation`.
        saves: the saved players; to be called in the thread of `files`.
        files: reads and writes files in a thread.
        network: the frozen network.
        view_maker: makes views of the samples, named by their numbers.
        theme: colours, measures and fonts; a `Painter` draws with them.
        sound: plays.
        rng: the source of all chance in the game.
        log_path: the file with every traceback.
        change_settings: `change_settings(frames=40)` changes settings, at once and for the next start.
        use_camera: switches to another camera, "demo" for the drawn hand, None for the first that works, and
            remembers it.
        count_round: adds a round to the statistics and to the session's history.
        use_trained_head: puts a head into the session, and saves it as the last player's.
        show_message: shows a sentence for a few seconds, whatever the screen.
        choose_rules: makes a rule set the one that is played by, and remembers it. A player of another one is
            put aside; they stay among the saved ones.
        read_rules: has the player's rule files read again; `rule_files` are new ones then.
        rules_folder: where they are.
        rule_files: the player's own rule files, as they were read last.
        draft: the rules that EDITOR writes; None before any were.
        draft_file: the file that they are in; None for new ones.
        shown_rules: the id of those that RULES shows when it comes back from EDITOR; "" for none.
        now: this frame's time, in seconds of the app's clock, which is the feed's as well.
        observation: the newest frame; None while the camera gives none. Its features are None until the
            network is READY. It stays the same until a newer one arrives: compare its number.
        shows_heat: whether the player wants to see what the network sees, over the picture.
        error: what TROUBLE shows.
        can_retry: whether TROUBLE offers to try again.
        came_back: whether the screen was entered by BACK from one that had been opened from it.
    """

    session: Session
    settings: Settings
    feed: Feed
    saves: SaveStore
    files: FileThread
    network: Network
    view_maker: ViewMaker
    theme: Theme
    sound: Sound
    rng: np.random.Generator
    log_path: Path
    change_settings: Callable[..., None]
    use_camera: Callable[[str | None], None]
    count_round: Callable[[Round], None]
    use_trained_head: Callable[[Head, TrainingReport], None]
    show_message: Callable[[str], None]
    choose_rules: Callable[[RuleSet], None]
    read_rules: Callable[[], None]
    rules_folder: Path
    rule_files: Sequence[RuleFile] = ()
    draft: RulesDraft | None = None
    draft_file: Path | None = None
    shown_rules: str = ""
    now: float = 0.0
    observation: Observation | None = None
    shows_heat: bool = False
    error: GameError | None = None
    can_retry: bool = False
    came_back: bool = False

    @property
    def camera_live(self) -> bool:
        """Whether the camera gives frames now."""
        return self.observation is not None and self.feed.state is FeedState.RUNNING

    @property
    def rules(self) -> RuleSet:
        """What the player plays by; without a head of the player's own, what was chosen."""
        session = self.session
        return self.new_rules if session.head is None or session.is_starter else session.rules

    @property
    def new_rules(self) -> RuleSet:
        """What a new player will play by: what was chosen, as its file is now."""
        chosen = playable_rules(self.rule_files).get(self.settings.rules)
        if chosen is not None:
            return chosen
        return CLASSIC if self.session.is_starter else self.session.rules

    @property
    def posed_rules(self) -> RuleSet:
        """What the drawn hand can show: what is recorded or played by now."""
        return self.session.recording_rules if self.session.records_new else self.rules

    @property
    def can_play(self) -> bool:
        """Return True if the player has a head, is being loaded, or can play with the starter."""
        session = self.session
        if session.head is not None and not session.is_starter:
            return True
        return session.loading or (self.network.starter is not None and self.starter_knows)

    @property
    def starter_knows(self) -> bool:
        """Whether the starter reads the moves: of no other rule set than its own."""
        return self.network.starter is not None and self.network.starter.head.rules is self.rules

    @property
    def opponent(self) -> Opponent:
        """The opponent of the settings, at their level; the default while that one is not installed."""
        return OPPONENTS.playing(self.settings.opponent).at(self.settings.level)

    def play(self) -> Outcome:
        """Begin to play, with the starter where there is no player."""
        session, network = self.session, self.network
        starts = session.head is None and self.starter_knows
        if starts and network.starter is not None and network.id is not None:
            session.use_starter(network.starter.head, network.id)
        return Outcome.PLAY

    @property
    def statistics(self) -> Statistics:
        """The record of the player who plays now."""
        return self.files.records.of(self.session.record, self.rules)

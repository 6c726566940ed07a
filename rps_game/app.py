"""The window and the loop. `App.step` is one frame: gather, let the screen decide, apply, draw."""

import itertools
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import pygame

from rps_game.calibration.views import ViewMaker
from rps_game.camera.feed import Feed
from rps_game.camera.sources import CameraSpec, ask_permission_for, open_source
from rps_game.errors import GameError, SaveOtherBackbone
from rps_game.file_thread import FileThread
from rps_game.flow import AT_TITLE, Outcome, Phase, Way, way_after, way_to
from rps_game.game.gestures import RuleSet
from rps_game.game.match import Round
from rps_game.game.opponents import OPPONENTS
from rps_game.heads.base import Head
from rps_game.heads.report import TrainingReport
from rps_game.network.backbone import BackboneName
from rps_game.network.loader import Network
from rps_game.paths import Paths, assets
from rps_game.rules_store import RuleFile, rule_files
from rps_game.saves.format import Profile
from rps_game.saves.info import stamp_of
from rps_game.saves.names import LAST_PLAYER
from rps_game.saves.store import SaveStore
from rps_game.session import Session
from rps_game.settings import Settings, ThemeName
from rps_game.ui.advice import former_hint, top_up_hint
from rps_game.ui.bindings import F1, F11, Binding, M, pressed, presses_of
from rps_game.ui.context import Context
from rps_game.ui.drawing import Painter, Theme, Tone
from rps_game.ui.drawing.palette import DARK, LIGHT
from rps_game.ui.inputs import action_of
from rps_game.ui.overlays import Overlays
from rps_game.ui.pads import Pads
from rps_game.ui.screens import SCREENS, load_screen, open_screen
from rps_game.ui.screens.base import Screen, is_text_key
from rps_game.ui.sound import Sound
from rps_game.ui.window import Window, take_events
from rps_game.ui.words.i18n import tr, tr_error, use_language

FRAMES_PER_S: Final = 60
CLOSE_S: Final = 2.0
"""Time limit for a conversion, the view maker and the camera to end, all together."""

FILES_S: Final = 60.0
"""Time limit for what is being written: the largest player, on the slowest stick."""

RETRIED: Final = {Phase.PREPARE, Phase.CALIBRATE, Phase.TRAIN, Phase.REPORT, Phase.TRY, Phase.MATCH}
"""Phases that TROUBLE can retry: PREPARE leads back to them by the session's goal."""

_log: Final = logging.getLogger(__name__)


class App:
    """The game: owns everything that outlives a screen, and alone applies the screens' outcomes.

    Args:
        paths: where its files are.
        settings: the player's, as in their file.
        window: to draw in.
        feed: the camera, started after the first frame.
        network: the frozen network.
        sound: opened already; silent if None.
        rng: the source of all chance in the game; a fresh one if None.
    """

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        *,
        window: Window,
        feed: Feed,
        network: Network,
        sound: Sound | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        files = FileThread(paths, settings)
        self._window = window
        self._overlays = Overlays()
        self._begun = False
        self._pads = Pads()
        self.context = Context(
            session=Session(),
            settings=settings,
            feed=feed,
            saves=SaveStore(paths.saves),
            files=files,
            network=network,
            view_maker=ViewMaker(),
            theme=Theme(window.surface.get_size()),
            sound=sound or Sound(),
            rng=rng or np.random.default_rng(),
            log_path=paths.log,
            change_settings=self.change_settings,
            use_camera=self.use_camera,
            count_round=self._count_round,
            use_trained_head=self._use_trained_head,
            show_message=self.show_message,
            choose_rules=self.choose_rules,
            read_rules=self.read_rules,
            rules_folder=paths.rules,
        )
        self._apply_settings()
        self.read_rules()
        if stamp_of(self.context.saves.path(LAST_PLAYER)):  # before the first frame a disk may be waited for
            self._read_last_player()
        self._way: Way = AT_TITLE
        self.screen: Screen = open_screen(Phase.TITLE, self.context)

    @property
    def phase(self) -> Phase:
        """The phase whose screen is shown."""
        return self._way[-1]

    def run(self) -> None:
        """Play until the player leaves."""
        self.context.files.run(OPPONENTS.look_for_guests)  # before a screen needs them
        clock, unloaded = pygame.time.Clock(), iter(SCREENS)
        while self.step(take_events(), time.monotonic()):
            for phase in itertools.islice(unloaded, 1):  # one a frame: the title is there already
                load_screen(phase)
            clock.tick(FRAMES_PER_S)

    def step(self, events: Sequence[pygame.event.Event], now: float) -> bool:
        """Run one frame of the game.

        Args:
            events: what has come since the last frame, oldest first.
            now: the time in seconds, of the clock that the feed stamps its frames with.

        Returns:
            Whether the game goes on.
        """
        try:
            self._gather(now)
            for event in events:
                if self.phase is not Phase.QUIT:
                    self.apply(self._handle(event))
            self._update(now)
            if self.phase is not Phase.QUIT:
                self.draw()
            if not self._begun:
                self._begin()
        except Exception as error:
            closes = any(event.type == pygame.QUIT for event in events)  # perhaps not handled yet
            if self.phase is Phase.TROUBLE and not closes:
                raise  # not even the error can be shown: `cli.run` prints it in the terminal
            _log.exception("trouble in %s", self.phase.name)
            if closes:
                self.go_to(Phase.QUIT)
            else:
                self._show_trouble(error if isinstance(error, GameError) else None)
        return self.phase is not Phase.QUIT

    def _begin(self) -> None:
        # After the first frame: what the camera and the network import would hold it up by a quarter.
        self._begun = True
        self.context.feed.start()
        self.context.network.load(convert=False)

    def close(self) -> None:
        """End everything, the window first. What the disk still writes is waited for longest."""
        context, deadline_s = self.context, time.monotonic() + CLOSE_S
        self._window.close()
        context.sound.close()
        for close in (context.network.stop, context.view_maker.close, context.feed.close):
            close(max(deadline_s - time.monotonic(), 0.0))
        if not context.files.close(context.settings, FILES_S):
            _log.error("the disk has not answered for %d s: what it was asked for is given up", FILES_S)

    # Gather

    def _gather(self, now: float) -> None:
        context = self.context
        context.now = now
        if context.network.finish_loading():
            self._use_network()
        context.observation = context.feed.latest()
        context.files.finish(self.show_error)

    def _use_network(self) -> None:
        context, network = self.context, self.context.network
        assert network.backbone is not None
        context.feed.set_embed(network.backbone.embed)
        context.view_maker.set_embed(network.backbone.embed)
        if network.error is not None:
            self.show_error(network.error)
        context.saves.networks = list(network.usable)
        if network.spec == BackboneName.FORMER:
            self.show_message(former_hint())
        self._turn_to_network()

    def _turn_to_network(self) -> None:
        """Change to the network of the player who is there, or of a new one who is recorded."""
        context, network, session = self.context, self.context.network, self.context.session
        if network.turn_to(None if session.records_new else session.head_network):
            context.feed.set_embed(None)  # until it is loaded
        if session.head_network is None or not network.usable or session.head_network in network.usable:
            return
        session.forget_head()
        self._refuse_player(
            SaveOtherBackbone(
                "The player was trained on another network than the one in use.",
                "Choose another player, or calibrate a new one.",
            )
        )

    def _refuse_player(self, error: GameError) -> None:
        session = self.context.session
        session.loading = False
        if self.phase is Phase.PREPARE and session.goal is not Outcome.DONE:
            session.goal = Outcome.DONE
            raise error
        self.show_error(error)

    def _read_last_player(self) -> None:
        path = self.context.saves.path(LAST_PLAYER)

        def load() -> tuple[Profile, Path | None] | None:
            # Of any network: refused when that is known.
            return SaveStore(path.parent).load_last() if stamp_of(path) else None

        self.context.session.loading = True
        self.context.files.run(load, self._use_last_player, self._refuse_player)

    def _use_last_player(self, last: tuple[Profile, Path | None] | None) -> None:
        self.context.session.loading = False
        # By other rules: another rule set was chosen since.
        if last is not None and last[0].rules.id == self.context.settings.rules:
            self.context.session.load(*last)
            self._turn_to_network()
        self._use_chosen_rules()

    def read_rules(self) -> None:
        """Read the player's rule files again."""
        folder = self.context.rules_folder
        self.context.files.run(lambda: rule_files(folder), self._use_rule_files)

    def _use_rule_files(self, files: Sequence[RuleFile]) -> None:
        self.context.rule_files = files
        self._use_chosen_rules()

    def _use_chosen_rules(self) -> None:
        """Play by the rules that were chosen, where no player brings their own."""
        session = self.context.session
        if session.head is None and not session.loading:
            session.use_rules(self.context.new_rules)

    def choose_rules(self, rules: RuleSet) -> None:
        """Play by these rules from now on, and remember it."""
        session = self.context.session
        self.change_settings(rules=rules.id)
        if session.rules is not rules:
            session.forget_head()
            session.use_rules(rules)
            self._read_last_player()  # perhaps it plays by them

    # Decide

    def _handle(self, event: pygame.event.Event) -> Outcome | None:
        if event.type == pygame.QUIT:
            return Outcome.QUIT
        if event.type == pygame.KEYDOWN and self.screen.composing:
            return None
        self._window.handle(event)
        translated = self._pads.translate(event)
        if translated is None:
            return None
        event = translated
        if self._overlays.handle(event, self.context.feed.source, typing=self.screen.typing):
            return None
        action = None if self.screen.typing and is_text_key(event) else action_of(event)
        press = None if action is None else presses_of(self._keys()).get(action)
        return self.screen.front.handle(event) if press is None else pressed(press)

    def _keys(self) -> list[Binding]:
        """Return the keys of every screen."""
        return [
            Binding(F11, tr("full screen"), self._toggle_fullscreen),
            Binding(M, tr("sound on or off"), self._toggle_sound),
            Binding(F1, tr("close this"), self._show_help),
        ]

    def _show_help(self) -> Outcome | None:
        self._overlays.help = True
        # A countdown or a throw pauses, as if the window had lost the focus.
        return self.screen.handle(pygame.event.Event(pygame.WINDOWFOCUSLOST))

    def _toggle_fullscreen(self) -> None:
        self.change_settings(fullscreen=not self.context.settings.fullscreen)

    def _toggle_sound(self) -> None:
        self.change_settings(muted=not self.context.settings.muted)
        self.show_message(tr("Sound off") if self.context.settings.muted else tr("Sound on"))

    def _update(self, now: float) -> None:
        # The events may have changed the window, or what is drawn for the camera.
        self.context.theme.size = self._window.surface.get_size()
        context = self.context
        self._overlays.place(context.theme, context.feed.source, context.posed_rules, now)
        # A screen may end at once, as PREPARE mostly does: the next one gets its first update before it is
        # drawn. No path of the flow ends more than two screens in one frame.
        for _ in Phase:
            outcome = self.screen.update(now) if self.phase is not Phase.QUIT else None
            if outcome is None:
                return
            self.apply(outcome)

    # Apply

    def apply(self, outcome: Outcome | None) -> None:
        """Do what a screen has returned; None is nothing."""
        session = self.context.session
        match outcome:
            case None:
                return
            case Outcome.QUIT:
                self.go_to(Phase.QUIT)
                return
            case Outcome.FAILED:
                self._show_trouble(self.context.error)
                return
            case Outcome.NEW:
                # Whoever calibrates in the middle of a match goes on with it.
                session.begin_new_player(self.context.new_rules, another=self.phase is Phase.TITLE)
                session.goal = Outcome.DONE
            case Outcome.REDO:
                session.goal = Outcome.DONE
                session.end_top_up()
            case Outcome.TOP_UP:
                session.goal, session.redo = Outcome.DONE, None
                self.show_message(top_up_hint())
            case Outcome.PLAY | Outcome.TRY:
                session.goal = outcome
            case Outcome.LOAD | Outcome.SAVE:
                session.saving = outcome is Outcome.SAVE
            case Outcome.BACK if self.phase is not Phase.TRAIN:  # which leads back to the calibration
                session.end_recording()
        self._enter(way_after(self._way, outcome), back=outcome is Outcome.BACK)

    def go_to(self, phase: Phase) -> None:
        """Enter a phase, from wherever the game is."""
        self._enter(way_to(self._way, phase))

    def _enter(self, way: Way, *, back: bool = False) -> None:
        _log.info("%s -> %s", self.phase.name, way[-1].name)
        self._way, self.context.came_back = way, back
        if self.phase not in {Phase.TRAIN, Phase.TROUBLE}:  # which may lead to TRAIN again
            self.context.session.undo_swap()
        self._turn_to_network()
        if self.phase in {Phase.TITLE, Phase.RESULT}:
            self.context.session.playing = False
        if self.phase is not Phase.QUIT:
            self.screen = open_screen(self.phase, self.context)

    def _show_trouble(self, error: GameError | None) -> None:
        context = self.context
        context.error, context.can_retry = error, self.phase in RETRIED
        goals = {Phase.MATCH: Outcome.PLAY, Phase.TRY: Outcome.TRY}  # BACK may have led there
        context.session.goal = goals.get(self.phase, context.session.goal)
        self._overlays.help = False
        self.go_to(Phase.TROUBLE)

    def draw(self) -> None:
        """Draw the screen, and what lies over it."""
        theme = self.context.theme
        painter = Painter(self._window.surface, theme)
        theme.begin_frame()
        painter.surface.fill(theme.colour(Tone.GROUND))
        self.screen.draw(painter)
        self._overlays.draw(painter, self.context, self.screen.front, self._keys())
        self._window.show()

    # Callbacks of the context

    def change_settings(self, **values: Any) -> None:
        """Change settings, at once and for the next start.

        Raises:
            SettingsError: a value is out of its range; nothing has changed.
        """
        before, self.context.settings = self.context.settings, replace(self.context.settings, **values)
        if self.context.settings.opponent != before.opponent:
            self.context.session.change_opponent(before.opponent, self.context.settings.opponent)
        self._apply_settings()
        self.context.files.write_settings(self.context.settings)

    def use_camera(self, camera: str | None) -> None:
        """Switch to another camera and remember it: what `--camera` takes; None for the first that works."""
        spec = None if camera is None else CameraSpec.parse(camera)
        self.change_settings(camera=camera)
        ask_permission_for(spec)
        self.context.feed.switch(lambda: open_source(spec))

    def _count_round(self, played: Round) -> None:
        context = self.context
        context.session.history.append(played)
        player, opponent = context.session.record, context.opponent
        if not opponent.counts:
            return
        # At once: who knows how the game will end.
        context.files.change_records(lambda records: records.record(player, played, opponent.name))

    def _use_trained_head(self, head: Head, report: TrainingReport) -> None:
        session = self.context.session
        now = datetime.now(UTC).isoformat(timespec="seconds")
        session.use_trained_head(head, report, now, self.context.network.id)
        saves, profile = self.context.saves, session.as_profile(LAST_PLAYER)
        self.context.files.run(lambda: saves.save(profile(), LAST_PLAYER))

    def show_message(self, words: str) -> None:
        """Show a sentence over any screen for some seconds."""
        self._overlays.show_message(words)

    def show_error(self, error: GameError) -> None:
        """Show the two sentences of an error that the game can go on with."""
        self.show_message(" ".join(tr_error(error)))

    def _apply_settings(self) -> None:
        settings, theme, sound = self.context.settings, self.context.theme, self.context.sound
        theme.palette = LIGHT if settings.theme is ThemeName.LIGHT else DARK
        theme.text_factor = settings.text_size.factor
        theme.reduced_motion = settings.reduced_motion
        sound.volume, sound.muted = settings.volume, settings.muted
        use_language(settings.language, assets() / "locale")
        pygame.display.set_caption(tr("Rock, paper, scissors"))
        self._window.show_fullscreen(settings.fullscreen)

"""MATCH: throw after throw, in rhythm, until a side has won. The computer's move is sealed before each."""

from enum import Enum, auto
from typing import Final

import pygame

from rps_game.camera.observation import Observation
from rps_game.flow import Outcome
from rps_game.game.match import Match, Rules
from rps_game.game.rhythm import Beat
from rps_game.game.voting import Verdict, VoteReason
from rps_game.ui.advice import recalibrate_buttons, track_confidence
from rps_game.ui.bindings import ESC, Binding, F
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Symbol
from rps_game.ui.screens.camera_screen import CameraScreen
from rps_game.ui.screens.match.dealer import Dealer
from rps_game.ui.screens.match.throw_reader import ThrowReader
from rps_game.ui.screens.match.view import MatchView, MatchViewModel
from rps_game.ui.sound import Cue
from rps_game.ui.widgets.focus import Button
from rps_game.ui.words.i18n import tr
from rps_game.ui.words.match import throw_again_sentence

RETHROW_S: Final = 2.2
"""How long the reason of a re-throw is shown: ten words to read, and a hand to bring back."""

LAST_REVEAL_S: Final = 2.0
"""How long the round that ends the match is shown: longer than the others."""

LAST_SAID_S: Final = 3.0
"""The same where the opponent comments on it: twelve words to read."""

HITCH_S: Final = 0.5
"""A window that hung for so long has missed the throw: it begins again, and nothing is counted."""

_CUES: Final = {Beat.ROCK: Cue.BEAT, Beat.PAPER: Cue.BEAT, Beat.SCISSORS: Cue.BEAT, Beat.SHOOT: Cue.SHOOT}


class MatchState(Enum):
    """What a match does now."""

    WAITING = auto()  # for the camera and the network
    THROWING = auto()
    REVEAL = auto()
    RETHROW = auto()  # the throw does not count
    PAUSED = auto()


class PlayMatch(CameraScreen):
    """Plays one match; its rounds are in the session, for RESULT.

    Attributes:
        state: what it does now.
        sealed: the computer's move of the present throw.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        session = context.session
        resumed = session.end_top_up() is not None and session.match is not None and not session.match.over
        if not resumed:
            session.match = Match(Rules.from_best_of(context.settings.best_of))
        self._dealer = Dealer(context)
        self.state, self._state_s = MatchState.WAITING, context.now
        self._after_pause = MatchState.WAITING
        self._held_by_camera = False
        self._last_tick_s = context.now
        self.sealed = self._dealer.deal()
        self._throw = self._new_throw(context.now)
        self._view = MatchView(self.camera, speaks=self._dealer.speaks)
        self._show_buttons()

    @property
    def match(self) -> Match:
        """The match so far."""
        match = self.context.session.match
        assert match is not None
        return match

    @property
    def beat(self) -> Beat:
        """The beat of the present throw."""
        return self._throw.beat

    @property
    def verdict(self) -> Verdict | None:
        """What was read in the present throw; None until its window is over."""
        return self._throw.verdict

    def keys(self) -> list[Binding]:
        paused = self.state is MatchState.PAUSED
        return [
            Binding(ESC, tr("pause, then leave"), self._leave if paused else self._pause),
            Binding(F, tr("pause, go on"), self._go_on if paused else self._pause),
            *super().keys(),
        ]

    def on_event(self, event: pygame.event.Event) -> Outcome | None:
        if event.type == pygame.WINDOWFOCUSLOST:
            self._pause()
        return None

    def _pause(self) -> None:
        if self.state is not MatchState.PAUSED:
            self._after_pause = self.state
            self._held_by_camera = False
            self._set_state(MatchState.PAUSED)
            self._show_buttons()

    def _go_on(self) -> None:
        """Resume; a throw that was under way begins again, with the same sealed move."""
        reveals = self._after_pause is MatchState.REVEAL
        self._set_state(MatchState.REVEAL if reveals else MatchState.WAITING)
        self._held_by_camera = False
        self._show_buttons()

    def _leave(self) -> Outcome:
        """End an endless match that has rounds with its result; give up any other."""
        return Outcome.DONE if self._has_result() else Outcome.BACK

    def _has_result(self) -> bool:
        return self.match.rules.wins_needed is None and bool(self.match.rounds)

    def tick(self, now: float) -> Outcome | None:
        """Read the newest frame, and advance the throw."""
        hitch = now - self._last_tick_s > HITCH_S
        self._last_tick_s = now
        observation = self.new_observation()
        self._pause_without_camera()
        match self.state:
            case MatchState.WAITING if self.ready:
                self._begin_throw(now)
            case MatchState.THROWING if hitch:
                self._begin_throw(now)
            case MatchState.THROWING:
                self._read_throw(observation, now)
            case MatchState.RETHROW if now - self._state_s >= RETHROW_S:
                self._begin_throw(now)
            case MatchState.REVEAL if now - self._state_s >= self._reveal_s():
                if self.match.over:
                    return Outcome.DONE
                self.sealed = self._dealer.deal()
                self._begin_throw(now)
        deciding = self._throw.deciding
        if deciding is not None:
            self.show(deciding, None if self.verdict is None else self.verdict.gesture)
        else:
            self.show_live()
        return None

    def _pause_without_camera(self) -> None:
        if self.state is MatchState.THROWING and not self.ready:
            self._pause()
            self._held_by_camera = True
        elif self._held_by_camera and self.ready:
            self._go_on()

    def _new_throw(self, now: float) -> ThrowReader:
        return ThrowReader(self.context.session.head, self.context.feed.fps, now)

    def _begin_throw(self, now: float) -> None:
        self._throw = self._new_throw(now)
        self._set_state(MatchState.THROWING)

    def _read_throw(self, observation: Observation | None, now: float) -> None:
        beat = self._throw.beat
        self._throw.read(observation)
        decided = self._throw.update(now)
        if self._throw.beat is not beat and self._throw.beat in _CUES:
            self.context.sound.play(_CUES[self._throw.beat])
        if decided and self.verdict is not None:
            self._decide(self.verdict)

    def _decide(self, verdict: Verdict) -> None:
        # In another light a hand is often missed: a window without one counts for the drift too.
        if verdict.reason is not VoteReason.TOO_FEW:
            track_confidence(self.context, self._throw.probabilities, tr("Esc offers more pictures."))
        if verdict.gesture is None:
            self.context.sound.play(Cue.AGAIN)
            self._set_state(MatchState.RETHROW)
            return
        self.context.session.match = self.match.play(verdict.gesture, self.sealed.move)
        played = self.match.rounds[-1]
        self.context.count_round(played)
        self._dealer.open(self.sealed)
        self.context.sound.play(Cue[played.result.name])
        self._set_state(MatchState.REVEAL)

    def _reveal_s(self) -> float:
        last_s = LAST_SAID_S if self._dealer.speaks else LAST_REVEAL_S
        return last_s if self.match.over else self._throw.reveal_s

    def _set_state(self, state: MatchState) -> None:
        self.state, self._state_s = state, self.context.now

    def _show_buttons(self) -> None:
        if self.state is not MatchState.PAUSED:
            self.focus.show([])
        else:
            leave = tr("End the match") if self._has_result() else tr("Give up")
            go_on = Button(tr("Go on"), self._go_on, symbol=Symbol.PLAY, primary=True)
            records = recalibrate_buttons(self.context.session, Outcome.PLAY)
            self.focus.show([go_on, *records, Button(leave, self._leave, symbol=Symbol.BACK)])
        self.request_layout()

    def place(self, area: Box) -> None:
        """Lay out the table, and over it the buttons of a pause."""
        self._view.place(self.theme, area, self.aspect)
        self._view.place_pause(self.theme, area, self.focus.buttons)

    def paint(self, painter: Painter) -> None:
        now = self.context.now
        state = self._after_pause if self.state is MatchState.PAUSED else self.state
        since_s = now - self._state_s if self.state is MatchState.REVEAL else self._reveal_s()
        model = MatchViewModel(
            match=self.match,
            sealed=self.sealed,
            round=self.match.rounds[-1] if state is MatchState.REVEAL else None,
            since_reveal_s=since_s,
            said=self._dealer.said,
        )
        self.draw_camera(painter)
        self._view.draw(painter, model)
        # SHOOT, the largest word of the throw, stands where the legend would be.
        shoots = self.state is MatchState.THROWING and self.beat in {Beat.SHOOT, Beat.WINDOW}
        self.heat.draw(painter, legend=not shoots)
        match self.state:
            case MatchState.THROWING:
                self._view.draw_beat(painter, *self._throw.beat_at(now))
            case MatchState.RETHROW if self.verdict is not None:
                words = throw_again_sentence(
                    self.verdict, len(self._throw.window), slow_camera=self._throw.slow_camera
                )
                self._view.draw_rethrow(painter, words)
            case MatchState.WAITING:
                self._view.draw_waiting(painter)
            case MatchState.PAUSED:
                top = self.focus.buttons[0].rect.top
                self._view.draw_pause(painter, self.area, top, model)

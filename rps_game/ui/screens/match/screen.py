"""MATCH: throw after throw, in rhythm, until a side has won. The computer's move is sealed before each."""

import math
from dataclasses import replace
from enum import Enum, auto
from functools import partial
from typing import Final

import pygame

from rps_game.camera.observation import Observation
from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture, RoundResult
from rps_game.game.match import Match, Rules
from rps_game.game.rhythm import Beat
from rps_game.game.sealing import SealedMove
from rps_game.game.smoothing import Smoother
from rps_game.game.voting import Verdict, VoteReason
from rps_game.ui.advice import recalibrate_buttons, redo_buttons, track_confidence
from rps_game.ui.bindings import ENTER_SPACE, ESC, UP_DOWN, Binding, F
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Symbol
from rps_game.ui.screens.camera_screen import CameraScreen
from rps_game.ui.screens.match.dealer import Dealer
from rps_game.ui.screens.match.moment import TOLD_S, TURNED_S, Moment
from rps_game.ui.screens.match.opponent_card import Dealt, draw_proof, proof_height
from rps_game.ui.screens.match.pause import PausePanel
from rps_game.ui.screens.match.throw_reader import ThrowReader
from rps_game.ui.screens.match.view import MatchView, MatchViewModel
from rps_game.ui.screens.no_camera import MISSED, drawn_hand_button, no_camera_words
from rps_game.ui.sound import Cue
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.poses import PosedCamera
from rps_game.ui.words.i18n import tr
from rps_game.ui.words.match import go_on_hint, return_sentence, throw_again_sentence

RETHROW_S: Final = 2.2
"""How long the reason of a re-throw is shown: ten words to read, and a hand to bring back."""

REVEAL_S: Final = 2.0
"""How long the turned card is shown: both hands, and the verdict for most of that time."""

WORD_S: Final = 0.25
"""Time to read a word of what an opponent says."""

THROWS_WITHOUT_HAND: Final = 3
"""So many one after the other, and the match waits: nobody is there, or does not know what to do."""

HAND_BACK_S: Final = 0.5
"""How long a hand is shown before such a match goes on: longer than one that only passes by."""

HITCH_S: Final = 0.5
"""A window that hung for so long has missed the throw: it begins again, and nothing is counted."""

_CUES: Final = {beat: Cue[beat.name] for beat in (Beat.ROCK, Beat.PAPER, Beat.SCISSORS, Beat.SHOOT)}


class MatchState(Enum):
    """What a match does now."""

    WAITING = auto()  # for the camera and the network
    THROWING = auto()
    REVEAL = auto()
    RETHROW = auto()  # the throw does not count
    PAUSED = auto()


class PauseReason(Enum):
    """Why a match is paused."""

    PLAYER = auto()  # who wants it, or has gone to another window
    NO_CAMERA = auto()  # goes on when there is one
    NO_HAND = auto()  # goes on when a hand is shown
    GIVE_UP = auto()  # asks whether to
    REDO = auto()  # asks which gesture to record again


class PlayMatch(CameraScreen):
    """Plays one match; its rounds are in the session, for RESULT.

    Attributes:
        state: what it does now.
        sealed: the computer's move of the present throw; None for one that is not chosen yet.
    """

    covered = False  # the pause says what is amiss

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        context.session.end_top_up()
        paused = self._begin_or_go_on() and context.came_back
        self._dealer = Dealer(context)
        self.state, self._state_s = MatchState.PAUSED if paused else MatchState.WAITING, context.now
        self._move: Gesture | None = None  # of an opponent that peeks, once it has
        self._moment: Moment | None = None  # after a throw
        self._until_s = context.now  # the round is shown
        self._after_pause, self._paused_s = MatchState.WAITING, context.now
        self._reason, self._without_camera = PauseReason.PLAYER, False
        self._words = "", ""  # of the pause
        self._no_hand = 0  # throws without a hand, one after the other
        self._returning = Smoother()  # reads the hand that ends a pause of NO_HAND
        self._away_s = context.now  # when there was none last
        self._last_tick_s = context.now
        if context.session.sealed is None:
            self._dealer.ask()
        self.sealed = self._deal() if self._dealer.is_ready else None
        self._throw = self._new_throw(context.now)
        self._view = MatchView(self.camera)
        self._panel = PausePanel()
        self._pause_button = Button("", partial(self._pause, PauseReason.PLAYER), symbol=Symbol.PAUSE)
        self._show_buttons()

    def _begin_or_go_on(self) -> bool:
        """Begin a match, or go on with the one that is under way; return whether it goes on."""
        session, rules = self.context.session, Rules.from_best_of(self.context.settings.best_of)
        match = session.match if session.playing else None
        if match is None or match.over:
            session.match, session.sealed, session.playing = Match(rules), None, True
            return False
        changed = replace(match, rules=rules)  # in the settings, since
        session.match = match if changed.over else changed
        return True

    def _deal(self) -> SealedMove | None:
        """Return the computer's next move: what was sealed before the screen was left, or a new one."""
        session = self.context.session
        session.sealed = session.sealed or self._dealer.deal()
        return session.sealed

    @property
    def match(self) -> Match:
        """The match so far."""
        match = self.context.session.match
        assert match is not None
        return match

    @property
    def told(self) -> Match:
        """The match as far as the player may know it: without a round whose card has not turned yet."""
        moment = self._moment
        hidden = moment is not None and moment.result is not None and not moment.told
        return replace(self.match, rounds=self.match.rounds[:-1]) if hidden else self.match

    @property
    def _dealt(self) -> Dealt:
        """The opponent's card."""
        move = self._move if self.sealed is None else self.sealed.move
        return Dealt(self._dealer.name, move, self.sealed, self.context.session.rules)

    @property
    def beat(self) -> Beat:
        """The beat of the present throw."""
        return self._throw.beat

    @property
    def verdict(self) -> Verdict | None:
        """What was read in the present throw; None until its window is over."""
        return self._throw.verdict

    def keys(self) -> list[Binding]:
        paused, pause = self.state is MatchState.PAUSED, partial(self._pause, PauseReason.PLAYER)
        keys = [
            Binding(ESC, tr("pause, then leave"), self._leave_or_back if paused else pause),
            Binding(F, tr("pause, go on"), self._go_on if paused else pause),
            *([] if paused else super().keys()),
        ]
        if self._lingers:
            keys.append(Binding(ENTER_SPACE, tr("next throw"), partial(self._show_until, self.context.now)))
            keys.append(Binding(UP_DOWN, tr("look longer"), *[partial(self._show_until, math.inf)] * 2))
        return keys

    @property
    def _lingers(self) -> bool:
        """Whether a round is shown that may be left, or looked at for longer."""
        return self.state is MatchState.REVEAL and self._moment is not None and self._moment.told

    def _show_until(self, end_s: float) -> None:
        self._until_s = end_s

    def on_event(self, event: pygame.event.Event) -> Outcome | None:
        if event.type == pygame.WINDOWFOCUSLOST:
            self._pause(PauseReason.PLAYER)
        return None

    def _pause(self, reason: PauseReason) -> None:
        if self.state is not MatchState.PAUSED:
            self._after_pause, self._paused_s = self.state, self.context.now
            self.state = MatchState.PAUSED
            self._panel.forget()
        self._reason = reason
        self._show_buttons()

    def _go_on(self) -> None:
        """Resume; a throw that was under way begins again, with the same sealed move."""
        if self._after_pause is MatchState.REVEAL:
            self.state, paused_s = MatchState.REVEAL, self.context.now - self._paused_s
            self._state_s, self._until_s = self._state_s + paused_s, self._until_s + paused_s
        else:
            self._set_state(MatchState.WAITING)
        self._show_buttons()

    def _leave(self) -> Outcome | None:
        """End a match that has a result; give up any other, but ask first once it has rounds."""
        if self._has_result():
            return Outcome.DONE
        if self.match.rounds and self._reason is not PauseReason.GIVE_UP:
            self._pause(PauseReason.GIVE_UP)
            return None
        return Outcome.DONE if self.match.over else Outcome.BACK  # over, though it is not told yet

    def _leave_or_back(self) -> Outcome | None:
        if self._reason is PauseReason.REDO:
            self._pause(PauseReason.PLAYER)
            return None
        return self._leave()

    def _has_result(self) -> bool:
        endless = self.told.rules.wins_needed is None
        return self.told.over or (endless and bool(self.told.rounds))

    def tick(self, now: float) -> Outcome | None:
        """Read the newest frame, and advance the throw."""
        hitch = now - self._last_tick_s > HITCH_S
        self._last_tick_s = now
        observation = self.new_observation()
        self._follow_camera()
        match self.state:
            case MatchState.PAUSED if self._reason is PauseReason.NO_HAND:
                self._wait_for_hand(observation, now)
            case MatchState.WAITING if self.ready and self._dealer.is_ready:
                self._begin_throw(now)
            case MatchState.THROWING if hitch:
                self._begin_throw(now)
            case MatchState.THROWING:
                self._read_throw(observation, now)
            case MatchState.RETHROW:
                self._follow_moment(None, Cue.AGAIN)
                if now - self._state_s >= RETHROW_S:
                    self._begin_throw(now)
            case MatchState.REVEAL:
                result = self.match.rounds[-1].result
                self._follow_moment(result, Cue[result.name])
                if now >= self._until_s:
                    if self.match.over:
                        return Outcome.DONE
                    self._begin_throw(now)
        self._view.move(self._moment)
        if self.state is not MatchState.PAUSED:
            self._pause_button.rect = self._view.corner(self.heat.button)
        deciding = self._throw.deciding
        if deciding is not None:
            self.show(deciding, None if self.verdict is None else self.verdict.gesture)
        elif self._moment is None or self._moment.told:
            self.show_live()
        return None

    def _follow_moment(self, result: RoundResult | None, verdict: Cue) -> None:
        """Let the moment go on; it sounds when the card turns, and when the verdict is told."""
        before = self._moment or Moment(0.0, result)
        self._moment = Moment(self.context.now - self._state_s, result, self.theme.reduced_motion)
        if self._moment.turned > before.turned == 0:
            self.context.sound.play(Cue.TURN)
        if self._moment.told and not before.told:
            self.context.sound.play(verdict)

    def _follow_camera(self) -> None:
        """Pause without a camera, and go on with it; in any other pause offer the drawn hand meanwhile."""
        throws = self.state is MatchState.THROWING and not self.ready
        waits = self.state is MatchState.WAITING and self.context.feed.state in MISSED
        if throws or waits:
            self._pause(PauseReason.NO_CAMERA)
        elif self.state is MatchState.PAUSED:
            if self._reason is PauseReason.NO_CAMERA and self.ready:
                self._go_on()
            elif self._camera_missed != self._without_camera:
                self._show_buttons()
            elif self._pause_words() != self._words:  # another fault of the camera
                self.request_layout()

    @property
    def _camera_missed(self) -> bool:
        return self._reason is PauseReason.NO_CAMERA or self.context.feed.state in MISSED

    def _wait_for_hand(self, observation: Observation | None, now: float) -> None:
        head = self.context.session.head
        if observation is not None and observation.features is not None and head is not None:
            read = head.predict(observation.features[None])[0]
            self._returning.add(observation.captured_s, read, head.rules)
            if self._returning.word is None or self._returning.word.is_none:
                self._away_s = now
            elif now - self._away_s >= HAND_BACK_S:
                self._go_on()

    def _new_throw(self, now: float) -> ThrowReader:
        context = self.context
        return ThrowReader(context.session.head, context.feed.fps, now, context.settings.pace)

    def _begin_throw(self, now: float) -> None:
        self.sealed = self._deal()
        self._throw, self._moment = self._new_throw(now), None
        self._set_state(MatchState.THROWING)

    def _read_throw(self, observation: Observation | None, now: float) -> None:
        beat = self._throw.beat
        self._throw.read(observation)
        decided = self._throw.update(now)
        if self._throw.beat is not beat and self._throw.beat in _CUES:
            self.context.sound.play(_CUES[self._throw.beat])
        if self._throw.beat is Beat.READY:
            self._view.prepare(self.theme, self._dealt, self._throw.beat_at(now)[1])
        if decided and self.verdict is not None:
            self._decide(self.verdict)

    def _decide(self, verdict: Verdict) -> None:
        # In another light a hand is often missed: a window without one counts for the drift too.
        if verdict.reason is not VoteReason.TOO_FEW:
            track_confidence(self.context, self._throw.probabilities, tr("Esc offers more pictures."))
        self._no_hand = self._no_hand + 1 if verdict.reason is VoteReason.NO_HAND else 0
        if verdict.gesture is None:
            self._set_state(MatchState.RETHROW)
            self._follow_moment(None, Cue.AGAIN)
            if self._no_hand == THROWS_WITHOUT_HAND:
                self._no_hand, self._away_s, self._returning = 0, self.context.now, Smoother()
                self._pause(PauseReason.NO_HAND)
            return
        self._move = self._dealer.answer(verdict.gesture) if self.sealed is None else self.sealed.move
        session = self.context.session
        session.match = self.match.play(verdict.gesture, self._move)
        session.last_hand = self._throw.deciding
        self.context.count_round(self.match.rounds[-1])
        self._dealer.open(self.sealed)
        session.sealed = None
        if not self.match.over:
            self._dealer.ask()
        self._set_state(MatchState.REVEAL)
        # What is said about any other round can be read until the next one is told.
        words = len(self._dealer.said.split()) if self.match.over else 0
        self._until_s = self._state_s + max(TURNED_S + REVEAL_S, TOLD_S + WORD_S * words)
        self._follow_moment(self.match.rounds[-1].result, Cue.DRAW)

    def _set_state(self, state: MatchState) -> None:
        self.state, self._state_s = state, self.context.now

    def _show_buttons(self) -> None:
        self._without_camera = self._camera_missed
        if self.state is MatchState.PAUSED:
            self.focus.focused = None
            self.focus.show(self._pause_buttons())
        else:
            # For the mouse. Nothing is marked: the keys have their own, and Enter must not stop a throw.
            self.focus.show([self._pause_button])
            self.focus.focused = None
        self.request_layout()

    def _pause_buttons(self) -> list[Button]:
        session = self.context.session
        leave = Button(
            tr("End the match") if self._has_result() else tr("Give up"), self._leave, symbol=Symbol.BACK
        )
        go_on = Button(tr("Go on"), self._go_on, symbol=Symbol.PLAY, primary=True)
        settings = Button(tr("Settings"), Outcome.SETTINGS, symbol=Symbol.SETTINGS)
        if self._reason is PauseReason.GIVE_UP or self.match.over:  # told or not: no other one may begin
            return [go_on, leave]
        if self._without_camera:
            return [drawn_hand_button(self.context), settings, leave]
        if self._reason is PauseReason.REDO:
            back = Button(tr("Back"), partial(self._pause, PauseReason.PLAYER), symbol=Symbol.BACK)
            return [*redo_buttons(session), back]
        ask = partial(self._pause, PauseReason.REDO)
        redos = recalibrate_buttons(self.context, Outcome.PLAY, tr("Redo a gesture"), ask)
        opponent = Button(tr("Opponent and pace"), Outcome.OPPONENT, symbol=Symbol.PEOPLE)
        return [go_on, opponent, settings, *redos, leave]

    def _pause_words(self) -> tuple[str, str]:
        if self._reason is PauseReason.GIVE_UP:
            score = f"{self.told.wins} : {self.told.losses}"
            words = tr("It stands at {score}. Esc once more gives up.", score=score)
            return tr("Give up the match?"), words
        if self._without_camera:
            return no_camera_words(self.context)
        if self._reason is PauseReason.NO_HAND:
            return tr("Nobody there?"), return_sentence(self.context.session.rules, drawn=self._drawn)
        if self._reason is PauseReason.REDO:
            return tr("Which one was read wrong?"), tr("You show it again, and the match goes on.")
        words = "" if self.sealed is None else tr("This throw begins again; the sealed move stays.")
        return tr("Paused"), "" if self._after_pause is MatchState.REVEAL else words

    @property
    def _drawn(self) -> bool:
        """Whether the camera is the drawn hand, which the player poses by keys."""
        return isinstance(self.context.feed.source, PosedCamera)

    def place(self, area: Box) -> None:
        """Lay out the table, and over it the buttons of a pause."""
        self._view.place(self.theme, area, self.aspect)
        if self.state is MatchState.PAUSED:
            self._words = self._pause_words()
            area.take_bottom(proof_height(self.theme))
            self._panel.place(self.theme, area, self.focus.buttons, self._words[1])
        else:
            self._pause_button.rect = self._view.corner(self.heat.button)

    def paint(self, painter: Painter) -> None:
        now = self.context.now
        moment, reveals = self._moment, self._moment is not None and self._moment.result is not None
        played = self.match.rounds[-1] if reveals else None
        untold = moment is not None and not moment.told
        model = MatchViewModel(
            match=self.told,
            dealt=self._dealt,
            round=played,
            moment=moment,
            said="" if untold else self._dealer.said,
            name=self.context.session.saved_name or "",
            hint=go_on_hint(held=self._until_s == math.inf),
            now=now,
        )
        self.draw_camera(painter)
        self._view.draw(painter, model)
        self.heat.draw(painter, legend=not untold)
        match self.state:
            case MatchState.THROWING:
                self._view.draw_beat(painter, *self._throw.beat_at(now))
            case MatchState.REVEAL | MatchState.RETHROW if untold:
                self._view.draw_beat(painter, Beat.REVEAL, 0.0)
            case MatchState.RETHROW if self.verdict is not None:
                words = throw_again_sentence(
                    self.verdict,
                    len(self._throw.window),
                    drawn=self._drawn,
                    slow_camera=self._throw.slow_camera,
                )
                self._view.draw_rethrow(painter, words)
            case MatchState.WAITING:
                self._view.draw_waiting(painter)
            case MatchState.PAUSED:
                self._panel.draw(painter, self._words, self.told, self._dealer.name)
                if self.sealed is not None:
                    proof = self.area.take_bottom(proof_height(self.theme))
                    opened = self._moment is not None and self._moment.turned == 1
                    draw_proof(painter, proof, self.sealed, opened=opened)

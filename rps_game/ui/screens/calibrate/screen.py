"""CALIBRATE: records frames of the empty scene and of each gesture."""

from functools import partial
from typing import Final

import pygame

from rps_game.calibration.capture import CaptureState, Hint, recording_order
from rps_game.camera.observation import Sample
from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture
from rps_game.ui.bindings import BACKSPACE, ENTER, ENTER_OR_PAUSE, ESC, LEFT_RIGHT, Binding, D, K
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Size, Symbol
from rps_game.ui.screens.calibrate.recorder import Recorder
from rps_game.ui.screens.calibrate.view import CalibrateView
from rps_game.ui.screens.camera_screen import CameraScreen, place_at_bottom, split_for_camera
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.over_camera import StepButton
from rps_game.ui.widgets.thumbnails import Thumbnails
from rps_game.ui.words.calibration import advice_word, hint_word, keep_word, looks_word
from rps_game.ui.words.i18n import tr

MOST_STEPS: Final = 5
"""Classes in a row above the task."""


class Calibrate(CameraScreen):
    """Shows a `Recorder`, and the buttons of each of its states."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._recorder = Recorder(context)
        self._thumbnails = Thumbnails(
            context.theme, self._recorder.take_or_put_back, mirror=context.settings.mirror
        )
        self._view = CalibrateView(context, self._recorder, self.camera)
        steps = recording_order(context.session.recording_rules)
        self._steps = [StepButton(step, partial(self._recorder.redo, step)) for step in steps]
        self._shown: tuple[object, ...] = ()  # what the buttons depend on
        self._refresh()

    @property
    def wanted(self) -> Gesture | None:
        """The class to show now; None when everything is recorded."""
        return self._recorder.gesture

    @property
    def state(self) -> CaptureState:
        """The state of its recording."""
        return self._recorder.capture.state

    @property
    def samples(self) -> list[Sample]:
        """Those of this class so far, oldest first."""
        return self._recorder.samples

    def handle(self, event: pygame.event.Event) -> Outcome | None:
        outcome = super().handle(event)
        if event.type == pygame.MOUSEBUTTONUP and self.focus.focused is self._thumbnails:
            self.focus.focused = self.focus.buttons[0]  # so that Enter goes on recording
        self._refresh()
        return outcome

    def keys(self) -> list[Binding]:
        recorder = self._recorder
        leave = Binding(ESC, tr("pause, then leave"), recorder.pause if recorder.running else self._leave)
        if recorder.gesture is None:
            return [*super().keys(), leave]
        if recorder.mistaken is not None:
            return [
                *self._thumbnail_keys(),
                Binding(ENTER, tr("press what is marked"), self.focus.press),
                Binding(K, tr("keep it: it is the right gesture"), recorder.keep),
                Binding(D, tr("start this gesture again"), recorder.show_again),
                *super().keys(),
                leave,
            ]
        pause = recorder.pause if recorder.running else recorder.go_on
        confirm = recorder.stay if recorder.just_started else self.focus.press
        return [
            *self._thumbnail_keys(),
            Binding(ENTER_OR_PAUSE, tr("start, pause, go on"), confirm, pause),
            Binding(BACKSPACE, tr("take back the last picture"), recorder.take_back),
            Binding(D, tr("start this gesture again"), recorder.start_again),
            *super().keys(),
            leave,
        ]

    def _thumbnail_keys(self) -> list[Binding]:
        strip = self._thumbnails
        if self.focus.focused is not strip:
            return []
        return [
            Binding(
                LEFT_RIGHT, tr("go through the pictures"), *(partial(strip.mark_next, n) for n in (-1, 1))
            ),
            Binding(ENTER, tr("take back the marked picture, or put it back"), self.focus.press),
        ]

    def on_event(self, event: pygame.event.Event) -> Outcome | None:
        """Mark the small picture under the mouse; pause when the window loses the focus."""
        if event.type in {pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.CONTROLLERBUTTONDOWN}:
            self._recorder.stay()
        if event.type == pygame.WINDOWFOCUSLOST:
            self._recorder.pause()
        elif event.type in {pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN}:
            self._thumbnails.mark_at(event.pos)
        elif event.type == pygame.MOUSEWHEEL:
            self._thumbnails.scroll(-event.y)
        return None

    def _train(self) -> Outcome | None:
        return Outcome.DONE if self._recorder.finish() else None

    def _leave(self) -> Outcome:
        self._recorder.finish_complete()
        self.context.session.redo = None
        self.context.session.end_top_up()
        return Outcome.BACK

    def tick(self, now: float) -> Outcome | None:
        """Record the newest frame; begin the training when it was requested and can start."""
        observation = self.new_observation()
        self.show_live()
        self._thumbnails.mirror = self.camera.mirror
        if self.focus.focused is self._thumbnails:
            self._thumbnails.mark_first()
        else:
            self._thumbnails.unmark()
        trains = self._recorder.tick(observation, now, ready=self.ready)
        self._refresh()
        return Outcome.DONE if trains else None

    def _refresh(self) -> None:
        """Show the samples, and the buttons of this state, the primary one first."""
        recorder = self._recorder
        pictures = {s.number: s.square for s in [*recorder.samples, *recorder.taken_back]}
        squares = {number: square for number, square in pictures.items() if square is not None}
        self._thumbnails.show(squares, [s.number for s in recorder.taken_back])
        shown = recorder.gesture, self.state, recorder.capture.taken > 0, bool(squares), recorder.mistaken
        if shown == self._shown:
            return
        self._shown = shown
        for step in self._steps:
            step.done = step.step in recorder.plan.done
            step.current = step.step is recorder.gesture
            step.enabled = not recorder.running and not step.current
        kept = {_sameness(button): button for button in self.focus.buttons}
        buttons = [kept.get(_sameness(button), button) for button in self._state_buttons()]
        had_focus = self.focus.focused
        self.focus.show([*buttons, self._thumbnails, *self._steps])
        if had_focus is not self.focus.focused or isinstance(had_focus, StepButton):
            self.focus.show(self.focus.buttons, focus=buttons[0])
        self.request_layout()

    def _state_buttons(self) -> list[Button]:
        recorder, taken = self._recorder, self._recorder.capture.taken > 0
        back = Button(tr("Back"), self._leave, symbol=Symbol.BACK)
        take_back = Button(tr("Take back"), recorder.take_back, symbol=Symbol.REMOVE, enabled=taken)
        again = Button(tr("Start again"), recorder.start_again, symbol=Symbol.REDO, enabled=taken)
        if recorder.gesture is None:
            return [Button(tr("Train"), self._train, symbol=Symbol.FORWARD, primary=True), back]
        if recorder.mistaken is not None:
            keep = Button(keep_word(recorder.gesture), recorder.keep, symbol=Symbol.CHECK)
            anew = Button(tr("Start again"), recorder.show_again, symbol=Symbol.REDO, primary=True)
            return [anew, keep, back]
        match self.state:
            case CaptureState.WAITING:
                start = Button(tr("Start"), recorder.go_on, symbol=Symbol.PLAY, primary=True)
                if recorder.plan.can_skip:
                    return [start, Button(tr("Skip"), recorder.skip, symbol=Symbol.FORWARD), back]
                return [start, back]
            case CaptureState.PAUSED:
                go_on = Button(tr("Go on"), recorder.go_on, symbol=Symbol.PLAY, primary=True)
                return [go_on, take_back, again, back]
            case _:
                pause = Button(tr("Pause"), recorder.pause, symbol=Symbol.PAUSE, primary=True)
                return [pause, take_back, again]

    def place(self, area: Box) -> None:
        """Lay out the picture at the left, the small ones below it, the rest in a column at the right."""
        theme, small, gap = self.theme, self.theme.unit(60), self.theme.unit(12)
        self.camera.rect, column = split_for_camera(theme, area, self.aspect, small + gap)
        self._thumbnails.rect = self.camera.rect.below(small, gap)
        self._place_steps(column)
        apart = StepButton, Thumbnails
        buttons = [button for button in self.focus.buttons if not isinstance(button, apart)]
        place_at_bottom(buttons, column, theme, theme.unit(20))
        self._view.task = column

    def _place_steps(self, column: Box) -> None:
        theme, rows = self.theme, -(-len(self._steps) // MOST_STEPS)
        dots = column.take_top((theme.unit(62) + theme.line(Size.SMALL)) * rows, theme.unit(16))
        columns = -(-len(self._steps) // rows)
        for number, step in enumerate(self._steps):
            step.rect = dots.rows(rows)[number // columns].columns(columns, theme.unit(4))[number % columns]

    def paint(self, painter: Painter) -> None:
        self.draw_camera(painter)
        self._view.draw(painter, self._words_over_picture())
        self.heat.draw(painter)

    def _words_while_waiting(self) -> str:
        wanted, hands_free, now = self.wanted, self._recorder.hands_free, self.context.now
        if wanted is None:
            return ""
        if hands_free.needs_key(now):
            return tr("or press Enter")
        other = hands_free.other(now)
        if other is None:
            return ""
        return hint_word(Hint.STAY_AWAY) if wanted.is_none else looks_word(other)

    def _words_over_picture(self) -> str:
        recorder, state = self._recorder, self.state
        if recorder.mistaken is not None:
            return looks_word(recorder.mistaken)
        if recorder.advice is not None:
            return advice_word(recorder.advice)
        if not self.ready and self.context.camera_live:
            return tr("The network is being loaded ...")
        words = {
            CaptureState.WAITING: self._words_while_waiting(),
            CaptureState.RECORDING: "" if recorder.hint is None else hint_word(recorder.hint),
            CaptureState.PAUSED: tr("Paused"),
            CaptureState.DONE: tr("Well done!"),
        }
        return words.get(state, "")


def _sameness(button: Button) -> tuple[object, ...]:
    # What two buttons have in common that do the same; "Start again" may count down, and is primary then.
    return button.label, button.enabled, button.primary

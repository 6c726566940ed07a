"""CALIBRATE: the player shows the empty scene and each gesture, and the game takes pictures of them."""

from functools import partial

import pygame

from rps_game.calibration.capture import RECORDING_ORDER, CaptureState
from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture
from rps_game.ui.context import Context
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Size
from rps_game.ui.inputs import Action
from rps_game.ui.screens.calibrate.recorder import Recording
from rps_game.ui.screens.calibrate.view import CalibrateView, Moment
from rps_game.ui.screens.camera_screen import CameraScreen, split_for_camera
from rps_game.ui.widgets.camera import Thumbnails
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import button_height, columns, place_column
from rps_game.ui.widgets.over_camera import StepButton
from rps_game.ui.widgets.poses import PosedCamera
from rps_game.ui.words.calibration import advice_word, hint_word
from rps_game.ui.words.i18n import tr


class Calibrate(CameraScreen):
    """Shows a `Recording` and what can be pressed in each of its states."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._recording = Recording(context)
        self._thumbnails = Thumbnails(mirror=context.settings.mirror)
        self._view = CalibrateView(self.camera)
        self._steps = [StepButton(step, partial(self._redo, step)) for step in RECORDING_ORDER]
        self._offered: tuple[object, ...] = ()
        self._refresh()
        context.trainer.start()  # it is warm by the time the last gesture is recorded

    @property
    def wanted(self) -> Gesture | None:
        """What is to be shown now; None when everything is recorded."""
        return self._recording.gesture

    @property
    def state(self) -> CaptureState:
        """Where its recording stands."""
        return self._recording.capture.state

    # What the player does

    def handle(self, event: pygame.event.Event) -> Outcome | None:
        """Take one event, and offer at once what can be pressed after it."""
        outcome = super().handle(event)
        self._refresh()
        return outcome

    def act(self, action: Action) -> Outcome | None:
        """Esc pauses first and leaves then; Backspace takes back, D begins the gesture again."""
        recording = self._recording
        match action:
            case Action.BACK if recording.running:
                recording.pause()
            case Action.BACK:
                return self._leave()
            case Action.PAUSE:
                recording.pause() if recording.running else recording.go_on()
            case Action.REMOVE:
                recording.take_back()
            case Action.REDO:
                recording.start_again()
        return None

    def on_event(self, event: pygame.event.Event) -> Outcome | None:
        """A click on a small picture takes it back; a window that is left pauses."""
        if event.type == pygame.WINDOWFOCUSLOST:
            self._recording.pause()
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            number = self._thumbnails.at(event.pos, self.theme)
            if number is not None:
                self._recording.take_back(number)
        return None

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this screen."""
        return [
            (tr("Enter"), tr("start, pause, go on")),
            (tr("Backspace"), tr("take back the last picture")),
            (tr("D"), tr("start this gesture again")),
            *super().keys(),
            (tr("Esc"), tr("pause, then leave")),
        ]

    def _redo(self, step: Gesture) -> None:
        self._recording.redo(step)

    def _train(self) -> Outcome | None:
        return Outcome.DONE if self._recording.finish() else None

    def _leave(self) -> Outcome:
        self.context.session.redo = None
        self.context.session.end_top_up()
        return Outcome.BACK

    # What time does

    def tick(self, now: float) -> Outcome | None:
        """Look at the newest frame; the training begins when the last views of what was taken are there."""
        observation = self.look()
        self.show_live()
        self._thumbnails.mirror = self.camera.mirror
        trains = self._recording.tick(observation, now, ready=self.ready)
        self._refresh()
        return Outcome.DONE if trains else None

    # What is shown

    def _refresh(self) -> None:
        """Show what was taken, and what can be pressed now, the primary one first."""
        recording = self._recording
        samples = recording.samples
        self._thumbnails.show([(s.number, s.square) for s in samples if s.square is not None])
        offered = (recording.gesture, self.state, recording.capture.taken > 0)
        if offered == self._offered:
            return
        self._offered = offered
        for step in self._steps:
            step.done = step.step in recording.done
            step.current = step.step is recording.gesture
            step.enabled = not recording.running and not step.current
        kept = {(button.label, button.enabled): button for button in self.focus.buttons}
        buttons = [kept.get((button.label, button.enabled), button) for button in self._wanted_buttons()]
        had_focus = self.focus.focused
        self.focus.show([*buttons, *self._steps])
        if had_focus is not self.focus.focused or isinstance(had_focus, StepButton):
            self.focus.show(self.focus.buttons, focus=buttons[0])
        self.replace()

    def _wanted_buttons(self) -> list[Button]:
        recording, taken = self._recording, self._recording.capture.taken > 0
        back = Button(tr("Back"), self._leave, symbol=Symbol.BACK)
        take_back = Button(tr("Take back"), recording.take_back, symbol=Symbol.REMOVE, enabled=taken)
        again = Button(tr("Start again"), recording.start_again, symbol=Symbol.REDO, enabled=taken)
        if recording.gesture is None:
            return [Button(tr("Train"), self._train, symbol=Symbol.FORWARD, primary=True), back]
        match self.state:
            case CaptureState.WAITING:
                start = Button(tr("Start"), recording.go_on, symbol=Symbol.PLAY, primary=True)
                if recording.can_skip:
                    return [start, Button(tr("Skip"), recording.skip, symbol=Symbol.FORWARD), back]
                return [start, back]
            case CaptureState.PAUSED:
                go_on = Button(tr("Go on"), recording.go_on, symbol=Symbol.PLAY, primary=True)
                return [go_on, take_back, again, back]
            case _:
                pause = Button(tr("Pause"), recording.pause, symbol=Symbol.PAUSE, primary=True)
                return [pause, take_back, again]

    def place(self, area: pygame.Rect) -> None:
        """The picture at the left, the small ones below it, everything else in a column at the right."""
        theme = self.theme
        small = theme.unit(60)
        picture, column = split_for_camera(theme, area, self.aspect, small + theme.unit(12))
        self.camera.rect = picture
        self._thumbnails.rect = pygame.Rect(
            picture.left, picture.bottom + theme.unit(12), picture.width, small
        )
        dots = pygame.Rect(column.left, column.top, column.width, theme.unit(62) + theme.line(Size.SMALL))
        for step, box in zip(self._steps, columns(dots, [1] * len(self._steps), theme.unit(4)), strict=True):
            step.rect = box
        buttons = [button for button in self.focus.buttons if not isinstance(button, StepButton)]
        gap = theme.unit(12)
        height = (button_height(theme) + gap) * len(buttons) - gap
        place_column(buttons, pygame.Rect(column.left, column.bottom - height, column.width, height), theme)
        task = pygame.Rect(column.left, dots.bottom + theme.unit(16), column.width, 0)
        task.height = column.bottom - height - theme.unit(20) - task.top
        self._view.task = task

    def paint(self, surface: pygame.Surface) -> None:
        """Draw the picture with its ring, the small pictures, and what to do."""
        self.draw_camera(surface)
        self._thumbnails.draw(surface, self.theme)
        self._view.draw(surface, self.theme, self._moment())
        self.heat.draw(surface, self.theme)

    def _moment(self) -> Moment:
        context, capture, advice = self.context, self._recording.capture, self._recording.advice
        return Moment(
            gesture=self._recording.gesture,
            state=capture.state,
            taken=capture.taken,
            wanted=capture.wanted,
            countdown_left_s=capture.countdown_left(context.now),
            words=self._words_over_picture() if advice is None else advice_word(advice),
            urgent=advice is not None,
            frames=context.session.frames,
            drawn_hand=isinstance(context.feed.source, PosedCamera),
            live=context.observation is not None,
        )

    def _words_over_picture(self) -> str:
        if not self.ready and self.context.seeing:
            return tr("The network is being loaded ...")
        match self.state:
            case CaptureState.RECORDING:
                return hint_word(self._recording.capture.hint)
            case CaptureState.PAUSED:
                return tr("Paused")
            case CaptureState.DONE:
                return tr("Well done!")
        return ""

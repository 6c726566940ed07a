"""CALIBRATE: the player shows the empty scene and each gesture, and the game takes pictures of them."""

import math
from collections.abc import Sequence
from functools import partial
from typing import Final

import pygame

from rps_game.flow import Outcome
from rps_game.game.calibration import RECORDING_ORDER, Capture, CaptureRules, CaptureState, Plan
from rps_game.game.gestures import Gesture
from rps_game.ui.context import Context
from rps_game.ui.demo_hand import Poses
from rps_game.ui.i18n import ntr, tr
from rps_game.ui.icons import Symbol
from rps_game.ui.inputs import Action
from rps_game.ui.layout import button_height, columns, place_column
from rps_game.ui.palette import Tone
from rps_game.ui.pieces import (
    BigWord,
    StepButton,
    draw_pill,
    draw_square_edge,
    eased,
    inset_square,
)
from rps_game.ui.screens.camera_screen import CameraScreen, split_for_camera
from rps_game.ui.sound import Cue
from rps_game.ui.theme import Align, Size
from rps_game.ui.widgets import Button, ProgressRing, Thumbnails
from rps_game.ui.words import hint_word, pose_sentence, show_sentence, show_word
from rps_game.vision.observation import Observation, Sample

DONE_PAUSE_S: Final = 0.9
"""A full ring is looked at before the next gesture is asked for."""

GHOST_ALPHA: Final = 70
"""Of the hand that shows in the square what to do: seen, and yet the player behind it too."""

_RUNNING: Final = {CaptureState.COUNTDOWN, CaptureState.RECORDING}


class Calibrate(CameraScreen):
    """Records one class after the other; one that is redone keeps its old samples until the new are whole."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        session = context.session
        self._plan = Plan(session.recorded)
        if session.redo is not None:
            self._plan.redo(session.redo)
        self._samples: list[Sample] = []
        self._capture = self._new_capture()
        self._held_by_camera = False
        self._done_s: float | None = None
        self._thumbnails = Thumbnails(mirror=context.settings.mirror)
        self._ring = ProgressRing(square=True)
        self._count = BigWord()
        self._head = pygame.Rect(0, 0, 0, 0)
        self._steps = [StepButton(step, partial(self._redo, step)) for step in RECORDING_ORDER]
        self._offer_buttons()
        context.trainer.start()  # TensorFlow is warm by the time the last gesture is recorded

    @property
    def wanted(self) -> Gesture | None:
        """What is to be shown now; None when everything is recorded."""
        return self._plan.current

    @property
    def state(self) -> CaptureState:
        """Where its recording stands."""
        return self._capture.state

    # What the player does

    def act(self, action: Action) -> Outcome | None:
        """Esc pauses first and leaves then; Backspace takes back, D begins the gesture again."""
        match action:
            case Action.BACK if self._running:
                self._pause()
            case Action.BACK:
                return self._leave()
            case Action.PAUSE:
                self._pause() if self._running else self._go_on()
            case Action.REMOVE:
                self._take_back()
            case Action.REDO:
                self._start_again()
        return None

    def on_event(self, event: pygame.event.Event) -> Outcome | None:
        """A click on a small picture takes it back; a window that is left pauses."""
        if event.type == pygame.WINDOWFOCUSLOST:
            self._pause()
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            number = self._thumbnails.at(event.pos, self.theme)
            if number is not None:
                self._take_back(number)
        return None

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this screen."""
        return [
            (tr("Enter"), tr("start, pause, go on")),
            (tr("Backspace"), tr("take back the last picture")),
            (tr("D"), tr("start this gesture again")),
            (tr("Esc"), tr("pause, then leave")),
        ]

    def _go_on(self) -> None:
        now = self.context.now
        self._capture.start(now)
        self._capture.resume(now)
        self._offer_buttons()

    def _pause(self) -> None:
        self._capture.pause(self.context.now)
        self._held_by_camera = False
        self._offer_buttons()

    def _take_back(self, number: int | None = None) -> None:
        numbers = self._capture.numbers
        taken = self._capture.take_back(-1 if number is None else numbers.index(number))
        self._samples = [sample for sample in self._samples if sample.number != taken]
        self._done_s = None
        self._show_samples()
        self._offer_buttons()

    def _start_again(self) -> None:
        self._capture.redo()
        self._samples.clear()
        self._done_s = None
        self._show_samples()
        self._offer_buttons()

    def _skip(self) -> None:
        self._plan.skip()
        self._next()

    def _leave(self) -> Outcome:
        self.context.session.redo = None
        return Outcome.BACK

    def _redo(self, step: Gesture) -> None:
        self._plan.redo(step)
        self._next()

    # What time does

    def tick(self, now: float) -> None:
        """Take the newest frame if one is due, and go on to the next class when this one is whole."""
        observation = self.look()
        self.show_live()
        self._thumbnails.mirror = self.camera.mirror
        self._mind_the_camera(now)
        state = self._capture.state
        self._capture.update(now)
        if observation is not None and self.ready and self._capture.offer(observation.number, now):
            self._take(observation)
        if self._capture.state is not state:
            self._offer_buttons()
        if self._capture.state is CaptureState.DONE:
            self._finish(now)

    def _mind_the_camera(self, now: float) -> None:
        if self._running and not self.ready:
            self._pause()
            self._held_by_camera = True
        elif self._held_by_camera and self.ready:
            self._held_by_camera = False
            self._capture.resume(now)
            self._offer_buttons()

    def _take(self, observation: Observation) -> None:
        if observation.features is not None:
            self._samples.append(Sample(observation.number, observation.square, observation.features))
            self.context.sound.play(Cue.TAKEN)
            self._show_samples()

    def _finish(self, now: float) -> None:
        if self._done_s is None:
            self._done_s = now
            self.context.sound.play(Cue.DONE)
        elif now - self._done_s >= DONE_PAUSE_S:
            session = self.context.session
            session.samples[self._capture.gesture] = list(self._samples)
            session.samples_of = self.context.network.recogniser
            session.redo = None
            self._plan.finish()
            self._next()

    def _next(self) -> None:
        self._samples.clear()
        self._capture = self._new_capture()
        self._done_s, self._held_by_camera = None, False
        self._show_samples()
        self._offer_buttons()

    def _new_capture(self) -> Capture:
        current = self._plan.current
        rules = CaptureRules(frames=self.context.settings.frames)
        return Capture(Gesture.NONE if current is None else current, rules)

    # What is shown

    @property
    def _running(self) -> bool:
        return self._capture.state in _RUNNING

    @property
    def _complete(self) -> bool:
        return self._plan.current is None

    def _show_samples(self) -> None:
        self._thumbnails.show([(s.number, s.square) for s in self._samples if s.square is not None])

    def _offer_buttons(self) -> None:
        """Lay out what can be pressed in this state; the primary one first."""
        for step in self._steps:
            step.done = step.step in self._plan.done
            step.current = step.step is self._plan.current
            step.enabled = not self._running and not step.current
        kept = {(button.label, button.enabled): button for button in self.focus.buttons}
        buttons = [kept.get((button.label, button.enabled), button) for button in self._wanted_buttons()]
        had_focus = self.focus.focused
        self.focus.show([*buttons, *self._steps])
        if had_focus is not self.focus.focused or isinstance(had_focus, StepButton):
            self.focus.show(self.focus.buttons, focus=buttons[0])
        self.replace()

    def _wanted_buttons(self) -> Sequence[Button]:
        back = Button(tr("Back"), self._leave, symbol=Symbol.BACK)
        taken = self._capture.taken > 0
        take_back = Button(tr("Take back"), self._take_back, symbol=Symbol.REMOVE, enabled=taken)
        again = Button(tr("Start again"), self._start_again, symbol=Symbol.REDO, enabled=taken)
        if self._complete:
            return [Button(tr("Train"), Outcome.DONE, symbol=Symbol.FORWARD, primary=True), back]
        match self._capture.state:
            case CaptureState.WAITING:
                start = Button(tr("Start"), self._go_on, symbol=Symbol.PLAY, primary=True)
                if self._plan.can_skip:
                    return [start, Button(tr("Skip"), self._skip, symbol=Symbol.FORWARD), back]
                return [start, back]
            case CaptureState.PAUSED:
                go_on = Button(tr("Go on"), self._go_on, symbol=Symbol.PLAY, primary=True)
                return [go_on, take_back, again, back]
            case _:
                pause = Button(tr("Pause"), self._pause, symbol=Symbol.PAUSE, primary=True)
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
        self._ring.rect = inset_square(self.camera, theme)
        dots = pygame.Rect(column.left, column.top, column.width, theme.unit(62) + theme.line(Size.SMALL))
        for step, box in zip(self._steps, columns(dots, [1] * len(self._steps), theme.unit(4)), strict=True):
            step.rect = box
        buttons = [button for button in self.focus.buttons if not isinstance(button, StepButton)]
        gap = theme.unit(12)
        height = (button_height(theme) + gap) * len(buttons) - gap
        place_column(buttons, pygame.Rect(column.left, column.bottom - height, column.width, height), theme)
        self._head = pygame.Rect(column.left, dots.bottom + theme.unit(16), column.width, 0)
        self._head.height = column.bottom - height - theme.unit(20) - self._head.top

    def paint(self, surface: pygame.Surface) -> None:
        """Draw the picture with its ring, the small pictures, and what to do."""
        theme = self.theme
        self.draw_camera(surface)
        if self.context.observation is not None:
            draw_square_edge(surface, theme, self.camera)
            self._paint_over_picture(surface)
        self._thumbnails.draw(surface, theme)
        self._paint_task(surface)

    def _paint_over_picture(self, surface: pygame.Surface) -> None:
        theme, capture, square = self.theme, self._capture, self.camera.square_rect
        if self._complete:
            return
        if capture.state in {CaptureState.WAITING, CaptureState.COUNTDOWN}:
            ghost = square.inflate(-square.width * 0.34, -square.height * 0.34)
            if capture.gesture is not Gesture.NONE:
                theme.icon(surface, capture.gesture, ghost, alpha=GHOST_ALPHA)
        if capture.state is not CaptureState.WAITING:
            whole = capture.state is CaptureState.DONE
            self._ring.rect = inset_square(self.camera, theme)
            self._ring.draw(surface, theme, capture.progress, tone=Tone.GOOD if whole else Tone.ACCENT)
        left_s = capture.countdown_left(self.context.now)
        if left_s > 0:
            self._paint_countdown(surface, square, left_s)
        words = self._words_over_picture()
        if words:
            place = square.centerx, square.bottom - theme.unit(52)
            draw_pill(surface, theme, words, place, room=self.camera.picture_rect.width - theme.unit(24))

    def _paint_countdown(self, surface: pygame.Surface, square: pygame.Rect, left_s: float) -> None:
        passed = math.ceil(left_s) - left_s  # of this second, 0..1
        box = square.inflate(-square.width * 0.45, -square.height * 0.45)
        still = self.theme.reduced_motion
        scale = 1.0 if still else 0.7 + 0.3 * eased(passed * 3)
        alpha = 1.0 if still else 1 - max(passed - 0.6, 0) / 0.4
        self._count.draw(surface, self.theme, str(math.ceil(left_s)), box, scale=scale, alpha=alpha)

    def _words_over_picture(self) -> str:
        if not self.ready and self.context.seeing:
            return tr("The network is being loaded ...")
        match self._capture.state:
            case CaptureState.RECORDING:
                return hint_word(self._capture.hint)
            case CaptureState.PAUSED:
                return tr("Paused")
            case CaptureState.DONE:
                return tr("Well done!")
        return ""

    def _paint_task(self, surface: pygame.Surface) -> None:
        theme, head = self.theme, self._head
        title, sentence = self._task()
        lines = theme.line(Size.TITLE) + theme.line(Size.BODY, 5)
        side = min(theme.unit(150), head.height - lines - theme.unit(16), head.width)
        top = head.top + max((head.height - lines - side - theme.unit(16)) // 3, 0)
        if side >= theme.unit(48):
            picture = pygame.Rect(head.centerx - side // 2, top, side, side)
            if self._complete:
                theme.symbol(surface, Symbol.CHECK, picture, Tone.GOOD)
            else:
                theme.icon(surface, self._capture.gesture, picture, Tone.ACCENT)
            top = picture.bottom + theme.unit(10)
        box = pygame.Rect(head.left, top, head.width, theme.line(Size.TITLE))
        theme.text(surface, title, box, size=Size.TITLE, align=Align.CENTER, bold=True)
        below = pygame.Rect(head.left, box.bottom + theme.unit(4), head.width, 0)
        below.height = min(theme.line(Size.BODY, 3), head.bottom - below.top)
        drawn = theme.text(surface, sentence, below, tone=Tone.MUTED, align=Align.CENTER, wrap=True, top=True)
        if self._capture.taken and not self._complete:
            count = pygame.Rect(head.left, drawn.bottom + theme.unit(8), head.width, theme.line())
            words = tr("{taken} of {wanted}", taken=self._capture.taken, wanted=self._capture.wanted)
            theme.text(surface, words, count, align=Align.CENTER, bold=True)

    def _task(self) -> tuple[str, str]:
        if self._complete:
            frames = self.context.session.frames
            return tr("Everything is recorded"), ntr(
                "{n} picture is ready to learn from. Press a hand above to record it again.",
                "{n} pictures are ready to learn from. Press a hand above to record it again.",
                frames,
            )
        drawn = isinstance(self.context.feed.source, Poses)
        sentence = pose_sentence if drawn else show_sentence
        return show_word(self._capture.gesture), sentence(self._capture.gesture)

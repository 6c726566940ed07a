"""Recording of a calibration: one class after the other, their frames and the frames' views."""

import logging
from typing import Final

from rps_game.calibration.capture import Capture, CaptureState, Hint
from rps_game.calibration.coach import FrameVerdict
from rps_game.calibration.empty_scene import EmptyScene
from rps_game.calibration.hands_free import HandsFree
from rps_game.calibration.sampler import Sampler
from rps_game.calibration.wrong_hand import WrongHand
from rps_game.camera.observation import Observation, Sample
from rps_game.game.gestures import Gesture
from rps_game.ui.context import Context
from rps_game.ui.sound import Cue

DONE_PAUSE_S: Final = 0.9
"""How long a full ring is shown before the next gesture is asked for."""

KEY_TOO_LATE_S: Final = 2.0
"""After a start without a key: a key that was to start is on its way, and must not pause."""

TRAIN_AFTER_S: Final = 1.5
"""How long "All recorded" is shown before the training starts by itself, where no key was needed."""

VIEWS_WAIT_S: Final = 0.5
"""How long the training waits for the views of the last frames; it does without those not made by then."""

_log: Final = logging.getLogger(__name__)


class Recorder:
    """Records what the session lacks. A class being redone keeps its old samples until the new are complete.

    Args:
        context: its session takes the samples, its view maker makes their views.

    Attributes:
        plan: which classes are recorded, and which are left; read only.
        hands_free: watches for the present class.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.plan = context.session.plan()
        self._compare()
        self._sampler = self._new_sampler()
        self.hands_free = self._new_hands_free()
        self._started_free_s: float | None = None
        self._train_from_s: float | None = None
        self._held_by_camera = False
        self._done_s: float | None = None
        self._train_by_s: float | None = None

    @property
    def gesture(self) -> Gesture | None:
        """The class to record now; None when there is none left."""
        return self.plan.current

    @property
    def capture(self) -> Capture:
        """How far its recording is; read only."""
        return self._sampler.capture

    @property
    def samples(self) -> list[Sample]:
        """Those of the present class, oldest first."""
        return self._sampler.samples

    @property
    def taken_back(self) -> list[Sample]:
        """Those of the present class that can be put back."""
        return self._sampler.taken_back

    @property
    def running(self) -> bool:
        """Whether frames are taken, or will be after the countdown."""
        return self.capture.state in {CaptureState.COUNTDOWN, CaptureState.RECORDING}

    @property
    def advice(self) -> FrameVerdict | None:
        """What is wrong with the player's frames; None for nothing."""
        return self._sampler.advice(self._context.now)

    @property
    def hint(self) -> Hint | None:
        """How to vary the hand; None for no hint."""
        return self._sampler.hint(self.hands_free.smoother.word)

    @property
    def mistaken(self) -> Gesture | None:
        """The gesture that is clearly shown in place of the right one; the recording waits for an answer."""
        return self._sampler.mistaken

    @property
    def just_started(self) -> bool:
        """Return True if the recording started without a key less than `KEY_TOO_LATE_S` ago."""
        started_s = self._started_free_s
        return started_s is not None and self._context.now - started_s < KEY_TOO_LATE_S

    @property
    def trains_by_itself(self) -> bool:
        """Return True if all is recorded and the training will start without a key."""
        return self._train_from_s is not None

    def go_on(self) -> None:
        """Start, or resume."""
        self.capture.start(self._context.now)
        self.capture.resume(self._context.now)

    def keep(self) -> None:
        """Take the gesture for the right one, and go on."""
        self._sampler.keep()
        self.capture.resume(self._context.now)

    def show_again(self) -> None:
        """Drop the samples of the wrong gesture, and count down to the right one."""
        self.start_again()
        self.capture.start(self._context.now)

    def stay(self) -> None:
        """Start no training without a key: the player is busy here."""
        self._train_from_s = None

    def pause(self) -> None:
        """Take no more frames until `go_on`."""
        self.capture.pause()
        self._held_by_camera = False

    def take_back(self, number: int | None = None) -> None:
        """Drop the sample of that number, by default the last one."""
        self._sampler.take_back(number)
        self._done_s = None

    def take_or_put_back(self, number: int) -> None:
        """Drop the sample of that number; or keep it again, if it was dropped."""
        if number in self.capture.numbers:
            self.take_back(number)
        else:
            self._sampler.put_back(number)

    def start_again(self) -> None:
        """Drop the samples of the present class."""
        self._sampler.start_again()
        self.hands_free = self._new_hands_free()
        self._done_s = None

    def skip(self) -> None:
        """Leave out the present class, unless it is complete."""
        if not self.finish_complete():
            self.plan.skip()
        self._next()

    def redo(self, step: Gesture) -> None:
        """Record this class next."""
        self.finish_complete()
        self.plan.redo(step)
        self._next()

    def finish(self) -> bool:
        """Request training; True if it can start at once, else `tick` says when: the last views are made."""
        if not self._context.view_maker.busy:
            return True
        if self._train_by_s is None:
            self._train_by_s = self._context.now + VIEWS_WAIT_S
        return False

    def tick(self, observation: Observation | None, now: float, *, ready: bool) -> bool:
        """Take a frame if it is due and good enough; go on to the next class when this one is complete.

        Args:
            observation: the newest frame, if `tick` has not had it before.
            now: in seconds of the app's clock.
            ready: whether frames arrive with features.

        Returns:
            Whether the training that `finish` requested, or that needs no key, can begin now.
        """
        self._pause_without_camera(now, ready=ready)
        self._collect_views()
        if observation is not None and observation.features is not None and ready:
            self.hands_free.look(observation.features, observation.square, now)
            self._start_without_key(now)
        if self._train_from_s is not None and now >= self._train_from_s:
            self._train_from_s = None
            return self.finish()
        state = self._sampler.update(now)
        if observation is not None and ready and self._sampler.offer(observation, now) is not None:
            self._context.view_maker.request(observation.number, observation.square)
            self._context.sound.play(Cue.TAKEN)
            state = self.capture.state
        if state is CaptureState.DONE and self.mistaken is None:
            self._finish_class(now)
        return self._train_by_s is not None and (self._train_by_s <= now or not self._context.view_maker.busy)

    def _start_without_key(self, now: float) -> None:
        if self.gesture is None or not self.hands_free.starts(now):
            return
        if self.mistaken is not None:
            self._sampler.start_again()
        if self.capture.state is CaptureState.WAITING:
            self.capture.start(now, at_once=True)
            self._started_free_s = now

    def _pause_without_camera(self, now: float, *, ready: bool) -> None:
        if self.running and not ready:
            self.pause()
            self._held_by_camera = True
        elif self._held_by_camera and ready:
            self._held_by_camera = False
            self.capture.resume(now)

    def _collect_views(self) -> None:
        if finished := self._context.view_maker.take_finished():
            self._sampler.add_views(finished)
            self._context.session.add_views(finished)  # of a class that was complete before its views were

    def _finish_class(self, now: float) -> None:
        if self._done_s is None:
            self._done_s = now
            self._context.sound.play(Cue.DONE)
        elif now - self._done_s >= DONE_PAUSE_S:
            free = self._started_free_s is not None
            self.finish_complete()
            self._next()
            if free and self.gesture is None:
                self._train_from_s = now + TRAIN_AFTER_S

    def finish_complete(self) -> bool:
        """Store the present class if it is complete, though still praised for that; return whether it was."""
        if self._done_s is None:
            return False
        self._context.session.store_samples(self.capture.gesture, self.samples)
        _log.info("recorded %s: %d frames", self.capture.gesture.name, self.capture.taken)
        self.plan.finish()
        return True

    def _next(self) -> None:
        self._compare()
        self._sampler = self._new_sampler()
        self.hands_free = self._new_hands_free()
        self._done_s, self._held_by_camera, self._train_by_s = None, False, None
        self._started_free_s = self._train_from_s = None

    def _new_sampler(self) -> Sampler:
        session = self._context.session
        rules = session.capture_rules(self._context.settings.frames)
        return Sampler(self._asked, rules, self._empty, self._wrong_hand)

    def _new_hands_free(self) -> HandsFree:
        starter, now = self._context.network.starter, self._context.now
        return HandsFree(self._asked, starter, now, self._wrong_hand, self._empty)

    @property
    def _asked(self) -> Gesture:
        return self._context.session.recording_rules.none if self.gesture is None else self.gesture

    def _compare(self) -> None:
        """Make what the frames of the present class are compared with."""
        session, asked = self._context.session, self._asked
        self._wrong_hand: WrongHand | None = None
        self._empty: EmptyScene | None = None
        if not asked.is_none:
            self._wrong_hand = WrongHand(asked, self._context.network.starter, session.all_samples())
            # The empty scene as it is now: in a top-up the camera may stand elsewhere than before.
            self._empty = EmptyScene.of_samples(session.being_recorded.get(asked.rules.none, []))

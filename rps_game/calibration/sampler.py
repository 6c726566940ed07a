"""Takes the samples of one class: combines its recording with the coach."""

from collections.abc import Iterable
from dataclasses import replace

from rps_game.calibration.capture import Capture, CaptureRules, CaptureState, Hint
from rps_game.calibration.coach import Coach, FrameVerdict
from rps_game.calibration.empty_scene import EmptyScene
from rps_game.calibration.wrong_hand import WrongHand
from rps_game.camera.observation import Observation, Sample
from rps_game.game.gestures import Gesture
from rps_game.heads.dataset import Pooled


class Sampler:
    """Takes samples of one class. Time is passed in, in seconds of any clock.

    Args:
        gesture: the class.
        rules: how it is recorded.
        empty: the scene without a hand; None when it is not known, and then no missing hand is noticed.
        wrong_hand: notices another gesture; None to take any.

    Attributes:
        capture: to be started, paused and resumed; frames are taken back here.
        samples: those taken and kept, oldest first.
        mistaken: the gesture that they clearly show in place of the right one, and then the recording is
            paused until `keep` or `start_again`; None for none.
        taken_back: those that were taken and dropped, and can be put back.
    """

    def __init__(
        self,
        gesture: Gesture,
        rules: CaptureRules,
        empty: EmptyScene | None = None,
        wrong_hand: WrongHand | None = None,
    ) -> None:
        self.capture = Capture(gesture, rules)
        self.samples: list[Sample] = []
        self.mistaken: Gesture | None = None
        self._confirmed = False
        self.taken_back: list[Sample] = []
        self._empty = empty
        self._wrong_hand = wrong_hand
        self._coach = Coach(gesture, empty)

    def update(self, now: float) -> CaptureState:
        """Update the recording's state; the coach's patience starts when a countdown is over."""
        before, state = self.capture.state, self.capture.update(now)
        if state is not before:  # only from COUNTDOWN to RECORDING
            self._coach.start_patience(now)
        return state

    def offer(self, observation: Observation, now: float) -> Sample | None:
        """Take a frame if it has features, is due, and the coach accepts it; return its sample.

        A frame that is not due is not judged.
        """
        self.update(now)
        if observation.features is None or not self.capture.due(observation.number, now):
            return None
        wrong_hand = self._wrong_hand
        recognised = wrong_hand is not None and wrong_hand.recognises(observation.features)
        self._coach.judge(observation.square, now, recognised=recognised)
        if not self._coach.accepts(now):
            return None
        self._coach.note_taken(now)
        self.capture.offer(observation.number, now)
        sample = Sample(
            observation.number, observation.square, observation.features, confirmed=self._confirmed
        )
        self.samples.append(sample)
        if self._wrong_hand is not None and not self._confirmed:
            self.mistaken = self._wrong_hand.read(self.samples)
            if self.mistaken is not None:
                self.capture.pause()
        return sample

    def keep(self) -> None:
        """Take the gesture for the right one from now on, whatever it looks like."""
        self.mistaken, self._confirmed = None, True
        self.samples = [replace(sample, confirmed=True) for sample in self.samples]

    def advice(self, now: float) -> FrameVerdict | None:
        """Return the fault to show the player now, long enough to be read; None for none."""
        return self._coach.advice(now) if self.capture.state is CaptureState.RECORDING else None

    def hint(self, seen: Gesture | None) -> Hint | None:
        """Return the invitation for the next frame; None for none.

        Args:
            seen: what is read now; None while that is not sure.
        """
        if self.capture.gesture.is_none:
            return Hint.STAY_AWAY if seen is not None and not seen.is_none else None
        return Hint.NEARER if self._coach.small else self.capture.hint

    def take_back(self, number: int | None = None) -> None:
        """Drop the sample of that number, by default the last one."""
        numbers = self.capture.numbers
        taken = self.capture.take_back(-1 if number is None else numbers.index(number))
        self.taken_back += [sample for sample in self.samples if sample.number == taken]
        self.samples = [sample for sample in self.samples if sample.number != taken]

    def put_back(self, number: int) -> None:
        """Keep the sample of that number again, unless there are enough."""
        sample = next(sample for sample in self.taken_back if sample.number == number)
        if self.capture.put_back(number):
            self.taken_back.remove(sample)
            self.samples = sorted([*self.samples, sample], key=lambda sample: sample.number)

    def start_again(self) -> None:
        """Drop all samples, and the coach's comparisons with them."""
        self.capture.redo()
        self.samples, self.taken_back, self.mistaken, self._confirmed = [], [], None, False
        self._coach = Coach(self.capture.gesture, self._empty)

    def add_views(self, finished: Iterable[tuple[int, Pooled]]) -> None:
        """Add views to their samples, by the samples' numbers."""
        views = dict(finished)
        self.samples = [sample.with_views(views) for sample in self.samples]
        self.taken_back = [sample.with_views(views) for sample in self.taken_back]

"""One class while it is recorded: which frames count, what the coach says of them, and what was taken."""

from collections.abc import Iterable, Sequence

from rps_game.calibration.capture import Capture, CaptureRules, CaptureState
from rps_game.calibration.coach import Advice, Coach, offer
from rps_game.calibration.empty_scene import EmptyScene
from rps_game.camera.observation import Observation, Sample
from rps_game.game.gestures import Gesture
from rps_game.heads.dataset import Pooled


class Sampler:
    """Takes samples of one class. Time is passed in, in seconds of any clock.

    Args:
        gesture: the class.
        rules: how it is recorded.
        empty: the scene without a hand; None when it is not known, and then hands are not looked for.

    Attributes:
        capture: to be started, paused and resumed; what takes a frame back is here.
        samples: those taken and kept, oldest first.
    """

    def __init__(self, gesture: Gesture, rules: CaptureRules, empty: EmptyScene | None = None) -> None:
        self.capture = Capture(gesture, rules)
        self.samples: list[Sample] = []
        self._empty = empty
        self._coach = Coach(gesture, empty)
        self._state = self.capture.state

    def update(self, now: float) -> CaptureState:
        """Let time pass. Patience with the player's frames begins when the countdown is over."""
        before, self._state = self._state, self.capture.update(now)
        if self._state is CaptureState.RECORDING and before is not CaptureState.RECORDING:
            self._coach.begin(now)
        return self._state

    def look(self, observation: Observation, now: float) -> Sample | None:
        """Take a frame that was not looked at before, if it is wanted and worth it; the sample.

        Frames without features are not wanted.
        """
        self.update(now)
        if observation.features is None or not offer(observation, self.capture, self._coach, now):
            return None
        self.samples.append(Sample(observation.number, observation.square, observation.features))
        return self.samples[-1]

    def advice(self, now: float) -> Advice | None:
        """What is wrong with the player's frames, long enough to be read; None for nothing."""
        return self._coach.hint(now) if self.capture.state is CaptureState.RECORDING else None

    def take_back(self, number: int | None = None) -> None:
        """Drop the sample of that number, or the last one."""
        numbers = self.capture.numbers
        taken = self.capture.take_back(-1 if number is None else numbers.index(number))
        self.samples = [sample for sample in self.samples if sample.number != taken]

    def start_again(self) -> None:
        """Drop all samples, and what the coach has learnt of them."""
        self.capture.redo()
        self.samples = []
        self._coach = Coach(self.capture.gesture, self._empty)

    def add_views(self, finished: Iterable[tuple[int, Pooled]]) -> None:
        """Put views on the samples that they are of, by their numbers."""
        views = dict(finished)
        self.samples = [sample.with_views(views) for sample in self.samples]


def scene_of(samples: Sequence[Sample]) -> EmptyScene | None:
    """What the samples of "no hand" show; None without any that have their picture. Takes 6 ms of thirty."""
    squares = [sample.square for sample in samples if sample.square is not None]
    return EmptyScene.of(squares) if squares else None

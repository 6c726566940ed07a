"""One player, whatever screen is shown: the samples, the head that was trained on them, the match."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import numpy as np

from rps_game.calibration.capture import CaptureRules, Plan
from rps_game.camera.observation import Observation, Sample, Square
from rps_game.flow import Outcome
from rps_game.game.drift import Drift
from rps_game.game.gestures import CLASSIC, Gesture, RuleSet
from rps_game.game.match import Match, Round
from rps_game.game.sealing import SealedMove
from rps_game.game.statistics import UNNAMED
from rps_game.heads.base import Head
from rps_game.heads.dataset import HOLDOUT_ONE_IN, NO_VIEWS, NetworkId, Pooled, TrainingSet
from rps_game.heads.report import TrainingReport
from rps_game.saves.format import Profile
from rps_game.saves.names import LAST_PLAYER

TOP_UP_FRAMES: Final = 10
"""Frames of each class in a top-up: two seconds, a quarter of what a calibration takes."""

MAX_SAMPLES: Final = 2000
"""Of all classes together, of four each 500: ten long calibrations, or 45 top-ups. Then the oldest are
dropped: a save has its limit."""

FROM_A_SAVE: Final = 0
"""The number of a sample that came out of a save; frames of the running feed are counted from 1."""


@dataclass(slots=True)
class TopUp:
    """A top-up that is under way: a few frames more of each class.

    Attributes:
        back: where it was asked for and leads back to, PLAY or TRY.
        samples: what was recorded of each class; those of the gestures are added to the player's when a head
            was trained on them, those of the empty scene only tell where the hand is.
    """

    back: Outcome
    samples: dict[Gesture, list[Sample]] = field(default_factory=dict)


@dataclass(slots=True)
class Session:
    """One player at the game. The app owns it; screens read and change it.

    Attributes:
        rules: what the player plays by: that of samples and head.
        samples: what was recorded of each class, oldest first; a class without any has no key or no samples.
        head: what reads the hand; None before the first training or loading.
        head_network: what makes the features that the head understands.
        is_starter: whether the head is the one that ships with the network, which is never saved.
        drift: compares how sure the head is with how sure it was when it was trained; None for one that was
            trained just now.
        report: how the last training went; None for a head that was loaded.
        tested: its hold-out by the gesture shown and the one read; of this session's frames the pictures.
        holdout_accuracy: of the head, 0 to 1; None when it is not known.
        created: when the head was trained, ISO 8601; "" without one.
        saved_name: the name the player is saved under; None while there is none.
        saved_file: the player's file under that name.
        unsaved: whether the head has been trained since it was last saved under a name.
        loading: whether the last player is being read, and will be here soon.
        match: the match that is played or was played last.
        last_hand: the frame that decided its last throw, for the result; None for none.
        playing: whether it is under way, so that MATCH goes on with it.
        sealed: the computer's move for its next throw; None if none is dealt yet.
        history: every counted round against the present opponent, oldest first, over all matches.
        histories: the same of the other opponents, by their names.
        redo: the gesture to record again; None to record what is missing.
        top_up: the one that is under way; None for none.
        new_samples: those of a new player, kept apart from `samples` until a head was trained on them.
        new_rules: what the new player will play by.
        records_new: whether it is those that are recorded and trained on now.
        another: whether the new player is another person than the one who plays.
        swapped: two gestures whose samples were exchanged, until a head was trained on them.
        goal: what PREPARE prepares for, and so how it ends: DONE (to calibrate), PLAY or TRY.
        saving: whether the list of players was opened to save the head under a name.
    """

    rules: RuleSet = CLASSIC
    samples: dict[Gesture, list[Sample]] = field(default_factory=dict)
    head: Head | None = None
    head_network: NetworkId | None = None
    is_starter: bool = False
    drift: Drift | None = None
    report: TrainingReport | None = None
    tested: dict[tuple[Gesture, Gesture], list[Square]] = field(default_factory=dict)
    holdout_accuracy: float | None = None
    created: str = ""
    saved_name: str | None = None
    saved_file: Path | None = None
    unsaved: bool = False
    loading: bool = False
    match: Match | None = None
    last_hand: Observation | None = None
    playing: bool = False
    sealed: SealedMove | None = None
    history: list[Round] = field(default_factory=list)
    histories: dict[str, list[Round]] = field(default_factory=dict)
    redo: Gesture | None = None
    top_up: TopUp | None = None
    new_samples: dict[Gesture, list[Sample]] = field(default_factory=dict)
    new_rules: RuleSet = CLASSIC
    records_new: bool = False
    another: bool = False
    swapped: tuple[Gesture, Gesture] | None = None
    goal: Outcome = Outcome.DONE
    saving: bool = False

    @property
    def record(self) -> str:
        """The name of the record, in the statistics, of whoever plays with the head."""
        return UNNAMED if self.saved_file is None else self.saved_file.name

    @property
    def recording_rules(self) -> RuleSet:
        """What is recorded now is of this rule set."""
        return self.new_rules if self.records_new else self.rules

    @property
    def recorded(self) -> tuple[Gesture, ...]:
        """The classes that there are samples of, in class order."""
        return tuple(self.all_samples())

    @property
    def can_train(self) -> bool:
        return set(self.recording_rules.moves) <= set(self.recorded)

    @property
    def frames(self) -> int:
        return sum(len(samples) for samples in self.all_samples().values())

    @property
    def needs_top_up(self) -> bool:
        """True if the head has become less sure, and there are samples to add to."""
        return self.drift is not None and self.drift.fallen is True and self.can_train

    @property
    def being_recorded(self) -> dict[Gesture, list[Sample]]:
        """Where `store_samples` puts samples: of the top-up, of the new player, or the player's own."""
        if self.top_up is not None:
            return self.top_up.samples
        return self.new_samples if self.records_new else self.samples

    def all_samples(self) -> dict[Gesture, list[Sample]]:
        """Return what is trained on: the samples of each class that has any, in class order.

        Those of a top-up are among the player's own; those of a new player stand alone.
        """
        return _in_order(self.new_samples) if self.records_new else self._own_samples()

    def _own_samples(self) -> dict[Gesture, list[Sample]]:
        new = {} if self.top_up is None else dict(self.top_up.samples)
        # The empty scene is read in any light; of a hand in a lamp's noise it teaches that it is none.
        new.pop(self.rules.none, None)
        return _in_order(
            {
                g: merge_top_up(self.samples.get(g, []), new.get(g, []), most_samples(self.rules))
                for g in self.rules.classes
            }
        )

    def plan(self) -> Plan:
        """Return which classes are to be recorded: all that are missing, `redo`, or each in a top-up."""
        if self.top_up is None:
            plan = Plan(self.recorded, self.recording_rules)
            if self.redo is not None:
                plan.redo(self.redo)
            return plan
        plan = Plan(self.top_up.samples, self.rules)
        if plan.can_skip and self.rules.none not in self.recorded:
            plan.skip()
        return plan

    def capture_rules(self, frames: int) -> CaptureRules:
        """Return how a class is recorded, when the player has chosen so many frames a gesture."""
        if self.top_up is None:
            return CaptureRules(frames=frames)
        return CaptureRules(frames=TOP_UP_FRAMES, empty_frames=TOP_UP_FRAMES)

    def store_samples(self, gesture: Gesture, samples: list[Sample]) -> None:
        """Store a class's samples in place of those there were; during a top-up, add them."""
        self.being_recorded[gesture] = samples
        self.redo = None

    def swap_samples(self, one: Gesture, other: Gesture) -> None:
        """Exchange the samples of two gestures, each of which was shown for the other."""
        self.samples[one], self.samples[other] = self.samples[other], self.samples[one]
        self.swapped = one, other

    def undo_swap(self) -> None:
        """Exchange them again if no head was trained since: samples and head belong together."""
        if self.swapped is not None:
            self.swap_samples(*self.swapped)
            self.swapped = None

    def begin_new_player(self, rules: RuleSet = CLASSIC, *, another: bool = False) -> None:
        """Record a new player. What there is of the present one stays until a head was trained on theirs.

        Args:
            rules: to play by.
            another: whether it is another person: rounds and match of the present one end with them.
        """
        self.another = another
        if rules is not self.new_rules:
            self.new_samples, self.new_rules = {}, rules
        self.redo = self.top_up = None
        self.records_new = True

    def change_opponent(self, before: str, now: str) -> None:
        """Keep the rounds against one opponent, and go on with those against another; deal anew."""
        self.histories[before] = self.history
        self.history, self.sealed = self.histories.pop(now, []), None

    def end_recording(self) -> None:
        """End whatever is recorded. Complete classes of a new player are kept, those of a top-up are not."""
        self.redo = self.top_up = None
        self.records_new = False

    def end_top_up(self) -> TopUp | None:
        """End a top-up and return it; samples of it that no head was trained on are dropped."""
        ended, self.top_up = self.top_up, None
        return ended

    def use_starter(self, starter: Head, network: NetworkId) -> None:
        """Play without any calibration, with the head that ships with the network in use."""
        self.forget_head()
        self.head, self.head_network, self.is_starter = starter, network, True
        self.use_rules(starter.rules)

    def training_set(self) -> TrainingSet:
        """Return the samples as what a head is trained on; raise ValueError when a gesture has none."""
        samples = self.all_samples()
        features = {gesture: [sample.features for sample in samples[gesture]] for gesture in samples}
        return TrainingSet.of(features, _views(samples))

    def add_views(self, finished: Iterable[tuple[int, Pooled]]) -> None:
        """Put views, float32 (v, 256), on the samples of their numbers; those of no sample are dropped."""
        views = dict(finished)
        views.pop(FROM_A_SAVE, None)
        if not views:
            return
        for by_class in (self.samples, self.new_samples, {} if self.top_up is None else self.top_up.samples):
            for gesture, samples in by_class.items():
                by_class[gesture] = [sample.with_views(views) for sample in samples]

    def use_trained_head(
        self, head: Head, report: TrainingReport, created: str, network: NetworkId | None
    ) -> None:
        """Take over a head that was just trained on `all_samples`, which are the player's own from now on.

        `network` made their features.
        """
        self.samples = self.all_samples()
        if self.records_new:
            self.new_samples, self.records_new = {}, False
            self.use_rules(self.new_rules)
            if self.another and not self.is_starter:  # with the starter they have played themselves
                self._forget_rounds()
            self.saved_name = self.saved_file = None
        if self.top_up is not None:
            self.top_up.samples = {}
        self.head, self.head_network, self.report = head, network, report
        self.is_starter, self.swapped = False, None
        self.tested = _tested(self.rules, self.samples, report)
        self.holdout_accuracy, self.created = report.holdout_accuracy, created
        self.unsaved, self.drift = True, None

    def load(self, profile: Profile, file: Path | None = None) -> None:
        """Load a profile, out of a file, into the session."""
        self.samples = {
            gesture: [
                Sample(FROM_A_SAVE, None, row, views)
                for row, views in zip_longest(features, profile.views.get(gesture, ()))
            ]
            for gesture, features in profile.samples.items()
        }
        self.head_network = profile.network
        self.head, self.report, self.tested, self.is_starter = profile.head, None, {}, False
        self.holdout_accuracy, self.created = profile.holdout_accuracy, profile.created
        unnamed = profile.name == LAST_PLAYER
        self.saved_name, self.unsaved = (None, True) if unnamed else (profile.name, False)
        self.saved_file, self.loading = file, False
        self.redo = self.top_up = self.swapped = None
        self.drift = Drift(profile.head.expected_confidence, profile.rules)
        self.rules = profile.rules
        self._forget_rounds()

    def as_profile(self, name: str) -> Callable[[], Profile]:
        """Return what makes a profile of the head and its samples as they are now, to be saved.

        It copies up to 100 MB, which takes a tenth of a second: another thread may call it.

        Raises:
            ValueError: when there is no head, or only the starter.
        """
        if self.head is None or self.head_network is None or self.is_starter:
            raise ValueError("there is no head of the player's own to save")
        return partial(
            _profile_of,
            self._own_samples(),
            name=name,
            rules=self.rules,
            head=self.head,
            network=self.head_network,
            created=self.created,
            holdout_accuracy=self.holdout_accuracy,
        )

    def use_rules(self, rules: RuleSet) -> None:
        """Play by these rules. Where they are others, what was played before tells nothing."""
        if rules is not self.rules:
            self.rules = rules
            self._forget_rounds()

    def _forget_rounds(self) -> None:
        """Forget the match under way and what was played before: it tells nothing of what comes."""
        self.match = self.last_hand = self.sealed = None
        self.playing = False
        self.history.clear()
        self.histories.clear()

    def forget_head(self) -> None:
        """Forget the head and the samples, which do not fit the network in use."""
        self.samples = {}
        self.redo = self.top_up = None
        self.head = self.head_network = self.report = self.holdout_accuracy = self.drift = None
        self.tested, self.swapped = {}, None
        self.saved_name = self.saved_file = None
        self.created, self.unsaved, self.is_starter = "", False, False


def _tested(
    rules: RuleSet, samples: Mapping[Gesture, list[Sample]], report: TrainingReport
) -> dict[tuple[Gesture, Gesture], list[Square]]:
    tested: dict[tuple[Gesture, Gesture], list[Square]] = {}
    for shown, readings in report.readings.items():
        last = samples.get(shown, [])[-len(readings) :]
        for sample, read in zip(last, readings.tolist(), strict=False):
            if sample.square is not None:
                tested.setdefault((shown, rules.moves[read]), []).append(sample.square)
    return tested


def _in_order(samples: Mapping[Gesture, list[Sample]]) -> dict[Gesture, list[Sample]]:
    # In class order, without the classes that have none.
    return {gesture: samples[gesture] for gesture in sorted(samples) if samples[gesture]}


def _profile_of(samples: Mapping[Gesture, list[Sample]], **facts: Any) -> Profile:
    stacked = {g: np.stack([sample.features for sample in samples[g]]) for g in samples}
    return Profile(samples=stacked, views=_views(samples), **facts)


def _views(samples: Mapping[Gesture, list[Sample]]) -> dict[Gesture, list[Pooled]]:
    # Of each class that has any, for each of its samples, float32 (v, 256).
    return {
        gesture: [NO_VIEWS if sample.views is None else sample.views for sample in of_class]
        for gesture, of_class in samples.items()
        if any(sample.views is not None for sample in of_class)
    }


def most_samples(rules: RuleSet) -> int:
    """Return how many samples of one class a player can have."""
    return MAX_SAMPLES // len(rules.classes)


def merge_top_up(old: Sequence[Sample], new: Sequence[Sample], most: int) -> list[Sample]:
    """Merge the samples of one class with those of a top-up, so that both are trained on and tested on.

    A head is tested on the last quarter of the whole, so the last quarter of each stands at the end. Of more
    than `most` together the oldest are dropped.
    """
    old = old[max(len(old) + len(new) - most, 0) :]
    kept_old, kept_new = (len(part) - len(part) // HOLDOUT_ONE_IN for part in (old, new))
    return [*old[:kept_old], *new[:kept_new], *old[kept_old:], *new[kept_new:]]

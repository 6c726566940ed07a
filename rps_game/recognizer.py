"""The recogniser for other programs: what the game reads hands with, without its window.

    from rps_game import Recognizer

    for reading in Recognizer.load("Zoë").stream():
        print(reading.gesture.name, reading.sure)

docs/api.md has more of it. What a reading does without is imported where it is needed: cameras and training
take as long to import as the network to load.
"""

import functools
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from rps_game.camera.observation import Frame, Sample
from rps_game.camera.preprocess import to_square
from rps_game.errors import CameraLost, DataError
from rps_game.game.gestures import CLASSIC, Gesture, RuleSet
from rps_game.game.voting import Verdict, vote
from rps_game.heads.base import Head
from rps_game.network.backbone import Backbone, spec_of
from rps_game.network.loader import prepare_network
from rps_game.paths import Paths, default_paths

if TYPE_CHECKING:
    from rps_game.heads.report import TrainingReport
    from rps_game.heads.starter import Starter
    from rps_game.saves.format import Profile
    from rps_game.session import Session

MIN_EXAMPLES: Final = 5
"""Of each gesture: with fewer, a test on the last quarter says nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one frame shows.

    Attributes:
        gesture: the likeliest; `gesture.is_none` for no hand.
        probabilities: of each gesture that the head knows, in class order; they sum to 1.
        sure: whether the likeliest reaches the player's own threshold, so that the frame counts in a throw.
    """

    gesture: Gesture
    probabilities: Mapping[Gesture, float]
    sure: bool


class Recognizer:
    """Reads gestures from pictures, and learns a hand: made by `load` or `starter`. For one thread.

    Pictures are OpenCV's: uint8 (height, width, 3), BGR, not mirrored. The square in their middle is read.

    Attributes:
        backbone: the frozen network.
        head: what turns its features into probabilities, with the player's temperature in it.
        name: the player's; "" for one that is not saved.
        rules: what is learnt: `rules.moves` are the gestures.
    """

    def __init__(
        self,
        backbone: Backbone,
        starter: "Starter | None",
        head: Head,
        paths: Callable[[], Paths],
        saved: "tuple[Profile, Path] | None" = None,
        *,
        rules: RuleSet = CLASSIC,
    ) -> None:
        self.backbone = backbone
        self.head = head
        self.name = "" if saved is None else saved[0].name
        self.rules = rules if saved is None else saved[0].rules
        self._starter, self._paths, self._saved = starter, paths, saved

    @classmethod
    def load(cls, player: str | Path, *, saves: Path | None = None, backbone: str | None = None) -> Self:
        """Load a saved player, by name or by file.

        Args:
            player: the name, or the path of a .safetensors file.
            saves: the folder of the saved players; None for the game's.
            backbone: the .tflite file of a network that the game does not know by name.

        Raises:
            SaveError: there is no such player, or its file is damaged or of another network.
            BackboneError: its network cannot be had.
        """
        from rps_game.saves.info import examine
        from rps_game.saves.names import SAVE_SUFFIX
        from rps_game.saves.store import SaveStore

        paths = functools.partial(default_paths, saves)
        store = SaveStore(paths().saves)
        file = Path(player) if Path(player).suffix == SAVE_SUFFIX else store.find(str(player))
        line = examine(file, check=False)
        if line.error is not None:
            raise line.error
        assert line.facts is not None
        network, starter = prepare_network(backbone or spec_of(line.facts.network), paths)
        store.networks = [network.id]
        profile = store.load(file)
        return cls(network, starter, profile.head, paths, (profile, file))

    @classmethod
    def starter(
        cls, *, saves: Path | None = None, backbone: str | None = None, rules: str | Path | None = None
    ) -> Self:
        """Read any hand, with the head that ships with the game; it is what a new player starts from.

        Args:
            saves: the folder of the saved players; None for the game's.
            backbone: as for `load`.
            rules: the id or the file of a rule set to be learnt; until it is trained, rock, paper and
                scissors are read. None for rock, paper, scissors.

        Raises:
            RulesError: there is no such rule set, or its file is refused.
            BackboneError: the network cannot be had.
            DataError: no head ships with it.
        """
        paths = functools.partial(default_paths, saves)
        network, starter = prepare_network(backbone, paths)
        if starter is None:
            raise DataError(
                "No head ships with the network {name}: it reads nothing before a training.",
                "Name a saved player, or use the network that comes with the game (own).",
                name=network.name,
            )
        if rules is None:
            return cls(network, starter, starter.head, paths)
        from rps_game.rules_store import find_rules  # most programs read rock, paper, scissors

        return cls(network, starter, starter.head, paths, rules=find_rules(rules, paths()))

    @functools.cached_property
    def _session(self) -> "Session":
        """What is learnt from: empty for the starter, else the player's own samples."""
        from rps_game.session import Session

        session = Session()
        if self._saved is not None:
            session.load(*self._saved)
        else:
            session.use_starter(self.head, self.backbone.id)
            session.rules = self.rules
        return session

    def read(self, bgr: Frame) -> Reading:
        """Read one picture.

        Raises:
            ValueError: it has another shape or dtype.
        """
        head = self.head
        (row,) = head.predict(self.backbone.embed(to_square(bgr))[None])
        best = int(row.argmax())
        return Reading(
            head.classes[best],
            dict(zip(head.classes, row.tolist(), strict=True)),
            head.thresholds is None or bool(row[best] >= head.thresholds[best]),
        )

    def stream(self, camera: str | int | Path | None = None) -> Generator[Reading, None, None]:
        """Read a camera until a recording ends, or the loop is left; the camera is closed then.

        Args:
            camera: a number or a name, a video, a folder of pictures, or "demo" for a drawn hand; None for
                the first camera that works. A webcam's frames that come while nobody asks are dropped;
                recordings are played at their own speed.

        Raises:
            CameraError: the camera cannot be used, or is lost.
        """
        from rps_game.camera.feed import FrozenImageDetector
        from rps_game.camera.frames import camera_frame
        from rps_game.camera.sources import CameraSpec, ask_permission_for, open_source

        spec = None if camera is None else CameraSpec.parse(str(camera))
        ask_permission_for(spec)
        source = open_source(spec, loop=False)
        try:
            detector = FrozenImageDetector()
            while (picture := source.read()) is not None:
                frame = camera_frame(picture, source.name)
                if source.live and detector.is_frozen(frame, time.monotonic()):
                    break
                yield self.read(frame)
            if source.live:
                raise CameraLost(
                    "The camera “{camera}” is gone, or its picture stands still.",
                    "Plug it in again, open its shutter, and begin again.",
                    camera=source.name,
                )
        finally:
            source.close()

    def vote(self, readings: Iterable[Reading]) -> Verdict:
        """Read a throw from three readings or more, as the game does: `verdict.gesture`, or the reason."""
        rows = [list(reading.probabilities.values()) for reading in readings]
        probabilities = np.reshape(np.array(rows, np.float32), (len(rows), len(self.head.classes)))
        return vote(probabilities, self.head.thresholds, self.head.rules)

    def add_example(self, gesture: Gesture | str, bgr: Frame) -> None:
        """Keep a picture of a gesture to learn from: its features and those of augmented views, no pixels.

        Add them in the order in which they were taken, the gestures in any order: the last quarter of each is
        what `train` tests on. A loaded player's come first.

        Args:
            gesture: a class of `rules`, or its id: "rock", "paper", "scissors", or "none" for no hand.
            bgr: as for `read`.

        Raises:
            DataError: there are as many as a player can have.
            ValueError: for another gesture, or a picture of another shape or dtype.
        """
        from rps_game.calibration.augmentation import VIEWS, pooled_views, views_of
        from rps_game.session import most_samples

        gesture, most = _gesture(gesture, self.rules), most_samples(self.rules)
        samples = self._session.samples.setdefault(gesture, [])
        if len(samples) >= most:
            raise DataError(
                "There are {most} examples of {gesture}, and a player can have no more.",
                "Leave some out, evenly over the time.",
                most=most,
                gesture=gesture.id,
            )
        square = to_square(bgr)
        seed = len(self.rules.classes) * len(samples) + gesture
        views = pooled_views(views_of(square, VIEWS, seed), self.backbone.embed)
        samples.append(Sample(seed, None, self.backbone.embed(square), views))

    def train(self, head: str | None = None) -> "TrainingReport":
        """Learn from the examples, a second or two, and read with that from now on.

        Args:
            head: "pooled" or "dense", the origin's; None for the game's, which is "pooled".

        Returns:
            How it went; `holdout_accuracy` is the share of the last quarter that was read right before it was
            learnt from.

        Raises:
            DataError: there are too few examples; it says of which gesture.
            TrainingStuck: the head did not learn to tell them apart.
        """
        from rps_game.heads.report import TrainingSettings
        from rps_game.heads.training import finish, train_head

        session = self._session
        counts = {gesture: len(session.samples.get(gesture, ())) for gesture in self.rules.moves}
        if min(counts.values()) < MIN_EXAMPLES:
            raise DataError(
                "Too few examples: {counts}.",
                "Add more, until there are {needed} of each.",
                counts=", ".join(f"{gesture.id} {count}" for gesture, count in counts.items()),
                needed=MIN_EXAMPLES,
            )
        settings = TrainingSettings() if head is None else TrainingSettings(head=head)
        trained, report = finish(train_head(session.training_set(), settings, self._starter))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        session.use_trained_head(trained, report, now, self.backbone.id)
        self.head = trained
        return report

    def save(self, name: str, *, replace: bool = False) -> Path:
        """Save the player under a name, for `load` and for the game, and return the file.

        Raises:
            DataError: nothing has been trained.
            SaveError: nothing was saved: the name is taken (unless `replace`) or cannot be a name, or the
                system does not let us write.
        """
        from rps_game.saves.names import clean_name
        from rps_game.saves.store import SaveStore

        session, store = self._session, SaveStore(self._paths().saves)
        if session.is_starter:
            raise DataError(
                "There is no player to save yet: nothing has been trained.",
                "Add examples and train first.",
            )
        name = clean_name(name)
        profile = store.save(session.as_profile(name)(), name, overwrite=replace)
        self.name = profile.name
        return store.path(profile.name)


def _gesture(named: Gesture | str, rules: RuleSet) -> Gesture:
    id = named.id if isinstance(named, Gesture) else named
    if id not in rules:
        raise ValueError(f"expected one of {', '.join(each.id for each in rules.classes)}, got {named!r}")
    return rules[id]

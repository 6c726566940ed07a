"""What every screen is handed: the game as it stands, and what it may ask of the app."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from rps_game.errors import CameraError, GameError
from rps_game.game.match import Round
from rps_game.game.statistics import Statistics
from rps_game.network import NetworkState
from rps_game.saves import Profile, Recogniser, SaveInfo
from rps_game.session import Session
from rps_game.settings import Settings
from rps_game.ui.sound import Sound
from rps_game.ui.theme import Theme
from rps_game.vision.augmentation import Square
from rps_game.vision.dataset import Pooled, TrainingSet
from rps_game.vision.feed import FeedState
from rps_game.vision.heads import DEFAULT_HEAD
from rps_game.vision.observation import Observation
from rps_game.vision.starter import Starter
from rps_game.vision.trainer import TrainerState
from rps_game.vision.training import Message, TrainingSettings


class SourceLike(Protocol):
    """What a screen may know of an open camera."""

    @property
    def name(self) -> str:
        """What the player knows it as."""
        ...


class FeedLike(Protocol):
    """The camera thread, see `vision.feed.Feed`. Screens read `Context.observation` for its frames."""

    @property
    def state(self) -> FeedState:
        """How the camera does."""
        ...

    @property
    def error(self) -> CameraError | None:
        """Why there are no frames."""
        ...

    @property
    def fps(self) -> float:
        """Frames a second."""
        ...

    @property
    def source(self) -> SourceLike | None:
        """The open camera."""
        ...


class TrainerLike(Protocol):
    """The trainer process, see `vision.trainer.Trainer`. Its messages come in `Context.messages`."""

    @property
    def state(self) -> TrainerState:
        """What the process does."""
        ...

    def start(self) -> None:
        """Start the process, if it does not run, so that it is warm in time."""
        ...

    def prepare(self, backbone: str, /) -> int:
        """Make a backbone; the job's number."""
        ...

    def train(self, data: TrainingSet, settings: TrainingSettings, starter: Starter | None, /) -> int:
        """Train a head, from what the starter knows; the job's number."""
        ...

    def cancel(self) -> None:
        """Drop the present job."""
        ...


class SavesLike(Protocol):
    """The saved players, see `saves.SaveStore`."""

    def list(self) -> list[SaveInfo]:
        """All of them."""
        ...

    def last(self) -> SaveInfo | None:
        """The head that nobody has named yet."""
        ...

    def load(self, name: str) -> Profile:
        """One of them."""
        ...

    def save(self, profile: Profile, name: str, *, overwrite: bool = False) -> Profile:
        """Keep one."""
        ...

    def rename(self, name: str, new_name: str) -> Profile:
        """Give one another name."""
        ...

    def delete(self, name: str) -> None:
        """Remove one."""
        ...


class NetworkLike(Protocol):
    """The frozen network in use, see `network.Network`."""

    @property
    def state(self) -> NetworkState:
        """Where it stands."""
        ...

    @property
    def spec(self) -> str:
        """Which one it is: a name or a path."""
        ...

    @property
    def error(self) -> GameError | None:
        """Why it could not be loaded."""
        ...

    @property
    def recogniser(self) -> Recogniser | None:
        """What it is, for saves and samples; None unless READY."""
        ...

    @property
    def starter(self) -> Starter | None:
        """What ships with it, and is known before any calibration; None unless READY."""
        ...

    def cached(self) -> bool:
        """Whether it can be loaded without being made first."""
        ...

    def can_be_prepared(self) -> bool:
        """Whether the trainer process can make it."""
        ...

    def load(self) -> None:
        """Load it in the background."""
        ...


class DarkroomLike(Protocol):
    """Makes augmented views in the background, see `vision.darkroom.Darkroom`."""

    @property
    def busy(self) -> bool:
        """Whether frames wait for their views."""
        ...

    def develop(self, key: int, square: Square, /) -> None:
        """Have the views of a frame made."""
        ...

    def finished(self) -> list[tuple[int, Pooled]]:
        """The frames that have their views since it was asked last."""
        ...

    def close(self, timeout_s: float, /) -> bool:
        """End it."""
        ...


@dataclass(slots=True)
class Context:
    """What a screen works with.

    Attributes:
        session: the player; screens read and change it.
        settings: the player's choices; changed by `change` only.
        feed: the camera, for its state; frames come in `observation`.
        trainer: the child process, for its jobs; messages come in `messages`.
        saves: the saved players.
        network: the frozen network.
        darkroom: makes views of the samples, named by their numbers.
        theme: draws.
        sound: plays.
        rng: whatever is left to chance.
        log_path: the file with every traceback.
        change: `change(frames=40)` changes settings, at once and for the next start.
        use_camera: see with another camera, "demo" for the drawn hand, None for the first that works; it is
            remembered.
        record: count a round in the statistics and in the session's history.
        tell: show a sentence for a few seconds, whatever the screen.
        now: this frame's time, in seconds of the app's clock, which is the feed's as well.
        observation: the newest frame; None while the camera gives none. Its features are None until the
            network is READY. It stays the same until a newer one arrives: look at its number.
        messages: the trainer's answers of this frame to `session.job`, and Ready; each is there once.
        statistics: of all rounds.
        shows_heat: whether the player wants to see what the network sees, over the picture.
        error: what TROUBLE tells about.
        can_retry: whether TROUBLE offers to try again.
    """

    session: Session
    settings: Settings
    feed: FeedLike
    trainer: TrainerLike
    saves: SavesLike
    network: NetworkLike
    darkroom: DarkroomLike
    theme: Theme
    sound: Sound
    rng: np.random.Generator
    log_path: Path
    change: Callable[..., None]
    use_camera: Callable[[str | None], None]
    record: Callable[[Round], None]
    tell: Callable[[str], None]
    now: float = 0.0
    observation: Observation | None = None
    messages: tuple[Message, ...] = ()
    statistics: Statistics = field(default_factory=Statistics)
    shows_heat: bool = False
    error: GameError | None = None
    can_retry: bool = False

    @property
    def head_kind(self) -> str:
        """The kind of head to train, a key of `HEADS`: the player's choice, else the game's."""
        return DEFAULT_HEAD if self.settings.head is None else self.settings.head.value

    @property
    def seeing(self) -> bool:
        """Whether the camera gives frames now."""
        return self.observation is not None and self.feed.state in {FeedState.RUNNING, FeedState.ENDED}

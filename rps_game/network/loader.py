"""Loads the frozen network in a background thread, for the camera thread and the screens to use.

The thread also waits for the process that converts Keras' network, where that is still to be done.
"""

import logging
import threading
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rps_game.errors import GameError
from rps_game.heads.dataset import NetworkId
from rps_game.heads.starter import Starter, load_starter
from rps_game.network.backbone import (
    DEFAULT_BACKBONE,
    Backbone,
    BackboneName,
    backbone_path,
    can_be_prepared,
    former_network,
    is_cached,
    load_backbone,
)
from rps_game.paths import Paths

if TYPE_CHECKING:
    from rps_game.network.convert import Preparation

_log: Final = logging.getLogger(__name__)


def convert_apart(*arguments: Any, **named: Any) -> None:
    """Convert a network as `convert_process.convert_apart`, which few starts of the game need."""
    from rps_game.network import convert_process

    convert_process.convert_apart(*arguments, **named)


class NetworkState(Enum):
    """States of the frozen network."""

    ABSENT = auto()  # not loaded, and nobody is loading it
    LOADING = auto()
    READY = auto()  # the feed's observations carry features


_Loaded = tuple[Backbone, Starter | GameError | None, dict[NetworkId, str]]
"""A network, its starter or what is wrong with that, and the networks to be `Network.usable` from then on."""


class Network:
    """Loads a backbone in a background thread: importing LiteRT takes 0.1 s, six frames of the window.

    Args:
        spec: a backbone's name, or the path of a .tflite file.
        cache_dir: where converted backbones are kept.
        log_path: where a conversion writes what its libraries have to say.
        loader, converter: tests give others.

    Attributes:
        spec: of the network in use: `turn_to` changes it.
        backbone: what was loaded; None unless READY.
        usable: the networks that `turn_to` changes to, each with its spec; empty until the first was loaded.
        starter: the one that ships with it; None where none does.
        error: why there is no backbone, or no starter although one came with the game.
        preparation: the step of a conversion that is under way, and the share of the work that is done, 0..1;
            None while nothing is converted.
    """

    def __init__(
        self,
        spec: str,
        cache_dir: Path,
        log_path: Path,
        loader: Callable[[str, Path], Backbone] = load_backbone,
        converter: Callable[..., None] = convert_apart,
    ) -> None:
        self.spec = self._chosen = spec
        self.usable: dict[NetworkId, str] = {}
        self.backbone: Backbone | None = None
        self.starter: Starter | None = None
        self.error: GameError | None = None
        self.preparation: tuple[Preparation, float] | None = None
        self._cache_dir, self._log_path = cache_dir, log_path
        self._loader, self._converter = loader, converter
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self._broken: set[str] = set()  # specs of networks other than the chosen one that could not be loaded
        self._loaded: _Loaded | Exception | None = None

    @property
    def state(self) -> NetworkState:
        """The network's state as of the last `finish_loading`."""
        if self.backbone is not None:
            return NetworkState.READY
        return NetworkState.ABSENT if self._thread is None else NetworkState.LOADING

    @property
    def id(self) -> NetworkId | None:
        """As `Backbone.id`; None unless READY."""
        return None if self.backbone is None else self.backbone.id

    def load(self, *, convert: bool) -> None:
        """Start loading, unless that is done or under way; `finish_loading` gets the result.

        With `convert`, a network that has not been converted yet is, which takes a minute and perhaps a
        download. Without it such a network stays ABSENT, and that is no error.
        """
        if self.state is NetworkState.ABSENT:
            self.error, self._stopped = None, threading.Event()
            self._thread = threading.Thread(
                target=self._load, args=(self._stopped, convert), name="network", daemon=True
            )
            self._thread.start()

    def turn_to(self, wanted: NetworkId | None) -> bool:
        """Begin to load the network `wanted`, or the chosen one for None; return whether that is another one.

        It stays as it is while a network is being loaded, and for one that is not `usable`.
        """
        spec = self._chosen if wanted is None else self.usable.get(wanted, self.spec)
        if self.state is not NetworkState.READY or spec == self.spec:
            return False
        self.spec, self.backbone, self.starter = spec, None, None
        self.load(convert=False)
        return True

    def backbone_of(self, trained_on: NetworkId) -> Backbone:
        """Return one of the `usable` networks, loaded anew if it is not in use; from any thread.

        Raises:
            BackboneError: it cannot be had.
        """
        backbone = self.backbone
        if backbone is not None and backbone.id == trained_on:
            return backbone
        return self._loader(self.usable[trained_on], self._cache_dir)

    def stop(self, timeout_s: float = 0.0) -> None:
        """Give up a conversion that is under way, and wait at most that long for its process to end."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def finish_loading(self) -> bool:
        """Take over what the thread has loaded; return True if the network has become READY just now.

        One that `turn_to` changed to and that cannot be loaded is not `usable` any more: the chosen one comes
        back.

        Raises:
            RuntimeError: loading failed with anything but one of our errors, which `error` keeps.
        """
        if self._thread is None or self._thread.is_alive():
            return False
        self._thread, loaded, self._loaded, self.preparation = None, self._loaded, None, None
        if isinstance(loaded, Exception) and self.spec != self._chosen:
            self._broken.add(self.spec)
            self.usable = {id: spec for id, spec in self.usable.items() if spec != self.spec}
            self.spec = self._chosen
            self.load(convert=False)
            return False
        if loaded is None or isinstance(loaded, GameError):
            self.error = loaded
            return False
        if isinstance(loaded, Exception):
            raise RuntimeError(f"the network {self.spec} could not be loaded") from loaded  # noqa: TRY004
        self.backbone, starter, usable = loaded
        self.usable |= usable
        if isinstance(starter, GameError):
            self.error = starter  # the game goes on without
        else:
            self.starter = starter
        return True

    def _load(self, stopped: threading.Event, convert: bool) -> None:
        try:
            if _must_be_converted(self.spec, self._cache_dir):
                if convert:
                    self._converter(self.spec, self._cache_dir, self._log_path, self._tell, stopped=stopped)
                if stopped.is_set() or not convert:
                    return
            backbone = self._loader(self.spec, self._cache_dir)
            self._loaded = backbone, self._starter_of(backbone), self._usable_with(backbone)
        except Exception as error:  # `finish_loading` raises it in the window's thread
            _log.exception("the network %s could not be loaded", self.spec)
            self._loaded = error

    def _usable_with(self, backbone: Backbone) -> dict[NetworkId, str]:
        usable = {backbone.id: self.spec}
        if self._chosen == BackboneName.OWN and BackboneName.FORMER not in self._broken:
            former = former_network()
            usable |= {} if former is None else {former: BackboneName.FORMER}
        return usable

    def _tell(self, stage: "Preparation", fraction: float) -> None:
        self.preparation = stage, fraction

    def _starter_of(self, backbone: Backbone) -> Starter | GameError | None:
        try:
            return starter_of(self.spec, self._cache_dir, backbone.fingerprint)
        except GameError as error:
            _log.exception("the starter of the network %s cannot be used", backbone.name)
            return error


def starter_of(spec: str, cache_dir: Path, fingerprint: str) -> Starter | None:
    """Load the starter beside the backbone `spec` with this fingerprint; None when there is none.

    Raises:
        BackboneDamaged: the file is not what the game came with.
    """
    return load_starter(fingerprint, backbone_path(spec, cache_dir).parent)


def prepare_network(spec: str | None, paths: Callable[[], Paths]) -> tuple[Backbone, Starter | None]:
    """Load a network, the default for None, as `prepare_backbone` does, and its starter.

    Args:
        spec: as for `load_backbone`.
        paths: asked only for a network that is converted: to find these folders takes 5 ms.

    Raises:
        BackboneError: it cannot be had.
    """
    spec = spec or DEFAULT_BACKBONE
    cache = log = Path()
    if can_be_prepared(spec):
        found = paths()
        cache, log = found.cache, found.log
    backbone = prepare_backbone(spec, cache, log)
    return backbone, starter_of(spec, cache, backbone.fingerprint)


def prepare_backbone(spec: str, cache_dir: Path, log_path: Path) -> Backbone:
    """Load a network, converted first if need be; for a command, which may wait.

    Raises:
        BackboneError: it cannot be had.
    """
    if _must_be_converted(spec, cache_dir):
        convert_apart(spec, cache_dir, log_path)
    return load_backbone(spec, cache_dir)


def _must_be_converted(spec: str, cache_dir: Path) -> bool:
    return can_be_prepared(spec) and not is_cached(spec, cache_dir)

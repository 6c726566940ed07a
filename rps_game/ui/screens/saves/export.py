"""Exports a player in a thread of its own, for the list of players."""

import logging
import threading
from pathlib import Path
from typing import Final

from rps_game.export.folder import Format, Player, export
from rps_game.network.loader import Network
from rps_game.saves.store import SaveStore

FOLDER: Final = "exports"
"""Below the folder of the saved players."""

_log: Final = logging.getLogger(__name__)


class Export:
    """One export under way: TensorFlow takes up to a minute, and no other file should wait for it.

    Attributes:
        folder: where to.
        share: of the work that is done, 0..1.
        error: why it has failed, a GameError if nothing is wrong with the game; None while it has not.
        ended: whether it is over.
    """

    def __init__(self, saves: SaveStore, path: Path, network: Network, to: Format, log_path: Path) -> None:
        self.folder = saves.folder / FOLDER / f"{path.stem}-{to}"
        self.share, self.ended = 0.0, False
        self.error: Exception | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(
            target=self._work, args=(saves, path, network, to, log_path), name="export", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Give it up; nothing is written then."""
        self._stopped.set()

    def _work(self, saves: SaveStore, path: Path, network: Network, to: Format, log_path: Path) -> None:
        def tell(share: float) -> None:
            self.share = share

        try:
            profile = saves.load(path)
            player = Player(profile.name, profile.head, network.backbone_of(profile.network))
            export(player, to, self.folder, log_path, replace=True, on_progress=tell, stopped=self._stopped)
        except Exception as error:
            _log.warning("an export has failed", exc_info=error)
            self.error = error
        finally:
            self.ended = True

"""One saved file as a line of the list of players: who it is, or why it cannot be used."""

import copy
import logging
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from rps_game.errors import SaveDamaged, SaveError, SaveNotFound
from rps_game.heads.dataset import NetworkId
from rps_game.saves.container import open_container
from rps_game.saves.format import MAX_FILE_BYTES, decode
from rps_game.saves.names import LAST_PLAYER, file_name, printable

Stamp = tuple[int, int, int, int]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SaveInfo:
    """One line of the list of players."""

    name: str  # what `load`, `rename` and `delete` take; different for every line
    path: Path
    error: SaveError | None = None  # why it cannot be used; with an error, nothing below is known
    network: NetworkId | None = None  # what the head was trained on
    created: str = ""  # ISO 8601 date; "" if unknown
    holdout_accuracy: float | None = None  # share of held-out frames read right, 0 to 1
    frames: int = 0  # how many samples it has, of all classes together

    @property
    def usable(self) -> bool:
        return self.error is None


def stamp_of(path: Path) -> Stamp | None:
    """Return what changes when the file does; None if there is no file, or none that we may look at."""
    try:
        status = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns  # the last: its permissions


def read_save(path: Path) -> bytes:
    """Read the whole file at once: one that is mapped into memory could not be replaced on Windows.

    Raises:
        SaveNotFound: it is gone.
        SaveDamaged: it cannot be read, or is too large to be a save.
    """
    try:
        size = path.stat().st_size
        if size <= MAX_FILE_BYTES:
            return path.read_bytes()
    except FileNotFoundError as cause:
        raise SaveNotFound(
            "The saved player in {file} is gone.", "Choose another one.", file=printable(path.name)
        ) from cause
    except OSError as cause:
        raise SaveDamaged(
            "The system does not let the game read {file} ({reason}).",
            "It stays where it is; allow reading it, or calibrate again.",
            file=printable(path.name),
            reason=cause.strerror,
        ) from cause
    raise SaveDamaged(
        "The file {file} has {size} MB, and a saved player has at most {limit}.",
        "It stays where it is; calibrate again, or put back a copy of it.",
        file=printable(path.name),
        size=size // 10**6,
        limit=MAX_FILE_BYTES // 10**6,
    )


def examine(path: Path) -> SaveInfo:
    """Check a file in full and return its line of the list.

    Raises:
        SaveNotFound: it is gone.
    """
    data = b""
    try:
        data = read_save(path)
        profile = decode(data, printable(path.name))
    except SaveNotFound:
        raise
    except SaveError as error:
        _log.warning("%s cannot be used", path, exc_info=True)
        # A copy has no traceback, which would keep the whole file in memory.
        return SaveInfo(_name_of(path, _claimed_name(data)), path, error=copy.copy(error))
    return SaveInfo(
        name=_name_of(path, profile.name, believed=True),
        path=path,
        network=profile.network,
        created=profile.created,
        holdout_accuracy=profile.holdout_accuracy,
        frames=sum(len(features) for features in profile.samples.values()),
    )


def _claimed_name(data: bytes) -> str:
    try:
        return open_container(data).metadata.get("name", "")
    except ValueError:
        return ""


def _name_of(path: Path, claimed: str, *, believed: bool = False) -> str:
    # A file's name has a hash of its player's: if both agree, that name is right even in a damaged file.
    for name in (LAST_PLAYER, claimed):
        if file_name(name) == path.name:
            return name
    return claimed if believed and claimed != LAST_PLAYER else printable(path.stem)


def with_unique_names(lines: Iterable[SaveInfo]) -> list[SaveInfo]:
    """Return the lines with a different name for each.

    A copy made by hand has its original's name; the one whose file is not called after its name gets the
    file's added.
    """
    ordered = sorted(lines, key=lambda info: info.path.name != file_name(info.name))
    names: set[str] = set()
    unique = []
    for info in ordered:
        name = info.name
        while name.casefold() in names:
            name = f"{name} ({printable(info.path.stem)})"
        names.add(name.casefold())
        unique.append(replace(info, name=name))
    return unique

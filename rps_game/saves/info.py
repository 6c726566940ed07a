"""One saved file as a line of the list of players: who it is, or why it cannot be used."""

import copy
import logging
import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from rps_game.errors import SaveDamaged, SaveError, SaveNotFound, SaveUnreadable
from rps_game.saves.container import open_container
from rps_game.saves.format import MAX_FILE_BYTES, Facts, read_facts
from rps_game.saves.names import LAST_PLAYER, file_name
from rps_game.words import printable


class Stamp(NamedTuple):
    """Identifies one state of a file: some value differs after every change to it."""

    inode: int
    size: int
    modified_ns: int
    changed_ns: int  # with its permissions, too


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SaveInfo:
    """One line of the list of players; only its header's word for it until it is `checked`."""

    name: str  # to be shown: a file that is not checked may bear any name
    path: Path  # what `load`, `rename` and `delete` take
    checked: bool  # whether the whole file has been read, and its checksum compared
    error: SaveError | None = None  # why it cannot be used; with an error, nothing below is known
    facts: Facts | None = None
    frames: int = 0  # how many samples it has, of all classes together

    @property
    def usable(self) -> bool:
        return self.error is None


def stamp_of(path: Path) -> Stamp | None:
    """Return a file's stamp; None if there is no file, or none that we may look at."""
    try:
        status = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return Stamp(status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


@contextmanager
def open_save(path: Path) -> Iterator[BinaryIO]:
    """Open a file, and close it: one that stays open could not be replaced on Windows.

    Raises:
        SaveNotFound: it is gone.
        SaveUnreadable: it cannot be read.
        SaveDamaged: it is empty, or too large to be a save.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if 0 < size <= MAX_FILE_BYTES:
                yield file
                return
    except FileNotFoundError as cause:
        raise SaveNotFound(
            "The saved player in {file} is gone.", "Choose another one.", file=path.name
        ) from cause
    except OSError as cause:
        raise SaveUnreadable(
            "The system does not let the game read {file} ({reason}).",
            "It stays where it is; allow reading it, or calibrate again.",
            file=path.name,
            reason=cause.strerror,
        ) from cause
    if not size:
        raise SaveDamaged(
            "The file {file} is empty: the game was ended while it saved this player.",
            "Save the player again under the same name, or delete the file.",
            file=path.name,
        )
    raise SaveDamaged(
        "The file {file} has {size} MB, and a saved player has at most {limit}.",
        "It stays where it is; calibrate again, or put back a copy of it.",
        file=path.name,
        size=size // 10**6,
        limit=MAX_FILE_BYTES // 10**6,
    )


def examine(path: Path, *, check: bool) -> SaveInfo:
    """Return a file's line of the list after its header, or after its checksum too if that is to be checked.

    Raises:
        SaveNotFound: it is gone.
    """
    claimed = ""
    try:
        with open_save(path) as file:
            claimed = _claimed_name(file)
            facts, frames = read_facts(file, printable(path.name), check=check)
    except SaveNotFound:
        raise
    except SaveError as error:
        _log.warning("%s cannot be used", printable(str(path)), exc_info=True)
        # A copy has no traceback, which would keep the file open.
        return SaveInfo(_name_of(path, claimed), path, checked=check, error=copy.copy(error))
    name = _name_of(path, facts.name, believed=True)
    return SaveInfo(name, path, checked=check, facts=facts, frames=frames)


def _claimed_name(file: BinaryIO) -> str:
    try:
        return open_container(file).metadata.get("name", "")
    except ValueError:
        return ""


def _name_of(path: Path, claimed: str, *, believed: bool = False) -> str:
    # A file's name has a hash of its player's: if both agree, that name is right even in a damaged file.
    for name in (LAST_PLAYER, claimed):
        if file_name(name) == path.name:
            return name
    return claimed if believed and claimed != LAST_PLAYER else printable(path.stem)


def told_apart(lines: Sequence[SaveInfo]) -> list[SaveInfo]:
    """Return the lines, with the file's name added where several players have one name.

    A copy made by hand has its original's name; one whose file is called after its player keeps it alone.
    """
    known = Counter(line.name.casefold() for line in lines)
    return [
        replace(line, name=f"{line.name} ({printable(line.path.stem)})")
        if known[line.name.casefold()] > 1 and line.path.name != file_name(line.name)
        else line
        for line in lines
    ]

"""Files that are whole or not there, that several games may share, and that may be anything when read.

A crash, a kill or a full disk never leaves half of one. What the system refuses is always an OSError.
"""

import contextlib
import errno
import itertools
import json
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

LOCK_S: Final = 0.6
"""A lock is held for milliseconds; who holds one longer than this will not give it back. A game that is
closed waits for three at most, and ends within two seconds all the same."""

MAX_JSON_BYTES: Final = 2**20
"""Settings and statistics have about 500 bytes; what is larger is something else."""

TEMPORARY_PREFIX: Final = ".unfinished-"
_NO_LOCKS: Final = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EINVAL})
"""What file systems answer that cannot lock."""

_ABANDONED_AFTER_S: Final = 3600.0
"""A temporary file older than this has no writer any more: the longest save takes seconds."""


def write_whole(path: Path, data: bytes, *, replace: bool) -> None:
    """Write `data` to `path`: afterwards the file is there whole, or everything is as before.

    The bytes go to a temporary file in the same folder, are synced to the disk, and get their name in one
    step.

    Args:
        path: where to; missing folders are made.
        data: the file's content.
        replace: whether a file that is there already is replaced. If not, then of several writers, in this
            process or in others, exactly one succeeds.

    Raises:
        FileExistsError: `path` is there already and `replace` is False.
        OSError: the system did not let us write.
    """
    make_folder(path.parent)
    temporary = _write_temporary(path.parent, data)
    try:
        if replace:
            temporary.replace(path)
        else:
            _name_exclusively(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, for nobody else to look into; one that is there stays as it is.

    Raises:
        OSError: the system does not let us, or something else is there; never FileExistsError.
    """
    missing = list(itertools.takewhile(lambda folder: not is_folder(folder), (path, *path.parents)))
    try:
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError as cause:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), cause.filename) from cause


def is_file(path: Path) -> bool:
    """Return whether there is such a file; False also where the system does not let us look."""
    return _is(stat.S_ISREG, path)


def is_folder(path: Path) -> bool:
    """Return whether there is such a folder; False also where the system does not let us look."""
    return _is(stat.S_ISDIR, path)


def open_at_once(path: str | Path, flags: int) -> int:
    """Open a file, for nobody else if it is new, and return its descriptor; wait for no other end of a pipe.

    Raises:
        OSError: it cannot be opened.
    """
    at_once = getattr(os, "O_NONBLOCK", 0)  # Windows has neither this nor pipes in folders
    try:
        descriptor = os.open(path, flags | at_once, 0o600)
    except ValueError as cause:  # a name with a NUL, or with letters that the system's encoding lacks
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from cause
    if at_once:
        os.set_blocking(descriptor, True)
    return descriptor


def read_file(path: Path, most: int) -> bytes:
    """Return a file's content; waits for no pipe, and takes no more memory than `most` bytes.

    Raises:
        OSError: it cannot be read, is no regular file, or is larger.
    """
    descriptor = open_at_once(path, os.O_RDONLY)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a file", str(path))
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data


def read_json(path: Path) -> object:
    """Return what a JSON file holds, with or without a byte order mark.

    Raises:
        OSError: it cannot be read, which says nothing about its content; FileNotFoundError: there is none.
        ValueError: it has been read, and is damaged or no JSON.
    """
    try:
        return json.loads(read_file(path, MAX_JSON_BYTES))
    except RecursionError as cause:
        raise ValueError("expected JSON, got brackets in brackets") from cause
    except OSError as cause:
        if cause.errno == errno.EFBIG:
            raise ValueError(f"expected at most {MAX_JSON_BYTES} bytes") from cause
        raise


def set_aside(path: Path) -> Path:
    """Rename a damaged file, under its name with ".damaged" after it, and return that; nothing is replaced.

    Raises:
        OSError: the system did not let us.
    """
    for number in itertools.count(1):
        aside = path.with_name(f"{path.name}.damaged" + (f"-{number}" if number > 1 else ""))
        try:
            _name_exclusively(path, aside)
        except FileExistsError:
            continue
        break
    return aside


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other games from a file that is read, changed and written back: a lock in a file beside it.

    The system drops the lock of a game that was killed. Where a file system cannot lock, nobody is kept away.

    Raises:
        TimeoutError: somebody else has held the lock all the time.
        OSError: the file for the lock cannot be made.
    """
    import filelock

    make_folder(path.parent)
    lock = filelock.FileLock(path.with_name(f".{path.name}.lock"), LOCK_S, 0o600, fallback_to_soft=False)
    try:
        lock.acquire(poll_interval=0.005)
    except filelock.Timeout as cause:
        raise TimeoutError(errno.ETIMEDOUT, "another program holds it", str(path)) from cause
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    try:
        yield
    finally:
        lock.release()


def _is(kind: Callable[[int], bool], path: Path) -> bool:
    # pathlib's own answers raise where a folder may not be entered or a name is too long.
    with contextlib.suppress(OSError, ValueError):
        return kind(path.stat().st_mode)
    return False


def _write_temporary(folder: Path, data: bytes) -> Path:
    import tempfile  # 3 ms, which a program that reads a hand does without

    descriptor, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, dir=folder)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _remove_abandoned(folder, now_s=temporary.stat().st_mtime)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _name_exclusively(file: Path, path: Path) -> None:
    # A hard link fails if the name is taken, in one step, on every system; `os.replace` would overwrite. An
    # empty file takes no name: earlier versions of the game left one when they were killed.
    try:
        os.link(file, path)
    except FileExistsError:
        if not _is_empty(path):
            raise
    except OSError:
        pass  # no hard links here: FAT, some network folders
    else:
        file.unlink(missing_ok=True)
        return
    with locked(path.with_name("names")):  # of all files in the folder
        if os.path.lexists(path) and not _is_empty(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        file.replace(path)


def _is_empty(path: Path) -> bool:
    return is_file(path) and not path.stat().st_size


def _sync_folder(folder: Path) -> None:
    # The new name is on the disk only after this. Windows cannot open folders and needs no such step.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_abandoned(folder: Path, now_s: float) -> None:
    # What a killed writer left behind. `now_s` is the same disk's clock, so that ours may be wrong.
    for path in folder.glob(f"{TEMPORARY_PREFIX}*"):
        with contextlib.suppress(OSError):
            if now_s - path.stat().st_mtime > _ABANDONED_AFTER_S:
                path.unlink()

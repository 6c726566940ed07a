"""Files that are whole or not there: a crash, a kill or a full disk never leaves half of one."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path
from typing import Final

TEMPORARY_PREFIX: Final = ".unfinished-"
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
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as cause:  # or one would think that it is `path` which is there already
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path.parent)) from cause
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


def _write_temporary(folder: Path, data: bytes) -> Path:
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


def _name_exclusively(temporary: Path, path: Path) -> None:
    # A hard link fails if the name is taken, in one step, on every system; `os.replace` would overwrite.
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here (FAT, some network folders): claim the name with an empty file of our own first.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        temporary.replace(path)
    else:
        temporary.unlink()


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

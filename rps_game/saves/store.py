"""The folder of saved players, one file each. Any number of games may have it open.

Files are acted on by their paths; what a header says is only shown. A file that cannot be used is listed with
its error, and is never touched unless the player asks for it.
"""

import contextlib
import errno
import os
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from rps_game import files
from rps_game.errors import (
    SaveNameInvalid,
    SaveNameTaken,
    SaveNotFound,
    SaveNotWritten,
    SaveOtherBackbone,
    SaveUnreadable,
)
from rps_game.heads.dataset import NetworkId
from rps_game.saves.format import Profile, decode, encode
from rps_game.saves.info import SaveInfo, Stamp, examine, open_save, stamp_of, told_apart
from rps_game.saves.names import LAST_PLAYER, SAVE_SUFFIX, clean_name, file_name, same_name
from rps_game.words import printable

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class SaveStore:
    """The saved players in one folder. To be used from any thread; a save of 13 MB takes about 0.1 s.

    Args:
        folder: where they are; made when the first one is saved.
        networks: what the game can see with, the first one at best; saves of others are refused. Empty
            while that is not known, and then all are accepted. May be set at any time.
    """

    def __init__(self, folder: Path, networks: Collection[NetworkId] = ()) -> None:
        self.folder = folder
        self.networks = networks
        self._known: dict[Path, tuple[Stamp, SaveInfo]] = {}

    def list(self) -> list[SaveInfo]:
        """List all saved players by name, those that cannot be used last; without `LAST_PLAYER`.

        Of a file that is new or has changed only the header is read: `check` says whether the rest is sound.

        Raises:
            SaveNotFound: the folder cannot be looked into.
        """
        found = [self._line(path) for path in self._files()]
        lines = [line for line in found if line and line.path.name != file_name(LAST_PLAYER)]
        return sorted(told_apart(lines), key=lambda line: (not line.usable, line.name.casefold()))

    def check(self, line: SaveInfo) -> SaveInfo:
        """Return the line with what is wrong with its file, which is read as a whole, in pieces.

        About 10 ms for one of 13 MB; no time if it was checked before and has not changed.
        """
        found = self._line(line.path, check=True)
        return replace(line, checked=True, error=found.error if found else line.error)

    def path(self, name: str) -> Path:
        """Return the file of the player of that name, which may not be there; `name` may be `LAST_PLAYER`.

        Raises:
            SaveNameInvalid: no player can be called so.
        """
        return self.folder / file_name(name if name == LAST_PLAYER else clean_name(name))

    def is_taken(self, path: Path) -> bool:
        """Return whether a file there is more than the empty one of a game that was killed while it saved."""
        stamp = stamp_of(path)
        return stamp is not None and stamp.size > 0

    def find(self, name: str) -> Path:
        """Return the file of the player of that name, also where somebody has called it otherwise.

        Raises:
            SaveNotFound: there is none.
        """
        with contextlib.suppress(SaveNameInvalid):
            path = self.path(name)
            if stamp_of(path):
                return path
        for line in self.list():
            if same_name(line.name, name):
                return line.path
        raise SaveNotFound(
            "There is no saved player called {name} in {folder}.",
            "Choose one from the list, or calibrate a new one.",
            name=name,
            folder=self.folder,
        )

    def load(self, path: Path) -> Profile:
        """Read the player in a file.

        Raises:
            SaveNotFound, SaveUnreadable, SaveDamaged, SaveUnknownVersion, SaveOtherBackbone: the file stays
                as it is.
        """
        profile = self._read(path)
        if error := self._mismatch(profile.name, profile.network):
            raise error
        return profile

    def load_last(self) -> tuple[Profile, Path | None]:
        """Read the last player; if they have been saved under a name since, with that and its file.

        Raises:
            SaveError: as `load` does.
        """
        profile = self.load(self.path(LAST_PLAYER))
        named = [
            line
            for line in self.list()
            if line.facts is not None
            and line.facts.name != LAST_PLAYER  # a copy that somebody made of the file
            # To the second: nobody else's head was trained then.
            and "T" in profile.created
            and line.facts.created == profile.created
        ]
        # Of copies the one that is called as the game calls it; of two names the one that was saved last.
        line = max(named, key=self._is_the_games, default=None)
        if line is None or line.facts is None:
            return profile, None
        return replace(profile, name=line.facts.name), line.path

    def _is_the_games(self, line: SaveInfo) -> tuple[bool, int]:
        stamp = stamp_of(line.path)
        return line.path == self.path(line.name), 0 if stamp is None else stamp.modified_ns

    def save(self, profile: Profile, name: str, *, overwrite: bool = False) -> Profile:
        """Write a player; afterwards the file is there whole, or everything is as before.

        Args:
            profile: the player, whatever name it has had.
            name: what to call it; or `LAST_PLAYER`, which is always overwritten.
            overwrite: whether the file that `path` names may be replaced. If not, exactly one of several
                games that save under one name at the same time succeeds.

        Returns:
            The profile as it was saved, with its name.

        Raises:
            SaveNameInvalid, SaveNameTaken, SaveNotWritten: nothing was saved.
        """
        profile = replace(profile, name=name if name == LAST_PLAYER else clean_name(name))
        self._write(self.path(name), profile, over=overwrite or name == LAST_PLAYER)
        return profile

    def rename(self, path: Path, new_name: str) -> Profile:
        """Give the player in a file another name; a kill at the worst moment leaves it under both.

        Raises:
            SaveError: as `load` and `save` do.
        """
        target, before = self.path(new_name), stamp_of(path)
        profile = replace(self._read(path), name=clean_name(new_name))
        self._write(target, profile, over=target == path)
        if target != path and stamp_of(path) == before:  # not if another game has just saved it anew
            self.delete(path)
        return profile

    def delete(self, path: Path) -> None:
        """Remove a player's file, sound or not. Ask the player first.

        Raises:
            SaveNotWritten: the system does not allow it.
        """
        try:
            path.unlink(missing_ok=True)
        except OSError as cause:
            raise _not_written(self.folder, cause) from cause

    def _read(self, path: Path) -> Profile:
        with open_save(path) as file:
            data = file.read()
        return decode(data, printable(path.name))

    def _files(self) -> Sequence[Path]:
        try:
            os.stat(f"{self.folder}{os.sep}.")  # noqa: PTH116 - refused where the files in it would be
            return sorted(path for path in self.folder.iterdir() if path.name.endswith(SAVE_SUFFIX))
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as cause:
            raise SaveNotFound(
                "The game cannot look for saved players in {folder} ({reason}).",
                "Allow it, or choose another folder with --saves.",
                folder=self.folder,
                reason=cause.strerror,
            ) from cause

    def _line(self, path: Path, *, check: bool = False) -> SaveInfo | None:
        stamp = stamp_of(path)
        if stamp is None:
            return None
        known, line = self._known.get(path, (None, None))
        if line is None or known != stamp or check > line.checked or isinstance(line.error, SaveUnreadable):
            try:
                line = examine(path, check=check)
            except SaveNotFound:  # deleted in this moment by another game
                return None
            self._known[path] = (stamp, line)
        if line.facts:
            return replace(line, error=self._mismatch(line.name, line.facts.network))
        return line

    def _mismatch(self, name: str, trained_on: NetworkId) -> SaveOtherBackbone | None:
        if not self.networks or trained_on in self.networks:
            return None
        if trained_on.fingerprint not in {ours.fingerprint for ours in self.networks}:
            return SaveOtherBackbone(
                "{name} was trained on another network ({theirs}) than the one in use ({ours}).",
                "Choose that network in the settings, or calibrate again.",
                name=name,
                theirs=trained_on.name,
                ours=next(iter(self.networks)).name,
            )
        return SaveOtherBackbone(
            "{name} was trained on pictures that were prepared in another way than this game does it.",
            "Calibrate again; the file stays where it is.",
            name=name,
        )

    def _write(self, path: Path, profile: Profile, *, over: bool) -> None:
        taken = SaveNameTaken(
            "A player called {name} is saved already.",
            "Choose another name, or allow to replace it.",
            name=profile.name,
        )
        if not over and self.is_taken(path):
            raise taken
        try:
            files.write_whole(path, encode(profile), replace=over)
        except FileExistsError as cause:  # another game has saved it in this moment
            raise taken from cause
        except OSError as cause:
            raise _not_written(self.folder, cause) from cause


def _not_written(folder: Path, cause: OSError) -> SaveNotWritten:
    if cause.errno in _FULL:
        return SaveNotWritten(
            "There is no room left on the disk for {folder}.",
            "Free some space, then try again.",
            folder=folder,
        )
    if cause.errno in _FORBIDDEN:
        return SaveNotWritten(
            "The game is not allowed to write to {folder}.",
            "Allow it, or choose another folder with --saves.",
            folder=folder,
        )
    return SaveNotWritten(
        "The system did not let the game write to {folder} ({reason}).",
        "Mend that, or choose another folder with --saves.",
        folder=folder,
        reason=cause.strerror,
    )

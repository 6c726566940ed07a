"""The folder of saved players, one file each. Any number of games may have it open.

A file that cannot be used is listed with its error, and is never touched unless the player asks for it.
"""

import contextlib
import errno
from dataclasses import replace
from pathlib import Path
from typing import Final

from rps_game import files
from rps_game.errors import SaveNameInvalid, SaveNameTaken, SaveNotFound, SaveNotWritten, SaveOtherBackbone
from rps_game.heads.dataset import NetworkId
from rps_game.saves.format import Profile, decode, encode
from rps_game.saves.info import SaveInfo, Stamp, examine, read_save, stamp_of, with_unique_names
from rps_game.saves.names import LAST_PLAYER, SAVE_SUFFIX, clean_name, file_name, printable, same_name

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class SaveStore:
    """The saved players in one folder. To be used from any thread; a save of 13 MB takes about 0.1 s.

    Args:
        folder: where they are; made when the first one is saved.
        network: what the game sees with; saves of another are refused. None while that is not known, and then
            all are accepted. May be set at any time.
    """

    def __init__(self, folder: Path, network: NetworkId | None = None) -> None:
        self.folder = folder
        self.network = network
        self._known: dict[Path, tuple[Stamp, SaveInfo]] = {}

    def list(self) -> list[SaveInfo]:
        """List all saved players by name, those that cannot be used last; without `LAST_PLAYER`.

        Checks each file in full when it is new or has changed, about 25 ms for one of 13 MB.
        """
        found = [self._info(path) for path in sorted(self.folder.glob(f"*{SAVE_SUFFIX}"))]
        lines = [info for info in found if info and info.path.name != file_name(LAST_PLAYER)]
        return sorted(with_unique_names(lines), key=lambda info: (not info.usable, info.name.casefold()))

    def load(self, name: str) -> Profile:
        """Read the player of that name; `LAST_PLAYER` for the head that has none yet.

        Raises:
            SaveNotFound, SaveDamaged, SaveUnknownVersion, SaveOtherBackbone: the file stays as it is.
        """
        profile = self._read(self._find(name))
        if error := self._mismatch(profile.name, profile.network):
            raise error
        return profile

    def save(self, profile: Profile, name: str, *, overwrite: bool = False) -> Profile:
        """Write a player; afterwards the file is there whole, or everything is as before.

        Args:
            profile: the player, whatever name it has had.
            name: what to call it; or `LAST_PLAYER`, which is always overwritten.
            overwrite: whether a player of that name may be replaced. If not, exactly one of several games
                that save under one name at the same time succeeds.

        Returns:
            The profile as it was saved, with its name.

        Raises:
            SaveNameInvalid, SaveNameTaken, SaveNotWritten: nothing was saved.
        """
        profile = replace(profile, name=name if name == LAST_PLAYER else clean_name(name))
        existing, over = self._existing(profile.name), overwrite or name == LAST_PLAYER
        if existing and not over:
            raise _taken(profile.name)
        self._write(existing or self.folder / file_name(profile.name), profile, over=over)
        return profile

    def rename(self, name: str, new_name: str) -> Profile:
        """Give a player another name; a kill at the worst moment leaves it under both.

        Raises:
            SaveError: as `load` and `save` do.
        """
        path = self._find(name)
        before = stamp_of(path)
        profile = replace(self._read(path), name=clean_name(new_name))
        existing = self._existing(profile.name)
        if existing not in (None, path):
            raise _taken(profile.name)
        target = self.folder / file_name(profile.name)
        self._write(target, profile, over=target == path)
        if target != path and stamp_of(path) == before:  # not if another game has just saved it anew
            self._unlink(path)
        return profile

    def delete(self, name: str) -> None:
        """Remove a player's file, sound or not. Ask the player first.

        Raises:
            SaveNotFound: there is none.
            SaveNotWritten: the system does not allow it.
        """
        self._unlink(self._find(name))

    def _find(self, name: str) -> Path:
        path = self._existing(name)
        if path is None:
            raise SaveNotFound(
                "There is no saved player called {name} in {folder}.",
                "Choose one from the list, or calibrate a new one.",
                name=name,
                folder=self.folder,
            )
        return path

    def _existing(self, name: str) -> Path | None:
        if name == LAST_PLAYER:
            path = self.folder / file_name(name)
            return path if stamp_of(path) else None
        # Mostly a name's file is where `file_name` says. Not so one that was copied or renamed by hand, or
        # one whose name can no longer be read.
        with contextlib.suppress(SaveNameInvalid):
            path = self.folder / file_name(clean_name(name))
            if stamp_of(path):
                return path
        return next((info.path for info in self.list() if same_name(info.name, name)), None)

    def _read(self, path: Path) -> Profile:
        return decode(read_save(path), printable(path.name))

    def _info(self, path: Path) -> SaveInfo | None:
        stamp = stamp_of(path)
        if stamp is None:
            return None
        known = self._known.get(path)
        if known is None or known[0] != stamp:
            try:
                known = self._known[path] = (stamp, examine(path))
            except SaveNotFound:  # deleted in this moment by another game
                return None
        info = known[1]
        if info.network and info.usable:
            return replace(info, error=self._mismatch(info.name, info.network))
        return info

    def _mismatch(self, name: str, trained_on: NetworkId) -> SaveOtherBackbone | None:
        ours = self.network
        if ours is None:
            return None
        if trained_on.fingerprint != ours.fingerprint:
            return SaveOtherBackbone(
                "{name} was trained on another network ({theirs}) than the one in use ({ours}).",
                "Choose that network in the settings, or calibrate again.",
                name=name,
                theirs=trained_on.name,
                ours=ours.name,
            )
        if trained_on.preprocess_version != ours.preprocess_version:
            return SaveOtherBackbone(
                "{name} was trained on pictures that were prepared in another way than this game does it.",
                "Calibrate again; the file stays where it is.",
                name=name,
            )
        return None

    def _write(self, path: Path, profile: Profile, *, over: bool) -> None:
        try:
            files.write_whole(path, encode(profile), replace=over)
        except FileExistsError as cause:
            raise _taken(profile.name) from cause
        except OSError as cause:
            raise _not_written(self.folder, cause) from cause

    def _unlink(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as cause:
            raise _not_written(self.folder, cause) from cause


def _taken(name: str) -> SaveNameTaken:
    return SaveNameTaken(
        "A player called {name} is saved already.", "Choose another name, or allow to replace it.", name=name
    )


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

"""The rule sets that can be played: those that ship, and the files in the player's folder `rules/`."""

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rps_game.errors import RulesError
from rps_game.files import is_file, read_file, write_whole
from rps_game.game.gestures import CLASSIC, SHIPPED, RuleSet, RulesRefused
from rps_game.game.rules import MOST_BYTES, TOO_LARGE, parse, text_of
from rps_game.paths import Paths, given_path
from rps_game.words import Sentence

SUFFIX: Final = ".json"
MOST_FILES: Final = 100
"""The first in the order of their names; reading so many takes 10 ms."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file of the folder: its rules, or why they cannot be played."""

    path: Path
    rules: RuleSet | None = None
    error: RulesError | None = None


def rule_files(folder: Path) -> list[RuleFile]:
    """Read the player's rule files, in the order of their names; a folder that is not there has none."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == SUFFIX)
    except OSError:
        return []
    found: list[RuleFile] = []
    for path in paths[:MOST_FILES]:
        try:
            rules = read_rules(path)
            known = [*SHIPPED, *(file.rules for file in found if file.rules is not None)]
            if any(rules.id == other.id and rules is not other for other in known):
                raise _refused(
                    path, Sentence("Give it another id: “{id}” is there already.", {"id": rules.id})
                )
        except RulesError as error:
            found.append(RuleFile(path, error=error))
        else:
            found.append(RuleFile(path, rules))
    return found


def playable_rules(files: Sequence[RuleFile]) -> Mapping[str, RuleSet]:
    """Return all rule sets by their ids: those that ship, then those of the files."""
    return {rules.id: rules for rules in (*SHIPPED, *(file.rules for file in files)) if rules is not None}


def read_rules(path: Path) -> RuleSet:
    """Read a rule file.

    Raises:
        RulesError: it cannot be read, or is refused.
    """
    try:
        return parse(read_file(path, MOST_BYTES))
    except RulesRefused as refused:
        raise _refused(path, refused.sentence) from refused
    except OSError as cause:
        if cause.errno == errno.EFBIG:
            raise _refused(path, TOO_LARGE) from cause
        raise RulesError(
            "The rules in {file} cannot be read ({reason}).",
            "Allow reading the file, or name another one.",
            file=path,
            reason=cause.strerror or str(cause),
        ) from cause


def _refused(path: Path, change: Sentence) -> RulesError:
    return RulesError(
        "The rules in {file} cannot be played.", "What to change: {change}", file=path.name, change=change
    )


def find_rules(named: str | Path | None, paths: Paths) -> RuleSet:
    """Return the rule set of an id, or of a file; None means rock, paper, scissors.

    Raises:
        RulesError: there is none, or its file is refused.
    """
    if named is None:
        return CLASSIC
    if Path(named).suffix.lower() == SUFFIX or is_file(Path(named)):
        return read_rules(given_path(Path(named)))
    known = playable_rules(rule_files(paths.rules))
    if str(named) not in known:
        raise RulesError(
            "There are no rules called {name}.",
            "Name the path of a rule file, or one of these: {known}.",
            name=str(named),
            known=", ".join(known),
        )
    return known[str(named)]


def save_rules(rules: RuleSet, folder: Path, *, replaces: Path | None = None) -> Path:
    """Write a rule file, called by the id, or in place of another one, and return it.

    Raises:
        RulesError: one of that id is there already, or the system does not let us write.
    """
    path = replaces or folder / f"{rules.id}{SUFFIX}"
    taken = RulesError("There are rules with the id {id} already.", "Choose another id.", id=rules.id)
    if any(rules.id == shipped.id for shipped in SHIPPED):
        raise taken
    try:
        write_whole(path, text_of(rules).encode(), replace=replaces is not None)
    except FileExistsError as cause:
        raise taken from cause
    except OSError as cause:
        raise RulesError(
            "The rules cannot be written to {file} ({reason}).",
            "Allow writing there, or free some space.",
            file=path,
            reason=cause.strerror or str(cause),
        ) from cause
    return path


def delete_rules(path: Path) -> None:
    """Delete a rule file; one that is gone already is no error.

    Raises:
        RulesError: the system does not let us.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as cause:
        raise RulesError(
            "The rules in {file} cannot be deleted ({reason}).",
            "Allow writing in their folder, or delete the file yourself.",
            file=path,
            reason=cause.strerror or str(cause),
        ) from cause

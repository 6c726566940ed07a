"""The command `rules`: which rule sets there are, and what is wrong with a rule file."""

from collections.abc import Sequence
from pathlib import Path

from rps_game.errors import RulesError
from rps_game.game.gestures import SHIPPED, RuleSet
from rps_game.paths import Paths, given_path
from rps_game.rules_store import RuleFile, read_rules, rule_files
from rps_game.words import printable


def list_rules(files: Sequence[Path], paths: Paths) -> int:
    """Print each rule set of these files, or all that can be played; and why others cannot.

    Returns:
        The exit code: 1 if a file is refused.
    """
    found = [_checked(given_path(file)) for file in files] if files else rule_files(paths.rules)
    lines = [] if files else [_line(rules, "ships with the game") for rules in SHIPPED]
    for file in found:
        lines.append(str(file.error) if file.rules is None else _line(file.rules, printable(file.path.name)))
    print("\n".join(lines))
    if not files:
        print(f"Rule files are read from {printable(str(paths.rules))}")
    return 1 if any(file.error is not None for file in found) else 0


def _checked(path: Path) -> RuleFile:
    try:
        return RuleFile(path, read_rules(path))
    except RulesError as error:
        return RuleFile(path, error=error)


def _line(rules: RuleSet, source: str) -> str:
    moves = ", ".join(move.id for move in rules.moves)
    return f"{rules.id:20}  {rules.title}: {moves} ({source})"

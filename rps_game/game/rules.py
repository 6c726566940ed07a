"""A rule set as JSON: what a rule file holds, what a save and the statistics keep, and its fingerprint.

    {
      "id": "rock-paper-scissors",
      "name": "Rock, paper, scissors",
      "moves": [
        {"id": "rock", "name": "Rock", "icon": "rock", "beats": {"scissors": "blunts"}},
        {"id": "paper", "name": "Paper", "icon": "paper", "beats": {"rock": "wraps"}},
        {"id": "scissors", "name": "Scissors", "icon": "scissors", "beats": {"paper": "cut"}}
      ]
    }

A move may have an "outline" too: a list of points [x, y], see `Move`.
"""

import hashlib
import json
from functools import cache
from typing import Any, Final

from rps_game.game.gestures import Move, RuleSet, RulesRefused
from rps_game.words import Sentence

MOST_BYTES: Final = 64 * 2**10
"""Of a rule file; nine moves with outlines take 15 KiB."""

TOO_LARGE: Final = Sentence(
    "The file is too large: take out what is no rule, until it has at most {most} KiB.",
    {"most": MOST_BYTES // 2**10},
)

_RULES: Final = frozenset({"id", "name", "moves"})
_MOVE: Final = frozenset({"id", "name", "icon", "beats"})
_OUTLINE: Final = "outline"


def to_json(rules: RuleSet) -> dict[str, Any]:
    """Return a dictionary that `json.dumps` takes and `from_json` reads."""
    return {
        "id": rules.id,
        "name": rules.title,
        "moves": [
            {
                "id": move.id,
                "name": move.title,
                "icon": move.icon,
                **({_OUTLINE: [list(point) for point in move.outline]} if move.outline else {}),
                "beats": {loser.id: verb for (winner, loser), verb in rules.verbs.items() if winner == move},
            }
            for move in rules.moves
        ],
    }


def text_of(rules: RuleSet) -> str:
    """Return what a rule file holds, to be read and changed by people."""
    return json.dumps(to_json(rules), ensure_ascii=False, indent=2) + "\n"


@cache
def fingerprint(rules: RuleSet) -> str:
    """Return the SHA-256 of all that a rule set says, 64 hexadecimal digits."""
    plain = json.dumps(to_json(rules), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("ascii")).hexdigest()


def parse(data: bytes) -> RuleSet:
    """Read a rule file.

    Raises:
        RulesRefused: it is no rule file, or nobody can play by it, or not fairly; it says what to change.
    """
    if len(data) > MOST_BYTES:
        raise RulesRefused(TOO_LARGE)
    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object)
    except RulesRefused:
        raise
    except UnicodeDecodeError as cause:
        raise RulesRefused(Sentence("This is no text in UTF-8: begin with a copy of a rule file.")) from cause
    except json.JSONDecodeError as cause:
        raise RulesRefused(Sentence("This is no JSON: mend line {n}.", {"n": cause.lineno})) from cause
    except (RecursionError, ValueError) as cause:  # ValueError: a number of thousands of digits
        raise _no_rules() from cause
    return from_json(found)


def from_json(found: object) -> RuleSet:
    """Return the rule set of what `to_json` returned.

    Raises:
        RulesRefused: as `parse`.
    """
    rules = _with_keys(found, _RULES)
    moves = rules["moves"]
    if not isinstance(moves, list):
        raise _no_rules()
    checked = [_with_keys(move, _MOVE, _OUTLINE) for move in moves]
    verbs: dict[tuple[str, str], str] = {}
    for move in checked:
        beats = move["beats"]
        if not isinstance(beats, dict):
            raise _no_rules()
        for loser, verb in beats.items():
            verbs[_text(move["id"]), _text(loser)] = _text(verb)
    return RuleSet.of(
        _text(rules["id"]),
        _text(rules["name"]),
        [
            Move(_text(move["id"]), _text(move["name"]), _text(move["icon"]), _outline(move.get(_OUTLINE)))
            for move in checked
        ],
        verbs,
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    for name in found if len(found) < len(pairs) else ():
        if [key for key, _ in pairs].count(name) > 1:
            raise RulesRefused(
                Sentence("“{name}” stands twice in one place: keep one of them.", {"name": name[:40]})
            )
    return found


def _with_keys(found: object, expected: frozenset[str], optional: str = "") -> dict[str, Any]:
    if not isinstance(found, dict):
        raise _no_rules()
    for key in sorted(expected - set(found)):
        raise RulesRefused(
            Sentence("“{key}” is missing: write it, as in a copy of a rule file.", {"key": key})
        )
    for key in sorted(set(found) - expected - {optional}):
        raise RulesRefused(Sentence("“{key}” means nothing here: take it out.", {"key": key[:40]}))
    return found


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise _no_rules()
    return found


def _outline(found: object) -> tuple[tuple[int, int], ...]:
    if found is None:
        return ()
    if not isinstance(found, list):
        raise _no_rules()
    points = []
    for point in found:
        if not (isinstance(point, list) and len(point) == 2 and all(type(each) is int for each in point)):
            raise _no_rules()
        points.append((point[0], point[1]))
    return tuple(points)


def _no_rules() -> RulesRefused:
    return RulesRefused(Sentence("These are no rules of this game: begin with a copy of a rule file."))

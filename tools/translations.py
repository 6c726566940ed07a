"""Keeps the translations in step with the code: `python -m tools.translations`, after any change of words.

Finds every sentence for the player, brings assets/locale/<language>/LC_MESSAGES/rps_game.po up to date and
compiles the .mo beside it, which is what the game reads. Translations are kept; one whose sentence changed
is marked as fuzzy. Exits with 1, and lists them, while sentences wait for their translation: write it into
the .po, remove the mark, and run this again. A new language needs its line in `rps_game.words.LANGUAGES`
and no more: the .po is made here.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from rps_game import errors, words
from rps_game.ui.words.i18n import DOMAIN, ENGLISH

ROOT: Final = Path(__file__).resolve().parents[1]
LOCALES: Final = ROOT / "assets" / "locale"
LANGUAGES: Final = tuple(code for code in words.LANGUAGES if code != ENGLISH)

CALLS: Final[Mapping[str, int]] = {"tr": 1, "ntr": 2, "mark": 1, "Sentence": 1}
"""How many of a call's first arguments make one message: two are a singular and its plural. A `Sentence` has
its plural in the keyword argument `plural`."""

ERRORS: Final = frozenset(
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.GameError)
)
"""Calls whose first two arguments are a message each: what happened, and the remedy."""

PASSING_MODULES: Final = ("rps_game/ui/words/i18n.py", "rps_game/words.py")
"""Modules whose calls hold no literal sentence: they pass on those of others."""

MessageId = str | tuple[str, str]
"""A message's English, or its singular and plural."""


class NotLiteralError(Exception):
    """A sentence that is put together at run time, so that nobody can translate it."""


def extract(root: Path = ROOT) -> dict[MessageId, list[tuple[str, int]]]:
    """Return every sentence of the game, with the files and lines of its calls.

    Raises:
        NotLiteralError: one of them is no literal string.
    """
    found = defaultdict(list)
    for path in sorted((root / "rps_game").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if name in PASSING_MODULES:
            continue
        for node in ast.walk(ast.parse(path.read_bytes(), name)):
            if isinstance(node, ast.Call):
                try:
                    for sentence in _sentences(node):
                        found[sentence].append((name, node.lineno))
                except NotLiteralError as error:
                    raise NotLiteralError(f"{name}:{node.lineno}: {error}") from None
    return dict(found)


def _sentences(call: ast.Call) -> Iterator[MessageId]:
    name: str = getattr(call.func, "id", "") or getattr(call.func, "attr", "")
    if name in CALLS:
        plural = [keyword.value for keyword in call.keywords if keyword.arg == "plural"]
        texts = _texts(call, CALLS[name], plural)
        yield texts[0] if len(texts) == 1 else (texts[0], texts[1])
    elif name in ERRORS:
        yield from _texts(call, 2)


def _texts(call: ast.Call, count: int, plural: Sequence[ast.expr] = ()) -> list[str]:
    texts = [
        argument.value
        for argument in (*call.args[:count], *plural)
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    if len(texts) < count + len(plural):
        raise NotLiteralError(f"expected {count + len(plural)} literal strings, got {ast.unparse(call)}")
    return texts


def po_path(language: str) -> Path:
    """Return the path of the file that is edited; the .mo beside it is what the game reads."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    """Read the translations into a language."""
    with po_path(language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def untranslated(catalog: Catalog) -> list[Message]:
    """Return the messages that wait: without a translation, or with one that may no longer be right."""

    def waits(message: Message) -> bool:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        return message.fuzzy or not all(texts)

    return [message for message in catalog if message.id and waits(message)]


def update(language: str) -> Catalog:
    """Bring a language's files up to date with the code, and return what is in them now."""
    path, template = po_path(language), Catalog()
    for sentence, places in extract().items():
        template.add(sentence, locations=places)
    if path.is_file():
        catalog = read(language)
    else:
        catalog = Catalog(language, DOMAIN, header_comment=f"# {DOMAIN}: {language}", project=DOMAIN)
        path.parent.mkdir(parents=True)
    catalog.fuzzy = False  # the header
    catalog.update(template, update_creation_date=False)
    for message in catalog:
        # Ours are `str.format` templates; Babel takes "% r" in "33 % right" for a placeholder.
        message.flags -= {"python-format", "python-brace-format"}
    with path.open("wb") as file:
        # Without line numbers: they would change with every commit.
        write_po(file, catalog, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)
    return catalog


def main() -> int:
    """Update all languages; return 1 while sentences wait."""
    waiting = 0
    for language in LANGUAGES:
        catalog = update(language)
        missing = untranslated(catalog)
        print(f"{language}: {len(catalog)} sentences, {len(missing)} of them wait for a translation")
        for message in missing:
            print(f"  {message.id!r}" + (" (its English has changed)" if message.fuzzy else ""))
        waiting += len(missing)
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())

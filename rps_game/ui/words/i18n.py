"""Translates: every sentence of the window is written in English, inside `tr` or `ntr`."""

import contextlib
import gettext
import locale
import os
import re
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from rps_game.errors import GameError
from rps_game.words import Sentence

DOMAIN: Final = "rps_game"
ENGLISH: Final = "en"

_catalogue: ContextVar[gettext.NullTranslations] = ContextVar("catalogue")
"""The catalogue of the window's thread; English where none is set."""

_NO_CATALOGUE: Final = gettext.NullTranslations()


def tr(text: str, /, **values: object) -> str:
    """Translate a sentence into the player's language.

    Args:
        text: in English, literally at the call, so that it can be extracted; a `str.format` template over
            `values`.
        values: the template's values.
    """
    translated = _catalogue.get(_NO_CATALOGUE).gettext(text)
    return translated.format(**values) if values else translated


def ntr(singular: str, plural: str, n: int, /, **values: object) -> str:
    """Translate a sentence that counts: as `tr`, with two templates, which may both name `{n}`."""
    return _catalogue.get(_NO_CATALOGUE).ngettext(singular, plural, n).format(n=n, **values)


def tr_marked(text: str) -> str:
    """Translate a text that a lower floor has marked (`words.mark`)."""
    return tr(text)


def tr_sentence(sentence: Sentence) -> str:
    """Translate a sentence of a lower floor, and those among its values."""
    values = _translated(sentence.values)
    if sentence.plural is None:
        return tr(sentence.text, **values)
    return ntr(sentence.text, sentence.plural, sentence.n, **values)


def _translated(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: tr_sentence(value) if isinstance(value, Sentence) else value for name, value in values.items()
    }


def tr_error(error: GameError) -> tuple[str, str]:
    """Translate an error, and the sentences among its values: what happened, and what to do."""
    values = _translated(error.values)
    return tr(error.what_template).format(**values), tr(error.remedy_template).format(**values)


def use_language(language: str, folder: Path | None = None) -> str:
    """Translate into this language from now on.

    Args:
        language: a code ("en", "ru"), or "system" for the system's own.
        folder: holds the catalogues, `<folder>/<code>/LC_MESSAGES/rps_game.mo`; None for English only.

    Returns:
        The code of the language that is spoken now: one with a catalogue, or "en".
    """
    for code in _system_languages() if language == "system" else [language]:
        if code == ENGLISH or folder is None:
            break
        with contextlib.suppress(FileNotFoundError):
            _catalogue.set(gettext.translation(DOMAIN, folder, [code]))
            return code
    _catalogue.set(_NO_CATALOGUE)
    return ENGLISH


def _system_languages() -> list[str]:
    """List codes, the best first: of the variables that gettext reads, else of the system's locale."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        names = os.environ.get(variable)
        if names:
            return [_code(name) for name in names.split(":")]
    try:
        name = locale.getlocale()[0] or ""
    except ValueError:  # a locale that Python does not know
        return []
    # Windows has names of its own: "Russian_Russia".
    return [_code(locale.normalize(name.partition("_")[0]))]


def _code(name: str) -> str:
    """Return the language of a locale: "ru" for "ru_RU.UTF-8"; that of programs, C, is English."""
    code = re.split("[_.@-]", name.casefold())[0]
    return ENGLISH if code in {"c", "posix"} else code

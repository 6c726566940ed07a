"""The translations: whole, in step with the code, right in their plurals, legible in the bundled font."""

import gettext
import io
import itertools
import locale
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
import pygame.freetype
import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from rps_game import words
from rps_game.errors import CameraNotFound
from rps_game.game.findings import Finding, Reading
from rps_game.game.gestures import GESTURES
from rps_game.paths import assets
from rps_game.ui.drawing.fonts import OPEN_SANS, OPEN_SANS_BOLD
from rps_game.ui.inputs import Action, action_of, key_of
from rps_game.ui.words.calibration import finding_sentence
from rps_game.ui.words.i18n import ntr, tr, tr_error, use_language
from tools.translations import (
    LANGUAGES,
    MessageId,
    NotLiteralError,
    extract,
    po_path,
    read,
    untranslated,
)

LOCALES = assets() / "locale"
ABBREVIATED = "вкл.", "выкл."
VARIABLES = "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"


@pytest.fixture(scope="module")
def sentences() -> set[MessageId]:
    return set(extract())


@pytest.fixture(scope="module", params=LANGUAGES)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return read(request.param)


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    use_language("en")


def lacking(sentences: set[MessageId], catalog: Catalog) -> set[MessageId]:
    """What the catalogue does not translate, or no longer for certain."""
    known = {message.id for message in catalog if message.id}
    return (sentences - known) | (sentences & {message.id for message in untranslated(catalog)})


def fields(template: str) -> set[str]:
    """The placeholders of a `str.format` template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def forms(catalog: Catalog) -> Iterator[tuple[MessageId, str]]:
    """Each translated sentence with each of its translations: a plural has several."""
    waiting = {message.id for message in untranslated(catalog)}
    for message in catalog:
        if message.id and message.id not in waiting:
            for text in message.string if isinstance(message.string, tuple) else (message.string,):
                yield message.id, text


def test_every_language_but_english_has_a_catalogue() -> None:
    assert {"en", *(folder.name for folder in LOCALES.iterdir())} == set(words.LANGUAGES)


def test_every_sentence_has_its_translation(sentences: set[MessageId], catalog: Catalog) -> None:
    assert lacking(sentences, catalog) == set(), "run `python -m tools.translations`, and translate these"


def test_nothing_is_translated_that_nobody_says(sentences: set[MessageId], catalog: Catalog) -> None:
    assert {message.id for message in catalog if message.id} - sentences == set()


def test_placeholders_agree(catalog: Catalog) -> None:
    wrong = []
    for sentence, text in forms(catalog):
        said = sentence if isinstance(sentence, str) else sentence[1]
        if fields(said) != fields(text):
            wrong.append((sentence, text))
    assert wrong == []


def ends(text: str) -> str:
    """How a sentence ends: in a full stop, in three, or in none."""
    three = text.endswith(("...", "\N{HORIZONTAL ELLIPSIS}"))
    return "..." if three else "." if text.endswith(".") and text not in ABBREVIATED else ""


def test_a_translation_begins_and_ends_as_its_sentence_does(catalog: Catalog) -> None:
    wrong = []
    for sentence, text in forms(catalog):
        said = sentence if isinstance(sentence, str) else sentence[0]
        spaced = text.strip() != text and said != ","  # the thousands' separator is a space in Russian
        if ends(said) != ends(text) or spaced:
            wrong.append((sentence, text))
    assert wrong == []


def test_no_translation_holds_what_a_screen_replaces(catalog: Catalog) -> None:
    lines = [line for _, text in forms(catalog) for line in text.splitlines()]
    assert [line for line in lines if words.printable(line) != line] == []


def test_every_plural_has_all_its_forms(catalog: Catalog) -> None:
    plurals = [message for message in catalog if isinstance(message.id, tuple) and all(message.string)]
    for message in plurals:
        assert len(message.string) == catalog.num_plurals


@pytest.mark.parametrize(("n", "words"), [(1, "победа"), (2, "победы"), (5, "побед"), (21, "победа")])
def test_russian_counts(n: int, words: str) -> None:
    assert use_language("ru", LOCALES) == "ru"
    assert ntr("{n} win in a row.", "{n} wins in a row.", n) == f"{n} {words} подряд."


@pytest.mark.parametrize(
    ("n", "form"),
    [(0, 2), (1, 0), (2, 1), (4, 1), (5, 2), (11, 2), (12, 2), (21, 0), (22, 1), (111, 2), (101, 0)],
)
def test_a_russian_number_takes_its_form_in_every_sentence(n: int, form: int) -> None:
    use_language("ru", LOCALES)
    catalog = read("ru")
    for message in catalog:
        if isinstance(message.id, tuple):
            values: dict[str, Any] = dict.fromkeys(fields(message.id[1]) - {"n"}, "")
            singular, plural = message.id
            assert ntr(singular, plural, n, **values) == message.string[form].format(n=n, **values)


def test_english_counts_without_a_catalogue() -> None:
    assert [ntr("{n} picture", "{n} pictures", n) for n in (1, 2, 21)] == [
        "1 picture",
        "2 pictures",
        "21 pictures",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_is_made_of_the_one_that_is_edited(language: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, read(language))
    compiled.seek(0)
    with po_path(language).with_suffix(".mo").open("rb") as file:
        ours = vars(gettext.GNUTranslations(file))["_catalog"]
    made = vars(gettext.GNUTranslations(compiled))["_catalog"]
    assert {key: text for key, text in ours.items() if key} == {
        key: text for key, text in made.items() if key
    }


def test_the_bundled_font_has_every_letter(sentences: set[MessageId], catalog: Catalog) -> None:
    said = [
        text for sentence in sentences for text in ([sentence] if isinstance(sentence, str) else sentence)
    ]
    letters = {letter for text in [*said, *(text for _, text in forms(catalog))] for letter in text} - {"\n"}
    pygame.freetype.init()
    for name in (OPEN_SANS, OPEN_SANS_BOLD):
        font = pygame.freetype.Font(name, 12)
        assert [letter for letter in sorted(letters) if font.get_metrics(letter)[0] is None] == []


def test_an_error_is_told_in_the_player_s_language() -> None:
    error = CameraNotFound(
        "There is no camera “{wanted}”; none is connected.", "Choose another one.", wanted="HD"
    )
    use_language("ru", LOCALES)
    assert tr_error(error) == ("Камеры «HD» нет; не подключено ни одной.", "Выбери другого.")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_finding_of_the_report_has_a_sentence_of_its_own(language: str) -> None:
    use_language(language, LOCALES)
    findings = [Finding(Reading.UNTESTED, 0, 0), Finding(Reading.PERFECT, 30, 30)]
    for shown, taken_for in itertools.permutations(GESTURES, 2):
        findings.append(Finding(Reading.CONFUSED, 26, 30, shown, taken_for, 4, 10))
    findings.append(Finding(Reading.GOOD, 29, 30, GESTURES[0], GESTURES[1], 1, 10))
    assert len({finding_sentence(finding) for finding in findings}) == len(findings)


# What the check itself notices.


def write(folder: Path, source: str) -> Path:
    package = folder / "rps_game"
    package.mkdir()
    (package / "say.py").write_text(source, encoding="utf-8")
    return folder


def test_a_new_sentence_is_noticed(tmp_path: Path, catalog: Catalog) -> None:
    root = write(
        tmp_path,
        'tr("Rock"), tr("Never said before"), ntr("{n} elk", "{n} elks", n)\n'
        'raise CameraLost("Your camera flew away.", "Open the window.", camera=1)\n',
    )
    found = set(extract(root))
    assert "Rock" in found
    assert lacking(found, catalog) == {
        "Never said before",
        ("{n} elk", "{n} elks"),
        "Your camera flew away.",
        "Open the window.",
    }


def test_a_sentence_made_at_run_time_is_refused(tmp_path: Path) -> None:
    root = write(tmp_path, 'tr("Good " + name)\n')
    with pytest.raises(NotLiteralError, match=r"say\.py:1"):
        extract(root)


def test_a_translation_in_doubt_counts_as_none() -> None:
    catalog = Catalog("ru")
    catalog.add("Rock", "Камень")
    catalog.add("Paper", "Камень", flags=["fuzzy"])
    catalog.add(("{n} win", "{n} wins"), ("{n} победа", "", ""))
    assert lacking({"Rock", "Paper", ("{n} win", "{n} wins")}, catalog) == {"Paper", ("{n} win", "{n} wins")}


# Which language it is.


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru"}, "ru"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "xx_XX.UTF-8"}, "en"),  # no catalogue of it
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "ru_RU"}, "ru"),
        ({"LANG": "xx_XX.UTF-8", "LANGUAGE": "xx:ru:en"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LANGUAGE": "en:ru"}, "en"),
    ],
)
def test_the_default_follows_the_system(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert use_language("system", LOCALES) == language
    assert tr("Rock") == {"ru": "Камень", "en": "Rock"}[language]


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Russian_Russia", "ru"),
        ("English_United States", "en"),
        ("ru_RU", "ru"),
        (None, "en"),
        ("xx_XX", "en"),
    ],
)
def test_without_variables_the_locale_is_asked(
    name: str | None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(locale, "getlocale", lambda: (name, "cp1251"))
    assert use_language("system", LOCALES) == language


def test_a_language_that_is_chosen_beats_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "ru")
    assert use_language("en", LOCALES) == "en"
    assert tr("Rock") == "Rock"


# Keys.


def test_letter_keys_work_on_a_russian_keyboard() -> None:
    def down(key: int, scancode: int) -> pygame.event.Event:
        return pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="", scancode=scancode)

    assert key_of(down(ord("к"), pygame.KSCAN_R)) == pygame.K_r
    assert key_of(down(ord("ь"), pygame.KSCAN_M)) == pygame.K_m
    assert (
        action_of(down(ord("ь"), pygame.KSCAN_M))
        is action_of(down(pygame.K_m, pygame.KSCAN_M))
        is Action.MUTE
    )
    # Latin letters are where the player's own keyboard has them: AZERTY has its Q at the place of A.
    assert key_of(down(pygame.K_q, pygame.KSCAN_A)) == pygame.K_q
    assert key_of(down(pygame.K_LEFT, pygame.KSCAN_LEFT)) == pygame.K_LEFT
    assert key_of(down(pygame.K_F1, pygame.KSCAN_F1)) == pygame.K_F1
    # The letter Kha with a hard sign beside the P is no Latin letter's place.
    assert key_of(down(ord("ъ"), pygame.KSCAN_RIGHTBRACKET)) == ord("ъ")

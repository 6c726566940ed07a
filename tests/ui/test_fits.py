"""Every screen, in both languages, with normal and largest text: no word is cut, no button covers another."""

import json
from pathlib import Path

import numpy as np
import pygame
import pytest
from golden_scenes import TROUBLE
from stage import Stage
from workbench import MADE_BY, fill, label_head, label_starter, report

from rps_game.errors import CameraDenied
from rps_game.flow import Outcome, Phase
from rps_game.game.draft import RulesDraft
from rps_game.game.gestures import CLASSES, LIZARD_SPOCK, Gesture, Move, RuleSet
from rps_game.game.match import Match
from rps_game.rules_store import save_rules
from rps_game.ui.window import SMALLEST
from rps_game.ui.words.calibration import keep_word

SIZES = [SMALLEST, (784, 520), (1008, 520), (1280, 720), (2560, 1440), (720, 1280), (2560, 1080)]
"""The second and third are what a window gets on a desktop of 800 x 600 and of 1024 x 600."""

KEYS: dict[Phase, list[int | None]] = {
    Phase.TITLE: [None, pygame.K_F1, pygame.K_F1],
    Phase.CALIBRATE: [pygame.K_h, pygame.K_F1, pygame.K_F1, pygame.K_RETURN, *[None] * 8, pygame.K_RETURN],
    Phase.MATCH: [*[None] * 14, pygame.K_ESCAPE],
    Phase.SAVES: [None, pygame.K_RIGHT, pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_DELETE],
    Phase.SETTINGS: [None, pygame.K_UP, pygame.K_RETURN, *[pygame.K_DOWN] * 16, pygame.K_F1, pygame.K_F1],
    Phase.OPPONENT: [None, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_F1, pygame.K_F1],
    Phase.RULES: [None, pygame.K_DOWN, pygame.K_DELETE, pygame.K_F1, pygame.K_F1],
    Phase.EDITOR: [None, *[pygame.K_DOWN] * 3, pygame.K_RIGHT, pygame.K_RETURN, pygame.K_F1, pygame.K_F1],
    Phase.RESULT: [None, pygame.K_LEFT, pygame.K_LEFT, pygame.K_RETURN, None, pygame.K_F1, pygame.K_F1],
}
"""The keys pressed on a screen, None for a pause; three pauses on any other. The heat map is on from
CALIBRATE on."""

DENIED = CameraDenied(
    "The system does not let you use the camera “{camera}”.",
    "Add yourself to the group “video” (sudo usermod -aG video $USER), log in again, and try again.",
    camera="Integrated_Webcam_HD",
)

STRIDE_S = 0.4
"""From one frame to the next: nothing is missed that stands for longer."""


def play(stage: Stage) -> None:
    """Load and save a player, as after a training that went badly for scissors."""
    session = stage.context.session
    fill(session)
    confused = report([[9, 1, 0], [0, 10, 0], [4, 0, 6]], 0.83)
    session.use_trained_head(label_head(), confused, "2025-03-01T12:00:00+01:00", MADE_BY)
    session.redo = Gesture.SCISSORS
    stage.context.saves.save(session.as_profile("Анна")(), "Анна")


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("text_size", ["normal", "largest"])
def test_no_word_is_cut_off(size: tuple[int, int], text_size: str, language: str, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(
        json.dumps({"language": language, "text_size": text_size, "opponent": "learner"})
    )
    stage = Stage(tmp_path, size)
    play(stage)
    stage.hand.show(Gesture.SCISSORS)
    misfits: set[tuple[str, str]] = set()
    for phase in Phase:
        if phase is Phase.QUIT:
            continue
        if phase is Phase.TROUBLE:
            stage.context.error = TROUBLE
            stage.app.apply(Outcome.FAILED)
        else:
            stage.app.go_to(phase)
        for key in KEYS.get(phase, [None] * 3):
            stage.now += STRIDE_S
            stage.press(key) if key is not None else stage.step()
            misfits |= {(stage.phase.name, text) for text in stage.misfits()}
    stage.app.close()
    assert misfits == set()


@pytest.mark.parametrize("size", [SMALLEST, (784, 520), (1280, 720)], ids=str)
@pytest.mark.parametrize("text_size", ["normal", "largest"])
def test_no_word_of_a_question_a_pause_or_a_missing_camera_is_cut_off(
    size: tuple[int, int], text_size: str, language: str, tmp_path: Path
) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"language": language, "text_size": text_size}))
    stage = Stage(tmp_path, size)
    play(stage)
    session = stage.context.session
    misfits: set[tuple[str, str]] = set()

    def look(buttons: int) -> None:
        stage.step()
        assert len(stage.labels()) == buttons, stage.texts()
        misfits.update((stage.phase.name, text) for text in stage.misfits())

    stage.app.go_to(Phase.SAVES)
    stage.step()
    stage.press(pygame.K_DOWN, pygame.K_RIGHT, pygame.K_DOWN, pygame.K_DOWN, pygame.K_RETURN)
    look(5)  # for which programs a player is exported
    session.new_samples = {gesture: session.samples[gesture] for gesture in list(CLASSES)[:3]}
    stage.app.go_to(Phase.TITLE)
    stage.press(pygame.K_ESCAPE)
    look(10)
    stage.press(*[pygame.K_TAB] * 3, pygame.K_RETURN)  # a new player
    look(3)
    stage.app.go_to(Phase.MATCH)
    stage.step_s = 0.08
    stage.run(18)  # until nobody is there
    look(5)
    session.match = Match().play(Gesture.ROCK, Gesture.PAPER)
    stage.press(pygame.K_ESCAPE)
    look(2)
    stage.feed.lose(DENIED)
    for phase, buttons in ((Phase.CALIBRATE, 2), (Phase.MATCH, 3)):
        stage.app.go_to(phase)
        stage.step()
        look(buttons)
    stage.app.close()
    assert misfits == set()


@pytest.mark.parametrize("size", [SMALLEST, (784, 520), (1280, 720)], ids=str)
@pytest.mark.parametrize("text_size", ["normal", "largest"])
def test_no_word_of_a_question_about_a_wrong_hand_is_cut_off(
    size: tuple[int, int], text_size: str, language: str, tmp_path: Path
) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"language": language, "text_size": text_size}))
    stage = Stage(tmp_path, size, starter=label_starter())
    stage.run(0.1)  # the starter is there
    stage.step_s = 0.1
    play(stage)
    session = stage.context.session
    misfits: dict[Gesture, list[str]] = {}
    for wanted, shown in ((Gesture.ROCK, Gesture.SCISSORS), (Gesture.SCISSORS, Gesture.PAPER)):
        session.redo = wanted
        stage.app.go_to(Phase.CALIBRATE)
        stage.hand.show(shown)
        stage.run(3)
        misfits[wanted] = stage.misfits()
        stage.press(pygame.K_RETURN)
        stage.run(5)
        assert keep_word(wanted) in stage.labels()
        misfits[wanted] += stage.misfits()
    stage.app.close()
    assert not any(misfits.values()), misfits


@pytest.mark.parametrize("size", [SMALLEST, (784, 520), (720, 1280)], ids=str)
@pytest.mark.parametrize("text_size", ["normal", "largest"])
def test_no_word_of_rules_with_many_moves_is_cut_off(
    size: tuple[int, int], text_size: str, language: str, tmp_path: Path
) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"language": language, "text_size": text_size}))
    stage = Stage(tmp_path, size)
    misfits: set[tuple[str, str]] = set()

    def look(*keys: int) -> None:
        for key in keys:
            stage.press(key)
            misfits.update((stage.phase.name, text) for text in stage.misfits())

    for count in (5, 7, 9):
        draft = RulesDraft.of(LIZARD_SPOCK)
        draft.resize(count, "Move {n}", "beats")
        draft.id, draft.title = f"of-{count}", f"{count} of a kind"
        save_rules(draft.build(), stage.context.rules_folder)
        stage.context.draft = draft
        stage.app.go_to(Phase.EDITOR)
        stage.step()
        look(pygame.K_RIGHT, *[pygame.K_DOWN] * 2, pygame.K_RETURN, pygame.K_ESCAPE)
        look(pygame.K_DOWN, pygame.K_RIGHT, *[pygame.K_DOWN] * (count - 1), pygame.K_ESCAPE)
        assert len(stage.labels()) == 3  # whether to keep it
    (stage.context.rules_folder / "broken.json").write_text(" " * 70_000)
    stage.app.go_to(Phase.RULES)
    stage.run(0.2)
    look(*[pygame.K_DOWN] * 6, pygame.K_UP, pygame.K_DELETE)
    stage.app.close()
    assert misfits == set()


NAMES = "Rock", "Paper", "Scissors", "Lizard", "Spock", "Water", "Fire", "Dragon", "Sponge"


@pytest.mark.parametrize("size", [(784, 520), (800, 600), (720, 1280)], ids=str)
@pytest.mark.parametrize("count", [5, 7, 9])
@pytest.mark.parametrize("text_size", ["normal", "largest"])
def test_no_word_of_a_game_with_many_moves_is_cut_off(
    size: tuple[int, int], count: int, text_size: str, language: str, tmp_path: Path
) -> None:
    rules = LIZARD_SPOCK if count == 5 else rules_of([Move(n.lower(), n, n.lower()) for n in NAMES[:count]])
    assert misfits_of_a_game(rules, size, text_size, language, tmp_path) == set()


@pytest.mark.parametrize("size", [(784, 520), (720, 1280)], ids=str)
@pytest.mark.parametrize("text_size", ["normal", "largest"])
def test_of_a_game_with_long_names_nothing_but_these_is_cut_off(
    size: tuple[int, int], text_size: str, language: str, tmp_path: Path
) -> None:
    rules = rules_of([Move(f"move-with-a-long-id{i}", f"{i}: лежащая ящерица", "lizard") for i in range(9)])
    misfits = misfits_of_a_game(rules, size, text_size, language, tmp_path)
    assert not {text for _, text in misfits if "лежащая" not in text}


def rules_of(moves: list[Move]) -> RuleSet:
    count = len(moves)
    ring = [(i, (i + step) % count) for i in range(count) for step in range(1, count // 2 + 1)]
    verbs = {(moves[i].id, moves[j].id): "beats" for i, j in ring}
    return RuleSet.of(f"of-{count}", f"{count} of a kind", moves, verbs)


def misfits_of_a_game(
    rules: RuleSet, size: tuple[int, int], text_size: str, language: str, tmp_path: Path
) -> set[tuple[str, str]]:
    """Go through the screens of a player of these rules, and return what did not fit, with its screen."""
    count = len(rules.moves)
    settings = {"language": language, "opponent": "learner", "rules": rules.id, "text_size": text_size}
    (tmp_path / "settings.json").write_text(json.dumps(settings))
    stage = Stage(tmp_path, size)
    session = stage.context.session
    session.rules = rules
    fill(session, rules.classes)
    confused = np.eye(count, dtype=int) * 10
    confused[2, :3] = 4, 0, 6
    session.use_trained_head(
        label_head(rules.classes), report(confused, 0.83), "2025-03-01T12:00:00+01:00", MADE_BY
    )
    stage.hand.show(rules.moves[2])
    misfits: set[tuple[str, str]] = set()
    pages: dict[Phase, list[int | None]] = {
        Phase.TITLE: [None],
        Phase.REPORT: [None, *[pygame.K_TAB] * 4, pygame.K_RETURN],  # the redo, then the details
        Phase.TRY: [None] * 3,
        Phase.MATCH: [*[None] * 14, pygame.K_ESCAPE, pygame.K_DOWN, pygame.K_DOWN, pygame.K_RETURN],
        Phase.RESULT: [None, *[pygame.K_LEFT] * 3, pygame.K_RETURN],
        Phase.STATISTICS: [None],
        Phase.LEARN: [None, *[pygame.K_RIGHT] * 4],
        Phase.CALIBRATE: [None, pygame.K_RETURN, *[None] * 8],
    }
    for phase, keys in pages.items():
        session.redo = rules.moves[2] if phase is Phase.CALIBRATE else None
        stage.app.go_to(phase)
        for key in keys:
            stage.now += STRIDE_S
            stage.press(key) if key is not None else stage.step()
            misfits |= {(stage.phase.name, text) for text in stage.misfits()}
    stage.app.close()
    return misfits

"""What the opponent says after a throw, and the seal: whole, on the screen, to be checked by anybody."""

import hashlib
import itertools
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pygame
import pytest
from workbench import Workbench, fill, label_head

from rps_game.game.gestures import CLASSIC, GESTURES, Gesture, RoundResult
from rps_game.game.match import Match, Round
from rps_game.game.opponents.fox import REASONS, Plan, Steps
from rps_game.game.opponents.learner import Expectation, Learner
from rps_game.paths import assets
from rps_game.ui.drawing import Size
from rps_game.ui.screens.match.moment import TOLD_S
from rps_game.ui.screens.match.opponent_card import Dealt
from rps_game.ui.screens.match.screen import PlayMatch
from rps_game.ui.screens.match.view import MatchView, MatchViewModel
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.words.i18n import tr_sentence, use_language

ROCK, PAPER, SCISSORS = GESTURES
ESC = pygame.K_ESCAPE


def table(folder: Path, opponent: str, size: tuple[int, int] = (1280, 720)) -> Workbench:
    bench = Workbench(folder, size, opponent=opponent, best_of=None)
    fill(bench.context.session)
    bench.context.session.head = label_head()
    bench.showing = ROCK
    return bench


def throw(bench: Workbench, screen: PlayMatch) -> None:
    """Play until one more round is revealed."""
    before = len(bench.recorded)
    while len(bench.recorded) == before:
        assert bench.step(screen, draw=False) is None


def test_the_learner_says_what_it_expected_and_why_after_the_throw_and_not_before(tmp_path: Path) -> None:
    bench = table(tmp_path, "learner")
    screen = PlayMatch(bench.context)
    bench.step(screen)
    assert not any("expected" in text or "guessed" in text for text in bench.read(screen))
    said = list[str]()
    for gesture in (ROCK, ROCK, PAPER, ROCK, PAPER):
        bench.showing = gesture
        throw(bench, screen)
        assert said[-1:] == [] or said[-1] not in bench.read(screen)
        bench.run(screen, TOLD_S + 0.1)
        wanted = tr_sentence(Learner().remark(bench.recorded))
        assert wanted in bench.read(screen)
        bench.run(screen, 2.5)  # into the next throw: time to read it
        assert wanted in bench.read(screen)
        said.append(wanted)
    assert said[0] == "I guessed blindly: I do not know your habits yet."
    assert said[2] == "I expected rock: lately it came 2 times out of 2."
    assert said[4] == "I expected rock: lately it came 3 times out of 4."


@pytest.mark.parametrize("opponent", ["random", "mirror"])
def test_the_others_say_nothing(opponent: str, tmp_path: Path) -> None:
    bench = table(tmp_path, opponent)
    screen = PlayMatch(bench.context)
    for _ in range(3):
        throw(bench, screen)
        bench.run(screen, TOLD_S + 0.1)
        assert not any(word in text for text in bench.read(screen) for word in ("expected", "guessed"))


def every_expectation() -> list[Expectation]:
    found = [Expectation(ROCK, ((), None), 12, 7, 0.5)]
    for gesture, last in itertools.product(GESTURES, GESTURES):
        found.append(Expectation(gesture, ((last,), None), 5, 4, 0.6))
        found += [Expectation(gesture, ((first, last), None), 11, 11, 0.6) for first in GESTURES]
        found += [Expectation(gesture, ((last,), result), 2, 1, 0.4) for result in RoundResult]
    return found


def every_plan() -> list[Plan]:
    """One for each thing that the fox can say."""
    odds, scissors = np.array([1, 0, 0], np.float32), Gesture.SCISSORS
    different = {reason.text: number for number, reason in enumerate(REASONS)}.values()
    reasons = [Plan(odds, scissors, Steps.HABIT, number) for number in different]
    further = [Plan(odds, scissors, steps, 0) for steps in Steps if steps is not Steps.HABIT]
    return [*reasons, *further, Plan(odds, None, Steps.HABIT, 0)]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("every", [every_expectation, every_plan])
def test_each_reason_is_said_in_words_of_its_own_that_fit(
    every: Callable[[], Sequence[Expectation | Plan]], language: str, tmp_path: Path
) -> None:
    use_language(language, assets() / "locale")
    try:
        expected = every()
        sentences = [tr_sentence(one.sentence) for one in expected]
    finally:
        use_language("en")
    assert len(set(sentences)) == len(expected)
    bench = table(tmp_path, "learner", (800, 600))
    theme = bench.context.theme
    theme.text_factor = 1.4
    screen = PlayMatch(bench.context)
    camera = CameraView()
    view, dealt = MatchView(camera), Dealt("learner", None, screen.sealed, CLASSIC)
    view.place(theme, screen.area, screen.aspect)
    for sentence in sentences:
        theme.begin_frame()
        view.draw(bench.painter, MatchViewModel(Match(), dealt, said=sentence))
        said = next(box for box in theme.boxes if box.string == sentence)
        assert said.whole, sentence
        assert said.box.height >= theme.line(Size.BODY)
        assert not said.box.colliderect(camera.rect)


def test_the_reasons_are_those_of_the_learner() -> None:
    stayed = [Round(ROCK, SCISSORS)] * 2 + [Round(ROCK, PAPER), Round(PAPER, SCISSORS)]
    expected = Learner().expect(stayed * 4 + [Round(ROCK, SCISSORS), Round(ROCK, PAPER)])
    assert expected is not None
    assert tr_sentence(expected.sentence).startswith("I expected paper: after you lost with rock it came")


def test_the_whole_seal_can_be_looked_at_before_and_what_was_sealed_after_the_throw(tmp_path: Path) -> None:
    bench = table(tmp_path, "random")
    screen = PlayMatch(bench.context)
    bench.run(screen, 1)
    shown = next(text for text in bench.read(screen) if len(text.replace("  ", "")) == 16)
    bench.press(screen, ESC)
    digest = next(text for text in bench.read(screen) if len(text) == 64 + 3).replace(" ", "")
    assert digest.startswith(shown.replace(" ", ""))
    assert not any(gesture.name.lower() + " " in text for text in bench.read(screen) for gesture in GESTURES)
    bench.press(screen, pygame.K_RETURN)
    throw(bench, screen)
    bench.press(screen, ESC)
    assert not any(gesture.name.lower() + " " in text for text in bench.read(screen) for gesture in GESTURES)
    bench.press(screen, pygame.K_RETURN)
    bench.run(screen, TOLD_S + 0.1)
    bench.press(screen, ESC)
    after = bench.read(screen)
    names = "rock ", "paper ", "scissors "
    (opened,) = {text for text in after if text.startswith(names) and len(text) > 36 and "\n" not in text}
    assert CLASSIC[opened.split(" ")[0]] is bench.recorded[0].computer
    assert hashlib.sha256(opened.encode()).hexdigest() == digest
    assert digest in [text.replace(" ", "") for text in after]
    other = next(g for g in GESTURES if g is not bench.recorded[0].computer)
    forged = f"{other.name.lower()} {opened.split(' ')[1]}"
    assert hashlib.sha256(forged.encode()).hexdigest() != digest


def test_the_log_keeps_every_seal_in_the_order_of_the_throws(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "rps_game.ui.screens.match.dealer")
    bench = table(tmp_path, "random")
    screen = PlayMatch(bench.context)
    for _ in range(2):
        throw(bench, screen)
    lines = [record.getMessage() for record in caplog.records]
    assert [line.split(":")[0] for line in lines] == ["sealed", "opened", "sealed", "opened"]
    for sealed, opened in zip(lines[::2], lines[1::2], strict=True):
        text = opened.removeprefix("opened: ")
        assert sealed.removeprefix("sealed: SHA-256 ") == hashlib.sha256(text.encode()).hexdigest()

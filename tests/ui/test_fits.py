"""Every screen, in both languages, with normal and largest text: no word is cut off, none leaves its box."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest
from stage import Stage
from workbench import MADE_BY, features_of, label_head

from rps_game.camera.observation import Sample
from rps_game.errors import BackboneUnavailable
from rps_game.flow import Phase
from rps_game.game.gestures import CLASSES, Gesture
from rps_game.heads.report import TrainingReport
from rps_game.ui.words.i18n import use_language
from rps_game.words import LANGUAGES

SIZES = [(784, 520), (1008, 520), (1280, 720), (2560, 1440)]
"""The two smallest are what a window gets on a desktop of 800 x 600 and of 1024 x 600."""

KEYS: dict[Phase, list[int | None]] = {
    Phase.TITLE: [None, pygame.K_F1, pygame.K_F1],
    Phase.CALIBRATE: [pygame.K_h, pygame.K_F1, pygame.K_F1, pygame.K_RETURN, *[None] * 8, pygame.K_RETURN],
    Phase.MATCH: [*[None] * 14, pygame.K_ESCAPE],
    Phase.SAVES: [None, pygame.K_RIGHT, pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_DELETE],
    Phase.SETTINGS: [None, *[pygame.K_DOWN] * 15, pygame.K_F1, pygame.K_F1],
}
"""The keys pressed on a screen, None for a pause; three pauses on any other. The heat map is on from
CALIBRATE on."""

STRIDE_S = 0.4
"""From one frame to the next: nothing is missed that stands for longer."""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param
    use_language("en")


def play(stage: Stage) -> None:
    """Load and save a player, as after a training that went badly for scissors."""
    session = stage.context.session
    square = np.zeros((224, 224, 3), np.uint8)
    for gesture in CLASSES:
        session.samples[gesture] = [Sample(i, square, features_of(gesture)) for i in range(8)]
    session.samples_network = MADE_BY
    report = TrainingReport((1.4, 0.1), 0.1, 1.0, np.array([[9, 1, 0], [0, 10, 0], [4, 0, 6]]), 0.83, 1.2)
    session.use_trained_head(label_head(), report, "2025-03-01T12:00:00+01:00")
    stage.context.saves.save(session.as_profile("Анна"), "Анна")


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("text_size", ["normal", "largest"])
def test_no_word_is_cut_off(size: tuple[int, int], text_size: str, language: str, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(
        json.dumps({"language": language, "text_size": text_size, "opponent": "learner"})
    )
    stage = Stage(tmp_path, size)
    play(stage)
    stage.feed.embeds = True
    stage.feed.source.show(Gesture.SCISSORS)  # type: ignore[union-attr]
    window = stage.window.surface.get_rect()
    misfits = set()
    for phase in Phase:
        if phase is Phase.QUIT:
            continue
        if phase is Phase.TROUBLE:
            gone = BackboneUnavailable(
                "The conversion of the network has ended by itself.",
                "Close other programs to free memory, and try again; {log} tells more.",
                log="/home/anna/.local/state/rps-game/log/rps-game.log",
            )
            stage.app._show_trouble(gone)
        else:
            stage.app._go_to(phase)
        for key in KEYS.get(phase, [None] * 3):
            stage.now += STRIDE_S
            stage.press(key) if key is not None else stage.step()
            for box in stage.context.theme.boxes:
                if not box.string:
                    continue
                out = not (box.box.inflate(4, 4).contains(box.drawn) and window.contains(box.drawn))
                if not box.whole or out:
                    misfits.add((stage.phase.name, box.string, box.box.size))
    stage.app.close()
    assert misfits == set()

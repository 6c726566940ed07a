"""The game as `rps-game` starts it, with the real loop and clock, on this system and imitations of others."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pygame
import pytest

from rps_game.__main__ import main
from rps_game.app import App
from rps_game.paths import HOME_VARIABLE

MOST_S = 30.0


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return tmp_path


def start(monkeypatch: pytest.MonkeyPatch, done: Callable[[App], object], *options: str) -> list[str]:
    """Start the game, close its window when `done`, and return all that was said in it till then."""
    said: list[str] = []
    until_s = time.monotonic() + MOST_S

    class Watched(App):
        def step(self, events: Sequence[pygame.event.Event], now: float) -> bool:
            goes_on = super().step(events, now)
            said.extend(box.string for box in self.context.theme.boxes if box.string not in said)
            if done(self) or now > until_s:
                pygame.event.post(pygame.event.Event(pygame.QUIT))
            return goes_on

    monkeypatch.setattr("rps_game.cli.play.App", Watched)
    assert main(["play", *options]) == 0
    return said


@pytest.mark.usefixtures("home")
def test_every_setting_that_is_damaged_is_told_of(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "settings.json").write_text('{"volume": 9, "frames": 1}')
    frames = iter(range(3))
    said = start(monkeypatch, lambda app: next(frames, None) is None, "--camera", "demo")
    (message,) = (text for text in said if "volume" in text)
    assert "frames" in message

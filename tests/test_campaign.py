"""Some seeds of every trial of the campaign (`python -m tools.campaign`), and that a trial can fail."""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest

from rps_game.flow import Phase
from rps_game.game.statistics import Records
from rps_game.saves.container import Container
from rps_game.ui.drawing.fonts import MOST_FONTS
from rps_game.ui.overlays import Overlays
from rps_game.ui.pads import Pads
from tools.campaign import long_play, monkey
from tools.campaign.__main__ import make_seed
from tools.campaign.cameras import FAULTS, PHASES
from tools.campaign.trial import VISIT
from tools.campaign.trials import TRIALS

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the campaign forks, and reads /proc"
)
PLACES = len(FAULTS) * len(PHASES)
SEEDS: dict[str, range] = {
    "saves": range(200, 300),
    "settings": range(210, 251),
    "statistics": range(210, 251),
    "descriptions": range(30),
    "networks": range(30),
    "videos": range(30),
    "sessions": range(30),
    "kills": range(4),
    "places": range(8),
    "races": range(6),
    "cameras": range(7, PLACES, PLACES // 15 + 1),
}


def try_seeds(name: str) -> Counter[str]:
    return sum((make_seed(TRIALS[name], seed) for seed in SEEDS[name]), Counter[str]())


@pytest.mark.parametrize("name", SEEDS)
def test_some_seeds_of_each_trial(name: str) -> None:
    results = try_seeds(name)
    assert results[TRIALS[name].unit] >= len(SEEDS[name])
    assert len(results) > 2, f"all of them came to the same: {results}"


def test_some_hundred_events_reach_most_phases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monkey, "EVENTS", 1000)
    results = monkey.monkey(4, tmp_path)
    assert results["events"] >= 1000
    assert len([name for name in results if name.startswith(VISIT)]) > len(Phase) / 3


def test_some_minutes_of_play_hold_no_more_threads_and_files(tmp_path: Path) -> None:
    held = long_play.play(tmp_path, 1, 0.05, calibrations=25)
    assert held[-1].threads <= held[0].threads
    assert held[-1].files <= held[0].files + MOST_FONTS
    assert held[-1].kb < held[0].kb + 200_000


# A trial that cannot fail shows nothing.


def fails(*_: object, **__: object) -> Any:
    raise ValueError("expected to be found")


@pytest.mark.parametrize(
    ("name", "where", "what", "fault"),
    [
        ("saves", Container, "is_intact", lambda _: True),
        ("settings", "rps_game.settings_file", "set_aside", lambda path: path),
        ("statistics", "rps_game.statistics_file", "locked", fails),
        ("networks", "rps_game.network.backbone", "_damaged", fails),
        ("videos", "rps_game.camera.playback", "camera_frame", lambda picture, name: picture[..., 0]),
        ("sessions", "rps_game.camera.pictures", "as_frame", fails),
        ("races", "rps_game.file_thread", "change_statistics", lambda *_: Records()),
        ("cameras", Overlays, "place", fails),
    ],
)
def test_a_fault_is_found(
    monkeypatch: pytest.MonkeyPatch, name: str, where: Any, what: str, fault: Callable[..., object]
) -> None:
    """The trial fails when a part of the game does not do its work."""
    owner = sys.modules[where] if isinstance(where, str) else where
    monkeypatch.setattr(owner, what, fault)
    with pytest.raises((AssertionError, ValueError)):
        try_seeds(name)


def test_the_monkey_finds_an_event_that_a_library_fails_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    translate = Pads.translate

    def frail(pads: Pads, event: pygame.event.Event) -> pygame.event.Event | None:
        assert event.type != pygame.DROPTEXT, "an event that nobody has thought of"
        return translate(pads, event)

    monkeypatch.setattr(Pads, "translate", frail)
    monkeypatch.setattr(monkey, "EVENTS", 3000)
    with pytest.raises(AssertionError, match="nobody has thought of"):
        monkey.monkey(1, tmp_path)

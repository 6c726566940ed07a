"""Hours of simulated play: what the process holds must not grow."""

import gc
import os
import threading
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from tools.campaign.game import CampaignGame, training_set

HOURS: Final = 2.0
WARM_UP_MIN: Final = 5
COMPARED_MIN: Final = 10
PLAY_KB: Final = 1024
"""That play alone may grow by, from its sixth minute on."""

CALIBRATED_KB: Final = 10 * 1024
"""That play with calibrations may grow by, over its second hour."""

CALIBRATIONS_AN_HOUR: Final = 12


class Held(NamedTuple):
    """What a process holds.

    Attributes:
        kb: resident memory.
        threads: that run.
        files: open ones.
    """

    kb: int
    threads: int
    files: int

    @classmethod
    def now(cls) -> "Held":
        """Measure it; Linux only."""
        gc.collect()  # a game that was closed still has its fonts
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(
            pages * os.sysconf("SC_PAGE_SIZE") // 1024,
            threading.active_count(),
            len(os.listdir("/proc/self/fd")),  # noqa: PTH208 - a listing of names
        )


def play_alone(seed: int, folder: Path) -> Counter[str]:
    """Play matches for two hours of the game's clock; nothing grows after five minutes."""
    held = play(folder, seed, HOURS, calibrations=0)
    return _compared("kB more in play alone", held[WARM_UP_MIN:], PLAY_KB)


def play_and_calibrate(seed: int, folder: Path) -> Counter[str]:
    """Play and calibrate for two hours of the game's clock; nothing grows in the second."""
    held = play(folder, seed, HOURS, calibrations=CALIBRATIONS_AN_HOUR)
    counts = _compared("kB more with calibrations", held[WARM_UP_MIN:], CALIBRATED_KB)
    second = _compared("kB more in the second hour", held[len(held) // 2 :], PLAY_KB)
    return counts | second


def play(folder: Path, seed: int, hours: float, *, calibrations: int) -> list[Held]:
    """Play for so long, and return what is held after each minute of the game's clock."""
    training_set()
    rng = np.random.default_rng(seed)
    with CampaignGame(folder, chance=seed) as game:
        game.app.change_settings(best_of=5, frames=30)
        assert game.calibrate()
        started_s, held = game.now, [Held.now()]
        calibrated = 0
        while game.now - started_s < 3600 * hours:
            if calibrated < calibrations * (game.now - started_s) / 3600:
                assert game.calibrate(), game.phase
                calibrated += 1
            assert game.play_match(rng), game.phase
            while len(held) <= (game.now - started_s) / 60:
                held.append(Held.now())
    return held


def _compared(name: str, held: list[Held], most_kb: int) -> Counter[str]:
    # The most of ten minutes at the start and at the end: a training takes and gives back 20 MB in between.
    first, last = (max(one.kb for one in part) for part in (held[:COMPARED_MIN], held[-COMPARED_MIN:]))
    assert last - first <= most_kb, [one.kb for one in held]
    assert held[-1].threads <= held[0].threads, held
    assert held[-1].files <= held[0].files, held
    return Counter({"hours": round(HOURS), name: max(last - first, 0)})

"""All trials, and how many of each the long campaign makes."""

from collections.abc import Mapping
from typing import Final

from tools.campaign import cameras, files, long_play, monkey, places, processes
from tools.campaign.trial import Trial

_ALL: Final = (
    Trial("saves", "saves", 20_000, "damaged saves, half of them under a right checksum", files.saves),
    Trial("settings", "settings", 5_000, "damaged settings", files.settings),
    Trial("statistics", "statistics", 5_000, "damaged statistics", files.statistics),
    Trial("descriptions", "descriptions", 5_000, "damaged descriptions of networks", files.descriptions),
    Trial("networks", "networks", 5_000, "damaged networks", files.networks),
    Trial("videos", "videos", 1_000, "damaged videos", files.videos),
    Trial("sessions", "sessions", 2_000, "damaged pictures in sessions", files.sessions),
    Trial(
        "monkey",
        "events",
        500_000,
        "random events of every kind",
        monkey.monkey,
        seeds=5,
        limit_s=900,
        at_least=100,
    ),
    Trial(
        "cameras",
        "faults",
        len(cameras.FAULTS) * len(cameras.PHASES),
        f"{len(cameras.FAULTS)} faults of the camera in each of {len(cameras.PHASES)} phases",
        cameras.cameras,
    ),
    Trial("kills", "kills", 300, "kills of what writes", processes.kills, seeds=50),
    Trial("places", "places", 300, "commands in hostile places", places.places, seeds=50),
    Trial("races", "races", 300, "races of two games", processes.races, seeds=50),
    Trial("play", "hours", 2, "hours of play alone", long_play.play_alone, seeds=1, limit_s=7200),
    Trial(
        "calibrations",
        "hours",
        2,
        "hours of play with calibrations",
        long_play.play_and_calibrate,
        seeds=1,
        limit_s=7200,
    ),
)

TRIALS: Final[Mapping[str, Trial]] = {trial.name: trial for trial in _ALL}

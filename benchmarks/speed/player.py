"""A saved player for the game to start with, and to play with."""

from benchmarks.speed.frames import backbone, training_set
from rps_game.heads.base import Head
from rps_game.heads.dataset import TrainingSet
from rps_game.heads.report import TrainingSettings
from rps_game.heads.training import finish, train_head
from rps_game.network.backbone import DEFAULT_BACKBONE
from rps_game.network.loader import starter_of
from rps_game.paths import default_paths
from rps_game.saves.format import Profile
from rps_game.saves.names import LAST_PLAYER
from rps_game.saves.store import SaveStore

FRAMES = 30
CREATED = "2000-01-01"


def save_last_player() -> str:
    """Calibrate on the drawn hand, and leave the head where the game offers it at its start; its kind."""
    data, network = training_set(FRAMES, views=True, empty=True), backbone()
    starter = starter_of(DEFAULT_BACKBONE, default_paths().cache, network.fingerprint)
    head, _ = finish(train_head(data, TrainingSettings(), starter))
    SaveStore(default_paths().saves).save(profile_of(head, data), LAST_PLAYER)
    return head.kind


def profile_of(head: Head, data: TrainingSet) -> Profile:
    """Make a profile of a head and what it learnt from."""
    network = backbone()
    return Profile(
        name=LAST_PLAYER,
        head=head,
        samples={gesture: data.features[data.labels == gesture] for gesture in data.classes},
        network=network.id,
        created=CREATED,
        holdout_accuracy=None,
        views=data.views_by_class(),
    )

"""A saved player for the game to start with, and to play with."""

from benchmarks.speed.frames import backbone, training_set
from rps_game.names import LAST_PLAYER
from rps_game.paths import default_paths
from rps_game.save_format import Profile
from rps_game.saves import SaveStore
from rps_game.vision.backbone import DEFAULT_BACKBONE
from rps_game.vision.dataset import TrainingSet
from rps_game.vision.head import Head
from rps_game.vision.head_training import train_head
from rps_game.vision.preprocess import PREPROCESS_VERSION
from rps_game.vision.starter import starter_of
from rps_game.vision.training import TrainingSettings

FRAMES = 30
CREATED = "2000-01-01"


def save_last_player() -> str:
    """Calibrate on the drawn hand, and leave the head where the game offers it at its start; its kind."""
    data, network = training_set(FRAMES, views=True, empty=True), backbone()
    starter = starter_of(DEFAULT_BACKBONE, default_paths().cache, network.fingerprint)
    head, _ = train_head(data, TrainingSettings(), starter)
    SaveStore(default_paths().saves).save(profile_of(head, data), LAST_PLAYER)
    return head.kind


def profile_of(head: Head, data: TrainingSet) -> Profile:
    """A head and what it learnt from, as they are saved."""
    network = backbone()
    return Profile(
        name=LAST_PLAYER,
        head=head,
        samples={gesture: data.features[data.labels == gesture] for gesture in data.classes},
        backbone_name=network.name,
        fingerprint=network.fingerprint,
        preprocess_version=PREPROCESS_VERSION,
        created=CREATED,
        holdout_accuracy=None,
        views=data.views_by_class(),
    )

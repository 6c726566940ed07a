"""The registry: one entry is enough for a head to be trained, saved, loaded and chosen."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from profiles import load, make_profile

from rps_game.__main__ import main
from rps_game.game.gestures import CLASSES, Gesture
from rps_game.heads.base import Head, Probabilities, softmax
from rps_game.heads.dataset import Features, TrainingSet, pooled
from rps_game.heads.explanation import Explanation
from rps_game.heads.kinds import HEAD_KINDS, HeadKind
from rps_game.heads.report import Step, TrainingSettings
from rps_game.heads.starter import Starter
from rps_game.heads.training import finish, train_head
from rps_game.saves.store import SaveStore
from rps_game.settings import DEFINITIONS, Settings
from rps_game.settings_file import load_settings, save_settings


class NearestHead(Head):
    """Reads the class whose mean is nearest."""

    kind = "nearest"
    tensor_names = ("means",)
    thresholds = None

    def __init__(self, means: np.ndarray, classes: tuple[Gesture, ...]) -> None:
        self.means, self.classes = means, classes  # float32 (classes, 256)

    def predict(self, features: Features) -> Probabilities:
        return softmax(-np.square(pooled(features)[:, None] - self.means).sum(axis=2))

    def explain_all(self, features: Features) -> dict[Gesture, Explanation]:
        return {
            gesture: Explanation(gesture, -np.square(features - mean).sum(axis=2) / 49, 0.0)
            for gesture, mean in zip(self.classes, self.means, strict=True)
        }


class NearestTrainer:
    """Trains `NearestHead` in one step."""

    def __init__(self, settings: TrainingSettings, starter: Starter | None) -> None:
        assert settings.head == "nearest"
        self.trained: NearestHead | None = None

    def steps(self, data: TrainingSet, seed: int) -> Iterator[Step]:
        rows = pooled(data.features)
        means = np.stack([rows[data.labels == gesture].mean(axis=0) for gesture in data.classes])
        self.trained = NearestHead(means, data.classes)
        yield Step(1, 1, 1, 1, 0.1, 1.0)

    def head(self) -> Head:
        assert self.trained is not None
        return self.trained

    def calibrate_confidence(self, holdout: TrainingSet) -> None:
        """The distances say nothing about it."""


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = HeadKind(
        NearestHead, f"{__name__}:NearestTrainer", learns_from_views=False, label="by the nearest mean"
    )
    monkeypatch.setitem(HEAD_KINDS, "nearest", entry)


def frames() -> TrainingSet:
    rng = np.random.default_rng(0)
    return TrainingSet.of(
        {gesture: rng.uniform(gesture, gesture + 1, (8, 7, 7, 256)).astype(np.float32) for gesture in CLASSES}
    )


@pytest.mark.usefixtures("registered")
def test_an_entry_is_enough_for_a_head_to_be_trained_saved_loaded_and_chosen(tmp_path: Path) -> None:
    data = frames()
    head, report = finish(train_head(data, TrainingSettings(head="nearest")))
    assert isinstance(head, NearestHead)
    assert report.holdout_accuracy == 1

    store = SaveStore(tmp_path / "saves")
    store.save(make_profile(head=head, classes=CLASSES), "Anna")
    loaded = load(store, "Anna").head
    assert isinstance(loaded, NearestHead)
    np.testing.assert_array_equal(loaded.predict(data.features), head.predict(data.features))

    save_settings(Settings(head="nearest"), tmp_path / "settings.json")
    assert load_settings(tmp_path / "settings.json") == (Settings(head="nearest"), [])
    assert DEFINITIONS["head"].rule.choices()["nearest"] == "by the nearest mean"
    calibrate = ["calibrate", str(tmp_path / "none"), "--save", "Anna", "--log", str(tmp_path / "log")]
    assert main([*calibrate, "--head", "nearest"]) == 2  # it is the session that is refused
    with pytest.raises(SystemExit):
        main([*calibrate, "--head", "farthest"])


def test_every_head_is_registered_by_its_own_kind_and_has_a_trainer() -> None:
    for kind, entry in HEAD_KINDS.items():
        assert entry.head.kind == kind
        trainer = entry.new_trainer(TrainingSettings(head=kind, epochs=1), None)
        assert any(step is not None and math.isfinite(step.loss) for step in trainer.steps(frames(), 0))
        assert type(trainer.head()) is entry.head

"""The commands that train and test without a window, through the same trainer process as the game."""

import contextlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rps_game.calibration.augmentation import VIEWS
from rps_game.camera.devices import list_cameras
from rps_game.cli.evaluation import (
    MIN_FRAMES,
    MIN_PICTURES,
    Figures,
    SessionFolder,
    Take,
    ViewsOf,
    as_json,
    as_table,
    calibrate_and_test,
    calibration_set,
    halves,
    measure,
)
from rps_game.errors import DataError, SaveNameTaken
from rps_game.heads.base import Head
from rps_game.heads.dataset import TrainingSet
from rps_game.heads.kinds import DEFAULT_HEAD, HEADS
from rps_game.heads.report import TrainingReport, TrainingSettings
from rps_game.heads.starter import Starter
from rps_game.network.backbone import DEFAULT_BACKBONE, Backbone, can_be_prepared, is_cached, load_backbone
from rps_game.network.loader import starter_of
from rps_game.paths import Paths
from rps_game.saves.format import Profile
from rps_game.saves.names import clean_name, same_name
from rps_game.saves.store import SaveStore
from rps_game.trainer.messages import Failed, Prepared, Trained
from rps_game.trainer.process import Trainer

POLL_S: Final = 0.01
"""A hundred looks a second cost nothing, and nobody notices a hundredth of a second."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to calibrate on a folder.

    Attributes:
        frames: of each class, at most.
        take: which.
        head: the kind of head.
        views: how many augmented views of each frame are learnt from beside it.
        backbone: a name or a path, as for `load_backbone`; None for the default, or a saved head's own.
    """

    frames: int = 40
    take: Take = Take.SPREAD
    head: str = DEFAULT_HEAD
    views: int = VIEWS
    backbone: str | None = None


class Workshop:
    """The trainer process for those who have nothing to do but wait for it."""

    def __init__(self, paths: Paths) -> None:
        self._cache_dir = paths.cache
        self._trainer = Trainer(paths.log, paths.cache)

    def start(self) -> None:
        """Let it be warm meanwhile."""
        self._trainer.start()

    def backbone(self, spec: str | None) -> Backbone:
        """The network, made first if need be.

        Raises:
            BackboneError: it cannot be had.
        """
        spec = spec or DEFAULT_BACKBONE
        if can_be_prepared(spec) and not is_cached(spec, self._cache_dir):
            self._wait(self._trainer.prepare(spec))
        return load_backbone(spec, self._cache_dir)

    def starter(self, spec: str | None, backbone: Backbone) -> Starter | None:
        """The starter of the network `spec`, which is `backbone`; None where it has none."""
        return starter_of(spec or DEFAULT_BACKBONE, self._cache_dir, backbone.fingerprint)

    def train(
        self, data: TrainingSet, settings: TrainingSettings, starter: Starter | None
    ) -> tuple[Head, TrainingReport]:
        """Train a head, from the starter where the backbone has one.

        Raises:
            TrainingError: there is none.
        """
        trained = self._wait(self._trainer.train(data, settings, starter))
        if not isinstance(trained, Trained):
            raise TypeError(f"expected Trained, got {trained}")
        return trained.head, trained.report

    def close(self) -> None:
        """End the process."""
        self._trainer.close()

    def _wait(self, job: int) -> Prepared | Trained:
        while True:
            for message in self._trainer.poll():
                match message:
                    case Failed(error=error):
                        raise error
                    case Prepared() | Trained() if message.job == job:
                        return message
            time.sleep(POLL_S)


def calibrate(session: Path, name: str, recipe: Recipe, paths: Paths, *, overwrite: bool = False) -> None:
    """Train a head on frames of the whole session and save it as a player.

    Raises:
        GameError: in many of its kinds; nothing was saved.
    """
    store = SaveStore(paths.saves)
    name = clean_name(name)
    if not overwrite and any(same_name(name, info.name) for info in store.list()):
        raise SaveNameTaken(  # said before the training, not after it
            "A player called {name} is saved already.", "Choose another name, or add --replace.", name=name
        )
    folder = SessionFolder.find(session, MIN_FRAMES)
    with contextlib.closing(Workshop(paths)) as workshop:
        workshop.start()
        backbone = workshop.backbone(recipe.backbone)
        views_of = _views_of(folder, backbone, recipe)
        data = calibration_set(folder.features(backbone), recipe.frames, recipe.take, views_of)
        starter = workshop.starter(recipe.backbone, backbone)
        head, report = workshop.train(data, TrainingSettings(head=recipe.head), starter)
    samples = {gesture: data.features[data.labels == gesture] for gesture in data.classes}
    profile = Profile(
        name=name,
        head=head,
        samples=samples,
        network=backbone.id,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        holdout_accuracy=report.holdout_accuracy,
        views=data.views_by_class(),
    )
    store.save(profile, name, overwrite=overwrite)
    read_right = (
        "" if report.holdout_accuracy is None else f", {report.holdout_accuracy:.0%} read right when tested"
    )
    print(f"Saved {name}: {sum(map(len, samples.values()))} frames, {report.seconds:.1f} s{read_right}.")


def evaluate(
    sessions: Sequence[Path],
    recipe: Recipe,
    paths: Paths,
    *,
    save: str | None = None,
    starter: bool = False,
    as_json_only: bool = False,
) -> None:
    """Print how well gestures are read on recorded sessions.

    Args:
        sessions: folders, at least one.
        recipe: how to calibrate on the first half of each. With `save`, only its backbone counts.
        paths: where saves, cache and log are.
        save: a player whose head is tested on everything instead.
        starter: test the head that ships with the backbone instead, on the second halves, without any
            calibration.
        as_json_only: print JSON and nothing else.

    Raises:
        GameError: in many of its kinds; nothing was printed.
    """
    folders = [SessionFolder.find(session, 1 if save else MIN_PICTURES) for session in sessions]
    if save:
        figures = _of_saved_head(folders, save, recipe, paths)
    elif starter:
        figures = _of_starter(folders, recipe, paths)
    else:
        figures = _of_new_heads(folders, recipe, paths)
    print(json.dumps(as_json(figures), indent=2, allow_nan=False) if as_json_only else as_table(figures))


def _of_new_heads(folders: Sequence[SessionFolder], recipe: Recipe, paths: Paths) -> list[Figures]:
    settings = TrainingSettings(head=recipe.head)
    with contextlib.closing(Workshop(paths)) as workshop:
        workshop.start()  # it warms up while we read pictures here
        backbone = workshop.backbone(recipe.backbone)
        starter = workshop.starter(recipe.backbone, backbone)
        return [
            calibrate_and_test(
                folder.name,
                folder.features(backbone),
                recipe.frames,
                recipe.take,
                train=lambda data: workshop.train(data, settings, starter),
                views_of=_views_of(folder, backbone, recipe),
            )
            for folder in folders
        ]


def _of_starter(folders: Sequence[SessionFolder], recipe: Recipe, paths: Paths) -> list[Figures]:
    with contextlib.closing(Workshop(paths)) as workshop:
        backbone = workshop.backbone(recipe.backbone)
        starter = workshop.starter(recipe.backbone, backbone)
    if starter is None:
        raise DataError(
            "No head ships with the network {name}: it reads nothing before it is calibrated.",
            "Leave --starter out, or choose --backbone own.",
            name=backbone.name,
        )
    return [measure(folder.name, starter.head, halves(folder.features(backbone))[1]) for folder in folders]


def _views_of(folder: SessionFolder, backbone: Backbone, recipe: Recipe) -> ViewsOf | None:
    if recipe.views == 0 or not HEADS[recipe.head].learns_from_views:
        return None
    return lambda gesture, row: folder.views(gesture, row, recipe.views, backbone)


def _of_saved_head(
    folders: Sequence[SessionFolder], save: str, recipe: Recipe, paths: Paths
) -> list[Figures]:
    store = SaveStore(paths.saves)
    trained_on = store.load(save).network.name
    with contextlib.closing(Workshop(paths)) as workshop:
        backbone = workshop.backbone(recipe.backbone or trained_on)
    store.network = backbone.id
    head = store.load(save).head  # refused if its features are another network's
    return [measure(folder.name, head, folder.features(backbone)) for folder in folders]


def cameras() -> None:
    """Print the cameras that the system lists."""
    found = list_cameras()
    for camera in found:
        print(f"{camera.index:>3}  {camera.name}")
    if not found:
        print("No camera was found. The game can be played with a drawn hand: rps-game --camera demo")

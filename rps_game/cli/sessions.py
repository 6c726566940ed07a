"""The commands `calibrate`, `evaluate` and `cameras`; training runs in the same process as the game's."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rps_game.camera.devices import list_cameras
from rps_game.cli.evaluation import (
    MIN_FRAMES,
    MIN_PICTURES,
    Figures,
    PictureFolder,
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
from rps_game.game.gestures import CLASSIC
from rps_game.heads.kinds import HEAD_KINDS
from rps_game.heads.report import TrainingSettings
from rps_game.heads.training import finish, train_head
from rps_game.network.backbone import Backbone, spec_of
from rps_game.network.loader import prepare_backbone, prepare_network
from rps_game.paths import Paths
from rps_game.rules_store import find_rules
from rps_game.saves.format import MOST_SAMPLE_BYTES, Profile
from rps_game.saves.names import clean_name
from rps_game.saves.store import SaveStore
from rps_game.words import printable


@dataclass(frozen=True, slots=True)
class CalibrationOptions:
    """The options of a calibration on a folder."""

    frames: int  # of each class, at most
    take: Take
    head: str  # the kind of head, a key of `kinds.HEAD_KINDS`
    views: int  # how many augmented views of each frame are learnt from beside it
    backbone: str | None  # a name or a path, as for `load_backbone`; None for the default, or a head's own
    rules: str | None = None  # an id or a path, as for `find_rules`; None for a head's own


def calibrate(
    session: Path, name: str, options: CalibrationOptions, paths: Paths, *, overwrite: bool
) -> None:
    """Train a head on frames of the whole session and save it as a player.

    Raises:
        GameError: in many of its kinds; nothing was saved.
    """
    store = SaveStore(paths.saves)
    name = clean_name(name)
    if not overwrite and store.is_taken(store.path(name)):
        raise SaveNameTaken(  # said before the training, not after it
            "A player called {name} is saved already.", "Choose another name, or add --replace.", name=name
        )
    rules = find_rules(options.rules, paths)
    folder = PictureFolder.find(session, MIN_FRAMES, rules)
    backbone, starter = prepare_network(options.backbone, lambda: paths)
    views_of = _views_of(folder, backbone, options)
    data = calibration_set(folder.features(backbone), options.frames, options.take, views_of)
    if data.features.nbytes + data.views.nbytes > MOST_SAMPLE_BYTES:  # said before the training, too
        raise DataError(
            "{frames} frames with their views are more than a player's file can hold.",
            "Take fewer with --frames, or fewer views with --views.",
            frames=len(data),
        )
    head, report = finish(train_head(data, TrainingSettings(head=options.head), starter))
    profile = Profile(
        name=name,
        head=head,
        samples={gesture: data.features[data.labels == gesture] for gesture in data.classes},
        network=backbone.id,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        holdout_accuracy=report.holdout_accuracy,
        views=data.views_by_class(),
        rules=rules,
    )
    store.save(profile, name, overwrite=overwrite)
    accuracy = report.holdout_accuracy
    read_right = "" if accuracy is None else f", {accuracy:.0%} read right when tested"
    print(f"Saved {name}: {len(data)} frames, {report.seconds:.1f} s{read_right}.")


def evaluate(
    sessions: Sequence[Path],
    options: CalibrationOptions,
    paths: Paths,
    *,
    save: str | None,
    starter: bool,
    as_json_only: bool,
) -> None:
    """Print how well gestures are read on recorded sessions, at least one.

    A head is calibrated on the first half of each, as `options` say, and tested on the second. Instead the
    head of the player `save` is tested on everything (of the options only the backbone counts then), or, with
    `starter`, the head that ships with the backbone on the second halves.

    Raises:
        GameError: in many of its kinds; nothing was printed.
    """
    if save:
        figures = _measure_saved_head(sessions, save, options, paths)
    else:
        rules = find_rules(options.rules, paths)
        folders = [PictureFolder.find(session, MIN_PICTURES, rules) for session in sessions]
        of = _measure_starter if starter else _measure_new_heads
        figures = of(folders, options, paths)
    print(json.dumps(as_json(figures), indent=2, allow_nan=False) if as_json_only else as_table(figures))


def _measure_new_heads(
    folders: Sequence[PictureFolder], options: CalibrationOptions, paths: Paths
) -> list[Figures]:
    settings = TrainingSettings(head=options.head)
    backbone, starter = prepare_network(options.backbone, lambda: paths)
    return [
        calibrate_and_test(
            folder.name,
            folder.features(backbone),
            options.frames,
            options.take,
            train=lambda data: finish(train_head(data, settings, starter)),
            views_of=_views_of(folder, backbone, options),
        )
        for folder in folders
    ]


def _measure_starter(
    folders: Sequence[PictureFolder], options: CalibrationOptions, paths: Paths
) -> list[Figures]:
    backbone, starter = prepare_network(options.backbone, lambda: paths)
    if find_rules(options.rules, paths) is not CLASSIC:
        raise DataError(
            "The head that ships reads rock, paper and scissors alone.", "Leave --starter or --rules out."
        )
    if starter is None:
        raise DataError(
            "No head ships with the network {name}: it reads nothing before it is calibrated.",
            "Leave --starter out, or choose --backbone own.",
            name=backbone.name,
        )
    return [measure(folder.name, starter.head, halves(folder.features(backbone))[1]) for folder in folders]


def _views_of(folder: PictureFolder, backbone: Backbone, options: CalibrationOptions) -> ViewsOf | None:
    if options.views == 0 or not HEAD_KINDS[options.head].learns_from_views:
        return None
    return lambda gesture, row: folder.views(gesture, row, options.views, backbone)


def _measure_saved_head(
    sessions: Sequence[Path], save: str, options: CalibrationOptions, paths: Paths
) -> list[Figures]:
    store = SaveStore(paths.saves)
    path = store.find(save)
    profile = store.load(path)
    folders = [PictureFolder.find(session, 1, profile.rules) for session in sessions]
    backbone = prepare_backbone(options.backbone or spec_of(profile.network), paths.cache, paths.log)
    store.networks = [backbone.id]
    head = store.load(path).head  # refused if its features are another network's
    return [measure(folder.name, head, folder.features(backbone)) for folder in folders]


def cameras() -> None:
    """Print the cameras that the system lists."""
    found = list_cameras()
    numbers: set[int] = set()
    for camera in found:
        # Windows numbers the cameras of each of its interfaces from 0: a number means the first that has it.
        number = "" if camera.index in numbers else camera.index
        numbers.add(camera.index)
        print(f"{number:>3}  {printable(camera.name)}" + (f"  {camera.choice}" if camera.shares_name else ""))
    if not found:
        print("No camera was found. The game can be played with a drawn hand: rps-game --camera demo")

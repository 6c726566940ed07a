"""Trials of files: each is read as it is, or refused in two sentences, and nothing that was there is lost."""

import functools
import json
import tempfile
from collections import Counter
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import pygame

from rps_game.camera.observation import Frame
from rps_game.camera.playback import FolderSource, VideoSource
from rps_game.cli.evaluation import PictureFolder
from rps_game.errors import (
    BackboneError,
    CameraError,
    DataError,
    SaveDamaged,
    SaveError,
    StatisticsError,
)
from rps_game.file_thread import STATISTICS_FILE
from rps_game.files import MAX_JSON_BYTES
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import CLASSES, Gesture
from rps_game.game.statistics import EVERYONE, UNNAMED, Records
from rps_game.heads.dataset import FEATURE_SHAPE
from rps_game.network.backbone import DEFAULT_BACKBONE, backbone_path, load_backbone, write_backbone
from rps_game.paths import Paths
from rps_game.saves.store import SaveStore
from rps_game.settings import Settings
from rps_game.settings_file import load_settings, save_settings
from rps_game.statistics_file import change_statistics, load_statistics
from tools.campaign import mutations
from tools.campaign.game import CampaignGame, any_round, pictures, small_player
from tools.campaign.trial import check_words

NAME: Final = "Anna"
PLAYED_EVERY: Final = 250
"""Of so many seeds one opens a game on what was damaged."""

VIDEO_FRAMES: Final = 12


@functools.cache
def sound_save() -> bytes:
    """Return the bytes of a save."""
    with tempfile.TemporaryDirectory() as folder:
        store = SaveStore(Path(folder))
        store.save(small_player(), NAME)
        return store.path(NAME).read_bytes()


def saves(seed: int, folder: Path) -> Counter[str]:
    """Damage a save, half of the time under a right checksum: it loads, or is refused, and stays as it is."""
    if seed % PLAYED_EVERY == 0:
        return _hostile_list(seed, folder)
    rng = np.random.default_rng(seed)
    sealed = rng.random() < 0.5
    data = _damaged_save(rng, sealed=sealed)
    store = SaveStore(folder)
    path = store.path(NAME)
    path.write_bytes(data)
    (line,) = store.list()
    assert line.name.isprintable()
    checked = store.check(line)
    result = "loaded"
    try:
        profile = store.load(path)
    except SaveError as error:
        check_words(error)
        result = type(error).__name__
        # Numbers that cannot be are found by loading alone.
        assert not checked.usable or result == SaveDamaged.__name__
    else:
        assert checked.usable
        assert sealed or data == sound_save(), "damage went unnoticed"
        for features in profile.samples.values():
            assert np.isfinite(profile.head.predict(features)).all()
    assert path.read_bytes() == data
    assert list(folder.iterdir()) == [path]
    return Counter({"saves": 1, result: 1})


def _damaged_save(rng: mutations.Rng, *, sealed: bool) -> bytes:
    data = mutations.any_of(mutations.SAVES, rng)(sound_save(), rng)
    return mutations.with_new_checksum(data) if sealed else data


def _hostile_list(seed: int, folder: Path) -> Counter[str]:
    # The list of players, and a game with each of them, as a player comes to it.
    rng = np.random.default_rng(seed)
    paths = Paths.below(folder)
    paths.saves.mkdir(parents=True)
    before = {}
    for number in range(10):
        path = paths.saves / f"{number}.safetensors"
        before[path] = _damaged_save(rng, sealed=True)
        path.write_bytes(before[path])
    with CampaignGame(folder) as game:
        game.run(0.5)
        for number in range(10):
            game.app.apply(Outcome.LOAD)
            game.wait_for_files()
            game.press(*[pygame.K_DOWN] * number, mutations.any_of((pygame.K_RETURN, pygame.K_t), rng))
            for gesture in CLASSES:
                game.pose(gesture)
                game.run(0.5)
            assert game.phase is not Phase.TROUBLE, game.context.error
            game.home()
    assert {path: path.read_bytes() for path in before} == before
    return Counter({"saves": 10, "shown in a game": 10})


def settings(seed: int, folder: Path) -> Counter[str]:
    """Damage the settings: what is right in them holds, and what the game does not know is kept."""
    rng = np.random.default_rng(seed)
    path = Paths.below(folder).settings
    path.parent.mkdir(parents=True, exist_ok=True)
    save_settings(Settings(), _some_settings(rng), path)
    sound = {**json.loads(path.read_text()), "of another version": [1, {"a": None}]}
    data = mutations.damaged_json(json.dumps(sound).encode(), rng)
    path.write_bytes(data)
    loaded, errors = load_settings(path)
    for error in errors:
        check_words(error)
    aside = [other.read_bytes() for other in folder.rglob("*.damaged*")]
    whole = _object_in(data)
    assert aside == ([data] if whole is None else [])
    result = "damaged" if aside else "read in part" if errors else "read"
    known = {field.name for field in fields(Settings)}
    kept = {key: value for key, value in (whole or {}).items() if key not in known}
    if seed % PLAYED_EVERY == 0:
        if not aside:
            path.write_bytes(data)
        with CampaignGame(folder) as game:
            game.run(0.3)
            for outcome in (Outcome.SETTINGS, Outcome.PLAY):
                game.app.apply(outcome)
                game.run(0.5)
                assert game.phase is not Phase.TROUBLE, game.context.error
                game.home()
    changed = replace(loaded, volume=0.35 if loaded.volume != 0.35 else 0.4)
    save_settings(loaded, changed, path)
    again, still = load_settings(path)
    assert again == changed, (again, changed)
    # What was wrong may be of a later version, and stays.
    assert set(map(str, still)) <= set(map(str, errors))
    written = json.loads(path.read_text())
    for key, value in kept.items():
        if len(json.dumps(kept)) < 1000:
            assert json.dumps(written[key]) == json.dumps(value)
    return Counter({"settings": 1, result: 1})


def _object_in(data: bytes) -> dict[str, object] | None:
    # What a file of JSON holds; None for a damaged one.
    try:
        value = json.loads(data) if len(data) <= MAX_JSON_BYTES else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _some_settings(rng: mutations.Rng) -> Settings:
    return Settings(
        camera="demo" if rng.random() < 0.5 else None,
        mirror=bool(rng.random() < 0.5),
        frames=int(rng.integers(30, 51)),
        volume=float(rng.integers(0, 11)) / 10,
    )


def statistics(seed: int, folder: Path) -> Counter[str]:
    """Damage the statistics: right ones are added to, damaged ones set aside, later ones left alone."""
    rng = np.random.default_rng(seed)
    path = Paths.below(folder).data / STATISTICS_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    played = Records()
    for _ in range(20):
        player, opponent = (
            mutations.any_of(names, rng) for names in ((UNNAMED, EVERYONE, "anna-1"), ("chance", "habits"))
        )
        played = played.record(player, any_round(rng), opponent)
    written = played.to_json() if rng.random() < 0.8 else {"format": 1, **played.together().to_json()}
    data = mutations.damaged_json(json.dumps(written).encode(), rng)
    path.write_bytes(data)
    loaded, error = load_statistics(path)
    aside = [other.read_bytes() for other in folder.rglob("*.damaged*")]
    if error is None:
        result = "read"
        assert not aside
    else:
        check_words(error)
        result = "damaged" if aside else "left alone"
        assert aside == [data] or path.read_bytes() == data
    if seed % PLAYED_EVERY == 0:
        with CampaignGame(folder) as game:
            game.run(0.3)
            game.app.apply(Outcome.STATISTICS)
            game.run(0.5)
            assert game.phase is not Phase.TROUBLE, game.context.error
            game.home()
    change = partial(Records.record, player=UNNAMED, played=any_round(rng), opponent="chance")
    try:
        more = change_statistics(path, [change], loaded)
    except StatisticsError as refused:
        check_words(refused)
        assert path.read_bytes() == data
        return Counter({"statistics": 1, "of a later format": 1})
    assert (load_statistics(path), more) == ((more, None), change(loaded))
    return Counter({"statistics": 1, result: 1})


@functools.cache
def model() -> bytes:
    """Return the bytes of the network that ships."""
    return backbone_path(DEFAULT_BACKBONE, Path()).read_bytes()


def descriptions(seed: int, folder: Path) -> Counter[str]:
    """Damage the description of a sound network."""
    rng = np.random.default_rng(seed)
    path = folder / "mine.tflite"
    write_backbone(path, model(), "mine", "ab" * 32)
    description = path.with_suffix(".json")
    description.write_bytes(mutations.damaged_json(description.read_bytes(), rng))
    return Counter({"descriptions": 1, _load_network(path): 1})


def networks(seed: int, folder: Path) -> Counter[str]:
    """Damage a network, and describe it as it is then."""
    rng = np.random.default_rng(seed)
    path = folder / "mine.tflite"
    write_backbone(path, mutations.damaged(model(), rng), "mine", "ab" * 32)
    return Counter({"networks": 1, _load_network(path): 1})


def _load_network(path: Path) -> str:
    try:
        loaded = load_backbone(str(path), path.parent)
        features = loaded.embed(np.full((224, 224, 3), 128, np.uint8))
    except BackboneError as error:
        check_words(error)
        return type(error).__name__
    assert loaded.name.isprintable()
    assert features.shape == FEATURE_SHAPE
    assert np.isfinite(features).all()
    return "loaded"


VIDEOS: Final = {".mp4": "mp4v", ".avi": "MJPG", ".mkv": "mp4v", ".webm": "VP80"}


@functools.cache
def sound_video(suffix: str) -> bytes:
    """Return the bytes of a short video."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"video{suffix}"
        fourcc = cv2.VideoWriter.fourcc(*VIDEOS[suffix])
        writer = cv2.VideoWriter(str(path), fourcc, 30, (160, 120))
        for frame in pictures()[Gesture.ROCK][:VIDEO_FRAMES]:
            writer.write(cv2.resize(frame, (160, 120)))
        writer.release()
        return path.read_bytes()


def videos(seed: int, folder: Path) -> Counter[str]:
    """Damage a video, and take it for the camera."""
    rng = np.random.default_rng(seed)
    suffix = mutations.any_of(sorted(VIDEOS), rng)
    path = folder / f"video{suffix}"
    path.write_bytes(mutations.damaged(sound_video(suffix), rng))
    try:
        source = VideoSource(path, loop=bool(rng.random() < 0.5), sleep=lambda _: None)
    except CameraError as error:
        check_words(error)
        return Counter({"videos": 1, "refused when opened": 1})
    read = 0
    try:
        while read < 3 * VIDEO_FRAMES and (frame := source.read()) is not None:
            assert frame.dtype == np.uint8
            assert frame.ndim == 3
            assert frame.shape[2] == 3
            read += 1
    except CameraError as error:
        check_words(error)
    finally:
        source.close()
    return Counter({"videos": 1, "shown" if read else "refused when read": 1})


PICTURES: Final = (".png", ".jpg", ".bmp", ".webp", ".tiff")


@functools.cache
def sound_picture(suffix: str) -> bytes:
    """Return the bytes of a small picture."""
    picture = cv2.resize(pictures()[Gesture.ROCK][0], (80, 60))
    return cv2.imencode(suffix, picture)[1].tobytes()


class NoNetwork:
    """Stands for a network: nothing of it counts here."""

    def embed(self, square: Frame) -> Any:
        assert square.shape == (224, 224, 3)
        return np.zeros(FEATURE_SHAPE, np.float32)


def sessions(seed: int, folder: Path) -> Counter[str]:
    """Damage a picture of a session that a command reads, and of a folder that is the camera."""
    rng = np.random.default_rng(seed)
    suffix = mutations.any_of(PICTURES, rng)
    for gesture in CLASSES:
        (folder / gesture.name.lower()).mkdir()
        (folder / gesture.name.lower() / f"1{suffix}").write_bytes(sound_picture(suffix))
    path = folder / "rock" / f"2{suffix}"
    path.write_bytes(mutations.damaged(sound_picture(suffix), rng))
    result = "read"
    try:
        PictureFolder.find(folder).features(NoNetwork())  # type: ignore[arg-type]
    except DataError as error:
        check_words(error)
        result = "refused" if path.name in error.what else "refused without its name"
    assert result != "refused without its name"
    source = FolderSource(folder / "rock", loop=True, sleep=lambda _: None)
    frames = [source.read() for _ in range(2)]
    assert all(frame is not None and frame.dtype == np.uint8 and frame.shape[2] == 3 for frame in frames)
    source.close()
    return Counter({"sessions": 1, result: 1})

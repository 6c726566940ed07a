"""The frozen network: its conversion against Keras, and what is done with files that are not it.

TensorFlow converts two networks here, where it is installed.
"""

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from rps_game.camera.preprocess import to_square
from rps_game.errors import BackboneDamaged, BackboneError, BackboneUnavailable
from rps_game.network import backbone, convert
from rps_game.network.backbone import BackboneName, is_cached, load_backbone, write_backbone
from rps_game.network.convert import Preparation

IMAGENET_FINGERPRINT = "ced3eb884717d8cf693391a3768beb2fb3bdc047ed3a4c605f8fa120bde2a248"


def read(path: Path) -> npt.NDArray[np.uint8]:
    picture = cv2.imread(str(path))
    assert picture is not None
    return picture.astype(np.uint8, copy=False)


def pictures(count: int) -> Sequence[npt.NDArray[np.uint8]]:
    """Smooth coloured noise, uint8 (224, 224, 3) each."""
    rng = np.random.default_rng(0)
    return list(rng.integers(0, 256, (count, 7, 7, 3), np.uint8).repeat(32, axis=1).repeat(32, axis=2))


@pytest.fixture
def own_cache(cache: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    return Path(shutil.copytree(cache, tmp_path / "cache"))


@pytest.mark.usefixtures("tensorflow")
def test_litert_gives_the_features_of_the_random_keras_network(tmp_path: Path) -> None:
    told: list[tuple[Preparation, float]] = []
    convert.convert_backbone("random", tmp_path, lambda stage, share: told.append((stage, share)))
    assert [stage for stage, _ in told] == list(Preparation)
    assert [share for _, share in told] == sorted(share for _, share in told)
    network = convert.build_network("random")  # seeded, and so the same one again
    loaded = load_backbone("random", tmp_path)
    assert loaded.name == "random"
    assert loaded.fingerprint == convert.fingerprint_of(network)
    squares = pictures(4)
    assert max(convert.features_differ_by(network, loaded, square) for square in squares) < 1e-3

    features = loaded.embed_batch(squares)
    assert features.dtype == np.float32
    assert features.shape == (4, 7, 7, 256)
    assert 0 <= features.min() <= features.max() <= 6
    assert np.abs(features[0] - features[1]).mean() > 0.05, "random features should still tell pictures apart"


@pytest.mark.shared
@pytest.mark.usefixtures("tensorflow")
def test_litert_gives_the_features_of_the_imagenet_keras_network(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A copy: Keras writes its own settings into its home when it is imported.
    shutil.copytree(shared / "keras" / "models", tmp_path / "models", copy_function=shutil.copyfile)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    convert.convert_backbone("imagenet", tmp_path)
    loaded = load_backbone("imagenet", tmp_path)
    assert loaded.fingerprint == IMAGENET_FINGERPRINT, "saves of ImageNet heads would be refused"
    network = convert.build_network("imagenet")
    for path in sorted((shared / "hands" / "best_of_one" / "rock").glob("*.jpg"))[::50]:
        assert convert.features_differ_by(network, loaded, to_square(read(path))) < 1e-3


def test_one_picture_gives_the_same_features_alone(cache: Path) -> None:
    loaded = load_backbone("random", cache)
    squares = pictures(2)
    np.testing.assert_array_equal(loaded.embed(squares[1]), loaded.embed_batch(squares)[1])


@pytest.mark.parametrize(
    "picture",
    [np.zeros((224, 224, 3), np.float32), np.zeros((100, 100, 3), np.uint8), np.zeros((224, 224), np.uint8)],
)
def test_a_picture_of_another_shape_is_refused(cache: Path, picture: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected a picture"):
        load_backbone("random", cache).embed(picture)


@pytest.fixture
def no_litert(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer on which LiteRT cannot be imported, such as an Intel Mac."""
    monkeypatch.setitem(sys.modules, "ai_edge_litert.interpreter", None)


def test_without_litert_opencv_gives_the_same_features(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    rng = np.random.default_rng(1)
    squares = [*pictures(3), rng.integers(0, 256, (224, 224, 3), np.uint8)]
    wanted = load_backbone("own", tmp_path)
    request.getfixturevalue("no_litert")
    found = load_backbone("own", tmp_path)
    assert (wanted.engine, found.engine) == ("LiteRT", "OpenCV")
    assert found.id == wanted.id
    features = found.embed_batch(squares)
    assert features.dtype == np.float32
    np.testing.assert_allclose(features, wanted.embed_batch(squares), atol=1e-4)
    np.testing.assert_array_equal(found.embed(squares[0]), features[0])


@pytest.mark.usefixtures("no_litert")
@pytest.mark.parametrize("share", [0, 0.5, 0.99])
def test_opencv_refuses_what_is_no_network(share: float, tmp_path: Path) -> None:
    path = tmp_path / "part.tflite"
    own = backbone.backbone_path("own", tmp_path).read_bytes()
    write_backbone(path, own[: int(share * len(own))], "part", "f" * 64)
    with pytest.raises(BackboneDamaged):
        load_backbone(str(path), tmp_path)
    write_backbone(path, own, "whole", "f" * 64)
    assert load_backbone(str(path), tmp_path).engine == "OpenCV"
    path.with_suffix(".json").unlink()
    with pytest.raises(BackboneUnavailable, match="without LiteRT"):
        load_backbone(str(path), tmp_path)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def flip_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def other_preprocess(path: Path) -> None:
    description = path.with_suffix(".json")
    values = json.loads(description.read_text())
    description.write_text(json.dumps(values | {"preprocess_version": 99}))


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (Path.unlink, BackboneUnavailable),
        (lambda path: path.with_suffix(".json").unlink(), BackboneDamaged),
        (lambda path: path.with_suffix(".json").write_text("{"), BackboneDamaged),
        (cut_off, BackboneDamaged),
        (flip_a_byte, BackboneDamaged),
        (other_preprocess, BackboneDamaged),
    ],
)
def test_a_spoilt_cache_is_noticed(
    own_cache: Path, spoil: Callable[[Path], object], kind: type[BackboneError]
) -> None:
    assert is_cached("random", own_cache)
    spoil(backbone.backbone_path("random", own_cache))
    assert not is_cached("random", own_cache)
    with pytest.raises(kind):
        load_backbone("random", own_cache)


def test_a_network_can_be_named_by_its_path(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "stranger.tflite"
    shutil.copy(backbone.backbone_path("random", cache), path)
    assert is_cached(str(path), cache)
    stranger, known = load_backbone(str(path), cache), load_backbone("random", cache)
    assert stranger.name == "stranger"
    assert stranger.fingerprint != known.fingerprint
    np.testing.assert_array_equal(stranger.embed(pictures(1)[0]), known.embed(pictures(1)[0]))

    write_backbone(path, path.read_bytes(), "friend", "f" * 64)
    friend = load_backbone(str(path), cache)
    assert (friend.name, friend.fingerprint) == ("friend", "f" * 64)


def test_what_is_no_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.tflite"
    path.write_text("Dear network")
    with pytest.raises(BackboneDamaged):
        load_backbone(str(path), tmp_path)
    with pytest.raises(BackboneUnavailable, match="nowhere"):
        load_backbone(str(tmp_path / "nowhere.tflite"), tmp_path)


@pytest.mark.parametrize("name", BackboneName)
def test_what_is_not_there_yet_is_said(
    name: BackboneName, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backbone, "assets", lambda: tmp_path)
    assert not is_cached(name, tmp_path)
    with pytest.raises(BackboneUnavailable):
        load_backbone(name, tmp_path)


@pytest.mark.usefixtures("tensorflow")
def test_without_network_and_weights_the_message_names_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise OSError("no route to host")

    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr("urllib.request.OpenerDirector.open", no_network)
    monkeypatch.setattr("keras.src.backend.config._KERAS_DIR", str(tmp_path / "keras"))
    with pytest.raises(BackboneUnavailable) as caught:
        convert.convert_backbone("imagenet", tmp_path)
    assert str(tmp_path / "keras" / "models" / convert.WEIGHTS_FILE) in caught.value.what

    weights = convert.keras_weights_path()
    weights.parent.mkdir(parents=True, exist_ok=True)
    weights.write_bytes(b"half a downl")
    with pytest.raises(BackboneDamaged, match="Delete it"):
        convert.convert_backbone("imagenet", tmp_path)


@pytest.mark.usefixtures("tensorflow")
def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(convert, "write_backbone", full)
    with pytest.raises(BackboneUnavailable, match="No space left on device"):
        convert.convert_backbone("random", tmp_path)

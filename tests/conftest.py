"""What the tests share: where the real pictures are, and folders that nobody else uses."""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from rps_game.words import LANGUAGES

if TYPE_CHECKING:
    from stage import Stage
    from workbench import MadeUpTraining, Workbench

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("RPS_SHARED", ROOT.parent / "shared"))

# As `rps-game` sets it: threads of NumPy that wait for each other's cores make small products slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# No test opens a window on a screen or makes a noise.
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ["LANGUAGE"] = "en"  # what the tests read in the window, wherever they run

# Properties are about what comes out; how long one example takes says only how busy the machine is.
hypothesis.settings.register_profile("rps_game", deadline=None)
hypothesis.settings.load_profile("rps_game")


TENSORFLOW_TESTS = ("test_backbone.py", "test_training.py")
"""Files that import TensorFlow into this process."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--renew-golden`, for when a screen is meant to look different."""
    parser.addoption(
        "--renew-golden", action="store_true", help="take the golden pictures anew that look different"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run those files first: TensorFlow crashes when it is imported after LiteRT has run in a process.

    The game never does that: there TensorFlow has a process of its own.
    """
    items.sort(key=lambda item: item.path.name not in TENSORFLOW_TESTS)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pictures and videos, or a skip that says what is missing."""
    if not (SHARED / "hands").is_dir():
        pytest.skip(f"no test data at {SHARED}: put it there or name its place in RPS_SHARED")
    return SHARED


@pytest.fixture(scope="session")
def tensorflow() -> None:
    """TensorFlow, or a skip that says that it is missing: the game does without."""
    if importlib.util.find_spec("tensorflow") is None:
        pytest.skip("TensorFlow is not installed")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with a "random" network, which is the game's own: no TensorFlow made it. Not to be changed."""
    from rps_game.network.backbone import backbone_path, write_backbone

    folder = tmp_path_factory.mktemp("cache")
    own = backbone_path("own", folder).read_bytes()
    write_backbone(backbone_path("random", folder), own, "random", "ab" * 32)
    return folder


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each of the game's languages in turn, in use."""
    from rps_game.paths import assets
    from rps_game.ui.words.i18n import use_language

    yield use_language(request.param, assets() / "locale")
    use_language("en")


@pytest.fixture
def bench(tmp_path: Path) -> "Workbench":
    """A workbench with a small window."""
    from workbench import Workbench

    return Workbench(tmp_path)


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> "MadeUpTraining":
    """What TRAIN pulls its steps from, instead of a real training."""
    from workbench import MadeUpTraining

    made_up = MadeUpTraining()
    monkeypatch.setattr("rps_game.ui.screens.train.train_head", made_up)
    return made_up


@pytest.fixture
def stage(tmp_path: Path) -> "Iterator[Stage]":
    """A whole game that has shown its first frame."""
    from stage import Stage

    stage = Stage(tmp_path)
    stage.step()
    yield stage
    stage.app.close()

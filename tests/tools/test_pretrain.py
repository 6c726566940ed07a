"""The recipe of the shipped backbone runs again from nothing: here a short version of it."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rps_game.heads.dataset import pooled
from rps_game.heads.starter import load_starter
from rps_game.network.backbone import Backbone, load_backbone

ROOT = Path(__file__).parents[2]
SMALL = {
    "side": 96,
    "report_every": 24,
    "painters": 2,
    "chunk": 16,
    "pool": 64,
    "bank.every": 100,
    "bank.drawn_per_class": 8,
    "bank.drawn_rooms": 6,
    "teacher.networks": '["mobilenet"]',
    "teacher.steps": 4,
    "teacher.batch": 8,
    "teacher.warmup_steps": 2,
    "student.steps": 96,
    "student.batch": 16,
    "student.warmup_steps": 4,
    "student.learning_rate": 1e-2,
    "export.negatives": 20,
    "export.normalised_on": 128,
}


GOING_ON = (
    *("--run=tuned", "--resume=main", "--teacher-run=main"),
    *("--set=student.frozen_statistics=true", "--set=student.steps=8"),
)

SAME = """
import sys
import numpy as np
from tools.pretrain.network import answers_with_frozen_statistics, classifier, network_input

student = classifier(None, "student")
student.load_weights(sys.argv[1])
pictures = network_input(np.random.default_rng(0).integers(0, 256, (4, 96, 96, 3), np.uint8))
wanted = np.asarray(student(pictures, training=False)["last"])
frozen = np.asarray(answers_with_frozen_statistics(student, pictures, "float32")["last"])
assert wanted.max() > 0.1, wanted.max()
assert np.abs(wanted - frozen).max() < 1e-4, np.abs(wanted - frozen).max()
"""

CAN_RENDER = "import moderngl; moderngl.create_context(standalone=True, backend='egl')"


@pytest.fixture(scope="module")
def rendered() -> int:
    """How many hands of each class can be rendered here: none without moderngl and EGL."""
    found = subprocess.run([sys.executable, "-c", CAN_RENDER], capture_output=True, check=False)
    return 0 if found.returncode else 8


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, shared: Path, rendered: int, tensorflow: None
) -> tuple[Path, str]:
    """The folder with what a very short training exports, and what it printed."""
    folder = tmp_path_factory.mktemp("recipe")
    changes = [f"--set={name}={value}" for name, value in SMALL.items()]
    changes.append(f"--set=bank.rendered_per_class={rendered}")
    folders = {"hands": shared / "hands", "work": folder / "bank", "assets": folder / "assets"}
    places = [f"--{name}={place}" for name, place in folders.items()]
    home = {"KERAS_HOME": str(shared / "keras"), "KERAS_BACKEND": "tensorflow"}

    def run(*steps: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tools.pretrain", *changes, *places, *steps],
            cwd=ROOT,
            env=os.environ | home,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    said = run("bank", "teacher", "student")
    run("student", *GOING_ON)
    run("mix", "export", "--run", "mixed", "--between", "main", "tuned", "0.5")
    return folder / "assets", said


@pytest.fixture(scope="module")
def network(made: tuple[Path, str]) -> Backbone:
    return load_backbone(str(made[0] / "backbone.tflite"), made[0])


def test_the_recipe_runs_from_pictures_to_a_backbone_that_loads(network: Backbone) -> None:
    assert network.name == "own"
    noise = np.random.default_rng(0).integers(0, 256, (2, 224, 224, 3), np.uint8)
    one, other = network.embed_batch(list(noise // 2))
    assert one.shape == (7, 7, 256)
    assert 0 <= one.min() < one.max() <= 6
    assert not np.array_equal(one, other)


def test_rendered_hands_are_in_the_bank(made: tuple[Path, str], rendered: int) -> None:
    if not rendered:
        pytest.skip(
            "nothing to render with: pip install -e '.[pretrain]', apt-get install libegl1 libgl1-mesa-dri"
        )
    lines = [line.split() for line in made[1].splitlines() if line.startswith("rendered ")]
    assert lines == [["rendered", "rock", "8", "paper", "8", "scissors", "8", "none", "8"]]


def test_the_student_learns_from_the_first_step_on(made: tuple[Path, str]) -> None:
    # 96 steps are far too few to read hands, but the loss must fall already.
    losses = [
        float(line.rsplit("loss ", 1)[1].split()[0])
        for line in made[1].splitlines()
        if line.startswith("main.student") and "loss" in line
    ]
    assert len(losses) >= 2
    assert losses[-1] < losses[0]


def test_frozen_statistics_answer_as_the_network_does(made: tuple[Path, str]) -> None:
    weights = made[0].parent / "bank" / "main.student.weights.h5"
    command = [sys.executable, "-c", SAME, str(weights)]
    backend = os.environ | {"KERAS_BACKEND": "tensorflow"}
    done = subprocess.run(command, cwd=ROOT, env=backend, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_starter_belongs_to_the_backbone(made: tuple[Path, str], network: Backbone) -> None:
    starter = load_starter(network.fingerprint, made[0])
    assert starter is not None
    assert starter.negatives.shape == (20, 256)
    assert (starter.negatives >= 0).all()
    again = load_starter("0" * 64, made[0])
    assert again is None
    black = pooled(network.embed(np.zeros((224, 224, 3), np.uint8))[None])
    assert np.isfinite(starter.head.logits(black)).all()

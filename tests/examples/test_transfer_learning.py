"""The example in Keras does as well as the game does by the same recipe."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

SEEDS = 3


def run(home: Path, *command: str | Path) -> str:
    environment = os.environ | {
        "RPS_GAME_HOME": str(home),
        "KERAS_BACKEND": "tensorflow",
        "CUDA_VISIBLE_DEVICES": "-1",
    }
    done = subprocess.run(
        [sys.executable, *map(str, command)], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.shared
@pytest.mark.usefixtures("tensorflow")
def test_it_reads_as_well_as_the_game_with_the_same_recipe(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(shared / "keras"))
    session = shared / "hands" / "rock_paper_scissors_ml"
    accuracies = []
    for seed in range(SEEDS):
        said = run(tmp_path, ROOT / "examples" / "transfer_learning.py", session, "--seed", str(seed))
        losses = [float(loss) for loss in re.findall(r"loss: ([\d.e-]+)", said)]
        assert len(losses) == 20
        assert losses[-1] < losses[0] / 10
        found = re.search(r"^([\d.]+) of (\d+) pictures read right$", said, re.MULTILINE)
        assert found is not None
        accuracies.append(float(found[1]))
    recipe = ("--backbone", "imagenet", "--head", "dense", "--json")
    by_game = json.loads(run(tmp_path, "-m", "rps_game", "evaluate", session, *recipe))
    assert sum(accuracies) / SEEDS == pytest.approx(by_game["mean_frame_accuracy"], abs=0.03)

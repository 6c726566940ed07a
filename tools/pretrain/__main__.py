"""`python -m tools.pretrain`: the shipped backbone and its starter head, from nothing.

The steps, each of which may also be run alone: `bank` (pictures), `teacher`, `student`, `export` (assets/).
With no step named, all of them run. `mix` takes weights between two students. `KERAS_BACKEND` picks the
backend; `KERAS_HOME` names the folder of Keras' ImageNet weights, for the teacher `mobilenet` alone. `look`
writes a sheet of painted pictures to be looked at.
"""

import argparse
import os
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ALL = ("bank", "teacher", "student", "export")
STEPS = (*ALL, "mix", "look")


def read_settings(path: Path, changes: list[str]) -> dict[str, Any]:
    """Return the settings file, with `table.key=value` changes (values in TOML) applied."""
    settings = tomllib.loads(path.read_text(encoding="utf-8"))
    for change in changes:
        name, _, value = change.partition("=")
        *tables, key = name.split(".")
        table = settings
        for step in tables:
            table = table[step]
        if key not in table:
            raise SystemExit(f"no setting {name!r} in {path.name}")
        table[key] = tomllib.loads(f"x = {value}")["x"]
    return settings


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.pretrain", description=__doc__)
    parser.add_argument(
        "steps", nargs="*", metavar="STEP", help=f"{', '.join(STEPS)}; all but the last two when left out"
    )
    parser.add_argument("--settings", type=Path, default=Path(__file__).with_name("settings.toml"))
    parser.add_argument(
        "--set", action="append", default=[], metavar="TABLE.KEY=VALUE", help="change one setting"
    )
    parser.add_argument("--hands", type=Path, default=ROOT.parent / "shared" / "hands")
    parser.add_argument(
        "--work", type=Path, default=ROOT / ".bank", help="bank and checkpoints (default .bank/)"
    )
    parser.add_argument("--run", default="main", help="name of this run's checkpoints")
    parser.add_argument(
        "--leave-out", action="append", default=[], metavar="SET", help="a set to train without"
    )
    parser.add_argument(
        "--minutes", type=float, help="train each network that long from now, whatever the settings' steps"
    )
    parser.add_argument("--teacher", type=int, metavar="NUMBER", help="train this teacher alone, from 0")
    parser.add_argument(
        "--continue",
        dest="go_on",
        action="store_true",
        help="go on with this run's student where its last saved state is, at most ten minutes back",
    )
    parser.add_argument(
        "--without-teacher", action="store_true", help="let the student learn from labels and truths alone"
    )
    parser.add_argument(
        "--teacher-run", metavar="RUN", help="take the teachers of that run (default: of this one)"
    )
    parser.add_argument(
        "--resume",
        metavar="RUN",
        help="start the student from that run's checkpoint; `shipped` is the one that came with the code",
    )
    parser.add_argument(
        "--between",
        nargs=3,
        metavar=("RUN", "OTHER", "SHARE"),
        help="what to mix: this run's student becomes RUN's, and this share (0 to 1) of the way to OTHER's",
    )
    parser.add_argument("--assets", type=Path, default=ROOT / "assets", help="where export writes")
    arguments = parser.parse_args()
    if unknown := set(arguments.steps) - set(STEPS):
        parser.error(f"no step {', '.join(sorted(unknown))}: choose of {', '.join(STEPS)}")
    if "mix" in arguments.steps and arguments.between is None:
        parser.error("say what to mix: --between RUN OTHER SHARE")
    arguments.steps = arguments.steps or ALL
    if arguments.go_on and arguments.steps == ALL:
        arguments.steps = ALL[2:]  # bank and teachers are there already
    return arguments


def main() -> None:
    """Run the steps asked for."""
    arguments = _arguments()
    settings = read_settings(arguments.settings, arguments.set)
    from tools.pretrain import bank

    if "bank" in arguments.steps:
        from tools.pretrain.building import build_apart

        build_apart(arguments.hands, arguments.work, settings["bank"], settings["seed"])
    if "look" in arguments.steps:
        _look(bank.load(arguments.work), settings, arguments.work / "look.png")
    if set(arguments.steps) <= {"bank", "look"}:
        return
    import_keras()
    if {"teacher", "student"} & set(arguments.steps):
        from tools.pretrain.train import train

        train(arguments, settings)
    if "mix" in arguments.steps:
        from tools.pretrain.mix import mix

        mix(arguments, bank.load(arguments.work), settings)
    if "export" in arguments.steps:
        from tools.pretrain.export import export, write_checkpoint
        from tools.pretrain.train import weights_path

        student = weights_path(arguments, "student")
        export(student, bank.load(arguments.work), settings, arguments.assets)
        if arguments.assets == ROOT / "assets":
            write_checkpoint(student)


def import_keras() -> None:
    """Import Keras, with the axes in the order that suits its backend."""
    if os.environ.get("KERAS_BACKEND", "tensorflow") == "tensorflow":
        from rps_game.network.convert import import_tensorflow

        import_tensorflow()  # the game's way, since export converts as the game does
    import keras

    if keras.backend.backend() == "torch":
        # PyTorch's own order of the axes; the numbers lie in memory with the channels last all the same.
        keras.config.set_image_data_format("channels_first")


def _look(pictures: Any, settings: dict[str, Any], path: Path) -> None:
    import cv2
    import numpy as np

    from tools.pretrain.draws import Draws

    sheet = Draws(pictures, settings, 160).batch((0,), 96)["picture"]
    rows = [np.hstack(sheet[k : k + 12]) for k in range(0, 96, 12)]
    cv2.imwrite(str(path), np.vstack(rows)[..., ::-1])
    print(f"painted pictures: {path}")


if __name__ == "__main__":
    main()

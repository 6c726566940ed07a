"""The command line's parser. A command's modules are imported when it is known which command is wanted."""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from rps_game import __version__
from rps_game.cli.run import BAD_ARGUMENTS, prepare_streams, run_command
from rps_game.words import printable

if TYPE_CHECKING:
    from rps_game.cli.sessions import CalibrationOptions
    from rps_game.paths import Paths


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(BAD_ARGUMENTS, f"{self.prog}: {printable(message)} (see {self.prog} --help)\n")

    def format_help(self) -> str:
        for action in self._actions:
            if action.dest == "head":  # only the help needs the registry, which imports NumPy
                from rps_game.heads.kinds import DEFAULT_HEAD, HEAD_KINDS

                action.help = f"kind of head to train: {', '.join(HEAD_KINDS)} [{DEFAULT_HEAD}]"
        return super().format_help()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` ask for; without a command, play.

    Returns:
        The exit code: 0 when done, 1 when that was not possible, 2 for bad arguments.
    """
    prepare_streams()
    # NumPy's own threads would fight the window and the camera for the cores, over half a millisecond's work.
    # Read when NumPy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in {"-h", "--help", "--version"}):
        given.insert(0, "play")
    return run_command(_parser().parse_args(given))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="rps-game",
        usage="rps-game [COMMAND] [OPTION ...]",
        description="Rock, paper, scissors by webcam, with a recogniser trained on your own hand.",
        epilog="Without a command the game opens. Exit codes: 0 done, 1 not possible, 2 bad arguments.",
    )
    parser.add_argument("--version", action="version", version=f"rps-game {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    common = _Parser(add_help=False)
    common.add_argument("--saves", type=Path, metavar="FOLDER", help="where the saved players are")
    common.add_argument("--log", type=Path, metavar="FILE", help="where to write the log")

    def command(name: str, summary: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = commands.add_parser(
            name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.", parents=[common]
        )
        added.set_defaults(run=run)
        return added

    play = command("play", "open the game", _play)
    _add_camera(play)
    _add_backbone(play)

    command("cameras", "list the cameras by number and name", _cameras)

    calibrate = command("calibrate", "train a head from a folder of pictures, and save it", _calibrate)
    calibrate.add_argument("session", type=Path, metavar="SESSION", help=_SESSION)
    calibrate.add_argument("--save", required=True, metavar="NAME", help="name of the player")
    calibrate.add_argument("--replace", action="store_true", help="a player of that name gives way")
    _add_training(calibrate)

    evaluate = command("evaluate", "measure how well gestures are read on recorded sessions", _evaluate)
    evaluate.add_argument("sessions", type=Path, nargs="+", metavar="SESSION", help=_SESSION)
    evaluate.add_argument("--save", metavar="NAME", help="test this player's head on everything, train none")
    evaluate.add_argument(
        "--starter", action="store_true", help="test the head that ships with the network, calibrate none"
    )
    evaluate.add_argument("--json", action="store_true", help="print JSON and nothing else")
    _add_training(evaluate)

    read = command("read", "print what a camera sees, a line a frame", _read)
    read.add_argument("name", nargs="?", metavar="NAME", help=_PLAYER)
    read.add_argument("--json", action="store_true", help="an object a line, for programs")
    _add_camera(read)
    _add_backbone(read)

    export = command("export", "write a hand's whole network for other programs", _export)
    export.add_argument("name", nargs="?", metavar="NAME", help=_PLAYER)
    export.add_argument(
        "--to",
        nargs=2,
        required=True,
        metavar=("FORMAT", "FOLDER"),
        action=_To,
        help="tfjs (with a page to open), keras, savedmodel or tflite; and a new or empty folder",
    )
    export.add_argument("--replace", action="store_true", help="write into a folder that is not empty")
    _add_backbone(export)

    arena = command("arena", "play opponents against each other and against made-up players", _arena)
    arena.add_argument(
        "opponent", type=_opponent, metavar="OPPONENT", help="name of an opponent, such as fox"
    )
    arena.add_argument(
        "against",
        type=_other_side,
        nargs="*",
        metavar="OTHER",
        help="an opponent or a made-up player; without any, every made-up player",
    )
    count = partial(_whole_number, least=1)
    arena.add_argument("--rounds", type=count, default=1000, metavar="N", help="rounds of a match [1000]")
    arena.add_argument("--matches", type=count, default=300, metavar="N", help="matches of a pair [300]")
    arena.add_argument(
        "--seed", type=partial(_whole_number, least=0), default=0, metavar="N", help="of chance [0]"
    )
    arena.add_argument("--json", action="store_true", help="print JSON and nothing else")

    rules = command("rules", "list the rule sets, and check rule files", _rules)
    rules.add_argument(
        "files", type=Path, nargs="*", metavar="FILE", help="a rule file [those in the folder rules/]"
    )

    doctor = command("doctor", "check what the game needs, and say how to mend it", _doctor)
    _add_camera(doctor)
    _add_backbone(doctor)
    return parser


_PLAYER: Final = "a saved player [the starter, which reads any hand]"
_SESSION: Final = (
    "folder with rock/, paper/, scissors/, or the ids of --rules, and perhaps none/, "
    "pictures in the order of their names"
)


def _add_camera(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--camera",
        type=_camera,
        metavar="CAMERA",
        help='number or name of a camera, a video file, a folder of pictures, or "demo" for a drawn hand',
    )


def _add_backbone(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--backbone",
        type=_backbone,
        metavar="NAME|PATH",
        help="the frozen network: own, imagenet or random (both need TensorFlow), or a .tflite file",
    )


def _add_training(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--frames", type=_frames, default=40, metavar="N", help="frames of each gesture [40]")
    parser.add_argument(
        "--take",
        choices=("spread", "first"),
        default="spread",
        help="which frames: spread evenly over the time, or the first ones [spread]",
    )
    parser.add_argument("--head", type=_head, metavar="NAME", help="kind of head to train")
    parser.add_argument(
        "--views",
        type=partial(_whole_number, least=0),
        metavar="N",
        help="augmented views of each frame that a pooled head learns from beside it [8]",
    )
    parser.add_argument("--rules", metavar="ID|PATH", help="rule set: an id, or a file [rock-paper-scissors]")
    _add_backbone(parser)


def _camera(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("expected a number, a name, a path or demo, got nothing")
    return text


def _frames(text: str) -> int:
    from rps_game.cli.evaluation import MIN_FRAMES

    return _whole_number(text, MIN_FRAMES)


def _whole_number(text: str, least: int) -> int:
    with contextlib.suppress(ValueError):
        if int(text) >= least:
            return int(text)
    raise argparse.ArgumentTypeError(f"expected a whole number from {least}, got {text!r}")


def _opponent(text: str) -> str:
    from rps_game.cli.arena import opponents

    return _one_of(text, opponents())


def _other_side(text: str) -> str:
    from rps_game.cli.arena import opponents
    from rps_game.game.made_up_players import MADE_UP_PLAYERS

    return _one_of(text, [*opponents(), *MADE_UP_PLAYERS])


def _one_of(text: str, names: Collection[str]) -> str:
    if text not in names:
        raise argparse.ArgumentTypeError(f"expected one of {', '.join(names)}, got {text!r}")
    return text


def _head(text: str) -> str:
    from rps_game.heads.kinds import HEAD_KINDS

    return _one_of(text, HEAD_KINDS)


def _backbone(text: str) -> str:
    from rps_game.files import is_file
    from rps_game.network.backbone import BackboneName

    if text not in set(BackboneName) and not is_file(Path(text)):
        expected = f"one of {', '.join(BackboneName)}, or the path of a .tflite file"
        raise argparse.ArgumentTypeError(f"expected {expected}, got {text!r}")
    return text


class _To(argparse.Action):
    """Takes a format and a folder."""

    def __call__(
        self, parser: argparse.ArgumentParser, options: argparse.Namespace, values: Any, _option: Any = None
    ) -> None:
        from rps_game.export.folder import Format

        if values[0] not in set(Format):
            parser.error(f"argument --to: expected one of {', '.join(Format)}, got {values[0]!r}")
        options.to, options.folder = Format(values[0]), Path(values[1])


def _calibration_options(options: argparse.Namespace) -> "CalibrationOptions":
    from rps_game.calibration.augmentation import VIEWS
    from rps_game.cli.evaluation import Take
    from rps_game.cli.sessions import CalibrationOptions
    from rps_game.heads.kinds import DEFAULT_HEAD

    return CalibrationOptions(
        frames=options.frames,
        take=Take(options.take),
        head=options.head or DEFAULT_HEAD,
        views=VIEWS if options.views is None else options.views,
        backbone=options.backbone,
        rules=options.rules,
    )


def import_pygame() -> None:
    """Import pygame without pkg_resources, which takes longer than pygame itself, and is not needed."""
    unasked = "pkg_resources" not in sys.modules
    if unasked:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    import pygame  # noqa: F401

    if unasked:
        del sys.modules["pkg_resources"]


def _play(options: argparse.Namespace, paths: "Paths") -> int:
    import_pygame()
    from rps_game.cli.play import play

    return play(paths, camera=options.camera, backbone=options.backbone)


def _cameras(_options: argparse.Namespace, _paths: "Paths") -> int:
    from rps_game.cli.sessions import cameras

    cameras()
    return 0


def _calibrate(options: argparse.Namespace, paths: "Paths") -> int:
    from rps_game.cli.sessions import calibrate

    calibrate(options.session, options.save, _calibration_options(options), paths, overwrite=options.replace)
    return 0


def _evaluate(options: argparse.Namespace, paths: "Paths") -> int:
    from rps_game.cli.sessions import evaluate

    evaluate(
        options.sessions,
        _calibration_options(options),
        paths,
        save=options.save,
        starter=options.starter,
        as_json_only=options.json,
    )
    return 0


def _read(options: argparse.Namespace, paths: "Paths") -> int:
    from rps_game.cli.read import read

    read(options.name, paths, camera=options.camera, backbone=options.backbone, as_json=options.json)
    return 0


def _export(options: argparse.Namespace, paths: "Paths") -> int:
    from rps_game.cli.export import export

    export(
        options.name, options.to, options.folder, paths, backbone=options.backbone, replace=options.replace
    )
    return 0


def _arena(options: argparse.Namespace, _paths: "Paths") -> int:
    from rps_game.cli.arena import arena
    from rps_game.game.made_up_players import MADE_UP_PLAYERS

    arena(
        options.opponent,
        options.against or list(MADE_UP_PLAYERS),
        rounds=options.rounds,
        matches=options.matches,
        seed=options.seed,
        as_json_only=options.json,
    )
    return 0


def _rules(options: argparse.Namespace, paths: "Paths") -> int:
    from rps_game.cli.rules import list_rules

    return list_rules(options.files, paths)


def _doctor(options: argparse.Namespace, paths: "Paths") -> int:
    from rps_game.cli.doctor import diagnose

    return diagnose(paths, options.camera, options.backbone)


if __name__ == "__main__":
    sys.exit(main())

"""`python -m benchmarks.recognition`: compares heads on networks.

    python -m benchmarks.recognition --backbone-without best_of_one,rps_cv=FOLDER/backbone.tflite [--write]

Pictures come from ../shared/hands. Every head is trained by the function that the game trains with, on what
the game would have recorded, and judged by the figures and the vote of the game. Without `--backbone-without`
the game's own network is tested on sets that it was trained on, and the tables say so.
"""

import argparse
import os
from collections.abc import Sequence
from typing import Final

from benchmarks import parser_of
from benchmarks.recognition import report
from benchmarks.recognition.chart import draw_chart
from benchmarks.recognition.examine import Findings, Network, examine, say
from benchmarks.recognition.harder import rooms
from benchmarks.recognition.sets import ORDERED, UNORDERED
from benchmarks.recognition.strain import Doubt, doubts, strain
from benchmarks.recognition.tables import DOCUMENT, filled, stamped
from rps_game.cli.evaluation import PictureFolder
from rps_game.errors import BackboneUnavailable
from rps_game.files import write_whole
from rps_game.network.backbone import BackboneName
from rps_game.network.loader import prepare_backbone, starter_of
from rps_game.paths import default_paths
from tools.pretrain.filmed_hands import TRAINING_SETS

CHOOSES_NOTHING: Final = "rock_paper_scissors_ml"
"""Its licence excludes it from the training, and so from every choice."""

CHART: Final = DOCUMENT.parent / "images" / "recognition-errors.png"


def main() -> None:
    """Measure and print everything, and write it into the document if asked to."""
    arguments = _arguments()
    os.environ.setdefault("KERAS_HOME", str((arguments.shared / "keras").resolve()))
    hands = arguments.shared / "hands"
    imagenet = _network(BackboneName.IMAGENET, "imagenet")
    try:
        own = [_network(arguments.own, "own")]
    except BackboneUnavailable as error:
        say(f"without the game's own network: {error}")
        own = []
    findings = []
    for name in (*ORDERED, *UNORDERED):
        networks = [imagenet, *_for_set(name, own, arguments.without)]
        folder = PictureFolder.find(hands / name)
        findings.append(examine(folder, networks, arguments.seeds, choose=name != CHOOSES_NOTHING))
    elsewhere = rooms(hands)
    for found in findings:
        strain(found, elsewhere)
    doubt = doubts(hands, [imagenet, *own])
    tables = _tables(findings, doubt, imagenet, own)
    for name, text in tables.items():
        print(f"## {name}\n\n{text}")
    if arguments.write:
        text = filled(DOCUMENT.read_text(encoding="utf-8"), tables)
        write_whole(DOCUMENT, text.encode(), replace=True)
        draw_chart(findings, CHART)
        say(f"written: {DOCUMENT}, {CHART}")


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__)
    parser.add_argument(
        "--own", default=BackboneName.OWN, metavar="PATH", help="a .tflite in place of the game's"
    )
    parser.add_argument(
        "--backbone-without",
        dest="without",
        action="append",
        default=[],
        type=_without,
        metavar="SETS=PATH",
        help="sets, separated by commas, and a .tflite that was trained without them",
    )
    parser.add_argument("--seeds", type=int, default=3, help="of trainings that depend on chance (default 3)")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/recognition.md")
    return parser.parse_args()


def _without(text: str) -> tuple[frozenset[str], str]:
    sets, equals, path = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError("expected SETS=PATH")
    return frozenset(sets.split(",")), path


def _network(spec: str, label: str) -> Network:
    paths = default_paths()
    backbone = prepare_backbone(spec, paths.cache, paths.log)
    return Network(label, backbone, starter_of(spec, paths.cache, backbone.fingerprint))


def _for_set(name: str, own: list[Network], without: list[tuple[frozenset[str], str]]) -> list[Network]:
    """Return the game's own network, or one that was trained without this set."""
    for sets, path in without:
        if name in sets:
            return [_network(path, "own, trained without")]
    if name not in TRAINING_SETS:
        return own
    return [Network("own, seen in training", network.backbone, network.starter) for network in own]


def _tables(
    findings: Sequence[Findings], doubt: Doubt, imagenet: Network, own: Sequence[Network]
) -> dict[str, str]:
    shipped = own[0].backbone.fingerprint if own else None

    def finished(text: str, networks: Sequence[Network]) -> str:
        return stamped(text, report.named(networks), shipped)

    tables = {}
    for found in findings:
        name = found.folder.name.replace("_", "-")
        tables[f"heads-{name}"] = finished(report.heads_table(found), found.networks)
        tables[f"harder-{name}"] = finished(report.harder_table(found), found.networks)
    everything = [network for found in findings for network in found.networks]
    games = [found.networks[-1] for found in findings]
    tables["none"] = finished(report.none_table(findings), everything)
    tables["doubt"] = finished(report.doubt_table(doubt), [imagenet, *own])
    tables["choices"] = finished(report.choices_table(findings, doubt), games)
    tables["confusion"] = finished(report.confusion_tables(findings), games)
    tables["errors"] = finished(report.errors_table(findings), games)
    return tables


if __name__ == "__main__":
    main()

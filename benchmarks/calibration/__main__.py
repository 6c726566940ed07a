"""`python -m benchmarks.calibration`: measures what docs/calibration.md says, again for each network.

python -m benchmarks.calibration [--shared ../shared] [--own PATH] [--only TABLE ...] [--write]
"""

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

from functools import partial
from typing import Final

import cv2

from benchmarks import ROOT, parser_of
from benchmarks.calibration import first_throw, hints, wrong_hand
from benchmarks.recognition.tables import blocks, filled, stamped
from rps_game.files import write_whole
from rps_game.network.backbone import BackboneName
from rps_game.network.loader import prepare_backbone, starter_of
from rps_game.paths import default_paths

DOCUMENT: Final = ROOT / "docs" / "calibration.md"
TABLES: Final = {"wrong-hand": wrong_hand.HEAD, "hints": hints.HEAD, "first-throw": first_throw.HEAD}
"""Their places in the document, and the heads of their columns."""


def main() -> None:
    """Measure and print, and write the tables into the document if asked to."""
    parser = parser_of(__doc__)
    parser.add_argument(
        "--own", default=BackboneName.OWN, metavar="PATH", help="a .tflite instead of the game's"
    )
    parser.add_argument(
        "--only", nargs="+", choices=TABLES, default=TABLES, help="of the tables (default: all)"
    )
    parser.add_argument("--write", action="store_true", help="write them into docs/calibration.md")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    hands, paths = options.shared / "hands", default_paths()
    backbone = prepare_backbone(options.own, paths.cache, paths.log)
    starter = starter_of(options.own, paths.cache, backbone.fingerprint)
    measured = {
        "wrong-hand": partial(wrong_hand.measure, hands, backbone.embed, starter),
        "hints": partial(hints.measure, hands, backbone.embed, starter),
        "first-throw": partial(first_throw.measure, hands, options.own),
    }
    page = DOCUMENT.read_text(encoding="utf-8")
    found = {name: text.strip("\n") + "\n" for name, text in blocks(page).items()}
    for name in options.only:
        text = measured[name]()
        print(f"## {name}\n\n{text}", flush=True)
        found[name] = stamped(text, [("own", backbone.fingerprint)], backbone.fingerprint)
    if options.write:
        write_whole(DOCUMENT, filled(page, found).encode(), replace=True)


if __name__ == "__main__":
    main()

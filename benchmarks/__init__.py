"""Measurements: each module prints its table when it is run with `python -m`."""

import argparse
import os
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]


def parser_of(doc: str | None) -> argparse.ArgumentParser:
    """Return a parser of the command with this docstring; --shared is the folder of pictures."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = Path(os.environ.get("RPS_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--shared", type=Path, default=shared, help="the folder that has hands/")
    return parser

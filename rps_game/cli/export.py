"""`rps-game export`: a hand's whole network for other programs."""

from pathlib import Path

from rps_game.cli.read import recognizer
from rps_game.export.folder import Format, Player
from rps_game.export.folder import export as write
from rps_game.paths import Paths, given_path
from rps_game.words import printable


def export(
    player: str | None, to: Format, folder: Path, paths: Paths, *, backbone: str | None, replace: bool
) -> None:
    """Write the network of a saved player, or of the starter for None, into a folder.

    Raises:
        GameError: in many of its kinds; nothing was written.
    """
    folder = given_path(folder)
    hand = recognizer(player, paths, backbone)
    write(Player(hand.name, hand.head, hand.backbone), to, folder, paths.log, replace=replace)
    print(f"Written to {printable(str(folder))}; README.md there says how to run it.")

"""`rps-game read`: a line a frame, so that a program in any language can take the hand from a pipe."""

import json

from rps_game.cli.run import drop_output, reader_is_gone
from rps_game.paths import Paths
from rps_game.recognizer import Reading, Recognizer


def read(
    player: str | None, paths: Paths, *, camera: str | None, backbone: str | None, as_json: bool
) -> None:
    """Print what each frame of a camera shows, until a recording ends or nobody reads on.

    Args:
        player: the name of a saved player; None for the starter.
        paths: the game's folders.
        camera: as after `--camera`; None for the first that works.
        backbone: the player's network, where the game does not know it by name.
        as_json: print an object a line, for programs.

    Raises:
        GameError: the player or the camera cannot be used.
    """
    hand = recognizer(player, paths, backbone)
    try:
        for reading in hand.stream(camera):
            print(_json(reading) if as_json else _line(reading), flush=True)
    except OSError as error:
        if not reader_is_gone(error):  # which is how this ends
            raise
        drop_output()


def recognizer(player: str | None, paths: Paths, backbone: str | None) -> Recognizer:
    """Return the saved player of that name, or the starter for None.

    Raises:
        GameError: it cannot be used.
    """
    if player is None:
        return Recognizer.starter(saves=paths.saves, backbone=backbone)
    return Recognizer.load(player, saves=paths.saves, backbone=backbone)


def _json(reading: Reading) -> str:
    probabilities = {gesture.id: round(p, 4) for gesture, p in reading.probabilities.items()}
    return json.dumps({"gesture": reading.gesture.id, "sure": reading.sure, "probabilities": probabilities})


def _line(reading: Reading) -> str:
    doubt = "" if reading.sure else "  not sure"
    return f"{reading.gesture.id:8}  {reading.probabilities[reading.gesture]:.2f}{doubt}"

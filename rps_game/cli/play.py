"""`rps-game` without a command: opens everything, plays, closes everything."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from rps_game.app import App
from rps_game.camera.feed import Feed
from rps_game.camera.sources import (
    CameraSpec,
    Source,
    ask_permission_for,
    first_working_camera,
    open_source,
)
from rps_game.errors import CameraError
from rps_game.network.backbone import DEFAULT_BACKBONE
from rps_game.network.loader import Network
from rps_game.paths import Paths
from rps_game.settings_file import load_settings
from rps_game.ui.sound import Sound
from rps_game.ui.window import Window

_log: Final = logging.getLogger(__name__)


def play(paths: Paths, *, camera: str | None = None, backbone: str | None = None) -> int:
    """Open the game, and play until the player leaves; return the exit code.

    `camera` and `backbone` are the values of the options, for this time only; without `--camera` it is the
    one chosen last time, or the first that works.

    Raises:
        DisplayError: no window can be opened.
    """
    settings, damaged = load_settings(paths.settings)
    window = Window(fullscreen=settings.fullscreen)
    sound = Sound()
    sound.open()
    app = App(
        paths,
        settings,
        window=window,
        feed=Feed(_camera(camera, settings.camera)),
        network=Network(backbone or settings.backbone or DEFAULT_BACKBONE, paths.cache, paths.log),
        sound=sound,
    )
    try:
        for error in damaged:
            _log.warning("%s", error)
            app.show_error(error)
        app.run()
    finally:
        app.close()
    return 0


def _camera(wanted: str | None, chosen: str | None) -> Callable[[], Source]:
    # What the command line names is taken or refused; what was chosen last time may be unplugged today.
    if wanted is not None:
        spec = CameraSpec.parse(wanted)
        ask_permission_for(spec)
        return partial(open_source, spec)
    ask_permission_for(None if chosen is None else CameraSpec.parse(chosen))
    if chosen is None:
        return first_working_camera

    def chosen_or_first() -> Source:
        try:
            return open_source(CameraSpec.parse(chosen))
        except CameraError:
            _log.info("the camera %s of last time cannot be used", chosen, exc_info=True)
            return first_working_camera()

    return chosen_or_first

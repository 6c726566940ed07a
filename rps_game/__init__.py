"""Rock, paper, scissors by webcam, with a recogniser trained on the player's own hand."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rps_game.game.gestures import Gesture
    from rps_game.recognizer import Reading, Recognizer

__all__ = ["Gesture", "Reading", "Recognizer", "__version__"]
__version__ = "0.1.0"

# The libraries read these once, when they are imported, so they are set before any module of the game can
# import one. `setdefault`: who debugs a camera may export their own values.
for _name, _value in {
    "PYGAME_HIDE_SUPPORT_PROMPT": "1",  # it greets on stdout, where `--json` promises JSON and nothing else
    "OPENCV_LOG_LEVEL": "SILENT",  # a camera that is not there is our sentence to say
    "OPENCV_FFMPEG_LOGLEVEL": "-8",  # AV_LOG_QUIET, for damaged video files
    "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS": "0",  # Windows: else opening takes a minute
    "OPENCV_AVFOUNDATION_SKIP_AUTH": "1",  # macOS: camera.devices.ask_permission() asks instead
    "SDL_WINDOWS_DPI_AWARENESS": "permonitorv2",  # else Windows scales the window up, and nothing is sharp
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2",  # Linux: seconds a read may block; else 10
}.items():
    os.environ.setdefault(_name, _value)


def __getattr__(name: str) -> object:
    """Import the public names when they are asked for: the commands do without NumPy as long as they can."""
    if name in __all__:
        from rps_game import recognizer

        return getattr(recognizer, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

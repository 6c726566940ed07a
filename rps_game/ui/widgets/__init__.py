"""What screens are put together from. A widget has a `rect`, which its screen sets, to draw itself in."""

from rps_game.ui.widgets.camera import CameraView, Thumbnails, round_corners
from rps_game.ui.widgets.charts import Bar, Curve, LossBar, ProgressRing, Table
from rps_game.ui.widgets.focus import Button, FocusRing, Press
from rps_game.ui.widgets.panels import Panel, Status, StatusLine, draw_message, draw_veil
from rps_game.ui.widgets.textfield import TextField

__all__ = [
    "Bar",
    "Button",
    "CameraView",
    "Curve",
    "FocusRing",
    "LossBar",
    "Panel",
    "Press",
    "ProgressRing",
    "Status",
    "StatusLine",
    "Table",
    "TextField",
    "Thumbnails",
    "draw_message",
    "draw_veil",
    "round_corners",
]

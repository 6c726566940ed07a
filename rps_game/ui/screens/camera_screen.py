"""Base class of the screens with a large camera picture."""

from collections.abc import Sequence
from typing import Final

import pygame

from rps_game.camera.observation import Observation
from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture
from rps_game.ui.bindings import Binding, H
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Theme, Tone
from rps_game.ui.screens.base import Screen
from rps_game.ui.screens.no_camera import NoCamera
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.charts import ProgressRing
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.heat import HeatView
from rps_game.ui.widgets.layout import button_height, place_column
from rps_game.ui.widgets.over_camera import inset_square
from rps_game.ui.words.i18n import tr

MARGIN: Final = 18
"""Space around and between things, in pixels of the design: narrow, so that the picture gets the room."""

NARROWEST_COLUMN: Final = 330
"""Width that words and buttons need beside the picture, in pixels of the design."""

LEAST_COLUMN_PX: Final = 246
"""The same in a small window, in pixels: its text does not shrink as the window does."""

WIDEST_COLUMN: Final = 560
"""In pixels of the design: wider, what it says and the picture would be far apart."""

HIGHEST_PICTURE: Final = 0.55
"""Of the height of a portrait window."""


class CameraScreen(Screen):
    """A screen with a large live picture, over which it can show what the network sees.

    A subclass calls `new_observation` in each tick, then `show_live` or `show`; and draws `heat` over the
    picture.

    Attributes:
        covered: whether a card lies over the screen while the camera gives no picture. The screen is updated
            all the same, and pauses by itself.
    """

    edge = MARGIN
    above_status = 10
    covered = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.camera = CameraView(mirror=context.settings.mirror)
        self.heat = HeatView(context, self.camera)
        self.aspect = 4 / 3  # width by height of the camera's frames
        self._seen = 0
        self._square_edge = ProgressRing()
        self._no_camera = NoCamera(context, self)

    @property
    def front(self) -> Screen:
        return self._no_camera if self.covered and not self.context.camera_live else self

    @property
    def ready(self) -> bool:
        """Whether frames arrive with features, so that hands can be read."""
        observation = self.context.observation
        return self.context.camera_live and observation is not None and observation.features is not None

    def handle(self, event: pygame.event.Event) -> Outcome | None:
        """Handle the button that shows what the network sees; else as any screen."""
        return None if self.heat.handle(event) else super().handle(event)

    def update(self, now: float) -> Outcome | None:
        self._no_camera.update(now)
        return super().update(now)

    def draw(self, painter: Painter) -> None:
        if self.front is self:
            super().draw(painter)
        else:
            self.paint(painter)  # without its buttons: those of the card can be pressed
            self.front.draw(painter)

    def keys(self) -> list[Binding]:
        if self.heat.head is None:
            return []
        return [Binding(H, tr("show or hide what the network sees"), self.heat.toggle)]

    def new_observation(self) -> Observation | None:
        """Return the newest observation, or None if it was returned before; fit the layout to its frame."""
        observation = self.context.observation
        if observation is None:
            return None
        height, width = observation.frame.shape[:2]
        if width / height != self.aspect:
            self.aspect = width / height
            self.request_layout()
            self._place_if_changed()
        self.camera.mirror = self.context.settings.mirror
        before, self._seen = self._seen, observation.number
        return None if observation.number == before else observation

    def show_live(self) -> None:
        """Show the newest frame."""
        observation = self.context.observation
        if observation is not None:
            self.show(observation)

    def show(self, observation: Observation, gesture: Gesture | None = None) -> None:
        """Show a frame in which this gesture was read; None for what the head reads there."""
        self.camera.show(observation.frame, observation.number)
        self.heat.show(observation, gesture)

    def draw_camera(self, painter: Painter) -> None:
        """Draw the picture with the network's square marked, or say why there is none."""
        self.camera.draw(painter, nothing=tr("Waiting for the camera ..."))
        if self.context.observation is not None:
            self._square_edge.rect = inset_square(self.camera, self.theme)
            self._square_edge.draw(painter, 1.0, tone=Tone.LINE, width=2, track=False)


def split_for_camera(theme: Theme, area: Box, aspect: float, under: int = 0) -> tuple[Box, Box]:
    """Split an area into the picture, as large as it can be, and a column beside it or, in portrait, below.

    Args:
        theme: the scale.
        area: what to split.
        aspect: width by height of the camera's frames.
        under: pixels to keep free below the picture.
    """
    margin = theme.unit(MARGIN)
    rest = area.copy()
    if area.height > area.width:
        height = min(round(area.width / aspect), round(area.height * HIGHEST_PICTURE))
        picture = rest.take_top(height)
        rest.take_top(under + margin)
        return picture.centred(round(height * aspect), height), rest
    text = min(theme.text_factor, 1.25)
    narrowest = max(theme.unit(NARROWEST_COLUMN * text), LEAST_COLUMN_PX)
    free = area.height - under
    width = min(round(free * aspect), area.width - narrowest - margin)
    # In an ultrawide window both stand together in the middle.
    widest = width + margin + theme.unit(WIDEST_COLUMN * text)
    rest = rest.centred(min(widest, area.width), area.height)
    picture = rest.take_left(width, margin)
    picture.height = round(picture.width / aspect)
    # A low picture stands a little above the middle of what is free.
    picture.top += max((free - picture.height) // 3, 0)
    return picture, rest


def place_at_bottom(buttons: Sequence[Button], column: Box, theme: Theme, gap: int) -> None:
    """Take room for buttons below one another from the bottom of a column, and a gap in pixels above them."""
    between = theme.unit(12)
    height = (button_height(theme) + between) * len(buttons) - between
    place_column(buttons, column.take_bottom(height, gap), theme)

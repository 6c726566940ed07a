"""What all widgets have in common."""

from rps_game.ui.drawing import Box


class Widget:
    """Something that draws itself in a box.

    Attributes:
        rect: the box; set by the screen's `place`.
    """

    def __init__(self) -> None:
        self.rect = Box()

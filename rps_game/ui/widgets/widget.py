"""What all widgets have in common."""

import pygame


class Widget:
    """Something that draws itself in a box.

    Attributes:
        rect: the box; set by the screen's `place`.
    """

    def __init__(self) -> None:
        self.rect = pygame.Rect(0, 0, 0, 0)

"""The window: opening, resizing, full screen, and the error when there is no display."""

import logging
import os
import sys
from typing import Final

import pygame

from rps_game.errors import DisplayError
from rps_game.game.gestures import Gesture
from rps_game.ui.drawing.icons import icon_picture
from rps_game.ui.drawing.palette import DARK
from rps_game.ui.drawing.theme import DESIGN_SIZE

SMALLEST: Final = (640, 480)
"""Below this, sentences no longer fit."""

UNSEEN: Final = "offscreen"
"""SDL's driver of last resort, a window in memory: an error, unless SDL_VIDEODRIVER asks for it."""

FRAME: Final = (16, 80)
"""Width and height that a window's frame and a desktop's bars take, in pixels; SDL does not tell them."""

MOST_EVENTS: Final = 1000
"""In one frame; a thousand more wait for the next, so that no flood of them keeps the window from drawing."""

_ICON_PX: Final = 64
_log: Final = logging.getLogger(__name__)


class Window:
    """The window of the game.

    Args:
        size: width and height in pixels when it does not fill the screen; None for `DESIGN_SIZE`, or what the
            desktop has room for.
        fullscreen: whether it does.

    Raises:
        DisplayError: no window can be opened.
    """

    def __init__(self, size: tuple[int, int] | None = None, *, fullscreen: bool = False) -> None:
        if sys.platform == "linux":
            # Else SDL opens OpenGL under X11, only to copy our picture: where Mesa renders in software that
            # is 100 MB, and threads on the cores that the game uses. A value that is set already stays.
            os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
        self._size = size or DESIGN_SIZE
        self._canvas: pygame.Surface | None = None  # drawn on while the window is too small
        self.fullscreen = fullscreen
        try:
            pygame.init()  # it ignores what is missing, like a sound card
            pygame.display.init()
            _check_display()
            self._size = size or _at_most(DESIGN_SIZE, _desktop_room())
            pygame.display.set_icon(icon_picture(Gesture.SCISSORS, _ICON_PX, DARK.accent))
            self._open()
        except pygame.error as error:
            raise DisplayError(
                "No window can be opened ({reason}).",
                "Start the game on a computer with a screen, in a session that may use it.",
                reason=error,
            ) from error

    @property
    def surface(self) -> pygame.Surface:
        """The surface to draw on; never below `SMALLEST`, however small the window has become."""
        window = pygame.display.get_surface()
        assert window is not None, "the window is closed"
        width, height = window.get_size()
        if width >= SMALLEST[0] and height >= SMALLEST[1]:
            return window
        size = max(width, SMALLEST[0]), max(height, SMALLEST[1])
        if self._canvas is None or self._canvas.get_size() != size:
            self._canvas = pygame.Surface(size)
        return self._canvas

    def show(self) -> None:
        """Show what was drawn; of a canvas that is larger than the window, its upper left part."""
        window, drawn = pygame.display.get_surface(), self.surface
        if drawn is not window:
            window.blit(drawn, (0, 0))
        pygame.display.flip()

    def handle(self, event: pygame.event.Event) -> None:
        """Handle a resize; a window below `SMALLEST` is enlarged again, if the desktop has room for it."""
        if event.type == pygame.VIDEORESIZE and not self.fullscreen:
            least = _at_most(SMALLEST, _desktop_room())
            wanted = max(event.w, least[0]), max(event.h, least[1])
            self._size = wanted
            if wanted != (event.w, event.h):
                self._open()

    def resize(self, size: tuple[int, int]) -> None:
        """Set the size in pixels that holds outside full screen."""
        self._size = size
        self._open()

    def show_fullscreen(self, on: bool) -> None:
        """Switch full screen on or off."""
        if on != self.fullscreen:
            self.fullscreen = on
            self._open()

    def close(self) -> None:
        """Close the window."""
        pygame.display.quit()

    def _open(self) -> None:
        if self.fullscreen:
            pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
            return
        pygame.display.set_mode(self._size, pygame.RESIZABLE)
        if pygame.display.get_window_size() != self._size:  # it has only left full screen
            pygame.display.set_mode(self._size, pygame.RESIZABLE)


def take_events() -> list[pygame.event.Event]:
    """Return what has come since the last call, oldest first, without the events that pygame itself fails on.

    It does on a pad that went before it was opened, and on a dropped file whose name is not UTF-8. Asked for
    all events, it would lose the others as well.
    """
    events: list[pygame.event.Event] = []
    for _ in range(MOST_EVENTS):
        try:
            event = pygame.event.poll()
        except SystemError:
            _log.exception("an event was dropped")
            continue
        if event.type == pygame.NOEVENT:
            break
        events.append(event)
    return events


def _desktop_room() -> tuple[int, int]:
    width, height = pygame.display.get_desktop_sizes()[0]
    return width - FRAME[0], height - FRAME[1]


def _at_most(size: tuple[int, int], room: tuple[int, int]) -> tuple[int, int]:
    return min(size[0], room[0]), min(size[1], room[1])


def _check_display() -> None:
    if pygame.display.get_driver() == UNSEEN and "SDL_VIDEODRIVER" not in os.environ:
        raise pygame.error("there is no display")

"""A line of the list of saved players."""

from collections.abc import Callable
from datetime import datetime

import pygame

from rps_game.flow import Outcome
from rps_game.saves.info import SaveInfo
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Size, Theme
from rps_game.ui.widgets.focus import Button
from rps_game.ui.words.i18n import ntr, tr, tr_error


class PlayerRow(Button):
    """A player in the list; one that cannot be used is grey and says why."""

    def __init__(self, player: SaveInfo, press: Callable[[], Outcome | None]) -> None:
        super().__init__(player.name, press)
        self.player = player

    def draw(
        self, surface: pygame.Surface, theme: Theme, *, focused: bool = False, held: bool = False
    ) -> None:
        """Draw the name, and below it what is known of the player."""
        usable = self.player.usable
        theme.card(
            surface,
            self.rect,
            Tone.RAISED if focused or held else Tone.CARD,
            radius=12,
            border=Tone.ACCENT if focused else None,
        )
        inner = self.rect.inflate(-theme.unit(36), -theme.unit(8))
        side = theme.unit(26)
        picture = pygame.Rect(inner.left, 0, side, side)
        picture.centery = inner.centery
        theme.symbol(
            surface,
            Symbol.PEOPLE if usable else Symbol.WARNING,
            picture,
            Tone.ACCENT if usable else Tone.MUTED,
        )
        left = picture.right + theme.unit(18)
        name = pygame.Rect(left, inner.top, inner.right - left, theme.line())
        more = pygame.Rect(left, name.bottom, name.width, inner.bottom - name.bottom)
        theme.text(surface, self.player.name, name, bold=True, tone=Tone.INK if usable else Tone.MUTED)
        theme.text(surface, describe(self.player), more, size=Size.SMALL, tone=Tone.MUTED, wrap=not usable)


def describe(player: SaveInfo) -> str:
    """When a player was calibrated, how well it reads, on how many pictures; or what is wrong with it."""
    if player.error is not None:
        return tr_error(player.error)[0]
    parts = [_date(player.created)] if player.created else []
    if player.holdout_accuracy is not None:
        parts.append(tr("reads {percent} % right", percent=round(100 * player.holdout_accuracy)))
    parts.append(ntr("{n} picture", "{n} pictures", player.frames))
    return "  \N{MIDDLE DOT}  ".join(parts)


def _date(iso: str) -> str:
    when = datetime.fromisoformat(iso)
    return when.astimezone().strftime("%Y-%m-%d %H:%M") if "T" in iso else when.strftime("%Y-%m-%d")

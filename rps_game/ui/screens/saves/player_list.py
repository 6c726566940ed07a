"""The list of saved players, which scrolls."""

import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Final

from rps_game.flow import Outcome
from rps_game.game.gestures import CLASSIC
from rps_game.game.statistics import Tally
from rps_game.saves.info import SaveInfo
from rps_game.ui.drawing import Align, Box, Colour, Painter, Size, Symbol, Theme, Tone
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.scroll import ScrollList
from rps_game.ui.words.i18n import tr, tr_error
from rps_game.ui.words.rules import rules_title

ROW_HEIGHT: Final = 68
"""Height of a row, in pixels of the design."""

BADGES: Final[tuple[Colour, ...]] = (
    (196, 62, 74),
    (112, 92, 206),
    (24, 128, 88),
    (168, 98, 16),
    (24, 112, 178),
    (178, 64, 140),
)
"""Colours on which a white letter can be read, in either theme."""


class PlayerRow(Button):
    """A player in the list; one that cannot be used is grey and says why.

    Args:
        player: a saved one; None for the one who is played with and has no name yet.
        tally: the rounds of the player.
        press: called with the row when it is pressed.

    Attributes:
        chosen: whether the buttons beside the list are for this player; filled then, wherever the focus is.
    """

    def __init__(
        self, player: SaveInfo | None, tally: Tally, press: Callable[["PlayerRow"], Outcome | None]
    ) -> None:
        super().__init__(tr("Unsaved player") if player is None else player.name, lambda: press(self))
        self.player = player
        self._tally = tally
        self.chosen = False

    @property
    def usable(self) -> bool:
        """Whether a match can be played as this player: the file is sound and of this network."""
        return self.player is None or self.player.usable

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the name, and below it what is known of the player."""
        theme = painter.theme
        ground = Tone.RAISED if focused or held or self.chosen else Tone.CARD
        painter.card(self.rect, ground, radius=12, border=Tone.ACCENT if focused else None)
        inner = self.rect.inset(theme.unit(14), theme.unit(4))
        self._draw_badge(painter, inner.take_left(min(theme.unit(48), inner.height), theme.unit(16)))
        name = inner.take_top(theme.line())
        painter.text(self.label, name, bold=True, tone=Tone.INK if self.usable else Tone.MUTED)
        facts = tr("Has no name yet.") if self.player is None else _facts(self.player, self._tally)
        painter.small(facts, inner, wrap=not self.usable)

    def _draw_badge(self, painter: Painter, box: Box) -> None:
        # The first letter on a disc, in a colour that stays the player's.
        disc = box.centred(min(box.size))
        if self.player is None or not self.usable:
            symbol = Symbol.PLUS if self.usable else Symbol.WARNING
            painter.circle(disc.center, disc.width / 2, Tone.LINE)
            painter.icon(symbol, disc.inset(disc.width // 4), Tone.INK)
            return
        colour = BADGES[zlib.crc32(self.label.encode("utf-8", "replace")) % len(BADGES)]
        painter.circle(disc.center, disc.width / 2, colour)
        letter = disc.centred(disc.width, disc.width * 6 // 10)
        initial = self.label.strip()[:1].upper()
        painter.text(initial, letter, size=Size.DISPLAY, tone=(255, 255, 255), align=Align.CENTER, bold=True)


class PlayerList(ScrollList[PlayerRow]):
    """The rows of the players."""

    def place_rows(self, theme: Theme, rect: Box) -> None:
        """Lay out the rows in a box."""
        height = max(theme.unit(ROW_HEIGHT), theme.line() + theme.line(Size.SMALL) + theme.unit(12))
        self.place(theme, rect, height, theme.unit(8))

    def draw(self, painter: Painter) -> None:
        """Draw the scroll bar, or that there is no player."""
        super().draw(painter)
        if not self.rows:
            theme = painter.theme
            picture = self.rect.centred(self.rect.width, theme.unit(96))
            picture.top -= theme.unit(60)
            painter.icon(Symbol.PEOPLE, picture, Tone.LINE)
            words = picture.below(theme.line(lines=3))
            sentence = tr("Nobody is saved yet. After a training the report offers to save the player.")
            painter.text(sentence, words, tone=Tone.MUTED, align=Align.CENTER, wrap=True)


def _facts(player: SaveInfo, tally: Tally) -> str:
    """Return when a player was calibrated, how well it is read, what it has won; or what is wrong with it."""
    if player.error is not None:
        return tr_error(player.error)[0]
    parts = [_date(player.facts.created)] if player.facts else []
    if player.facts and player.facts.rules is not CLASSIC:
        parts.insert(0, rules_title(player.facts.rules))
    if player.facts and player.facts.holdout_accuracy is not None:
        percent = round(100 * player.facts.holdout_accuracy)
        parts.append(tr("{percent} % read right", percent=percent))
    if tally.rounds:
        parts.append(tr("{wins} of {n} throws won", wins=tally.wins, n=tally.rounds))
    return "  \N{MIDDLE DOT}  ".join(parts)


def _date(iso: str) -> str:
    when = datetime.fromisoformat(iso)
    try:
        return when.astimezone().strftime("%Y-%m-%d %H:%M") if "T" in iso else when.strftime("%Y-%m-%d")
    except (
        ValueError,
        OverflowError,
        OSError,
    ):  # on the first or the last day of the calendar, which a file may name
        return when.date().isoformat()

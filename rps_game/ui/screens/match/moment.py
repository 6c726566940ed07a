"""The moment after a throw: a freeze, the card turns, the winner pushes the loser; then the verdict."""

import math
from dataclasses import dataclass
from typing import Final

from rps_game.game.gestures import RoundResult
from rps_game.ui.widgets.over_camera import eased

FREEZE_S: Final = 0.3
"""How long the hand stands still before the card turns: suspense, and the hand is seen as it was read."""

TURN_S: Final = 0.4
PUSH_S: Final = 0.3
TOUCH: Final = 0.4
"""The share of the push after which the cards touch."""

TURNED_S: Final = FREEZE_S + TURN_S
TOLD_S: Final = TURNED_S + PUSH_S

ARRIVAL_S: Final = 0.3
"""How long the verdict takes to grow."""

FLASH: Final = 0.6
"""How opaque the flash is at its start."""

AWAY: Final = 2.4
"""How far the loser flies, in widths of the gap between the cards, before it comes back."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the moment has come to.

    With less motion the same things happen at the same times, but nothing moves or flashes.

    Attributes:
        since_s: time since the throw was decided, in seconds.
        result: of the round; None for a throw that does not count, which ends with the freeze.
        reduced: whether the player wants less motion.
    """

    since_s: float
    result: RoundResult | None
    reduced: bool = False

    @property
    def flash(self) -> float:
        """How opaque the flash over the hand is, 0..1."""
        return 0.0 if self.reduced else FLASH * max(1 - self.since_s / FREEZE_S, 0.0) ** 2

    @property
    def turned(self) -> float:
        """How far the card has turned, from 0 (face down) to 1 (face up)."""
        if self.result is None:
            return 0.0
        turned = min(max((self.since_s - FREEZE_S) / TURN_S, 0.0), 1.0)
        return float(turned >= 0.5) if self.reduced else turned

    @property
    def told(self) -> bool:
        """Whether score, words, sound and colours may tell how it ended."""
        return self.since_s >= (FREEZE_S if self.result is None else TOLD_S)

    @property
    def arrived(self) -> float:
        """How far the verdict has come in, 0..1."""
        told_s = self.since_s - (FREEZE_S if self.result is None else TOLD_S)
        return 1.0 if self.reduced else eased(told_s / ARRIVAL_S)

    @property
    def pushes(self) -> tuple[float, float]:
        """How far the player's and the opponent's card are from their places, towards the opponent's side.

        In widths of the gap between them, within which the winner touches the loser.
        """
        share = min(max((self.since_s - TURNED_S) / PUSH_S, 0.0), 1.0)
        if self.reduced or self.result is None or share == 0.0:
            return 0.0, 0.0
        # Towards each other ever faster until they touch; then the one that was hit flies and comes to rest.
        after = max(share - TOUCH, 0.0) / (1 - TOUCH)
        forth = (share / TOUCH) ** 2 if share < TOUCH else math.cos(math.pi / 2 * after)
        back = math.sin(math.pi * after)
        if self.result is RoundResult.DRAW:
            recoil = (forth - back * AWAY / 2) / 2
            return recoil, -recoil
        winner, loser = forth, back * AWAY
        return (winner, loser) if self.result is RoundResult.WIN else (-loser, -winner)

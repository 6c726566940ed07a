"""Drawing of a match: the player's picture, the score, the computer's card, the rounds, the countdown."""

from dataclasses import dataclass
from typing import Final

from rps_game.game.gestures import RoundResult
from rps_game.game.match import Match, Round
from rps_game.game.rhythm import Beat
from rps_game.game.sealing import SealedMove
from rps_game.ui.drawing import Align, Box, Painter, Size, Symbol, Theme, Tone
from rps_game.ui.screens.match.round_strip import MARKS, RoundStrip
from rps_game.ui.screens.match.sealed_card import SealedCard
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.charts import ProgressRing
from rps_game.ui.widgets.over_camera import BigWord, draw_note, draw_pill, eased, inset_square
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import tr
from rps_game.ui.words.match import result_word, rules_word

TURN_S: Final = 0.3
"""How long the card takes to turn over."""

WIDEST_PICTURE: Final = 0.58
"""Greatest share of the window's width for the picture, which leaves room for the card beside it."""


@dataclass(frozen=True, slots=True)
class MatchViewModel:
    """What to draw of a match in one frame.

    Attributes:
        match: the rounds so far, the revealed one among them.
        sealed: the computer's move.
        round: the round that is being revealed; None while the card is face down.
        since_reveal_s: how long it has been revealed, in seconds.
        said: what the opponent says about the last throw; "" for nothing.
    """

    match: Match
    sealed: SealedMove
    round: Round | None
    since_reveal_s: float
    said: str


class MatchView:
    """Draws a `MatchViewModel`."""

    def __init__(self, camera: CameraView, *, speaks: bool = False) -> None:
        self._camera = camera  # which the screen fills
        self._speaks = speaks  # the opponent is given a line for its remarks
        self._card, self._strip = SealedCard(), RoundStrip()
        self._ring = ProgressRing()
        self._middle = self._table = self._said = Box()
        self._word = BigWord()

    def place(self, theme: Theme, area: Box, aspect: float) -> None:
        """Lay out the table; `aspect` is width by height of the camera's frames."""
        gap, label = theme.unit(18), theme.line(Size.BODY)
        said = label + gap // 2 if self._speaks else 0
        rest = area.copy()
        self._strip.rect = rest.take_bottom(theme.unit(64), gap)
        rest.take_top(label)
        width = min(round((rest.height - said) * aspect), round(area.width * WIDEST_PICTURE))
        height = round(width / aspect)
        rest.take_top(max((rest.height - said - height) // 2, 0))
        table = self._table = rest.take_top(height)
        self._said = table.below(said - gap // 2)
        self._said.top += max(self._strip.rect.top - table.bottom - label, 0) // 2
        # The remaining width goes to both sides of the score.
        middle = self._middle = table.copy()
        self._camera.rect = middle.take_left(width, gap)
        card = min(middle.width - min(theme.unit(210), area.width // 5) - gap, round(height * 0.9))
        self._card.rect = middle.take_right(card, gap)

    def corner(self, button: Box) -> Box:
        """Return the box of a button in the picture's left corner, moved to its right one."""
        picture, box = self._camera.picture_rect, button.copy()
        box.right = picture.right - (button.left - picture.left)
        return box

    def draw(self, painter: Painter, model: MatchViewModel) -> None:
        """Draw everything that lies on the table."""
        theme = painter.theme
        self._draw_labels(painter)
        turned, newest, border = 0.0, 1.0, Tone.LINE
        if model.round is not None:
            turned = 1.0 if theme.reduced_motion else min(model.since_reveal_s / TURN_S, 1.0)
            newest = eased(turned)
            border = Tone.BAD if model.round.result is RoundResult.LOSE else Tone.LINE
        self._card.draw(painter, model.sealed, turned, border)
        if model.round is not None:
            self._draw_hand(painter, model.round)
        self._draw_score(painter, model.match, model.round)
        self._strip.draw(painter, model.match.rounds, newest)
        if model.said:
            painter.text(model.said, self._said, align=Align.CENTER)

    def _draw_labels(self, painter: Painter) -> None:
        for rect, words in ((self._camera.rect, tr("You")), (self._card.rect, tr("Computer"))):
            label = rect.above(painter.theme.line(Size.BODY))
            painter.text(words, label, tone=Tone.MUTED, align=Align.CENTER, bold=True)

    def _draw_hand(self, painter: Painter, played: Round) -> None:
        # Over the frame that decided: what was read from it.
        theme, square = painter.theme, self._camera.square_rect
        if played.result is RoundResult.WIN:
            self._ring.rect = inset_square(self._camera, theme)
            self._ring.draw(painter, 1.0, tone=Tone.GOOD, track=False)
        place = square.centerx, square.bottom - theme.unit(40)
        hand, word = played.player, gesture_word(played.player)
        draw_pill(painter, word, place, room=square.width, size=Size.TITLE, icon=hand)

    def _draw_score(self, painter: Painter, match: Match, played: Round | None) -> None:
        theme, middle = painter.theme, self._middle
        digits = middle.centred(middle.width, min(theme.unit(104), middle.height // 4))
        digits.centery = middle.top + middle.height // 3
        score = f"{match.wins} : {match.losses}"
        painter.text(score, digits, size=Size.DISPLAY, align=Align.CENTER, bold=True)
        below = digits.below(theme.line(Size.SMALL))
        painter.small(rules_word(match.rules), below, align=Align.CENTER)
        if match.rules.wins_needed is not None:
            self._draw_pips(painter, match, match.rules.wins_needed, below.bottom + theme.unit(14))
        if played is not None:
            self._draw_result(painter, played.result)

    def _draw_pips(self, painter: Painter, match: Match, needed: int, top: int) -> None:
        # Rounds won, from the middle outwards: filled for won, hollow for still needed.
        theme = painter.theme
        step = min(3 * max(theme.unit(7), 3), self._middle.width // (2 * needed + 2))
        radius = step // 3
        for won, way in ((match.wins, -1), (match.losses, 1)):
            for i in range(needed):
                x = self._middle.centerx + way * (step + i * step)
                tone, width = (Tone.ACCENT, 0) if i < won else (Tone.LINE, max(theme.unit(2), 1))
                painter.circle((x, top + radius), radius, tone, width)

    def _draw_result(self, painter: Painter, result: RoundResult) -> None:
        theme, middle, (symbol, tone) = painter.theme, self._middle, MARKS[result]
        mark = middle.centred(middle.width, theme.unit(54))
        mark.centery = middle.top + middle.height * 2 // 3
        painter.icon(symbol, mark, tone)
        words = mark.below(theme.line(Size.TITLE), theme.unit(4))
        painter.title(result_word(result), words, align=Align.CENTER, tone=tone)

    def draw_beat(self, painter: Painter, beat: Beat, progress: float) -> None:
        """Draw the word of the beat over the player's picture, where the eyes are; it grows and fades.

        Score and card stay readable beside it. In the window a ring shows that the hand is read.
        """
        theme = painter.theme
        words, tone = {
            Beat.READY: (tr("Ready?"), Tone.MUTED),
            Beat.ROCK: (tr("ROCK"), Tone.INK),
            Beat.PAPER: (tr("PAPER"), Tone.INK),
            Beat.SCISSORS: (tr("SCISSORS"), Tone.INK),
        }.get(beat, (tr("SHOOT!"), Tone.ACCENT))
        shoot = beat in {Beat.SHOOT, Beat.WINDOW}
        if beat is Beat.WINDOW:
            self._ring.rect = inset_square(self._camera, theme)
            self._ring.draw(painter, 1.0, width=10, track=False)
            progress = 0.0  # the word does not move while the hand is read
        box = self._camera.rect.inset(theme.unit(20), 0)
        box.height = min(theme.unit(190), self._table.height // 2)
        box.centery = self._table.centery
        if shoot:  # the word leaves room for the hand, which is read now
            box.height = box.height * 2 // 3
            box.top = self._table.top + theme.unit(10)
        if theme.reduced_motion or shoot:
            scale, alpha = 1.0, 1.0
        elif beat is Beat.READY:
            scale, alpha = 0.6, 1.0
        else:
            scale = 0.55 + 0.45 * eased(progress * 1.6)
            alpha = 1.0 - max(progress - 0.55, 0.0) / 0.45
        self._word.draw(painter, words, box, tone=tone, scale=scale, alpha=alpha)

    def draw_rethrow(self, painter: Painter, why: str) -> None:
        """Draw why the throw does not count, over the picture in which no gesture was read."""
        room = self._camera.rect.inset(painter.theme.unit(20))
        draw_note(painter, tr("Throw again"), why, room, symbol=Symbol.REDO)

    def draw_waiting(self, painter: Painter) -> None:
        """Draw that the first throw waits for the camera or the network."""
        place, room = self._table.center, self._table.width
        draw_pill(painter, tr("One moment ..."), place, room=room, size=Size.TITLE)

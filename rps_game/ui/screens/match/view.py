"""Drawing of a match: the score, two equal cards, what is said above them, the rounds below."""

from dataclasses import dataclass
from typing import Final

import pygame

from rps_game.game.gestures import RoundResult
from rps_game.game.match import Match, Round
from rps_game.game.opponents import OPPONENTS
from rps_game.game.rhythm import Beat
from rps_game.ui.drawing import Align, Box, Painter, Size, Theme, Tone
from rps_game.ui.drawing.faces import Mood
from rps_game.ui.screens.match.moment import Moment
from rps_game.ui.screens.match.opponent_card import (
    RADIUS,
    Dealt,
    OpponentCard,
    draw_throw,
)
from rps_game.ui.screens.match.round_strip import RoundStrip
from rps_game.ui.screens.match.score_bar import ScoreBar
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.widgets.charts import ProgressRing
from rps_game.ui.widgets.over_camera import BigWord, draw_warning, eased, inset_square
from rps_game.ui.words.i18n import tr, tr_marked
from rps_game.ui.words.match import result_word, round_sentence, rules_word

GAP: Final = 18
"""Between the cards, in pixels of the design."""

WORD_HEIGHT: Final = (64, 120)
"""Of the word above the hand, in pixels of the design; the greater one where the window has room."""

WIDE: Final = 2.2
"""Width by height from which on score and rounds share a row."""

BEATS: Final = (Beat.ROCK, Beat.PAPER, Beat.SCISSORS, Beat.SHOOT)
"""Each has a pip."""

WHITE: Final = (255, 255, 255)
"""Of the flash, in any theme."""

LOSERS_VEIL: Final = 0.45
"""How much of the ground's colour lies over the loser's card."""


@dataclass(frozen=True, slots=True)
class MatchViewModel:
    """What to draw of a match in one frame.

    Attributes:
        match: the rounds so far, as far as they are told.
        dealt: the opponent's card.
        round: the round of the present moment; None before its throw is decided, or if it does not count.
        moment: what happens after a throw; None while there is none.
        said: what the opponent says about the last throw; "" for nothing.
        name: the player's; "" for none.
        hint: which keys go on and hold; "" for none.
        now: the time in seconds.
    """

    match: Match
    dealt: Dealt
    round: Round | None = None
    moment: Moment | None = None
    said: str = ""
    name: str = ""
    hint: str = ""
    now: float = 0.0

    @property
    def told(self) -> RoundResult | None:
        """How the present round has ended, once that may be told."""
        told = self.round is not None and self.moment is not None and self.moment.told
        return self.round.result if told and self.round is not None else None

    @property
    def mood(self) -> Mood:
        """The face that the opponent makes."""
        moods = {RoundResult.WIN: Mood.SAD, RoundResult.LOSE: Mood.HAPPY}
        return Mood.CALM if self.told is None else moods.get(self.told, Mood.CALM)


class MatchView:
    """Draws a `MatchViewModel`."""

    def __init__(self, camera: CameraView) -> None:
        self._camera = camera  # which the screen fills
        self._score, self._card, self._strip = ScoreBar(), OpponentCard(), RoundStrip()
        self._ring, self._word = ProgressRing(), BigWord()
        self._word_box = self._own_line = self._said = self._others_line = Box()
        self._hint = Box()
        self._places, self._way = (Box(), Box()), (0, 0)

    def place(self, theme: Theme, area: Box, aspect: float) -> None:
        """Lay out the table; `aspect` is width by height of the camera's frames, and of both cards.

        The cards stand side by side, or the player's above the opponent's where they are larger so.
        """
        gap, rest = theme.unit(GAP), area.copy()
        below = max(theme.unit(54), theme.line(Size.SMALL, 2))
        if area.width > WIDE * area.height:  # the height is for the cards: one row for all three
            row = rest.take_top(below, theme.unit(8))
            self._strip.rect, self._score.rect, self._hint = row.columns([1, 2, 1], gap)
        else:
            self._score.rect = rest.take_top(theme.unit(52), theme.unit(8))
            row = rest.take_bottom(below, theme.unit(14))
            self._hint = row.copy().take_right(min(theme.unit(250), row.width // 4))
            self._strip.rect = row.inset(self._hint.width, 0)
        line, (word, most) = theme.line(), map(theme.unit, WORD_HEIGHT)
        word = max(word, theme.line(lines=2))

        def width(halves: list[Box]) -> int:
            half = halves[0]
            return min(half.width, round((half.height - word - line) * aspect))

        beside, stacked = rest.columns(2, gap), rest.rows(2, theme.unit(8))
        upright = width(stacked) > width(beside)
        halves = stacked if upright else beside
        size = width(halves), round(width(halves) / aspect)
        word += max(min(halves[0].height - line - size[1] - word, most - word), 0)
        blocks = [half.centred(size[0], word + line + size[1]) for half in halves]
        if not upright:
            blocks[0].right, blocks[1].left = halves[0].right, halves[1].left
        self._word_box, self._said = (block.take_top(word) for block in blocks)
        self._own_line, self._others_line = (block.take_top(line) for block in blocks)
        if not upright and row.top > self._score.rect.top:  # as wide as the table
            self._score.rect = self._score.rect.centred(
                blocks[1].right - blocks[0].left, self._score.rect.height
            )
        self._places, self._way = (blocks[0], blocks[1]), (0, gap) if upright else (gap, 0)
        self._camera.rect, self._card.rect = blocks[0].copy(), blocks[1].copy()

    def move(self, moment: Moment | None) -> None:
        """Put the cards where the moment pushes them."""
        pushes = (0.0, 0.0) if moment is None else moment.pushes
        (x, y), (own, others) = self._way, self._places
        self._camera.rect = own.move(round(x * pushes[0]), round(y * pushes[0]))
        self._card.rect = others.move(round(x * pushes[1]), round(y * pushes[1]))

    def prepare(self, theme: Theme, dealt: Dealt, share: float) -> None:
        """Draw ahead what the turned card shows: `share` of it, 0..1.

        Otherwise the first frame with it would take several times as long as the others.
        """
        self._card.prepare(theme, dealt, share)

    def corner(self, button: Box) -> Box:
        """Return the box of a button in the picture's left corner, moved to its right one."""
        picture, box = self._camera.picture_rect, button.copy()
        box.right = picture.right - (button.left - picture.left)
        return box

    def draw(self, painter: Painter, model: MatchViewModel) -> None:
        """Draw everything that lies on the table."""
        moment = model.moment
        turned, arrived = (moment.turned, moment.arrived) if moment is not None else (0.0, 1.0)
        newest = arrived if model.told is not None else 1.0
        self._score.draw(painter, model.match, newest)
        self._strip.draw(painter, model.match.rounds, newest)
        self._card.draw(painter, model.dealt, turned, model.now)
        if model.round is not None and turned == 1:
            draw_throw(painter, self._camera.picture_rect, model.round.player)
        if moment is not None and moment.flash > 0:
            painter.veil(self._camera.picture_rect, moment.flash, WHITE, radius=RADIUS)
        self._draw_lines(painter, model)
        if model.round is not None and model.told is not None:
            self._draw_verdict(painter, model.round, arrived)
            painter.small(model.hint, self._hint, align=Align.RIGHT, wrap=True)
        if turned == 1:
            self._card.draw_face(painter, model.dealt, model.mood)

    def _draw_lines(self, painter: Painter, model: MatchViewModel) -> None:
        # Directly above each card: whose it is; and above the opponent's what it says.
        own, others = self._own_line.copy(), self._others_line.copy()
        rules, name = others.take_right(others.width // 3), own.take_left(own.width // 3)
        painter.small(rules_word(model.match.rules), rules, align=Align.RIGHT)
        title = tr_marked(OPPONENTS[model.dealt.opponent].title)
        for words, line in ((model.name or tr("You"), name), (title, others)):
            painter.text(words, line, tone=Tone.MUTED, bold=True)
        if model.said:
            self._draw_said(painter, model.said)

    def _draw_said(self, painter: Painter, words: str) -> None:
        """Draw what the opponent says as a bubble above its name."""
        theme, bubble = painter.theme, self._said.copy()
        tail = bubble.take_bottom(theme.unit(8))
        padding = theme.unit(12)
        bubble.width = min(bubble.width, theme.width(words) + 2 * padding)
        painter.card(bubble, Tone.RAISED, radius=12)
        left, right = tail.left + theme.unit(22), tail.left + theme.unit(42)
        corners = (left, tail.top), (right, tail.top), (left, tail.bottom)
        pygame.draw.polygon(painter.surface, theme.colour(Tone.RAISED), corners)
        painter.text(words, bubble.inset(padding, 0), wrap=True)

    def _draw_verdict(self, painter: Painter, played: Round, arrived: float) -> None:
        theme, result = painter.theme, played.result
        tone = {RoundResult.WIN: Tone.GOOD, RoundResult.LOSE: Tone.BAD, RoundResult.DRAW: Tone.INK}[result]
        self._draw_word(painter, result_word(result), tone, 0.6 + 0.4 * arrived)
        # In the middle under the word, but beside the player's name.
        sentence = round_sentence(played)
        rest = self._own_line.copy().take_right(self._own_line.width * 2 // 3)
        reason = self._own_line.centred(min(theme.width(sentence), rest.width), rest.height)
        reason.left = max(reason.left, rest.left)
        painter.text(sentence, reason, align=Align.CENTER)
        for card, lost in ((self._camera.picture_rect, RoundResult.LOSE), (self._card.rect, RoundResult.WIN)):
            if result is lost:
                painter.veil(card, LOSERS_VEIL * arrived)
            elif result is not RoundResult.DRAW:
                self._ring.rect = card.inset(theme.unit(3))
                self._ring.draw(painter, 1.0, tone=tone, width=6, track=False)

    def draw_beat(self, painter: Painter, beat: Beat, progress: float) -> None:
        """Draw the word of the beat above the player's hand, and a pip for each beat that has come.

        In the window a ring shows that the hand is read.
        """
        theme = painter.theme
        words, tone = {
            Beat.READY: (tr("Ready?"), Tone.MUTED),
            Beat.ROCK: (tr("ROCK"), Tone.INK),
            Beat.PAPER: (tr("PAPER"), Tone.INK),
            Beat.SCISSORS: (tr("SCISSORS"), Tone.INK),
        }.get(beat, (tr("SHOOT!"), Tone.ACCENT))
        if beat in {Beat.WINDOW, Beat.REVEAL}:
            self._ring.rect = inset_square(self._camera, theme)
            self._ring.draw(painter, 1.0, width=10, track=False)
        still = theme.reduced_motion or beat not in BEATS
        self._draw_word(painter, words, tone, 1.0 if still else 0.7 + 0.3 * eased(progress * 2.5))
        passed = 0 if beat is Beat.READY else min(list(Beat).index(beat), len(BEATS))
        radius = max(theme.unit(6), 3)
        x = self._own_line.right - radius
        for number in range(len(BEATS), 0, -1):
            tone = Tone.RAISED if number > passed else Tone.ACCENT if number == len(BEATS) else Tone.INK
            painter.circle((x, self._own_line.centery), radius, tone)
            x -= 4 * radius

    def _draw_word(self, painter: Painter, words: str, tone: Tone, scale: float) -> None:
        self._word.draw(painter, words, self._word_box, tone=tone, scale=scale)

    def draw_rethrow(self, painter: Painter, why: str) -> None:
        """Draw that a throw does not count, and at the foot of the picture why."""
        self._draw_word(painter, tr("Throw again"), Tone.WARN, 1.0)
        draw_warning(painter, why, self._camera.picture_rect.inset(painter.theme.unit(16)))

    def draw_waiting(self, painter: Painter) -> None:
        """Draw that the first throw waits for the camera or the network."""
        self._draw_word(painter, tr("One moment ..."), Tone.MUTED, 1.0)

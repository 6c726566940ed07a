"""The moment of a throw: until the card has turned, nothing that can be seen or heard tells how it ended."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pygame
import pytest
from stage import Stage
from workbench import MADE_BY, fill, label_pooled_head, report

from rps_game.flow import Phase
from rps_game.game.gestures import GESTURES, Gesture, RoundResult, counter, judge
from rps_game.game.match import Match
from rps_game.game.opponents import OPPONENTS
from rps_game.ui.drawing import Box
from rps_game.ui.screens.match.moment import FREEZE_S, TOLD_S, TURN_S, TURNED_S, Moment
from rps_game.ui.screens.match.screen import REVEAL_S, MatchState, PlayMatch
from rps_game.ui.sound import Cue, Sound
from rps_game.ui.words.match import result_word, round_sentence

ENDS = {result.value: result for result in RoundResult}
WORDS = {result_word(result) for result in RoundResult}
SIZE = (640, 480)
STEP_S = 1 / 60


class Heard(Sound):
    """Keeps what would be played."""

    def __init__(self) -> None:
        super().__init__()
        self.cues: list[Cue] = []

    def play(self, cue: Cue) -> None:
        self.cues.append(cue)


class Table:
    """A match through the real loop, in which the opponent's move is known.

    Attributes:
        heard: every sound since the match began.
    """

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, *, reduced: bool, opponent: str
    ) -> None:
        (folder / "settings.json").write_text(
            json.dumps({"language": "en", "reduced_motion": reduced, "opponent": opponent, "best_of": None})
        )
        self.stage = Stage(folder, SIZE)
        self.stage.step_s = STEP_S
        fill(self.stage.context.session)
        self.stage.context.session.use_trained_head(
            label_pooled_head(), report(), "2025-03-01T12:00:00+01:00", MADE_BY
        )
        self.stage.step()
        self.heard = self.stage.context.sound = Heard()
        self.move = Gesture.ROCK
        monkeypatch.setattr(type(OPPONENTS["random"]), "choose", lambda *_: self.move)

    @property
    def screen(self) -> PlayMatch:
        assert isinstance(self.stage.app.screen, PlayMatch)
        return self.stage.app.screen

    def begin(self, hand: Gesture, move: Gesture) -> None:
        self.move = move
        self.stage.hand.show(hand)
        self.stage.app.go_to(Phase.MATCH)

    def until_decided(self) -> None:
        """Play until the throw is decided; the frame in which that happens is drawn."""
        for _ in range(1000):
            if self.screen.state in {MatchState.REVEAL, MatchState.RETHROW}:
                return
            self.stage.step()
        raise AssertionError("nothing was decided")

    def frames(self, seconds: float) -> Iterator[float]:
        """Step through a time; yield how long ago the throw was decided."""
        for number in range(round(seconds / STEP_S)):
            yield number * STEP_S
            self.stage.step()

    def picture(self) -> npt.NDArray[np.uint8]:
        """Return the window as it is, without the opponent's card, on which the move and its seal stand."""
        surface = self.stage.window.surface.copy()
        surface.fill((0, 0, 0), card_box(self.screen))
        return pygame.surfarray.array3d(surface)

    def words(self) -> set[str]:
        return set(self.stage.texts())


def card_box(screen: PlayMatch) -> Box:
    """Return the half of the window that the opponent's card lies in, and is pushed about in."""
    box = Box(0, 0, *SIZE)
    box.left = screen.camera.rect.right
    box.top, box.height = screen.camera.rect.top - 20, screen.camera.rect.height + 40
    return box


@pytest.fixture(params=[False, True], ids=["moving", "reduced"])
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Table]:
    table = Table(tmp_path, monkeypatch, reduced=request.param, opponent="random")
    yield table
    table.stage.app.close()


def move_for(end: RoundResult, hand: Gesture) -> Gesture:
    return next(move for move in GESTURES if judge(hand, move) is end)


@pytest.mark.parametrize("end", list(RoundResult))
def test_score_words_and_sound_wait_for_the_card(table: Table, end: RoundResult) -> None:
    table.begin(Gesture.PAPER, move_for(end, Gesture.PAPER))
    table.until_decided()
    played = table.screen.match.rounds[-1]
    assert played.result is end
    telling = {*WORDS, round_sentence(played)}
    verdicts = {Cue.WIN, Cue.LOSE, Cue.DRAW, Cue.AGAIN}
    seen: list[float] = []
    for since_s in table.frames(TOLD_S + 0.5):
        told = bool(telling & table.words())
        assert told == bool(verdicts & set(table.heard.cues))
        assert told == (table.screen.told == table.screen.match)
        assert told or "1" not in table.words()
        seen += [since_s] if told else []
    assert seen[0] == pytest.approx(TOLD_S, abs=2 * STEP_S)
    assert {result_word(end), round_sentence(played)} <= table.words()
    beats = [Cue.ROCK, Cue.PAPER, Cue.SCISSORS, Cue.SHOOT]
    assert table.heard.cues == [*beats, Cue.TURN, Cue[end.name]]
    wins = table.screen.told.wins, table.screen.told.losses
    assert wins == (int(end is RoundResult.WIN), int(end is RoundResult.LOSE))


def test_nothing_but_the_card_differs_before_it_has_turned(table: Table) -> None:
    films: list[list[npt.NDArray[np.uint8]]] = []
    for end in RoundResult:
        table.stage.hand.number, table.stage.context.session.match = 0, None
        table.stage.app.go_to(Phase.TITLE)
        table.begin(Gesture.PAPER, move_for(end, Gesture.PAPER))
        table.until_decided()
        films.append([table.picture() for _ in table.frames(TOLD_S + 0.2)])
    turned = int(TURNED_S / STEP_S)
    for frames in zip(*(film[:turned] for film in films), strict=True):
        assert all(np.array_equal(frames[0], other) for other in frames[1:])
    last = [film[-1] for film in films]
    assert not any(np.array_equal(one, other) for one, other in zip(last, [*last[1:], last[0]], strict=True))


def test_a_throw_that_does_not_count_has_its_freeze_too(table: Table) -> None:
    table.begin(Gesture.NONE, Gesture.ROCK)
    table.until_decided()
    before, heard = table.picture(), len(table.heard.cues)
    said_s: list[float] = []
    for since_s in table.frames(FREEZE_S + 0.3):
        said = "I saw no hand. Press R, P or S." in table.words()
        assert said == (len(table.heard.cues) > heard)
        said_s += [since_s] if said else []
    assert said_s[0] == pytest.approx(FREEZE_S, abs=2 * STEP_S)
    assert table.heard.cues[heard:] == [Cue.AGAIN]
    assert table.screen.told == Match(table.screen.match.rules)
    assert not np.array_equal(before, table.picture())


def test_the_hand_stands_still_as_it_was_read(table: Table) -> None:
    table.begin(Gesture.PAPER, Gesture.ROCK)
    table.until_decided()
    seen = set()
    for since_s in table.frames(TURNED_S):
        if since_s > FREEZE_S:  # the flash is over
            hand = table.screen.camera.square_rect.inset(60)
            seen.add(pygame.image.tobytes(table.stage.window.surface.subsurface(hand), "RGB"))
    assert len(seen) == 1


def test_a_pause_in_the_moment_tells_nothing_and_it_goes_on_where_it_was(table: Table) -> None:
    table.begin(Gesture.PAPER, move_for(RoundResult.WIN, Gesture.PAPER))
    table.until_decided()
    for _ in table.frames(FREEZE_S + TURN_S / 4):
        pass
    table.stage.press(pygame.K_ESCAPE)
    for _ in table.frames(1.0):
        assert not WORDS & table.words()
        assert "Give up" in table.stage.labels()
        assert not any(word in text for text in table.words() for word in ("paper ", "rock ", "scissors "))
    table.stage.press(pygame.K_RETURN)
    for _ in table.frames(TOLD_S):
        pass
    assert "You win" in table.words()
    assert [table.heard.cues.count(cue) for cue in (Cue.TURN, Cue.WIN)] == [1, 1]


def test_enter_goes_on_once_it_is_told_and_a_key_holds_it(table: Table) -> None:
    table.begin(Gesture.PAPER, Gesture.ROCK)
    table.until_decided()
    table.stage.press(pygame.K_RETURN)
    for _ in table.frames(TOLD_S):
        assert table.screen.state is MatchState.REVEAL
    table.stage.press(pygame.K_DOWN)
    for _ in table.frames(3 * REVEAL_S):
        assert table.screen.state is MatchState.REVEAL
    assert "Enter: next throw" in table.words()
    table.stage.press(pygame.K_RETURN)
    assert table.screen.state is MatchState.THROWING
    table.until_decided()
    for _ in table.frames(TURNED_S + REVEAL_S + 0.1):
        pass
    assert table.screen.state is MatchState.THROWING


def test_less_motion_drops_what_moves_and_keeps_when_it_is_told() -> None:
    for result in (*RoundResult, None):
        for number in range(120):
            moves, still = (Moment(number * STEP_S, result, reduced) for reduced in (False, True))
            assert (still.flash, still.pushes) == (0.0, (0.0, 0.0))
            assert still.turned in (0.0, 1.0)
            assert (still.told, still.turned >= 0.5) == (moves.told, moves.turned >= 0.5)


@pytest.mark.parametrize("result", list(RoundResult))
def test_the_winner_touches_the_loser_and_never_lies_over_it(result: RoundResult) -> None:
    moments = [Moment(number / 240, result) for number in range(480)]
    gaps = [1 + other - own for own, other in (moment.pushes for moment in moments)]
    assert min(gaps) == pytest.approx(0, abs=0.05)
    assert min(gaps) > -1e-9
    assert moments[-1].pushes == pytest.approx((0.0, 0.0), abs=1e-9)
    own, other = (max(abs(moment.pushes[side]) for moment in moments) for side in (0, 1))
    assert (own < other, own > other) == (result is RoundResult.WIN, result is RoundResult.LOSE)


def test_the_robot_has_no_seal_always_wins_and_is_in_no_statistics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = Table(tmp_path, monkeypatch, reduced=True, opponent="robot")
    shown, said = [Gesture.ROCK, Gesture.SCISSORS, Gesture.PAPER], []
    for number, hand in enumerate(shown, 1):
        if number == 1:
            table.begin(hand, Gesture.ROCK)
        table.stage.hand.show(hand)
        assert "No seal: I look first" in table.words() or number == 1
        table.until_decided()
        for _ in table.frames(TOLD_S + 0.1):
            pass
        said.append(table.words())
        table.stage.press(pygame.K_ESCAPE)
        assert not any("SHA-256" in word for word in table.words())
        table.stage.press(pygame.K_RETURN, pygame.K_RETURN)
    thrown = [(played.player, played.computer) for played in table.screen.match.rounds]
    assert thrown == [(hand, counter(hand)) for hand in shown]
    lesson = "I cheat: I look first. A sealed move cannot change: that is what a lock is for."
    assert [lesson in words for words in said] == [False, False, True]
    assert table.stage.context.statistics.total.rounds == 0
    table.stage.app.change_settings(opponent="random")
    table.begin(Gesture.PAPER, Gesture.ROCK)
    table.until_decided()
    table.stage.step()
    assert table.stage.context.statistics.total.rounds == 1
    table.stage.app.close()

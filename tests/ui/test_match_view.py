"""What is said over a match lies on the player's picture: the score and the seal beside it stay readable."""

import json
from pathlib import Path

import pygame
import pytest
from stage import Stage
from test_fits import play
from workbench import label_pooled_head

from rps_game.flow import Phase
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.game.match import Match, Round, Rules
from rps_game.game.rhythm import Beat
from rps_game.settings import BEST_OF_CHOICES
from rps_game.ui.drawing import Box, Painter, Theme
from rps_game.ui.screens.match.round_strip import RoundStrip
from rps_game.ui.screens.match.score_bar import ScoreBar
from rps_game.ui.screens.match.view import MatchView
from rps_game.ui.widgets.camera import CameraView
from rps_game.ui.words.i18n import use_language
from rps_game.ui.words.match import rules_word

SIZES = [(800, 600), (1280, 720)]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("beat", list(Beat)[:6])
def test_a_word_of_the_countdown_stands_above_the_picture_and_leaves_the_hand_free(
    size: tuple[int, int], beat: Beat
) -> None:
    pygame.display.init()
    theme, surface, camera = Theme(size), pygame.Surface(size, pygame.SRCALPHA), CameraView()
    view = MatchView(camera)
    view.place(theme, Box(0, 0, *size).inset(20, 40), 4 / 3)
    for progress in (0.0, 0.5, 0.9):
        view.draw_beat(Painter(surface, theme), beat, progress)
    ring = theme.unit(20) if beat is Beat.WINDOW else 0
    hand = surface.subsurface(camera.square_rect.inset(ring)).get_bounding_rect()
    assert (hand.width, hand.height) == (0, 0)
    above = Box(*camera.rect).above(camera.rect.top)
    drawn = surface.subsurface(above).get_bounding_rect()
    assert drawn.width > camera.rect.width // 4
    whole = surface.get_bounding_rect()
    assert camera.rect.left <= whole.left < whole.right <= camera.rect.right


def test_a_round_comes_in_over_nothing_else() -> None:
    pygame.display.init()
    surface, strip = pygame.Surface((640, 480), pygame.SRCALPHA), RoundStrip()
    strip.rect = Box(100, 300, 400, 60)
    for share in (0.1, 0.5, 1.0):
        strip.draw(Painter(surface, Theme((640, 480))), [Round(Gesture.ROCK, Gesture.PAPER)], share)
    drawn = surface.get_bounding_rect()
    assert drawn.height == strip.rect.height
    assert strip.rect.contains(drawn)


@pytest.mark.parametrize(
    ("rows", "rounds", "earlier"), [(1, 6, 0), (1, 9, 4), (3, 24, 0), (3, 50, 0), (3, 100, 38)]
)
def test_rounds_that_have_no_room_are_said_to_be_there(rows: int, rounds: int, earlier: int) -> None:
    pygame.display.init()
    theme, strip = Theme(), RoundStrip(rows)
    strip.rect = Box(36, 300, 1208, 84)
    played = [Round(Gesture.ROCK, GESTURES[i % 3]) for i in range(rounds)]
    places = strip.places(theme, played)
    assert [one for one, _ in places] == [*[earlier][: min(earlier, 1)], *played[earlier:]]
    boxes = [box for _, box in places]
    assert all(
        strip.rect.contains(box) and box.collidelist(boxes[i + 1 :]) == -1 for i, box in enumerate(boxes)
    )
    strip.draw(Painter(pygame.Surface(theme.size), theme), played)
    assert [box.string for box in theme.boxes] == [f"{earlier} earlier"] * (earlier > 0)


def test_a_match_is_called_by_its_wins() -> None:
    words = [rules_word(Rules.from_best_of(rounds)) for rounds in BEST_OF_CHOICES]
    assert words == [*(f"first to {n}" for n in (2, 3, 4, 5, 10)), "endless"]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("best_of", "parts"), [(3, 4), (19, 20), (None, 2)])
def test_each_win_that_a_match_needs_has_its_part_of_the_bar(
    size: tuple[int, int], best_of: int | None, parts: int
) -> None:
    pygame.display.init()
    theme, surface, bar = Theme(size), pygame.Surface(size, pygame.SRCALPHA), ScoreBar()
    bar.rect = Box(20, 20, size[0] - 40, theme.unit(52))
    rounds = Round(Gesture.ROCK, Gesture.SCISSORS), Round(Gesture.ROCK, Gesture.PAPER)
    bar.draw(Painter(surface, theme), Match(Rules.from_best_of(best_of), rounds), 1.0)
    for text in theme.boxes:
        surface.fill((0, 0, 0, 0), text.drawn)
    assert len(pygame.mask.from_surface(surface).get_bounding_rects()) == parts
    assert bar.rect.contains(surface.get_bounding_rect())
    assert [text.string for text in theme.boxes] == [":", "1", "1"]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("text_size", ["normal", "largest"])
def test_the_reason_of_a_rethrow_covers_no_other_word(
    size: tuple[int, int], language: str, text_size: str, tmp_path: Path
) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"language": language, "text_size": text_size}))
    stage = Stage(tmp_path, size)
    play(stage)
    stage.context.session.head = label_pooled_head()
    stage.hand.show(Gesture.NONE)
    stage.app.go_to(Phase.MATCH)
    stage.run(4)
    boxes = [box for box in stage.context.theme.boxes if box.string]
    reason = max(boxes, key=lambda box: len(box.string))
    others = [box.string for box in boxes if box is not reason and box.drawn.colliderect(reason.drawn)]
    misfits = stage.misfits()
    stage.app.close()
    use_language("en")
    assert (len(reason.string) > 30, others, misfits) == (True, [], [])

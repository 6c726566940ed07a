"""The scenes of the golden pictures: each screen and its important states, and how to reach them."""

from collections.abc import Callable
from functools import partial

import pygame
from golden_game import LOG, GoldenStage, rounds_of

from rps_game.errors import BackboneUnavailable, CameraNotFound
from rps_game.flow import Outcome, Phase
from rps_game.game.draft import RulesDraft
from rps_game.game.gestures import CLASSES, LIZARD_SPOCK, Gesture
from rps_game.game.match import Match, Rules
from rps_game.ui.screens.match.screen import MatchState
from rps_game.ui.screens.saves.screen import Saves

Scene = Callable[[GoldenStage], None]

TROUBLE = BackboneUnavailable(
    "The conversion of the network has ended by itself.",
    "Close other programs to free memory, and try again; {log} tells more.",
    log=LOG,
)

ROUNDS = "RS RR PP RS SR RP PS RS RP PR RS RS"


def title_new(stage: GoldenStage) -> None:
    stage.enter(Phase.TITLE)


def title(stage: GoldenStage) -> None:
    stage.learn()
    stage.save("Anna")
    stage.show(Gesture.ROCK)
    stage.enter(Phase.TITLE, 1.0)


def title_no_camera(stage: GoldenStage) -> None:
    lose_camera(stage)
    stage.enter(Phase.TITLE)


def keys(stage: GoldenStage) -> None:
    stage.record(Gesture.NONE)
    stage.enter(Phase.CALIBRATE)
    stage.press(pygame.K_F1)


def prepare(stage: GoldenStage) -> None:
    stage.app.apply(Outcome.NEW)
    stage.step()
    stage.step()


def calibrate_empty(stage: GoldenStage) -> None:
    stage.enter(Phase.CALIBRATE)


def calibrate_countdown(stage: GoldenStage) -> None:
    calibrate(stage, 1.2)


def calibrate_recording(stage: GoldenStage) -> None:
    calibrate(stage, 5.0)


def calibrate_mistaken(stage: GoldenStage) -> None:
    calibrate(stage, 5.0, shown=Gesture.SCISSORS)


def calibrate_done(stage: GoldenStage) -> None:
    stage.record(*CLASSES)
    stage.show(Gesture.SCISSORS)
    stage.enter(Phase.CALIBRATE)


def calibrate(stage: GoldenStage, seconds: float, shown: Gesture = Gesture.PAPER) -> None:
    stage.record(Gesture.NONE, Gesture.ROCK)
    stage.show(shown)
    stage.enter(Phase.CALIBRATE)
    stage.press(pygame.K_RETURN)
    stage.run(seconds)


def train(stage: GoldenStage) -> None:
    stage.record(*CLASSES)
    stage.enter(Phase.TRAIN)
    stage.step()


def report(stage: GoldenStage, *, bad: bool) -> None:
    stage.learn(bad=bad)
    stage.enter(Phase.REPORT, 1.0)


def report_details(stage: GoldenStage) -> None:
    report(stage, bad=True)
    stage.press_button("Details")


def try_it(stage: GoldenStage, *, heat: bool) -> None:
    stage.learn()
    stage.save("Anna")
    stage.show(Gesture.SCISSORS)
    stage.enter(Phase.TRY)
    if heat:
        stage.press(pygame.K_h)
    stage.run(1.0)


def match(stage: GoldenStage, gesture: Gesture, state: MatchState, then_s: float = 0.0) -> None:
    """Play a match at 1 : 1 against the learner, who has seen the player throw mostly rock."""
    stage.learn()
    stage.save("Anna")
    stage.play(ROUNDS)
    stage.enter(Phase.MATCH, 0.0)
    stage.session.match = Match(Rules.from_best_of(3), rounds_of("RS RP"))
    stage.throw(gesture, state)
    stage.run(then_s)


def match_heat(stage: GoldenStage) -> None:
    match(stage, Gesture.PAPER, MatchState.THROWING, 0.4)
    stage.press(pygame.K_h)
    stage.run(0.4)


def match_paused(stage: GoldenStage) -> None:
    match(stage, Gesture.PAPER, MatchState.REVEAL, 1.5)
    stage.press(pygame.K_ESCAPE)


def opponent(stage: GoldenStage) -> None:
    stage.learn()
    stage.save("Anna")
    stage.play(ROUNDS)
    stage.enter(Phase.OPPONENT)
    stage.press(pygame.K_RIGHT)


def result(stage: GoldenStage, rounds: str) -> None:
    """Show a match just after it ended; on a win there is confetti in the air."""
    stage.learn()
    stage.play(f"{ROUNDS} {rounds}")
    stage.show(rounds_of(rounds)[-1].player)
    stage.run(0.2)
    stage.session.match = Match(Rules.from_best_of(3), rounds_of(rounds))
    stage.session.last_hand = stage.context.observation
    stage.enter(Phase.RESULT, 0.8)


def saves(stage: GoldenStage, *keys: int) -> None:
    stage.learn()
    stage.save("Zoë", "Grandfather", "Анна")
    (stage.context.saves.folder / "cut-off.safetensors").write_bytes(b"half of it")
    stage.enter(Phase.SAVES)
    stage.press(*keys)
    stage.run(0.1)


def saves_name(stage: GoldenStage) -> None:
    stage.learn()
    stage.app.go_to(Phase.REPORT)
    stage.app.apply(Outcome.SAVE)
    stage.type("Ann")
    assert isinstance(stage.app.screen, Saves)


def settings(stage: GoldenStage) -> None:
    stage.show(Gesture.PAPER)
    stage.enter(Phase.SETTINGS)
    stage.press(pygame.K_DOWN, pygame.K_DOWN)


def statistics(stage: GoldenStage, *keys: int) -> None:
    stage.learn()
    stage.play(ROUNDS)
    stage.enter(Phase.STATISTICS)
    stage.press(*keys)
    stage.run(0.1)


def learn(stage: GoldenStage, page: int) -> None:
    stage.learn(bad=True)
    stage.show(Gesture.ROCK)
    stage.enter(Phase.LEARN)
    stage.press(*[pygame.K_RIGHT] * (page - 1))
    stage.run(0.3)


def rules(stage: GoldenStage, *keys: int) -> None:
    stage.enter(Phase.RULES)
    stage.press(pygame.K_DOWN, *keys)


def editor(stage: GoldenStage, *keys: int, moves: int = 5) -> None:
    stage.context.draft = RulesDraft.of(LIZARD_SPOCK)
    stage.context.draft.resize(moves, "Move {n}", "beats")
    stage.enter(Phase.EDITOR)
    stage.press(pygame.K_RIGHT, *keys)


def camera_lost(stage: GoldenStage) -> None:
    stage.learn()
    lose_camera(stage)
    stage.enter(Phase.TRY)


def lose_camera(stage: GoldenStage) -> None:
    words = "No camera was found that delivers a picture.", "Plug one in, or play with the drawn hand."
    stage.feed.lose(CameraNotFound(*words))


def trouble(stage: GoldenStage) -> None:
    stage.context.error = TROUBLE
    stage.app.apply(Outcome.FAILED)
    stage.run(0.1)


SCENES: dict[str, Scene] = {
    "title-new": title_new,
    "title": title,
    "title-no-camera": title_no_camera,
    "keys": keys,
    "prepare": prepare,
    "calibrate-empty": calibrate_empty,
    "calibrate-countdown": calibrate_countdown,
    "calibrate-recording": calibrate_recording,
    "calibrate-mistaken": calibrate_mistaken,
    "calibrate-done": calibrate_done,
    "train": train,
    "report": partial(report, bad=False),
    "report-confused": partial(report, bad=True),
    "report-details": report_details,
    "try": partial(try_it, heat=False),
    "try-heat": partial(try_it, heat=True),
    "match-countdown": partial(match, gesture=Gesture.ROCK, state=MatchState.THROWING, then_s=1.6),
    "match-heat": match_heat,
    "match-turning": partial(match, gesture=Gesture.SCISSORS, state=MatchState.REVEAL, then_s=0.6),
    "match-reveal": partial(match, gesture=Gesture.SCISSORS, state=MatchState.REVEAL, then_s=1.5),
    "match-unclear": partial(match, gesture=Gesture.NONE, state=MatchState.RETHROW, then_s=0.7),
    "match-paused": match_paused,
    "opponent": opponent,
    "result": partial(result, rounds="RS PP RP SP"),
    "result-lost": partial(result, rounds="RS PP RP SR"),
    "saves": saves,
    "saves-delete": lambda stage: saves(stage, pygame.K_DELETE),
    "saves-export": lambda stage: saves(stage, pygame.K_RIGHT, *[pygame.K_DOWN] * 2, pygame.K_RETURN),
    "saves-name": saves_name,
    "rules": rules,
    "editor": editor,
    "editor-unfair": lambda stage: editor(stage, *[pygame.K_DOWN] * 3, pygame.K_RIGHT, moves=9),
    "editor-icons": lambda stage: editor(stage, *[pygame.K_DOWN] * 2, pygame.K_RETURN),
    "settings": settings,
    "statistics": statistics,
    "statistics-forget": lambda stage: statistics(stage, pygame.K_DELETE),
    **{f"learn-{page}": partial(learn, page=page) for page in range(1, 6)},
    "camera-lost": camera_lost,
    "trouble": trouble,
}

"""Small things that a player met on the way, in the real loop."""

# mypy: disable-error-code="comparison-overlap, unreachable"

import time
from pathlib import Path

import numpy as np
import pygame
import pytest
from profiles import make_profile
from stage import Gamepad, Keyboard, Stage
from workbench import MADE_BY, features_of, fill, label_pooled_head, label_starter, report

from rps_game.calibration.capture import CaptureState
from rps_game.calibration.wrong_hand import WrongHand
from rps_game.camera.observation import Sample
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import CLASSES, CLASSIC, LIZARD_SPOCK, Gesture
from rps_game.game.match import Round
from rps_game.network.loader import NetworkState
from rps_game.saves.names import LAST_PLAYER
from rps_game.saves.store import SaveStore
from rps_game.session import TOP_UP_FRAMES, TopUp
from rps_game.ui.drawing import Painter, Theme, Tone
from rps_game.ui.screens.base import status_height
from rps_game.ui.screens.calibrate.screen import Calibrate
from rps_game.ui.widgets.focus import Button, FocusRing

OURS = "0" * 64  # the network of the stage


def playing(folder: Path, size: tuple[int, int] = (640, 480)) -> Stage:
    stage = Stage(folder, size)
    stage.run(0.2)
    stage.context.session.load(make_profile(frames=8, name=LAST_PLAYER, fingerprint=OURS))
    stage.step()
    return stage


def reading_right(folder: Path) -> Stage:
    """A head that reads the stage's hand is there."""
    stage = playing(folder)
    samples = {gesture: np.stack([features_of(gesture)] * 12) for gesture in CLASSES}
    head = label_pooled_head()
    stage.context.session.load(make_profile(fingerprint=OURS, head=head, classes=CLASSES, samples=samples))
    stage.step_s = 1 / 15
    return stage


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (480, 900)])
@pytest.mark.parametrize("phase", [Phase.TITLE, Phase.MATCH, Phase.SETTINGS])
def test_a_message_covers_neither_title_nor_score(
    size: tuple[int, int], phase: Phase, tmp_path: Path
) -> None:
    stage = playing(tmp_path, size)
    stage.app.go_to(phase)
    stage.app.show_message("A sentence that is said over any screen.")
    stage.step()
    stage.step()
    theme = stage.context.theme
    (said,) = (box for box in theme.boxes if "A sentence that" in box.string)
    assert said.box.top >= size[1] - 3 * status_height(theme)
    assert size[1] >= said.drawn.bottom
    assert not stage.misfits()


def test_the_settings_name_the_camera_in_use(tmp_path: Path) -> None:
    stage = playing(tmp_path)
    assert stage.context.settings.camera is None
    stage.app.apply(Outcome.SETTINGS)
    stage.step()
    assert "drawn hand" in stage.texts()
    assert "the first that works" not in stage.texts()


def test_the_key_that_redoes_in_try_out_names_the_gesture_and_leads_to_each(tmp_path: Path) -> None:
    stage = playing(tmp_path)
    stage.app.go_to(Phase.TRY)
    stage.hand.show(Gesture.PAPER)
    stage.run(1)
    stage.press(pygame.K_d)
    stage.step()
    assert stage.phase is Phase.TRY
    assert "Redo" in " ".join(stage.texts())
    for _ in range(3):
        stage.press(pygame.K_d)
    stage.press(pygame.K_RETURN)
    stage.step()
    assert stage.phase is Phase.CALIBRATE
    assert stage.context.session.redo is not None


def test_a_lesson_after_a_restart_shows_the_live_picture(tmp_path: Path) -> None:
    stage = playing(tmp_path)
    stage.app.go_to(Phase.LEARN)
    for _ in range(5):
        stage.run(0.3)
        if "The loss falls; that says little" in stage.texts():
            break
        stage.press(pygame.K_RIGHT)
    assert {"The loss falls; that says little", "What the camera sees now"} <= set(stage.texts())


def test_one_button_alone_looks_chosen() -> None:
    theme, surface = Theme(), pygame.Surface((400, 200))
    ring = FocusRing([Button("Play", Outcome.PLAY, primary=True), Button("Back", Outcome.BACK)])
    for i, button in enumerate(ring.buttons):
        button.rect.update(20, 20 + 80 * i, 200, 56)
    for button in ring.buttons:
        ring.focused = button
        ring.draw(Painter(surface, theme))
        filled = [surface.get_at((one.rect.left + 12, one.rect.centery))[:3] for one in ring.buttons]
        assert [colour == theme.colour(Tone.ACCENT) for colour in filled] == [
            one is button for one in ring.buttons
        ]


def test_the_name_is_typed_beside_one_button_that_looks_chosen(tmp_path: Path) -> None:
    stage = playing(tmp_path)
    stage.context.session.saving = True
    stage.app.go_to(Phase.SAVES)
    stage.step()
    Keyboard(stage).seek("Back")
    stage.step()
    ground = stage.window.surface
    save = next(button for button in stage.app.screen.focus.buttons if button.label == "Save")
    accent = stage.context.theme.colour(Tone.ACCENT)
    assert ground.get_at((save.rect.left + 6, save.rect.centery))[:3] != accent


def asking_for_a_name(folder: Path) -> Stage:
    """A player is to be saved, beside one who is called "Player 1"."""
    SaveStore(folder / "saves").save(make_profile(name="Player 1", fingerprint=OURS), "Player 1")
    stage = Stage(folder)
    stage.context.session.load(make_profile(frames=8, name=LAST_PLAYER, fingerprint=OURS))
    stage.app.go_to(Phase.RESULT)
    stage.app.apply(Outcome.SAVE)
    stage.run(0.5)
    return stage


def test_whoever_has_no_letters_saves_under_a_name_that_is_free(tmp_path: Path) -> None:
    stage = asking_for_a_name(tmp_path)
    Gamepad(stage).press("Save")
    stage.run(0.5)
    assert stage.context.session.saved_name == "Player 2"


def test_another_name_is_one_that_is_free(tmp_path: Path) -> None:
    stage = asking_for_a_name(tmp_path)
    stage.type("Player 1")
    Keyboard(stage).press("Save")
    stage.run(0.5)
    pad = Gamepad(stage)
    pad.press("Another name")
    pad.press("Save")
    stage.run(0.5)
    assert stage.context.session.saved_name == "Player 2"


def recording(folder: Path) -> Stage:
    """The empty scene of a new player has just been recorded, and is praised."""
    stage = Stage(folder)
    stage.step_s = 1 / 15
    stage.run(0.2)
    stage.app.apply(Outcome.NEW)
    stage.run(0.3)
    player = Keyboard(stage)
    player.pose(Gesture.NONE)
    player.press("Start")
    for _ in range(300):
        stage.step()
        assert isinstance(stage.app.screen, Calibrate)
        if stage.app.screen.state is CaptureState.DONE:
            return stage
    raise AssertionError("it never ends")


def test_a_complete_class_is_kept_whatever_the_player_does_while_it_is_praised(tmp_path: Path) -> None:
    stage = recording(tmp_path)
    stage.press(pygame.K_ESCAPE)
    stage.step()
    assert stage.phase is Phase.TITLE
    assert len(stage.context.session.new_samples[Gesture.NONE]) == 30


def test_a_calibration_that_was_left_goes_on_by_the_rules_it_was_begun_by(tmp_path: Path) -> None:
    stage = recording(tmp_path)
    stage.press(pygame.K_ESCAPE)
    stage.app.choose_rules(LIZARD_SPOCK)
    stage.run(0.3)
    Keyboard(stage).press("New player")
    stage.run(0.3)
    assert stage.phase is Phase.CALIBRATE  # without the offer to go on, which it could not keep


def test_the_last_frame_of_a_top_up_may_be_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def paper_in_the_end(_: WrongHand, samples: list[Sample]) -> Gesture | None:
        return Gesture.PAPER if len(samples) == TOP_UP_FRAMES else None

    monkeypatch.setattr(WrongHand, "read", paper_in_the_end)
    stage = playing(tmp_path)
    stage.run(0.2)
    stage.step_s = 1 / 15
    stage.app.go_to(Phase.MATCH)
    stage.context.session.top_up = TopUp(Outcome.PLAY)
    stage.app.apply(Outcome.TOP_UP)
    stage.run(0.2, until=Phase.CALIBRATE)
    screen = stage.app.screen
    assert isinstance(screen, Calibrate)
    assert screen.wanted is Gesture.ROCK
    stage.hand.show(Gesture.PAPER)
    player = Keyboard(stage)
    player.press("Start")
    stage.run(8)
    assert any("looks like" in text.lower() for text in stage.texts())
    assert screen.wanted is Gesture.ROCK
    assert stage.context.session.top_up.samples == {}
    stage.press(pygame.K_k)
    stage.run(2)
    assert len(stage.context.session.top_up.samples[Gesture.ROCK]) == 10


def test_a_match_that_is_decided_is_not_lost_in_a_pause(tmp_path: Path) -> None:
    stage = reading_right(tmp_path)
    stage.app.change_settings(best_of=3)
    stage.press(pygame.K_RETURN)
    stage.hand.show(Gesture.PAPER)
    for _ in range(2000):
        stage.step()
        match = stage.context.session.match
        if match is not None and match.over:
            break
    stage.press(pygame.K_ESCAPE)
    stage.step()
    assert len(stage.labels()) == 2  # go on, or leave
    Keyboard(stage).press("Go on")
    stage.run(20, until=Phase.RESULT)
    assert stage.context.session.match is match


def test_another_person_does_not_inherit_throws(tmp_path: Path) -> None:
    stage = playing(tmp_path)
    session = stage.context.session
    for phase, kept in ((Phase.MATCH, 6), (Phase.TITLE, 0)):
        session.history[:] = [Round(Gesture.ROCK, Gesture.SCISSORS)] * 6
        stage.app.go_to(phase)
        stage.app.apply(Outcome.NEW)
        for gesture in CLASSES:
            session.store_samples(gesture, [Sample(i + 1, None, features_of(gesture)) for i in range(10)])
        session.use_trained_head(label_pooled_head(), report(), "2026-11-26", MADE_BY)
        assert len(session.history) == kept


def test_a_swap_that_is_cancelled_is_no_swap(tmp_path: Path) -> None:
    stage = playing(tmp_path)
    session = stage.context.session
    fill(session)
    before = dict(session.samples)
    stage.app.go_to(Phase.REPORT)
    session.swap_samples(Gesture.ROCK, Gesture.PAPER)
    stage.app.apply(Outcome.DONE)
    assert stage.phase is Phase.TRAIN
    assert session.samples[Gesture.ROCK] is before[Gesture.PAPER]
    stage.press(pygame.K_ESCAPE)
    assert stage.phase is not Phase.TRAIN
    assert session.samples == before


def test_the_last_player_comes_back_with_their_rules(tmp_path: Path) -> None:
    SaveStore(tmp_path / "saves").save(make_profile(fingerprint=OURS), LAST_PLAYER)
    for rules in (CLASSIC, LIZARD_SPOCK):
        stage = Stage(tmp_path)
        stage.run(0.3)
        stage.app.choose_rules(rules)
        stage.run(0.3)
        stage.app.close()
    stage = Stage(tmp_path)
    stage.run(0.3)
    session = stage.context.session
    assert (session.head, session.rules) == (None, LIZARD_SPOCK)
    stage.app.choose_rules(CLASSIC)
    stage.run(0.3)
    assert session.head is not None
    stage.app.close()


def test_an_opponent_is_chosen_before_a_match_ends_for_it(tmp_path: Path) -> None:
    stage = reading_right(tmp_path)
    stage.press(pygame.K_RETURN)
    stage.hand.show(Gesture.PAPER)
    for _ in range(2000):
        stage.step()
        match = stage.context.session.match
        if match is not None and match.rounds:
            break
    assert match is not None
    assert match.rounds
    stage.app.go_to(Phase.OPPONENT)
    stage.press(pygame.K_TAB, pygame.K_RETURN)
    stage.step()
    assert stage.phase is Phase.OPPONENT
    assert any("A new match begins" in text for text in stage.texts())
    assert stage.context.session.match is match


def test_a_match_can_begin_as_soon_as_the_network_is_there(tmp_path: Path) -> None:
    stage = Stage(tmp_path, converted=False, starter=label_starter())
    stage.run(0.2)
    while stage.network.state is NetworkState.LOADING:
        stage.step()
    stage.app.go_to(Phase.OPPONENT)
    stage.step()
    assert not stage.context.can_play
    stage.network.converted.set()
    stage.network.load(convert=True)
    for _ in range(1000):
        stage.run(0.1)
        if stage.context.can_play:
            break
        time.sleep(0.005)
    (start,) = (button for button in stage.app.screen.focus.buttons if button.primary)
    assert stage.context.can_play
    assert start.enabled

"""A player who was calibrated on the former network goes on with it; a new one gets the present network."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pygame
import pytest

from rps_game.__main__ import main
from rps_game.drawn_hand.source import HandSource
from rps_game.errors import BackboneDamaged
from rps_game.flow import Outcome, Phase
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.network.backbone import Backbone, BackboneName, former_network, load_backbone
from rps_game.network.loader import Network
from rps_game.paths import Paths
from rps_game.recognizer import Recognizer
from rps_game.saves.names import LAST_PLAYER
from rps_game.saves.store import SaveStore
from rps_game.settings import Settings
from rps_game.ui.advice import redo
from rps_game.ui.screens.match.screen import PlayMatch
from tools.driven_game import DrivenGame, SteppedFeed

FRAMES = 12
HINT = "Since you calibrated"


class Game(DrivenGame):
    """A real game before the drawn hand, with the real networks."""

    def __init__(self, folder: Path, load: Callable[[str, Path], Backbone] = load_backbone) -> None:
        self.hand = HandSource(4, paced=False)
        network = Network(BackboneName.OWN, folder, folder / "log", load)
        settings = replace(Settings(language="en", best_of=3, muted=True), opponent="random")
        feed = SteppedFeed(self.hand)
        super().__init__(Paths.below(folder), settings, (640, 480), feed=feed, network=network)

    def until_seen(self, spec: str) -> None:
        """Step until frames are seen by this network, and check that it is that one's features."""
        network = self.context.network
        for _ in range(2000):
            self.step()
            if network.backbone is not None and network.spec == spec:
                break
            pygame.time.wait(2)
        self.step()
        observation = self.context.observation
        assert observation is not None
        expected = load_backbone(spec, self.paths.cache).embed(observation.square)
        np.testing.assert_array_equal(observation.features, expected)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of players: Anna, trained on the drawn hand by the former network."""
    folder = tmp_path_factory.mktemp("former")
    anna = Recognizer.starter(saves=folder, backbone=BackboneName.FORMER)
    hand = HandSource(4, paced=False)
    for gesture in CLASSES:
        hand.show(gesture)
        for number in range(60 + 5 * FRAMES):
            picture = hand.read()
            assert picture is not None
            if number >= 60 and number % 5 == 0:  # the hand has come to rest
                anna.add_example(gesture, picture)
    anna.train()
    anna.save("Anna")
    return folder


@pytest.fixture
def game(saved: Path, tmp_path: Path) -> Iterator[Game]:
    """A game whose last player was Anna."""
    anna = SaveStore(saved).load(SaveStore(saved).find("Anna"))
    for name in ("Anna", LAST_PLAYER):
        SaveStore(Paths.below(tmp_path).saves).save(anna, name)
    opened = Game(tmp_path)
    yield opened
    opened.app.close()


def test_it_is_another_network_than_the_present_one(tmp_path: Path) -> None:
    former = former_network()
    assert former is not None
    assert former == load_backbone(BackboneName.FORMER, tmp_path).id
    assert former != load_backbone(BackboneName.OWN, tmp_path).id


def test_a_player_of_the_former_network_goes_on_with_it(game: Game) -> None:
    game.until_seen(BackboneName.FORMER)
    session = game.context.session
    assert (session.saved_name, session.head_network) == ("Anna", former_network())
    assert any(HINT in text for text in game.texts())
    game.app.apply(Outcome.PLAY)
    game.run(1, until=Phase.MATCH)
    assert isinstance(game.app.screen, PlayMatch)
    game.pose(Gesture.PAPER)
    game.run(30, until=Phase.RESULT)
    assert session.match is not None
    assert {played.player for played in session.match.rounds} == {Gesture.PAPER}
    assert "Calibrate anew" in [button.label for button in game.app.screen.front.focus.buttons]


def test_a_former_network_that_is_damaged_costs_its_players_and_nothing_else(
    saved: Path, tmp_path: Path
) -> None:
    def load(spec: str, cache: Path) -> Backbone:
        if spec == BackboneName.FORMER:
            raise BackboneDamaged("{path} is damaged.", "Delete it.", path=spec)
        return load_backbone(spec, cache)

    saves = SaveStore(Paths.below(tmp_path).saves)
    saves.save(SaveStore(saved).load(SaveStore(saved).find("Anna")), LAST_PLAYER)
    game = Game(tmp_path, load)
    game.until_seen(BackboneName.OWN)
    assert game.context.session.head is None
    assert any("another network" in text for text in game.texts())
    game.app.apply(Outcome.NEW)
    game.run(1, until=Phase.CALIBRATE)
    game.app.close()
    assert saves.path(LAST_PLAYER).exists()


def test_a_new_player_is_recorded_on_the_present_network_and_the_other_one_comes_back(game: Game) -> None:
    game.until_seen(BackboneName.FORMER)
    game.app.apply(Outcome.NEW)
    assert game.context.observation is not None
    game.until_seen(BackboneName.OWN)
    assert game.context.session.records_new
    game.app.apply(Outcome.BACK)
    game.until_seen(BackboneName.FORMER)
    assert game.phase is Phase.TITLE
    assert game.context.session.saved_name == "Anna"


def test_a_gesture_of_theirs_is_recorded_again_on_the_former_network(game: Game) -> None:
    game.until_seen(BackboneName.FORMER)
    game.app.apply(Outcome.PLAY)
    game.run(1, until=Phase.MATCH)
    game.app.apply(redo(game.context.session, Gesture.ROCK))
    game.until_seen(BackboneName.FORMER)
    assert game.phase is Phase.CALIBRATE


def test_the_list_of_players_offers_both(game: Game) -> None:
    game.until_seen(BackboneName.FORMER)
    (line,) = game.context.saves.list()
    assert line.usable


def test_programs_and_commands_read_with_the_former_network(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anna = Recognizer.load("Anna", saves=saved)
    assert anna.backbone.id == former_network()
    hand = HandSource(4, paced=False)
    for gesture in GESTURES:
        hand.show(gesture)
        for _ in range(60):
            picture = hand.read()
        assert picture is not None
        assert anna.read(picture).gesture is gesture
    saves = ["--saves", str(saved)]
    assert main(["export", "Anna", "--to", "tfjs", str(tmp_path / "anna"), *saves]) == 0
    assert "former" not in capsys.readouterr().err

"""What outlives a screen."""

import numpy as np
import pytest
from profiles import content, make_head, make_profile

from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.saves import LAST_PLAYER, Recogniser
from rps_game.session import Session
from rps_game.vision.observation import Sample
from rps_game.vision.training import TrainingReport

REPORT = TrainingReport((1.4, 0.1), 0.1, 1.0, np.eye(3, dtype=np.int64), 0.9, 1.0)


def sample(value: float) -> Sample:
    return Sample(int(value), None, np.full((7, 7, 256), value, np.float32))


def test_a_saved_player_comes_back_as_it_was() -> None:
    profile = make_profile(frames=3, classes=CLASSES)
    session = Session()
    session.load(profile)
    assert content(session.as_profile("Anna")) == content(profile)
    assert (session.profile, session.unsaved, session.frames) == ("Anna", False, 12)


def test_the_last_player_has_no_name_yet() -> None:
    session = Session()
    session.load(make_profile(name=LAST_PLAYER))
    assert (session.profile, session.unsaved) == (None, True)


def test_what_is_trained_on_has_the_classes_in_order_and_each_in_time() -> None:
    session = Session(samples={Gesture.SCISSORS: [sample(5)], Gesture.PAPER: [sample(3), sample(4)]})
    assert not session.can_train
    with pytest.raises(ValueError, match="expected samples of"):
        session.training_set()
    session.samples[Gesture.ROCK] = [sample(1)]
    session.samples[Gesture.NONE] = []
    data = session.training_set()
    assert data.labels.tolist() == [0, 1, 1, 2]
    assert data.features[:, 0, 0, 0].tolist() == [1, 3, 4, 5]


def test_views_go_to_the_samples_that_they_are_of_and_into_the_training() -> None:
    session = Session(samples={gesture: [sample(10 + gesture), sample(20 + gesture)] for gesture in GESTURES})
    assert session.training_set().views is None
    views = {number: np.full((2, 256), number, np.float32) for number in (11, 20, 99)}
    session.add_views(views.items())
    data = session.training_set()
    assert data.views is not None
    assert data.view_of is not None
    assert data.view_of.tolist() == [1, 1, 2, 2]
    assert data.views[:, 0].tolist() == data.features[data.view_of, 0, 0, 0].tolist() == [20, 20, 11, 11]


def test_samples_of_a_save_get_no_views_of_the_camera() -> None:
    session = Session()
    session.load(make_profile(frames=2))
    before = session.training_set().views
    session.add_views([(0, np.ones((3, 256), np.float32))])
    np.testing.assert_array_equal(session.training_set().views, before)


def test_a_head_belongs_to_the_network_that_its_samples_came_from() -> None:
    ours = Recogniser("random", "cd" * 32, 1)
    session = Session(samples={gesture: [sample(gesture)] for gesture in GESTURES}, samples_of=ours)
    session.learnt(make_head(), REPORT, "2025-03-01")
    assert (session.head_of, session.unsaved, session.profile) == (ours, True, None)
    assert session.as_profile("Anna").fingerprint == ours.fingerprint


def test_a_new_player_keeps_the_head_until_another_is_trained() -> None:
    session = Session()
    session.load(make_profile())
    session.redo = Gesture.ROCK
    session.start_anew()
    assert session.head is not None
    assert (session.recorded, session.redo, session.samples_of) == ((), None, None)
    session.forget_head()
    assert session.head is None
    with pytest.raises(ValueError, match="no head"):
        session.as_profile("Anna")

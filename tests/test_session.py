"""One player: samples, head and top-up."""

# mypy: disable-error-code="comparison-overlap, unreachable"

import numpy as np
import pytest
from profiles import content, make_head, make_profile
from workbench import MADE_BY, report

from rps_game.camera.observation import Sample
from rps_game.flow import Outcome
from rps_game.game.gestures import CLASSES, CLASSIC, GESTURES, Gesture
from rps_game.heads.dataset import NetworkId
from rps_game.saves.format import MOST_SAMPLE_BYTES
from rps_game.saves.names import LAST_PLAYER
from rps_game.session import MAX_SAMPLES, Session, TopUp, most_samples


def sample(value: float) -> Sample:
    return Sample(int(value), None, np.full((7, 7, 256), value, np.float32))


def test_a_saved_player_comes_back_as_it_was() -> None:
    profile = make_profile(frames=3, classes=CLASSES)
    session = Session()
    session.load(profile)
    assert content(session.as_profile("Anna")()) == content(profile)
    assert (session.saved_name, session.unsaved, session.frames) == ("Anna", False, 12)


def test_the_last_player_has_no_name_yet() -> None:
    session = Session()
    session.load(make_profile(name=LAST_PLAYER))
    assert (session.saved_name, session.unsaved) == (None, True)


def test_what_is_trained_on_has_the_classes_in_order_and_each_in_time() -> None:
    session = Session(samples={Gesture.SCISSORS: [sample(5)], Gesture.PAPER: [sample(3), sample(4)]})
    assert not session.can_train
    with pytest.raises(ValueError, match="expected frames of all gestures"):
        session.training_set()
    session.samples[Gesture.ROCK] = [sample(1)]
    session.samples[Gesture.NONE] = []
    data = session.training_set()
    assert data.labels.tolist() == [0, 1, 1, 2]
    assert data.features[:, 0, 0, 0].tolist() == [1, 3, 4, 5]


def test_views_go_to_the_samples_that_they_are_of_and_into_the_training() -> None:
    session = Session(samples={gesture: [sample(10 + gesture), sample(20 + gesture)] for gesture in GESTURES})
    assert not len(session.training_set().views)
    views = {number: np.full((2, 256), number, np.float32) for number in (11, 20, 99)}
    session.add_views(views.items())
    data = session.training_set()
    assert data.view_of.tolist() == [1, 1, 2, 2]
    assert data.views[:, 0].tolist() == data.features[data.view_of, 0, 0, 0].tolist() == [20, 20, 11, 11]


def test_samples_of_a_save_get_no_views_of_the_camera() -> None:
    session = Session()
    session.load(make_profile(frames=2))
    before = session.training_set().views
    session.add_views([(0, np.ones((3, 256), np.float32))])
    np.testing.assert_array_equal(session.training_set().views, before)


def test_a_head_belongs_to_the_network_that_its_samples_came_from() -> None:
    ours = NetworkId("random", "cd" * 32, 1)
    session = Session(samples={gesture: [sample(gesture)] for gesture in GESTURES})
    session.use_trained_head(make_head(), report(), "2025-03-01", ours)
    assert (session.head_network, session.unsaved, session.saved_name) == (ours, True, None)
    assert session.as_profile("Anna")().network == ours


def test_nothing_of_the_present_player_is_dropped_until_a_head_was_trained_on_a_new_one() -> None:
    profile, session = make_profile(frames=3), Session()
    session.load(profile)
    session.redo = Gesture.ROCK
    session.begin_new_player()
    assert (session.recorded, session.redo) == ((), None)
    session.store_samples(Gesture.ROCK, [sample(1)])
    assert session.recorded == (Gesture.ROCK,)
    session.end_recording()
    assert content(session.as_profile(profile.name)()) == content(profile)

    session.begin_new_player()  # which goes on where it was left
    for gesture in (Gesture.PAPER, Gesture.SCISSORS):
        session.store_samples(gesture, [sample(1)])
    assert session.frames == 3
    session.use_trained_head(make_head(), report(), "2025-03-01", MADE_BY)
    assert (session.frames, session.records_new, session.new_samples) == (3, False, {})


def test_a_head_that_does_not_fit_the_network_is_forgotten_with_its_samples() -> None:
    session = Session()
    session.load(make_profile())
    session.forget_head()
    assert (session.head, session.recorded) == (None, ())
    with pytest.raises(ValueError, match="no head"):
        session.as_profile("Anna")


def topped_up(classes: tuple[Gesture, ...] = GESTURES) -> Session:
    """A saved player of forty frames each, with ten new ones of each class waiting."""
    session = Session()
    session.load(make_profile(frames=40, classes=classes))
    session.top_up = TopUp(Outcome.TRY)
    for gesture in classes:
        session.store_samples(gesture, [sample(100 + i) for i in range(10)])
    return session


def test_a_top_up_adds_to_the_old_samples_and_both_are_learnt_from_and_tested_on() -> None:
    session = topped_up()
    learn, test = session.training_set().split_in_time()
    assert test is not None
    for gesture in GESTURES:
        parts = [part.features[part.labels == gesture][:, 0, 0, 0] for part in (learn, test)]
        assert [int((part >= 100).sum()) for part in parts] == [8, 2]
        assert [int((part < 100).sum()) for part in parts] == [30, 10]
    assert session.frames == 150


def test_what_no_head_has_learnt_of_a_top_up_is_forgotten() -> None:
    session = topped_up()
    before = content(make_profile(frames=40))
    assert session.end_top_up() is not None
    assert session.end_top_up() is None
    assert content(session.as_profile("Anna")()) == before


def test_what_a_head_has_learnt_of_a_top_up_stays_when_it_ends() -> None:
    session = topped_up(CLASSES)
    session.use_trained_head(make_head(classes=CLASSES), report(), "2025-03-01", MADE_BY)
    assert session.top_up is not None
    assert session.top_up.back is Outcome.TRY
    session.end_top_up()
    assert session.frames == 3 * 50 + 40  # of its empty scene nothing is learnt
    samples = session.as_profile("Anna")().samples
    assert [len(samples[gesture]) for gesture in CLASSES] == [50, 50, 50, 40]
    assert session.drift is None


def test_a_second_top_up_keeps_a_quarter_of_each_for_the_test() -> None:
    session = topped_up()
    session.use_trained_head(make_head(), report(), "2025-03-01", MADE_BY)
    session.top_up = TopUp(Outcome.PLAY)
    for gesture in GESTURES:
        session.store_samples(gesture, [sample(200 + i) for i in range(10)])
    _, test = session.training_set().split_in_time()
    assert test is not None
    lights = test.features[test.labels == Gesture.ROCK][:, 0, 0, 0] // 100
    assert [int((lights == light).sum()) for light in range(3)] == [10, 2, 3]


def test_a_top_up_asks_for_what_was_recorded_and_for_no_more() -> None:
    session = Session()
    session.load(make_profile(classes=GESTURES))
    session.top_up = TopUp(Outcome.PLAY)
    asked = []
    while (gesture := session.plan().current) is not None:
        asked.append(gesture)
        session.store_samples(gesture, [sample(1)])
    assert asked == list(GESTURES)
    assert session.capture_rules(40).wanted(Gesture.ROCK) == 10
    session.end_top_up()
    assert session.capture_rules(40).wanted(Gesture.ROCK) == 40
    session.load(make_profile(classes=CLASSES))
    session.top_up = TopUp(Outcome.PLAY)
    assert session.plan().current is Gesture.NONE
    assert session.capture_rules(40).wanted(Gesture.NONE) == 10


def test_views_reach_the_frames_of_a_top_up() -> None:
    session = topped_up()
    views = np.ones((2, 256), np.float32)
    session.add_views([(103, views)])
    data = session.training_set()
    assert (data.features[data.view_of, 0, 0, 0] == 103).sum() == len(GESTURES) * len(views)


def test_the_starter_plays_and_is_nobodys_head() -> None:
    ours = NetworkId("random", "cd" * 32, 1)
    session = Session()
    assert not session.is_starter
    session.use_starter(make_head(classes=CLASSES), ours)
    assert session.is_starter
    assert (session.head_network, session.unsaved, session.recorded) == (ours, False, ())
    with pytest.raises(ValueError, match="of the player's own"):
        session.as_profile("Anna")
    session.store_samples(Gesture.ROCK, [sample(1)])
    session.use_trained_head(make_head(classes=CLASSES), report(), "2025-03-01", MADE_BY)
    assert not session.is_starter


def test_only_a_head_that_came_from_somewhere_is_watched() -> None:
    session = Session()
    session.load(make_profile())
    assert session.drift is not None
    session.use_trained_head(make_head(), report(), "2025-03-01", MADE_BY)
    assert session.drift is None
    session.use_starter(make_head(), NetworkId("random", "cd" * 32, 1))
    assert session.drift is None


MOST = most_samples(CLASSIC)


def test_a_class_keeps_its_newest_samples_up_to_what_a_save_can_hold() -> None:
    session = Session(samples={Gesture.ROCK: [sample(i) for i in range(MOST)]})
    session.top_up = TopUp(Outcome.PLAY, {Gesture.ROCK: [sample(1000 + i) for i in range(10)]})
    kept = {each.number for each in session.all_samples()[Gesture.ROCK]}
    assert kept == {*range(10, MOST), *range(1000, 1010)}
    frame = 7 * 7 * 256 * 4 + 8 * 256 * 4
    assert MAX_SAMPLES * frame < MOST_SAMPLE_BYTES
